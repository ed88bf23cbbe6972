//! A place in a line being read: the few moves that every stamp layout is made of.

/// Copy it to try a reading; keep the copy only if it succeeds.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'b> {
    bytes: &'b [u8],
    pub at: usize,
}

impl<'b> Cursor<'b> {
    pub fn new(bytes: &'b [u8]) -> Cursor<'b> {
        Cursor { bytes, at: 0 }
    }

    /// The next byte; 0 at the end, which no stamp contains.
    #[inline]
    pub fn peek(&self) -> u8 {
        self.peek_at(0)
    }

    #[inline]
    pub fn peek_at(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    /// The byte just read; 0 at the start.
    pub fn last(&self) -> u8 {
        self.at
            .checked_sub(1)
            .and_then(|i| self.bytes.get(i))
            .copied()
            .unwrap_or(0)
    }

    pub fn rest(&self) -> &'b [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    #[inline]
    pub fn eat(&mut self, byte: u8) -> bool {
        let found = byte != 0 && self.peek() == byte;
        self.at += usize::from(found);
        found
    }

    pub fn eat_all(&mut self, text: &[u8]) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    /// Skips up to `most` bytes that satisfy `test` and gives them.
    #[inline]
    pub fn take(&mut self, most: usize, test: impl Fn(u8) -> bool) -> &'b [u8] {
        let rest = self.rest();
        let n = rest.iter().take(most).take_while(|b| test(**b)).count();
        self.at += n;
        &rest[..n]
    }

    /// How many digits stand here, counted up to `most`.
    #[inline]
    pub fn digits(&self, most: usize) -> usize {
        let mut n = 0;
        while n < most && self.peek_at(n).is_ascii_digit() {
            n += 1;
        }
        n
    }

    /// Reads exactly `n` (at most 9) digits.
    #[inline]
    pub fn number(&mut self, n: usize) -> Option<u32> {
        let digits = self.bytes.get(self.at..self.at + n)?;
        let mut value = 0;
        for &b in digits {
            let digit = b.wrapping_sub(b'0');
            if digit > 9 {
                return None;
            }
            value = value * 10 + u32::from(digit);
        }
        self.at += n;
        Some(value)
    }

    /// Reads exactly two digits.
    #[inline]
    pub fn two(&mut self) -> Option<u8> {
        self.number(2).map(|n| n as u8)
    }

    /// Reads one or two digits that no third follows.
    #[inline]
    pub fn one_or_two(&mut self) -> Option<u8> {
        match self.digits(3) {
            n @ 1..=2 => self.number(n).map(|n| n as u8),
            _ => None,
        }
    }

    /// The next three bytes, letters in lower case (and nothing else made a letter).
    #[inline]
    pub fn three_letters(&self) -> [u8; 3] {
        [
            self.peek() | 0x20,
            self.peek_at(1) | 0x20,
            self.peek_at(2) | 0x20,
        ]
    }

    /// Skips `name`, of which three letters have been compared, or a beginning of it (`Sep`, `Sept`), in any
    /// case, if the word ends there.
    #[inline]
    pub fn eat_name(&mut self, name: &str) -> bool {
        let mut ahead = *self;
        ahead.at += 3;
        for &letter in &name.as_bytes()[3..] {
            if ahead.peek() | 0x20 != letter {
                break;
            }
            ahead.at += 1;
        }
        let found = !ahead.peek().is_ascii_alphabetic();
        if found {
            *self = ahead;
        }
        found
    }

    /// Reads eight bytes at once: digits where `shape` has `0`, elsewhere the byte that it has. Gives the
    /// digits' values, and 0 for the others.
    #[inline]
    pub fn eight(&mut self, shape: &Shape) -> Option<[u8; 8]> {
        // Of digits 0 to 9 is left, of the others 0; adding 6 carries what is above 9 into the high half.
        let x = u64::from_le_bytes(*self.rest().first_chunk()?) ^ shape.bytes;
        if (x | x.wrapping_add(shape.sixes)) & shape.outside != 0 {
            return None;
        }
        self.at += 8;
        Some(x.to_le_bytes())
    }
}

/// What [`Cursor::eight`] reads.
pub(super) struct Shape {
    bytes: u64,
    /// 6 for each digit.
    sixes: u64,
    /// What is no digit's value, and no difference for the others.
    outside: u64,
}

impl Shape {
    pub const fn new(shape: &[u8; 8]) -> Shape {
        let (mut sixes, mut outside) = ([0; 8], [0xff; 8]);
        let mut i = 0;
        while i < 8 {
            if shape[i] == b'0' {
                (sixes[i], outside[i]) = (6, 0xf0);
            }
            i += 1;
        }
        Shape {
            bytes: u64::from_le_bytes(*shape),
            sixes: u64::from_le_bytes(sixes),
            outside: u64::from_le_bytes(outside),
        }
    }
}

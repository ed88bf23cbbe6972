//! Blocks: a source's bytes in bounded memory, cut only where an entry starts.
//!
//! A [`Block`] begins and ends at entry starts, most often at cuts (see [`Boundary::is_cut`]), so that workers read blocks
//! independently. What a worker sees of one is a [`Piece`]. Neither shows in any result.

use std::io::{self, ErrorKind, Read};
use std::ops::Range;

use crate::entry::{Boundary, End, Start};

/// How much of a block's end is searched for a cut, before the block is split from its start instead.
const CUT_SEARCH: usize = 1 << 20;

/// Room before the bytes of a turn, for what an earlier block left. For more of it they are moved.
const FRONT: usize = if cfg!(test) { 8 } else { 16 << 10 };

/// Lines are numbered from here where those before them were not counted.
pub const UNCOUNTED: u64 = 1 << 62;

/// What blocks are read from.
pub trait Feed: Read + Sized {
    /// Another reader, of what stands so many bytes behind the next one; `None` where bytes come in order only.
    fn ahead(&self, bytes: u64) -> Option<Self>;
}

impl Feed for &[u8] {
    fn ahead(&self, bytes: u64) -> Option<Self> {
        let bytes = usize::try_from(bytes).ok()?;
        Some(self.get(bytes..).unwrap_or_default())
    }
}

/// Bytes that come in order only.
pub struct Stream<R>(pub R);

impl<R: Read> Read for Stream<R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        self.0.read(room)
    }
}

impl<R: Read> Feed for Stream<R> {
    fn ahead(&self, _: u64) -> Option<Self> {
        None
    }
}

/// Whole entries, in order.
#[derive(Debug, Default)]
pub struct Block {
    /// The entries, from `start` to `end`; behind them the beginning of what follows them, to `read`. The rest is what an
    /// earlier block left: memory is not cleared when it is used again.
    bytes: Vec<u8>,
    start: usize,
    end: usize,
    read: usize,
    /// Bytes of the source before this block.
    pub offset: u64,
}

/// What one worker reads of a block: whole entries.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'b> {
    pub bytes: &'b [u8],
    /// The same bytes with all that has been read behind them: where an entry ends may show only there.
    read: &'b [u8],
    /// Bytes of the source before this piece.
    pub offset: u64,
    /// Number of its first line, from 1; 0 where nobody asked for line numbers.
    pub line: u64,
}

impl<'b> Piece<'b> {
    /// The entries of it that start before `end`, where one starts; `None` where there are none.
    pub fn until(self, end: u64) -> Option<Piece<'b>> {
        let left = end.checked_sub(self.offset).filter(|&left| left > 0)?;
        let len = usize::try_from(left).map_or(self.bytes.len(), |left| left.min(self.bytes.len()));
        Some(Piece {
            bytes: &self.bytes[..len],
            ..self
        })
    }

    /// Where the entry that starts at `start` ends, with what is known of its first line.
    pub fn entry_end(&self, start: usize, first: Start, boundary: &Boundary) -> End {
        let whole = self.bytes.len();
        // Where too little has been read, the piece ends at a cut or with the source, and nothing behind it counts.
        let end = boundary
            .end(self.read, start, first, false)
            .or_else(|| boundary.end(self.bytes, start, first, true));
        match end {
            Some(end) if end.at < whole => end,
            _ => End {
                at: whole,
                next: None,
            },
        }
    }
}

impl Block {
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[self.start..self.end]
    }

    /// All of it as one piece.
    pub fn whole(&self) -> Piece<'_> {
        Piece {
            bytes: self.bytes(),
            read: &self.bytes[self.start..self.read],
            offset: self.offset,
            line: 0,
        }
    }

    /// The memory, to be used for a later block.
    pub fn recycle(self) -> Vec<u8> {
        self.bytes
    }
}

/// Reads a source block by block, in turns. Where the source can be read ahead, several turns may be read at once, and
/// only cutting them has to be done in order.
pub struct Blocks<R> {
    /// Stands behind all that was read in the turns that are over.
    reader: R,
    boundary: Boundary,
    /// Bytes a turn reads.
    size: usize,
    /// What was read beyond the last block.
    carry: Vec<u8>,
    /// Bytes of the source before the next block.
    offset: u64,
    done: bool,
    /// Bytes that were read in the turns that are over, and those that are read by the end of the turns that have begun.
    read: u64,
    claimed: u64,
    /// Turns that have begun, and that are over.
    begun: u64,
    over: u64,
}

/// A turn that has begun.
pub struct Turn<R> {
    number: u64,
    /// Where its bytes begin, in what there was to be read.
    at: u64,
    size: usize,
    /// What reads them before the turn has come.
    reader: Option<R>,
}

/// The bytes of a turn.
pub struct Draught<R> {
    turn: Turn<R>,
    memory: Vec<u8>,
    /// How many there are, behind [`FRONT`].
    len: usize,
    /// Nothing follows them, perhaps since that can't be read.
    ended: bool,
    error: Option<io::Error>,
}

impl<R: Feed> Turn<R> {
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Reads its bytes into `memory`, as far as they can be read before the turn has come.
    pub fn read(mut self, mut memory: Vec<u8>) -> Draught<R> {
        memory.resize(memory.len().max(FRONT + self.size), 0);
        let (mut len, mut ended, mut error) = (0, false, None);
        if let Some(reader) = &mut self.reader {
            (len, ended, error) = fill(reader, &mut memory[FRONT..FRONT + self.size]);
        }
        Draught {
            turn: self,
            memory,
            len,
            ended,
            error,
        }
    }
}

impl<R: Feed> Blocks<R> {
    pub fn new(reader: R, boundary: Boundary, size: usize) -> Blocks<R> {
        Blocks::starting_at(reader, boundary, size, 0)
    }

    /// Blocks of a reader whose first byte stands at `offset` in the source and starts an entry.
    pub fn starting_at(reader: R, boundary: Boundary, size: usize, offset: u64) -> Blocks<R> {
        Blocks {
            reader,
            boundary,
            size,
            carry: Vec::new(),
            offset,
            done: false,
            read: 0,
            claimed: 0,
            begun: 0,
            over: 0,
        }
    }

    pub fn boundary(&self) -> &Boundary {
        &self.boundary
    }

    /// Whether several turns may be read at once.
    pub fn can_be_read_ahead(&self) -> bool {
        self.reader.ahead(0).is_some()
    }

    /// Whether the source has ended, so that there is no block behind those that were given.
    pub fn is_done(&self) -> bool {
        self.done
    }

    /// The next block, in `memory`; `None` at the source's end. After an error the bytes that came before it
    /// are still delivered, as the source's end.
    pub fn next(&mut self, memory: Vec<u8>) -> (Option<Block>, Option<io::Error>) {
        let draught = self.begin().read(memory);
        self.cut(draught)
    }

    /// Begins a turn.
    pub fn begin(&mut self) -> Turn<R> {
        let at = self.claimed.max(self.read);
        self.claimed = at + self.size as u64;
        self.begun += 1;
        let reader = (!self.done).then(|| self.reader.ahead(at - self.read));
        Turn {
            number: self.begun - 1,
            at,
            size: self.size,
            reader: reader.flatten(),
        }
    }

    /// The number of the turn that is to be cut next.
    pub fn turn(&self) -> u64 {
        self.over
    }

    /// Ends a turn whose time has come: the block that its bytes complete, if they do; see [`Blocks::next`].
    pub fn cut(&mut self, draught: Draught<R>) -> (Option<Block>, Option<io::Error>) {
        self.over += 1;
        if self.done {
            return (None, None);
        }
        let Draught {
            turn,
            mut memory,
            len,
            ended,
            mut error,
        } = draught;
        // A block before that was long has read some of them.
        let known = (self.read - turn.at).min(len as u64) as usize;
        let (mut start, mut end) = (FRONT + known, FRONT + len);
        let is_fresh = start < end;
        if is_fresh && let Some(reader) = turn.reader {
            self.reader = reader;
            self.read = turn.at + len as u64;
            self.done = ended;
        } else {
            error = None;
        }
        if self.carry.len() > start {
            let more = self.carry.len() - start;
            memory.resize(memory.len().max(end + more), 0);
            memory.copy_within(start..end, start + more);
            (start, end) = (start + more, end + more);
        }
        memory[start - self.carry.len()..start].copy_from_slice(&self.carry);
        start -= self.carry.len();
        self.carry.clear();
        let mut target = if is_fresh { end } else { end + self.size };
        while !self.done {
            memory.resize(memory.len().max(target), 0);
            let (len, ended, failure) = fill(&mut self.reader, &mut memory[end..target]);
            end += len;
            self.read += len as u64;
            (self.done, error) = (ended, failure);
            if !self.done {
                if let Some(len) = self.last_start(&memory[start..end]) {
                    self.carry.extend_from_slice(&memory[start + len..end]);
                    return (Some(self.block(memory, start..start + len, end)), error);
                }
                target = end + (end - start);
            }
        }
        let block = (start < end).then(|| self.block(memory, start..end, end));
        (block, error)
    }

    fn block(&mut self, bytes: Vec<u8>, entries: Range<usize>, read: usize) -> Block {
        let offset = self.offset;
        self.offset += entries.len() as u64;
        Block {
            bytes,
            start: entries.start,
            end: entries.end,
            read,
            offset,
        }
    }

    /// Where the last entry that can be told to start in `bytes` does, if there is one behind the first.
    fn last_start(&self, bytes: &[u8]) -> Option<usize> {
        let floor = bytes.len().saturating_sub(CUT_SEARCH);
        let mut end = memchr::memrchr(b'\n', bytes)?;
        while let Some(newline) = memchr::memrchr(b'\n', &bytes[floor..end]) {
            let at = floor + newline + 1;
            if self.boundary.is_cut(bytes, at) {
                return Some(at);
            }
            end = at - 1;
        }
        let mut start = 0;
        let mut first = None;
        while let Some(end) = self.boundary.end(bytes, start, first, false) {
            (start, first) = (end.at, end.next);
        }
        (start > 0).then_some(start)
    }
}

/// Reads until `room` is full, the source ends or it can't be read; says how many bytes came, whether there are no more,
/// and why.
fn fill(reader: &mut impl Read, room: &mut [u8]) -> (usize, bool, Option<io::Error>) {
    let mut len = 0;
    while len < room.len() {
        match reader.read(&mut room[len..]) {
            Ok(0) => return (len, true, None),
            Ok(n) => len += n,
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Err(e) => return (len, true, Some(e)),
        }
    }
    (len, false, None)
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use super::*;
    use crate::format::detect::Lock;
    use crate::format::{FORMATS, WRAPPERS};
    use crate::scan::entries;
    use proptest::prelude::*;

    /// Lines that logs are made of, in an order no log has.
    const LINES: &[&str] = &[
        "2025-03-14 02:11:09,123 ERROR [main] com.acme.Foo - failed",
        "2025-03-14 02:11:09,124 INFO  [main] com.acme.Foo - fine",
        "java.lang.IllegalStateException: no",
        "\tat com.acme.Foo.bar(Foo.java:12)",
        "Caused by: java.io.IOException: gone",
        "\t... 12 more",
        "Traceback (most recent call last):",
        "  File \"/srv/a.py\", line 3, in run",
        "    go()",
        "ValueError: 12x",
        "During handling of the above exception, another exception occurred:",
        "panic: my panic",
        "goroutine 1 [running]:",
        "main.main()",
        "\t/srv/main.go:3 +0x1d",
        "",
        "This is not an exception.",
        "This is not one either",
        "V8 errors stack trace",
        "    at next (/app/x.js:1:2)",
        "Unhandled exception:",
        "Concurrent modification during iteration.",
        "#0      main (file:///a.dart:1:2)",
        "PHP Fatal error:  Uncaught Exception: m in /a.php:3",
        "Stack trace:",
        "#0 /a.php(4): f()",
        "#1 {main}",
        "  thrown in /a.php on line 3",
        "{\"level\":50,\"time\":1741917069123,\"msg\":\"x\"}",
        "{",
        "  \"level\": \"error\"",
        "}",
        "10.0.0.1 - - [14/Mar/2025:02:11:09 +0000] \"GET /x HTTP/1.1\" 500 12",
        "{\"log\":\"2025-03-14 02:11:09,123 ERROR a\\n\",\"stream\":\"stdout\",\"time\":\"2025-03-14T02:11:09Z\"}",
        "{\"log\":\"Traceback (most recent call last):\\n\",\"stream\":\"stderr\",\"time\":\"2025-03-14T02:11:09Z\"}",
        "{\"log\":\"cut here\",\"stream\":\"stderr\",\"time\":\"2025-03-14T02:11:09Z\"}",
        "2025-03-14T02:11:09.000000001Z stdout P half",
        "2025-03-14T02:11:09.000000001Z stdout F 2025-03-14 02:11:09,123 ERROR a",
        "2025-03-14T02:11:09.000000001Z stderr F \tat com.acme.Foo.bar(Foo.java:12)",
        "Mar 14 02:11:09 web1 app[12]: hello",
        "Mar 14 02:11:09 web1 app[12]: 2025-03-14 02:11:09,123 ERROR a",
        "Mar 14 02:11:09 web1 app[12]: \tat com.acme.Foo.bar(Foo.java:12)",
        "Mar 14 02:11:09 web1 app[12]: ",
        "web-1  | 2025-03-14 02:11:09,123 ERROR a",
        "web-1  | Traceback (most recent call last):",
        "db-1   |   File \"/srv/a.py\", line 3, in run",
        "2025-03-14T02:11:09.000000001Z 2025-03-14 02:11:09,123 ERROR a",
        "2025-03-14T02:11:09.000000001Z     at next (/app/x.js:1:2)",
        "2025-03-14T02:11:09.000001+00:00 app[web.1]: a word",
        "2025-03-14T02:11:09.000001+00:00 app[web.1]:     at next (/app/x.js:1:2)",
        "03-14 02:11:09.123  4711  4711 E AndroidRuntime: java.lang.IllegalStateException: no",
        "03-14 02:11:09.123  4711  4711 E AndroidRuntime: \tat com.acme.Foo.bar(Foo.java:12)",
        "==> /var/log/a.log <==",
        "[",
        "  {",
        "  },",
        ",{\"level\":50,\"time\":1741917069123,\"msg\":\"x\"}",
        "\x00\x00\x002025-03-14 02:11:09,123 ERROR a",
        "INFO: a",
        "__CURSOR=s=1",
        "PRIORITY=6",
        "<log4j:event logger=\"a\" timestamp=\"1741918269123\" level=\"INFO\">",
        "</log4j:event>",
        "# Time: 2025-03-14T02:11:09Z",
        "# User@Host: root[root] @ localhost []",
    ];

    fn log() -> impl Strategy<Value = Vec<u8>> {
        let line = prop_oneof![
            8 => (0..LINES.len()).prop_map(|n| LINES[n].as_bytes().to_vec()),
            1 => prop::collection::vec(any::<u8>(), 0..20),
        ];
        // Runs of one line make sources that lock on its format, and long stretches without a cut.
        let run = (line, prop_oneof![4 => Just(1usize), 1 => 2..25usize]);
        let end = prop_oneof![4 => Just(&b"\n"[..]), 1 => Just(&b"\r\n"[..])];
        (prop::collection::vec(run, 0..30), end).prop_map(|(runs, end)| {
            let lines = runs.into_iter().flat_map(|(line, times)| vec![line; times]);
            lines.flat_map(|line| [&line[..], end].concat()).collect()
        })
    }

    /// Where entries start, where so many turns are read before the first of them is cut.
    fn starts(
        log: &[u8],
        feed: impl Feed,
        boundary: Boundary,
        size: usize,
        ahead: usize,
    ) -> Vec<u64> {
        let mut blocks = Blocks::new(feed, boundary, size);
        let mut starts = Vec::new();
        let mut bytes = Vec::new();
        let mut draughts = VecDeque::new();
        loop {
            while draughts.len() < ahead {
                // Memory that was used before.
                draughts.push_back(blocks.begin().read(vec![b'\n'; 100]));
            }
            let Some(draught) = draughts.pop_front() else {
                break;
            };
            let (block, error) = blocks.cut(draught);
            assert!(error.is_none());
            let Some(block) = block else {
                break;
            };
            for entry in entries(block.whole(), &boundary) {
                assert_eq!(
                    entry.offset as usize,
                    bytes.len(),
                    "entries tile the source"
                );
                starts.push(entry.offset);
                bytes.extend_from_slice(entry.bytes);
            }
        }
        assert_eq!(bytes, log);
        assert!(blocks.is_done());
        starts
    }

    #[test]
    fn a_trace_is_not_looked_for_behind_the_heading_of_another_file() {
        let prose = "This is not an exception.\n".repeat(17);
        let log = prose
            + "2025-03-14 02:11:09,123 ERROR [main] com.acme.Foo - failed\n    at next (/app/x.js:1:2)\n\
               ValueError: 12x\nValueError: 12x\nmain.main()\n==> /var/log/a.log <==\n\
               \tat com.acme.Foo.bar(Foo.java:12)\n";
        let (lock, _) = Lock::detect(log.as_bytes(), FORMATS, WRAPPERS);
        let boundary = Boundary::new(lock);
        let log = log.as_bytes();
        let whole = starts(log, log, boundary, log.len() + 1, 1);
        assert_eq!(starts(log, log, boundary, 1, 1), whole);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn entries_tile_the_source_however_it_is_cut(
            log in log(),
            size in 1usize..3000,
            ahead in 1usize..6,
        ) {
            let (lock, _) = Lock::detect(&log, FORMATS, WRAPPERS);
            let boundary = Boundary::new(lock);
            let whole = starts(&log, &log[..], boundary, log.len() + 1, 1);
            prop_assert_eq!(&starts(&log, &log[..], boundary, size, ahead), &whole);
            prop_assert_eq!(&starts(&log, Stream(&log[..]), boundary, size, ahead), &whole);
        }
    }
}

//! A message without what varies: equal for two occurrences of one fault.
//!
//! The first two lines that are not empty are read once, left to right, and everything that names one thing
//! among many gives way to a placeholder: `<email>`, `<url>`, `<host>`, `<ip>`, `<trace>`, `<uuid>`, `<date>`,
//! `<duration>`, `<id>` (a random token) and `<num>` (hexadecimal, float or integer; one word for all three, as
//! the same field may be `10`, `1e3` and `0x1f`). Only after `=`, quoted strings and booleans go too. Words stay:
//! "VM Started" and "VM Paused" are two faults.
//!
//! Fingerprints hang on every byte that comes out of here, so they change when this does.

mod date;
mod matchers;

use memchr::memchr;

/// Longest result in bytes. It is a bound on the result, so that a variable part cannot move it.
const LONGEST: usize = 1024;
/// Longest quoted value that is replaced.
const LONGEST_QUOTED: usize = 1024;

/// The message's template.
pub fn normalise(message: &str) -> String {
    let mut out = Vec::with_capacity(message.len().min(LONGEST) + 32);
    normalise_into(message.as_bytes(), &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

/// Writes the message's template to `out`, at most 1024 bytes of it.
pub fn normalise_into(message: &[u8], out: &mut Vec<u8>) {
    let start = out.len();
    let mut writer = Writer {
        out,
        most: start + LONGEST,
    };
    let lines = message.split(|&b| b == b'\n').map(<[u8]>::trim_ascii);
    for (i, line) in lines.filter(|line| !line.is_empty()).take(2).enumerate() {
        if i > 0 {
            writer.literal(b"\n");
        }
        normalise_line(line, &mut writer);
        if writer.is_full() {
            break;
        }
    }
    writer.out.truncate(start + LONGEST);
}

/// A path behind one of these is a URL that only lacks its host.
const METHODS: [&[u8]; 7] = [
    b"GET ",
    b"POST ",
    b"PUT ",
    b"DELETE ",
    b"PATCH ",
    b"HEAD ",
    b"OPTIONS ",
];

/// What a byte is to the scanner.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Space,
    /// Ends a chunk: quotes, brackets, commas.
    Mark,
    /// Part of a chunk, and no reason to look closer.
    Plain,
    /// Part of a chunk that may hold something variable.
    Telling,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Plain; 256];
    let mut b = 0;
    while b < 256 {
        classes[b] = match b as u8 {
            b' ' | b'\t' | b'\r' | 0x0b | 0x0c => Class::Space,
            b'"' | b'\'' | b'`' | b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'<' | b'>' | b','
            | b';' | b'|' => Class::Mark,
            b'0'..=b'9' | b'@' | b'=' | b'.' | b':' => Class::Telling,
            _ => Class::Plain,
        };
        b += 1;
    }
    classes
};

fn normalise_line(line: &[u8], out: &mut Writer) {
    let mut at = 0;
    while at < line.len() && !out.is_full() {
        let byte = line[at];
        match CLASSES[byte as usize] {
            Class::Space => {
                let spaces = run(&line[at..], |b| CLASSES[b as usize] == Class::Space);
                out.literal(b" ");
                at += spaces;
            }
            Class::Mark => match quoted(&line[at..]).filter(|_| out.ends_with(b"=")) {
                Some(len) => {
                    out.placeholder("<str>");
                    at += len;
                }
                None => {
                    out.literal(&line[at..at + 1]);
                    at += 1;
                }
            },
            Class::Plain | Class::Telling => at = chunk(line, at, out),
        }
    }
}

/// Handles the chunk that begins at `start`; returns where to go on.
fn chunk(line: &[u8], start: usize, out: &mut Writer) -> usize {
    if let Some(len) = date::named(&line[start..]) {
        out.placeholder("<date>");
        return start + len;
    }
    if line[start] == b'/' && METHODS.iter().any(|method| out.ends_with(method)) {
        out.placeholder("<url>");
        return start + matchers::url_len(&line[start..]);
    }
    let mut end = start;
    let mut is_telling = false;
    while let Some(&byte) = line.get(end) {
        match CLASSES[byte as usize] {
            Class::Space | Class::Mark => break,
            class => is_telling |= class == Class::Telling,
        }
        end += 1;
    }
    if !is_telling {
        out.literal(&line[start..end]);
        return end;
    }
    let mut at = start;
    while at < end && !out.is_full() {
        match matchers::at(line, at, end) {
            Some((placeholder, len)) => {
                if placeholder == "<num>" || placeholder == "<duration>" {
                    out.drop_sign();
                }
                out.placeholder(placeholder);
                at += len;
            }
            None => at += plain_step(&line[at..end], out),
        }
    }
    at
}

/// Copies one word or one other byte; inside a word, runs of 3 digits and more are replaced (`u1042`), shorter
/// ones belong to its name (`utf8`, `ipv4`).
fn plain_step(bytes: &[u8], out: &mut Writer) -> usize {
    let len = run(bytes, matchers::is_alnum);
    if len == 0 {
        out.literal(&bytes[..1]);
        return 1;
    }
    let word = &bytes[..len];
    let mut rest = word;
    while !rest.is_empty() {
        let letters = run(rest, |b| !b.is_ascii_digit());
        out.literal(&rest[..letters]);
        rest = &rest[letters..];
        let digits = run(rest, |b| b.is_ascii_digit());
        match digits {
            0..3 => out.literal(&rest[..digits]),
            _ => out.push_placeholder("<num>"),
        }
        rest = &rest[digits..];
    }
    len
}

/// The length of the quoted string that `bytes` begin with, quotes included.
fn quoted(bytes: &[u8]) -> Option<usize> {
    let quote = bytes[0];
    if quote != b'"' && quote != b'\'' {
        return None;
    }
    let mut end = 1;
    let bytes = &bytes[..bytes.len().min(LONGEST_QUOTED)];
    loop {
        end += memchr(quote, bytes.get(end..)?)?;
        if bytes[end - 1] != b'\\' {
            return Some(end + 1);
        }
        end += 1;
    }
}

/// How many bytes from the start are of a kind.
fn run(bytes: &[u8], of: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|&b| !of(b)).unwrap_or(bytes.len())
}

struct Writer<'o> {
    out: &'o mut Vec<u8>,
    most: usize,
}

impl Writer<'_> {
    fn is_full(&self) -> bool {
        self.out.len() >= self.most
    }

    fn ends_with(&self, bytes: &[u8]) -> bool {
        self.out.ends_with(bytes)
    }

    fn literal(&mut self, bytes: &[u8]) {
        let room = self.most.saturating_sub(self.out.len());
        self.out.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }

    /// Lists of any length are one thing: `<num>, <num>, <num>` is written as `<num>`.
    fn placeholder(&mut self, name: &str) {
        let end = self.out.trim_ascii_end();
        let end = end.strip_suffix(b",").unwrap_or(end);
        let end = end.strip_suffix(name.as_bytes()).map(<[u8]>::len);
        if let Some(end) = end {
            self.out.truncate(end);
        }
        self.push_placeholder(name);
    }

    fn push_placeholder(&mut self, name: &str) {
        self.out.extend_from_slice(name.as_bytes());
    }

    /// Takes back a minus or plus that belongs to the number about to be written.
    fn drop_sign(&mut self) {
        let is_sign = matches!(
            self.out[..],
            [.., before, b'-' | b'+'] if !before.is_ascii_alphanumeric() && before != b'>'
        ) || matches!(self.out[..], [b'-' | b'+']);
        if is_sign {
            self.out.pop();
        }
    }
}

#[cfg(test)]
mod tests;

//! A message without what varies: equal for two occurrences of one fault.
//!
//! The first two lines that are not empty are read once, left to right, and everything that names one thing
//! among many gives way to a placeholder: `<email>`, `<url>`, `<path>`, `<host>` (a name or an address, as the
//! same field may hold either), `<trace>`, `<uuid>`, `<date>`, `<duration>`, `<id>` (a random token), `<name>` (of
//! an account, a program, a package or a class, where words before it or its form say so) and `<num>` (hexadecimal,
//! float or integer, with its unit; one word for all, as the same field may be `10`, `1e3` and `0x1f`). What stands
//! behind `key=` is a value, whatever it looks like: `<*>`. Booleans go only behind `=`, `:` and `is`. Other words
//! stay: "VM Started" and "VM Paused" are two faults. What is repeated is one: lists of any length are the same.
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
        last: 0..0,
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
            b'0'..=b'9' | b'@' | b'=' | b'.' | b':' | b'/' | b'\\' => Class::Telling,
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
            Class::Mark => match quoted(&line[at..]).filter(|_| out.ends_with(b"user ")) {
                Some(len) => {
                    out.placeholder("<name>");
                    at += len;
                }
                None => {
                    out.mark(byte, line.get(at + 1).copied());
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
    if let Some(len) = matchers::account(line, start) {
        out.placeholder("<name>");
        return start + len;
    }
    let mut end = start;
    let mut is_telling = matchers::may_be_word(&line[start..]);
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
    let written = out.out.len();
    while at < end && !out.is_full() {
        if let Some(len) = value(line, at) {
            out.literal(b"=");
            out.push_placeholder("<*>");
            at += 1 + len;
            continue;
        }
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
    out.end_chunk(written);
    at
}

/// The length of the value behind the `=` at `line[at]`, where a key stands before it: a quoted string, a word, or
/// one with brackets and what is in them; nothing where a blank follows.
fn value(line: &[u8], at: usize) -> Option<usize> {
    if line[at] != b'=' {
        return None;
    }
    let is_key = |b: u8| matchers::is_alnum(b) || matches!(b, b'_' | b'-' | b'.' | b']' | b')');
    let before = line[..at].last().copied().filter(|&b| is_key(b));
    before?;
    let rest = &line[at + 1..line.len().min(at + 1 + LONGEST_QUOTED)];
    let first = *rest.first().unwrap_or(&b' ');
    if matches!(first, b'=' | b'>' | b'~') {
        return None;
    }
    if let Some(len) = rest.first().and_then(|_| quoted(rest)) {
        return Some(len);
    }
    let mut depth = 0usize;
    let ends = |&b: &u8| {
        match b {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' if depth == 0 => return true,
            b')' | b']' | b'}' => depth -= 1,
            b',' | b';' | b'&' | b'|' | b'"' | b'\'' | b'>' => return depth == 0,
            _ => return b.is_ascii_whitespace() && depth == 0,
        }
        false
    };
    let len = rest.iter().position(ends).unwrap_or(rest.len());
    // The punctuation of the sentence it stands in.
    let trailing = rest[..len]
        .iter()
        .rev()
        .take_while(|b| matches!(b, b'.' | b':' | b'!'));
    Some(len - trailing.count())
}

/// Words whose digits belong to them, sorted.
const NAMES_WITH_DIGITS: [&str; 47] = [
    "aes128", "aes256", "amd64", "arm64", "base32", "base64", "db2", "e2e", "ec2", "ext3", "ext4",
    "float32", "float64", "gb18030", "h2", "hs256", "http1", "http2", "http3", "i18n", "i386",
    "i686", "int16", "int32", "int64", "int8", "ipv4", "ipv6", "k8s", "log4j", "log4j2", "md5",
    "mp3", "mp4", "neo4j", "oauth1", "oauth2", "p2p", "rs256", "s3", "sha1", "sha256", "sha512",
    "utf16", "utf8", "x64", "x86",
];

fn is_name_with_digits(word: &[u8]) -> bool {
    let mut lower = [0; 8];
    let Some(lower) = lower.get_mut(..word.len()) else {
        return false;
    };
    lower.copy_from_slice(word);
    lower.make_ascii_lowercase();
    NAMES_WITH_DIGITS
        .binary_search_by(|name| name.as_bytes().cmp(lower))
        .is_ok()
}

/// Copies one word or one other byte. Digits inside a word number it (`u7`, `eth0`, `u1042`), unless it is known
/// by them (`utf8`, `ipv4`).
fn plain_step(bytes: &[u8], out: &mut Writer) -> usize {
    let len = run(bytes, matchers::is_alnum);
    if len == 0 {
        out.literal(&bytes[..1]);
        return 1;
    }
    let word = &bytes[..len];
    if is_name_with_digits(word) {
        out.literal(word);
        return len;
    }
    let mut rest = word;
    while !rest.is_empty() {
        let letters = run(rest, |b| !b.is_ascii_digit());
        out.literal(&rest[..letters]);
        rest = &rest[letters..];
        let digits = run(rest, |b| b.is_ascii_digit());
        if digits > 0 {
            out.push_placeholder("<num>");
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
    /// Where the last chunk was written.
    last: std::ops::Range<usize>,
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

    /// A quote, bracket or comma. A `<` before a number is a sign of it, and an amount in a parenthesis behind one in
    /// bytes says the same again: `1190 bytes (1.16 KB)`.
    fn mark(&mut self, mark: u8, next: Option<u8>) {
        const AGAIN: &[u8] = b" (<num>";
        if mark == b'<' && next.is_some_and(|b| b.is_ascii_digit()) {
            return;
        }
        if mark == b')' && self.out.ends_with(b"bytes (<num>") {
            self.out.truncate(self.out.len() - AGAIN.len());
            return;
        }
        self.literal(&[mark]);
    }

    /// Takes back a chunk, written from `start` on, that says no more than the one before it:
    /// `blk_<num> blk_<num>`.
    fn end_chunk(&mut self, start: usize) {
        let between = self.out.get(self.last.end..start);
        let is_listed = matches!(between, Some(b" " | b"," | b", "));
        let chunk = self.out.get(start..).unwrap_or_default();
        if is_listed && chunk.ends_with(b">") && self.out.get(self.last.clone()) == Some(chunk) {
            self.out.truncate(self.last.end);
        } else {
            self.last = start..self.out.len();
        }
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

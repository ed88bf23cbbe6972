//! Blocks: a source's bytes in bounded memory, cut only where an entry starts.
//!
//! A [`Block`] begins and ends at entry starts, most often at cuts (see [`Boundary::is_cut`]), so that workers read blocks
//! independently. What a worker sees of one is a [`Piece`]. Neither shows in any result.

use std::io::{self, ErrorKind, Read};

use crate::entry::{Boundary, End, Start};

/// How much of a block's end is searched for a cut, before the block is split from its start instead.
const CUT_SEARCH: usize = 1 << 20;

/// Lines are numbered from here where those before them were not counted.
pub const UNCOUNTED: u64 = 1 << 62;

/// Whole entries, in order.
#[derive(Debug, Default)]
pub struct Block {
    /// The entries, behind `len` the beginning of what follows them, and behind `read` what an earlier block left:
    /// memory is not cleared when it is used again.
    bytes: Vec<u8>,
    len: usize,
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
        &self.bytes[..self.len]
    }

    /// All of it as one piece.
    pub fn whole(&self) -> Piece<'_> {
        Piece {
            bytes: self.bytes(),
            read: &self.bytes[..self.read],
            offset: self.offset,
            line: 0,
        }
    }

    /// The memory, to be used for a later block.
    pub fn recycle(self) -> Vec<u8> {
        self.bytes
    }
}

/// Reads a source block by block.
pub struct Blocks<R> {
    reader: R,
    boundary: Boundary,
    /// Bytes a block aims at.
    size: usize,
    /// What was read beyond the last block.
    carry: Vec<u8>,
    offset: u64,
    done: bool,
}

impl<R: Read> Blocks<R> {
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
        }
    }

    pub fn boundary(&self) -> &Boundary {
        &self.boundary
    }

    /// Whether the source has ended, so that there is no block behind those that were given.
    pub fn is_done(&self) -> bool {
        self.done
    }

    /// The next block, in `memory`; `None` at the source's end. After an error the bytes that came before it
    /// are still delivered, as the source's end.
    pub fn next(&mut self, mut memory: Vec<u8>) -> (Option<Block>, Option<io::Error>) {
        let mut read = self.carry.len();
        let mut target = self.size.max(read);
        memory.resize(memory.len().max(target), 0);
        memory[..read].copy_from_slice(&self.carry);
        self.carry.clear();
        let mut error = None;
        while !self.done {
            memory.resize(memory.len().max(target), 0);
            match self.fill(&mut memory[read..target]) {
                (n, Ok(())) => read += n,
                (n, Err(e)) => {
                    read += n;
                    error = Some(e);
                    self.done = true;
                }
            }
            if !self.done {
                if let Some(len) = self.last_start(&memory[..read]) {
                    self.carry.extend_from_slice(&memory[len..read]);
                    return (Some(self.block(memory, len, read)), error);
                }
                target = read * 2;
            }
        }
        let block = (read > 0).then(|| self.block(memory, read, read));
        (block, error)
    }

    fn block(&mut self, bytes: Vec<u8>, len: usize, read: usize) -> Block {
        let block = Block {
            bytes,
            len,
            read,
            offset: self.offset,
        };
        self.offset += len as u64;
        block
    }

    /// Reads until `room` is full or the source ends; says how many bytes came.
    fn fill(&mut self, room: &mut [u8]) -> (usize, io::Result<()>) {
        let mut len = 0;
        while len < room.len() {
            match self.reader.read(&mut room[len..]) {
                Ok(0) => {
                    self.done = true;
                    break;
                }
                Ok(n) => len += n,
                Err(e) if e.kind() == ErrorKind::Interrupted => {}
                Err(e) => return (len, Err(e)),
            }
        }
        (len, Ok(()))
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

#[cfg(test)]
mod tests {
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

    fn starts(log: &[u8], boundary: Boundary, size: usize) -> Vec<u64> {
        let mut blocks = Blocks::new(log, boundary, size);
        let mut starts = Vec::new();
        let mut bytes = Vec::new();
        while let (Some(block), error) = blocks.next(Vec::new()) {
            assert!(error.is_none());
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
        let whole = starts(log.as_bytes(), boundary, log.len() + 1);
        assert_eq!(starts(log.as_bytes(), boundary, 1), whole);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn entries_tile_the_source_however_it_is_cut(
            log in log(),
            size in 1usize..3000,
        ) {
            let (lock, _) = Lock::detect(&log, FORMATS, WRAPPERS);
            let boundary = Boundary::new(lock);
            let whole = starts(&log, boundary, log.len() + 1);
            prop_assert_eq!(starts(&log, boundary, size), whole);
        }
    }
}

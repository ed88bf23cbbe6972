//! A buffered reader that can look at the next bytes without taking them, however slowly they arrive.

use std::io::{self, BufRead, Read};

const CAPACITY: usize = 64 << 10;

pub struct Lookahead {
    inner: Box<dyn Read + Send>,
    buffer: Box<[u8]>,
    start: usize,
    end: usize,
    /// Met while looking ahead; told once the bytes before it have been taken.
    error: Option<io::Error>,
}

impl Lookahead {
    pub fn new(inner: Box<dyn Read + Send>) -> Lookahead {
        Lookahead {
            inner,
            buffer: vec![0; CAPACITY].into_boxed_slice(),
            start: 0,
            end: 0,
            error: None,
        }
    }

    /// The next `n` bytes, or as many as there are before the end or an error; `n` is at most 32 KiB.
    pub fn peek(&mut self, n: usize) -> &[u8] {
        if self.buffer.len() - self.start < n {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
        while self.end - self.start < n && self.error.is_none() {
            match self.inner.read(&mut self.buffer[self.end..]) {
                Ok(0) => break,
                Ok(read) => self.end += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => self.error = Some(error),
            }
        }
        let seen = n.min(self.end - self.start);
        &self.buffer[self.start..][..seen]
    }
}

impl BufRead for Lookahead {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.start == self.end {
            if let Some(error) = self.error.take() {
                return Err(error);
            }
            (self.start, self.end) = (0, 0);
            self.end = self.inner.read(&mut self.buffer)?;
        }
        Ok(&self.buffer[self.start..self.end])
    }

    fn consume(&mut self, n: usize) {
        self.start = (self.start + n).min(self.end);
    }
}

impl Read for Lookahead {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        // Nothing is gained by copying a large read through the buffer.
        if self.start == self.end && self.error.is_none() && out.len() >= CAPACITY {
            return self.inner.read(out);
        }
        let ready = self.fill_buf()?;
        let n = ready.len().min(out.len());
        out[..n].copy_from_slice(&ready[..n]);
        self.consume(n);
        Ok(n)
    }
}

//! Where in an object the walk is: the keys from the top, joined by dots.

/// A path that gets longer than this is of no use to anybody.
const LONGEST: usize = 192;

pub struct Path {
    bytes: [u8; LONGEST],
    len: usize,
}

impl Path {
    pub fn new() -> Path {
        Path {
            bytes: [0; LONGEST],
            len: 0,
        }
    }

    /// Goes down to `key`; gives what [`Path::pop`] takes to come back, or `None` where the path gets too long.
    pub fn push(&mut self, key: &[u8]) -> Option<usize> {
        let mark = self.len;
        let dot = usize::from(mark > 0);
        let end = mark + dot + key.len();
        let room = self.bytes.get_mut(mark..end)?;
        if dot == 1 {
            room[0] = b'.';
        }
        room[dot..].copy_from_slice(key);
        self.len = end;
        Some(mark)
    }

    pub fn pop(&mut self, mark: usize) {
        self.len = mark;
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}

//! What a source holds, told by its first bytes and never by its name.

/// Bytes that [`Content::of`] needs to see.
pub const HEAD: usize = 10;

/// What the first bytes say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    Plain,
    /// UTF-16 with a byte order mark.
    Utf16,
    Compressed(Codec),
    /// Compressed or packed in a way that errlog does not read.
    Foreign(&'static str),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    Gzip,
    Zstd,
    Bzip2,
    Xz,
}

impl Codec {
    pub fn name(self) -> &'static str {
        match self {
            Codec::Gzip => "gzip",
            Codec::Zstd => "zstd",
            Codec::Bzip2 => "bzip2",
            Codec::Xz => "xz",
        }
    }

    /// Whether a member of this codec begins with `head`.
    pub fn begins(self, head: &[u8]) -> bool {
        Content::of(head) == Content::Compressed(self)
    }
}

/// The magic numbers, each with what it stands for.
const MAGIC: [(&[u8], Content); 12] = [
    (b"\x1f\x8b\x08", Content::Compressed(Codec::Gzip)),
    (b"\x28\xb5\x2f\xfd", Content::Compressed(Codec::Zstd)),
    (b"\xfd7zXZ\0", Content::Compressed(Codec::Xz)),
    (b"\xff\xfe", Content::Utf16),
    (b"\xfe\xff", Content::Utf16),
    (b"PK\x03\x04", Content::Foreign("a zip archive")),
    (b"PK\x05\x06", Content::Foreign("a zip archive")),
    (b"\x04\x22\x4d\x18", Content::Foreign("lz4-compressed")),
    (b"7z\xbc\xaf\x27\x1c", Content::Foreign("a 7-Zip archive")),
    (b"\x1f\x9d", Content::Foreign("compressed with compress")),
    (b"\x5d\0\0", Content::Foreign("lzma-compressed")),
    (b"LZIP\x01", Content::Foreign("lzip-compressed")),
];

/// The first block of a bzip2 stream, or the end of an empty one.
const BZIP2_BLOCKS: [&[u8]; 2] = [b"1AY&SY", b"\x17\x72\x45\x38\x50\x90"];

impl Content {
    /// Reads the first bytes of a source, [`HEAD`] of them unless it is shorter.
    pub fn of(head: &[u8]) -> Content {
        if is_bzip2(head) {
            return Content::Compressed(Codec::Bzip2);
        }
        if is_zstd_skippable(head) {
            return Content::Compressed(Codec::Zstd);
        }
        MAGIC
            .iter()
            .find(|(magic, _)| head.starts_with(magic) || is_cut_short(head, magic))
            .map_or(Content::Plain, |&(_, content)| content)
    }
}

/// A compressed file of which only part of the magic number was copied. Two bytes tell, since no text begins
/// with a first pair that holds a byte above ASCII.
fn is_cut_short(head: &[u8], magic: &[u8]) -> bool {
    head.len() >= 2 && magic.starts_with(head) && head.iter().any(|b| !b.is_ascii())
}

/// `BZh1` to `BZh9` alone could be text; the block after it could not.
fn is_bzip2(head: &[u8]) -> bool {
    head.len() >= 4
        && head.starts_with(b"BZh")
        && head[3].is_ascii_digit()
        && BZIP2_BLOCKS
            .iter()
            .any(|block| head[4..].starts_with(block) || block.starts_with(&head[4..]))
}

fn is_zstd_skippable(head: &[u8]) -> bool {
    head.len() >= 4 && head[0] & 0xf0 == 0x50 && head[1..4] == *b"\x2a\x4d\x18"
}

/// Whether bytes from the start of a file look like text in some encoding that is a superset of ASCII: no
/// NUL, and hardly any control characters.
pub fn is_text(head: &[u8]) -> bool {
    let odd = head
        .iter()
        .filter(|&&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b | 0x08))
        .count();
    memchr::memchr(0, head).is_none() && odd * 10 <= head.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_looks_like_a_magic_number_stays_text() {
        for text in ["BZh9 restarted", "P*M began", "(", "LZIP", "PK", "", "7z"] {
            assert_eq!(Content::of(text.as_bytes()), Content::Plain, "{text}");
        }
    }

    #[test]
    fn a_gzip_file_of_two_bytes_is_still_gzip() {
        assert_eq!(Content::of(b"\x1f\x8b"), Content::Compressed(Codec::Gzip));
    }

    #[test]
    fn latin_1_is_text_and_nul_is_not() {
        assert!(is_text(b"caf\xe9 ferm\xe9\n"));
        assert!(is_text(b"\x1b[31mred\x1b[0m\n"));
        assert!(!is_text(b"ELF\0\0"));
        assert!(!is_text(b"\x01\x02\x03\x04abc"));
    }
}

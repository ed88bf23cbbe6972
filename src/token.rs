//! Telling identifiers that a machine made up from words that people chose.

/// What the bytes of a token are, counted in one pass.
#[derive(Clone, Copy, Debug, Default)]
struct Census {
    digits: usize,
    /// Hexadecimal letters.
    hex: usize,
    /// Other ASCII letters.
    letters: usize,
    /// `-`, `_`, `.`, `~`, `=`, `+`, `:` and `%`.
    separators: usize,
    /// Anything else.
    others: usize,
    /// Places where a letter and a digit stand side by side.
    turns: usize,
}

fn census(token: &[u8]) -> Census {
    let mut census = Census::default();
    let mut before = 0u8;
    for &b in token {
        match b {
            b'0'..=b'9' => census.digits += 1,
            b'a'..=b'f' | b'A'..=b'F' => census.hex += 1,
            b'g'..=b'z' | b'G'..=b'Z' => census.letters += 1,
            b'-' | b'_' | b'.' | b'~' | b'=' | b'+' | b':' | b'%' => census.separators += 1,
            _ => census.others += 1,
        }
        census.turns += usize::from(
            before.is_ascii_digit() && b.is_ascii_alphabetic()
                || before.is_ascii_alphabetic() && b.is_ascii_digit(),
        );
        before = b;
    }
    census
}

/// A UUID: 8-4-4-4-12 hexadecimal digits.
pub fn is_uuid(token: &[u8]) -> bool {
    let Ok(token) = <&[u8; 36]>::try_from(token) else {
        return false;
    };
    // Counted, not searched for one that is none: so all bytes can be looked at together.
    let digits = || token.iter().map(|b| u8::from(b.is_ascii_hexdigit()));
    [8, 13, 18, 23].iter().all(|at| token[*at] == b'-') && digits().sum::<u8>() == 32
}

/// Hexadecimal digits: 8 and more of them with a decimal one among them, or 16 and more. Shorter ones, and
/// ones of letters alone, may be words (`facade`, `decade`, `cafe`).
pub fn is_hex(token: &[u8]) -> bool {
    let digits = token.strip_prefix(b"0x").unwrap_or(token);
    let prefixed = digits.len() < token.len() && !digits.is_empty();
    let Census {
        digits: decimal,
        hex,
        ..
    } = census(digits);
    decimal + hex == digits.len()
        && (prefixed || digits.len() >= 16 || digits.len() >= 8 && decimal > 0)
}

/// A long random token (ULID, KSUID, nanoid, base64, Stripe's `cus_9s6XKzkNRiz8i3`): 16 characters or more, or
/// 10 that are very mixed. Letters and digits alternate within its parts, as they do not in a slug of words and
/// numbers (`top-10-ways-to-save-100-dollars`).
pub fn is_random(token: &[u8]) -> bool {
    if token.len() < 10 {
        return false;
    }
    let census = census(token);
    let (turns, len) = (census.turns, token.len());
    let alternates = turns * 5 >= len && turns >= if len < 16 { 4 } else { 3 };
    census.others == 0 && (alternates || len >= 16 && turns >= 2 && mixes_cases(token))
}

/// At least a third of the letters in either case; words in `CamelCase` have fewer capitals.
fn mixes_cases(token: &[u8]) -> bool {
    let upper = token.iter().filter(|b| b.is_ascii_uppercase()).count();
    let lower = token.iter().filter(|b| b.is_ascii_lowercase()).count();
    upper.min(lower) * 3 >= upper + lower
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_up_identifiers_are_told_from_words() {
        for token in [
            "01ARZ3NDEKTSV4RRFFQ69G5FAV",
            "0ujtsYcgvSTl8PAuAdqWYSMnLOv",
            "V1StGXR8_Z5jdHi6B-myT",
            "cjld2cjxh0000qzrmn831i7rn",
            "cus_9s6XKzkNRiz8i3",
            "dQw4w9WgXcQ",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N",
        ] {
            assert!(is_random(token.as_bytes()), "{token}");
        }
        for word in [
            "internationalization",
            "year-in-review-2007",
            "top-10-ways-to-save-100-dollars",
            "logstash-puppetconf-2012",
            "getUserByIdAndName2",
            "jquery-3.6.1.min.js",
            "utf8mb4_unicode_ci",
            "oauth2-callback-v2",
            "attempt_1445144423722_0020_m_000000_0",
            "h264-mp4-1080p-web",
            "java.util.concurrent.ThreadPoolExecutor",
        ] {
            assert!(!is_random(word.as_bytes()), "{word}");
        }
    }

    #[test]
    fn words_of_hexadecimal_letters_are_words() {
        for word in ["facade", "decade", "deadbeef", "1234567", "0x"] {
            assert!(!is_hex(word.as_bytes()), "{word}");
        }
        for hex in [
            "deadbee1",
            "0x1f",
            "660d1602e05705c8ca35c16c",
            "abcdefabcdefabcd",
        ] {
            assert!(is_hex(hex.as_bytes()), "{hex}");
        }
    }
}

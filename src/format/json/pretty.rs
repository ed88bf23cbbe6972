//! Objects printed over several lines: which lines go on with one.

/// Whether `line` is the next line of an object that `previous` left open. Both are looked at alone, so this
/// knows an open object by how the lines are broken: after `{`, `[`, `,` or `:`, and before `}`, `]` or `,`.
pub fn joins(previous: &[u8], line: &[u8]) -> bool {
    let (Some(&last), Some(&first)) = (
        previous.trim_ascii_end().last(),
        line.trim_ascii_start().first(),
    ) else {
        return false;
    };
    // An object that begins in the first column is the next entry.
    if line.first() == Some(&b'{') || line.starts_with(b"[{") || line.starts_with(b",{") {
        return false;
    }
    match first {
        b'}' | b']' | b',' => true,
        b'"' | b'{' | b'[' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => {
            matches!(last, b'{' | b'[' | b',' | b':')
        }
        _ => false,
    }
}

/// Whether `line` is all that the first line of a printed object has.
pub fn opens(line: &[u8]) -> bool {
    matches!(line.trim_ascii_end(), b"{" | b"[{")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(lines: &[&str]) -> Vec<usize> {
        let starts = |i: &usize| *i == 0 || !joins(lines[i - 1].as_bytes(), lines[*i].as_bytes());
        (0..lines.len()).filter(starts).collect()
    }

    #[test]
    fn an_object_goes_on_to_its_closing_brace() {
        let lines = [
            "{",
            "  \"level\": \"error\",",
            "  \"err\": {",
            "    \"stack\": [",
            "      \"a\",",
            "      \"b\"",
            "    ]",
            "  },",
            "  \"n\": 3",
            "}",
            "{",
            "  \"level\": \"info\"",
            "}",
        ];
        assert_eq!(entries(&lines), [0, 10]);
    }

    #[test]
    fn a_line_that_is_broken_behind_a_comma_goes_on() {
        let lines = [
            r#"{"level": "ERROR", "message": "failed" ,"#,
            r#""stacktrace": ["java.lang.Exception: x","#,
            r#""at a.B.c(B.java:1)"]  }"#,
            r#"{"level": "INFO", "message": "on" }"#,
        ];
        assert_eq!(entries(&lines), [0, 3]);
    }

    #[test]
    fn objects_in_a_list_of_lines_stay_apart() {
        assert_eq!(
            entries(&["[{\"a\":1},", "{\"a\":2},", "{\"a\":3}", "]"]),
            [0, 1, 2]
        );
        assert_eq!(
            entries(&["{", "\"a\":1", "},", "{", "\"a\":2", "}"]),
            [0, 3]
        );
    }

    #[test]
    fn text_behind_an_object_is_not_part_of_it() {
        assert!(!joins(br#"{"a":1}"#, b"npm ERR! failed"));
        assert!(!joins(br#"{"a":1}"#, b"true"));
        assert!(!joins(b"", b"}"));
    }
}

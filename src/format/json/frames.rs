//! Traces that stand as arrays of objects, one a frame: log4j2's, zerolog's, Sentry's, structlog's, Quarkus'.

use super::scan::Cursor;
use crate::event::Text;

/// What loggers call the parts of a frame.
const FUNCTION: &[&[u8]] = &[
    b"method",
    b"methodName",
    b"function",
    b"func",
    b"fn",
    b"name",
];
const MODULE: &[&[u8]] = &[b"class", b"className", b"module", b"declaringClass"];
const FILE: &[&[u8]] = &[b"file", b"fileName", b"filename", b"source", b"path"];
const LINE: &[&[u8]] = &[b"line", b"lineNumber", b"lineno", b"line_number"];

/// The frame at `cursor` as a line of a trace, `    at module.function(file:line)`; `None` where the object is no
/// frame.
pub fn read(mut cursor: Cursor) -> Option<String> {
    let mut parts: [Option<Text>; 4] = Default::default();
    cursor.step();
    loop {
        match cursor.blanks()? {
            b'}' => break,
            b',' => cursor.step(),
            b'"' => {
                let key = cursor.string();
                if !cursor.take(b':') {
                    return None;
                }
                let part = [MODULE, FUNCTION, FILE, LINE]
                    .iter()
                    .position(|names| names.contains(&key.bytes));
                match (part, cursor.blanks()?) {
                    (Some(part), b'"') => parts[part] = Some(cursor.string().text()),
                    (Some(part), b'0'..=b'9') => {
                        parts[part] = Some(crate::format::text(cursor.word()));
                    }
                    _ if cursor.skip_value() => {}
                    _ => return None,
                }
            }
            _ => return None,
        }
    }
    let [module, function, file, line] = parts;
    let function = function?;
    let name = match module {
        Some(module) => format!("{module}.{function}"),
        None => function.into_owned(),
    };
    Some(match (file, line) {
        (Some(file), Some(line)) => format!("    at {name}({file}:{line})"),
        (Some(file), None) => format!("    at {name}({file})"),
        _ => format!("    at {name}"),
    })
}

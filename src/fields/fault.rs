//! Completing an error from the parts that its keys gave: a type that stands only in the trace's first line, a
//! message that is really a whole report, a "stack" of one line that is really a message.

use std::ops::Range;

use super::read::{error_kind, part, unset};
use crate::event::{Fault, Text};
use crate::trace;

/// Values under an error's key that say there is none.
const DENIALS: &[&str] = &[
    "false", "0", "no", "ok", "OK", "success", "no error", "{}", "[]",
];

/// Whether `text`, the value of a key like `error`, says that there is no error.
pub fn denied(text: &str) -> bool {
    DENIALS.contains(&text.trim())
}

/// Fills in what can be told from the other parts; `None` where nothing is left.
pub fn complete(mut fault: Fault<'_>) -> Option<Fault<'_>> {
    if fault.stack.is_none()
        && let Some(report) = fault.message.take_if(|text| holds_trace(text))
    {
        fault.stack = Some(report);
    }
    if let Some(stack) = fault.stack.take() {
        if is_line(&stack) && fault.kind.is_none() && fault.message.is_none() {
            // A report of one line: no trace, only type and message.
            let (kind, message) = headline(&stack);
            fault.message = message.filter(|_| kind.is_some()).or(Some(stack));
            fault.kind = kind;
        } else {
            // What its own keys tell need not be searched for.
            if fault.kind.is_none() || fault.message.is_none() {
                let (kind, message) = headline(&stack);
                fault.kind = fault.kind.or(kind);
                fault.message = fault.message.or(message);
            }
            fault.stack = Some(stack);
        }
    }
    if let Some(message) = &fault.message {
        let named = error_kind(message);
        if fault.kind.is_none() {
            fault.kind = named.map(|kind| part(message, 0..kind.len()));
        }
        if let (Some(kind), Some(named)) = (&fault.kind, named)
            && (kind == named || kind.rsplit(['.', '\\', ':']).next() == Some(named))
        {
            fault.message = behind(message, named.len()).map(|range| part(message, range));
        }
    }
    let empty = fault.kind.is_none() && fault.message.is_none() && fault.stack.is_none();
    (!empty).then_some(fault)
}

/// Whether a message is a whole report: later lines of it are a trace's.
fn holds_trace(text: &str) -> bool {
    !is_line(text) && trace::find(text).is_some()
}

fn is_line(text: &str) -> bool {
    !text.trim().contains('\n')
}

/// Type and message as a trace tells them.
fn headline<'a>(stack: &Text<'a>) -> (Option<Text<'a>>, Option<Text<'a>>) {
    let told = trace::find(stack)
        .map(|(fault, _)| fault)
        .unwrap_or_default();
    let message = told.message.map(|text| lift(stack, text));
    if let Some(kind) = told.kind {
        return (Some(lift(stack, kind)), message);
    }
    let start = stack.len() - stack.trim_start().len();
    let Some(kind) = error_kind(&stack[start..]) else {
        return (None, message);
    };
    let line = stack[start..].lines().next().unwrap_or_default();
    let message = behind(line, kind.len());
    (
        Some(part(stack, start..start + kind.len())),
        message.map(|range| part(stack, start + range.start..start + range.end)),
    )
}

/// What follows a type and its colon.
fn behind(text: &str, kind: usize) -> Option<Range<usize>> {
    let rest = text.get(kind..)?.trim_start_matches([':', ' ']);
    (!unset(rest)).then(|| text.len() - rest.len()..text.len())
}

/// What was found in `text` with the life of `text`.
fn lift<'a>(text: &Text<'a>, found: Text) -> Text<'a> {
    match text.find(&*found) {
        Some(at) => part(text, at..at + found.len()),
        None => Text::Owned(found.into_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completed(
        kind: Option<&'static str>,
        message: Option<&'static str>,
        stack: Option<&'static str>,
    ) -> [Option<String>; 3] {
        let text = |text: Option<&'static str>| text.map(Text::Borrowed);
        let fault = Fault {
            kind: text(kind),
            message: text(message),
            stack: text(stack),
        };
        let fault = complete(fault).unwrap_or_default();
        [fault.kind, fault.message, fault.stack].map(|text| text.map(Text::into_owned))
    }

    fn texts(texts: [Option<&str>; 3]) -> [Option<String>; 3] {
        texts.map(|text| text.map(str::to_owned))
    }

    #[test]
    fn a_type_before_the_message_is_the_type() {
        for message in ["TypeError: x is null", "TypeError:  x is null"] {
            let expected = texts([Some("TypeError"), Some("x is null"), None]);
            assert_eq!(completed(None, Some(message), None), expected);
        }
        let java = completed(Some("java.io.IOException"), Some("IOException: full"), None);
        assert_eq!(
            java,
            texts([Some("java.io.IOException"), Some("full"), None])
        );
        let other = completed(Some("Rejected"), Some("TypeError: x"), None);
        assert_eq!(other, texts([Some("Rejected"), Some("TypeError: x"), None]));
        let plain = completed(None, Some("dial tcp: refused"), None);
        assert_eq!(plain, texts([None, Some("dial tcp: refused"), None]));
        let bare = completed(None, Some("com.acme.PoolTimeoutException"), None);
        assert_eq!(
            bare,
            texts([Some("com.acme.PoolTimeoutException"), None, None])
        );
    }

    #[test]
    fn a_stack_tells_type_and_message_that_no_key_told() {
        let stack = "a.StockException: none left\n\tat a.B.take(B.java:3)";
        let expected = texts([Some("a.StockException"), Some("none left"), Some(stack)]);
        assert_eq!(completed(None, None, Some(stack)), expected);
        let expected = texts([Some("Oops"), Some("none left"), Some(stack)]);
        assert_eq!(completed(Some("Oops"), None, Some(stack)), expected);
    }

    #[test]
    fn a_report_of_one_line_is_no_stack() {
        let expected = texts([Some("ValueError"), Some("bad sku"), None]);
        assert_eq!(completed(None, None, Some("ValueError: bad sku")), expected);
    }

    #[test]
    fn nothing_is_no_error() {
        assert_eq!(complete(Fault::default()), None);
        assert!(denied("false") && denied(" ok "));
        assert!(!denied("not ok"));
    }
}

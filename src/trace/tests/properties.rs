//! No bytes may panic, whatever the lines look like.

use std::borrow::Cow;

use proptest::prelude::*;

use super::*;

/// Pieces of traces, cut where slices would hurt.
const PIECES: [&str; 72] = [
    "\n",
    "\n\n",
    "\r\n",
    "\n\t",
    "\n    ",
    " ",
    ": ",
    ":",
    "::",
    ".",
    "\\",
    "/",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "<",
    ">",
    "'",
    "\"",
    "`",
    "#",
    "#0 ",
    "#1      ",
    "@",
    "^",
    "|",
    "  | ",
    "+-",
    "é",
    "═",
    "══╡ EXCEPTION CAUGHT BY ",
    "\u{0}",
    "12",
    ":12:5",
    "at ",
    "at async ",
    "eval at ",
    "from ",
    "in ",
    "java.lang.IllegalStateException",
    "Error",
    "Exception",
    "TypeError",
    "Caused by: ",
    "Suppressed: ",
    "... 12 more",
    "---> ",
    "(Inner Exception #",
    "--- End of ",
    "Traceback (most recent call last):",
    "File \"",
    "\", line 3, in ",
    "panic: ",
    "goroutine 1 [running]:",
    "created by ",
    ".go:3",
    "[recovered]",
    "Uncaught ",
    "exception '",
    "' with message '",
    "[object] (",
    "(code: ",
    "Stack trace:",
    "thread 'main' panicked at ",
    "** (",
    "terminate called ",
    "what():",
    ":in `",
    " called at ",
];

proptest! {
    #[test]
    fn nothing_panics(picks in prop::collection::vec(0..PIECES.len(), 0..40), noise in prop::collection::vec(any::<u8>(), 0..6), at in any::<prop::sample::Index>()) {
        let text: String = picks.iter().map(|&i| PIECES[i]).collect();
        if let Some((fault, range)) = find(&text) {
            prop_assert!(text.get(range.clone()).is_some());
            prop_assert!(fault.stack.is_none_or(|stack| stack == text[range]));
        }
        for link in chain(&text) {
            prop_assert!(link.frames.windows(2).all(|pair| pair[0] != pair[1]));
        }
        let mut bytes = text.into_bytes();
        let cut = at.index(bytes.len() + 1);
        bytes.splice(cut..cut, noise);
        let lines: Vec<&[u8]> = bytes.split(|&b| b == b'\n').collect();
        let mut tracker = Tracker::start(lines[0]);
        for (i, line) in lines.iter().enumerate() {
            frame(&String::from_utf8_lossy(line));
            tracker.next(line, &mut lines[i + 1..].iter().map(|line| Cow::Borrowed(*line)).take(LOOKAHEAD));
        }
    }
}

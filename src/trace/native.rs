//! C, C++, Objective-C, Swift, Zig and Fortran: what their runtimes, sanitizers and debuggers print of a crash.

use std::borrow::Cow;

use super::library::{base, before_position, is_foreign};
use super::name::{Name, named_or_message};
use super::{Beginnings, Frame, Language, Line, Mark, begins};

pub(super) const NATIVE: Language = Language {
    first: b"twmdcrsp*=#@/.AESFfPRWDIBbaTlCH0123456789",
    mark,
    placed: Some(placed),
    frame,
};

static LINES: Beginnings = Beginnings::new(&[
    // Android's tombstones
    ("*** *** *** ***", Mark::Opening(Name::NOTHING)),
    ("Build fingerprint: ", Mark::Detail),
    ("Revision: ", Mark::Detail),
    ("ABI: ", Mark::Detail),
    ("Cmdline: ", Mark::Detail),
    ("pid: ", Mark::Detail),
    ("Abort message: ", Mark::Detail),
    ("Error termination. Backtrace:", Mark::Link),
    ("Backtrace for this error:", Mark::Link),
    ("Aborted (core dumped)", Mark::Detail),
    (
        "Segmentation fault",
        Mark::Head(Name::of_kind("Segmentation fault", 0..0)),
    ),
    ("======= Backtrace: =========", Mark::Link),
    ("======= Memory map: ========", Mark::Link),
    ("Shadow bytes around the buggy address", Mark::Detail),
    ("Shadow byte legend", Mark::Detail),
    ("SUMMARY: ", Mark::Detail),
    ("=>0x", Mark::Detail),
    ("HINT: ", Mark::Detail),
    (
        "AddressSanitizer:DEADLYSIGNAL",
        Mark::Opening(Name::NOTHING),
    ),
    ("AddressSanitizer can not provide ", Mark::Detail),
    ("ThreadSanitizer: reported ", Mark::Detail),
    ("READ of size ", Mark::Link),
    ("WRITE of size ", Mark::Link),
    ("Write of size ", Mark::Link),
    ("Read of size ", Mark::Link),
    ("Previous write of size ", Mark::Link),
    ("Previous read of size ", Mark::Link),
    ("freed by thread ", Mark::Link),
    ("previously allocated by thread ", Mark::Link),
    ("allocated by thread ", Mark::Link),
    ("Thread T", Mark::Link),
    ("Address 0x", Mark::Detail),
    ("Direct leak of ", Mark::Link),
    ("Indirect leak of ", Mark::Link),
    ("*** First throw call stack:", Mark::Link),
    ("*** Check failure stack trace: ***", Mark::Link),
    ("*** Aborted at ", Mark::Opening(Name::NOTHING)),
    ("PC: @", Mark::Detail),
    ("Current stack trace:", Mark::Link),
    ("Call Trace:", Mark::Link),
    ("Backtrace:", Mark::Link),
    ("backtrace:", Mark::Link),
    ("Stack dump:", Mark::Link),
    ("Stack trace (most recent call last", Mark::Link),
    ("Registers:", Mark::Detail),
]);

fn mark(line: Line<'_>) -> Option<Mark<'_>> {
    let text = line.text;
    if call(line).is_some() {
        return Some(Mark::Frame);
    }
    if text.starts_with("0x") {
        // Where gdb stopped; the line below is the source.
        return Some(match text.contains(" in ") && text.contains(" at ") {
            true => Mark::Link,
            false => Mark::Detail,
        });
    }
    match text.bytes().next()? {
        b't' => terminate(text).or_else(|| zig(text)).map(Mark::Head),
        b'W' => races(text).map(Mark::Head).or_else(|| begins(text, &LINES)),
        b'A' if text.starts_with("At line ") && text.contains(" of file ") => {
            Some(Mark::Opening(Name::NOTHING))
        }
        // What a shell says of it where no core is dumped; more words would be a sentence.
        b'A' if text == "Aborted" => Some(Mark::Detail),
        b'A' => text
            .strip_prefix("Assertion failed: ")
            .map(|rest| {
                Mark::Head(Name::of_kind(
                    "Assertion",
                    text.len() - rest.len()..text.len(),
                ))
            })
            .or_else(|| begins(text, &LINES)),
        b'l' => libcxx(text),
        b'*' => stars(text).or_else(|| begins(text, &LINES)),
        // The row of shadow bytes that the sanitizer points at.
        b'=' if text.starts_with("=>0x") => Some(Mark::Detail),
        b'=' => sanitizer(text).or_else(|| begins(text, &LINES)),
        b'F' => swift(text)
            .or_else(|| fortran(text))
            .or_else(|| delivered(text))
            .map(Mark::Head),
        b'w' => what(text),
        b's' => delivered(text).map(Mark::Head),
        b'p' | b'P' => signal(text)
            .map(Mark::Head)
            .or_else(|| begins(text, &LINES)),
        b'f' | b'm' | b'd' | b'c' | b'r' => glibc(text).or_else(|| begins(text, &LINES)),
        b'T' if text.starts_with("Thread ") => {
            let is_stack = text.ends_with(':')
                && (text.contains(" crashed")
                    || text.contains("(Thread 0x")
                    || text.contains("LWP"));
            is_stack
                .then_some(Mark::Thread)
                .or_else(|| begins(text, &LINES))
        }
        _ => begins(text, &LINES),
    }
}

/// The rule that a sanitizer draws above its report, and of which some draw one below too.
const RULES: [usize; 2] = [CLOSING, 65];
const CLOSING: usize = 18;

/// Whether a line is such a rule.
pub(super) fn is_rule(text: &str) -> bool {
    RULES.contains(&text.len()) && text.bytes().all(|b| b == b'=')
}

/// What such a rule is, by the line below it.
pub(super) fn mark_before<'a>(line: Line<'a>, next: &[&str]) -> Option<Mark<'a>> {
    if !is_rule(line.text) {
        return None;
    }
    let reports = |next: &&str| {
        next.starts_with("WARNING: DATA RACE")
            || matches!(mark(Line::new(next)), Some(Mark::Head(_))) && next.contains("Sanitizer: ")
    };
    match next.first().is_some_and(reports) {
        true => Some(Mark::Opening(Name::NOTHING)),
        false => (line.text.len() == CLOSING).then_some(Mark::Detail),
    }
}

/// `/src/order.c:57:3: runtime error: division by zero`, of the sanitizer for undefined behaviour.
fn undefined(text: &str) -> Option<Name<'_>> {
    const KIND: &str = "runtime error";
    let (place, message) = text.split_once(": runtime error: ")?;
    before_position(place)?;
    Some(Name::of_kind(KIND, text.len() - message.len()..text.len()))
}

/// Android's tombstones: `signal 11 (SIGSEGV), code 1 (SEGV_MAPERR), fault addr 0x0`.
fn delivered(text: &str) -> Option<Name<'_>> {
    let rest = text
        .strip_prefix("signal ")
        .or_else(|| text.strip_prefix("Fatal signal "))?;
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let (name, message) = rest.strip_prefix(" (")?.split_once(')')?;
    let message = message.strip_prefix(", ").unwrap_or(message);
    name.starts_with("SIG")
        .then(|| Name::of_kind(name, text.len() - message.len()..text.len()))
}

fn placed(line: Line<'_>) -> Option<Mark<'_>> {
    if let Some(name) = undefined(line.text) {
        return Some(Mark::Head(name));
    }
    // `shop: order.c:57: load: Assertion `id > 0' failed.`
    let at = line
        .text
        .strip_suffix("' failed.")?
        .rfind(": Assertion `")?;
    let message = at + ": ".len()..line.text.len();
    Some(Mark::Head(Name::of_kind("Assertion", message)))
}

/// Zig's `thread 4711 panic: index out of bounds`
fn zig(text: &str) -> Option<Name<'_>> {
    let rest = text.strip_prefix("thread ")?;
    let (thread, message) = rest.split_once(" panic: ")?;
    let is_number = thread.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| Name::of_kind("panic", text.len() - message.len()..text.len()))
}

/// `WARNING: ThreadSanitizer: data race (pid=4711)`
fn races(text: &str) -> Option<Name<'_>> {
    const KIND: &str = "ThreadSanitizer";
    let message = text
        .strip_prefix("WARNING: ")?
        .strip_prefix(KIND)?
        .strip_prefix(": ")?;
    Some(Name::of_kind(KIND, text.len() - message.len()..text.len()))
}

/// `terminate called after throwing an instance of 'std::runtime_error'`
fn terminate(text: &str) -> Option<Name<'_>> {
    let rest = text.strip_prefix("terminate called ")?;
    let kind = rest.split('\'').nth(1).unwrap_or("std::terminate");
    Some(Name::of_kind(kind, 0..0))
}

/// `libc++abi: terminating due to uncaught exception of type std::runtime_error: order 7 not found`
fn libcxx(text: &str) -> Option<Mark<'_>> {
    const TYPE: &str = " of type ";
    let start = text.strip_prefix("libc++abi").and(text.find(TYPE))? + TYPE.len();
    // What Objective-C threw has been told already.
    Some(match &text[start..] {
        "NSException" => Mark::Detail,
        _ => Mark::Head(named_or_message(text, start).starting_at(0)),
    })
}

/// The message of a C++ exception, in the line below its type: `what():  order 3 not found`.
fn what(text: &str) -> Option<Mark<'_>> {
    let rest = text.strip_prefix("what():")?.trim_start();
    Some(Mark::Message(text.len() - rest.len()..text.len()))
}

/// `*** Error in './shop': double free`, `*** stack smashing detected ***`, `*** Program crashed: ...`,
/// `*** Terminating app due to uncaught exception 'NSRangeException', reason: '...'`.
fn stars(text: &str) -> Option<Mark<'_>> {
    let rest = text.strip_prefix("*** ")?;
    let start = text.len() - rest.len();
    if rest.starts_with("Terminating app due to uncaught exception '") {
        let kind = rest.split('\'').nth(1)?;
        const REASON: &str = "reason: '";
        let message = text.find(REASON).map_or(text.len(), |i| i + REASON.len());
        let end = text.strip_suffix('\'').unwrap_or(text).len().max(message);
        return Some(Mark::Head(Name::of_kind(kind, message..end)));
    }
    if rest.starts_with("SIG") {
        return signal(text).map(Mark::Head);
    }
    let names = [
        "Error in ",
        "stack smashing detected",
        "buffer overflow detected",
        "Program crashed",
        "Fatal error",
    ];
    names
        .iter()
        .any(|n| rest.starts_with(n))
        .then(|| Mark::Head(Name::of_message(start..text.len())))
}

/// `Program received signal SIGSEGV, Segmentation fault.` of gdb, `*** SIGSEGV (@0x0) received by PID 4711 ...` of glog
fn signal(text: &str) -> Option<Name<'_>> {
    const BEFORE: [&str; 3] = [
        "Program received signal ",
        "Program terminated with signal ",
        "*** ",
    ];
    let rest = BEFORE.iter().find_map(|w| text.strip_prefix(w))?;
    let kind = &rest[..rest.find(|c: char| !c.is_ascii_alphanumeric())?];
    let message = text.len() - rest[kind.len()..].trim_start_matches([',', ' ']).len();
    kind.starts_with("SIG")
        .then(|| Name::of_kind(kind, message..text.len()))
}

/// What the C library says of a heap that it finds broken: `free(): double free detected in tcache 2`.
fn glibc(text: &str) -> Option<Mark<'_>> {
    const BROKEN: [&str; 6] = [
        "free(): ",
        "malloc(): ",
        "realloc(): ",
        "munmap_chunk(): ",
        "double free or corruption",
        "corrupted size vs. prev_size",
    ];
    BROKEN
        .iter()
        .any(|b| text.starts_with(b))
        .then(|| Mark::Head(Name::of_message(0..text.len())))
}

/// `==1234==ERROR: AddressSanitizer: heap-use-after-free on address ...`
fn sanitizer(text: &str) -> Option<Mark<'_>> {
    let rest = text.strip_prefix("==")?;
    let rest = rest
        .trim_start_matches(|c: char| c.is_ascii_digit())
        .strip_prefix("==")
        .filter(|_| !rest.starts_with('='))?;
    let Some(error) = rest
        .strip_prefix("ERROR: ")
        .or_else(|| rest.strip_prefix("WARNING: "))
    else {
        return Some(Mark::Detail);
    };
    let (kind, message) = error.split_once(": ")?;
    Some(Mark::Head(Name::of_kind(
        kind,
        text.len() - message.len()..text.len(),
    )))
}

/// `Fatal error: Index out of range: file shop/Order.swift, line 57`
fn swift(text: &str) -> Option<Name<'_>> {
    const FATAL: &str = "Fatal error: ";
    let rest = text.strip_prefix(FATAL)?;
    (rest.contains(".swift")).then(|| Name::of_kind("Fatal error", FATAL.len()..text.len()))
}

/// `Fortran runtime error: End of file`, below the line that tells the place.
fn fortran(text: &str) -> Option<Name<'_>> {
    const KIND: &str = "Fortran runtime error";
    let message = text.strip_prefix(KIND)?.strip_prefix(": ")?;
    Some(Name::of_kind(KIND, text.len() - message.len()..text.len()))
}

/// The function in V8's calls, `10: 0x10b7fb4 v8::internal::Heap::Grow(int) [node]`; empty where it has no name.
fn counted(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = rest
        .strip_prefix(": 0x")
        .filter(|_| rest.len() < text.len())?;
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_hexdigit());
    let (function, _image) = rest
        .strip_prefix(' ')?
        .strip_suffix(']')?
        .rsplit_once('[')?;
    Some(function.trim())
}

/// Function and file of a frame: of gdb and the sanitizers (`#1 0x4005d6 in load /src/order.c:57:3`), glibc
/// (`./shop(load+0x12)[0x4005d6]`), glog (`    @     0x4005d6 load`), Apple (`3   Shop   0x0001 load + 12`),
/// Swift (`1 0x4005d6 load + 12 in shop at /src/Order.swift:57:3`), V8 ([`counted`]).
fn call(line: Line<'_>) -> Option<(&str, &str)> {
    let text = line.text;
    if let Some(rest) = text.strip_prefix('#') {
        let rest = rest
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .trim_start();
        return match rest.strip_prefix("0x") {
            Some(rest) => {
                let rest = rest
                    .trim_start_matches(|c: char| c.is_ascii_hexdigit())
                    .trim_start();
                Some(place(rest.strip_prefix("in ").unwrap_or(rest)))
            }
            // gdb leaves the address out where a line begins there, ThreadSanitizer tells the image's instead.
            None => {
                let image = rest.strip_suffix(')').and_then(|r| r.rsplit_once(" ("));
                match image {
                    Some((rest, image)) if image.contains("+0x") => Some(place(rest)),
                    _ => rest.contains(") at ").then(|| place(rest)),
                }
            }
        };
    }
    if let Some(function) = counted(text) {
        return Some((function, ""));
    }
    if let Some(rest) = text.strip_prefix('@') {
        let (address, function) = rest
            .trim_start()
            .split_once(' ')
            .unwrap_or((rest.trim_start(), ""));
        return address
            .starts_with("0x")
            .then(|| (function.trim_start(), ""));
    }
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let rest = rest.strip_prefix(' ')?.trim_start();
        let address = rest.find("0x")?;
        let image = rest[..address].trim_end();
        let function = rest[address..].split_once(' ')?.1;
        return (!image.contains("  ") && function.contains(" + ")).then(|| {
            let file = function
                .split_once(" at ")
                .map_or(image, |(_, place)| before_position(place).unwrap_or(place));
            (function, file)
        });
    }
    // Zig's, not indented: `/srv/order.zig:57:5: 0x21f3a in load (shop)`.
    if text.starts_with('/')
        && let Some((place, rest)) = text.split_once(": 0x")
    {
        let function = rest.split_once(" in ")?.1;
        let function = function.split_once(" (").map_or(function, |(name, _)| name);
        return Some((function, before_position(place)?));
    }
    // glibc's backtrace_symbols.
    let rest = text.strip_suffix(']')?;
    let (image, rest) = rest.split_once('(')?;
    let (function, address) = rest.split_once(')')?;
    (!image.contains(' ') && address.trim_start().starts_with("[0x")).then_some((function, image))
}

/// `load (id=3) at order.c:57`, `load /src/order.c:57:3`, `raise () from /lib/libc.so.6`.
fn place(rest: &str) -> (&str, &str) {
    let (function, place) = [" at ", " from "]
        .iter()
        .find_map(|word| rest.rsplit_once(word))
        .or_else(|| {
            rest.rsplit_once(' ')
                .filter(|(_, place)| place.contains(['/', '.']))
        })
        .unwrap_or((rest, ""));
    let place = place.trim_matches(['(', ')']);
    // An address in the image, where there is no line.
    let place = place.split("+0x").next().unwrap_or(place);
    (function, before_position(place).unwrap_or(place))
}

fn frame(line: Line<'_>) -> Option<Frame<'_>> {
    let (function, file) = call(line)?;
    // Arguments, offsets and the suffixes of a compiler's clones come and go between builds.
    let end = function
        .find(['(', '+'])
        .filter(|&i| i > 0)
        .unwrap_or(function.len());
    let name = function[..end].trim_end();
    let name = [".isra.", ".part.", ".constprop.", ".cold", ".llvm."]
        .iter()
        .find_map(|clone| name.find(clone).map(|at| &name[..at]))
        .unwrap_or(name);
    let is_runtime = name.starts_with("__")
        || name.starts_with("std::")
        || name.starts_with("v8::")
        || name.starts_with("node::")
        || file.contains("libc.so")
        || file.starts_with("libswift");
    Some(Frame {
        module: base(file),
        function: Cow::Borrowed(name),
        in_app: !is_runtime && !is_foreign(file),
    })
}

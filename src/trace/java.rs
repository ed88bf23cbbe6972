//! Java, and what else runs on its machine: Kotlin, Scala, Clojure, Groovy.

use std::borrow::Cow;

use super::at::{self, At};
use super::name::{Name, named_or_message};
use super::{Beginnings, Frame, Language, Line, Mark, begins};

pub(super) const JAVA: Language = Language {
    first: b"a.bCcSWERPDH-[\"#nF",
    mark,
    placed: None,
    frame,
};

/// Packages of the runtime and of frameworks, which call the application rather than being it.
const FOREIGN: [&str; 48] = [
    "java.",
    "javax.",
    "jdk.",
    "sun.",
    "com.sun.",
    "jakarta.",
    "kotlin.",
    "kotlinx.",
    "scala.",
    "clojure.",
    "groovy.",
    "org.codehaus.groovy.",
    "org.apache.",
    "org.springframework.",
    "org.hibernate.",
    "org.eclipse.",
    "org.jboss.",
    "org.wildfly.",
    "io.undertow.",
    "io.netty.",
    "io.vertx.",
    "io.quarkus.",
    "io.micronaut.",
    "io.grpc.",
    "io.ktor.",
    "io.reactivex.",
    "io.opentelemetry.",
    "reactor.",
    "akka.",
    "play.",
    "cats.",
    "zio.",
    "org.postgresql.",
    "com.mysql.",
    "oracle.",
    "com.microsoft.sqlserver.",
    "org.h2.",
    "com.zaxxer.",
    "com.fasterxml.",
    "com.google.",
    "okhttp3.",
    "org.junit.",
    "org.mockito.",
    "android.",
    "androidx.",
    "dalvik.",
    "com.android.",
    "lombok.",
];

static LINES: Beginnings = Beginnings::new(&[
    ("[CIRCULAR REFERENCE:", Mark::Detail),
    ("----- Root Cause -----", Mark::Link),
    ("----- BEGIN ", Mark::Detail),
    ("Full thread dump ", Mark::Opening(Name::NOTHING)),
    ("Locked ownable synchronizers:", Mark::Detail),
    (
        "# A fatal error has been detected by the Java Runtime",
        Mark::Link,
    ),
    (
        "# There is insufficient memory for the Java Runtime",
        Mark::Link,
    ),
    ("# ", Mark::Detail),
    ("nested exception is:", Mark::Link),
    ("FATAL EXCEPTION: ", Mark::Opening(Name::NOTHING)),
    ("Process: ", Mark::Detail),
    ("Dumping heap to ", Mark::Detail),
    ("Heap dump file created", Mark::Detail),
]);

/// Words that an error which caused the one above is introduced by, in this and other languages.
const CAUSES: [&str; 6] = [
    "Caused by: ",
    "caused by: ",
    "Suppressed: ",
    "Wrapped by: ",
    "[wrapped] ",
    "Root cause: ",
];

fn mark(line: Line<'_>) -> Option<Mark<'_>> {
    let text = line.text;
    if text.starts_with("at ") {
        return at::parse(line).map(|_| Mark::Frame);
    }
    if let Some(word) = CAUSES.iter().find(|w| text.starts_with(**w)) {
        return Some(
            match text[word.len()..].strip_prefix("[CIRCULAR REFERENCE:") {
                Some(_) => Mark::Detail,
                None => Mark::Cause(named_or_message(text, word.len())),
            },
        );
    }
    if let Some(rest) = text.strip_prefix("... ") {
        let counts =
            rest.starts_with(|c: char| c.is_ascii_digit()) || rest.starts_with("suppressed ");
        return counts.then_some(Mark::Detail);
    }
    if let Some(rest) = text.strip_prefix("Exception in thread \"") {
        let start = text.len() - rest.len() + rest.find("\" ")? + 2;
        return Some(Mark::Head(named_or_message(text, start).starting_at(0)));
    }
    if text.starts_with('"') && (text.contains(" tid=0x") || text.contains(" nid=0x")) {
        return Some(Mark::Thread);
    }
    if text.starts_with('#') {
        return if line.indent > 0 { None } else { crash(text) };
    }
    begins(text, &LINES)
}

/// A line of what the machine itself prints when it crashes: `#  SIGSEGV (0xb) at pc=0x00007f12, pid=4711`.
fn crash(text: &str) -> Option<Mark<'_>> {
    if let Some(rest) = text.strip_prefix("#  ")
        && let Some((signal, _)) = rest.split_once(" (0x")
        && !signal.contains(' ')
    {
        return Some(Mark::Cause(Name::of_kind(
            signal,
            3 + signal.len() + 1..text.len(),
        )));
    }
    if text == "#" {
        Some(Mark::Detail)
    } else {
        begins(text, &LINES)
    }
}

fn frame(line: Line<'_>) -> Option<Frame<'_>> {
    let At::Java { function, .. } = at::parse(line)? else {
        return None;
    };
    // A module or class loader stands before a slash: `java.base/java.lang.Thread.run`.
    // Behind a lambda's class a slash and an address follow: `Order$$Lambda/0x00007f1c.accept`.
    let (class, method) = match function.split_once("$$Lambda") {
        Some((class, rest)) => (class, rest.rsplit('.').next()?),
        None => function.rsplit_once('.').unwrap_or(("", function)),
    };
    let class = class.rsplit('/').next()?;
    Some(Frame {
        module: class_name(class),
        function: method_name(method),
        in_app: !FOREIGN
            .iter()
            .any(|package| class.starts_with(package) || class == package.trim_end_matches('.')),
    })
}

/// The class without what proxies, lambdas and anonymous classes add: `Order$$EnhancerBySpringCGLIB$$1a2b` is `Order`.
fn class_name(class: &str) -> Cow<'_, str> {
    const ADDED: [&str; 5] = [
        "$$",
        "$HibernateProxy$",
        "$ByteBuddy$",
        "$MockitoMock$",
        "$Proxy",
    ];
    let end = ADDED.iter().filter_map(|word| class.find(word)).min();
    let class = &class[..end.unwrap_or(class.len())];
    let named = class.trim_end_matches(|c: char| c.is_ascii_digit());
    Cow::Borrowed(named.strip_suffix('$').unwrap_or(class))
}

/// `lambda$load$3` is `load`, `access$200` is `access`.
fn method_name(method: &str) -> Cow<'_, str> {
    let inner = method.strip_prefix("lambda$").unwrap_or(method);
    let named = inner.trim_end_matches(|c: char| c.is_ascii_digit());
    Cow::Borrowed(
        named
            .strip_suffix('$')
            .filter(|n| !n.is_empty())
            .unwrap_or(inner),
    )
}

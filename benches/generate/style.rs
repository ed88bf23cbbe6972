//! How the shop's requests look in each kind of log.

use clap::ValueEnum;

use crate::catalogue::Fault;
use crate::clock::Clock;
use crate::shop::{HOSTS, Request};
use crate::text::{number, padded, tenths, text};

#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub enum Kind {
    /// One JSON object a line, as pino and zap write them
    Json,
    /// Logback's text, with Java stack traces over many lines
    Plain,
    /// nginx's combined format, with request time and request ID at the end
    Access,
}

/// What a request leaves in a log, in this order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Started,
    Worked,
    Failed,
    Done,
}

impl Kind {
    /// Bytes that an average request leaves; tells how far apart requests must lie for a log of some size.
    pub fn bytes_a_request(self) -> f64 {
        match self {
            Kind::Json => 670.0,
            Kind::Plain => 465.0,
            Kind::Access => 237.0,
        }
    }

    /// The step after `step`, or the first; `None` when the request has left all it leaves.
    pub fn step_after(self, step: Option<Step>, request: &Request) -> Option<Step> {
        if self == Kind::Access {
            return step.is_none().then_some(Step::Done);
        }
        match step {
            None => Some(Step::Started),
            Some(Step::Started) if request.salt & 1 == 1 => Some(Step::Worked),
            Some(Step::Started | Step::Worked) if request.fault.is_some() => Some(Step::Failed),
            Some(Step::Started | Step::Worked | Step::Failed) => Some(Step::Done),
            Some(Step::Done) => None,
        }
    }

    /// Whether the entry is a failing event, by its status or its level.
    pub fn is_failing(self, step: Step, request: &Request) -> bool {
        step == Step::Failed || step == Step::Done && request.status >= 500
    }

    /// Whether any entry of the request will be a failing event.
    pub fn will_fail(self, request: &Request) -> bool {
        request.status >= 500 || self != Kind::Access && request.fault.is_some()
    }

    /// Appends the entry, with its last newline.
    pub fn write(self, out: &mut Vec<u8>, clock: &mut Clock, ms: u64, step: Step, of: &Request) {
        clock.set(ms);
        match self {
            Kind::Json => json(out, clock, step, of),
            Kind::Plain => plain(out, clock, step, of),
            Kind::Access => access(out, clock, of),
        }
        out.push(b'\n');
    }
}

fn json(out: &mut Vec<u8>, clock: &Clock, step: Step, of: &Request) {
    let (host, version) = HOSTS[of.host];
    text(out, r#"{"level":""#);
    text(
        out,
        if step == Step::Failed {
            "error"
        } else if is_refused(step, of) {
            "warn"
        } else {
            "info"
        },
    );
    text(out, r#"","time":""#);
    clock.date(out, b'T');
    clock.time(out, b'.');
    text(out, r#"Z","service":"shop-api","hostname":""#);
    text(out, host);
    text(out, r#"","version":""#);
    text(out, version);
    text(out, r#"","requestId":""#);
    out.extend_from_slice(&of.id);
    if let Some(user) = of.user {
        text(out, r#"","userId":"u"#);
        number(out, user);
    }
    text(out, r#"","method":""#);
    text(out, of.route.method);
    text(out, r#"","url":""#);
    path(out, of);
    match step {
        Step::Started => text(out, r#"","msg":"request started"}"#),
        Step::Worked => {
            text(out, r#"","rows":"#);
            number(out, of.salt >> 58);
            text(out, r#","msg":"loaded "#);
            number(out, of.salt >> 58);
            text(out, r#" rows from the catalogue"}"#);
        }
        Step::Failed => {
            text(out, r#"","err":{"#);
            if let Some(fault) = of.fault {
                node_error(out, fault, of.salt);
            }
            text(out, r#"},"msg":"request failed"}"#);
        }
        Step::Done => {
            text(out, r#"","statusCode":"#);
            number(out, of.status.into());
            text(out, r#","responseTime":"#);
            tenths(out, of.duration_ms);
            text(out, r#","msg":"request completed"}"#);
        }
    }
}

fn node_error(out: &mut Vec<u8>, fault: &Fault, salt: u64) {
    text(out, r#""type":""#);
    text(out, fault.node_type);
    text(out, r#"","message":""#);
    message(out, fault.node_message, salt, true);
    text(out, r#"","stack":""#);
    text(out, fault.node_type);
    text(out, ": ");
    message(out, fault.node_message, salt, true);
    for frame in fault.node_frames.iter().chain(&[
        "at async dispatch (/srv/shop/node_modules/koa-compose/index.js:42:12)",
        "at async Server.handle (/srv/shop/node_modules/koa/lib/application.js:186:5)",
    ]) {
        text(out, r"\n    ");
        text(out, frame);
    }
    out.push(b'"');
}

fn plain(out: &mut Vec<u8>, clock: &Clock, step: Step, of: &Request) {
    clock.date(out, b' ');
    clock.time(out, b',');
    text(
        out,
        match step {
            Step::Failed => " ERROR",
            step if is_refused(step, of) => " WARN ",
            _ => " INFO ",
        },
    );
    text(out, " [http-nio-8080-exec-");
    number(out, of.thread);
    text(out, "] com.acme.shop.web.RequestLog - [req=");
    out.extend_from_slice(&of.id);
    text(out, "] ");
    match step {
        Step::Started => text(out, "started "),
        Step::Worked => {
            text(out, "loaded ");
            number(out, of.salt >> 58);
            text(out, " rows from the catalogue");
            return;
        }
        Step::Failed => text(out, "failed "),
        Step::Done => text(out, "completed "),
    }
    text(out, of.route.method);
    out.push(b' ');
    path(out, of);
    match step {
        Step::Done => {
            text(out, " status=");
            number(out, of.status.into());
            text(out, " duration=");
            number(out, of.duration_ms as u64);
            text(out, "ms");
        }
        _ => {
            if let Some(user) = of.user {
                text(out, " user=u");
                number(out, user);
            }
        }
    }
    if step == Step::Failed
        && let Some(fault) = of.fault
    {
        java_trace(out, fault, of.salt);
    }
}

/// Frames that every trace ends in.
const SERVLET: [&str; 9] = [
    "java.base/jdk.internal.reflect.DirectMethodHandleAccessor.invoke(DirectMethodHandleAccessor.java:103)",
    "org.springframework.web.method.support.InvocableHandlerMethod.doInvoke(InvocableHandlerMethod.java:255)",
    "org.springframework.web.servlet.DispatcherServlet.doDispatch(DispatcherServlet.java:1089)",
    "org.springframework.web.servlet.FrameworkServlet.service(FrameworkServlet.java:885)",
    "jakarta.servlet.http.HttpServlet.service(HttpServlet.java:658)",
    "org.apache.catalina.core.ApplicationFilterChain.internalDoFilter(ApplicationFilterChain.java:195)",
    "org.apache.catalina.core.StandardEngineValve.invoke(StandardEngineValve.java:74)",
    "org.apache.tomcat.util.net.NioEndpoint$SocketProcessor.doRun(NioEndpoint.java:1740)",
    "java.base/java.lang.Thread.run(Thread.java:1583)",
];

fn java_trace(out: &mut Vec<u8>, fault: &Fault, salt: u64) {
    out.push(b'\n');
    text(out, fault.java_type);
    text(out, ": ");
    message(out, fault.java_message, salt, false);
    for frame in fault.java_frames.iter().chain(&SERVLET) {
        text(out, "\n\tat ");
        text(out, frame);
    }
    if let Some((kind, said)) = fault.java_cause {
        text(out, "\nCaused by: ");
        text(out, kind);
        text(out, ": ");
        message(out, said, salt, false);
        for frame in fault.java_frames {
            text(out, "\n\tat ");
            text(out, frame);
        }
        text(out, "\n\t... 9 common frames omitted");
    }
}

const AGENTS: [&str; 5] = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/133.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (X11; Linux x86_64; rv:135.0) Gecko/20100101 Firefox/135.0",
    "ShopApp/7.2 (Android 15)",
    "kube-probe/1.31",
];

fn access(out: &mut Vec<u8>, clock: &Clock, of: &Request) {
    for (i, part) in of.address.iter().enumerate() {
        if i > 0 {
            out.push(b'.');
        }
        number(out, (*part).into());
    }
    text(out, " - ");
    match of.user {
        Some(user) => {
            out.push(b'u');
            number(out, user);
        }
        None => out.push(b'-'),
    }
    text(out, " [");
    clock.date_of_http(out);
    text(out, r#"] ""#);
    text(out, of.route.method);
    out.push(b' ');
    path(out, of);
    text(out, r#" HTTP/1.1" "#);
    number(out, of.status.into());
    out.push(b' ');
    number(out, of.bytes);
    text(out, r#" "https://shop.example.com/" ""#);
    text(out, AGENTS[of.agent % AGENTS.len()]);
    text(out, r#"" "#);
    number(out, of.duration_ms as u64 / 1000);
    out.push(b'.');
    padded(out, of.duration_ms as u64 % 1000, 3);
    out.push(b' ');
    out.extend_from_slice(&of.id);
}

/// A request that ended in 4xx: a warning in application logs.
fn is_refused(step: Step, of: &Request) -> bool {
    step == Step::Done && (400..500).contains(&of.status)
}

fn path(out: &mut Vec<u8>, of: &Request) {
    let mut salt = of.salt;
    let mut rest = of.route.path;
    while let Some(at) = rest.find('{') {
        text(out, &rest[..at]);
        if rest[at..].starts_with("{u}") {
            // Another UUID than the request's own, which a search must not mistake for it.
            number(out, of.salt % 90_000_000 + 10_000_000);
            out.extend_from_slice(&of.id[8..]);
        } else {
            number(out, salt % 100_000 + 1);
            salt /= 100_000;
        }
        rest = &rest[at + "{n}".len()..];
    }
    text(out, rest);
}

/// A fault's message with its variable filled in.
fn message(out: &mut Vec<u8>, template: &str, salt: u64, escape: bool) {
    let from = out.len();
    match template.split_once("{n}") {
        Some((before, after)) => {
            text(out, before);
            number(out, salt % 10_000 + 1);
            text(out, after);
        }
        None => text(out, template),
    }
    if escape && memchr::memchr(b'"', &out[from..]).is_some() {
        let escaped = String::from_utf8_lossy(&out[from..]).replace('"', "\\\"");
        out.truncate(from);
        text(out, &escaped);
    }
}

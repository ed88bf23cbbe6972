//! `xml`: events as elements: log4j's XMLLayout, 1 and 2, java.util.logging's XMLFormatter, Windows event logs as
//! wevtutil and PowerShell export them. A line that opens an event starts an entry, which goes on to the next.
//!
//! What is where is found by the names of elements and attributes alone, whatever they are nested in.

use memchr::memmem;

use crate::event::{Event, Field, Level, Text};
use crate::format::plain::{head::When, set_time};
use crate::format::{Cx, Fit, Format, Sample, Tail, text};

pub struct Xml;

/// How an event begins.
const OPENINGS: [&[u8]; 6] = [
    b"<log4j:event ",
    b"<log4net:event ",
    b"<nlog:event ",
    b"<Event xmlns",
    b"<Event>",
    b"<record>",
];

/// How long a name's value may be looked for: an event's head comes first.
const HEAD_WITHIN: usize = 4096;

/// The value of an attribute.
fn attribute<'a>(xml: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let reach = &xml[..xml.len().min(HEAD_WITHIN)];
    memmem::find_iter(reach, name).find_map(|at| {
        let before = reach.get(at.checked_sub(1)?)?;
        let rest = reach[at + name.len()..].strip_prefix(b"=")?;
        let quote = *rest.first().filter(|b| matches!(b, b'"' | b'\''))?;
        let len = memchr::memchr(quote, &rest[1..])?;
        before.is_ascii_whitespace().then(|| &rest[1..1 + len])
    })
}

/// The content of an element, without the marks of a CDATA section around it. What is cut off goes to the end.
fn element<'a>(xml: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    memmem::find_iter(xml, name).find_map(|at| {
        let before = &xml[..at];
        if !before.ends_with(b"<") && !before.ends_with(b":") {
            return None;
        }
        let rest = &xml[at + name.len()..];
        let open = match rest.first()? {
            b'>' => 0,
            b' ' => memchr::memchr(b'>', rest)?,
            _ => return None,
        };
        if open > 0 && rest[open - 1] == b'/' {
            return None;
        }
        let content = &rest[open + 1..];
        let cdata = content.trim_ascii_start().strip_prefix(b"<![CDATA[");
        let (content, end) = match cdata {
            Some(content) => (content, memmem::find(content, b"]]>")),
            None => (content, memmem::find(content, b"</")),
        };
        Some(&content[..end.unwrap_or(content.len())])
    })
}

/// The text with what XML escapes written out.
fn unescaped(bytes: &[u8]) -> Text<'_> {
    if memchr::memchr(b'&', bytes).is_none() {
        return text(bytes);
    }
    let text = String::from_utf8_lossy(bytes);
    let text = text.replace("&lt;", "<").replace("&gt;", ">");
    let text = text.replace("&quot;", "\"").replace("&apos;", "'");
    text.replace("&#xD;", "").replace("&amp;", "&").into()
}

fn time(xml: &[u8]) -> Option<When> {
    let names: [&[u8]; 4] = [b"timestamp", b"timeMillis", b"SystemTime", b"epochSecond"];
    let told = names.iter().find_map(|name| attribute(xml, name));
    let told = told.or_else(|| element(xml, b"date"))?;
    When::scan(told).map(|(when, _)| when)
}

/// Windows has numbers for levels, and 0 where a source has none of its own.
fn level(xml: &[u8]) -> Option<Level> {
    let told = attribute(xml, b"level").or_else(|| element(xml, b"level"));
    match told {
        Some(word) => Level::from_word(word),
        None => match element(xml, b"Level")? {
            b"1" => Some(Level::Fatal),
            b"2" => Some(Level::Error),
            b"3" => Some(Level::Warn),
            b"0" | b"4" => Some(Level::Info),
            b"5" => Some(Level::Debug),
            word => Level::from_word(word),
        },
    }
}

/// What an event says: its message and the trace below it, or the data of an event that Windows has the words for.
fn message(xml: &[u8]) -> Text<'_> {
    let names: [&[u8]; 3] = [b"message", b"Message", b"Data"];
    let told = names.iter().find_map(|name| element(xml, name));
    let message = unescaped(told.unwrap_or_default().trim_ascii());
    let names: [&[u8]; 3] = [b"throwable", b"exception", b"ExtendedStackTrace"];
    let trace = names.iter().find_map(|name| element(xml, name));
    match trace.map(|trace| unescaped(trace.trim_ascii())) {
        Some(trace) if !trace.is_empty() => format!("{message}\n{trace}").into(),
        _ => message,
    }
}

impl Format for Xml {
    fn name(&self) -> &'static str {
        "xml"
    }

    fn about(&self) -> &'static str {
        "events in XML: log4j, log4net, java.util.logging, Windows event logs"
    }

    fn fit(&self, line: &[u8]) -> Fit {
        if line.first() == Some(&b'<') && OPENINGS.iter().any(|opening| line.starts_with(opening)) {
            Fit::Strong
        } else {
            Fit::No
        }
    }

    fn tail(&self) -> Tail {
        Tail::Lines
    }

    fn parse<'a>(&self, xml: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) -> bool {
        if self.fit(xml) == Fit::No {
            return false;
        }
        set_time(time(xml), cx, event);
        if cx.want.has(Field::Level) {
            event.level = level(xml);
        }
        if cx.want.has(Field::Host) {
            event.host = element(xml, b"Computer").map(text);
        }
        if cx.want.has(Field::Service) {
            event.service = attribute(xml, b"Name").map(text);
        }
        event.message = Some(message(xml));
        true
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                text: "<log4j:event logger=\"com.acme.Shop\" timestamp=\"1741918269123\" level=\"ERROR\" thread=\"main\">\n<log4j:message><![CDATA[no route to ledger]]></log4j:message>\n<log4j:throwable><![CDATA[java.io.IOException: gone\n\tat com.acme.Shop.run(Shop.java:12)\n]]></log4j:throwable>\n</log4j:event>",
                event: &[
                    ("time", "2025-03-14T02:11:09.123Z"),
                    ("level", "error"),
                    ("message", "no route to ledger"),
                    ("error.type", "java.io.IOException"),
                    ("error.message", "gone"),
                ],
            },
            Sample {
                text: "<record>\n  <date>2025-03-14T02:11:09.123Z</date>\n  <level>WARNING</level>\n  <message>1 &lt; 2</message>\n</record>",
                event: &[
                    ("time", "2025-03-14T02:11:09.123Z"),
                    ("level", "warn"),
                    ("message", "1 < 2"),
                ],
            },
            Sample {
                text: "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Application Error'/><EventID>1000</EventID><Level>2</Level><TimeCreated SystemTime='2025-03-14T02:11:09.123Z'/><Computer>web1</Computer></System><EventData><Data>shop.exe</Data></EventData></Event>",
                event: &[
                    ("time", "2025-03-14T02:11:09.123Z"),
                    ("level", "error"),
                    ("host", "web1"),
                    ("service", "Application Error"),
                    ("message", "shop.exe"),
                ],
            },
        ]
    }
}

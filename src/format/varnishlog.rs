//! `varnishlog`: Varnish's own log as `varnishlog` prints it, a transaction a block of tags:
//!
//! ```text
//! *   << Request  >> 32770
//! -   ReqMethod      GET
//! -   RespStatus     503
//! ```

use crate::event::{Event, Field};
use crate::format::plain::{head::When, lex, set_time};
use crate::format::{Cx, Fit, Format, Sample, Tail, access, text};

pub struct VarnishLog;

/// What a transaction is (`Request`, `BeReq`, `Session`), from its block's first line.
fn kind(line: &[u8]) -> Option<&[u8]> {
    let stars = line.iter().take_while(|b| **b == b'*').count();
    let rest = line[stars..].trim_ascii_start().strip_prefix(b"<< ")?;
    let (kind, number) = rest.split_at(memchr::memmem::find(rest, b">> ")?);
    let number = number[3..].trim_ascii();
    let known = stars > 0 && !number.is_empty() && lex::digits(number) == number.len();
    known.then(|| kind.trim_ascii())
}

/// A tag of the transaction and its value: `-   ReqURL         /a`.
fn tag(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let dashes = line.iter().take_while(|b| **b == b'-').count();
    let text = line[dashes..].trim_ascii();
    let end = memchr::memchr(b' ', text).unwrap_or(text.len());
    (dashes > 0 && end > 0).then(|| (&text[..end], text[end..].trim_ascii_start()))
}

impl Format for VarnishLog {
    fn name(&self) -> &'static str {
        "varnishlog"
    }

    fn about(&self) -> &'static str {
        "Varnish: transactions in blocks of tags"
    }

    fn fit(&self, line: &[u8]) -> Fit {
        match line.first() {
            Some(b'*') if kind(line).is_some() => Fit::Strong,
            _ => Fit::No,
        }
    }

    fn tail(&self) -> Tail {
        Tail::Lines
    }

    /// Values of tags may be whole requests and times.
    fn holds(&self, _: &[u8], line: &[u8]) -> bool {
        line.starts_with(b"-") && tag(line).is_some_and(|(tag, _)| tag[0].is_ascii_uppercase())
    }

    fn parse<'a>(&self, whole: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) -> bool {
        let (line, rest) = lex::first_line(whole);
        let Some(kind) = kind(line) else {
            return false;
        };
        event.message = Some(text(kind));
        for (tag, value) in rest.split(|b| *b == b'\n').filter_map(tag) {
            match tag {
                b"Timestamp" if event.time.is_none() => {
                    let seconds = value.split(|b| *b == b' ').nth(1).and_then(When::scan);
                    set_time(seconds.map(|(when, _)| when), cx, event);
                }
                b"ReqMethod" | b"BereqMethod" if cx.want.has(Field::Method) => {
                    event.method.get_or_insert(text(value));
                }
                b"ReqURL" | b"BereqURL" if cx.want.has(Field::Path) => {
                    event.path.get_or_insert(text(value));
                }
                // The last is the one that was sent.
                b"RespStatus" | b"BerespStatus" if cx.want.has(Field::Status) => {
                    event.status = access::status(value);
                }
                b"FetchError" | b"VCL_Error" | b"Error" => event.message = Some(text(value)),
                _ => {}
            }
        }
        true
    }

    fn samples(&self) -> &'static [Sample] {
        &[Sample {
            text: "*   << Request  >> 32770     \n-   Begin          req 32769 rxreq\n-   Timestamp      Start: 1741918269.123456 0.000000 0.000000\n-   ReqMethod      GET\n-   ReqURL         /a\n-   RespStatus     503\n-   End            ",
            event: &[
                ("time", "2025-03-14T02:11:09.123456Z"),
                ("method", "GET"),
                ("path", "/a"),
                ("status", "503"),
                ("message", "Request"),
            ],
        }]
    }
}

//! Requests written as elements of XML, one a line: what Amazon's API Gateway documents beside CLF, JSON and CSV.
//! `<request id="..."> <ip>203.0.113.9</ip> <user>alice</user> <requestTime>...</requestTime> <httpMethod>GET</httpMethod> ...`

use memchr::memmem;

use super::{Line, When, request};
use crate::event::Want;

pub fn read<'a>(line: &'a [u8], _: &Want) -> Option<Line<'a>> {
    let rest = line.strip_prefix(b"<request")?;
    let request_id = rest.strip_prefix(b" id=\"").unwrap_or_default();
    let request_id = request_id.split(|b| *b == b'"').next().unwrap_or_default();
    let first = |names: [&[u8]; 2]| names.iter().find_map(|name| element(rest, name));
    let stamp = first([b"requestTime", b"time"])?;
    let method = first([b"httpMethod", b"method"]).filter(|method| request::is_method(method))?;
    Some(Line {
        when: When::stamp(stamp),
        method,
        target: first([b"path", b"resourcePath"])?,
        status: request::status(element(rest, b"status")?),
        user: element(rest, b"user").unwrap_or_default(),
        request_id,
        sure: true,
        ..Line::default()
    })
}

/// The text of the element of that name, which has no attributes and holds no other.
fn element<'a>(xml: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let found = memmem::find_iter(xml, name)
        .find(|&at| xml[..at].ends_with(b"<") && xml.get(at + name.len()) == Some(&b'>'))?;
    let text = &xml[found + name.len() + 1..];
    Some(text[..memmem::find(text, b"</")?].trim_ascii())
}

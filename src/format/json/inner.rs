//! An object whose message is another object, written out as text: what shippers make of a program that logs JSON.

use super::scan::Raw;
use super::{Cx, Json};
use crate::event::{Event, Fault, Text};
use crate::format::Format;

/// Whether the string is an object as text.
pub fn is_object(raw: Raw) -> bool {
    raw.escaped && !raw.cut && raw.bytes.starts_with(b"{\\\"")
}

/// Reads the object in `raw` and fills in what `event` leaves open. The message is the inner one's, if it has one.
pub fn read(raw: Raw, cx: &mut Cx, event: &mut Event) {
    let text = raw.text();
    let mut inner = Event::default();
    // An escape costs a byte more in each object around it, so objects within objects are few.
    if !Json.parse(text.as_bytes(), cx, &mut inner) {
        return;
    }
    let fill = |open: &mut Option<Text>, told: Option<Text>| {
        if open.is_none() {
            *open = own(told);
        }
    };
    fill(&mut event.request_id, inner.request_id);
    fill(&mut event.trace_id, inner.trace_id);
    fill(&mut event.method, inner.method);
    fill(&mut event.path, inner.path);
    fill(&mut event.route, inner.route);
    fill(&mut event.user, inner.user);
    fill(&mut event.host, inner.host);
    fill(&mut event.service, inner.service);
    fill(&mut event.grouping, inner.grouping);
    event
        .extra
        .resize(event.extra.len().max(inner.extra.len()), None);
    for (open, told) in event.extra.iter_mut().zip(inner.extra) {
        fill(open, told);
    }
    if inner.message.is_some() {
        event.message = own(inner.message);
    }
    if event.time.is_none() {
        event.time = inner.time;
        event.year_assumed = inner.year_assumed;
    }
    event.level = event.level.or(inner.level);
    event.status = event.status.or(inner.status);
    event.duration_ms = event.duration_ms.or(inner.duration_ms);
    if event.error.is_none() {
        event.error = inner.error.map(
            |Fault {
                 kind,
                 message,
                 stack,
             }| Fault {
                kind: own(kind),
                message: own(message),
                stack: own(stack),
            },
        );
    }
}

/// The inner text does not outlive its reading.
fn own(text: Option<Text>) -> Option<Text<'static>> {
    text.map(|text| Text::Owned(text.into_owned()))
}

//! `errlog events` for people: an event a line, the fields that most logs have in columns, then the message.

use std::borrow::Cow;

use super::style::{self, Paint, Style};
use super::{MILLISECONDS, moment, place};
use crate::analysis::result::Shown;
use crate::time::Zone;

/// Columns of a request ID on a screen.
const ID: usize = 13;

/// An event on one line, cut to the width of a screen.
pub fn event(out: &mut Vec<u8>, shown: &Shown, zone: Zone, style: Style) {
    let event = shown.event;
    let when = event
        .time
        .map(|when| moment(when, zone, MILLISECONDS))
        .unwrap_or_default();
    let level = event
        .level
        .map(|level| level.word().to_uppercase())
        .unwrap_or_default();
    let status = event
        .status
        .map(|status| status.to_string())
        .unwrap_or_default();
    out.extend_from_slice(format!("{when:23}").as_bytes());
    out.extend_from_slice(b"  ");
    style.paint(
        out,
        event.level.map_or(Paint::Plain, Paint::Level),
        &format!("{level:5}"),
    );
    out.extend_from_slice(format!("  {status:3}  ").as_bytes());
    let start = out.len();
    place(
        out,
        Style {
            color: false,
            ..style
        },
        &shown.place,
    );
    let place_width = style::width(&String::from_utf8_lossy(&out[start..]));
    out.truncate(start);
    place(out, style, &shown.place);

    let message = event
        .message
        .as_deref()
        .map(str::trim)
        .filter(|message| !message.is_empty());
    // On a screen the beginning of an ID is enough to find it by, once, and leaves room for the message.
    let id = event.request_key();
    let (id, message) = match (style.width, id, message) {
        (Some(_), Some(id), Some(message)) => {
            let short = style::cut_end(id, ID);
            let within = message.contains(id);
            let message = message.replace(id, &short);
            ((!within).then_some(short), Some(Cow::Owned(message)))
        }
        (_, id, message) => (id.map(Cow::Borrowed), message.map(Cow::Borrowed)),
    };
    let rest = [
        shown.filed.endpoint.as_deref(),
        id.as_deref(),
        message.as_deref(),
    ];
    let rest: Vec<_> = rest.into_iter().flatten().collect();
    let rest = rest.join("  ").replace(['\n', '\r'], " ");
    let rest = if style.screen {
        style::safe_line(&rest).into_owned()
    } else {
        rest
    };
    if !rest.is_empty() {
        let used = 23 + 2 + 5 + 2 + 3 + 2 + place_width + 2;
        let room = style
            .width
            .map_or(usize::MAX, |width| width.saturating_sub(used).max(20));
        out.extend_from_slice(b"  ");
        out.extend_from_slice(style::cut_end(&rest, room).as_bytes());
    }
    out.push(b'\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Event;
    use crate::report::sample;

    #[test]
    fn an_event_is_one_line_that_fits_the_screen() {
        let screen = Style {
            color: false,
            screen: true,
            width: Some(80),
        };
        let mut out = Vec::new();
        sample::with(|shown| event(&mut out, shown, Zone::Utc, screen));
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "2025-03-14 02:11:09.123  ERROR  500  app.log:1842  POST /api/orders/:id  550e84…\n"
        );
    }

    #[test]
    fn a_long_id_leaves_room_for_the_message_and_stands_once() {
        let screen = Style {
            color: false,
            screen: true,
            width: Some(80),
        };
        let id = "7cdd8d45-ec56-4952-9d5e-5b217ff7adfa";
        for (message, expected) in [
            ("order failed", "b.log:1  7cdd8d45-ec5…  order failed"),
            (
                "[7cdd8d45-ec56-4952-9d5e-5b217ff7adfa] order failed",
                "b.log:1  [7cdd8d45-ec5…] order failed",
            ),
        ] {
            let known = Event {
                request_id: Some(id.into()),
                message: Some(message.into()),
                ..Event::default()
            };
            let mut out = Vec::new();
            sample::unknown(|shown| {
                let shown = Shown {
                    event: &known,
                    ..*shown
                };
                event(&mut out, &shown, Zone::Utc, screen);
            });
            assert_eq!(String::from_utf8(out).unwrap().trim(), expected);
        }
    }

    #[test]
    fn an_event_of_which_nothing_is_known_still_has_its_place() {
        let mut out = Vec::new();
        sample::unknown(|shown| event(&mut out, shown, Zone::Utc, Style::PLAIN));
        assert_eq!(String::from_utf8(out).unwrap().trim(), "b.log:1");
    }
}

//! An event as one line of JSON: the contract's keys, none left out.

use super::{At, Hex, Object, list};
use crate::analysis::result::Shown;
use crate::report::Block;
use crate::time::Zone;

/// An event on a line of its own; `raw` adds the entry's text.
pub fn event(out: &mut Vec<u8>, shown: &Shown, zone: Zone, raw: bool) {
    open(out, shown, zone, raw).close();
    out.push(b'\n');
}

/// An error block on a line of its own: the event, its text, and the events around it; for a group, its count and
/// first and last time.
pub fn block(out: &mut Vec<u8>, block: &Block, zone: Zone) {
    let mut object = open(out, &block.shown, zone, true);
    for (key, context) in [("before", block.before), ("after", block.after)] {
        list(object.key(key), context, |out, shown| {
            open(out, shown, zone, true).close()
        });
    }
    if let Some(tally) = &block.tally {
        object
            .put("count", tally.count)
            .put("first", tally.first.map(|time| At(time, zone)))
            .put("last", tally.last.map(|time| At(time, zone)));
    }
    object.close();
    out.push(b'\n');
}

fn open<'o>(out: &'o mut Vec<u8>, shown: &Shown, zone: Zone, raw: bool) -> Object<'o> {
    let Shown {
        place,
        event,
        filed,
    } = shown;
    let mut object = Object::open(out);
    object
        .put("source", place.source)
        .put("line", place.number())
        .put("lines", place.lines)
        .put("offset", place.offset)
        .put(
            "format",
            Some(event.format).filter(|format| !format.is_empty()),
        )
        .put("time", event.time.map(|time| At(time, zone)))
        .put("level", event.level.map(|level| level.word()))
        .put("request_id", event.request_key())
        .put("method", event.method.as_deref())
        .put("path", event.path.as_deref())
        .put("endpoint", filed.endpoint.as_deref())
        .put("status", event.status.map(u64::from))
        .put("user", event.user.as_deref())
        .put("duration_ms", event.duration_ms)
        .put("message", event.message.as_deref());
    match &event.error {
        Some(error) => {
            let mut fault = object.object("error");
            fault
                .put("type", error.kind.as_deref())
                .put("message", error.message.as_deref())
                .put("stack", error.stack.as_deref());
            fault.close();
        }
        None => {
            object.put("error", None::<&str>);
        }
    }
    object
        .put("fingerprint", filed.fingerprint.map(Hex))
        .put("cause", filed.cause)
        .put("failing", filed.failing);
    if raw {
        object.put("raw", &*String::from_utf8_lossy(place.raw));
    }
    object
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::result::Tally;
    use crate::report::sample;
    use serde_json::{Value, json};

    fn parse(line: &[u8]) -> Value {
        assert_eq!(line.iter().filter(|&&b| b == b'\n').count(), 1, "one line");
        serde_json::from_slice(line).unwrap()
    }

    #[test]
    fn an_event_has_the_contract_s_keys_in_the_contract_s_order() {
        let mut out = Vec::new();
        sample::with(|shown| event(&mut out, shown, Zone::Utc, true));
        assert_eq!(
            String::from_utf8(out).unwrap(),
            concat!(
                r#"{"source":"app.log","line":1842,"lines":3,"offset":193022,"format":"json","#,
                r#""time":"2025-03-14T02:11:09.123Z","level":"error","request_id":"550e8400","#,
                r#""method":"POST","path":"/api/orders/123?x=1","endpoint":"POST /api/orders/:id","#,
                r#""status":500,"user":"u123","duration_ms":84.1,"message":"Failed to fetch data","#,
                r#""error":{"type":"TypeError","message":"it is null","#,
                r#""stack":"TypeError: it is null\n    at f (a.js:1)"},"#,
                r#""fingerprint":"00c1b7a44d0e5aa9","cause":"null-reference","failing":true,"#,
                r#""raw":"Failed to fetch data\nTypeError: it is null\n    at f (a.js:1)"}"#,
                "\n"
            )
        );
    }

    #[test]
    fn what_is_unknown_is_null_and_never_left_out() {
        let mut out = Vec::new();
        sample::unknown(|shown| event(&mut out, shown, Zone::Utc, false));
        let line = parse(&out);
        let keys = [
            "format",
            "time",
            "level",
            "request_id",
            "method",
            "path",
            "endpoint",
            "status",
            "user",
            "duration_ms",
            "message",
            "error",
            "fingerprint",
            "cause",
        ];
        for key in keys {
            assert_eq!(line.get(key), Some(&Value::Null), "{key}");
        }
        assert_eq!(line["failing"], json!(false));
        assert_eq!(line.get("raw"), None);
    }

    #[test]
    fn bytes_that_are_not_utf_8_are_shown_as_replacement_characters() {
        let mut out = Vec::new();
        sample::unknown(|shown| event(&mut out, shown, Zone::Utc, true));
        assert_eq!(parse(&out)["raw"], json!("caf\u{fffd} \u{1b}[31m\r"));
    }

    #[test]
    fn times_are_printed_in_the_zone_asked_for() {
        let mut out = Vec::new();
        sample::with(|shown| event(&mut out, shown, Zone::Fixed(7200), false));
        assert_eq!(parse(&out)["time"], json!("2025-03-14T04:11:09.123+02:00"));
    }

    #[test]
    fn a_block_carries_its_context_and_its_count() {
        let mut out = Vec::new();
        sample::with(|shown| {
            let before = [*shown];
            let tally = Tally {
                count: 97,
                first: shown.event.time,
                last: None,
            };
            let whole = Block {
                before: &before,
                shown: *shown,
                after: &[],
                tally: Some(tally),
            };
            block(&mut out, &whole, Zone::Utc);
        });
        let line = parse(&out);
        assert_eq!(line["before"][0]["line"], json!(1842));
        assert_eq!(line["after"], json!([]));
        assert_eq!(line["count"], json!(97));
        assert_eq!(line["first"], json!("2025-03-14T02:11:09.123Z"));
        assert_eq!(line["last"], Value::Null);
    }
}

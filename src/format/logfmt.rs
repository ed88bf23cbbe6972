//! `logfmt`: lines of `key=value` pairs, `time=... level=error msg="..."`: logrus, Go's slog, go-kit (Prometheus,
//! Grafana), Heroku's router, hclog, InfluxDB.

use crate::event::{Event, Field, Level, Text};
use crate::fields::{Collector, Value};
use crate::format::plain::lex;
use crate::format::{Cx, Fit, Format, Sample, Tail, message, pairs, text};

pub struct Logfmt;

/// Keys that loggers begin their lines with.
const LEADING: [&[u8]; 14] = [
    b"time",
    b"ts",
    b"t",
    b"timestamp",
    b"level",
    b"lvl",
    b"at",
    b"msg",
    b"severity",
    b"caller",
    b"logger",
    b"@timestamp",
    b"loglevel",
    b"message",
];
/// How far pairs are looked at to tell the format.
const LOOK: usize = 300;

impl Format for Logfmt {
    fn name(&self) -> &'static str {
        "logfmt"
    }

    fn about(&self) -> &'static str {
        "lines of key=value pairs: logrus, slog, go-kit, Heroku router"
    }

    fn fit(&self, line: &[u8]) -> Fit {
        let line = &line[lex::invisible(line)..];
        // Most lines are turned away by their first word.
        let word = &line[..line.len().min(40)];
        if !word
            .first()
            .is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'@'))
            || memchr::memchr(b'=', word).is_none_or(|sign| word[..sign].contains(&b' '))
        {
            return Fit::No;
        }
        let line = &line[..line.len().min(LOOK)];
        let (mut count, mut leading, mut end) = (0, false, 0);
        for pair in pairs::Pairs::new(line).take(4) {
            if !line[end..pair.range.start]
                .iter()
                .all(|b| matches!(b, b' ' | b'\t' | b','))
            {
                break;
            }
            end = pair.range.end;
            count += 1;
            leading |= LEADING.contains(&pair.key);
        }
        match (count, leading) {
            (2.., true) => Fit::Strong,
            (3.., false) => Fit::Weak,
            _ => Fit::No,
        }
    }

    fn tail(&self) -> Tail {
        Tail::Lines
    }

    fn parse<'a>(&self, whole: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) -> bool {
        let (line, rest) = lex::first_line(whole);
        if self.fit(line) == Fit::No {
            return false;
        }
        let mut at_level = None;
        let mut description = None;
        let mut extra = Vec::new();
        let mut message: Option<Text<'a>> = None;
        // Firewalls write `date=2025-03-14 time=02:11:09`.
        let mut date: &[u8] = b"";
        let mut collector = Collector::replacing(event);
        for pair in pairs::Pairs::new(line) {
            message::keep_extra(&cx.want.extra, &pair, &mut extra);
            match pair.key {
                // The audit daemon's time and number: `msg=audit(1741918269.123:456): pairs`.
                b"msg" if pair.raw.starts_with(b"audit(") => audited(pair.raw, cx, &mut collector),
                b"msg" | b"message" => message = Some(pair.value()),
                // Heroku's
                b"at" => at_level = Level::from_word(pair.raw),
                b"desc" => description = Some(pair.value()),
                b"date" if pair.raw.len() < 12 => date = pair.raw,
                b"time" if !date.is_empty() && cx.want.has(Field::Time) => {
                    let both = format!("{} {}", text(date), pair.value());
                    if let Some(meaning) = cx.keys.meaning(b"time") {
                        collector.offer(meaning, Value::Text(both.into()), cx);
                    }
                }
                key => {
                    let meaning = cx.keys.meaning(key);
                    if let Some(meaning) = meaning {
                        collector.sees(meaning);
                    }
                    if let Some(meaning) =
                        meaning.filter(|meaning| collector.wants(*meaning, cx.want))
                    {
                        collector.offer(meaning, Value::Text(pair.value()), cx);
                    }
                }
            }
        }
        collector.finish();
        if cx.want.has(Field::Level) && event.level.is_none() {
            event.level = at_level;
        }
        event.extra = extra;
        let message = message.or(event.message.take()).or(description);
        event.message = Some(with_rest(message, whole, rest));
        true
    }

    fn samples(&self) -> &'static [Sample] {
        SAMPLES
    }
}

/// Offers the time of `audit(1741918269.123:456`.
fn audited<'a>(raw: &'a [u8], cx: &mut Cx, collector: &mut Collector<'_, 'a>) {
    let stamp = raw["audit(".len()..].split(|b| *b == b':').next();
    if let (Some(meaning), Some(stamp)) = (cx.keys.meaning(b"time"), stamp)
        && collector.wants(meaning, cx.want)
    {
        collector.offer(meaning, Value::Text(text(stamp)), cx);
    }
}

/// The message and the lines that follow the pairs; the whole text where no pair is the message.
fn with_rest<'a>(message: Option<Text<'a>>, whole: &'a [u8], rest: &'a [u8]) -> Text<'a> {
    match message {
        None => text(whole),
        Some(message) if rest.is_empty() => message,
        Some(message) => format!("{message}\n{}", String::from_utf8_lossy(rest)).into(),
    }
}

const SAMPLES: &[Sample] = &[
    Sample {
        text: r#"level=error msg="request failed" method=GET path=/a code=502"#,
        event: &[("path", "/a"), ("status", "502")],
    },
    Sample {
        text: r#"time="2025-03-14T02:11:09Z" level=error msg="upload failed: \"disk full\"" request_id=r-17 user=alice"#,
        event: &[
            ("time", "2025-03-14T02:11:09Z"),
            ("level", "error"),
            ("message", "upload failed: \"disk full\""),
            ("request_id", "r-17"),
            ("user", "alice"),
        ],
    },
    Sample {
        text: r#"time=2025-03-14T02:11:09.123+01:00 level=WARN msg="slow query" duration=1.5s table=orders"#,
        event: &[
            ("time", "2025-03-14T01:11:09.123Z"),
            ("level", "warn"),
            ("message", "slow query"),
            ("duration_ms", "1500"),
        ],
    },
    Sample {
        text: r#"ts=2025-03-14T02:11:09.123Z caller=head.go:812 level=info component=tsdb msg="Head GC completed" duration=12.5ms"#,
        event: &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("level", "info"),
            ("message", "Head GC completed"),
        ],
    },
    Sample {
        text: r#"logger=context t=2025-03-14T02:11:09.123Z level=eror msg="Request Completed" method=GET path=/api/x status=500"#,
        event: &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("level", "error"),
            ("method", "GET"),
            ("path", "/api/x"),
            ("status", "500"),
        ],
    },
    Sample {
        text: r#"at=error code=H12 desc="Request timeout" method=GET path="/orders?page=2" host=shop.example.test request_id=8601b555-6a83-4c12-8269-97c8e32cdb22 fwd="192.0.2.7" dyno=web.1 connect=1ms service=30000ms status=503 bytes=0 protocol=https"#,
        event: &[
            ("level", "error"),
            ("message", "Request timeout"),
            ("method", "GET"),
            ("path", "/orders?page=2"),
            ("request_id", "8601b555-6a83-4c12-8269-97c8e32cdb22"),
            ("status", "503"),
        ],
    },
    Sample {
        text: r#"type=SYSCALL msg=audit(1741918269.123:456): arch=c000003e syscall=59 success=no exit=-13 comm="cat""#,
        event: &[
            ("time", "2025-03-14T02:11:09.123Z"),
            (
                "message",
                r#"type=SYSCALL msg=audit(1741918269.123:456): arch=c000003e syscall=59 success=no exit=-13 comm="cat""#,
            ),
        ],
    },
    Sample {
        text: "level=fatal ts=1741918269.123 msg=shutdown reason=signal",
        event: &[
            ("level", "fatal"),
            ("time", "2025-03-14T02:11:09.123Z"),
            ("message", "shutdown"),
        ],
    },
    Sample {
        text: "time=\"2025-03-14T02:11:09Z\" level=panic msg=\"nil map\"\ngoroutine 1 [running]:\nmain.main()",
        event: &[
            ("level", "fatal"),
            ("message", "nil map\ngoroutine 1 [running]:\nmain.main()"),
        ],
    },
];

//! The samples walked, lines that are not syslog's, and any bytes.

use proptest::prelude::*;

use super::*;
use crate::event::Level;

fn told(inner: &Inner, field: &str) -> String {
    let bytes =
        |bytes: &[u8]| (!bytes.is_empty()).then(|| String::from_utf8_lossy(bytes).into_owned());
    let level = || Level::from_syslog(inner.severity?.into()).map(|l| l.word().to_string());
    let value = match field {
        "time" => bytes(inner.stamp),
        "level" => level(),
        "host" => bytes(inner.host),
        "service" => bytes(inner.service),
        "message" => bytes(&inner.text),
        other => panic!("no such field: {other}"),
    };
    value.unwrap_or_else(|| "null".to_string())
}

#[test]
fn every_sample_is_unwrapped() {
    let mut wrong = Vec::new();
    for Sample { text, event } in Syslog.samples() {
        if Syslog.fit(text.as_bytes()) != Fit::Strong {
            wrong.push(format!("{:?}: {text}", Syslog.fit(text.as_bytes())));
        }
        let Some(inner) = Syslog.unwrap(text.as_bytes()) else {
            continue;
        };
        for (field, value) in *event {
            let got = told(&inner, field);
            if got != *value {
                wrong.push(format!("{field}: {got:?}, not {value:?}, in {text}"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn application_logs_with_the_same_stamps_are_not_swallowed() {
    for line in [
        "2025-03-14T02:11:09Z ERROR foo: bar",
        "2025-03-14T02:11:09.123Z  INFO shop::orders: bar",
        "2025-03-14T02:11:09Z [main] ERROR foo: bar",
        "2025-03-14 02:11:09,123 ERROR [main] foo: bar",
        "2025-03-14 02:11:09 ERROR foo[7]: bar",
        "2025-03-14 02:11:09 foo: bar",
        "Mar 14 02:11:09 ERROR foo bar",
        "2025-03-14T02:11:09Z it happened",
        "INFO: 2025/03/14 02:11:09 foo: bar",
        "<html>",
        "<1>2",
        "192.0.2.7 - - [14/Mar/2025:02:11:09 +0000] \"GET / HTTP/1.1\" 200 5",
        "Error: Mar 14 02:11:09 x",
        "1741918269 12 x: y",
        "",
    ] {
        assert_ne!(Syslog.fit(line.as_bytes()), Fit::Strong, "{line}");
    }
}

#[test]
fn writers_that_share_a_file_are_told_apart() {
    let stream = |line: &str| Syslog.unwrap(line.as_bytes()).map(|inner| inner.stream);
    let first = stream("Mar 14 02:11:09 web1 shop[7]: a");
    assert_eq!(first, stream("Mar 14 02:12:00 web1 shop[7]: b"));
    assert_ne!(first, stream("Mar 14 02:11:09 web1 shop[8]: a"));
    assert_ne!(first, stream("Mar 14 02:11:09 web2 shop[7]: a"));
}

proptest! {
    #[test]
    fn no_bytes_panic_and_what_fits_is_unwrapped(line in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert_eq!(Syslog.fit(&line) != Fit::No, Syslog.unwrap(&line).is_some());
    }

    #[test]
    fn no_change_of_a_sample_panics(sample: usize, cut: usize, at: usize, byte: u8) {
        let mut text = Syslog.samples()[sample % Syslog.samples().len()].text.as_bytes().to_vec();
        let (at, cut) = (at % text.len(), cut % text.len());
        text[at] = byte;
        for part in [&text[..], &text[..cut], &text[cut..]] {
            prop_assert_eq!(Syslog.fit(part) != Fit::No, Syslog.unwrap(part).is_some());
        }
    }
}

#[test]
fn the_tabs_and_line_breaks_that_rsyslog_escaped_are_undone() {
    let text = |line: &str| {
        let inner = Syslog.unwrap(line.as_bytes()).expect(line);
        String::from_utf8_lossy(&inner.text).into_owned()
    };
    assert_eq!(
        text("Mar 14 02:11:09 web-1 api[7]: #011at a.B.c(B.java:1)"),
        "\tat a.B.c(B.java:1)"
    );
    assert_eq!(
        text("Mar 14 02:11:09 web-1 api[7]: x.Y: z#012#011at a.B.c(B.java:1)"),
        "x.Y: z\n\tat a.B.c(B.java:1)"
    );
    assert_eq!(
        text("Mar 14 02:11:09 web-1 api[7]: order #01234 is #1"),
        "order #01234 is #1"
    );
}

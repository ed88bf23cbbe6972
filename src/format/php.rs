//! `php`: PHP's own error log, `[14-Mar-2025 02:11:09 UTC] PHP Fatal error:  Uncaught ...`, and what `error_log()`
//! writes between.

use crate::event::{Event, Field};
use crate::format::plain::{Plain, level, lex};
use crate::format::{Cx, Fit, Format, Sample, Tail};

pub struct Php;

/// `[14-Mar-2025 02:11:09`, with or without a zone: where the message begins.
fn body(line: &[u8]) -> Option<usize> {
    let rest = line.strip_prefix(b"[")?;
    let shape = rest.get(..20)?;
    let dated =
        shape[2] == b'-' && shape[6] == b'-' && shape[11] == b' ' && shape[3].is_ascii_alphabetic();
    let close = memchr::memchr(b']', &rest[..rest.len().min(64)])?;
    dated.then(|| lex::blanks(line, close + 2))
}

impl Format for Php {
    fn name(&self) -> &'static str {
        "php"
    }

    fn about(&self) -> &'static str {
        "PHP error_log and PHP-FPM"
    }

    fn fit(&self, line: &[u8]) -> Fit {
        match line.first() {
            Some(b'[') if body(line).is_some() => Plain.fit(line),
            Some(b'P') if level::of_php(line).is_some() => Fit::Weak,
            _ => Fit::No,
        }
    }

    fn tail(&self) -> Tail {
        Tail::Lines
    }

    fn parse<'a>(&self, whole: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) -> bool {
        let (line, _) = lex::first_line(whole);
        let start = match body(line) {
            Some(start) if Plain.parse(whole, cx, event) => start,
            None if level::of_php(line).is_some() => 0,
            _ => return false,
        };
        if let Some(level) = level::of_php(&line[start..]) {
            if cx.want.has(Field::Level) {
                event.level = Some(level);
            }
            // The severity stays in the message: it is how PHP's traces begin.
            event.message = Some(crate::format::text(whole[start..].trim_ascii_end()));
        }
        true
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                text: "[14-Mar-2025 02:11:09 UTC] PHP Fatal error:  Uncaught RuntimeException: no stock in /srv/shop/cart.php:12\nStack trace:\n#0 {main}\n  thrown in /srv/shop/cart.php on line 12",
                event: &[("time", "2025-03-14T02:11:09Z"), ("level", "error")],
            },
            Sample {
                text: "[14-Mar-2025 02:11:09 Europe/Berlin] PHP Warning:  Undefined variable $x in /srv/shop/cart.php on line 9",
                event: &[
                    ("time", "2025-03-14T01:11:09Z"),
                    ("level", "warn"),
                    (
                        "message",
                        "PHP Warning:  Undefined variable $x in /srv/shop/cart.php on line 9",
                    ),
                ],
            },
            Sample {
                text: "[14-Mar-2025 02:11:09] PHP Deprecated:  strlen(): Passing null in /srv/a.php on line 3",
                event: &[("level", "info")],
            },
            Sample {
                text: "[14-Mar-2025 02:11:09 UTC] WordPress database error Table 'shop.wp_x' doesn't exist for query SELECT 1",
                event: &[("time", "2025-03-14T02:11:09Z"), ("level", "error")],
            },
            Sample {
                text: "[14-Mar-2025 02:11:09 UTC] user=bob order stored",
                event: &[("user", "bob"), ("message", "user=bob order stored")],
            },
            Sample {
                text: "[14-Mar-2025 02:11:09] WARNING: [pool www] child 123 exited on signal 11 (SIGSEGV)",
                event: &[("level", "warn")],
            },
            Sample {
                text: "PHP Parse error:  syntax error, unexpected end of file in /srv/a.php on line 3",
                event: &[("level", "error")],
            },
        ]
    }
}

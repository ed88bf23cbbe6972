//! `lambda`: the lines that AWS Lambda's platform writes around a function's own: `START RequestId: ...`.

use crate::event::Event;
use crate::format::{Cx, Fit, Format, Sample, Tail, text};

pub struct Lambda;

const BEGINNINGS: [&[u8]; 4] = [
    b"START RequestId: ",
    b"END RequestId: ",
    b"REPORT RequestId: ",
    b"INIT_START Runtime Version: ",
];

impl Format for Lambda {
    fn name(&self) -> &'static str {
        "lambda"
    }

    fn about(&self) -> &'static str {
        "AWS Lambda platform lines: START, END, REPORT"
    }

    fn fit(&self, line: &[u8]) -> Fit {
        if BEGINNINGS
            .iter()
            .any(|beginning| line.starts_with(beginning))
        {
            Fit::Strong
        } else {
            Fit::No
        }
    }

    fn tail(&self) -> Tail {
        Tail::Lines
    }

    fn parse<'a>(&self, whole: &'a [u8], _cx: &mut Cx, event: &mut Event<'a>) -> bool {
        if self.fit(whole) == Fit::No {
            return false;
        }
        // All that these lines tell, they tell in pairs that messages are searched for anyway.
        event.message = Some(text(whole.trim_ascii_end()));
        true
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                text: "START RequestId: 8f507cfc-a52f-4f10-b2c1-0a1b2c3d4e5f Version: $LATEST",
                event: &[("request_id", "8f507cfc-a52f-4f10-b2c1-0a1b2c3d4e5f")],
            },
            Sample {
                text: "REPORT RequestId: 8f507cfc-a52f-4f10-b2c1-0a1b2c3d4e5f\tDuration: 12.34 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB",
                event: &[
                    ("request_id", "8f507cfc-a52f-4f10-b2c1-0a1b2c3d4e5f"),
                    ("duration_ms", "12.34"),
                ],
            },
        ]
    }
}

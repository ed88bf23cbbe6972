//! The traffic as a log: JSON of an application, lines of an access log, or the failures alone.

use super::traffic::{Request, Traffic};

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    Json,
    Access,
    /// JSON, without the requests that succeeded.
    Failures,
}

const FAULTS: [&str; 12] = [
    "connection refused by the ledger",
    "cannot read the cart",
    "deadlock found when trying to get lock",
    "upstream timed out",
    "value out of range",
    "pool is exhausted",
    "no such template",
    "unexpected end of input",
    "certificate has expired",
    "disk quota exceeded",
    "stale revision",
    "queue is full",
];

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// The first midnight: 2025-03-14T00:00:00Z.
const MIDNIGHT: i64 = 1_741_910_400;

pub fn log(traffic: &Traffic, kind: Kind) -> String {
    let mut out = String::new();
    for (at, request) in traffic.requests.iter().enumerate() {
        match kind {
            Kind::Failures if !request.failed => continue,
            Kind::Access => out.push_str(&access(request)),
            _ => out.push_str(&json(request, at)),
        }
        out.push('\n');
    }
    out
}

/// What the log calls the things of a request.
pub fn endpoint(route: usize) -> String {
    let method = ["GET", "POST", "PUT"][route % 3];
    format!("{method} /{}", path(route))
}

fn path(route: usize) -> String {
    let areas = [
        "orders", "carts", "profiles", "search", "reports", "billing", "stock",
    ];
    let letter = |n: usize| char::from(b'a' + (n % 26) as u8);
    format!(
        "{}/{}{}{}",
        areas[route % 7],
        letter(route / 26),
        letter(route),
        letter(route * 7)
    )
}

pub fn user(user: usize) -> String {
    format!("user{user}")
}

pub fn host(host: usize) -> String {
    format!("web-{}", host + 1)
}

pub fn version(version: usize) -> String {
    format!("2.{version}.0")
}

fn json(request: &Request, number: usize) -> String {
    let (status, level, message) = match request.failed {
        true => (500, "error", FAULTS[request.fault % FAULTS.len()]),
        false => (200, "info", "request completed"),
    };
    format!(
        r#"{{"time":"{}","level":"{level}","requestId":"{number:08x}-plant","method":"{}","path":"/{}","status":{status},"user":"{}","host":"{}","version":"{}","msg":"{message}"}}"#,
        stamp(request.second).rfc3339(),
        endpoint(request.route)
            .split(' ')
            .next()
            .unwrap_or_default(),
        path(request.route),
        user(request.user),
        host(request.host),
        version(request.version),
    )
}

fn access(request: &Request) -> String {
    format!(
        r#"10.0.0.{} - {} [{}] "{} /{} HTTP/1.1" {} 512 "-" "curl/8.5.0""#,
        request.user % 250,
        user(request.user),
        stamp(request.second).common(),
        endpoint(request.route)
            .split(' ')
            .next()
            .unwrap_or_default(),
        path(request.route),
        if request.failed { 502 } else { 200 },
    )
}

/// A time of March and April 2025.
struct Stamp {
    month: usize,
    day: i64,
    second: i64,
}

fn stamp(second: i64) -> Stamp {
    let day = 14 + second.div_euclid(86_400);
    let (month, day) = if day > 31 { (4, day - 31) } else { (3, day) };
    Stamp {
        month,
        day,
        second: second.rem_euclid(86_400),
    }
}

impl Stamp {
    fn clock(&self) -> String {
        format!(
            "{:02}:{:02}:{:02}",
            self.second / 3600,
            self.second / 60 % 60,
            self.second % 60
        )
    }

    fn rfc3339(&self) -> String {
        format!("2025-{:02}-{:02}T{}Z", self.month, self.day, self.clock())
    }

    fn common(&self) -> String {
        format!(
            "{:02}/{}/2025:{} +0000",
            self.day,
            MONTHS[self.month - 1],
            self.clock()
        )
    }
}

/// What the report calls the day, and those seven, fourteen ... days later; the first one is a Friday.
pub fn weekday(day: i64) -> &'static str {
    ["Fri", "Sat", "Sun", "Mon", "Tue", "Wed", "Thu"][day as usize % 7]
}

/// Seconds since the epoch.
pub fn epoch(second: i64) -> i64 {
    MIDNIGHT + second
}

//! The traffic of the shop: who comes when, what he asks for, how it ends.

use crate::catalogue::{FAULTS, Fault, ROUTES, Route};
use crate::random::{Random, zipf_share};

/// Hosts, each with the version it runs: the last is one release ahead.
pub const HOSTS: [(&str, &str); 4] = [
    ("web-1", "2.14.0"),
    ("web-2", "2.14.0"),
    ("web-3", "2.14.0"),
    ("web-4", "2.15.0"),
];

const USERS: u64 = 20_000;
/// One account whose data is broken: most of what it does fails.
const BAD_USER: u64 = 121;

/// Share of the daily mean by hour, UTC.
const DAY: [f64; 24] = [
    0.35, 0.25, 0.2, 0.18, 0.2, 0.3, 0.5, 0.8, 1.1, 1.3, 1.4, 1.5, 1.45, 1.4, 1.35, 1.3, 1.35, 1.5,
    1.7, 1.8, 1.7, 1.3, 0.85, 0.52,
];

#[derive(Clone)]
pub struct Request {
    pub id: [u8; 36],
    pub route: &'static Route,
    /// `None`: not logged in.
    pub user: Option<u64>,
    pub host: usize,
    pub thread: u64,
    pub address: [u8; 4],
    pub agent: usize,
    /// Fills the path's and the messages' variables.
    pub salt: u64,
    pub status: u16,
    pub fault: Option<&'static Fault>,
    pub duration_ms: f64,
    pub bytes: u64,
}

/// Makes requests and says when they come.
pub struct Shop {
    random: Random,
    error_rate: f64,
    /// Mean time between page loads at an average hour, in milliseconds.
    spacing: f64,
    /// Requests of the current page load still to come, and who loads it.
    burst: u64,
    visitor: Visitor,
}

#[derive(Clone, Copy)]
struct Visitor {
    user: Option<u64>,
    address: [u8; 4],
    agent: usize,
}

/// A page load brings 1 to this many requests.
const MOST_A_PAGE: u64 = 4;

impl Shop {
    /// `spacing_ms`: mean time between two requests.
    pub fn new(seed: u64, error_rate: f64, spacing_ms: f64) -> Shop {
        let routes = ROUTES.len() as u64;
        let mean_risk: f64 = ROUTES
            .iter()
            .zip(0..)
            .map(|(route, rank)| route.risk * zipf_share(rank, routes))
            .sum();
        Shop {
            random: Random::new(seed),
            error_rate: error_rate / mean_risk,
            spacing: spacing_ms * (1 + MOST_A_PAGE) as f64 / 2.0,
            burst: 0,
            visitor: Visitor {
                user: None,
                address: [10, 0, 0, 1],
                agent: 0,
            },
        }
    }

    /// Milliseconds from a request that came at `now` (milliseconds since the epoch) to the next one.
    pub fn next_in(&mut self, now: u64) -> f64 {
        if self.burst > 0 {
            self.burst -= 1;
            return self.random.wait(12.0);
        }
        self.burst = self.random.below(MOST_A_PAGE);
        self.visitor = self.visitor();
        let hour = (now / 3_600_000 % 24) as usize;
        self.random.wait(self.spacing / DAY[hour])
    }

    fn visitor(&mut self) -> Visitor {
        let bits = self.random.bits();
        let user = (!self.random.chance(0.15)).then(|| self.random.zipf(USERS) + 1);
        Visitor {
            user,
            address: [81, (bits >> 8) as u8, (bits >> 16) as u8, bits as u8],
            agent: (bits >> 32) as usize,
        }
    }

    pub fn request(&mut self, now: u64) -> Request {
        let random = &mut self.random;
        let route = &ROUTES[random.zipf(ROUTES.len() as u64) as usize];
        let Visitor {
            user,
            address,
            agent,
        } = self.visitor;
        let midnight_job = now / 60_000 % 1440 < 6;
        let risk = match user {
            Some(BAD_USER) => 0.6,
            _ if midnight_job => self.error_rate * route.risk * 8.0,
            _ => self.error_rate * route.risk,
        };
        let fault = random
            .chance(risk)
            .then(|| &FAULTS[random.zipf(FAULTS.len() as u64) as usize]);
        let status = match (fault, route.method) {
            (Some(fault), _) => fault.status,
            (None, _) if random.chance(0.03) => *random.pick(&[400, 401, 403, 404, 404, 404, 422]),
            (None, "POST") => 201,
            (None, "DELETE") => 204,
            (None, _) => 200,
        };
        let spread = random.unit();
        let duration_ms = route.pace * (0.4 + 3.0 * spread * spread * spread)
            + fault.map_or(0.0, |fault| fault.patience);
        Request {
            id: uuid(random),
            route,
            user,
            host: random.below(HOSTS.len() as u64) as usize,
            thread: random.below(40) + 1,
            address,
            agent,
            salt: random.bits(),
            status,
            fault,
            duration_ms,
            bytes: 200 + random.below(9000),
        }
    }
}

/// A random UUID of version 4, as text.
fn uuid(random: &mut Random) -> [u8; 36] {
    let (high, low) = (random.bits(), random.bits());
    let high = high & 0xffff_ffff_ffff_0fff | 0x4000;
    let low = low & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000;
    let mut text = [b'-'; 36];
    let mut digits = (0..32).map(|i| {
        if i < 16 {
            high >> (60 - 4 * i)
        } else {
            low >> (124 - 4 * i)
        }
    });
    for (at, byte) in text.iter_mut().enumerate() {
        if !matches!(at, 8 | 13 | 18 | 23)
            && let Some(digit) = digits.next()
        {
            *byte = b"0123456789abcdef"[(digit & 15) as usize];
        }
    }
    text
}

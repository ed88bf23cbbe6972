//! Traffic that looks real, and the patterns planted in it: routes and users by Zipf's law, a daily curve, hosts and
//! versions, routes that differ in how often they fail. Everything follows from one seed.

/// One request.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// Seconds since the first midnight.
    pub second: i64,
    pub route: usize,
    pub user: usize,
    pub host: usize,
    pub version: usize,
    pub failed: bool,
    /// Which of the application's faults, where it failed.
    pub fault: usize,
}

/// What is planted: each has its own chance to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plant {
    /// Every day from midnight on, for five minutes.
    Cron,
    Route(usize),
    User(usize),
    /// One version on one host.
    Build {
        host: usize,
        version: usize,
    },
    /// A quarter of an hour.
    Spike {
        from: i64,
    },
    RouteOfUser {
        route: usize,
        user: usize,
    },
    /// Every hour from some minute on, for four minutes.
    Hourly {
        minute: i64,
    },
    /// Every seventh day from one on; 0 is the first day.
    Weekday(i64),
}

impl Plant {
    pub const LENGTH: i64 = 900;
    /// In minutes.
    pub const OF_HOUR: i64 = 4;

    pub fn hits(self, request: &Request) -> bool {
        match self {
            Plant::Cron => request.second % 86_400 < 300,
            Plant::Route(route) => request.route == route,
            Plant::User(user) => request.user == user,
            Plant::Build { host, version } => (request.host, request.version) == (host, version),
            Plant::Spike { from } => (from..from + Plant::LENGTH).contains(&request.second),
            Plant::RouteOfUser { route, user } => (request.route, request.user) == (route, user),
            Plant::Hourly { minute } => {
                (request.second / 60 - minute).rem_euclid(60) < Plant::OF_HOUR
            }
            Plant::Weekday(day) => request.second.div_euclid(86_400) % 7 == day,
        }
    }
}

/// How much traffic there is, and how much of it fails.
#[derive(Clone, Debug)]
pub struct Setting {
    pub seed: u64,
    pub requests: usize,
    pub days: i64,
    pub routes: usize,
    pub users: usize,
    pub hosts: usize,
    pub versions: usize,
    pub base_rate: f64,
    /// How much routes differ: 0 not at all, 1 by a factor of e or so.
    pub uneven: f64,
    /// Failures a planted pattern should have, at least.
    pub planted: usize,
}

/// xorshift64*, so that a seed gives the same traffic everywhere.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Chance {
        let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        for _ in 0..8 {
            chance.next();
        }
        chance
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// From 0 up to 1.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.unit() * end as f64) as usize
    }

    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }
}

/// Draws from weights.
struct Weighted(Vec<f64>);

impl Weighted {
    fn new(weights: impl Iterator<Item = f64>) -> Weighted {
        let mut sum = 0.0;
        Weighted(
            weights
                .map(|weight| {
                    sum += weight;
                    sum
                })
                .collect(),
        )
    }

    fn zipf(count: usize, power: f64) -> Weighted {
        Weighted::new((0..count).map(|rank| ((rank + 1) as f64).powf(-power)))
    }

    fn draw(&self, chance: &mut Chance) -> usize {
        let at = chance.unit() * self.0.last().copied().unwrap_or_default();
        self.0
            .partition_point(|&sum| sum <= at)
            .min(self.0.len() - 1)
    }
}

/// The requests in the order of time, and what was planted in them with the failures it has.
pub struct Traffic {
    pub requests: Vec<Request>,
    pub planted: Vec<(Plant, usize)>,
}

/// One of each kind of plant, where it hits enough requests.
pub fn traffic(setting: &Setting, kinds: &[usize]) -> Traffic {
    let mut chance = Chance::new(setting.seed);
    let (routes, users) = (
        Weighted::zipf(setting.routes, 1.0),
        Weighted::zipf(setting.users, 0.9),
    );
    // Quiet nights: a quarter of noon's traffic.
    let curve = Weighted::new(
        (0..1440).map(|m| 1.0 - 0.6 * (f64::from(m) / 1440.0 * std::f64::consts::TAU).cos()),
    );
    let route_rates: Vec<f64> = (0..setting.routes)
        .map(|_| (setting.base_rate * (setting.uneven * chance.normal()).exp()).min(0.5))
        .collect();
    let mut requests: Vec<Request> = (0..setting.requests)
        .map(|_| {
            let day = chance.below(setting.days as usize) as i64;
            let minute = curve.draw(&mut chance) as i64;
            let route = routes.draw(&mut chance);
            Request {
                second: day * 86_400 + minute * 60 + chance.below(60) as i64,
                route,
                user: users.draw(&mut chance),
                host: chance.below(setting.hosts),
                version: chance.below(setting.versions),
                failed: chance.unit() < route_rates[route],
                fault: route % 5,
            }
        })
        .collect();
    if kinds.contains(&0) {
        // The job asks for things of its own, at an hour when few others do.
        for _ in 0..setting.planted * 2 {
            let mut request = requests[chance.below(setting.requests)].clone();
            request.second -= request.second.rem_euclid(86_400);
            request.second += chance.below(300) as i64;
            requests.push(request);
        }
    }
    requests.sort_by_key(|request| request.second);
    let mut planted = Vec::new();
    for &kind in kinds {
        let plants: Vec<Plant> = (0..40).map(|_| plant(kind, setting, &mut chance)).collect();
        // One that enough requests fall in, and not too many.
        let hit = |plant: &Plant| {
            requests
                .iter()
                .filter(|request| plant.hits(request))
                .count()
        };
        let fitting = plants.into_iter().find(|plant| {
            let hits = hit(plant);
            hits >= setting.planted * 5 / 4 && hits <= setting.requests / 5
        });
        if let Some(plant) = fitting {
            let hits = hit(&plant);
            let rate =
                (setting.planted as f64 / hits as f64 * 1.3).clamp(setting.base_rate * 4.0, 0.95);
            planted.push((plant, rate));
        }
    }
    for request in &mut requests {
        for (at, &(plant, rate)) in planted.iter().enumerate() {
            if plant.hits(request) && chance.unit() < rate {
                (request.failed, request.fault) = (true, 5 + at);
            }
        }
    }
    let failures = |at: usize, plant: Plant| {
        let by =
            |request: &&Request| request.failed && request.fault == 5 + at && plant.hits(request);
        requests.iter().filter(by).count()
    };
    let planted = planted
        .iter()
        .enumerate()
        .map(|(at, &(plant, _))| (plant, failures(at, plant)))
        .collect();
    Traffic { requests, planted }
}

fn plant(kind: usize, setting: &Setting, chance: &mut Chance) -> Plant {
    match kind {
        0 => Plant::Cron,
        1 => Plant::Route(chance.below(setting.routes)),
        2 => Plant::User(chance.below(setting.users.min(60))),
        3 => Plant::Build {
            host: chance.below(setting.hosts),
            version: chance.below(setting.versions),
        },
        4 => Plant::Spike {
            from: (chance.unit() * (setting.days * 86_400 - Plant::LENGTH) as f64) as i64,
        },
        5 => Plant::RouteOfUser {
            route: chance.below(setting.routes.min(12)),
            user: chance.below(setting.users.min(12)),
        },
        6 => Plant::Hourly {
            minute: chance.below(60) as i64,
        },
        _ => Plant::Weekday(chance.below(7) as i64),
    }
}

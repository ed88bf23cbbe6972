//! Writes a log with patterns planted in it, and tells what they are:
//!
//! ```text
//! cargo run --release --example plant -- --seed 7 --plant cron --plant route --out app.log
//! ```
//!
//! Without --plant, failures fall on requests by chance, and a report should say that nothing stands out.

mod traffic;
mod write;

use std::path::PathBuf;

use clap::{Parser, ValueEnum};

use traffic::{Plant, Setting, traffic};
use write::Kind;

#[derive(Parser)]
struct Args {
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[arg(long, default_value_t = 20_000)]
    requests: usize,
    #[arg(long, default_value_t = 3)]
    days: i64,
    #[arg(long, default_value_t = 30)]
    routes: usize,
    #[arg(long, default_value_t = 2_000)]
    users: usize,
    #[arg(long, default_value_t = 4)]
    hosts: usize,
    #[arg(long, default_value_t = 3)]
    versions: usize,
    /// Share of requests that fail by chance
    #[arg(long, default_value_t = 0.01)]
    rate: f64,
    /// How much routes differ in it: 0 not at all
    #[arg(long, default_value_t = 0.0)]
    uneven: f64,
    /// Failures that each pattern should have, about
    #[arg(long, default_value_t = 60)]
    planted: usize,
    #[arg(long)]
    plant: Vec<Name>,
    #[arg(long, value_enum, default_value_t = Kind::Json)]
    kind: Kind,
    #[arg(long)]
    out: PathBuf,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Name {
    Cron,
    Route,
    User,
    Build,
    Spike,
    RouteOfUser,
    Hourly,
    Weekday,
}

fn main() -> std::io::Result<()> {
    let args = Args::parse();
    let setting = Setting {
        seed: args.seed,
        requests: args.requests,
        days: args.days,
        routes: args.routes,
        users: args.users,
        hosts: args.hosts,
        versions: args.versions,
        base_rate: args.rate,
        uneven: args.uneven,
        planted: args.planted,
    };
    let kinds: Vec<usize> = args.plant.iter().map(|&name| name as usize).collect();
    let traffic = traffic(&setting, &kinds);
    std::fs::write(&args.out, write::log(&traffic, args.kind))?;
    for (plant, failures) in &traffic.planted {
        let what = match *plant {
            Plant::Cron => "every day 00:00 to 00:05".to_owned(),
            Plant::Route(route) => write::endpoint(route),
            Plant::User(user) => write::user(user),
            Plant::Build { host, version } => {
                format!("{} on {}", write::version(version), write::host(host))
            }
            Plant::Spike { from } => format!("a quarter of an hour from @{}", write::epoch(from)),
            Plant::RouteOfUser { route, user } => {
                format!("{} for {}", write::endpoint(route), write::user(user))
            }
            Plant::Hourly { minute } => {
                let end = (minute + Plant::OF_HOUR) % 60;
                format!("every hour from :{minute:02} to :{end:02}")
            }
            Plant::Weekday(day) => format!("on {}", write::weekday(day)),
        };
        println!("{failures} failures: {what}");
    }
    Ok(())
}

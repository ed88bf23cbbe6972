//! Writes a log as large as you like, of traffic that looks real, with the exact truth about it beside it:
//!
//! ```text
//! cargo run --release --example generate -- --kind json --size 1GiB --out app.log --truth app.truth.json
//! ```
//!
//! Routes and users are as unequal as real ones, days have their curve, requests overlap, one route and one
//! account are worse than the others, and a job at midnight breaks things. A seed gives the same bytes always.

mod catalogue;
mod clock;
mod random;
mod shop;
mod style;
mod text;
mod truth;

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::Parser;

use clock::Clock;
use shop::{Request, Shop};
use style::{Kind, Step};
use truth::Truth;

#[derive(Parser)]
struct Args {
    #[arg(long, value_enum)]
    kind: Kind,
    /// About how large the log is to be: 500MB, 1GiB, or a number of bytes
    #[arg(long, value_parser = size)]
    size: u64,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Share of requests that fail, about
    #[arg(long, default_value_t = 0.02)]
    error_rate: f64,
    /// Time that the log spans, about
    #[arg(long, default_value_t = 7.0)]
    days: f64,
    /// Else to standard output
    #[arg(long)]
    out: Option<PathBuf>,
    /// Where the truth goes, as JSON
    #[arg(long)]
    truth: Option<PathBuf>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args = Args::parse();
    let mut out: Box<dyn Write> = match &args.out {
        Some(path) => Box::new(File::create(path)?),
        None => Box::new(io::stdout().lock()),
    };
    let truth = Log::new(&args).write(&args, &mut out)?;
    if let Some(path) = &args.truth {
        std::fs::write(path, serde_json::to_string_pretty(&truth.report())? + "\n")?;
    }
    Ok(())
}

/// 2025-03-10T00:00:00Z, a Monday, in milliseconds.
const BEGIN: u64 = 1_741_564_800_000;
/// Bytes gathered before they are written out.
const BUFFER: usize = 1 << 20;

/// The log while it is written: requests under way, and the entries they have yet to leave.
struct Log {
    shop: Shop,
    under_way: Vec<UnderWay>,
    /// Places in `under_way` that are free again.
    free: Vec<usize>,
    /// When, in which order, whose entry.
    due: BinaryHeap<Reverse<(u64, u64, usize)>>,
    entries: u64,
}

struct UnderWay {
    request: Request,
    began: u64,
    step: Step,
    failed: bool,
    sample: Option<usize>,
}

impl Log {
    fn new(args: &Args) -> Log {
        let requests = args.size as f64 / args.kind.bytes_a_request();
        let spacing = args.days * 86_400_000.0 / requests.max(1.0);
        Log {
            shop: Shop::new(args.seed, args.error_rate, spacing),
            under_way: Vec::new(),
            free: Vec::new(),
            due: BinaryHeap::new(),
            entries: 0,
        }
    }

    fn write(mut self, args: &Args, out: &mut dyn Write) -> io::Result<Truth> {
        let mut truth = Truth::default();
        let mut clock = Clock::default();
        let mut buffer = Vec::with_capacity(2 * BUFFER);
        let mut arrival = BEGIN as f64;
        loop {
            let is_over = truth.bytes >= args.size;
            let next = self.due.peek().map(|Reverse((ms, ..))| *ms);
            match next {
                Some(ms) if is_over || ms <= arrival as u64 => {
                    let from = buffer.len();
                    self.entry(args.kind, &mut buffer, &mut clock, &mut truth);
                    truth.bytes += (buffer.len() - from) as u64;
                    truth.lines += memchr::memchr_iter(b'\n', &buffer[from..]).count() as u64;
                }
                None if is_over => break,
                _ => {
                    let now = arrival as u64;
                    self.begin(
                        args.kind,
                        now,
                        truth.bytes * 100 / args.size.max(1),
                        &mut truth,
                    );
                    arrival += self.shop.next_in(now);
                }
            }
            if buffer.len() >= BUFFER {
                out.write_all(&buffer)?;
                buffer.clear();
            }
        }
        out.write_all(&buffer)?;
        out.flush()?;
        Ok(truth)
    }

    fn begin(&mut self, kind: Kind, now: u64, percent: u64, truth: &mut Truth) {
        let request = self.shop.request(now);
        let Some(step) = kind.step_after(None, &request) else {
            return;
        };
        let will_fail = kind.will_fail(&request);
        let sample = truth.request(&request, will_fail, percent);
        let at = time_of(step, now, &request);
        let under_way = UnderWay {
            request,
            began: now,
            step,
            failed: false,
            sample,
        };
        let place = match self.free.pop() {
            Some(place) => {
                self.under_way[place] = under_way;
                place
            }
            None => {
                self.under_way.push(under_way);
                self.under_way.len() - 1
            }
        };
        self.due.push(Reverse((at, self.entries, place)));
    }

    /// Writes the entry that is due and says when the request's next one is.
    fn entry(&mut self, kind: Kind, out: &mut Vec<u8>, clock: &mut Clock, truth: &mut Truth) {
        let Some(Reverse((ms, _, place))) = self.due.pop() else {
            return;
        };
        let of = &mut self.under_way[place];
        let failing = kind.is_failing(of.step, &of.request);
        truth.entry(failing, of.sample);
        if failing && !of.failed {
            of.failed = true;
            truth.failure(&of.request, ms);
        }
        kind.write(out, clock, ms, of.step, &of.request);
        self.entries += 1;
        match kind.step_after(Some(of.step), &of.request) {
            Some(next) => {
                of.step = next;
                let at = time_of(next, of.began, &of.request);
                self.due.push(Reverse((at, self.entries, place)));
            }
            None => self.free.push(place),
        }
    }
}

/// When a request that began at `began` leaves the entry of a step.
fn time_of(step: Step, began: u64, request: &Request) -> u64 {
    let share = match step {
        Step::Started => 0.0,
        Step::Worked => 0.4,
        Step::Failed => 0.98,
        Step::Done => 1.0,
    };
    began + (request.duration_ms * share) as u64
}

/// Reads `1GiB`, `500MB`, `4096`.
fn size(text: &str) -> Result<u64, String> {
    const UNITS: [(&str, u64); 8] = [
        ("KiB", 1 << 10),
        ("MiB", 1 << 20),
        ("GiB", 1 << 30),
        ("TiB", 1 << 40),
        ("kB", 1000),
        ("MB", 1_000_000),
        ("GB", 1_000_000_000),
        ("TB", 1_000_000_000_000),
    ];
    let (number, unit) = UNITS
        .into_iter()
        .find_map(|(name, bytes)| Some((text.strip_suffix(name)?, bytes)))
        .unwrap_or((text, 1));
    let number: f64 = number
        .trim()
        .parse()
        .map_err(|_| format!("not a size: {text}"))?;
    Ok((number * unit as f64) as u64)
}

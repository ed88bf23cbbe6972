//! Goes through a piece's entries and hands over those that fail.

use errlog::chunk::Piece;
use errlog::entry::Boundary;
use errlog::event::{Event, Field, Want};
use errlog::fields::Asked;
use errlog::format::understand::Understander;
use errlog::scan::{self, Entry};

use crate::cli::args::Errors;
use crate::cli::plan::Plan;

/// Who takes the entries of a piece, in order.
pub trait Take {
    /// Whether entries that do not fail are to be handed over as well.
    fn takes_all(&self) -> bool {
        false
    }

    /// Takes so many entries that do not fail and that nobody looked at closely.
    fn pass(&mut self, _entries: u64) {}

    /// Takes an entry. The event is that of one that had to be read.
    fn take(&mut self, entry: Entry, event: Option<&Event>, fails: bool);

    /// So many line breaks were in the piece, where its lines are numbered.
    fn end(&mut self, _lines: u64) {}
}

/// What is looked for.
pub struct Sieve<'p> {
    plan: &'p Plan,
    pub want: Want,
    /// What a glance is to tell of; `None` where it takes more than that.
    asked: Option<Asked>,
}

impl<'p> Sieve<'p> {
    pub fn new(plan: &'p Plan, args: &Errors) -> Sieve<'p> {
        let want = want(plan, args);
        // What is asked for by more has to be read.
        let is_simple = want == plan.filing.failing.want() && plan.filter.is_empty();
        let asked = is_simple.then(|| plan.filing.failing.asked()).flatten();
        Sieve { plan, want, asked }
    }

    pub fn sift(
        &self,
        piece: Piece,
        boundary: &Boundary,
        understander: &mut Understander,
        to: &mut impl Take,
    ) {
        let mut scratch = Vec::new();
        let mut entries = scan::entries(piece, boundary);
        loop {
            let asked = self.asked.as_ref().filter(|_| !to.takes_all());
            if let Some(glance) = asked.and_then(|asked| understander.glance(asked)) {
                let (passed, failing) = entries.glance(glance);
                to.pass(passed);
                if let Some(entry) = failing {
                    to.take(entry, None, true);
                    continue;
                }
            }
            let Some(entry) = entries.next() else {
                break;
            };
            let event = understander.read(entry.bytes, entry.start, &mut scratch);
            let fails = self.fails(entry.bytes, &event);
            to.take(entry, Some(&event), fails);
        }
        to.end(entries.lines_passed());
    }

    fn fails(&self, bytes: &[u8], event: &Event) -> bool {
        let plan = self.plan;
        plan.filing.failing.is(event)
            && plan.filter.accepts_bytes(bytes)
            && plan.filter.accepts(event)
            && (!plan.filter.asks_who() || {
                let filed = plan.filing.file(event);
                plan.filter
                    .accepts_who(filed.endpoint.as_deref(), event.user.as_deref())
            })
    }
}

fn want(plan: &Plan, args: &Errors) -> Want {
    let mut want = plan.filing.failing.want().union(&plan.filter.want());
    if args.last.is_some() || args.first.is_some() || args.group {
        want = want.with(Field::Time);
    }
    if args.same_request {
        want = want.with(Field::RequestId).with(Field::TraceId);
    }
    want
}

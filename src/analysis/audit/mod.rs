//! Faults of how failures are handled, which no count of them shows: errors that nobody logged, clients' mistakes
//! answered as the server's, responses that give away what they must not, callers that try again and again.
//!
//! What an audit must know of a request is gathered event by event as [`Marks`], which merge in any order; the rest
//! is looked up among the failed requests once everything has been read.

mod client;
mod joined;
mod leak;
mod marks;
mod retries;
mod tell;

use crate::analysis::asked::Asked;
use crate::analysis::result::{Finding, FindingKind};
use crate::event::Time;

pub use joined::Joined;
pub use marks::Marks;
pub use retries::Success;

/// Fewer cases than this are no finding; of a leak one is enough.
const FEW: usize = 3;

/// The most findings a report has, and how many of them what stands out keeps whatever the audits bring.
const MOST: usize = 7;
const STATISTICAL: usize = 5;

/// A failed request, as far as the audits look at it. Names go by their numbers.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    pub marks: Marks,
    pub user: Option<u32>,
    pub endpoint: Option<u32>,
    pub time: Option<Time>,
    /// Place of its first failing event: the source's on the command line, and the entry's in it.
    pub place: (u32, u64),
    pub fingerprint: Option<u64>,
    /// Empty where it has none.
    pub id: &'a str,
}

/// What the cases' numbers stand for.
pub trait Words {
    fn name(&self, number: u32) -> &str;
    fn title(&self, fingerprint: u64) -> &str;
}

/// What the audits found, the largest first.
pub fn findings<'a>(
    mut cases: Vec<Case<'a>>,
    joined: &Joined,
    successes: impl Iterator<Item = Success>,
    words: &impl Words,
    asked: &Asked,
) -> Vec<Finding> {
    cases.sort_by_key(|case| (case.time, case.place));
    let of = |is: &dyn Fn(&Case) -> bool| -> Vec<Case<'a>> {
        cases.iter().filter(|case| is(case)).copied().collect()
    };
    let swallowed = joined.swallowed(&cases);
    let mistakes = of(&|case| {
        case.marks.has(Marks::STATUS_500.with(Marks::MISTAKE))
            && !case.marks.has(Marks::OTHER_ERROR)
    });
    let leaks = of(&|case| case.marks.has_any(Marks::LEAKS));
    let retries = retries::find(&cases, successes);

    let mut findings = Vec::new();
    if swallowed.len() >= FEW {
        findings.push(tell::swallowed(&swallowed, words, asked));
    }
    if mistakes.len() >= FEW {
        findings.push(tell::mistakes(&mistakes, words, asked));
    }
    if !leaks.is_empty() {
        findings.push(tell::leaks(&leaks, words, asked));
    }
    findings.extend(retries.map(|retries| tell::retries(&retries, words, asked)));
    findings.sort_by_key(|finding| (std::cmp::Reverse(finding.failures), finding.kind));
    findings
}

/// What stands out and what the audits found, in one list: what stands out comes first, for it says where most of
/// the failures come from.
pub fn together(mut findings: Vec<Finding>, audits: Vec<Finding>) -> Vec<Finding> {
    let room = MOST.saturating_sub(audits.len()).max(STATISTICAL);
    findings.truncate(room);
    findings.extend(audits);
    findings.truncate(MOST);
    findings
}

/// Whether a finding is an audit's.
pub fn is_audit(kind: FindingKind) -> bool {
    matches!(
        kind,
        FindingKind::Swallowed
            | FindingKind::ClientMistake
            | FindingKind::Leak
            | FindingKind::Retries
    )
}

#[cfg(test)]
mod tests;

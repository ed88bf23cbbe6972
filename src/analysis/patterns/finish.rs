//! Turns what was counted into what is told: the groups of every view and, of an overview, what stands out.

use rustc_hash::FxHashMap;

use super::findings::{self, Column, Compared, Facts, Good};
use super::join::{Name, Names, Rank};
use super::rows::{self, FailedRow, Rows};
use super::together::Counts;
use super::{Patterns, Question};
use crate::analysis::asked::Asked;
use crate::analysis::audit::{self, Case};
use crate::analysis::dim::Dim;
use crate::analysis::result::{Finding, Group, Strip, Totals};
use crate::event::Time;

/// The groups of every view of a question.
#[derive(Debug)]
pub struct Finished {
    pub from: Option<Time>,
    pub to: Option<Time>,
    pub totals: Totals,
    /// One list of groups a view, in the question's order.
    pub views: Vec<Vec<Group>>,
    /// What the audits of an overview found.
    pub audits: Vec<Finding>,
    /// Of an overview.
    pub findings: Vec<Finding>,
    pub strip: Option<Strip>,
}

impl Patterns {
    /// The groups of every view and, of an overview, what stands out, once everything has been seen.
    pub fn finish(mut self, question: &Question, asked: &Asked) -> Finished {
        self.count_requests(question);
        let Counts { mut tables, rows } = std::mem::take(&mut self.counts);
        let (good, audits) = rayon::join(
            || Good::of(&rows.good),
            || {
                if question.overview {
                    tables.add_good(question, &rows.good);
                }
                self.audits(&rows, asked)
            },
        );
        let totals = Totals {
            entries: self.entries,
            requests: tables.requests(),
            failures: tables.failures(),
            failing_events: self.failing_events,
        };
        let (findings, strip) = match question.overview {
            true => self.stands_out(question, totals, good, rows.failed, asked),
            false => (Vec::new(), None),
        };
        let span = (self.first, self.last);
        let views = tables.finish(question, &self.names, &self.titles, span);
        Finished {
            from: self.first,
            to: self.last,
            totals,
            views,
            audits,
            findings,
            strip,
        }
    }

    /// What the audits find among the failed requests of an overview.
    fn audits(&self, rows: &Rows, asked: &Asked) -> Vec<Finding> {
        let known = |number| (number != rows::NONE).then_some(number);
        let cases = rows.failed.iter().map(|failed| Case {
            marks: failed.marks,
            user: known(failed.row.user),
            endpoint: known(failed.row.endpoint),
            time: failed.first,
            place: (failed.rank.source, failed.rank.offset),
            fingerprint: failed.error.fingerprint,
            id: &failed.id,
        });
        let good = rows.good.iter();
        let successes = good.map(|row| (row.user, row.endpoint, row.minute));
        let words = Words {
            names: &self.names,
            titles: &self.titles,
        };
        audit::findings(cases.collect(), &rows.joined, successes, &words, asked)
    }

    fn stands_out(
        &self,
        question: &Question,
        totals: Totals,
        good: Good,
        failed: Vec<FailedRow>,
        asked: &Asked,
    ) -> (Vec<Finding>, Option<Strip>) {
        let slots = question.slots.iter().enumerate();
        let slots = slots.filter(|(slot, _)| !self.profiles.is_given_up(*slot, &question.limits));
        let own = [
            (Column::Endpoint, &Dim::Endpoint),
            (Column::User, &Dim::User),
        ];
        let columns: Vec<Compared> = own
            .into_iter()
            .chain(slots.map(|(slot, dim)| (Column::Slot(slot), dim)))
            .map(|(column, dim)| Compared {
                column,
                name: dim.name().to_owned(),
                is_guessed: matches!(dim, Dim::Key(_)),
            })
            .collect();
        let title = |error: u64| match self.titles.get(&error) {
            Some((_, title)) => title.clone(),
            None => String::new(),
        };
        let facts = Facts {
            columns,
            names: &self.names,
            profiles: &self.profiles,
            titles: &title,
            has_rates: totals.requests.is_some(),
            zone: question.zone,
        };
        findings::find(good, failed, &facts, asked)
    }
}

/// What the audits' numbers stand for.
struct Words<'p> {
    names: &'p Names,
    titles: &'p FxHashMap<u64, (Rank, String)>,
}

impl audit::Words for Words<'_> {
    fn name(&self, number: u32) -> &str {
        self.names.text(Name(number))
    }

    fn title(&self, fingerprint: u64) -> &str {
        self.titles.get(&fingerprint).map_or("", |(_, title)| title)
    }
}

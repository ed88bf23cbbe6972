//! Single values whose requests fail more often than the others.

use super::counts::Tally;
use super::search::{Candidate, Search};
use super::series::dispersion;
use super::slice::{Column, Slice};

/// Fewer failures are no pattern.
pub const LEAST: u32 = 8;

impl Search<'_> {
    /// Single values that stand out.
    pub fn singles(&self) -> Vec<Candidate> {
        let mut found = Vec::new();
        for column in &self.columns {
            let values = self.values(*column);
            if values.len() < 2 {
                continue;
            }
            if !self.facts.has_rates {
                if matches!(column, Column::Endpoint | Column::User) {
                    found.extend(self.by_share(*column, values));
                }
                continue;
            }
            let mut all = Tally::default();
            for (_, tally) in values {
                all.add(*tally);
            }
            let rate = all.rate();
            let scatter = values
                .iter()
                .map(|(_, t)| (f64::from(t.failures), f64::from(t.requests) * rate));
            let spread = match column {
                // How much users differ by chance of what each of them does.
                Column::User => dispersion(scatter.collect(), (values.len() / 200).max(4)),
                _ => 1.0,
            };
            let mut of_column = Vec::new();
            for &(value, tally) in values {
                let slice = Slice::of(&[(*column, value)]);
                of_column.extend(Candidate::compared(
                    slice,
                    tally,
                    all,
                    spread,
                    values.len() as f64,
                ));
            }
            found.extend(self.not_explained_by_endpoint(of_column, *column != Column::Endpoint));
        }
        found
    }
}

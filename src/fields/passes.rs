//! Lines that are known from their beginning not to be asked for, and that tell no status, passed over in runs.

use fearless_simd::dispatch;
use fearless_simd::prelude::*;

use super::marks::Marks;
use super::{Lines, Statuses};
use crate::opening::{Opening, Openings};

/// How such lines begin, for one question.
#[derive(Debug, Default)]
pub struct Passes {
    openings: Openings,
    /// Room for those of the bytes that are looked at, once some are.
    marks: Option<Box<Marks>>,
}

/// Some lines of a text, and the one behind them.
struct Run<'t> {
    lines: Lines,
    text: &'t [u8],
    /// Where the rest of that one begins, if it begins as is known.
    rest: Option<usize>,
    /// Behind them stands no such line that is followed by an entry.
    is_over: bool,
}

impl Passes {
    /// Learns how a line begins that is not asked for, whatever it holds but a status.
    pub fn learn(&mut self, opening: Opening) {
        self.openings.learn(opening);
    }

    /// Whether it is known that what begins as `text` does is not asked for.
    pub fn knows(&mut self, text: &[u8], statuses: &Statuses) -> bool {
        let openings = &mut self.openings;
        dispatch!(statuses.simd, simd => openings.find(simd, text).is_some())
    }

    /// The lines that `text` begins with for as long as they begin so, tell none of those statuses, and are followed by
    /// what begins an entry, as those lines or otherwise.
    pub fn over(
        &mut self,
        text: &[u8],
        statuses: &Statuses,
        mut begins: impl FnMut(&[u8]) -> bool,
    ) -> Lines {
        let openings = &mut self.openings;
        dispatch!(statuses.simd, simd => {
            let rest = openings.find(simd, text);
            let mut run = Run { lines: Lines::default(), text, rest, is_over: rest.is_none() };
            while !run.is_over {
                let before = run.lines.count;
                if let Some(chunk) = run.text.first_chunk() {
                    let marks = self.marks.get_or_insert_default();
                    marks.fill(simd, chunk, statuses.firsts());
                    run.pass_marked(simd, marks, openings, statuses, &mut begins);
                }
                // A line that is longer than that, or one of the last.
                if run.lines.count == before
                    && let Some(from) = run.rest.filter(|_| !run.is_over)
                {
                    match statuses.end_of_silent_line_on(simd, &run.text[from..]) {
                        Some(end) => run.pass_line(simd, from + end, openings, &mut begins),
                        None => run.is_over = true,
                    }
                }
            }
            run.lines
        })
    }
}

impl Run<'_> {
    /// Passes over lines that end within the marked bytes, which the text begins with.
    #[inline(always)] // this and what it calls is to be compiled for the processor at hand
    fn pass_marked<S: Simd>(
        &mut self,
        simd: S,
        marks: &Marks,
        openings: &mut Openings,
        statuses: &Statuses,
        begins: &mut impl FnMut(&[u8]) -> bool,
    ) {
        let mut start = 0;
        let mut doubts = marks.doubts();
        for &end in marks.breaks() {
            let (Some(rest), false) = (self.rest, self.is_over) else {
                return;
            };
            let (from, end) = (start + rest, usize::from(end));
            while let [doubt, behind @ ..] = doubts
                && usize::from(*doubt) <= from
            {
                doubts = behind;
            }
            let is_doubtful = doubts
                .first()
                .is_some_and(|&doubt| usize::from(doubt) <= end);
            if is_doubtful && statuses.end_of_silent_line(&self.text[rest..]).is_none() {
                self.is_over = true;
                return;
            }
            self.pass_line(simd, end - start, openings, begins);
            start = end + 1;
        }
    }

    /// Passes over the line that the text begins with and that ends at `end`, if an entry follows.
    #[inline(always)]
    fn pass_line<S: Simd>(
        &mut self,
        simd: S,
        end: usize,
        openings: &mut Openings,
        begins: &mut impl FnMut(&[u8]) -> bool,
    ) {
        let next = &self.text[end + 1..];
        let rest = openings.find(simd, next);
        self.is_over = rest.is_none();
        if rest.is_some() || begins(next) {
            self.lines.add(end + 1);
            (self.text, self.rest) = (next, rest);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    const KNOWN: [&str; 2] = ["info ", "{\"level\":\"warn\","];

    /// Line by line, each read from its beginning.
    fn slowly(mut text: &[u8], statuses: &Statuses) -> Lines {
        let rest = |text: &[u8]| {
            let known = KNOWN
                .iter()
                .find(|known| text.starts_with(known.as_bytes()))?;
            (text.len() >= 64).then_some(known.len())
        };
        let mut lines = Lines::default();
        while let Some(from) = rest(text)
            && let Some(end) = statuses.end_of_silent_line(&text[from..])
        {
            let next = &text[from + end + 1..];
            if rest(next).is_none() && !next.starts_with(b"<") {
                break;
            }
            lines.add(text.len() - next.len());
            text = next;
        }
        lines
    }

    fn line() -> impl Strategy<Value = String> {
        let begins =
            prop_oneof![40 => select(&KNOWN[..]), 1 => select(&["<", "", "info", "\n"][..])];
        let word = prop_oneof![
            100 => "[a-z ]{1,24}",
            10 => select(&["x500", "5000", "5", "1.5s", "404", "\\n", "\\\"", "=", "\r"][..]).prop_map(str::to_owned),
            1 => select(&["500", " 503 ", "=599", "\\u0035\\u0030\\u0030", "500\\n", "\\t500"][..]).prop_map(str::to_owned),
        ];
        let words = prop_oneof![30 => 0..8usize, 1 => 150..300usize];
        let rest = words.prop_flat_map(move |words| prop::collection::vec(word.clone(), words));
        (begins, rest).prop_map(|(begins, rest)| format!("{begins}{}\n", rest.concat()))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1500))]

        #[test]
        fn runs_are_those_that_are_found_line_by_line(lines in prop::collection::vec(line(), 0..200)) {
            let text = lines.concat();
            let statuses = Statuses::by(|status| status / 100 == 5);
            let mut passes = Passes::default();
            for known in KNOWN {
                passes.learn(Opening::new(known.as_bytes(), known.len()).expect("short"));
            }
            let mut text = text.as_bytes();
            // From each line that ends a run on.
            while !text.is_empty() {
                let run = passes.over(text, &statuses, |next| next.starts_with(b"<"));
                prop_assert_eq!(run, slowly(text, &statuses));
                let behind = &text[run.bytes..];
                let end = memchr::memchr(b'\n', behind).map_or(behind.len(), |end| end + 1);
                text = &behind[end..];
            }
        }
    }
}

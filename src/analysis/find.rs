//! Which entries bear the IDs that were asked for.
//!
//! An ID is a whole request ID or the beginning of one. It matches where an identifier begins, never inside a
//! longer one; whether it was meant as a whole one shows only when the sources have been read: if it stands
//! anywhere as a whole, its longer namesakes are none of the request's.

use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;

use crate::error::Error;
use crate::event::{Event, Field, Want};
use crate::needle::{Needle, Seen, count_lines};

/// The shortest prefix that is taken for an ID.
const SHORTEST: usize = 4;

/// The IDs that are looked for.
pub struct Ids {
    texts: Vec<String>,
    searcher: AhoCorasick,
    /// Finds a single ID in a fraction of the time.
    single: Option<Needle>,
}

/// What an entry has to do with the IDs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Match {
    /// The whole request IDs it bears that begin as one of the given does, with the number of that one.
    pub ids: BTreeSet<(usize, String)>,
}

impl Ids {
    /// Takes IDs as they are, or out of an error response or a sentence that holds one.
    pub fn new(given: &[String]) -> Result<Ids, Error> {
        let mut texts = Vec::new();
        for text in given {
            let id = extract(text).ok_or_else(|| {
                Error::new(
                    format!("no ID in {text:?}"),
                    format!("give a request ID or at least {SHORTEST} characters of its beginning"),
                )
            })?;
            if !texts.contains(&id) {
                texts.push(id);
            }
        }
        let searcher = AhoCorasick::new(&texts)
            .map_err(|e| Error::new(format!("cannot search for these IDs: {e}"), "give fewer"))?;
        let single = match &texts[..] {
            [text] => Some(Needle::new(text)),
            _ => None,
        };
        Ok(Ids {
            texts,
            searcher,
            single,
        })
    }

    pub fn texts(&self) -> &[String] {
        &self.texts
    }

    /// Bytes of the longest of them.
    pub fn longest(&self) -> usize {
        self.texts.iter().map(String::len).max().unwrap_or_default()
    }

    /// Whether any ID's text stands in `bytes`, at a place where an identifier may begin or not.
    pub fn are_in(&self, bytes: &[u8]) -> bool {
        match &self.single {
            Some(single) => single.is_in(bytes),
            None => self.searcher.is_match(bytes),
        }
    }

    /// The same, and the line breaks in the first `own` bytes.
    pub fn look(&self, bytes: &[u8], own: usize) -> Seen {
        match &self.single {
            Some(single) => single.look(bytes, own),
            None => Seen {
                hit: self.are_in(bytes),
                lines: count_lines(&bytes[..own]),
            },
        }
    }

    /// The fields that [`Ids::judge`] looks at.
    pub fn want(&self) -> Want {
        Want::of(&[Field::RequestId, Field::TraceId])
    }

    /// What an entry bears of them; `None` when nothing.
    pub fn judge(&self, entry: &[u8], event: &Event) -> Option<Match> {
        let mut ids = BTreeSet::new();
        for found in self.searcher.find_overlapping_iter(entry) {
            let number = found.pattern().as_usize();
            if found.start() > 0
                && is_id_byte(entry[found.start() - 1])
                && begins_inside(entry, found.start())
            {
                continue;
            }
            let end = found.end()
                + entry[found.end()..]
                    .iter()
                    .take_while(|b| is_id_byte(**b))
                    .count();
            let token = String::from_utf8_lossy(&entry[found.start()..end]);
            let is_whole = end == found.end();
            let is_field = [&event.request_id, &event.trace_id]
                .into_iter()
                .flatten()
                .any(|id| id.starts_with(&*token) && id.starts_with(&self.texts[number]));
            if is_whole || is_field || looks_like_an_id(&token) {
                ids.insert((number, token.into_owned()));
            }
        }
        (!ids.is_empty()).then_some(Match { ids })
    }

    /// The IDs that an entry is shown for, once all matches are known: an ID that was met as a whole excludes
    /// those that only begin with it.
    pub fn settle(&self, matches: &mut Vec<(Match, impl Sized)>) -> Vec<Vec<String>> {
        let whole: Vec<bool> = (0..self.texts.len())
            .map(|number| {
                let wanted = (number, self.texts[number].clone());
                matches.iter().any(|(m, _)| m.ids.contains(&wanted))
            })
            .collect();
        for (m, _) in matches.iter_mut() {
            m.ids
                .retain(|(number, id)| !whole[*number] || *id == self.texts[*number]);
        }
        matches.retain(|(m, _)| !m.ids.is_empty());
        (0..self.texts.len())
            .map(|number| {
                let of_number = matches.iter().flat_map(|(m, _)| &m.ids);
                let ids: BTreeSet<&String> = of_number
                    .filter(|(n, _)| *n == number)
                    .map(|(_, id)| id)
                    .collect();
                ids.into_iter().cloned().collect()
            })
            .collect()
    }
}

/// Bytes that identifiers are made of; the others end one.
fn is_id_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// Whether the identifier byte before `at` belongs to the same identifier. A dash or underscore that itself
/// begins a word (`--id`, ` -id`) and the letter of an escape (`\nid`, `\tid`) do not.
fn begins_inside(entry: &[u8], at: usize) -> bool {
    match entry[at - 1] {
        b'n' | b't' | b'r' if at >= 2 && entry[at - 2] == b'\\' => false,
        b'-' | b'_' => at >= 2 && entry[at - 2].is_ascii_alphanumeric(),
        _ => true,
    }
}

/// Whether a token in running text is an identifier rather than a word or a number: long, with digits.
fn looks_like_an_id(token: &str) -> bool {
    let digits = token.bytes().filter(u8::is_ascii_digit).count();
    let letters = token.bytes().filter(u8::is_ascii_alphabetic).count();
    token.len() >= 8 && digits > 0 && (letters > 0 || token.len() >= 12)
}

/// The ID in what somebody pasted.
fn extract(text: &str) -> Option<String> {
    let text = text.trim();
    let is_bare = text.bytes().all(|b| b.is_ascii_graphic())
        && !text
            .bytes()
            .any(|b| matches!(b, b'"' | b'{' | b'}' | b'<' | b'>' | b','));
    if is_bare && text.len() >= SHORTEST {
        // `requestId=550e8400` is an assignment; `Root=1-67891233-abc` is an ID with its key in front.
        return Some(match text.split_once(['=', ':']) {
            Some((key, value)) if names_an_id(key) && value.len() >= SHORTEST => value.to_owned(),
            _ => text.to_owned(),
        });
    }
    let tokens = || text.split(|c: char| !(c.is_ascii() && is_id_byte(c as u8)));
    let named = || {
        let mut after_name = false;
        tokens().filter(|token| !token.is_empty()).find(|token| {
            let takes =
                after_name && token.len() >= SHORTEST && token.bytes().any(|b| b.is_ascii_digit());
            after_name = names_an_id(token) || (after_name && is_filler(token));
            takes
        })
    };
    let uuid = || tokens().find(|token| is_uuid(token));
    let likely = || {
        tokens()
            .filter(|t| looks_like_an_id(t))
            .max_by_key(|t| t.len())
    };
    named().or_else(uuid).or_else(likely).map(str::to_owned)
}

/// Whether a word announces an ID: `requestId`, `Reference`, `trace`.
fn names_an_id(word: &str) -> bool {
    let plain: String = word
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase();
    matches!(
        plain.as_str(),
        "requestid"
            | "reqid"
            | "request"
            | "xrequestid"
            | "traceid"
            | "trace"
            | "correlationid"
            | "xcorrelationid"
            | "correlation"
            | "reference"
            | "referenceid"
            | "ref"
            | "rid"
            | "id"
            | "errorid"
            | "incident"
            | "incidentid"
            | "ticket"
            | "code"
            | "requestidentifier"
    )
}

/// Words between the name and the ID: `reference number: X`, `request ID is X`.
fn is_filler(word: &str) -> bool {
    ["id", "number", "no", "is", "code", "was"].contains(&word.to_ascii_lowercase().as_str())
}

fn is_uuid(token: &str) -> bool {
    token.len() == 36
        && token.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const UUID: &str = "550e8400-e29b-41d4-a716-446655440000";

    fn ids(text: &str) -> Ids {
        Ids::new(&[text.to_owned()]).unwrap()
    }

    fn judged(id: &str, entry: &str) -> Vec<String> {
        let event = Event::default();
        let found = ids(id).judge(entry.as_bytes(), &event);
        found
            .map(|m| m.ids.into_iter().map(|(_, id)| id).collect())
            .unwrap_or_default()
    }

    #[test]
    fn an_id_is_taken_out_of_what_somebody_pasted() {
        for text in [
            UUID,
            "  550e8400-e29b-41d4-a716-446655440000\n",
            r#"{"error":"Internal Server Error","requestId":"550e8400-e29b-41d4-a716-446655440000"}"#,
            "Reference: 550e8400-e29b-41d4-a716-446655440000",
            "requestId=550e8400-e29b-41d4-a716-446655440000",
            "Something went wrong (request id 550e8400-e29b-41d4-a716-446655440000).",
        ] {
            assert_eq!(ids(text).texts(), [UUID], "{text}");
        }
        assert!(Ids::new(&["abc".to_owned()]).is_err());
        assert!(Ids::new(&["nothing to see here".to_owned()]).is_err());
    }

    #[test]
    fn an_id_matches_where_an_identifier_begins_and_never_inside_one() {
        assert_eq!(judged("req-42", "GET /x [req-42] done"), ["req-42"]);
        assert_eq!(
            judged("req-42", "GET /x xreq-42 done"),
            Vec::<String>::new()
        );
        assert_eq!(judged("req-42", r#"{"msg":"line\nreq-42"}"#), ["req-42"]);
        assert_eq!(judged("0000", UUID), Vec::<String>::new());
        assert_eq!(judged("550e", UUID), [UUID]);
    }

    #[test]
    fn a_prefix_does_not_match_words_and_numbers() {
        assert_eq!(judged("2025", "2025 items sold"), ["2025"]);
        assert_eq!(judged("2025", "20250314 items sold"), Vec::<String>::new());
        assert_eq!(judged("erro", "errors happen"), Vec::<String>::new());
    }

    #[test]
    fn a_whole_id_excludes_its_longer_namesakes() {
        let ids = ids("req-1");
        let mut matches: Vec<(Match, usize)> = ["[req-1]", "[req-12345]", "[req-1]"]
            .iter()
            .enumerate()
            .filter_map(|(n, text)| Some((ids.judge(text.as_bytes(), &Event::default())?, n)))
            .collect();
        assert_eq!(ids.settle(&mut matches), [["req-1"]]);
        assert_eq!(matches.iter().map(|(_, n)| *n).collect::<Vec<_>>(), [0, 2]);
    }
}

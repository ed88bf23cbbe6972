//! What stands out, in words: a sentence each, the command that shows it, and a request to look at.

use crate::analysis::result::Finding;
use crate::report::style::{self, Paint, Style, safe_line};

/// Lines longer than this are hard to read, however wide the screen.
const WIDEST: usize = 110;

/// Columns before the text of a finding.
const INDENT: usize = 3;

/// Writes the findings after a blank line, or that there are none.
pub fn write(out: &mut Vec<u8>, findings: &[Finding], style: Style) {
    out.push(b'\n');
    if findings.is_empty() {
        out.extend_from_slice(b"Nothing stands out among them.\n");
        return;
    }
    for (at, finding) in findings.iter().enumerate() {
        if at > 0 {
            out.push(b'\n');
        }
        let number = format!("{}.", at + 1);
        for (row, line) in wrapped(&safe_line(&finding.text), style.width)
            .iter()
            .enumerate()
        {
            let head = if row == 0 { number.as_str() } else { "" };
            style.paint(out, Paint::Strong, &format!("{head:INDENT$}"));
            out.extend_from_slice(line.as_bytes());
            out.push(b'\n');
        }
        if !finding.query.is_empty() {
            below(out, Paint::Place, &finding.query, style);
        }
        if let Some(id) = finding.request_ids.first() {
            below(out, Paint::Dim, &format!("for example request {id}"), style);
        }
    }
}

/// A line under a finding, whole whatever its length: it is there to be copied.
fn below(out: &mut Vec<u8>, paint: Paint, text: &str, style: Style) {
    out.extend_from_slice(" ".repeat(INDENT).as_bytes());
    style.paint(out, paint, &safe_line(text));
    out.push(b'\n');
}

/// Text in lines that fit the screen beside their indent, broken at spaces; a word that fits no line keeps one of its
/// own. One line where there is no screen.
fn wrapped(text: &str, width: Option<usize>) -> Vec<String> {
    let room = width.map_or(usize::MAX, |width| {
        width.saturating_sub(INDENT).clamp(20, WIDEST)
    });
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in words(text) {
        let columns = style::width(word);
        if used > 0 && used + 1 + columns > room {
            lines.push(String::new());
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            line.push_str(word);
            used += columns;
        }
    }
    lines
}

/// The words of a text; a per cent sign stays with its number.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text.trim();
    std::iter::from_fn(move || {
        let mut spaces = rest.match_indices(' ').map(|(at, _)| at);
        let end = spaces.find(|&at| !rest[at + 1..].starts_with('%'));
        let (word, behind) = rest.split_at(end.unwrap_or(rest.len()));
        rest = behind.trim_start();
        (!word.is_empty()).then_some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn written(findings: &[Finding], width: Option<usize>) -> String {
        let mut out = Vec::new();
        let style = Style {
            color: false,
            screen: true,
            width,
        };
        write(&mut out, findings, style);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_finding_is_wrapped_beside_its_number_with_its_query_and_a_request() {
        let mut findings = sample::findings();
        findings[0].text =
            "POST /api/orders/:id fails 22.5 times as often as the rest: 120 of 2,200 requests"
                .into();
        let text = written(&findings, Some(60));
        assert_eq!(
            text.lines().take(5).collect::<Vec<_>>(),
            [
                "",
                "1. POST /api/orders/:id fails 22.5 times as often as the",
                "   rest: 120 of 2,200 requests",
                "   errlog patterns --by error --endpoint 'POST /api/orders/:id' app.log",
                "   for example request 550e8400",
            ]
        );
        assert!(text.contains("\n\n2. "), "{text}");
    }

    #[test]
    fn a_sentence_is_one_line_in_a_pipe() {
        let mut findings = sample::findings();
        findings[0].text = "word ".repeat(60);
        let text = written(&findings, None);
        assert_eq!(
            text.lines().nth(1).map(|line| line.matches("word").count()),
            Some(60)
        );
    }

    #[test]
    fn a_number_is_not_parted_from_its_per_cent_sign() {
        let all: Vec<_> = words(" 12 of 99 fail (12 %), 30 % of all ").collect();
        assert_eq!(
            all,
            ["12", "of", "99", "fail", "(12 %),", "30 %", "of", "all"]
        );
    }

    #[test]
    fn nothing_is_said_in_one_line() {
        assert_eq!(written(&[], Some(80)).trim().lines().count(), 1);
        assert!(written(&[], Some(80)).contains("Nothing stands out"));
    }

    #[test]
    fn a_log_s_text_can_t_reach_the_screen_raw() {
        let mut findings = sample::findings();
        findings[0].text = "a\x1b]0;x\x07b".into();
        findings[0].query = "errlog --endpoint '\x1b[31m'".into();
        findings[0].request_ids = vec!["\r\nid".into()];
        let text = written(&findings, Some(80));
        assert!(
            !text.chars().any(|c| c.is_control() && c != '\n'),
            "{text:?}"
        );
        assert!(text.contains("request ^M^Jid"), "{text}");
    }
}

//! Where the line comes from: brackets, names of processes, threads and loggers, places in the source, and the
//! separators between them.

use super::{Held, Next, Reader, Token, is_sign, lex};
use crate::event::Level;
use crate::format::access;
use crate::format::plain::{level, shape};
use crate::token::is_uuid;

impl Reader<'_> {
    /// A bracket: the level, or a tag.
    pub(super) fn group(&mut self) -> Next {
        let Some(close) = self.close(self.at) else {
            return Next::Stop;
        };
        let open = self.text[self.at];
        let content = &self.text[lex::trim(self.text, self.at + 1..close)];
        let end = close + 1;
        // A request, `[GET] /x 200`, and no tag.
        if open == b'[' && self.leads_to(end, b"/") && access::is_method(content) {
            return Next::Stop;
        }
        // The priority that a service prints for journald: `<3>message`.
        if let (b'<', 0, [digit @ b'0'..=b'7']) = (open, self.at, content) {
            if let Some(level) = Level::from_syslog(u64::from(digit - b'0')) {
                self.leveled(level, true);
            }
            return self.sure(end);
        }
        // `(c) third` is of a list.
        let enumerates = !self.anchored() && matches!(content, [b'a'..=b'z']);
        let may_be_level = open != b'{' || content.iter().all(u8::is_ascii_uppercase);
        if may_be_level
            && !enumerates
            && self.expects_level(1)
            && let Some(level) = level::tag(content)
        {
            self.leveled(level, true);
            return self.behind_level(end);
        }
        let tag = is_tag(open, content);
        if tag && self.anchored() && self.held.words == 0 {
            // Before the level a name with dots may be a thread's: `[vert.x-eventloop-thread-0] INFO `.
            self.head.names_origin |= shape::is_position(content)
                || self.head.level.is_some() && shape::is_logger(content);
            return self.sure(end + usize::from(self.byte(end) == Some(b':')));
        }
        // JBoss: the thread between the logger in brackets and the message, `[org.jboss.as] (Boot Thread) message`.
        if open == b'('
            && self.head.names_origin
            && self.text[..self.at].trim_ascii_end().ends_with(b"]")
            && is_thread(content)
        {
            return self.sure(end);
        }
        // Threads have names of several words; but behind the level only square brackets hold such.
        let may_be_thread = open == b'[' || self.head.level.is_none() && (open != b'{' || tag);
        if may_be_thread {
            self.hold(end, false)
        } else {
            Next::Stop
        }
    }

    /// A quoted cell of a CSV row, or a quoted level.
    pub(super) fn quoted(&mut self) -> Next {
        let inside = &self.text[self.at + 1..];
        let len = memchr::memchr(b'"', &inside[..inside.len().min(64)]);
        self.look(self.at + 1 + len.unwrap_or(64) + 3);
        let Some(len) = len else {
            return Next::Stop;
        };
        let end = self.at + len + 2;
        let cell = matches!(self.text[end..], [b',' | b';' | b'\t', _, ..]);
        if (cell || self.anchored())
            && self.expects_level(1)
            && let Some(level) = level::word(&inside[..len], level::Mark::Marked)
        {
            self.leveled(level, true);
            return self.behind_level(end);
        }
        if cell && (self.head.level.is_none() || self.head.when.is_none()) {
            self.hold(end + 1, false)
        } else {
            Next::Stop
        }
    }

    /// A run of punctuation between parts.
    pub(super) fn separator(&mut self) -> Next {
        let run = self.text[self.at..]
            .iter()
            .take_while(|b| is_sign(**b))
            .count();
        let end = self.at + run;
        let sign = &self.text[self.at..end];
        let spaced = self
            .byte(end)
            .is_none_or(|b| matches!(b, b' ' | b'\t' | 0x1b));
        let joins = matches!(sign[0], b'|' | b'*' | b';' | b',') || sign.contains(&b'|');
        if !(spaced || joins) || run > 8 {
            return self.level_between(sign, end).unwrap_or_else(|| self.word());
        }
        if !self.anchored() {
            // `==> WARNING:`, `app-1  | 2025-...`: what stands before a bar is a name, of whatever words.
            if sign.contains(&b'|') {
                self.held = Held::default();
                self.head.parts_before = 0;
                self.head.words_before = 0;
            }
            self.at = end;
            return Next::Part;
        }
        let held = std::mem::take(&mut self.held);
        if self.head.level.is_none() {
            // One word before a separator is a name.
            self.held = Held {
                parts: held.parts,
                words: held.words.saturating_sub(1),
            };
            self.at = end;
            return if held.parts == 0 {
                self.sure(end)
            } else {
                Next::Part
            };
        }
        if held.words > 1 {
            return Next::Stop;
        }
        self.sure(end);
        let after_origin = self.head.names_origin && sign != b"---";
        if after_origin || self.separated && sign == b"-" {
            return Next::Stop;
        }
        self.separated = true;
        Next::Part
    }

    /// The level between two signs of a kind, behind the stamp: SABnzbd's `02:11:09,123::ERROR::[module:12] message`.
    fn level_between(&mut self, sign: &[u8], at: usize) -> Option<Next> {
        if self.head.when.is_none() || !self.expects_level(0) {
            return None;
        }
        let word = self.word_at(at);
        let letters = word.iter().take_while(|b| b.is_ascii_uppercase()).count();
        let level = level::word(&word[..letters], level::Mark::Bare)?;
        word[letters..].starts_with(sign).then(|| {
            self.leveled(level, true);
            self.sure(at + letters + sign.len())
        })
    }

    /// A word before stamp and level: a file's name, a host, a service.
    pub(super) fn prefix(&mut self, token: &Token) -> Next {
        // `ValueError: 2025-...` quotes a line of a log.
        if token.has_colon() && shape::is_exception(token.name()) {
            return Next::Stop;
        }
        // oVirt's `MainThread::ERROR::2025-03-14 02:11:09,123::module::12::`.
        if let Some((thread, rest)) = cut(token.text)
            && let Some((level, _)) = cut(rest)
            && let Some(level) = level::word(level, level::Mark::Bare)
        {
            self.leveled(level, true);
            let len = rest.len() - cut(rest).map_or(0, |(_, stamp)| stamp.len());
            return self.sure(self.at + thread.len() + 2 + len);
        }
        let installer = matches!(token.text, b"npm" | b"yarn" | b"pnpm" | b"lerna");
        // Tinyproxy's `CONNECT   Mar 14 02:11:09`: a column of capitals.
        let column = token.cell && token.text.iter().all(u8::is_ascii_uppercase);
        // Signale's `✖  error     no stock`.
        let symbol = !token.text.iter().any(u8::is_ascii_alphanumeric);
        self.hold(
            token.end,
            !installer && !column && !symbol && !shape::is_technical(token.text),
        )
    }

    /// A word after stamp or level that is no level: a name of the head, or the message's first word.
    pub(super) fn name(&mut self, token: &Token) -> Next {
        let leveled = self.head.level.is_some();
        let certain = self.held.words == 0;
        let name = token.name();
        let place = shape::is_position(name.strip_suffix(b"]").unwrap_or(name));
        if certain && (place || !self.head.names_origin && shape::is_logger(name)) {
            self.head.names_origin = true;
            self.sure(token.end);
            return if token.has_colon() && leveled {
                Next::Stop
            } else {
                Next::Part
            };
        }
        if let Some(next) = self.joined_group(token) {
            return next;
        }
        // BIND's category before the level: `general: error: message`.
        let category = token.has_colon() && self.held.parts == 0;
        if !leveled {
            // One sign, of whatever script, is no word: `main ▶ INFO message`.
            let sign = !token.text[0].is_ascii() && token.text.len() <= 4;
            let word = !category && !sign && !shape::is_technical(token.text);
            return self.hold(token.end, word);
        }
        if self.head.when.is_none() && self.in_column() {
            return self.hold(token.end, !shape::is_technical(token.text));
        }
        if let Some(next) = self.in_layout(token) {
            return next;
        }
        // A number or a word in a table may be a process or a logger: what follows tells.
        let number = name.iter().all(u8::is_ascii_digit);
        let in_table = self.text.get(token.end) == Some(&b'\t')
            && !self.head.names_origin
            && (shape::is_name(name) || number && self.head.when.is_none());
        if self.held.parts == 0 && (number && self.leads_to_origin(token.end) || in_table) {
            return self.hold(token.end, false);
        }
        Next::Stop
    }

    /// Between the bars of a table whose stamp is still to come: `INFO   | jvm 1    | 2025/03/14 02:11:09 | `.
    fn in_column(&self) -> bool {
        self.held.parts > 0 || self.text[..self.at].trim_ascii_end().ends_with(b"|")
    }

    /// Names that only their place in a known layout makes names.
    fn in_layout(&mut self, token: &Token) -> Option<Next> {
        let before = self.text[..self.at].trim_ascii_end();
        // Ruby: `ERROR -- prog: message`.
        if token.has_colon() && before.ends_with(b"--") {
            self.sure(token.end);
            return Some(Next::Stop);
        }
        // Flask: `ERROR in app: message`.
        if token.text == b"in" {
            let next = self.blanks(token.end);
            let word = self.word_at(next);
            return word.ends_with(b":").then(|| {
                self.sure(next + word.len());
                Next::Stop
            });
        }
        // Django's module, process and thread: `ERROR 2025-03-14 02:11:09,123 views 4711 140234567890 message`.
        if self.head.when.is_some()
            && self.held.parts == 0
            && let Some(end) = self.process_and_thread(token.end)
            && shape::is_name(token.text)
        {
            self.head.names_origin = true;
            self.sure(end);
            return Some(Next::Stop);
        }
        // AWS Lambda's request ID, between tabs.
        if self.text.get(token.end) == Some(&b'\t') && is_uuid(token.text) {
            return Some(self.sure(token.end));
        }
        // MongoDB's components: `I NETWORK  [conn1]`, `I -        [main]`.
        let component = token
            .text
            .iter()
            .all(|b| b.is_ascii_uppercase() || *b == b'_');
        if component && token.cell && self.held.parts == 0 && self.leads_to(token.end, b"[") {
            return Some(self.sure(token.end));
        }
        // A request's ID between bars.
        if self.held.words == 0
            && before.ends_with(b"|")
            && is_uuid(token.text)
            && self.leads_to(token.end, b"|")
        {
            return Some(self.sure(token.end));
        }
        // `FooService - message` where no separator came before; `Foo:12 : message`; NLog's `|Logger|message`.
        let name = token.name();
        if self.held.words > 0 || self.head.names_origin || !shape::is_name(name) {
            return None;
        }
        let numbered =
            memchr::memrchr(b':', name).is_some_and(|at| lex::digits(&name[at + 1..]) > 0);
        let before_sign = self.text.get(token.end) == Some(&b' ')
            && (!self.separated || numbered)
            && (self.leads_to(token.end, b"- ") || self.leads_to(token.end, b": "));
        let between_bars = before.ends_with(b"|") && self.leads_to(token.end, b"|");
        if before_sign || between_bars {
            self.head.names_origin = true;
            return Some(self.sure(token.end));
        }
        None
    }

    /// Where the numbers of a process and, far greater, of a thread end.
    fn process_and_thread(&self, at: usize) -> Option<usize> {
        let process = self.blanks(at);
        if !self.byte(process)?.is_ascii_digit() {
            return None;
        }
        let word = self.word_at(process);
        let thread = self.blanks(process + word.len());
        let number = self.word_at(thread);
        let are_numbers = lex::digits(word) == word.len() && lex::digits(number) == number.len();
        (are_numbers && word.len() < 8 && number.len() > 8).then_some(thread + number.len())
    }

    /// Behind a number: `4711 --- [main]`, `4711 [main]`, `123 file.go:12`, `3120 com.acme.Foo`.
    fn leads_to_origin(&self, end: usize) -> bool {
        let next = self.blanks(end);
        let word = self.word_at(next);
        let word = word.strip_suffix(b":").unwrap_or(word);
        self.starts_with(next, b"--- ")
            || self.starts_with(next, b"[")
            || shape::is_logger(word)
            || shape::is_position(word)
    }

    /// A name with a bracket joined on: `vpxd[123]`, `heroku[router]:`, and tracing's `span{id=5}:`.
    fn joined_group(&mut self, token: &Token) -> Option<Next> {
        let open = token.text.iter().position(|b| matches!(b, b'[' | b'{'))?;
        if open == 0 || !shape::is_name(&token.text[..open]) {
            return None;
        }
        let close = self.close(self.at + open)?;
        let after = close + 1;
        let colon = self.byte(after) == Some(b':');
        // cloud-init's `util.py[WARNING]: `, Greenplum's `gpstart:mdw:gpadmin-[CRITICAL]:-`.
        if self.expects_level(1)
            && let inside = &self.text[self.at + open + 1..close]
            && inside.len() > 1
            && inside.iter().all(u8::is_ascii_uppercase)
            && let Some(level) = level::tag(inside)
        {
            self.leveled(level, true);
            return Some(self.behind_level(after));
        }
        if token.text[open] == b'{' {
            // Spans are joined by colons: `outer{a=1}:inner{b=2}: module: message`.
            return (colon && self.held.words == 0).then(|| self.sure(after + 1));
        }
        // Behind one word, a host.
        if colon && self.held.words <= 1 {
            self.sure(after + 1);
            return Some(if self.head.level.is_some() {
                Next::Stop
            } else {
                Next::Part
            });
        }
        let number = self.text[self.at + open + 1..close]
            .iter()
            .all(u8::is_ascii_digit);
        (number && self.held.words == 0 && token.end == after).then(|| self.sure(after))
    }
}

/// What stands before and behind the first `::`.
fn cut(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = memchr::memmem::find(text, b"::")?;
    Some((&text[..at], &text[at + 2..]))
}

/// Whether a bracket's content may be the name of a thread: words without punctuation, of which one tells that it is a
/// thread or a task, or a number behind them which.
fn is_thread(content: &[u8]) -> bool {
    let plain = content
        .iter()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'-' | b'_' | b'.' | b':' | b'#'));
    let mut words = content.split(|b| *b == b' ');
    plain
        && (content.last().is_some_and(u8::is_ascii_digit)
            || words.any(|word| matches!(word, b"Thread" | b"thread" | b"Threads" | b"task")))
}

/// Whether the bracket's content is a tag of the head: a word, a number, or one of the tags that have several words.
fn is_tag(open: u8, content: &[u8]) -> bool {
    let spaced = content.contains(&b' ');
    match open {
        b'[' => {
            !matches!(content.first(), Some(b'[' | b'"' | b'{'))
                && (!spaced || is_compound(content))
        }
        b'{' => {
            !matches!(content.first(), Some(b'"' | b':' | b'{'))
                && (!spaced || shape::is_pair(content))
        }
        b'<' => !spaced && !matches!(content.first(), None | Some(b'/' | b'!')),
        _ => !spaced && !content.is_empty(),
    }
}

/// A bracket of several words that is still a tag: processes, clients, message IDs, requests, pairs.
fn is_compound(content: &[u8]) -> bool {
    let mut words = content.split(|b| *b == b' ');
    let (first, second, third) = (words.next().unwrap_or(b""), words.next(), words.next());
    let pair = first.ends_with(b":") && second.is_some() && third.is_none();
    let named = matches!(
        first,
        b"pid" | b"tid" | b"client" | b"thread" | b"id" | b"remote"
    );
    let requests = content.starts_with(b"req-") || content.starts_with(b"None req-");
    named || pair || requests || content.contains(&b'=')
}

//! The level: a word, a letter or a pair, and whether what looks like one is believed where it stands.

use super::{Next, Reader, Token, lex};
use crate::event::Level;
use crate::format::plain::level::{self, Mark};
use crate::format::plain::shape;
use crate::format::syslog::severity::mnemonic;
use crate::time;

impl Reader<'_> {
    pub(super) fn leveled(&mut self, level: Level, marked: bool) {
        if self.head.when.is_none() {
            self.head.tags = self.at;
        }
        self.head.level = Some(level);
        self.head.level_marked = marked;
        self.separated = false;
    }

    /// Whether a level may still come, and would be believed behind the words held back.
    pub(super) fn expects_level(&self, most_words: usize) -> bool {
        self.head.level.is_none() && self.held.words <= most_words
    }

    /// Reads a word that is, or begins with, a level.
    pub(super) fn level(&mut self, token: &Token) -> Option<Next> {
        if let [one] = token.stem {
            return self.level_letter(*one, token);
        }
        if token.text == b"PHP" && self.expects_level(0) {
            return self.level_of_php();
        }
        if let Some(next) = self.level_before_stamp(token) {
            return Some(next);
        }
        // librdkafka's `%3|1741918269.123|FAIL|`
        if let ([b'%', severity @ b'0'..=b'7'], 0, Some(b'|')) =
            (token.text, self.at, self.text.get(token.end))
        {
            self.leveled(Level::from_syslog(u64::from(severity - b'0'))?, true);
            return Some(self.behind_level(token.end));
        }
        if let Some(next) = self.level_in_code(token) {
            return Some(next);
        }
        if std::mem::take(&mut self.awaits_word)
            && level::word(token.stem, Mark::Bare) == self.head.level
        {
            return Some(self.behind_level(token.end));
        }
        if self.head.level.is_some() {
            return None;
        }
        if token.sign == Some(b'=') {
            return self.level_pair(token);
        }
        // A slash alone marks nothing: `HTTP/1.1`, `info/refs`.
        let marked = token.cell
            || token
                .sign
                .is_some_and(|sign| sign != b'/' || token.has_colon());
        let mark = if marked { Mark::Marked } else { Mark::Bare };
        let level = level::word(token.stem, mark)
            .or_else(|| self.level_of_channel(token))
            .or_else(|| self.level_of_priority(token))?;
        // Go's server names its package so: `2025/03/14 02:11:09 http: panic serving 10.0.0.7:52114: boom`.
        let is_package =
            token.stem == b"http" && self.starts_with(self.at, b"http: panic serving ");
        if is_package || !self.believes(token) {
            return None;
        }
        // JavaScript's exceptions begin `Error: `; and a small word alone may be the message's first. Both stay in it.
        let upper = is_upper(token.stem);
        let dovecot = self.is_dovecot(token);
        if !dovecot && is_exception(token) || mark == Mark::Bare && !upper {
            self.leveled(level, false);
            self.sure(self.at);
            return Some(Next::Stop);
        }
        let anchored = self.anchored();
        self.leveled(level, true);
        let sign_end = self.at + token.stem.len() + 1;
        Some(match token.sign {
            // Python's `ERROR:root:message`: a name follows, up to the next colon.
            Some(b':') if token.goes_on() && !anchored => {
                let rest = &self.text[sign_end..token.end];
                let name = memchr::memchr(b':', rest).filter(|at| !rest[..*at].contains(&b'/'));
                self.sure(sign_end + name.map_or(0, |at| at + 1));
                Next::Stop
            }
            // A bracket joined on has the stamp or a number: `INFO[0042]`, `EROR[03-14|02:11:09]`.
            Some(b'[') => self.sure(sign_end - 1),
            Some(b':' | b',' | b';' | b'"') => self.behind_level(sign_end),
            _ => self.behind_level(token.end),
        })
    }

    /// `PHP Fatal error:  Uncaught ...`, which stays in the message: it is how PHP's traces begin.
    fn level_of_php(&mut self) -> Option<Next> {
        const LONGEST: usize = 32;
        self.look(self.at + LONGEST);
        let level = level::of_php(&self.text[self.at..])?;
        self.leveled(level, true);
        self.sure(self.at);
        Some(Next::Stop)
    }

    /// Dancer's `[shop:4711] error @2025-03-14 02:11:09> message`, whose lowest level is its own.
    fn level_before_stamp(&mut self, token: &Token) -> Option<Next> {
        if self.head.when.is_some() || !self.leads_to(token.end, b"@2") || !self.expects_level(0) {
            return None;
        }
        let level = match token.text {
            b"core" => Level::Trace,
            word => level::word(word, Mark::Bare)?,
        };
        self.leveled(level, true);
        Some(self.sure(token.end))
    }

    /// Levels that are part of a code: Cisco's `%LINK-3-UPDOWN: `, MongoDB's `D3 QUERY `, ESX's `Wa(180) ` and
    /// `cpu3:2097)WARNING: `.
    fn level_in_code(&mut self, token: &Token) -> Option<Next> {
        if self.head.when.is_none() || !self.expects_level(1) {
            return None;
        }
        let level = match token.text {
            // VMware's `E105: `, Acronis' `I00000000: `
            [letter @ (b'E' | b'W' | b'I'), number @ .., b':']
                if number.len() >= 3
                    && lex::digits(number) == number.len()
                    && self.held.words == 0 =>
            {
                self.leveled(level::letter(*letter)?, true);
                return Some(self.sure(token.end));
            }
            // Stunnel's `LOG3[0]: `.
            [b'L', b'O', b'G', severity @ b'0'..=b'7', b'[' | b':', ..] if token.has_colon() => {
                self.leveled(Level::from_syslog(u64::from(severity - b'0'))?, true);
                return Some(self.sure(token.end));
            }
            [
                b'A'..=b'Z',
                _,
                _,
                _,
                _,
                _,
                ..,
                b'0'..=b'9' | b'A'..=b'Z' | b':',
            ] if self.held.words == 0 => level_of_message(token.name())?,
            [b'%', ..] => {
                self.look_everywhere();
                Level::from_syslog(mnemonic(&self.text[self.at..])?.into())?
            }
            [b'D', b'1'..=b'5'] if token.cell || self.is_named(token.end) => {
                self.leveled(Level::Debug, true);
                return Some(self.sure(token.end));
            }
            [b'A'..=b'Z', b'a'..=b'z', b'(', priority @ .., b')']
                if !priority.is_empty() && lex::digits(priority) == priority.len() =>
            {
                self.leveled(level_of_two(token.stem)?, true);
                return Some(self.sure(token.end));
            }
            [b'c', b'p', b'u', b'0'..=b'9', ..] if token.has_colon() => {
                let behind = memchr::memchr(b')', token.text)? + 1;
                level::word(token.name().get(behind..)?, Mark::Marked)?
            }
            _ => return None,
        };
        // The code says what happened: it stays in the message.
        self.leveled(level, true);
        self.sure(self.at);
        Some(Next::Stop)
    }

    /// Whether a level's word is meant as one where it stands.
    fn believes(&self, token: &Token) -> bool {
        if self.is_dovecot(token) {
            return true;
        }
        let anchored = self.anchored();
        let upper = is_upper(token.stem);
        // In small letters only where it stands like the cell of a table, or behind a bracket: pacemaker's
        // `(function) notice: `.
        let set_off = upper && (!is_unlikely(token.stem) || self.leads_to(token.end, b"["))
            || token.cell
            || token.has_colon() && self.text[..self.at].trim_ascii_end().ends_with(b")");
        let most_words = usize::from(anchored && set_off);
        if !self.expects_level(most_words) {
            return false;
        }
        let closed = matches!(token.text.last(), Some(b')' | b':'));
        match token.sign {
            // `ERROR/MainProcess`, `debug/GraphiteWriter:`; but `info/refs` is a path.
            Some(b'/') => upper || token.has_colon(),
            // Dovecot's `log(4711): Warning: message`: a part of it and its process.
            Some(b'(') => closed && token.stem != b"log",
            Some(b'[') => upper,
            None if anchored => true,
            None => {
                (upper || token.cell)
                    && (!is_unlikely(token.stem) || upper && self.leads_to_stamp(token.end))
            }
            Some(_) => anchored || !(is_exception(token) || is_remark(token.stem)),
        }
    }

    /// Whether a time with its date follows, in brackets perhaps: `TRACE [14 Mar 2025 02:11:09,123] message`.
    fn leads_to_stamp(&self, end: usize) -> bool {
        let next = self.blanks(end);
        let from = next + usize::from(self.byte(next) == Some(b'['));
        self.look_everywhere();
        let read = self.text.get(from..).and_then(time::scan);
        read.is_some_and(|(stamp, _)| stamp.date.is_some())
    }

    /// Dovecot's `auth: Error: message`: the part of the program, in small letters, stands where no exception would be
    /// named.
    fn is_dovecot(&self, token: &Token) -> bool {
        // Few words are this one: the rest is seldom looked at.
        if token.text != b"Error:" || self.head.level.is_some() || self.held.parts != 1 {
            return false;
        }
        let before = self.text[..self.at].trim_ascii_end();
        let part = before.strip_suffix(b":").unwrap_or(b"");
        let is_part = part.iter().all(|b| b.is_ascii_lowercase() || *b == b'-') && !part.is_empty();
        // Without a stamp, somebody's own word stands before an exception as readily: `failed: Error: no stock`.
        is_part && (self.head.when.is_some() || DOVECOT.contains(&part))
    }

    /// Monolog's channel before the level: `local.ERROR:`, `audit.INFO:`; Locust's host: `web1/ERROR/locust.main:`.
    fn level_of_channel(&self, token: &Token) -> Option<Level> {
        if token.sign == Some(b'/') && token.has_colon() && self.expects_level(0) {
            let mut parts = token.name().split(|b| *b == b'/');
            let middle = parts.nth(1).filter(|part| is_upper(part))?;
            return parts.next().and_then(|_| level::word(middle, Mark::Bare));
        }
        let dot = memchr::memrchr(b'.', token.stem)?;
        let fits = token.sign == Some(b':') && self.expects_level(0);
        fits.then(|| level::tag(&token.stem[dot..])).flatten()
    }

    /// The plurals of FRR and other routers, with the daemon in capitals behind them: `errors: BGP: message`.
    fn level_of_priority(&self, token: &Token) -> Option<Level> {
        let level = match token.text {
            b"errors:" => Level::Error,
            b"warnings:" => Level::Warn,
            b"notifications:" => Level::Info,
            b"debugging:" => Level::Debug,
            _ => return None,
        };
        let daemon = self.word_at(self.blanks(token.end)).strip_suffix(b":")?;
        (daemon.len() > 1 && is_upper(daemon)).then_some(level)
    }

    /// The level is read up to `end`; signs joined to it go too.
    pub(super) fn behind_level(&mut self, end: usize) -> Next {
        let signs = self.text[end..]
            .iter()
            .take_while(|b| matches!(b, b':' | b',' | b';' | b'|' | b']' | b'*'))
            .count();
        self.look(end + signs + 1);
        self.sure(end + signs)
    }

    /// `level=error` behind the stamp, among other pairs.
    fn level_pair(&mut self, token: &Token) -> Option<Next> {
        if !matches!(
            token.stem,
            b"level" | b"lvl" | b"severity" | b"LEVEL" | b"loglevel" | b"at"
        ) {
            return None;
        }
        let value = &token.text[token.stem.len() + 1..];
        let value = value
            .split(|b| matches!(b, b'"' | b',' | b';'))
            .find(|part| !part.is_empty())?;
        let level = level::word(value, Mark::Marked)?;
        if self.head.when.is_none() || !self.expects_level(1) {
            return None;
        }
        self.leveled(level, true);
        // Heroku's router goes on with pairs that are all there is of a message.
        if token.stem == b"at" {
            return Some(Next::Stop);
        }
        Some(self.sure(token.end))
    }

    /// A level of one letter: `E, [2025-...`, `E! `, `E/Tag(123):`, or a letter alone with a name or a gap behind it.
    fn level_letter(&mut self, one: u8, token: &Token) -> Option<Next> {
        if self.head.level.is_some() {
            return None;
        }
        let Some(level) = level::letter(one) else {
            return self.small_letter(one, token);
        };
        match token.sign {
            Some(b',') if token.text.len() == 2 && self.leads_to(token.end, b"[") => {
                self.leveled(level, true);
                self.awaits_word = true;
                Some(self.sure(token.end))
            }
            // Telegraf's `E! [inputs.cpu] message`, Tarantool's `E> message`.
            Some(b'!' | b'>')
                if token.text.len() == 2 && self.head.when.is_some() && self.held.words == 0 =>
            {
                self.leveled(level, true);
                Some(self.sure(token.end))
            }
            // TeamCity's builds: `[02:11:09]E:	 message`.
            Some(b':')
                if token.text.len() == 2
                    && self.held.parts == 0
                    && self.text[..self.at].ends_with(b"]") =>
            {
                self.leveled(level, true);
                Some(self.sure(token.end))
            }
            // ESP-IDF: `E (1234) wifi: message`.
            None if self.head.when.is_none() && self.is_uptime(token.end) => {
                self.leveled(level, true);
                let behind = self.close(self.blanks(token.end))?;
                Some(self.sure(behind + 1))
            }
            // CUPS: `E [14/Mar/2025:02:11:09 +0000] message`.
            None if self.head.parts_before == 0 && self.head.when.is_none() => {
                self.look_everywhere();
                // Switches leave out the bracket: `I 03/14/25 02:11:09 00374 chassis: message`.
                let behind = &self.text[self.blanks(token.end)..];
                match behind.strip_prefix(b"[") {
                    Some(stamp) => time::scan(stamp).map(|_| ())?,
                    None => time::scan(behind)
                        .and_then(|(stamp, _)| stamp.date.map(|_| ()))
                        .filter(|()| behind[0].is_ascii_digit())?,
                }
                self.leveled(level, true);
                Some(self.sure(token.end))
            }
            // Android's brief layout: `E/Tag(123): message`, `E/Tag  (  123):  message`.
            Some(b'/') => {
                let end = if token.has_colon() {
                    token.end
                } else {
                    self.look_everywhere();
                    self.at + memchr::memmem::find(&self.text[self.at..], b"): ")? + 2
                };
                self.leveled(level, true);
                self.sure(end);
                Some(Next::Stop)
            }
            // In a table `T` and `F` are more likely true and false.
            None if self.held.parts > 1 && matches!(one, b'T' | b'F') => None,
            None if self.head.when.is_some()
                && (self.held.words == 0 && (token.cell || self.is_named(token.end))
                    || token.cell && self.text[..self.at].ends_with(b"  ")) =>
            {
                self.leveled(level, true);
                Some(self.sure(token.end))
            }
            _ => None,
        }
    }

    /// SAP HANA's small letter, behind which its component and place stand: `e Basis Tracer.cpp(00123) : `.
    fn small_letter(&mut self, one: u8, token: &Token) -> Option<Next> {
        let level = level::letter(one.to_ascii_uppercase()).filter(|_| one.is_ascii_lowercase())?;
        self.head.when?;
        self.look_everywhere();
        let mut words = self.text[self.blanks(token.end)..]
            .split(|b| *b == b' ')
            .filter(|w| !w.is_empty());
        let place = words.nth(1)?.strip_suffix(b")")?;
        let open = memchr::memchr(b'(', place)?;
        let line = &place[open + 1..];
        if token.sign.is_some() || line.is_empty() || lex::digits(line) != line.len() {
            return None;
        }
        self.leveled(level, true);
        Some(self.sure(token.end))
    }

    /// Whether the milliseconds since the start follow, and the name of a part of the program: ` (1234) wifi: `.
    fn is_uptime(&self, at: usize) -> bool {
        let word = self.word_at(self.blanks(at));
        let number = word
            .strip_prefix(b"(")
            .and_then(|word| word.strip_suffix(b")"));
        let part = || self.word_at(self.blanks(self.blanks(at) + word.len()));
        number.is_some_and(|number| !number.is_empty() && lex::digits(number) == number.len())
            && part().ends_with(b":")
    }

    /// Whether a bracket, a component or a logger's name stands behind the letter that ends at `end`; behind the
    /// `I` of a sentence does not.
    fn is_named(&self, end: usize) -> bool {
        let mut next = self.blanks(end);
        let mut word = self.word_at(next);
        // A process may come first: `E 4711 com.acme.Shop: `.
        if !word.is_empty() && lex::digits(word) == word.len() {
            next = self.blanks(next + word.len());
            word = self.word_at(next);
            return shape::is_logger(word.strip_suffix(b":").unwrap_or(word));
        }
        let word = word.strip_suffix(b"]").unwrap_or(word);
        let component = word == b"-"
            || word.len() > 1 && word.iter().all(|b| b.is_ascii_uppercase() || *b == b'_');
        matches!(self.byte(next), Some(b'[' | b'(' | b'{' | b'|'))
            || component
            || word.len() > 2 && word.ends_with(b":")
            || shape::is_logger(word)
            || shape::is_position(word)
    }
}

/// The letter that IBM, Broadcom and others put into the number of a message: `ANR2017I`, `CAUAJM_E_10062`.
fn level_of_message(code: &[u8]) -> Option<Level> {
    const SHORTEST: usize = 7;
    let fits = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_';
    if code.len() < SHORTEST || !code.iter().all(fits) {
        return None;
    }
    let letter = match code {
        [first @ .., letter @ (b'I' | b'W' | b'E' | b'S')] => {
            let name = first.iter().take_while(|b| b.is_ascii_uppercase()).count();
            let numbered = name >= 3 && lex::digits(&first[name..]) == first.len() - name;
            (numbered && first.len() - name >= 3).then_some(*letter)?
        }
        _ => {
            let number = memchr::memrchr(b'_', code)?;
            let numbered = lex::digits(&code[number + 1..]) == code.len() - number - 1;
            match &code[..number] {
                [_, _, .., b'_', letter @ (b'I' | b'W' | b'E' | b'S')] if numbered => *letter,
                _ => return None,
            }
        }
    };
    // `S` is severe.
    level::letter(if letter == b'S' { b'E' } else { letter })
}

/// The two letters that VMware's ESX gives each severity of syslog.
fn level_of_two(letters: &[u8]) -> Option<Level> {
    Some(match letters {
        b"Em" | b"Al" | b"Cr" => Level::Fatal,
        b"Er" => Level::Error,
        b"Wa" => Level::Warn,
        b"No" | b"In" => Level::Info,
        b"Db" => Level::Debug,
        _ => return None,
    })
}

/// The parts of Dovecot.
const DOVECOT: [&[u8]; 16] = [
    b"master",
    b"log",
    b"config",
    b"auth",
    b"auth-worker",
    b"imap",
    b"imap-login",
    b"pop3",
    b"pop3-login",
    b"submission",
    b"lmtp",
    b"lda",
    b"anvil",
    b"dict",
    b"doveadm",
    b"indexer-worker",
];

fn is_upper(word: &[u8]) -> bool {
    word.iter().all(|b| !b.is_ascii_lowercase())
}

/// How JavaScript begins its exceptions, and Go its panics.
fn is_exception(token: &Token) -> bool {
    matches!(token.stem, b"Error" | b"panic")
        && !token.cell
        && !matches!(token.sign, Some(b'[' | b','))
}

/// How compilers and runtimes begin what they add to the error before: `note: run with ...`.
fn is_remark(word: &[u8]) -> bool {
    word == b"note"
}

/// Level words in capitals that begin a sentence or a statement as readily as a line of a log.
fn is_unlikely(word: &[u8]) -> bool {
    matches!(
        word,
        b"LOG" | b"NOTE" | b"CONFIG" | b"FINE" | b"ALERT" | b"TRACE" | b"NOTICE" | b"AUDIT"
    )
}

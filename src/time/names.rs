//! Names of months and weekdays in the languages that loggers print them in, English apart: java.util.logging, `date`,
//! syslog daemons and consoles write dates as the user's locale has them.
//!
//! English names are met a thousand times as often and are read by [`super::date`] without a look in here.

use super::cursor::Cursor;

/// A month's names: how much of each must stand there (in bytes), the whole, the month. What is left out may be
/// followed by a dot. In small letters; capitals of the same bytes but one bit are known as well.
const MONTHS: &[(usize, &str, u8)] = &[
    // German
    (3, "jänner", 1),
    (4, "märz", 3),
    (3, "mai", 5),
    (3, "oktober", 10),
    (3, "dezember", 12),
    // French
    (4, "janvier", 1),
    (4, "février", 2),
    (4, "mars", 3),
    (3, "avril", 4),
    (4, "juin", 6),
    (4, "juillet", 7),
    (4, "août", 8),
    (4, "septembre", 9),
    (3, "octobre", 10),
    (4, "novembre", 11),
    (4, "décembre", 12),
    // Spanish, Italian, Portuguese
    (3, "enero", 1),
    (3, "gennaio", 1),
    (3, "janeiro", 1),
    (3, "febrero", 2),
    (3, "febbraio", 2),
    (3, "fevereiro", 2),
    (3, "marzo", 3),
    (5, "março", 3),
    (3, "abril", 4),
    (3, "aprile", 4),
    (4, "mayo", 5),
    (3, "maggio", 5),
    (4, "maio", 5),
    (3, "junio", 6),
    (3, "giugno", 6),
    (3, "junho", 6),
    (3, "julio", 7),
    (3, "luglio", 7),
    (3, "julho", 7),
    (3, "agosto", 8),
    (3, "septiembre", 9),
    (3, "settembre", 9),
    (3, "setembro", 9),
    (3, "octubre", 10),
    (3, "ottobre", 10),
    (3, "outubro", 10),
    (3, "noviembre", 11),
    (3, "novembro", 11),
    (3, "diciembre", 12),
    (3, "dicembre", 12),
    (3, "dezembro", 12),
    // Dutch, Swedish, Danish, Norwegian
    (3, "januari", 1),
    (3, "februari", 2),
    (3, "mrt", 3),
    (3, "maart", 3),
    (3, "mei", 5),
    (3, "maj", 5),
    (3, "juni", 6),
    (3, "juli", 7),
    (3, "augustus", 8),
    (3, "augusti", 8),
    (3, "desember", 12),
    // Polish
    (3, "stycznia", 1),
    (3, "lutego", 2),
    (3, "marca", 3),
    (3, "kwietnia", 4),
    (3, "maja", 5),
    (3, "czerwca", 6),
    (3, "lipca", 7),
    (3, "sierpnia", 8),
    (3, "września", 9),
    (4, "października", 10),
    (3, "listopada", 11),
    (3, "grudnia", 12),
    // Russian
    (6, "января", 1),
    (6, "февраля", 2),
    (6, "марта", 3),
    (6, "апреля", 4),
    (6, "мая", 5),
    (6, "июня", 6),
    (6, "июля", 7),
    (6, "августа", 8),
    (6, "сентября", 9),
    (6, "октября", 10),
    (6, "ноября", 11),
    (6, "декабря", 12),
    // Czech, Hungarian, Turkish, Finnish
    (3, "leden", 1),
    (3, "únor", 2),
    (3, "března", 3),
    (3, "duben", 4),
    (3, "července", 7),
    (3, "srpna", 8),
    (3, "září", 9),
    (3, "říjen", 10),
    (3, "prosinec", 12),
    (4, "március", 3),
    (4, "április", 4),
    (4, "május", 5),
    (4, "június", 6),
    (4, "július", 7),
    (3, "szeptember", 9),
    (3, "ocak", 1),
    (4, "şubat", 2),
    (3, "nisan", 4),
    (3, "mayıs", 5),
    (3, "haziran", 6),
    (3, "temmuz", 7),
    (4, "ağustos", 8),
    (3, "eylül", 9),
    (3, "ekim", 10),
    (3, "kasım", 11),
    (3, "aralık", 12),
    (5, "tammikuuta", 1),
    (5, "helmikuuta", 2),
    (6, "maaliskuuta", 3),
    (5, "huhtikuuta", 4),
    (5, "toukokuuta", 5),
    (4, "kesäkuuta", 6),
    (4, "heinäkuuta", 7),
    (3, "elokuuta", 8),
    (4, "syyskuuta", 9),
    (4, "lokakuuta", 10),
    (6, "marraskuuta", 11),
    (5, "joulukuuta", 12),
    // Chinese
    (6, "一月", 1),
    (6, "二月", 2),
    (6, "三月", 3),
    (6, "四月", 4),
    (6, "五月", 5),
    (6, "六月", 6),
    (6, "七月", 7),
    (6, "八月", 8),
    (6, "九月", 9),
    (6, "十月", 10),
    (9, "十一月", 11),
    (9, "十二月", 12),
];

/// Weekdays, as [`MONTHS`].
const WEEKDAYS: &[(usize, &str)] = &[
    (2, "montag"),
    (2, "dienstag"),
    (2, "mittwoch"),
    (2, "donnerstag"),
    (2, "freitag"),
    (2, "samstag"),
    (2, "sonntag"),
    (3, "lundi"),
    (3, "mardi"),
    (3, "mercredi"),
    (3, "jeudi"),
    (3, "vendredi"),
    (3, "samedi"),
    (3, "dimanche"),
    (3, "lunes"),
    (3, "martes"),
    (4, "miércoles"),
    (3, "jueves"),
    (3, "viernes"),
    (4, "sábado"),
    (3, "domingo"),
    (3, "lunedì"),
    (3, "martedì"),
    (3, "mercoledì"),
    (3, "giovedì"),
    (3, "venerdì"),
    (3, "sabato"),
    (3, "domenica"),
    (3, "segunda"),
    (3, "terça"),
    (3, "quarta"),
    (3, "quinta"),
    (3, "sexta"),
    (2, "maandag"),
    (2, "dinsdag"),
    (2, "woensdag"),
    (2, "donderdag"),
    (2, "vrijdag"),
    (2, "zaterdag"),
    (2, "zondag"),
];

/// What is written for the halves of the day, `AM` and `PM` apart, and whether it is the second: Chinese, Japanese,
/// Korean, Swedish, Czech, Hungarian, Finnish, Turkish.
const HALVES: &[(&str, bool)] = &[
    ("FM", false),
    ("EM", true),
    ("DOP.", false),
    ("ODP.", true),
    ("DE.", false),
    ("DU.", true),
    ("DE", false),
    ("DU", true),
    ("AP.", false),
    ("IP.", true),
    ("ÖÖ", false),
    ("ÖS", true),
    ("上午", false),
    ("下午", true),
    ("午前", false),
    ("午後", true),
    ("오전", false),
    ("오후", true),
];

/// A byte without what parts capitals from small letters.
const fn folded(byte: u8) -> u8 {
    byte | 0x20
}

/// What names begin with, a bit for each second and third byte behind the first: most words are no names, and one look
/// tells. A name may be cut behind two bytes.
struct Beginnings {
    seconds: [u64; 64],
    thirds: [u64; 64],
}

/// A letter in either case, apart from the bytes of other alphabets.
const fn class(byte: u8) -> u8 {
    byte & 31 | byte >> 7 << 5
}

static BEGINNINGS: Beginnings = {
    let mut begin = Beginnings {
        seconds: [0; 64],
        thirds: [0; 64],
    };
    let mut at = 0;
    while at < MONTHS.len() + WEEKDAYS.len() {
        let name = if at < MONTHS.len() {
            MONTHS[at].1.as_bytes()
        } else {
            WEEKDAYS[at - MONTHS.len()].1.as_bytes()
        };
        let first = class(name[0]) as usize;
        begin.seconds[first] |= 1 << class(name[1]);
        begin.thirds[first] |= 1 << class(name[2]);
        at += 1;
    }
    begin
};

#[inline]
fn may_begin(cur: &Cursor) -> bool {
    let first = usize::from(class(cur.peek()));
    let third = cur.peek_at(2);
    let is_cut = third.is_ascii() && !third.is_ascii_alphabetic();
    BEGINNINGS.seconds[first] >> class(cur.peek_at(1)) & 1 != 0
        && (is_cut || BEGINNINGS.thirds[first] >> class(third) & 1 != 0)
}

/// Skips `name` or as much of it as stands there, at least `least` bytes, if the word ends there.
fn eat(cur: &mut Cursor, least: usize, name: &str) -> bool {
    let rest = cur.rest();
    let same = |(a, b): &(&u8, &u8)| folded(**a) == folded(**b) && (a.is_ascii() == b.is_ascii());
    let len = rest
        .iter()
        .zip(name.as_bytes())
        .take_while(|pair| same(pair))
        .count();
    let goes_on = rest
        .get(len)
        .is_some_and(|b| b.is_ascii_alphabetic() || !b.is_ascii());
    if len < least || goes_on {
        return false;
    }
    cur.at += len;
    true
}

/// Reads a month's name.
#[inline]
pub(super) fn month(cur: &mut Cursor) -> Option<u8> {
    if may_begin(cur) { month_of(cur) } else { None }
}

fn month_of(cur: &mut Cursor) -> Option<u8> {
    MONTHS
        .iter()
        .find(|(least, name, _)| eat(cur, *least, name))
        .map(|(_, _, month)| *month)
}

/// Skips a weekday's name.
#[inline]
pub(super) fn weekday(cur: &mut Cursor) -> bool {
    may_begin(cur) && WEEKDAYS.iter().any(|(least, name)| eat(cur, *least, name))
}

/// Reads a half of the day: whether it is the second.
pub(super) fn half(cur: &mut Cursor) -> Option<bool> {
    HALVES
        .iter()
        .find(|(word, _)| {
            let whole = cur.rest().starts_with(word.as_bytes())
                && !cur.peek_at(word.len()).is_ascii_alphabetic();
            whole && cur.eat_all(word.as_bytes())
        })
        .map(|(_, second)| *second)
}

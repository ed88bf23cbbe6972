//! The level words of loggers that speak the user's language: the JDK's resource bundles, and what databases, Windows and
//! programs of one country write.

use crate::event::Level;

/// Words in capitals, as they are printed most.
const WORDS: &[(&str, Level)] = &[
    // German
    ("FEHLER", Level::Error),
    ("SCHWERWIEGEND", Level::Error),
    ("KRITISCH", Level::Fatal),
    ("WARNUNG", Level::Warn),
    ("HINWEIS", Level::Info),
    ("KONFIGURATION", Level::Info),
    ("FEIN", Level::Debug),
    ("FEINER", Level::Trace),
    ("AM FEINSTEN", Level::Trace),
    // French
    ("ERREUR", Level::Error),
    ("GRAVE", Level::Error),
    ("CRITIQUE", Level::Fatal),
    ("AVERTISSEMENT", Level::Warn),
    ("ATTENTION", Level::Warn),
    ("INFOS", Level::Info),
    ("PRECIS", Level::Debug),
    ("PLUS PRECIS", Level::Trace),
    ("LE PLUS PRECIS", Level::Trace),
    // Spanish
    ("CRÍTICO", Level::Fatal),
    ("ADVERTENCIA", Level::Warn),
    ("INFORMACIÓN", Level::Info),
    ("CONFIGURAR", Level::Info),
    ("DETALLADO", Level::Debug),
    ("MUY DETALLADO", Level::Trace),
    // Italian
    ("ERRORE", Level::Error),
    ("CRITICO", Level::Fatal),
    ("AVVERTENZA", Level::Warn),
    ("AVVISO", Level::Warn),
    ("INFORMAZIONI", Level::Info),
    ("BUONO", Level::Debug),
    ("MIGLIORE", Level::Trace),
    ("OTTIMO", Level::Trace),
    // Portuguese
    ("ERRO", Level::Error),
    ("ADVERTÊNCIA", Level::Warn),
    ("AVISO", Level::Warn),
    ("INFORMAÇÃO", Level::Info),
    ("INFORMAÇÕES", Level::Info),
    ("DETALHADO", Level::Debug),
    // Dutch, Swedish, Danish, Norwegian, Polish
    ("FOUT", Level::Error),
    ("WAARSCHUWING", Level::Warn),
    ("ALLVARLIG", Level::Error),
    ("FEL", Level::Error),
    ("VARNING", Level::Warn),
    ("FEJL", Level::Error),
    ("ADVARSEL", Level::Warn),
    ("BŁĄD", Level::Error),
    ("OSTRZEŻENIE", Level::Warn),
    // Russian
    ("ОШИБКА", Level::Error),
    ("ПРЕДУПРЕЖДЕНИЕ", Level::Warn),
    ("ИНФОРМАЦИЯ", Level::Info),
    ("СООБЩЕНИЕ", Level::Info),
    // Chinese
    ("严重", Level::Error),
    ("嚴重", Level::Error),
    ("错误", Level::Error),
    ("致命错误", Level::Fatal),
    ("警告", Level::Warn),
    ("信息", Level::Info),
    ("資訊", Level::Info),
    ("配置", Level::Info),
    ("详细", Level::Debug),
    ("较详细", Level::Trace),
    ("非常详细", Level::Trace),
    // Japanese
    ("重大", Level::Error),
    ("エラー", Level::Error),
    ("致命的", Level::Fatal),
    ("情報", Level::Info),
    ("構成", Level::Info),
    ("普通", Level::Debug),
    ("詳細", Level::Trace),
    ("最も詳細", Level::Trace),
    // Korean
    ("심각", Level::Error),
    ("오류", Level::Error),
    ("경고", Level::Warn),
    ("정보", Level::Info),
    ("구성", Level::Info),
    ("미세", Level::Debug),
];

/// For each first byte of a word, of how many bytes those are that begin so in either case, a bit each.
static LENGTHS: [u64; 256] = {
    let mut lengths = [0; 256];
    let mut at = 0;
    while at < WORDS.len() {
        let word = WORDS[at].0.as_bytes();
        let bit = 1 << word.len();
        lengths[word[0].to_ascii_lowercase() as usize] |= bit;
        lengths[word[0] as usize] |= bit;
        at += 1;
    }
    lengths
};

/// The level that a word names in another language than English: in capitals, or in a script that has none; with `any_case`
/// also like `Fehler`.
pub fn word(word: &[u8], any_case: bool) -> Option<Level> {
    let same = |known: &str| match any_case {
        true => known.as_bytes().eq_ignore_ascii_case(word),
        false => known.as_bytes() == word,
    };
    // Capitals and what is not Latin; nearly all words of a head are turned away by their first letter and their length.
    let first = *word.first()?;
    let known = LENGTHS[usize::from(first)].checked_shr(word.len() as u32)?;
    if known & 1 == 0 || !any_case && first.is_ascii_lowercase() {
        return None;
    }
    WORDS
        .iter()
        .find(|(known, _)| same(known))
        .map(|(_, level)| *level)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_are_levels_and_small_letters_only_where_a_level_is_expected() {
        assert_eq!(word(b"SCHWERWIEGEND", false), Some(Level::Error));
        assert_eq!(word(b"Warnung", false), None);
        assert_eq!(word(b"Warnung", true), Some(Level::Warn));
        assert_eq!(word("严重".as_bytes(), false), Some(Level::Error));
        assert_eq!(word(b"grave", false), None);
        assert_eq!(word(b"Meldung", true), None);
        assert_eq!(word(b"", true), None);
        assert_eq!(word(&[b'F'; 70], true), None);
    }

    #[test]
    fn every_word_is_known_in_either_case() {
        for (known, level) in WORDS {
            assert_eq!(word(known.as_bytes(), false), Some(*level), "{known}");
            let small = known.to_ascii_lowercase();
            assert_eq!(word(small.as_bytes(), true), Some(*level), "{small}");
        }
    }
}

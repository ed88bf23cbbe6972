//! What the user asked with, so that a finding can say how to ask further.

/// What the user asked with, to ask further with.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Options that say what is looked at: the long name of each, and its words as they have to be typed.
    pub options: Vec<(&'static str, String)>,
    /// As they were given.
    pub paths: Vec<String>,
}

/// Options that say how logs are read rather than what is looked at: they hold for every command.
const READING: [&str; 6] = [
    "--assume-tz",
    "--config",
    "--field",
    "--format",
    "--rotated",
    "--tz",
];

impl Asked {
    /// `errlog COMMAND WORDS PATHS`, each word as a shell takes it already.
    pub fn call(&self, command: &str, words: &[String]) -> String {
        let head = ["errlog".to_owned(), command.to_owned()];
        let paths = self.paths.iter().map(|path| quoted(path));
        let words: Vec<String> = head
            .into_iter()
            .chain(words.iter().cloned())
            .chain(paths)
            .collect();
        words.join(" ")
    }

    /// The story of one request, from the same paths.
    pub fn find(&self, id: &str) -> String {
        let reading = self.options.iter();
        let reading = reading.filter(|(name, _)| READING.contains(name));
        let words: Vec<String> = std::iter::once(quoted(id))
            .chain(reading.map(|(_, words)| words.clone()))
            .collect();
        self.call("find", &words)
    }

    /// The options that still hold beside those that a finding narrows by; one bound of a window replaces both.
    pub fn options_beside(&self, own: &[&str]) -> Vec<String> {
        let is_window = |name: &str| matches!(name, "--since" | "--until");
        let is_replaced =
            |name: &str| own.contains(&name) || is_window(name) && own.contains(&"--since");
        let kept = self.options.iter().filter(|(name, _)| !is_replaced(name));
        kept.map(|(_, words)| words.clone()).collect()
    }
}

/// A glob that matches the text alone.
pub fn glob(text: &str) -> String {
    let mut glob = String::new();
    for c in text.chars() {
        match c {
            '*' | '?' | '[' | ']' | '{' | '}' => glob.extend(['[', c, ']']),
            '\\' => glob.push_str("\\\\"),
            c => glob.push(c),
        }
    }
    glob
}

/// As a shell takes it for one word.
pub fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-:=@%+,".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_a_shell_would_take_them_apart() {
        assert_eq!(quoted("app.log"), "app.log");
        assert_eq!(quoted("GET /a b"), "'GET /a b'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted(""), "''");
    }

    #[test]
    fn a_glob_of_an_endpoint_matches_its_letters() {
        assert_eq!(glob("GET /a/{id}/*"), "GET /a/[{]id[}]/[*]");
    }

    #[test]
    fn a_story_is_asked_of_the_same_paths_read_the_same_way() {
        let asked = Asked {
            options: vec![
                ("--level", "--level warn".into()),
                ("--tz", "--tz Europe/Berlin".into()),
            ],
            paths: vec!["a b.log".into()],
        };
        assert_eq!(
            asked.find("550e8400"),
            "errlog find 550e8400 --tz Europe/Berlin 'a b.log'"
        );
    }
}

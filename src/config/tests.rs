use super::*;
use crate::event::Event;
use crate::format::{Fit, Format};

fn read(text: &str) -> Result<Config, String> {
    super::read::config(Path::new("errlog.toml"), text).map_err(|error| error.to_string())
}

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/config/errlog.toml");

#[test]
fn the_example_is_read_whole() {
    let config = load(Path::new(EXAMPLE)).expect("a configuration");
    assert_eq!(
        config.fields,
        [
            (Field::ErrorKind, vec!["exc.class".to_owned()]),
            (
                Field::RequestId,
                vec!["ctx.rid".to_owned(), "rid".to_owned()]
            ),
            (Field::User, vec!["customer_no".to_owned()]),
        ]
    );
    let names: Vec<&str> = config.formats.iter().map(|format| format.name()).collect();
    assert_eq!(names, ["shop", "till"]);
    assert_eq!(config.causes.len(), 1);
    let event = Event {
        method: Some("GET".into()),
        path: Some("/u/bob/posts".into()),
        message: Some("ClientDisconnect: gone".into()),
        ..Event::default()
    };
    let endpoint = crate::endpoint::endpoint(&event, &config.routes);
    assert_eq!(endpoint.as_deref(), Some("GET /u/{name}/posts"));
    assert!(config.ignored.covers(&event));
}

#[test]
fn the_example_s_formats_start_an_entry_where_their_logs_do() {
    let config = load(Path::new(EXAMPLE)).expect("a configuration");
    for (format, log, starts) in [
        (0, "shop.log", vec![1, 2, 5]),
        (1, "till.log", vec![1, 3, 4]),
    ] {
        let path = Path::new(EXAMPLE).with_file_name(log);
        let text = std::fs::read_to_string(path).expect("a log");
        let format = config.formats[format];
        let lines = text.lines().enumerate();
        let found: Vec<usize> = lines
            .filter(|(_, line)| format.fit(line.as_bytes()) != Fit::No)
            .map(|(i, _)| i + 1)
            .collect();
        assert_eq!(found, starts, "{log}");
    }
}

#[test]
fn what_is_wrong_is_told_with_its_line_and_how_to_mend_it() {
    for (text, error) in [
        (
            "\nroute = []",
            "2: unknown key `route`: it takes one of `routes`",
        ),
        (
            "[fields]\nuser = 'u'\nuzer = ['a']",
            "3: unknown key `uzer`: the fields are time, level",
        ),
        (
            "[fields]\nroutes = []",
            "2: unknown key `routes`: put it before the first [table]",
        ),
        (
            "[fields]\nuser = 3",
            "2: `user` takes the names of keys: write user = [",
        ),
        (
            "[[format]]\nname = 'a'\n\nregex = '('",
            "4: the regex cannot be read (unclosed group): mend",
        ),
        (
            "[[format]]\nname = 'a'\nregex = 'b'",
            "3: the regex names no group: name what it captures",
        ),
        (
            "[[format]]\nname = 'a'\nregex = '(?<time>.)'\ntime = '%Q'",
            "4: `%Q` is no layout of a time: write it as strftime",
        ),
        (
            "[[format]]\nname = 'a'\nregexp = 'b'",
            "3: unknown key `regexp`: it takes one of `name`",
        ),
        (
            "[[format]]\nname='a'\nregex='(?<x>.)'\n[[format]]\nname='a'\nregex='(?<x>.)'",
            "5: a second format called `a`: give it another name",
        ),
        (
            "[[format]]\nname='json'\nregex='(?<x>.)'",
            "2: a format called `json` is built in: give it another name",
        ),
        (
            "[[format]]\nname='my own'\nregex='(?<x>.)'",
            "2: `my own` is no name of a format: give it one word",
        ),
        (
            "routes = ['/a',\n'/u/{name/posts']",
            "2: `/u/{name/posts` is no template of a route: write whole segments",
        ),
        (
            "[[cause]]\nmatch = 'x'\ncause = 'dragons'",
            "3: `dragons` is no cause: use one of exception",
        ),
        (
            "ignore = [\n'ok',\n'[']",
            "3: the regex cannot be read (unclosed character class)",
        ),
        ("a = ", "1: "),
    ] {
        let told = read(text).expect_err(text);
        assert!(
            told.starts_with(&format!("errlog.toml:{error}")),
            "{text:?} gives {told}"
        );
        assert!(!told.contains('\n'), "{told}");
    }
}

#[test]
fn the_file_named_wins_over_the_environment_and_that_over_the_usual_place() {
    let env = |set: &'static [(&str, &str)]| {
        move |name: &str| {
            set.iter()
                .find(|(n, _)| *n == name)
                .map(|(_, value)| (*value).into())
        }
    };
    let all = &[
        ("ERRLOG_CONFIG", "/e.toml"),
        ("XDG_CONFIG_HOME", "/x"),
        ("HOME", "/h"),
    ];
    let named = |path: &str| Some(Place::Named(path.into()));
    let usual = |path: &str| Some(Place::Usual(path.into()));
    assert_eq!(
        locate(Some(Path::new("/c.toml")), env(all)),
        named("/c.toml")
    );
    assert_eq!(locate(None, env(all)), named("/e.toml"));
    assert_eq!(locate(None, env(&all[1..])), usual("/x/errlog/config.toml"));
    assert_eq!(
        locate(None, env(&all[2..])),
        usual("/h/.config/errlog/config.toml")
    );
    assert_eq!(locate(None, env(&[("ERRLOG_CONFIG", "")])), None);
}

#[test]
fn a_named_file_that_is_not_there_is_an_error() {
    let error = find(Some(Path::new("/nowhere/errlog.toml")))
        .expect_err("an error")
        .to_string();
    assert!(
        error.starts_with("/nowhere/errlog.toml: cannot read the configuration"),
        "{error}"
    );
}

#[test]
fn the_example_s_entries_become_events() {
    use crate::event::{Level, Time, Want};
    use crate::fields::{KeyMemo, KeyTable};
    use crate::format::Cx;
    use crate::time::{Clock, Zone};

    let config = load(Path::new(EXAMPLE)).expect("a configuration");
    let keys = KeyTable::new(&config.fields);
    let mut want = Want::all();
    want.extra.push("region".to_owned());
    // 2025-03-14T12:00:00Z, for the till's times that bear no date.
    let mut clock = Clock::new(Zone::Utc, Time(1_741_953_600_000_000_000));
    let mut cx = Cx {
        want: &want,
        keys: &keys,
        clock: &mut clock,
        memo: &mut KeyMemo::default(),
    };
    let path = Path::new(EXAMPLE).with_file_name("shop.log");
    let log = std::fs::read_to_string(path).expect("a log");
    let entry = log
        .lines()
        .skip(1)
        .take(3)
        .collect::<Vec<&str>>()
        .join("\n");
    let mut event = Event::default();
    assert!(config.formats[0].parse(entry.as_bytes(), &mut cx, &mut event));
    assert_eq!(event.time, Some(Time(1_741_918_269_000_000_000)));
    assert_eq!(event.level, Some(Level::Error));
    assert_eq!(event.request_id.as_deref(), Some("7d1c-01"));
    assert_eq!(event.extra, [Some("eu".into())]);
    let message = event.message.as_deref().unwrap_or_default();
    assert!(message.ends_with("at list (ledger:12)"), "{message}");

    let mut event = Event::default();
    assert!(config.formats[1].parse(b"02:11:09|7|E|drawer stuck", &mut cx, &mut event));
    assert_eq!(event.time, Some(Time(1_741_918_269_000_000_000)));
    assert!(event.year_assumed);
    assert_eq!(event.level, Some(Level::Error));
}

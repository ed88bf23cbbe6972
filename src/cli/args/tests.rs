use std::path::PathBuf;

use clap::CommandFactory;
use errlog::event::{Field, Level};
use errlog::time::Zone;

use super::value::{FieldKeys, LevelFilter};
use super::*;

/// Parses `errlog` with these arguments.
fn args(line: &[&str]) -> Args {
    parse_from([&["errlog"], line].concat()).unwrap_or_else(|error| panic!("{line:?}: {error}"))
}

/// The complaint about these arguments.
fn complaint(line: &[&str]) -> String {
    match parse_from([&["errlog"], line].concat()) {
        Ok(args) => panic!("{line:?} was taken as {args:?}"),
        Err(error) => error.to_string(),
    }
}

fn ids_and_paths(line: &[&str]) -> (Vec<String>, Vec<PathBuf>) {
    match args(line).command {
        Command::Find(find) => find.ids_and_paths().unwrap(),
        other => panic!("{other:?}"),
    }
}

fn errors(line: &[&str]) -> Errors {
    match args(line).command {
        Command::Errors(errors) => errors,
        other => panic!("{other:?}"),
    }
}

fn patterns(line: &[&str]) -> Patterns {
    match args(line).command {
        Command::Patterns(patterns) => patterns,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_parser_agrees_with_itself() {
    Args::command().debug_assert();
}

#[test]
fn find_takes_its_id_as_grep_takes_its_pattern() {
    let both = |ids: &[&str], paths: &[&str]| {
        let ids = ids.iter().map(ToString::to_string).collect::<Vec<_>>();
        (ids, paths.iter().map(PathBuf::from).collect::<Vec<_>>())
    };
    for (line, expected) in [
        (&["find", "abcd"][..], both(&["abcd"], &[])),
        (
            &["find", "abcd", "a.log", "-"],
            both(&["abcd"], &["a.log", "-"]),
        ),
        (
            &["find", "-e", "abcd", "-e", "-x1", "a.log"],
            both(&["abcd", "-x1"], &["a.log"]),
        ),
        (
            &["find", "a.log", "-e", "abcd", "b.log"],
            both(&["abcd"], &["a.log", "b.log"]),
        ),
        (
            &["find", "--ids-from", "ids", "a.log"],
            both(&[], &["a.log"]),
        ),
        (
            &["find", r#"{"requestId":"x"}"#, "a.log"],
            both(&[r#"{"requestId":"x"}"#], &["a.log"]),
        ),
        (
            &["find", "--", "-abcd", "-weird.log"],
            both(&["-abcd"], &["-weird.log"]),
        ),
    ] {
        assert_eq!(ids_and_paths(line), expected, "{line:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_path_that_is_not_utf_8_is_taken_as_it_is() {
    use std::os::unix::ffi::OsStrExt;
    let path = std::ffi::OsStr::from_bytes(b"caf\xe9.log");
    let line = [
        std::ffi::OsStr::new("errlog"),
        "find".as_ref(),
        "abcd".as_ref(),
        path,
    ];
    let Ok(Args {
        command: Command::Find(find),
        ..
    }) = parse_from(line)
    else {
        panic!("not taken");
    };
    assert_eq!(find.ids_and_paths().unwrap().1, [PathBuf::from(path)]);
}

#[test]
fn context_is_asked_for_as_with_grep() {
    for (line, context) in [
        (&["errors"][..], None),
        (&["errors", "-C2"], Some((2, 2))),
        (&["errors", "-A", "3"], Some((0, 3))),
        (&["errors", "-C", "2", "-B", "5"], Some((5, 2))),
        (&["errors", "-C0"], Some((0, 0))),
    ] {
        assert_eq!(errors(line).context(), context, "{line:?}");
    }
    assert_eq!(errors(&["errors", "-n5", "a.log"]).last, Some(5));
}

#[test]
fn any_key_may_be_a_dimension_and_known_ones_have_a_type() {
    let by = |line: &str| patterns(&["patterns", "--by", line]).by;
    assert_eq!(by("endpoint,hour-of-day"), [Dim::Endpoint, Dim::HourOfDay]);
    assert_eq!(by("http.version"), [Dim::Key("http.version".into())]);
    assert_eq!(
        patterns(&["patterns", "--by", "day", "--by", "user"]).by,
        [Dim::Day, Dim::User]
    );
    for name in ["minute", "weekday", "region"] {
        assert_eq!(by(name)[0].name(), name);
    }
}

#[test]
fn a_table_stops_at_twenty_groups_unless_they_follow_the_clock() {
    let limit = |line: &[&str], output| patterns(&[&["patterns"], line].concat()).limit(output);
    assert_eq!(limit(&["--by", "endpoint"], Output::Table), Some(20));
    assert_eq!(limit(&["--by", "hour"], Output::Table), None);
    assert_eq!(limit(&["--by", "endpoint"], Output::Json), None);
    assert_eq!(limit(&["-n", "0"], Output::Table), None);
    assert_eq!(limit(&["--by", "hour", "-n", "3"], Output::Json), Some(3));
}

#[test]
fn shared_options_stand_before_or_after_the_command() {
    for line in [
        ["--tz", "+02:00", "errors", "-q"],
        ["errors", "-q", "--tz", "+02:00"],
    ] {
        let shared = args(&line).shared;
        assert!(shared.quiet);
        assert_eq!(shared.tz, Zone::Fixed(7200));
    }
}

#[test]
fn times_and_zones_may_begin_with_a_hyphen() {
    let shared = args(&["errors", "--since", "-2h", "-U", "-1h", "--tz", "-03:30"]).shared;
    assert_eq!(shared.since.as_deref(), Some("-2h"));
    assert_eq!(shared.until.as_deref(), Some("-1h"));
    assert_eq!(shared.tz, Zone::Fixed(-12600));
}

#[test]
fn one_level_is_a_threshold_and_a_comma_list_a_set() {
    let level = |text: &str| args(&["errors", "--level", text]).shared.level.unwrap();
    assert_eq!(level("warning"), LevelFilter::AtLeast(Level::Warn));
    assert_eq!(
        level("info,ERR"),
        LevelFilter::AnyOf(vec![Level::Info, Level::Error])
    );
    assert_eq!(level("warn,"), LevelFilter::AnyOf(vec![Level::Warn]));
}

#[test]
fn statuses_are_classes_numbers_and_lists() {
    let status = |text: &str| args(&["errors", "--status", text]).shared.status.unwrap();
    assert!(
        [500, 599]
            .map(|s| status("5xx").accepts(Some(s)))
            .iter()
            .all(|&is| is)
    );
    assert!(!status("5XX").accepts(Some(600)) && !status("5xx").accepts(Some(499)));
    let list = status("404,50x");
    assert_eq!(
        [404, 405, 500, 509, 510].map(|s| list.accepts(Some(s))),
        [true, false, true, true, false]
    );
}

#[test]
fn keys_are_given_to_fields_by_name() {
    let fields = args(&[
        "events",
        "--field",
        "request-id=cid,x.cid",
        "--field",
        "error.type=exc",
    ]);
    let expected = [
        FieldKeys {
            field: Field::RequestId,
            keys: vec!["cid".into(), "x.cid".into()],
        },
        FieldKeys {
            field: Field::ErrorKind,
            keys: vec!["exc".into()],
        },
    ];
    assert_eq!(fields.shared.field, expected);
}

#[test]
fn json_means_an_object_or_lines_as_the_command_has_it_and_the_last_word_counts() {
    for (line, output) in [
        (&["patterns", "--json"][..], Output::Json),
        (&["inspect", "--json"], Output::Json),
        (&["errors", "--json"], Output::Jsonl),
        (&["--json", "events"], Output::Jsonl),
        (&["find", "abcd", "-o", "csv", "--json"], Output::Jsonl),
        (&["find", "abcd", "--json", "-o", "csv"], Output::Csv),
        (&["errors"], Output::Table),
    ] {
        assert_eq!(args(line).output(), output, "{line:?}");
    }
}

#[test]
fn an_option_that_is_given_twice_counts_as_it_was_given_last() {
    assert_eq!(
        args(&["errors", "--user", "a", "--user", "b"])
            .shared
            .user
            .as_deref(),
        Some("b")
    );
}

#[test]
fn a_complaint_is_one_line_that_says_what_is_wrong_and_how_to_mend_it() {
    for (line, expected) in [
        (
            &[][..],
            "errlog: no command given: start with find, errors, patterns, events or inspect; errlog --help tells more",
        ),
        (
            &["app.log"],
            "errlog: there is no command 'app.log': find, errors, patterns, events or inspect come first, paths last",
        ),
        (
            &["erors"],
            "errlog: there is no command 'erors': did you mean errors?",
        ),
        (
            &["find"],
            "errlog: find needs an ID: errlog find ID [PATH]...",
        ),
        (
            &["find", ""],
            "errlog: the ID is empty: errlog find ID [PATH]...",
        ),
        (
            &["errors", "--level", "loud"],
            "errlog: --level: 'loud' is not a level: give one of trace, debug, info, warn, error, fatal, or several with commas between",
        ),
        (
            &["errors", "--status", "5xy"],
            "errlog: --status: '5xy' is not a status: give a class (5xx), a number (503) or a list (500,503)",
        ),
        (
            &["errors", "--status", "999999"],
            "errlog: --status: '999999' is not a status: give a class (5xx), a number (503) or a list (500,503)",
        ),
        (
            &["errors", "--color", "blue"],
            "errlog: --color: 'blue' is not one of its values: give one of auto, always, never",
        ),
        (
            &["errors", "--since"],
            "errlog: --since: its value is missing: put one after it",
        ),
        (
            &["errors", "-C", "-1"],
            "errlog: there is no option '-1': errlog --help tells more",
        ),
        (
            &["errors", "-C", "x"],
            "errlog: --context: 'x' is not a whole number: give one, such as 5",
        ),
        (
            &["errors", "-n", "0"],
            "errlog: --last: 0 is too few: give 1 or more",
        ),
        (
            &["errors", "-n", "1", "--first", "1"],
            "errlog: --last and --first exclude each other: leave one out",
        ),
        (
            &["errors", "--agfter-context", "1"],
            "errlog: there is no option '--agfter-context': did you mean --after-context?",
        ),
        (
            &["errors", "--quiet=yes"],
            "errlog: --quiet takes no value, but 'yes' was given: write --quiet alone",
        ),
        (
            &["events", "--field", "nme=x"],
            "errlog: --field: 'nme' is not a field of an event: give one of time, level, request_id, trace_id, method, path, route, status, user, duration_ms, message, error.type, error.message, error.stack, host, service, fingerprint",
        ),
        (
            &["events", "--field", "user"],
            "errlog: --field: 'user' names no key: write NAME=KEY, such as request_id=correlationId",
        ),
        (
            &["patterns", "--by", "a,b,c"],
            "errlog: --by: 3 dimensions are too many: give one, or two for a cross table",
        ),
        (
            &["patterns", "--by", "hour,hour"],
            "errlog: --by: 'hour' stands twice: name it once",
        ),
        (
            &["patterns", "--by", "hour,"],
            "errlog: --by: a dimension is empty: name one, such as endpoint or hour",
        ),
        (
            &["completions"],
            "errlog: SHELL is missing: errlog --help tells more",
        ),
    ] {
        assert_eq!(complaint(line), expected, "{line:?}");
    }
}

#[test]
fn a_complaint_shows_no_control_characters() {
    assert_eq!(complaint(&["\x1b[2J\n"]).lines().count(), 1);
    assert!(!complaint(&["errors", "--level", "\x1b[2J"]).contains('\x1b'));
}

#[test]
fn help_and_version_are_pages_not_complaints() {
    for line in [&["--help"][..], &["-V"], &["errors", "--help"], &["help"]] {
        let is_page = matches!(
            parse_from([&["errlog"], line].concat()),
            Err(UsageError::Page(_))
        );
        assert_eq!(is_page, line != ["help"], "{line:?}");
    }
}

#[test]
fn every_command_s_help_ends_with_examples_that_parse() {
    for command in Args::command().get_subcommands_mut() {
        let help = command.render_long_help().to_string();
        let (_, examples) = help
            .split_once("Examples:\n")
            .unwrap_or_else(|| panic!("{}", command.get_name()));
        let examples: Vec<_> = examples
            .lines()
            .filter(|line| line.contains("errlog "))
            .collect();
        assert!((3..=4).contains(&examples.len()), "{}", command.get_name());
        for example in examples {
            let line = example
                .split("   ")
                .find(|part| part.contains("errlog"))
                .unwrap();
            let line = line.split(['|', '>']).next().unwrap().replace('\'', "");
            assert!(parse_from(line.split_whitespace()).is_ok(), "{example}");
        }
    }
}

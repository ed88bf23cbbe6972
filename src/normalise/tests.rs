use super::normalise;

#[test]
fn each_kind_of_variable_part_has_its_placeholder() {
    for (message, template) in [
        (
            "mail to bob.smith+x@mail.example.com failed",
            "mail to <email> failed",
        ),
        ("GET https://api.example.com/v1/x?a=1&b=2.", "GET <url>."),
        (
            "cannot reach db-3.prod.internal:5432",
            "cannot reach <host>:<num>",
        ),
        (
            "connect ECONNREFUSED 10.0.0.17:5432",
            "connect ECONNREFUSED <host>:<num>",
        ),
        (
            "listen on [::1]:80 and fe80::1%eth0",
            "listen on [<host>]:<num> and <host>%eth<num>",
        ),
        (
            "trace 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "trace <trace>",
        ),
        (
            "order 550e8400-e29b-41d4-a716-446655440000 lost",
            "order <uuid> lost",
        ),
        (
            "commit da39a3ee5e6b4b0d3255bfef95601890afd80709",
            "commit <num>",
        ),
        (
            "at 2025-03-14T02:11:09.123Z, or 14/Mar/2025:02:11:09 +0000",
            "at <date>, or <date>",
        ),
        (
            "since Fri Mar 14 02:11:09 2025 and Mar  4 it fails",
            "since <date> and <date> it fails",
        ),
        (
            "took 84ms, then 1.2s or 1h30m",
            "took <duration>, then <duration> or <duration>",
        ),
        ("at 0x7ffd1c, id 3f2a1bc9", "at <num>, id <num>"),
        (
            "load 0.75, was -3, 12KB, 80%, 1e-5",
            "load <num>, was <num>%, <num>",
        ),
        (
            "user=\"bob\" ok=true retry='no' n=5",
            "user=<*> ok=<*> retry=<*> n=<*>",
        ),
        (
            "session V1StGXR8_Z5jdHi6B-myT expired",
            "session <id> expired",
        ),
        (
            "blk_-1608999687919862906 and blk_38865049",
            "blk_<num> and blk_<num>",
        ),
        ("attempt_1445144423722_0020_m_000000_0", "attempt_<num>"),
        (
            "user u1042 on http-nio-8080-exec-7",
            "user u<num> on http-nio-<num>-exec-<num>",
        ),
        ("08:11:09 late", "<date> late"),
        ("at 2016/9/27:20:30:31.455", "at <date>"),
        (
            "lifetime 00:02, lifetime <1 sec",
            "lifetime <duration>, lifetime <duration>",
        ),
        ("free 317.5 KB of 17.7 GB", "free <num> of <num>"),
        ("1190 bytes (1.16 KB) sent", "<num> bytes sent"),
        ("open '/srv/a b.json': no", "open '<path> b.json': no"),
        (
            "to C:\\Windows\\x.dll, /10.0.0.7:80",
            "to <path>, /<host>:<num>",
        ),
        ("delete  blk_1 blk_-27 blk_33 now", "delete blk_<num> now"),
        (
            "session opened for user root by (uid=0)",
            "session opened for user <name> by (uid=<*>)",
        ),
        (
            "Failed password for bob from 10.0.0.7",
            "Failed password for <name> from <host>",
        ),
        (
            "login of user \"bob\" failed",
            "login of user <name> failed",
        ),
        (
            "chrome.exe *64 - proxy.acme.com.hk:5070",
            "<name> - <host>:<num>",
        ),
        (
            "Token{a64f992 com.acme.shop/.Cart t761}",
            "Token{<num> <name> t<num>}",
        ),
        (
            "Registering class a.b.C for Order@1b2c3d",
            "Registering class <name> for Order@<num>",
        ),
        (
            "drawn= false, moved: true, x is true",
            "drawn=<*> <bool>, moved: <bool>, x is <bool>",
        ),
        (
            "ws=WorkSource{10 11}, r=Rect(0, 0 - 1), e=",
            "ws=<*>, r=<*>, e=<*>",
        ),
        (
            "package: A~31bf~amd64~~6.1, PCI 0000:00:1f.0",
            "package: <id>, PCI <num>",
        ),
        ("on R02-M1-N0-C:J12-U11 and R2-M1-L0", "on <id> and <id>"),
        ("regs 0000000a ffffffff 00ffffff u7", "regs <num> u<num>"),
    ] {
        assert_eq!(normalise(message), template, "{message}");
    }
}

#[test]
fn words_and_names_stay() {
    for message in [
        "VM Started",
        "Cannot read properties of null (reading 'name')",
        "java.lang.NullPointerException: x is null",
        "utf8 ipv4 s3 oauth2 x64",
        "value \"abc\" is not allowed; true is not false",
        "May not be empty",
        "std::vector::at and a::b",
        "module socket.js in app/models/user.rb",
        "größe überschritten: ñandú",
        "deadbeef facade",
        "@media @Override",
        "==",
    ] {
        assert_eq!(normalise(message), message);
    }
}

#[test]
fn the_first_two_lines_that_are_not_empty_count() {
    assert_eq!(normalise("\n  a 1\r\n\n b\n c"), "a <num>\nb");
    assert_eq!(normalise(""), "");
    assert_eq!(normalise("a   \t b"), "a b");
}

#[test]
fn lists_of_any_length_are_the_same() {
    assert_eq!(normalise("ids [1, 2, 3]"), normalise("ids [77]"));
    assert_eq!(normalise("1,234,567 rows"), normalise("12 rows"));
}

#[test]
fn a_variable_part_does_not_move_the_cut() {
    let long = |n: u64| format!("{n} {}", "word ".repeat(9999));
    assert_eq!(normalise(&long(1)), normalise(&long(123_456_789)));
    assert_eq!(normalise(&"x".repeat(1 << 20)).len(), 1024);
}

#[test]
fn hostile_messages_take_linear_time() {
    for piece in [
        "a.", "1.", "1:", "a@", "0-", "://", "=\"", "a_1", "1,", "fe80:", "M 1", "\\\"", "é",
    ] {
        let message = piece.repeat(500_000 / piece.len());
        let start = std::time::Instant::now();
        normalise(&message);
        assert!(start.elapsed().as_secs_f64() < 1.0, "{piece}");
    }
}

proptest::proptest! {
    #[test]
    fn any_bytes_have_a_short_template(
        bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..2000)
    ) {
        let mut template = Vec::new();
        super::normalise_into(&bytes, &mut template);
        proptest::prop_assert!(template.len() <= 1024);
    }

    #[test]
    fn numbers_of_any_size_are_the_same(
        a in proptest::prelude::any::<i64>(),
        b in proptest::prelude::any::<i64>(),
        words in "[a-z]{1,9}( [a-z]{1,9}){0,9}",
    ) {
        for around in ["# of", "id=#,", "(#)", "x: # and #", "a_#", "#% done"] {
            let with = |n: i64| format!("{words} {}", around.replace('#', &n.to_string()));
            proptest::prop_assert_eq!(normalise(&with(a)), normalise(&with(b)));
        }
    }
}

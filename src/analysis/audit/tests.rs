use super::*;

/// Numbers stand for `n1`, `n2` ...; errors for their number.
struct Plain(Vec<String>);

impl Words for Plain {
    fn name(&self, number: u32) -> &str {
        &self.0[number as usize]
    }

    fn title(&self, fingerprint: u64) -> &str {
        &self.0[fingerprint as usize]
    }
}

fn words() -> Plain {
    Plain((0..40).map(|n| format!("n{n}")).collect())
}

fn case(marks: Marks, user: u32, endpoint: u32, second: i64) -> Case<'static> {
    Case {
        marks,
        user: Some(user),
        endpoint: Some(endpoint),
        time: Some(Time(second * 1_000_000_000)),
        place: (0, second as u64),
        fingerprint: Some(7),
        id: "id-1",
    }
}

fn found(cases: Vec<Case>, joined: &Joined, successes: &[Success]) -> Vec<Finding> {
    findings(
        cases,
        joined,
        successes.iter().copied(),
        &words(),
        &Asked::default(),
    )
}

const FAILED: Marks = Marks::ACCESS.with(Marks::ACCESS_5XX);

fn joined(both: u32, access_only: u32) -> Joined {
    let mut joined = Joined::default();
    for n in 0..both {
        joined.add(Marks::ACCESS.with(Marks::APP), Some(n % 3), true, None);
    }
    for _ in 0..access_only {
        joined.add(Marks::ACCESS, Some(9), true, None);
    }
    joined
}

#[test]
fn a_5xx_that_no_application_tells_of_is_swallowed() {
    let told = FAILED.with(Marks::APP).with(Marks::APP_ERROR);
    let cases = vec![
        case(FAILED, 1, 1, 100),
        case(FAILED.with(Marks::APP), 1, 1, 200),
        case(FAILED, 1, 2, 300),
        case(told, 1, 1, 400),
    ];
    let findings = found(cases, &joined(50, 10), &[]);
    assert_eq!(findings.len(), 1);
    assert_eq!(
        (findings[0].kind, findings[0].failures),
        (FindingKind::Swallowed, 3)
    );
    assert!(
        findings[0].text.contains("n1 (2), n2 (1)"),
        "{}",
        findings[0].text
    );
}

#[test]
fn without_both_kinds_of_log_nothing_is_swallowed() {
    let cases = || (0..9).map(|n| case(FAILED, 1, 1, n * 100)).collect();
    assert!(found(cases(), &joined(0, 50), &[]).is_empty());
    // The log of the service that serves the endpoint was not given.
    let elsewhere = || (0..9).map(|n| case(FAILED, 1, 9, n * 100)).collect();
    assert!(found(elsewhere(), &joined(5, 50), &[]).is_empty());
    assert_eq!(found(cases(), &joined(5, 50), &[]).len(), 1);
}

#[test]
fn an_error_without_an_id_at_that_time_may_be_its() {
    let mut joined = joined(50, 0);
    for second in [101, 199, 302] {
        joined.add(Marks::APP.with(Marks::APP_ERROR), None, false, Some(second));
    }
    let cases = [100, 200, 300].map(|second| case(FAILED, 1, 1, second));
    assert!(found(cases.to_vec(), &joined, &[]).is_empty());
}

#[test]
fn a_client_s_mistake_counts_behind_a_500_and_where_nothing_else_went_wrong() {
    let mistake = Marks::STATUS_500.with(Marks::MISTAKE);
    let cases = |marks| (0..4).map(|n| case(marks, n as u32, 1, n * 100)).collect();
    let findings = found(cases(mistake), &joined(0, 0), &[]);
    assert_eq!(
        (findings[0].kind, findings[0].failures),
        (FindingKind::ClientMistake, 4)
    );
    assert!(findings[0].text.contains("n7") && findings[0].text.contains("n1"));
    assert!(found(cases(Marks::MISTAKE), &joined(0, 0), &[]).is_empty());
    assert!(found(cases(mistake.with(Marks::OTHER_ERROR)), &joined(0, 0), &[]).is_empty());
}

#[test]
fn one_leak_is_told_by_its_kind() {
    let findings = found(
        vec![case(Marks::SECRET.with(Marks::SQL), 1, 1, 1)],
        &joined(0, 0),
        &[],
    );
    assert_eq!(findings[0].kind, FindingKind::Leak);
    assert!(
        findings[0].text.contains("a secret (1), an SQL text (1)"),
        "{}",
        findings[0].text
    );
}

/// A series of failures of a user from a second on, with these gaps.
fn series(user: u32, from: i64, gaps: &[i64]) -> Vec<Case<'static>> {
    let mut second = from;
    let mut cases = vec![case(Marks::default(), user, 1, second)];
    for gap in gaps {
        second += gap;
        cases.push(case(Marks::default(), user, 1, second));
    }
    cases
}

#[test]
fn growing_gaps_are_retries_and_a_later_success_says_they_came_through() {
    let cases: Vec<_> = (1..5)
        .flat_map(|user| series(user, i64::from(user) * 10_000, &[1, 2, 4, 8]))
        .collect();
    let successes = [(1, 1, 10_030 / 60), (2, 1, 20_000 / 60 - 1), (3, 2, 40_000)];
    let findings = found(cases, &joined(0, 0), &successes);
    assert_eq!(
        (findings[0].kind, findings[0].failures),
        (FindingKind::Retries, 20)
    );
    assert!(
        findings[0].text.contains("in 4 series"),
        "{}",
        findings[0].text
    );
    assert!(
        findings[0]
            .text
            .contains("1 came through in the end, 3 did not"),
        "{}",
        findings[0].text
    );
}

#[test]
fn one_series_that_is_long_enough_is_told_alone() {
    let alone = |gaps: &[i64]| found(series(1, 0, gaps), &joined(0, 0), &[]);
    let findings = alone(&[1, 2, 4, 8, 16, 32]);
    assert_eq!(
        (findings[0].kind, findings[0].failures),
        (FindingKind::Retries, 7)
    );
    assert!(
        findings[0].text.contains("in 1 series"),
        "{}",
        findings[0].text
    );
    assert!(alone(&[1, 2, 4]).is_empty(), "chance grows three gaps, too");
    // Among many series, one of that length comes by chance.
    let mut many = series(1, 0, &[1, 2, 4, 8, 16]);
    many.extend((2..200).flat_map(|user| series(user, i64::from(user) * 10_000, &[30, 20, 30])));
    assert!(found(many, &joined(0, 0), &[]).is_empty());
}

#[test]
fn gaps_that_stay_or_that_grow_by_chance_are_none() {
    let steady: Vec<_> = (1..9)
        .flat_map(|user| series(user, i64::from(user) * 10_000, &[30, 30, 30, 30]))
        .collect();
    assert!(found(steady, &joined(0, 0), &[]).is_empty());
    // An account that fails at random, all day: every other pair of gaps grows.
    let mut state = 1_u64;
    let mut random = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) as f64 + 1.0) / (1_u64 << 31) as f64
    };
    for mean in [60.0, 300.0, 900.0] {
        let gaps: Vec<i64> = (0..2000)
            .map(|_| (-random().ln() * mean) as i64 + 1)
            .collect();
        assert!(
            found(series(1, 0, &gaps), &joined(0, 0), &[]).is_empty(),
            "{mean}"
        );
    }
}

#[test]
fn what_stands_out_keeps_five_places_and_audits_what_is_left() {
    let finding = |kind| Finding {
        kind,
        ..tell::leaks(&[case(Marks::SECRET, 1, 1, 1)], &words(), &Asked::default())
    };
    let of = |groups, audits| {
        let groups = vec![finding(FindingKind::Group); groups];
        let audits = vec![finding(FindingKind::Leak); audits];
        let all = together(groups, audits);
        let groups = all.iter().filter(|finding| !is_audit(finding.kind)).count();
        (groups, all.len() - groups)
    };
    assert_eq!(of(7, 0), (7, 0));
    assert_eq!(of(7, 1), (6, 1));
    assert_eq!(of(7, 4), (5, 2));
    assert_eq!(of(3, 4), (3, 4));
}

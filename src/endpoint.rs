//! What a request was for: method and route, with the variable parts of the path taken out.
//!
//! A route that the application logged wins. Then come the templates of the configuration. Otherwise each path
//! segment is judged by itself, so that one event is enough and no order of events matters.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::event::{Event, Text};
use crate::recent::Recent;
use crate::token;

/// A route is cut at the last segment that fits in this many bytes.
const LONGEST: usize = 512;

/// Route templates of the configuration.
#[derive(Clone, Debug, Default)]
pub struct Routes {
    templates: Vec<Template>,
}

#[derive(Clone, Debug)]
struct Template {
    /// As the user wrote it, without the method; it is what endpoints are called by.
    route: String,
    method: Option<String>,
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
enum Part {
    Exactly(String),
    Any,
    /// Everything that is left, at least one segment.
    Rest,
}

impl Routes {
    /// Compiles templates like `/u/{name}/posts`, `GET /u/:name`, `/files/{*path}`; the first that fits a path
    /// is the one used.
    pub fn new<S: AsRef<str>>(templates: &[S]) -> Routes {
        let templates = templates.iter().map(|t| Template::new(t.as_ref()));
        Routes {
            templates: templates.collect(),
        }
    }

    fn find(&self, method: Option<&str>, path: &str) -> Option<&str> {
        let fits = |t: &&Template| t.fits(method, path);
        self.templates.iter().find(fits).map(|t| &t.route[..])
    }
}

impl Template {
    fn new(text: &str) -> Template {
        let (method, route) = match text.split_once(' ') {
            Some((method, route)) if is_method(method) => (Some(method.to_owned()), route.trim()),
            _ => (None, text.trim()),
        };
        let part = |segment: &str| match segment {
            "**" => Part::Rest,
            _ if segment.starts_with("{*") || segment.ends_with("...}") => Part::Rest,
            "*" => Part::Any,
            _ if is_placeholder(segment) => Part::Any,
            _ => Part::Exactly(segment.to_owned()),
        };
        Template {
            route: route.to_owned(),
            method,
            parts: without_last_slash(route).split('/').map(part).collect(),
        }
    }

    fn fits(&self, method: Option<&str>, path: &str) -> bool {
        if self.method.is_some() && self.method.as_deref() != method {
            return false;
        }
        let mut segments = path.split('/');
        for part in &self.parts {
            let fits = match (part, segments.next()) {
                (_, None) => false,
                (Part::Exactly(word), Some(segment)) => word == segment,
                (Part::Any, Some(segment)) => !segment.is_empty(),
                (Part::Rest, Some(segment)) => return !segment.is_empty(),
            };
            if !fits {
                return false;
            }
        }
        segments.next().is_none()
    }
}

/// What a request's endpoint follows from, as it was logged: bytes of a text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked<'a> {
    pub method: Option<&'a [u8]>,
    pub route: Option<&'a [u8]>,
    pub path: Option<&'a [u8]>,
}

impl<'a> Asked<'a> {
    /// The method as a number, where it is a common one or none, and no route is told.
    fn label(&self) -> Option<u64> {
        let label = match self.method {
            None => 0,
            Some(b"GET") => 1,
            Some(b"POST") => 2,
            Some(b"PUT") => 3,
            Some(b"DELETE") => 4,
            Some(b"PATCH") => 5,
            Some(b"HEAD") => 6,
            Some(b"OPTIONS") => 7,
            Some(_) => return None,
        };
        self.route.is_none().then_some(label)
    }

    fn of(event: &'a Event) -> Asked<'a> {
        let bytes = |text: &'a Option<Text>| text.as_ref().map(|text| text.as_bytes());
        Asked {
            method: bytes(&event.method),
            route: bytes(&event.route),
            path: bytes(&event.path),
        }
    }
}

/// Method and route of the event's request, `POST /api/orders/:id`; `None` when it tells neither path nor
/// route.
///
/// Query, fragment, path parameters (`;jsessionid=...`), scheme, host and a slash at the end are dropped.
pub fn endpoint(event: &Event, routes: &Routes) -> Option<Text<'static>> {
    named(Asked::of(event), routes).map(Cow::Owned)
}

fn named(asked: Asked, routes: &Routes) -> Option<String> {
    let [method, route, path] =
        [asked.method, asked.route, asked.path].map(|bytes| bytes.map(String::from_utf8_lossy));
    let method = method.as_deref().map(upper);
    let method = method.as_deref();
    if let Some(route) = route.as_deref() {
        let names_method = route
            .split_once(' ')
            .is_some_and(|(first, _)| is_method(first));
        return Some(match method {
            Some(method) if !names_method => format!("{method} {route}"),
            _ => route.to_owned(),
        });
    }
    let path = path.as_deref().filter(|path| !path.is_empty())?;
    let mut out = String::with_capacity(path.len().min(LONGEST) + 16);
    if let Some(method) = method {
        out.push_str(method);
        out.push(' ');
    }
    if method == Some("CONNECT") {
        out.push_str(path);
        return Some(out);
    }
    let path = bare(path);
    match routes.find(method, path) {
        Some(route) => out.push_str(route),
        None => push_route(path, &mut out),
    }
    Some(out)
}

/// The endpoints that one worker has seen, so that the requests that most of a log's are for are not taken apart again.
#[derive(Debug, Default)]
pub struct Endpoints {
    known: Vec<Box<str>>,
    /// The place of each, by what it was told by (see [`write_asked`]).
    places: FxHashMap<Box<[u8]>, u32>,
    /// Of those that were asked for lately.
    recent: Recent<u32>,
    /// The same by the path as it was logged. Many come each time, others again before their request is over.
    paths: Recent<u32>,
    key: Vec<u8>,
}

/// Most endpoints that are remembered.
const MOST: usize = 4096;

impl Endpoints {
    /// As [`endpoint`], with the same routes each time.
    pub fn of<'m>(&'m mut self, event: &Event, routes: &Routes) -> Option<Text<'m>> {
        self.of_asked(Asked::of(event), routes)
    }

    /// The same of what tells it.
    pub fn of_asked<'m>(&'m mut self, asked: Asked, routes: &Routes) -> Option<Text<'m>> {
        let Endpoints {
            known,
            places,
            recent,
            paths,
            key,
        } = self;
        let label = asked.label();
        let path = asked.path.unwrap_or_default();
        if let Some(place) = label.and_then(|label| paths.get_of(label, path)) {
            return Some(Cow::Borrowed(&known[place as usize]));
        }
        key.clear();
        let numbers = write_asked(asked, routes.templates.is_empty(), key)?;
        let place = recent.get(key).or_else(|| {
            let place = *places.get(key.as_slice())?;
            recent.learn(key, place);
            Some(place)
        });
        if let Some(place) = place {
            if let Some(label) = label {
                paths.learn_of(label, path, place);
            }
            return Some(Cow::Borrowed(&known[place as usize]));
        }
        let found = named(asked, routes)?;
        // What names one thing among many in another way than by a number is not seen again.
        let variables = found.bytes().filter(|&b| b == b':').count();
        if asked.route.is_none() && variables > numbers || known.len() >= MOST {
            return Some(Cow::Owned(found));
        }
        places.insert(key.as_slice().into(), known.len() as u32);
        known.push(found.into());
        known.last().map(|found| Cow::Borrowed(&**found))
    }
}

/// Writes what an endpoint is told by: the method, and the route or the path without its query. Where all numbers are
/// alike, since no template asks for one of them, each of a path's segments that is one is written as 0; gives how many
/// those were. `None` where there is no endpoint.
fn write_asked(asked: Asked, are_alike: bool, key: &mut Vec<u8>) -> Option<usize> {
    let method = asked.method.unwrap_or_default();
    key.extend_from_slice(method);
    // A method that is not told is not one without a name, nor a route a path.
    key.push(match (asked.method, asked.route) {
        (Some(_), None) => b' ',
        (None, None) => b'\n',
        (Some(_), Some(_)) => b'\t',
        (None, Some(_)) => b'\r',
    });
    if let Some(route) = asked.route {
        key.extend_from_slice(route);
        return Some(0);
    }
    let path = asked.path.filter(|path| !path.is_empty())?;
    if method.eq_ignore_ascii_case(b"CONNECT") {
        key.extend_from_slice(path);
        return Some(0);
    }
    if !are_alike || !path.starts_with(b"/") {
        let end = memchr::memchr2(b'?', b'#', path);
        key.extend_from_slice(&path[..end.unwrap_or(path.len())]);
        return Some(0);
    }
    // What has been written, and where the segment begins that the walk is in, while it is nothing but digits.
    let (mut written, mut number, mut numbers) = (0, None, 0);
    let mut end = path.len();
    for (at, &byte) in path.iter().enumerate() {
        match byte {
            b'0'..=b'9' => {}
            b'/' => {
                if let Some(start) = number.filter(|&start| at > start) {
                    write_number(&path[written..start], key);
                    (written, numbers) = (at, numbers + 1);
                }
                number = Some(at + 1);
            }
            b'?' | b'#' => {
                end = at;
                break;
            }
            _ => number = None,
        }
    }
    if let Some(start) = number.filter(|&start| end > start) {
        write_number(&path[written..start], key);
        return Some(numbers + 1);
    }
    key.extend_from_slice(&path[written..end]);
    Some(numbers)
}

fn write_number(before: &[u8], key: &mut Vec<u8>) {
    key.extend_from_slice(before);
    key.push(b'0');
}

/// Methods are written in capitals; a logger that lowers them means the same.
fn upper(method: &str) -> Cow<'_, str> {
    match method.bytes().any(|b| b.is_ascii_lowercase()) {
        true => Cow::Owned(method.to_ascii_uppercase()),
        false => Cow::Borrowed(method),
    }
}

fn is_method(word: &str) -> bool {
    (3..=16).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase() || b == b'-')
}

/// The path alone: no scheme, host, query, fragment, nor slash at the end.
fn bare(path: &str) -> &str {
    let end = memchr::memchr2(b'?', b'#', path.as_bytes()).unwrap_or(path.len());
    let path = &path[..end];
    let path = match path.starts_with('/') {
        true => path,
        false => without_host(path),
    };
    match path {
        "" => "/",
        _ => without_last_slash(path),
    }
}

/// What follows the scheme and host of a full URL.
fn without_host(url: &str) -> &str {
    match url.split_once("://") {
        Some((scheme, rest)) if is_scheme(scheme) => rest.find('/').map_or("/", |at| &rest[at..]),
        _ => url,
    }
}

fn is_scheme(word: &str) -> bool {
    !word.is_empty()
        && word
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
}

/// Without slashes at the end, unless there is nothing else.
fn without_last_slash(path: &str) -> &str {
    match path.trim_end_matches('/') {
        "" => &path[..path.len().min(1)],
        shorter => shorter,
    }
}

fn push_route(path: &str, out: &mut String) {
    let start = out.len();
    let most = start + LONGEST;
    let whole = path.len();
    let mut rest = Some(path);
    while let Some(path) = rest {
        // Most segments are shorter than a search for their end is worth.
        let end = path.bytes().position(|b| b == b'/');
        let segment = &path[..end.unwrap_or(path.len())];
        rest = end.map(|end| &path[end + 1..]);
        if path.len() < whole {
            out.push('/');
        }
        let segment = match segment.bytes().position(|b| b == b';') {
            Some(mark) if segment[mark..].contains('=') => &segment[..mark],
            _ => segment,
        };
        let shown = if is_variable(segment) { ":id" } else { segment };
        if out.len() + shown.len() > most {
            out.push('*');
            return;
        }
        out.push_str(shown);
    }
    // A last segment of parameters alone has left its slash.
    out.truncate(start + without_last_slash(&out[start..]).len());
    if out.len() == start {
        out.push('/');
    }
}

/// A parameter in a template, in any framework's style: `:id`, `{id}`, `<int:id>`, `[id]`, `$id`.
fn is_placeholder(segment: &str) -> bool {
    let enclosed = |open, close| segment.starts_with(open) && segment.ends_with(close);
    segment.len() > 1
        && (segment.starts_with([':', '$'])
            || enclosed('{', '}')
            || enclosed('<', '>')
            || enclosed('[', ']'))
}

/// Whether a path segment names one thing among many. A file's ending counts for nothing: `/img/123.png` is
/// `/img/:id`.
fn is_variable(segment: &str) -> bool {
    let bytes = segment.as_bytes();
    if is_placeholder(segment) {
        // Windows writes its identifiers in braces.
        return token::is_uuid(&bytes[1..bytes.len() - 1]);
    }
    let interesting = |b: &u8| b.is_ascii_digit() || *b == b'@' || *b == b'%';
    if bytes.len() < 16 && !bytes.iter().any(interesting) {
        return false;
    }
    names_one(bytes) || stem(bytes).is_some_and(names_one)
}

fn names_one(segment: &[u8]) -> bool {
    is_numeric(segment)
        || token::is_uuid(segment)
        || token::is_hex(segment)
        || is_numbered_word(segment)
        || is_email(segment)
        || token::is_random(segment)
}

/// The segment without a file's ending, where it has one.
fn stem(segment: &[u8]) -> Option<&[u8]> {
    let dot = memchr::memrchr(b'.', segment)?;
    let (stem, ending) = (&segment[..dot], &segment[dot + 1..]);
    let is_ending = (1..=5).contains(&ending.len())
        && ending[0].is_ascii_alphabetic()
        && ending.iter().all(u8::is_ascii_alphanumeric);
    (is_ending && !stem.is_empty()).then_some(stem)
}

/// Numbers, lists of them, dates, times, addresses: digits with punctuation, and the letters of an RFC 3339
/// time. A short dotted number is a version (`/docs/1.2.3`, `/api/2.0`), which names a kind and not a thing.
fn is_numeric(segment: &[u8]) -> bool {
    let digits = segment.iter().filter(|b| b.is_ascii_digit()).count();
    let dots = segment.iter().filter(|&&b| b == b'.').count();
    let mut letters = segment.iter().filter(|b| b.is_ascii_alphabetic());
    let is_time = digits >= 8
        && letters
            .clone()
            .all(|b| matches!(b, b'T' | b'Z' | b't' | b'z'));
    digits > 0
        && (segment[0].is_ascii_digit() || matches!(segment[0], b'-' | b'+'))
        && (letters.next().is_none() || is_time)
        && segment
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || b"-+_.,:~".contains(b))
        && !(dots > 0 && digits + dots == segment.len() && digits <= 4)
}

/// One word and a number of at least 3 digits: `order-123`, `user_1042`, `INV:20931`. Fewer digits may be part
/// of the name (`covid-19`, `s3`, `oauth2`).
fn is_numbered_word(segment: &[u8]) -> bool {
    let word = segment
        .iter()
        .take_while(|b| b.is_ascii_alphabetic())
        .count();
    let number = &segment[(word + 1).min(segment.len())..];
    word > 0
        && segment.get(word).is_some_and(|b| b"-_:.~=".contains(b))
        && number.len() >= 3
        && number.iter().all(u8::is_ascii_digit)
}

fn is_email(segment: &[u8]) -> bool {
    let at = memchr::memchr(b'@', segment)
        .map(|at| (at, 1))
        .or_else(|| memchr::memmem::find(segment, b"%40").map(|at| (at, 3)));
    at.is_some_and(|(at, len)| at > 0 && memchr::memchr(b'.', &segment[at + len..]).is_some())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    const METHODS: [Option<&str>; 4] = [None, Some(""), Some("GET"), Some("connect")];
    const SEGMENTS: [&str; 16] = [
        "/",
        "/",
        "orders",
        "12",
        "0",
        "7a",
        "1;x=1",
        "12.5",
        ":id",
        "-3",
        "?",
        "#",
        "550e8400-e29b-41d4-a716-446655440000",
        "\u{e9}1",
        "http://a.example/1",
        "GET ",
    ];

    proptest! {
        #[test]
        fn what_is_remembered_of_endpoints_is_what_they_are(
            asked in prop::collection::vec((select(&METHODS[..]), prop::collection::vec(select(&SEGMENTS[..]), 0..7), 0..8), 1..60),
            has_template in any::<bool>(),
        ) {
            let templates = if has_template { &["/orders/12", "/{any}/0"][..] } else { &[] };
            let (routes, mut endpoints) = (Routes::new(templates), Endpoints::default());
            for (method, segments, kind) in &asked {
                let path = segments.concat();
                let asked = Asked {
                    method: method.map(str::as_bytes),
                    route: (*kind == 0).then_some(path.as_bytes()),
                    path: (*kind != 1).then_some(path.as_bytes()),
                };
                let known = endpoints.of_asked(asked, &routes).map(Text::into_owned);
                prop_assert_eq!(known, named(asked, &routes), "{:?}", asked);
            }
        }
    }

    fn of(method: Option<&'static str>, path: &'static str) -> String {
        let event = Event {
            method: method.map(Cow::Borrowed),
            path: Some(Cow::Borrowed(path)),
            ..Event::default()
        };
        endpoint(&event, &Routes::default())
            .expect("an endpoint")
            .into_owned()
    }

    #[test]
    fn numbers_and_made_up_identifiers_become_id() {
        for (path, route) in [
            ("/api/orders/123?x=1", "/api/orders/:id"),
            ("/api/users/5870/invoices", "/api/users/:id/invoices"),
            ("/o/-5", "/o/:id"),
            ("/o/1,2,3", "/o/:id"),
            ("/u/550e8400-e29b-41d4-a716-446655440000/", "/u/:id"),
            ("/u/{550E8400-E29B-41D4-A716-446655440000}", "/u/:id"),
            ("/u/550e8400e29b41d4a716446655440000/x", "/u/:id/x"),
            ("/avatar/660d1602e05705c8ca35c16c", "/avatar/:id"),
            ("/commit/3f2a1bc9", "/commit/:id"),
            ("/n/V1StGXR8_Z5jdHi6B-myT", "/n/:id"),
            ("/n/01ARZ3NDEKTSV4RRFFQ69G5FAV", "/n/:id"),
            ("/customers/cus_9s6XKzkNRiz8i3", "/customers/:id"),
            ("/day/2025-03-14", "/day/:id"),
            ("/day/20250314", "/day/:id"),
            ("/at/2025-03-14T02:11:09Z", "/at/:id"),
            ("/mail/bob@example.com", "/mail/:id"),
            ("/mail/bob%40example.com/box", "/mail/:id/box"),
            ("/orders/order-123", "/orders/:id"),
            ("/orders/ORD_20931/lines", "/orders/:id/lines"),
            ("/img/123.png", "/img/:id"),
            ("/geo/52.520008", "/geo/:id"),
            ("/host/10.0.0.1", "/host/:id"),
        ] {
            assert_eq!(of(None, path), route);
        }
    }

    #[test]
    fn words_versions_and_slugs_stay() {
        for path in [
            "/",
            "/api/v1/users",
            "/v2.1/x",
            "/docs/1.2.3",
            "/1.1/statuses",
            "/s3/ec2/oauth2/utf8/mp3",
            "/facade/decade/deadbeef",
            "/blog/year-in-review-2007.html",
            "/js/jquery-3.6.1.min.js",
            "/a/covid-19",
            "/@scope/package",
            "/internationalization-guidelines",
            "/caf\u{e9}",
            "/orders/:orderId/{id}/<int:n>",
            "/a//b",
        ] {
            assert_eq!(of(None, path), path);
        }
    }

    #[test]
    fn scheme_host_query_fragment_and_parameters_are_dropped() {
        for (path, route) in [
            ("https://example.com:8443/a/7?b=/c/9#d", "/a/:id"),
            ("http://example.com", "/"),
            ("/?q=1", "/"),
            ("?q=1", "/"),
            ("/a/#top", "/a"),
            ("/shop;jsessionid=AB12/cart", "/shop/cart"),
            ("/shop/;jsessionid=AB12", "/shop"),
            ("/r?to=http://x.org/1", "/r"),
            ("api/orders/7", "api/orders/:id"),
        ] {
            assert_eq!(of(None, path), route);
        }
    }

    #[test]
    fn the_method_comes_first_in_capitals() {
        assert_eq!(of(Some("get"), "/a/"), "GET /a");
        assert_eq!(of(Some("OPTIONS"), "*"), "OPTIONS *");
        assert_eq!(
            of(Some("CONNECT"), "example.com:443"),
            "CONNECT example.com:443"
        );
    }

    #[test]
    fn a_route_that_was_logged_wins() {
        let event = |method: Option<&'static str>, route: &'static str| Event {
            method: method.map(Cow::Borrowed),
            path: Some("/u/bob".into()),
            route: Some(route.into()),
            ..Event::default()
        };
        for (method, route, expected) in [
            (Some("GET"), "/u/{name}", "GET /u/{name}"),
            (Some("GET"), "GET /u/<name>", "GET /u/<name>"),
            (None, "UsersController#show", "UsersController#show"),
        ] {
            let found = endpoint(&event(method, route), &Routes::default());
            assert_eq!(found.as_deref(), Some(expected));
        }
        assert_eq!(endpoint(&Event::default(), &Routes::default()), None);
    }

    #[test]
    fn the_first_template_that_fits_names_the_route() {
        let routes = Routes::new(&[
            "/u/me",
            "DELETE /u/{name}",
            "/u/{name}/posts",
            "/files/{*path}",
            "/w/*/x",
        ]);
        for (method, path, expected) in [
            ("GET", "/u/me", "GET /u/me"),
            ("DELETE", "/u/bob?x", "DELETE /u/{name}"),
            ("GET", "/u/bob", "GET /u/bob"),
            ("GET", "/u/bob/posts/", "GET /u/{name}/posts"),
            ("GET", "/u/bob/posts/7", "GET /u/bob/posts/:id"),
            ("GET", "/files/a/b/c.txt", "GET /files/{*path}"),
            ("GET", "/files", "GET /files"),
            ("GET", "/w/any/x", "GET /w/*/x"),
        ] {
            let event = Event {
                method: Some(method.into()),
                path: Some(path.into()),
                ..Event::default()
            };
            assert_eq!(endpoint(&event, &routes).as_deref(), Some(expected));
        }
    }

    #[test]
    fn huge_paths_are_cut_between_segments() {
        let path: &'static str = Box::leak("/wordy".repeat(10_000).into_boxed_str());
        let route = of(None, path);
        assert!(
            route.len() <= LONGEST + 2 && route.ends_with("/wordy/*"),
            "{route}"
        );
        let path: &'static str = Box::leak(format!("/{}", "wor".repeat(9999)).into_boxed_str());
        assert_eq!(of(Some("GET"), path), "GET /*");
    }

    #[test]
    fn broken_paths_do_no_harm() {
        for path in [
            "://", "%", "%4", "\u{0}", "@", "é?é", ";=", "/;=;", "{}", ":", "a://b?c",
        ] {
            of(Some("GET"), path);
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_remembered_of_endpoints_changes_none(
            requests in proptest::collection::vec(
                (proptest::option::of("(GET|get|CONNECT| |)"), "(/|[a-c0-9@?#:;=.]|:id|\\{|123|://){0,5}"),
                1..40,
            )
        ) {
            let routes = Routes::new(&["/a/{b}", "GET /b/*"]);
            let mut endpoints = Endpoints::default();
            for (method, path) in requests {
                let event = Event {
                    method: method.map(Cow::Owned),
                    path: Some(path.into()),
                    ..Event::default()
                };
                for _ in 0..2 {
                    proptest::prop_assert_eq!(endpoints.of(&event, &routes), endpoint(&event, &routes));
                }
            }
        }

        #[test]
        fn any_path_has_an_endpoint_and_an_endpoint_is_its_own(
            path in "(/|[a-z0-9@%;=?#:.{}-]|\\PC|\\{|123|://){1,40}"
        ) {
            let event = Event { path: Some(path.into()), ..Event::default() };
            let once = endpoint(&event, &Routes::default());
            let again = Event { path: once.clone(), ..Event::default() };
            proptest::prop_assert_eq!(endpoint(&again, &Routes::default()), once);
        }
    }
}

//! Lines of many servers, proxies and frameworks, each with the event it must give.

use crate::format::Sample;

#[rustfmt::skip]
pub const SAMPLES: &[Sample] = &[
    // NCSA common and combined: Apache, nginx, Tomcat, Jetty, Undertow, WebLogic, gunicorn, Varnish, Traefik ...
    Sample {
        text: r#"192.0.2.7 - - [14/Mar/2025:02:11:09 +0000] "GET /shop HTTP/1.1" 404 209"#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("method", "GET"), ("path", "/shop"), ("status", "404"), ("user", "null")],
    },
    Sample {
        text: r#"192.0.2.7 - alice [14/Mar/2025:02:11:09 +0100] "POST /orders?dry=1 HTTP/2.0" 201 57 "https://shop.example/cart" "Mozilla/5.0 (X11; Linux x86_64)""#,
        event: &[("time", "2025-03-14T01:11:09Z"), ("method", "POST"), ("path", "/orders?dry=1"), ("status", "201"), ("user", "alice")],
    },
    Sample {
        text: r#"192.0.2.7 - Alice von Stein [14/Mar/2025:02:11:09 +0000] "GET /a HTTP/1.1" 200 5"#,
        event: &[("user", "Alice von Stein"), ("status", "200")],
    },
    Sample {
        text: r#"192.0.2.7 - "" [14/Mar/2025:02:11:09 +0000] "GET /a HTTP/1.1" 200 5"#,
        event: &[("user", "null"), ("path", "/a"), ("status", "200")],
    },
    Sample {
        text: r#"2001:db8::9 - [14/Mar/2025:02:11:09 +0000] "GET /a HTTP/1.1" 200 5 "-" "curl/8.5.0""#,
        event: &[("user", "null"), ("path", "/a"), ("status", "200"), ("time", "2025-03-14T02:11:09Z")],
    },
    Sample {
        text: r#"shop.example:443 192.0.2.7 - bob [14/Mar/2025:02:11:09 +0000] "GET /vhost HTTP/1.1" 200 1 "-" "-""#,
        event: &[("user", "bob"), ("path", "/vhost"), ("status", "200")],
    },
    Sample {
        text: r#"192.0.2.7 shop.example - [14/Mar/2025:02:11:09 +0000] "GET /lighttpd HTTP/1.1" 200 1 "-" "-""#,
        event: &[("user", "null"), ("path", "/lighttpd")],
    },
    Sample {
        text: r#"10.1.0.9, 10.1.0.8, 192.0.2.7 - carol [14/Mar/2025:02:11:09 +0000] "GET /fwd HTTP/1.1" 200 571 "-" "-""#,
        event: &[("user", "carol"), ("path", "/fwd"), ("time", "2025-03-14T02:11:09Z")],
    },
    Sample {
        text: r#""10.1.0.9, 192.0.2.7" 10.0.0.2 - - [14/Mar/2025:02:11:09 +0000] "GET /fwd?q=1 HTTP/1.1" 502 571 "-" "Amazon CloudFront""#,
        event: &[("user", "null"), ("path", "/fwd?q=1"), ("status", "502"), ("time", "2025-03-14T02:11:09Z")],
    },
    Sample {
        text: r#""192.0.2.7" "dora" "14/Mar/2025:02:11:09 +0000" "GET /glassfish HTTP/1.1" 200 5"#,
        event: &[("user", "dora"), ("path", "/glassfish"), ("status", "200"), ("time", "2025-03-14T02:11:09Z")],
    },
    Sample {
        text: r#"192.0.2.7 - - [14/Mar/2025:02:11:09 +0000] "GET http://shop.example/varnish?a=b HTTP/1.1" 503 5 "-" "curl""#,
        event: &[("path", "/varnish?a=b"), ("status", "503")],
    },
    Sample {
        text: r#"192.0.2.7 - - [14/Mar/2025:02:11:09 +0000] "GET /x HTTP/1.1" 200 357 "-" "-" 190 "shop@docker" "http://10.0.0.3:80" 3ms"#,
        event: &[("path", "/x"), ("duration_ms", "3"), ("status", "200")],
    },
    Sample {
        text: r#"127.0.0.1 - - [14/Mar/2025:02:11:09 +0000] "GET /puma HTTP/1.1" 200 - 0.0041"#,
        event: &[("duration_ms", "4.1"), ("status", "200")],
    },
    Sample {
        text: r#""192.0.2.7 - judy [14/Mar/2025:02:11:09 +0000] "GET /litespeed HTTP/1.1" 200 5 "-" "curl/8.5.0""#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("user", "judy"), ("path", "/litespeed"), ("status", "200")],
    },
    Sample {
        text: r#"192.0.2.7 - ken 14/Mar/2025:02:11:09 +0000 "GET /fpm.php" 200"#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("user", "ken"), ("path", "/fpm.php"), ("status", "200")],
    },
    Sample {
        text: r#"192.0.2.7 notes.example "CN=Lea Muster/O=Shop" [14/Mar/2025:02:11:09 +0000] "GET /domino HTTP/1.1" 200 5"#,
        event: &[("path", "/domino"), ("user", "CN=Lea Muster/O=Shop"), ("time", "2025-03-14T02:11:09Z")],
    },
    Sample {
        text: r#"127.0.0.1 [HTTP-12] - mia [2025-03-14T02:11:09.123+0000] "GET /gerrit HTTP/1.1" 200 1234 - - -"#,
        event: &[("user", "mia"), ("time", "2025-03-14T02:11:09.123Z"), ("path", "/gerrit")],
    },
    Sample {
        text: r#"192.0.2.7 - - [14/Mar/2025:02:11:09 +0000] "GET /kong HTTP/1.1" 200 5 "-" "curl/8.5.0" kong_request_id: "5db4c2f0a1b2c3d4e5f60718293a4b5c""#,
        event: &[("request_id", "5db4c2f0a1b2c3d4e5f60718293a4b5c"), ("path", "/kong")],
    },
    Sample {
        text: r#"gitlab.example 192.0.2.7:0 - - [2025/03/14:02:11:09 +0000] "GET /workhorse HTTP/1.1" 200 5 "" "git/2.45" 0.012"#,
        event: &[("path", "/workhorse"), ("status", "200"), ("duration_ms", "12"), ("time", "2025-03-14T02:11:09Z")],
    },
    Sample {
        text: r#"[2025-03-14T02:11:09.123Z] "- - -" 0 UF 0 0 2004 - "-" "-" "-" "-" "10.0.0.1:80""#,
        event: &[("time", "2025-03-14T02:11:09.123Z"), ("status", "null"), ("method", "null"), ("duration_ms", "2004")],
    },
    Sample {
        text: r#"[2025-03-14T02:11:09.123Z] "GET /gone HTTP/1.1" 0 DC 0 503 2004 - "-" "curl/8.5.0" "550e8400-e29b-41d4-a716-446655440000" "shop" "-""#,
        event: &[("status", "null"), ("path", "/gone"), ("duration_ms", "2004")],
    },
    Sample {
        text: r#"ACCESS [2025-03-14T02:11:09.123Z] "GET /ambassador HTTP/1.1" 200 - 0 15 3 2 "192.0.2.7" "curl/8.5.0" "550e8400-e29b-41d4-a716-446655440000" "shop" "10.0.0.1:80""#,
        event: &[("duration_ms", "3"), ("path", "/ambassador"), ("user", "null")],
    },
    Sample {
        text: r#"192.0.2.7 - - [14/Mar/2025:02:11:09 +0000] GET /fastly HTTP/1.1 503"#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("path", "/fastly"), ("status", "503"), ("method", "GET")],
    },
    // The stamp first, the user just before the request or behind a dash.
    Sample {
        text: r#"[2025-03-14T02:11:09+01:00] shop.example 192.0.2.7 - bob "GET /stamped HTTP/1.1" 200 512 "-" "curl/8.5.0" 0.123"#,
        event: &[("time", "2025-03-14T01:11:09Z"), ("user", "bob"), ("path", "/stamped"), ("duration_ms", "123")],
    },
    Sample {
        text: r#"2025-03-14 02:11:09,123 192.0.2.7 ann "GET /undertow HTTP/1.1" 200 42 0.003"#,
        event: &[("time", "2025-03-14T02:11:09.123Z"), ("user", "ann"), ("path", "/undertow"), ("status", "200")],
    },
    Sample {
        text: r#"[14/Mar/2025:02:11:09 +0000] 404 0.045 192.0.2.7 "GET /status-first HTTP/1.1" 512"#,
        event: &[("status", "404"), ("path", "/status-first")],
    },
    Sample {
        text: r#"192.0.2.7 - [192.0.2.7, 10.0.0.1] - - [14/Mar/2025:02:11:09 +0000] "GET /old-ingress HTTP/1.1" 504 612 "-" "curl/8.5.0""#,
        event: &[("user", "null"), ("status", "504")],
    },
    Sample {
        text: "127.0.0.1 - - [14/Mar/2025 02:11:09] \"\x1b[33mGET /coloured HTTP/1.1\x1b[0m\" 404 -",
        event: &[("path", "/coloured"), ("method", "GET"), ("status", "404")],
    },
    // Cells between one sign
    Sample {
        text: r#"192.0.2.7, olga, 3/14/2025, 2:11:09, W3SVC1, WEB01, 10.0.0.5, 125, 332, 3000, 200, 0, GET, /iis-own.htm, -,"#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("user", "olga"), ("status", "200"), ("path", "/iis-own.htm")],
    },
    Sample {
        text: r#""2025-03-14T02:11:09Z","192.0.2.7","GET","/csv","503","12","curl/8.5.0""#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("path", "/csv"), ("status", "503"), ("user", "null")],
    },
    Sample {
        text: r#"2025-03-14 02:11:09,203.0.113.9,GET,/csv?x=1,200,12"#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("path", "/csv?x=1"), ("status", "200")],
    },
    Sample {
        text: r#"192.0.2.7 | https | o@1ABCDx131x42x0 | piet | 2025-03-14 02:11:09,123 | "GET /bitbucket HTTP/1.1" | "" "git/2.45" | 200 | 12 | 34 | clone | 56 |"#,
        event: &[("time", "2025-03-14T02:11:09.123Z"), ("user", "piet"), ("path", "/bitbucket"), ("status", "200")],
    },
    Sample {
        text: "1741918269.123456\tCabcDE\t192.0.2.7\t51234\t10.0.0.1\t80\t1\tGET\tshop.example\t/zeek\t-\t1.1\tcurl/8.5.0\t-\t0\t12\t404\tNot Found",
        event: &[("time", "2025-03-14T02:11:09.123456Z"), ("path", "/zeek"), ("status", "404"), ("user", "null")],
    },
    Sample {
        text: r#"[Fri Mar 14 02:11:09 2025] [::1]:51234 [404]: (null) /gone - No such file or directory"#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("path", "/gone"), ("status", "404"), ("method", "null"), ("message", "No such file or directory")],
    },
    Sample {
        text: "\x1b[0mGET /morgan \x1b[31m500\x1b[0m 5.123 ms - 12\x1b[0m",
        event: &[("path", "/morgan"), ("status", "500")],
    },
    Sample {
        text: r#"192.0.2.7 [14/Mar/2025:02:11:09 +0000] GET shop.example /host-between?x=1 HTTP/1.1 200 512 12"#,
        event: &[("path", "/host-between?x=1"), ("status", "200")],
    },
    // fields that operators add
    Sample {
        text: r#"192.0.2.7 - - [14/Mar/2025:02:11:09 +0000] "GET /big HTTP/1.1" 206 3397 0.202 "-" "curl/8.5.0""#,
        event: &[("duration_ms", "202"), ("status", "206")],
    },
    Sample {
        text: r#"192.0.2.7 - - [14/Mar/2025:02:11:09 +0000] "GET /a HTTP/1.1" 200 33 "-" "curl/8.5.0" "3.41""#,
        event: &[("duration_ms", "null")],
    },
    Sample {
        text: r#"192.0.2.7 - - [14/Mar/2025:02:11:09 +0000] "GET /a HTTP/1.1" 200 33 "-" "curl/8.5.0" "0.123" "0.120""#,
        event: &[("duration_ms", "123")],
    },
    Sample {
        text: r#"192.0.2.7 - - [14/Mar/2025:02:11:09 +0000] "GET /a HTTP/1.1" 200 33 "-" "curl/8.5.0" rt=0.609 uct="0.001" urt="0.600""#,
        event: &[("duration_ms", "609")],
    },
    Sample {
        text: r#"192.0.2.7 - - [14/Mar/2025:02:11:09 +0000] "GET /a HTTP/1.1" 500 33 "-" "curl/8.5.0" 550e8400-e29b-41d4-a716-446655440000"#,
        event: &[("request_id", "550e8400-e29b-41d4-a716-446655440000"), ("status", "500")],
    },
    Sample {
        text: r#"192.0.2.7 - - [14/Mar/2025:02:11:09 +0000] "GET /a HTTP/1.1" 500 33 "-" "curl/8.5.0" "8f14e45fceea167a5a36dedd4bea2543""#,
        event: &[("request_id", "8f14e45fceea167a5a36dedd4bea2543")],
    },
    Sample {
        text: r#"192.0.2.7 - - [14/Mar/2025:02:11:09 +0000] "GET /a HTTP/1.1" 500 33 "-" "curl/8.5.0" "Root=1-67d38d2d-5a3b1c2d3e4f5a6b7c8d9e0f""#,
        event: &[("trace_id", "1-67d38d2d-5a3b1c2d3e4f5a6b7c8d9e0f"), ("request_id", "null")],
    },
    Sample {
        text: r#"192.0.2.7 - erin [14/Mar/2025:02:11:09 +0000] "GET /k8s HTTP/2.0" 504 160 "-" "curl/8.5.0" 812 5.003 [shop-web-80] [] 10.2.0.7:8080 0 5.001 504 0f3c5b2a9d8e7f600f3c5b2a9d8e7f60"#,
        event: &[("user", "erin"), ("duration_ms", "5003"), ("request_id", "0f3c5b2a9d8e7f600f3c5b2a9d8e7f60"), ("status", "504")],
    },
    Sample {
        text: r#"550e8400-e29b-41d4-a716-446655440000 192.0.2.7 - - [14/Mar/2025:02:11:09 +0000] "GET /id/first HTTP/1.1" 200 5"#,
        event: &[("request_id", "550e8400-e29b-41d4-a716-446655440000"), ("path", "/id/first")],
    },
    // requests that are none, and odd ones
    Sample {
        text: r#"192.0.2.7 - - [14/Mar/2025:02:11:09 +0000] "\x16\x03\x01\x00\xEE" 400 226 "-" "-""#,
        event: &[("method", "null"), ("path", "null"), ("status", "400"), ("time", "2025-03-14T02:11:09Z")],
    },
    Sample {
        text: r#"192.0.2.7 - - [14/Mar/2025:02:11:09 +0000] "-" 408 - "-" "-""#,
        event: &[("method", "null"), ("path", "null"), ("status", "408")],
    },
    Sample {
        text: r#"192.0.2.7 - - [14/Mar/2025:02:11:09 +0000] "" 400 0"#,
        event: &[("path", "null"), ("status", "400"), ("time", "2025-03-14T02:11:09Z")],
    },
    Sample {
        text: r#"192.0.2.7 - - [14/Mar/2025:02:11:09 +0000] "GET /a b HTTP/1.1" 400 0"#,
        event: &[("path", "/a b"), ("status", "400")],
    },
    Sample {
        text: r#"192.0.2.7 - - [14/Mar/2025:02:11:09 +0000] "GET /old" 200 7"#,
        event: &[("method", "GET"), ("path", "/old"), ("status", "200")],
    },
    Sample {
        text: r#"192.0.2.7 - - [14/Mar/2025:02:11:09 +0000] "GET /q?a=\"b\" HTTP/1.1" 200 7"#,
        event: &[("path", r#"/q?a=\"b\""#), ("status", "200")],
    },
    Sample {
        text: r#"192.0.2.7 - - [14/Mar/2025:02:11:09 +0000] "GET /q?a="b c" HTTP/1.1" 200 7 "-" "x""#,
        event: &[("path", r#"/q?a="b c""#), ("status", "200")],
    },
    Sample {
        text: r#"192.0.2.7 - - [14/Mar/2025:02:11:09 +0000] "PROPFIND /dav/ HTTP/1.1" 207 7"#,
        event: &[("method", "PROPFIND"), ("status", "207")],
    },
    Sample {
        text: r#"192.0.2.7 - - [14/Mar/2025:02:11:09 +0000] "get /low HTTP/1.1" 405 7"#,
        event: &[("method", "get"), ("path", "/low")],
    },
    Sample {
        text: r#"192.0.2.7 - - [14/Mar/2025:02:11:09 +0000] "CONNECT mail.example:443 HTTP/1.1" 405 7"#,
        event: &[("method", "CONNECT"), ("path", "mail.example:443")],
    },
    Sample {
        text: r#"192.0.2.7 - - [14/Mar/2025:02:11:09 +0000] "OPTIONS * HTTP/1.0" 200 -"#,
        event: &[("method", "OPTIONS"), ("path", "*")],
    },
    Sample {
        text: r#"192.0.2.7 - - [14/Mar/2025:02:11:09 +0000] "PRI * HTTP/2.0" 400 -"#,
        event: &[("method", "PRI"), ("path", "*"), ("status", "400")],
    },
    Sample {
        text: r#"[14/Mar/2025:02:11:09 +0000] 192.0.2.7 TLSv1.3 TLS_AES_256_GCM_SHA384 "GET /ssl HTTP/1.1" 512"#,
        event: &[("path", "/ssl"), ("status", "null"), ("time", "2025-03-14T02:11:09Z")],
    },
    // stamps elsewhere or of another kind
    Sample {
        text: r#"1741918269.123 192.0.2.7 "GET /epoch HTTP/1.1" 200 5"#,
        event: &[("time", "2025-03-14T02:11:09.123Z"), ("path", "/epoch")],
    },
    Sample {
        text: r#"2025-03-14T02:11:09+00:00 192.0.2.7 "GET /iso HTTP/1.1" 200 5 0.001"#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("path", "/iso"), ("duration_ms", "1")],
    },
    Sample {
        text: r#"192.0.2.7 "GET /late HTTP/1.1" 200 5 [14/Mar/2025:02:11:09 +0000]"#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("path", "/late")],
    },
    // frameworks
    Sample {
        text: r#"127.0.0.1 - - [14/Mar/2025 02:11:09] "GET /werkzeug HTTP/1.1" 500 -"#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("status", "500"), ("path", "/werkzeug")],
    },
    Sample {
        text: r#"[14/Mar/2025 02:11:09] "GET /django?x=1 HTTP/1.1" 500 27"#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("status", "500"), ("path", "/django?x=1")],
    },
    Sample {
        text: r#"127.0.0.1 - - [14/Mar/2025:02:11:09 UTC] "GET /webrick HTTP/1.1" 200 27"#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("path", "/webrick")],
    },
    Sample {
        text: r#"INFO:     127.0.0.1:50412 - "GET /uvicorn HTTP/1.1" 200 OK"#,
        event: &[("level", "info"), ("status", "200"), ("path", "/uvicorn"), ("method", "GET")],
    },
    Sample {
        text: r#"[2025-03-14 02:11:09 +0000] 127.0.0.1 - "GET /granian HTTP/1.1" 200 12.345ms"#,
        event: &[("status", "200"), ("path", "/granian"), ("time", "2025-03-14T02:11:09Z"), ("duration_ms", "12.345")],
    },
    Sample {
        text: r#"10.11.10.1 "GET /v2/x HTTP/1.1" status: 200 len: 1893 time: 0.2477829"#,
        event: &[("status", "200"), ("path", "/v2/x"), ("duration_ms", "247.7829")],
    },
    Sample {
        text: r#"2025/03/14 02:11:09 [web1.local/q7Xb2K-000001] "GET http://shop.example/chi HTTP/1.1" from 192.0.2.7:1 - 200 5B in 12µs"#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("request_id", "web1.local/q7Xb2K-000001"), ("status", "200"), ("path", "/chi"), ("duration_ms", "0.012")],
    },
    Sample {
        text: r#"192.0.2.7:4711 "GET /warp HTTP/1.1" 200 "-" "curl/8.5.0" 1.5ms"#,
        event: &[("status", "200"), ("path", "/warp"), ("duration_ms", "1.5")],
    },
    Sample {
        text: r#"GET /morgan/dev 500 12.345 ms - 5"#,
        event: &[("method", "GET"), ("path", "/morgan/dev"), ("status", "500"), ("duration_ms", "12.345")],
    },
    Sample {
        text: r#"GET /morgan/tiny 200 5 - 3.2 ms"#,
        event: &[("path", "/morgan/tiny"), ("status", "200"), ("duration_ms", "3.2")],
    },
    Sample {
        text: r#"::1 - GET /morgan/short HTTP/1.1 200 5 - 3.2 ms"#,
        event: &[("path", "/morgan/short"), ("status", "200"), ("duration_ms", "3.2")],
    },
    Sample {
        text: r#"  --> GET /koa 404 7ms 20b"#,
        event: &[("path", "/koa"), ("status", "404"), ("duration_ms", "7")],
    },
    Sample {
        text: r#" GET /next 200 in 84ms"#,
        event: &[("path", "/next"), ("status", "200"), ("duration_ms", "84")],
    },
    Sample {
        text: r#"[Fri Mar 14 02:11:09 2025] 127.0.0.1:41312 [404]: GET /php - No such file or directory"#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("method", "GET"), ("path", "/php"), ("status", "404"), ("message", "No such file or directory")],
    },
    Sample {
        text: r#"[GIN] 2025/03/14 - 02:11:09 | 500 |    1.234567ms |       127.0.0.1 | POST     "/gin?a=1""#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("status", "500"), ("method", "POST"), ("path", "/gin?a=1"), ("duration_ms", "1.234567")],
    },
    Sample {
        text: r#"02:11:09 | 404 |   12.5µs | 127.0.0.1 | GET     | /fiber       | Cannot GET /fiber"#,
        event: &[("status", "404"), ("path", "/fiber"), ("duration_ms", "0.0125"), ("message", "Cannot GET /fiber")],
    },
    Sample {
        text: r#"[pid: 7|app: 0|req: 3/9] 192.0.2.7 (frank) {32 vars in 400 bytes} [Fri Mar 14 02:11:09 2025] GET /uwsgi?b => generated 12 bytes in 30 msecs (HTTP/1.1 500) 2 headers in 71 bytes (1 switches on core 0)"#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("status", "500"), ("path", "/uwsgi?b"), ("duration_ms", "30"), ("user", "frank")],
    },
    Sample {
        text: r#"2025-03-14T02:11:09.123Z|a1b2c3d4e5f60718|192.0.2.7|nina|GET|/artifactory/x|404|-1|0|84|curl/8.5.0"#,
        event: &[("time", "2025-03-14T02:11:09.123Z"), ("method", "GET"), ("path", "/artifactory/x"), ("status", "404"), ("request_id", "a1b2c3d4e5f60718")],
    },
    Sample {
        text: r#"2025-03-14T02:11:09+00:00|192.0.2.7|-|GET|-|HTTP/1.1|400|0.000"#,
        event: &[
            ("time", "2025-03-14T02:11:09Z"),
            ("method", "GET"),
            ("status", "400"),
        ],
    },
    Sample {
        text: r#"192.0.2.7|-|[14/Mar/2025:02:11:09 +0000]|BREW /pot HTTP/1.1|501|242|417"#,
        event: &[("method", "BREW"), ("path", "/pot"), ("status", "501")],
    },
    // proxies, load balancers, CDNs, storage
    Sample {
        text: r#"192.0.2.7:38862 [14/Mar/2025:02:11:09.726] fe~ shop/web1 10/0/30/69/109 304 168 - - ---- 6/6/0/0/0 0/0 {shop.example||} {|||} "GET /haproxy?x HTTP/1.1""#,
        event: &[("time", "2025-03-14T02:11:09.726Z"), ("status", "304"), ("method", "GET"), ("path", "/haproxy?x"), ("duration_ms", "109")],
    },
    Sample {
        text: r#"Mar 14 02:11:10 lb1 haproxy[71]: 192.0.2.7:38862 [14/Mar/2025:02:11:09.726] fe shop/<NOSRV> 0/-1/-1/-1/+12 503 213 - - SC-- 1/1/0/0/0 0/0 {550e8400-e29b-41d4-a716-446655440000|curl} "GET https://shop.example/h2 HTTP/2.0""#,
        event: &[("time", "2025-03-14T02:11:09.726Z"), ("status", "503"), ("path", "/h2"), ("duration_ms", "12"), ("request_id", "550e8400-e29b-41d4-a716-446655440000")],
    },
    Sample {
        text: r#"192.0.2.7:38862 [14/Mar/2025:02:11:09.726] fe fe/<NOSRV> -1/-1/-1/-1/5 400 0 - - PR-- 1/1/0/0/0 0/0 "<BADREQ>""#,
        event: &[("status", "400"), ("method", "null"), ("path", "null")],
    },
    Sample {
        text: r#"192.0.2.7:38862 [14/Mar/2025:02:11:09.726] mysql mysql/db1 0/1/5007 212 -- 1/1/1/1/0 0/0"#,
        event: &[("status", "null"), ("time", "2025-03-14T02:11:09.726Z"), ("duration_ms", "5007")],
    },
    Sample {
        text: r#"192.0.2.7:38862 [14/Mar/2025:02:11:09.726] fe/1: SSL handshake failure"#,
        event: &[("message", "fe/1: SSL handshake failure"), ("time", "2025-03-14T02:11:09.726Z")],
    },
    Sample {
        text: r#"192.0.2.7 - - [14/Mar/2025:02:11:09 +0000] "GET /haproxy/clf HTTP/1.1" 200 1234 "" "" 36316 333 "fe" "be" "srv" 0 0 0 10 10 "----" 1 1 1 1 0 0 0 "" """#,
        event: &[("status", "200"), ("path", "/haproxy/clf")],
    },
    Sample {
        text: r#"https 2025-03-14T02:11:09.123456Z app/shop/50dc6c495c0c9188 192.0.2.7:2817 10.0.0.2:80 0.001 1.048 0.000 502 - 34 366 "GET https://shop.example:443/alb?q=1 HTTP/1.1" "curl/8.5.0" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:eu:1:targetgroup/x/73e2 "Root=1-67d38d2d-5a3b1c2d3e4f5a6b7c8d9e0f" "shop.example" "-" 0 2025-03-14T02:11:08.000000Z "forward" "-""#,
        event: &[("time", "2025-03-14T02:11:09.123456Z"), ("status", "502"), ("method", "GET"), ("path", "/alb?q=1"), ("duration_ms", "1049"), ("trace_id", "1-67d38d2d-5a3b1c2d3e4f5a6b7c8d9e0f")],
    },
    Sample {
        text: r#"2025-03-14T02:11:09.123456Z shop-elb 192.0.2.7:2817 - -1 -1 -1 503 0 0 0 "GET http://shop.example:80/elb HTTP/1.1" "curl/8.5.0" - -"#,
        event: &[("status", "503"), ("path", "/elb"), ("time", "2025-03-14T02:11:09.123456Z")],
    },
    Sample {
        text: r#"[2025-03-14T02:11:09.123Z] "GET /envoy HTTP/1.1" 503 UF 0 91 2004 - "-" "curl/8.5.0" "550e8400-e29b-41d4-a716-446655440000" "shop.example" "10.0.0.1:80""#,
        event: &[("time", "2025-03-14T02:11:09.123Z"), ("status", "503"), ("path", "/envoy"), ("duration_ms", "2004"), ("request_id", "550e8400-e29b-41d4-a716-446655440000")],
    },
    Sample {
        text: r#"[2025-03-14T02:11:09.123Z] "GET /istio HTTP/1.1" 200 - via_upstream - "-" 0 15 33 32 "-" "curl/8.5.0" "550e8400-e29b-41d4-a716-446655440000" "shop" "10.0.0.1:80" outbound|80||shop.default.svc 10.0.0.9:1 10.0.0.1:80 10.0.0.9:2 - default"#,
        event: &[("status", "200"), ("duration_ms", "33"), ("request_id", "550e8400-e29b-41d4-a716-446655440000")],
    },
    Sample {
        text: r#"shop.example - [2025-03-14T02:11:09.123456789Z] "GET /gorouter HTTP/1.1" 200 0 12 "-" "curl/8.5.0" "10.0.0.1:1" "10.0.0.2:2" x_forwarded_for:"192.0.2.7" vcap_request_id:"550e8400-e29b-41d4-a716-446655440000" response_time:0.012 app_id:"1b2c""#,
        event: &[("time", "2025-03-14T02:11:09.123456789Z"), ("status", "200"), ("path", "/gorouter"), ("request_id", "550e8400-e29b-41d4-a716-446655440000"), ("duration_ms", "12")],
    },
    Sample {
        text: r#"[14/Mar/2025:02:11:09 +0000] - 200 502 - GET https shop.example "/npm?x" [Client 192.0.2.7] [Length 12] [Gzip -] [Sent-to 10.0.0.2] "curl/8.5.0" "-""#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("status", "502"), ("path", "/npm?x"), ("method", "GET")],
    },
    Sample {
        text: r#"192.0.2.7 [14/Mar/2025:02:11:09 +0000] TCP 502 0 10 0.123"#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("status", "502"), ("duration_ms", "123")],
    },
    Sample {
        text: r#"1741918269.123     84 192.0.2.7 TCP_MISS/502 1234 GET http://shop.example/squid?x grace HIER_DIRECT/10.0.0.2 text/html"#,
        event: &[("time", "2025-03-14T02:11:09.123Z"), ("status", "502"), ("method", "GET"), ("path", "/squid?x"), ("user", "grace"), ("duration_ms", "84")],
    },
    Sample {
        text: "2025-03-14\t02:11:09\tFRA2\t392\t192.0.2.7\tGET\td1.cloudfront.net\t/cf.html\t502\t-\tcurl/8.5.0\tq=1\t-\tError\tSOX4xwn4XV6Q4rgb7XiVGOHms==\tshop.example\thttps\t23\t0.250\t-\tTLSv1.3",
        event: &[("time", "2025-03-14T02:11:09Z"), ("status", "502"), ("method", "GET"), ("path", "/cf.html?q=1"), ("request_id", "SOX4xwn4XV6Q4rgb7XiVGOHms=="), ("duration_ms", "250")],
    },
    Sample {
        text: r#"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be shop-assets [14/Mar/2025:02:11:09 +0000] 192.0.2.7 - 3E57427F3EXAMPLE REST.GET.OBJECT logo.png "GET /shop-assets/logo.png HTTP/1.1" 503 SlowDown 113 - 7 - "-" "S3Console/0.4" - Ab12= SigV4"#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("status", "503"), ("path", "/shop-assets/logo.png"), ("request_id", "3E57427F3EXAMPLE"), ("duration_ms", "7"), ("user", "null")],
    },
    // the W3C's extended format
    Sample {
        text: r#"2025-03-14 02:11:09 10.0.0.2 GET /iis/default.aspx id=3 443 henry 192.0.2.7 Mozilla/5.0+(Windows+NT+10.0) - 500 0 64 93"#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("status", "500"), ("method", "GET"), ("path", "/iis/default.aspx?id=3"), ("user", "henry"), ("duration_ms", "93")],
    },
    Sample {
        text: r#"2025-03-14 02:11:09 W3SVC1 WEB01 10.0.0.2 POST /api/x - 80 - 192.0.2.7 HTTP/1.1 curl/8.5.0 - - shop.example 404 0 2 1405 372 15"#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("status", "404"), ("method", "POST"), ("path", "/api/x"), ("user", "null"), ("duration_ms", "15")],
    },
    Sample {
        text: r#"2025-03-14 02:11:09 192.0.2.7 ida 10.0.0.2 80 GET /iis5.asp - 200 Mozilla/4.0"#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("status", "200"), ("path", "/iis5.asp"), ("user", "ida")],
    },
    Sample {
        text: "2025-03-14\t02:11:09\tGET\t/weblogic/x\t200\t0.012",
        event: &[("time", "2025-03-14T02:11:09Z"), ("status", "200"), ("path", "/weblogic/x"), ("duration_ms", "12")],
    },
    Sample {
        text: r#"2025-03-14 02:11:09 10.0.0.2 443 GET /port/first - 192.0.2.7 200 0 0 15"#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("path", "/port/first"), ("status", "200"), ("duration_ms", "15")],
    },
    Sample {
        text: r#"2025-03-14 02:11:09 GET /no/query 443 olga 192.0.2.7 curl/8.5.0 200 0 0 15"#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("path", "/no/query"), ("status", "200"), ("user", "olga")],
    },
    Sample {
        text: r#"2025-03-14 02:11:09 192.0.2.7 4711 10.0.0.2 80 HTTP/1.1 GET /httperr - 503 1 AppOffline Pool"#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("path", "/httperr"), ("status", "503"), ("user", "null")],
    },
    // Labelled tab-separated values
    Sample {
        text: "time:14/Mar/2025:02:11:09 +0000\thost:192.0.2.7\tuser:alice\treq:POST /orders HTTP/1.1\tstatus:500\tsize:17\treqtime:0.125",
        event: &[("time", "2025-03-14T02:11:09Z"), ("method", "POST"), ("path", "/orders"), ("status", "500"), ("user", "alice"), ("duration_ms", "125")],
    },
    Sample {
        text: "time:2025-03-14T02:11:09Z\tmethod:GET\turi:/orders?page=2\tstatus:200\treqtime_microsec:1500",
        event: &[("time", "2025-03-14T02:11:09Z"), ("method", "GET"), ("path", "/orders?page=2"), ("status", "200"), ("duration_ms", "1.5")],
    },
    // Django's development server behind a formatter with the level
    Sample {
        text: "ERROR 2025-03-14 02:11:09,123 basehttp 4711 140 \"POST /orders HTTP/1.1\" 500 17",
        event: &[("time", "2025-03-14T02:11:09.123Z"), ("level", "error"), ("path", "/orders"), ("status", "500")],
    },
    Sample {
        text: "203.0.113.9 - alice [14/Mar/2025:02:11:09 +0000] GET https://shop.example/a 502 154 0.084",
        event: &[("time", "2025-03-14T02:11:09Z"), ("method", "GET"), ("path", "/a"), ("status", "502"), ("user", "alice")],
    },
    Sample {
        text: "2025-03-14T02:11:09.123+0000 84 203.0.113.9 TCP_DENIED/403 4321 CONNECT shop.example:443 - HIER_NONE/- text/html",
        event: &[("time", "2025-03-14T02:11:09.123Z"), ("method", "CONNECT"), ("path", "shop.example:443"), ("status", "403")],
    },
    Sample {
        text: "1741918269.123\t203.0.113.9\t0.002\t200\t1045\tGET\thttps\td111.cloudfront.net\t/images/a.png\t512\tSEA19",
        event: &[("method", "GET"), ("path", "/images/a.png"), ("status", "200")],
    },
    Sample {
        text: "HIT|200|1741918269123|412|390|203.0.113.9|-|https://cdn.example/a.png|WA|Mozilla/5.0|322b688bd63fb63f|DE",
        event: &[("time", "2025-03-14T02:11:09.123Z"), ("path", "/a.png"), ("status", "200")],
    },
    Sample {
        text: "2025-03-14T02:11:13.779781+00:00 127.0.0.1:38924 [14/Mar/2025:02:11:10.774] f b/s 0/0/-1/-1/3005 503 217 - - SC-- 1/1/0/0/3 0/0 \"GET /x HTTP/1.1\"",
        event: &[("time", "2025-03-14T02:11:10.774Z"), ("path", "/x"), ("status", "503"), ("duration_ms", "3005")],
    },
    // Blue Coat, with quotes around what has blanks in it.
    Sample {
        text: r#"2025-03-14 02:11:09 84 192.0.2.7 "ACME\bob smith" "Domain Users" - OBSERVED "Technology;Web Ads" http://shop.example/ 503 TCP_NC_MISS GET text/html http shop.example 80 /a ?x=1 php "Mozilla/5.0 (X11)" 10.0.0.5 1234 567 -"#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("method", "GET"), ("path", "/a?x=1"), ("status", "503"), ("user", r"ACME\bob smith"), ("duration_ms", "84")],
    },
    // oauth2-proxy: the upstream stands between the method and the target.
    Sample {
        text: r#"192.0.2.7:51234 - 550e8400-e29b-41d4-a716-446655440000 - alice@example.com [2025/03/14 02:11:09] shop.example GET http://10.0.0.1:80/ "/a?x=1" HTTP/1.1 "curl/8.5.0" 502 1234 0.084"#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("method", "GET"), ("path", "/a?x=1"), ("status", "502"), ("user", "alice@example.com")],
    },
    // Edgecast: the status stands with what the cache did.
    Sample {
        text: r#"1741918269 84 192.0.2.7 1234 10.0.0.5 80 TCP_MISS/502 1567 GET http://shop.example/a?x=1 - 0 456 "-" "curl/8.5.0" 12345 "-""#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("method", "GET"), ("path", "/a?x=1"), ("status", "502")],
    },
    // WsgiDAV: a dash behind the user.
    Sample {
        text: r#"192.0.2.7 - alice - [2025-03-14 02:11:09] "GET /a" elap=0.084sec -> 502 Bad Gateway"#,
        event: &[("user", "alice"), ("path", "/a"), ("status", "502")],
    },
    // Apache's `%h %u %t`.
    Sample {
        text: r#"192.0.2.7 alice [14/Mar/2025:02:11:09 +0000] "GET /a HTTP/1.1" 502 1234 84123"#,
        event: &[("user", "alice"), ("path", "/a"), ("status", "502")],
    },
    // Signs that an administrator chose to cut by.
    Sample {
        text: "192.0.2.7^14/Mar/2025:02:11:09 +0000^GET /a?x=1 HTTP/1.1^502^1234^-^curl/8.5.0^0.084",
        event: &[("time", "2025-03-14T02:11:09Z"), ("method", "GET"), ("path", "/a?x=1"), ("status", "502"), ("user", "null")],
    },
    Sample {
        text: "2025-03-14T02:11:09+01:00~192.0.2.7~alice~GET~/a~502~1234",
        event: &[("time", "2025-03-14T01:11:09Z"), ("method", "GET"), ("path", "/a"), ("status", "502"), ("user", "alice")],
    },
    Sample {
        text: r#"192.0.2.7 || alice || [14/Mar/2025:02:11:09 +0000] || "GET /a HTTP/1.1" || 502 || 1234"#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("path", "/a"), ("status", "502"), ("user", "alice")],
    },
    // Amazon's API Gateway, the format in XML.
    Sample {
        text: r#"<request id="550e8400-e29b-41d4-a716-446655440000"> <ip>192.0.2.7</ip> <caller>-</caller> <user>alice</user> <requestTime>14/Mar/2025:02:11:09 +0000</requestTime> <httpMethod>GET</httpMethod> <resourcePath>/a</resourcePath> <status>502</status> <protocol>HTTP/1.1</protocol> <responseLength>1234</responseLength> </request>"#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("method", "GET"), ("path", "/a"), ("status", "502"), ("user", "alice"), ("request_id", "550e8400-e29b-41d4-a716-446655440000")],
    },
    // Cells in brackets, and cells with names.
    Sample {
        text: "[14/Mar/2025:02:11:09 +0000] [192.0.2.7] [alice] [GET /a?x=1 HTTP/1.1] [502] [1234] [Mozilla/5.0 (X11)]",
        event: &[("time", "2025-03-14T02:11:09Z"), ("method", "GET"), ("path", "/a?x=1"), ("status", "502"), ("user", "alice")],
    },
    Sample {
        text: "time: 14/Mar/2025:02:11:09 +0000 | client: 192.0.2.7 | method: GET | uri: /a?x=1 | status: 502 | rt: 0.084",
        event: &[("time", "2025-03-14T02:11:09Z"), ("method", "GET"), ("path", "/a?x=1"), ("status", "502"), ("user", "null")],
    },
    // Scheme and host between the method and the path, nothing quoted.
    Sample {
        text: "192.0.2.7 - alice [14/Mar/2025:02:11:09 +0000] GET https shop.example /a HTTP/1.1 502 1234 0.084",
        event: &[("time", "2025-03-14T02:11:09Z"), ("method", "GET"), ("path", "/a"), ("status", "502"), ("user", "alice")],
    },
    Sample {
        text: "502 0.084 [14/Mar/2025:02:11:09 +0000] 192.0.2.7 GET shop.example /a",
        event: &[("time", "2025-03-14T02:11:09Z"), ("method", "GET"), ("path", "/a"), ("status", "502")],
    },
    // The time last.
    Sample {
        text: r#"192.0.2.7 "GET /a HTTP/1.1" 502 1234 "curl/8.5.0" 14/Mar/2025:02:11:09 +0000"#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("path", "/a"), ("status", "502")],
    },
    // Everything quoted, the time's bracket as well.
    Sample {
        text: r#""192.0.2.7" "alice" "[14/Mar/2025:02:11:09 +0000]" "GET /a HTTP/1.1" "502" "1234" "-" "curl/8.5.0""#,
        event: &[("time", "2025-03-14T02:11:09Z"), ("path", "/a"), ("status", "502"), ("user", "alice")],
    },
];

//! Entries of many loggers, servers and schemas, with the events they must give.

use crate::format::Sample;

pub const SAMPLES: &[Sample] = &[
    // pino
    Sample {
        text: r#"{"level":50,"time":1741918269123,"pid":7,"hostname":"shop-1","req":{"id":"r-81f3","method":"POST","url":"/api/orders?x=1"},"res":{"statusCode":500},"responseTime":84.5,"err":{"type":"TypeError","message":"cart is null","stack":"TypeError: cart is null\n    at load (/srv/a.js:3:9)"},"msg":"request errored"}"#,
        event: &[
            ("level", "error"),
            ("time", "2025-03-14T02:11:09.123Z"),
            ("host", "shop-1"),
            ("request_id", "r-81f3"),
            ("method", "POST"),
            ("path", "/api/orders?x=1"),
            ("status", "500"),
            ("duration_ms", "84.5"),
            ("error.type", "TypeError"),
            ("error.message", "cart is null"),
            (
                "error.stack",
                "TypeError: cart is null\n    at load (/srv/a.js:3:9)",
            ),
            ("message", "request errored"),
        ],
    },
    // bunyan
    Sample {
        text: r#"{"name":"billing","hostname":"b2","pid":9,"level":40,"msg":"slow ledger","time":"2025-03-14T02:11:09.123Z","v":0,"req_id":"9c2e"}"#,
        event: &[
            ("level", "warn"),
            ("service", "billing"),
            ("request_id", "9c2e"),
            ("message", "slow ledger"),
        ],
    },
    // winston, its colours left on
    Sample {
        text: r#"{"level":"\u001b[31merror\u001b[39m","message":"boom","stack":"RangeError: boom\n    at f (/srv/b.js:1:1)","timestamp":"2025-03-14 02:11:09"}"#,
        event: &[
            ("level", "error"),
            ("message", "boom"),
            ("error.type", "RangeError"),
            ("error.message", "boom"),
            ("time", "2025-03-14T02:11:09Z"),
        ],
    },
    // zap, with seconds in floats
    Sample {
        text: r#"{"level":"error","ts":1741918269.5,"caller":"api/h.go:12","msg":"query failed","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","elapsed":0.0425,"error":"dial tcp: refused","stacktrace":"main.run\n\t/srv/main.go:9"}"#,
        event: &[
            ("time", "2025-03-14T02:11:09.500Z"),
            ("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736"),
            ("duration_ms", "42.5"),
            ("error.message", "dial tcp: refused"),
            ("error.stack", "main.run\n\t/srv/main.go:9"),
        ],
    },
    // zerolog, its stack in objects
    Sample {
        text: r#"{"level":"fatal","time":1741918269,"error":"no seats","stack":[{"func":"book","line":"21","source":"seat.go"},{"func":"main","line":"7","source":"main.go"}],"message":"giving up"}"#,
        event: &[
            ("level", "fatal"),
            ("time", "2025-03-14T02:11:09Z"),
            ("error.message", "no seats"),
            (
                "error.stack",
                "    at book(seat.go:21)\n    at main(main.go:7)",
            ),
        ],
    },
    // slog with a group
    Sample {
        text: r#"{"time":"2025-03-14T02:11:09.123456789Z","level":"WARN","msg":"retry","request":{"method":"GET","path":"/stock/7","id":"q77"},"duration":84000000}"#,
        event: &[
            ("level", "warn"),
            ("method", "GET"),
            ("path", "/stock/7"),
            ("request_id", "q77"),
            ("duration_ms", "84"),
        ],
    },
    // serilog's compact format; without @l it is information
    Sample {
        text: r#"{"@t":"2025-03-14T02:11:09.1234567Z","@mt":"Paid {Id}","@m":"Paid 7","@l":"Error","@x":"System.IO.IOException: disk full\n   at Shop.Pay.Run() in /src/Pay.cs:line 8","RequestId":"0HM:1","StatusCode":503,"Elapsed":12.5}"#,
        event: &[
            ("message", "Paid 7"),
            ("level", "error"),
            ("error.type", "System.IO.IOException"),
            ("error.message", "disk full"),
            ("request_id", "0HM:1"),
            ("status", "503"),
            ("duration_ms", "12.5"),
        ],
    },
    Sample {
        text: r#"{"@t":"2025-03-14T02:11:09.1234567Z","@mt":"Listening on {Url}"}"#,
        event: &[("level", "info"), ("message", "Listening on {Url}")],
    },
    // serilog's full format
    Sample {
        text: r#"{"Timestamp":"2025-03-14T03:11:09.5+01:00","Level":"Warning","MessageTemplate":"Slow {X}","RenderedMessage":"Slow 3","Properties":{"UserId":"u9","RequestPath":"/a","CorrelationId":"c-1"}}"#,
        event: &[
            ("time", "2025-03-14T02:11:09.500Z"),
            ("level", "warn"),
            ("message", "Slow 3"),
            ("user", "u9"),
            ("path", "/a"),
            ("request_id", "c-1"),
        ],
    },
    // .NET's console formatter
    Sample {
        text: r#"{"Timestamp":"2025-03-14T02:11:09Z","EventId":3,"LogLevel":"Critical","Category":"Shop.Api","Message":"Unhandled","Exception":"System.NullReferenceException: Object reference not set.\n   at Shop.Cart.Load() in Cart.cs:line 5","State":{"RequestId":"0HN:2"}}"#,
        event: &[
            ("level", "fatal"),
            ("message", "Unhandled"),
            ("error.type", "System.NullReferenceException"),
            ("error.message", "Object reference not set."),
            ("request_id", "0HN:2"),
        ],
    },
    // log4j2's JsonLayout
    Sample {
        text: r#"{"instant":{"epochSecond":1741918269,"nanoOfSecond":123000000},"thread":"main","level":"ERROR","loggerName":"a.B","message":"save failed","thrown":{"commonElementCount":0,"message":"id 7","name":"java.lang.IllegalStateException","extendedStackTrace":[{"class":"a.B","method":"save","file":"B.java","line":12,"exact":true}]},"contextMap":{"requestId":"ff-1"}}"#,
        event: &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("error.type", "java.lang.IllegalStateException"),
            ("error.message", "id 7"),
            ("error.stack", "    at a.B.save(B.java:12)"),
            ("request_id", "ff-1"),
        ],
    },
    // logstash-logback-encoder
    Sample {
        text: r#"{"@timestamp":"2025-03-14T02:11:09.123+00:00","@version":"1","message":"no stock","logger_name":"a.B","level":"ERROR","level_value":40000,"stack_trace":"a.StockException: none left\n\tat a.B.take(B.java:3)\n","mdc":{"user":"bob"}}"#,
        event: &[
            ("level", "error"),
            ("error.type", "a.StockException"),
            ("error.message", "none left"),
            ("user", "bob"),
        ],
    },
    // structlog
    Sample {
        text: r#"{"event":"order_failed","level":"error","timestamp":"2025-03-14T02:11:09Z","user_id":17,"exception":"Traceback (most recent call last):\n  File \"a.py\", line 2, in f\n    g()\nKeyError: 'sku'"}"#,
        event: &[
            ("message", "order_failed"),
            ("user", "17"),
            ("error.type", "KeyError"),
            ("error.message", "'sku'"),
            (
                "error.stack",
                "Traceback (most recent call last):\n  File \"a.py\", line 2, in f\n    g()\nKeyError: 'sku'",
            ),
        ],
    },
    // python-json-logger
    Sample {
        text: r#"{"asctime":"2025-03-14 02:11:09,123","levelname":"CRITICAL","name":"shop","message":"out of memory","levelno":50}"#,
        event: &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("level", "fatal"),
            ("message", "out of memory"),
        ],
    },
    // loguru
    Sample {
        text: r#"{"text":"2025-03-14 | ERROR | x\n","record":{"elapsed":{"repr":"0:00:01","seconds":1.5},"exception":{"type":"ValueError","value":"bad sku","traceback":true},"level":{"icon":"x","name":"ERROR","no":40},"message":"bad order","time":{"repr":"2025-03-14 02:11:09.123456+00:00","timestamp":1741918269.123456}}}"#,
        event: &[
            ("level", "error"),
            ("time", "2025-03-14T02:11:09.123456Z"),
            ("message", "bad order"),
            ("error.type", "ValueError"),
            ("error.message", "bad sku"),
        ],
    },
    // Elastic Common Schema, nested
    Sample {
        text: r#"{"@timestamp":"2025-03-14T02:11:09.123Z","log":{"level":"error","logger":"a"},"message":"failed","http":{"request":{"method":"put","id":"e-9"},"response":{"status_code":502}},"url":{"path":"/v1/x","original":"https://shop.example/v1/x?q=1"},"user":{"name":"ann"},"event":{"duration":1500000},"service":{"name":"cart"},"host":{"hostname":"h1"},"error":{"type":"a.BadGateway","message":"upstream","stack_trace":"a.BadGateway: upstream\n\tat a.C.d(C.java:1)"}}"#,
        event: &[
            ("level", "error"),
            ("method", "PUT"),
            ("request_id", "e-9"),
            ("status", "502"),
            ("path", "/v1/x?q=1"),
            ("user", "ann"),
            ("duration_ms", "1.5"),
            ("service", "cart"),
            ("host", "h1"),
            ("error.type", "a.BadGateway"),
        ],
    },
    // and with dots in its keys
    Sample {
        text: r#"{"@timestamp":"2025-03-14T02:11:09.123Z","log.level":"WARN","message":"x","http.response.status_code":429,"trace.id":"0af7651916cd43dd8448eb211c80319c"}"#,
        event: &[
            ("level", "warn"),
            ("status", "429"),
            ("trace_id", "0af7651916cd43dd8448eb211c80319c"),
        ],
    },
    // GELF
    Sample {
        text: r#"{"version":"1.1","host":"g1","short_message":"cannot pay","full_message":"cannot pay\nledger is closed","timestamp":1741918269.123,"level":3,"_request_id":"gf1","_user_id":"u4"}"#,
        event: &[
            ("level", "error"),
            ("message", "cannot pay\nledger is closed"),
            ("request_id", "gf1"),
            ("user", "u4"),
            ("host", "g1"),
        ],
    },
    // Google Cloud
    Sample {
        text: r#"{"insertId":"1x","severity":"ERROR","timestamp":"2025-03-14T02:11:09.123Z","jsonPayload":{"message":"quota"},"httpRequest":{"requestMethod":"GET","requestUrl":"https://api.example/v2/items?p=2","status":503,"latency":"0.125s"},"trace":"projects/shop/traces/06796866738c859f2f19b7cfb3214824"}"#,
        event: &[
            ("level", "error"),
            ("message", "quota"),
            ("method", "GET"),
            ("path", "/v2/items?p=2"),
            ("status", "503"),
            ("duration_ms", "125"),
            ("trace_id", "06796866738c859f2f19b7cfb3214824"),
        ],
    },
    // OpenTelemetry, as the protocol has it
    Sample {
        text: r#"{"timeUnixNano":"1741918269123000000","severityNumber":17,"severityText":"Error","body":{"stringValue":"charge failed"},"attributes":[{"key":"user.id","value":{"stringValue":"u5"}},{"key":"http.response.status_code","value":{"intValue":"500"}},{"key":"exception.type","value":{"stringValue":"CardError"}}],"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174"}"#,
        event: &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("level", "error"),
            ("message", "charge failed"),
            ("user", "u5"),
            ("status", "500"),
            ("error.type", "CardError"),
            ("trace_id", "5b8efff798038103d269b633813fc60c"),
        ],
    },
    Sample {
        text: r#"{"Timestamp":"2025-03-14T02:11:09.123Z","SeverityNumber":13,"Body":"late","TraceId":"5b8efff798038103d269b633813fc60c","Attributes":{"http.route":"/orders/{id}","enduser.id":"u6"},"Resource":{"service.name":"orders"}}"#,
        event: &[
            ("level", "warn"),
            ("message", "late"),
            ("user", "u6"),
            ("service", "orders"),
        ],
    },
    // AWS Lambda
    Sample {
        text: r#"{"timestamp":"2025-03-14T02:11:09.123Z","level":"ERROR","requestId":"8f50-aa","message":{"errorType":"KeyError","errorMessage":"'id'","stackTrace":["  File \"/var/task/app.py\", line 5, in handler\n","    x['id']\n"]}}"#,
        event: &[
            ("request_id", "8f50-aa"),
            ("error.type", "KeyError"),
            ("error.message", "'id'"),
            (
                "error.stack",
                "  File \"/var/task/app.py\", line 5, in handler\n    x['id']",
            ),
        ],
    },
    // journalctl -o json, with a message that is no UTF-8
    Sample {
        text: r#"{"__REALTIME_TIMESTAMP":"1741918269123456","_HOSTNAME":"n1","PRIORITY":"3","SYSLOG_IDENTIFIER":"sshd","MESSAGE":[98,97,100]}"#,
        event: &[
            ("time", "2025-03-14T02:11:09.123456Z"),
            ("level", "error"),
            ("host", "n1"),
            ("service", "sshd"),
            ("message", "bad"),
        ],
    },
    // Caddy
    Sample {
        text: r#"{"level":"error","ts":1741918269.25,"logger":"http.log.access","msg":"handled request","request":{"remote_ip":"192.0.2.7","proto":"HTTP/2.0","method":"GET","host":"s.example","uri":"/a?b=1","headers":{"X-Request-Id":["cd-1"]}},"user_id":"eve","duration":0.0125,"status":502}"#,
        event: &[
            ("method", "GET"),
            ("path", "/a?b=1"),
            ("request_id", "cd-1"),
            ("user", "eve"),
            ("duration_ms", "12.5"),
            ("status", "502"),
        ],
    },
    // Traefik
    Sample {
        text: r#"{"ClientUsername":"-","DownstreamStatus":404,"Duration":357313,"OriginDuration":300000,"OriginStatus":0,"RequestMethod":"GET","RequestPath":"/x","StartUTC":"2025-03-14T02:11:09.5Z","level":"info","msg":"","time":"2025-03-14T02:11:09Z"}"#,
        event: &[
            ("status", "404"),
            ("duration_ms", "0.357313"),
            ("user", "null"),
            ("method", "GET"),
            ("time", "2025-03-14T02:11:09Z"),
        ],
    },
    // nginx, by hand
    Sample {
        text: r#"{"time_iso8601":"2025-03-14T02:11:09+00:00","remote_user":"","request":"PUT /v1/cart/7?z HTTP/1.1","status":"504","request_time":"1.204","upstream_status":"502","request_id":"ab12"}"#,
        event: &[
            ("method", "PUT"),
            ("path", "/v1/cart/7?z"),
            ("status", "504"),
            ("duration_ms", "1204"),
            ("user", "null"),
            ("request_id", "ab12"),
        ],
    },
    // Envoy, Istio
    Sample {
        text: r#"{"start_time":"2025-03-14T02:11:09.123Z","method":"GET","path":"/r","response_code":503,"response_flags":"UF","duration":31,"x-request-id":"ee-1","authority":"s"}"#,
        event: &[
            ("status", "503"),
            ("path", "/r"),
            ("duration_ms", "31"),
            ("request_id", "ee-1"),
        ],
    },
    // Kong
    Sample {
        text: r#"{"started_at":1741918269123,"request":{"method":"POST","uri":"/k?x","id":"kk-1","size":1},"response":{"status":500,"headers":{"date":"Fri, 14 Mar 2025 02:00:00 GMT"}},"latencies":{"request":58,"kong":2,"proxy":50}}"#,
        event: &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("method", "POST"),
            ("path", "/k?x"),
            ("status", "500"),
            ("duration_ms", "58"),
            ("request_id", "kk-1"),
        ],
    },
    // API Gateway
    Sample {
        text: r#"{"requestId":"ag-1","requestTime":"14/Mar/2025:02:11:09 +0000","httpMethod":"GET","routeKey":"GET /pets/{id}","status":"500","responseLatency":"41"}"#,
        event: &[
            ("request_id", "ag-1"),
            ("time", "2025-03-14T02:11:09Z"),
            ("method", "GET"),
            ("status", "500"),
            ("duration_ms", "41"),
        ],
    },
    // Cloudflare
    Sample {
        text: r#"{"RayID":"8a1b","EdgeStartTimestamp":1741918269123000000,"ClientRequestMethod":"GET","ClientRequestURI":"/a?b","EdgeResponseStatus":522,"OriginResponseStatus":0}"#,
        event: &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("request_id", "8a1b"),
            ("path", "/a?b"),
            ("status", "522"),
        ],
    },
    // monolog
    Sample {
        text: r#"{"message":"Uncaught","context":{"exception":{"class":"PDOException","message":"gone away","code":0,"trace":["/srv/a.php:3","/srv/b.php:9"]}},"level":500,"level_name":"CRITICAL","channel":"app","datetime":"2025-03-14T02:11:09.123456+00:00","extra":{"request_id":"ml1"}}"#,
        event: &[
            ("level", "fatal"),
            ("error.type", "PDOException"),
            ("error.message", "gone away"),
            ("error.stack", "/srv/a.php:3\n/srv/b.php:9"),
            ("request_id", "ml1"),
        ],
    },
    // MongoDB
    Sample {
        text: r#"{"t":{"$date":"2025-03-14T02:11:09.123+00:00"},"s":"E","c":"STORAGE","id":22,"ctx":"main","msg":"open failed","attr":{"error":{"code":13,"codeName":"Unauthorized","errmsg":"not allowed"},"durationMillis":7}}"#,
        event: &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("level", "error"),
            ("message", "open failed"),
            ("error.type", "Unauthorized"),
            ("error.message", "not allowed"),
            ("duration_ms", "7"),
        ],
    },
    // Rust's tracing
    Sample {
        text: r#"{"timestamp":"2025-03-14T02:11:09.123456Z","level":"ERROR","fields":{"message":"db gone","error":"pool timed out"},"target":"shop::db","span":{"request_id":"rs-1","name":"http"},"spans":[{"name":"root","user.id":"u8"}]}"#,
        event: &[
            ("message", "db gone"),
            ("request_id", "rs-1"),
            ("user", "u8"),
            ("level", "error"),
        ],
    },
    // lograge
    Sample {
        text: r#"{"method":"GET","path":"/orders/7","format":"html","controller":"OrdersController","action":"show","status":500,"error":"NoMethodError: undefined method `x' for nil","duration":58.33,"view":0.0,"db":1.2,"@timestamp":"2025-03-14T02:11:09.123Z"}"#,
        event: &[
            ("status", "500"),
            ("duration_ms", "58.33"),
            ("error.type", "NoMethodError"),
            ("error.message", "undefined method `x' for nil"),
        ],
    },
    // Nextcloud, whose levels go up
    Sample {
        text: r#"{"reqId":"nc1","level":3,"time":"2025-03-14T02:11:09+00:00","remoteAddr":"192.0.2.1","user":"carol","app":"files","method":"PROPFIND","url":"/remote.php/dav","message":"lock","exception":{"Exception":"OCP\\LockedException","Message":"locked","Code":0}}"#,
        event: &[
            ("level", "error"),
            ("method", "PROPFIND"),
            ("user", "carol"),
            ("error.type", "OCP\\LockedException"),
            ("error.message", "locked"),
        ],
    },
    // Kubernetes' audit log
    Sample {
        text: r#"{"kind":"Event","level":"Metadata","auditID":"au-1","stage":"ResponseComplete","requestURI":"/api/v1/pods?watch=1","verb":"get","user":{"username":"admin","groups":["x"]},"responseStatus":{"metadata":{},"code":500},"requestReceivedTimestamp":"2025-03-14T02:11:09.123456Z"}"#,
        event: &[
            ("request_id", "au-1"),
            ("path", "/api/v1/pods?watch=1"),
            ("status", "500"),
            ("user", "admin"),
            ("level", "null"),
            ("time", "2025-03-14T02:11:09.123456Z"),
        ],
    },
    // Datadog's status is a level
    Sample {
        text: r#"{"status":"error","message":"no","timestamp":"2025-03-14T02:11:09Z","error":{"kind":"Oops","stack":"Oops: no\n  at a"},"dd":{"trace_id":"123"},"usr":{"id":"u1"}}"#,
        event: &[
            ("level", "error"),
            ("status", "null"),
            ("error.type", "Oops"),
            ("trace_id", "123"),
            ("user", "u1"),
        ],
    },
    // PostgreSQL
    Sample {
        text: r#"{"timestamp":"2025-03-14 02:11:09.123 UTC","user":"app","dbname":"shop","pid":3,"error_severity":"FATAL","message":"too many connections","state_code":"53300"}"#,
        event: &[
            ("level", "fatal"),
            ("user", "app"),
            ("time", "2025-03-14T02:11:09.123Z"),
        ],
    },
    // Elasticsearch, broken over lines
    Sample {
        text: "{\"type\": \"server\", \"timestamp\": \"2025-03-14T02:11:09,123+0000\", \"level\": \"ERROR\", \"node.name\": \"es1\",  \"message\": \"failed\" ,\n\"stacktrace\": [\"java.lang.IllegalStateException: no shard\",\n\"at a.B.c(B.java:1)\"]  }",
        event: &[
            ("level", "error"),
            ("message", "failed"),
            ("error.type", "java.lang.IllegalStateException"),
            ("error.message", "no shard"),
        ],
    },
    // OpenSearch Dashboards, whose level is a tag
    Sample {
        text: r#"{"type":"log","@timestamp":"2025-03-14T02:11:09Z","tags":["error","opensearch","data"],"pid":1,"message":"[ConnectionError]: refused"}"#,
        event: &[
            ("level", "error"),
            ("message", "[ConnectionError]: refused"),
        ],
    },
    // Echo
    Sample {
        text: r#"{"time":"2025-03-14T02:11:09.123456789Z","id":"","remote_ip":"::1","method":"GET","uri":"/e","status":500,"error":"boom","latency":2100000,"latency_human":"2.1ms"}"#,
        event: &[
            ("duration_ms", "2.1"),
            ("error.message", "boom"),
            ("path", "/e"),
        ],
    },
    // Fluentd's record of a program that logs JSON
    Sample {
        text: r#"{"log":"{\"level\":\"error\",\"msg\":\"no \\\"sku\\\"\",\"req_id\":\"fl-1\"}\n","stream":"stdout","@timestamp":"2025-03-14T02:11:09Z","kubernetes":{"pod_name":"p1"}}"#,
        event: &[
            ("level", "error"),
            ("message", "no \"sku\""),
            ("request_id", "fl-1"),
            ("time", "2025-03-14T02:11:09Z"),
            ("host", "p1"),
        ],
    },
    // Loguru's time since the program's start is no request's
    Sample {
        text: r#"{"text":"boom\n","record":{"elapsed":{"repr":"0:00:01.016321","seconds":1.016321},"extra":{"request_id":"r-12345678"},"level":{"name":"ERROR","no":40},"message":"boom","time":{"repr":"2025-03-14 02:11:09.123456+00:00","timestamp":1741918269.123456}}}"#,
        event: &[
            ("level", "error"),
            ("request_id", "r-12345678"),
            ("duration_ms", "null"),
        ],
    },
    // Hasura
    Sample {
        text: r#"{"type":"http-log","timestamp":"2025-03-14T02:11:09.123+0000","level":"info","detail":{"operation":{"query_execution_time":0.08},"http_info":{"status":500,"url":"/v1/graphql","ip":"192.0.2.7","method":"POST"}}}"#,
        event: &[
            ("method", "POST"),
            ("path", "/v1/graphql"),
            ("status", "500"),
        ],
    },
    // CloudFront: date and time of day under keys of their own
    Sample {
        text: r#"{"date":"2025-03-14","time":"02:11:09","c-ip":"192.0.2.7","cs-method":"GET","cs-uri-stem":"/a","sc-status":"502"}"#,
        event: &[
            ("time", "2025-03-14T02:11:09Z"),
            ("method", "GET"),
            ("path", "/a"),
            ("status", "502"),
        ],
    },
    // a time of day beside a time with its date
    Sample {
        text: r#"{"time":"02:11:09","level":"warn","datetime":"2025-03-14T02:11:08Z"}"#,
        event: &[("time", "2025-03-14T02:11:08Z"), ("level", "warn")],
    },
    // Azure's App Service, whose properties are an object as text
    Sample {
        text: r#"{ "time": "2025-03-14T02:11:09.1234567Z", "category": "AppServiceHTTPLogs", "properties": "{\"CsMethod\":\"GET\",\"CsUriStem\":\"/a\",\"ScStatus\":\"502\",\"CsUsername\":\"alice\"}"}"#,
        event: &[
            ("time", "2025-03-14T02:11:09.123456700Z"),
            ("method", "GET"),
            ("path", "/a"),
            ("status", "502"),
            ("user", "alice"),
        ],
    },
    // Cloudflare's Workers
    Sample {
        text: r#"{"Event":{"Request":{"URL":"https://shop.example/a","Method":"GET"},"Response":{"Status":502}},"EventTimestampMs":1741918269123,"Outcome":"ok"}"#,
        event: &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("method", "GET"),
            ("path", "/a"),
            ("status", "502"),
        ],
    },
    // Fastly
    Sample {
        text: r#"{"timestamp":"2025-03-14T02:11:09","client_ip":"192.0.2.7","request":"GET","host":"shop.example","url":"/a?x=1","status":"502"}"#,
        event: &[("method", "GET"), ("path", "/a?x=1"), ("status", "502")],
    },
    // lighttpd, django-structlog and others: a status called code, beside a request
    Sample {
        text: r#"{"code":404,"request":"GET /a HTTP/1.1","size":1234}"#,
        event: &[("method", "GET"), ("path", "/a"), ("status", "404")],
    },
    Sample {
        text: r#"{"code":404,"msg":"no such item","request":{"url":"/a"},"response":{"status":502}}"#,
        event: &[("path", "/a"), ("status", "502")],
    },
    Sample {
        text: r#"{"code":404,"level":"error","msg":"no such item","err":{"code":500}}"#,
        event: &[("status", "null")],
    },
    // cut in the middle
    Sample {
        text: r#"{"level":"error","time":"2025-03-14T02:11:09Z","msg":"the rest of this li"#,
        event: &[("level", "error"), ("message", "the rest of this li")],
    },
    // malformed: quotes that nobody escaped, a value that is not there
    Sample {
        text: r#"{"agent":"x "y" z","upstream":,"level":"warn","msg":"on"},"#,
        event: &[("level", "warn"), ("message", "on")],
    },
    // a record separator, an array of entries, a trailing comma
    Sample {
        text: "\u{1e}[ { \"severity\" : \"err\" , \"message\" : \"caf\\u00e9 \\ud83d\\ude00 \\q\" } ,",
        event: &[("level", "error"), ("message", "café 😀 \\q")],
    },
];

//! Lines of many loggers, and what is read from them: what `plain` must be able to read.

use crate::format::Sample;

/// A sample in one line.
const fn line(text: &'static str, event: &'static [(&'static str, &'static str)]) -> Sample {
    Sample { text, event }
}

pub const SAMPLES: &[Sample] = &[
    // Java: logback, log4j, Spring Boot, Quarkus, Tomcat, and the servers written in it.
    line(
        "2025-03-14 02:11:09.123 ERROR 4711 --- [nio-8080-exec-1] com.acme.shop.OrderController            : order 7 not stored",
        &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("level", "error"),
            ("message", "order 7 not stored"),
        ],
    ),
    line(
        "2025-03-14T02:11:09.123+01:00  INFO 4711 --- [shop] [           main] o.s.b.w.embedded.tomcat.TomcatWebServer  : Tomcat started on port 8080",
        &[
            ("time", "2025-03-14T01:11:09.123Z"),
            ("level", "info"),
            ("message", "Tomcat started on port 8080"),
        ],
    ),
    line(
        "2025-03-14 02:11:09.123  WARN [shop,4bf92f3577b34da6a3ce929d0e0e4736,00f067aa0ba902b7] 1 --- [           main] com.acme.Foo   : slow",
        &[
            ("level", "warn"),
            ("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736"),
            ("message", "slow"),
        ],
    ),
    line(
        "2025-03-14 02:11:09,123 ERROR [550e8400-e29b-41d4-a716-446655440000] request failed",
        &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("level", "error"),
            ("request_id", "550e8400-e29b-41d4-a716-446655440000"),
            ("message", "request failed"),
        ],
    ),
    line(
        "02:11:09.123 [main] ERROR com.acme.Foo - it failed",
        &[("level", "error"), ("message", "it failed")],
    ),
    line(
        "2025-03-14 02:11:09 [main] INFO AddressPicker:176 - [LOCAL] [dev] Prefer IPv4",
        &[
            ("time", "2025-03-14T02:11:09Z"),
            ("level", "info"),
            ("message", "[LOCAL] [dev] Prefer IPv4"),
        ],
    ),
    line(
        "2025-03-14 02:11:09,123 INFO [main] org.apache.hadoop.mapreduce.v2.app.MRAppMaster: Executing with tokens:",
        &[("level", "info"), ("message", "Executing with tokens:")],
    ),
    line(
        "2025-03-14 02:11:09,123 [myid:1] - WARN  [QuorumPeer[myid=1]/0.0.0.0:2181:Learner@236] - Unexpected exception",
        &[("level", "warn"), ("message", "Unexpected exception")],
    ),
    line(
        "ERROR [main] 2025-03-14 02:11:09,123 CassandraDaemon.java:731 - Unable to bind",
        &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("level", "error"),
            ("message", "Unable to bind"),
        ],
    ),
    line(
        "[2025-03-14T02:11:09,123][WARN ][o.e.d.c.ParseField       ] [node-0] Deprecated field [inline] used, expected [source] instead",
        &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("level", "warn"),
            (
                "message",
                "Deprecated field [inline] used, expected [source] instead",
            ),
        ],
    ),
    line(
        "[2025-03-14T02:11:09,123][ERROR][logstash.agent           ] API HTTP Request {:status=>500, :request_method=>\"GET\", :http_version=>\"HTTP/1.1\"}",
        &[("level", "error"), ("status", "500"), ("method", "GET")],
    ),
    line(
        "[2025-03-14 02:11:09,123] INFO Server started, listening for requests... (io.confluent.rest.Main)",
        &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("level", "info"),
            ("message", "Server started, listening for requests..."),
        ],
    ),
    line(
        "[2025-03-14 02:11:09,123] ERROR Unable to resolve address (org.apache.zookeeper.client.StaticHostProvider:117)\njava.net.UnknownHostException: zk",
        &[
            ("level", "error"),
            (
                "message",
                "Unable to resolve address\njava.net.UnknownHostException: zk",
            ),
        ],
    ),
    line(
        "2025-03-14T02:11:09,123+0000 [main] INFO  org.apache.pulsar.broker.web.WebService - HTTP Service started at http://0.0.0.0:8080",
        &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("level", "info"),
            ("message", "HTTP Service started at http://0.0.0.0:8080"),
        ],
    ),
    line(
        "25/03/14 02:11:09 ERROR Executor: Exception in task 0.0 in stage 1.0 (TID 1)",
        &[
            ("time", "2025-03-14T02:11:09Z"),
            ("level", "error"),
            (
                "message",
                "Executor: Exception in task 0.0 in stage 1.0 (TID 1)",
            ),
        ],
    ),
    line(
        "14-Mar-2025 02:11:09.123 SEVERE [main] org.apache.catalina.core.StandardService.startInternal Failed to start connector",
        &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("level", "error"),
            ("message", "Failed to start connector"),
        ],
    ),
    line(
        "02:11:09,123 ERROR [org.jboss.as.controller] (management-handler-thread - 1) WFLYCTL0013: Operation failed",
        &[
            ("level", "error"),
            ("message", "WFLYCTL0013: Operation failed"),
        ],
    ),
    line(
        "2025-03-14 02:11:09,123 ERROR [io.qua.ver.htt.run.QuarkusErrorHandler] (executor-thread-1) HTTP Request to /x failed",
        &[("level", "error"), ("message", "HTTP Request to /x failed")],
    ),
    line(
        "2025-03-14 02:11:09.123+0000 [id=25]\tSEVERE\thudson.model.Executor#finish1: Executor threw an exception",
        &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("level", "error"),
            ("message", "Executor threw an exception"),
        ],
    ),
    line(
        "[2025-03-14 02:11:09,123]   INFO - jetbrains.buildServer.SERVER - Agent connected",
        &[("level", "info"), ("message", "Agent connected")],
    ),
    line(
        "2025-03-14 02:11:09.123 ERROR (qtp1-45) [c:shop s:shard1] o.a.s.h.RequestHandlerBase org.apache.solr.common.SolrException: no field",
        &[
            ("level", "error"),
            ("message", "org.apache.solr.common.SolrException: no field"),
        ],
    ),
    line(
        "2025-03-14 02:11:09.123+0000 ERROR [o.n.k.i.f.GraphDatabase] Failed to start",
        &[("level", "error"), ("message", "Failed to start")],
    ),
    line(
        "2025-03-14 02:11:09,123 ERROR [http-nio-8080-exec-1] [traceId=4bf92f3577b34da6a3ce929d0e0e4736, spanId=00f067aa0ba902b7] com.acme.Foo - broken",
        &[
            ("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736"),
            ("message", "broken"),
        ],
    ),
    line(
        "2025-03-14 02:11:09,123 ERROR java.lang.IllegalStateException: not ready",
        &[
            ("level", "error"),
            ("message", "java.lang.IllegalStateException: not ready"),
        ],
    ),
    line(
        "2025-03-14 02:11:09.123 [INFO] c.a.Foo - started {user=bob, tenant=7}",
        &[
            ("level", "info"),
            ("user", "bob"),
            ("message", "started {user=bob, tenant=7}"),
        ],
    ),
    line(
        "[2025-03-14T02:11:09.123+0000][warning][gc] GC(12) Pause Young 12M->3M",
        &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("level", "warn"),
            ("message", "GC(12) Pause Young 12M->3M"),
        ],
    ),
    line(
        "[0.123s][error][os,thread] Failed to start thread",
        &[("level", "error"), ("message", "Failed to start thread")],
    ),
    line(
        "[02:11:09] [Server thread/WARN]: Can't keep up!",
        &[("level", "warn"), ("message", "Can't keep up!")],
    ),
    // Python: logging, loguru, Django, Flask, uvicorn, gunicorn, Celery, Airflow, Scrapy, OpenStack, Salt.
    line(
        "2025-03-14 02:11:09,123 - shop.cart - ERROR - cart is gone",
        &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("level", "error"),
            ("message", "cart is gone"),
        ],
    ),
    line(
        "2025-03-14 02:11:09,123 - shop - ERROR - cart is gone",
        &[("level", "error"), ("message", "cart is gone")],
    ),
    line(
        "ERROR:root:cart is gone",
        &[("level", "error"), ("message", "cart is gone")],
    ),
    line(
        "WARNING:shop.cart:cart is full",
        &[("level", "warn"), ("message", "cart is full")],
    ),
    line(
        "2025-03-14 02:11:09,123 ERROR shop.api request_id=r-17 user=- POST /api/cart failed status=500",
        &[
            ("level", "error"),
            ("request_id", "r-17"),
            ("method", "POST"),
            ("path", "/api/cart"),
            ("status", "500"),
        ],
    ),
    line(
        "2025-03-14 02:11:09.123 | ERROR    | shop.cart:add:42 - no such item",
        &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("level", "error"),
            ("message", "no such item"),
        ],
    ),
    line(
        "2025-03-14 02:11:09.123 | INFO     | __main__:<module>:7 - ready",
        &[("level", "info"), ("message", "ready")],
    ),
    line(
        "ERROR 2025-03-14 02:11:09,123 views 4711 139831 cart is gone",
        &[("time", "2025-03-14T02:11:09.123Z"), ("level", "error")],
    ),
    line(
        "[2025-03-14 02:11:09,123] ERROR in app: Exception on /api/cart [POST]",
        &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("level", "error"),
            ("method", "POST"),
            ("path", "/api/cart"),
            ("message", "Exception on /api/cart [POST]"),
        ],
    ),
    line(
        "INFO:     127.0.0.1:52134 - \"GET /items/5 HTTP/1.1\" 404 Not Found",
        &[
            ("level", "info"),
            ("method", "GET"),
            ("path", "/items/5"),
            ("status", "404"),
        ],
    ),
    line(
        "[2025-03-14 02:11:09 +0000] [4711] [CRITICAL] WORKER TIMEOUT (pid:4712)",
        &[
            ("time", "2025-03-14T02:11:09Z"),
            ("level", "fatal"),
            ("message", "WORKER TIMEOUT (pid:4712)"),
        ],
    ),
    line(
        "[2025-03-14 02:11:09,123: ERROR/MainProcess] Task shop.tasks.mail raised unexpected: ValueError()",
        &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("level", "error"),
            (
                "message",
                "Task shop.tasks.mail raised unexpected: ValueError()",
            ),
        ],
    ),
    line(
        "[2025-03-14T02:11:09.123+0000] {taskinstance.py:1937} ERROR - Task failed with exception",
        &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("level", "error"),
            ("message", "Task failed with exception"),
        ],
    ),
    line(
        "2025-03-14 02:11:09 [scrapy.core.engine] INFO: Spider opened",
        &[("level", "info"), ("message", "Spider opened")],
    ),
    line(
        "2025-03-14 02:11:09.123 25746 ERROR nova.api.openstack [req-38101a0b-2096-447d-96ea-a692162415ae alice demo - - -] Unexpected exception in API method",
        &[
            ("level", "error"),
            ("request_id", "req-38101a0b-2096-447d-96ea-a692162415ae"),
            ("user", "alice"),
            ("message", "Unexpected exception in API method"),
        ],
    ),
    line(
        "2025-03-14 02:11:09,123 [salt.master     :1234][ERROR   ][4711] Minion did not return",
        &[("level", "error"), ("message", "Minion did not return")],
    ),
    line(
        "2025-03-14 02:11:09,123 fail2ban.actions        [4711]: NOTICE  [sshd] Ban 192.0.2.7",
        &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("level", "info"),
            ("message", "Ban 192.0.2.7"),
        ],
    ),
    line(
        "[I 2025-03-14 02:11:09.123 ServerApp] Jupyter Server is running",
        &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("level", "info"),
            ("message", "Jupyter Server is running"),
        ],
    ),
    line(
        "[E 250314 02:11:09 web:1234] Uncaught exception GET /x (127.0.0.1)",
        &[
            ("time", "2025-03-14T02:11:09Z"),
            ("level", "error"),
            ("method", "GET"),
            ("path", "/x"),
        ],
    ),
    line(
        "2025-03-14T02:11:09+0000 [twisted.web#error] Unhandled Error",
        &[("level", "error"), ("message", "Unhandled Error")],
    ),
    // Ruby, PHP, Elixir, Erlang.
    line(
        "E, [2025-03-14T02:11:09.123456 #4711] ERROR -- shop: cart is gone",
        &[
            ("time", "2025-03-14T02:11:09.123456Z"),
            ("level", "error"),
            ("message", "cart is gone"),
        ],
    ),
    line(
        "I, [2025-03-14T02:11:09.123456 #4711]  INFO -- : [550e8400-e29b-41d4-a716-446655440000] Started GET \"/cart\" for 192.0.2.7 at 2025-03-14 02:11:09 +0000",
        &[
            ("level", "info"),
            ("request_id", "550e8400-e29b-41d4-a716-446655440000"),
            ("method", "GET"),
            ("path", "/cart"),
        ],
    ),
    line(
        "2025-03-14T02:11:09.031Z 3640 TID-oveahmcxw MailJob JID-12343drgwe23413 INFO: start",
        &[("level", "info"), ("message", "start")],
    ),
    line(
        "[2025-03-14 02:11:09] local.ERROR: Target class [Cart] does not exist. {\"userId\":7}",
        &[("time", "2025-03-14T02:11:09Z"), ("level", "error")],
    ),
    line(
        "[2025-03-14T02:11:09.123456+00:00] request.CRITICAL: Uncaught PHP Exception RuntimeException: \"no stock\" at Cart.php line 12 {\"x\":1} []",
        &[("time", "2025-03-14T02:11:09.123456Z"), ("level", "fatal")],
    ),
    line(
        "02:11:09.123 [error] GenServer #PID<0.1.0> terminating",
        &[
            ("level", "error"),
            ("message", "GenServer #PID<0.1.0> terminating"),
        ],
    ),
    line(
        "02:11:09.123 request_id=F4ARWk1ySlMn4gAAAAEh [info] Sent 500 in 12ms",
        &[
            ("level", "info"),
            ("request_id", "F4ARWk1ySlMn4gAAAAEh"),
            ("message", "Sent 500 in 12ms"),
        ],
    ),
    line(
        "2025-03-14 02:11:09.123 [error] <0.1.0> closing AMQP connection",
        &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("level", "error"),
            ("message", "closing AMQP connection"),
        ],
    ),
    line(
        "2025-03-14 02:11:09.123456+00:00 [warning] <0.1.0> disk space low",
        &[
            ("time", "2025-03-14T02:11:09.123456Z"),
            ("level", "warn"),
            ("message", "disk space low"),
        ],
    ),
    // Node: winston, pino-pretty, npm, console; browsers' and build tools' heads.
    line(
        "2025-03-14 02:11:09 [ERROR]: cart is gone",
        &[
            ("time", "2025-03-14T02:11:09Z"),
            ("level", "error"),
            ("message", "cart is gone"),
        ],
    ),
    line(
        "error: cart is gone {\"cart\":7}",
        &[("level", "error"), ("message", "cart is gone {\"cart\":7}")],
    ),
    line(
        "[02:11:09.123] ERROR (4711): cart is gone\n    err: {\n      \"type\": \"Error\"\n    }",
        &[("level", "error")],
    ),
    line(
        "[2025-03-14T02:11:09.123Z] ERROR: shop/4711 on host-1: cart is gone",
        &[("time", "2025-03-14T02:11:09.123Z"), ("level", "error")],
    ),
    line(
        "2025-03-14T02:11:09.123Z error: cart is gone",
        &[("level", "error"), ("message", "cart is gone")],
    ),
    line(
        "npm ERR! code ELIFECYCLE",
        &[("level", "error"), ("message", "code ELIFECYCLE")],
    ),
    line(
        "npm WARN deprecated left-pad@1.0.0",
        &[("level", "warn"), ("message", "deprecated left-pad@1.0.0")],
    ),
    line(
        "\u{1b}[31merror\u{1b}[39m: cart is gone",
        &[("level", "error"), ("message", "cart is gone")],
    ),
    line(
        "[Nest] 4711  - 03/14/2025, 2:11:09 AM   ERROR [ExceptionsHandler] cart is gone",
        &[
            ("time", "2025-03-14T02:11:09Z"),
            ("level", "error"),
            ("message", "cart is gone"),
        ],
    ),
    line(
        "2025-03-14T02:11:09.123Z\t8f507cfc-a52f-4f10-b2c1-0a1b2c3d4e5f\tERROR\tInvoke Error",
        &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("level", "error"),
            ("request_id", "8f507cfc-a52f-4f10-b2c1-0a1b2c3d4e5f"),
            ("message", "Invoke Error"),
        ],
    ),
    line(
        "[ERROR]\t2025-03-14T02:11:09.123Z\t8f507cfc-a52f-4f10-b2c1-0a1b2c3d4e5f\tcart is gone",
        &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("level", "error"),
            ("request_id", "8f507cfc-a52f-4f10-b2c1-0a1b2c3d4e5f"),
            ("message", "cart is gone"),
        ],
    ),
    // Go: log, zap, hclog, logrus on a terminal, log15, capnslog, zerolog's console.
    line(
        "2025/03/14 02:11:09 main.go:42: listening on :8080",
        &[
            ("time", "2025-03-14T02:11:09Z"),
            ("message", "listening on :8080"),
        ],
    ),
    line(
        "2025/03/14 02:11:09.123456 cart is gone",
        &[
            ("time", "2025-03-14T02:11:09.123456Z"),
            ("message", "cart is gone"),
        ],
    ),
    line(
        "INFO: 2025/03/14 02:11:09.123456 ipsec: destroy: in 127.0.0.1",
        &[
            ("time", "2025-03-14T02:11:09.123456Z"),
            ("level", "info"),
            ("message", "ipsec: destroy: in 127.0.0.1"),
        ],
    ),
    line(
        "FATA: 2025/03/14 02:11:09.123456 ipset failed",
        &[("level", "fatal"), ("message", "ipset failed")],
    ),
    line(
        "2025-03-14T02:11:09.123Z\tERROR\tcart/cart.go:12\tcart is gone\t{\"cart\": 7}",
        &[("time", "2025-03-14T02:11:09.123Z"), ("level", "error")],
    ),
    line(
        "2025-03-14T02:11:09.123Z [ERROR] agent.server.raft: failed to contact: server=10.0.0.1 error=\"timeout\"",
        &[
            ("level", "error"),
            (
                "message",
                "failed to contact: server=10.0.0.1 error=\"timeout\"",
            ),
        ],
    ),
    line(
        "==> WARNING: It is recommended to set GOMAXPROCS higher than 1",
        &[
            ("level", "warn"),
            (
                "message",
                "It is recommended to set GOMAXPROCS higher than 1",
            ),
        ],
    ),
    line(
        "ERRO[0042] upload failed                                 user=bob",
        &[("level", "error"), ("user", "bob")],
    ),
    line(
        "EROR[03-14|02:11:09.123] Dial failed                     peer=abc",
        &[("level", "error")],
    ),
    line(
        "2025-03-14 02:11:09.123456 W | etcdserver: read-only range request took too long",
        &[
            ("time", "2025-03-14T02:11:09.123456Z"),
            ("level", "warn"),
            (
                "message",
                "etcdserver: read-only range request took too long",
            ),
        ],
    ),
    line(
        "2025-03-14T02:11:09Z ERR upload failed error=\"disk full\" user=bob",
        &[
            ("level", "error"),
            ("user", "bob"),
            ("message", "upload failed error=\"disk full\" user=bob"),
        ],
    ),
    line(
        "2025/03/14 02:11:09 ERROR upload failed user=bob status=502",
        &[("level", "error"), ("user", "bob"), ("status", "502")],
    ),
    line(
        "heroku-app  | 2025/03/14 02:11:09 [WARN] slow",
        &[
            ("time", "2025-03-14T02:11:09Z"),
            ("level", "warn"),
            ("message", "slow"),
        ],
    ),
    // Rust: env_logger, tracing, fern, flexi_logger; zellij.
    line(
        "[2025-03-14T02:11:09Z ERROR shop::cart] cart is gone",
        &[
            ("time", "2025-03-14T02:11:09Z"),
            ("level", "error"),
            ("message", "cart is gone"),
        ],
    ),
    line(
        "2025-03-14T02:11:09.123456Z ERROR request{request_id=r-17 method=GET}: shop::cart: cart is gone code=7",
        &[
            ("time", "2025-03-14T02:11:09.123456Z"),
            ("level", "error"),
            ("request_id", "r-17"),
            ("message", "cart is gone code=7"),
        ],
    ),
    line(
        "2025-03-14T02:11:09.123456Z  INFO shop::cart: ready\n    at src/main.rs:12",
        &[
            ("level", "info"),
            ("message", "ready\n    at src/main.rs:12"),
        ],
    ),
    line(
        "[2025-03-14][02:11:09][shop::cart][ERROR] cart is gone",
        &[("level", "error"), ("message", "cart is gone")],
    ),
    line(
        "[2025-03-14 02:11:09.123456 +00:00] ERROR [shop::cart] src/cart.rs:12: cart is gone",
        &[
            ("time", "2025-03-14T02:11:09.123456Z"),
            ("level", "error"),
            ("message", "cart is gone"),
        ],
    ),
    line(
        "ERROR  |shop                     | 2025-03-14 02:11:09.601 [main      ] [/src/shop/src/lib.rs:179]: cart is gone",
        &[
            ("time", "2025-03-14T02:11:09.601Z"),
            ("level", "error"),
            ("message", "cart is gone"),
        ],
    ),
    // .NET: Serilog, NLog, log4net.
    line(
        "[02:11:09 ERR] cart is gone",
        &[("level", "error"), ("message", "cart is gone")],
    ),
    line(
        "2025-03-14 02:11:09.123 +00:00 [ERR] HTTP GET /cart responded 500 in 12.3456 ms",
        &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("level", "error"),
            ("method", "GET"),
            ("path", "/cart"),
            ("status", "500"),
            ("duration_ms", "12.3456"),
        ],
    ),
    line(
        "2025-03-14 02:11:09.1234|ERROR|Acme.Shop.Cart|cart is gone",
        &[
            ("time", "2025-03-14T02:11:09.1234Z"),
            ("level", "error"),
            ("message", "cart is gone"),
        ],
    ),
    line(
        "2025-03-14 02:11:09,123 [7] ERROR Acme.Shop.Cart [(null)] - cart is gone",
        &[("level", "error"), ("message", "cart is gone")],
    ),
    // Databases, queues, caches.
    line(
        "2025-03-14T02:11:09.123456Z 0 [ERROR] [MY-010119] [Server] Aborting",
        &[
            ("time", "2025-03-14T02:11:09.123456Z"),
            ("level", "error"),
            ("message", "Aborting"),
        ],
    ),
    line(
        "2025-03-14  2:11:09 0 [Note] InnoDB: Buffer pool loaded",
        &[
            ("time", "2025-03-14T02:11:09Z"),
            ("level", "info"),
            ("message", "InnoDB: Buffer pool loaded"),
        ],
    ),
    line(
        "250314  2:11:09 [Warning] IP address could not be resolved",
        &[
            ("time", "2025-03-14T02:11:09Z"),
            ("level", "warn"),
            ("message", "IP address could not be resolved"),
        ],
    ),
    line(
        "2025-03-14T02:11:09.123+0100 I NETWORK  [conn1] end connection 127.0.0.1:55404",
        &[
            ("time", "2025-03-14T01:11:09.123Z"),
            ("level", "info"),
            ("message", "end connection 127.0.0.1:55404"),
        ],
    ),
    line(
        "2025-03-14T02:11:09.123+0100 E -        [initandlisten] Assertion: 28595",
        &[("level", "error"), ("message", "Assertion: 28595")],
    ),
    line(
        "2025.03.14 02:11:09.123456 [ 4711 ] {8f507cfc-a52f-4f10-b2c1-0a1b2c3d4e5f} <Error> executeQuery: Code: 60",
        &[
            ("time", "2025-03-14T02:11:09.123456Z"),
            ("level", "error"),
            ("request_id", "8f507cfc-a52f-4f10-b2c1-0a1b2c3d4e5f"),
        ],
    ),
    line(
        "2025-03-14 02:11:09.12 spid5s      Error: 17836, Severity: 20, State: 14.",
        &[
            ("level", "error"),
            ("message", "Error: 17836, Severity: 20, State: 14."),
        ],
    ),
    line(
        "Mar 14 2025 02:11:09 GMT: INFO (drv_ssd): (drv_ssd.c:1835) used-bytes 0",
        &[
            ("time", "2025-03-14T02:11:09Z"),
            ("level", "info"),
            ("message", "used-bytes 0"),
        ],
    ),
    line(
        "2025-03-14T02:11:09Z [476] WARNING [118b0] {memory} maximum number of mappings is too low",
        &[
            ("level", "warn"),
            ("message", "maximum number of mappings is too low"),
        ],
    ),
    line(
        "2025-03-14T02:11:09.123456700 0.058977s notice: Server ready",
        &[("level", "info"), ("message", "Server ready")],
    ),
    line(
        "2025-03-14 02:11:09.123 UTC [4711] WARNING C-0x5562: shop/bob@10.0.0.7:34884 Pooler Error: no such database",
        &[("level", "warn")],
    ),
    line(
        "[error] 2025-03-14T02:11:09.123456Z couchdb@host-1 <0.1.0> -------- gen_server died",
        &[("time", "2025-03-14T02:11:09.123456Z"), ("level", "error")],
    ),
    line(
        "[ns_server:error,2025-03-14T02:11:09.123Z,ns_1@host-1:<0.1.0>:mod:fun:12]cart is gone",
        &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("level", "error"),
            ("message", "cart is gone"),
        ],
    ),
    // Servers, storage, network, desktops.
    line(
        "[2025-03-14 02:11:09 +0000] warning/ApiListener: No connection",
        &[
            ("time", "2025-03-14T02:11:09Z"),
            ("level", "warn"),
            ("message", "No connection"),
        ],
    ),
    line(
        "[2025-03-14 02:11:09.123456] E [MSGID: 106118] [glusterd-syncop.c:1883:gd_sync_task_begin] 0-management: Unable to acquire lock",
        &[
            ("time", "2025-03-14T02:11:09.123456Z"),
            ("level", "error"),
            ("message", "0-management: Unable to acquire lock"),
        ],
    ),
    line(
        "2025-03-14 02:11:09.123456 mon.host-1 mon.0 10.0.0.4:6789/0 7 : cluster [WRN] clock skew",
        &[
            ("time", "2025-03-14T02:11:09.123456Z"),
            ("level", "warn"),
            ("message", "clock skew"),
        ],
    ),
    line(
        "[2025-03-14 02:11:09.123][1][critical][main] [source/server/server.cc:109] terminating",
        &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("level", "fatal"),
            ("message", "terminating"),
        ],
    ),
    line(
        "[2025-03-14 02:11:09.123] nc_ketama.c:120 1 of 1 servers are live",
        &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("message", "1 of 1 servers are live"),
        ],
    ),
    line(
        "2025-03-14 02:11:09.819+0000: 2879: error : virThreadJobClear:121 : internal error",
        &[
            ("time", "2025-03-14T02:11:09.819Z"),
            ("level", "error"),
            ("message", "internal error"),
        ],
    ),
    line(
        "2025/03/14 02:11:09 kid1| ERROR: Connection to peer failed",
        &[
            ("time", "2025-03-14T02:11:09Z"),
            ("level", "error"),
            ("message", "Connection to peer failed"),
        ],
    ),
    line(
        "[1741918269] wproc: Registry request: name=Core Worker 39",
        &[("time", "2025-03-14T02:11:09Z")],
    ),
    line(
        "2025-03-14T02:11:09.123Z error vpxd[4711] [Originator@6876 sub=Default opID=abc] lost",
        &[("time", "2025-03-14T02:11:09.123Z"), ("level", "error")],
    ),
    line(
        "[2025/03/14 02:11:09.123456,  0] ../source3/smbd/server.c:1234(main)\n  smbd version 4.9 started",
        &[("time", "2025-03-14T02:11:09.123456Z")],
    ),
    line(
        "[2025-03-14 02:11:09] ERROR[1234][C-00000001]: chan_sip.c:3421 retrans_pkt: timed out",
        &[("time", "2025-03-14T02:11:09Z"), ("level", "error")],
    ),
    line(
        "E/ActivityManager( 1234): ANR in com.acme",
        &[("level", "error"), ("message", "ANR in com.acme")],
    ),
    line(
        "[4711:4712:0314/021109.123456:ERROR:gpu_init.cc(440)] Passthrough is not supported",
        &[
            ("time", "2025-03-14T02:11:09.123456Z"),
            ("level", "error"),
            ("message", "Passthrough is not supported"),
        ],
    ),
    line(
        "2025-03-14 02:11:09, Error                 CBS    Failed to initialize",
        &[("time", "2025-03-14T02:11:09Z"), ("level", "error")],
    ),
    line(
        "  2025/03/14 02:11:09 [INFO] serf: EventMemberJoin: 10.0.0.1",
        &[("time", "2025-03-14T02:11:09Z"), ("level", "info")],
    ),
    // Others.
    line(
        "14-Mar-2025 02:11:09.123 general: error: zone not loaded",
        &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("level", "error"),
            ("message", "zone not loaded"),
        ],
    ),
    line(
        "2025-03-14T02:11:09Z E! [inputs.cpu] failed",
        &[("level", "error"), ("message", "failed")],
    ),
    line(
        "E [14/Mar/2025:02:11:09 +0000] [Job 12] stopped",
        &[
            ("time", "2025-03-14T02:11:09Z"),
            ("level", "error"),
            ("message", "[Job 12] stopped"),
        ],
    ),
    line(
        "INFO   | jvm 1    | 2025/03/14 02:11:09 | started",
        &[
            ("time", "2025-03-14T02:11:09Z"),
            ("level", "info"),
            ("message", "started"),
        ],
    ),
    line(
        "2025-03-14T02:11:09.123Z\tERROR\tmain\tio.acme.Server\tfailed",
        &[("level", "error"), ("message", "failed")],
    ),
    line(
        "[2025-03-14T02:11:09.123+0000] [Payara 5] [SEVERE] [NCLS-1] [javax.x] [tid: _ThreadID=1 _ThreadName=x] [levelValue: 1000] failed",
        &[("level", "error"), ("message", "failed")],
    ),
    line(
        "1234:20250314:021109.123 cannot connect to database",
        &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("message", "cannot connect to database"),
        ],
    ),
    line(
        "2025/03/14 02:11:09 [host-1/Fh2xLqP0aB-000042] \"GET http://host-1/cart HTTP/1.1\" from 10.0.0.1:5000 - 500 21B in 1.2ms",
        &[
            ("request_id", "host-1/Fh2xLqP0aB-000042"),
            ("method", "GET"),
            ("path", "/cart"),
            ("status", "500"),
        ],
    ),
    line(
        "2025-03-14 02:11:09 [info     ] stored       request_id=r-17 user=bob",
        &[("level", "info"), ("request_id", "r-17"), ("user", "bob")],
    ),
    line(
        "DEBUG:urllib3.connectionpool:http://host-1:80 \"GET /y HTTP/1.1\" 500 None",
        &[("level", "debug"), ("status", "500"), ("path", "/y")],
    ),
    // Layouts with a sign of their own.
    line(
        "[    17.123] (EE) Failed to load module \"fbdev\"",
        &[
            ("level", "error"),
            ("message", "Failed to load module \"fbdev\""),
        ],
    ),
    line(
        "<4>Shop.Api[0] order 7 is late",
        &[("level", "warn"), ("message", "order 7 is late")],
    ),
    line(
        "2025-03-14T02:11:09.1234567Z ##[error]Process completed with exit code 2.",
        &[
            ("level", "error"),
            ("message", "Process completed with exit code 2."),
        ],
    ),
    line(
        "Mar 14 02:11:09 web-1 pacemakerd          [4711] (crm_add_logfile) notice: Additional logging available",
        &[
            ("level", "info"),
            ("message", "Additional logging available"),
        ],
    ),
    line(
        "Mar 14 02:11:09 [4711] web-1 corosync error   [TOTEM ] timeout",
        &[("level", "error")],
    ),
    line(
        "  4711:20250314:021109.123 connection to database is lost",
        &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("message", "connection to database is lost"),
        ],
    ),
    line(
        "[2025-03-14][02:11:09][shop::api][ERROR] order 7 not stored",
        &[
            ("time", "2025-03-14T02:11:09Z"),
            ("level", "error"),
            ("message", "order 7 not stored"),
        ],
    ),
    line(
        "17:02:11 web.1   | 2025-03-14 02:11:09 ERROR order 7 not stored",
        &[
            ("time", "2025-03-14T02:11:09Z"),
            ("level", "error"),
            ("message", "order 7 not stored"),
        ],
    ),
    line(
        "0|shop  | 2025-03-14 02:11:09: order 7 stored",
        &[
            ("time", "2025-03-14T02:11:09Z"),
            ("message", "order 7 stored"),
        ],
    ),
    line(
        "@4000000067d38f3d07550dbc order 7 stored",
        &[("message", "order 7 stored")],
    ),
    line(
        "2025-03-14 02:11:09 WARN [Renewer:alice@node-1:9000] com.acme.ipc.Client: address changed",
        &[("level", "warn"), ("message", "address changed")],
    ),
    // Levels within codes and joined brackets.
    line(
        "2025 Mar 14 02:11:09 switch %ETHPORT-3-IF_DOWN: Interface Ethernet1/1 is down",
        &[
            ("time", "2025-03-14T02:11:09Z"),
            ("level", "error"),
            (
                "message",
                "%ETHPORT-3-IF_DOWN: Interface Ethernet1/1 is down",
            ),
        ],
    ),
    line(
        "2025-03-14T02:11:09.123+0000 D3 QUERY   [conn3] plan cached",
        &[("level", "debug"), ("message", "plan cached")],
    ),
    line(
        "2025-03-14T02:11:09Z cpu3:2097)WARNING: ScsiDeviceIO: slow",
        &[
            ("level", "warn"),
            ("message", "cpu3:2097)WARNING: ScsiDeviceIO: slow"),
        ],
    ),
    line(
        "2025-03-14 02:11:09,123 - util.py[WARNING]: no such file",
        &[("level", "warn"), ("message", "no such file")],
    ),
    line(
        "20250314:02:11:09:001234 gpstart:mdw:gpadmin-[CRITICAL]:-segment is down",
        &[
            ("level", "fatal"),
            ("time", "2025-03-14T02:11:09Z"),
            ("message", "-segment is down"),
        ],
    ),
    line(
        "2025-03-14 02:11:09.123456: E tensorflow/stream/cuda_driver.cc:271] failed call to cuInit",
        &[("level", "error"), ("message", "failed call to cuInit")],
    ),
    line(
        "[1234]{-1}[-1/-1] 2025-03-14 02:11:09.123456 e Basis Tracer.cpp(00123) : disk full",
        &[("level", "error")],
    ),
    line(
        "2025-03-14 02:11:09.123  1234-1250  MyTag                   com.example.app                      W  low memory",
        &[("level", "warn"), ("message", "low memory")],
    ),
    line("auth: Error: pam: unknown user", &[("level", "error")]),
    line(
        "A, [2025-03-14T02:11:09.123456 #1234]   ANY -- : order 7",
        &[("time", "2025-03-14T02:11:09.123456Z")],
    ),
    line(
        "2025-03-14T02:11:09.123Z Er(163) vobd[1]: order 7 not stored",
        &[("level", "error")],
    ),
    line(
        "MainThread::ERROR::2025-03-14 02:11:09,123::hosts::12::root::(f) order 7 not stored",
        &[("level", "error"), ("time", "2025-03-14T02:11:09.123Z")],
    ),
    line(
        "2025-03-14 02:11:09,123 ERROR [reqId:7f3a11] order 7 not stored",
        &[("level", "error"), ("request_id", "7f3a11")],
    ),
    line(
        "2025-03-14 02:11:09.123 [vert.x-eventloop-thread-0] INFO  i.v.e.web.LoggerHandlerImpl - order 7 stored",
        &[("level", "info"), ("message", "order 7 stored")],
    ),
    // Rows of CSV, and levels in quotes and braces.
    line(
        "\"Error\",\"3/14/2025 2:11:09 AM\",\"Service Control Manager\",\"7034\"",
        &[("time", "2025-03-14T02:11:09Z"), ("level", "error")],
    ),
    line(
        "Error,3/14/2025 2:11:09 AM,Application Error,1000",
        &[
            ("time", "2025-03-14T02:11:09Z"),
            ("level", "error"),
            ("message", "Application Error,1000"),
        ],
    ),
    line(
        "2025-03-14 02:11:09 {ERROR} order 7 not stored",
        &[("level", "error"), ("message", "order 7 not stored")],
    ),
    line(
        "2025-03-14 02:11:09 \"ERROR\" order 7 not stored",
        &[("level", "error"), ("message", "order 7 not stored")],
    ),
    line(
        "2025-03-14 02:11:09 [level: ERROR] order 7 not stored",
        &[("level", "error"), ("message", "order 7 not stored")],
    ),
    line(
        "[\x1b[31mERROR\x1b[0m] 2025-03-14 02:11:09 order 7 not stored",
        &[
            ("level", "error"),
            ("time", "2025-03-14T02:11:09Z"),
            ("message", "order 7 not stored"),
        ],
    ),
    // Stamps of few.
    line(
        "WARN [03-14|02:11:09.123] header rejected  err=x",
        &[("level", "warn"), ("time", "2025-03-14T02:11:09.123Z")],
    ),
    line(
        "1.741918269123e+09\tINFO\tsetup\tstarting manager",
        &[("time", "2025-03-14T02:11:09.123Z"), ("level", "info")],
    ),
    line(
        "00:0006:00000:00021:2025/03/14 02:11:09.12 kernel  host process disconnected",
        &[("time", "2025-03-14T02:11:09.120Z")],
    ),
    line(
        "25-3-14 02:11:09.1|Warn|Downloader|order 7 late",
        &[("time", "2025-03-14T02:11:09.100Z"), ("level", "warn")],
    ),
    line(
        "CONNECT   Mar 14 02:11:09.123 [4711]: closed",
        &[("time", "2025-03-14T02:11:09.123Z")],
    ),
    // In the language of the user.
    line(
        "14. März 2025 02:11:09 [main] FEHLER shop.Orders - kein Bestand",
        &[
            ("time", "2025-03-14T02:11:09Z"),
            ("level", "error"),
            ("message", "kein Bestand"),
        ],
    ),
    line(
        "14 juillet 2025 02:11:09 ERREUR shop.Orders - plus de stock",
        &[
            ("time", "2025-07-14T02:11:09Z"),
            ("level", "error"),
            ("message", "plus de stock"),
        ],
    ),
    line(
        "14-mrt-2025 02:11:09 FOUT geen voorraad",
        &[
            ("time", "2025-03-14T02:11:09Z"),
            ("level", "error"),
            ("message", "geen voorraad"),
        ],
    ),
    // Levels set off in the ways of few.
    line(
        "✖  error     no stock",
        &[("level", "error"), ("message", "no stock")],
    ),
    line("E (1234) wifi: no stock", &[("level", "error")]),
    line("[02:11:09]E:\t [Step 1/2] no stock", &[("level", "error")]),
    line(
        "2025-03-14 02:11:09,123::ERROR::[downloader:12] no stock",
        &[("level", "error"), ("message", "no stock")],
    ),
    line(
        "[2025-03-14 02:11:09.123 UTC] [Error#shop] no stock",
        &[("level", "error")],
    ),
    line(
        "2025-03-14 02:11:09.123 E 4711 com.acme.Shop: no stock",
        &[("level", "error"), ("message", "no stock")],
    ),
    line(
        "2025-03-14T02:11:09.123Z| vmx| E105: no stock",
        &[("level", "error"), ("message", "no stock")],
    ),
    line(
        "02:11:09.123456789 [139812] shop.cpp:22   LOG_ERROR     root   order 7 failed",
        &[("level", "error")],
    ),
    line(
        "2025-03-14 02:11:09,897 | INFO  | 550e8400-e29b-41d4-a716-446655440000 | shop.Orders | start",
        &[
            ("level", "info"),
            ("request_id", "550e8400-e29b-41d4-a716-446655440000"),
            ("message", "start"),
        ],
    ),
    line(
        "\"ERROR\"\t4711\t\"2025-03-14 02:11:09.123\"\t\"no stock\"",
        &[("level", "error"), ("time", "2025-03-14T02:11:09.123Z")],
    ),
    line(
        "03-14 02:11 MainProcess shop.orders WARNING  slow",
        &[
            ("time", "2025-03-14T02:11:00Z"),
            ("level", "warn"),
            ("message", "slow"),
        ],
    ),
    line(
        "HP_LaserJet alice 42 [14/Mar/2025:02:11:09 +0000] total 3 - localhost report.pdf - -",
        &[("time", "2025-03-14T02:11:09Z")],
    ),
    // Stunnel.
    line(
        "2025.03.14 02:11:09 LOG3[0]: SSL_accept: no cipher",
        &[
            ("time", "2025-03-14T02:11:09Z"),
            ("level", "error"),
            ("message", "SSL_accept: no cipher"),
        ],
    ),
    // FRR and other routers.
    line(
        "2025/03/14 02:11:09 informational: BGP: peer is up",
        &[("level", "info"), ("message", "BGP: peer is up")],
    ),
    line(
        "2025/03/14 02:11:09 errors: ZEBRA: no route",
        &[("level", "error")],
    ),
    line(
        "RP/0/RSP0/CPU0:Mar 14 02:11:09.123 UTC: ifmgr[123]: %PKT_INFRA-LINK-3-UPDOWN : Interface down",
        &[("time", "2025-03-14T02:11:09.123Z"), ("level", "error")],
    ),
    line(
        "03/14/2025 02:11:09.12 <Erro:HAL.Card> slot 2 failed",
        &[
            ("time", "2025-03-14T02:11:09.120Z"),
            ("level", "error"),
            ("message", "slot 2 failed"),
        ],
    ),
    line(
        "I 03/14/25 02:11:09 00374 chassis: fan is back",
        &[("time", "2025-03-14T02:11:09Z"), ("level", "info")],
    ),
    line(
        "Mar 14 02:11:09 simplesamlphp NOTICE [1a2b3c4d5e] session is new",
        &[("level", "info")],
    ),
    // Databases and brokers.
    line(
        "2025-03-14 02:11:09.123 [4711] main/103/init.lua E> ER_NO_SUCH_SPACE",
        &[("level", "error"), ("message", "ER_NO_SUCH_SPACE")],
    ),
    line(
        "[ 4711, 1,02:11:09.123,ERR] no stock",
        &[("level", "error"), ("message", "no stock")],
    ),
    line(
        "%4|1741918269.123|FAIL|rdkafka#producer-1| [thrd:kafka:9092/1]: broker is gone",
        &[("time", "2025-03-14T02:11:09.123Z"), ("level", "warn")],
    ),
    line(
        "[2025-03-14 02:11:09,04] [error] WorkflowManagerActor: job failed",
        &[("time", "2025-03-14T02:11:09.040Z"), ("level", "error")],
    ),
    // The level in a message's number.
    line(
        "[03/14/2025 02:11:09]      CAUAJM_E_10062 cannot start the job",
        &[
            ("level", "error"),
            ("message", "CAUAJM_E_10062 cannot start the job"),
        ],
    ),
    line(
        "2025-03-14 02:11:09 ANR2017I Administrator ADMIN issued command: QUERY",
        &[("level", "info")],
    ),
    // The time before the date.
    line(
        "** [02:11:09 2025-03-14] 4711: job is done",
        &[("time", "2025-03-14T02:11:09Z")],
    ),
    line(
        "02:11:09 14.03.2025 job is done",
        &[("time", "2025-03-14T02:11:09Z"), ("message", "job is done")],
    ),
    // Levels among names.
    line(
        "2025-03-14T02:11:09 [E|app|1a2b3c4d] no stock",
        &[("level", "error"), ("message", "no stock")],
    ),
    line(
        "2025-03-14T02:11:09.123456789 [anonymous-instance:main:ERROR:src/vmm/src/lib.rs:123] no stock",
        &[("level", "error")],
    ),
    line(
        "2025-03-14 02:11:09.123456789 [E:onnxruntime:Default, session.cc:123 Run] no stock",
        &[("level", "error")],
    ),
    line(
        "2025-03-14 02:11:09 +00 - [Error-Shop.Orders.Store-Run]: no stock",
        &[("level", "error")],
    ),
    line(
        "[2025-03-14 02:11:09,123] web1/ERROR/locust.main: no stock",
        &[("level", "error"), ("message", "no stock")],
    ),
    line(
        "02:11:09.123 main ▶ ERRO 00c no stock",
        &[("level", "error")],
    ),
    line(
        "2025-03-14 02:11:09.123 (   0.084s) [main thread     ]            pay.cpp:12    FATL| no stock",
        &[("level", "fatal"), ("message", "no stock")],
    ),
    // A name joined to the stamp.
    line(
        "amAuth:03/14/2025 02:11:09:123 AM UTC: Thread[main,5,main]: no stock",
        &[("time", "2025-03-14T02:11:09.123Z")],
    ),
    line(
        "ERROR    Piwik\\FrontController[2025-03-14 02:11:09 UTC] [1a2b3] no stock",
        &[("time", "2025-03-14T02:11:09Z"), ("level", "error")],
    ),
    line(
        "library!ReportServer_0-1!12c!03/14/2025-02:11:09:: e ERROR: no stock",
        &[("time", "2025-03-14T02:11:09Z"), ("level", "error")],
    ),
    line(
        "ERROR ts=2025-03-14T02:11:09Z caller=pay.go:12 msg=\"no stock\"",
        &[("time", "2025-03-14T02:11:09Z"), ("level", "error")],
    ),
    line(
        "\"Error\",\"ajp-nio-8018-exec-1\",\"03/14/25\",\"02:11:09\",\"shop\",\"no stock\"",
        &[("time", "2025-03-14T02:11:09Z"), ("level", "error")],
    ),
    // Behind module, process and thread.
    line(
        "ERROR 2025-03-14 02:11:09,123 views 4711 140234567890123 no stock",
        &[("level", "error"), ("message", "no stock")],
    ),
    // Columns of capitals before the stamp.
    line(
        "NOTICE    Mar 14 02:11:09.123 [4711]: no stock",
        &[("level", "info"), ("message", "no stock")],
    ),
    line(
        "CONNECT   Mar 14 02:11:09.123 [4711]: no stock",
        &[("message", "no stock")],
    ),
    // A part whose name is a level's, and its process.
    line(
        "2025-03-14 02:11:09 log(4711): Warning: killed with signal 15",
        &[("level", "warn"), ("message", "killed with signal 15")],
    ),
    // The level between the process and the stamp.
    line(
        "[shop:4711] error @2025-03-14 02:11:09> no stock in /srv/pay.pl l. 12",
        &[
            ("time", "2025-03-14T02:11:09Z"),
            ("level", "error"),
            ("message", "no stock in /srv/pay.pl l. 12"),
        ],
    ),
    line(
        "[shop:4711] core @2025-03-14 02:11:09> looking for get / in App.pm l. 35",
        &[("time", "2025-03-14T02:11:09Z"), ("level", "trace")],
    ),
    // OpenLDAP's seconds in hexadecimal.
    line(
        "67d38d2d.0754d4c0 0x7f399bd60200 conn=1000 fd=12 closed (connection lost)",
        &[("time", "2025-03-14T01:58:05.123Z")],
    ),
    // A method whose name looks like a file's ending.
    line(
        "14-Mar-2025 02:11:09.123 INFO [exec-1] org.apache.catalina.core.ApplicationContext.log no stock",
        &[("level", "info"), ("message", "no stock")],
    ),
    // Behind what Go's logger was given as a prefix.
    line(
        "shop: 2025/03/14 02:11:09.123 pay.go:12: no stock",
        &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("message", "no stock"),
        ],
    ),
    line(
        "raft2025/03/14 02:11:09 INFO: 8e9e05c52164694d became leader at term 2",
        &[
            ("time", "2025-03-14T02:11:09Z"),
            ("level", "info"),
            ("message", "8e9e05c52164694d became leader at term 2"),
        ],
    ),
    // PHP's severities, which stay in the message.
    line(
        "[Fri Mar 14 02:11:09 2025] PHP Fatal error:  no stock in /srv/pay.php on line 12",
        &[
            ("time", "2025-03-14T02:11:09Z"),
            ("level", "error"),
            (
                "message",
                "PHP Fatal error:  no stock in /srv/pay.php on line 12",
            ),
        ],
    ),
    line(
        "2025-03-14 02:11:09 PHP Deprecated:  each() is gone in /srv/pay.php on line 9",
        &[("time", "2025-03-14T02:11:09Z"), ("level", "info")],
    ),
    // Behind the message.
    line(
        "\u{1b}[31merror\u{1b}[39m: no stock {\"order\":7,\"timestamp\":\"2025-03-14T02:11:09.123Z\"}",
        &[("time", "2025-03-14T02:11:09.123Z"), ("level", "error")],
    ),
    // Day, month and year together.
    line(
        "[14032025 02:11:09] sip /usr/lib/sip.py:123-info: call",
        &[("time", "2025-03-14T02:11:09Z")],
    ),
    // JBoss and WildFly: the thread behind the logger.
    line(
        "2025-03-14 02:11:09,123 INFO  [org.jboss.as] (Controller Boot Thread) WFLYSRV0025: started",
        &[("level", "info"), ("message", "WFLYSRV0025: started")],
    ),
    line(
        "2025-03-14 02:11:09,123 INFO  [io.undertow.accesslog] (default task-1) 192.0.2.7 - alice [14/Mar/2025:02:11:09 +0000] \"GET /a HTTP/1.1\" 502 1234",
        &[("user", "alice"), ("path", "/a"), ("status", "502")],
    ),
    line(
        "2025-03-14 02:11:09,123 INFO  [org.acme.Shop] (as planned) stopped",
        &[("message", "(as planned) stopped")],
    ),
    line(
        "TRACE [14 Mar 2025 02:11:09,123] (Shop.java:118) - looked up order 7",
        &[
            ("time", "2025-03-14T02:11:09.123Z"),
            ("level", "trace"),
            ("message", "looked up order 7"),
        ],
    ),
    // Oracle's diagnostic logs.
    line(
        "[2025-03-14T02:11:09.123+00:00] [AdminServer] [NOTIFICATION] [BEA-000337] [oracle.adf] [tid: 12] [userId: alice] [ecid: 5f1c,0] started",
        &[("level", "info"), ("message", "started")],
    ),
    // Requests as messages.
    line(
        "[2025-03-14 02:11:09] INFO [GET] /a?x=1 status=502 time=84ms",
        &[
            ("level", "info"),
            ("method", "GET"),
            ("path", "/a?x=1"),
            ("status", "502"),
        ],
    ),
    line(
        "2025-03-14 02:11:09 [scrapy.core.engine] DEBUG: Crawled (502) <GET https://shop.example/a> (referer: None)",
        &[
            ("level", "debug"),
            ("method", "GET"),
            ("path", "/a"),
            ("status", "502"),
        ],
    ),
];

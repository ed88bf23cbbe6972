//! What the shop has: its routes, and the faults that strike it.

pub struct Route {
    pub method: &'static str,
    /// `{n}` stands for a number, `{u}` for a UUID.
    pub path: &'static str,
    pub endpoint: &'static str,
    /// Typical duration, in milliseconds.
    pub pace: f64,
    /// How much likelier than elsewhere a request fails here.
    pub risk: f64,
}

/// By popularity: the first has the most requests.
pub const ROUTES: [Route; 20] = [
    route("GET", "/api/products", "GET /api/products", 35.0, 0.3),
    route(
        "GET",
        "/api/products/{n}",
        "GET /api/products/:id",
        22.0,
        0.3,
    ),
    route("GET", "/assets/app.js", "GET /assets/app.js", 2.0, 0.1),
    route("GET", "/api/cart", "GET /api/cart", 18.0, 0.5),
    route("GET", "/healthz", "GET /healthz", 1.0, 0.05),
    route(
        "GET",
        "/api/search?q=shoes&page={n}",
        "GET /api/search",
        120.0,
        1.0,
    ),
    route("POST", "/api/cart/items", "POST /api/cart/items", 45.0, 0.8),
    route("GET", "/api/orders/{n}", "GET /api/orders/:id", 30.0, 0.6),
    route(
        "GET",
        "/api/users/{n}/profile",
        "GET /api/users/:id/profile",
        15.0,
        0.5,
    ),
    route("POST", "/api/orders", "POST /api/orders", 240.0, 2.0),
    route("POST", "/api/login", "POST /api/login", 160.0, 1.0),
    route(
        "GET",
        "/api/products/{n}/reviews",
        "GET /api/products/:id/reviews",
        28.0,
        0.5,
    ),
    route(
        "POST",
        "/api/orders/{n}/payment",
        "POST /api/orders/:id/payment",
        420.0,
        9.0,
    ),
    route(
        "DELETE",
        "/api/cart/items/{u}",
        "DELETE /api/cart/items/:id",
        25.0,
        0.5,
    ),
    route(
        "GET",
        "/api/orders/{n}/invoices/{n}",
        "GET /api/orders/:id/invoices/:id",
        90.0,
        1.5,
    ),
    route(
        "PUT",
        "/api/users/{n}/address",
        "PUT /api/users/:id/address",
        50.0,
        0.8,
    ),
    route(
        "GET",
        "/api/sessions/{u}",
        "GET /api/sessions/:id",
        6.0,
        0.3,
    ),
    route(
        "GET",
        "/api/reports/daily?day={n}",
        "GET /api/reports/daily",
        900.0,
        3.0,
    ),
    route(
        "POST",
        "/api/webhooks/stripe",
        "POST /api/webhooks/stripe",
        60.0,
        1.0,
    ),
    route(
        "PATCH",
        "/api/products/{n}",
        "PATCH /api/products/:id",
        70.0,
        1.0,
    ),
];

const fn route(
    method: &'static str,
    path: &'static str,
    endpoint: &'static str,
    pace: f64,
    risk: f64,
) -> Route {
    Route {
        method,
        path,
        endpoint,
        pace,
        risk,
    }
}

/// One way to fail. `{n}` in a message is a number that differs from time to time.
pub struct Fault {
    pub name: &'static str,
    pub status: u16,
    /// The request takes at least this long before it fails, in milliseconds.
    pub patience: f64,
    pub node_type: &'static str,
    pub node_message: &'static str,
    pub node_frames: &'static [&'static str],
    pub java_type: &'static str,
    pub java_message: &'static str,
    pub java_frames: &'static [&'static str],
    /// The exception beneath: type and message.
    pub java_cause: Option<(&'static str, &'static str)>,
}

/// By frequency: the first strikes most.
pub const FAULTS: [Fault; 6] = [
    Fault {
        name: "pool exhausted",
        status: 503,
        patience: 3000.0,
        node_type: "ConnectionAcquireTimeoutError",
        node_message: "Operation timeout after {n}ms: no connection available (pool size 20)",
        node_frames: &[
            "at Pool.acquire (/srv/shop/src/db/pool.js:88:13)",
            "at async OrderRepository.findById (/srv/shop/src/orders/repository.js:41:22)",
            "at async OrderService.load (/srv/shop/src/orders/service.js:67:17)",
        ],
        java_type: "org.springframework.dao.DataAccessResourceFailureException",
        java_message: "Unable to acquire JDBC Connection",
        java_frames: &[
            "org.springframework.orm.jpa.vendor.HibernateJpaDialect.convertHibernateAccessException(HibernateJpaDialect.java:277)",
            "com.acme.shop.order.OrderRepository.findById(OrderRepository.java:41)",
            "com.acme.shop.order.OrderService.load(OrderService.java:67)",
        ],
        java_cause: Some((
            "java.sql.SQLTransientConnectionException",
            "HikariPool-1 - Connection is not available, request timed out after {n}ms.",
        )),
    },
    Fault {
        name: "null customer",
        status: 500,
        patience: 0.0,
        node_type: "TypeError",
        node_message: "Cannot read properties of null (reading 'customer')",
        node_frames: &[
            "at InvoiceRenderer.render (/srv/shop/src/invoices/renderer.js:112:31)",
            "at InvoiceService.create (/srv/shop/src/invoices/service.js:54:28)",
            "at async /srv/shop/src/invoices/routes.js:19:20",
        ],
        java_type: "java.lang.NullPointerException",
        java_message: "Cannot invoke \"com.acme.shop.Customer.getName()\" because \"customer\" is null",
        java_frames: &[
            "com.acme.shop.invoice.InvoiceRenderer.render(InvoiceRenderer.java:112)",
            "com.acme.shop.invoice.InvoiceService.create(InvoiceService.java:54)",
            "com.acme.shop.invoice.InvoiceController.post(InvoiceController.java:38)",
        ],
        java_cause: None,
    },
    Fault {
        name: "payment refused",
        status: 502,
        patience: 800.0,
        node_type: "PaymentGatewayError",
        node_message: "payment provider answered 502 for charge ch_{n}",
        node_frames: &[
            "at StripeClient.charge (/srv/shop/src/payment/stripe.js:203:15)",
            "at async PaymentService.pay (/srv/shop/src/payment/service.js:77:9)",
        ],
        java_type: "com.acme.shop.payment.PaymentGatewayException",
        java_message: "payment provider answered 502 for charge ch_{n}",
        java_frames: &[
            "com.acme.shop.payment.StripeClient.charge(StripeClient.java:203)",
            "com.acme.shop.payment.PaymentService.pay(PaymentService.java:77)",
            "com.acme.shop.payment.PaymentController.pay(PaymentController.java:29)",
        ],
        java_cause: Some((
            "java.io.IOException",
            "Server returned HTTP response code: 502 for URL: https://pay.example.com/v1/charges/{n}",
        )),
    },
    Fault {
        name: "duplicate order",
        status: 500,
        patience: 0.0,
        node_type: "UniqueConstraintError",
        node_message: "duplicate key value violates unique constraint \"orders_number_key\": (number)=({n})",
        node_frames: &[
            "at Query.run (/srv/shop/node_modules/sequelize/lib/dialects/postgres/query.js:76:25)",
            "at async OrderRepository.insert (/srv/shop/src/orders/repository.js:93:5)",
        ],
        java_type: "org.springframework.dao.DataIntegrityViolationException",
        java_message: "could not execute statement; constraint [orders_number_key]",
        java_frames: &[
            "org.springframework.orm.jpa.vendor.HibernateJpaDialect.convertHibernateAccessException(HibernateJpaDialect.java:269)",
            "com.acme.shop.order.OrderRepository.insert(OrderRepository.java:93)",
            "com.acme.shop.order.OrderService.place(OrderService.java:120)",
        ],
        java_cause: Some((
            "org.postgresql.util.PSQLException",
            "ERROR: duplicate key value violates unique constraint \"orders_number_key\" Detail: Key (number)=({n}) already exists.",
        )),
    },
    Fault {
        name: "search timed out",
        status: 504,
        patience: 10_000.0,
        node_type: "TimeoutError",
        node_message: "search backend did not answer within 10000 ms (attempt {n})",
        node_frames: &[
            "at Timeout.<anonymous> (/srv/shop/src/search/client.js:31:14)",
            "at listOnTimeout (node:internal/timers:573:17)",
            "at process.processTimers (node:internal/timers:514:7)",
        ],
        java_type: "java.util.concurrent.TimeoutException",
        java_message: "search backend did not answer within 10000 ms (attempt {n})",
        java_frames: &[
            "java.base/java.util.concurrent.CompletableFuture.timedGet(CompletableFuture.java:1960)",
            "com.acme.shop.search.SearchClient.query(SearchClient.java:31)",
        ],
        java_cause: None,
    },
    Fault {
        // Logged as an error, answered as a success: what only the application's own log can tell.
        name: "mail not sent",
        status: 200,
        patience: 0.0,
        node_type: "Error",
        node_message: "connect ECONNREFUSED 10.4.0.25:587",
        node_frames: &[
            "at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1555:16)",
            "at Mailer.send (/srv/shop/src/mail/mailer.js:58:11)",
        ],
        java_type: "org.springframework.mail.MailSendException",
        java_message: "Mail server connection failed",
        java_frames: &[
            "org.springframework.mail.javamail.JavaMailSenderImpl.doSend(JavaMailSenderImpl.java:448)",
            "com.acme.shop.mail.Mailer.send(Mailer.java:58)",
        ],
        java_cause: Some((
            "java.net.ConnectException",
            "Connection refused (attempt {n})",
        )),
    },
];

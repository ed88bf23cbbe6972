//! The words that tell a cause, each with the sentence it was learned from.

use super::{CONFIGURATION, DATABASE, NULL_REFERENCE, RESOURCES, TIMEOUT, UPSTREAM};

/// Words for one cause.
pub struct Row {
    pub cause: &'static str,
    pub words: &'static [Word],
}

/// A word or some words, in any case, that tell a cause.
pub struct Word {
    pub text: &'static str,
    /// It tells as a word of its own only, for it stands inside other words too; else wherever it stands, `timeout` in
    /// `SocketTimeoutException`.
    pub whole: bool,
    /// What somebody's program said, from which the row's cause must follow.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the test of the table"))]
    pub said: &'static str,
}

const fn anywhere(text: &'static str, said: &'static str) -> Word {
    Word {
        text,
        whole: false,
        said,
    }
}

const fn whole(text: &'static str, said: &'static str) -> Word {
    Word {
        text,
        whole: true,
        said,
    }
}

/// An earlier row wins: first what can mean one thing only, then the particular, then the general, last what is
/// said in passing.
pub const ROWS: [Row; 9] = [
    // What can mean one thing only: nothing where there should have been something.
    Row {
        cause: NULL_REFERENCE,
        words: &[
            anywhere("nullpointer", "java.lang.NullPointerException"),
            anywhere("null pointer", "signal SIGSEGV: null pointer dereference"),
            anywhere("nullreference", "System.NullReferenceException"),
            anywhere("null reference", "a null reference was dereferenced"),
            anywhere(
                "nil pointer",
                "runtime error: invalid memory address or nil pointer dereference",
            ),
            anywhere("nil map", "assignment to entry in nil map"),
            anywhere("nil value", "attempt to index a nil value (field 'user')"),
            anywhere(
                "found nil",
                "Unexpectedly found nil while unwrapping an Optional value",
            ),
            anywhere("function nil.", "function nil.name/0 is undefined"),
            anywhere("nil:nilclass", "undefined method `name' for nil:NilClass"),
            anywhere("nonetype", "'NoneType' object has no attribute 'name'"),
            anywhere(
                "properties of null",
                "Cannot read properties of null (reading 'name')",
            ),
            anywhere(
                "properties of undefined",
                "Cannot set properties of undefined (setting 'name')",
            ),
            anywhere("property of null", "Cannot read property of null"),
            anywhere("property of undefined", "Cannot read property of undefined"),
            anywhere(
                "undefined or null",
                "Cannot convert undefined or null to object",
            ),
            anywhere("null or undefined", "Right-hand side is null or undefined"),
            anywhere(
                "undefined is not",
                "undefined is not an object (evaluating 'a.b')",
            ),
            anywhere(
                "null is not an object",
                "null is not an object (evaluating 'user.name')",
            ),
            anywhere(
                "null object reference",
                "Attempt to invoke virtual method on a null object reference",
            ),
            anywhere(
                "null check operator",
                "Null check operator used on a null value",
            ),
            anywhere("called on null", "The getter 'length' was called on null."),
            anywhere(
                "type 'null' is not",
                "type 'Null' is not a subtype of type 'String'",
            ),
            anywhere(
                "value of type null",
                "Trying to access array offset on value of type null",
            ),
            anywhere("of non-object", "Trying to get property 'id' of non-object"),
            anywhere(
                "on an undefined value",
                "Can't call method \"name\" on an undefined value",
            ),
            anywhere(
                "object reference not set",
                "Object reference not set to an instance of an object.",
            ),
            anywhere("argumentnullexception", "System.ArgumentNullException"),
            anywhere(
                "value cannot be null",
                "Value cannot be null. (Parameter 'source')",
            ),
            anywhere(
                "nullable object must have",
                "Nullable object must have a value.",
            ),
            anywhere(
                "`none` value",
                "called `Option::unwrap()` on a `None` value",
            ),
            anywhere("none.get", "java.util.NoSuchElementException: None.get"),
            anywhere(
                "no value present",
                "java.util.NoSuchElementException: No value present",
            ),
            anywhere(
                "uninitializedpropertyaccess",
                "kotlin.UninitializedPropertyAccessException",
            ),
            anywhere(
                "unknown address 0x000000000000",
                "SEGV on unknown address 0x000000000000",
            ),
            whole("for nil", "undefined method 'name' for nil"),
            whole("on null", "Call to a member function format() on null"),
            whole("of null", "Cannot read property 'id' of null"),
            whole("of undefined", "Cannot read property 'id' of undefined"),
            whole(
                "as it is null",
                "Cannot destructure property 'a' of 'b' as it is null.",
            ),
            whole(
                "as it is undefined",
                "Cannot destructure property 'a' of 'b' as it is undefined.",
            ),
            whole(
                "is undefined",
                "can't access property \"name\", user is undefined",
            ),
        ],
    },
    // Something that there is only so much of: memory, disk, handles, threads, connections. A full pool says
    // `timed out` as well.
    Row {
        cause: RESOURCES,
        words: &[
            anywhere("outofmemory", "java.lang.OutOfMemoryError"),
            anywhere(
                "out of memory",
                "FATAL ERROR: Allocation failed - JavaScript heap out of memory",
            ),
            anywhere("heap space", "Java heap space"),
            anywhere("heap limit", "Reached heap limit Allocation failed"),
            anywhere("gc overhead limit", "GC overhead limit exceeded"),
            anywhere("allocate memory", "fork: Cannot allocate memory"),
            anywhere("allocation failed", "Array buffer allocation failed"),
            anywhere(
                "allowed memory size",
                "Allowed memory size of 134217728 bytes exhausted",
            ),
            anywhere("memory limit", "Exceeded soft memory limit of 512 MB"),
            anywhere("memory exhausted", "VirtualAlloc: memory exhausted"),
            anywhere(
                "memory allocation of",
                "memory allocation of 81920 bytes failed",
            ),
            anywhere(
                "std::bad_alloc",
                "terminate called after throwing an instance of 'std::bad_alloc'",
            ),
            anywhere("stack overflow", "fatal error: stack overflow"),
            anywhere("stackoverflow", "java.lang.StackOverflowError"),
            anywhere(
                "recursion depth exceeded",
                "maximum recursion depth exceeded in comparison",
            ),
            anywhere(
                "call stack size exceeded",
                "Maximum call stack size exceeded",
            ),
            anywhere(
                "stack level too deep",
                "SystemStackError: stack level too deep",
            ),
            anywhere(
                "overflowed its stack",
                "thread 'main' has overflowed its stack",
            ),
            anywhere(
                "no space left",
                "OSError: [Errno 28] No space left on device",
            ),
            anywhere("disk full", "could not extend file: disk full"),
            anywhere("disk is full", "The disk is full"),
            anywhere("disk quota", "Disk quota exceeded"),
            anywhere("not enough space", "There is not enough space on the disk."),
            anywhere("too many open files", "accept4: too many open files"),
            anywhere("too many connections", "Error 1040: Too many connections"),
            anywhere("too many clients", "FATAL: sorry, too many clients already"),
            anywhere("too many files", "VFS: too many files open"),
            anywhere(
                "connection slots",
                "remaining connection slots are reserved for superusers",
            ),
            anywhere(
                "connection limit",
                "connection limit exceeded for non-superusers",
            ),
            anywhere("pool exhausted", "redis: connection pool exhausted"),
            anywhere("pool is exhausted", "The pool is exhausted"),
            anywhere(
                "pool limit",
                "QueuePool limit of size 5 overflow 10 reached, connection timed out",
            ),
            anywhere("pool timeout", "redis: connection pool timeout"),
            anywhere(
                "pool timed out",
                "pool timed out while waiting for an open connection",
            ),
            anywhere("exhausted pool", "Timeout: exhausted pool of 10"),
            anywhere("poolexhausted", "NoSuchElementException: PoolExhausted"),
            anywhere("waitqueuefull", "com.mongodb.MongoWaitQueueFullException"),
            anywhere(
                "connection is not available, request timed out",
                "HikariPool-1 - Connection is not available, request timed out after 30000ms.",
            ),
            anywhere(
                "acquiring a connection",
                "Knex: Timeout acquiring a connection. The pool is probably full.",
            ),
            anywhere(
                "acquire a connection",
                "timed out waiting to acquire a connection",
            ),
            anywhere("acquire connection", "failed to acquire connection"),
            anywhere(
                "connectionacquiretimeout",
                "SequelizeConnectionAcquireTimeoutError",
            ),
            anywhere(
                "connectiontimeouterror: could not obtain",
                "ActiveRecord::ConnectionTimeoutError: could not obtain a connection within 5.000 seconds",
            ),
            anywhere(
                "connection from pool",
                "Timed out fetching a new connection from pool",
            ),
            anywhere(
                "connection from the pool",
                "prior to obtaining a connection from the pool",
            ),
            anywhere(
                "connection from the connection pool",
                "Timed out fetching a new connection from the connection pool.",
            ),
            anywhere(
                "resource from the pool",
                "Could not get a resource from the pool",
            ),
            anywhere(
                "pooled connections were in use",
                "all pooled connections were in use and max pool size was reached",
            ),
            anywhere(
                "cannot get a connection",
                "Cannot get a connection, pool error Timeout waiting for idle object",
            ),
            anywhere("resource exhausted", "status: resource exhausted"),
            anywhere(
                "resource_exhausted",
                "RESOURCE_EXHAUSTED: Bandwidth exhausted",
            ),
            anywhere("resourceexhausted", "rpc error: code = ResourceExhausted"),
            anywhere(
                "resource temporarily unavailable",
                "fork: Resource temporarily unavailable",
            ),
            anywhere("native thread", "unable to create native thread"),
            anywhere("start new thread", "can't start new thread"),
            anywhere(
                "rejectedexecution",
                "java.util.concurrent.RejectedExecutionException",
            ),
            anywhere(
                "max_children",
                "server reached pm.max_children setting (5), consider raising it",
            ),
            anywhere(
                "maxrequestworkers",
                "server reached MaxRequestWorkers setting",
            ),
            anywhere(
                "worker_connections",
                "1024 worker_connections are not enough",
            ),
            anywhere(
                "file watchers reached",
                "System limit for number of file watchers reached",
            ),
            anywhere("queue is full", "the send queue is full"),
            anywhere("queue full", "listen queue full"),
            anywhere(
                "command not allowed when used memory",
                "command not allowed when used memory > 'maxmemory'.",
            ),
            anywhere("oomkill", "Last state: OOMKilled"),
            anywhere("oom-kill", "java invoked oom-killer"),
            whole("enospc", "ENOSPC: write"),
            whole("emfile", "EMFILE: open '/tmp/x'"),
            whole("enfile", "ENFILE: open '/tmp/x'"),
            whole("enomem", "ENOMEM, read"),
            whole("edquot", "EDQUOT: write"),
            whole("oom", "killed by OOM"),
            whole("memoryerror", "MemoryError"),
            whole("maxclients", "maxclients reached"),
        ],
    },
    // What only a database says.
    Row {
        cause: DATABASE,
        words: &[
            anywhere(
                "deadlock found",
                "Deadlock found when trying to get lock; try restarting transaction",
            ),
            anywhere("deadlock detected", "ERROR: deadlock detected"),
            anywhere(
                "deadlockdetected",
                "asyncpg.exceptions.DeadlockDetectedError",
            ),
            anywhere(
                "deadlock victim",
                "Transaction (Process ID 52) was chosen as the deadlock victim",
            ),
            anywhere(
                "deadlockloser",
                "org.springframework.dao.DeadlockLoserDataAccessException",
            ),
            anywhere(
                "lock wait timeout",
                "Lock wait timeout exceeded; try restarting transaction",
            ),
            anywhere("lock timeout", "canceling statement due to lock timeout"),
            anywhere(
                "statement timeout",
                "canceling statement due to statement timeout",
            ),
            anywhere(
                "duplicate key",
                "duplicate key value violates unique constraint \"users_email_key\"",
            ),
            anywhere(
                "duplicate entry",
                "Error 1062: Duplicate entry '7' for key 'PRIMARY'",
            ),
            anywhere(
                "duplicatekey",
                "org.springframework.dao.DuplicateKeyException",
            ),
            anywhere(
                "unique constraint",
                "Unique constraint failed on the fields: (`email`)",
            ),
            anywhere("uniqueconstraint", "SequelizeUniqueConstraintError"),
            anywhere("unique violation", "PG: unique violation"),
            anywhere("uniqueviolation", "psycopg2.errors.UniqueViolation"),
            anywhere(
                "foreign key",
                "violates foreign key constraint \"orders_user_id_fkey\"",
            ),
            anywhere("foreignkey", "asyncpg.exceptions.ForeignKeyViolationError"),
            anywhere(
                "integrity constraint",
                "Integrity constraint violation: 1062",
            ),
            anywhere("integrityerror", "django.db.utils.IntegrityError"),
            anywhere(
                "dataintegrity",
                "org.springframework.dao.DataIntegrityViolationException",
            ),
            anywhere(
                "check constraint",
                "new row violates check constraint \"qty_positive\"",
            ),
            anywhere(
                "not-null constraint",
                "null value in column \"email\" violates not-null constraint",
            ),
            anywhere(
                "not null constraint",
                "NOT NULL constraint failed: users.email",
            ),
            anywhere(
                "could not serialize access",
                "could not serialize access due to concurrent update",
            ),
            anywhere("serialization failure", "40001: serialization failure"),
            anywhere(
                "optimisticlock",
                "javax.persistence.OptimisticLockException",
            ),
            anywhere("staleobject", "org.hibernate.StaleObjectStateException"),
            anywhere("stalestate", "org.hibernate.StaleStateException"),
            anywhere("database is locked", "database is locked"),
            anywhere(
                "read-only transaction",
                "cannot execute INSERT in a read-only transaction",
            ),
            anywhere(
                "transaction is aborted",
                "current transaction is aborted, commands ignored",
            ),
            anywhere(
                "syntax error at or near",
                "syntax error at or near \"FORM\"",
            ),
            anywhere("your sql syntax", "You have an error in your SQL syntax"),
            anywhere("unknown column", "Unknown column 'x' in 'field list'"),
            anywhere("unknown database", "Unknown database 'shop'"),
            anywhere("no such table", "no such table: orders"),
            anywhere("no such column", "no such column: qty"),
            anywhere("table or view", "ORA-00942: table or view does not exist"),
            anywhere("invalid object name", "Invalid object name 'dbo.Orders'."),
            anywhere("invalid column name", "Invalid column name 'Qty'."),
            anywhere(
                "too long for column",
                "Data too long for column 'name' at row 1",
            ),
            anywhere(
                "value too long for type",
                "value too long for type character varying(10)",
            ),
            whole("e11000", "E11000 duplicate document"),
        ],
    },
    // Whoever did not answer in time, a database too: what it would have answered is not known.
    Row {
        cause: TIMEOUT,
        words: &[
            anywhere("timeout", "java.net.SocketTimeoutException"),
            anywhere("timed out", "Read timed out"),
            anywhere("timed-out", "the call timed-out"),
            anywhere("time-out", "504 Gateway Time-out"),
            anywhere("time out", "the request ran into a time out"),
            anywhere("timedout", "connect ETIMEDOUT 10.0.0.1:443"),
            anywhere("deadline exceeded", "context deadline exceeded"),
            anywhere("deadline_exceeded", "DEADLINE_EXCEEDED: after 4.99s"),
            anywhere("deadlineexceeded", "rpc error: code = DeadlineExceeded"),
            anywhere("deadline has elapsed", "deadline has elapsed"),
            anywhere("took too long", "the response took too long"),
            anywhere(
                "took longer than",
                "The request took longer than 0:00:30 to receive data.",
            ),
            anywhere("time limit", "Task exceeded its time limit"),
            anywhere(
                "maximum execution time",
                "Maximum execution time of 30 seconds exceeded",
            ),
            whole("status 504", "upstream answered with status 504"),
            whole("status code 504", "Request failed with status code 504"),
            whole("status code: 504", "Unexpected status code: 504"),
            whole("got 504", "got 504 from the payment service"),
        ],
    },
    // What somebody wrote down wrong or not at all: names, addresses, settings, dependencies.
    Row {
        cause: CONFIGURATION,
        words: &[
            anywhere("enotfound", "getaddrinfo ENOTFOUND payments.internal"),
            anywhere("eai_again", "getaddrinfo EAI_AGAIN payments.internal"),
            anywhere("getaddrinfo", "getaddrinfo: Temporary failure"),
            anywhere("unknown host", "ping: unknown host payments"),
            anywhere("unknownhost", "java.net.UnknownHostException"),
            anywhere(
                "name or service not known",
                "[Errno -2] Name or service not known",
            ),
            anywhere(
                "no such host",
                "dial tcp: lookup redis on 127.0.0.53:53: no such host",
            ),
            anywhere("name resolution", "Temporary failure in name resolution"),
            anywhere(
                "nodename nor servname",
                "nodename nor servname provided, or not known",
            ),
            anywhere(
                "could not resolve",
                "Could not resolve host: api.example.com",
            ),
            anywhere(
                "couldn't resolve",
                "Couldn't resolve host 'api.example.com'",
            ),
            anywhere("not resolve host", "php_network: did not resolve host"),
            anywhere(
                "host not found in upstream",
                "host not found in upstream \"api\"",
            ),
            anywhere(
                "failed to lookup address",
                "failed to lookup address information",
            ),
            anywhere(
                "environment variable",
                "Missing environment variable STRIPE_KEY",
            ),
            anywhere(
                "environment value",
                "Missing required environment value STRIPE_KEY",
            ),
            anywhere("env var", "env var STRIPE_KEY is empty"),
            anywhere("missing env", "missing env STRIPE_KEY"),
            anywhere("misconfigur", "the mailer is misconfigured"),
            anywhere(
                "improperlyconfigured",
                "django.core.exceptions.ImproperlyConfigured",
            ),
            anywhere("not configured", "the mailer is not configured"),
            anywhere(
                "configurationexception",
                "System.Configuration.ConfigurationException",
            ),
            anywhere("configurationerror", "ConfigurationError"),
            anywhere("configexception", "com.typesafe.config.ConfigException"),
            anywhere("configerror", "ConfigError"),
            anywhere("invalid config", "invalid config: port"),
            anywhere("missing config", "missing config for mailer"),
            anywhere("bad config", "bad config in line 3"),
            anywhere("config file", "cannot parse config file"),
            anywhere("configuration file", "cannot parse configuration file"),
            anywhere("failed to load config", "failed to load config"),
            anywhere(
                "/config.",
                "No such file or directory: '/etc/shop/config.yml'",
            ),
            anywhere("invalid url", "TypeError: Invalid URL"),
            anywhere(
                "invalid uri",
                "Invalid URI: The hostname could not be parsed.",
            ),
            anywhere("malformed url", "malformed URL"),
            anywhere("malformedurl", "java.net.MalformedURLException"),
            anywhere("urisyntax", "java.net.URISyntaxException"),
            anywhere("missingschema", "requests.exceptions.MissingSchema"),
            anywhere("invalidurl", "httpx.InvalidURL"),
            anywhere("protocol scheme", "unsupported protocol scheme \"\""),
            anywhere(
                "no suitable driver",
                "No suitable driver found for jdbc:foo",
            ),
            anywhere(
                "resolve placeholder",
                "Could not resolve placeholder 'pay.url' in value \"${pay.url}\"",
            ),
            anywhere(
                "nosuchbean",
                "org.springframework.beans.factory.NoSuchBeanDefinitionException",
            ),
            anywhere(
                "no qualifying bean",
                "No qualifying bean of type 'shop.Repo' available",
            ),
            anywhere(
                "beancreation",
                "org.springframework.beans.factory.BeanCreationException",
            ),
            anywhere(
                "unsatisfieddependency",
                "org.springframework.beans.factory.UnsatisfiedDependencyException",
            ),
            anywhere(
                "unable to resolve service",
                "Unable to resolve service for type 'Shop.IRepo' while attempting to activate 'Shop.Api'.",
            ),
            anywhere(
                "classnotfound",
                "java.lang.ClassNotFoundException: com.acme.Driver",
            ),
            anywhere("noclassdeffound", "java.lang.NoClassDefFoundError"),
            anywhere("cannot find module", "Cannot find module 'express'"),
            anywhere(
                "modulenotfound",
                "ModuleNotFoundError: No module named 'foo'",
            ),
            anywhere("no module named", "No module named 'foo'"),
            anywhere("cannot load such file", "cannot load such file -- rack"),
            anywhere(
                "address already in use",
                "listen EADDRINUSE: address already in use :::8080",
            ),
            anywhere("missing required setting", "missing required setting: port"),
            anywhere("missing setting", "missing setting: port"),
            whole("eaddrinuse", "listen EADDRINUSE :::8080"),
            whole("must be set", "SECRET_KEY_BASE must be set"),
        ],
    },
    // What names a database or its driver, whatever happened to it: a connection it refused too.
    Row {
        cause: DATABASE,
        words: &[
            anywhere("sqlexception", "java.sql.SQLException"),
            anywhere("sqlerror", "SqlError"),
            anywhere("sqlstate", "SQLSTATE[HY000] [2002] Connection refused"),
            anywhere("sqlsyntax", "java.sql.SQLSyntaxErrorException"),
            anywhere("sqlite", "sqlite3.OperationalError"),
            anywhere("sqlalchemy", "sqlalchemy.exc.InvalidRequestError"),
            anywhere("sqlclient", "Microsoft.Data.SqlClient.SqlException"),
            anywhere(
                "sql server",
                "A network-related error occurred while establishing a connection to SQL Server.",
            ),
            anywhere("mssql", "mssql: Login failed"),
            anywhere("psycopg", "psycopg2.errors.UndefinedTable"),
            anywhere("postgre", "Npgsql.PostgresException"),
            anywhere("pgerror", "PGError: ERROR"),
            anywhere("mysql", "Can't connect to MySQL server on 'db'"),
            anywhere("mariadb", "MariaDB server has gone away"),
            anywhere(
                "mongo",
                "MongoNetworkError: connect ECONNREFUSED 127.0.0.1:27017",
            ),
            anywhere("cassandra", "com.datastax.oss.driver: cassandra is away"),
            anywhere(
                "all host(s) tried for query",
                "All host(s) tried for query failed",
            ),
            anywhere("redis", "redis.exceptions.ConnectionError"),
            anywhere("dynamodb", "DynamoDB: ValidationException"),
            anywhere("elasticsearch", "ElasticsearchStatusException"),
            anywhere("couchbase", "com.couchbase.client.core.error"),
            anywhere(
                "sequelize",
                "SequelizeConnectionRefusedError: connect ECONNREFUSED 127.0.0.1:5432",
            ),
            anywhere("typeorm", "TypeORMError"),
            anywhere("prisma", "PrismaClientInitializationError"),
            anywhere("hibernate", "org.hibernate.exception.GenericJDBCException"),
            anywhere("activerecord", "ActiveRecord::StatementInvalid"),
            anywhere("doctrine", "Doctrine\\DBAL\\Exception\\DriverException"),
            anywhere("pdoexception", "PDOException"),
            anywhere("queryexception", "Illuminate\\Database\\QueryException"),
            anywhere("queryfailed", "QueryFailedError"),
            anywhere(
                "dataaccess",
                "org.springframework.dao.InvalidDataAccessResourceUsageException",
            ),
            anywhere(
                "dbupdate",
                "Microsoft.EntityFrameworkCore.DbUpdateException",
            ),
            anywhere("dbexception", "System.Data.Common.DbException"),
            anywhere("databaseerror", "django.db.utils.DatabaseError"),
            anywhere("databaseexception", "DatabaseException"),
            anywhere(
                "transactionsystem",
                "org.springframework.transaction.TransactionSystemException",
            ),
            anywhere("operationalerror", "psycopg.OperationalError"),
            anywhere("programmingerror", "django.db.utils.ProgrammingError"),
            anywhere("communications link failure", "Communications link failure"),
            anywhere(
                "password authentication failed",
                "password authentication failed for user \"shop\"",
            ),
            anywhere(
                "access denied for user",
                "Access denied for user 'shop'@'localhost'",
            ),
            anywhere(
                "deadlocked",
                "Your server command was deadlocked with another process",
            ),
            anywhere("database", "error returned from the database"),
            anywhere("sql statement", "bad SQL statement"),
            anywhere("executing query", "error executing query"),
            anywhere("execute query", "could not execute query"),
            anywhere("query failed", "query failed"),
            anywhere("failed query", "failed query"),
            whole("sql", "sql: no rows in result set"),
            whole("jdbc", "JDBC Connection refused"),
            whole("pg", "pg: connection refused"),
            whole("pq", "pq: relation \"users\" does not exist"),
            whole("ora", "ORA: listener refused the connection"),
            whole("db", "db: connection refused"),
            whole("knex", "knex: connection refused"),
            whole("gorm", "gorm: record not found"),
            whole("ecto", "Ecto: no results"),
            whole("sqlx", "sqlx: connection refused"),
            whole("relation", "relation \"orders\" does not exist"),
        ],
    },
    // Another service that refused, hung up or answered with its own failure.
    Row {
        cause: UPSTREAM,
        words: &[
            anywhere(
                "connection refused",
                "dial tcp 10.0.0.1:9090: connect: connection refused",
            ),
            anywhere("connectionrefused", "ConnectionRefusedError"),
            anywhere("econnrefused", "connect ECONNREFUSED 10.0.0.5:8080"),
            anywhere("connection reset", "Connection reset"),
            anywhere("connectionreset", "ConnectionResetError"),
            anywhere("econnreset", "read ECONNRESET"),
            anywhere(
                "connection aborted",
                "('Connection aborted.', BadStatusLine())",
            ),
            anywhere("econnaborted", "ECONNABORTED"),
            anywhere(
                "connection closed",
                "connection closed before message completed",
            ),
            anywhere("closed by remote", "Connection closed by remote host"),
            anywhere("closed by peer", "closed by peer"),
            anywhere("reset by peer", "read: reset by peer"),
            anywhere("was disconnected", "Connection to node 1 was disconnected"),
            anywhere("remotedisconnected", "http.client.RemoteDisconnected"),
            anywhere(
                "prematurely closed",
                "upstream prematurely closed connection",
            ),
            anywhere(
                "premature close",
                "ERR_STREAM_PREMATURE_CLOSE: Premature close",
            ),
            anywhere("socket hang up", "socket hang up"),
            anywhere("broken pipe", "[Errno 32] Broken pipe"),
            anywhere("connectexception", "java.net.ConnectException"),
            anywhere("connectionerror", "requests.exceptions.ConnectionError"),
            anywhere("connecterror", "httpx.ConnectError"),
            anywhere(
                "failed to connect",
                "Failed to connect to api.example.com port 443",
            ),
            anywhere(
                "could not connect",
                "could not connect to the payment service",
            ),
            anywhere("couldn't connect", "Couldn't connect to server"),
            anywhere(
                "unable to connect",
                "Unable to connect to the remote server",
            ),
            anywhere("cannot connect", "Cannot connect to host api:443"),
            anywhere(
                "error connecting to",
                "tcp connect: error connecting to 10.0.0.1",
            ),
            anywhere(
                "connection to stripe",
                "An error occurred with our connection to Stripe",
            ),
            anywhere("no route to host", "EHOSTUNREACH: No route to host"),
            anywhere("unreachable", "Network is unreachable"),
            anywhere("bad gateway", "502 Bad Gateway"),
            anywhere("upstream", "no live upstreams while connecting"),
            anywhere("circuit breaker", "circuit breaker is open"),
            anywhere("circuitbreaker", "CircuitBreaker 'pay' is OPEN"),
            anywhere("callnotpermitted", "CallNotPermittedException"),
            anywhere("feignexception", "feign.FeignException$InternalServerError"),
            anywhere(
                "httpclienterror",
                "org.springframework.web.client.HttpClientErrorException",
            ),
            anywhere(
                "httpservererror",
                "org.springframework.web.client.HttpServerErrorException",
            ),
            anywhere(
                "webclientresponse",
                "org.springframework.web.reactive.function.client.WebClientResponseException",
            ),
            anywhere(
                "resourceaccess",
                "org.springframework.web.client.ResourceAccessException",
            ),
            anywhere("axioserror", "AxiosError"),
            anywhere("fetch failed", "TypeError: fetch failed"),
            anywhere("failed to fetch", "TypeError: Failed to fetch"),
            anywhere(
                "failed with status code 5",
                "Request failed with status code 500",
            ),
            anywhere(
                "responded with status 5",
                "the stock service responded with status 500",
            ),
            anywhere(
                "statusruntimeexception",
                "io.grpc.StatusRuntimeException: UNAVAILABLE",
            ),
            anywhere("rpc error", "rpc error: code = Unavailable"),
            anywhere("handshake", "Remote host terminated the handshake"),
            anywhere("external service", "external service failed"),
            whole("epipe", "write EPIPE"),
            whole("status 502", "answered with status 502"),
            whole("status code 502", "answered with status code 502"),
            whole("status code: 502", "Unexpected status code: 502"),
            whole("got 502", "got 502 from the payment service"),
            whole("got 503", "got 503 from the payment service"),
        ],
    },
    // What is most often, but not always, written down wrong.
    Row {
        cause: CONFIGURATION,
        words: &[
            anywhere("permission denied", "open /srv/data: permission denied"),
            anywhere(
                "certificate",
                "self signed certificate in certificate chain",
            ),
            anywhere("missing required", "missing required key: port"),
            anywhere("configuration", "no such configuration"),
            whole("eacces", "EACCES: open '/srv/x'"),
            whole("eperm", "EPERM: open '/srv/x'"),
            whole("config", "the config has no port"),
            whole("is not set", "SECRET_KEY is not set"),
        ],
    },
    // What is said of a service that has too much to do.
    Row {
        cause: RESOURCES,
        words: &[
            anywhere("service unavailable", "503 Service Unavailable"),
            anywhere("overloaded", "the server is overloaded"),
            anywhere("at capacity", "the queue is at capacity"),
            anywhere("too many requests", "429 Too Many Requests"),
            anywhere("toomanyrequests", "TooManyRequests"),
            anywhere("throttl", "request was throttled"),
            anywhere("rate limit", "rate limit exceeded"),
            anywhere("ratelimit", "RateLimitError"),
            anywhere("quota", "quota exceeded"),
            whole("status 503", "answered with status 503"),
            whole("status code 503", "answered with status code 503"),
            whole("status code: 503", "Unexpected status code: 503"),
        ],
    },
];

/// How many rows are telling enough that the root of a chain of errors is believed whatever was made of it above.
pub const PARTICULAR: usize = 5;

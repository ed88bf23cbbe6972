//! The key table: which keys mean which canonical field, in every logger, server and schema known to us.
//!
//! Keys are written here as their loggers write them; [`super::KeyTable`] compares them without case and
//! without `_`, `-`, `.` and space, so `requestId`, `request_id` and `request.id` need one word. Of two keys
//! in one event the one in the higher line wins; keys of one line are alternatives, of which the first in the
//! event wins. A line may begin with what a number under its keys counts ([`UNITS`], [`SCALES`]).

use super::Unit;
use crate::event::Field;

/// Rank of a value that stood in the entry's header, which no built-in key beats.
pub const HEADER: u8 = 2;
/// Rank of the first line of each field.
pub const FIRST: u8 = 3;
/// Rank of the first line of an error's part that has no head: `stack` comes after `err.stack`.
pub const FIRST_BARE: u8 = 30;
/// How much worse a key ranks for each container it had to be taken out of.
pub const NESTED: u8 = 60;
/// Rank of values that are guessed from another field's (`status: "error"` is a level).
pub const GUESS: u8 = 250;
/// A status where a key of the same event names a request, else a code of any kind.
pub const CODE: u8 = 253;
/// The key of that rank.
pub const CODED: &str = "code";
/// Not a value: the key's presence tells what the event's other numbers count.
pub const HINT: u8 = 254;

/// Words before a line's keys, and after the name of a duration (`duration_ms`, `elapsedSeconds`).
pub const UNITS: &[(Unit, &str)] = &[
    (Unit::Milliseconds, "ms millis milliseconds msec msecs"),
    (Unit::Microseconds, "us micros microseconds usec"),
    (Unit::Nanoseconds, "ns nanos nanoseconds nsec"),
    (Unit::Seconds, "s sec secs seconds"),
];

/// Words before a line's keys: the scales of levels.
pub const SCALES: &[(Unit, &str)] = &[
    (Unit::Syslog, "syslog"),
    (Unit::Python, "python"),
    (Unit::Otel, "otel"),
    (Unit::Azure, "azure"),
    (Unit::Ascending, "ascending"),
];

pub const KEYS: &[(Field, &str)] = &[
    // The part within the second (log4j2, protobuf) stands just before its seconds.
    (
        Field::Time,
        "timestamp time ts @t t datetime
         eventTime event_timestamp time_iso8601 timeUnixNano event.created
         timeMillis timestampMs ts_ms epoch_ms unix_ms time_unix epochMillis
         eventTimestampMs timestampMillis time_ms
         ns: instant.nanoOfSecond timestampNanos
         instant.epochSecond timestampSeconds
         record.time.timestamp record.time.repr datetime.date level_time
         asctime time_local localtime date_local ibm_datetime log_time logdate
         SOURCE_REALTIME_TIMESTAMP
         REALTIME_TIMESTAMP
         StartUTC start_time started_at request_start EdgeStartTimestamp
         requestReceivedTimestamp stageTimestamp requestTimeEpoch transaction.time_stamp
         StartLocal EdgeEndTimestamp TimeGenerated createdDateTime CreationTime
         created_at created published occurred_at msec unixtime epoch when at
         meta.date syslog.timestamp proxy.timestamp reqTimeSec receiveTimestamp receivedAt
         observedTimeUnixNano observedTimestamp ingestionTime date",
    ),
    (
        Field::Level,
        "level log.level severity_text levelname error_severity
         syslog: severity
         lvl @l l loglevel_name levelStr level.levelStr
         record.level.name level_label sev log_severity s
         otel: severityNumber
         syslog: syslog.severity.name syslog.severity syslog.severity.code
         python: levelno level_number record.level.no
         azure: severityLevel
         level_value levelInt level.level level_index label
         syslog: priority pri prio
         messageType verbosity
         tags",
    ),
    (
        Field::RequestId,
        "request_id x-request-id http.request.id request_uuid
         req_id rid req x_req_id requestGuid http_x_request_id
         req.headers.x-request-id request.headers.x-request-id function_request_id
         aws_request_id amzn_request_id lambda_request_id x-amzn-requestid x-amz-request-id
         correlation_id x-correlation-id correlation corr_id cid x-corr-id CorrelationIdentifier
         ray_id cf-ray x-edge-request-id audit_id unique_id transaction.unique_id
         tracking_id trackingReference x-tracking-id activity_id request_identifier
         x-gravitee-request-id x-kong-request-id x-vercel-id x-azure-ref request_ref
         transaction_id x-transaction-id x-gravitee-transaction-id txn_id",
    ),
    (
        Field::TraceId,
        "trace_id otelTraceID trace.trace_id trace_uuid
         dd.trace_id logging.googleapis.com/trace operation_Id
         traceparent x-b3-traceid b3.traceid uber-trace-id sentry-trace x-trace-id b3
         x-amzn-trace-id xray_trace_id aws-xray-trace-id x-cloud-trace-context trace",
    ),
    (
        Field::Method,
        "request_method http_method http.request.method req.method cs-method
         method verb ClientRequestMethod http_verb request_verb proxy.method
         ibm_requestMethod :method",
    ),
    // Those that keep the query come first.
    (
        Field::Path,
        "request_uri request_url original_url url.original ClientRequestURI
         url uri http.url http.target url.full req.url cs-uri x-envoy-original-path
         x-envoy-origin-path :path raw_uri http.request.uri
         request_path url.path request_target req.path fullPath
         http_path http.request.path path_info ibm_uriPath cs-uri-stem uri_path path http_uri ClientRequestPath
         request request_line http_request r raw_request_line
         resourcePath protoPayload.resource",
    ),
    (
        Field::Route,
        "http.route route route_path route_pattern req.route.path
         path_template url_template uri_template routeKey matched_route
         route.template http.path_template endpoint matched_path
         resource transaction.name operation_Name handler_path",
    ),
    (
        Field::Status,
        "http.response.status_code res.statusCode response.status_code DownstreamStatus
         status_code http_status http_status_code sc-status
         response.status response_code EdgeResponseStatus
         res.status resp_status proxy.statusCode response_http_code
         status
         entrypointResponse.status transaction.response.http_code rsp_status ret_status
         http_response_status http_response_code
         lbStatusCode elb_status_code ibm_responseCode resp_code rsp_code
         error.status err.status error.statusCode err.statusCode
         OriginStatus OriginResponseStatus backendStatusCode http_code response resp",
    ),
    // Who is told with the entry comes before the names and addresses of an account.
    (
        Field::User,
        "user user_id usr.id enduser.id user.uuid
         user.name user.username remote_user ClientUsername cs-username auth_user usr.name
         userIdentity.userName auth.display_name current_user current_user_id actor.id
         principal login account account_id customer_id principal_id user.login subject_id
         customer member_id actor client_user sub client_id account_name
         authenticationInfo.principalEmail user.email usr.email email
         uid identity auth.entity_id auth x-remote-user x-user-id
         user_principal_name upn http_user authenticated_user",
    ),
    (
        Field::Message,
        "message msg @m rendered_message full_message formatted_message textPayload
         short_message record.message body m log_message eventMessage
         event event.original text @mt message_template
         log messages description content line summary eventName
         properties",
    ),
    (
        Field::Host,
        "host.hostname hostname host machine_name server_host
         kubernetes.pod_name k8s.pod.name pod_name pod instance_id
         node node.name server computer instance server_name",
    ),
    (
        Field::Service,
        "service service.name dd.service serviceContext.service
         app application app_name application_name SYSLOG_IDENTIFIER
         program ident cloud_RoleName role_name kubernetes.container_name container_name
         k8s.container.name name project projectName",
    ),
    (
        Field::Grouping,
        "fingerprint error.fingerprint error.grouping_key grouping_key
         groupingHash sentry.fingerprint",
    ),
    // `err.type` and its like are made of ERROR_HEADS and ERROR_PARTS.
    (
        Field::ErrorKind,
        "ibm_exceptionName attr.error.codeName error.errorClass
         errorCode",
    ),
    (
        Field::ErrorMessage,
        "errmsg attr.error.errmsg error_string
         error err attr.error panic failure errors",
    ),
    (
        Field::ErrorStack,
        "stack stack_trace backtrace traceback
         @x exc_info exc_text errorVerbose ibm_stackTrace exception_detail
         exception thrown throwable exc ex",
    ),
    // `duration_ms` and its like are made of DURATIONS and UNITS.
    (
        Field::Duration,
        "ns: event.duration
         ms: responseTime res.responseTime latencies.request took
         s: request_time timeTakenSec
         latency_human duration_human httpRequest.latency
         ms: msecs response_latency turnAroundTimeMSec time-taken
         us: micros ibm_elapsedTime
         s: secs",
    ),
];

/// Keys whose presence tells what the event's other numbers count: Nextcloud's levels (where everybody else's 0 is
/// an emergency); Traefik's and Caddy's durations. What Loguru calls elapsed is the time since the program's start.
pub const HINTS: &[(Field, &str)] = &[
    (Field::Level, "ascending: remoteAddr"),
    (
        Field::Duration,
        "ns: OriginDuration RequestCount RetryAttempts
         s: request.remote_ip request.remote_addr request.proto
         record.elapsed.seconds record.elapsed.repr",
    ),
];

/// Names of a duration, each also with a unit, and `in` and a unit, after it.
pub const DURATIONS: &str = "duration elapsed latency response_time time_taken elapsed_time \
    processing_time execution_time total_time run_time request_duration response_duration \
    request_latency total_duration http.duration http.server.duration metrics.duration \
    response.elapsed http.server.request.duration exec_time total_latency cost_time time_cost dur \
    request_time took timeToServe";
pub const DURATION_RANK: u8 = 30;

/// What loggers call the error itself, and its parts, best name first: `err.stack`, `exceptionClass`,
/// `thrown.extendedStackTrace`, `event.exception.type` ...
pub const ERROR_HEADS: &str = "error err exception thrown throwable exc ex exceptions errors \
    exception.values exc_info error.exception";
pub const ERROR_PARTS: &[(Field, &str)] = &[
    (
        Field::ErrorKind,
        "type name class kind class_name exception_type exception_class exc_type error_type exception",
    ),
    (
        Field::ErrorMessage,
        "message msg value text description reason exc_value exception_message error_message \
         localizedMessage",
    ),
    (
        Field::ErrorStack,
        "stack stack_trace stacktrace backtrace trace traceback stackTraceString \
         extendedStackTrace formatted details frames stacktrace.frames",
    ),
];

/// What may be taken out of a container by its own name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Anything the application wanted to tell.
    Anything,
    /// What belongs to the request and its response.
    Http,
    /// The IDs that headers carry, and nothing else: `headers.date` is not the entry's time.
    Ids,
}

/// Keys whose object is looked into: `fields.message`, `extra.request_id`, `mdc.user`.
pub const CONTAINERS: &[(Holds, &str)] = &[
    (
        Holds::Anything,
        "fields extra extras context contextMap ctx attributes attrs attr data mdc contextData \
         properties jsonPayload protoPayload log labels metadata meta tag tags payload props record \
         msg message event detail details info custom customDimensions dimensions structured_data \
         scope scopes span spans resource kubernetes k8s source state params_data body result \
         instrumentationScope resource.attributes resourceLogs scopeLogs logRecords",
    ),
    (
        Holds::Http,
        "http http_info httpRequest httpResponse request req response res resp proxy transaction network url \
         requestContext entrypointRequest entrypointResponse web access nginx apache traefik \
         haproxy envoy caddy api auth session trace tracing dd identity user_info current",
    ),
    (
        Holds::Ids,
        "headers header request_headers http_headers error err exception baggage",
    ),
];

impl Holds {
    /// Whether `field` may be found in such a container.
    pub fn allows(self, field: Field) -> bool {
        use Field::*;
        match self {
            Holds::Anything => true,
            Holds::Http => !matches!(field, Time | Level | Message | Host | Service | Grouping),
            Holds::Ids => matches!(field, RequestId | TraceId),
        }
    }
}

//! Errors that say the caller sent something wrong: a body that can't be parsed, a value that is not allowed, a thing
//! that does not exist. Behind a 500 each is a mistake of the server's, which should have answered with a 4xx.
//!
//! Types are compared by their last name (`ActiveRecord::RecordNotFound` by `RecordNotFound`). What a service parses
//! may come from another service, and what is not found may be a file of its own, so names that are as often the
//! server's own trouble are left out, and a parser called from an HTTP client's frames is not believed.

use crate::event::{Event, Fault};
use crate::trace;

/// Types of frameworks and libraries that mean a bad request, whoever throws them.
const KINDS: &[&str] = &[
    // Bodies and parameters that can't be read.
    "JSONDecodeError",
    "JsonParseException",
    "JsonMappingException",
    "MismatchedInputException",
    "InvalidFormatException",
    "UnrecognizedPropertyException",
    "JsonSyntaxException",
    "JsonReaderException",
    "JsonException",
    "ParserError",
    "ParseError",
    "HttpMessageNotReadableException",
    "HttpMediaTypeNotSupportedException",
    "HttpRequestMethodNotSupportedException",
    "DateTimeParseException",
    "UnmarshalTypeError",
    "ParamsParserError",
    // Values that are not allowed.
    "MethodArgumentNotValidException",
    "MethodArgumentTypeMismatchException",
    "HandlerMethodValidationException",
    "MissingServletRequestParameterException",
    "MissingRequestHeaderException",
    "ServletRequestBindingException",
    "WebExchangeBindException",
    "ZodError",
    "RecordInvalid",
    "ParameterMissing",
    "UnpermittedParameters",
    "MultipleInvalid",
    "BadRequestKeyError",
    "BadRequest",
    "BadRequestError",
    "BadRequestException",
    "BadRequestHttpException",
    "BadHttpRequestException",
    "UnprocessableEntityException",
    "UnprocessableEntityHttpException",
    // Things that do not exist.
    "NotFound",
    "NotFoundError",
    "NotFoundException",
    "NotFoundHttpException",
    "RecordNotFound",
    "RoutingError",
    "DoesNotExist",
    "ObjectDoesNotExist",
    "Http404",
    "EmptyResultDataAccessException",
    "NoResultException",
    "NoResultFound",
    "NoHandlerFoundException",
    "NoResourceFoundException",
];

/// What something of the server's own is called that was not found or not valid: `FileNotFoundException`,
/// `ResponseValidationError`.
const OWN: &[&str] = &[
    "file",
    "class",
    "module",
    "method",
    "bean",
    "host",
    "template",
    "view",
    "command",
    "executable",
    "library",
    "symbol",
    "table",
    "column",
    "topic",
    "queue",
    "config",
    "configuration",
    "settings",
    "property",
    "service",
    "package",
    "driver",
    "response",
    "certificate",
    "cert",
    "path",
    "secret",
    "index",
    "node",
    "broker",
    "function",
    "definition",
    "dependency",
    "nosuchbean",
    "environment",
    "serverside",
    "plugin",
    "resourcebundle",
    "keystore",
];

/// What generic types say when it was the input that could not be read.
const MESSAGES: &[(&str, &str)] = &[
    ("NumberFormatException", "for input string"),
    ("NumberFormatException", "cannot parse null string"),
    ("IllegalArgumentException", "invalid uuid string"),
    ("ValueError", "invalid literal for int()"),
    ("ValueError", "could not convert string to float"),
    ("ValueError", "badly formed hexadecimal uuid"),
    ("FormatException", "input string"),
    ("SyntaxError", "in json at position"),
    ("SyntaxError", "is not valid json"),
    ("SyntaxError", "json input"),
];

/// Types that only carry another error: what they carry counts.
const WRAPPERS: &[&str] = &[
    "ServletException",
    "NestedServletException",
    "UndeclaredThrowableException",
    "InvocationTargetException",
    "ExecutionException",
    "CompletionException",
];

/// Parts of frames by which a parser was called on what another service answered.
const CLIENTS: &[&str] = &[
    "requests/models",
    "httpx/",
    "aiohttp/client",
    "urllib3/",
    "axios",
    "undici",
    "node-fetch",
    "RestTemplate",
    "WebClient",
    "RestClient",
    "feign.",
    "okhttp3.",
    "retrofit2.",
    "HttpClient",
    "Net::HTTP",
    "net/http.rb",
    "faraday",
    "httparty",
    "guzzle",
];

/// Whether the event's error is one that the caller brought about.
pub fn is_mistake(event: &Event) -> bool {
    let Some(fault) = &event.error else {
        return false;
    };
    let (kind, message) = told(fault);
    is_of_caller(kind, message) && !is_from_client(fault)
}

/// Type and message, those of what it carries for a wrapper.
fn told<'f>(fault: &'f Fault) -> (&'f str, &'f str) {
    let kind = fault.kind.as_deref().unwrap_or_default();
    let message = fault.message.as_deref().unwrap_or_default();
    if WRAPPERS.contains(&last_name(kind))
        && let Some(root) = fault
            .stack
            .as_deref()
            .map(trace::chain)
            .unwrap_or_default()
            .last()
        && let Some(kind) = root.kind
    {
        return (kind, root.message.unwrap_or_default());
    }
    (kind, message)
}

fn is_of_caller(kind: &str, message: &str) -> bool {
    let name = last_name(kind);
    if KINDS.contains(&name) {
        return true;
    }
    // The one of Bean Validation; Hibernate's is the database's.
    if name == "ConstraintViolationException" {
        return kind.contains("validation");
    }
    if name == "BindException" {
        return kind.contains("springframework");
    }
    let ends = [
        "NotFoundException",
        "NotFoundError",
        "NotFound",
        "ValidationException",
        "ValidationError",
    ];
    if let Some(of) = ends.iter().find_map(|end| name.strip_suffix(end)) {
        let of = of.to_ascii_lowercase();
        return !OWN
            .iter()
            .any(|own| of.ends_with(own) || of.starts_with("response"));
    }
    let message = message.to_ascii_lowercase();
    MESSAGES
        .iter()
        .any(|(kind, said)| name == *kind && message.contains(said))
}

/// `RecordNotFound` of `ActiveRecord::RecordNotFound`, `SyntaxError` of `*json.SyntaxError`.
fn last_name(kind: &str) -> &str {
    kind.rsplit(['.', ':', '\\', '$', '/', '*'])
        .next()
        .unwrap_or(kind)
}

fn is_from_client(fault: &Fault) -> bool {
    let stack = fault.stack.as_deref().unwrap_or_default();
    CLIENTS.iter().any(|client| stack.contains(client))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(kind: &str, message: &str, stack: Option<&str>) -> bool {
        is_mistake(&Event {
            error: Some(Fault {
                kind: Some(kind.into()),
                message: Some(message.into()),
                stack: stack.map(Into::into),
            }),
            ..Event::default()
        })
    }

    #[test]
    fn what_a_caller_sent_wrong_is_known_in_many_frameworks() {
        for (kind, message) in [
            ("ValidationError", "\"email\" must be a valid email"),
            (
                "pydantic_core._pydantic_core.ValidationError",
                "1 validation error for Order",
            ),
            (
                "json.decoder.JSONDecodeError",
                "Expecting value: line 1 column 1 (char 0)",
            ),
            (
                "org.springframework.web.bind.MethodArgumentNotValidException",
                "Validation failed",
            ),
            (
                "java.lang.NumberFormatException",
                "For input string: \"abc\"",
            ),
            (
                "jakarta.persistence.EntityNotFoundException",
                "Unable to find Order with id 9",
            ),
            (
                "jakarta.validation.ConstraintViolationException",
                "email: must not be blank",
            ),
            ("ZodError", "[]"),
            (
                "ActiveRecord::RecordNotFound",
                "Couldn't find Order with 'id'=9",
            ),
            (
                "Illuminate\\Database\\Eloquent\\ModelNotFoundException",
                "No query results",
            ),
            (
                "shop.models.Order.DoesNotExist",
                "Order matching query does not exist.",
            ),
            ("OrderNotFoundError", "order 9"),
            ("SyntaxError", "Unexpected token } in JSON at position 12"),
            (
                "ValueError",
                "invalid literal for int() with base 10: 'abc'",
            ),
            (
                "System.FormatException",
                "Input string was not in a correct format.",
            ),
        ] {
            assert!(is(kind, message, None), "{kind}: {message}");
        }
    }

    #[test]
    fn trouble_of_the_server_s_own_is_none() {
        for (kind, message) in [
            (
                "TypeError",
                "Cannot read properties of null (reading 'name')",
            ),
            ("KeyError", "'id'"),
            ("java.io.FileNotFoundException", "/etc/shop.yml"),
            ("ModuleNotFoundError", "No module named 'yaml'"),
            ("java.lang.ClassNotFoundException", "com.acme.Shop"),
            (
                "fastapi.exceptions.ResponseValidationError",
                "1 validation error",
            ),
            ("ConfigValidationError", "port"),
            (
                "org.hibernate.exception.ConstraintViolationException",
                "could not execute statement",
            ),
            ("java.net.BindException", "Address already in use"),
            (
                "java.lang.IllegalArgumentException",
                "Comparison method violates its contract",
            ),
            ("ValueError", "I/O operation on closed file"),
            ("SyntaxError", "Unexpected identifier"),
        ] {
            assert!(!is(kind, message, None), "{kind}: {message}");
        }
    }

    #[test]
    fn a_wrapper_is_what_it_carries() {
        let stack = "jakarta.servlet.ServletException: Request processing failed\n\
                     \tat com.acme.Filter.doFilter(Filter.java:9)\n\
                     Caused by: java.lang.NumberFormatException: For input string: \"x\"\n\
                     \tat com.acme.Orders.get(Orders.java:7)";
        assert!(is(
            "jakarta.servlet.ServletException",
            "Request processing failed",
            Some(stack)
        ));
        let broken = stack.replace("NumberFormatException: For", "IllegalStateException: For");
        assert!(!is(
            "jakarta.servlet.ServletException",
            "Request processing failed",
            Some(&broken)
        ));
    }

    #[test]
    fn what_another_service_answered_is_not_the_caller_s_fault() {
        let stack = "Traceback (most recent call last):\n  File \"/app/pay.py\", line 3, in charge\n    r.json()\n  \
                     File \"/usr/lib/python3/dist-packages/requests/models.py\", line 900, in json\n    raise\n\
                     requests.exceptions.JSONDecodeError: Expecting value";
        assert!(!is(
            "requests.exceptions.JSONDecodeError",
            "Expecting value",
            Some(stack)
        ));
    }
}

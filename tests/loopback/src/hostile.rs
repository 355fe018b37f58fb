//! The ways in which a server fails its clients, as data: what it does, and how a client reacts.
//!
//! The tests of both clients run each row against its own server, and the soak goes through all of them in turn.

use std::time::Duration;

use crate::pki::{Authority, Validity};
use crate::server::{Answer, End, Script, Server, Step, Tls};

/// What a server does with each request, or with each connection.
pub struct Fault {
    /// What is wrong.
    pub name: &'static str,
    /// What the server does.
    pub step: fn() -> Step,
    /// Whether a service that answers like this may have acted on the request before.
    pub acts: bool,
    /// How many attempts a client makes if it may make three and may repeat the request.
    pub attempts: usize,
    /// The client's message, without the name of the operation and with `HOST` for the server: one of these.
    pub says: &'static [&'static str],
}

/// What a server does instead of TLS, or with it.
pub struct TlsFault {
    /// What is wrong.
    pub name: &'static str,
    /// The server, whose certificate is from the first authority or from another one. Clients trust the first one.
    pub server: fn(&Authority, &Authority, Script) -> Lazy,
    /// The same as in [`Fault`].
    pub attempts: usize,
    /// The same as in [`Fault`]; `NOW` stands for the time.
    pub says: &'static str,
}

/// A server that is not started yet, with TLS or without.
pub struct Lazy {
    tls: Tls,
    script: Script,
}

impl Lazy {
    /// Starts it, for a test.
    pub fn start(self) -> Server {
        Server::tls(&self.tls, self.script)
    }

    /// Starts it without a time limit.
    pub fn start_lasting(self) -> Server {
        Server::lasting(Some(&self.tls), self.script)
    }
}

const RESET: &str = "the connection to HOST broke off: connection reset before a response (after 3 attempts)";
const ENDED: &str =
    "the connection to HOST broke off: the connection ended before a response (after 3 attempts)";
const CUT: &str =
    "the connection to HOST broke off: the connection ended within the response (after 3 attempts)";
const LATE: &str = "no response from HOST in time: 1s have passed (after 3 attempts)";
const NO_HTTP: &str = "the response from HOST makes no sense: what came back is not HTTP";
const LONG_BODY: &str = "the response from HOST is too long: the body is longer than 4096 bytes";
const LONG_HEAD: &str = "the response from HOST is too long: the head of the response is too long: at most 65536 bytes and 100 headers are read";

fn whole() -> Answer {
    Answer::json(200, "{}")
}

/// Returns an error in the service's format.
fn refusal(status: u16, code: &str) -> Answer {
    Answer::json(status, r#"{"message":"busy"}"#)
        .header("x-amzn-errortype", code)
        .header("x-amzn-requestid", "r-1")
}

/// Returns `{}` compressed with `gzip`.
fn compressed(status: u16) -> Answer {
    const GZIP: &[u8] = b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xab\xae\x05\0\x43\xbf\xa6\xa3\x02\0\0\0";
    Answer::with_body(status, "application/json", GZIP).header("content-encoding", "gzip")
}

/// Returns a response given as text; the connection ends with it.
fn raw(text: impl Into<Vec<u8>>) -> Step {
    Step::Answer(Answer::raw(text).then(End::Close))
}

/// Connections that end or hang.
pub const CONNECTIONS: &[Fault] = &[
    Fault {
        name: "connections reset at once",
        step: || Step::OnAccept(End::Reset),
        acts: false,
        attempts: 3,
        // The end may come before the client can send anything, or after that.
        says: &["could not connect to HOST: connection reset while it was set up (after 3 attempts)", RESET],
    },
    Fault {
        name: "connections closed at once",
        step: || Step::OnAccept(End::Close),
        acts: false,
        attempts: 3,
        says: &[
            "could not connect to HOST: the connection ended while it was set up (after 3 attempts)",
            ENDED,
        ],
    },
    Fault {
        name: "connections accepted and left alone",
        step: || Step::OnAccept(End::Stall),
        acts: false,
        attempts: 3,
        says: &[LATE],
    },
];

/// Requests without a response, or with only a part of one.
pub const BROKEN: &[Fault] = &[
    Fault {
        name: "reset within the request",
        step: || Step::AfterHead(End::Reset),
        acts: false,
        attempts: 3,
        says: &[RESET],
    },
    Fault {
        name: "reset after the request",
        step: || Step::AfterRequest(End::Reset),
        acts: true,
        attempts: 3,
        says: &[RESET],
    },
    Fault {
        name: "closed after the request",
        step: || Step::AfterRequest(End::Close),
        acts: true,
        attempts: 3,
        says: &[ENDED],
    },
    Fault {
        name: "no response",
        step: || Step::AfterRequest(End::Stall),
        acts: true,
        attempts: 3,
        says: &[LATE],
    },
    Fault {
        name: "half a head",
        step: || whole().half_head().into(),
        acts: true,
        attempts: 3,
        says: &[ENDED],
    },
    Fault {
        name: "half a head and no more",
        step: || whole().half_head().then(End::Stall).into(),
        acts: true,
        attempts: 3,
        says: &[LATE],
    },
    Fault { name: "half a body", step: || whole().half_body().into(), acts: true, attempts: 3, says: &[CUT] },
    Fault {
        name: "half a body, then a reset",
        step: || whole().half_body().then(End::Reset).into(),
        acts: true,
        attempts: 3,
        says: &["the connection to HOST broke off: connection reset within the response (after 3 attempts)"],
    },
    Fault {
        name: "half a body and no more",
        step: || whole().half_body().then(End::Stall).into(),
        acts: true,
        attempts: 3,
        says: &[LATE],
    },
    Fault {
        name: "half of the chunks",
        step: || Answer::chunked(200, "application/json", &[b' '; 64], 8).half_body().into(),
        acts: true,
        attempts: 3,
        says: &[CUT],
    },
    Fault {
        name: "a byte at a time",
        step: || whole().dripping(Duration::from_millis(50)).into(),
        acts: true,
        attempts: 3,
        says: &[LATE],
    },
];

/// Responses with wrong or unusual framing.
pub const FRAMINGS: &[Fault] = &[
    Fault {
        name: "a status line that is none",
        step: || raw("HTPT/1.1 two hundred\r\n\r\n"),
        acts: true,
        attempts: 1,
        says: &[NO_HTTP],
    },
    Fault { name: "no head", step: || raw("{}\r\n\r\n"), acts: true, attempts: 1, says: &[NO_HTTP] },
    Fault {
        name: "another version of HTTP",
        step: || raw("HTTP/9.9 200 OK\r\ncontent-length: 2\r\n\r\n{}"),
        acts: true,
        attempts: 1,
        says: &[NO_HTTP],
    },
    Fault {
        name: "a status of two digits",
        step: || raw("HTTP/1.1 20 OK\r\ncontent-length: 2\r\n\r\n{}"),
        acts: true,
        attempts: 1,
        says: &[NO_HTTP],
    },
    Fault {
        name: "a header without a colon",
        step: || raw("HTTP/1.1 200 OK\r\nnothing\r\ncontent-length: 2\r\n\r\n{}"),
        acts: true,
        attempts: 1,
        says: &[NO_HTTP],
    },
    Fault {
        name: "a zero byte in a header",
        step: || raw("HTTP/1.1 200 OK\r\nx-a: b\0c\r\ncontent-length: 2\r\n\r\n{}"),
        acts: true,
        attempts: 1,
        says: &[NO_HTTP],
    },
    Fault {
        name: "a length that is no number",
        step: || raw("HTTP/1.1 200 OK\r\ncontent-length: two\r\n\r\n{}"),
        acts: true,
        attempts: 1,
        says: &[NO_HTTP],
    },
    Fault {
        name: "a negative length",
        step: || raw("HTTP/1.1 200 OK\r\ncontent-length: -2\r\n\r\n{}"),
        acts: true,
        attempts: 1,
        says: &[NO_HTTP],
    },
    Fault {
        name: "two lengths",
        step: || raw("HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{} "),
        acts: true,
        attempts: 1,
        says: &[NO_HTTP],
    },
    Fault {
        name: "a chunk whose length is no number",
        step: || raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"),
        acts: true,
        attempts: 1,
        says: &[NO_HTTP],
    },
    Fault {
        name: "a chunk whose length is more than there are numbers for",
        step: || {
            raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}\r\n0\r\n\r\n")
        },
        acts: true,
        attempts: 1,
        says: &[NO_HTTP],
    },
    Fault {
        name: "a response that only the end of the connection ends",
        step: || raw("HTTP/1.1 200 OK\r\n\r\n{}"),
        acts: true,
        attempts: 1,
        says: &["ok"],
    },
    Fault {
        name: "a response of HTTP/1.0",
        step: || raw("HTTP/1.0 200 OK\r\n\r\n{}"),
        acts: true,
        attempts: 1,
        says: &["ok"],
    },
    Fault {
        name: "chunks with extensions and trailers",
        step: || {
            raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2;a=b\r\n{}\r\n0\r\nx-a: b\r\n\r\n")
        },
        acts: true,
        attempts: 1,
        says: &["ok"],
    },
    Fault {
        name: "information ahead of the response",
        step: || raw("HTTP/1.1 103 Early\r\nlink: x\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"),
        acts: true,
        attempts: 1,
        says: &["ok"],
    },
    Fault {
        name: "a response with another one behind it",
        step: || Answer::raw(TWO_ANSWERS).into(),
        acts: true,
        attempts: 1,
        says: &["ok"],
    },
    Fault {
        name: "a response ahead of the body of the request",
        step: || Step::Early(whole()),
        acts: false,
        attempts: 1,
        says: &["ok"],
    },
];

/// The second response belongs to no request; a client that takes it for the next response mixes up calls.
const TWO_ANSWERS: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}\
     HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 22\r\n\r\n{\"marker\":\"a stranger\"}";

/// Responses that are too large.
pub const SIZES: &[Fault] = &[
    Fault {
        name: "a body longer than its limit, of known length",
        step: || Answer::json(200, &" ".repeat(4097)).into(),
        acts: true,
        attempts: 1,
        says: &[LONG_BODY],
    },
    Fault {
        name: "a body longer than its limit, in chunks",
        step: || Answer::chunked(200, "application/json", &[b' '; 4097], 1000).into(),
        acts: true,
        attempts: 1,
        says: &[LONG_BODY],
    },
    Fault {
        name: "a body longer than its limit, to the end of the connection",
        step: || raw(format!("HTTP/1.1 200 OK\r\n\r\n{}", " ".repeat(1 << 20))),
        acts: true,
        attempts: 1,
        says: &[LONG_BODY],
    },
    Fault {
        name: "a length of more than there is memory for",
        step: || raw("HTTP/1.1 200 OK\r\ncontent-length: 9223372036854775807\r\n\r\n{}"),
        acts: true,
        attempts: 1,
        says: &[LONG_BODY],
    },
    Fault {
        name: "information and no response",
        step: || raw("HTTP/1.1 100 Continue\r\n\r\n".repeat(1000)),
        acts: true,
        attempts: 3,
        says: &[ENDED],
    },
    Fault {
        name: "a chunk for each byte",
        step: || Answer::chunked(200, "application/json", &[b' '; 4097], 1).into(),
        acts: true,
        attempts: 1,
        says: &[LONG_BODY],
    },
    Fault {
        name: "a body of just its limit",
        step: || Answer::json(200, &format!("{}{{}}", " ".repeat(4094))).into(),
        acts: true,
        attempts: 1,
        says: &["ok"],
    },
    Fault {
        name: "more headers than are read",
        step: || (3..=129).fold(whole(), |answer, n| answer.header(&format!("x-{n}"), "y")).into(),
        acts: true,
        attempts: 1,
        says: &[LONG_HEAD],
    },
    Fault {
        name: "a header longer than is read",
        step: || whole().header("x-a", &"y".repeat(200_000)).then(End::Close).into(),
        acts: true,
        attempts: 1,
        says: &[LONG_HEAD],
    },
];

/// Responses that are complete, but useless.
pub const USELESS: &[Fault] = &[
    Fault {
        name: "a page in HTML",
        step: || Answer::with_body(200, "text/html", "<html>hello</html>").into(),
        acts: true,
        attempts: 1,
        says: &[
            "the response could not be read: expected value at line 1 column 1 (status 200, content type text/html, \
             body begins \"<html>hello</html>\")",
        ],
    },
    Fault {
        name: "a response that is compressed",
        step: || compressed(200).into(),
        acts: true,
        attempts: 1,
        says: &[
            "the response could not be read: it has the content encoding gzip, and the client reads none: nothing \
             may ask for it (status 200, content type application/json, a body of 22 bytes in the content encoding gzip)",
        ],
    },
    Fault {
        name: "an error that is compressed",
        step: || compressed(403).into(),
        acts: false,
        attempts: 1,
        says: &["403: content type application/json, a body of 22 bytes in the content encoding gzip"],
    },
    Fault {
        name: "a redirect in HTML",
        step: || {
            let answer = Answer::with_body(302, "text/html", "<html>moved</html>");
            answer.header("location", "http://127.0.0.1:1/").into()
        },
        acts: false,
        attempts: 1,
        says: &[
            "302: content type text/html, body begins \"<html>moved</html>\". Redirects to 127.0.0.1 are not \
             followed: a proxy or a portal may stand in the way",
        ],
    },
    Fault {
        name: "an error under the status of a success",
        step: || {
            let error = r#"{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException","message":null},"Version":"1.0"}"#;
            Answer::json(200, error).into()
        },
        acts: false,
        attempts: 1,
        says: &["200 UnknownOperationException"],
    },
    Fault {
        name: "an endpoint that is not the account's own",
        step: || {
            let error = r#"{"message":"Invalid endpoint. Use describe-endpoint."}"#;
            Answer::json(403, error).header("x-amzn-errortype", "ForbiddenException:").into()
        },
        acts: false,
        attempts: 1,
        says: &[
            "403 ForbiddenException: Invalid endpoint. Use describe-endpoint. Use the account's own endpoint: aws \
             iot describe-endpoint --endpoint-type iot:Jobs",
        ],
    },
];

/// Errors of the service.
pub const REFUSALS: &[Fault] = &[
    Fault {
        name: "throttled",
        step: || refusal(429, "ThrottlingException").into(),
        acts: false,
        attempts: 3,
        says: &["429 ThrottlingException: busy (request id r-1, after 3 attempts)"],
    },
    Fault {
        name: "throttled without a code",
        step: || Answer::new(429).into(),
        acts: false,
        attempts: 3,
        says: &["429: no content type, no body (after 3 attempts)"],
    },
    Fault {
        name: "unavailable",
        step: || refusal(503, "ServiceUnavailableException").into(),
        acts: false,
        attempts: 3,
        says: &["503 ServiceUnavailableException: busy (request id r-1, after 3 attempts)"],
    },
    Fault {
        name: "unavailable without a code",
        step: || Answer::new(503).into(),
        acts: true,
        attempts: 3,
        says: &["503: no content type, no body (after 3 attempts)"],
    },
    Fault {
        name: "an error within the service",
        step: || refusal(500, "InternalServerException").into(),
        acts: true,
        attempts: 3,
        says: &["500 InternalServerException: busy (request id r-1, after 3 attempts)"],
    },
    Fault {
        name: "a gateway that hears nothing",
        step: || Answer::with_body(504, "text/html", "<html>504</html>").into(),
        acts: true,
        attempts: 3,
        says: &["504: content type text/html, body begins \"<html>504</html>\" (after 3 attempts)"],
    },
    Fault {
        name: "not found",
        step: || refusal(404, "ResourceNotFoundException").into(),
        acts: false,
        attempts: 1,
        says: &["404 ResourceNotFoundException: busy (request id r-1)"],
    },
    Fault {
        name: "asked to wait for longer than the call may take",
        step: || refusal(503, "ServiceUnavailableException").header("retry-after", "60").into(),
        acts: false,
        attempts: 1,
        says: &[
            "503 ServiceUnavailableException: busy (request id r-1). It was not repeated, because the service asks \
             to wait 60s, and the call may not take so long",
        ],
    },
];

/// Returns all faults in response to a request.
pub fn of_requests() -> impl Iterator<Item = &'static Fault> {
    [BROKEN, FRAMINGS, SIZES, USELESS, REFUSALS].into_iter().flatten()
}

/// Faults in TLS.
pub const TLS: &[TlsFault] = &[
    TlsFault {
        name: "the certificate of another host",
        server: |root, _, script| Lazy { tls: Tls::new(root.server(&["other.test"], Validity::Now)), script },
        attempts: 1,
        says: "no TLS connection to HOST: the server's certificate is for another host name (it has: other.test)",
    },
    TlsFault {
        name: "a certificate of another root",
        server: |_, other, script| Lazy { tls: Tls::new(other.localhost()), script },
        attempts: 1,
        says: "no TLS connection to HOST: the server's certificate is not signed by a trusted root (unknown issuer)",
    },
    TlsFault {
        name: "a certificate that has expired",
        server: |root, _, script| Lazy {
            tls: Tls::new(root.server(&["localhost"], Validity::Expired)),
            script,
        },
        attempts: 1,
        says: "no TLS connection to HOST: the server's certificate expired on 2021-01-01T00:00:00Z; this machine's \
             clock says NOW",
    },
    TlsFault {
        name: "a certificate that is not valid yet",
        server: |root, _, script| Lazy {
            tls: Tls::new(root.server(&["localhost"], Validity::NotYet)),
            script,
        },
        attempts: 1,
        says: "no TLS connection to HOST: the server's certificate is not valid before 2190-01-01T00:00:00Z; this \
             machine's clock says NOW",
    },
    TlsFault {
        name: "a certificate of the client is wanted, in TLS 1.3",
        server: |root, _, script| Lazy { tls: Tls::new(root.localhost()).demanding(root), script },
        attempts: 1,
        says: "no TLS connection to HOST: the server wants a client certificate (alert: certificate required)",
    },
    TlsFault {
        name: "a certificate of the client is wanted, in TLS 1.2",
        server: |root, _, script| Lazy { tls: Tls::new(root.localhost()).demanding(root).only_1_2(), script },
        attempts: 1,
        says: "no TLS connection to HOST: the server wants a client certificate (alert: certificate required)",
    },
    TlsFault {
        name: "a handshake that is closed",
        server: |root, _, _| Lazy {
            tls: Tls::new(root.localhost()),
            script: Script::always(Step::OnAccept(End::Close)),
        },
        attempts: 3,
        says: "could not connect to HOST: the connection ended while it was set up (after 3 attempts)",
    },
    TlsFault {
        name: "a handshake that is reset",
        server: |root, _, _| Lazy {
            tls: Tls::new(root.localhost()),
            script: Script::always(Step::OnAccept(End::Reset)),
        },
        attempts: 3,
        says: "could not connect to HOST: connection reset while it was set up (after 3 attempts)",
    },
    TlsFault {
        name: "a handshake that stands still",
        server: |root, _, _| Lazy {
            tls: Tls::new(root.localhost()),
            script: Script::always(Step::OnAccept(End::Stall)),
        },
        attempts: 3,
        says: "no connection to HOST in time: 700ms have passed (after 3 attempts)",
    },
];

//! Headers that nobody but the client sets.

use http::header::HeaderName;

/// The headers of the connection, with those that make the two sides go about an exchange in another way, and those
/// of the signature.
const OWN: [&str; 15] = [
    "authorization",
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "x-amz-content-sha256",
    "x-amz-date",
    "x-amz-security-token",
];

/// Whether a header is set only by the client: one of the connection or of the signature.
pub(crate) fn is_own_header(name: &HeaderName) -> bool {
    OWN.contains(&name.as_str())
}

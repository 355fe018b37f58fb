//! Headers that only the client sets.

use http::header::HeaderName;

use crate::aws::headers::OF_SIGNATURE;

/// The headers of the connection, and those that change how the two sides exchange messages.
const OWN: [&str; 12] = [
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
];

/// Whether only the client sets a header: one of the connection or of the signature.
pub(crate) fn is_own_header(name: &HeaderName) -> bool {
    OWN.contains(&name.as_str()) || OF_SIGNATURE.contains(name)
}

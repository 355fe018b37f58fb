//! The differences between protocols in reading responses. A generated operation names one of these constants, so that
//! a crate contains only the code of its protocol.

#[cfg(feature = "cbor")]
mod cbor;
mod json;
mod members;

use std::fmt;

use bytes::Bytes;

use crate::error::ErrorResponse;
pub(crate) use members::{Members, Parts};

#[cfg(feature = "cbor")]
pub use cbor::CBOR;
pub use json::{AWS_JSON, REST_JSON};
#[cfg(feature = "topics")]
pub(crate) use json::{join, message};

/// How the responses of a protocol are read.
pub struct Protocol {
    /// Returns the error in a response of the operation with this name; `None` if it is not an error.
    pub(crate) detect: fn(&'static str, &http::Response<Bytes>) -> Option<ErrorResponse>,
    /// Returns the error in a response that is known to be one.
    pub(crate) error: fn(&'static str, &http::Response<Bytes>) -> ErrorResponse,
    /// Writes an output as the service would, in the format of the protocol.
    #[cfg(feature = "test-util")]
    pub(crate) write: fn(&serde_json::Value) -> Bytes,
    /// Whether a body may be in the format of the protocol, and not the page of a proxy.
    pub(crate) may_be_body: fn(&[u8]) -> bool,
}

impl fmt::Debug for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Protocol").finish_non_exhaustive()
    }
}

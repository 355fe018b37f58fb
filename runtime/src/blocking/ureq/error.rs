//! Converts ureq's errors to transport errors.

use std::io;

use ureq::{Error, Timeout};

use crate::proxy::tunnel;
use crate::tls::error::{Stage, find, head_too_large, io_error, malformed};
use crate::transport::{Limits, TransportError, TransportErrorKind as Kind};

/// ureq's message for more headers than it has room for; the type of the error is private to it.
const TOO_MANY: &str = "http parse resulted in too many headers";

/// Returns the error of an attempt that failed at this stage.
pub(super) fn translate(error: Error, stage: Stage, limits: &Limits) -> TransportError {
    match error {
        Error::Timeout(Timeout::Connect | Timeout::Resolve) => {
            TransportError::timeout(Kind::ConnectTimeout, limits.connect)
        }
        Error::Timeout(_) => TransportError::timeout(Kind::AttemptTimeout, limits.attempt),
        Error::Io(error) => io_error(&error, stage),
        Error::BodyStalled => io_error(&io::ErrorKind::UnexpectedEof.into(), stage),
        Error::LargeResponseHeader(..) => head_too_large(),
        Error::Protocol(error) if error.to_string() == TOO_MANY => head_too_large(),
        Error::Protocol(_) => malformed(),
        Error::BadUri(_) | Error::Http(_) => TransportError::new(Kind::Invalid, error.to_string()),
        Error::Other(error) => {
            find(&*error, stage).unwrap_or_else(|| TransportError::new(Kind::Other, error.to_string()))
        }
        error => TransportError::new(Kind::Other, error.to_string()),
    }
}

/// Wraps a finished error in the form that a connector can return.
pub(super) fn told(error: TransportError) -> Error {
    Error::Other(Box::new(error))
}

/// Returns the error of a connection that is being set up; some timeouts of ureq are inside an `io::Error`.
pub(super) fn connect(error: io::Error) -> Error {
    match error.into() {
        Error::Io(error) => told(io_error(&error, Stage::Connect)),
        error => error,
    }
}

/// Returns the error of a connection to a proxy or of the tunnel through it.
pub(super) fn of_proxy(error: Error) -> Error {
    match error {
        Error::Other(error) => match find(&*error, Stage::Connect) {
            Some(error) => told(tunnel::broken(&error)),
            None => Error::Other(error),
        },
        error => error,
    }
}

//! What went wrong in ureq, as an error of a transport.

use std::io;

use ureq::{Error, Timeout};

use crate::proxy::tunnel;
use crate::tls::error::{Stage, find, head_too_large, io_error, malformed};
use crate::transport::{Limits, TransportError, TransportErrorKind as Kind};

/// What ureq's parser says of more headers than it has room for; the type of its errors has no name here.
const TOO_MANY: &str = "http parse resulted in too many headers";

/// The error of an attempt that had come to this stage.
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

/// An error that is already told, in the form in which a connector can give it.
pub(super) fn told(error: TransportError) -> Error {
    Error::Other(Box::new(error))
}

/// The error of a connection that is being set up; a timeout of ureq travels inside of an `io::Error` at times.
pub(super) fn connect(error: io::Error) -> Error {
    match error.into() {
        Error::Io(error) => told(io_error(&error, Stage::Connect)),
        error => error,
    }
}

/// The error of a connection to a proxy or of the tunnel through it.
pub(super) fn of_proxy(error: Error) -> Error {
    match error {
        Error::Other(error) => match find(&*error, Stage::Connect) {
            Some(error) => told(tunnel::broken(&error)),
            None => Error::Other(error),
        },
        error => error,
    }
}

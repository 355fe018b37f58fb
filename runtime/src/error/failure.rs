//! What every failure of a call can be asked, whether the service said no or nothing came of the call.

use bytes::Bytes;

use super::{ClientError, ErrorMeta, ServiceError};

/// A failed call. Its `Display` is one whole sentence.
pub trait Failure: std::error::Error {
    /// All that is known of an error which the service answered with.
    fn meta(&self) -> Option<&ErrorMeta>;

    /// The code of the service without namespace and address.
    fn code(&self) -> Option<&str> {
        self.meta()?.code()
    }

    /// The message of the service.
    fn message(&self) -> Option<&str> {
        self.meta()?.message()
    }

    /// The HTTP status, if there was an answer.
    fn status(&self) -> Option<u16> {
        self.meta().map(ErrorMeta::status)
    }

    /// The id that the service has given to the request, if there was an answer with one.
    fn request_id(&self) -> Option<&str> {
        self.meta()?.request_id()
    }

    /// The body as it came, if there was an answer.
    fn raw_body(&self) -> Option<&Bytes> {
        self.meta().map(ErrorMeta::raw_body)
    }
}

impl Failure for ErrorMeta {
    fn meta(&self) -> Option<&ErrorMeta> {
        Some(self)
    }
}

impl<T: std::fmt::Debug> Failure for ServiceError<T> {
    fn meta(&self) -> Option<&ErrorMeta> {
        Some(Self::meta(self))
    }
}

impl Failure for ClientError {
    fn meta(&self) -> Option<&ErrorMeta> {
        None
    }

    fn status(&self) -> Option<u16> {
        Self::status(self)
    }

    fn request_id(&self) -> Option<&str> {
        Self::request_id(self)
    }

    fn raw_body(&self) -> Option<&Bytes> {
        Self::raw_body(self)
    }
}

//! What every failure of a call can be asked, whether the service said no or nothing came of the call.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use http::HeaderMap;

use super::{ClientError, ErrorMeta, RetryKind, ServiceError};

/// A failed call. Its `Display` is one whole sentence.
pub trait Failure: std::error::Error {
    /// All that is known of an error which the service answered with.
    fn meta(&self) -> Option<&ErrorMeta>;

    /// Whether another attempt may fare better, and why.
    ///
    /// Of an error without an answer this says nothing on whether the service has acted: see
    /// [`SendError::may_have_been_sent`](super::SendError::may_have_been_sent).
    fn retry_kind(&self) -> RetryKind {
        self.meta().map_or(RetryKind::Never, ErrorMeta::retry_kind)
    }

    /// Whether the service may have acted on an attempt before the last one.
    fn may_have_acted_before(&self) -> bool {
        self.meta().is_some_and(ErrorMeta::may_have_acted_before)
    }

    /// How many attempts were made; 0 if nothing was sent.
    fn attempts(&self) -> u32 {
        self.meta().map_or(0, ErrorMeta::attempts)
    }

    /// The code of the service without namespace and address.
    fn code(&self) -> Option<&str> {
        self.meta()?.code()
    }

    /// The message of the service.
    fn message(&self) -> Option<&str> {
        self.meta()?.message()
    }

    /// The HTTP status, if there was an answer over HTTP.
    fn status(&self) -> Option<u16> {
        self.meta()?.status()
    }

    /// The id that the service has given to the request, if there was an answer with one.
    fn request_id(&self) -> Option<&str> {
        self.meta()?.request_id()
    }

    /// The headers as they came, if there was an answer.
    fn headers(&self) -> Option<&HeaderMap> {
        self.meta().map(ErrorMeta::headers)
    }

    /// The body as it came, if there was an answer.
    fn raw_body(&self) -> Option<&Bytes> {
        self.meta().map(ErrorMeta::raw_body)
    }
}

/// Writes the `Debug` of the error of an operation: its sentence, since that is what a `main` that returns it prints, and
/// with `{:#?}` all that is known of it.
pub fn write_debug(error: &dyn Failure, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if f.alternate() { fmt::Debug::fmt(error, f) } else { fmt::Display::fmt(error, f) }
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

    fn retry_kind(&self) -> RetryKind {
        Self::retry_kind(self)
    }

    fn attempts(&self) -> u32 {
        Self::attempts(self)
    }

    fn may_have_acted_before(&self) -> bool {
        Self::may_have_acted_before(self)
    }

    fn status(&self) -> Option<u16> {
        Self::status(self)
    }

    fn headers(&self) -> Option<&HeaderMap> {
        Self::headers(self)
    }

    fn request_id(&self) -> Option<&str> {
        Self::request_id(self)
    }

    fn raw_body(&self) -> Option<&Bytes> {
        Self::raw_body(self)
    }
}

/// The error of an operation, which holds one of the above.
impl<E: std::error::Error + Deref<Target = dyn Failure>> Failure for E {
    fn meta(&self) -> Option<&ErrorMeta> {
        self.deref().meta()
    }

    fn retry_kind(&self) -> RetryKind {
        self.deref().retry_kind()
    }

    fn attempts(&self) -> u32 {
        self.deref().attempts()
    }

    fn may_have_acted_before(&self) -> bool {
        self.deref().may_have_acted_before()
    }

    fn code(&self) -> Option<&str> {
        self.deref().code()
    }

    fn message(&self) -> Option<&str> {
        self.deref().message()
    }

    fn status(&self) -> Option<u16> {
        self.deref().status()
    }

    fn request_id(&self) -> Option<&str> {
        self.deref().request_id()
    }

    fn headers(&self) -> Option<&HeaderMap> {
        self.deref().headers()
    }

    fn raw_body(&self) -> Option<&Bytes> {
        self.deref().raw_body()
    }
}

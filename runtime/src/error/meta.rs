//! What is known about every error of a service, modelled or not.

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;

use super::answer::Answer;
use super::excerpt::OneLine;

/// An error that the service has answered with.
///
/// `Display` is one sentence: operation, status, code, message and request id, as far as they are known.
#[derive(Clone, Debug)]
pub struct ErrorMeta {
    pub(super) operation: &'static str,
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) answer: Answer,
    /// Whether the body is a JSON object, as that of an error should be.
    pub(super) is_object: bool,
}

impl ErrorMeta {
    /// The name of the operation that failed.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// The HTTP status.
    ///
    /// It can be one of success: some services report an error in the body alone.
    pub fn status(&self) -> u16 {
        self.answer.status()
    }

    /// The code of the error without namespace and address, such as `ThrottlingException`.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The sentence of the service about the error.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// The id that the service has given to the request, which its support asks for.
    pub fn request_id(&self) -> Option<&str> {
        self.answer.request_id()
    }

    /// The body as it came.
    pub fn raw_body(&self) -> &Bytes {
        self.answer.body()
    }

    /// The headers as they came.
    pub fn headers(&self) -> &HeaderMap {
        self.answer.headers()
    }
}

impl fmt::Display for ErrorMeta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.operation, self.status())?;
        if let Some(code) = &self.code {
            write!(f, " {}", OneLine(code))?;
        }
        if let Some(message) = &self.message {
            write!(f, ": {}", OneLine(message))?;
        } else if self.code.is_none() || !(self.is_object || self.raw_body().is_empty()) {
            f.write_str(": ")?;
            self.answer.write_body(f)?;
        }
        match self.request_id() {
            Some(id) => write!(f, " (request id {id})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ErrorMeta {}

//! The reason why a part of a response could not be read.

use std::fmt;

/// Why a value, a header or a body could not be read, in one clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    reason: Box<str>,
}

impl ReadError {
    /// An error for this reason: a clause without a full stop, such as "expected a whole number".
    pub fn new(reason: impl Into<Box<str>>) -> Self {
        Self { reason: reason.into() }
    }

    /// The same error without the value that it may quote: the place in the JSON, if it is one of JSON.
    pub(crate) fn without_values(&self) -> Self {
        match self.reason.rsplit_once(" at line ") {
            Some((_, place)) => Self::new(format!("a value is not what the model says, at line {place}")),
            None => Self::new("a value is not what the model says"),
        }
    }

    /// The same error, said of a header.
    pub(crate) fn in_header(&self, name: &str) -> Self {
        Self::new(format!("the header {name}: {}", self.reason))
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl std::error::Error for ReadError {}

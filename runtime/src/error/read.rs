//! The reason why a part of a response could not be read.

use std::borrow::Cow;
use std::fmt;

use super::shortened;

/// Why a value, a header or a body could not be read, in one clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    reason: Box<str>,
    /// The path to the member, if it is one of a body.
    member: Option<Box<str>>,
}

impl ReadError {
    /// An error for this reason: a clause without a full stop, such as "expected a whole number".
    ///
    /// A long reason is shortened in its middle, because it may quote a value.
    pub fn new(reason: impl Into<Box<str>>) -> Self {
        let reason: Box<str> = reason.into();
        let reason = match shortened(&reason) {
            Cow::Borrowed(_) => reason,
            Cow::Owned(shorter) => shorter.into(),
        };
        Self { reason, member: None }
    }

    /// Returns the same error without the value that it may quote. For JSON, only the place remains.
    pub(crate) fn without_values(&self) -> Self {
        let reason = match self.reason.rsplit_once(" at line ") {
            Some((_, place)) => format!("a value is not what the model says, at line {place}"),
            None => "a value is not what the model says".to_owned(),
        };
        Self { reason: reason.into(), member: self.member.clone() }
    }

    /// Returns the same error with the path to the member; an empty path is that of the whole body.
    pub(crate) fn in_member(self, path: String) -> Self {
        Self { member: Some(path.into_boxed_str()).filter(|path| !path.is_empty()), ..self }
    }

    /// Returns the path to the member of the body that cannot be read, such as `execution.queuedAt`; names that no
    /// model has are left out.
    pub fn member(&self) -> Option<&str> {
        self.member.as_deref()
    }

    /// Returns the same error for a header.
    pub(crate) fn in_header(&self, name: &str) -> Self {
        Self::new(format!("the header {name}: {self}"))
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(member) = &self.member {
            write!(f, "the member {member}: ")?;
        }
        f.write_str(&self.reason)
    }
}

impl std::error::Error for ReadError {}

//! A modelled error together with what is known about every error.

use std::fmt;
use std::ops::Deref;

use super::ErrorMeta;

/// An error of the type `T` that the service has answered with; the members of `T` are reached through it.
///
/// It is one pointer wide, so that a `Result` with it stays small.
#[derive(Clone, Debug)]
pub struct ServiceError<T>(Box<Inner<T>>);

#[derive(Clone, Debug)]
struct Inner<T> {
    error: T,
    meta: ErrorMeta,
}

impl<T> ServiceError<T> {
    pub(super) fn new(error: T, meta: ErrorMeta) -> Self {
        Self(Box::new(Inner { error, meta }))
    }

    /// Operation, status, code, message, request id and body.
    pub fn meta(&self) -> &ErrorMeta {
        &self.0.meta
    }

    /// The modelled error alone.
    pub fn into_inner(self) -> T {
        self.0.error
    }
}

impl<T> Deref for ServiceError<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.error
    }
}

impl<T> fmt::Display for ServiceError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.meta.fmt(f)
    }
}

impl<T: fmt::Debug> std::error::Error for ServiceError<T> {}

//! A modeled error together with the facts that every error has.

use std::fmt;

use super::ErrorMeta;

/// An error of the type `T` that the service responded with.
///
/// [`modeled`](Self::modeled) returns its members; the other methods are those of every [`Failure`](super::Failure). It
/// is as small as a pointer, so that a `Result` with it stays small.
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

    /// Returns the modeled error with its members.
    pub fn modeled(&self) -> &T {
        &self.0.error
    }

    /// Returns the modeled error with its members, by value.
    pub fn into_modeled(self) -> T {
        self.0.error
    }

    /// Returns what is known of every error: operation, status, code, message, request ID and body.
    pub fn error_meta(&self) -> &ErrorMeta {
        &self.0.meta
    }
}

impl<T: fmt::Debug> ServiceError<T> {
    crate::failure_methods!(pub);
}

impl<T> fmt::Display for ServiceError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.meta.fmt(f)
    }
}

impl<T: fmt::Debug> std::error::Error for ServiceError<T> {}

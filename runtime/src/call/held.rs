//! The credentials or the token of the attempt under way.

use crate::credentials::{Cache, Identity};

/// The identity that authenticates an attempt, once it is known.
#[derive(Debug)]
pub(super) struct Held<I> {
    identity: Option<I>,
    /// Whether it has been replaced once: a second time does not help.
    refreshed: bool,
}

impl<I: Identity> Held<I> {
    pub(super) fn nothing() -> Self {
        Self { identity: None, refreshed: false }
    }

    pub(super) fn get(&self) -> Option<&I> {
        self.identity.as_ref()
    }

    /// Sets the identity of the next attempt.
    pub(super) fn set(&mut self, identity: I) {
        self.identity = Some(identity);
    }

    /// Whether the provider has to be asked: it does not if the client has an identity that is not yet due for
    /// replacement.
    pub(super) fn is_missing(&mut self, kept: impl FnOnce() -> Option<I>) -> bool {
        if self.identity.is_none() {
            self.identity = kept();
        }
        self.identity.is_none()
    }

    /// Drops the identity: the provider may have a better one for the next attempt.
    pub(super) fn forget(&mut self) {
        self.identity = None;
    }

    /// Asks the provider again if the service no longer accepts the identity; false if that has already been tried.
    pub(super) fn refresh(&mut self, cache: Option<&Cache<I>>) -> bool {
        if let (Some(cache), Some(identity)) = (cache, &self.identity) {
            cache.invalidate(identity);
            return !std::mem::replace(&mut self.refreshed, true);
        }
        false
    }
}

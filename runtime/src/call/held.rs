//! The credentials or the token of the attempt under way.

use crate::credentials::{Cache, Identity};

/// What an attempt proves with who sends it, once it is there.
#[derive(Debug)]
pub(super) struct Held<I> {
    identity: Option<I>,
    /// It has been replaced once: a second time does not help.
    refreshed: bool,
}

impl<I: Identity> Held<I> {
    pub(super) fn nothing() -> Self {
        Self { identity: None, refreshed: false }
    }

    pub(super) fn get(&self) -> Option<&I> {
        self.identity.as_ref()
    }

    /// Takes what is for the attempt that comes next.
    pub(super) fn set(&mut self, identity: I) {
        self.identity = Some(identity);
    }

    /// Whether the provider has to be asked. It need not where the client has something for which it is not yet time to get
    /// another.
    pub(super) fn is_missing(&mut self, kept: impl FnOnce() -> Option<I>) -> bool {
        if self.identity.is_none() {
            self.identity = kept();
        }
        self.identity.is_none()
    }

    /// The provider may have a better one for the next attempt.
    pub(super) fn forget(&mut self) {
        self.identity = None;
    }

    /// Lets the provider be asked again for what the service does not take any more; false if that has not helped before.
    pub(super) fn refresh(&mut self, cache: Option<&Cache<I>>) -> bool {
        if let (Some(cache), Some(identity)) = (cache, &self.identity) {
            cache.invalidate(identity);
            return !std::mem::replace(&mut self.refreshed, true);
        }
        false
    }
}

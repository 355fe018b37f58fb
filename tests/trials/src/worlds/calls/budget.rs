//! A second implementation of the retry budget, according to its documentation.

/// The tokens in a full budget.
const FULL: u32 = 500;

/// The tokens that a client has left for retries.
#[derive(Debug)]
pub(super) struct Budget(u32);

impl Budget {
    pub(super) fn full() -> Self {
        Self(FULL)
    }

    pub(super) fn left(&self) -> u32 {
        self.0
    }

    /// Takes the price of a retry, if there are enough tokens.
    pub(super) fn take(&mut self, price: u32) -> bool {
        let left = self.0.checked_sub(price);
        self.0 = left.unwrap_or(self.0);
        left.is_some()
    }

    /// A call succeeded: the price of its last retry is returned, or 1 if there was none.
    pub(super) fn succeed(&mut self, taken: u32) {
        self.give_back(taken.max(1));
    }

    /// Returns the price of a retry that was not made.
    pub(super) fn give_back(&mut self, tokens: u32) {
        self.0 = (self.0 + tokens).min(FULL);
    }
}

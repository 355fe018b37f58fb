//! The retry budget, kept a second time by what its documentation says.

/// What a full budget holds.
const FULL: u32 = 500;

/// What a client has left for retries.
#[derive(Debug)]
pub(super) struct Budget(u32);

impl Budget {
    pub(super) fn full() -> Self {
        Self(FULL)
    }

    pub(super) fn left(&self) -> u32 {
        self.0
    }

    /// Takes what a retry costs, if there is as much.
    pub(super) fn take(&mut self, price: u32) -> bool {
        let left = self.0.checked_sub(price);
        self.0 = left.unwrap_or(self.0);
        left.is_some()
    }

    /// A call went well: what its last retry cost comes back, or 1 if there was none.
    pub(super) fn succeed(&mut self, taken: u32) {
        self.give_back(taken.max(1));
    }

    /// What was taken for a retry that was not made comes back.
    pub(super) fn give_back(&mut self, tokens: u32) {
        self.0 = (self.0 + tokens).min(FULL);
    }
}

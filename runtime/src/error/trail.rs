//! What a client did about an error, as the end of the error's sentence.

use std::fmt;

/// The number of attempts, and notes beyond the service's message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Trail {
    /// 0 if there was no client.
    pub(crate) attempts: u32,
    /// Whether the service may have acted on an attempt before the last one.
    pub(crate) may_have_acted: bool,
    /// Whole sentences.
    pub(crate) notes: Vec<String>,
}

impl Trail {
    /// Writes ` (request id x, after 3 attempts). Note.`, as far as there is something to write.
    pub(super) fn write(&self, f: &mut fmt::Formatter<'_>, detail: Option<String>) -> fmt::Result {
        let attempts = (self.attempts > 1).then(|| format!("after {} attempts", self.attempts));
        let details: Vec<_> = detail.into_iter().chain(attempts).collect();
        if !details.is_empty() {
            write!(f, " ({})", details.join(", "))?;
        }
        self.notes.iter().try_for_each(|note| write!(f, ". {}", note.trim_end_matches('.')))
    }
}

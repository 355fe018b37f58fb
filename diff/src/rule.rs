//! The kinds of change, each with what it means.

use super::Level;

/// A kind of change.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The stable id: `operation-removed`.
    pub id: &'static str,
    /// How much it matters.
    pub level: Level,
    /// What it means for programs with the old client: one sentence without a full stop.
    pub wire: &'static str,
    /// What it means for a caller in Rust who takes the new client: one sentence without a full stop.
    pub rust: &'static str,
}

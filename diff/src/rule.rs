//! The kinds of change, each with its meaning.

use super::Level;

/// A kind of change.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The stable ID: `operation-removed`.
    pub id: &'static str,
    /// Its severity.
    pub level: Level,
    /// Its meaning for programs with the old client: one sentence without a full stop.
    pub wire: &'static str,
    /// Its meaning for a Rust program that upgrades to the new client: one sentence without a full stop.
    pub rust: &'static str,
}

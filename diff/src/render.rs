//! Writes a report for people, for tools, as a page of changes and as a release note.

mod github;
mod json;
mod markdown;
mod page;
mod parts;
mod text;
mod version;

pub use github::{github, notes};
pub use json::json;
pub use markdown::markdown;
pub use page::{Documentation, page};
pub use semver::Version;
pub use version::next;

/// What a report does not know of itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Subject<'a> {
    /// The old model as it was named; empty where it has no name.
    pub old: &'a str,
    /// The new model, likewise.
    pub new: &'a str,
    /// The version of the client of the old model, where it has one.
    pub version: Option<&'a Version>,
}

//! Renders a report for people, for tools, as a page of changes and as a release note.

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

/// Facts for the rendering that a report does not contain.
#[derive(Clone, Copy, Debug, Default)]
pub struct Subject<'a> {
    /// The old model as it was named; empty without a name.
    pub old: &'a str,
    /// The new model as it was named; empty without a name.
    pub new: &'a str,
    /// The version of the old model's client, if it has one.
    pub version: Option<&'a Version>,
}

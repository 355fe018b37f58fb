//! What a model says of an element for the people who read it.

/// Facts that change neither what is sent nor the Rust that comes out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// The version or date in which the element came.
    pub since: Option<String>,
    /// The element may still change.
    pub unstable: bool,
    /// Pages elsewhere, each a title and a URL, in the order of the titles.
    pub external_documentation: Vec<(String, String)>,
    /// Codes of warnings that are not told of the element, as somebody has looked at them.
    pub suppressed: Vec<String>,
}

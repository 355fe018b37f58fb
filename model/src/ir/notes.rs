//! Notes of a model on an element, for people.

/// Facts that change neither what is sent nor the generated Rust.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// The version or date in which the element was added.
    pub since: Option<String>,
    /// The element may still change.
    pub unstable: bool,
    /// Pages elsewhere, each a title and a URL, in the order of the titles.
    pub external_documentation: Vec<(String, String)>,
    /// Codes of warnings that are not reported for the element, because somebody has checked them.
    pub suppressed: Vec<String>,
}

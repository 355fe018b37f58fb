//! Metadata in the manifest of a published crate, and its licence texts.

/// What a registry shows about a crate, and its licence. Empty by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publishing {
    /// The licence as an SPDX expression: `MIT OR Apache-2.0`.
    pub license: Option<String>,
    /// The licence texts: name and contents of each file. They are copied into the crate without a header.
    pub license_files: Vec<(String, String)>,
    /// Where the sources are.
    pub repository: Option<String>,
    /// At most five search words.
    pub keywords: Vec<String>,
    /// At most five categories of crates.io, by their slugs.
    pub categories: Vec<String>,
}

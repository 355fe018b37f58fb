//! What the manifest of a published crate says besides what it is made of, and the licence texts that go with it.

/// What a registry shows of a crate, and its licence. Empty by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publishing {
    /// The licence, as SPDX expresses it: `MIT OR Apache-2.0`.
    pub license: Option<String>,
    /// The licence texts, name and contents of each file. They stand in the crate as they are, without a header.
    pub license_files: Vec<(String, String)>,
    /// Where the sources are.
    pub repository: Option<String>,
    /// At most five words to find the crate by.
    pub keywords: Vec<String>,
    /// At most five categories of crates.io, by their slugs.
    pub categories: Vec<String>,
}

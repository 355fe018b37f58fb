//! The members of an error's body: taken apart, so that one that cannot be read takes none of the others along.

use std::borrow::Cow;
use std::collections::BTreeMap;

use bytes::Bytes;

/// Members by their names, each as it came.
pub(crate) type Parts = BTreeMap<String, Bytes>;

/// What a format of bodies can do with the members of an object.
pub(crate) struct Members {
    /// The members that name an error, the one that counts most first. The header counts more than any.
    pub(crate) names: &'static [&'static str],
    /// The text that a member is, if it is one.
    pub(crate) text: fn(&[u8]) -> Option<Cow<'_, str>>,
    /// A text as a member has it.
    pub(crate) written: fn(&str) -> Option<Bytes>,
    /// Whether a member is set to nothing.
    pub(crate) is_null: fn(&[u8]) -> bool,
    /// The body with these members.
    pub(crate) join: fn(&BTreeMap<&str, &[u8]>) -> Bytes,
}

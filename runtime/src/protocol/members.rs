//! The members of an error's body, split so that an unreadable one does not affect the others.

use std::borrow::Cow;
use std::collections::BTreeMap;

use bytes::Bytes;

/// Members by their names, each as encoded.
pub(crate) type Parts = BTreeMap<String, Bytes>;

/// The functions of a body format for the members of an object.
pub(crate) struct Members {
    /// The members that name an error, in order of precedence. The header takes precedence over them.
    pub(crate) names: &'static [&'static str],
    /// Returns the text of a member, if it is text.
    pub(crate) text: fn(&[u8]) -> Option<Cow<'_, str>>,
    /// Encodes text as a member.
    pub(crate) written: fn(&str) -> Option<Bytes>,
    /// Whether a member is null.
    pub(crate) is_null: fn(&[u8]) -> bool,
    /// Returns the body with these members.
    pub(crate) join: fn(&BTreeMap<&str, &[u8]>) -> Bytes,
}

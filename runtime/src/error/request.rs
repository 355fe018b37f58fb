//! The reasons why a request could not be built.

use std::fmt;

use crate::validate::Violations;

/// Why a request could not be built; nothing has been sent.
#[derive(Clone)]
#[non_exhaustive]
pub enum RequestError {
    /// The input breaks constraints of the model.
    Invalid(Violations),
    /// A label of the path is empty, and the path would mean something else without it.
    EmptyLabel {
        /// The member that is bound to the label.
        member: &'static str,
    },
    /// A label of the path is `.` or `..`, which servers and proxies resolve to another path.
    DotLabel {
        /// The member that is bound to the label.
        member: &'static str,
    },
    /// A label of an MQTT topic is empty, contains `/`, `+` or `#`, or is a word that another topic has at this place.
    TopicLabel {
        /// The member that is bound to the label.
        member: &'static str,
    },
    /// A member that becomes part of the host is not a valid host label.
    HostLabel {
        /// The member that is bound to the label.
        member: &'static str,
    },
    /// A header's name is not a token, its value contains control characters, or there are too many headers.
    ///
    /// The value may be a secret and is not kept.
    Header {
        /// The name of the header.
        name: String,
    },
    /// The client itself sets this header, for the connection or the signature.
    OwnHeader {
        /// The name of the header.
        name: String,
    },
    /// The body could not be written, for this reason.
    Body(String),
    /// Path and query don't make a valid URI, for this reason; usually they are too long.
    Uri(String),
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(violations) => violations.fmt(f),
            Self::EmptyLabel { member } => write!(f, "`{member}` is part of the path and must not be empty"),
            Self::DotLabel { member } => {
                write!(f, "`{member}` is part of the path and must not be `.` or `..`")
            }
            Self::TopicLabel { member } => write!(
                f,
                "`{member}` is a level of the topic: it must not be empty, contain `/`, `+` or `#`, or be a word that another \
                 topic has in its place"
            ),
            Self::HostLabel { member } => {
                write!(
                    f,
                    "`{member}` is part of the host and must be 1 to 63 letters, digits and inner hyphens"
                )
            }
            Self::Header { name } => {
                write!(f, "the header {name:?} has a name or a value that can't be sent")
            }
            Self::OwnHeader { name } => {
                write!(f, "the header {name:?} is set only by the client, and a member must not be one")
            }
            Self::Body(reason) => write!(f, "the body can't be written: {reason}"),
            Self::Uri(reason) => write!(f, "path and query don't make a URI: {reason}"),
        }
    }
}

/// Shows the sentence of `Display`, because a `main` that returns the error prints its `Debug`.
impl fmt::Debug for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for RequestError {}

impl From<Violations> for RequestError {
    fn from(violations: Violations) -> Self {
        Self::Invalid(violations)
    }
}

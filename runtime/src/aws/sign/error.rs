//! Why a request cannot be signed.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

/// Why a request cannot be signed. `Display` shows no header values and no credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SignError {
    /// The URI has no host.
    NoHost,
    /// The path and query are too long; this is their length.
    LongUri(usize),
    /// The request has this many headers, too many.
    ManyHeaders(usize),
    /// The value of this header is not UTF-8 text.
    Header(String),
    /// The value of this header contains a tab.
    Tab(String),
    /// This part of the credentials, or the region, cannot stand in a header.
    Credentials(&'static str),
    /// The time is before 1970 or after 9999.
    Time,
    /// A presigned URL cannot be valid for this time.
    Validity(Duration),
    /// An event is longer than allowed.
    #[cfg(feature = "events")]
    Event,
}

impl fmt::Display for SignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::NoHost => Cow::Borrowed("its URI has no host"),
            Self::LongUri(length) => {
                format!("its URI of {length} characters is too long to be signed").into()
            }
            Self::ManyHeaders(count) => format!("{count} headers are too many to be signed").into(),
            Self::Header(name) => format!("the value of the header {name:?} is not text").into(),
            Self::Tab(name) => {
                format!("the value of the header {name:?} has a tab in it, which cannot be signed").into()
            }
            Self::Credentials(part) => {
                format!("the {part} has a character that cannot be sent, a line break perhaps").into()
            }
            Self::Time => "the clock shows a time before 1970 or after 9999".into(),
            #[cfg(feature = "events")]
            Self::Event => "an event is too long".into(),
            Self::Validity(time) => format!(
                "a presigned URL is valid for 1 second to 7 days (604800 seconds), and not for {time:?}"
            )
            .into(),
        };
        f.write_str(&text)
    }
}

impl std::error::Error for SignError {}

//! The features of a generated crate.

use smithy_model::Span;

/// The features of the crate, each with its purpose, for its manifest and its first page.
pub const FEATURES: [(&str, &str); 7] = [
    ("client", "the async client, over HTTP/1.1 and rustls; it needs tokio"),
    ("sigv4", "signatures in headers and in URLs, and credentials from any provider"),
    ("blocking", "the blocking client, which needs no async runtime"),
    ("aws-config", "a configuration, or only credentials, from what the crate `aws-config` loads"),
    (MQTT, "the client over MQTT, beside the one over HTTP; it needs tokio"),
    ("tracing", "a span for each call, an event for each attempt"),
    ("test-util", "a transport that responds from a script"),
];

/// The feature that only crates of services with topics have.
pub const MQTT: &str = "mqtt";

/// A feature that is on by default, or that a module has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feature {
    /// Its name.
    pub name: String,
    /// The place of the setting, if it is in a settings file.
    pub span: Option<Span>,
}

impl From<String> for Feature {
    fn from(name: String) -> Self {
        Self { name, span: None }
    }
}

impl From<&str> for Feature {
    fn from(name: &str) -> Self {
        name.to_owned().into()
    }
}

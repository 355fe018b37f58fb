//! Advice that a service's client gives its users: about wrong hosts, and about errors with a known cause.

/// Hosts that people give for the service by mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongHost {
    /// A pattern for the whole host name, in lower case: `iot.*.example.com`. `*` stands for any number of characters,
    /// and every other character for itself.
    pub host: String,
    /// What to do instead: one sentence without a full stop.
    pub help: String,
}

/// Advice for some errors of the service, modeled or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The HTTP status of the error, 100 to 599; none for any status.
    pub status: Option<u16>,
    /// One or more texts, of which the error's message contains one. The case of ASCII letters does not matter.
    pub message: Vec<String>,
    /// What to do: one sentence without a full stop.
    pub help: String,
}

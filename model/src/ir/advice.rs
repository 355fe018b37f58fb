//! What a service's client can tell its users: about hosts given by mistake and errors with a known cause.

/// Hosts that people give for the service by mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongHost {
    /// A pattern for the whole host name, in lower case: `iot.*.example.com`. `*` stands for any run of characters,
    /// none as well; every other character stands for itself.
    pub host: String,
    /// What to do instead: one sentence without a full stop.
    pub help: String,
}

/// Advice that goes with some errors of the service, modeled or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The HTTP status that the error has, 100 to 599; any where there is none.
    pub status: Option<u16>,
    /// Texts, at least one, of which the error's message contains one, whatever the case of its ASCII letters.
    pub message: Vec<String>,
    /// What to do: one sentence without a full stop.
    pub help: String,
}

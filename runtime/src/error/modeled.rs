//! Modeled errors on their own, without the call that they came from.

use std::fmt;

use super::excerpt::OneLine;

/// An error that the model of a service has.
pub trait ModeledError: std::error::Error {
    /// Its name in the model, by which the service names it.
    const CODE: &'static str;

    /// The HTTP status that it comes with.
    const STATUS: u16;
}

/// Writes `ThrottlingException: slow down`; the body of a generated `Display`.
pub fn write_sentence(formatter: &mut fmt::Formatter<'_>, name: &str, message: Option<&str>) -> fmt::Result {
    match message {
        Some(message) => write!(formatter, "{name}: {}", OneLine(message)),
        None => formatter.write_str(name),
    }
}

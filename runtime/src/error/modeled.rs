//! Modeled errors without the call that they came from.

use std::fmt;

use super::excerpt::OneLine;

/// A modeled error of a service.
pub trait ModeledError: std::error::Error {
    /// Its name in the model, which the service uses as the error code.
    const CODE: &'static str;

    /// The HTTP status of its responses.
    const STATUS: u16;
}

/// Writes `ThrottlingException: slow down`, for a generated `Display`.
pub fn write_sentence(formatter: &mut fmt::Formatter<'_>, name: &str, message: Option<&str>) -> fmt::Result {
    match message {
        Some(message) => write!(formatter, "{name}: {}", OneLine(message)),
        None => formatter.write_str(name),
    }
}

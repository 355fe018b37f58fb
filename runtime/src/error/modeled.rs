//! The sentence of a modelled error on its own, without the call that it came from.

use std::fmt;

use super::excerpt::OneLine;

/// Writes `ThrottlingException: slow down`; the body of a generated `Display`.
pub fn write_sentence(formatter: &mut fmt::Formatter<'_>, name: &str, message: Option<&str>) -> fmt::Result {
    match message {
        Some(message) => write!(formatter, "{name}: {}", OneLine(message)),
        None => formatter.write_str(name),
    }
}

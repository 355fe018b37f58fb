//! Calls by name: input and output are JSON with serialized names, and a misspelt member is an error.

mod read;

use std::fmt;

use serde_json::Value;

use crate::error::Failure;
use crate::operation::Operation;

/// Why a call by name failed.
#[non_exhaustive]
pub enum InvokeError {
    /// The service has no such operation.
    UnknownOperation {
        /// The name that was given.
        name: String,
        /// The names of the service's operations.
        known: &'static [&'static str],
    },
    /// The JSON is not an input of the operation.
    Input {
        /// The name of the operation.
        operation: &'static str,
        /// The place and the problem.
        reason: String,
    },
    /// The call failed.
    Call(Box<dyn Failure + Send + Sync>),
    /// The output cannot be represented in JSON.
    Output {
        /// The name of the operation.
        operation: &'static str,
        /// The reason.
        reason: String,
    },
}

impl InvokeError {
    /// Creates the error for a name that is not among those of the operations.
    pub fn unknown_operation(name: &str, known: &'static [&'static str]) -> Self {
        Self::UnknownOperation { name: name.to_owned(), known }
    }

    /// Returns the failure of the call, if the call was made.
    pub fn failure(&self) -> Option<&(dyn Failure + Send + Sync)> {
        match self {
            Self::Call(failure) => Some(failure.as_ref()),
            _ => None,
        }
    }

    pub(crate) fn call(error: impl Failure + Send + Sync + 'static) -> Self {
        Self::Call(Box::new(error))
    }
}

impl fmt::Display for InvokeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownOperation { name, known } => {
                write!(f, "there is no operation {name:?}")?;
                match closest(name, known) {
                    Some(closest) => write!(f, "; did you mean `{closest}`?"),
                    None => write!(f, ", but {}", known.join(", ")),
                }
            }
            Self::Input { operation, reason } => write!(f, "{operation}: {reason}"),
            Self::Call(failure) => failure.fmt(f),
            Self::Output { operation, reason } => {
                write!(f, "{operation}: the output can't be written as JSON: {reason}")
            }
        }
    }
}

/// Shows the sentence of `Display`, because a `main` that returns the error prints its `Debug`.
impl fmt::Debug for InvokeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

// No `source`: the sentence contains the causes, so a chain would repeat them.
impl std::error::Error for InvokeError {}

/// Reads an input from JSON; members that are not in the model are errors, at every depth.
pub(crate) fn read<O: Operation>(input: &Value) -> Result<O, InvokeError> {
    let operation = O::NAME;
    read::read(input).map_err(|problem| InvokeError::Input { operation, reason: problem.to_string() })
}

/// Writes an output as JSON. It goes through JSON text, like requests, to avoid compiling a second kind of serializer
/// for every output.
pub(crate) fn write<O: Operation>(output: &O::Output) -> Result<Value, InvokeError> {
    let value = serde_json::to_vec(output).and_then(|text| serde_json::from_slice(&text));
    value.map_err(|error| InvokeError::Output { operation: O::NAME, reason: error.to_string() })
}

/// Returns the known name that is most similar to the given one.
fn closest<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    let likeness = |known: &str| strsim::jaro_winkler(&name.to_lowercase(), &known.to_lowercase());
    let scored = known.iter().map(|known| (likeness(known), *known)).filter(|(likeness, _)| *likeness > 0.8);
    scored.max_by(|(one, _), (other, _)| one.total_cmp(other)).map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_that_is_not_there_is_answered_with_those_that_are() {
        let sentence = |name| InvokeError::unknown_operation(name, &["GetThing", "PutThing"]).to_string();
        assert_eq!(sentence("getThing"), "there is no operation \"getThing\"; did you mean `GetThing`?");
        assert_eq!(sentence("Delete"), "there is no operation \"Delete\", but GetThing, PutThing");
    }
}

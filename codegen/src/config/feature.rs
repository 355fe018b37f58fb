//! Features of a generated crate that somebody asks for.

use smithy_model::Span;

/// A feature that is on by default, or that a module has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feature {
    /// Its name.
    pub name: String,
    /// Where it is asked for, where that is in a settings file.
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

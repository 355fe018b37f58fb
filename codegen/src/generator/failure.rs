//! Why nothing was generated, or why a folder is out of date.

use std::fmt;

use smithy_model::{Diagnostic, Diagnostics, Sources};

/// The error of a [`Generator`](super::Generator).
///
/// `Display` and `Debug` both print the diagnostics in the style of rustc, so a build script can return it from `main`.
#[derive(Clone, PartialEq, Eq)]
pub struct Failure {
    kind: FailureKind,
    text: String,
}

/// What kind of failure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// The model, the overlay or the settings have an error.
    Input,
    /// A file could not be read or written.
    Io,
    /// The crate in a folder is stale.
    Stale,
}

impl Failure {
    pub(super) fn told(kind: FailureKind, sources: &Sources, diagnostics: &Diagnostics) -> Self {
        Self { kind, text: diagnostics.render(sources, false).trim_end().to_owned() }
    }

    pub(super) fn one(kind: FailureKind, problem: Diagnostic) -> Self {
        let mut diagnostics = Diagnostics::default();
        diagnostics.push(problem);
        Self::told(kind, &Sources::default(), &diagnostics)
    }

    /// Returns the same with more text at the end.
    pub(super) fn with(self, more: &str) -> Self {
        Self { text: format!("{}\n\n{}", self.text, more.trim_end()), ..self }
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> FailureKind {
        self.kind
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl std::error::Error for Failure {}

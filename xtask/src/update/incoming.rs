//! AWS's new file: its format, and the texts that replace the committed ones.

use std::path::Path;

use smithy_codegen_cli::{Exit, Log};
use smithy_model::{
    Diagnostic, Diagnostics, Format, Model, Parts, Sources, Unvalidated, c2j, files, json, smithy,
};

/// The names of a model's files in the repository. Each belongs to one format, so a model has only some of them.
pub(super) const NAMES: [&str; 7] = [SMITHY, C2J, RULES, COMPILED, TESTS, PAGINATORS, WAITERS];

pub(super) const SMITHY: &str = "smithy.json";
pub(super) const C2J: &str = "service-2.json";
pub(super) const RULES: &str = "endpoint-rule-set-1.json";
pub(super) const COMPILED: &str = "endpoint-bdd-1.json";
pub(super) const TESTS: &str = "endpoint-tests-1.json";
pub(super) const PAGINATORS: &str = "paginators-1.json";
pub(super) const WAITERS: &str = "waiters-2.json";

/// The texts of a new model.
#[derive(Clone, Copy, Debug)]
pub(super) struct Incoming {
    /// Their IDs among the sources; there is no overlay among them.
    pub(super) parts: Parts,
    /// The format of the model.
    pub(super) format: Format,
    /// The name that the model's own file has in the repository.
    pub(super) file: &'static str,
}

impl Incoming {
    /// Reads a file, and those that belong to it.
    pub(super) fn read(path: &Path, log: &mut Log) -> Result<Self, Exit> {
        let parts = files::open(&mut log.sources, path, None).map_err(|error| {
            let exit = if error.is_io() { Exit::Io } else { Exit::BadModel };
            log.fail(exit, Diagnostic::error("unreadable-file", error.to_string()))
        })?;
        let document = json::parse(&log.sources, parts.model, &mut log.diagnostics).ok_or(Exit::BadModel)?;
        let format = Format::of(&document);
        let file = match format {
            Format::C2j => C2J,
            Format::Smithy => SMITHY,
        };
        Ok(Self { parts, format, file })
    }

    /// Returns the text of the file with this name; `None` if the model has no such file.
    pub(super) fn text<'s>(&self, name: &str, sources: &'s Sources) -> Option<&'s str> {
        let source = match name {
            RULES => self.parts.endpoint_rules,
            COMPILED => self.parts.endpoint_bdd,
            TESTS => self.parts.endpoint_tests,
            PAGINATORS => self.parts.paginators,
            WAITERS => self.parts.waiters,
            name => (name == self.file).then_some(self.parts.model),
        };
        source.map(|source| sources.text(source))
    }

    /// Returns the model without additions. Its problems are reported when it is loaded in full.
    pub(super) fn unvalidated(&self, sources: &Sources) -> Option<Model<Unvalidated>> {
        let mut diagnostics = Diagnostics::default();
        let document = json::parse(sources, self.parts.model, &mut diagnostics)?;
        let model = match self.format {
            Format::C2j => c2j::read(&document, &mut diagnostics),
            Format::Smithy => smithy::read(document, &mut diagnostics),
        };
        model.filter(|_| !diagnostics.has_errors())
    }
}

//! The files that an update changes: model, overlay, settings, crate, and all files with the crate's version.

use std::fs;
use std::io;
use std::path::Path;

use semver::Version;
use smithy_codegen::Tree;
use smithy_codegen_cli::{Exit, Log};
use smithy_model::{Diagnostic, Model, Parts, Validated};
use toml_edit::TomlError;

use super::committed::{self, CRATE, Committed, FOLDER, OVERLAY, SETTINGS};
use super::incoming::{self, Incoming};
use super::versions;
use crate::public_api;

const LOCK: &str = "Cargo.lock";
const WORKSPACE: &str = "Cargo.toml";

/// The change of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    /// The path from the root of the repository, its folders separated by `/`.
    pub(super) path: String,
    /// Whether the file exists now.
    pub(super) exists: bool,
    /// Its new contents; `None` to remove it.
    pub(super) text: Option<String>,
}

/// The changes that are known so far.
pub(super) struct Files<'l> {
    root: &'l Path,
    log: &'l mut Log,
    changes: Vec<Change>,
}

impl<'l> Files<'l> {
    /// Starts without changes, in the repository at `root`.
    pub(super) fn new(root: &'l Path, log: &'l mut Log) -> Self {
        Self { root, log, changes: Vec::new() }
    }

    /// The changes, by path.
    pub(super) fn changes(self) -> Vec<Change> {
        let mut changes = self.changes;
        changes.sort_by(|a, b| a.path.cmp(&b.path));
        changes
    }

    /// Changes the model's files and the overlay. Files of the other format are removed.
    pub(super) fn model(&mut self, incoming: Incoming, overlay: Option<String>) -> Result<(), Exit> {
        for name in incoming::NAMES {
            let text = incoming.text(name, &self.log.sources).map(str::to_owned);
            self.put(&format!("{FOLDER}/{name}"), text)?;
        }
        overlay.map_or(Ok(()), |text| self.put(OVERLAY, Some(text)))
    }

    /// Changes the crate, its settings, and all other files with its version.
    pub(super) fn package(
        &mut self,
        committed: &Committed,
        model: &Model<Validated>,
        model_file: &str,
        parts: Parts,
        version: &Version,
    ) -> Result<(), Exit> {
        let text = version.to_string();
        let settings = versions::settings(self.log.sources.text(committed.settings), &text, model_file);
        let settings = settings.map_err(|error| self.unparsed(SETTINGS, &error))?;
        self.put(SETTINGS, Some(settings.clone()))?;
        let settings = self.log.sources.add(SETTINGS, settings);
        let job = committed::job(parts, &committed::settings(self.root, settings, self.log)?);
        let config = job.config(&self.log.sources);
        let tree = smithy_codegen::generate(model, &config, &mut self.log.diagnostics);
        let tree = tree.ok_or(Exit::BadModel)?;
        self.edit(WORKSPACE, |manifest| versions::workspace(manifest, &committed.name, &text))?;
        let manifest = tree.get("Cargo.toml").unwrap_or_default();
        let dependencies =
            versions::dependencies(manifest).map_err(|error| self.unparsed("Cargo.toml", &error))?;
        for lock in self.locks()? {
            self.edit(&lock, |lock| versions::lock(lock, &committed.name, &text, &dependencies))?;
        }
        self.api(&committed.name, &tree)?;
        self.tree(&tree)
    }

    /// Changes the text of the crate's public API, if the repository has one.
    fn api(&mut self, name: &str, tree: &Tree) -> Result<(), Exit> {
        let path = public_api::path(name);
        if optional(self.root, &path, self.log)?.is_none() {
            return Ok(());
        }
        let text = public_api::text(tree, name)
            .map_err(|error| self.log.fail(Exit::BadModel, Diagnostic::error("unread-api", error)))?;
        self.put(&path, Some(text))
    }

    /// Lists the locks of the workspace, and of those that it excludes.
    fn locks(&mut self) -> Result<Vec<String>, Exit> {
        let manifest = optional(self.root, WORKSPACE, self.log)?.unwrap_or_default();
        let folders = versions::excluded(&manifest).map_err(|error| self.unparsed(WORKSPACE, &error))?;
        let others = folders.into_iter().map(|folder| format!("{folder}/{LOCK}"));
        Ok([LOCK.to_owned()].into_iter().chain(others).collect())
    }

    fn tree(&mut self, tree: &Tree) -> Result<(), Exit> {
        let differences = tree.compare(&self.root.join(CRATE));
        let differences = differences.map_err(|error| self.log.fail(Exit::Io, unreadable(CRATE, &error)))?;
        for difference in differences {
            let path = &difference.path;
            self.put(&format!("{CRATE}/{path}"), tree.get(path).map(str::to_owned))?;
        }
        Ok(())
    }

    /// Edits a file, if it exists.
    fn edit(&mut self, path: &str, edit: impl Fn(&str) -> Result<String, TomlError>) -> Result<(), Exit> {
        let Some(text) = optional(self.root, path, self.log)? else { return Ok(()) };
        let edited = edit(&text).map_err(|error| self.unparsed(path, &error))?;
        self.put(path, Some(edited))
    }

    /// Sets the new text of a file, or removes it.
    pub(super) fn put(&mut self, path: &str, text: Option<String>) -> Result<(), Exit> {
        let old = bytes(self.root, path, self.log)?;
        if old.as_deref() != text.as_deref().map(str::as_bytes) {
            self.changes.push(Change { path: path.to_owned(), exists: old.is_some(), text });
        }
        Ok(())
    }

    fn unparsed(&mut self, path: &str, error: &TomlError) -> Exit {
        let message = format!("`{path}` is not TOML: {}", error.message());
        let problem = Diagnostic::error("bad-manifest", message).help("correct it before the update");
        self.log.fail(Exit::BadModel, problem)
    }
}

/// Returns the contents of a file, if it exists.
fn bytes(root: &Path, path: &str, log: &mut Log) -> Result<Option<Vec<u8>>, Exit> {
    match fs::read(root.join(path)) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(log.fail(Exit::Io, unreadable(path, &error))),
    }
}

/// Returns the text of a file, if it exists.
pub(super) fn optional(root: &Path, path: &str, log: &mut Log) -> Result<Option<String>, Exit> {
    let Some(bytes) = bytes(root, path, log)? else { return Ok(None) };
    let text = String::from_utf8(bytes).map_err(io::Error::other);
    text.map(Some).map_err(|error| log.fail(Exit::Io, unreadable(path, &error)))
}

pub(super) fn unreadable(path: &str, error: &io::Error) -> Diagnostic {
    let message = format!("cannot read `{path}`: {error}");
    Diagnostic::error("unreadable-file", message).help("make it readable, then run the command again")
}

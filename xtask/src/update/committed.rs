//! The committed state of the repository: model, overlay and settings of its crate, and the job that they define.

use std::path::Path;

use semver::Version;
use smithy_codegen::Runtime;
use smithy_codegen::generator::Job;
use smithy_codegen::settings::Settings;
use smithy_codegen_cli::{Exit, Log};
use smithy_model::{Diagnostic, Parts, SourceId, files};

use super::incoming;

/// The folder of the model, the overlay and the settings, from the root.
pub(super) const FOLDER: &str = "model/services/iot-jobs-data";

/// The settings, from the root.
pub(super) const SETTINGS: &str = "model/services/iot-jobs-data/smithy-codegen.toml";

/// The overlay, from the root.
pub(super) const OVERLAY: &str = "model/services/iot-jobs-data/overlay.json";

/// The folder of the crate, from the root.
pub(super) const CRATE: &str = "generated";

/// The inputs of the crate.
#[derive(Clone, Debug)]
pub(super) struct Committed {
    /// The texts, and the settings.
    pub(super) job: Job,
    /// The settings among the sources.
    pub(super) settings: SourceId,
    /// The overlay among the sources.
    pub(super) overlay: SourceId,
    /// The package's name.
    pub(super) name: String,
    /// The package's version.
    pub(super) version: Version,
}

impl Committed {
    /// Reads the files.
    pub(super) fn read(root: &Path, log: &mut Log) -> Result<Self, Exit> {
        let source = add(root, SETTINGS, log)?;
        let settings = settings(root, source, log)?;
        let name = settings.crate_name.clone();
        let version = settings.crate_version.as_ref().and_then(|version| Version::parse(version).ok());
        let model = settings.model.as_ref().and_then(|path| path.file_name()?.to_str());
        let (Some(name), Some(version), Some(model)) = (name, version, model) else {
            let message = format!("`{SETTINGS}` lacks what the update needs");
            let help = "add `file` to `[model]`, and `name` and `version` to `[crate]`";
            return Err(log.fail(Exit::BadModel, Diagnostic::error("bad-settings", message).help(help)));
        };
        let overlay = add(root, OVERLAY, log)?;
        let mut beside = |name: &str| {
            let path = format!("{FOLDER}/{name}");
            let belongs = model == incoming::C2J && root.join(&path).exists();
            belongs.then(|| add(root, &path, log)).transpose()
        };
        let (endpoint_rules, endpoint_bdd) = (beside(incoming::RULES)?, beside(incoming::COMPILED)?);
        let (endpoint_tests, paginators) = (beside(incoming::TESTS)?, beside(incoming::PAGINATORS)?);
        let waiters = beside(incoming::WAITERS)?;
        let model = add(root, &format!("{FOLDER}/{model}"), log)?;
        let own = Parts { overlay: Some(overlay), ..Parts::new(model) };
        let parts = Parts { endpoint_rules, endpoint_bdd, endpoint_tests, paginators, waiters, ..own };
        Ok(Self { job: job(parts, &settings), settings: source, overlay, name, version })
    }
}

/// Reads the settings of the repository at `root`.
pub(super) fn settings(root: &Path, source: SourceId, log: &mut Log) -> Result<Settings, Exit> {
    Settings::read(&log.sources, source, &root.join(FOLDER), &mut log.diagnostics).ok_or(Exit::BadModel)
}

/// Returns the job for these texts, with the crate in this workspace.
pub(super) fn job(parts: Parts, settings: &Settings) -> Job {
    let mut job = Job::new(parts, Some(settings));
    job.config.runtime = Runtime::Path("../runtime".to_owned());
    job.config.in_workspace = true;
    job
}

fn add(root: &Path, path: &str, log: &mut Log) -> Result<SourceId, Exit> {
    match files::read(&root.join(path)) {
        Ok(text) => Ok(log.sources.add(path, text)),
        Err(error) => {
            let exit = if error.is_io() { Exit::Io } else { Exit::BadModel };
            Err(log.fail(exit, Diagnostic::error("unreadable-file", error.to_string())))
        }
    }
}

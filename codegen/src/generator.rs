//! The generator as a library: settings and model in, a crate or a module out.

mod crate_files;
mod failure;
mod generated;
mod job;

use std::path::PathBuf;

use smithy_model::files::{self, FileError};
use smithy_model::{Diagnostic, Diagnostics, Selected, Sources, Unsupported};

use crate::config::{Config, FEATURES, Feature, Runtime, check};
use crate::settings::Settings;
use crate::write::{Summary, Tree};

pub use crate_files::{generate, generate_counting};
pub use failure::{Failure, FailureKind};
pub use generated::Generated;
pub use job::Job;

/// Generates a client crate, or a module, from the model of a service.
///
/// Settings made here take precedence over the settings file, in whatever order both are given. No file is read before
/// [`generate`](Self::generate) or a method that calls it.
#[derive(Clone, Debug, Default)]
pub struct Generator {
    model: Option<PathBuf>,
    settings: Option<PathBuf>,
    overlay: Option<PathBuf>,
    operations: Option<Vec<Selected>>,
    protocol: Option<String>,
    unsupported: Option<Unsupported>,
    crate_name: Option<String>,
    crate_version: Option<String>,
    runtime: Option<Runtime>,
    own_workspace: Option<bool>,
    features: Option<Vec<Feature>>,
}

impl Generator {
    /// Starts from a model: Smithy JSON AST or C2J, plain or gzipped. The files that belong to a C2J model, such as
    /// `paginators-1.json`, are read from the same folder.
    pub fn new(model: impl Into<PathBuf>) -> Self {
        Self { model: Some(model.into()), ..Self::default() }
    }

    /// Starts from a settings file, which names the model; see [`settings`](crate::settings).
    pub fn from_settings(file: impl Into<PathBuf>) -> Self {
        Self { settings: Some(file.into()), ..Self::default() }
    }

    /// Reads everything that is not set here from a settings file.
    #[must_use]
    pub fn settings(self, file: impl Into<PathBuf>) -> Self {
        Self { settings: Some(file.into()), ..self }
    }

    /// Adds an overlay: a file with documented additions to the model.
    #[must_use]
    pub fn overlay(self, file: impl Into<PathBuf>) -> Self {
        Self { overlay: Some(file.into()), ..self }
    }

    /// Takes only these operations and the shapes that they reach. By default all are taken.
    #[must_use]
    pub fn operations<N: Into<Selected>>(self, names: impl IntoIterator<Item = N>) -> Self {
        Self { operations: Some(names.into_iter().map(Into::into).collect()), ..self }
    }

    /// Chooses one of the service's protocols, by the name of its trait: `awsJson1_0`. By default it is the one that AWS's SDKs
    /// prefer.
    #[must_use]
    pub fn protocol(self, name: &str) -> Self {
        Self { protocol: Some(name.to_owned()), ..self }
    }

    /// Whether unsupported operations are left out, with a warning each. By default they are errors.
    #[must_use]
    pub fn skip_unsupported(self, skip: bool) -> Self {
        let unsupported = if skip { Unsupported::LeaveOut } else { Unsupported::Refuse };
        Self { unsupported: Some(unsupported), ..self }
    }

    /// Names the package. By default the name is derived from the service's SDK id.
    #[must_use]
    pub fn crate_name(self, name: impl Into<String>) -> Self {
        Self { crate_name: Some(name.into()), ..self }
    }

    /// Sets the version of the package. It is `0.1.0` by default.
    #[must_use]
    pub fn crate_version(self, version: impl Into<String>) -> Self {
        Self { crate_version: Some(version.into()), ..self }
    }

    /// Whether the package is a workspace of its own, as it is by default. A member of a workspace must not be one.
    #[must_use]
    pub fn own_workspace(self, own: bool) -> Self {
        Self { own_workspace: Some(own), ..self }
    }

    /// Sets where the manifest takes the runtime crate from. By default it is the registry, in the version of this generator.
    #[must_use]
    pub fn runtime(self, runtime: Runtime) -> Self {
        Self { runtime: Some(runtime), ..self }
    }

    /// Sets the features that a crate has on by default, or all features of a module: some of `client`, `sigv4`, `blocking`,
    /// `aws-config`, `mqtt`, `tracing` and `test-util`. They are `client` and `sigv4` unless set. Only services with MQTT topics
    /// have `mqtt`.
    #[must_use]
    pub fn features<N: Into<Feature>>(self, names: impl IntoIterator<Item = N>) -> Self {
        Self { features: Some(names.into_iter().map(Into::into).collect()), ..self }
    }

    /// Generates the crate in memory.
    pub fn generate(&self) -> Result<Generated, Failure> {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let job = match self.job(&mut sources, &mut diagnostics) {
            Ok(job) => job,
            Err(kind) => return Err(Failure::told(kind, &sources, &diagnostics)),
        };
        let plan = job.plan(&sources, &mut diagnostics);
        let tree = plan.as_ref().map(|plan| crate::emit::emit(plan, &|_, _| ()));
        match (plan, tree) {
            (Some(plan), Some(Ok(tree))) => Ok(Generated::new(&job, plan, tree, &sources, &diagnostics)),
            (_, Some(Err(problem))) => Err(Failure::one(FailureKind::Input, problem)),
            _ => Err(Failure::told(FailureKind::Input, &sources, &diagnostics)),
        }
    }

    /// The files of the crate, in memory.
    pub fn tree(&self) -> Result<Tree, Failure> {
        Ok(self.generate()?.tree().clone())
    }

    /// Writes the crate to a folder; see [`Tree::persist`].
    pub fn write_crate(&self, folder: impl Into<PathBuf>) -> Result<Summary, Failure> {
        self.generate()?.write_crate(folder)
    }

    /// Compares the crate with a folder. The [`Failure`] lists the differences.
    pub fn check_crate(&self, folder: impl Into<PathBuf>) -> Result<(), Failure> {
        self.generate()?.check_crate(folder)
    }

    /// Writes the client as one file for the module at a path, `crate::weather`, that takes it in with `include!`; see
    /// [`emit::module`](crate::emit::module).
    ///
    /// The crate around it needs `bytes`, `http`, `serde`, `serde_json`, and `smithy-client` with the features that the module
    /// has. If the model has timestamps, it also needs `time` with its feature `parsing`, and the feature `timestamp` of
    /// `smithy-client`.
    pub fn write_module(&self, file: impl Into<PathBuf>, path: &str) -> Result<Generated, Failure> {
        let generated = self.generate()?;
        generated.write_module(file, path)?;
        Ok(generated)
    }

    /// Reads the settings and the files of the model, and decides what is generated. This is the lower layer, for callers that
    /// keep diagnostics and sources themselves.
    ///
    /// On failure, `diagnostics` has the reason.
    pub fn job(&self, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Result<Job, FailureKind> {
        let settings = match &self.settings {
            Some(file) => match Settings::open(sources, file, diagnostics) {
                Ok(settings) => Some(settings.ok_or(FailureKind::Input)?),
                Err(error) => return Err(unreadable(&error, diagnostics)),
            },
            None => None,
        };
        let of_settings =
            |path: fn(&Settings) -> &Option<PathBuf>| settings.as_ref().and_then(|it| path(it).clone());
        let Some(model) = self.model.clone().or_else(|| of_settings(|settings| &settings.model)) else {
            let problem = Diagnostic::error("no-model", "no model is named");
            diagnostics.push(problem.help("name one as `file` in the table `[model]` of the settings"));
            return Err(FailureKind::Input);
        };
        let overlay = self.overlay.clone().or_else(|| of_settings(|settings| &settings.overlay));
        let parts = files::open(sources, &model, overlay.as_deref());
        let parts = parts.map_err(|error| unreadable(&error, diagnostics))?;
        let mut job = Job::new(parts, settings.as_ref());
        self.override_settings(&mut job);
        self.check(diagnostics);
        if diagnostics.has_errors() { Err(FailureKind::Input) } else { Ok(job) }
    }

    fn override_settings(&self, job: &mut Job) {
        let Config { crate_name, crate_version, runtime, own_workspace, default_features, .. } =
            &mut job.config;
        replace(own_workspace, self.own_workspace.as_ref());
        *crate_name = self.crate_name.clone().or(crate_name.take());
        replace(crate_version, self.crate_version.as_ref());
        replace(runtime, self.runtime.as_ref());
        replace(default_features, self.features.as_ref());
        replace(&mut job.options.unsupported, self.unsupported.as_ref());
        job.options.operations = self.operations.clone().or(job.options.operations.take());
        job.options.protocol = self.protocol.clone().or(job.options.protocol.take());
        job.runtime_given |= self.runtime.is_some();
        job.workspace_given |= self.own_workspace.is_some();
    }

    /// Checks what is set here as the settings check what they have.
    fn check(&self, diagnostics: &mut Diagnostics) {
        let name =
            self.crate_name.as_deref().map(|name| (name, "the name of a package", check::crate_name(name)));
        let version = self.crate_version.as_deref();
        let version = version.map(|version| (version, "the version of a package", check::version(version)));
        let features = self.features.iter().flatten().map(|feature| &feature.name);
        let features = features.filter(|name| FEATURES.iter().all(|(known, _)| known != name));
        let unknown =
            "it is none of `client`, `sigv4`, `blocking`, `aws-config`, `mqtt`, `tracing` and `test-util`";
        let features = features.map(|name| (name.as_str(), "a feature of a generated crate", Err(unknown)));
        for (text, what, checked) in name.into_iter().chain(version).chain(features) {
            if let Err(help) = checked {
                let problem = Diagnostic::error("bad-setting", format!("`{text}` is not {what}"));
                diagnostics.push(problem.help(help));
            }
        }
    }
}

fn replace<T: Clone>(place: &mut T, value: Option<&T>) {
    if let Some(value) = value {
        *place = value.clone();
    }
}

fn unreadable(error: &FileError, diagnostics: &mut Diagnostics) -> FailureKind {
    diagnostics.push(Diagnostic::error("unreadable-file", error.to_string()));
    if error.is_io() { FailureKind::Io } else { FailureKind::Input }
}

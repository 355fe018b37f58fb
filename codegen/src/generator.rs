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
/// What is set here goes before what the settings file says, in whatever order both are given. Nothing is read before
/// one of the methods is called that generate.
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
    /// Takes a model: Smithy JSON AST or C2J, plain or gzipped. The rule set and the tests of a C2J model are taken
    /// from beside it.
    pub fn new(model: impl Into<PathBuf>) -> Self {
        Self { model: Some(model.into()), ..Self::default() }
    }

    /// Takes a settings file, which names the model; see [`settings`](crate::settings).
    pub fn from_settings(file: impl Into<PathBuf>) -> Self {
        Self { settings: Some(file.into()), ..Self::default() }
    }

    /// Takes a settings file for all that is not set here.
    #[must_use]
    pub fn settings(self, file: impl Into<PathBuf>) -> Self {
        Self { settings: Some(file.into()), ..self }
    }

    /// Takes documented additions to the model.
    #[must_use]
    pub fn overlay(self, file: impl Into<PathBuf>) -> Self {
        Self { overlay: Some(file.into()), ..self }
    }

    /// Takes these operations alone, and the shapes that they reach. By default all are taken.
    #[must_use]
    pub fn operations<N: Into<Selected>>(self, names: impl IntoIterator<Item = N>) -> Self {
        Self { operations: Some(names.into_iter().map(Into::into).collect()), ..self }
    }

    /// Has clients speak this protocol of those that the service speaks, by the name of its trait: `awsJson1_0`. By default it
    /// is the one that AWS's SDKs prefer.
    #[must_use]
    pub fn protocol(self, name: &str) -> Self {
        Self { protocol: Some(name.to_owned()), ..self }
    }

    /// Whether operations that cannot be generated are left out, with a warning each. By default they are errors.
    #[must_use]
    pub fn skip_unsupported(self, skip: bool) -> Self {
        let unsupported = if skip { Unsupported::LeaveOut } else { Unsupported::Refuse };
        Self { unsupported: Some(unsupported), ..self }
    }

    /// Names the package; by default its name is made of the service's SDK id.
    #[must_use]
    pub fn crate_name(self, name: impl Into<String>) -> Self {
        Self { crate_name: Some(name.into()), ..self }
    }

    /// Gives the package a version; `0.1.0` by default.
    #[must_use]
    pub fn crate_version(self, version: impl Into<String>) -> Self {
        Self { crate_version: Some(version.into()), ..self }
    }

    /// Whether the package is a workspace of its own, as by default. It may not be one where it is a member of a workspace.
    #[must_use]
    pub fn own_workspace(self, own: bool) -> Self {
        Self { own_workspace: Some(own), ..self }
    }

    /// Says where the manifest has the runtime crate from: by default the registry, in the version of this generator.
    #[must_use]
    pub fn runtime(self, runtime: Runtime) -> Self {
        Self { runtime: Some(runtime), ..self }
    }

    /// Has these features on: by default those of a crate, or all that a module has. They are `client` and `sigv4`
    /// unless set, of `client`, `sigv4`, `blocking`, `aws-config`, `mqtt`, `tracing` and `test-util`. Only crates of services
    /// with topics have `mqtt`.
    #[must_use]
    pub fn features<N: Into<Feature>>(self, names: impl IntoIterator<Item = N>) -> Self {
        Self { features: Some(names.into_iter().map(Into::into).collect()), ..self }
    }

    /// Generates, and writes nothing.
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
            (_, Some(Err(fault))) => Err(Failure::one(FailureKind::Input, fault)),
            _ => Err(Failure::told(FailureKind::Input, &sources, &diagnostics)),
        }
    }

    /// The files of the crate, in memory.
    pub fn tree(&self) -> Result<Tree, Failure> {
        Ok(self.generate()?.tree().clone())
    }

    /// Makes a folder hold the crate; see [`Tree::persist`].
    pub fn write_crate(&self, folder: impl Into<PathBuf>) -> Result<Summary, Failure> {
        self.generate()?.write_crate(folder)
    }

    /// Compares the crate with a folder. That they differ is a [`Failure`] that says in what.
    pub fn check_crate(&self, folder: impl Into<PathBuf>) -> Result<(), Failure> {
        self.generate()?.check_crate(folder)
    }

    /// Writes the client as one file for the module at a path, `crate::weather`, that takes it in with `include!`; see
    /// [`emit::module`](crate::emit::module).
    ///
    /// The crate around it needs `bytes`, `http`, `serde`, `serde_json` and, where the model has timestamps, `time`
    /// with its feature `parsing`; and `smithy-client` with the features that the module has, and `timestamp` where
    /// there are some.
    pub fn write_module(&self, file: impl Into<PathBuf>, path: &str) -> Result<Generated, Failure> {
        let generated = self.generate()?;
        generated.write_module(file, path)?;
        Ok(generated)
    }

    /// Reads the settings and the files of the model, and decides what is generated. This is the lower layer, for who
    /// has diagnostics and sources of his own.
    ///
    /// Where that fails, `diagnostics` tells why.
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
            let fault = Diagnostic::error("no-model", "no model is named");
            diagnostics.push(fault.help("name one as `file` in the table `[model]` of the settings"));
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
                let fault = Diagnostic::error("bad-setting", format!("`{text}` is not {what}"));
                diagnostics.push(fault.help(help));
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

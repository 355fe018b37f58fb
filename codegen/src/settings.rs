//! `smithy-codegen.toml`: what a crate is made from, what it is called, and what is otherwise in it.
//!
//! ```toml
//! [model]
//! file = "service.json"               # Smithy JSON AST or C2J, plain or gzipped
//! overlay = "overlay.json"            # documented additions to it
//! protocol = "awsJson1_0"             # of those that the service speaks; the one that AWS's SDKs prefer where it is left out
//! operations = ["GetItem"]            # only these, and the shapes they reach; all where it is left out
//! skip-unsupported = true             # leave out operations that cannot be generated; false where it is left out
//!
//! [crate]
//! out = "client"                      # the folder of the crate
//! name = "item-client"                # made of the service's SDK id where it is left out
//! version = "0.3.0"                   # 0.1.0 where it is left out
//! runtime-version = "0.1"             # takes the runtime crate from the registry; else it is a path, where one is known
//! own-workspace = false               # no workspace of its own; where it is left out, a folder above may have one
//! default-features = ["blocking"]     # of `client`, `sigv4`, `blocking`, `aws-config`, `tracing`, `test-util` and, for
//!                                     # operations with topics, `mqtt`; `client` and `sigv4` where it is left out
//! license = "MIT OR Apache-2.0"       # this and what follows is for a crate that is published; left out, it is left out
//! license-files = ["../LICENSE-MIT"]  # licence texts, which are copied into the crate
//! repository = "https://example.com"
//! keywords = ["aws"]                  # at most five, as crates.io has them
//! categories = ["api-bindings"]       # at most five, as crates.io has them
//!
//! [dependencies]                      # more lines for the manifest, as Cargo has them
//! schemars = { version = "1", optional = true }
//!
//! [operations.GetItem]
//! rename = "Fetch"                    # method `fetch`, module `fetch`, `FetchInput`, `FetchOutput`, `FetchError`
//!
//! [shapes.Item]
//! rename = "Thing"                    # the type
//! derives = ["Eq", "Hash"]            # besides those that the type has anyway
//! attributes = ['#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]']
//!
//! [shapes.Item.members.itemId]        # a member; or a constant of an enum, by its name or value
//! rename = "id"
//! attributes = ['#[doc(alias = "key")]']
//!
//! [shapes."*"]                        # `derives` and `attributes` for all structures, unions, enums and errors;
//! derives = ["Eq"]                    # a type that has a derive already does not get it twice
//! ```
//!
//! Paths are relative to the folder of the file. Names of operations, shapes and members are those of the model; inputs
//! and outputs are called `<Operation>Input` and `<Operation>Output`. A new name goes by the rules of the model's names:
//! it is put into the case of its place, `itemId` into `item_id` for a field. Nothing here changes what goes over the
//! wire.
//!
//! What the file says is read strictly: unknown keys, wrong types and bad values are errors, each with its place, and all
//! of them are told at once. So are names that the model lacks, once the file itself is good; where only some operations
//! are taken they are warnings, since the others may have them.

mod custom;
mod fields;
mod publishing;
mod toml;
mod values;

use std::path::{Path, PathBuf};

use smithy_model::files::{self, FileError};
use smithy_model::{Diagnostics, Options, Selected, SourceId, Sources, Unsupported};

use crate::config::{Config, Custom, Feature, Publishing, Runtime, check};
use fields::Table;

/// The name that the file has by convention.
pub const FILE_NAME: &str = "smithy-codegen.toml";

/// What a settings file says. What it leaves out is `None`, false or empty.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The text of the file.
    pub source: SourceId,
    /// The model; its path starts where that of the settings file does, as all of these do.
    pub model: Option<PathBuf>,
    /// Documented additions to it.
    pub overlay: Option<PathBuf>,
    /// The protocol that clients speak.
    pub protocol: Option<String>,
    /// The operations to take.
    pub operations: Option<Vec<Selected>>,
    /// Leave out what is not supported.
    pub skip_unsupported: bool,
    /// The folder of the crate.
    pub out: Option<PathBuf>,
    /// The package name.
    pub crate_name: Option<String>,
    /// The package version, after Semantic Versioning.
    pub crate_version: Option<String>,
    /// The version requirement of the runtime crate.
    pub runtime_version: Option<String>,
    /// The crate is a workspace of its own, or not.
    pub own_workspace: Option<bool>,
    /// The features that are on by default.
    pub default_features: Option<Vec<Feature>>,
    /// More dependencies: names, each with its value as TOML on one line.
    pub dependencies: Vec<(String, String)>,
    /// What a registry shows of the crate, and its licence.
    pub publishing: Publishing,
    /// Names, derives and attributes.
    pub custom: Custom,
}

impl Settings {
    /// Reads a file. Where its content has errors, `diagnostics` tells them and there are no settings.
    pub fn open(
        sources: &mut Sources,
        path: &Path,
        diagnostics: &mut Diagnostics,
    ) -> Result<Option<Self>, FileError> {
        let source = sources.add(path.display().to_string(), files::read(path)?);
        Ok(Self::read(sources, source, path.parent().unwrap_or(Path::new("")), diagnostics))
    }

    /// Reads a text whose paths start at `folder`, and the licence texts that it names there. Returns `None` where
    /// `diagnostics` tells an error of it.
    pub fn read(
        sources: &Sources,
        source: SourceId,
        folder: &Path,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let mut faults = Diagnostics::default();
        let settings = read(sources, source, folder, &mut faults);
        // The format is this project's own: a key that is not known in it is a slip.
        faults.deny_warnings();
        let settings = settings.filter(|_| !faults.has_errors());
        let mut faults: Vec<_> = faults.iter().cloned().collect();
        faults.sort_by_key(|fault| fault.span.map(|span| span.start));
        diagnostics.extend(faults);
        settings
    }

    fn read_model(&mut self, root: &Table<'_>, folder: &Path, diagnostics: &mut Diagnostics) {
        let Some(model) = root.table("model", diagnostics) else { return };
        self.model = model.filled("file", diagnostics).map(|file| folder.join(file));
        self.overlay = model.filled("overlay", diagnostics).map(|file| folder.join(file));
        self.protocol = model.filled("protocol", diagnostics).map(str::to_owned);
        self.operations = values::operations(&model, diagnostics);
        self.skip_unsupported = model.flag("skip-unsupported", diagnostics);
        model.finish(diagnostics);
    }

    fn read_crate(&mut self, root: &Table<'_>, folder: &Path, diagnostics: &mut Diagnostics) {
        let Some(package) = root.table("crate", diagnostics) else { return };
        self.out = package.filled("out", diagnostics).map(|out| folder.join(out));
        self.crate_name = package.checked("name", check::crate_name, diagnostics);
        self.crate_version = package.checked("version", check::version, diagnostics);
        self.runtime_version = package.checked("runtime-version", check::requirement, diagnostics);
        self.own_workspace = package.has("own-workspace").then(|| package.flag("own-workspace", diagnostics));
        self.default_features = values::features(&package, diagnostics);
        self.publishing = publishing::read(&package, folder, diagnostics);
        package.finish(diagnostics);
    }

    /// How the model is to be read.
    pub fn options(&self) -> Options {
        let unsupported = if self.skip_unsupported { Unsupported::LeaveOut } else { Unsupported::Refuse };
        Options { unsupported, operations: self.operations.clone(), protocol: self.protocol.clone() }
    }

    /// What is generated. The inputs are empty, as they are those of a run.
    pub fn config(&self) -> Config {
        let usual = Config::default();
        Config {
            crate_name: self.crate_name.clone(),
            crate_version: self.crate_version.clone().unwrap_or(usual.crate_version),
            runtime: self.runtime_version.clone().map_or(usual.runtime, Runtime::Version),
            in_workspace: false,
            own_workspace: self.own_workspace.unwrap_or(usual.own_workspace),
            default_features: self.default_features.clone().unwrap_or(usual.default_features),
            dependencies: self.dependencies.clone(),
            publishing: self.publishing.clone(),
            custom: self.custom.clone(),
            inputs: Vec::new(),
        }
    }
}

fn read(
    sources: &Sources,
    source: SourceId,
    folder: &Path,
    diagnostics: &mut Diagnostics,
) -> Option<Settings> {
    let root = toml::parse(sources, source, diagnostics)?;
    let root = Table::open(&root, diagnostics)?;
    let mut settings = Settings {
        source,
        model: None,
        overlay: None,
        protocol: None,
        operations: None,
        skip_unsupported: false,
        out: None,
        crate_name: None,
        crate_version: None,
        runtime_version: None,
        own_workspace: None,
        default_features: None,
        dependencies: values::dependencies(&root, diagnostics),
        publishing: Publishing::default(),
        custom: custom::read(&root, diagnostics),
    };
    settings.read_model(&root, folder, diagnostics);
    settings.read_crate(&root, folder, diagnostics);
    root.finish(diagnostics);
    Some(settings)
}

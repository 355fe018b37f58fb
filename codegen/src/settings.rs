//! `smithy-codegen.toml`: the model that a crate is generated from, its name and version, and custom names and attributes.
//!
//! ```toml
//! [model]
//! file = "service.json"               # Smithy JSON AST or C2J, plain or gzipped
//! overlay = "overlay.json"            # documented additions to it
//! protocol = "awsJson1_0"             # one of the service's; by default the one that AWS's SDKs prefer
//! operations = ["GetItem"]            # only these and the shapes they reach; by default all
//! skip-unsupported = true             # leave out unsupported operations; by default false
//!
//! [crate]
//! out = "client"                      # the folder of the crate
//! name = "item-client"                # by default derived from the service's SDK id
//! version = "0.3.0"                   # by default 0.1.0
//! runtime-version = "0.1"             # take the runtime crate from the registry; by default its path, if known
//! own-workspace = false               # by default true, or false if a folder above has a workspace
//! default-features = ["blocking"]     # some of `client`, `sigv4`, `blocking`, `aws-config`, `tracing`, `test-util` and, for
//!                                     # services with MQTT topics, `mqtt`; by default `client` and `sigv4`
//! license = "MIT OR Apache-2.0"       # this and the next keys are for publishing; all are optional
//! license-files = ["../LICENSE-MIT"]  # licence files, which are copied into the crate
//! repository = "https://example.com"
//! keywords = ["aws"]                  # at most five, for crates.io
//! categories = ["api-bindings"]       # at most five, for crates.io
//!
//! [dependencies]                      # more dependencies, as in Cargo.toml
//! schemars = { version = "1", optional = true }
//!
//! [operations.GetItem]
//! rename = "Fetch"                    # method `fetch`, module `fetch`, `FetchInput`, `FetchOutput`, `FetchError`
//!
//! [shapes.Item]
//! rename = "Thing"                    # the type
//! derives = ["Eq", "Hash"]            # in addition to those that the type has anyway
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
//! Paths are relative to the folder of the file. Operations, shapes and members have their names in the model; inputs and
//! outputs are called `<Operation>Input` and `<Operation>Output`. A new name is converted to the case of its place, as names
//! of the model are: `itemId` becomes the field `item_id`. Nothing here changes what goes over the wire.
//!
//! Unknown keys, wrong types and bad values are errors. All of them are reported at once, each with its place. Names that the
//! model does not have are errors too, or warnings if only some operations are taken, as the others may have them.

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

/// The conventional name of the file.
pub const FILE_NAME: &str = "smithy-codegen.toml";

/// The content of a settings file. A missing key is `None`, false or empty.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The text of the file.
    pub source: SourceId,
    /// The model. Like all paths here, it starts at the same folder as the path of the settings file.
    pub model: Option<PathBuf>,
    /// Documented additions to it.
    pub overlay: Option<PathBuf>,
    /// The protocol of the clients.
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
    /// What a registry shows about the crate, and its licence.
    pub publishing: Publishing,
    /// Names, derives and attributes.
    pub custom: Custom,
}

impl Settings {
    /// Reads a file. If its content has errors, they are in `diagnostics`, and there are no settings.
    pub fn open(
        sources: &mut Sources,
        path: &Path,
        diagnostics: &mut Diagnostics,
    ) -> Result<Option<Self>, FileError> {
        let source = sources.add(path.display().to_string(), files::read(path)?);
        Ok(Self::read(sources, source, path.parent().unwrap_or(Path::new("")), diagnostics))
    }

    /// Reads a text whose paths start at `folder`, and the licence texts that it names. Returns `None` if `diagnostics`
    /// has an error of it.
    pub fn read(
        sources: &Sources,
        source: SourceId,
        folder: &Path,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let mut problems = Diagnostics::default();
        let settings = read(sources, source, folder, &mut problems);
        // The format is this project's own, so an unknown key is a mistake.
        problems.deny_warnings();
        let settings = settings.filter(|_| !problems.has_errors());
        let mut problems: Vec<_> = problems.iter().cloned().collect();
        problems.sort_by_key(|problem| problem.span.map(|span| span.start));
        diagnostics.extend(problems);
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

    /// Returns how the model is read.
    pub fn options(&self) -> Options {
        let unsupported = if self.skip_unsupported { Unsupported::LeaveOut } else { Unsupported::Refuse };
        Options { unsupported, operations: self.operations.clone(), protocol: self.protocol.clone() }
    }

    /// Returns what is generated. The inputs are empty, because they belong to a run.
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

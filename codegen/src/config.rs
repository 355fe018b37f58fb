//! Settings of a generated crate: its name, its dependencies, and deviations of its contents from the rules.

pub mod check;
pub mod custom;
mod feature;
mod publishing;
mod snippet;
pub(crate) mod toml;

use sha2::{Digest, Sha256};
use smithy_model::{Parts, SourceId, Sources};

pub use custom::Custom;
pub use feature::{FEATURES, Feature, MQTT};
pub use publishing::Publishing;

/// The features of a generated crate that are on by default, unless the settings name others.
pub const DEFAULT_FEATURES: [&str; 2] = ["client", "sigv4"];

/// The dependencies of a generated crate besides the runtime crate. The versions are for crates outside of a workspace,
/// and are those that the runtime crate is built with.
pub(crate) const DEPENDENCIES: [(&str, &str); 5] = [
    ("bytes", "{ version = \"1\", default-features = false }"),
    ("http", "\"1\""),
    ("serde", "{ version = \"1\", default-features = false, features = [\"std\"] }"),
    ("serde_json", "\"1\""),
    ("time", "{ version = \"0.3\", default-features = false, features = [\"std\", \"parsing\"] }"),
];

/// The settings of one generated crate.
#[derive(Clone, Debug)]
pub struct Config {
    /// The package name; the service's SDK id in kebab case when unset.
    pub crate_name: Option<String>,
    /// The package version; `0.1.0` by default.
    pub crate_version: String,
    /// The source of the runtime crate; by default the registry, in the version of this generator.
    pub runtime: Runtime,
    /// The package belongs to the generator's workspace, which has its edition, dependencies and lints.
    pub in_workspace: bool,
    /// The package is a workspace of its own, which is the default. It must be one if a folder above has a workspace
    /// that does not list it, and must not be one if it is a member of a workspace.
    pub own_workspace: bool,
    /// The generated features that are on by default; [`DEFAULT_FEATURES`] by default.
    pub default_features: Vec<Feature>,
    /// More dependencies, for derives and attributes: names, each with its value as TOML on one line.
    pub dependencies: Vec<(String, String)>,
    /// What a registry shows about the crate, and its licence.
    pub publishing: Publishing,
    /// Names, derives and attributes of single operations, shapes and members.
    pub custom: Custom,
    /// The inputs of the files, for their header: name and SHA-256 of each text.
    pub inputs: Vec<Input>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            crate_name: None,
            crate_version: "0.1.0".to_owned(),
            runtime: Runtime::Version(env!("CARGO_PKG_VERSION").to_owned()),
            in_workspace: false,
            own_workspace: true,
            default_features: DEFAULT_FEATURES.map(Feature::from).to_vec(),
            dependencies: Vec::new(),
            publishing: Publishing::default(),
            custom: Custom::default(),
            inputs: Vec::new(),
        }
    }
}

/// One input of a crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Its role: `model`, `overlay`.
    pub role: &'static str,
    /// The SHA-256 of its decompressed text, in hexadecimal.
    pub sha256: String,
}

impl Input {
    /// Creates an input from the text of a source.
    pub fn new(role: &'static str, sources: &Sources, source: SourceId) -> Self {
        Self { role, sha256: sha256(sources.text(source)) }
    }
}

/// The source of the runtime crate `smithy-client`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Runtime {
    /// A folder, as written to the manifest.
    Path(String),
    /// A version requirement for the registry.
    Version(String),
}

impl Config {
    /// Returns the inputs of a run.
    pub fn inputs(sources: &Sources, parts: Parts) -> Vec<Input> {
        let roles = [
            ("model", Some(parts.model)),
            ("endpoint rules", parts.endpoint_rules),
            ("compiled endpoint rules", parts.endpoint_bdd),
            ("endpoint tests", parts.endpoint_tests),
            ("pages", parts.paginators),
            ("waiters", parts.waiters),
            ("overlay", parts.overlay),
        ];
        let input = |(role, source): (&'static str, Option<_>)| Some(Input::new(role, sources, source?));
        roles.into_iter().filter_map(input).collect()
    }
}

fn sha256(text: &str) -> String {
    let digit = |value: u8| char::from_digit(value.into(), 16);
    Sha256::digest(text).iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).flatten().collect()
}

//! What a generated crate is called and what it depends on.

use sha2::{Digest, Sha256};
use smithy_model::{Parts, Sources};

/// The settings of one generated crate.
#[derive(Clone, Debug)]
pub struct Config {
    /// The package name; the service's SDK id in kebab case when unset.
    pub crate_name: Option<String>,
    /// The package version.
    pub crate_version: String,
    /// Where the runtime crate comes from.
    pub runtime: Runtime,
    /// The package belongs to a workspace: it takes the workspace's lints. Otherwise it is a workspace of its own.
    pub in_workspace: bool,
    /// What the files were made from, for their header: name and SHA-256 of each text.
    pub inputs: Vec<Input>,
}

/// One text that a crate was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// What it is: `model`, `overlay`.
    pub role: &'static str,
    /// The SHA-256 of its decompressed text, in hexadecimal.
    pub sha256: String,
}

/// Where the runtime crate `smithy-client` comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Runtime {
    /// A folder, as the manifest is to say it.
    Path(String),
    /// A version requirement for the registry.
    Version(String),
}

impl Config {
    /// The inputs of a run.
    pub fn inputs(sources: &Sources, parts: Parts) -> Vec<Input> {
        let roles = [
            ("model", Some(parts.model)),
            ("endpoint rules", parts.endpoint_rules),
            ("endpoint tests", parts.endpoint_tests),
            ("overlay", parts.overlay),
        ];
        let input = |(role, source): (&'static str, Option<_>)| {
            Some(Input { role, sha256: sha256(sources.text(source?)) })
        };
        roles.into_iter().filter_map(input).collect()
    }
}

fn sha256(text: &str) -> String {
    let digit = |value: u8| char::from_digit(value.into(), 16);
    Sha256::digest(text).iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).flatten().collect()
}

//! The defaults of the commands, in which `smithy-codegen` and `cargo xtask` differ.

use std::path::{Path, PathBuf};

use smithy_codegen::settings::FILE_NAME;

/// The defaults of the commands.
#[derive(Clone, Debug)]
pub struct Defaults {
    /// The settings that are used when neither a model nor a settings file is named.
    pub settings: Option<PathBuf>,
    /// Whether the crate of these settings inherits edition, lints and dependencies from a workspace, and its folder
    /// belongs only to the generator.
    pub in_workspace: bool,
    /// The runtime crate's folder, an absolute path, for manifests.
    pub runtime: Option<PathBuf>,
    /// The command that writes a crate, for help texts.
    pub command: &'static str,
    /// The default folder of a reference.
    pub reference: PathBuf,
}

impl Defaults {
    /// Returns the defaults of `smithy-codegen`: the settings file of the current folder.
    ///
    /// If the checkout that it was installed from still exists, manifests have the path of the runtime crate in it;
    /// else they have the version that belongs to this program.
    pub fn here() -> Self {
        let settings = PathBuf::from(FILE_NAME);
        let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("runtime");
        Self {
            settings: settings.is_file().then_some(settings),
            in_workspace: false,
            runtime: runtime.join("Cargo.toml").is_file().then_some(runtime),
            command: "smithy-codegen generate",
            reference: PathBuf::from("reference"),
        }
    }
}

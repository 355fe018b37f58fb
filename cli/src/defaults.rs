//! What the commands do where the command line says nothing: it tells `smithy-codegen` from `cargo xtask`.

use std::path::{Path, PathBuf};

use smithy_codegen::settings::FILE_NAME;

/// What the commands do where the command line says nothing.
#[derive(Clone, Debug)]
pub struct Defaults {
    /// The settings that are meant when neither a model nor a settings file is named.
    pub settings: Option<PathBuf>,
    /// The crate of these settings takes edition, lints and dependencies from a workspace, and its folder is the
    /// generator's alone.
    pub in_workspace: bool,
    /// The runtime crate's folder, an absolute path, to which manifests point.
    pub runtime: Option<PathBuf>,
    /// The command that writes a crate, for advice.
    pub command: &'static str,
    /// Where a reference goes.
    pub reference: PathBuf,
}

impl Defaults {
    /// Those of `smithy-codegen`: the settings file of the current folder.
    ///
    /// Where the checkout that it was installed from is still there, manifests point to the runtime crate in it; else
    /// they name the version that belongs to this one.
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

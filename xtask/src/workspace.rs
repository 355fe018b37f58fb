//! The paths of the workspace that this crate was built in.
//!
//! The root is compiled in. Cargo rebuilds the crate when the workspace has moved, so it is never out of date.

use std::env;
use std::io;
use std::path::{Path, PathBuf};

use smithy_codegen::Runtime;
use smithy_codegen::settings::FILE_NAME;
use smithy_codegen_cli::Defaults;

/// The folder of the committed crate's model.
const MODEL: &str = "model/services/iot-jobs-data";

/// Returns the defaults of the commands of `smithy-codegen` here: the committed crate and its model.
pub fn defaults() -> Defaults {
    Defaults {
        settings: Some(settings()),
        in_workspace: true,
        runtime: Some(root().join("runtime")),
        command: "cargo xtask codegen",
        reference: near(target("reference")),
    }
}

/// Returns the path of the committed crate's settings.
pub fn settings() -> PathBuf {
    near(root().join(MODEL).join(FILE_NAME))
}

/// Returns this workspace's runtime crate, as the manifest of a crate in `out` has to name it; see
/// [`smithy_codegen_cli::runtime_from`].
pub fn runtime_from(out: &Path) -> io::Result<Runtime> {
    smithy_codegen_cli::runtime_from(&root().join("runtime"), out)
}

/// Returns a folder of this name in the target directory that this program was built in.
pub(crate) fn target(name: &str) -> PathBuf {
    // The program is in the folder of its profile, which is in the target directory.
    let program = env::current_exe().ok();
    let target = program.as_deref().and_then(|program| program.parent()?.parent()).map(Path::to_owned);
    target.unwrap_or_else(|| root().join("target")).join(name)
}

/// The root of the workspace.
pub fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_owned()
}

/// Returns the path relative to the current directory, if it is below it: this is what a person would type.
fn near(path: PathBuf) -> PathBuf {
    let below =
        env::current_dir().ok().and_then(|current| path.strip_prefix(current).ok().map(Path::to_owned));
    below.filter(|below| *below != *"").unwrap_or(path)
}

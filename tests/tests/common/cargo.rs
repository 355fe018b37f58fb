//! Builds generated crates with the compiler, as a user would.
//!
//! All of them share one target folder, so that their dependencies are built once. It is permanent and separate from
//! that of this workspace: otherwise cargo could wait for the lock of the run that the test is a part of.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder for crates and their builds.
const FOLDER: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/crates");

/// The folder of this workspace.
pub(crate) const WORKSPACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// The folder of the crate `name`.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(FOLDER).join(name);
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    folder
}

/// Runs cargo in the folder of a crate, without a network. A warning or an error fails the test with cargo's output.
pub(crate) fn cargo(arguments: &[&str], folder: &Path) {
    // The same releases as in the workspace, which are available.
    std::fs::copy(Path::new(WORKSPACE).join("Cargo.lock"), folder.join("Cargo.lock"))
        .expect("the lock can be copied");
    let output = Command::new(env!("CARGO"))
        .args(["--offline", "--quiet"])
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", Path::new(FOLDER).join("target"))
        .env("CARGO_PROFILE_DEV_DEBUG", "false")
        .env("RUSTFLAGS", "-D warnings")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .output()
        .expect("cargo runs");
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {} in {}:\n{words}", arguments.join(" "), folder.display());
}

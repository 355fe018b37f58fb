//! A workspace of generated crates, and the Cargo commands on it.

use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use crate::workspace;

/// Clippy's default lints, with all features on.
pub(crate) const CLIPPY: &[&str] = &["clippy", "--all-features", "--keep-going"];

/// Unit tests and doctests, with all features on.
pub(crate) const TEST: &[&str] = &["test", "--all-features", "--no-fail-fast"];

const MANIFEST: &str = "\
[workspace]
resolver = \"3\"
members = [\"crates/*\"]

[profile.dev]
debug = false
incremental = false
";

/// Why a command did not succeed.
pub(crate) enum Trouble {
    /// It could not be started.
    Io(io::Error),
    /// Its output.
    Said(String),
}

/// Creates an empty workspace, with the dependencies of this one in the versions of its lock file. Another run has to
/// wait until the returned file is dropped.
pub(crate) fn prepare(folder: &Path) -> io::Result<File> {
    fs::create_dir_all(folder)?;
    let held = File::create(folder.join("lock"))?;
    held.try_lock().map_err(|_| io::Error::new(io::ErrorKind::WouldBlock, "another run is at work there"))?;
    let crates = folder.join("crates");
    if crates.exists() {
        fs::remove_dir_all(&crates)?;
    }
    fs::create_dir_all(&crates)?;
    fs::write(folder.join("Cargo.toml"), MANIFEST)?;
    fs::copy(workspace::root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    Ok(held)
}

/// Returns the folder of a crate in the workspace.
pub(crate) fn folder_of(folder: &Path, package: &str) -> PathBuf {
    folder.join("crates").join(package)
}

/// Runs a command of Cargo on the whole workspace. A warning is an error.
pub(crate) fn run(folder: &Path, command: &[&str]) -> Result<(), Trouble> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let output = Command::new(cargo)
        .args(command)
        .args(["--workspace", "--quiet", "--message-format", "short"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("RUSTFLAGS", "-D warnings")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .output()
        .map_err(Trouble::Io)?;
    if output.status.success() {
        return Ok(());
    }
    let words = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    Err(Trouble::Said(words.concat()))
}

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

/// The dependencies of each program, used or not: with one choice of features, they are built once for all of them.
const DEPENDENCIES: &str = r#"
bytes = "1"
http = "1"
serde = { version = "1", default-features = false, features = ["std"] }
serde_json = "1"
time = { version = "0.3", features = ["parsing"] }
tokio = { version = "1", features = ["macros", "rt", "time"] }
"#;

/// The features of the runtime in each program.
const FEATURES: [&str; 6] = ["blocking", "client", "mqtt", "sigv4", "test-util", "timestamp"];

/// Writes the package of a program that depends on a generated crate, given as a line of its manifest. Returns its folder.
pub(crate) fn program(name: &str, dependency: &str, text: &str) -> PathBuf {
    let folder = folder(name);
    let write =
        |file: &str, text: &str| std::fs::write(folder.join(file), text).expect("the file can be written");
    std::fs::create_dir_all(folder.join("src")).expect("the folder can be made");
    write("src/main.rs", text);
    write(
        "Cargo.toml",
        &format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
             {dependency}\nsmithy-client = {{ path = \"{WORKSPACE}/runtime\", features = {FEATURES:?} }}{DEPENDENCIES}"
        ),
    );
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

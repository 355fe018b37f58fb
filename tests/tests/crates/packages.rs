//! The published crates: each is packaged with the current versions of the others in this workspace, and with its
//! licence.

use std::path::Path;
use std::process::Command;

const WORKSPACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// The crates, and the folders with their files.
const CRATES: [(&str, &str); 8] = [
    ("smithy-client", "runtime"),
    ("smithy-model", "model"),
    ("smithy-schema", "schema"),
    ("smithy-codegen", "codegen"),
    ("smithy-diff", "diff"),
    ("smithy-reference", "reference"),
    ("smithy-codegen-cli", "cli"),
    ("iot-jobs-data", "generated"),
];

/// Runs Cargo in the workspace; returns its output.
fn cargo(arguments: &[&str]) -> String {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
    let output = cargo.args(arguments).current_dir(WORKSPACE).output().expect("cargo starts");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("cargo prints text")
}

#[test]
fn every_published_crate_can_be_packaged() {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages");
    let target = target.to_str().expect("a path in Unicode");
    let common = ["package", "--offline", "--allow-dirty", "--target-dir", target];
    let packages = CRATES.iter().flat_map(|(name, _)| ["-p", name]);
    cargo(&common.into_iter().chain(["--no-verify"]).chain(packages).collect::<Vec<_>>());
    for (name, _) in CRATES {
        let list = cargo(&common.into_iter().chain(["--list", "-p", name]).collect::<Vec<_>>());
        let mut files: Vec<_> = list.lines().filter(|file| !file.starts_with("src/")).collect();
        files.retain(|file| !matches!(*file, ".cargo_vcs_info.json" | "Cargo.lock" | "Cargo.toml.orig"));
        assert_eq!(files, ["Cargo.toml", "LICENSE-APACHE", "LICENSE-MIT", "README.md"], "{name}");
    }
}

#[test]
fn the_licence_texts_are_those_of_the_repository() {
    let read = |path: String| std::fs::read_to_string(Path::new(WORKSPACE).join(path)).expect("it is there");
    for (name, folder) in CRATES {
        for file in ["LICENSE-APACHE", "LICENSE-MIT"] {
            assert!(read(format!("{folder}/{file}")) == read(file.to_owned()), "{file} of {name}");
        }
    }
}

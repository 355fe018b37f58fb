//! A request without its required members does not compile, and the compiler says which are missing.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// The folder of the programs that should or should not compile.
const PROGRAMS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/ui");

/// Each program of `ui/` and the members that are missing according to the compiler.
const CASES: [(&str, &[&str]); 11] = [
    ("complete", &[]),
    ("describe_without_job_id", &["job_id"]),
    ("describe_without_thing_name", &["thing_name"]),
    ("get_pending_without_thing_name", &["thing_name"]),
    ("send_complete", &[]),
    ("send_without_thing_name", &["thing_name"]),
    ("start_command_without_arns", &["command_arn", "target_arn"]),
    ("start_next_without_thing_name", &["thing_name"]),
    ("update_set_on_a_copy", &["status"]),
    ("update_without_anything", &["job_id", "status", "thing_name"]),
    ("update_without_status", &["status"]),
];

#[test]
fn missing_members_are_named_by_the_compiler() {
    let expected = CASES.map(|(program, members)| {
        let message = |member: &&str| format!("the required member `{member}` has not been set");
        (program.to_owned(), members.iter().map(message).collect())
    });
    assert_eq!(errors_by_program(), BTreeMap::from(expected));
}

#[test]
fn every_program_has_a_case() {
    let mut programs: Vec<_> = std::fs::read_dir(PROGRAMS)
        .expect("the folder can be read")
        .map(|entry| entry.expect("the folder can be read").path())
        .map(|path| path.file_stem().expect("a file has a name").to_string_lossy().into_owned())
        .collect();
    programs.sort();
    assert_eq!(programs, CASES.map(|(program, _)| program));
}

/// Checks all programs with one run of cargo, and returns the messages of its errors, sorted.
///
/// The crate around them is created anew and has its own permanent target folder: otherwise cargo could wait for the
/// lock of the run that this test is a part of.
fn errors_by_program() -> BTreeMap<String, Vec<String>> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("builders");
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    std::fs::write(folder.join("Cargo.toml"), manifest()).expect("the manifest can be written");
    // The same releases as in the workspace, which are available without a network.
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    std::fs::copy(workspace.join("Cargo.lock"), folder.join("Cargo.lock")).expect("the lock can be copied");
    let output = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--quiet", "--keep-going", "--bins", "--message-format=json"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .output()
        .expect("cargo runs");
    let mut errors: BTreeMap<_, _> = CASES.map(|(program, _)| (program.to_owned(), Vec::new())).into();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let line: Value = serde_json::from_str(line).expect("cargo writes JSON");
        if let Some((program, error)) = error(&line) {
            errors.entry(program).or_default().push(error);
        }
    }
    let complete = [&errors["complete"][..], &errors["send_complete"]].concat();
    assert!(
        output.status.code() == Some(101) && complete.is_empty(),
        "{complete:?}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    for errors in errors.values_mut() {
        errors.sort();
    }
    errors
}

/// Returns the program and the message of an error in a line of cargo's output.
fn error(line: &Value) -> Option<(String, String)> {
    let message = &line["message"];
    // An error without a place in the text summarizes those with one.
    let is_error =
        message["level"] == "error" && message["spans"].as_array().is_some_and(|spans| !spans.is_empty());
    is_error.then(|| {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        (text(&line["target"]["name"]), text(&message["message"]))
    })
}

/// Returns the manifest of a crate with every program of `ui/` as a binary.
fn manifest() -> String {
    let generated = concat!(env!("CARGO_MANIFEST_DIR"), "/../generated");
    let mut manifest = format!(
        "[package]\nname = \"builders\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\niot-jobs-data = {{ path = {generated:?}, default-features = false, features = [\"client\"] }}\n\n[workspace]\n"
    );
    for (program, _) in CASES {
        write!(manifest, "\n[[bin]]\nname = {program:?}\npath = {:?}\n", format!("{PROGRAMS}/{program}.rs"))
            .expect("memory takes it");
    }
    manifest
}

//! Builds the tests with Cargo, runs them, and reads the result of each.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::TARGET;
use crate::conformance::program::{self, Failure};
use crate::conformance::suite::text_in;
use crate::conformance::tally::Verdict;
use crate::conformance::unit::Unit;
use crate::workspace;

/// The first line of the workspace's manifest, which identifies it.
const HEADER: &str =
    "# Written by `cargo xtask conformance --tests`: `cargo test` runs the cases of all crates.\n";

/// The result of each test of a crate, by its name.
type Outcomes = HashMap<String, Verdict>;

/// Makes the folder a workspace of the crates, with the dependencies of this one in the versions of its lock file.
pub(super) fn prepare(units: &[Unit], folder: &Path) -> io::Result<()> {
    let manifest = folder.join("Cargo.toml");
    if fs::read_to_string(&manifest).is_ok_and(|found| !found.starts_with(HEADER)) {
        let reason = format!("`{}` is not one that this command has written", manifest.display());
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, reason));
    }
    let members: Vec<_> = units.iter().map(|unit| format!("  \"{}\",\n", unit.package)).collect();
    let members = members.concat();
    let text = format!(
        "{HEADER}\n[workspace]\nresolver = \"3\"\nmembers = [\n{members}]\n\n\
         [profile.dev]\ndebug = false\nincremental = false\n"
    );
    program::write(&manifest, &text)?;
    program::write(&folder.join("Cargo.lock"), &fs::read_to_string(workspace::root().join("Cargo.lock"))?)
}

/// Builds and runs the tests of all crates in the folder; returns their results by crate name.
pub(super) fn run(folder: &Path) -> Result<HashMap<String, Outcomes>, Failure> {
    let output = program::cargo("test", &folder.join("Cargo.toml"))
        .args(["--no-run", "--no-default-features", "--test", TARGET])
        .args(["--message-format", "json-render-diagnostics", "--target-dir"])
        .arg(folder.join("target"))
        .output()?;
    if !output.status.success() {
        return Err(Failure::Program(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    let mut outcomes = HashMap::new();
    for line in output.stdout.split(|byte| *byte == b'\n') {
        let message: Value = serde_json::from_slice(line).unwrap_or_default();
        let program = text_in(&message, "executable").map(Path::new);
        let manifest = text_in(&message, "manifest_path").map(Path::new);
        let (Some(program), Some(package)) = (program, manifest.and_then(Path::parent)) else { continue };
        let run = Command::new(program).current_dir(package).env("RUST_BACKTRACE", "0").output()?;
        let name = package.file_name().unwrap_or_default().to_string_lossy().into_owned();
        outcomes.insert(name, read(&String::from_utf8_lossy(&run.stdout)));
    }
    Ok(outcomes)
}

/// Reads what the tests of a crate print.
fn read(output: &str) -> Outcomes {
    let outcome = |line: &str| {
        let (name, word) = line.strip_prefix("test ")?.split_once(" ... ")?;
        let verdict = match word {
            "ok" => Verdict::Passed,
            _ => Verdict::Failed(message(output, name)),
        };
        Some((name.to_owned(), verdict))
    };
    output.lines().filter_map(outcome).collect()
}

/// Returns the message of a failed test: the lines between the place and the note on backtraces.
fn message(output: &str, name: &str) -> String {
    let start = format!("---- {name} stdout ----\n");
    let own = output.split_once(&start).map_or("", |(_, after)| after).lines();
    let lines = own.skip_while(|line| !line.contains("panicked at ")).skip(1);
    let lines: Vec<_> =
        lines.take_while(|line| !line.is_empty() && !line.starts_with("note: ")).map(str::trim).collect();
    lines.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tests_print_is_read() {
        let output = "
running 3 tests
test dry ... ok
test wet_too ... FAILED
test wet ... FAILED

failures:

---- wet_too stdout ----

thread 'wet_too' (7) panicked at tests/protocol.rs:9:5:
path: expected /a, found /b
note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace

---- wet stdout ----

thread 'wet' (8) panicked at tests/protocol.rs:19:5:
assertion `left == right` failed
  left: 1
 right: 2


failures:
    wet
";
        let failed = |reason: &str| Verdict::Failed(reason.to_owned());
        let expected = [
            ("dry", Verdict::Passed),
            ("wet_too", failed("path: expected /a, found /b")),
            ("wet", failed("assertion `left == right` failed left: 1 right: 2")),
        ];
        assert_eq!(read(output), expected.map(|(name, verdict)| (name.to_owned(), verdict)).into());
    }
}

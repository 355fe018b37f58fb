//! The programs of the package `trials`, built with Cargo and run by their path.
//!
//! They are not run through Cargo, so that killing the process ends the program.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::Value;
use smithy_codegen_cli::{Exit, Log, Progress, Report, Style};

use crate::child::{Failure, Folder};
use crate::workspace;

/// How long a build from scratch may take.
const BUILD: Duration = Duration::from_mins(30);

/// How a program is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Built fast.
    Dev,
    /// Runs fast.
    Release,
}

/// A run of a program that is a separate command.
pub(crate) struct Run<'r> {
    /// The name of the program, which is that of the command.
    pub(crate) name: &'static str,
    /// The progress message.
    pub(crate) phase: &'static str,
    /// Its command line.
    pub(crate) arguments: Vec<String>,
    /// How long it may take.
    pub(crate) limit: Duration,
    /// The folder of its files.
    pub(crate) folder: &'r Path,
}

/// Builds a program and runs it. Its output is the report; exit code 1 means that it found a failure.
pub(crate) fn run(run: &Run<'_>, style: Style) -> Report {
    let mut log = Log::new(style);
    let progress = Progress::new("building the program", style);
    let printed = Folder::new(run.folder).and_then(|folder| {
        let mut command = Command::new(build(run.name, Profile::Release, false, &folder)?);
        command.args(&run.arguments);
        progress.phase(run.phase);
        folder.run(run.name, command, run.limit)
    });
    drop(progress);
    let exit = match printed {
        Ok(printed) => {
            log.out.push_str(&printed);
            Exit::Done
        }
        Err(failure) => failure.report(run.name, &mut log),
    };
    log.finish(exit, "")
}

/// Builds a program; returns its path.
pub(crate) fn build(
    name: &'static str,
    profile: Profile,
    offline: bool,
    folder: &Folder,
) -> Result<PathBuf, Failure> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(cargo);
    command.current_dir(workspace::root());
    command.args(["build", "--quiet", "--bin", name]);
    command.args(match profile {
        // With the features of the whole workspace, so that nothing that `cargo test --workspace` built is built again.
        Profile::Dev => ["--workspace"].as_slice(),
        Profile::Release => &["--package", "trials", "--release"],
    });
    command.arg("--message-format=json-render-diagnostics").args(offline.then_some("--offline"));
    let output = folder.run("build", command, BUILD)?;
    let path = output.lines().find_map(|line| executable(line, name));
    path.ok_or_else(|| Failure::Step {
        message: format!("Cargo built no program `{name}`"),
        output: String::new(),
    })
}

/// Returns the path of a program, if this message of Cargo has it.
fn executable(line: &str, name: &str) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(line).ok()?;
    let own = message.pointer("/target/name")?.as_str()? == name;
    let path = message.get("executable")?.as_str()?;
    own.then(|| Path::new(path).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_found_among_messages() {
        let cases = [
            (
                r#"{"reason":"compiler-artifact","target":{"name":"e2e"},"executable":"/t/e2e"}"#,
                Some("/t/e2e"),
            ),
            (r#"{"reason":"compiler-artifact","target":{"name":"xtask"},"executable":"/t/xtask"}"#, None),
            (r#"{"reason":"compiler-artifact","target":{"name":"e2e"},"executable":null}"#, None),
            ("warning: something else", None),
        ];
        for (line, expected) in cases {
            assert_eq!(executable(line, "e2e").as_deref(), expected.map(Path::new), "{line}");
        }
    }
}

//! The program `e2e` of the package `tests`, which makes the calls: built with Cargo, then run by its path.
//!
//! It is not run through Cargo, so that stopping it stops it.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use super::child::{Failure, Folder};
use super::python;
use crate::workspace;

/// The name of the program, an example of its package: an example has the dependencies of tests.
const NAME: &str = "e2e";

/// How long the build may take, from nothing.
const BUILD: Duration = Duration::from_mins(30);

/// The program, built.
#[derive(Debug)]
pub(super) struct Program {
    path: PathBuf,
    nowhere: PathBuf,
}

impl Program {
    pub(super) fn build(offline: bool, folder: &Folder) -> Result<Self, Failure> {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        let mut command = Command::new(cargo);
        command.current_dir(workspace::root());
        command.args(["build", "--quiet", "--package", "tests", "--example", NAME]);
        command.arg("--message-format=json-render-diagnostics").args(offline.then_some("--offline"));
        let output = folder.run("build", command, BUILD)?;
        let path = output.lines().find_map(executable).ok_or_else(|| Failure::Step {
            message: format!("Cargo built no program `{NAME}`"),
            output: String::new(),
        })?;
        Ok(Self { path, nowhere: folder.join("nowhere") })
    }

    /// One of the commands of the program.
    pub(super) fn command(&self, name: &str) -> Command {
        let mut command = Command::new(&self.path);
        command.arg(name);
        python::isolate(&mut command, &self.nowhere);
        command
    }
}

/// The path of the program, where a message of Cargo tells it.
fn executable(line: &str) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(line).ok()?;
    let own = message.pointer("/target/name")?.as_str()? == NAME;
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
            assert_eq!(executable(line).as_deref(), expected.map(Path::new), "{line}");
        }
    }
}

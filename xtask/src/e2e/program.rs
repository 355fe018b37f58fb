//! The program `e2e` of the package `trials`, which makes the calls: built with Cargo, then run by its path.
//!
//! It is not run through Cargo, so that killing the process ends the program.

use std::path::PathBuf;
use std::process::Command;

use super::python;
use crate::child::{Failure, Folder};
use crate::trial::{self, Profile};

/// The name of the program.
const NAME: &str = "e2e";

/// The program, built.
#[derive(Debug)]
pub(super) struct Program {
    path: PathBuf,
    nowhere: PathBuf,
}

impl Program {
    pub(super) fn build(offline: bool, folder: &Folder) -> Result<Self, Failure> {
        let path = trial::build(NAME, Profile::Dev, offline, folder)?;
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

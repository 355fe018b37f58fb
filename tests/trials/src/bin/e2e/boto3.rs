//! Runs the script that makes the calls of the table with boto3.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// The script and its interpreter.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Script<'a> {
    pub(crate) python: &'a str,
    pub(crate) path: &'a str,
    pub(crate) table: &'a Path,
}

impl Script<'_> {
    /// Makes the calls of a round; returns an output for each.
    ///
    /// The script itself limits the time of every call.
    pub(crate) fn call(self, endpoint: &str, round: usize) -> Result<Vec<Value>, String> {
        let mut command = Command::new(self.python);
        command.args([self.path, endpoint]).arg(self.table).arg(round.to_string());
        let output = command.output().map_err(|error| format!("boto3 cannot be run: {error}"))?;
        if !output.status.success() {
            return Err(format!("boto3: {}", String::from_utf8_lossy(&output.stderr)));
        }
        serde_json::from_slice(&output.stdout).map_err(|error| format!("boto3's outputs: {error}"))
    }
}

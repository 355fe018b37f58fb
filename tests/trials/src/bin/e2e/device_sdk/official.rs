//! Runs the script that makes the calls of the table with the official SDK.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;
use serde_json::Value;

use super::record::Place;

/// The script, its interpreter, and the client of the SDK that it uses.
#[derive(Clone, Copy, Debug)]
pub(super) struct Script<'a> {
    pub(super) python: &'a str,
    pub(super) path: &'a str,
    pub(super) table: &'a Path,
    pub(super) generation: &'a str,
}

/// The output of the script.
#[derive(Debug, Deserialize)]
pub(super) struct Found {
    /// For each call, what was read from the response and from the notifications after it.
    pub(super) outcomes: Vec<Value>,
    /// The codes of rejections that the SDK knows.
    pub(super) codes: Vec<String>,
    /// The statuses of executions that the SDK knows.
    pub(super) statuses: Vec<String>,
    /// The members of requests that the SDK knows, by operation.
    pub(super) members: BTreeMap<String, Vec<String>>,
}

impl Script<'_> {
    /// Makes all calls. The script limits the time of each, and of all of them.
    pub(super) fn calls(self, place: Place<'_>) -> Result<Found, String> {
        let mut command = Command::new(self.python);
        command.arg(self.path).arg(place.port.to_string()).arg(place.folder).arg(self.table);
        command.arg(self.generation);
        let output = command.output().map_err(|error| format!("the SDK cannot be run: {error}"))?;
        if !output.status.success() {
            let reason = String::from_utf8_lossy(&output.stderr);
            return Err(format!("the {} client of the SDK: {reason}", self.generation));
        }
        serde_json::from_slice(&output.stdout).map_err(|error| format!("what the SDK has read: {error}"))
    }
}

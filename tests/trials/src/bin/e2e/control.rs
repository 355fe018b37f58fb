//! The control plane, through boto3: creates jobs while a walk is under way.

use std::process::Command;

/// The script and its parameters.
pub(crate) struct Control {
    pub(crate) python: String,
    pub(crate) script: String,
    pub(crate) endpoint: String,
    pub(crate) plan: String,
}

impl Control {
    /// Creates a job of the plan that is marked for later.
    pub(crate) fn job(&self, thing: &str, job: &str) -> Result<(), String> {
        self.run("job", [thing, job])
    }

    fn run(&self, what: &str, words: [&str; 2]) -> Result<(), String> {
        let mut command = Command::new(&self.python);
        command.args([&self.script, what, &self.endpoint, &self.plan]).args(words);
        let output = command.output().map_err(|error| format!("{}: {error}", self.python))?;
        if output.status.success() {
            return Ok(());
        }
        Err(format!("{what} {words:?}: {}", String::from_utf8_lossy(&output.stderr)))
    }
}

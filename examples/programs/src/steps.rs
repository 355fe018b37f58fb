//! The steps that a device can carry out: the programs in a folder, each with its file name.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How often to check whether a program has ended.
const LOOK: Duration = Duration::from_millis(50);

/// A folder of programs. A job names one of them and passes no arguments, so that the author of a job cannot run
/// arbitrary commands on the device.
#[derive(Clone, Debug)]
pub struct Steps {
    folder: PathBuf,
    limit: Duration,
}

impl Steps {
    /// Uses the programs in a folder; each may take this long.
    pub fn new(folder: impl Into<PathBuf>, limit: Duration) -> Self {
        Self { folder: folder.into(), limit }
    }

    /// Returns the names of the steps.
    pub fn names(&self) -> Result<BTreeSet<String>, String> {
        let names = || -> io::Result<BTreeSet<String>> {
            let mut names = BTreeSet::new();
            for entry in fs::read_dir(&self.folder)? {
                names.extend(entry?.file_name().into_string());
            }
            Ok(names)
        };
        names().map_err(|error| format!("{}: {error}", self.folder.display()))
    }

    /// Carries out a step; the error says why it failed. A program that takes too long is killed: the service has timed
    /// out the job by then.
    pub fn run(&self, name: &str) -> Result<(), String> {
        let program = Command::new(self.folder.join(name)).stdin(Stdio::null()).spawn();
        let mut program = program.map_err(|error| format!("does not start: {error}"))?;
        match self.wait(&mut program) {
            Ok(Some(status)) if status.success() => Ok(()),
            Ok(Some(status)) => Err(status.to_string()),
            Ok(None) => Err(format!("took longer than {:?}", self.limit)),
            Err(error) => Err(error.to_string()),
        }
    }

    fn wait(&self, program: &mut Child) -> io::Result<Option<ExitStatus>> {
        let start = Instant::now();
        while start.elapsed() < self.limit {
            if let Some(status) = program.try_wait()? {
                return Ok(Some(status));
            }
            thread::sleep(LOOK);
        }
        program.kill()?;
        program.wait().map(|_| None)
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_step_says_why_it_failed() {
        let steps = Steps::new("/bin", Duration::from_mins(1));
        assert!(steps.names().unwrap().contains("false"));
        assert_eq!(steps.run("true"), Ok(()));
        assert_eq!(steps.run("false"), Err("exit status: 1".to_owned()));
        assert!(steps.run("no-such-program").unwrap_err().starts_with("does not start"));
        assert_eq!(Steps::new("/bin", Duration::ZERO).run("cat"), Err("took longer than 0ns".to_owned()));
    }
}

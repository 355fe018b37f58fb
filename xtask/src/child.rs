//! Runs other programs with a time limit; their output goes to files.
//!
//! A file takes the output even while nobody reads it, and can be read afterwards.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use smithy_codegen_cli::{Exit, Log};
use smithy_model::Diagnostic;

/// How often to check whether a program has ended.
const POLL: Duration = Duration::from_millis(20);

/// How much of a program's output is in a report, in bytes.
const SHOWN: usize = 8 * 1024;

/// The exit code by which the programs of the package `trials` and the scripts report a failure that they are meant to
/// find.
const FOUND: i32 = 1;

/// Why a run ends early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A step failed.
    Step {
        /// Which step, and how it ended.
        message: String,
        /// What it printed.
        output: String,
    },
    /// A requirement is missing.
    Environment {
        /// The requirement.
        message: String,
        /// What was printed before.
        output: String,
        /// What to do about it.
        help: String,
    },
}

impl Failure {
    /// Returns the failure for a missing requirement, without output.
    pub(crate) fn missing(message: String, help: &str) -> Self {
        Self::Environment { message, output: String::new(), help: help.to_owned() }
    }

    /// Reports it at the end of a command.
    pub(crate) fn report(self, command: &'static str, log: &mut Log) -> Exit {
        match self {
            Self::Step { message, output } => {
                log.out.push_str(&output);
                log.fail(Exit::Failed, Diagnostic::error(command, message))
            }
            Self::Environment { message, output, help } => {
                log.out.push_str(&output);
                log.fail(Exit::Io, Diagnostic::error("environment", message).help(help))
            }
        }
    }
}

/// How a program ended.
#[derive(Debug)]
pub(crate) struct Ended {
    /// Its status; `None` if it took too long and was killed.
    pub(crate) status: Option<ExitStatus>,
    /// Its output: standard output and standard error in the order of writing.
    pub(crate) output: String,
}

impl Ended {
    pub(crate) fn is_success(&self) -> bool {
        self.status.is_some_and(|status| status.success())
    }

    /// Returns how it ended, as the end of a sentence.
    pub(crate) fn how(&self) -> String {
        self.status.map_or_else(
            || "took too long and was killed".to_owned(),
            |status| format!("ended with {status}"),
        )
    }

    /// Returns the end of its output.
    pub(crate) fn tail(&self) -> String {
        let start = self.output.len().saturating_sub(SHOWN);
        let start = (start..=self.output.len()).find(|&start| self.output.is_char_boundary(start));
        start.and_then(|start| self.output.get(start..)).unwrap_or_default().to_owned()
    }
}

/// The folder of a run.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(path: &Path) -> Result<Self, Failure> {
        // Python and the program use paths into it from any directory.
        let path = std::path::absolute(path).and_then(|path| {
            fs::create_dir_all(path.join("log"))?;
            fs::create_dir_all(path.join("tmp"))?;
            Ok(path)
        });
        path.map(Self).map_err(|error| {
            let message = format!("cannot create a folder in the target directory: {error}");
            Failure::missing(message, "make the target directory writable")
        })
    }

    /// Creates an empty folder in it.
    pub(crate) fn fresh(&self, name: &str) -> Result<PathBuf, Failure> {
        let path = self.join(name);
        let made = std::fs::remove_dir_all(&path).or_else(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Ok(()),
            _ => Err(error),
        });
        made.and_then(|()| std::fs::create_dir_all(&path)).map_err(|error| {
            let message = format!("cannot create `{}` anew: {error}", path.display());
            Failure::missing(message, "make the folder writable")
        })?;
        Ok(path)
    }

    pub(crate) fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Runs a step; returns its output.
    pub(crate) fn run(&self, name: &str, command: Command, limit: Duration) -> Result<String, Failure> {
        let ended = self.end(name, command, limit)?;
        if ended.is_success() {
            return Ok(ended.output);
        }
        // Any other code means that the step itself failed, and so does a signal.
        let found = ended.status.and_then(|status| status.code()) == Some(FOUND);
        let message = if found { format!("`{name}` failed") } else { format!("`{name}` {}", ended.how()) };
        Err(Failure::Step { message, output: ended.tail() })
    }

    /// Runs a program to its end, at most for the time of `limit`.
    pub(crate) fn end(&self, name: &str, command: Command, limit: Duration) -> Result<Ended, Failure> {
        let (mut child, log) = self.spawn(name, command, Stdio::null())?;
        let status = wait(&mut child, limit).map_err(|error| unstarted(name, &error))?;
        Ok(Ended { status, output: read(&log) })
    }

    /// Starts a program; returns it and the file with its output.
    pub(crate) fn spawn(
        &self,
        name: &str,
        mut command: Command,
        stdin: Stdio,
    ) -> Result<(Child, PathBuf), Failure> {
        let log = self.join("log").join(format!("{name}.txt"));
        let child = File::create(&log).and_then(|file| {
            command.env("TMPDIR", self.join("tmp"));
            command.stdin(stdin).stdout(file.try_clone()?).stderr(file).spawn()
        });
        child.map(|child| (child, log)).map_err(|error| unstarted(name, &error))
    }
}

/// Returns what a program has printed so far.
pub(crate) fn read(log: &Path) -> String {
    fs::read(log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

/// Waits for a program. If it takes too long, it is killed and has no status.
fn wait(child: &mut Child, limit: Duration) -> io::Result<Option<ExitStatus>> {
    let start = Instant::now();
    while start.elapsed() < limit {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(POLL);
    }
    child.kill()?;
    child.wait()?;
    Ok(None)
}

fn unstarted(name: &str, error: &io::Error) -> Failure {
    Failure::missing(format!("cannot run `{name}`: {error}"), "check that it exists and is executable")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, Folder) {
        let directory = tempfile::tempdir().unwrap();
        let folder = Folder::new(directory.path()).unwrap();
        (directory, folder)
    }

    /// This test program, with arguments that make it print a line and end with success or failure.
    fn itself(arguments: &[&str]) -> Command {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(arguments);
        command
    }

    #[test]
    fn what_a_program_prints_is_kept() {
        let (_directory, folder) = folder();
        let output = folder.run("list", itself(&["--list"]), Duration::from_secs(20)).unwrap();
        assert!(output.contains("what_a_program_prints_is_kept: test"), "{output}");
        let failure = folder.run("bad", itself(&["--no-such-option"]), Duration::from_secs(20)).unwrap_err();
        let Failure::Step { message, output } = failure else { panic!("{failure:?}") };
        assert!(
            message.contains("`bad` ended with") && output.contains("no-such-option"),
            "{message} {output}"
        );
    }

    #[test]
    fn a_program_that_takes_too_long_is_stopped() {
        let (_directory, folder) = folder();
        let command = itself(&["--ignored", "--exact", "child::tests::sleeps"]);
        let start = Instant::now();
        let ended = folder.end("sleep", command, Duration::from_millis(200)).unwrap();
        assert!(ended.status.is_none() && start.elapsed() < Duration::from_secs(20), "{ended:?}");
        assert_eq!(ended.how(), "took too long and was killed");
    }

    #[test]
    #[ignore = "what another test runs and stops"]
    fn sleeps() {
        thread::sleep(Duration::from_secs(30));
    }

    #[test]
    fn a_program_that_is_not_there_is_told() {
        let (_directory, folder) = folder();
        let failure = folder.run("ghost", Command::new("./no/such/program"), STEP).unwrap_err();
        let Failure::Environment { message, .. } = failure else { panic!("{failure:?}") };
        assert!(message.starts_with("cannot run `ghost`: "), "{message}");
    }

    #[test]
    fn the_tail_starts_at_a_character() {
        let ended = Ended { status: None, output: "ä".repeat(SHOWN) + "b" };
        let tail = ended.tail();
        assert!(tail.len() <= SHOWN && tail.ends_with("äb"), "{}", tail.len());
    }

    const STEP: Duration = Duration::from_secs(5);
}

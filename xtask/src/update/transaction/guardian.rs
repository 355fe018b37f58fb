//! The guardian: a process that outlives its parent and puts the repository back when the parent ends too early.
//!
//! It waits at the end of a pipe. As long as the parent lives, the pipe is open; the parent says `done` before it closes
//! it on purpose. In a process group of its own, the guardian does not get the signal that Ctrl-C sends to the parent.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::folder::{Held, in_file};
use super::restore::{Restored, restore};

/// The subcommand that makes a process of this program a guardian. The path of the repository follows.
pub const GUARDIAN: &str = "model-update-guardian";

const READY: &str = "ready\n";

const DONE: &str = "done\n";

/// A guardian of this process.
#[derive(Debug)]
pub(super) struct Guardian {
    process: Child,
}

impl Guardian {
    /// Starts a guardian of the repository, and waits until it is on guard.
    pub(super) fn start(program: &Path, root: &Path) -> io::Result<Self> {
        let mut command = Command::new(program);
        // Standard error stays: who has pressed Ctrl-C wants to know that nothing is lost.
        command.arg(GUARDIAN).arg(root).stdin(Stdio::piped()).stdout(Stdio::piped());
        apart(&mut command);
        let mut guardian = Self { process: command.spawn().map_err(in_file("start", program))? };
        let mut answer = String::new();
        if let Some(output) = guardian.process.stdout.take() {
            BufReader::new(output).take(READY.len() as u64).read_line(&mut answer)?;
        }
        if answer == READY {
            return Ok(guardian);
        }
        guardian.dismiss();
        Err(io::Error::other(format!("`{} {GUARDIAN}` did not start", program.display())))
    }

    /// The id of the process.
    pub(super) fn id(&self) -> u32 {
        self.process.id()
    }

    /// Tells the guardian that there is nothing left to guard.
    pub(super) fn dismiss(mut self) {
        // It does no harm when the guardian is gone by now: it would have found nothing to do.
        if let Some(mut pipe) = self.process.stdin.take() {
            _ = pipe.write_all(DONE.as_bytes());
        }
        _ = self.process.wait();
    }
}

#[cfg(unix)]
fn apart(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

#[cfg(windows)]
fn apart(command: &mut Command) {
    const CREATE_NEW_PROCESS_GROUP: u32 = 0x200;
    std::os::windows::process::CommandExt::creation_flags(command, CREATE_NEW_PROCESS_GROUP);
}

#[cfg(not(any(unix, windows)))]
fn apart(_: &mut Command) {}

/// Stands guard over a repository: waits for the end of `pipe`, and restores unless all was done by then.
///
/// Gives what was put back; nothing where there was nothing to put back.
pub fn guard(root: &Path, mut pipe: impl Read, mut output: impl Write) -> io::Result<Option<Restored>> {
    output.write_all(READY.as_bytes())?;
    output.flush()?;
    let mut said = String::new();
    // A pipe that breaks is one whose other end is gone.
    _ = pipe.by_ref().take(DONE.len() as u64).read_to_string(&mut said);
    if said == DONE {
        return Ok(None);
    }
    match Held::inherit(root)? {
        Some(held) => restore(&held),
        None => Ok(None),
    }
}

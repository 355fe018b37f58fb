//! The Python environment: created once, with packages in the required versions.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::Options;
use crate::child::{Failure, Folder};

/// How long each of creating the environment and installing into it may take.
const INSTALLING: Duration = Duration::from_mins(5);

/// A Python environment with the requirements of the scripts.
#[derive(Debug)]
pub(super) struct Python {
    interpreter: PathBuf,
    scripts: PathBuf,
    nowhere: PathBuf,
}

impl Python {
    /// Creates the environment and installs into it, unless that has been done before.
    pub(super) fn prepare(options: &Options, scripts: &Path, folder: &Folder) -> Result<Self, Failure> {
        let venv = options.venv.clone().unwrap_or_else(|| folder.join("venv"));
        let interpreter =
            std::path::absolute(venv.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" }));
        let interpreter = interpreter.map_err(|error| {
            let message = format!("cannot use `{}` for a Python environment: {error}", venv.display());
            Failure::missing(message, "give another folder with `--venv`")
        })?;
        let requirements = scripts.join("requirements.txt");
        if !is_ready(&interpreter, &requirements, folder)? {
            if options.offline {
                let message = format!("`{}` is not a Python environment with all packages", venv.display());
                return Err(Failure::missing(message, "run the command once without `--offline`"));
            }
            make(&options.python, &venv, folder)?;
            install(&interpreter, &requirements, folder)?;
        }
        Ok(Self { interpreter, scripts: scripts.to_owned(), nowhere: folder.join("nowhere") })
    }

    /// The interpreter of the environment.
    pub(super) fn interpreter(&self) -> &Path {
        &self.interpreter
    }

    /// Returns the command of a script, without environment variables that would affect boto3.
    pub(super) fn script(&self, name: &str) -> Command {
        let mut command = Command::new(&self.interpreter);
        command.arg(self.scripts.join(name));
        isolate(&mut command, &self.nowhere);
        command
    }
}

/// Removes settings of AWS and of proxies from the environment of a program, and sets paths to files that do not exist.
pub(super) fn isolate(command: &mut Command, nowhere: &Path) {
    for (name, _) in env::vars_os() {
        let upper = name.to_string_lossy().to_ascii_uppercase();
        if upper.starts_with("AWS_") || upper.ends_with("_PROXY") {
            command.env_remove(name);
        }
    }
    for name in ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"] {
        command.env(name, nowhere);
    }
    command
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("PYTHONUTF8", "1")
        .env("PYTHONDONTWRITEBYTECODE", "1");
}

/// Whether the environment exists with all packages: installed packages in these versions need no index.
fn is_ready(interpreter: &Path, requirements: &Path, folder: &Folder) -> Result<bool, Failure> {
    let installed = |pip| folder.end("installed", pip, INSTALLING);
    Ok(interpreter.exists() && installed(pip(interpreter, requirements, true))?.is_success())
}

/// Creates the environment, or completes what an earlier run left unfinished.
fn make(python: &Path, venv: &Path, folder: &Folder) -> Result<(), Failure> {
    let help = "install Python 3 with its module `venv`, or give an interpreter with `--python`";
    let mut command = Command::new(python);
    command.args(["-m", "venv"]).arg(venv);
    let missing = |_| {
        let message = format!("cannot run Python: `{}`", python.display());
        Failure::missing(message, help)
    };
    let made = folder.end("venv", command, INSTALLING).map_err(missing)?;
    if made.is_success() {
        return Ok(());
    }
    let message =
        format!("cannot create a Python environment in `{}`: Python {}", venv.display(), made.how());
    Err(Failure::Environment { message, output: made.tail(), help: help.to_owned() })
}

fn install(interpreter: &Path, requirements: &Path, folder: &Folder) -> Result<(), Failure> {
    let installed = folder.end("pip", pip(interpreter, requirements, false), INSTALLING)?;
    if installed.is_success() {
        return Ok(());
    }
    Err(Failure::Environment {
        message: format!("cannot install the Python packages: pip {}", installed.how()),
        output: installed.tail(),
        help: "check that pip can reach a package index; set PIP_INDEX_URL to use another one".to_owned(),
    })
}

fn pip(interpreter: &Path, requirements: &Path, no_index: bool) -> Command {
    let mut command = Command::new(interpreter);
    command.args(["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]);
    command.args(["--timeout", "15", "--retries", "2"]).args(no_index.then_some("--no-index"));
    command.arg("--requirement").arg(requirements);
    command
}

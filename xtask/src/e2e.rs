//! Runs jobs through an emulator of AWS with the committed client, compares its requests with boto3's and its messages
//! with those of the official SDK for devices, and calls other services with generated clients.
//!
//! Everything runs on loopback: the emulator and boto3 in their own Python environment, the client in the program `e2e`
//! of the package `trials`. This crate generates the client, so it cannot depend on it.

mod emulator;
mod program;
mod python;
mod services;

use std::path::{Path, PathBuf};
use std::time::Duration;

use smithy_codegen_cli::{Exit, Log, Progress, Report, Style};

use crate::child::{Failure, Folder};
use crate::workspace;
use emulator::Emulator;
use program::Program;
use python::Python;

/// How long a script or a part of the program may take; each takes a second or two.
const STEP: Duration = Duration::from_mins(2);

/// The options of a run.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder of the Python environment; it is created if it is missing.
    pub venv: Option<PathBuf>,
    /// The interpreter that creates the environment.
    pub python: PathBuf,
    /// Whether to install and to build without the network.
    pub offline: bool,
}

/// Runs everything. `folder` is for the Python environment and the output of programs.
///
/// Ends with [`Exit::Failed`] if the client did something wrong, and with [`Exit::Io`] if a requirement is missing.
pub fn run(options: &Options, folder: &Path, style: Style) -> Report {
    let mut log = Log::new(style);
    let progress = Progress::new("preparing Python", style);
    let exit = match steps(options, folder, &progress, &mut log.out) {
        Ok(()) => Exit::Done,
        Err(failure) => failure.report("e2e", &mut log),
    };
    drop(progress);
    log.finish(exit, "")
}

fn steps(options: &Options, folder: &Path, progress: &Progress, out: &mut String) -> Result<(), Failure> {
    let folder = Folder::new(folder)?;
    let scripts = workspace::root().join("xtask/e2e");
    let python = Python::prepare(options, &scripts, &folder)?;
    progress.phase("building the program");
    let program = Program::build(options.offline, &folder)?;
    progress.phase("walking jobs through the emulator");
    walk(&python, &program, &scripts.join("walk.json"), &folder, out)?;
    progress.phase("comparing requests with boto3's");
    let mut compare = program.command("compare");
    compare.arg(python.interpreter()).arg(scripts.join("calls.py")).arg(scripts.join("calls.json"));
    out.push_str(&folder.run("compare", compare, STEP)?);
    progress.phase("comparing messages with those of the SDK for devices");
    let mut compare = program.command("device-sdk");
    compare.arg(python.interpreter()).arg(scripts.join("device_sdk.py")).arg(scripts.join("device_sdk.json"));
    out.push_str(&folder.run("device-sdk", compare, STEP)?);
    progress.phase("building clients of other services");
    let program = services::build(&python, options.offline, &folder)?;
    progress.phase("calling other services");
    let mut requests = python.script("requests.py");
    requests.arg(&program).arg(scripts.join("requests.json"));
    out.push_str(&folder.run("requests", requests, STEP)?);
    let emulator = Emulator::start(&python, &folder)?;
    let calls = services::command(&program, &emulator.endpoint(), &folder);
    out.push_str(&folder.run("services", calls, STEP)?);
    Ok(())
}

/// Creates jobs, lets the client work through them, and asks the control plane how they ended.
fn walk(
    python: &Python,
    program: &Program,
    plan: &Path,
    folder: &Folder,
    out: &mut String,
) -> Result<(), Failure> {
    let emulator = Emulator::start(python, folder)?;
    let control = |command: &str| {
        let mut control = python.script("control.py");
        control.args([command, &emulator.endpoint()]).arg(plan);
        folder.run(&format!("control-{command}"), control, STEP)
    };
    control("create")?;
    let mut walk = program.command("walk");
    walk.arg(emulator.endpoint()).arg(plan);
    out.push_str(&folder.run("walk", walk, STEP)?);
    let devices = folder.fresh("device")?;
    let mut device = python.script("control.py");
    device.args(["device", &emulator.endpoint()]).arg(plan).arg(&devices);
    folder.run("control-device", device, STEP)?;
    let mut mqtt = program.command("mqtt");
    mqtt.arg(python.interpreter()).arg(plan.with_file_name("control.py")).arg(emulator.endpoint());
    mqtt.arg(plan).arg(emulator.broker_port()).arg(&devices);
    out.push_str(&folder.run("mqtt", mqtt, STEP)?);
    control("check")?;
    out.push_str("ok      the control plane sees every job as it ended\n");
    Ok(())
}

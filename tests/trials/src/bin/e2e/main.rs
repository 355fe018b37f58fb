//! Makes real calls with the committed crate, for `cargo xtask e2e`: walks jobs, and compares requests with boto3's.
//!
//! ```text
//! e2e walk ENDPOINT PLAN            works through the jobs of the plan at an emulator
//! e2e mqtt PYTHON CONTROL ENDPOINT PLAN PORT FOLDER
//!                                   the same over MQTT, at a broker on this port
//! e2e compare PYTHON SCRIPT TABLE   makes the calls of the table, and lets the script make them with boto3
//! e2e device-sdk PYTHON SCRIPT TABLE
//!                                   the same over MQTT, with the official SDK for devices
//! ```
//!
//! Prints a line for every successful check. Ends with 1 if a check fails, and with 2 if the command line is none of
//! these.

mod agent;
mod agent_mqtt;
mod boto3;
mod calls;
mod compare;
mod control;
mod device_sdk;
mod difference;
mod mqtt;
mod relay;
mod table;
mod walk;

use std::env;
use std::path::Path;
use std::process::ExitCode;

use serde_json::Value;

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let ended = match words.as_slice() {
        ["walk", endpoint, plan] => both_walks(endpoint, Path::new(plan)),
        ["mqtt", python, script, endpoint, plan, port, folder] => {
            let [python, script, endpoint, plan] =
                [python, script, endpoint, plan].map(|word| (*word).to_owned());
            over_mqtt(control::Control { python, script, endpoint, plan }, port, Path::new(folder))
        }
        ["compare", python, script, table] => {
            compare::compare(&boto3::Script { python, path: script, table: Path::new(table) })
        }
        ["device-sdk", python, script, table] => device_sdk::compare(python, script, Path::new(table)),
        _ => {
            eprintln!("usage: e2e walk|mqtt|compare|device-sdk …, see the head of its source");
            return ExitCode::from(2);
        }
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            println!("failed  {fault}");
            ExitCode::FAILURE
        }
    }
}

fn both_walks(endpoint: &str, plan: &Path) -> Result<(), String> {
    let plan = read_json(plan)?;
    runtime()?.block_on(walk::walk(endpoint, &plan))?;
    agent::work(endpoint, &plan)
}

fn over_mqtt(control: control::Control, port: &str, folder: &Path) -> Result<(), String> {
    let plan = read_json(Path::new(&control.plan))?;
    let port = port.parse().map_err(|error| format!("{port}: {error}"))?;
    let site = mqtt::Site { control, plan: &plan, port, folder };
    runtime()?.block_on(async {
        mqtt::walk(&site).await?;
        agent_mqtt::run(&site).await
    })
}

/// Returns the runtime for async calls: one thread, as on a small device.
fn runtime() -> Result<tokio::runtime::Runtime, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| format!("no runtime for async calls: {error}"))
}

fn read_json(path: &Path) -> Result<Value, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

/// Prints a line if the values are equal, or fails.
#[expect(clippy::needless_pass_by_value, reason = "what is expected is written where it is used")]
fn check<T: PartialEq + std::fmt::Debug>(what: &str, found: T, expected: T) -> Result<(), String> {
    if found == expected {
        println!("ok      {what}");
        Ok(())
    } else {
        Err(format!("{what}: expected {expected:?}, found {found:?}"))
    }
}

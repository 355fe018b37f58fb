//! The agent of the examples over MQTT: with real steps, a journal on disk, and the device's certificate.

use std::fs;
use std::time::Duration;

use examples::agent::Agent;
use examples::journal::Journal;
use examples::steps::Steps;
use examples::work::{Device, OverMqtt, Until, work};
use iot_jobs_data::mqtt::Client;

use crate::check;
use crate::mqtt::Site;

const THING: &str = "hall:fan_4";

/// Works through all jobs of the thing.
pub(crate) async fn run(site: &Site<'_>) -> Result<(), String> {
    let folder = site.folder.join("agent");
    let steps = folder.join("steps");
    fs::create_dir_all(&steps).map_err(said)?;
    for (step, text) in [("spin", "echo spun >> \"$(dirname \"$0\")/../log\""), ("jam", "exit 3")] {
        program(&steps.join(step), text)?;
    }
    let steps = Steps::new(&steps, Duration::from_mins(1));
    let device = Device { journal: Journal::new(folder.join("journal.json")), steps };
    let agent = Agent::new(THING, device.steps.names()?, None);
    let client = Client::new(site.config(site.port, THING)?);
    let mut service = OverMqtt::new(client, THING)?;
    work(&mut service, &device, agent.begin(), Until::Idle).await?;
    let log = fs::read_to_string(folder.join("log")).map_err(said)?;
    check("over MQTT: the agent carries out each step once", log.as_str(), "spun\nspun\n")
}

#[cfg(unix)]
fn program(path: &std::path::Path, text: &str) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::write(path, format!("#!/bin/sh\n{text}\n")).map_err(said)?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).map_err(said)
}

#[cfg(not(unix))]
fn program(_: &std::path::Path, _: &str) -> Result<(), String> {
    Err("the steps of this walk are shell scripts".to_owned())
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}

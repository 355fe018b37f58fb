//! The same agent over MQTT: the service notifies the device of work, and the device authenticates with its
//! certificate.
//!
//! ```console
//! $ cargo run -p examples --bin device_agent_mqtt -- --endpoint a1b2c3-ats.iot.eu-west-1.amazonaws.com \
//!       --certificate device.pem --key device.key \
//!       --thing pump-17 --steps /etc/agent/steps --journal /var/lib/agent/journal.json
//! ```
//!
//! The name of the thing is the client ID. `--trust root.pem` trusts only these roots, for a broker of your own. The
//! agent asks for work after each connect, after each notification and, as a precaution, every hour (`--poll-seconds`).
//!
//! It runs until it is stopped, or with `--once` until no job is left. Exit codes: 0 done, 1 a problem, 2 wrong command
//! line or configuration.

use std::process::ExitCode;
use std::time::Duration;

use examples::agent::Agent;
use examples::args::Args;
use examples::work::{self, Device, OverMqtt, Until};
use iot_jobs_data::mqtt::{Client, Config};
use iot_jobs_data::tls::{Identity, Trust};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let (mut service, device, agent, until) = match set_up() {
        Ok(parts) => parts,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    match work::work(&mut service, &device, agent.begin(), until).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn set_up() -> Result<(OverMqtt, Device, Agent, Until), String> {
    let options = [&work::OPTIONS[..], &["--certificate", "--key", "--trust"]].concat();
    let args = Args::from_env(&options, &["--once"])?;
    let (device, agent, until) = work::prepare(&args)?;
    let agent = agent.poll(Duration::from_secs(args.number("--poll-seconds", 3600)?));
    let thing = args.require("--thing")?;
    let mut config = Config::builder()
        .endpoint(args.require("--endpoint")?)
        .client_id(thing)
        .certificate(identity(&args)?);
    if let Some(file) = args.get("--trust") {
        config = config.trust(Trust::only(&read(file)?).map_err(|error| format!("{file}: {error}"))?);
    }
    let client = Client::new(config.build().map_err(|error| error.to_string())?);
    Ok((OverMqtt::new(client, thing)?, device, agent, until))
}

fn identity(args: &Args) -> Result<Identity, String> {
    let (certificate, key) = (args.require("--certificate")?, args.require("--key")?);
    Identity::from_pem(&read(certificate)?, &read(key)?)
        .map_err(|error| format!("{certificate}, {key}: {error}"))
}

fn read(file: &str) -> Result<Vec<u8>, String> {
    std::fs::read(file).map_err(|error| format!("{file}: {error}"))
}

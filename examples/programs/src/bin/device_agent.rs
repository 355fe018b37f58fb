//! A device's agent with the async client: takes the jobs of a thing one after the other and reports on each step.
//!
//! A job's document is `{"steps": ["download", "install"]}`; each step is the name of a program in the folder
//! `--steps`. The agent's journal ensures that no step is begun twice, even after a loss of power or network.
//!
//! Credentials and all other settings come from the environment. To sign with credentials that the device gets for its
//! certificate, set `iot_jobs_data::credentials::IotCredentials` in the configuration.
//!
//! ```console
//! $ export AWS_REGION=eu-west-1 AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=…
//! $ cargo run -p examples --bin device_agent -- --endpoint https://a1b2c3.jobs.iot.eu-west-1.amazonaws.com \
//!       --thing pump-17 --steps /etc/agent/steps --journal /var/lib/agent/journal.json
//! ```
//!
//! It runs until it is stopped (Ctrl-C is safe at any moment because of the journal), or with `--once` until no job is
//! left. Exit codes: 0 done, 1 a problem, 2 wrong command line or configuration.

use std::process::ExitCode;

use examples::agent::Agent;
use examples::args::Args;
use examples::work::{self, Device, Until};
use iot_jobs_data::{Client, Config};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let (mut client, device, agent, until) = match set_up() {
        Ok(parts) => parts,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    match work::work(&mut client, &device, agent.begin(), until).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn set_up() -> Result<(Client, Device, Agent, Until), String> {
    let args = Args::from_env(&work::OPTIONS, &["--once"])?;
    let (device, agent, until) = work::prepare(&args)?;
    let config =
        Config::from_env().endpoint_url(args.require("--endpoint")?).app_name("device-agent").build();
    let client = Client::new(config.map_err(|error| error.to_string())?);
    Ok((client, device, agent, until))
}

//! The same agent without an async runtime, for a device that has a certificate: mutual TLS, and nothing is signed.
//!
//! ```console
//! $ cargo run -p examples --bin device_agent_blocking -- --endpoint https://a1b2c3.jobs.iot.eu-west-1.amazonaws.com \
//!       --certificate device.pem.crt --key private.pem.key \
//!       --thing pump-17 --steps /etc/agent/steps --journal /var/lib/agent/journal.json
//! ```
//!
//! The port is 8443 unless the endpoint names another. `AWS_CA_BUNDLE` names a file with the root certificates to trust in
//! place of those of the web. Without `--certificate` and `--key` it signs with the credentials of the environment.
//!
//! `device_agent` tells more of the agent. Exit codes: 0 done, 1 trouble, 2 wrong command line or configuration.

use std::process::ExitCode;

use examples::agent::Agent;
use examples::args::Args;
use examples::work::{self, Device, Until};
use iot_jobs_data::tls::Identity;
use iot_jobs_data::{Config, ConfigBuilder, blocking};

fn main() -> ExitCode {
    let (client, device, agent, until) = match set_up() {
        Ok(parts) => parts,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    match work::work_blocking(&client, &device, agent.begin(), until) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn set_up() -> Result<(blocking::Client, Device, Agent, Until), String> {
    let options = [&work::OPTIONS[..], &["--certificate", "--key"]].concat();
    let args = Args::from_env(&options, &["--once"])?;
    let (device, agent, until) = work::prepare(&args)?;
    let config =
        authenticated(&args)?.endpoint_url(args.require("--endpoint")?).app_name("device-agent").build();
    let client = blocking::Client::new(config.map_err(|error| error.to_string())?);
    Ok((client, device, agent, until))
}

/// A configuration with the device's certificate, before which the credentials of the environment give way.
fn authenticated(args: &Args) -> Result<ConfigBuilder, String> {
    let config = Config::from_env();
    if args.get("--certificate").is_none() && args.get("--key").is_none() {
        return Ok(config);
    }
    let (chain, key) = (file(args.require("--certificate")?)?, file(args.require("--key")?)?);
    let identity = Identity::from_pem(&chain, &key).map_err(|error| error.to_string())?;
    Ok(config.certificate(identity))
}

fn file(path: &str) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| format!("{path}: {error}"))
}

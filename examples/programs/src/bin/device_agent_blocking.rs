//! The same agent without an async runtime, for a device with a certificate: mutual TLS without signatures.
//!
//! ```console
//! $ cargo run -p examples --bin device_agent_blocking -- --endpoint https://a1b2c3.jobs.iot.eu-west-1.amazonaws.com \
//!       --certificate device.pem.crt --key private.pem.key \
//!       --thing pump-17 --steps /etc/agent/steps --journal /var/lib/agent/journal.json
//! ```
//!
//! The port is 8443 unless the endpoint has another one. `AWS_CA_BUNDLE` is a file with the root certificates to trust
//! instead of those of the web. Without `--certificate` and `--key` it signs with the credentials of the environment.
//!
//! See `device_agent` for more about the agent. Exit codes: 0 done, 1 a problem, 2 wrong command line or configuration.

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

/// Returns a configuration with the device's certificate, which takes precedence over credentials of the environment.
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

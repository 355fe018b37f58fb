//! A fleet tool: lists the pending jobs of many things, and starts a command on them.
//!
//! Region, profile and credentials are those of `aws-config`: the environment, then `~/.aws`.
//!
//! ```console
//! $ cargo run -p examples --bin fleet -- --endpoint https://a1b2c3.jobs.iot.eu-west-1.amazonaws.com \
//!       pump-17 pump-18
//! $ cargo run -p examples --bin fleet -- --endpoint https://a1b2c3.jobs.iot.eu-west-1.amazonaws.com \
//!       --command arn:aws:iot:eu-west-1:123456789012:command/reboot pump-17 pump-18
//! ```
//!
//! At most `--parallel` things (8) are processed at a time. Standard output has one line for each thing, in the order
//! of the responses. Exit codes: 0 done, 1 a call failed, 2 wrong command line or configuration.

use std::process::ExitCode;

use aws_config::BehaviorVersion;
use aws_smithy_http_client::tls::{self, rustls_provider::CryptoMode};
use examples::args::Args;
use iot_jobs_data::{Client, ConfigBuilder};
use tokio::task::JoinSet;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let (client, order) = match set_up().await {
        Ok(parts) => parts,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    if visit_all(&client, order).await { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The command line: what to do with which things.
struct Order {
    things: Vec<String>,
    /// The ARN of the command to start.
    command: Option<String>,
    parallel: usize,
}

async fn set_up() -> Result<(Client, Order), String> {
    let args = Args::from_env(&["--endpoint", "--command", "--parallel"], &[])?;
    let order = Order {
        things: args.words().to_vec(),
        command: args.get("--command").map(str::to_owned),
        parallel: args.number("--parallel", 8)?.max(1),
    };
    if order.things.is_empty() {
        return Err("name the things".to_owned());
    }
    let tls = tls::Provider::Rustls(CryptoMode::Ring);
    let https = aws_smithy_http_client::Builder::new().tls_provider(tls).build_https();
    let sdk_config = aws_config::defaults(BehaviorVersion::latest()).http_client(https).load().await;
    let config =
        ConfigBuilder::from(&sdk_config).endpoint_url(args.require("--endpoint")?).app_name("fleet").build();
    Ok((Client::new(config.map_err(|error| error.to_string())?), order))
}

/// Processes the things, this many at a time; false if a call failed.
async fn visit_all(client: &Client, order: Order) -> bool {
    let mut things = order.things.into_iter();
    let mut visits = JoinSet::new();
    let mut all_well = true;
    loop {
        while visits.len() < order.parallel
            && let Some(thing) = things.next()
        {
            visits.spawn(visit(client.clone(), thing, order.command.clone()));
        }
        match visits.join_next().await {
            None => return all_well,
            Some(Ok(Ok(line))) => println!("{line}"),
            Some(Ok(Err(line))) => {
                eprintln!("{line}");
                all_well = false;
            }
            Some(Err(error)) => {
                eprintln!("{error}");
                all_well = false;
            }
        }
    }
}

/// Processes one thing; returns the line to print.
async fn visit(client: Client, thing: String, command: Option<String>) -> Result<String, String> {
    let result = match command {
        Some(command) => start(&client, &thing, &command).await,
        None => list(&client, &thing).await,
    };
    match result {
        Ok(text) => Ok(format!("{thing}: {text}")),
        Err(error) => Err(format!("{thing}: {error}")),
    }
}

async fn list(client: &Client, thing: &str) -> Result<String, String> {
    let pending = client.get_pending_job_executions().thing_name(thing).send().await;
    let pending = pending.map_err(|error| error.to_string())?;
    let ids = |jobs: Option<&[iot_jobs_data::types::JobExecutionSummary]>| {
        let ids: Vec<_> = jobs.unwrap_or_default().iter().filter_map(|job| job.job_id()).collect();
        if ids.is_empty() { "none".to_owned() } else { ids.join(", ") }
    };
    Ok(format!(
        "in progress: {}; queued: {}",
        ids(pending.output().in_progress_jobs()),
        ids(pending.output().queued_jobs())
    ))
}

/// Starts a command. The client sends a token, so that an attempt whose response was lost can be repeated.
async fn start(client: &Client, thing: &str, command: &str) -> Result<String, String> {
    // The target of a command is a thing in the same account and region.
    let (account, _) = command.split_once(":command/").ok_or("--command is not the ARN of a command")?;
    let target = format!("{account}:thing/{thing}");
    let started = client.start_command_execution().command_arn(command).target_arn(target).send().await;
    let started = started.map_err(|error| error.to_string())?;
    Ok(format!("started as {}", started.output().execution_id().unwrap_or("?")))
}

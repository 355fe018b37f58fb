//! Keeps so many calls in flight over TLS, signed, on one thread: `flight-sigv4 URL ROOT CALLS IN_FLIGHT`.

use std::sync::Arc;

use flight::{Arguments, Calls, Failure};
use iot_jobs_data::credentials::Credentials;
use iot_jobs_data::tls::Trust;
use iot_jobs_data::{Client, Config};
use tokio::task::JoinSet;

fn main() -> Result<(), Failure> {
    let arguments = Arguments::read()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(run(arguments))
}

async fn run(arguments: Arguments) -> Result<(), Failure> {
    let config = Config::builder()
        .endpoint_url(&arguments.url)
        .trust(Trust::web_pki_and(&arguments.root)?)
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret", None, None, "bench"))
        .build()?;
    let client = Arc::new(Client::new(config));
    let calls = Arc::new(Calls::new(arguments.calls));
    let mut tasks = JoinSet::new();
    for _ in 0..arguments.in_flight {
        tasks.spawn(describe(Arc::clone(&client), Arc::clone(&calls)));
    }
    while let Some(ended) = tasks.join_next().await {
        ended??;
    }
    calls.report();
    Ok(())
}

/// Makes one call after the other until none is left.
async fn describe(client: Arc<Client>, calls: Arc<Calls>) -> Result<(), Failure> {
    while calls.take() {
        let call = client.describe_job_execution().thing_name("pump-17").job_id("firmware-42");
        let response = call.include_job_document(true).send().await?;
        response.output().execution().ok_or("no execution")?;
    }
    Ok(())
}

//! Keeps so many calls in flight over TLS with the official SDK, signed, on one thread:
//! `flight-official URL ROOT CALLS IN_FLIGHT`.

use std::sync::Arc;

use aws_sdk_iotjobsdataplane::config::{Credentials, Region};
use aws_sdk_iotjobsdataplane::{Client, Config};
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use flight::{Arguments, Calls, Failure};
use tokio::task::JoinSet;

fn main() -> Result<(), Failure> {
    let arguments = Arguments::read()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(run(arguments))
}

async fn run(arguments: Arguments) -> Result<(), Failure> {
    // What is its default, and one root more.
    let trust = TrustStore::default().with_pem_certificate(arguments.root);
    let http = Builder::new()
        .tls_provider(Provider::Rustls(CryptoMode::AwsLc))
        .tls_context(TlsContext::builder().with_trust_store(trust).build()?)
        .build_https();
    let config = Config::builder()
        .http_client(http)
        .endpoint_url(arguments.url)
        .region(Region::new("eu-west-1"))
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "secret", None, None, "bench"))
        .build();
    let client = Client::from_conf(config);
    let calls = Arc::new(Calls::new(arguments.calls));
    let mut tasks = JoinSet::new();
    for _ in 0..arguments.in_flight {
        tasks.spawn(describe(client.clone(), Arc::clone(&calls)));
    }
    while let Some(ended) = tasks.join_next().await {
        ended??;
    }
    calls.report();
    Ok(())
}

/// Makes one call after the other until none is left.
async fn describe(client: Client, calls: Arc<Calls>) -> Result<(), Failure> {
    while calls.take() {
        let call = client.describe_job_execution().thing_name("pump-17").job_id("firmware-42");
        let output = call.include_job_document(true).send().await?;
        output.execution().ok_or("no execution")?;
    }
    Ok(())
}

//! Keeps so many calls in flight over TLS, signed, on a thread each: `flight-blocking URL ROOT CALLS IN_FLIGHT`.

use std::thread;

use flight::{Arguments, Calls, Failure};
use iot_jobs_data::Config;
use iot_jobs_data::blocking::Client;
use iot_jobs_data::credentials::Credentials;
use iot_jobs_data::tls::Trust;

fn main() -> Result<(), Failure> {
    let arguments = Arguments::read()?;
    let config = Config::builder()
        .endpoint_url(&arguments.url)
        .trust(Trust::web_pki_and(&arguments.root)?)
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret", None, None, "bench"))
        .build()?;
    let client = Client::new(config);
    let calls = Calls::new(arguments.calls);
    thread::scope(|scope| {
        let threads: Vec<_> =
            (0..arguments.in_flight).map(|_| scope.spawn(|| describe(&client, &calls))).collect();
        threads.into_iter().try_for_each(|thread| thread.join().map_err(|_| "a thread has panicked")?)
    })?;
    calls.report();
    Ok(())
}

/// Makes one call after the other until none is left.
fn describe(client: &Client, calls: &Calls) -> Result<(), Failure> {
    while calls.take() {
        let call = client.describe_job_execution().thing_name("pump-17").job_id("firmware-42");
        let response = call.include_job_document(true).send()?;
        response.output().execution().ok_or("no execution")?;
    }
    Ok(())
}

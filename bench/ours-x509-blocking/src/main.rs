//! Describes a job execution so many times in turn, unsigned, without an async runtime: `ours-x509-blocking URL CALLS`.

use std::error::Error;
use std::time::Instant;

use iot_jobs_data::Config;
use iot_jobs_data::blocking::Client;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().ok_or("the URL is missing")?;
    let calls: u32 = arguments.next().ok_or("the number of calls is missing")?.parse()?;
    let config = Config::builder().endpoint_url(url).unsigned().build()?;
    let client = Client::new(config);
    let first = describe(&client)?;
    let start = Instant::now();
    for _ in 1..calls {
        describe(&client)?;
    }
    println!("{:.2} us a call; {first}", start.elapsed().as_secs_f64() * 1e6 / f64::from(calls - 1));
    Ok(())
}

/// Makes one call and gives what is to be printed of its output.
fn describe(client: &Client) -> Result<String, Box<dyn Error>> {
    let call = client.describe_job_execution().thing_name("pump-17").job_id("firmware-42");
    let response = call.include_job_document(true).send()?;
    let execution = response.output().execution().ok_or("no execution")?;
    let status = execution.status().ok_or("no status")?;
    Ok(format!("{:?} is {}", execution.job_id(), status.as_str()))
}

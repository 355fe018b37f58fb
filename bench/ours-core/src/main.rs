//! Builds a request and reads a response so many times, with no client and nothing sent: `ours-core URL CALLS`.

use std::error::Error;
use std::time::Instant;

use bytes::Bytes;
use http::Response;
use iot_jobs_data::operation::describe_job_execution::DescribeJobExecutionInput;
use iot_jobs_data::low_level::Endpoint;
use iot_jobs_data::{Checks, Operation as _};

/// What the server answers.
static BODY: &[u8] = include_bytes!("../../server/body.json");

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().ok_or("the URL is missing")?;
    let calls: u32 = arguments.next().ok_or("the number of calls is missing")?.parse()?;
    let endpoint = Endpoint::new(url)?;
    let first = describe(&endpoint)?;
    let start = Instant::now();
    for _ in 1..calls {
        describe(&endpoint)?;
    }
    println!("{:.2} us a call; {first}", start.elapsed().as_secs_f64() * 1e6 / f64::from(calls - 1));
    Ok(())
}

/// Makes a request, takes the response as given, and gives what is to be printed of its output.
fn describe(endpoint: &Endpoint) -> Result<String, Box<dyn Error>> {
    let input = DescribeJobExecutionInput::builder().thing_name("pump-17").job_id("firmware-42");
    let request = input.include_job_document(true).build().checked_request(Checks::default())?;
    let request = endpoint.apply(request)?;
    let answer =
        Response::builder().header("content-type", "application/json").body(Bytes::from_static(BODY))?;
    let output = DescribeJobExecutionInput::response(&answer)?;
    let execution = output.execution().ok_or("no execution")?;
    let status = execution.status().ok_or("no status")?;
    Ok(format!("{} gives {:?} is {}", request.uri().path(), execution.job_id(), status.as_str()))
}

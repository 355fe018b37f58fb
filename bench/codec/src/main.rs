//! Reads or writes a list of 1,000 pending executions so many times: `codec (ours|serde) (read|write) TIMES`.

use std::error::Error;
use std::fmt::Write as _;

use bytes::Bytes;
use http::Response;
use iot_jobs_data::Operation as _;
use iot_jobs_data::operation::get_pending_job_executions::{
    GetPendingJobExecutionsInput, GetPendingJobExecutionsOutput,
};
use serde::{Deserialize, Serialize};

/// The same types as serde's derive makes them of hand-written ones.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Pending {
    in_progress_jobs: Option<Vec<Summary>>,
    queued_jobs: Option<Vec<Summary>>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Summary {
    job_id: Option<String>,
    #[serde(default)]
    queued_at: i64,
    started_at: Option<i64>,
    #[serde(default)]
    last_updated_at: i64,
    #[serde(default)]
    version_number: i64,
    execution_number: Option<i64>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [whose, what, times] = arguments.as_slice() else { return Err("three arguments are needed".into()) };
    let times: u32 = times.parse()?;
    let body = body()?;
    let mut sum = 0;
    match (whose.as_str(), what.as_str()) {
        ("ours", "read") => {
            let answer = Response::new(Bytes::from(body));
            for _ in 0..times {
                let output = GetPendingJobExecutionsInput::response(&answer)?;
                sum += output.queued_jobs().map_or(0, <[_]>::len);
            }
        }
        ("serde", "read") => {
            for _ in 0..times {
                let output: Pending = serde_json::from_slice(body.as_bytes())?;
                sum += output.queued_jobs.map_or(0, |jobs| jobs.len());
            }
        }
        ("ours", "write") => {
            let output: GetPendingJobExecutionsOutput = serde_json::from_str(&body)?;
            for _ in 0..times {
                sum += serde_json::to_vec(&output)?.len();
            }
        }
        ("serde", "write") => {
            let output: Pending = serde_json::from_str(&body)?;
            for _ in 0..times {
                sum += serde_json::to_vec(&output)?.len();
            }
        }
        _ => return Err("ours or serde, read or write".into()),
    }
    println!("{sum}");
    Ok(())
}

fn body() -> Result<String, Box<dyn Error>> {
    let mut jobs = String::new();
    for number in 0..1000 {
        let comma = if number == 0 { "" } else { "," };
        write!(
            jobs,
            r#"{comma}{{"jobId":"firmware-{number}","queuedAt":17000{number:05},"lastUpdatedAt":17001{number:05},"executionNumber":{number},"versionNumber":1}}"#
        )?;
    }
    Ok(format!(r#"{{"inProgressJobs":[],"queuedJobs":[{jobs}]}}"#))
}

//! Sends with every required member, in any order and with options: this compiles.

use iot_jobs_data::Client;
use iot_jobs_data::types::JobExecutionStatus;

async fn call(client: &Client) {
    let builder = client.update_job_execution().thing_name("t").customize(|call| call.max_attempts(1));
    let _ = builder.clone().job_id("j").status("FAILED").send().await;
    let _ = builder.status(JobExecutionStatus::Succeeded).job_id("j").expected_version(4).build();
}

fn main() {
    let _ = call;
}

//! Sends without one of the required members.

use iot_jobs_data::Client;

fn call(client: &Client) {
    let _ = client.describe_job_execution().job_id("j").customize(|call| call.max_attempts(1)).send();
}

fn main() {
    let _ = call;
}

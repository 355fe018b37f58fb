//! Leaves out the member that is required in the body.

use iot_jobs_data::operation::update_job_execution::UpdateJobExecutionInput;

fn main() {
    let _ = UpdateJobExecutionInput::builder().thing_name("t").job_id("j").expected_version(4).build();
}

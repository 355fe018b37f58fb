//! Leaves out all three required members.

use iot_jobs_data::operation::update_job_execution::UpdateJobExecutionInput;

fn main() {
    let _ = UpdateJobExecutionInput::builder().build();
}

//! Sets a member on a copy that is dropped: the builder itself is as it was.

use iot_jobs_data::operation::update_job_execution::UpdateJobExecutionInput;

fn main() {
    let builder = UpdateJobExecutionInput::builder().thing_name("t").job_id("j");
    let _ = builder.clone().status("FAILED");
    let _ = builder.build();
}

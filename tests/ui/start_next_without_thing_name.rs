//! Sets the optional members alone.

use iot_jobs_data::operation::start_next_pending_job_execution::StartNextPendingJobExecutionInput;

fn main() {
    let _ = StartNextPendingJobExecutionInput::builder()
        .status_details("step", "download")
        .step_timeout_in_minutes(5)
        .build();
}

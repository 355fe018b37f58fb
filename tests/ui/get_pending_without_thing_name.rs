//! Leaves out the only member.

use iot_jobs_data::operation::get_pending_job_executions::GetPendingJobExecutionsInput;

fn main() {
    let _ = GetPendingJobExecutionsInput::builder().build();
}

//! Sets every required member, in any order and some of them twice: this compiles.

use iot_jobs_data::operation::describe_job_execution::DescribeJobExecutionInput;
use iot_jobs_data::operation::get_pending_job_executions::GetPendingJobExecutionsInput;
use iot_jobs_data::operation::start_command_execution::StartCommandExecutionInput;
use iot_jobs_data::operation::start_next_pending_job_execution::StartNextPendingJobExecutionInput;
use iot_jobs_data::operation::update_job_execution::UpdateJobExecutionInput;
use iot_jobs_data::types::JobExecutionStatus;

fn main() {
    let _ = DescribeJobExecutionInput::builder().job_id("j").thing_name("t").build();
    let _ = GetPendingJobExecutionsInput::builder().thing_name(String::from("t")).thing_name("u").build();
    let _ = StartCommandExecutionInput::builder().command_arn("c").target_arn("t").build();
    let _ = StartNextPendingJobExecutionInput::builder().step_timeout_in_minutes(5).thing_name("t").build();
    let builder = UpdateJobExecutionInput::builder().status("FAILED").expected_version(4);
    let _ = builder.clone().thing_name("t").job_id("j").build();
    let _ = builder.job_id("j").status(JobExecutionStatus::Succeeded).thing_name("t").build();
}

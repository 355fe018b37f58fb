//! Leaves out one of two required members.

use iot_jobs_data::operation::describe_job_execution::DescribeJobExecutionInput;

fn main() {
    let _ = DescribeJobExecutionInput::builder().job_id("j").include_job_document(true).build();
}

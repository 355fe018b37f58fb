//! Leaves out the other one.

use iot_jobs_data::operation::describe_job_execution::DescribeJobExecutionInput;

fn main() {
    let _ = DescribeJobExecutionInput::builder().thing_name("t").build();
}

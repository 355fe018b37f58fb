//! Leaves out two members, and both are named.

use iot_jobs_data::operation::start_command_execution::StartCommandExecutionInput;

fn main() {
    let _ = StartCommandExecutionInput::builder().client_token("token-1").build();
}

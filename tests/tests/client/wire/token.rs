//! The idempotency token: filled in once, never replaced, and from any source.

use std::collections::HashSet;

use iot_jobs_data::Operation;
use iot_jobs_data::operation::describe_job_execution::DescribeJobExecutionInput as Describe;
use iot_jobs_data::operation::get_pending_job_executions::GetPendingJobExecutionsInput as GetPending;
use iot_jobs_data::operation::start_command_execution::StartCommandExecutionInput as Start;
use iot_jobs_data::operation::start_next_pending_job_execution::StartNextPendingJobExecutionInput as StartNext;
use iot_jobs_data::operation::update_job_execution::UpdateJobExecutionInput as Update;

fn start() -> Start {
    Start::builder().target_arn("t").command_arn("c").build()
}

/// Fills in the tokens `token-1`, `token-2` and so on, and returns how many were needed.
fn fill(input: &mut impl Operation) -> usize {
    let mut taken = 0;
    input.fill_idempotency_tokens(&mut || {
        taken += 1;
        format!("token-{taken}")
    });
    taken
}

#[test]
fn an_unset_token_is_filled_in_once_and_repeated_by_a_retry() {
    let mut input = start();
    assert_eq!(fill(&mut input), 1);
    let first = input.request().expect("the request can be built");
    assert_eq!(fill(&mut input), 0);
    let second = input.request().expect("the request can be built");
    assert_eq!(first.body(), second.body());
    assert_eq!(first.body(), r#"{"targetArn":"t","commandArn":"c","clientToken":"token-1"}"#.as_bytes());
}

#[test]
fn a_token_that_is_set_stays_even_an_empty_one() {
    for token in ["mine", ""] {
        let mut input = start();
        input.client_token = Some(token.to_owned());
        assert_eq!(fill(&mut input), 0);
        assert_eq!(input.client_token(), Some(token));
    }
}

#[test]
fn building_a_request_never_makes_a_token_up() {
    let request = start().request().expect("the request can be built");
    assert_eq!(request.body(), r#"{"targetArn":"t","commandArn":"c"}"#.as_bytes());
}

#[test]
fn the_source_at_hand_gives_uuids_of_version_4() {
    let tokens: HashSet<_> = (0..100)
        .map(|_| {
            let mut input = start();
            input.fill_idempotency_tokens(&mut smithy_client::token::uuid_v4);
            input.client_token.expect("it has been filled in")
        })
        .collect();
    assert_eq!(tokens.len(), 100);
    for token in tokens {
        let shape: String =
            token.chars().map(|char| if char.is_ascii_hexdigit() { 'x' } else { char }).collect();
        assert_eq!(shape, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx", "{token}");
        assert!(token[14..].starts_with('4') && token[19..].starts_with(['8', '9', 'a', 'b']), "{token}");
    }
}

#[test]
fn the_other_operations_take_no_token() {
    assert_eq!(fill(&mut Describe::builder().thing_name("t").job_id("j").build()), 0);
    assert_eq!(fill(&mut GetPending::builder().thing_name("t").build()), 0);
    assert_eq!(fill(&mut StartNext::builder().thing_name("t").build()), 0);
    assert_eq!(fill(&mut Update::builder().thing_name("t").job_id("j").status("FAILED").build()), 0);
}

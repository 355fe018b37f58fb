//! Responses that cannot be read, and the error for each.

use iot_jobs_data::operation::describe_job_execution::{
    DescribeJobExecutionInput as Describe, DescribeJobExecutionOutput as DescribeOutput,
};
use iot_jobs_data::operation::get_pending_job_executions::GetPendingJobExecutionsInput as GetPending;
use iot_jobs_data::operation::start_command_execution::StartCommandExecutionInput as Start;
use iot_jobs_data::operation::update_job_execution::UpdateJobExecutionInput as Update;

use super::harness::read;

/// Asserts the whole sentence, of which `reason` is the part that differs.
#[track_caller]
fn assert_reason<T: std::fmt::Debug>(operation: &str, body: &str, read: Result<T, String>, reason: &str) {
    let shown = body.replace('\n', " ").replace('\u{feff}', "\u{fffd}");
    assert_eq!(
        read.expect_err(body),
        format!(
            "{operation}: the response could not be read: {reason} \
             (status 200, content type application/json, body begins \"{shown}\")"
        )
    );
}

/// Asserts the whole sentence about a response that may hold secrets: it shows only the member, the place and the
/// length of the body.
#[track_caller]
fn assert_hidden<T: std::fmt::Debug>(
    operation: &str,
    body: &str,
    read: Result<T, String>,
    (member, place): (&str, &str),
) {
    let member = if member.is_empty() { String::new() } else { format!("the member {member}: ") };
    let place = if place.is_empty() { String::new() } else { format!(", at {place}") };
    assert_eq!(
        read.expect_err(body),
        format!(
            "{operation}: the response could not be read: {member}a value is not what the model says{place} \
             (status 200, content type application/json, a body of {} bytes, which may hold secrets)",
            body.len()
        )
    );
}

#[test]
fn null_is_no_output() {
    let told = serde_json::from_str::<DescribeOutput>("null").expect_err("null").to_string();
    assert_eq!(told, "invalid type: null, expected a DescribeJobExecutionOutput object");
    let error = read::<Describe>("null").expect_err("null");
    assert!(error.starts_with("DescribeJobExecution: the response could not be read: "), "{error}");
}

#[test]
fn values_of_the_wrong_type() {
    for (body, member, reason) in [
        ("[]", "", "invalid type: sequence, expected a DescribeJobExecutionOutput object"),
        ("\"x\"", "", "invalid type: string \"x\", expected a DescribeJobExecutionOutput object"),
        (r#"{"execution":[]}"#, "execution", "invalid type: sequence, expected a JobExecution object"),
        (r#"{"execution":{"jobId":7}}"#, "execution.jobId", "invalid type: integer `7`, expected a string"),
        (r#"{"execution":{"status":7}}"#, "execution.status", "invalid type: integer `7`, expected a string"),
        (
            r#"{"execution":{"statusDetails":[]}}"#,
            "execution.statusDetails",
            "invalid type: sequence, expected a map",
        ),
        (
            r#"{"execution":{"statusDetails":{"a":1}}}"#,
            "execution.statusDetails.a",
            "invalid type: integer `1`, expected a string",
        ),
        (
            r#"{"execution":{"jobDocument":{}}}"#,
            "execution.jobDocument",
            "invalid type: map, expected a string",
        ),
        (
            "{\"execution\":\n{\"queuedAt\":\"1\"}}",
            "execution.queuedAt",
            "invalid type: string \"1\", expected a whole number",
        ),
        (
            r#"{"execution":{"queuedAt":1.5}}"#,
            "execution.queuedAt",
            "invalid value: floating point `1.5`, expected a whole number",
        ),
        (
            r#"{"execution":{"queuedAt":9223372036854775808}}"#,
            "execution.queuedAt",
            "the number 9223372036854775808 does not fit in i64",
        ),
        (
            r#"{"execution":{"startedAt":-1e19}}"#,
            "execution.startedAt",
            "the number -10000000000000000000 does not fit in i64",
        ),
        (r#"{"execution":{"queuedAt":1e999}}"#, "execution.queuedAt", "number out of range"),
    ] {
        let told = serde_json::from_str::<DescribeOutput>(body).expect_err(body).to_string();
        let (told, place) = told.rsplit_once(" at ").expect("a place");
        assert_eq!(told, reason);
        // Job documents are secret, so the error of the operation hides the reason. The member is enough as a place.
        let place = if member.is_empty() { place } else { "" };
        assert_hidden("DescribeJobExecution", body, read::<Describe>(body), (member, place));
    }
}

#[test]
fn bodies_that_are_not_json() {
    for (body, reason) in [
        ("<html>\n<b>Sign in</b>", "expected value at line 1 column 1"),
        ("{\"executionId\":\"run", "EOF while parsing a string at line 1 column 19"),
        ("{\"executionId\":", "EOF while parsing a value at line 1 column 15"),
        ("{", "EOF while parsing an object at line 1 column 1"),
        ("{} {}", "trailing characters at line 1 column 4"),
        (" ", "EOF while parsing a value at line 1 column 1"),
        ("\u{feff}{}", "expected value at line 1 column 1"),
    ] {
        assert_reason("StartCommandExecution", body, read::<Start>(body), reason);
    }
}

#[test]
fn every_operation_names_itself() {
    const REASON: &str = "EOF while parsing an object at line 1 column 1";
    assert_reason("GetPendingJobExecutions", "{", read::<GetPending>("{"), REASON);
    assert_hidden("UpdateJobExecution", "{", read::<Update>("{"), ("", "line 1 column 1"));
}

#[test]
fn nesting_does_not_use_up_the_stack() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for body in [
        format!(r#"{{"new":{deep}}}"#),
        format!(r#"{{"new":{deep},"__type":"a#B"}}"#),
        format!(r#"{{"new":{{"__type":{deep}}}}}"#),
    ] {
        assert_eq!(read::<Describe>(&body), Ok(DescribeOutput::default()));
    }
    let body = format!(r#"{{"execution":{deep}}}"#);
    assert_hidden("DescribeJobExecution", &body, read::<Describe>(&body), ("execution", ""));
}

#[test]
fn a_half_of_a_surrogate_pair_costs_one_character() {
    let output = read::<Start>("{\"executionId\":\"run \\ud83d\",\"new\":1e400}").expect("a response");
    assert_eq!(output.execution_id(), Some("run \u{fffd}"));
}

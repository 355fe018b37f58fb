//! Responses for which the official client has no useful error, and how this one handles them.
//!
//! The rows were observed on `aws-sdk-iotjobsdataplane` 1.120.0; its output is beside each test.

use std::net::TcpListener;
use std::time::Duration;

use iot_jobs_data::operation::describe_job_execution::{
    DescribeJobExecutionError, DescribeJobExecutionOutput,
};
use iot_jobs_data::operation::update_job_execution::{UpdateJobExecutionError, UpdateJobExecutionOutput};
use iot_jobs_data::test_util::Script;
use iot_jobs_data::types::JobExecutionStatus;
use iot_jobs_data::{Config, ConfigBuilder, Response, RetryKind, blocking};

fn config() -> ConfigBuilder {
    Config::builder().endpoint_url("http://localhost").unsigned().backoff_base(Duration::from_millis(1))
}

fn client(script: &Script) -> blocking::Client {
    blocking::Client::with_transport(config().build().expect("a configuration"), script.clone())
}

fn raw(status: u16, headers: &[(&str, &str)], body: &'static str) -> http::Response<&'static str> {
    let response = http::Response::builder().status(status).header("x-amzn-requestid", "r-1");
    let response = headers.iter().fold(response, |response, (name, value)| response.header(*name, *value));
    response.body(body).expect("a response")
}

fn update(
    response: http::Response<&'static str>,
) -> Result<Response<UpdateJobExecutionOutput>, UpdateJobExecutionError> {
    let script = Script::new().raw(response);
    let call = client(&script).update_job_execution().thing_name("pump-17").job_id("job-1");
    call.status(JobExecutionStatus::Succeeded).expected_version(3).send()
}

fn describe(script: &Script) -> Result<Response<DescribeJobExecutionOutput>, DescribeJobExecutionError> {
    client(script).describe_job_execution().thing_name("pump-17").job_id("job-1").send()
}

const STATE: &str = r#"{"code":"VersionMismatch","message":"expected 3, is 5",
    "executionState":{"status":"IN_PROGRESS","statusDetails":{"step":"2"},"versionNumber":5}}"#;

/// There: `service error`, `Unhandled`, the state only in the raw bytes.
#[test]
fn a_version_mismatch_has_a_variant_and_the_state() {
    let error =
        update(raw(409, &[("x-amzn-errortype", "VersionMismatchException")], STATE)).expect_err("409");
    assert_eq!(
        error.to_string(),
        "UpdateJobExecution: 409 VersionMismatchException: expected 3, is 5 (request id r-1)"
    );
    let UpdateJobExecutionError::VersionMismatch(mismatch) = &error else { panic!("{error:?}") };
    let state = mismatch.modeled().execution_state().expect("the state");
    assert_eq!((state.version_number, state.status()), (5, Some(&JobExecutionStatus::InProgress)));
    assert_eq!(error.retry_kind(), RetryKind::Never);
}

/// There: `service error`, the variant, the state dropped.
#[test]
fn a_refused_transition_keeps_the_state() {
    let kind =
        "InvalidStateTransitionException:http://internal.amazon.com/coral/com.amazonaws.laserthingjob/";
    let error = update(raw(409, &[("x-amzn-errortype", kind)], STATE)).expect_err("409");
    assert!(error.is_invalid_state_transition());
    let UpdateJobExecutionError::InvalidStateTransition(refused) = &error else { panic!("{error:?}") };
    assert_eq!(refused.modeled().execution_state().map(|state| state.version_number), Some(5));
    assert_eq!(
        error.to_string(),
        "UpdateJobExecution: 409 InvalidStateTransitionException: expected 3, is 5 (request id r-1)"
    );
}

/// There: `Ok`, with nothing in it.
#[test]
fn an_error_in_a_success_is_an_error() {
    let body = r#"{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException","message":null},"Version":"1.0"}"#;
    let error = update(raw(200, &[], body)).expect_err("an error all the same");
    assert_eq!(error.to_string(), "UpdateJobExecution: 200 UnknownOperationException (request id r-1)");
    assert_eq!((error.code(), error.status()), (Some("UnknownOperationException"), Some(200)));
}

/// There: `service error`, the message in `Debug`.
#[test]
fn a_wrong_endpoint_is_answered_with_the_way_to_the_right_one() {
    let hint = ". Use the account's own endpoint: aws iot describe-endpoint --endpoint-type iot:Jobs";
    for message in ["Invalid endpoint. Use describe-endpoint", "Credential should be scoped to 'execute-api'"]
    {
        let body: &'static str = format!(r#"{{"message":"{message}"}}"#).leak();
        let error = update(raw(403, &[("x-amzn-errortype", "ForbiddenException")], body)).expect_err("403");
        assert_eq!(
            error.to_string(),
            format!("UpdateJobExecution: 403 ForbiddenException: {message} (request id r-1){hint}")
        );
    }
    let error = update(raw(403, &[("x-amzn-errortype", "ForbiddenException")], "{}")).expect_err("403");
    assert!(!error.to_string().contains("describe-endpoint"), "{error}");
}

/// There: `UnexpectedToken('<')`.
#[test]
fn a_redirect_to_a_page_is_shown_and_not_followed() {
    let headers = [("content-type", "text/html"), ("location", "http://portal.example/login")];
    let script = Script::new().raw(raw(302, &headers, "<html><title>Sign in to the hotel</title>"));
    let error = describe(&script).expect_err("302");
    assert_eq!(
        error.to_string(),
        "DescribeJobExecution: 302: content type text/html, body begins \
         \"<html><title>Sign in to the hotel</title>\" (request id r-1). Redirects to portal.example are not followed: \
         a proxy or a portal may stand in the way"
    );
    assert_eq!(script.finish().len(), 1);
}

/// There: `UnexpectedToken('<')` again. The outputs of this operation may hold secrets, but such a page does not.
#[test]
fn a_page_in_the_place_of_a_success_is_shown() {
    let script = Script::new().raw(raw(200, &[("content-type", "text/html")], "<html>Sign in"));
    let error = describe(&script).expect_err("no JSON").to_string();
    assert!(
        error
            .ends_with("(status 200, content type text/html, body begins \"<html>Sign in\", request id r-1)"),
        "{error}"
    );
    let script = Script::new().raw(raw(200, &[], r#"{"execution":{"jobDocument":"#));
    let error = describe(&script).expect_err("half a document").to_string();
    assert!(!error.contains("jobDocument") && error.contains("may hold secrets"), "{error}");
}

/// There: `dispatch failure`, the cause in `Debug`.
#[test]
fn a_refused_connection_names_the_host_and_the_cause() {
    let closed = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port");
    let config = config().endpoint_url(format!("http://{closed}")).build().expect("a configuration");
    let call = blocking::Client::new(config).describe_job_execution().thing_name("pump-17").job_id("job-1");
    let error = call.send().expect_err("nobody listens");
    assert_eq!(
        error.to_string(),
        format!("DescribeJobExecution: could not connect to {closed}: connection refused (after 3 attempts)")
    );
    assert_eq!((error.status(), error.attempts()), (None, 3));
}

/// There: three attempts as well, and `service error` at their end.
#[test]
fn a_service_that_is_away_is_tried_three_times() {
    let busy = || raw(503, &[("x-amzn-errortype", "ServiceUnavailableException")], r#"{"message":"later"}"#);
    let script = Script::new().raw(busy()).raw(busy()).raw(busy());
    let error = describe(&script).expect_err("503");
    assert_eq!(
        error.to_string(),
        "DescribeJobExecution: 503 ServiceUnavailableException: later (request id r-1, after 3 attempts)"
    );
    assert!(error.is_service_unavailable());
    assert_eq!(script.finish().len(), 3);
}

/// There: preserved, but a `match` cannot reach it.
#[test]
fn a_status_from_the_future_is_readable_and_goes_back_as_it_came() {
    let body = r#"{"execution":{"jobId":"job-1","status":"NEW_STATUS","queuedAt":1,"lastUpdatedAt":2,"versionNumber":3}}"#;
    let script = Script::new().raw(raw(200, &[], body)).raw(raw(200, &[], "{}"));
    let answer = describe(&script).expect("an execution");
    let status =
        answer.output().execution().and_then(|execution| execution.status()).expect("a status").clone();
    assert!(matches!(&status, JobExecutionStatus::Unknown(text) if text == "NEW_STATUS"), "{status:?}");
    let call = client(&script).update_job_execution().thing_name("pump-17").job_id("job-1").status(status);
    call.send().expect("an update");
    let sent = script.finish();
    assert_eq!(
        sent.last().map(|sent| sent.request().body().as_ref()),
        Some(&br#"{"status":"NEW_STATUS"}"#[..])
    );
}

//! The sentence of each error, and what `Debug` hides.

use iot_jobs_data::credentials::CredentialsError;
use iot_jobs_data::low_level::Endpoint;
use iot_jobs_data::operation::describe_job_execution::DescribeJobExecutionInput as Describe;
use iot_jobs_data::operation::get_pending_job_executions::GetPendingJobExecutionsInput as GetPending;
use iot_jobs_data::operation::update_job_execution::UpdateJobExecutionInput as Update;
use iot_jobs_data::proxy::Proxy;
use iot_jobs_data::tls::Trust;
use iot_jobs_data::{Checks, Config, Operation};

use super::harness::answer;

const ID: (&str, &str) = ("x-amzn-requestid", "id-1");
const HTML: (&str, &str) = ("content-type", "text/html; charset=utf-8");

#[test]
fn errors_of_the_service() {
    for (status, headers, body, sentence) in [
        (
            409,
            &[ID][..],
            r#"{"code":"VersionMismatch","message":"expected 3, is 5"}"#,
            "UpdateJobExecution: 409 VersionMismatch: expected 3, is 5 (request id id-1)",
        ),
        (409, &[], r#"{"code":"VersionMismatch"}"#, "UpdateJobExecution: 409 VersionMismatch"),
        (
            429,
            &[ID],
            r#"{"__type":"a#ThrottlingException:x"}"#,
            "UpdateJobExecution: 429 ThrottlingException (request id id-1)",
        ),
        (403, &[], r#"{"message":"Forbidden"}"#, "UpdateJobExecution: 403: Forbidden"),
        (
            403,
            &[("x-amzn-errortype", "AccessDeniedException:")],
            r#"{"message":"line\nfeed \u001b[31m"}"#,
            "UpdateJobExecution: 403 AccessDeniedException: line feed \u{fffd}[31m",
        ),
        (
            200,
            &[],
            r#"{"Output":{"__type":"a#UnknownOperationException"}}"#,
            "UpdateJobExecution: 200 UnknownOperationException",
        ),
    ] {
        assert_sentence(status, headers, body, sentence);
    }
}

#[test]
fn errors_whose_bodies_say_nothing() {
    let long = "x".repeat(129);
    let long_sentence =
        format!("UpdateJobExecution: 400: no content type, body begins \"{}…\"", "x".repeat(128));
    for (status, headers, body, sentence) in [
        (500, &[][..], "", "UpdateJobExecution: 500: no content type, no body"),
        (
            503,
            &[ID, ("x-amzn-errortype", "ServiceUnavailableException")],
            "",
            "UpdateJobExecution: 503 ServiceUnavailableException (request id id-1)",
        ),
        (502, &[], "{}", "UpdateJobExecution: 502: no content type, body begins \"{}\""),
        (
            302,
            &[HTML, ID],
            "<html>\r\n<a href=\"/login\">é</a>",
            "UpdateJobExecution: 302: content type text/html; charset=utf-8, body begins \"<html>  <a href=\"/login\">é</a>\" (request id id-1)",
        ),
        (
            504,
            &[HTML, ("x-amzn-errortype", "ServiceUnavailableException")],
            "<html>",
            "UpdateJobExecution: 504 ServiceUnavailableException: content type text/html; charset=utf-8, body begins \"<html>\"",
        ),
        (
            400,
            &[],
            r#"{"message":"tru"#,
            "UpdateJobExecution: 400: no content type, body begins \"{\"message\":\"tru\"",
        ),
        (400, &[], &long, &long_sentence),
    ] {
        assert_sentence(status, headers, body, sentence);
    }
}

#[track_caller]
fn assert_sentence(status: u16, headers: &[(&str, &str)], body: &str, sentence: &str) {
    let error = Update::response(&answer(status, headers, body)).expect_err("an error");
    assert_eq!(error.to_string(), sentence);
}

#[test]
fn answers_that_cannot_be_read() {
    const JSON: &[(&str, &str)] = &[("content-type", "application/json"), ("x-amzn-requestid", "id-1")];
    for (headers, body, sentence) in [
        (
            &[("content-type", "text/html")][..],
            "<html>\nSign in",
            "GetPendingJobExecutions: the response could not be read: expected value at line 1 column 1 \
             (status 200, content type text/html, body begins \"<html> Sign in\")",
        ),
        (
            JSON,
            "{\"queuedJobs\":",
            "GetPendingJobExecutions: the response could not be read: EOF while parsing a value at line 1 column 14 \
             (status 200, content type application/json, body begins \"{\"queuedJobs\":\", request id id-1)",
        ),
        (
            JSON,
            "{\"queuedJobs\":[7]}",
            "GetPendingJobExecutions: the response could not be read: the member queuedJobs[0]: invalid type: integer \
             `7`, expected a JobExecutionSummary object \
             (status 200, content type application/json, body begins \"{\"queuedJobs\":[7]}\", request id id-1)",
        ),
        (
            &[],
            "\0\u{7f}",
            "GetPendingJobExecutions: the response could not be read: expected value at line 1 column 1 \
             (status 200, no content type, body begins \"\u{fffd}\u{fffd}\")",
        ),
    ] {
        let response = answer(200, headers, body);
        let error = GetPending::response(&response).expect_err("an error");
        assert_eq!(error.to_string(), sentence);
        assert_eq!((error.code(), error.message(), error.status()), (None, None, Some(200)));
        assert_eq!(error.raw_body(), Some(response.body()));
    }
}

#[test]
fn answers_that_cannot_be_read_and_may_hold_secrets() {
    let headers = [("content-type", "application/json"), ("x-amzn-requestid", "id-1")];
    let response = answer(200, &headers, r#"{"execution":{"jobDocument":"hush","versionNumber":"hush"}}"#);
    let error = Describe::response(&response).expect_err("an error");
    assert_eq!(
        error.to_string(),
        "DescribeJobExecution: the response could not be read: the member execution.versionNumber: a value is not \
         what the model says (status 200, content type application/json, a body of 59 bytes, \
         which may hold secrets, request id id-1)"
    );
    assert!(!format!("{error:?}").contains("hush"), "{error:?}");
    assert_eq!(error.raw_body(), Some(response.body()));
}

#[test]
fn requests_that_cannot_be_built() {
    let input = Describe::builder().thing_name("").job_id("").build();
    for (checks, sentence) in [
        (
            Checks::none(),
            "DescribeJobExecution: the request could not be built: \
             `thingName` is part of the path and must not be empty",
        ),
        (
            Checks::default(),
            "DescribeJobExecution: the request could not be built: `jobId` must not be empty, it is part of the \
             URI; `thingName` must have at least 1 character, but has 0",
        ),
    ] {
        let error = input.checked_request(checks).expect_err("an error");
        assert_eq!(error.to_string(), sentence);
        let error = <Describe as Operation>::Error::from(error);
        assert_eq!(error.to_string(), sentence);
        assert_eq!((error.status(), error.request_id(), error.raw_body()), (None, None, None));
    }
}

#[test]
fn debug_shows_neither_secret_headers_nor_whole_bodies() {
    let secrets = [("set-cookie", "hush-1"), ("x-amz-security-token", "hush-2"), ("authorization", "hush-3")];
    let body = format!("{{\"message\":\"no\",\"new\":\"{}hush-4\"}}", "x".repeat(128));
    for (status, code) in [(409, "VersionMismatch"), (409, "Unknown"), (200, "VersionMismatch")] {
        let mut headers = secrets.to_vec();
        headers.push(("x-amzn-errortype", code));
        let body = if status == 200 { body.replace("{\"message\"", "\"message\"") } else { body.clone() };
        let error = Update::response(&answer(status, &headers, &body)).expect_err("an error");
        assert_eq!(
            format!("{error:?}"),
            error.to_string(),
            "a `main` that returns the error prints its `Debug`"
        );
        let debug = format!("{error:#?}");
        assert!(!debug.contains("hush"), "{debug}");
        assert!(debug.contains("redacted"), "the names of the headers are there: {debug}");
    }
}

#[test]
fn a_main_that_returns_an_error_prints_its_sentence() {
    let input = GetPending::builder().thing_name("").build();
    let errors: Vec<Box<dyn std::error::Error>> = vec![
        Box::new(Config::builder().build().expect_err("no endpoint")),
        Box::new(input.check(Checks::default()).expect_err("an empty name")),
        Box::new(input.request().expect_err("an empty name")),
        Box::new(input.checked_request(Checks::default()).expect_err("an empty name")),
        Box::new(Endpoint::new("nowhere").expect_err("no URL")),
        Box::new(Trust::only(b"").expect_err("no certificate")),
        Box::new(Proxy::new("socks5://nowhere").expect_err("no such proxy")),
        Box::new(CredentialsError::provider_error("the vault is sealed")),
        Box::new(iot_jobs_data::command::named("Nothing", serde_json::json!({})).expect_err("no operation")),
    ];
    for error in errors {
        assert_eq!(format!("{error:?}"), error.to_string());
    }
}

#[test]
fn sentences_are_bounded() {
    let long = "why ".repeat(2 << 20);
    let refused = format!("{{\"message\":\"{long}\"}}");
    let unreadable = format!("{{\"executionState\":[\"{long}\"],\"x\":1}}");
    for (status, body) in [(409, refused.as_str()), (200, unreadable.as_str()), (500, long.as_str())] {
        let error = Update::response(&answer(status, &[], body)).expect_err("an error");
        let sentence = error.to_string();
        assert!(sentence.len() < 2000, "{status}: {}", sentence.len());
    }
    let id = [("x-amzn-requestid", long.get(..60_000).expect("ASCII"))];
    let sentence = Update::response(&answer(200, &id, "{")).expect_err("no JSON").to_string();
    assert!(sentence.len() < 2000, "{}", sentence.len());
    let quoted = format!("{{\"queuedJobs\":\"{long}\"}}");
    let sentence = GetPending::response(&answer(200, &[], &quoted)).expect_err("no list").to_string();
    assert!(sentence.len() < 2000 && sentence.contains("the member queuedJobs: "), "{}", sentence.len());
}

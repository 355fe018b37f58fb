//! Values in the path: which are encoded, and which are refused before anything is sent.

use iot_jobs_data::operation::describe_job_execution::DescribeJobExecutionInput as Describe;
use iot_jobs_data::operation::get_pending_job_executions::GetPendingJobExecutionsInput as GetPending;
use iot_jobs_data::operation::start_next_pending_job_execution::StartNextPendingJobExecutionInput as StartNext;
use iot_jobs_data::operation::update_job_execution::UpdateJobExecutionInput as Update;
use iot_jobs_data::types::JobExecutionStatus as Status;
use iot_jobs_data::{Operation, RequestError};

use super::harness::Body::{Exact, None};
use super::harness::assert_sent;

/// A value and its form in a path.
const LABELS: [(&str, &str); 18] = [
    ("Az09-._~", "Az09-._~"),
    ("$next", "%24next"),
    ("%24next", "%2524next"),
    ("a:b", "a%3Ab"),
    ("a b", "a%20b"),
    (" ", "%20"),
    ("a+b", "a%2Bb"),
    ("a/b", "a%2Fb"),
    ("//", "%2F%2F"),
    ("a\\b", "a%5Cb"),
    ("100%", "100%25"),
    ("a?b=c&d#e", "a%3Fb%3Dc%26d%23e"),
    ("\"'`", "%22%27%60"),
    ("[](){}<>|^*!@,;", "%5B%5D%28%29%7B%7D%3C%3E%7C%5E%2A%21%40%2C%3B"),
    ("é", "%C3%A9"),
    ("漢🦀", "%E6%BC%A2%F0%9F%A6%80"),
    ("\r\n\t", "%0D%0A%09"),
    ("\0\u{1b}\u{7f}", "%00%1B%7F"),
];

#[test]
fn awkward_labels() {
    for (value, label) in LABELS {
        assert_sent(
            &Describe::builder().thing_name(value).job_id(value).build(),
            &format!("GET /things/{label}/jobs/{label}"),
            &None,
        );
        assert_sent(
            &GetPending::builder().thing_name(value).build(),
            &format!("GET /things/{label}/jobs"),
            &None,
        );
        assert_sent(
            &StartNext::builder().thing_name(value).build(),
            &format!("PUT /things/{label}/jobs/$next"),
            &Exact("{}"),
        );
        assert_sent(
            &Update::builder().thing_name(value).job_id(value).status(Status::Failed).build(),
            &format!("POST /things/{label}/jobs/{label}"),
            &Exact(r#"{"status":"FAILED"}"#),
        );
    }
}

#[test]
fn an_empty_label_is_refused() {
    let update = |thing: &str, job: &str| {
        Update::builder().thing_name(thing).job_id(job).status(Status::Failed).build().request()
    };
    for (request, refused) in [
        (Describe::builder().thing_name("").job_id("j").build().request(), "thingName"),
        (Describe::builder().thing_name("t").job_id("").build().request(), "jobId"),
        (GetPending::builder().thing_name("").build().request(), "thingName"),
        (StartNext::builder().thing_name("").build().request(), "thingName"),
        (update("", "j"), "thingName"),
        (update("t", ""), "jobId"),
    ] {
        let error = request.unwrap_err();
        assert!(matches!(error, RequestError::EmptyLabel { member } if member == refused), "{error}");
        assert_eq!(error.to_string(), format!("`{refused}` is part of the path and must not be empty"));
    }
}

#[test]
fn a_path_that_is_too_long_is_refused() {
    let input = GetPending::builder().thing_name("x".repeat(70_000)).build();
    assert_eq!(input.request().unwrap_err().to_string(), "path and query don't make a URI: uri too long");
}

//! An execution with all its members, in every form that may be received.

use std::collections::HashMap;

use iot_jobs_data::operation::describe_job_execution::{
    DescribeJobExecutionInput as Describe, DescribeJobExecutionOutput as Output,
};
use iot_jobs_data::types::builders::JobExecutionBuilder;
use iot_jobs_data::types::{JobExecution, JobExecutionStatus as Status};

use super::harness::read;

fn execution() -> JobExecutionBuilder {
    JobExecution::builder()
}

/// Checks what is read from a body with this execution.
#[track_caller]
fn assert_execution(json: &str, expected: JobExecutionBuilder) {
    let output = read::<Describe>(&format!(r#"{{"execution":{json}}}"#));
    assert_eq!(output, Ok(Output::builder().execution(expected.build()).build()), "{json}");
}

#[test]
fn all_members() {
    assert_execution(
        r#"{"jobId":"update-7","thingName":"pump","status":"IN_PROGRESS",
            "statusDetails":{"step":"download","é":"\"\u00e9\ud83e\udd80\n"},
            "queuedAt":1700000000,"startedAt":1700000060,"lastUpdatedAt":1700000120,
            "approximateSecondsBeforeTimedOut":3600,"versionNumber":4,"executionNumber":3,
            "jobDocument":"{\"url\":\"https://example.com/a?b=c\"}"}"#,
        execution()
            .job_id("update-7")
            .thing_name("pump")
            .status(Status::InProgress)
            .status_details("step", "download")
            .status_details("é", "\"é🦀\n")
            .queued_at(1_700_000_000)
            .started_at(1_700_000_060)
            .last_updated_at(1_700_000_120)
            .approximate_seconds_before_timed_out(3600)
            .version_number(4)
            .execution_number(3)
            .job_document(r#"{"url":"https://example.com/a?b=c"}"#),
    );
}

#[test]
fn members_that_are_absent_null_unknown_or_spelled_oddly() {
    for (json, expected) in [
        ("{}", execution()),
        (" \n{ \"jobId\" : \"j\" }\t", execution().job_id("j")),
        (r#"{"job\u0049d":"j"}"#, execution().job_id("j")),
        (r#"{"jobId":"first","jobId":"last"}"#, execution().job_id("last")),
        (r#"{"jobid":"j","JobId":"j","job_id":"j"}"#, execution()),
        (r#"{"jobId":""}"#, execution().job_id("")),
        (
            r#"{"new":{"deep":[1e999999,{"x":[]}]},"__type":"a#JobExecution","jobId":"j"}"#,
            execution().job_id("j"),
        ),
        (
            r#"{"jobId":null,"thingName":null,"status":null,"statusDetails":null,"queuedAt":null,
                "startedAt":null,"lastUpdatedAt":null,"approximateSecondsBeforeTimedOut":null,
                "versionNumber":null,"executionNumber":null,"jobDocument":null}"#,
            execution(),
        ),
        (r#"{"statusDetails":{}}"#, execution().set_status_details(Some(HashMap::new()))),
        (r#"{"statusDetails":{"a":"1","b":null}}"#, execution().status_details("a", "1")),
        (r#"{"statusDetails":{"b":null}}"#, execution().set_status_details(Some(HashMap::new()))),
    ] {
        assert_execution(json, expected);
    }
    assert_eq!(
        JobExecution::default(),
        execution().queued_at(0).last_updated_at(0).version_number(0).build()
    );
}

#[test]
fn whole_numbers_in_every_spelling() {
    for (json, number) in [
        ("0", 0),
        ("-0", 0),
        ("-0.0", 0),
        ("7.0", 7),
        ("1.7e9", 1_700_000_000),
        ("17E+8", 1_700_000_000),
        ("1700000000000", 1_700_000_000_000),
        ("-9223372036854775808", i64::MIN),
        ("9223372036854775807", i64::MAX),
    ] {
        assert_execution(&format!(r#"{{"queuedAt":{json}}}"#), execution().queued_at(number));
        assert_execution(&format!(r#"{{"startedAt":{json}}}"#), execution().started_at(number));
    }
}

#[test]
fn statuses_known_and_unknown() {
    for (word, status, terminal) in [
        ("QUEUED", Status::Queued, false),
        ("IN_PROGRESS", Status::InProgress, false),
        ("SUCCEEDED", Status::Succeeded, true),
        ("FAILED", Status::Failed, true),
        ("TIMED_OUT", Status::TimedOut, true),
        ("REJECTED", Status::Rejected, true),
        ("REMOVED", Status::Removed, true),
        ("CANCELED", Status::Canceled, true),
        ("PAUSED", Status::Unknown("PAUSED".to_owned()), false),
        ("queued", Status::Unknown("queued".to_owned()), false),
        ("", Status::Unknown(String::new()), false),
        ("é \\\" 🦀", Status::Unknown("é \" 🦀".to_owned()), false),
    ] {
        let json = format!(r#"{{"status":"{word}"}}"#);
        assert_execution(&json, execution().status(status.clone()));
        assert_eq!(status.is_terminal(), terminal, "{word}");
        assert_eq!(serde_json::to_string(&status).expect("it can be written"), format!("\"{word}\""));
        assert_eq!(status.to_string(), status.as_str());
        assert_eq!(Status::from(status.as_str()), status);
    }
}

#[test]
fn an_answer_without_an_execution() {
    for body in ["{}", "", r#"{"execution":null}"#, r#"{"other":{"execution":{}}}"#] {
        assert_eq!(read::<Describe>(body), Ok(Output::default()), "{body}");
    }
}

//! The four operations on job executions, with all members set, only the required ones, and unusual values.

use std::collections::HashMap;

use iot_jobs_data::operation::describe_job_execution::DescribeJobExecutionInput as Describe;
use iot_jobs_data::operation::get_pending_job_executions::GetPendingJobExecutionsInput as GetPending;
use iot_jobs_data::operation::start_next_pending_job_execution::StartNextPendingJobExecutionInput as StartNext;
use iot_jobs_data::operation::update_job_execution::UpdateJobExecutionInput as Update;
use iot_jobs_data::types::JobExecutionStatus as Status;
use serde_json::json;

use super::harness::Body::{Exact, Json, None};
use super::harness::assert_sent;

/// Values of details that are difficult for a JSON writer.
const AWKWARD: [&str; 8] = [
    "",
    "\"quoted\"",
    "back\\slash",
    "a/b",
    "line\nfeed\ttab",
    "\0\u{1b}\u{7f}",
    "é 漢 🦀",
    "100% $next a:b",
];

#[test]
fn describe() {
    let describe = || Describe::builder().thing_name("pump").job_id("update-7");
    for (input, line) in [
        (describe().build(), "GET /things/pump/jobs/update-7"),
        (
            describe().include_job_document(true).execution_number(3).build(),
            "GET /things/pump/jobs/update-7?includeJobDocument=true&executionNumber=3",
        ),
        (
            describe().include_job_document(false).build(),
            "GET /things/pump/jobs/update-7?includeJobDocument=false",
        ),
        (describe().execution_number(0).build(), "GET /things/pump/jobs/update-7?executionNumber=0"),
        (
            describe().execution_number(i64::MIN).build(),
            "GET /things/pump/jobs/update-7?executionNumber=-9223372036854775808",
        ),
        (
            describe().execution_number(i64::MAX).build(),
            "GET /things/pump/jobs/update-7?executionNumber=9223372036854775807",
        ),
        (describe().job_id("$next").build(), "GET /things/pump/jobs/%24next"),
    ] {
        assert_sent(&input, line, &None);
    }
}

#[test]
fn get_pending() {
    assert_sent(&GetPending::builder().thing_name("pump").build(), "GET /things/pump/jobs", &None);
}

#[test]
fn start_next() {
    const LINE: &str = "PUT /things/pump/jobs/$next";
    let start = || StartNext::builder().thing_name("pump");
    for (input, body) in [
        (start().build(), Exact("{}")),
        (
            start().status_details("step", "download").step_timeout_in_minutes(10_080).build(),
            Exact(r#"{"statusDetails":{"step":"download"},"stepTimeoutInMinutes":10080}"#),
        ),
        (start().set_status_details(Some(HashMap::new())).build(), Exact(r#"{"statusDetails":{}}"#)),
        (start().step_timeout_in_minutes(0).build(), Exact(r#"{"stepTimeoutInMinutes":0}"#)),
        (
            start().step_timeout_in_minutes(i64::MIN).build(),
            Exact(r#"{"stepTimeoutInMinutes":-9223372036854775808}"#),
        ),
        (
            start().step_timeout_in_minutes(i64::MAX).build(),
            Exact(r#"{"stepTimeoutInMinutes":9223372036854775807}"#),
        ),
        (start().status_details("", "").build(), Exact(r#"{"statusDetails":{"":""}}"#)),
        (
            start().status_details("a", "1").status_details("b", "2").status_details("a", "3").build(),
            Json(json!({ "statusDetails": { "a": "3", "b": "2" } })),
        ),
    ] {
        assert_sent(&input, LINE, &body);
    }
}

#[test]
fn update() {
    const LINE: &str = "POST /things/pump/jobs/update-7";
    let update = |status: Status| Update::builder().thing_name("pump").job_id("update-7").status(status);
    for (input, body) in [
        (update(Status::Succeeded).build(), Exact(r#"{"status":"SUCCEEDED"}"#)),
        (
            update(Status::InProgress)
                .status_details("step", "download")
                .step_timeout_in_minutes(-1)
                .expected_version(4)
                .include_job_execution_state(true)
                .include_job_document(true)
                .execution_number(3)
                .build(),
            Exact(concat!(
                r#"{"status":"IN_PROGRESS","statusDetails":{"step":"download"},"stepTimeoutInMinutes":-1,"#,
                r#""expectedVersion":4,"includeJobExecutionState":true,"includeJobDocument":true,"#,
                r#""executionNumber":3}"#
            )),
        ),
        (
            update(Status::Failed)
                .step_timeout_in_minutes(i64::MIN)
                .expected_version(i64::MAX)
                .include_job_execution_state(false)
                .include_job_document(false)
                .execution_number(i64::MIN)
                .build(),
            Exact(concat!(
                r#"{"status":"FAILED","stepTimeoutInMinutes":-9223372036854775808,"#,
                r#""expectedVersion":9223372036854775807,"includeJobExecutionState":false,"#,
                r#""includeJobDocument":false,"executionNumber":-9223372036854775808}"#
            )),
        ),
        (update(Status::from("")).build(), Exact(r#"{"status":""}"#)),
        (update(Status::from("A \"NEW\" ONE")).build(), Exact(r#"{"status":"A \"NEW\" ONE"}"#)),
        (
            update(Status::Rejected).set_status_details(Some(HashMap::new())).build(),
            Exact(r#"{"status":"REJECTED","statusDetails":{}}"#),
        ),
        (
            update(Status::Failed).status_details("\"\\/\n\u{1}", "é\u{2028}\u{7f}").build(),
            Exact("{\"status\":\"FAILED\",\"statusDetails\":{\"\\\"\\\\/\\n\\u0001\":\"é\u{2028}\u{7f}\"}}"),
        ),
    ] {
        assert_sent(&input, LINE, &body);
    }
}

#[test]
fn every_status_has_its_own_word() {
    for (status, word) in [
        (Status::Queued, "QUEUED"),
        (Status::InProgress, "IN_PROGRESS"),
        (Status::Succeeded, "SUCCEEDED"),
        (Status::Failed, "FAILED"),
        (Status::TimedOut, "TIMED_OUT"),
        (Status::Rejected, "REJECTED"),
        (Status::Removed, "REMOVED"),
        (Status::Canceled, "CANCELED"),
    ] {
        assert!(Status::VALUES.contains(&word), "{word}");
        let input = Update::builder().thing_name("t").job_id("j").status(status).build();
        assert_sent(&input, "POST /things/t/jobs/j", &Json(json!({ "status": word })));
    }
    assert_eq!(Status::VALUES.len(), 8, "a new status needs a row");
}

#[test]
fn maps_are_sent_whole() {
    let awkward: HashMap<_, _> = AWKWARD.map(|text| (text.to_owned(), text.to_owned())).into();
    let big: HashMap<_, _> = (0..10_000).map(|n| (format!("key-{n}"), format!("{n}é").repeat(20))).collect();
    for details in [awkward, big] {
        let input = StartNext::builder().thing_name("pump").set_status_details(Some(details.clone())).build();
        assert_sent(&input, "PUT /things/pump/jobs/$next", &Json(json!({ "statusDetails": details })));
    }
}

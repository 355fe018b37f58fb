//! The responses of the other four operations.

use iot_jobs_data::Operation;
use iot_jobs_data::operation::get_pending_job_executions::{
    GetPendingJobExecutionsInput as GetPending, GetPendingJobExecutionsOutput as Pending,
};
use iot_jobs_data::operation::start_command_execution::{
    StartCommandExecutionInput as Start, StartCommandExecutionOutput as Started,
};
use iot_jobs_data::operation::start_next_pending_job_execution::{
    StartNextPendingJobExecutionInput as StartNext, StartNextPendingJobExecutionOutput as Next,
};
use iot_jobs_data::operation::update_job_execution::{
    UpdateJobExecutionInput as Update, UpdateJobExecutionOutput as Updated,
};
use iot_jobs_data::types::{JobExecution, JobExecutionState as State, JobExecutionSummary as Summary};

use super::harness::read;

#[test]
fn get_pending() {
    let full = Summary::builder()
        .job_id("a")
        .queued_at(1)
        .started_at(2)
        .last_updated_at(3)
        .version_number(4)
        .execution_number(5)
        .build();
    let none = || Pending::builder().set_in_progress_jobs(Some(Vec::new()));
    for (body, output) in [
        ("", Pending::builder()),
        ("{}", Pending::builder()),
        (r#"{"inProgressJobs":null,"queuedJobs":null}"#, Pending::builder()),
        (r#"{"inProgressJobs":[],"queuedJobs":[]}"#, none().set_queued_jobs(Some(Vec::new()))),
        (
            r#"{"inProgressJobs":[{"jobId":"a","queuedAt":1,"startedAt":2.0,"lastUpdatedAt":3,
                "versionNumber":4,"executionNumber":5}],"queuedJobs":[{"jobId":"b"},{}]}"#,
            Pending::builder()
                .in_progress_jobs(full)
                .queued_jobs(Summary::builder().job_id("b").build())
                .queued_jobs(Summary::default()),
        ),
        (
            r#"{"inProgressJobs":[null,{"jobId":null,"new":1},null]}"#,
            none().in_progress_jobs(Summary::default()),
        ),
        (r#"{"inProgressJobs":[null]}"#, none()),
    ] {
        assert_eq!(read::<GetPending>(body), Ok(output.build()), "{body}");
    }
}

#[test]
fn start_next() {
    for (body, output) in [
        ("", Next::builder()),
        ("{}", Next::builder()),
        (r#"{"execution":null}"#, Next::builder()),
        (r#"{"execution":{}}"#, Next::builder().execution(JobExecution::default())),
        (
            r#"{"execution":{"jobId":"a","queuedAt":1.0,"new":[]},"new":{}}"#,
            Next::builder().execution(JobExecution::builder().job_id("a").queued_at(1).build()),
        ),
    ] {
        assert_eq!(read::<StartNext>(body), Ok(output.build()), "{body}");
    }
}

#[test]
fn update() {
    for (body, output) in [
        ("", Updated::builder()),
        ("{}", Updated::builder()),
        (r#"{"executionState":null,"jobDocument":null}"#, Updated::builder()),
        (r#"{"executionState":{}}"#, Updated::builder().execution_state(State::default())),
        (r#"{"jobDocument":""}"#, Updated::builder().job_document("")),
        (
            r#"{"executionState":{"status":"PAUSED","statusDetails":{"a":"1","b":null},"versionNumber":5e0},
                "jobDocument":"{\"__type\":\"a#B\"}"}"#,
            Updated::builder()
                .execution_state(
                    State::builder().status("PAUSED").status_details("a", "1").version_number(5).build(),
                )
                .job_document(r#"{"__type":"a#B"}"#),
        ),
    ] {
        assert_eq!(read::<Update>(body), Ok(output.build()), "{body}");
    }
}

#[test]
fn start_command() {
    for (body, output) in [
        ("", Started::builder()),
        ("{}", Started::builder()),
        (r#"{"executionId":null}"#, Started::builder()),
        (r#"{"new":0,"executionId":"run-1"}"#, Started::builder().execution_id("run-1")),
    ] {
        assert_eq!(read::<Start>(body), Ok(output.build()), "{body}");
    }
}

#[test]
fn every_status_of_success_is_one() {
    for status in [200, 201, 202, 204, 299] {
        let mut response = http::Response::new(bytes::Bytes::new());
        *response.status_mut() = http::StatusCode::from_u16(status).expect("a status");
        assert_eq!(Start::response(&response).map_err(|error| error.to_string()), Ok(Started::default()));
    }
}

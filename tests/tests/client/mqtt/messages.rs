//! Inputs converted to messages, and messages to outputs, errors and notifications.

use iot_jobs_data::mqtt::{Message, Notification, ResponseMessage, request};
use iot_jobs_data::operation::describe_job_execution::DescribeJobExecutionInput as Describe;
use iot_jobs_data::operation::get_pending_job_executions::GetPendingJobExecutionsInput as GetPending;
use iot_jobs_data::operation::start_command_execution::StartCommandExecutionInput as StartCommand;
use iot_jobs_data::operation::start_next_pending_job_execution::StartNextPendingJobExecutionInput as StartNext;
use iot_jobs_data::operation::update_job_execution::{
    UpdateJobExecutionError as UpdateError, UpdateJobExecutionInput as Update,
};
use iot_jobs_data::types::JobExecutionStatus as Status;
use iot_jobs_data::{Operation, RetryKind};

fn told(message: Result<Message, impl std::fmt::Display>) -> (String, String) {
    let Message { topic, payload } = message.unwrap_or_else(|error| panic!("{error}"));
    (topic, String::from_utf8(payload.to_vec()).expect("text"))
}

fn pair(topic: &str, payload: &str) -> (String, String) {
    (topic.to_owned(), payload.to_owned())
}

#[test]
fn each_operation_has_its_topic_and_its_members() {
    let pending = GetPending::builder().thing_name("pump:17").build();
    assert_eq!(
        told(request(&pending, "t-1")),
        pair("$aws/things/pump:17/jobs/get", r#"{"clientToken":"t-1"}"#)
    );
    let start =
        StartNext::builder().thing_name("p").status_details("a", "1").step_timeout_in_minutes(5).build();
    assert_eq!(
        told(request(&start, "t")),
        pair(
            "$aws/things/p/jobs/start-next",
            r#"{"clientToken":"t","statusDetails":{"a":"1"},"stepTimeoutInMinutes":5}"#
        )
    );
    let describe = Describe::builder()
        .thing_name("p")
        .job_id("$next")
        .include_job_document(false)
        .execution_number(7)
        .build();
    assert_eq!(
        told(request(&describe, "t")),
        pair(
            "$aws/things/p/jobs/$next/get",
            r#"{"clientToken":"t","executionNumber":7,"includeJobDocument":false}"#
        )
    );
    let update = Update::builder()
        .thing_name("p")
        .job_id("j")
        .status(Status::Succeeded)
        .expected_version(3)
        .include_job_execution_state(true)
        .build();
    assert_eq!(
        told(request(&update, "t")),
        pair(
            "$aws/things/p/jobs/j/update",
            r#"{"clientToken":"t","expectedVersion":3,"includeJobExecutionState":true,"status":"SUCCEEDED"}"#
        )
    );
}

#[test]
fn what_has_no_topic_or_would_have_another_ones_is_refused() {
    let command = StartCommand::builder().target_arn("a").command_arn("c").build();
    let error = request(&command, "t").expect_err("no topic");
    assert_eq!(
        error.to_string(),
        "StartCommandExecution: the request could not be made ready: it cannot be called over MQTT: the service has no topic for it"
    );
    for job in ["get", "start-next", "notify", "notify-next", "a/b", "+", "#", ""] {
        let describe = Describe::builder().thing_name("p").job_id(job).build();
        let error = request(&describe, "t").expect_err("a job that cannot be worked over MQTT").to_string();
        assert!(error.contains("`jobId` is a level of the topic"), "{job}: {error}");
    }
    for thing in ["", "a/b", "+"] {
        let pending = GetPending::builder().thing_name(thing).build();
        assert!(request(&pending, "t").is_err(), "{thing}");
    }
    let long = Update::builder()
        .thing_name("p")
        .job_id("j")
        .status(Status::Failed)
        .status_details("k", "x".repeat(131_072));
    let error = request(&long.build(), "t").expect_err("too long").to_string();
    assert!(error.contains("131072 at most"), "{error}");
}

#[test]
fn a_document_is_json_over_mqtt_and_a_text_over_http() {
    let payload =
        br#"{"timestamp":1,"clientToken":"t","execution":{"jobId":"j","status":"QUEUED","versionNumber":2,
        "jobDocument":{"steps": ["a"], "n": 1.50}}}"#;
    let reply = ResponseMessage::<Describe>::from_message("$aws/things/p/jobs/j/get/accepted", payload)
        .expect("a response");
    assert_eq!(
        (reply.token(), reply.label("jobId"), reply.label("thingName")),
        (Some("t"), Some("j"), Some("p"))
    );
    let over_mqtt = reply.into_result().expect("an output");
    let document = r#"{"steps": ["a"], "n": 1.50}"#;
    let body = serde_json::json!({"execution": {"jobId": "j", "status": "QUEUED", "versionNumber": 2, "jobDocument": document}});
    let over_http = Describe::response(&http::Response::new(body.to_string().into())).expect("an output");
    assert_eq!(over_mqtt, over_http);
    assert_eq!(over_mqtt.execution().and_then(|execution| execution.job_document()), Some(document));
}

#[test]
fn nothing_is_pending() {
    let empty = br#"{"timestamp":1,"clientToken":"t"}"#;
    let start = ResponseMessage::<StartNext>::from_message("$aws/things/p/jobs/start-next/accepted", empty)
        .expect("a response");
    assert_eq!(start.into_result().expect("an output").execution(), None);
    let next = ResponseMessage::<Describe>::from_message("$aws/things/p/jobs/$next/get/accepted", empty)
        .expect("a response");
    assert_eq!(next.into_result().expect("an output").execution(), None);
}

#[test]
fn a_rejection_is_the_error_of_the_operation_without_a_status() {
    let payload = br#"{"code":"VersionMismatch","message":"expected 3","clientToken":"t","timestamp":1,
        "executionState":{"status":"SUCCEEDED","versionNumber":4}}"#;
    let reply = ResponseMessage::<Update>::from_message("$aws/things/p/jobs/j/update/rejected", payload)
        .expect("a response");
    let error = reply.into_result().expect_err("a refusal");
    assert_eq!(error.to_string(), "UpdateJobExecution: rejected VersionMismatch: expected 3");
    assert_eq!(
        (error.code(), error.status(), error.retry_kind()),
        (Some("VersionMismatch"), None, RetryKind::Never)
    );
    let UpdateError::VersionMismatch(mismatch) = &error else { panic!("{error:?}") };
    let state = mismatch.modeled().execution_state().expect("the state");
    assert_eq!((state.version_number(), state.status()), (4, Some(&Status::Succeeded)));
}

#[test]
fn every_code_is_an_error_that_says_whether_to_try_again() {
    let cases = [
        ("InvalidTopic", "InvalidRequest", RetryKind::Never),
        ("InvalidJson", "InvalidRequest", RetryKind::Never),
        ("InvalidRequest", "InvalidRequest", RetryKind::Never),
        ("InvalidStateTransition", "InvalidStateTransition", RetryKind::Never),
        ("ResourceNotFound", "ResourceNotFound", RetryKind::Never),
        ("VersionMismatch", "VersionMismatch", RetryKind::Never),
        ("InternalError", "Unhandled", RetryKind::Transient),
        ("RequestThrottled", "Throttling", RetryKind::Throttling),
        ("TerminalStateReached", "Unhandled", RetryKind::Never),
        ("NewsToMe", "Unhandled", RetryKind::Never),
    ];
    for (code, variant, kind) in cases {
        let payload = format!(r#"{{"code":"{code}","message":"m","clientToken":"t"}}"#);
        let reply = ResponseMessage::<Update>::from_message(
            "$aws/things/p/jobs/j/update/rejected",
            payload.as_bytes(),
        );
        let error = reply.expect("a response").into_result().expect_err("a refusal");
        let found = match &error {
            UpdateError::InvalidRequest(_) => "InvalidRequest",
            UpdateError::InvalidStateTransition(_) => "InvalidStateTransition",
            UpdateError::ResourceNotFound(_) => "ResourceNotFound",
            UpdateError::VersionMismatch(_) => "VersionMismatch",
            UpdateError::Throttling(_) => "Throttling",
            UpdateError::Unhandled(_) => "Unhandled",
            other => panic!("{other:?}"),
        };
        assert_eq!((found, error.retry_kind(), error.status()), (variant, kind, None), "{code}");
    }
}

#[test]
fn an_answer_that_cannot_be_read_says_where_and_shows_no_document() {
    let payload = br#"{"execution":{"versionNumber":"four","jobDocument":{"secret":"hush"}}}"#;
    let reply = ResponseMessage::<Describe>::from_message("$aws/things/p/jobs/j/get/accepted", payload)
        .expect("a response");
    let error = reply.into_result().expect_err("not a number").to_string();
    assert!(error.contains("execution.versionNumber") && !error.contains("status"), "{error}");
    assert!(!error.contains("hush"), "{error}");
    let reply = ResponseMessage::<Describe>::from_message("$aws/things/p/jobs/j/get/accepted", b"\xff{")
        .expect("a response");
    assert!(reply.into_result().is_err());
}

#[test]
fn other_topics_are_nobodys() {
    for topic in [
        "",
        "$aws/things/p/jobs/j/get",
        "$aws/things/p/jobs/j/get/accepted/x",
        "$aws/things/p/jobs/get/accepted",
        "$aws/things/p/jobs/j/update/accepted",
        "$aws/things//jobs/j/get/accepted",
    ] {
        assert!(ResponseMessage::<Describe>::from_message(topic, b"{}").is_none(), "{topic}");
        assert!(Notification::from_message(topic, b"{}").is_none(), "{topic}");
    }
}

#[test]
fn notifications_are_typed_and_know_their_thing() {
    let payload = br#"{"timestamp":1700000000,"jobs":{"IN_PROGRESS":[{"jobId":"a","versionNumber":2,"executionNumber":1}],"QUEUED":[]}}"#;
    let read =
        Notification::from_message("$aws/things/pump/jobs/notify", payload).expect("a notification").unwrap();
    let Notification::JobExecutionsChanged(changed) = read else { panic!("{read:?}") };
    assert_eq!((changed.thing_name(), changed.timestamp()), ("pump", Some(1_700_000_000)));
    let jobs = changed.jobs().expect("lists");
    assert_eq!(
        jobs.get(&Status::InProgress).and_then(|list| list.first()).and_then(|job| job.job_id()),
        Some("a")
    );

    let payload = br#"{"timestamp":1,"execution":{"jobId":"a","status":"QUEUED","jobDocument":{"x":1}}}"#;
    let read = Notification::from_message("$aws/things/pump/jobs/notify-next", payload)
        .expect("a notification")
        .unwrap();
    let Notification::NextJobExecutionChanged(next) = read else { panic!("{read:?}") };
    let execution = next.execution().expect("an execution");
    assert_eq!(
        (execution.job_id(), execution.thing_name(), execution.job_document()),
        (Some("a"), None, Some(r#"{"x":1}"#))
    );

    let none = Notification::from_message("$aws/things/pump/jobs/notify-next", br#"{"timestamp":2}"#);
    let Notification::NextJobExecutionChanged(next) = none.expect("a notification").unwrap() else {
        panic!()
    };
    assert_eq!(next.execution(), None);
}

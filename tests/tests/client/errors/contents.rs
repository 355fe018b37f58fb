//! The contents of errors: the message in every spelling, and the members of modeled errors.

use bytes::Bytes;
use iot_jobs_data::Operation;
use iot_jobs_data::operation::start_command_execution::{
    StartCommandExecutionError as StartError, StartCommandExecutionInput as Start,
};
use iot_jobs_data::operation::update_job_execution::{
    UpdateJobExecutionError as UpdateError, UpdateJobExecutionInput as Update,
};
use iot_jobs_data::types::{JobExecutionState as State, JobExecutionStatus as Status};

use super::harness::{Subject, answer, for_each_operation};

/// Returns the error of an update for an error body whose code is in the header.
fn update_error(code: &str, body: &str) -> UpdateError {
    Update::response(&answer(409, &[("x-amzn-errortype", code)], body)).expect_err("an error")
}

#[test]
fn messages_in_every_spelling() {
    for (body, message) in [
        (r#"{"message":"no"}"#, Some("no")),
        (r#"{"Message":"no"}"#, Some("no")),
        (r#"{"errorMessage":"no"}"#, Some("no")),
        (r#"{"Message":"second","message":"first"}"#, Some("first")),
        (r#"{"message":null,"Message":"second"}"#, Some("second")),
        (r#"{"message":"","errorMessage":"third"}"#, Some("third")),
        (r#"{"message":"é \"x\"\n"}"#, Some("é \"x\"\n")),
        (r#"{"message":null}"#, None),
        ("{}", None),
        ("", None),
    ] {
        for_each_operation!(assert_message(body, message));
    }
}

fn assert_message<O: Subject>(body: &str, message: Option<&str>) {
    let seen = O::seen(&answer(404, &[("x-amzn-errortype", "ResourceNotFoundException")], body));
    assert_eq!((seen.variant.as_str(), seen.message.as_deref()), ("ResourceNotFound", message), "{body}");
}

#[test]
fn the_message_reaches_the_modelled_error_too() {
    for (body, message) in [
        (r#"{"message":"no"}"#, Some("no")),
        (r#"{"Message":"no"}"#, Some("no")),
        (r#"{"errorMessage":"no"}"#, Some("no")),
        (r#"{"message":null,"Message":"no"}"#, Some("no")),
        ("{}", None),
        ("", None),
    ] {
        let UpdateError::InvalidRequest(error) = update_error("InvalidRequest", body) else {
            panic!("{body} is an InvalidRequest");
        };
        assert_eq!(error.message(), message, "{body}");
        assert_eq!(error.into_modeled().message.as_deref(), message, "{body}");
    }
}

#[test]
fn a_refused_update_tells_the_present_state() {
    let full = State::builder().status(Status::Succeeded).status_details("a", "1").version_number(5).build();
    let unknown = State::builder().status("PAUSED").build();
    for (json, state) in [
        (r#"{"status":"SUCCEEDED","statusDetails":{"a":"1"},"versionNumber":5}"#, Some(full)),
        (r#"{"status":"PAUSED","new":1}"#, Some(unknown)),
        ("{}", Some(State::default())),
        ("null", None),
    ] {
        let body = format!(
            r#"{{"code":"-","message":"no","clientToken":"t","timestamp":1.5,"executionState":{json}}}"#
        );
        for code in ["InvalidStateTransitionException", "InvalidStateTransition"] {
            let UpdateError::InvalidStateTransition(error) = update_error(code, &body) else {
                panic!("{code} is an InvalidStateTransition");
            };
            assert_eq!((error.message(), error.modeled().execution_state()), (Some("no"), state.as_ref()));
        }
        for code in ["VersionMismatchException", "VersionMismatch", "VersionConflictException"] {
            let UpdateError::VersionMismatch(error) = update_error(code, &body) else {
                panic!("{code} is a VersionMismatch");
            };
            assert_eq!((error.message(), error.modeled().execution_state()), (Some("no"), state.as_ref()));
        }
    }
}

#[test]
fn other_members_of_modelled_errors() {
    let conflict = answer(409, &[], r#"{"code":"ConflictException","resourceId":"run-1","message":"m"}"#);
    let Err(StartError::Conflict(error)) = Start::response(&conflict) else { panic!("it is a Conflict") };
    assert_eq!((error.modeled().resource_id(), error.message()), (Some("run-1"), Some("m")));

    let throttling = answer(429, &[], r#"{"code":"RequestThrottled","payload":"AP8="}"#);
    let Err(StartError::Throttling(error)) = Start::response(&throttling) else {
        panic!("it is a Throttling")
    };
    assert_eq!((error.modeled().payload(), error.message()), (Some(&Bytes::from_static(b"\0\xff")), None));
}

#[test]
fn a_body_that_cannot_be_read_does_not_take_the_modelled_error_away() {
    for body in [
        r#"{"executionState":[]}"#,
        r#"{"executionState":{"versionNumber":"5"}}"#,
        r#"{"message":5}"#,
        "[]",
        "<html>",
        "{\"message\":\"tru",
    ] {
        let error = update_error("VersionMismatch", body);
        let UpdateError::VersionMismatch(mismatch) = &error else { panic!("{body}: {error:?}") };
        assert_eq!((mismatch.message(), mismatch.modeled().execution_state()), (None, None), "{body}");
        assert_eq!((error.code(), error.status()), (Some("VersionMismatch"), Some(409)));
        assert_eq!(error.raw_body().map(AsRef::as_ref), Some(body.as_bytes()));
    }
}

#[test]
fn the_id_of_the_request_has_several_headers() {
    for name in ["x-amzn-requestid", "x-amzn-RequestId", "x-amz-request-id", "x-amzn-request-id"] {
        for_each_operation!(assert_request_id(name));
    }
}

fn assert_request_id<O: Subject>(name: &str) {
    let seen = O::seen(&answer(500, &[(name, "id-3")], "{}"));
    assert_eq!(seen.request_id.as_deref(), Some("id-3"), "{name}");
}

//! Errors with a success status: the service did nothing, and the caller has to know.

use iot_jobs_data::Operation;
use iot_jobs_data::operation::update_job_execution::{
    UpdateJobExecutionError as UpdateError, UpdateJobExecutionInput as Update,
    UpdateJobExecutionOutput as Updated,
};

use super::harness::{Subject, answer, for_each_operation};

#[test]
fn an_envelope_is_an_error_whatever_its_status() {
    for (body, variant, code, message) in [
        (
            r#"{"Output":{"__type":"com.example.coral#UnknownOperationException","message":null},"Version":"1.0"}"#,
            "Unhandled",
            "UnknownOperationException",
            None,
        ),
        (
            r#"{"Output":{"__type":"com.example.iot#ThrottlingException","Message":"slow"},"Version":"1.0"}"#,
            "Throttling",
            "ThrottlingException",
            Some("slow"),
        ),
        (
            r#"{"__type":"com.example.iot#ResourceNotFoundException:http://example.com/","message":"gone"}"#,
            "ResourceNotFound",
            "ResourceNotFoundException",
            Some("gone"),
        ),
        (r#"{"__type":"com.example.auth#AccessDenied"}"#, "Unhandled", "AccessDenied", None),
    ] {
        for status in [200, 202, 299] {
            for_each_operation!(assert_error(status, body, variant, code, message));
        }
    }
}

fn assert_error<O: Subject>(status: u16, body: &str, variant: &str, code: &str, message: Option<&str>) {
    let seen = O::seen(&answer(status, &[("x-amzn-requestid", "id-1")], body));
    assert_eq!((seen.variant.as_str(), seen.code.as_deref()), (variant, Some(code)), "{body}");
    assert_eq!((seen.message.as_deref(), seen.status), (message, Some(status)), "{body}");
    assert_eq!(seen.raw_body.as_deref(), Some(body.as_bytes()));
}

#[test]
fn a_version_mismatch_in_an_envelope_keeps_the_state() {
    let body = r#"{"Output":{"__type":"a#VersionMismatch","executionState":{"versionNumber":5}}}"#;
    let Err(UpdateError::VersionMismatch(error)) = Update::response(&answer(200, &[], body)) else {
        panic!("it is a VersionMismatch");
    };
    assert_eq!(error.modeled().execution_state().map(|state| state.version_number), Some(5));
}

#[test]
fn an_output_that_only_looks_like_one_is_a_success() {
    for body in [
        r#"{"__type":"com.example.iot#UpdateJobExecutionResponse"}"#,
        r#"{"__type":"UpdateJobExecutionOutput"}"#,
        r#"{"__type":"not a type # at all"}"#,
        r#"{"__type":null}"#,
        r#"{"code":"ThrottlingException","message":"only a member"}"#,
        r#"{"Output":{"message":"no type"},"Version":"1.0"}"#,
        r#"{"other":{"__type":"com.example.iot#ThrottlingException"}}"#,
    ] {
        let output = Update::response(&answer(200, &[], body)).map_err(|error| error.to_string());
        assert_eq!(output, Ok(Updated::default()), "{body}");
    }
    let body = r#"{"executionState":{"statusDetails":{"__type":"a#ThrottlingException"}}}"#;
    assert!(Update::response(&answer(200, &[], body)).is_ok(), "details belong to the device");
}

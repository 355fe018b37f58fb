//! The methods of every error, without an import of `Failure`.

use bytes::Bytes;
use iot_jobs_data::Operation as _;
use iot_jobs_data::operation::describe_job_execution::{
    DescribeJobExecutionError as DescribeError, DescribeJobExecutionInput as Describe,
};
use iot_jobs_data::{ErrorMeta, RetryKind};

/// The methods of an error as listed on its page. The trait is not in scope here, so each has to be a method of the
/// type.
macro_rules! answers {
    ($error:expr) => {{
        let error = $error;
        let raw = (error.headers().map(http::HeaderMap::len), error.raw_body().map(Bytes::len));
        let attempts = (error.attempts(), error.may_have_acted_before());
        (error.retry_kind(), error.code(), error.message(), error.status(), error.request_id(), attempts, raw)
    }};
}

#[test]
fn errors_have_every_method_of_a_failure() {
    let response = http::Response::builder()
        .status(404)
        .header("x-amzn-requestid", "r-1")
        .body(Bytes::from_static(br#"{"code": "ResourceNotFound", "message": "no job"}"#))
        .expect("a response");
    let error = Describe::response(&response).expect_err("an error");
    let expected = (
        RetryKind::Never,
        Some("ResourceNotFound"),
        Some("no job"),
        Some(404),
        Some("r-1"),
        (1, false),
        (Some(1), Some(49)),
    );
    assert_eq!(answers!(&error), expected);
    assert_eq!(error.error_meta().map(ErrorMeta::operation), Some("DescribeJobExecution"));
    let DescribeError::ResourceNotFound(error) = error else { panic!("{error}") };
    assert_eq!(answers!(&error), expected);
    assert_eq!(
        (error.modeled().message(), error.error_meta().code()),
        (Some("no job"), Some("ResourceNotFound"))
    );

    let error =
        Describe::response(&http::Response::new(Bytes::from_static(b"<html>"))).expect_err("an error");
    let expected = (RetryKind::Never, None, None, Some(200), None, (1, false), (Some(0), Some(6)));
    assert_eq!(answers!(&error), expected);
    assert!(error.error_meta().is_none());
}

//! Creates responses of the service, and inspects the errors of all operations in the same way.

use bytes::Bytes;
use iot_jobs_data::operation::describe_job_execution::{
    DescribeJobExecutionError as DescribeError, DescribeJobExecutionInput as Describe,
};
use iot_jobs_data::operation::get_pending_job_executions::{
    GetPendingJobExecutionsError as GetPendingError, GetPendingJobExecutionsInput as GetPending,
};
use iot_jobs_data::operation::start_command_execution::{
    StartCommandExecutionError as StartError, StartCommandExecutionInput as Start,
};
use iot_jobs_data::operation::start_next_pending_job_execution::{
    StartNextPendingJobExecutionError as StartNextError, StartNextPendingJobExecutionInput as StartNext,
};
use iot_jobs_data::operation::update_job_execution::{
    UpdateJobExecutionError as UpdateError, UpdateJobExecutionInput as Update,
};
use iot_jobs_data::{ErrorMeta, Operation};

/// The facts that an operation's error reports.
#[derive(Debug, PartialEq)]
pub(crate) struct Seen {
    /// The only variant whose `is_…` method returns true, or the name of one that has no such method.
    pub(crate) variant: String,
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) status: Option<u16>,
    pub(crate) request_id: Option<String>,
    pub(crate) raw_body: Option<Bytes>,
}

/// An operation whose errors can be inspected.
pub(crate) trait Subject: Operation<Error: Sized> {
    /// The modeled variants of the error.
    const VARIANTS: &'static [&'static str];

    /// Returns the facts of a response's error.
    fn seen(response: &http::Response<Bytes>) -> Seen;
}

/// Implements [`Subject`] for an operation by the variants of its error and their `is_…` methods.
macro_rules! subject {
    ($input:ident, $error:ident { $($variant:ident $is:ident),* $(,)? }) => {
        impl Subject for $input {
            const VARIANTS: &'static [&'static str] = &[$(stringify!($variant)),*];

            fn seen(response: &http::Response<Bytes>) -> Seen {
                let error = Self::response(response).expect_err("an error");
                let agreeing: Vec<&str> = [$((stringify!($variant), error.$is())),*]
                    .into_iter()
                    .filter_map(|(variant, is)| is.then_some(variant))
                    .collect();
                let (variant, operation) = match &error {
                    $($error::$variant(error) => (stringify!($variant), Some(error.error_meta())),)*
                    $error::Unhandled(meta) => ("Unhandled", Some(&**meta)),
                    $error::Client(_) => ("Client", None),
                    other => panic!("{other:?} needs a place in this table"),
                };
                let modeled = Self::VARIANTS.contains(&variant);
                assert_eq!(agreeing, if modeled { vec![variant] } else { vec![] });
                assert_eq!(operation.map(ErrorMeta::operation).unwrap_or(Self::NAME), Self::NAME);
                assert_eq!(error.error_meta().is_some(), operation.is_some());
                Seen {
                    variant: variant.to_owned(),
                    code: error.code().map(str::to_owned),
                    message: error.message().map(str::to_owned),
                    status: error.status(),
                    request_id: error.request_id().map(str::to_owned),
                    raw_body: error.raw_body().cloned(),
                }
            }
        }
    };
}

subject!(Describe, DescribeError {
    CertificateValidation is_certificate_validation,
    InvalidRequest is_invalid_request,
    ResourceNotFound is_resource_not_found,
    ServiceUnavailable is_service_unavailable,
    TerminalState is_terminal_state,
    Throttling is_throttling,
});
subject!(GetPending, GetPendingError {
    CertificateValidation is_certificate_validation,
    InvalidRequest is_invalid_request,
    ResourceNotFound is_resource_not_found,
    ServiceUnavailable is_service_unavailable,
    Throttling is_throttling,
});
subject!(Start, StartError {
    Conflict is_conflict,
    InternalServer is_internal_server,
    ResourceNotFound is_resource_not_found,
    ServiceQuotaExceeded is_service_quota_exceeded,
    Throttling is_throttling,
    Validation is_validation,
});
subject!(StartNext, StartNextError {
    CertificateValidation is_certificate_validation,
    InvalidRequest is_invalid_request,
    ResourceNotFound is_resource_not_found,
    ServiceUnavailable is_service_unavailable,
    Throttling is_throttling,
});
subject!(Update, UpdateError {
    CertificateValidation is_certificate_validation,
    InvalidRequest is_invalid_request,
    InvalidStateTransition is_invalid_state_transition,
    ResourceNotFound is_resource_not_found,
    ServiceUnavailable is_service_unavailable,
    Throttling is_throttling,
    VersionMismatch is_version_mismatch,
});

/// Runs code for each of the five operations; `$run` is generic over them.
macro_rules! for_each_operation {
    ($run:ident ( $($argument:expr),* )) => {{
        use iot_jobs_data::operation as all;
        $run::<all::describe_job_execution::DescribeJobExecutionInput>($($argument),*);
        $run::<all::get_pending_job_executions::GetPendingJobExecutionsInput>($($argument),*);
        $run::<all::start_command_execution::StartCommandExecutionInput>($($argument),*);
        $run::<all::start_next_pending_job_execution::StartNextPendingJobExecutionInput>($($argument),*);
        $run::<all::update_job_execution::UpdateJobExecutionInput>($($argument),*);
    }};
}
pub(crate) use for_each_operation;

/// A response with these headers and this body.
pub(crate) fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> http::Response<Bytes> {
    let mut response = http::Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(Bytes::copy_from_slice(body.as_bytes())).expect("a response")
}

//! The scripted transport fails a test loudly, on any thread.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use iot_jobs_data::operation::get_pending_job_executions::{
    GetPendingJobExecutionsInput, GetPendingJobExecutionsOutput,
};
use iot_jobs_data::operation::update_job_execution::{UpdateJobExecutionError, UpdateJobExecutionInput};
use iot_jobs_data::test_util::{Script, SentRequest};
use iot_jobs_data::transport::{TransportError, TransportErrorKind};
use iot_jobs_data::types::JobExecutionStatus;
use iot_jobs_data::types::error::VersionMismatchException;
use iot_jobs_data::{Client, Config, blocking};

fn config() -> Config {
    Config::builder()
        .endpoint_url("http://localhost")
        .unsigned()
        .max_attempts(1)
        .build()
        .expect("a configuration")
}

fn pending() -> Script {
    Script::new().respond::<GetPendingJobExecutionsInput>(&GetPendingJobExecutionsOutput::default())
}

/// Lists the pending jobs; the result does not matter.
fn list(script: &Script) {
    let client = blocking::Client::with_transport(config(), script.clone());
    let _ = client.get_pending_job_executions().thing_name("pump-17").send();
}

/// Returns the message of a panic.
fn panic_of<T>(action: impl FnOnce() -> T) -> Option<String> {
    let panic = catch_unwind(AssertUnwindSafe(action)).err()?;
    panic.downcast::<String>().ok().map(|words| *words)
}

#[test]
fn what_was_scripted_is_answered_and_what_was_sent_is_kept() {
    let mismatch = {
        let mut error = VersionMismatchException::default();
        error.message = Some("expected 3, is 5".to_owned());
        error
    };
    let script = pending().refuse::<UpdateJobExecutionInput, _>(&mismatch);
    list(&script);
    let client = blocking::Client::with_transport(config(), script.clone());
    let update = client.update_job_execution().thing_name("pump-17").job_id("job-1");
    let error = update.status(JobExecutionStatus::Failed).send().expect_err("refused");
    assert_eq!(
        error.to_string(),
        "UpdateJobExecution: 409 VersionMismatchException: expected 3, is 5 (request id test)"
    );
    assert!(matches!(error, UpdateJobExecutionError::VersionMismatch(_)));
    let sent = script.finish();
    let operations: Vec<_> = sent.iter().map(SentRequest::operation).collect();
    assert_eq!(operations, ["GetPendingJobExecutions", "UpdateJobExecution"]);
    let input = serde_json::json!({"thingName": "pump-17", "jobId": "job-1", "status": "FAILED"});
    assert_eq!(sent.last().map(SentRequest::input), Some(&input));
    assert_eq!(sent.last().map(|sent| sent.request().uri().path()), Some("/things/pump-17/jobs/job-1"));
}

#[test]
fn both_clients_take_the_same_script() {
    let script = pending().fail(TransportError::new(TransportErrorKind::Interrupted, "gone"));
    let client = Client::with_transport(config(), script.clone());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    let call = || client.get_pending_job_executions().thing_name("pump-17").send();
    runtime.block_on(async { call().await }).expect("an empty list");
    let error = runtime.block_on(async { call().await }).expect_err("no response").to_string();
    assert_eq!(error, "GetPendingJobExecutions: the connection to localhost broke off: gone");
    assert_eq!(script.finish().len(), 2);
}

#[test]
fn a_call_that_nobody_expected_fails_the_test() {
    let used_up = "the script is used up, and GetPendingJobExecutions was called";
    assert_eq!(panic_of(|| list(&Script::new())).as_deref(), Some(used_up));

    let other = Script::new().refuse::<UpdateJobExecutionInput, _>(&VersionMismatchException::default());
    let words = panic_of(|| list(&other));
    assert_eq!(
        words.as_deref(),
        Some("the script expects UpdateJobExecution, and GetPendingJobExecutions was called")
    );
    assert_eq!(panic_of(|| other.finish()), words);

    // The panic of another thread may be lost, but the problem must not be.
    let script = pending();
    for _ in 0..2 {
        let script = script.clone();
        let _ = thread::spawn(move || list(&script)).join();
    }
    assert_eq!(panic_of(|| script.finish()).as_deref(), Some(used_up));
}

#[test]
fn a_script_that_is_not_used_up_fails_the_test() {
    let unused = "the script was not used up: GetPendingJobExecutions";
    assert_eq!(panic_of(|| pending().finish()).as_deref(), Some(unused));
    assert_eq!(panic_of(|| drop(pending())).as_deref(), Some(unused));
}

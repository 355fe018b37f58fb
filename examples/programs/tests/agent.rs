//! Tests of the agent without a service: its requests and its reactions to responses, all scripted.
//!
//! The script answers with the types of the service, refuses with its errors, and loses connections; an unexpected call
//! fails the test. Each run of a step follows a report, so a second run would be noticed.

#![cfg(unix)]
#![allow(clippy::unwrap_used, missing_docs, reason = "a test")]

use std::fs;
use std::time::Duration;

use examples::agent::{Agent, ExecutionId, Outcome, Record, Stage};
use examples::journal::Journal;
use examples::steps::Steps;
use examples::work::{Device, Until, work, work_blocking};
use iot_jobs_data::operation::describe_job_execution::{
    DescribeJobExecutionInput, DescribeJobExecutionOutput,
};
use iot_jobs_data::operation::start_next_pending_job_execution::{
    StartNextPendingJobExecutionInput, StartNextPendingJobExecutionOutput,
};
use iot_jobs_data::operation::update_job_execution::{UpdateJobExecutionInput, UpdateJobExecutionOutput};
use iot_jobs_data::test_util::{Script, SentRequest};
use iot_jobs_data::transport::{TransportError, TransportErrorKind};
use iot_jobs_data::types::error::{InvalidStateTransitionException, VersionMismatchException};
use iot_jobs_data::types::{JobExecution, JobExecutionState, JobExecutionStatus};
use iot_jobs_data::{Client, Config, blocking};
use serde_json::{Value, json};
use tempfile::TempDir;

use JobExecutionStatus::{Canceled, InProgress, Succeeded};

/// A device with steps that succeed and a step that fails.
struct Bench {
    folder: TempDir,
    device: Device,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let steps = folder.path().join("steps");
        fs::create_dir(&steps).unwrap();
        for (name, program) in [("install", "true"), ("verify", "true"), ("break", "false")] {
            let program = ["/bin", "/usr/bin"].map(|folder| format!("{folder}/{program}"));
            let program = program.iter().find(|program| fs::exists(program).unwrap()).unwrap();
            std::os::unix::fs::symlink(program, steps.join(name)).unwrap();
        }
        let journal = Journal::new(folder.path().join("journal.json"));
        let steps = Steps::new(steps, Duration::from_secs(10));
        Self { folder, device: Device { journal, steps } }
    }

    /// Returns a device whose power was lost at this stage of the job.
    fn interrupted(stage: Stage) -> Self {
        let bench = Self::new();
        bench.device.journal.save(&Record { execution: execution_id(), stage }).unwrap();
        bench
    }

    fn agent(&self) -> Agent {
        let Device { journal, steps } = &self.device;
        Agent::new("pump-17", steps.names().unwrap(), journal.load().unwrap())
    }

    /// Works with the blocking client until the script has no more work; returns the requests.
    fn work(&self, script: Script) -> Vec<SentRequest> {
        let client = blocking::Client::with_transport(config(), script.clone());
        work_blocking(&client, &self.device, self.agent().begin(), Until::Idle).unwrap();
        script.finish()
    }

    fn stage(&self) -> Stage {
        self.device.journal.load().unwrap().unwrap().stage
    }
}

fn config() -> Config {
    Config::builder().endpoint_url("http://jobs.example").unsigned().max_attempts(1).build().unwrap()
}

fn execution_id() -> ExecutionId {
    ExecutionId { job: "firmware-42".to_owned(), number: Some(1), queued_at: 1_700_000_000 }
}

fn execution(status: JobExecutionStatus, version: i64) -> JobExecution {
    let builder = JobExecution::builder().job_id("firmware-42").execution_number(1).queued_at(1_700_000_000);
    builder.status(status).version_number(version).build()
}

fn state(status: JobExecutionStatus, version: i64) -> JobExecutionState {
    JobExecutionState::builder().status(status).version_number(version).build()
}

/// Extends the script with the events of these tests.
trait Says: Sized {
    /// A job is started, at version 1.
    fn starts(self, document: &str) -> Self;
    /// No job is left.
    fn has_nothing(self) -> Self;
    fn accepts(self, status: JobExecutionStatus, version: i64) -> Self;
    /// The execution has another version.
    fn mismatches(self, status: JobExecutionStatus, version: i64) -> Self;
    /// The connection ends before the response.
    fn breaks_off(self) -> Self;
    fn describes(self, status: JobExecutionStatus, version: i64) -> Self;
}

impl Says for Script {
    fn starts(self, document: &str) -> Self {
        let mut execution = execution(InProgress, 1);
        execution.job_document = Some(document.to_owned());
        let output = StartNextPendingJobExecutionOutput::builder().execution(execution).build();
        self.respond::<StartNextPendingJobExecutionInput>(&output)
    }

    fn has_nothing(self) -> Self {
        self.respond::<StartNextPendingJobExecutionInput>(&StartNextPendingJobExecutionOutput::default())
    }

    fn accepts(self, status: JobExecutionStatus, version: i64) -> Self {
        let output = UpdateJobExecutionOutput::builder().execution_state(state(status, version)).build();
        self.respond::<UpdateJobExecutionInput>(&output)
    }

    fn mismatches(self, status: JobExecutionStatus, version: i64) -> Self {
        let mut error = VersionMismatchException::default();
        error.execution_state = Some(state(status, version));
        self.refuse::<UpdateJobExecutionInput, _>(&error)
    }

    fn breaks_off(self) -> Self {
        self.fail(TransportError::new(TransportErrorKind::Interrupted, "connection reset by peer"))
    }

    fn describes(self, status: JobExecutionStatus, version: i64) -> Self {
        let output = DescribeJobExecutionOutput::builder().execution(execution(status, version)).build();
        self.respond::<DescribeJobExecutionInput>(&output)
    }
}

const ONE_STEP: &str = r#"{"steps": ["install"]}"#;
const TWO_STEPS: &str = r#"{"steps": ["install", "verify"]}"#;

/// Returns the status, the expected version and the only detail of each report.
fn reports(sent: &[SentRequest]) -> Vec<(String, Value, String)> {
    let reports = sent.iter().filter(|sent| sent.operation() == "UpdateJobExecution");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let report = |input: &Value| {
        let details = input["statusDetails"].as_object().unwrap();
        let detail = details.values().next().unwrap();
        (text(&input["status"]), input["expectedVersion"].clone(), text(detail))
    };
    reports.map(|sent| report(sent.input())).collect()
}

fn report(status: &str, version: i64, detail: &str) -> (String, Value, String) {
    (status.to_owned(), version.into(), detail.to_owned())
}

fn two_steps() -> Script {
    let script = Script::new().starts(TWO_STEPS).accepts(InProgress, 2).accepts(InProgress, 3);
    script.accepts(Succeeded, 4).has_nothing()
}

fn check_two_steps(sent: &[SentRequest]) {
    assert_eq!(
        reports(sent),
        [
            report("IN_PROGRESS", 1, "1 of 2: install"),
            report("IN_PROGRESS", 2, "2 of 2: verify"),
            report("SUCCEEDED", 3, "all done"),
        ]
    );
    assert_eq!(sent[0].input(), &json!({"thingName": "pump-17", "stepTimeoutInMinutes": 15}));
    // The step timer restarts with each step, and the last report needs none.
    let timers: Vec<_> = sent.iter().map(|sent| sent.input()["stepTimeoutInMinutes"].as_i64()).collect();
    assert_eq!(timers, [Some(15), Some(15), Some(15), None, Some(15)]);
    assert_eq!(sent[1].request().uri(), "http://jobs.example/things/pump-17/jobs/firmware-42");
}

#[test]
fn a_job_goes_step_by_step() {
    let bench = Bench::new();
    check_two_steps(&bench.work(two_steps()));
    assert_eq!(bench.stage(), Stage::Finished(Outcome::Succeeded));
}

#[tokio::test]
async fn the_async_loop_does_the_same() {
    let (bench, script) = (Bench::new(), two_steps());
    let mut client = Client::with_transport(config(), script.clone());
    work(&mut client, &bench.device, bench.agent().begin(), Until::Idle).await.unwrap();
    check_two_steps(&script.finish());
}

#[test]
fn a_canceled_job_is_left_alone() {
    let bench = Bench::new();
    let sent = bench.work(Script::new().starts(ONE_STEP).mismatches(Canceled, 2).has_nothing());
    assert_eq!(reports(&sent), [report("IN_PROGRESS", 1, "1 of 1: install")]);
    assert_eq!(bench.device.journal.load(), Ok(None), "nothing was begun");
}

#[test]
fn a_report_is_said_again_at_the_version_that_the_job_has() {
    let bench = Bench::new();
    let script = Script::new().starts(ONE_STEP).mismatches(InProgress, 7).accepts(InProgress, 8);
    let sent = bench.work(script.accepts(Succeeded, 9).has_nothing());
    assert_eq!(
        reports(&sent),
        [
            report("IN_PROGRESS", 1, "1 of 1: install"),
            report("IN_PROGRESS", 7, "1 of 1: install"),
            report("SUCCEEDED", 8, "all done"),
        ]
    );
}

#[test]
fn after_a_lost_answer_the_service_is_asked() {
    let lost = || Script::new().starts(ONE_STEP).accepts(InProgress, 2).breaks_off();
    let first = [report("IN_PROGRESS", 1, "1 of 1: install"), report("SUCCEEDED", 2, "all done")];
    // It had arrived: nothing is sent again.
    let sent = Bench::new().work(lost().describes(Succeeded, 3).has_nothing());
    assert_eq!(reports(&sent), first);
    assert_eq!(sent[3].request().uri().path(), "/things/pump-17/jobs/firmware-42");
    // It had not: it is sent again, and the step is not run again.
    let sent = Bench::new().work(lost().describes(InProgress, 2).accepts(Succeeded, 3).has_nothing());
    assert_eq!(reports(&sent), [&first[..], &first[1..]].concat());
    // The service has timed out the job in the meantime.
    let sent = Bench::new().work(lost().describes(JobExecutionStatus::TimedOut, 3).has_nothing());
    assert_eq!(reports(&sent), first);
}

#[test]
fn a_state_that_does_not_fit_is_looked_at() {
    let script = Script::new().starts(ONE_STEP);
    let script = script.refuse::<UpdateJobExecutionInput, _>(&InvalidStateTransitionException::default());
    let sent = Bench::new().work(script.describes(JobExecutionStatus::Removed, 2).has_nothing());
    assert_eq!(reports(&sent), [report("IN_PROGRESS", 1, "1 of 1: install")]);
}

#[test]
fn an_ended_job_that_is_offered_again_waits_for_the_next_poll() {
    let script = Script::new().starts(ONE_STEP).mismatches(Canceled, 2);
    let sent = Bench::new().work(script.starts(ONE_STEP));
    assert_eq!(sent.len(), 3);
}

#[test]
fn no_step_is_begun_twice_after_a_loss_of_power() {
    let cases = [
        // It was done, but not reported: a second run would be wrong.
        (Stage::Finished(Outcome::Succeeded), vec![report("SUCCEEDED", 1, "all done")]),
        (Stage::Running(1), vec![report("FAILED", 1, "interrupted in step 2 of 3: break")]),
        (
            Stage::Next(2),
            vec![report("IN_PROGRESS", 1, "3 of 3: install"), report("SUCCEEDED", 2, "all done")],
        ),
    ];
    for (stage, expected) in cases {
        let mut script = Script::new().starts(r#"{"steps": ["break", "break", "install"]}"#);
        for version in 2..=i64::try_from(expected.len()).unwrap() + 1 {
            script = script.accepts(InProgress, version);
        }
        let sent = Bench::interrupted(stage).work(script.has_nothing());
        assert_eq!(reports(&sent), expected);
    }
}

#[test]
fn what_cannot_be_done_is_said() {
    let cases = [
        (r#"{"steps": ["break"]}"#, "FAILED", "step 1 of 1: break: exit status: 1"),
        (r#"{"steps": ["install", "../sh"]}"#, "REJECTED", r#"this device has no step "../sh""#),
        (r#"{"steps": []}"#, "REJECTED", "the document has no steps"),
        ("reboot", "REJECTED", "the document: expected value at line 1 column 1"),
    ];
    for (document, status, reason) in cases {
        let mut script = Script::new().starts(document);
        if status == "FAILED" {
            script = script.accepts(InProgress, 2);
        }
        let sent = Bench::new().work(script.accepts(status.into(), 3).has_nothing());
        let (said, _, detail) = reports(&sent).pop().unwrap();
        assert_eq!((said.as_str(), detail.as_str()), (status, reason));
    }
}

#[test]
fn nothing_is_begun_that_the_journal_cannot_hold() {
    let mut bench = Bench::new();
    bench.device.journal = Journal::new(bench.folder.path().join("no/such/folder/journal.json"));
    let script = Script::new().starts(ONE_STEP).accepts(InProgress, 2);
    let sent = bench.work(script.accepts(JobExecutionStatus::Failed, 3).has_nothing());
    let (status, _, detail) = reports(&sent).pop().unwrap();
    assert_eq!(status, "FAILED");
    assert!(detail.starts_with("the journal cannot be written"), "{detail}");
}

#[test]
fn trouble_that_stays_is_waited_out() {
    let script = Script::new().breaks_off().breaks_off();
    let bench = Bench::new();
    let client = blocking::Client::with_transport(config(), script.clone());
    let end = work_blocking(&client, &bench.device, bench.agent().begin(), Until::Idle);
    let said =
        "StartNextPendingJobExecution: the connection to jobs.example broke off: connection reset by peer";
    assert_eq!(end.unwrap_err(), said);
    script.finish();
}

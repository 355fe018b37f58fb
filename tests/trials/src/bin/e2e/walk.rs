//! Takes the jobs of one thing through every state with the async client, including errors.

use std::collections::HashMap;
use std::time::{SystemTime, UNIX_EPOCH};

use iot_jobs_data::Client;
use iot_jobs_data::types::{JobExecution, JobExecutionStatus, JobExecutionSummary};
use serde_json::Value;

use crate::{agent, check};

const THING: &str = "hall:pump_17";
const UPDATE: &str = "update-firmware";
const WITHDRAWN: &str = "withdrawn";
const REFUSED: &str = "wrong_model";
const FAILING: &str = "self-test";

/// The ID that stands for the next execution.
const NEXT: &str = "$next";

/// Works through the jobs of the plan for the thing of this walk.
pub(crate) async fn walk(endpoint: &str, plan: &Value) -> Result<(), String> {
    let client = Client::new(agent::config(endpoint, plan)?);
    queued(&client, plan).await?;
    started(&client).await?;
    reported(&client, plan).await?;
    stale(&client).await?;
    succeeded(&client).await?;
    over(&client).await?;
    rejected(&client).await?;
    failed(&client).await?;
    idle(&client).await?;
    command(&client).await
}

/// Jobs wait in the order of their creation, and reading them changes nothing.
async fn queued(client: &Client, plan: &Value) -> Result<(), String> {
    let pending = client.get_pending_job_executions().thing_name(THING).send().await.map_err(said)?;
    let waiting = pending.output().queued_jobs().unwrap_or_default();
    let ids: Vec<_> = waiting.iter().filter_map(|job| job.job_id()).collect();
    check("the jobs wait in their order, without the canceled one", ids, vec![UPDATE, REFUSED, FAILING])?;
    check("none is in progress", pending.output().in_progress_jobs().map(<[_]>::len), Some(0))?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_err(said)?.as_secs();
    let recent =
        |job: &JobExecutionSummary| u64::try_from(job.queued_at()).is_ok_and(|at| now.abs_diff(at) < 3600);
    check("times are seconds since 1970", waiting.iter().all(recent), true)?;
    let next = describe(client, NEXT).await?;
    check("the first is next", next.job_id(), Some(UPDATE))?;
    check("it has not been started by that", next.status(), Some(&JobExecutionStatus::Queued))?;
    check("its document is there", document(next.job_document())?, agent::document(plan, THING, UPDATE)?)
}

/// Starting stores the details; starting again returns the same execution.
async fn started(client: &Client) -> Result<(), String> {
    for what in ["started", "started again"] {
        let start = client.start_next_pending_job_execution().thing_name(THING);
        let next = start.status_details("step", "download").send().await.map_err(said)?;
        let execution = next.output().execution().ok_or("nothing was started")?;
        let found = (execution.job_id(), execution.status(), execution.version_number());
        check(what, found, (Some(UPDATE), Some(&JobExecutionStatus::InProgress), 2))?;
        check("the time of its start is there", execution.started_at().is_some(), true)?;
        check("its details", execution.status_details(), Some(&details([("step", "download")])))?;
    }
    let describe = client.describe_job_execution().thing_name(THING).job_id(UPDATE);
    let described = describe.include_job_document(false).execution_number(1).send().await.map_err(said)?;
    let execution = described.output().execution().ok_or("nothing is described")?;
    check("described without its document", (execution.version_number(), execution.job_document()), (2, None))
}

/// A report is stored, and its response has the requested parts.
async fn reported(client: &Client, plan: &Value) -> Result<(), String> {
    let update = client.update_job_execution().thing_name(THING).job_id(UPDATE);
    let update = update.status(JobExecutionStatus::InProgress).expected_version(2);
    let update = update.status_details("step", "verified").status_details("größe", "5 µm → 7 µm");
    let update =
        update.include_job_execution_state(true).include_job_document(true).step_timeout_in_minutes(5);
    let update = update.send().await.map_err(said)?;
    let state = update.output().execution_state().ok_or("no state came back")?;
    let found = (state.status(), state.version_number());
    check("progress is reported", found, (Some(&JobExecutionStatus::InProgress), 3))?;
    let stored = details([("step", "verified"), ("größe", "5 µm → 7 µm")]);
    check("its details come back", state.status_details(), Some(&stored))?;
    check(
        "its document comes back",
        document(update.output().job_document())?,
        agent::document(plan, THING, UPDATE)?,
    )
}

/// A report that expects an old version is refused and changes nothing.
async fn stale(client: &Client) -> Result<(), String> {
    let update = client.update_job_execution().thing_name(THING).job_id(UPDATE);
    let update = update.status(JobExecutionStatus::Failed).expected_version(2).send().await;
    let error = update.err().ok_or("an old version was accepted")?;
    // AWS documents VersionMismatch; the emulator returns InvalidRequestException.
    let refused = error.is_version_mismatch() || error.is_invalid_request();
    check(&format!("an old version is refused: {error}"), refused, true)?;
    check("and changes nothing", describe(client, UPDATE).await?.version_number(), 3)
}

async fn succeeded(client: &Client) -> Result<(), String> {
    let update = client.update_job_execution().thing_name(THING).job_id(UPDATE);
    let update =
        update.status(JobExecutionStatus::Succeeded).expected_version(3).send().await.map_err(said)?;
    check("success is reported, and nothing comes back unasked", update.output().execution_state(), None)?;
    check("the response has a request id", update.meta().request_id().is_some(), true)
}

/// An ended execution can be neither updated nor described; one that never existed is not found.
async fn over(client: &Client) -> Result<(), String> {
    let update = client.update_job_execution().thing_name(THING).job_id(UPDATE);
    let error = update.status(JobExecutionStatus::Failed).send().await.err().ok_or("it ended twice")?;
    let found = (error.is_invalid_state_transition(), error.status(), error.request_id().is_some());
    check(&format!("it cannot end twice: {error}"), found, (true, Some(409), true))?;
    for id in [UPDATE, WITHDRAWN] {
        let describe = client.describe_job_execution().thing_name(THING).job_id(id).send().await;
        let error = describe.err().ok_or("what has ended was described")?;
        let found = (error.is_terminal_state(), error.status());
        check(&format!("what has ended is not described: {error}"), found, (true, Some(410)))?;
    }
    let describe = client.describe_job_execution().thing_name(THING).job_id("no-such-job").send().await;
    let error = describe.err().ok_or("what is not there was described")?;
    let found = (error.is_resource_not_found(), error.status());
    check(&format!("what is not there is not found: {error}"), found, (true, Some(404)))
}

async fn rejected(client: &Client) -> Result<(), String> {
    let update = client.update_job_execution().thing_name(THING).job_id(REFUSED);
    let error =
        update.clone().status(JobExecutionStatus::Queued).send().await.err().ok_or("it was queued again")?;
    check(&format!("no way back: {error}"), error.is_invalid_state_transition(), true)?;
    let update = update.status(JobExecutionStatus::Rejected).status_details("reason", "not for this model");
    let update = update.include_job_execution_state(true).send().await.map_err(said)?;
    let status = update.output().execution_state().and_then(|state| state.status());
    check("a job is rejected without a start", status, Some(&JobExecutionStatus::Rejected))
}

async fn failed(client: &Client) -> Result<(), String> {
    let start = client.start_next_pending_job_execution().thing_name(THING).send().await.map_err(said)?;
    let next = start.output().execution().and_then(JobExecution::job_id);
    check("the last one is next", next, Some(FAILING))?;
    let update = client.update_job_execution().thing_name(THING).job_id(FAILING);
    let update = update.status(JobExecutionStatus::Failed).status_details("reason", "no pressure");
    update.send().await.map(|_| println!("ok      failure is reported")).map_err(said)
}

/// If no job is left, calls succeed and say so.
async fn idle(client: &Client) -> Result<(), String> {
    let start = client.start_next_pending_job_execution().thing_name(THING).send().await.map_err(said)?;
    check("nothing is left to start", start.output().execution(), None)?;
    let describe =
        client.describe_job_execution().thing_name(THING).job_id(NEXT).send().await.map_err(said)?;
    check("nothing is next", describe.output().execution(), None)?;
    let pending = client.get_pending_job_executions().thing_name(THING).send().await.map_err(said)?;
    let counts =
        (pending.output().queued_jobs().map(<[_]>::len), pending.output().in_progress_jobs().map(<[_]>::len));
    check("nothing is pending", counts, (Some(0), Some(0)))
}

/// The emulator has no commands. Its response is not an error of this operation, but is preserved.
async fn command(client: &Client) -> Result<(), String> {
    let start = client.start_command_execution().target_arn("arn:aws:iot:eu-west-1:000000000000:thing/a");
    let start = start.command_arn("arn:aws:iot:eu-west-1:000000000000:command/b").send().await;
    let error = start.err().ok_or("the emulator has commands by now: let the walk use them")?;
    let found = (error.code(), error.status(), error.message().is_some());
    let expected = (Some("InvalidRequestException"), Some(400), true);
    check(&format!("an error that is not modeled is kept: {error}"), found, expected)
}

async fn describe(client: &Client, job: &str) -> Result<JobExecution, String> {
    let describe =
        client.describe_job_execution().thing_name(THING).job_id(job).send().await.map_err(said)?;
    describe.output().execution().cloned().ok_or_else(|| format!("there is no {job}"))
}

fn details<const N: usize>(pairs: [(&str, &str); N]) -> HashMap<String, String> {
    pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).into()
}

fn document(text: Option<&str>) -> Result<Value, String> {
    serde_json::from_str(text.ok_or("there is no document")?).map_err(said)
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}

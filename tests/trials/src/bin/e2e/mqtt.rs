//! Takes the jobs of a thing through every state over MQTT and mutual TLS, including refusals. The connection goes
//! through a relay that can mute and cut it.

use std::path::Path;
use std::time::Duration;

use iot_jobs_data::mqtt::{Client, Config, Notification, Notifications, Notified};
use iot_jobs_data::tls::{Identity, Trust};
use iot_jobs_data::types::{JobExecution, JobExecutionStatus as Status};
use serde_json::Value;

use crate::control::Control;
use crate::relay::Relay;
use crate::{agent, check};

const THING: &str = "hall:motor_3";
const FIRST: &str = "mix";
/// Created while the first job is in progress.
const SECOND: &str = "rinse";
/// Created while the device is disconnected.
const THIRD: &str = "empty";

/// How long to wait for a notification.
const PATIENCE: Duration = Duration::from_secs(20);

/// The environment of the walk besides the client.
pub(crate) struct Site<'p> {
    pub(crate) control: Control,
    pub(crate) plan: &'p Value,
    /// The port of the broker.
    pub(crate) port: u16,
    /// The folder with `ca.pem`, `device.pem` and `device.key`.
    pub(crate) folder: &'p Path,
}

impl Site<'_> {
    /// Returns the settings of a device at the relay or at the broker.
    pub(crate) fn config(&self, port: u16, thing: &str) -> Result<Config, String> {
        let read =
            |name: &str| std::fs::read(self.folder.join(name)).map_err(|error| format!("{name}: {error}"));
        let identity = Identity::from_pem(&read("device.pem")?, &read("device.key")?).map_err(said)?;
        let config = Config::builder()
            .endpoint(format!("localhost:{port}"))
            .client_id(thing.replace(':', "-"))
            .trust(Trust::only(&read("ca.pem")?).map_err(said)?)
            .certificate(identity)
            .attempt_timeout(Duration::from_secs(5));
        config.build().map_err(said)
    }
}

/// Works through the jobs of the plan for the thing of this walk.
pub(crate) async fn walk(site: &Site<'_>) -> Result<(), String> {
    let relay = Relay::start(site.port).await?;
    let client = Client::new(site.config(relay.port(), THING)?);
    queued(&client, site.plan).await?;
    let mut notifications = client.notifications(THING).map_err(said)?;
    check("over MQTT: first, something may have been missed", heard(&mut notifications).await?, None)?;
    started(&client, site.plan).await?;
    refused(&client).await?;
    told(&client, &mut notifications, &site.control).await?;
    over(&client).await?;
    lost(&client, &mut notifications, &relay).await?;
    away(&client, &mut notifications, &relay, &site.control).await?;
    idle(&client).await
}

async fn queued(client: &Client, plan: &Value) -> Result<(), String> {
    let pending = client.get_pending_job_executions().thing_name(THING).send().await.map_err(said)?;
    let ids: Vec<_> =
        pending.output().queued_jobs().unwrap_or_default().iter().filter_map(|job| job.job_id()).collect();
    check("over MQTT: a job waits", ids, vec![FIRST])?;
    let next = describe(client, "$next").await?;
    check("over MQTT: it is next, and not started", next.status(), Some(&Status::Queued))?;
    check(
        "over MQTT: its document is there",
        document(next.job_document())?,
        agent::document(plan, THING, FIRST)?,
    )
}

async fn started(client: &Client, plan: &Value) -> Result<(), String> {
    let start = client.start_next_pending_job_execution().thing_name(THING).status_details("step", "fill");
    let started = start.send().await.map_err(said)?;
    let execution = started.output().execution().ok_or("nothing was started")?;
    let found = (execution.job_id(), execution.status(), execution.version_number());
    check("over MQTT: started", found, (Some(FIRST), Some(&Status::InProgress), 2))?;
    check("over MQTT: a response has no status", started.meta().status(), None)?;
    let update = client.update_job_execution().thing_name(THING).job_id(FIRST).status(Status::InProgress);
    let update = update.expected_version(2).include_job_execution_state(true).include_job_document(true);
    let update = update.status_details("step", "größe: 5 µm").send().await.map_err(said)?;
    let state = update.output().execution_state().ok_or("no state came back")?;
    check("over MQTT: progress is reported", state.version_number(), 3)?;
    let details = state.status_details().and_then(|details| details.get("step").map(String::as_str));
    check("over MQTT: its details come back", details, Some("größe: 5 µm"))?;
    check(
        "over MQTT: its document, too",
        document(update.output().job_document())?,
        agent::document(plan, THING, FIRST)?,
    )
}

/// Checks refusals for a job in progress. A request that is not JSON cannot be sent.
async fn refused(client: &Client) -> Result<(), String> {
    let update = client.update_job_execution().thing_name(THING).job_id(FIRST);
    let stale = update.clone().status(Status::Failed).expected_version(2).send().await;
    let error = stale.err().ok_or("an old version was accepted")?;
    check(&format!("over MQTT: an old version: {error}"), error.is_version_mismatch(), true)?;
    if let iot_jobs_data::operation::update_job_execution::UpdateJobExecutionError::VersionMismatch(error) =
        &error
    {
        let version =
            error.modeled().execution_state().map(iot_jobs_data::types::JobExecutionState::version_number);
        check("over MQTT: it tells the version", version, Some(3))?;
    }
    let back = update.clone().status(Status::Queued).send().await.err().ok_or("it was queued again")?;
    check(&format!("over MQTT: no way back: {back}"), back.is_invalid_state_transition(), true)?;
    let error = update.status("PAUSED").send().await.err().ok_or("an unknown status was accepted")?;
    check(&format!("over MQTT: an unknown status: {error}"), error.is_invalid_request(), true)?;
    let nobody = client.describe_job_execution().thing_name(THING).job_id("no-such-job").send().await;
    let error = nobody.err().ok_or("what is not there was described")?;
    let found = (error.is_resource_not_found(), error.status(), error.attempts());
    check(&format!("over MQTT: what is not there: {error}"), found, (true, None, 1))
}

/// A job behind the one in progress is announced only in the list; when that one ends, the list is sent first, and then
/// the next job.
async fn told(client: &Client, notifications: &mut Notifications, control: &Control) -> Result<(), String> {
    control.job(THING, SECOND)?;
    let list = |queued: &[&str], running: &[&str]| {
        let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
        Some(Told::List { running: ids(running), queued: ids(queued) })
    };
    let found = heard(notifications).await?;
    check("over MQTT: a job behind is told of", found, list(&[SECOND], &[FIRST]))?;
    let update = client.update_job_execution().thing_name(THING).job_id(FIRST).status(Status::Succeeded);
    update.expected_version(3).status_details("step", "done").send().await.map_err(said)?;
    check("over MQTT: the list after an end", heard(notifications).await?, list(&[SECOND], &[]))?;
    check(
        "over MQTT: and what is next",
        heard(notifications).await?,
        Some(Told::Next(Some(SECOND.to_owned()))),
    )
}

async fn over(client: &Client) -> Result<(), String> {
    let update =
        client.update_job_execution().thing_name(THING).job_id(FIRST).status(Status::Failed).send().await;
    let error = update.err().ok_or("it ended twice")?;
    check(&format!("over MQTT: it cannot end twice: {error}"), error.is_invalid_state_transition(), true)?;
    let describe = client.describe_job_execution().thing_name(THING).job_id(FIRST).send().await;
    let error = describe.err().ok_or("what has ended was described")?;
    check(&format!("over MQTT: what has ended is not described: {error}"), error.is_terminal_state(), true)
}

/// An update arrives, its response does not, and the connection drops. The following update is refused, and the error
/// says why.
async fn lost(client: &Client, notifications: &mut Notifications, relay: &Relay) -> Result<(), String> {
    let start = client.start_next_pending_job_execution().thing_name(THING).send().await.map_err(said)?;
    let version = start.output().execution().ok_or("nothing was started")?.version_number();
    relay.mute(true);
    let update = client.update_job_execution().thing_name(THING).job_id(SECOND).status(Status::Failed);
    let update = update.status_details("reason", "no water").expected_version(version).send();
    let update = tokio::spawn(update);
    tokio::time::sleep(Duration::from_millis(500)).await;
    relay.mute(false);
    relay.cut();
    let error = update.await.map_err(said)?.err().ok_or("an update was accepted twice")?;
    let refused = error.is_invalid_state_transition() || error.is_version_mismatch();
    check(
        &format!("over MQTT: after a drop: {error}"),
        (refused, error.may_have_acted_before()),
        (true, true),
    )?;
    check("over MQTT: after a connect, something may have been missed", heard(notifications).await?, None)
}

/// A job is created while the device is disconnected. After the connect the device asks for it.
async fn away(
    client: &Client,
    notifications: &mut Notifications,
    relay: &Relay,
    control: &Control,
) -> Result<(), String> {
    relay.close(true);
    relay.cut();
    control.job(THING, THIRD)?;
    relay.close(false);
    check("over MQTT: back, and something may have been missed", heard(notifications).await?, None)?;
    let start = client.start_next_pending_job_execution().thing_name(THING).send().await.map_err(said)?;
    let found = start.output().execution().and_then(JobExecution::job_id);
    check("over MQTT: the job that was made in the meantime", found, Some(THIRD))?;
    let update = client.update_job_execution().thing_name(THING).job_id(THIRD).status(Status::Succeeded);
    update.send().await.map_err(said)?;
    let nothing = Some(Told::List { running: Vec::new(), queued: Vec::new() });
    check("over MQTT: the list is empty", heard(notifications).await?, nothing)?;
    check("over MQTT: and nothing is next", heard(notifications).await?, Some(Told::Next(None)))
}

async fn idle(client: &Client) -> Result<(), String> {
    let start = client.start_next_pending_job_execution().thing_name(THING).send().await.map_err(said)?;
    check("over MQTT: nothing is left to start", start.output().execution(), None)?;
    let next =
        client.describe_job_execution().thing_name(THING).job_id("$next").send().await.map_err(said)?;
    check("over MQTT: nothing is next", next.output().execution(), None)
}

/// The kind of a notification.
#[derive(Debug, PartialEq)]
enum Told {
    List { running: Vec<String>, queued: Vec<String> },
    Next(Option<String>),
}

/// Returns the next notification; `None` if some may have been missed.
async fn heard(notifications: &mut Notifications) -> Result<Option<Told>, String> {
    let heard = tokio::time::timeout(PATIENCE, notifications.recv()).await;
    match heard.map_err(|_| "no notification came in time")?.map_err(said)? {
        Notified::Notification(Notification::JobExecutionsChanged(changed)) => {
            check_thing(changed.thing_name())?;
            let ids = |status| {
                let jobs = changed.jobs().and_then(|jobs| jobs.get(&status)).into_iter().flatten();
                jobs.filter_map(|job| job.job_id().map(str::to_owned)).collect()
            };
            Ok(Some(Told::List { running: ids(Status::InProgress), queued: ids(Status::Queued) }))
        }
        Notified::Notification(Notification::NextJobExecutionChanged(next)) => {
            check_thing(next.thing_name())?;
            Ok(Some(Told::Next(next.execution().and_then(JobExecution::job_id).map(str::to_owned))))
        }
        _ => Ok(None),
    }
}

fn check_thing(thing: &str) -> Result<(), String> {
    if thing == THING { Ok(()) } else { Err(format!("a notification for {thing}")) }
}

async fn describe(client: &Client, job: &str) -> Result<JobExecution, String> {
    let described =
        client.describe_job_execution().thing_name(THING).job_id(job).send().await.map_err(said)?;
    described.output().execution().cloned().ok_or_else(|| format!("there is no {job}"))
}

fn document(text: Option<&str>) -> Result<Value, String> {
    serde_json::from_str(text.ok_or("there is no document")?).map_err(said)
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}

//! Makes the calls of the table over MQTT with the committed crate.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use iot_jobs_data::mqtt::{Client, Config, Notification, Notifications, Notified};
use iot_jobs_data::operation::describe_job_execution::{
    DescribeJobExecutionError, DescribeJobExecutionInput,
};
use iot_jobs_data::operation::get_pending_job_executions::{
    GetPendingJobExecutionsError, GetPendingJobExecutionsInput,
};
use iot_jobs_data::operation::start_next_pending_job_execution::{
    StartNextPendingJobExecutionError, StartNextPendingJobExecutionInput,
};
use iot_jobs_data::operation::update_job_execution::{UpdateJobExecutionError, UpdateJobExecutionInput};
use iot_jobs_data::tls::{Identity, Trust};
use iot_jobs_data::{Checks, Failure, Operation};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::record::{CERTIFICATE, KEY, Place, ROOT};
use super::table::{Call, Table};

/// How long to wait for one response or one notification.
const WAIT: Duration = Duration::from_secs(10);

/// Makes all calls; returns for each what was read from the response, and from the notifications after it.
pub(super) async fn calls(place: Place<'_>, table: &Table) -> Result<Vec<Value>, String> {
    let client = Client::new(config(place)?);
    let mut listeners = listeners(&client, table).await?;
    let mut outcomes = Vec::new();
    for call in &table.calls {
        let mut outcome = outcome(&client, call).await?;
        let mut heard = Vec::new();
        for _ in &call.notifications {
            let listener = call.label("thingName").and_then(|thing| listeners.get_mut(thing));
            heard.push(notification(listener.ok_or("a notification that nobody listens to")?).await?);
        }
        outcome["notifications"] = heard.into();
        outcomes.push(outcome);
    }
    Ok(outcomes)
}

/// Returns a configuration with one attempt per call, and without checks.
fn config(place: Place<'_>) -> Result<Config, String> {
    let read = |name| std::fs::read(place.folder.join(name)).map_err(|error| format!("{name}: {error}"));
    let identity = Identity::from_pem(&read(CERTIFICATE)?, &read(KEY)?).map_err(said)?;
    let config = Config::builder()
        .endpoint(format!("mqtts://localhost:{}", place.port))
        .client_id("device-client")
        .trust(Trust::only(&read(ROOT)?).map_err(said)?)
        .certificate(identity)
        .checks(Checks::none())
        .attempt_timeout(WAIT)
        .max_attempts(1);
    config.build().map_err(said)
}

/// Listens to the things for which the table has notifications, and waits until the subscriptions are confirmed.
async fn listeners<'t>(
    client: &Client,
    table: &'t Table,
) -> Result<BTreeMap<&'t str, Notifications>, String> {
    let notified = table.calls.iter().filter(|call| !call.notifications.is_empty());
    let things: BTreeSet<&str> = notified.filter_map(|call| call.label("thingName")).collect();
    let mut listeners = BTreeMap::new();
    for thing in things {
        let mut listener = client.notifications(thing).map_err(said)?;
        match heard(&mut listener).await? {
            Notified::Missed => listeners.insert(thing, listener),
            other => return Err(format!("a listener begins with {other:?}")),
        };
    }
    Ok(listeners)
}

async fn heard(listener: &mut Notifications) -> Result<Notified<Notification>, String> {
    let heard = tokio::time::timeout(WAIT, listener.recv()).await;
    heard.map_err(|_| "a notification did not come in time")?.map_err(said)
}

/// The next notification, with the last level of its topic.
async fn notification(listener: &mut Notifications) -> Result<Value, String> {
    let heard = match heard(listener).await {
        Ok(heard) => heard,
        Err(reason) => return Ok(json!({"failed": reason})),
    };
    match heard {
        Notified::Notification(Notification::JobExecutionsChanged(changed)) => {
            Ok(json!({"notify": told(&changed)?}))
        }
        Notified::Notification(Notification::NextJobExecutionChanged(changed)) => {
            Ok(json!({"notify-next": told(&changed)?}))
        }
        other => Ok(json!({"failed": format!("{other:?}")})),
    }
}

async fn outcome(client: &Client, call: &Call) -> Result<Value, String> {
    match call.operation.as_str() {
        "GetPendingJobExecutions" => made::<GetPendingJobExecutionsInput>(client, call).await,
        "StartNextPendingJobExecution" => made::<StartNextPendingJobExecutionInput>(client, call).await,
        "DescribeJobExecution" => made::<DescribeJobExecutionInput>(client, call).await,
        "UpdateJobExecution" => made::<UpdateJobExecutionInput>(client, call).await,
        other => Err(format!("{other} is not called over MQTT")),
    }
}

async fn made<O>(client: &Client, call: &Call) -> Result<Value, String>
where
    O: Operation + DeserializeOwned,
    O::Error: Refusal,
{
    let input: O = serde_json::from_value(call.parameters.clone()).map_err(said)?;
    match client.call(input).await {
        Ok(answer) => Ok(json!({"accepted": told(answer.output())?, "raw": raw(answer.meta().raw_body())})),
        Err(error) => Ok(refused(&error).unwrap_or_else(|| json!({"failed": error.to_string()}))),
    }
}

/// The modeled error of an operation: its name, and its members.
trait Refusal: std::error::Error {
    fn modeled(&self) -> Option<(&'static str, Value)>;
    fn failure(&self) -> &dyn Failure;
}

macro_rules! refusal {
    ($error:ident: $($variant:ident)*) => {
        impl Refusal for $error {
            fn modeled(&self) -> Option<(&'static str, Value)> {
                match self {
                    $(Self::$variant(error) => Some((stringify!($variant), json!(error.modeled()))),)*
                    _ => None,
                }
            }

            fn failure(&self) -> &dyn Failure {
                self
            }
        }
    };
}

refusal!(GetPendingJobExecutionsError: CertificateValidation InvalidRequest ResourceNotFound ServiceUnavailable Throttling);
refusal!(StartNextPendingJobExecutionError: CertificateValidation InvalidRequest ResourceNotFound ServiceUnavailable Throttling);
refusal!(DescribeJobExecutionError: CertificateValidation InvalidRequest ResourceNotFound ServiceUnavailable TerminalState
    Throttling);
refusal!(UpdateJobExecutionError: CertificateValidation InvalidRequest InvalidStateTransition ResourceNotFound
    ServiceUnavailable Throttling VersionMismatch);

/// Returns what was read from a rejection; `None` if there was none.
fn refused(error: &impl Refusal) -> Option<Value> {
    let failure = error.failure();
    let raw = raw(failure.error_meta()?.raw_body());
    let (name, members) = error.modeled().unzip();
    let mut members = members.unwrap_or_else(|| json!({"message": failure.message()}));
    members["code"] = json!(failure.code());
    members.as_object_mut()?.retain(|_, member| !member.is_null());
    Some(json!({"rejected": members, "error": name, "raw": raw}))
}

/// Returns the response as received.
fn raw(body: &[u8]) -> Value {
    serde_json::from_slice(body).unwrap_or_default()
}

/// Returns a value of the crate as JSON. A document is a string in the crate, and embedded JSON here.
fn told(value: &impl Serialize) -> Result<Value, String> {
    let mut value = serde_json::to_value(value).map_err(said)?;
    for place in ["/jobDocument", "/execution/jobDocument"] {
        if let Some(document) = value.pointer_mut(place) {
            *document = serde_json::from_str(document.as_str().unwrap_or_default()).map_err(said)?;
        }
    }
    Ok(value)
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}

//! Works through the jobs of one thing with the blocking client, as a device does: one after the other, until none is left.

use iot_jobs_data::credentials::Credentials;
use iot_jobs_data::types::JobExecutionStatus;
use iot_jobs_data::{Config, blocking};
use serde_json::{Value, json};

use crate::check;

const THING: &str = "hall:valve_2";

/// Returns the configuration for the emulator, which accepts any key.
pub(crate) fn config(endpoint: &str, plan: &Value) -> Result<Config, String> {
    let region = plan.get("region").and_then(Value::as_str).ok_or("the plan has no region")?;
    let credentials = Credentials::new("AKIDEXAMPLE", "secret", None, None, "walk");
    let config = Config::builder().endpoint_url(endpoint).region(region).credentials(credentials).build();
    config.map_err(|error| error.to_string())
}

/// Returns the document of a job in the plan.
pub(crate) fn document(plan: &Value, thing: &str, job: &str) -> Result<Value, String> {
    let jobs = plan.get("things").and_then(|things| things.get(thing)?.as_array());
    let found = jobs.into_iter().flatten().find(|found| found.get("id") == Some(&json!(job)));
    let document = found.and_then(|job| job.get("document")).cloned();
    document.ok_or_else(|| format!("the plan has no job {job} for {thing}"))
}

/// Works through the jobs of the plan for the thing of this agent.
pub(crate) fn work(endpoint: &str, plan: &Value) -> Result<(), String> {
    let client = blocking::Client::new(config(endpoint, plan)?);
    let parameters = json!({"thingName": THING});
    let pending = client.invoke("GetPendingJobExecutions", parameters.clone()).map_err(said)?;
    let ids: Vec<_> = pending
        .pointer("/queuedJobs/0/jobId")
        .into_iter()
        .chain(pending.pointer("/queuedJobs/1/jobId"))
        .collect();
    check("by name: two jobs wait", ids, vec![&json!("open"), &json!("close")])?;
    let mut done = Vec::new();
    while let Some(job) = step(&client, plan)? {
        done.push(job);
    }
    check("the blocking client works through all jobs", done, vec!["open".to_owned(), "close".to_owned()])?;
    let next = client.invoke("StartNextPendingJobExecution", parameters).map_err(said)?;
    check("by name: nothing is left", next, json!({}))?;
    let error = client.invoke("StartNextJob", json!({})).err().ok_or("an unknown operation was called")?;
    check(&format!("by name: {error}"), error.to_string().contains("StartNextPendingJobExecution"), true)
}

/// Works through one job, in two steps; returns its ID.
fn step(client: &blocking::Client, plan: &Value) -> Result<Option<String>, String> {
    let start = client.start_next_pending_job_execution().thing_name(THING).send().map_err(said)?;
    let Some(execution) = start.output().execution() else { return Ok(None) };
    let job = execution.job_id().ok_or("an execution without an id")?;
    let found: Value = serde_json::from_str(execution.job_document().unwrap_or_default()).map_err(said)?;
    check(&format!("the document of {job}"), found, document(plan, THING, job)?)?;
    let mut version = execution.version_number();
    for (status, step) in
        [(JobExecutionStatus::InProgress, "1 of 2"), (JobExecutionStatus::Succeeded, "2 of 2")]
    {
        let update = client.update_job_execution().thing_name(THING).job_id(job).status(status);
        let update =
            update.status_details("step", step).expected_version(version).include_job_execution_state(true);
        let update = update.send().map_err(said)?;
        version = update.output().execution_state().ok_or("no state came back")?.version_number();
    }
    check(&format!("the version of {job} went up with each report"), version, 4)?;
    Ok(Some(job.to_owned()))
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}

//! A job in progress: its identity, its steps, its progress, and its result.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::time::Duration;

use iot_jobs_data::types::{JobExecution, JobExecutionStatus};
use serde::{Deserialize, Serialize};

use super::report::{Content, Report};
use super::step::Save;
use super::{Agent, Pause, Todo};

/// Identifies an execution among all of the thing: a retried job is another execution of the same job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExecutionId {
    /// The ID of the job.
    pub job: String,
    /// The number of the execution, if the service has one.
    pub number: Option<i64>,
    /// When it was queued, in epoch seconds.
    pub queued_at: i64,
}

impl ExecutionId {
    pub(super) fn new(job: String, execution: &JobExecution) -> Self {
        Self { job, number: execution.execution_number(), queued_at: execution.queued_at() }
    }
}

/// The contents of the journal: the progress of the latest execution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The execution.
    pub execution: ExecutionId,
    /// Its progress.
    pub stage: Stage,
}

/// The progress of an execution. Steps are counted from 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// This step comes next, and none is under way.
    Next(usize),
    /// This step was begun.
    Running(usize),
    /// The work is over; the service may not know it yet.
    Finished(Outcome),
}

/// The result of an execution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// All steps succeeded.
    Succeeded,
    /// A step failed, for this reason.
    Failed(String),
    /// Nothing was done, because this device cannot process the document, for this reason.
    Rejected(String),
}

impl Outcome {
    pub(super) fn status(&self) -> JobExecutionStatus {
        match self {
            Self::Succeeded => JobExecutionStatus::Succeeded,
            Self::Failed(_) => JobExecutionStatus::Failed,
            Self::Rejected(_) => JobExecutionStatus::Rejected,
        }
    }

    /// `FAILED (no space)`
    pub(super) fn sentence(&self) -> String {
        let status = self.status();
        self.reason().map_or_else(|| status.to_string(), |reason| format!("{status} ({reason})"))
    }

    pub(super) fn reason(&self) -> Option<&str> {
        match self {
            Self::Succeeded => None,
            Self::Failed(reason) | Self::Rejected(reason) => Some(reason),
        }
    }
}

/// The job document of this device: `{"steps": ["download", "install"]}`.
#[derive(Deserialize)]
struct Document {
    steps: Vec<String>,
}

/// Returns the steps in a document, or why this device cannot do them. They are checked before the first one begins, so
/// that no job stops half-way for a reason that was known before.
pub(super) fn steps(document: &str, known: &BTreeSet<String>) -> Result<Vec<String>, String> {
    let Document { steps } =
        serde_json::from_str(document).map_err(|error| format!("the document: {error}"))?;
    if steps.is_empty() {
        return Err("the document has no steps".to_owned());
    }
    match steps.iter().find(|step| !known.contains(*step)) {
        Some(unknown) => Err(format!("this device has no step {unknown:?}")),
        None => Ok(steps),
    }
}

/// A job in progress.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) agent: Agent,
    pub(super) execution: ExecutionId,
    /// The latest version of its state from the service.
    pub(super) version: i64,
    pub(super) steps: Vec<String>,
}

impl Job {
    pub(super) fn resume(self, stage: Stage) -> Todo {
        match stage {
            Stage::Next(step) if step < self.steps.len() => self.report(Content::Progress(step)),
            Stage::Next(_) => self.finish(Outcome::Succeeded),
            Stage::Running(step) => {
                let reason = format!("interrupted in step {}", self.name(step));
                self.finish(Outcome::Failed(reason))
            }
            Stage::Finished(outcome) => self.report_end(outcome),
        }
    }

    /// Ends the work. This is saved before it is reported, because otherwise the work could begin again after a loss of
    /// power.
    pub(super) fn finish(self, outcome: Outcome) -> Todo {
        self.save(Stage::Finished(outcome))
    }

    pub(super) fn save(self, stage: Stage) -> Todo {
        Todo::Save(Save { record: Record { execution: self.execution.clone(), stage }, job: self })
    }

    pub(super) fn report_end(self, outcome: Outcome) -> Todo {
        self.report(Content::End(outcome))
    }

    fn report(self, content: Content) -> Todo {
        Todo::Report(Report { job: self, content })
    }

    /// The execution has ended, with this device's report or without, or is gone: there is nothing left to do for it.
    pub(super) fn ended(mut self, how: impl Display) -> Todo {
        let news = Some(format!("job {}: {how}", self.execution.job));
        self.agent.troubles = 0;
        self.agent.ended = Some(self.execution);
        Todo::Pause(Pause {
            time: Duration::ZERO,
            news,
            is_trouble: false,
            then: Box::new(self.agent.begin()),
        })
    }

    /// Names a step for people: `2 of 3: install`.
    pub(super) fn name(&self, step: usize) -> String {
        let name = self.steps.get(step).map_or("?", String::as_str);
        format!("{} of {}: {name}", step + 1, self.steps.len())
    }
}

impl AsMut<Agent> for Job {
    fn as_mut(&mut self) -> &mut Agent {
        &mut self.agent
    }
}

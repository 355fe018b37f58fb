//! A job in hand: which it is, what it asks for, how far it has got, and how it ended.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::time::Duration;

use iot_jobs_data::types::{JobExecution, JobExecutionStatus};
use serde::{Deserialize, Serialize};

use super::report::{Content, Report};
use super::step::Save;
use super::{Agent, Pause, Todo};

/// Tells an execution from all others of the thing: a job that is tried again is another execution of the same job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExecutionId {
    /// The id of the job.
    pub job: String,
    /// The number of the execution, where the service has one.
    pub number: Option<i64>,
    /// When it was queued, in epoch seconds.
    pub queued_at: i64,
}

impl ExecutionId {
    pub(super) fn new(job: String, execution: &JobExecution) -> Self {
        Self { job, number: execution.execution_number(), queued_at: execution.queued_at() }
    }
}

/// What the journal keeps: how far the latest execution has got.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The execution.
    pub execution: ExecutionId,
    /// How far it has got.
    pub stage: Stage,
}

/// How far an execution has got. Steps are counted from 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// This step comes next, and none is under way.
    Next(usize),
    /// This step was begun.
    Running(usize),
    /// The work is over, and the service may not have heard of it.
    Finished(Outcome),
}

/// How the work of an execution ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// All steps went well.
    Succeeded,
    /// A step did not, and why.
    Failed(String),
    /// Nothing was done, because the document makes no sense to this device, and why.
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

/// The steps that a document asks for, or why this device does not do them. They are checked before the first one
/// begins, so that no job stops half-way for a reason that was known before.
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

/// A job in hand.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) agent: Agent,
    pub(super) execution: ExecutionId,
    /// The version of its state that the service has told.
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

    /// The work is over. That is saved before it is reported, or a loss of power would let it begin again.
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

    /// The execution has ended, with this device's report or without, or is gone: nothing is left to be done for it.
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

    /// A step as people count: `2 of 3: install`.
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

//! The agent of a device as decisions without IO: what to do next, depending on the results so far.
//!
//! The program around the agent, async or blocking, does a [`Todo`] and passes on the result, which gives the next one:
//!
//! ```text
//! Start -> Report -> Save -> Run -> Save -> Report -> Start     one job of one step, all well
//!             \-> Look                                          the report was refused, or its response was lost
//! ```
//!
//! No step of a job is ever begun twice. Before a step begins, and again when it has ended, this is written to the
//! journal before it is reported. After a loss of power the agent continues if no step was under way, and reports a
//! step that was under way as failed, because its progress is unknown.

mod job;
mod report;
mod step;

use std::collections::BTreeSet;
use std::time::Duration;

use iot_jobs_data::Response;
use iot_jobs_data::operation::start_next_pending_job_execution::{
    StartNextPendingJobExecutionError, StartNextPendingJobExecutionInput, StartNextPendingJobExecutionOutput,
};
use iot_jobs_data::types::JobExecution;

pub use job::{ExecutionId, Outcome, Record, Stage};
pub use report::{Look, Report};
pub use step::{Run, Save};

use job::Job;

/// The first waiting time, after the second problem in a row; it doubles with each further one.
const BACKOFF: Duration = Duration::from_secs(2);

/// The next action of the program.
#[derive(Debug)]
pub enum Todo {
    /// Ask the service for the next job.
    Start(Start),
    /// Report the state of the job to the service.
    Report(Report),
    /// Ask the service for the state of the job.
    Look(Look),
    /// Write to the journal, and continue when it is on disk.
    Save(Save),
    /// Carry out a step of the job.
    Run(Run),
    /// Print the news, and wait.
    Pause(Pause),
}

/// The state of the agent between jobs.
#[derive(Clone, Debug)]
pub struct Agent {
    thing: String,
    steps: BTreeSet<String>,
    poll: Duration,
    step_minutes: i64,
    /// The record in the journal.
    record: Option<Record>,
    /// The execution that ended last, according to the service.
    ended: Option<ExecutionId>,
    /// How many problems in a row there were.
    troubles: u32,
}

impl Agent {
    /// Creates the agent of a thing that can carry out these steps, with the record in its journal.
    ///
    /// It asks for work about every minute, and gives each step 15 minutes.
    pub fn new(thing: impl Into<String>, steps: BTreeSet<String>, record: Option<Record>) -> Self {
        let (thing, poll) = (thing.into(), Duration::from_mins(1));
        Self { thing, steps, poll, step_minutes: 15, record, ended: None, troubles: 0 }
    }

    /// Sets how long to wait if there is no work; the actual waiting times differ from it by up to a quarter.
    #[must_use]
    pub fn poll(self, poll: Duration) -> Self {
        Self { poll, ..self }
    }

    /// Sets after how many minutes without a report the service ends a job, 1 to 10,080.
    #[must_use]
    pub fn step_minutes(self, minutes: i64) -> Self {
        Self { step_minutes: minutes, ..self }
    }

    /// Returns the first action.
    pub fn begin(self) -> Todo {
        Todo::Start(Start { agent: self })
    }

    /// Waits for work. The time is random, because the devices of a fleet start together after a power cut, and must
    /// not keep asking at the same time.
    fn rest(mut self) -> Todo {
        self.troubles = 0;
        let time = self.poll.mul_f64(0.75 + fastrand::f64() / 2.0);
        Todo::Pause(Pause { time, news: None, is_trouble: false, then: Box::new(self.begin()) })
    }
}

/// Asks for the next job. One that is in progress already comes first.
#[derive(Debug)]
pub struct Start {
    agent: Agent,
}

impl Start {
    /// Returns the input of the call.
    pub fn input(&self) -> StartNextPendingJobExecutionInput {
        StartNextPendingJobExecutionInput::builder()
            .thing_name(&self.agent.thing)
            .step_timeout_in_minutes(self.agent.step_minutes)
            .build()
    }

    /// Returns the next action after the response.
    pub fn answered(
        self,
        response: Result<Response<StartNextPendingJobExecutionOutput>, StartNextPendingJobExecutionError>,
    ) -> Todo {
        match response.map(Response::into_output) {
            // Some services return an empty object if there is no job.
            Ok(output) => {
                match output.execution.and_then(|execution| Some((execution.job_id.clone()?, execution))) {
                    Some((id, execution)) => self.agent.take(id, &execution),
                    None => self.agent.rest(),
                }
            }
            Err(error) => trouble(self.agent, error.to_string(), Agent::begin),
        }
    }
}

impl Agent {
    /// Begins a job, or continues it according to the journal.
    fn take(mut self, id: String, execution: &JobExecution) -> Todo {
        let id = ExecutionId::new(id, execution);
        // The service may be slightly behind with its own changes.
        if self.ended.take().as_ref() == Some(&id) {
            return self.rest();
        }
        let stage =
            self.record.as_ref().filter(|record| record.execution == id).map(|record| record.stage.clone());
        let document = execution.job_document().unwrap_or_default();
        let mut job =
            Job { agent: self, execution: id, version: execution.version_number(), steps: Vec::new() };
        match (stage, job::steps(document, &job.agent.steps)) {
            (Some(Stage::Finished(outcome)), _) => job.report_end(outcome),
            (_, Err(reason)) => job.finish(Outcome::Rejected(reason)),
            (stage, Ok(steps)) => {
                job.steps = steps;
                job.resume(stage.unwrap_or(Stage::Next(0)))
            }
        }
    }
}

/// Waits for a time, which may be zero, with or without news.
#[derive(Debug)]
pub struct Pause {
    time: Duration,
    news: Option<String>,
    is_trouble: bool,
    then: Box<Todo>,
}

impl Pause {
    /// Returns how long to wait.
    pub fn time(&self) -> Duration {
        self.time
    }

    /// Returns the news for the log.
    pub fn news(&self) -> Option<&str> {
        self.news.as_deref()
    }

    /// Whether the news are a problem.
    pub fn is_trouble(&self) -> bool {
        self.is_trouble
    }

    /// Returns the next action after the wait.
    pub fn over(self) -> Todo {
        *self.then
    }
}

/// Handles a problem. After the first one the agent continues at once; after further ones it waits longer and longer,
/// but never longer than when there is no work.
fn trouble<T: AsMut<Agent>>(mut who: T, news: String, then: impl FnOnce(T) -> Todo) -> Todo {
    let agent = who.as_mut();
    let time = match agent.troubles {
        0 => Duration::ZERO,
        troubles => {
            let longest = BACKOFF.saturating_mul(1 << (troubles - 1).min(16)).min(agent.poll);
            longest.mul_f64(0.5 + fastrand::f64() / 2.0)
        }
    };
    agent.troubles = agent.troubles.saturating_add(1);
    Todo::Pause(Pause { time, news: Some(news), is_trouble: true, then: Box::new(then(who)) })
}

impl AsMut<Self> for Agent {
    fn as_mut(&mut self) -> &mut Self {
        self
    }
}

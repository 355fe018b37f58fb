//! The agent of a device as decisions without IO: what is to be done next, and what follows from how it went.
//!
//! A [`Todo`] is done by the program around the agent, async or blocking, and how it went gives the next one:
//!
//! ```text
//! Start -> Report -> Save -> Run -> Save -> Report -> Start     one job of one step, all well
//!             \-> Look                                          the report was refused, or its response was lost
//! ```
//!
//! No step of a job is ever begun twice. Before a step begins, the journal says so, and when it has ended, the journal
//! says that before anybody else learns of it. After a loss of power the agent goes on where nothing was under way,
//! and reports a step that was under way as failed: nobody knows how far it got.

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

/// The first waiting time after a second trouble in a row; it doubles with each further one.
const BACKOFF: Duration = Duration::from_secs(2);

/// What the program is to do next.
#[derive(Debug)]
pub enum Todo {
    /// Ask the service for the next job.
    Start(Start),
    /// Tell the service where the job stands.
    Report(Report),
    /// Ask the service where the job stands.
    Look(Look),
    /// Write to the journal, and go on when it is on the disk.
    Save(Save),
    /// Carry out a step of the job.
    Run(Run),
    /// Tell the news, and wait.
    Pause(Pause),
}

/// What the agent knows between jobs.
#[derive(Clone, Debug)]
pub struct Agent {
    thing: String,
    steps: BTreeSet<String>,
    poll: Duration,
    step_minutes: i64,
    /// What the journal says.
    record: Option<Record>,
    /// The execution that has ended last, as far as the service has told.
    ended: Option<ExecutionId>,
    /// How many times in a row something was not as hoped for.
    troubles: u32,
}

impl Agent {
    /// The agent of a thing that can carry out these steps, with what is in its journal.
    ///
    /// It asks for work about every minute, and gives each step 15 minutes.
    pub fn new(thing: impl Into<String>, steps: BTreeSet<String>, record: Option<Record>) -> Self {
        let (thing, poll) = (thing.into(), Duration::from_mins(1));
        Self { thing, steps, poll, step_minutes: 15, record, ended: None, troubles: 0 }
    }

    /// How long to wait for work when there is none; the waiting times differ from it by up to a quarter.
    #[must_use]
    pub fn poll(self, poll: Duration) -> Self {
        Self { poll, ..self }
    }

    /// After how many minutes without a report the service is to give up a job, 1 to 10,080.
    #[must_use]
    pub fn step_minutes(self, minutes: i64) -> Self {
        Self { step_minutes: minutes, ..self }
    }

    /// What to do first.
    pub fn begin(self) -> Todo {
        Todo::Start(Start { agent: self })
    }

    /// There is no work. The devices of a fleet start together after a power cut, and are not to ask together for ever.
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
    /// What to ask.
    pub fn input(&self) -> StartNextPendingJobExecutionInput {
        StartNextPendingJobExecutionInput::builder()
            .thing_name(&self.agent.thing)
            .step_timeout_in_minutes(self.agent.step_minutes)
            .build()
    }

    /// What follows from the response.
    pub fn answered(
        self,
        response: Result<Response<StartNextPendingJobExecutionOutput>, StartNextPendingJobExecutionError>,
    ) -> Todo {
        match response.map(Response::into_output) {
            // Some services say "nothing" with an object that has nothing in it.
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
    /// Begins a job, or goes on with it where the journal says.
    fn take(mut self, id: String, execution: &JobExecution) -> Todo {
        let id = ExecutionId::new(id, execution);
        // The service can be behind with its own news for a moment.
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

/// Waits for a time, which may be none, after there were news or not.
#[derive(Debug)]
pub struct Pause {
    time: Duration,
    news: Option<String>,
    is_trouble: bool,
    then: Box<Todo>,
}

impl Pause {
    /// How long to wait.
    pub fn time(&self) -> Duration {
        self.time
    }

    /// What is to be told to a person who reads the log.
    pub fn news(&self) -> Option<&str> {
        self.news.as_deref()
    }

    /// Whether the news are bad.
    pub fn is_trouble(&self) -> bool {
        self.is_trouble
    }

    /// What follows when the time has passed.
    pub fn over(self) -> Todo {
        *self.then
    }
}

/// Something was not as hoped for. The first time it is worth going on at once; after that, more and more slowly, but
/// never more slowly than when there is no work.
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

//! Carrying out a step, and writing to the journal before it and after it.

use super::Todo;
use super::job::{Job, Outcome, Record, Stage};

/// Writes to the journal.
#[derive(Debug)]
pub struct Save {
    pub(super) job: Job,
    pub(super) record: Record,
}

impl Save {
    /// Returns what to write.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// Returns the next action after it is on disk, or could not be written.
    pub fn done(self, result: Result<(), String>) -> Todo {
        let Self { mut job, mut record } = self;
        if let Err(reason) = result
            && !matches!(record.stage, Stage::Finished(_))
        {
            // A step that is missing in the journal could be begun again.
            record.stage =
                Stage::Finished(Outcome::Failed(format!("the journal cannot be written: {reason}")));
        }
        job.agent.record = Some(record.clone());
        match record.stage {
            Stage::Running(step) => Todo::Run(Run { job, step }),
            stage => job.resume(stage),
        }
    }
}

/// Carries out a step.
#[derive(Debug)]
pub struct Run {
    job: Job,
    step: usize,
}

impl Run {
    /// Returns the name of the step.
    pub fn step(&self) -> &str {
        self.job.steps.get(self.step).map_or("", String::as_str)
    }

    /// Returns the next action after the step has ended; the error says why it failed.
    pub fn done(self, result: Result<(), String>) -> Todo {
        let Self { job, step } = self;
        match result {
            Ok(()) if step + 1 < job.steps.len() => job.save(Stage::Next(step + 1)),
            Ok(()) => job.finish(Outcome::Succeeded),
            Err(reason) => {
                let reason = format!("step {}: {reason}", job.name(step));
                job.finish(Outcome::Failed(reason))
            }
        }
    }
}

//! Reporting the state of a job to the service, and reacting to a refusal or a missing response.

use iot_jobs_data::Response;
use iot_jobs_data::operation::describe_job_execution::{
    DescribeJobExecutionError, DescribeJobExecutionInput, DescribeJobExecutionOutput,
};
use iot_jobs_data::operation::update_job_execution::{
    UpdateJobExecutionError, UpdateJobExecutionInput, UpdateJobExecutionOutput,
};
use iot_jobs_data::types::{JobExecutionState, JobExecutionStatus};

use super::job::{ExecutionId, Job, Outcome, Stage};
use super::{Todo, trouble};

/// How many characters the value of a status detail may have.
const DETAIL_MAX: usize = 1024;

/// Reports the state of the job to the service: a step is about to begin, or the work is over.
#[derive(Debug)]
pub struct Report {
    pub(super) job: Job,
    pub(super) content: Content,
}

/// The contents of a report.
#[derive(Debug)]
pub(super) enum Content {
    /// This step comes next.
    Progress(usize),
    /// The work is over.
    End(Outcome),
}

impl Report {
    /// Returns the input of the call. Each progress report restarts the step timer.
    ///
    /// It succeeds only for the version that the agent knows, so that no other change is overlooked, above all a
    /// cancellation.
    pub fn input(&self) -> UpdateJobExecutionInput {
        let Self { job, content } = self;
        let (status, detail, minutes) = match content {
            Content::Progress(step) => {
                let detail = ("step", job.name(*step));
                (JobExecutionStatus::InProgress, detail, Some(job.agent.step_minutes))
            }
            Content::End(outcome) => {
                let detail = match outcome.reason() {
                    Some(reason) => ("reason", self::detail(reason)),
                    None => ("step", "all done".to_owned()),
                };
                (outcome.status(), detail, None)
            }
        };
        UpdateJobExecutionInput::builder()
            .thing_name(&job.agent.thing)
            .job_id(&job.execution.job)
            .status(status)
            .status_details(detail.0, self::detail(&detail.1))
            .set_step_timeout_in_minutes(minutes)
            // Zero means that the service has not returned a version.
            .set_expected_version((job.version != 0).then_some(job.version))
            .include_job_execution_state(true)
            .set_execution_number(job.execution.number)
            .build()
    }

    /// Returns the next action after the response.
    pub fn answered(
        mut self,
        response: Result<Response<UpdateJobExecutionOutput>, UpdateJobExecutionError>,
    ) -> Todo {
        match response {
            Ok(response) => {
                let told = response.output().execution_state().map(JobExecutionState::version_number);
                self.job.version = told.unwrap_or(self.job.version.saturating_add(1));
                self.heard()
            }
            Err(UpdateJobExecutionError::VersionMismatch(error)) => match error.modeled().execution_state() {
                Some(state) => {
                    let news = error.to_string();
                    self.compare(state.status(), state.version_number(), |report| {
                        trouble(report, news, Todo::Report)
                    })
                }
                None => trouble(self, error.to_string(), Self::look),
            },
            Err(UpdateJobExecutionError::ResourceNotFound(error)) => self.job.ended(error),
            // If the response was lost, only the service knows whether the report has arrived; and if a report does not
            // fit the state of the job, the response does not say which state that is.
            Err(error) => trouble(self, error.to_string(), Self::look),
        }
    }

    /// Returns the next action after the service has accepted the report.
    fn heard(self) -> Todo {
        let Self { mut job, content } = self;
        job.agent.troubles = 0;
        match content {
            Content::Progress(step) => job.save(Stage::Running(step)),
            Content::End(outcome) => job.ended(outcome.sentence()),
        }
    }

    fn look(self) -> Todo {
        Todo::Look(Look { report: self })
    }

    /// Returns the next action for the job's state in the service.
    fn compare(
        mut self,
        status: Option<&JobExecutionStatus>,
        version: i64,
        again: impl FnOnce(Self) -> Todo,
    ) -> Todo {
        match (status, &self.content) {
            (Some(status), Content::End(outcome)) if *status == outcome.status() => {
                let how = outcome.sentence();
                self.job.ended(how)
            }
            (Some(status), _) if status.is_terminal() => {
                self.job.ended(format_args!("ended without this device: {status}"))
            }
            // Another change left it open, or a report of this device had arrived after all.
            _ => {
                self.job.version = version;
                again(self)
            }
        }
    }
}

impl AsMut<super::Agent> for Report {
    fn as_mut(&mut self) -> &mut super::Agent {
        &mut self.job.agent
    }
}

/// Asks the service for the state of the job.
#[derive(Debug)]
pub struct Look {
    report: Report,
}

impl Look {
    /// Returns the input of the call.
    pub fn input(&self) -> DescribeJobExecutionInput {
        let job = &self.report.job;
        DescribeJobExecutionInput::builder()
            .thing_name(&job.agent.thing)
            .job_id(&job.execution.job)
            .set_execution_number(job.execution.number)
            .include_job_document(false)
            .build()
    }

    /// Returns the next action after the response.
    pub fn answered(
        self,
        response: Result<Response<DescribeJobExecutionOutput>, DescribeJobExecutionError>,
    ) -> Todo {
        let job = &self.report.job.execution;
        match response.map(Response::into_output) {
            Ok(DescribeJobExecutionOutput { execution: Some(execution), .. }) => {
                if ExecutionId::new(job.job.clone(), &execution) == *job {
                    self.report.compare(execution.status(), execution.version_number(), Todo::Report)
                } else {
                    self.report.job.ended("another execution has taken its place")
                }
            }
            Ok(_) => self.report.job.ended("the service does not know it any more"),
            Err(
                error @ (DescribeJobExecutionError::ResourceNotFound(_)
                | DescribeJobExecutionError::TerminalState(_)),
            ) => self.report.job.ended(error),
            Err(error) => trouble(self, error.to_string(), Todo::Look),
        }
    }
}

impl AsMut<super::Agent> for Look {
    fn as_mut(&mut self) -> &mut super::Agent {
        self.report.as_mut()
    }
}

/// Returns a text as the value of a status detail: 1 to 1,024 printable characters on one line.
fn detail(text: &str) -> String {
    let printable = |c: char| if c.is_alphanumeric() || c.is_ascii_graphic() { c } else { ' ' };
    let text: String = text.trim().chars().take(DETAIL_MAX).map(printable).collect();
    if text.is_empty() { "-".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_are_printable_and_not_too_long() {
        let long = "ä".repeat(2000);
        for (text, expected) in [
            ("", "-"),
            (" \n", "-"),
            ("exit status: 3\n\tno space", "exit status: 3  no space"),
            ("95\u{a0}°C", "95  C"),
            (&long, &"ä".repeat(1024)),
        ] {
            assert_eq!(detail(text), expected);
        }
    }
}

//! The loops that carry out the agent's decisions: one with the async client, one with the blocking one.

use std::future::Future;
use std::time::Duration;

use iot_jobs_data::mqtt::{self, Notifications};
use iot_jobs_data::{Client, Operation, Response, blocking};

use crate::agent::{Agent, Pause, Todo};
use crate::args::Args;
use crate::journal::Journal;
use crate::steps::Steps;

/// The device that the agent works on.
#[derive(Clone, Debug)]
pub struct Device {
    /// The record of its progress.
    pub journal: Journal,
    /// The steps that it can carry out.
    pub steps: Steps,
}

/// When to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// If there is no work left, or if the program would have to wait because of a problem.
    Idle,
    /// Never.
    Forever,
}

/// The options of both programs, except `--once`.
pub const OPTIONS: [&str; 6] =
    ["--endpoint", "--thing", "--steps", "--journal", "--poll-seconds", "--step-minutes"];

/// Returns the device and its agent according to the command line, and when to stop.
pub fn prepare(args: &Args) -> Result<(Device, Agent, Until), String> {
    let minutes: u32 = args.number("--step-minutes", 15)?;
    let journal = Journal::new(args.require("--journal")?);
    let steps = Steps::new(args.require("--steps")?, Duration::from_mins(minutes.into()));
    let agent = Agent::new(args.require("--thing")?, steps.names()?, journal.load()?)
        .poll(Duration::from_secs(args.number("--poll-seconds", 60)?))
        .step_minutes(minutes.into());
    let until = if args.has("--once") { Until::Idle } else { Until::Forever };
    Ok((Device { journal, steps }, agent, until))
}

/// The connection of the agent to the service.
pub trait Service {
    /// Makes a call.
    fn call<O: Operation>(&self, input: O) -> impl Future<Output = Result<Response<O::Output>, O::Error>>;

    /// Waits for work: for this time, or until the service announces some.
    fn rest(&mut self, time: Duration) -> impl Future<Output = ()>;
}

/// Over HTTP, the agent has to ask for work.
impl Service for Client {
    async fn call<O: Operation>(&self, input: O) -> Result<Response<O::Output>, O::Error> {
        self.call(input).await
    }

    async fn rest(&mut self, time: Duration) {
        tokio::time::sleep(time).await;
    }
}

/// Over MQTT, the service announces work.
#[derive(Debug)]
pub struct OverMqtt {
    client: mqtt::Client,
    notifications: Notifications,
}

impl OverMqtt {
    /// Uses the client, and the notifications for this thing.
    pub fn new(client: mqtt::Client, thing: &str) -> Result<Self, String> {
        let notifications = client.notifications(thing).map_err(|error| error.to_string())?;
        Ok(Self { client, notifications })
    }
}

impl Service for OverMqtt {
    async fn call<O: Operation>(&self, input: O) -> Result<Response<O::Output>, O::Error> {
        self.client.call(input).await
    }

    async fn rest(&mut self, time: Duration) {
        // After any notification the agent has to ask, because its contents may be outdated. The same holds after a
        // connect, because notifications may have been missed.
        let told = tokio::time::timeout(time, self.notifications.recv()).await;
        let mut told = told.ok();
        while let Some(result) = told {
            if let Err(error) = result {
                eprintln!("{error}");
            }
            // One call is enough for all notifications that have arrived.
            told = self.notifications.try_recv();
        }
    }
}

/// Carries out the agent's decisions with an async client. The error is the last problem.
pub async fn work(
    service: &mut impl Service,
    device: &Device,
    mut todo: Todo,
    until: Until,
) -> Result<(), String> {
    loop {
        todo = match todo {
            Todo::Start(start) => {
                let response = service.call(start.input()).await;
                start.answered(response)
            }
            Todo::Report(report) => {
                let response = service.call(report.input()).await;
                report.answered(response)
            }
            Todo::Look(look) => {
                let response = service.call(look.input()).await;
                look.answered(response)
            }
            // Writing takes milliseconds, and the rest of this program has to wait for it anyway.
            Todo::Save(save) => {
                let result = device.journal.save(save.record());
                save.done(result)
            }
            Todo::Run(run) => {
                let (steps, name) = (device.steps.clone(), run.step().to_owned());
                let result = tokio::task::spawn_blocking(move || steps.run(&name)).await;
                run.done(result.unwrap_or_else(|error| Err(error.to_string())))
            }
            Todo::Pause(pause) => {
                if let Some(end) = tell(&pause, until) {
                    return end;
                }
                service.rest(pause.time()).await;
                pause.over()
            }
        }
    }
}

/// Carries out the agent's decisions with the blocking client. The error is the last problem.
pub fn work_blocking(
    client: &blocking::Client,
    device: &Device,
    mut todo: Todo,
    until: Until,
) -> Result<(), String> {
    loop {
        todo = match todo {
            Todo::Start(start) => {
                let response = client.call(start.input());
                start.answered(response)
            }
            Todo::Report(report) => {
                let response = client.call(report.input());
                report.answered(response)
            }
            Todo::Look(look) => {
                let response = client.call(look.input());
                look.answered(response)
            }
            Todo::Save(save) => {
                let result = device.journal.save(save.record());
                save.done(result)
            }
            Todo::Run(run) => {
                let result = device.steps.run(run.step());
                run.done(result)
            }
            Todo::Pause(pause) => {
                if let Some(end) = tell(&pause, until) {
                    return end;
                }
                std::thread::sleep(pause.time());
                pause.over()
            }
        }
    }
}

/// Prints the news; returns the result if this is the end.
fn tell(pause: &Pause, until: Until) -> Option<Result<(), String>> {
    let ends = until == Until::Idle && !pause.time().is_zero();
    match pause.news() {
        // The program prints its last problem itself.
        Some(trouble) if ends && pause.is_trouble() => return Some(Err(trouble.to_owned())),
        Some(news) => eprintln!("{news}"),
        None => {}
    }
    ends.then_some(Ok(()))
}

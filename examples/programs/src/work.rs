//! The loops that do what the agent says: one with the async client, one with the blocking one.

use std::future::Future;
use std::time::Duration;

use iot_jobs_data::mqtt::{self, Notifications};
use iot_jobs_data::{Client, Operation, Response, blocking};

use crate::agent::{Agent, Pause, Todo};
use crate::args::Args;
use crate::journal::Journal;
use crate::steps::Steps;

/// The machine that the agent works on.
#[derive(Clone, Debug)]
pub struct Device {
    /// What it has done.
    pub journal: Journal,
    /// What it can do.
    pub steps: Steps,
}

/// When to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// When there is no work left, or the same trouble would have to be waited out.
    Idle,
    /// Never.
    Forever,
}

/// The options of both programs, `--once` apart.
pub const OPTIONS: [&str; 6] =
    ["--endpoint", "--thing", "--steps", "--journal", "--poll-seconds", "--step-minutes"];

/// The machine and its agent as the command line has them, and when to stop.
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

/// What the agent calls the service over.
pub trait Service {
    /// Makes a call.
    fn call<O: Operation>(&self, input: O) -> impl Future<Output = Result<Response<O::Output>, O::Error>>;

    /// Waits for work: for this time, or until the service says that there may be some.
    fn rest(&mut self, time: Duration) -> impl Future<Output = ()>;
}

/// HTTP: whether there is work, only a question tells.
impl Service for Client {
    async fn call<O: Operation>(&self, input: O) -> Result<Response<O::Output>, O::Error> {
        self.call(input).await
    }

    async fn rest(&mut self, time: Duration) {
        tokio::time::sleep(time).await;
    }
}

/// MQTT: the service tells of work.
#[derive(Debug)]
pub struct OverMqtt {
    client: mqtt::Client,
    notifications: Notifications,
}

impl OverMqtt {
    /// The client, and what the service sends to this thing.
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
        // Any notification is a reason to ask: what it says may be old by now. So is a connect, since some may have been missed.
        let told = tokio::time::timeout(time, self.notifications.recv()).await;
        let mut told = told.ok();
        while let Some(result) = told {
            if let Err(error) = result {
                eprintln!("{error}");
            }
            // One question is enough for all that has come.
            told = self.notifications.try_recv();
        }
    }
}

/// Does what there is to do, with an async client. The error is the last trouble.
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
            // Writing takes milliseconds, and all else that this program does has to wait for it.
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

/// Does what there is to do, with the blocking client. The error is the last trouble.
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

/// Tells the news, and whether this is the end.
fn tell(pause: &Pause, until: Until) -> Option<Result<(), String>> {
    let ends = until == Until::Idle && !pause.time().is_zero();
    match pause.news() {
        // The program tells its last trouble itself.
        Some(trouble) if ends && pause.is_trouble() => return Some(Err(trouble.to_owned())),
        Some(news) => eprintln!("{news}"),
        None => {}
    }
    ends.then_some(Ok(()))
}

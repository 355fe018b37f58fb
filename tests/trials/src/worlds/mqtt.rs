//! A device agent over MQTT, with a broker and a service that go wrong in every way: one run for each seed.
//!
//! The session and the agent are the real ones. Time, the network, the service and the disk are simulated, only from
//! the seed, so that a run can be repeated. Messages are delayed, lost, doubled and reordered, connections drop, the
//! agent crashes at any moment and restarts with its journal, the wall clock jumps, and jobs are created, canceled and
//! retried.

#![allow(clippy::expect_used, clippy::panic, reason = "a fault of the simulation itself stops it")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use examples::agent::{Agent, Look, Pause, Record, Report, Run, Stage, Start, Todo};
use iot_jobs_data::CallOptions;
use iot_jobs_data::low_level::call::Moment;
use iot_jobs_data::mqtt::session::{Action, ActionId, CallId, ListenerId};
use iot_jobs_data::mqtt::{FACTS, Message, Session, Settings};
use iot_jobs_data::transport::{TransportError, TransportErrorKind};
use serde_json::{Value, json};

use super::course::Course;

const THING: &str = "pump";
/// Until this time, things go wrong.
const STORM: Duration = Duration::from_mins(20);
/// The start time of a world, in seconds since 1970.
const EPOCH: u64 = 1_000_000;
/// When everything has to be over. The agent asks for work by itself less often, so notifications and connects have to
/// make it ask.
const END: Duration = Duration::from_hours(6);
/// The maximum number of events in a run.
const EVENTS: u32 = 200_000;

/// The results of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Job executions of the service.
    pub executions: usize,
    /// Steps of jobs that began.
    pub steps: usize,
    /// Messages that reached the device.
    pub messages: u32,
    /// Connections that were lost.
    pub drops: u32,
    /// How often the device lost power.
    pub crashes: u32,
}

impl Tally {
    /// Adds the results of another run.
    pub fn add(&mut self, other: &Self) {
        self.executions += other.executions;
        self.steps += other.steps;
        self.messages += other.messages;
        self.drops += other.drops;
        self.crashes += other.crashes;
    }
}

/// Something that happens at a time.
#[derive(Debug)]
enum Event {
    /// A message of the device arrives at the service.
    Request {
        link: u32,
        topic: String,
        payload: Bytes,
    },
    /// A message arrives at the device.
    Message {
        link: u32,
        topic: String,
        payload: Bytes,
    },
    Acknowledged {
        link: u32,
        id: ActionId,
    },
    Subscribed {
        link: u32,
        id: ActionId,
        filter: String,
    },
    Connect,
    Drop {
        link: u32,
    },
    Crash,
    Restart,
    NewJob,
    Cancel,
    /// The device checks what is due.
    Look,
}

/// A job execution in the service.
#[derive(Debug)]
struct Execution {
    job: String,
    number: i64,
    queued_at: i64,
    status: &'static str,
    version: i64,
    steps: Vec<&'static str>,
    /// Whether the fleet has ended it, and not the device.
    is_canceled: bool,
}

impl Execution {
    fn is_terminal(&self) -> bool {
        !matches!(self.status, "QUEUED" | "IN_PROGRESS")
    }

    fn state(&self) -> Value {
        json!({"status": self.status, "versionNumber": self.version, "statusDetails": {}})
    }

    fn whole(&self) -> Value {
        json!({
            "jobId": self.job, "status": self.status, "versionNumber": self.version, "executionNumber": self.number,
            "queuedAt": self.queued_at, "jobDocument": {"steps": self.steps},
        })
    }
}

/// The device while it has power.
struct Device {
    session: Session,
    listener: ListenerId,
    doing: Doing,
    /// Whether there was a notification that the agent has not asked about yet.
    has_news: bool,
}

/// What the agent waits for.
enum Doing {
    Start(CallId, Start),
    Report(CallId, Report),
    Look(CallId, Look),
    Run(Duration, Run),
    Pause(Duration, Pause),
    /// In the middle of a change.
    Nothing,
}

struct World {
    course: Course<Event>,
    /// The number of the connection.
    link: Option<u32>,
    links: u32,
    filters: BTreeSet<String>,
    device: Option<Device>,
    journal: Option<Record>,
    tokens: Arc<AtomicU64>,
    executions: Vec<Execution>,
    jobs_left: u32,
    /// Each step that was begun: job, number of the execution, step.
    begun: BTreeSet<(String, i64, String)>,
    /// The result that the agent reported for each execution.
    ended: BTreeMap<(String, i64), String>,
    applied: BTreeSet<String>,
    tally: Tally,
}

/// Runs the world of a seed. The error says what went wrong.
pub fn run(seed: u64) -> Result<Tally, String> {
    let mut course = Course::new(seed, STORM);
    let jobs_left = course.rng.u32(1..6);
    let mut world = World {
        course,
        link: None,
        links: 0,
        filters: BTreeSet::new(),
        device: None,
        journal: None,
        tokens: Arc::default(),
        executions: Vec::new(),
        jobs_left,
        begun: BTreeSet::new(),
        ended: BTreeMap::new(),
        applied: BTreeSet::new(),
        tally: Tally::default(),
    };
    world.course.at(Duration::ZERO, Event::Restart);
    world.course.at(Duration::ZERO, Event::NewJob);
    world.live()?;
    Ok(world.tally)
}

impl World {
    fn moment(&self) -> Moment {
        self.course.moment(EPOCH)
    }

    fn live(&mut self) -> Result<(), String> {
        for _ in 0..EVENTS {
            if self.is_over() {
                return self.judge();
            }
            let Some((time, event)) = self.course.next() else {
                return Err(format!("nothing happens any more: {}", self.state()));
            };
            if time > END {
                if self.is_over() {
                    return self.judge();
                }
                return Err(format!("it does not end: {}", self.state()));
            }
            self.happen(event)?;
            self.drive()?;
        }
        Err(format!("too much happens: {}", self.state()))
    }

    fn is_over(&self) -> bool {
        self.jobs_left == 0 && !self.course.is_stormy() && self.executions.iter().all(Execution::is_terminal)
    }

    fn state(&self) -> String {
        let executions = self.executions.iter().map(|it| format!("{} #{} {}", it.job, it.number, it.status));
        format!("{:?} at {:?}, link {:?}", executions.collect::<Vec<_>>(), self.course.now, self.link)
    }

    /// Checks that the service knows what the agent did.
    fn judge(&mut self) -> Result<(), String> {
        self.tally.executions = self.executions.len();
        self.tally.steps = self.begun.len();
        for execution in &self.executions {
            let Some(decided) = self.ended.get(&(execution.job.clone(), execution.number)) else {
                if execution.is_canceled {
                    continue;
                }
                return Err(format!(
                    "{} #{} has ended, and not by the agent",
                    execution.job, execution.number
                ));
            };
            if decided != execution.status && !execution.is_canceled {
                return Err(format!(
                    "{} is {}, and the agent has ended it as {decided}",
                    execution.job, execution.status
                ));
            }
        }
        Ok(())
    }

    fn happen(&mut self, event: Event) -> Result<(), String> {
        match event {
            Event::Request { link, topic, payload } => self.serve(link, &topic, &payload)?,
            Event::Message { link, topic, payload } if self.link == Some(link) => {
                let now = self.moment();
                self.tally.messages += 1;
                if let Some(device) = &mut self.device {
                    device.session.message(&topic, &payload, now);
                }
            }
            Event::Acknowledged { link, id } if self.link == Some(link) => {
                let now = self.moment();
                if let Some(device) = &mut self.device {
                    device.session.acknowledged(id, Ok(()), now);
                }
            }
            Event::Subscribed { link, id, filter } if self.link == Some(link) => {
                self.filters.insert(filter);
                if let Some(device) = &mut self.device {
                    device.session.subscribed(id, Ok(()));
                }
            }
            Event::Connect if self.device.is_some() && self.link.is_none() => self.connect(),
            Event::Drop { link } if self.link == Some(link) => self.disconnect(),
            Event::Crash => self.crash(),
            Event::Restart if self.device.is_none() => self.restart(),
            Event::NewJob => self.create(),
            Event::Cancel => self.cancel(),
            _ => {}
        }
        Ok(())
    }

    fn connect(&mut self) {
        if self.course.goes_wrong(0.2) {
            let error = TransportError::new(TransportErrorKind::Connect, "no route");
            return self.tell_of_drop(error);
        }
        self.links += 1;
        let link = self.links;
        self.link = Some(link);
        self.filters.clear();
        if let Some(device) = &mut self.device {
            device.session.connected();
        }
        if self.course.goes_wrong(0.7) {
            let life = self.course.rng.f64() * 200.0;
            self.course.after(life, Event::Drop { link });
        }
    }

    fn disconnect(&mut self) {
        self.tally.drops += 1;
        self.link = None;
        self.tell_of_drop(TransportError::new(TransportErrorKind::Interrupted, "connection reset"));
    }

    fn tell_of_drop(&mut self, error: TransportError) {
        let now = self.moment();
        if let Some(device) = &mut self.device {
            device.session.disconnected(error, now);
        }
        let pause = self.course.rng.f64() * 5.0;
        self.course.after(pause, Event::Connect);
    }

    /// Simulates a power cut. Messages on their way to the service still arrive.
    fn crash(&mut self) {
        if self.device.take().is_none() {
            return;
        }
        self.tally.crashes += 1;
        self.link = None;
        let pause = self.course.rng.f64() * 60.0;
        self.course.after(pause, Event::Restart);
    }

    fn restart(&mut self) {
        let tokens = Arc::clone(&self.tokens);
        let settings = Settings {
            tokens: Arc::new(move || format!("t{}", tokens.fetch_add(1, Ordering::Relaxed))),
            ..Settings::new("broker")
        };
        let mut session = Session::new(FACTS, settings);
        let listener = session.listen(&[("thingName", THING)]).expect("a listener");
        let steps = ["a", "b", "c"].map(str::to_owned).into_iter().collect();
        let agent = Agent::new(THING, steps, self.journal.clone()).poll(Duration::from_hours(24));
        self.device = Some(Device { session, listener, doing: Doing::Nothing, has_news: false });
        self.connect();
        self.go_on(agent.begin());
        if self.course.goes_wrong(0.5) {
            let life = self.course.rng.f64() * 400.0;
            self.course.after(life, Event::Crash);
        }
        self.course.off = if self.course.goes_wrong(0.3) {
            self.course.rng.i64(-900_000..900_000)
        } else {
            self.course.off
        };
    }

    /// Lets the agent continue until it has to wait for something.
    fn go_on(&mut self, mut todo: Todo) {
        loop {
            if self.course.goes_wrong(0.01) {
                return self.crash();
            }
            let now = self.moment();
            let Some(device) = &mut self.device else { return };
            let options = CallOptions::default();
            let refused =
                |error: &dyn std::fmt::Display| panic!("the agent's own request is refused: {error}");
            match todo {
                Todo::Start(start) => {
                    let id = device.session.start(start.input(), &options, now);
                    device.doing = Doing::Start(id.unwrap_or_else(|error| refused(&error)), start);
                    return;
                }
                Todo::Report(report) => {
                    let id = device.session.start(report.input(), &options, now);
                    device.doing = Doing::Report(id.unwrap_or_else(|error| refused(&error)), report);
                    return;
                }
                Todo::Look(look) => {
                    let id = device.session.start(look.input(), &options, now);
                    device.doing = Doing::Look(id.unwrap_or_else(|error| refused(&error)), look);
                    return;
                }
                Todo::Save(save) => {
                    self.journal = Some(save.record().clone());
                    self.note_end(save.record());
                    todo = save.done(Ok(()));
                }
                Todo::Run(run) => return self.begin_step(run),
                Todo::Pause(pause) => {
                    // Messages that came while the agent was working are still waiting.
                    let rest =
                        if std::mem::take(&mut device.has_news) { Duration::ZERO } else { pause.time() };
                    let until = self.course.now + rest;
                    device.doing = Doing::Pause(until, pause);
                    return self.course.at(until, Event::Look);
                }
            }
        }
    }

    fn note_end(&mut self, record: &Record) {
        if let Stage::Finished(outcome) = &record.stage {
            use examples::agent::Outcome::{Failed, Rejected, Succeeded};
            let status = match outcome {
                Succeeded => "SUCCEEDED",
                Failed(_) => "FAILED",
                Rejected(_) => "REJECTED",
            };
            let id = (record.execution.job.clone(), record.execution.number.unwrap_or_default());
            self.ended.insert(id, status.to_owned());
        }
    }

    fn begin_step(&mut self, run: Run) {
        let record = self.journal.as_ref().expect("a journal before a step").execution.clone();
        let step = (record.job.clone(), record.number.unwrap_or_default(), run.step().to_owned());
        if !self.begun.insert(step.clone()) {
            // `drive` reports it, because that can fail.
            self.begun.insert((String::new(), 0, format!("{step:?} was begun twice")));
        }
        let until = self.course.now + Duration::from_secs_f64(self.course.rng.f64() * 30.0);
        if let Some(device) = &mut self.device {
            device.doing = Doing::Run(until, run);
        }
        self.course.at(until, Event::Look);
    }

    /// Carries out the session's actions, and lets the agent continue if its wait is over.
    fn drive(&mut self) -> Result<(), String> {
        loop {
            if let Some((.., fault)) = self.begun.first().filter(|(job, ..)| job.is_empty()) {
                return Err(fault.clone());
            }
            let now = self.moment();
            let Some(device) = &mut self.device else { return Ok(()) };
            match device.session.next(now) {
                Action::Subscribe(id, filter) => {
                    let delay = self.course.delay();
                    if let Some(link) = self.link {
                        self.course.after(delay, Event::Subscribed { link, id, filter });
                    }
                }
                Action::Publish(id, message) => self.publish(id, message),
                Action::Done(id) => self.done(id),
                Action::Hear(id) => self.hear(id)?,
                Action::Wait(time) => {
                    self.course.at(self.course.now + time, Event::Look);
                    if !self.wake() {
                        return Ok(());
                    }
                }
                _ => {
                    if !self.wake() {
                        return Ok(());
                    }
                }
            }
        }
    }

    fn publish(&mut self, id: ActionId, Message { topic, payload }: Message) {
        let Some(link) = self.link else { return };
        if self.course.goes_wrong(0.05) {
            return;
        }
        let (there, back) = (self.course.delay(), self.course.delay());
        self.course.after(there, Event::Request { link, topic: topic.clone(), payload: payload.clone() });
        if self.course.goes_wrong(0.03) {
            let again = self.course.delay();
            self.course.after(there + again, Event::Request { link, topic, payload });
        }
        self.course.after(there + back, Event::Acknowledged { link, id });
    }

    fn done(&mut self, id: CallId) {
        let Some(device) = &mut self.device else { return };
        let doing = std::mem::replace(&mut device.doing, Doing::Nothing);
        let todo = match doing {
            Doing::Start(call, start) if call == id => {
                let result = device.session.finish_as(&start.input(), id);
                start.answered(result)
            }
            Doing::Report(call, report) if call == id => {
                let result = device.session.finish_as(&report.input(), id);
                report.answered(result)
            }
            Doing::Look(call, look) if call == id => {
                let result = device.session.finish_as(&look.input(), id);
                look.answered(result)
            }
            other => {
                device.doing = other;
                return;
            }
        };
        self.go_on(todo);
    }

    /// Any notification wakes the agent from its rest.
    fn hear(&mut self, id: ListenerId) -> Result<(), String> {
        let Some(device) = &mut self.device else { return Ok(()) };
        assert_eq!(device.listener, id);
        let mut heard = 0;
        while device.session.hear(id).is_some() {
            heard += 1;
        }
        if heard > 65 {
            return Err(format!("a listener keeps {heard} notifications"));
        }
        match &mut device.doing {
            Doing::Pause(until, _) if heard > 0 => *until = self.course.now,
            _ => device.has_news |= heard > 0,
        }
        Ok(())
    }

    /// Ends a step or a rest whose time is over; `true` if the agent continued.
    fn wake(&mut self) -> bool {
        let now = self.course.now;
        let fails = self.course.rng.f64() < 0.1;
        let Some(device) = &mut self.device else { return false };
        let todo = match std::mem::replace(&mut device.doing, Doing::Nothing) {
            Doing::Run(until, run) if until <= now => {
                run.done(if fails { Err("no space".to_owned()) } else { Ok(()) })
            }
            Doing::Pause(until, pause) if until <= now => pause.over(),
            other => {
                device.doing = other;
                return false;
            }
        };
        self.go_on(todo);
        true
    }
}

/// Finishes a call by its input.
trait FinishAs {
    fn finish_as<O: iot_jobs_data::Operation>(
        &mut self,
        input: &O,
        id: CallId,
    ) -> Result<iot_jobs_data::Response<O::Output>, O::Error>;
}

impl FinishAs for Session {
    fn finish_as<O: iot_jobs_data::Operation>(
        &mut self,
        _: &O,
        id: CallId,
    ) -> Result<iot_jobs_data::Response<O::Output>, O::Error> {
        self.finish::<O>(id).expect("the call is over")
    }
}

/// The service.
impl World {
    fn create(&mut self) {
        self.jobs_left -= 1;
        let number = self.executions.len();
        let count = self.course.rng.usize(1..4);
        let steps: Vec<_> = if self.course.rng.f64() < 0.1 {
            vec!["unknown"]
        } else {
            vec!["a", "b", "c"].drain(..count).collect()
        };
        self.queue(format!("job-{number}"), 1, steps);
        if self.jobs_left > 0 {
            let pause = self.course.rng.f64() * 400.0;
            self.course.after(pause, Event::NewJob);
        }
        if self.course.goes_wrong(0.2) {
            let pause = self.course.rng.f64() * 100.0;
            self.course.after(pause, Event::Cancel);
        }
    }

    fn queue(&mut self, job: String, number: i64, steps: Vec<&'static str>) {
        let queued_at = (EPOCH + self.course.now.as_secs()).cast_signed();
        let first = self.first();
        self.executions.push(Execution {
            job,
            number,
            queued_at,
            status: "QUEUED",
            version: 1,
            steps,
            is_canceled: false,
        });
        self.notify(first);
    }

    fn cancel(&mut self) {
        let open: Vec<_> =
            (0..self.executions.len()).filter(|index| !self.executions[*index].is_terminal()).collect();
        if open.is_empty() {
            return;
        }
        let index = open[self.course.rng.usize(..open.len())];
        let first = self.first();
        let execution = &mut self.executions[index];
        (execution.status, execution.is_canceled) = ("CANCELED", true);
        execution.version += 1;
        self.notify(first);
    }

    /// Returns the next pending execution: one in progress, else the one that has waited longest.
    fn first(&self) -> Option<usize> {
        let place = |wanted| self.executions.iter().position(|execution| execution.status == wanted);
        place("IN_PROGRESS").or_else(|| place("QUEUED"))
    }

    /// Sends the notifications of a change, after which the next execution may differ from `before`.
    fn notify(&mut self, before: Option<usize>) {
        let time = EPOCH + self.course.now.as_secs();
        let list = |wanted: &str| {
            let of_status = self.executions.iter().filter(|execution| execution.status == wanted).take(15);
            of_status.map(|it| json!({"jobId": it.job, "executionNumber": it.number})).collect::<Vec<_>>()
        };
        let jobs = json!({"timestamp": time, "jobs": {"IN_PROGRESS": list("IN_PROGRESS"), "QUEUED": list("QUEUED")}});
        self.send_if_subscribed("notify", &jobs);
        let now = self.first();
        if now != before {
            let next = match now {
                Some(index) => json!({"timestamp": time, "execution": self.executions[index].whole()}),
                None => json!({"timestamp": time}),
            };
            self.send_if_subscribed("notify-next", &next);
        }
    }

    fn send_if_subscribed(&mut self, kind: &str, payload: &Value) {
        let topic = format!("$aws/things/{THING}/jobs/{kind}");
        if let Some(link) = self.link.filter(|_| self.filters.contains(&topic)) {
            self.send(link, topic, payload);
        }
    }

    fn send(&mut self, link: u32, topic: String, payload: &Value) {
        if self.course.goes_wrong(0.05) {
            // A message without an acknowledgement ends the connection, sooner or later.
            let rest = self.course.rng.f64() * 60.0;
            return self.course.after(rest, Event::Drop { link });
        }
        let payload = Bytes::from(payload.to_string());
        let delay = self.course.delay();
        self.course.after(delay, Event::Message { link, topic: topic.clone(), payload: payload.clone() });
        if self.course.goes_wrong(0.05) {
            let delay = self.course.delay();
            self.course.after(delay, Event::Message { link, topic, payload });
        }
    }

    fn serve(&mut self, link: u32, topic: &str, payload: &Bytes) -> Result<(), String> {
        let body: Value =
            serde_json::from_slice(payload).map_err(|error| format!("a request is no JSON: {error}"))?;
        let levels: Vec<_> = topic.split('/').collect();
        let answer = match levels.as_slice() {
            [_, _, _, "jobs", "start-next"] => Ok(self.start_next()),
            [_, _, _, "jobs", job, "get"] => self.describe(job, &body),
            [_, _, _, "jobs", job, "update"] => self.update(job, &body)?,
            _ => return Err(format!("a request on {topic}")),
        };
        let (kind, mut answer) = match answer {
            Ok(answer) => ("accepted", answer),
            Err(answer) => ("rejected", answer),
        };
        if self.course.goes_wrong(0.05) {
            // Such a response means that a busy service has not acted; here it has, and sends this response anyway.
            answer = json!({"code": "InternalError", "message": "trouble"});
            answer["clientToken"] = body["clientToken"].clone();
            self.send(link, format!("{topic}/rejected"), &answer);
            return Ok(());
        }
        answer["clientToken"] = body["clientToken"].clone();
        answer["timestamp"] = json!(EPOCH + self.course.now.as_secs());
        self.send(link, format!("{topic}/{kind}"), &answer);
        Ok(())
    }

    fn start_next(&mut self) -> Value {
        let Some(index) = self.first() else { return json!({}) };
        let execution = &mut self.executions[index];
        if execution.status == "QUEUED" {
            execution.status = "IN_PROGRESS";
            execution.version += 1;
        }
        json!({"execution": execution.whole()})
    }

    fn find(&mut self, job: &str, body: &Value) -> Option<usize> {
        let number = body["executionNumber"].as_i64();
        let fits = |it: &Execution| it.job == job && number.is_none_or(|number| number == it.number);
        self.executions.iter().rposition(fits)
    }

    fn describe(&mut self, job: &str, body: &Value) -> Result<Value, Value> {
        match self.find(job, body) {
            Some(index) => Ok(json!({"execution": self.executions[index].whole()})),
            None => Err(json!({"code": "ResourceNotFound", "message": "no such execution"})),
        }
    }

    fn update(&mut self, job: &str, body: &Value) -> Result<Result<Value, Value>, String> {
        let Some(index) = self.find(job, body) else {
            return Ok(Err(json!({"code": "ResourceNotFound", "message": "no such execution"})));
        };
        let first = self.first();
        let execution = &mut self.executions[index];
        let refused = |code: &str, execution: &Execution| {
            Ok(Err(json!({"code": code, "message": "m", "executionState": execution.state()})))
        };
        if execution.is_terminal() {
            return refused("InvalidStateTransition", execution);
        }
        if body["expectedVersion"].as_i64().is_some_and(|expected| expected != execution.version) {
            return refused("VersionMismatch", execution);
        }
        let status = match body["status"].as_str() {
            Some("IN_PROGRESS") => "IN_PROGRESS",
            Some("SUCCEEDED") => "SUCCEEDED",
            Some("FAILED") => "FAILED",
            Some("REJECTED") => "REJECTED",
            other => return Err(format!("an update to {other:?}")),
        };
        execution.status = status;
        execution.version += 1;
        let state = execution.state();
        let again = (status == "FAILED")
            .then(|| (execution.job.clone(), execution.number + 1, execution.steps.clone()));
        let token = body["clientToken"].as_str().unwrap_or_default().to_owned();
        if !self.applied.insert(token.clone()) {
            return Err(format!("the update {token} was applied twice"));
        }
        if status != "IN_PROGRESS" {
            self.notify(first);
        }
        if let Some((job, number, steps)) = again.filter(|(_, number, _)| *number < 4) {
            self.queue(job, number, steps);
        }
        Ok(Ok(json!({"executionState": state})))
    }
}

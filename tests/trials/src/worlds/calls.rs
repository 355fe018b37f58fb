//! Calls over HTTP, with a network, a service, a clock and a credentials provider that go wrong: one run for each seed.
//!
//! The state machine of the call is the real one, with its retry budget, its clock and its cache of credentials. A loop
//! here replaces the clients. Requests and responses get lost or come late; the service throttles, fails before and
//! after it has acted, and sends a wrong time; the clock jumps, credentials expire early, and calls are dropped at any
//! step.

mod budget;
mod client;
mod judge;
mod service;
mod vault;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use iot_jobs_data::Config;
use iot_jobs_data::credentials::{Credentials, CredentialsError};
use iot_jobs_data::low_level::call::{Moment, Session};
use iot_jobs_data::retry::Exponential;
use iot_jobs_data::transport::TransportError;

use super::course::Course;
use crate::probe::{ONCE, READS, REPEATABLE};
use budget::Budget;
use client::{Ended, Pending, Rules};
use service::{Request, Service};
use vault::{Vault, lock};

/// Until this time, things go wrong.
const STORM: Duration = Duration::from_mins(10);
/// The start time of a world, in seconds since 1970.
const EPOCH: u64 = 1_800_000_000;
/// The maximum number of events in a run.
const EVENTS: u32 = 100_000;

/// The results of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Calls that were started.
    pub calls: u32,
    /// Their attempts.
    pub attempts: u32,
    /// Calls that ended with an error.
    pub failures: u32,
    /// Calls whose future was dropped.
    pub drops: u32,
    /// Calls that failed because the retry budget was used up.
    pub unfunded: u32,
    /// Calls that were not repeated because the service may have acted.
    pub unrepeated: u32,
    /// How often the client corrected its clock.
    pub corrections: u32,
}

impl Tally {
    /// Adds the results of another run.
    pub fn add(&mut self, other: &Self) {
        self.calls += other.calls;
        self.attempts += other.attempts;
        self.failures += other.failures;
        self.drops += other.drops;
        self.unfunded += other.unfunded;
        self.unrepeated += other.unrepeated;
        self.corrections += other.corrections;
    }
}

/// Something that happens at a time.
enum Event {
    /// A call begins.
    Start,
    /// A request arrives at the service.
    Arrive(Request),
    /// An attempt of a call ends, unless it has ended already.
    Answer { call: u64, attempt: u32, answer: Result<http::Response<Bytes>, TransportError> },
    /// The provider answers a call, or times out.
    Provided { call: u64, credentials: Result<Credentials, CredentialsError> },
    /// The waiting time of a call is over.
    Resume(u64),
    /// Somebody drops a call.
    Drop(u64),
    /// Somebody sets the clock of the client.
    Jump,
    /// The credentials provider changes its behaviour.
    Mood,
    /// The service no longer accepts the newest credentials.
    Revoke,
}

struct World {
    course: Course<Event>,
    session: Arc<Session>,
    /// The client's clock, in seconds since 1970.
    wall: Arc<AtomicI64>,
    vault: Arc<Mutex<Vault>>,
    service: Service,
    budget: Budget,
    backoff: (Duration, Duration),
    rules: Rules,
    corrects_clock: bool,
    calls: BTreeMap<u64, Pending>,
    calls_left: u32,
    last_call: u64,
    ended: Vec<Ended>,
    /// Counts steps, to order events within a moment.
    steps: u64,
    tally: Tally,
}

/// Runs the world of a seed. The error says what went wrong.
pub fn run(seed: u64) -> Result<Tally, String> {
    let mut world = World::new(seed)?;
    for event in [Event::Mood, Event::Jump, Event::Start] {
        world.course.at(Duration::ZERO, event);
    }
    world.live()?;
    world.judge()?;
    world.call_in_fair_weather()?;
    world.count_budget()?;
    Ok(world.tally)
}

impl World {
    fn new(seed: u64) -> Result<Self, String> {
        let mut course: Course<Event> = Course::new(seed, STORM);
        let rng = &mut course.rng;
        let is_crowded = rng.f64() < 0.1;
        let backoff = (Duration::from_millis(rng.u64(0..2000)), Duration::from_millis(rng.u64(1..20_000)));
        let rules = Rules {
            max_attempts: rng.u32(1..6),
            call_timeout: Duration::from_millis(rng.u64(100..90_000)),
            attempt_timeout: Duration::from_millis(rng.u64(100..20_000)),
            repeats: rng.f64() < 0.1,
        };
        let corrects_clock = rng.f64() < 0.9;
        let (wall, vault) = (Arc::new(AtomicI64::new(0)), Arc::new(Mutex::new(Vault::default())));
        let clock = Arc::clone(&wall);
        let config = Config::builder()
            .endpoint_url("http://service.example")
            .region("eu-west-1")
            .credentials(vault::Provider(Arc::clone(&vault)))
            .clock(move || at(clock.load(Ordering::Relaxed)))
            .correct_clock(corrects_clock)
            .backoff(Exponential::new(backoff.0, backoff.1))
            .max_attempts(rules.max_attempts)
            .call_timeout(rules.call_timeout)
            .attempt_timeout(rules.attempt_timeout)
            .retry_non_idempotent(rules.repeats)
            .build()
            .map_err(|error| format!("a configuration: {error}"))?;
        let (calls_left, badness) =
            if is_crowded { (rng.u32(300..600), 4.0) } else { (rng.u32(5..60), rng.f64() * 1.5) };
        Ok(Self {
            session: Session::new(config),
            wall,
            vault,
            service: Service::new(badness),
            budget: Budget::full(),
            backoff,
            rules,
            corrects_clock,
            calls: BTreeMap::new(),
            calls_left,
            last_call: 0,
            ended: Vec::new(),
            steps: 0,
            tally: Tally::default(),
            course,
        })
    }

    fn live(&mut self) -> Result<(), String> {
        for _ in 0..EVENTS {
            let Some((_, event)) = self.course.next() else {
                return if self.calls.is_empty() {
                    Ok(())
                } else {
                    Err(self.stuck("nothing happens any more"))
                };
            };
            self.set_wall();
            self.happen(event)?;
        }
        Err(self.stuck("too much happens"))
    }

    fn stuck(&self, what: &str) -> String {
        format!("{what} at {:?}, with the calls {:?}", self.course.now, self.calls.keys())
    }

    fn happen(&mut self, event: Event) -> Result<(), String> {
        match event {
            Event::Start => {
                self.calls_left -= 1;
                if self.calls_left > 0 {
                    let pause =
                        self.course.rng.f64() * STORM.as_secs_f64() * 2.0 / f64::from(self.calls_left + 10);
                    self.course.after(pause, Event::Start);
                }
                let kind = [READS, REPEATABLE, ONCE][self.course.rng.usize(..3)];
                self.begin(kind, self.rules)
            }
            Event::Arrive(request) => {
                self.arrive(&request);
                Ok(())
            }
            Event::Answer { call, attempt, answer } => self.answer(call, attempt, answer),
            Event::Provided { call, credentials } => self.provide(call, credentials),
            Event::Resume(call) => self.drive(call),
            Event::Drop(call) => self.drop_call(call, false),
            Event::Jump => {
                self.jump();
                Ok(())
            }
            Event::Mood => {
                self.change_mood();
                Ok(())
            }
            Event::Revoke => {
                lock(&self.vault).revoke();
                Ok(())
            }
        }
    }

    /// Returns the service's time, in seconds since 1970.
    fn service_time(&self) -> i64 {
        (EPOCH + self.course.now.as_secs()).cast_signed()
    }

    /// Returns the service's time as assumed by the client.
    fn view(&self) -> i64 {
        self.wall.load(Ordering::Relaxed) + self.session.clock_offset()
    }

    fn moment(&mut self) -> Moment {
        Moment { random: self.course.rng.f64(), ..self.course.moment(EPOCH) }
    }

    fn set_wall(&mut self) {
        self.wall.store((self.service_time() + self.course.off).max(0), Ordering::Relaxed);
        let view = self.view();
        lock(&self.vault).tell_time(self.service_time(), view, self.steps);
    }

    /// Returns a number for something that has just happened.
    fn step(&mut self) -> u64 {
        self.steps += 1;
        self.steps
    }

    fn arrive(&mut self, request: &Request) {
        let time = self.service_time();
        let response = self.service.serve(request, time, &lock(&self.vault), &mut self.course);
        if self.course.goes_wrong(0.05) {
            return;
        }
        let delay = self.course.delay();
        let answer = self.service.mangle(response, &mut self.course);
        self.course.after(delay, Event::Answer { call: request.call, attempt: request.attempt, answer });
    }

    fn jump(&mut self) {
        if !self.course.is_stormy() {
            return;
        }
        let rng = &mut self.course.rng;
        self.course.off = match rng.u8(..8) {
            0 => rng.i64(-900_000..900_000),
            1 => rng.i64(-400..400),
            2 => -1_800_000_000,
            3 => rng.i64(-300_000_000..300_000_000),
            _ => 0,
        };
        let pause = rng.f64() * 600.0;
        self.course.after(pause, Event::Jump);
        self.set_wall();
    }

    fn change_mood(&mut self) {
        let chance = if self.course.is_stormy() { self.course.rng.f64() } else { 1.0 };
        let life = self.course.rng.i64(5..3600);
        lock(&self.vault).change_mood(chance, life);
        if self.course.is_stormy() {
            let pause = self.course.rng.f64() * 200.0;
            self.course.after(pause, Event::Mood);
            if self.course.rng.f64() < 0.3 {
                self.course.after(pause / 2.0, Event::Revoke);
            }
        }
    }
}

/// Converts seconds since 1970 to a time.
fn at(seconds: i64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds.max(0).cast_unsigned())
}

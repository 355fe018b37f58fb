//! The MQTT session with arbitrary messages, disconnects and clocks.
//!
//! - Each call ends once, within its time, and a request that is not safe to repeat is published once.
//! - A response goes to the call with the same token and topic.
//! - At most as many calls wait for an acknowledgement of their request as the window allows. This is checked between two
//!   steps of the clock, because a session does not tell which attempts are out of time.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use iot_jobs_data::low_level::call::Moment;
use iot_jobs_data::mqtt::session::{Action, ActionId, CallId};
use iot_jobs_data::mqtt::{FACTS, Message, Session, Settings};
use iot_jobs_data::operation::describe_job_execution::DescribeJobExecutionInput;
use iot_jobs_data::operation::start_next_pending_job_execution::StartNextPendingJobExecutionInput;
use iot_jobs_data::transport::{TransportError, TransportErrorKind};
use iot_jobs_data::{CallOptions, Operation};
use models::Dice;
use serde_json::{Value, json};

/// How many calls may wait for an acknowledgement.
const WINDOW: usize = 32;

struct World {
    session: Session,
    now: Duration,
    start: Instant,
    calls: BTreeMap<CallId, Known>,
    /// Requests that the broker has not acknowledged.
    under_way: BTreeSet<ActionId>,
    published: Vec<Message>,
    subscriptions: Vec<ActionId>,
    is_up: bool,
    /// Requests since the last step of the clock for whose acknowledgement a call waits, by the token of the call.
    waiting: BTreeMap<String, ActionId>,
    /// How many tokens the session has asked for.
    tokens: Arc<AtomicUsize>,
}

/// A call that is not over.
struct Known {
    describes: bool,
    began: Duration,
    token: String,
}

/// Checks the laws.
pub(crate) fn check(data: &[u8]) {
    let mut dice = Dice::new(data);
    let tokens = Arc::new(AtomicUsize::new(0));
    let mut settings = Settings::new("law.example");
    let counter = Arc::clone(&tokens);
    settings.tokens = Arc::new(move || format!("token-{}", counter.fetch_add(1, Ordering::Relaxed)));
    let mut world = World {
        session: Session::new(FACTS, settings),
        now: Duration::ZERO,
        start: Instant::now(),
        calls: BTreeMap::new(),
        under_way: BTreeSet::new(),
        published: Vec::new(),
        subscriptions: Vec::new(),
        is_up: false,
        waiting: BTreeMap::new(),
        tokens,
    };
    while !dice.is_empty() {
        world.event(&mut dice);
        world.act();
    }
    world.end();
}

impl World {
    fn moment(&self) -> Moment {
        Moment { wall: SystemTime::UNIX_EPOCH + self.now, ticks: self.start + self.now, random: 0.5 }
    }

    /// Simulates a random event.
    fn event(&mut self, dice: &mut Dice<'_>) {
        let now = self.moment();
        match dice.below(10) {
            0 if self.calls.len() < 100 => self.call(dice),
            1 => drop(self.session.listen(&[("thingName", dice.pick(&["pump", "", "a/b", "+", "#"]))])),
            2 => {
                self.is_up = true;
                self.session.connected();
            }
            3 => self.drop_link(),
            4 => {
                if let Some(id) = self.subscriptions.pop() {
                    let refused = dice.once_in(4).then(|| Err("not allowed".to_owned()));
                    self.session.subscribed(id, refused.unwrap_or(Ok(())));
                }
            }
            5 => {
                if let Some(id) = self.under_way.pop_first() {
                    self.waiting.retain(|_, waiting| *waiting != id);
                    let failed = dice.once_in(4).then(|| Err(broken()));
                    self.session.acknowledged(id, failed.unwrap_or(Ok(())), now);
                }
            }
            6 | 7 => {
                let (topic, payload) = self.message(dice);
                if let Ok(Value::Object(response)) = serde_json::from_slice(&payload) {
                    let token = response.get("clientToken").and_then(Value::as_str);
                    self.waiting.retain(|waiting, _| token != Some(waiting));
                }
                self.session.message(&topic, &payload, now);
            }
            8 => {
                if let Some(id) =
                    self.calls.keys().nth(dice.below(self.calls.len())).copied().filter(|_| dice.once_in(4))
                {
                    self.session.cancel(id);
                    self.forget(id);
                }
            }
            _ => {
                self.now += Duration::from_millis(dice.pick(&[1, 500, 16_000, 61_000]));
                self.waiting.clear();
            }
        }
    }

    fn call(&mut self, dice: &mut Dice<'_>) {
        let (now, options) = (self.moment(), CallOptions::default());
        let describes = dice.once_in(2);
        let id = if describes {
            let input = DescribeJobExecutionInput::builder()
                .thing_name("pump")
                .job_id(dice.pick(&["a", "b", "$next"]))
                .build();
            self.session.start(input, &options, now).ok()
        } else {
            let input = StartNextPendingJobExecutionInput::builder().thing_name("pump").build();
            self.session.start(input, &options, now).ok()
        };
        // The last token that the session has asked for is the call's.
        let token = format!("token-{}", self.tokens.load(Ordering::Relaxed) - 1);
        let known = Known { describes, began: self.now, token };
        assert!(self.calls.insert(id.expect("a good input"), known).is_none(), "a number is given twice");
    }

    /// Removes a call that is over.
    fn forget(&mut self, id: CallId) -> Option<Known> {
        let known = self.calls.remove(&id)?;
        self.waiting.remove(&known.token);
        Some(known)
    }

    fn drop_link(&mut self) {
        self.is_up = false;
        self.waiting.clear();
        self.under_way.clear();
        self.subscriptions.clear();
        let now = self.moment();
        self.session.disconnected(broken(), now);
    }

    /// Returns a message: the response to a request, or a similar one.
    fn message(&self, dice: &mut Dice<'_>) -> (String, Bytes) {
        let request = self.published.get(dice.below(self.published.len()));
        let (topic, token) = request.map_or_else(
            || ("$aws/things/pump/jobs/start-next".to_owned(), Value::Null),
            |request| (request.topic.clone(), token(request)),
        );
        let topic = match dice.below(8) {
            0 => "$aws/things/pump/jobs/notify-next".to_owned(),
            1 => format!("$aws/things/other/jobs/start-next/{}", dice.pick(&["accepted", "rejected"])),
            2 => dice.text(),
            _ => format!("{topic}/{}", dice.pick(&["accepted", "rejected", "", "maybe"])),
        };
        let token = if dice.once_in(4) { json!("token-0") } else { token };
        let payload = match dice.below(6) {
            0 => Bytes::from(dice.bytes(40)),
            1 => json!({ "clientToken": token, "code": "InternalError", "message": "no", "timestamp": 1 })
                .to_string()
                .into(),
            2 => json!({ "clientToken": token, "execution": 7, "timestamp": "now" }).to_string().into(),
            3 => json!({ "timestamp": 1, "execution": { "jobId": "a", "versionNumber": 2 } })
                .to_string()
                .into(),
            _ => json!({ "clientToken": token, "execution": { "jobId": token }, "timestamp": 1 })
                .to_string()
                .into(),
        };
        (topic, payload)
    }

    /// Carries out the session's actions, until it waits.
    fn act(&mut self) {
        for step in 0.. {
            assert!(step < 1000, "the session does not come to rest");
            match self.session.next(self.moment()) {
                Action::Wait(time) => {
                    assert!(time > Duration::ZERO);
                    return;
                }
                Action::Idle => return,
                Action::Subscribe(id, _) => {
                    assert!(self.is_up, "there is no connection");
                    self.subscriptions.push(id);
                }
                Action::Publish(id, message) => self.publish(id, message),
                Action::Done(id) => self.finish(id),
                Action::Hear(id) => while self.session.hear(id).is_some() {},
                _ => {}
            }
        }
    }

    fn publish(&mut self, id: ActionId, message: Message) {
        assert!(self.is_up, "there is no connection");
        let token = token(&message);
        let is_again = self.published.iter().any(|known| self::token(known) == token);
        assert!(
            is_again || self.calls.values().any(|known| token == known.token.as_str()),
            "{token} is of no call"
        );
        assert!(self.under_way.insert(id), "a number is given twice");
        self.waiting.insert(token.as_str().unwrap_or_default().to_owned(), id);
        assert!(self.waiting.len() <= WINDOW, "{} calls wait for the broker", self.waiting.len());
        if message.topic.ends_with("start-next") && !StartNextPendingJobExecutionInput::IDEMPOTENT {
            assert!(!is_again, "a call that is not safe to repeat is published twice");
        }
        self.published.push(message);
    }

    fn finish(&mut self, id: CallId) {
        let Some(known) = self.forget(id) else { panic!("{id:?} ends twice, or was given up") };
        let job = if known.describes {
            let result = self.session.finish::<DescribeJobExecutionInput>(id).expect("it is over");
            assert!(self.session.finish::<DescribeJobExecutionInput>(id).is_none(), "it is taken");
            result.ok().and_then(|output| output.output().execution()?.job_id().map(str::to_owned))
        } else {
            let result = self.session.finish::<StartNextPendingJobExecutionInput>(id).expect("it is over");
            result.ok().and_then(|output| output.output().execution()?.job_id().map(str::to_owned))
        };
        // Each response has the token of its request in the job.
        let tokens: BTreeSet<_> =
            self.published.iter().filter_map(|message| token(message).as_str().map(str::to_owned)).collect();
        assert!(job.is_none_or(|job| tokens.contains(&job) || job == "token-0"));
    }

    /// Checks that each call is over after its time has passed.
    fn end(&mut self) {
        let last = self.calls.values().map(|known| known.began).max().unwrap_or_default();
        self.now = self.now.max(last) + Duration::from_secs(61);
        self.act();
        assert!(self.calls.is_empty(), "{} calls do not end", self.calls.len());
    }
}

fn token(message: &Message) -> Value {
    let payload: Value = serde_json::from_slice(&message.payload).expect("a request is JSON");
    payload["clientToken"].clone()
}

fn broken() -> TransportError {
    TransportError::new(TransportErrorKind::Interrupted, "the connection broke off")
}

//! Calls and notifications over one MQTT connection, as a state machine without IO.
//!
//! A [`Session`] says in an [`Action`] what to do next, and takes the results: the connection was made or dropped, a
//! message arrived, the broker took a request. Time and randomness are passed in, as a [`Moment`]. The client of the
//! feature `mqtt` is a loop around it; you can write your own over any MQTT library.
//!
//! - A response counts only if it has the token and the topic of the request. The token stays the same on each attempt.
//! - Time limits, attempts, their budget and the waiting between them follow the rules of calls over HTTP.
//! - An attempt waits for the connection and for the subscription to its responses. If the connection drops after the
//!   request was sent, the service may have acted, and only requests that are safe to repeat are sent again.
//! - It stores the program's calls and listeners, and the newest notifications; nothing that a broker sends increases
//!   its memory further.

mod filters;
mod listener;
mod pending;

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

pub use listener::Heard;

use super::facts::Facts;
use super::message::{self, Kind, Message};
use super::topic;
use crate::call::Moment;
use crate::call::bucket::Bucket;
use crate::error::{ClientError, RequestError};
use crate::operation::Operation;
use crate::options::CallOptions;
use crate::response::{Response, ResponseMeta};
use crate::retry::{Backoff, Exponential};
use crate::transport::TransportError;
use crate::validate::Checks;
use filters::Filters;
use listener::Listener;
use pending::{Next, Outcome, Pending};

/// How many calls in progress may wait for the broker to acknowledge their request.
const WINDOW: usize = 32;

/// How a session makes calls. The defaults are those of calls over HTTP.
#[derive(Clone)]
pub struct Settings {
    /// The name of the broker in errors: its host, with the port if it is not the usual one.
    pub host: String,
    /// The maximum number of attempts of a call, including the first one: 3.
    pub max_attempts: u32,
    /// How long to wait between attempts.
    pub backoff: Arc<dyn Backoff>,
    /// Whether to retry operations that are not idempotent even if the service may have acted.
    pub retry_non_idempotent: bool,
    /// The time for one attempt, from the moment when it is due to its response: 15 s.
    pub attempt_timeout: Duration,
    /// The time for a whole call: 60 s.
    pub call_timeout: Duration,
    /// Which constraints of an input are checked before it is sent.
    pub checks: Checks,
    /// The source of tokens, each of which has to be unique.
    pub tokens: Arc<dyn Fn() -> String + Send + Sync>,
}

impl Settings {
    /// Returns the defaults for a broker.
    pub fn new(host: impl Into<String>) -> Self {
        Self {
            host: host.into(),
            max_attempts: 3,
            backoff: Arc::new(Exponential::default()),
            retry_non_idempotent: false,
            attempt_timeout: Duration::from_secs(15),
            call_timeout: Duration::from_secs(60),
            checks: Checks::default(),
            tokens: Arc::new(crate::token::uuid_v4),
        }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("host", &self.host)
            .field("max_attempts", &self.max_attempts)
            .field("retry_non_idempotent", &self.retry_non_idempotent)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("call_timeout", &self.call_timeout)
            .field("checks", &self.checks)
            .finish_non_exhaustive()
    }
}

/// A call of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallId(u64);

/// A listener of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListenerId(u64);

/// A message to the broker that it acknowledges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActionId(u64);

/// What to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Action {
    /// Subscribe to the filter with quality of service 1, and report the result to [`Session::subscribed`].
    Subscribe(ActionId, String),
    /// Publish the message with quality of service 1, and report the result to [`Session::acknowledged`].
    Publish(ActionId, Message),
    /// The call is over: [`Session::finish`] gives its result.
    Done(CallId),
    /// The listener has a notification: [`Session::hear`] returns it.
    Hear(ListenerId),
    /// Nothing, until something is reported or the time has passed.
    Wait(Duration),
    /// Nothing, until something is reported.
    Idle,
}

/// The connection to the broker, as far as is known.
#[derive(Debug)]
enum Link {
    /// Not connected, with the reason of the last failed attempt to connect, if there was one.
    Down(Option<TransportError>),
    Up,
}

/// Calls and notifications over one connection. `Debug` shows no payload.
pub struct Session {
    facts: &'static Facts,
    settings: Settings,
    bucket: Bucket,
    link: Link,
    filters: Filters,
    calls: BTreeMap<CallId, Pending>,
    /// The calls by their tokens.
    tokens: HashMap<String, CallId>,
    listeners: BTreeMap<ListenerId, Listener>,
    /// Ended calls that have not been reported.
    told: VecDeque<Action>,
    last_id: u64,
}

/// Payloads may hold secrets.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("settings", &self.settings)
            .field("link", &self.link)
            .field("filters", &self.filters)
            .field("calls", &self.calls.len())
            .field("listeners", &self.listeners.len())
            .finish_non_exhaustive()
    }
}

impl Session {
    /// Creates a session that is not connected.
    pub fn new(facts: &'static Facts, settings: Settings) -> Self {
        Self {
            facts,
            settings,
            bucket: Bucket::full(),
            link: Link::Down(None),
            filters: Filters::default(),
            calls: BTreeMap::new(),
            tokens: HashMap::new(),
            listeners: BTreeMap::new(),
            told: VecDeque::new(),
            last_id: 0,
        }
    }

    /// Begins a call: fills idempotency tokens, checks the input and builds its message. Nothing is sent yet.
    ///
    /// Options about attempts, times and checks apply; those about HTTP have no effect.
    pub fn start<O: Operation>(
        &mut self,
        mut input: O,
        options: &CallOptions,
        now: Moment,
    ) -> Result<CallId, O::Error> {
        let binding = message::binding::<O>()?;
        input.fill_idempotency_tokens(&mut || (self.settings.tokens)());
        let invalid = |violations| ClientError::Request {
            operation: O::NAME,
            error: RequestError::Invalid(violations),
        };
        input.check(options.checks.unwrap_or(self.settings.checks)).map_err(invalid)?;
        let token = (self.settings.tokens)();
        let message = message::request(&input, &token)?;
        let filter = topic::answers(self.facts, binding.topic, &message.topic);
        self.filters.want(&filter);
        let id = CallId(self.new_id());
        self.tokens.insert(token.clone(), id);
        self.calls
            .insert(id, Pending::new::<O>(binding, message, filter, token, &self.settings, options, now));
        Ok(id)
    }

    /// Returns the result of a call that is over; `None` if it is not over, or if its result has been taken.
    pub fn finish<O: Operation>(&mut self, id: CallId) -> Option<Result<Response<O::Output>, O::Error>> {
        let binding = O::MQTT?;
        if !self.calls.get(&id)?.is_done() {
            return None;
        }
        let call = self.remove(id)?;
        let (attempts, rules) = (call.attempts, call.rules);
        Some(match call.outcome? {
            Outcome::Accepted(payload) => match message::output::<O>(binding, payload.clone()) {
                Ok(output) => Ok(Response::new(output, ResponseMeta::of_message(payload, attempts.ended))),
                Err(error) => Err(error.after(attempts.trail(&rules, std::iter::empty(), true)).into()),
            },
            Outcome::Refused(error) => Err((*error).into()),
            Outcome::Failed(error) => Err(error.into()),
        })
    }

    /// Cancels a call. If its request was sent, the service may still act on it.
    pub fn cancel(&mut self, id: CallId) {
        self.remove(id);
    }

    fn remove(&mut self, id: CallId) -> Option<Pending> {
        let call = self.calls.remove(&id)?;
        self.tokens.remove(&call.token);
        call.attempts.give_back(&self.bucket);
        Some(call)
    }

    /// Begins to listen to the notifications of the service whose topics have these labels, such as the name of a
    /// thing.
    pub fn listen(&mut self, labels: &[(&str, &str)]) -> Result<ListenerId, RequestError> {
        let listener = Listener::new(self.facts, labels)?;
        listener.topics().for_each(|topic| self.filters.want(topic));
        let id = ListenerId(self.new_id());
        self.listeners.insert(id, listener);
        Ok(id)
    }

    /// Returns the oldest new notification of a listener; `None` if there is none.
    pub fn hear(&mut self, id: ListenerId) -> Option<Heard> {
        self.listeners.get_mut(&id)?.heard()
    }

    /// Ends a listener.
    pub fn deafen(&mut self, id: ListenerId) {
        self.listeners.remove(&id);
    }

    fn new_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    /// The broker has accepted a connection. Whether it has kept an earlier session makes no difference: all
    /// subscriptions are made again, and listeners are notified that they may have missed something.
    pub fn connected(&mut self) {
        self.link = Link::Up;
        self.filters.forget();
        self.listeners.values_mut().for_each(Listener::forget);
    }

    /// The connection has ended, or an attempt to connect has failed.
    pub fn disconnected(&mut self, reason: TransportError, now: Moment) {
        self.filters.forget();
        for (id, call) in &mut self.calls {
            if call.interrupted(&reason, &self.settings, &self.bucket, now) {
                self.told.push_back(Action::Done(*id));
            }
        }
        self.link = Link::Down(Some(reason));
    }

    /// The broker has answered a subscription, or refused it for this reason.
    pub fn subscribed(&mut self, id: ActionId, result: Result<(), String>) {
        self.filters.answered(id, result);
    }

    /// The broker has taken a request, or it could not be sent for this reason.
    pub fn acknowledged(&mut self, id: ActionId, result: Result<(), TransportError>, now: Moment) {
        let call = self.calls.iter_mut().find(|(_, call)| call.is_sent_as(id));
        let Some((id, call)) = call else { return };
        match result {
            Ok(()) => call.acknowledge(),
            Err(error) => {
                if call.unanswered(&error, &self.settings, &self.bucket, now) {
                    self.told.push_back(Action::Done(*id));
                }
            }
        }
    }

    /// A message has arrived. It is ignored unless it is the response to a call under way or a notification for a
    /// listener.
    pub fn message(&mut self, topic: &str, payload: &Bytes, now: Moment) {
        for (id, listener) in &mut self.listeners {
            if listener.take(topic, payload) {
                self.told.push_back(Action::Hear(*id));
            }
        }
        let Some((base, kind)) = message::split(self.facts, topic) else { return };
        let Some(token) = message::token(self.facts, payload) else {
            return self.nobodys(base, kind, payload);
        };
        let Some(id) = self.tokens.get(&token).copied() else { return };
        let Some(call) = self.calls.get_mut(&id).filter(|call| call.message.topic == base) else { return };
        if call.answered(kind, payload, &self.settings, &self.bucket, now) {
            self.told.push_back(Action::Done(id));
        }
    }

    /// Handles a refusal without a token. It belongs to no call, but is kept as a note for calls that get no response.
    fn nobodys(&mut self, topic: &str, kind: Kind, payload: &Bytes) {
        if kind == Kind::Rejected {
            let calls = self.calls.values_mut().filter(|call| call.message.topic == topic);
            calls.for_each(|call| call.stray = Some(payload.clone()));
        }
    }

    /// Returns what to do next. Each step is returned once; [`Action::Wait`] and [`Action::Idle`] mean that there is
    /// nothing else.
    pub fn next(&mut self, now: Moment) -> Action {
        if let Some(step) = self.told.pop_front() {
            return step;
        }
        if let Some(step) = self.subscribe() {
            return step;
        }
        if let Some(id) = self.missing() {
            return Action::Hear(id);
        }
        let unacknowledged = self.calls.values().filter(|call| call.is_unacknowledged()).count();
        let mut wait: Option<Duration> = None;
        let may_send = unacknowledged < WINDOW;
        for (id, call) in &mut self.calls {
            let next = call.next(&self.link, &self.filters, may_send, &self.settings, &self.bucket, now);
            match next {
                Next::Publish => {
                    self.last_id += 1;
                    let sent = ActionId(self.last_id);
                    return Action::Publish(sent, call.send(sent, now));
                }
                Next::Done => return Action::Done(*id),
                Next::Wait(time) => wait = Some(wait.map_or(time, |least| least.min(time))),
                Next::Nothing => {}
            }
        }
        wait.map_or(Action::Idle, Action::Wait)
    }

    fn subscribe(&mut self) -> Option<Action> {
        if !matches!(self.link, Link::Up) {
            return None;
        }
        let id = ActionId(self.last_id + 1);
        let filter = self.filters.next(id)?;
        self.last_id += 1;
        Some(Action::Subscribe(id, filter))
    }

    /// Returns a listener whose subscriptions have been confirmed or refused since the last call.
    fn missing(&mut self) -> Option<ListenerId> {
        let filters = &self.filters;
        self.listeners.iter_mut().find_map(|(id, listener)| listener.settle(filters).then_some(*id))
    }
}

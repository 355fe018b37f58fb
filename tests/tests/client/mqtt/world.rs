//! A session with simulated time and a simulated broker.

use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use iot_jobs_data::low_level::call::Moment;
use iot_jobs_data::mqtt::session::{Action, ActionId, CallId, Heard, ListenerId};
use iot_jobs_data::mqtt::{FACTS, Message, Session, Settings};
use iot_jobs_data::operation::get_pending_job_executions::GetPendingJobExecutionsInput as GetPending;
use iot_jobs_data::operation::start_next_pending_job_execution::StartNextPendingJobExecutionInput as StartNext;
use iot_jobs_data::operation::update_job_execution::UpdateJobExecutionInput as Update;
use iot_jobs_data::retry::Exponential;
use iot_jobs_data::transport::{TransportError, TransportErrorKind};
use iot_jobs_data::types::JobExecutionStatus as Status;
use iot_jobs_data::{CallOptions, Operation, Response};

/// A session with its own clock. Waiting times are half of their maximum, and tokens are `token-1` and so on.
pub(crate) struct World {
    pub(crate) session: Session,
    start: Instant,
    passed: Duration,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with(|settings| settings)
    }

    pub(crate) fn with(change: impl FnOnce(Settings) -> Settings) -> Self {
        let settings = Settings::new("broker.example");
        let number = std::sync::atomic::AtomicU32::new(0);
        let token =
            move || format!("token-{}", number.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1);
        let backoff = Exponential::new(Duration::from_secs(1), Duration::from_secs(20));
        let settings = Settings {
            tokens: std::sync::Arc::new(token),
            backoff: std::sync::Arc::new(backoff),
            ..settings
        };
        Self { session: Session::new(FACTS, change(settings)), start: Instant::now(), passed: Duration::ZERO }
    }

    /// Creates a connected session.
    pub(crate) fn connected() -> Self {
        let mut world = Self::new();
        world.session.connected();
        world
    }

    pub(crate) fn now(&self) -> Moment {
        let wall = SystemTime::UNIX_EPOCH + self.passed;
        Moment { wall, ticks: self.start + self.passed, random: 0.5 }
    }

    pub(crate) fn pass(&mut self, seconds: f64) {
        self.passed += Duration::from_secs_f64(seconds);
    }

    pub(crate) fn start<O: Operation>(&mut self, input: O) -> CallId {
        self.start_with(input, &CallOptions::default())
    }

    pub(crate) fn start_with<O: Operation>(&mut self, input: O, options: &CallOptions) -> CallId {
        let now = self.now();
        self.session.start(input, options, now).unwrap_or_else(|error| panic!("{error}"))
    }

    pub(crate) fn next(&mut self) -> Action {
        let now = self.now();
        self.session.next(now)
    }

    /// Grants subscriptions until there is another action.
    pub(crate) fn granted(&mut self) -> Action {
        loop {
            match self.next() {
                Action::Subscribe(id, _) => self.session.subscribed(id, Ok(())),
                other => return other,
            }
        }
    }

    /// Returns the message that is published next.
    pub(crate) fn published(&mut self) -> (ActionId, Message) {
        match self.granted() {
            Action::Publish(id, message) => (id, message),
            other => panic!("expected a message, found {other:?}"),
        }
    }

    /// Lets the time pass that the session wants to wait.
    pub(crate) fn wait(&mut self) -> Duration {
        match self.granted() {
            Action::Wait(time) => {
                self.passed += time;
                time
            }
            other => panic!("expected to wait, found {other:?}"),
        }
    }

    pub(crate) fn message(&mut self, topic: &str, payload: &str) {
        let now = self.now();
        self.session.message(topic, &Bytes::copy_from_slice(payload.as_bytes()), now);
    }

    pub(crate) fn drop_connection(&mut self) {
        let now = self.now();
        let error = TransportError::new(TransportErrorKind::Interrupted, "connection reset");
        self.session.disconnected(error, now);
    }

    /// The result of a call that is over.
    pub(crate) fn finish<O: Operation>(&mut self, id: CallId) -> Result<Response<O::Output>, O::Error> {
        let next = self.granted();
        assert_eq!(next, Action::Done(id));
        self.session.finish::<O>(id).expect("a result")
    }

    pub(crate) fn listen(&mut self) -> ListenerId {
        self.session.listen(&[("thingName", "pump")]).expect("a listener")
    }

    /// Returns the topics and payloads that the listener has received, and `missed` if it may have missed some.
    pub(crate) fn heard(&mut self, id: ListenerId) -> Vec<String> {
        let mut heard = Vec::new();
        while let Action::Hear(found) = self.granted() {
            assert_eq!(found, id);
        }
        while let Some(next) = self.session.hear(id) {
            heard.push(match next {
                Heard::Missed => "missed".to_owned(),
                Heard::Message { payload, .. } => String::from_utf8(payload.to_vec()).expect("text"),
                Heard::Refused { topic, reason } => format!("{topic}: {reason}"),
                other => panic!("{other:?}"),
            });
        }
        heard
    }
}

pub(crate) fn pending() -> GetPending {
    GetPending::builder().thing_name("pump").build()
}

pub(crate) fn start_next() -> StartNext {
    StartNext::builder().thing_name("pump").build()
}

/// An update of the job `j` that expects version 3.
pub(crate) fn succeeded() -> Update {
    Update::builder().thing_name("pump").job_id("j").status(Status::Succeeded).expected_version(3).build()
}

pub(crate) const GET: &str = "$aws/things/pump/jobs/get";
pub(crate) const UPDATE: &str = "$aws/things/pump/jobs/j/update";
pub(crate) const NOTIFY: &str = "$aws/things/pump/jobs/notify";
pub(crate) const NOTIFY_NEXT: &str = "$aws/things/pump/jobs/notify-next";

/// The topic of a success.
pub(crate) fn accepted(topic: &str) -> String {
    format!("{topic}/accepted")
}

/// The topic of a refusal.
pub(crate) fn rejected(topic: &str) -> String {
    format!("{topic}/rejected")
}

/// A refusal with a code.
pub(crate) fn refusal(code: &str, token: &str) -> String {
    format!(r#"{{"code":"{code}","message":"m","clientToken":"{token}","timestamp":1}}"#)
}

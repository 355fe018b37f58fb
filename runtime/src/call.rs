//! A call as a state machine without IO: attempts, endpoint, signing, retries, clock and timeouts.
//!
//! A [`Call`] says in a [`Step`] what to do next, and takes the result; time and randomness are passed in, as a
//! [`Moment`]. The async and the blocking client are short loops around it. You can write your own:
//!
//! ```
//! use smithy_client::call::{Call, Session, Step};
//! use smithy_client::transport::BlockingTransport;
//! # #[cfg(not(any(feature = "sigv4", feature = "bearer")))]
//! fn drive(call: &mut Call, session: &Session, transport: &dyn BlockingTransport) {
//!     loop {
//!         match call.next(session.now()) {
//!             Step::Send(request, limits) => {
//!                 let answer = transport.send(request, limits);
//!                 call.answer(answer, session.now());
//!             }
//!             Step::Wait(time) => std::thread::sleep(time),
//!             // `Step::Done`: the steps of optional features are not shown here.
//!             _ => break,
//!         }
//!     }
//! }
//! ```

mod attempt;
pub(crate) mod attempts;
mod auth;
#[cfg(feature = "bearer")]
mod bearer;
pub(crate) mod bucket;
mod clock;
#[cfg(feature = "discovery")]
mod discovery;
mod echo;
#[cfg(any(feature = "sigv4", feature = "bearer"))]
mod held;
mod prepare;
#[cfg(feature = "sigv4")]
mod presign;
pub(crate) mod retry;
mod session;
#[cfg(feature = "sigv4")]
mod signer;
#[cfg(feature = "stream")]
pub(crate) mod stream;
mod tell;
#[cfg(feature = "tracing")]
mod trace;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;

pub use clock::Moment;
#[cfg(all(feature = "sigv4", any(feature = "client", feature = "blocking")))]
pub(crate) use clock::is_credible;
pub use session::Session;

use crate::error::{ClientError, ErrorResponse};
use crate::operation::{Operation, OperationInfo};
use crate::options::CallOptions;
use crate::response::{Response, ResponseMeta};
#[cfg(feature = "stream")]
use crate::stream::ByteStream;
use crate::transport::{Limits, TransportError, TransportErrorKind};
use attempts::Attempts;
use prepare::Plan;

/// What to do next for a call. Its `Debug` shows no headers, query or body.
#[non_exhaustive]
#[allow(clippy::large_enum_variant, reason = "a step is used up at once, and most of them send")]
pub enum Step {
    /// Ask the provider for credentials, within the time given, and give them to [`Call::credentials`].
    #[cfg(feature = "sigv4")]
    Credentials(Duration),
    /// Ask the provider for a bearer token, within the time given, and give it to [`Call::token`].
    #[cfg(feature = "bearer")]
    Token(Duration),
    /// Carry out this other call, which asks the service where to send requests, and give it to [`Call::discovered`].
    #[cfg(feature = "discovery")]
    Discover(Box<Call>),
    /// Send the request within the limits, and give the response to [`Call::answer`].
    Send(http::Request<Bytes>, Limits),
    /// Read the whole body, and give its SHA-256 to [`Call::hash`].
    #[cfg(all(feature = "stream", feature = "sigv4"))]
    Hash(ByteStream),
    /// Send the request within the limits; the limit `attempt` ends with the head of the response. If
    /// [`Call::takes_stream`] accepts the status, give the response to [`Call::answer_stream`], otherwise read its
    /// whole body and give it to [`Call::answer`]. In an RPC protocol, output members beside the events are available
    /// only if the response is read whole.
    #[cfg(feature = "stream")]
    Stream(http::Request<ByteStream>, Limits),
    /// Wait for this time, then ask again.
    Wait(Duration),
    /// Nothing: take the result with [`Call::finish`].
    Done,
}

impl fmt::Debug for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            #[cfg(feature = "sigv4")]
            Self::Credentials(time) => f.debug_tuple("Credentials").field(time).finish(),
            #[cfg(feature = "bearer")]
            Self::Token(time) => f.debug_tuple("Token").field(time).finish(),
            #[cfg(feature = "discovery")]
            Self::Discover(call) => f.debug_tuple("Discover").field(call).finish(),
            Self::Send(request, limits) => {
                f.debug_tuple("Send").field(&prepare::Outline(request)).field(limits).finish()
            }
            #[cfg(all(feature = "stream", feature = "sigv4"))]
            Self::Hash(body) => f.debug_tuple("Hash").field(body).finish(),
            #[cfg(feature = "stream")]
            Self::Stream(request, limits) => {
                f.debug_tuple("Stream").field(&prepare::Outline(request)).field(limits).finish()
            }
            Self::Wait(time) => f.debug_tuple("Wait").field(time).finish(),
            Self::Done => f.write_str("Done"),
        }
    }
}

/// A call in progress, as a state machine without IO.
#[derive(Debug)]
pub struct Call {
    session: Arc<Session>,
    operation: OperationInfo,
    plan: Plan,
    attempts: Attempts,
    state: State,
    /// The time of the latest signature, and the clock offset that it includes.
    signed: (SystemTime, i64),
    /// What the service said when it last refused an attempt.
    last_refusal: Option<String>,
    /// The length of the body that was sent last; an interceptor may have changed it.
    sent_bytes: usize,
    /// Whether a streamed response is read whole before it is returned.
    #[cfg(feature = "stream")]
    collects: bool,
    #[cfg(feature = "tracing")]
    trace: Option<trace::Trace>,
}

#[derive(Debug)]
enum State {
    /// The call has to make an attempt, or has made one at this moment and waits for its response.
    Attempt(Option<Moment>),
    /// The call waits until this instant before the next attempt.
    Waiting(Instant),
    Done(Box<Ending>),
    /// The result has been taken.
    Over,
}

/// A response that is not an error, and how long it took.
struct Answered {
    response: http::Response<Bytes>,
    latency: Duration,
}

/// How a call ended.
enum Ending {
    Answered(Answered),
    Refused(ErrorResponse),
    Failed(ClientError),
}

/// Shows no contents: the response may hold secrets.
impl fmt::Debug for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answered(answered) => write!(f, "Answered({})", answered.response.status()),
            Self::Refused(error) => f.debug_tuple("Refused").field(error).finish(),
            Self::Failed(error) => f.debug_tuple("Failed").field(error).finish(),
        }
    }
}

impl Call {
    /// Starts a call: sets idempotency tokens, checks the input and builds its request. It sends nothing.
    pub fn start<O: Operation>(
        session: &Arc<Session>,
        mut input: O,
        options: &CallOptions,
        now: Moment,
    ) -> Result<Self, O::Error> {
        let operation = OperationInfo::of::<O>();
        input.fill_idempotency_tokens(&mut || session.idempotency_token());
        let request = input.checked_request(session.checks(options))?;
        #[cfg(feature = "test-util")]
        let request = with_origin(request, &input);
        let problem = |reason| ClientError::Prepare { operation: O::NAME, reason };
        let rules =
            input.endpoint_rules(&session.settings().rules).map_err(|error| problem(error.to_string()))?;
        let plan = Plan::new(session.settings(), &operation, request, rules, options).map_err(problem)?;
        #[cfg_attr(not(feature = "tracing"), expect(unused_mut, reason = "only a trace is opened later"))]
        let mut call = Self {
            session: Arc::clone(session),
            operation,
            attempts: Attempts::new(now.ticks),
            state: State::Attempt(None),
            signed: (now.wall, 0),
            last_refusal: None,
            sent_bytes: 0,
            #[cfg(feature = "stream")]
            collects: false,
            #[cfg(feature = "tracing")]
            trace: None,
            plan,
        };
        #[cfg(feature = "tracing")]
        call.open_trace();
        Ok(call)
    }

    /// Returns what to do next. It returns the same step until that is done.
    pub fn next(&mut self, now: Moment) -> Step {
        match self.state {
            State::Done(_) | State::Over => Step::Done,
            State::Waiting(until) if now.ticks < until => Step::Wait(until.duration_since(now.ticks)),
            State::Waiting(_) | State::Attempt(_) => self.attempt(now),
        }
    }

    /// Returns how much time is left for the call.
    fn time_left(&self, now: Moment) -> Duration {
        self.attempts.time_left(&self.plan.rules, now)
    }

    fn fail(&mut self, error: ClientError) {
        let error = match error {
            ClientError::Send(_) => error,
            // The error also reports the earlier attempts.
            other if self.attempts.ended > 0 => {
                let notes = self.last_refusal.take();
                other.instead_of_retry(self.trail(notes.into_iter(), false))
            }
            other => other,
        };
        self.state = State::Done(Box::new(Ending::Failed(error)));
    }

    /// Returns the result of the call, or an error if the last step was not [`Step::Done`].
    pub fn finish<O: Operation>(mut self) -> Result<Response<O::Output>, O::Error> {
        match std::mem::replace(&mut self.state, State::Over) {
            State::Done(outcome) => match *outcome {
                Ending::Answered(answered) => self.read::<O>(answered),
                Ending::Refused(error) => Err(error.into()),
                Ending::Failed(error) => Err(error.into()),
            },
            State::Attempt(_) | State::Waiting(_) | State::Over => {
                let error = TransportError::new(TransportErrorKind::Other, "the call was given up half-way");
                Err(self.send_error(error, Vec::new()).into())
            }
        }
    }

    fn read<O: Operation>(self, answered: Answered) -> Result<Response<O::Output>, O::Error> {
        let output = O::output(&answered.response);
        self.tell_success(&answered, output.is_ok());
        match output {
            Ok(output) => {
                Ok(Response::new(output, ResponseMeta::new(answered.response, self.attempts.ended)))
            }
            Err(error) => {
                // A response itself shows that the service has acted.
                let trail = self.trail(std::iter::empty(), true);
                Err(error.after(trail).into())
            }
        }
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        self.attempts.give_back(&self.session.bucket);
        self.tell_drop();
    }
}

/// Records the operation in the request: a scripted transport has to know which call it answers.
#[cfg(feature = "test-util")]
fn with_origin<O: Operation>(mut request: http::Request<Bytes>, input: &O) -> http::Request<Bytes> {
    let input = serde_json::to_vec(input).and_then(|text| serde_json::from_slice(&text)).unwrap_or_default();
    request.extensions_mut().insert(crate::test_util::Origin { operation: O::NAME, input });
    request
}

#[cfg(test)]
mod tests;

//! A call with arbitrary responses and clocks, stepped through without a socket.
//!
//! - It ends, within its attempts and its time.
//! - A request that is not safe to repeat is not sent again if the service may have acted on it.
//! - The error says whether the service may have acted, and how many attempts there were.
//! - Later calls of the same client are not affected: each is sent at least once.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use models::Dice;
use smithy_client::call::{Call, Moment, Session, Step};
use smithy_client::credentials::{Credentials, CredentialsError};
use smithy_client::transport::{TransportError, TransportErrorKind as Kind};
use smithy_client::{CallOptions, Failure, Operation, Origin};

use crate::clients::rest_json::Config;
use crate::clients::rest_json::operation::store_bytes::StoreBytesInput;
use crate::clients::rest_json::operation::store_text::StoreTextInput;

/// More steps than a call with its attempts can take.
const STEPS: usize = 60;

const KINDS: [Kind; 13] = [
    Kind::Connect,
    Kind::Tls,
    Kind::Proxy,
    Kind::ProxyAuth,
    Kind::ConnectTimeout,
    Kind::AttemptTimeout,
    Kind::Stalled,
    Kind::Interrupted,
    Kind::Malformed,
    Kind::TooLarge,
    Kind::RequestBody,
    Kind::Invalid,
    Kind::Other,
];

/// Failures that occur before a byte of the request has been sent.
const UNSENT: [Kind; 6] =
    [Kind::Connect, Kind::Tls, Kind::Proxy, Kind::ProxyAuth, Kind::ConnectTimeout, Kind::Invalid];

/// Time during a call.
struct Clock {
    ticks: Instant,
    wall: SystemTime,
}

impl Clock {
    /// Returns a later moment. The wall clock may be set to any time.
    fn moment(&mut self, dice: &mut Dice<'_>) -> Moment {
        self.pass(Duration::from_millis(dice.pick(&[0, 1, 20, 900, 20_000])));
        if dice.once_in(8) {
            self.wall = SystemTime::UNIX_EPOCH
                + Duration::from_secs(dice.pick(&[0, 1_000_000_000, 4_000_000_000, 253_402_300_799]));
        }
        Moment { wall: self.wall, ticks: self.ticks, random: dice.pick(&[0.0, 0.5, 0.999]) }
    }

    fn pass(&mut self, time: Duration) {
        self.ticks += time;
        self.wall += time;
    }
}

/// What is known of a call's attempts.
#[derive(Debug, Default)]
struct Seen {
    sent: u32,
    /// For each attempt, whether the service may have acted on it, according to its end.
    acted: Vec<bool>,
}

/// Checks the laws.
pub(crate) fn check(data: &[u8]) {
    let mut dice = Dice::new(data);
    let max_attempts = u32::try_from(dice.between(1, 5)).unwrap_or(1);
    let call_timeout = Duration::from_secs(dice.pick(&[60, 1, 10, 600]));
    let config = Config::builder()
        .endpoint_url("https://law.example")
        .region("eu-west-1")
        .credentials(credentials())
        .max_attempts(max_attempts)
        .call_timeout(call_timeout)
        .build();
    let session = Session::new(config.expect("a good configuration"));
    let mut clock =
        Clock { ticks: Instant::now(), wall: SystemTime::UNIX_EPOCH + Duration::from_hours(500_000) };
    for _ in 0..dice.between(1, 3) {
        let limits = (max_attempts, call_timeout);
        if dice.once_in(2) {
            drive(&session, StoreBytesInput::builder().build(), limits, &mut clock, &mut dice);
        } else {
            drive(&session, StoreTextInput::builder().text("once").build(), limits, &mut clock, &mut dice);
        }
    }
}

fn credentials() -> Credentials {
    Credentials::new("AKID", "secret", None, None, "law")
}

fn drive<O: Operation>(
    session: &Arc<Session>,
    input: O,
    (max_attempts, call_timeout): (u32, Duration),
    clock: &mut Clock,
    dice: &mut Dice<'_>,
) {
    let began = clock.moment(dice);
    let started = Call::start(session, input, &CallOptions::default(), began);
    let Ok(mut call) = started else { panic!("nothing is wrong with the input") };
    let mut seen = Seen::default();
    for step in 0.. {
        assert!(step < STEPS, "the call does not end: {seen:?}");
        let now = clock.moment(dice);
        match call.next(now) {
            Step::Done => break,
            Step::Credentials(time) => {
                assert!(time <= call_timeout, "{time:?}");
                let found = if dice.once_in(8) {
                    Err(CredentialsError::not_loaded("none"))
                } else {
                    Ok(credentials())
                };
                call.credentials(found);
            }
            Step::Wait(time) => {
                let spent = now.ticks.saturating_duration_since(began.ticks);
                assert!(
                    spent + time <= call_timeout,
                    "it waits {time:?} after {spent:?} of {call_timeout:?}"
                );
                clock.pass(time);
            }
            Step::Send(request, limits) => {
                let spent = now.ticks.saturating_duration_since(began.ticks);
                assert!(spent + limits.attempt <= call_timeout, "{limits:?} after {spent:?}");
                let is_unsafe = !O::IDEMPOTENT && seen.acted.contains(&true);
                assert!(!is_unsafe, "{} is sent again, and the service may have acted: {seen:?}", O::NAME);
                assert!(request.headers().contains_key("authorization"));
                seen.sent += 1;
                assert!(seen.sent <= max_attempts, "{seen:?}");
                let (answer, acted) = answer(dice);
                seen.acted.push(acted);
                call.answer(answer, clock.moment(dice));
            }
            other => panic!("no such step is to be expected: {other:?}"),
        }
    }
    if let Err(error) = call.finish::<O>() {
        judge(&error, &seen);
    }
}

/// Checks that the error is true.
fn judge(error: &dyn Failure, seen: &Seen) {
    let sentence = error.to_string();
    assert!(!sentence.contains('\n'), "{sentence:?}");
    let Some((_, before)) = seen.acted.split_last() else { return };
    let acted_before = before.contains(&true);
    assert!(!acted_before || error.may_have_acted_before(), "{sentence}: {seen:?}");
    if let Origin::Client(smithy_client::ClientError::Send(error)) = error.origin() {
        assert_eq!(error.attempts(), seen.sent, "{sentence}");
        assert!(error.may_have_been_sent() || !seen.acted.contains(&true), "{sentence}: {seen:?}");
    }
}

/// Returns a response, and whether the service may have acted.
fn answer(dice: &mut Dice<'_>) -> (Result<http::Response<Bytes>, TransportError>, bool) {
    if dice.once_in(2) {
        let kind = KINDS[dice.below(KINDS.len())];
        return (Err(TransportError::new(kind, "it went wrong")), !UNSENT.contains(&kind));
    }
    let status = dice.pick(&[503, 500, 200, 400, 403, 404, 409, 429, 502, 504, 301, 599, 101]);
    let body = dice.pick(&[
        "",
        "{}",
        r#"{"__type": "ThrottlingException"}"#,
        r#"{"code": "RequestTimeTooSkewed", "message": "it is late"}"#,
        r#"{"__type": "ExpiredTokenException"}"#,
        r#"{"__type": "law#Busy", "message": "later"}"#,
        "<html>Bad Gateway</html>",
        r#"{"Output": {"__type": "InternalFailure"}}"#,
    ]);
    let mut answer = http::Response::builder().status(status);
    if dice.once_in(3) {
        answer = answer.header(
            "date",
            dice.pick(&["Sun, 06 Nov 1994 08:49:37 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "no date", ""]),
        );
    }
    let asks = dice.once_in(4);
    if asks {
        answer = answer.header(
            "retry-after",
            dice.pick(&["1", "0", "86400", "99999999999999999999", "Sun, 06 Nov 1994 08:49:37 GMT", "x"]),
        );
    }
    if dice.once_in(6) {
        answer = answer.header(
            "x-amzn-errortype",
            dice.pick(&["ThrottlingException", "Busy", "InternalFailure:http://x/", ""]),
        );
    }
    let answer = answer.body(Bytes::from_static(body.as_bytes())).expect("a good head");
    // A 503 with a code or a waiting time means that the service has not begun.
    let is_bare = body.is_empty() && !asks && !answer.headers().contains_key("x-amzn-errortype");
    let acted = matches!(status, 200 | 500 | 502 | 504) || (status == 503 && is_bare);
    (Ok(answer), acted)
}

//! The loop around the state machine of a call, with checks at each of its steps.

use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bytes::Bytes;
use iot_jobs_data::credentials::{Credentials, CredentialsError};
use iot_jobs_data::interceptor::{Dropped, Interceptor};
use iot_jobs_data::low_level::call::{Call, Step};
use iot_jobs_data::transport::{Limits, TransportError, TransportErrorKind as Kind};
use iot_jobs_data::{CallOptions, Response};
use smithy_client::{Failure as _, Origin};
use time::{Date, Month};

use super::service::{EXPIRED_KEY, Request};
use super::vault::{Mood, lock};
use super::{Event, World};
use crate::probe::{Echo, ONCE, Probe, READS, REPEATABLE, Trouble};

/// The configuration of a call.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    pub(super) max_attempts: u32,
    pub(super) call_timeout: Duration,
    pub(super) attempt_timeout: Duration,
    /// Whether operations that are not safe to repeat are repeated anyway.
    pub(super) repeats: bool,
}

/// A call under way.
pub(super) struct Pending {
    pub(super) call: Call,
    kind: u8,
    marker: String,
    rules: Rules,
    started: Duration,
    /// For each attempt, whether the service may have acted on it, according to its end.
    ends: Vec<bool>,
    is_under_way: bool,
    /// The tokens from the budget for the attempt under way.
    taken: u32,
    /// The tokens from the budget for the next attempt.
    reserved: u32,
    /// The price of another attempt, if the last one has just ended.
    price: Option<u32>,
    /// The earliest time that the service allows for the next attempt.
    not_before: Duration,
    /// When the client looked for credentials: the step, its view of the service's time, and the time of the world.
    looked: (u64, i64, Duration),
    dropped: Arc<Mutex<Option<Dropped>>>,
}

/// How a call ended.
pub(super) struct Ended {
    pub(super) call: u64,
    pub(super) kind: u8,
    pub(super) repeats: bool,
    pub(super) attempts: u32,
    /// The same as in [`Pending`].
    pub(super) ends: Vec<bool>,
    /// `None` if it was dropped.
    pub(super) said: Option<Said>,
}

/// The claims in the result of a call.
pub(super) struct Said {
    pub(super) text: String,
    pub(super) is_ok: bool,
    pub(super) attempts: u32,
    pub(super) may_have_acted_before: bool,
    /// Whether a request may have reached the service, if there was no response.
    pub(super) may_have_been_sent: Option<bool>,
}

/// Stores the report of a drop.
struct Witness(Arc<Mutex<Option<Dropped>>>);

impl Interceptor for Witness {
    fn after_drop(&self, dropped: &Dropped) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(dropped.clone());
    }
}

impl World {
    /// Begins a call, and sometimes drops it, at once or later.
    pub(super) fn begin(&mut self, kind: u8, rules: Rules) -> Result<(), String> {
        self.last_call += 1;
        let (id, marker) = (self.last_call, format!("m-{}", self.last_call));
        let dropped = Arc::default();
        let options = CallOptions::default()
            .header("x-marker", marker.as_str())
            .max_attempts(rules.max_attempts)
            .call_timeout(rules.call_timeout)
            .attempt_timeout(rules.attempt_timeout)
            .interceptor(Witness(Arc::clone(&dropped)));
        let now = self.moment();
        let call = match kind {
            READS => Call::start(&self.session, Probe::<READS>(marker.clone()), &options, now),
            REPEATABLE => Call::start(&self.session, Probe::<REPEATABLE>(marker.clone()), &options, now),
            _ => Call::start(&self.session, Probe::<ONCE>(marker.clone()), &options, now),
        };
        let pending = Pending {
            call: call.map_err(|error| format!("call {id} does not begin: {error}"))?,
            kind,
            marker,
            rules,
            started: self.course.now,
            ends: Vec::new(),
            is_under_way: false,
            taken: 0,
            reserved: 0,
            price: None,
            not_before: Duration::ZERO,
            looked: (0, 0, Duration::ZERO),
            dropped,
        };
        self.tally.calls += 1;
        self.calls.insert(id, pending);
        if self.course.goes_wrong(0.08) {
            let life = self.course.rng.f64() * 30.0;
            self.course.after(life, Event::Drop(id));
        }
        if self.course.goes_wrong(0.01) {
            return self.drop_call(id, false);
        }
        self.drive(id)
    }

    /// Drives a call until it has to wait for something.
    pub(super) fn drive(&mut self, id: u64) -> Result<(), String> {
        let (now, view, step) = (self.moment(), self.view(), self.step());
        self.set_wall();
        let asks_twice = self.course.rng.u8(..10) == 0;
        let Some(pending) = self.calls.get_mut(&id) else { return Ok(()) };
        if pending.looked.0 == 0 {
            pending.looked = (step, view, self.course.now);
        }
        if asks_twice {
            // Asking again without doing anything is allowed.
            let _ = pending.call.next(now);
        }
        let next = pending.call.next(now);
        if !matches!(next, Step::Credentials(_)) {
            // The client signs with the credentials that it has, or looks for them again the next time.
            pending.looked.0 = if matches!(next, Step::Send(..)) { pending.looked.0 } else { 0 };
        }
        if !matches!(next, Step::Done) {
            self.pay(id)?;
        }
        let is_dropped = self.course.goes_wrong(0.02);
        match next {
            Step::Send(request, limits) => {
                self.send(id, &request, limits)?;
                if is_dropped { self.drop_call(id, false) } else { Ok(()) }
            }
            Step::Done if !is_dropped => self.finish(id),
            step if is_dropped => self.drop_call(id, matches!(step, Step::Done)),
            Step::Credentials(limit) => self.ask_for_credentials(id, limit),
            Step::Wait(time) => self.wait(id, time),
            other => Err(format!("call {id}: {other:?} was not to be expected")),
        }
    }

    /// Pays for another attempt from the budget after one has failed.
    fn pay(&mut self, id: u64) -> Result<(), String> {
        let Some(pending) = self.calls.get_mut(&id) else { return Ok(()) };
        let Some(price) = pending.price.take() else { return Ok(()) };
        if !self.budget.take(price) {
            return Err(format!("call {id} is repeated, which the budget cannot pay: {:?}", self.budget));
        }
        pending.reserved = price;
        Ok(())
    }

    fn ask_for_credentials(&mut self, id: u64, limit: Duration) -> Result<(), String> {
        let Some(pending) = self.calls.get_mut(&id) else { return Ok(()) };
        if limit > (pending.started + pending.rules.call_timeout).saturating_sub(self.course.now) {
            return Err(format!("call {id} would wait {limit:?} for credentials, and has no time for that"));
        }
        let is_silent = lock(&self.vault).mood == Mood::Silent;
        let slept = std::cell::Cell::new(Duration::ZERO);
        let future = self.session.credentials(limit, |time| {
            slept.set(time);
            std::future::poll_fn(move |_| if is_silent { Poll::Ready(()) } else { Poll::Pending })
        });
        let Poll::Ready(credentials) = pin!(future).poll(&mut Context::from_waker(Waker::noop())) else {
            return Err(format!("call {id}: the cache of credentials waits for nothing"));
        };
        let time = if is_silent { slept.get() } else { Duration::ZERO };
        self.course.at(self.course.now + time, Event::Provided { call: id, credentials });
        Ok(())
    }

    pub(super) fn provide(
        &mut self,
        id: u64,
        credentials: Result<Credentials, CredentialsError>,
    ) -> Result<(), String> {
        let Some(pending) = self.calls.get_mut(&id) else { return Ok(()) };
        pending.call.credentials(credentials);
        self.drive(id)
    }

    fn wait(&mut self, id: u64, time: Duration) -> Result<(), String> {
        let Some(pending) = self.calls.get(&id) else { return Ok(()) };
        let left = (pending.started + pending.rules.call_timeout).saturating_sub(self.course.now);
        let (base, max) = self.backoff;
        let own = base.saturating_mul(1 << (pending.ends.len() - 1).min(20)).min(max);
        let asked = pending.not_before.saturating_sub(self.course.now);
        if time >= left || time > own.max(asked) || time < asked {
            return Err(format!(
                "call {id} waits {time:?}: {left:?} are left, at most {own:?} are its own, {asked:?} asked"
            ));
        }
        // Some waits take longer than requested.
        let more = if self.course.goes_wrong(0.1) { self.course.delay() } else { 0.0 };
        self.course.at(self.course.now + time + Duration::from_secs_f64(more), Event::Resume(id));
        Ok(())
    }

    fn send(&mut self, id: u64, request: &http::Request<Bytes>, limits: Limits) -> Result<(), String> {
        let Some(pending) = self.calls.get_mut(&id) else { return Ok(()) };
        let number = u32::try_from(pending.ends.len()).unwrap_or(u32::MAX) + 1;
        let rules = pending.rules;
        let left = (pending.started + rules.call_timeout).saturating_sub(self.course.now);
        if number > rules.max_attempts || left.is_zero() || limits.attempt > left.min(rules.attempt_timeout) {
            return Err(format!("call {id}, attempt {number}: {left:?} left, {limits:?}, {rules:?}"));
        }
        if pending.kind == ONCE && !rules.repeats && pending.ends.contains(&true) {
            return Err(format!("call {id} is repeated, and the service may have acted on it"));
        }
        if self.course.now < pending.not_before {
            return Err(format!("call {id}: the service did not want to be asked so soon"));
        }
        let header = |name: &str| {
            request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
        };
        if header("x-marker") != pending.marker || !request.uri().path().contains("probe") {
            return Err(format!("call {id} sends another one's request"));
        }
        let arriving = Request {
            call: id,
            attempt: number,
            marker: pending.marker.clone(),
            key: key(header("authorization")).to_owned(),
            signed: signed_at(header("x-amz-date")).ok_or("a signature without a time")?,
        };
        pending.taken = std::mem::take(&mut pending.reserved);
        pending.is_under_way = true;
        let looked = std::mem::take(&mut pending.looked);
        self.tally.attempts += 1;
        self.check_key(&arriving, looked)?;
        self.carry(arriving, limits);
        Ok(())
    }

    /// Checks that the client does not sign with credentials that it knows to have expired.
    fn check_key(&self, request: &Request, looked: (u64, i64, Duration)) -> Result<(), String> {
        let (step, view, time) = looked;
        let given = lock(&self.vault).given(&request.key).ok_or("a key that nobody gave")?;
        let passed = self.course.now.as_secs().cast_signed() - time.as_secs().cast_signed();
        // If credentials have already expired when they are provided, the client's clock may be wrong: it uses them for
        // 30 seconds.
        let until = if given.expiry <= given.view { given.view + 30 } else { given.expiry };
        if view + passed >= until {
            return Err(format!(
                "call {}: {} has expired at {}, by the client's own clock: {given:?}",
                request.call,
                request.key,
                view + passed
            ));
        }
        if given.refused.is_some_and(|refused| given.step < refused && refused < step) {
            return Err(format!(
                "call {}: the service had called {} expired: {given:?}",
                request.call, request.key
            ));
        }
        Ok(())
    }

    /// Sends a request to the service; it may end before there is a response.
    fn carry(&mut self, request: Request, limits: Limits) {
        let (call, attempt) = (request.call, request.attempt);
        let end =
            |kind, what: &str| Event::Answer { call, attempt, answer: Err(TransportError::new(kind, what)) };
        self.course.at(self.course.now + limits.attempt, end(Kind::AttemptTimeout, "time is up"));
        if self.course.goes_wrong(0.1) {
            let kinds =
                [Kind::Connect, Kind::Tls, Kind::Proxy, Kind::ProxyAuth, Kind::ConnectTimeout, Kind::Invalid];
            let kind = kinds[self.course.rng.usize(..kinds.len())];
            let time = if kind == Kind::ConnectTimeout { limits.connect } else { Duration::from_millis(20) };
            return self.course.at(self.course.now + time, end(kind, "no connection"));
        }
        if self.course.goes_wrong(0.05) {
            let kind = [Kind::Interrupted, Kind::Stalled, Kind::Other][self.course.rng.usize(..3)];
            let time = self.course.delay();
            self.course.after(time, end(kind, "on the way"));
        }
        let delay = self.course.delay();
        self.course.after(delay, Event::Arrive(request));
    }

    pub(super) fn answer(
        &mut self,
        id: u64,
        attempt: u32,
        answer: Result<http::Response<Bytes>, TransportError>,
    ) -> Result<(), String> {
        let (now, step, offset) = (self.moment(), self.step(), self.session.clock_offset());
        let Some(pending) = self.calls.get_mut(&id) else { return Ok(()) };
        if !pending.is_under_way || pending.ends.len() + 1 != attempt as usize {
            return Ok(());
        }
        pending.is_under_way = false;
        pending.ends.push(leaves_open(&answer));
        pending.not_before = self.course.now + asked(&answer);
        let is_slow = |error: &TransportError| {
            matches!(error.kind(), Kind::AttemptTimeout | Kind::Stalled | Kind::ConnectTimeout)
        };
        let went_well = answer.as_ref().is_ok_and(|response| response.status().is_success());
        pending.price = (!went_well).then(|| if answer.as_ref().is_err_and(is_slow) { 10 } else { 5 });
        if went_well {
            self.budget.succeed(pending.taken);
        }
        if let Some(key) = answer.as_ref().ok().and_then(|response| response.headers().get(EXPIRED_KEY)) {
            lock(&self.vault).refuse(key.to_str().unwrap_or_default(), step);
        }
        pending.call.answer(answer, now);
        self.tally.corrections += u32::from(self.session.clock_offset() != offset);
        self.drive(id)
    }

    fn finish(&mut self, id: u64) -> Result<(), String> {
        let Some(pending) = self.calls.remove(&id) else { return Ok(()) };
        let Pending { call, kind, marker, ends, price, reserved, rules, .. } = pending;
        let result = match kind {
            READS => call.finish::<Probe<READS>>(),
            REPEATABLE => call.finish::<Probe<REPEATABLE>>(),
            _ => call.finish::<Probe<ONCE>>(),
        };
        self.budget.give_back(reserved);
        let said = said(&result, &marker).map_err(|fault| format!("call {id}: {fault}"))?;
        if said.text.contains("used up their budget") {
            self.tally.unfunded += 1;
            if price.is_none_or(|price| self.budget.left() >= price) {
                return Err(format!("call {id}: {}, and there are {} left", said.text, self.budget.left()));
            }
        }
        self.tally.failures += u32::from(!said.is_ok);
        self.tally.unrepeated += u32::from(said.text.contains("the service may have acted on it"));
        let attempts = u32::try_from(ends.len()).unwrap_or(u32::MAX);
        self.ended.push(Ended { call: id, kind, repeats: rules.repeats, attempts, ends, said: Some(said) });
        Ok(())
    }

    /// Drops a call, before or after its result.
    pub(super) fn drop_call(&mut self, id: u64, is_over: bool) -> Result<(), String> {
        let Some(pending) = self.calls.remove(&id) else { return Ok(()) };
        let Pending { call, kind, ends, reserved, rules, is_under_way, dropped, .. } = pending;
        drop(call);
        self.budget.give_back(reserved);
        self.tally.drops += 1;
        let told = dropped.lock().unwrap_or_else(PoisonError::into_inner).take();
        let attempts = u32::try_from(ends.len()).unwrap_or(u32::MAX) + u32::from(is_under_way);
        let expected = (!is_over).then_some((is_under_way, attempts));
        if told.as_ref().map(|told| (told.under_way, told.attempt)) != expected {
            return Err(format!(
                "call {id} was dropped in attempt {attempts}, and what is told of it is {told:?}"
            ));
        }
        self.ended.push(Ended { call: id, kind, repeats: rules.repeats, attempts, ends, said: None });
        Ok(())
    }
}

/// Returns the claims in the result of a call.
fn said(result: &Result<Response<Echo>, Trouble>, marker: &str) -> Result<Said, String> {
    let error = match result {
        Ok(response) if response.output().marker() == Some(marker) => {
            return Ok(Said {
                text: String::new(),
                is_ok: true,
                attempts: response.meta().attempts(),
                may_have_acted_before: false,
                may_have_been_sent: None,
            });
        }
        Ok(response) => return Err(format!("the response is another one's: {:?}", response.output())),
        Err(error) => error,
    };
    let may_have_been_sent = match error.origin() {
        Origin::Client(smithy_client::ClientError::Send(error)) => Some(error.may_have_been_sent()),
        Origin::Client(smithy_client::ClientError::Response(_) | smithy_client::ClientError::Retry(_))
        | Origin::Service(_) => None,
        Origin::Client(_) => Some(false),
    };
    Ok(Said {
        text: error.to_string(),
        is_ok: false,
        attempts: error.attempts(),
        may_have_acted_before: error.may_have_acted_before(),
        may_have_been_sent,
    })
}

/// Whether the end of an attempt leaves open whether the service has acted.
fn leaves_open(answer: &Result<http::Response<Bytes>, TransportError>) -> bool {
    match answer {
        Ok(response) => match response.status().as_u16() {
            500 | 502 | 504 => true,
            503 => {
                !["x-amzn-errortype", "retry-after"].iter().any(|name| response.headers().contains_key(*name))
            }
            _ => false,
        },
        Err(error) => matches!(
            error.kind(),
            Kind::Interrupted
                | Kind::Malformed
                | Kind::Other
                | Kind::Stalled
                | Kind::TooLarge
                | Kind::AttemptTimeout
        ),
    }
}

/// Returns how long the service asks the client to wait.
fn asked(answer: &Result<http::Response<Bytes>, TransportError>) -> Duration {
    let header = answer.as_ref().ok().and_then(|response| response.headers().get("retry-after"));
    let seconds = header.and_then(|value| value.to_str().ok()?.parse().ok());
    Duration::from_secs(seconds.unwrap_or_default())
}

/// The ID of the access key in a header `authorization`.
fn key(authorization: &str) -> &str {
    let rest = authorization.split_once("Credential=").map_or("", |(_, rest)| rest);
    rest.split('/').next().unwrap_or_default()
}

/// Converts `20261120T120000Z` to seconds since 1970.
fn signed_at(text: &str) -> Option<i64> {
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i64>().ok();
    let small = |range| u8::try_from(number(range)?).ok();
    let month = Month::try_from(small(4..6)?).ok()?;
    let date = Date::from_calendar_date(i32::try_from(number(0..4)?).ok()?, month, small(6..8)?).ok()?;
    let time = time::Time::from_hms(small(9..11)?, small(11..13)?, small(13..15)?).ok()?;
    Some(date.with_time(time).assume_utc().unix_timestamp())
}

//! A single attempt of a call: how it is sent, and how its response is handled.

use std::time::Duration;

use bytes::Bytes;
use http::Uri;
use http::header::LOCATION;

#[cfg(any(feature = "sigv4", feature = "bearer"))]
use super::auth::Proof;
use super::clock::{self, Moment};
#[cfg(feature = "discovery")]
use super::discovery::Search;
use super::retry::{Cause, Stop};
#[cfg(feature = "stream")]
use super::stream::length;
use super::{Answered, Call, Ending, State, Step};
use crate::aws::codes::{may_be_skew, may_hide_skew};
use crate::error::{ClientError, ErrorMeta, ErrorResponse, RetryKind, SendError, Trail};
use crate::request::is_own_header;
use crate::transport::{Limits, TransportError, TransportErrorKind};

impl Call {
    /// Returns the step that begins an attempt.
    pub(super) fn attempt(&mut self, now: Moment) -> Step {
        let left = self.time_left(now);
        if left.is_zero() {
            #[cfg(feature = "tracing")]
            self.trace_failure("the time for the call is up");
            self.fail_by_time();
            return Step::Done;
        }
        #[cfg(feature = "stream")]
        if self.attempts.ended == 0 && self.is_spent() {
            let reason =
                "its body is a stream that can be read only once, and some of it has been read already";
            self.fail(ClientError::Prepare { operation: self.operation.name, reason: reason.to_owned() });
            return Step::Done;
        }
        #[cfg(feature = "discovery")]
        if let Some(step) = self.discovery_step(now, left) {
            return step;
        }
        // A stream may be sent for any length of time, but credentials have to arrive within the usual limit.
        let patience = left.min(self.session.settings().call_timeout);
        if let Some(step) = self.plan.proof.missing(&self.session, now, patience) {
            self.state = State::Attempt(None);
            return step;
        }
        #[cfg(all(feature = "stream", feature = "sigv4"))]
        if let Some(step) = self.hash_step() {
            return step;
        }
        let request = match self.whole_request(now) {
            Ok(request) => request,
            Err(reason) => {
                #[cfg(feature = "tracing")]
                self.trace_failure(&reason);
                self.fail(ClientError::Prepare { operation: self.operation.name, reason });
                return Step::Done;
            }
        };
        if !matches!(self.state, State::Attempt(Some(_))) {
            self.state = State::Attempt(Some(now));
            self.attempts.begin();
            self.sent_bytes = length(&request);
            self.tell_start(&request);
        }
        let limits = Limits { attempt: self.plan.limits.attempt.min(left), ..self.plan.limits };
        #[cfg(feature = "stream")]
        if self.streams() {
            return self.stream_step(request, limits);
        }
        Step::Send(request, limits)
    }

    /// Returns the request with its authentication.
    fn whole_request(&mut self, now: Moment) -> Result<http::Request<Bytes>, String> {
        let mut request = self.plan.request.clone();
        self.intercept(&mut request)?;
        // Read once, because another call may correct the clock in between.
        let offset = self.session.offset.seconds();
        self.signed = (clock::shifted(now.wall, offset), offset);
        self.plan.proof.add(&mut request, self.signed.0)?;
        Ok(request)
    }

    /// Lets the interceptors change the request.
    pub(super) fn intercept(&self, request: &mut http::Request<Bytes>) -> Result<(), String> {
        let attempt = self.current();
        let mut is_changed = false;
        for interceptor in self.interceptors() {
            is_changed = true;
            interceptor
                .before_signing(request, &attempt)
                .map_err(|error| format!("an interceptor ends the call: {error}"))?;
        }
        match request.headers().keys().find(|name| is_changed && is_own_header(name)) {
            Some(name) => Err(format!("an interceptor sets the header {name:?}, which only the client sets")),
            None => Ok(()),
        }
    }

    /// Takes the credentials for the next attempt.
    #[cfg(feature = "sigv4")]
    pub fn credentials(
        &mut self,
        credentials: Result<crate::credentials::Credentials, crate::credentials::CredentialsError>,
    ) {
        match (credentials, &mut self.plan.proof) {
            (Ok(credentials), Proof::Signature(_, held)) => held.set(credentials),
            (Ok(_), _) => {}
            (Err(error), _) => self.fail_unproven(ClientError::no_credentials(self.operation.name, error)),
        }
    }

    /// Takes the bearer token for the next attempt.
    #[cfg(feature = "bearer")]
    pub fn token(&mut self, token: Result<crate::credentials::Token, crate::credentials::CredentialsError>) {
        match (token, &mut self.plan.proof) {
            (Ok(token), Proof::Token(held)) => held.set(token),
            (Ok(_), _) => {}
            (Err(error), _) => self.fail_unproven(ClientError::no_token(self.operation.name, error)),
        }
    }

    #[cfg(any(feature = "sigv4", feature = "bearer"))]
    fn fail_unproven(&mut self, error: ClientError) {
        #[cfg(feature = "tracing")]
        self.trace_failure(&error.to_string());
        self.fail(error);
    }

    /// Takes the response to the attempt, or the error. It does nothing if no attempt is under way.
    pub fn answer(&mut self, answer: Result<http::Response<Bytes>, TransportError>, now: Moment) {
        let State::Attempt(Some(since)) = self.state else { return };
        if let Ok(answer) = &answer {
            self.tell_answer(answer);
        }
        self.attempts.ended += 1;
        match answer {
            Ok(response) => match self.detect(&response) {
                None => self.succeed(response, since, now),
                Some(error) => self.refused(error, since, now),
            },
            Err(error) => self.unanswered(error, since, now),
        }
        self.plan.proof.forget();
        #[cfg(feature = "discovery")]
        self.plan.search.iter_mut().for_each(Search::forget);
    }

    fn succeed(&mut self, response: http::Response<Bytes>, since: Moment, now: Moment) {
        self.attempts.succeed(&self.session.bucket);
        let latency = now.ticks.saturating_duration_since(since.ticks);
        self.state = State::Done(Box::new(Ending::Answered(Answered { response, latency })));
    }

    fn refused(&mut self, error: ErrorResponse, since: Moment, now: Moment) {
        let meta = error.error_meta();
        let behind = clock::behind(meta.headers(), now.wall);
        let (signed, assumed) = self.signed;
        // Compared with the time that was signed, because the clock may have been set since then.
        let off = clock::behind(meta.headers(), signed).filter(|off| clock::is_off(*off));
        let hidden = self.plan.proof.signs() && may_hide_skew(meta.status().unwrap_or_default(), meta.code());
        let skewed = may_be_skew(meta.code()) || (hidden && off.or(behind).is_some_and(clock::is_off));
        // Whether the difference is credible depends on this machine's clock, and not on the offset that the client has
        // assumed.
        let kind = match off.and(behind) {
            Some(behind) if skewed && clock::is_credible(behind) => RetryKind::ClockSkew,
            _ => meta.retry_kind(),
        };
        #[cfg(feature = "discovery")]
        let kind = self.misdirected(meta).unwrap_or(kind);
        let asked = clock::retry_after(meta.headers(), now.wall);
        let cause = Cause::of_refusal(kind, meta, asked);
        let retry = self.retry(&cause, behind, now);
        self.tell_refusal(meta, since, now, retry.as_ref().ok().copied());
        match retry {
            Ok(wait) => {
                self.last_refusal = Some(self.refusal_in_short(meta));
                self.wait(wait, now);
            }
            Err(stop) => {
                let clock = behind.filter(|_| skewed).map(|behind| clock::note(behind, assumed));
                let hint =
                    self.session.settings().service.hint(meta.status(), meta.message().unwrap_or_default());
                let hint = hint.map(str::to_owned).or_else(|| redirect(meta));
                let notes = stop.note().into_iter().chain(clock).chain(hint);
                let trail = self.trail(notes, cause.may_have_acted);
                let error = error.of_kind(kind).after(trail);
                self.state = State::Done(Box::new(Ending::Refused(error)));
            }
        }
    }

    /// Describes the refusal of an attempt before the last one.
    fn refusal_in_short(&self, meta: &ErrorMeta) -> String {
        let sentence = meta.to_string();
        let answer = sentence.strip_prefix(self.operation.name).and_then(|rest| rest.strip_prefix(": "));
        format!("Before that the response was {}", answer.unwrap_or(&sentence))
    }

    fn unanswered(&mut self, error: TransportError, since: Moment, now: Moment) {
        let cause = Cause::of_silence(&error);
        let retry = self.retry(&cause, None, now);
        self.tell_silence(&error, since, now, retry.as_ref().ok().copied());
        // If the attempt had only the rest of the call's time, that limit is the reason.
        let was_last = error.kind() == TransportErrorKind::AttemptTimeout
            && self.time_left(since) < self.plan.limits.attempt;
        match retry {
            Ok(wait) => self.wait(wait, now),
            Err(_) if was_last => self.fail_by_time(),
            Err(stop) => self.fail_to_send(error, &stop),
        }
    }

    fn wait(&mut self, time: Duration, now: Moment) {
        self.state = match now.ticks.checked_add(time) {
            Some(until) if !time.is_zero() => State::Waiting(until),
            _ => State::Attempt(None),
        };
    }

    fn fail_by_time(&mut self) {
        let reason = format!("the whole call may take {:?}", self.plan.rules.call_timeout);
        if self.attempts.ended == 0 {
            let reason = format!("the time for it was up before it could be sent: {reason}");
            return self.fail(ClientError::Prepare { operation: self.operation.name, reason });
        }
        self.fail_to_send(TransportError::new(TransportErrorKind::AttemptTimeout, reason), &Stop::Final);
    }

    fn fail_to_send(&mut self, error: TransportError, stop: &Stop) {
        let notes: Vec<_> = self.last_refusal.take().into_iter().chain(stop.note()).collect();
        let error = self.send_error(error, notes);
        self.fail(error);
    }

    pub(super) fn send_error(&self, error: TransportError, notes: Vec<String>) -> ClientError {
        let trail = self.trail(notes.into_iter(), error.kind().may_have_been_sent());
        ClientError::Send(Box::new(SendError::new(self.operation.name, self.plan.host(), error, trail)))
    }

    /// Returns the trail of an error. With `says_itself`, the error already shows whether the service may have acted on
    /// the last attempt.
    pub(super) fn trail(&self, notes: impl Iterator<Item = String>, says_itself: bool) -> Trail {
        self.attempts.trail(&self.plan.rules, notes, says_itself)
    }
}

/// Explains a redirect, which hardly ever comes from the service. Shows only the host, because the rest of the URL may
/// hold secrets.
fn redirect(meta: &ErrorMeta) -> Option<String> {
    let place = meta
        .headers()
        .get(LOCATION)
        .filter(|_| meta.status().is_some_and(|status| (300..400).contains(&status)))?;
    let place: Uri = place.to_str().ok()?.parse().ok()?;
    let host = place.host().map(|host| format!(" to {host}")).unwrap_or_default();
    Some(format!("Redirects{host} are not followed: a proxy or a portal may stand in the way"))
}

/// Returns the length of a request's body in bytes.
#[cfg(not(feature = "stream"))]
pub(super) fn length(request: &http::Request<Bytes>) -> usize {
    request.body().len()
}

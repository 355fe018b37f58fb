//! A service that records what it acted on, and fails in every way that the client has to distinguish.

use std::collections::BTreeMap;

use bytes::Bytes;
use iot_jobs_data::transport::{TransportError, TransportErrorKind};
use time::OffsetDateTime;

use super::vault::Vault;
use super::{Course, Event};
use crate::probe::echo;

/// How far a signature's time may be from the service's, in seconds.
const TOLERANCE: i64 = 300;

/// The header with the key that the service considers expired; only for the record.
pub(super) const EXPIRED_KEY: &str = "x-expired-key";

/// A request as received by the service.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) call: u64,
    pub(super) attempt: u32,
    pub(super) marker: String,
    pub(super) key: String,
    /// The time in the signature, in seconds since 1970.
    pub(super) signed: i64,
}

pub(super) struct Service {
    /// The factor of all fault probabilities; 1 is high.
    badness: f64,
    /// The attempts on which it has acted, by call.
    acted: BTreeMap<u64, Vec<u32>>,
}

impl Service {
    pub(super) fn new(badness: f64) -> Self {
        Self { badness, acted: BTreeMap::new() }
    }

    /// Returns the attempts of a call on which it has acted.
    pub(super) fn acted(&self, call: u64) -> &[u32] {
        self.acted.get(&call).map(Vec::as_slice).unwrap_or_default()
    }

    fn act(&mut self, request: &Request) {
        self.acted.entry(request.call).or_default().push(request.attempt);
    }

    fn goes_wrong(&self, probability: f64, course: &mut Course<Event>) -> bool {
        course.goes_wrong((probability * self.badness).min(0.9))
    }

    /// Answers a request, with or without acting on it.
    pub(super) fn serve(
        &mut self,
        request: &Request,
        time: i64,
        vault: &Vault,
        course: &mut Course<Event>,
    ) -> http::Response<Bytes> {
        let mut response = self.respond(request, time, vault, course);
        if self.goes_wrong(0.05, course) {
            let wrong = [0, time + 1200, time - 900_000, 3_000_000_000, 253_402_300_799];
            let date = date(wrong[course.rng.usize(..wrong.len())]);
            response = with(response, "date", &date);
        } else if !self.goes_wrong(0.05, course) {
            response = with(response, "date", &date(time));
        }
        response
    }

    fn respond(
        &mut self,
        request: &Request,
        time: i64,
        vault: &Vault,
        course: &mut Course<Event>,
    ) -> http::Response<Bytes> {
        if self.goes_wrong(0.15, course) {
            return throttle(course);
        }
        if (request.signed - time).abs() > TOLERANCE {
            let codes = [
                "InvalidSignatureException",
                "RequestTimeTooSkewed",
                "SignatureDoesNotMatch",
                "ForbiddenException",
            ];
            return refusal(403, codes[course.rng.usize(..codes.len())], "Signature expired");
        }
        if !vault.is_valid(&request.key, time) {
            let codes = ["ExpiredTokenException", "ForbiddenException", "UnrecognizedClientException"];
            let code = codes[course.rng.usize(..codes.len())];
            let refusal = refusal(403, code, "The security token included in the request is expired");
            // A wrong clock gives the same code, so the date decides what it means.
            let is_clear = code != "ForbiddenException";
            return if is_clear { with(refusal, EXPIRED_KEY, &request.key) } else { refusal };
        }
        if self.goes_wrong(0.05, course) {
            return refusal(409, "VersionMismatch", "expected 3, is 5");
        }
        let fails = self.goes_wrong(0.2, course);
        if !fails || course.rng.bool() {
            self.act(request);
        }
        if fails {
            return fail(course);
        }
        let body = if self.goes_wrong(0.02, course) { "<html>".to_owned() } else { echo(&request.marker) };
        http::Response::new(Bytes::from(body))
    }

    /// Changes a response on its way.
    pub(super) fn mangle(
        &self,
        response: http::Response<Bytes>,
        course: &mut Course<Event>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        if self.goes_wrong(0.05, course) {
            use TransportErrorKind::{Interrupted, Malformed, Other, Stalled, TooLarge};
            let kinds = [Interrupted, Malformed, Other, Stalled, TooLarge];
            return Err(TransportError::new(kinds[course.rng.usize(..kinds.len())], "on the way back"));
        }
        Ok(response)
    }
}

/// A response that says that the service has not acted.
fn throttle(course: &mut Course<Event>) -> http::Response<Bytes> {
    let refusal = match course.rng.u8(..5) {
        0 => refusal(400, "ThrottlingException", "slower"),
        1 => refusal(503, "SlowDown", "slower"),
        2 => bare(503),
        3 => bare(429),
        _ => refusal(429, "TooManyRequestsException", "slower"),
    };
    let is_bare_503 = refusal.status() == 503 && !refusal.headers().contains_key("x-amzn-errortype");
    // Without `retry-after`, a bare 503 does not say that the service has not acted.
    if is_bare_503 || course.rng.f64() < 0.3 {
        let seconds = [0, 1, 3, 20, 600][course.rng.usize(..5)];
        return with(refusal, "retry-after", &seconds.to_string());
    }
    refusal
}

/// A response after which the service may have acted.
fn fail(course: &mut Course<Event>) -> http::Response<Bytes> {
    match course.rng.u8(..5) {
        0 => refusal(500, "InternalServerException", "trouble"),
        1 => bare(500),
        2 => bare(502),
        3 => bare(503),
        _ => bare(504),
    }
}

fn bare(status: u16) -> http::Response<Bytes> {
    let mut response = http::Response::new(Bytes::new());
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
    response
}

fn refusal(status: u16, code: &str, message: &str) -> http::Response<Bytes> {
    let body = serde_json::json!({ "message": message }).to_string();
    with(bare(status), "x-amzn-errortype", code).map(|_| Bytes::from(body))
}

fn with(mut response: http::Response<Bytes>, name: &'static str, value: &str) -> http::Response<Bytes> {
    if let Ok(value) = value.parse() {
        response.headers_mut().insert(name, value);
    }
    response
}

/// Formats a time as in `date`, such as `Sun, 06 Nov 1994 08:49:37 GMT`.
fn date(seconds: i64) -> String {
    let time = OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let (day, month) = (time.weekday().to_string(), time.month().to_string());
    let (date, (hour, minute, second)) = (time.date(), time.to_hms());
    format!("{day:.3}, {:02} {month:.3} {:04} {hour:02}:{minute:02}:{second:02} GMT", date.day(), date.year())
}

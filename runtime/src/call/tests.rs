//! Steps through calls without socket and clock.

#[cfg(feature = "bearer")]
mod bearer;
#[cfg(feature = "discovery")]
mod discovery;
mod retries;
#[cfg(feature = "sigv4")]
mod signing;
mod skew;
#[cfg(all(feature = "stream", feature = "sigv4"))]
mod streaming;
mod told;
#[cfg(feature = "tracing")]
mod tracing;

use std::collections::HashMap;
use std::fmt::{self, Write as _};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Serialize, Serializer};

use super::*;
use crate::codec::{self, Integer, Map, Read, Source, Stop};
use crate::config::{Config, ConfigBuilder};
use crate::endpoint::{Endpoint, EndpointError};
use crate::error::{Failure, RequestError, RetryKind};
use crate::operation::Auth;
use crate::request::RequestBuilder;
use crate::response::FromResponse;
use crate::service::{EndpointSettings, Hint, Service, ServiceInfo};
use crate::validate::{Validate, Validator};

#[derive(Clone, Copy, Debug, Default)]
struct Pond;

impl Service for Pond {
    const INFO: &'static ServiceInfo = &ServiceInfo {
        id: "Pond",
        api_version: "2020-01-01",
        crate_name: "pond",
        crate_version: "1.2.3",
        signing_name: Some("pond"),
        mutual_tls_port: None,
        wrong_hosts: &[],
        hints: &[Hint { status: Some(403), message: &["wrong pond"], help: "Ask for the right pond" }],
    };
    type Params = ();
    const BEARER: bool = true;
    #[cfg(feature = "tracing")]
    const LOGGER: Option<crate::telemetry::Logger> = Some(crate::logger!("pond"));

    fn endpoint((): (), settings: &EndpointSettings) -> Result<Endpoint, EndpointError> {
        Endpoint::new(settings.url.clone().unwrap_or_default())
    }
}

/// An input with a token. The type parameters say whether it is idempotent, and how it is authenticated.
#[derive(Clone, Debug, Default)]
struct Croak<const IDEMPOTENT: bool, const WAYS: usize = 0>(Option<String>);

type Get = Croak<true>;
type Post = Croak<false>;

/// The authentication schemes of the operations.
const WAYS: [&[Auth]; 6] = [
    &[Auth::SigV4],
    &[Auth::Bearer],
    &[Auth::SigV4, Auth::Bearer],
    &[Auth::Bearer, Auth::SigV4],
    &[Auth::Bearer, Auth::None],
    &[Auth::None],
];

impl<const R: bool, const W: usize> Validate for Croak<R, W> {
    fn validate(&self, _: &mut Validator) {}
}

impl<const R: bool, const W: usize> Serialize for Croak<R, W> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<const R: bool, const W: usize> Read for Croak<R, W> {
    fn read(source: &mut dyn Source<'_>) -> Result<Option<Self>, Stop> {
        Ok(codec::read(source)?.map(|token| Self(Some(token))))
    }
}

#[derive(Debug, Default, PartialEq)]
struct Frogs(HashMap<String, i32>);

impl Serialize for Frogs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl Read for Frogs {
    fn read(source: &mut dyn Source<'_>) -> Result<Option<Self>, Stop> {
        Ok(codec::read_as::<Map<Integer>, _>(source)?.map(Self))
    }
}

impl FromResponse for Frogs {}

#[derive(Debug)]
struct Trouble(Box<dyn Failure + Send + Sync>);

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Trouble {}

impl Failure for Trouble {
    fn origin(&self) -> crate::error::Origin<'_> {
        self.0.origin()
    }
}

impl From<ErrorResponse> for Trouble {
    fn from(error: ErrorResponse) -> Self {
        Self(error.into_error_meta())
    }
}

impl From<ClientError> for Trouble {
    fn from(error: ClientError) -> Self {
        Self(Box::new(error))
    }
}

impl<const R: bool, const W: usize> Operation for Croak<R, W> {
    const NAME: &'static str = "Croak";
    const IDEMPOTENT: bool = R;
    const AUTH: &'static [Auth] = WAYS[W];
    const RETRYABLE: &'static [(&'static str, RetryKind)] = &[("Dive", RetryKind::Transient)];
    type Output = Frogs;
    type Error = Trouble;

    fn fill_idempotency_tokens(&mut self, token: &mut dyn FnMut() -> String) {
        self.0.get_or_insert_with(token);
    }

    fn request(&self) -> Result<http::Request<Bytes>, RequestError> {
        let mut request = RequestBuilder::new(http::Method::POST);
        request.path("/croak");
        request.json(self)?;
        request.build()
    }
}

/// The noon of the tests: 1994-11-06 08:49:37 UTC.
const NOON: u64 = 784_111_777;

fn noon() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(NOON)
}

fn config() -> ConfigBuilder<Pond> {
    Config::<Pond>::builder().endpoint_url("http://pond.example:81/base").region("eu-west-1").unsigned()
}

fn session(config: ConfigBuilder<Pond>) -> Arc<Session> {
    Session::new(config.build().expect("a configuration"))
}

/// A call in an environment where time passes only when the test says so.
struct Stage {
    session: Arc<Session>,
    now: Moment,
}

impl Stage {
    fn new(session: &Arc<Session>) -> Self {
        let now = Moment { wall: noon(), ticks: Instant::now(), random: 0.5 };
        Self { session: Arc::clone(session), now }
    }

    fn pass(&mut self, time: Duration) {
        self.now.ticks += time;
        self.now.wall += time;
    }

    /// Runs a call with answers, each of which takes 100 ms, and describes what happened.
    fn play<O: Operation<Output = Frogs> + Default>(
        &mut self,
        options: &CallOptions,
        answers: &[&str],
    ) -> String {
        let mut call = match Call::start(&self.session, O::default(), options, self.now) {
            Ok(call) => call,
            Err(error) => return error.to_string(),
        };
        let mut told = String::new();
        let mut answers = answers.iter();
        loop {
            match call.next(self.now) {
                Step::Send(..) => {
                    let Some(text) = answers.next() else { break told + "one attempt too many" };
                    self.pass(Duration::from_millis(100));
                    call.answer(answer(text), self.now);
                }
                Step::Wait(time) => {
                    let _ = write!(told, "{time:?}, ");
                    self.pass(time);
                }
                Step::Done => break told + &end(call.finish::<O>(), answers.len()),
                #[cfg(feature = "sigv4")]
                Step::Credentials(_) => break told + "credentials",
                #[cfg(feature = "bearer")]
                Step::Token(_) => break told + "token",
                #[cfg(feature = "discovery")]
                Step::Discover(_) => break told + "discovery",
                #[cfg(feature = "stream")]
                _ => break told + "a stream",
            }
        }
    }
}

fn end<E: fmt::Display>(result: Result<Response<Frogs>, E>, left: usize) -> String {
    let left = if left == 0 { String::new() } else { format!(" ({left} answers left)") };
    match result {
        Ok(answer) => {
            let status = answer.meta().status().unwrap_or_default();
            format!("{status} at attempt {}{left}", answer.meta().attempts())
        }
        Err(error) => format!("{error}{left}").replace(": no content type, body begins \"{}\"", ""),
    }
}

/// Parses `503 Code header=value`, or the kind of a transport error.
fn answer(text: &str) -> Result<http::Response<Bytes>, TransportError> {
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default();
    let kind = match first {
        "connect" => TransportErrorKind::Connect,
        "tls" => TransportErrorKind::Tls,
        "lost" => TransportErrorKind::Interrupted,
        "late" => TransportErrorKind::AttemptTimeout,
        "long" => TransportErrorKind::TooLarge,
        "proxy" => TransportErrorKind::ProxyAuth,
        _ => {
            let mut response = http::Response::builder().status(first);
            let mut body = String::from("{}");
            for word in words {
                match word.split_once('=') {
                    Some((name, value)) => response = response.header(name, value.replace('_', " ")),
                    None => body = format!("{{\"code\":\"{word}\",\"message\":\"why\"}}"),
                }
            }
            return Ok(response.body(Bytes::from(body)).expect("a response"));
        }
    };
    Err(TransportError::new(kind, "why"))
}

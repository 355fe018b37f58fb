//! Calls whose credentials provider does not respond: how long they wait, and what they then report.

use std::error::Error as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use iot_jobs_data::credentials::{Credentials, CredentialsError, IotCredentials, ProvideCredentials};
use iot_jobs_data::operation::get_pending_job_executions::GetPendingJobExecutionsInput as GetPending;
use iot_jobs_data::transport::{BlockingTransport, BoxFuture, Limits, Transport, TransportError};
use iot_jobs_data::{Client, Config, ErrorMeta, RetryKind, blocking};

const NOW: u64 = 784_111_777;

/// More than enough time to distinguish a call that ends in time from one that hangs.
const HUNG: Duration = Duration::from_secs(30);

/// Provides its credentials once, and then never responds again.
#[derive(Debug)]
struct FallsSilent(Mutex<Option<Credentials>>);

impl ProvideCredentials for FallsSilent {
    fn provide_credentials(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        match self.0.lock().expect("no test panics here").take() {
            Some(credentials) => Box::pin(std::future::ready(Ok(credentials))),
            // This timer is too late; a call that waits without a limit notices it.
            None => Box::pin(async {
                tokio::time::sleep(2 * HUNG).await;
                Ok(Credentials::new("late", "secret", None, None, "test"))
            }),
        }
    }
}

/// Answers every request with `{}`.
struct Agree;

impl BlockingTransport for Agree {
    fn send(&self, _: http::Request<Bytes>, _: Limits) -> Result<http::Response<Bytes>, TransportError> {
        Ok(http::Response::new(Bytes::from_static(b"{}")))
    }
}

impl Transport for Agree {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(std::future::ready(BlockingTransport::send(self, request, limits)))
    }
}

/// Answers every request with this status.
struct Refuse(u16);

impl BlockingTransport for Refuse {
    fn send(&self, _: http::Request<Bytes>, _: Limits) -> Result<http::Response<Bytes>, TransportError> {
        let response = http::Response::builder().status(self.0);
        Ok(response.body(Bytes::from_static(br#"{"message":"no"}"#)).expect("a response"))
    }
}

impl Transport for Refuse {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(std::future::ready(BlockingTransport::send(self, request, limits)))
    }
}

/// The time of day of a client, in seconds.
type Time = Arc<AtomicU64>;

fn config(credentials: Option<Credentials>, time: &Time) -> Config {
    let time = Arc::clone(time);
    Config::builder()
        .endpoint_url("https://pumps.example")
        .region("eu-west-1")
        .credentials(FallsSilent(Mutex::new(credentials)))
        .call_timeout(Duration::from_millis(500))
        .clock(move || at(time.load(Ordering::Relaxed)))
        .build()
        .expect("a configuration")
}

fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

/// Returns the results of calls at these times, with a client of either kind.
fn outcomes(credentials: Option<&Credentials>, times: &[u64]) -> [Vec<Result<(), String>>; 2] {
    let since = Instant::now();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let input = || GetPending::builder().thing_name("pump-17").build();
    let time = Time::default();
    let client = Client::with_transport(config(credentials.cloned(), &time), Agree);
    let asynchronous = times.iter().map(|now| {
        time.store(*now, Ordering::Relaxed);
        runtime.block_on(client.call(input())).map(drop).map_err(|error| error.to_string())
    });
    let asynchronous = asynchronous.collect();
    let client = blocking::Client::with_transport(config(credentials.cloned(), &time), Agree);
    let blocking = times.iter().map(|now| {
        time.store(*now, Ordering::Relaxed);
        client.call(input()).map(drop).map_err(|error| error.to_string())
    });
    let blocking = blocking.collect();
    assert!(since.elapsed() < HUNG, "{:?}", since.elapsed());
    [asynchronous, blocking]
}

#[test]
fn a_call_without_credentials_ends_with_its_time() {
    for outcome in outcomes(None, &[NOW]) {
        let told = "no credentials to sign with: provider timed out after ";
        let error = outcome.first().and_then(|outcome| outcome.as_ref().err()).expect("an error");
        assert!(error.contains(told) && error.ends_with("ms"), "{error}");
    }
}

#[test]
fn a_call_with_credentials_that_are_still_valid_goes_through() {
    let credentials = Credentials::new("AKID", "secret", None, Some(at(NOW + 3600)), "test");
    for outcome in outcomes(Some(&credentials), &[NOW, NOW + 3400]) {
        assert_eq!(outcome, [Ok(()), Ok(())]);
    }
}

/// Otherwise, a device whose certificate was revoked would ask for ever.
#[test]
fn a_role_alias_that_is_refused_for_good_is_not_transient_and_tells_its_cause() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    for (status, kind) in [
        (403, RetryKind::Never),
        (400, RetryKind::Never),
        (404, RetryKind::Never),
        (503, RetryKind::Transient),
    ] {
        let provider = || {
            let builder =
                IotCredentials::builder().endpoint_url("https://c1.example").role_alias("pump-role");
            builder.build_with_blocking_transport(Refuse(status)).expect("a provider")
        };
        let config = |provider| {
            let config = Config::builder().endpoint_url("https://pumps.example").region("eu-west-1");
            config.credentials(provider).build().expect("a configuration")
        };
        let input = || GetPending::builder().thing_name("pump-17").build();
        let client = Client::with_transport(config(provider()), Agree);
        let asynchronous = runtime.block_on(client.call(input())).expect_err("no credentials");
        let client = blocking::Client::with_transport(config(provider()), Agree);
        for error in [asynchronous, client.call(input()).expect_err("no credentials")] {
            assert_eq!(error.retry_kind(), kind, "{error}");
            let mut cause = error.source();
            let mut told = None;
            while let (Some(next), None) = (cause, told) {
                told = next.downcast_ref::<ErrorMeta>().and_then(ErrorMeta::status);
                cause = next.source();
            }
            assert_eq!(told, Some(status), "{error}");
        }
    }
}

#[test]
fn credentials_that_cannot_be_are_refused_before_anything_is_sent() {
    for (key_id, secret, token, expected) in [
        (" AKID\n", "secret\r\n", None, Ok(())),
        ("AKID", "sec ret", None, Err("the secret access key has white space in it")),
        ("", "secret", None, Err("the access key ID is empty")),
        (
            "AKID",
            "secret",
            Some("t\u{f6}ken"),
            Err("the session token has characters that are not printable ASCII"),
        ),
    ] {
        let credentials = Credentials::new(key_id, secret, token.map(str::to_owned), None, "test");
        let told = |reason| format!("GetPendingJobExecutions: no credentials to sign with: {reason}");
        for outcome in outcomes(Some(&credentials), &[NOW]) {
            assert_eq!(outcome, [expected.map_err(told)]);
        }
    }
}

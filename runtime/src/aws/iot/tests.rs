//! Tests of the provider for devices, over a scripted transport.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::UNIX_EPOCH;

use bytes::Bytes;

use super::*;
use crate::transport::{Limits, TransportError, TransportErrorKind};

const HOST: &str = "c1.credentials.iot.eu-west-1.amazonaws.com";

/// 1994-11-06 08:49:37 UTC.
const NOW: u64 = 784_111_777;

type Reply = Result<http::Response<Bytes>, TransportError>;

/// A transport of either kind: its responses, and the requests that were sent.
#[derive(Clone, Default)]
struct Script(Arc<Mutex<Play>>);

#[derive(Default)]
struct Play {
    replies: VecDeque<Reply>,
    sent: Vec<http::Request<Bytes>>,
}

impl Script {
    fn new(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self(Arc::new(Mutex::new(Play { replies: replies.into_iter().collect(), sent: Vec::new() })))
    }

    fn play(&self, request: http::Request<Bytes>) -> Reply {
        let mut play = self.0.lock().unwrap();
        play.sent.push(request);
        play.replies.pop_front().expect("one request too many")
    }

    fn sent(&self) -> Vec<http::Request<Bytes>> {
        self.0.lock().unwrap().sent.clone()
    }
}

#[cfg(feature = "client")]
impl crate::transport::Transport for Script {
    fn send(&self, request: http::Request<Bytes>, _: Limits) -> crate::transport::BoxFuture<'_, Reply> {
        Box::pin(std::future::ready(self.play(request)))
    }
}

#[cfg(feature = "blocking")]
impl crate::transport::BlockingTransport for Script {
    fn send(&self, request: http::Request<Bytes>, _: Limits) -> Reply {
        self.play(request)
    }
}

/// Runs a test over each kind of transport that is built.
fn with_each(builder: &IotCredentialsBuilder, replies: &[Reply], test: impl Fn(&IotCredentials, &Script)) {
    #[cfg(feature = "client")]
    {
        let script = Script::new(replies.to_vec());
        test(&builder.clone().build_with_transport(script.clone()).unwrap(), &script);
    }
    #[cfg(feature = "blocking")]
    {
        let script = Script::new(replies.to_vec());
        test(&builder.clone().build_with_blocking_transport(script.clone()).unwrap(), &script);
    }
}

/// If both clients are built, the blocking one also asks a provider made for the async one.
#[cfg(feature = "blocking")]
fn ask(provider: &IotCredentials) -> Result<Credentials, String> {
    crate::credentials::block_on(Duration::MAX, provider.provide_credentials())
        .flatten()
        .map_err(|error| error.to_string())
}

#[cfg(not(feature = "blocking"))]
fn ask(provider: &IotCredentials) -> Result<Credentials, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(provider.provide_credentials()).map_err(|error| error.to_string())
}

fn builder() -> IotCredentialsBuilder {
    IotCredentials::builder()
        .endpoint_url(format!("https://{HOST}"))
        .role_alias("pump-role")
        .clock(|| UNIX_EPOCH + Duration::from_secs(NOW))
}

fn response(status: u16, content_type: &str, body: &str) -> http::Response<Bytes> {
    let response = http::Response::builder().status(status).header("content-type", content_type);
    response.body(Bytes::copy_from_slice(body.as_bytes())).unwrap()
}

fn grant(id: &str, expiration: &str) -> http::Response<Bytes> {
    let body = format!(
        r#"{{"credentials":{{"accessKeyId":"{id}","secretAccessKey":"S3CR3T","sessionToken":"T0K3N",
        "expiration":"{expiration}"}}}}"#
    );
    response(200, "application/json", &body)
}

#[test]
fn a_grant_is_asked_for_once_and_shared() {
    let builder =
        builder().endpoint_url(format!("https://{HOST}/base")).role_alias("a=b").thing_name("pump:17");
    with_each(&builder, &[Ok(grant("AKID", "1994-11-06T09:49:37Z"))], |provider, script| {
        let expiry = UNIX_EPOCH + Duration::from_secs(NOW + 3600);
        let expected =
            Credentials::new("AKID", "S3CR3T", Some("T0K3N".to_owned()), Some(expiry), "IotCredentials");
        assert_eq!(ask(provider), Ok(expected.clone()));
        assert_eq!(ask(&provider.clone()), Ok(expected));
        let [request] = script.sent().try_into().expect("one request");
        assert_eq!(request.method(), "GET");
        assert_eq!(request.uri().to_string(), format!("https://{HOST}/base/role-aliases/a%3Db/credentials"));
        assert_eq!(request.headers()["x-amzn-iot-thingname"], "pump:17");
        assert!(!request.headers().contains_key("authorization"));
    });
}

#[test]
fn what_one_client_hears_of_their_end_all_clients_know() {
    let replies = [Ok(grant("one", "1994-11-06T09:49:37Z")), Ok(grant("two", "1994-11-06T09:49:37Z"))];
    with_each(&builder(), &replies, |provider, script| {
        // This is all that a client sees of a provider.
        let client = || Cache::<Credentials>::new(Arc::new(provider.clone()));
        let clients = [client(), client()];
        let sign = || clients.each_ref().map(|client| kept(client).access_key_id().to_owned());
        let first = clients.each_ref().map(kept);
        assert_eq!((sign(), script.sent().len()), (["one", "one"].map(str::to_owned), 1));
        for (client, credentials) in clients.iter().zip(&first) {
            client.invalidate(credentials);
        }
        assert_eq!((sign(), script.sent().len()), (["two", "two"].map(str::to_owned), 2));
        // The second client reports the first credentials late.
        clients[1].invalidate(&first[1]);
        assert_eq!((sign(), script.sent().len()), (["two", "two"].map(str::to_owned), 2));
    });
}

/// Returns the credentials that a client signs with.
fn kept(cache: &Cache<Credentials>) -> Credentials {
    let now = UNIX_EPOCH + Duration::from_secs(NOW);
    #[cfg(feature = "blocking")]
    return cache.get_blocking(now, Duration::MAX).unwrap();
    #[cfg(not(feature = "blocking"))]
    {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(cache.get(now, Duration::MAX, tokio::time::sleep)).unwrap()
    }
}

/// A transport that never answers must not block the code that asks for credentials.
#[cfg(feature = "blocking")]
#[test]
fn a_blocking_transport_can_be_given_up() {
    struct Hung(Mutex<std::sync::mpsc::Receiver<()>>);
    impl crate::transport::BlockingTransport for Hung {
        fn send(&self, _: http::Request<Bytes>, _: Limits) -> Reply {
            let _ = self.0.lock().unwrap().recv_timeout(Duration::from_mins(1));
            Err(TransportError::new(TransportErrorKind::Tls, "over"))
        }
    }
    let (release, released) = std::sync::mpsc::channel();
    let provider = builder().build_with_blocking_transport(Hung(Mutex::new(released))).unwrap();
    let since = std::time::Instant::now();
    let asked = crate::credentials::block_on(Duration::from_millis(20), provider.provide_credentials());
    let kind = asked.map_err(|error| error.kind());
    assert!(matches!(kind, Err(crate::credentials::CredentialsErrorKind::TimedOut(_))), "{kind:?}");
    assert!(since.elapsed() < Duration::from_secs(30), "{:?}", since.elapsed());
    drop(release);
}

#[test]
fn trouble_that_passes_is_waited_out() {
    let broken =
        Err(TransportError::new(TransportErrorKind::Interrupted, "connection reset before a response"));
    let replies =
        [Ok(response(503, "text/plain", "busy")), broken, Ok(grant("AKID", "1994-11-06T09:49:37Z"))];
    with_each(&builder(), &replies, |provider, script| {
        assert_eq!(ask(provider).unwrap().access_key_id(), "AKID");
        assert_eq!(script.sent().len(), 3);
    });
}

#[test]
fn what_is_in_the_way_is_said() {
    let told = |clause: &str| {
        format!("{HOST} gave none for the role alias pump-role: AssumeRoleWithCertificate: {clause}")
    };
    let json = "application/json";
    let part = r#"{"credentials":{"accessKeyId":"AKID","secretAccessKey":"S3CR3T"}}"#;
    let tls =
        TransportError::new(TransportErrorKind::Tls, "the server does not accept the client's certificate");
    let cases = [
        (
            Ok(response(403, json, r#"{"message":"Access Denied"}"#)),
            told(
                "403: Access Denied. The certificate has to be active, its policy has to allow \
                 iot:AssumeRoleWithCertificate on the role alias, and a thing name has to be that of a thing it is \
                 attached to",
            ),
        ),
        (
            Ok(response(404, "text/html", "<html>gone")),
            told("404: content type text/html, body begins \"<html>gone\""),
        ),
        (
            Ok(response(200, "text/html", "<html>log in")),
            told(
                "the response could not be read: expected value at line 1 column 1 (status 200, content type text/html, \
                 a body of 12 bytes, which may hold secrets)",
            ),
        ),
        (
            Ok(response(200, json, part)),
            told(
                "the response could not be read: the member credentials.expiration is missing (status 200, content type \
                 application/json, a body of 65 bytes, which may hold secrets)",
            ),
        ),
        (
            Ok(grant("AKID", "tomorrow")),
            told(
                "the response could not be read: the member credentials.expiration is not an RFC 3339 time (status 200, \
                 content type application/json, a body of 121 bytes, which may hold secrets)",
            ),
        ),
        (
            Err(tls),
            format!(
                "AssumeRoleWithCertificate: no TLS connection to {HOST}: the server does not accept the client's \
                 certificate"
            ),
        ),
    ];
    for (reply, expected) in cases {
        with_each(&builder(), &[reply], |provider, _| {
            assert_eq!(ask(provider), Err(expected.clone()));
        });
    }
}

#[test]
fn nothing_secret_is_shown() {
    with_each(&builder(), &[Ok(grant("AKID", "1994-11-06T09:49:37Z"))], |provider, _| {
        ask(provider).unwrap();
        let shown = format!("{provider:?} {:?}", provider.source);
        assert!(shown.contains(HOST) && !shown.contains("S3CR3T") && !shown.contains("T0K3N"), "{shown}");
    });
}

#[test]
fn a_clock_that_is_behind_does_not_keep_credentials_beyond_their_time() {
    let time = Arc::new(AtomicU64::new(NOW - 1200));
    let clock = Arc::clone(&time);
    let builder = builder().clock(move || UNIX_EPOCH + Duration::from_secs(clock.load(Ordering::Relaxed)));
    let mut first = grant("one", "1994-11-06T09:49:37Z");
    first.headers_mut().insert(DATE, http::HeaderValue::from_static("Sun, 06 Nov 1994 08:49:37 GMT"));
    with_each(&builder, &[Ok(first), Ok(grant("two", "1994-11-06T10:49:37Z"))], |provider, _| {
        for (seconds, expected) in [(0, "one"), (3299, "one"), (3300, "two")] {
            time.store(NOW - 1200 + seconds, Ordering::Relaxed);
            assert_eq!(ask(provider).unwrap().access_key_id(), expected, "{seconds}");
        }
    });
}

#[test]
fn what_cannot_work_is_refused_at_once() {
    let endpoint =
        "Use the account's own endpoint: aws iot describe-endpoint --endpoint-type iot:CredentialProvider";
    let cases = [
        (builder().role_alias(""), "`role_alias` must have at least 1 character, but has 0".to_owned()),
        (builder().role_alias("a/b"), r"`role_alias` must match the pattern".to_owned()),
        (builder().thing_name("a b"), "`thing_name` must match the pattern".to_owned()),
        (builder().endpoint_url(HOST), format!("write \"https://{HOST}\"")),
        (builder().endpoint_url("https://a1-ats.iot.eu-west-1.amazonaws.com"), endpoint.to_owned()),
        (IotCredentials::builder().role_alias("pump-role"), "endpoint_url is empty".to_owned()),
    ];
    for (builder, expected) in cases {
        #[cfg(feature = "client")]
        let error = builder.build_with_transport(Script::default()).unwrap_err();
        #[cfg(not(feature = "client"))]
        let error = builder.build_with_blocking_transport(Script::default()).unwrap_err();
        assert!(error.to_string().contains(&expected), "{error}");
    }
    #[cfg(feature = "client")]
    let error = builder().build().unwrap_err();
    #[cfg(not(feature = "client"))]
    let error = builder().build_blocking().unwrap_err();
    assert!(error.to_string().contains("certificate is not set"), "{error}");
}

//! Signatures: equal to those of botocore for a fixed time and host, and valid for requests over real connections.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use iot_jobs_data::credentials::Credentials;
use iot_jobs_data::interceptor::{Attempt, Dropped, Interceptor, InterceptorError};
use iot_jobs_data::operation::describe_job_execution::DescribeJobExecutionInput as Describe;
use iot_jobs_data::operation::get_pending_job_executions::GetPendingJobExecutionsInput as GetPending;
use iot_jobs_data::operation::start_command_execution::StartCommandExecutionInput as StartCommand;
use iot_jobs_data::operation::start_next_pending_job_execution::StartNextPendingJobExecutionInput as StartNext;
use iot_jobs_data::operation::update_job_execution::UpdateJobExecutionInput as Update;
use iot_jobs_data::transport::{BlockingTransport, BoxFuture, Limits, Transport, TransportError};
use iot_jobs_data::types::JobExecutionStatus as Status;
use iot_jobs_data::{Checks, Client, Config, Operation, blocking};
use loopback::pki::Authority;
use loopback::server::{Answer, Recorded, Script, Server, Tls};
use loopback::sigv4;
use serde_json::Value;

use crate::live::{Live, Shell, impatient};

/// Signed by botocore; `tests/loopback/golden/README.md` says how.
const GOLDEN: &str = include_str!("../../loopback/golden/signatures.json");

/// A row of the table.
struct Golden(Value);

impl Golden {
    fn all() -> Vec<Self> {
        let table: Value = serde_json::from_str(GOLDEN).expect("a table");
        table["requests"].as_array().expect("requests").iter().cloned().map(Self).collect()
    }

    fn text(&self, name: &str) -> &str {
        self.0[name].as_str().expect("text")
    }

    fn pairs(&self, name: &str) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.0[name].as_object().expect("an object").iter();
        pairs.map(|(name, value)| (name.as_str(), value.as_str().expect("text")))
    }
}

/// Answers every request with `{}` and stores it.
#[derive(Clone, Default)]
struct Keep(Arc<Mutex<Vec<http::Request<Bytes>>>>);

impl BlockingTransport for Keep {
    fn send(
        &self,
        request: http::Request<Bytes>,
        _: Limits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        self.0.lock().expect("no test panics here").push(request);
        Ok(http::Response::new(Bytes::from_static(b"{}")))
    }
}

impl Transport for Keep {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(std::future::ready(BlockingTransport::send(self, request, limits)))
    }
}

/// Returns the configuration with which a golden request was signed.
fn config(golden: &Golden) -> Config {
    let url = golden.text("url");
    let after_host = url.find("://").expect("a scheme") + 3;
    let paths =
        ["/things/", "/command-executions"].into_iter().filter_map(|path| url.get(after_host..)?.find(path));
    let end = after_host + paths.min().expect("a path of the service");
    let now = time(golden.text("time"));
    let token = golden.0["sessionToken"].as_str().map(str::to_owned);
    let credentials =
        Credentials::new(golden.text("accessKey"), golden.text("secretKey"), token, None, "test");
    let config = Config::builder()
        .endpoint_url(url.get(..end).expect("a base"))
        .region(golden.text("region"))
        .credentials(credentials)
        .checks(Checks::none())
        .clock(move || now);
    let config = golden.pairs("query").fold(config, |config, (name, value)| config.query(name, value));
    config.build().expect("a configuration")
}

/// A time such as `20261120T120000Z`.
fn time(text: &str) -> SystemTime {
    let part =
        |range| text.get::<std::ops::Range<usize>>(range).expect("a time").parse::<u64>().expect("digits");
    let (year, month, day) = (part(0..4), part(4..6), part(6..8));
    // The days of the months before, in years that start in March.
    let years = if month < 3 { year - 1 } else { year };
    let days =
        365 * years + years / 4 - years / 100 + years / 400 + (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let seconds = (days - 719_468) * 86_400 + part(9..11) * 3600 + part(11..13) * 60 + part(13..15);
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

#[test]
fn golden_signatures() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let table = Golden::all();
    assert_eq!(table.len(), 16);
    for golden in &table {
        let keep = Keep::default();
        let (operation, input) = (golden.text("operation"), &golden.0["input"]);
        let client = Client::with_transport(config(golden), keep.clone());
        runtime.block_on(client.invoke(operation, input.clone())).expect("a response");
        let client = blocking::Client::with_transport(config(golden), keep.clone());
        client.invoke(operation, input.clone()).expect("a response");
        let requests = keep.0.lock().expect("no test panics here");
        assert_eq!(requests.len(), 2, "{}", golden.text("name"));
        for request in &*requests {
            assert_golden(golden, request);
        }
    }
}

/// By botocore 1.43.11: `generate_presigned_url("describe_job_execution", Params={"jobId": "$next", "thingName": "a:b",
/// "includeJobDocument": True}, ExpiresIn=900)` at the time below.
const PRESIGNED: &str = "https://pumps.example:8443/things/a%3Ab/jobs/%24next?includeJobDocument=true\
    &X-Amz-Algorithm=AWS4-HMAC-SHA256\
    &X-Amz-Credential=AKIDEXAMPLE%2F20261120%2Feu-west-1%2Fiot-jobs-data%2Faws4_request&X-Amz-Date=20261120T123456Z\
    &X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Security-Token=to%2Fken%2B%3D\
    &X-Amz-Signature=c5b4c8a06a3854415d3fb1e4e0139ab4b4562d02178e58c4f4fc13d8e94151e5";

#[test]
fn presigned_urls_are_those_of_botocore() {
    let now = time("20261120T123456Z");
    let token = Some("to/ken+=".to_owned());
    let config = Config::builder()
        .endpoint_url("https://pumps.example:8443")
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "not/a/real/secret", token, None, "test"))
        .clock(move || now)
        .build()
        .expect("a configuration");
    let input = || Describe::builder().thing_name("a:b").job_id("$next").include_job_document(true).build();
    let valid_for = Duration::from_mins(15);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let client = Client::with_transport(config.clone(), Keep::default());
    let presigned = runtime.block_on(client.presigned(input(), valid_for)).expect("a request");
    let client = blocking::Client::with_transport(config, Keep::default());
    for presigned in [presigned, client.presigned(input(), valid_for).expect("a request")] {
        assert_eq!(presigned.uri().to_string(), PRESIGNED);
        assert_eq!((presigned.method().as_str(), presigned.headers().len()), ("GET", 0));
        assert_eq!(presigned.expires(), now + valid_for);
        let shown = format!("{presigned:?}");
        assert!(
            shown.contains("/things/a%3Ab") && !shown.contains("to%2Fken") && !shown.contains("c5b4c8"),
            "{shown}"
        );
    }
}

/// Adds a header, and must not be notified of a drop: a presigned call is not cancelled.
struct Tagged;

impl Interceptor for Tagged {
    fn before_signing(
        &self,
        request: &mut http::Request<Bytes>,
        _: &Attempt,
    ) -> Result<(), InterceptorError> {
        request.headers_mut().insert("x-tag", http::HeaderValue::from_static("blue"));
        Ok(())
    }

    fn after_drop(&self, dropped: &Dropped) {
        panic!("{dropped:?}");
    }
}

#[test]
fn presigned_requests_pass_through_interceptors() {
    let config = Config::builder()
        .endpoint_url("https://pumps.example:8443")
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "not/a/real/secret", None, None, "test"))
        .interceptor(Tagged)
        .build()
        .expect("a configuration");
    let client = blocking::Client::with_transport(config, Keep::default());
    let input = Describe::builder().thing_name("pump").job_id("$next").build();
    let presigned = client.presigned(input, Duration::from_mins(1)).expect("a request");
    assert_eq!(presigned.headers().get("x-tag").map(http::HeaderValue::as_bytes), Some(&b"blue"[..]));
    assert!(
        presigned.uri().to_string().contains("&X-Amz-SignedHeaders=host%3Bx-tag&"),
        "{}",
        presigned.uri()
    );
}

#[track_caller]
fn assert_golden(golden: &Golden, request: &http::Request<Bytes>) {
    let name = golden.text("name");
    assert_eq!(request.method(), golden.text("method"), "{name}");
    assert_eq!(request.uri().to_string(), golden.text("url"), "{name}");
    assert_eq!(request.body(), golden.text("body").as_bytes(), "{name}");
    let header = |name: &str| request.headers().get(name).map(|value| value.to_str().expect("text"));
    for (header_name, value) in golden.pairs("headers").filter(|(name, _)| *name != "host") {
        assert_eq!(header(header_name), Some(value), "{name}: {header_name}");
    }
    assert_eq!(header("authorization"), Some(golden.text("authorization")), "{name}");
}

/// Calls all five operations with unusual values.
fn awkward_calls(client: &Live) {
    let thing = "a:b_-Z";
    ok(client, Describe::builder().thing_name(thing).job_id("$next").build());
    ok(
        client,
        Describe::builder()
            .thing_name(thing)
            .job_id("j-1")
            .include_job_document(false)
            .execution_number(7)
            .build(),
    );
    ok(client, GetPending::builder().thing_name("a b/c%2F\u{e9}+*'!()~").build());
    ok(
        client,
        StartNext::builder().thing_name(thing).status_details("phase", "h\u{f6}her \u{1f980}").build(),
    );
    ok(client, Update::builder().thing_name(thing).job_id("%24next").status(Status::InProgress).build());
    ok(client, StartCommand::builder().target_arn("arn:aws:iot:::thing/\u{6f22}").command_arn("arn").build());
}

#[track_caller]
fn ok<O: Operation>(client: &Live, input: O) {
    if let Err(error) = client.call(input) {
        panic!("{error}");
    }
}

#[test]
fn signatures_are_valid_for_what_is_sent() {
    let root = Authority::new("root");
    let trust = iot_jobs_data::tls::Trust::only(root.pem().as_bytes()).expect("a root");
    for token in [None, Some("FwoGZXIvYXdz//test+token==")] {
        for prefix in ["", "/base/x", "/a%2Fb/c:d$/"] {
            for shell in Shell::BOTH {
                for encrypted in [false, true] {
                    let answers = Script::always(Answer::json(200, "{}"));
                    let server = if encrypted {
                        Server::tls(&Tls::new(root.localhost()), answers)
                    } else {
                        Server::plain(answers)
                    };
                    let credentials =
                        Credentials::new("AKIDTEST", "secret/+", token.map(str::to_owned), None, "test");
                    let config = impatient(&format!("{}{prefix}", server.url()))
                        .trust(trust.clone())
                        .credentials(credentials)
                        .checks(Checks::none())
                        .query("namespaceId", "b a+/~*")
                        .query("flag", "")
                        .header("x-amz-extra", "  two   words ");
                    awkward_calls(&shell.client(config));
                    let requests = server.requests();
                    assert_eq!(requests.len(), 6);
                    for request in &requests {
                        assert_valid(request, token, prefix);
                    }
                }
            }
        }
    }
}

#[track_caller]
fn assert_valid(request: &Recorded, token: Option<&str>, prefix: &str) {
    let scope = match sigv4::verify(request, "secret/+", token) {
        Ok(scope) => scope,
        Err(reason) => panic!("{} {}: {reason}", request.method(), request.target()),
    };
    assert_eq!(
        (&*scope.access_key, &*scope.region, &*scope.service),
        ("AKIDTEST", "eu-west-1", "iot-jobs-data")
    );
    assert!(request.target().starts_with(prefix.trim_end_matches('/')), "{}", request.target());
    assert!(request.target().contains("namespaceId=b%20a%2B%2F~%2A"), "{}", request.target());
    let signed = |name: &str| scope.signed_headers.iter().any(|signed| signed == name);
    assert_eq!(signed("content-type"), !request.body.is_empty(), "{scope:?}");
    assert!(signed("x-amz-extra"), "{scope:?}");
    assert!(!signed("user-agent"), "what a proxy may change is not signed: {scope:?}");
}

#[test]
fn requests_without_credentials_are_not_signed() {
    for shell in Shell::BOTH {
        let server = Server::plain(Script::always(Answer::json(200, "{}")));
        ok(
            &shell.client(impatient(&server.url()).unsigned()),
            Describe::builder().thing_name("t").job_id("j").build(),
        );
        let [request] = server.requests().try_into().expect("one request");
        let names: Vec<String> = request.headers().map(|(name, _)| name.to_ascii_lowercase()).collect();
        assert!(!names.iter().any(|name| name == "authorization" || name.starts_with("x-amz-")), "{names:?}");
    }
}

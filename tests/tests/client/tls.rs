//! Calls over real TLS: all five operations, required client certificates, and servers that are refused.

use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use iot_jobs_data::operation::get_pending_job_executions::GetPendingJobExecutionsInput as GetPending;
use iot_jobs_data::tls::{CryptoProvider, Identity, Trust};
use iot_jobs_data::types::JobExecutionStatus as Status;
use iot_jobs_data::{Client, Config, ConfigBuilder, blocking};
use loopback::pki::{self, Authority, Validity};
use loopback::server::{Answer, Proxy, Recorded, Script, Server, Step, Tls, Tunnel};
use rustls::crypto::{GetRandomFailed, KeyProvider, SecureRandom, ring};
use rustls::pki_types::PrivateKeyDer;
use rustls::sign::SigningKey;

use crate::live::{Live, Shell, impatient};

/// Returns a client of this server that trusts one root.
fn trusting(server: &Server, root: &Authority) -> ConfigBuilder {
    impatient(&server.url()).trust(Trust::only(root.pem().as_bytes()).expect("a root"))
}

fn identity(identity: &pki::Identity, key: &str) -> Identity {
    Identity::from_pem(identity.pem().as_bytes(), key.as_bytes()).expect("an identity")
}

/// Returns a client of this server that also presents this certificate.
fn showing(server: &Server, root: &Authority, shown: &pki::Identity) -> ConfigBuilder {
    trusting(server, root).certificate(identity(shown, &shown.key_pkcs8_pem()))
}

fn pending() -> GetPending {
    GetPending::builder().thing_name("pump-17").build()
}

/// Returns the message of a call, with `HOST` for the server, and the number of attempts. Checks that it does not take
/// long.
fn outcome(client: &Live, server: &Server) -> String {
    let start = Instant::now();
    let outcome = client.call(pending());
    assert!(start.elapsed() < Duration::from_secs(3), "{outcome:?} took {:?}", start.elapsed());
    let host = format!("localhost:{}", server.address().port());
    outcome.map_or_else(|error| error.to_string().replace(&host, "HOST"), |_| "ok".to_owned())
}

/// The five operations on one client, through its builders.
macro_rules! five {
    ($client:expr $(, $wait:ident)?) => {{
        let client = $client;
        let pending = client.get_pending_job_executions().thing_name("pump-17").send()$(.$wait)?.expect("a response");
        assert_eq!(pending.output().queued_jobs().map(<[_]>::len), Some(1));
        assert_eq!((pending.meta().status(), pending.meta().request_id()), (Some(200), Some("r-GET")));
        let next = client.start_next_pending_job_execution().thing_name("pump-17").step_timeout_in_minutes(5);
        let next = next.send()$(.$wait)?.expect("a response");
        assert_eq!(next.output().execution().and_then(|execution| execution.job_id()), Some("j-1"));
        let described = client.describe_job_execution().thing_name("pump-17").job_id("$next");
        let described = described.send()$(.$wait)?.expect("a response");
        assert_eq!(described.output().execution().and_then(|execution| execution.job_document()), Some("{\"a\":1}"));
        let updated = client.update_job_execution().thing_name("pump-17").job_id("j-1").status(Status::Succeeded);
        let updated = updated.send()$(.$wait)?.expect("a response");
        assert_eq!(updated.output().execution_state().map(|state| state.version_number()), Some(2));
        let started = client.start_command_execution().target_arn("arn:aws:iot:::thing/a").command_arn("arn:aws:iot:::command/b");
        let started = started.send()$(.$wait)?.expect("a response");
        assert_eq!(started.output().execution_id(), Some("e-1"));
    }};
}

const CALLS: [&str; 5] = [
    "GET /things/pump-17/jobs",
    "PUT /things/pump-17/jobs/$next",
    "GET /things/pump-17/jobs/%24next",
    "POST /things/pump-17/jobs/j-1",
    "POST /command-executions",
];

/// Returns a service with a suitable response to each operation.
fn service() -> Script {
    Script::always(Step::compute(|request: &Recorded| {
        let execution = r#"{"execution":{"jobId":"j-1","thingName":"pump-17","jobDocument":"{\"a\":1}"}}"#;
        let body = match (request.method(), request.target()) {
            ("GET", "/things/pump-17/jobs") => r#"{"queuedJobs":[{"jobId":"j-1"}]}"#,
            ("PUT" | "GET", _) => execution,
            ("POST", "/command-executions") => r#"{"executionId":"e-1"}"#,
            _ => r#"{"executionState":{"versionNumber":2}}"#,
        };
        Answer::json(200, body).header("x-amzn-requestid", &format!("r-{}", request.method()))
    }))
}

#[test]
fn five_operations_with_a_client_certificate() {
    let root = Authority::new("root");
    let device = root.client("pump-17", Validity::Now);
    let tls = Tls::new(root.localhost()).demanding(&root);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let lines = |server: &Server| -> Vec<String> {
        server.requests().iter().map(|request| format!("{} {}", request.method(), request.target())).collect()
    };
    let check = |server: &Server| {
        assert_eq!(lines(server), CALLS);
        for request in server.requests() {
            assert_eq!(request.client_certificate.as_deref(), Some(&*device.der()));
            assert_eq!(request.header("authorization"), None, "the certificate is enough");
        }
        assert_eq!(server.connections(), 1, "one handshake is enough for five calls");
    };

    let server = Server::tls(&tls, service());
    let config: Config = showing(&server, &root, &device).build().expect("a configuration");
    runtime.block_on(async { five!(Client::new(config), await) });
    check(&server);

    let server = Server::tls(&tls, service());
    let config = showing(&server, &root, &device).build().expect("a configuration");
    five!(blocking::Client::new(config));
    check(&server);
}

/// How often the program's own cryptography was asked for random bytes, and for a key.
static RANDOM: AtomicUsize = AtomicUsize::new(0);
static KEYS: AtomicUsize = AtomicUsize::new(0);

/// ring, as in the other tests, but counted.
#[derive(Debug)]
struct Counted;

impl SecureRandom for Counted {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), GetRandomFailed> {
        RANDOM.fetch_add(1, Ordering::Relaxed);
        ring::default_provider().secure_random.fill(bytes)
    }
}

impl KeyProvider for Counted {
    fn load_private_key(&self, key: PrivateKeyDer<'static>) -> Result<Arc<dyn SigningKey>, rustls::Error> {
        KEYS.fetch_add(1, Ordering::Relaxed);
        ring::default_provider().key_provider.load_private_key(key)
    }
}

#[test]
fn the_cryptography_can_be_chosen() {
    let provider =
        CryptoProvider { secure_random: &Counted, key_provider: &Counted, ..ring::default_provider() };
    let root = Authority::new("root");
    let device = root.client("pump-17", Validity::Now);
    let (chain, key) = (device.pem(), device.key_pkcs8_pem());
    let identity = Identity::from_pem_with(chain.as_bytes(), key.as_bytes(), &provider).expect("an identity");
    assert_eq!(KEYS.load(Ordering::Relaxed), 1);
    let provider = Arc::new(provider);
    for shell in Shell::BOTH {
        let server = Server::tls(&Tls::new(root.localhost()).demanding(&root), service());
        let config = trusting(&server, &root).certificate(identity.clone());
        let before = RANDOM.load(Ordering::Relaxed);
        let client = shell.client(config.crypto_provider(Arc::clone(&provider)));
        assert_eq!(outcome(&client, &server), "ok", "{shell:?}");
        assert!(RANDOM.load(Ordering::Relaxed) > before, "{shell:?}");
    }
    assert!(CryptoProvider::get_default().is_none(), "nothing is made the default of the process");
}

#[test]
fn keys_in_every_form() {
    let root = Authority::new("root");
    let (ec, rsa) = (root.client("ec", Validity::Now), root.rsa_client("rsa", Validity::Now));
    for (shown, key) in [
        (&ec, ec.key_pkcs8_pem()),
        (&ec, ec.key_sec1_pem()),
        (&rsa, rsa.key_pkcs8_pem()),
        (&rsa, rsa.key_pkcs1_pem()),
    ] {
        for shell in Shell::BOTH {
            let server = Server::tls(&Tls::new(root.localhost()).demanding(&root), service());
            let client = shell.client(trusting(&server, &root).certificate(identity(shown, &key)));
            assert_eq!(outcome(&client, &server), "ok", "{shell:?} {key}");
        }
    }
}

#[test]
fn a_server_turns_away_a_client() {
    let (root, other) = (Authority::new("root"), Authority::new("another root"));
    let expired = root.client("pump-17", Validity::Expired);
    let wrong = other.client("pump-17", Validity::Now);
    let refused =
        |alert: &str| format!("the server does not accept the client's certificate (alert: {alert})");
    let cases = [
        (None, "the server wants a client certificate (alert: certificate required)".to_owned()),
        (Some(&expired), refused("certificate expired")),
        (Some(&wrong), refused("unknown CA")),
    ];
    for only_1_2 in [false, true] {
        for (shown, reason) in &cases {
            for shell in Shell::BOTH {
                let tls = Tls::new(root.localhost()).demanding(&root);
                let server = Server::tls(&if only_1_2 { tls.only_1_2() } else { tls }, service());
                let config = match shown {
                    None => trusting(&server, &root).unsigned(),
                    Some(shown) => showing(&server, &root, shown),
                };
                let says = format!("GetPendingJobExecutions: no TLS connection to HOST: {reason}");
                assert_eq!(outcome(&shell.client(config), &server), says, "{shell:?}, TLS 1.2: {only_1_2}");
                let seen = (server.requests().len(), server.connections(), server.failed_handshakes().len());
                assert_eq!(seen, (0, 1, 1), "{shell:?}: it stays wrong, so it is tried once");
            }
        }
    }
}

#[test]
fn a_server_with_a_root_that_browsers_do_not_know_needs_trust() {
    let root = Authority::new("root");
    let tls = Tls::new(root.localhost());
    for shell in Shell::BOTH {
        let server = Server::tls(&tls, service());
        let says = "GetPendingJobExecutions: no TLS connection to HOST: the server's certificate is not signed by a \
            trusted root (unknown issuer)";
        assert_eq!(outcome(&shell.client(impatient(&server.url()).unsigned()), &server), says, "{shell:?}");
        let trust = Trust::web_pki_and(root.pem().as_bytes()).expect("a root");
        assert_eq!(
            outcome(&shell.client(impatient(&server.url()).unsigned().trust(trust)), &server),
            "ok",
            "{shell:?}"
        );
    }
}

#[test]
fn tls_through_a_tunnel_ends_at_the_service() {
    let root = Authority::new("root");
    let device = root.client("pump-17", Validity::Now);
    let tls = Tls::new(root.server(&["far.invalid"], Validity::Now)).demanding(&root);
    for shell in Shell::BOTH {
        let server = Server::tls(&tls, service());
        let proxy = Proxy::new(Tunnel::To(server.address()));
        let via = iot_jobs_data::proxy::Proxy::new(&proxy.url()).expect("a proxy");
        let config = showing(&server, &root, &device).endpoint_url("https://far.invalid:8443").proxy(via);
        assert_eq!(outcome(&shell.client(config), &server), "ok", "{shell:?}");
        let [connect] = proxy.requests().try_into().expect("one tunnel");
        assert_eq!(connect.target(), "far.invalid:8443");
        let [request] = server.requests().try_into().expect("one request");
        assert_eq!(request.client_certificate.as_deref(), Some(&*device.der()));
    }
}

/// The type of a TLS record with data; under TLS 1.2 these records do not belong to the handshake.
const DATA: u8 = 23;

/// Forwards this number of connections to a server, and changes a byte in one record of data, after `whole` others.
fn corrupting(server: SocketAddr, connections: usize, whole: usize) -> (u16, JoinHandle<()>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let carry = move || {
        for _ in 0..connections {
            let (client, _) = listener.accept().expect("a client");
            let server = TcpStream::connect(server).expect("a server");
            let mut upstream = (client.try_clone().expect("a socket"), server.try_clone().expect("a socket"));
            // Both directions end with the client.
            let sending = thread::spawn(move || drop(io::copy(&mut upstream.0, &mut upstream.1)));
            drop(carry_corrupted(server, client, whole));
            sending.join().expect("a copy does not panic");
        }
    };
    (port, thread::spawn(carry))
}

fn carry_corrupted(mut server: TcpStream, mut client: TcpStream, mut whole: usize) -> io::Result<()> {
    loop {
        let mut head = [0; 5];
        server.read_exact(&mut head)?;
        let mut record = vec![0; usize::from(u16::from_be_bytes([head[3], head[4]]))];
        server.read_exact(&mut record)?;
        if head[0] == DATA {
            if whole == 0 {
                *record.last_mut().expect("a tag") ^= 1;
            }
            whole = whole.wrapping_sub(1);
        }
        client.write_all(&[&head[..], &record].concat())?;
    }
}

#[test]
fn tls_that_breaks_within_an_exchange_may_have_carried_the_request() {
    let root = Authority::new("root");
    let tls = Tls::new(root.localhost()).only_1_2();
    for (whole, when) in [(0, "before a response"), (1, "within the response")] {
        for shell in Shell::BOTH {
            // Longer than a record.
            let answer = Answer::json(200, &format!("{}{{}}", " ".repeat(20_000)));
            let server = Server::tls(&tls, Script::always(answer));
            let (port, carrier) = corrupting(server.address(), 3, whole);
            let url = format!("https://localhost:{port}");
            let client = shell.client(trusting(&server, &root).endpoint_url(&url).unsigned());
            let error = client.call(pending()).expect_err("a changed record");
            let said = error.to_string().replace(&format!("localhost:{port}"), "HOST");
            // On a busy machine the end of the connection can be noticed before its reason.
            let clauses = [
                format!("TLS broke off {when}: cannot decrypt peer's message"),
                format!("the connection ended {when}"),
            ];
            let sentences = clauses.map(|clause| {
                format!(
                    "GetPendingJobExecutions: the connection to HOST broke off: {clause} (after 3 attempts)"
                )
            });
            assert!(sentences.contains(&said), "{shell:?}: {said}");
            drop(client);
            carrier.join().expect("three connections");
        }
    }
}

#[test]
fn a_server_that_speaks_something_else() {
    for shell in Shell::BOTH {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let address = listener.local_addr().expect("an address");
        let greeter = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("a client");
            stream.write_all(b"SSH-2.0-test\r\n").expect("a client that listens");
            // Until the client hangs up.
            drop(stream.read_to_end(&mut Vec::new()));
        });
        let url = format!("https://localhost:{}", address.port());
        let error = shell.client(impatient(&url).unsigned()).call(pending()).expect_err("no TLS");
        let host = format!("localhost:{}", address.port());
        assert_eq!(
            error.to_string().replace(&host, "HOST"),
            "GetPendingJobExecutions: no TLS connection to HOST: what listens there does not speak TLS",
            "{shell:?}"
        );
        greeter.join().expect("the server ends with the connection");
    }
}

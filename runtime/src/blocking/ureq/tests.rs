//! The transport against a small server on this machine.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Instant;

use http::{HeaderValue, Method};

use super::*;
use crate::tls::error::head_too_large;
use crate::transport::TransportErrorKind as Kind;

/// What a server does with a connection, repeatedly until it is closed.
enum Then {
    /// Answers each request, and keeps the connection.
    Answer(&'static str),
    /// Sends this and closes the connection.
    Close(&'static str),
    /// Sends this byte by byte, one every 30 ms.
    Drip(&'static str),
}

/// Starts a server on its own port, which reports each request with the number of its connection.
fn serve(then: Then) -> (u16, Receiver<(usize, String)>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for (number, stream) in listener.incoming().map_while(Result::ok).enumerate() {
            let mut stream = stream;
            while let Some(request) = receive(&mut stream) {
                if sender.send((number, request)).is_err() {
                    return;
                }
                match then {
                    Then::Answer(text) => stream.write_all(text.as_bytes()).expect("a connection"),
                    Then::Close(text) => {
                        stream.write_all(text.as_bytes()).expect("a connection");
                        break;
                    }
                    Then::Drip(text) => drip(&mut stream, text),
                }
            }
        }
    });
    (port, receiver)
}

fn drip(stream: &mut TcpStream, text: &str) {
    for byte in text.bytes() {
        thread::sleep(Duration::from_millis(30));
        if stream.write_all(&[byte]).is_err() {
            return;
        }
    }
}

/// Reads one request with its body.
fn receive(stream: &mut TcpStream) -> Option<String> {
    let mut text = String::new();
    let mut byte = [0];
    loop {
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            if length.is_none_or(|length| length.parse() == Ok(body.len())) {
                return Some(text);
            }
        }
        stream.read_exact(&mut byte).ok()?;
        text.push(byte[0].into());
    }
}

fn transport(proxy: &Proxy) -> UreqTransport {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    UreqTransport::new(Arc::new(tls), proxy, usize::MAX)
}

fn request(method: Method, uri: String, body: &'static str) -> Request<Bytes> {
    Request::builder().method(method).uri(uri).body(Bytes::from_static(body.as_bytes())).expect("a request")
}

const LIMITS: Limits = Limits {
    connect: Duration::from_millis(300),
    attempt: Duration::from_millis(600),
    body: 10,
    ..Limits::DEFAULT
};

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi";

#[test]
fn a_request_goes_out_as_it_is() {
    let (port, requests) = serve(Then::Answer("HTTP/1.1 204 No Content\r\n\r\n"));
    let transport = transport(&Proxy::none());
    let path = "/things/a%2fb%20c/jobs/$next/%24next?x=%7E&y";
    for (method, body, length) in [
        (Method::GET, "", ""),
        (Method::HEAD, "", ""),
        (Method::DELETE, "", ""),
        (Method::GET, "{}", "content-length: 2\r\n"),
        (Method::DELETE, "{}", "content-length: 2\r\n"),
        (Method::POST, "", "content-length: 0\r\n"),
        (Method::PUT, "{}", "content-length: 2\r\n"),
        (Method::PATCH, "", "content-length: 0\r\n"),
    ] {
        let mut request = request(method.clone(), format!("http://localhost:{port}{path}"), body);
        request.headers_mut().insert("x-a", HeaderValue::from_static("B c"));
        transport.send(request, LIMITS).expect("a response");
        let (_, text) = requests.recv().expect("a request");
        let expected =
            format!("{method} {path} HTTP/1.1\r\nx-a: B c\r\nhost: localhost:{port}\r\n{length}\r\n{body}");
        assert_eq!(text, expected);
    }
}

#[test]
fn answers_of_any_status_are_given_whole() {
    for (answer, status, body) in [
        (OK, 200, "hi"),
        (
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
            200,
            "abcde",
        ),
        ("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n0123456789", 200, "0123456789"),
        ("HTTP/1.1 302 Found\r\nlocation: http://localhost:1/\r\ncontent-length: 0\r\n\r\n", 302, ""),
        ("HTTP/1.1 307 Moved\r\nlocation: /\r\ncontent-length: 2\r\n\r\nhi", 307, "hi"),
        ("HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\n\r\nno", 404, "no"),
        ("HTTP/1.1 503 Busy\r\ncontent-encoding: gzip\r\ncontent-length: 2\r\n\r\nno", 503, "no"),
        ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", 204, ""),
    ] {
        let (port, _requests) = serve(Then::Answer(answer));
        let answer = transport(&Proxy::none())
            .send(request(Method::GET, format!("http://127.0.0.1:{port}/"), ""), LIMITS)
            .expect("a response");
        assert_eq!((answer.status().as_u16(), answer.body().as_ref()), (status, body.as_bytes()));
    }
}

#[test]
fn an_answer_to_half_a_request_is_an_answer() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        stream.read_exact(&mut [0; 100]).expect("a head");
        stream.write_all(b"HTTP/1.1 413 Too much\r\ncontent-length: 2\r\n\r\nno").expect("a connection");
    });
    let body = "x".repeat(8 << 20).leak();
    let answer = transport(&Proxy::none())
        .send(request(Method::POST, format!("http://127.0.0.1:{port}/"), body), LIMITS)
        .expect("a response");
    assert_eq!(answer.status(), 413);
}

#[test]
fn a_connection_is_used_again_unless_it_has_ended() {
    let get = |port| request(Method::GET, format!("http://127.0.0.1:{port}/"), "");
    for (then, expected) in [(Then::Answer(OK), [0, 0, 0]), (Then::Close(OK), [0, 1, 2])] {
        let (port, requests) = serve(then);
        let transport = transport(&Proxy::none());
        for number in expected {
            transport.send(get(port), LIMITS).expect("a response");
            assert_eq!(requests.recv().expect("a request").0, number);
            // Waits until the end of the connection has arrived.
            thread::sleep(Duration::from_millis(20));
        }
    }
}

#[test]
fn as_many_connections_are_opened_as_there_are_calls_at_a_time() {
    const CALLS: usize = 24;
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let opened = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&opened);
    thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            counter.fetch_add(1, Ordering::Relaxed);
            thread::spawn(move || {
                while receive(&mut stream).is_some() {
                    // The other calls come in the meantime.
                    thread::sleep(Duration::from_millis(20));
                    stream.write_all(OK.as_bytes()).expect("a connection");
                }
            });
        }
    });
    let (transport, all) = (transport(&Proxy::none()), Barrier::new(CALLS));
    thread::scope(|scope| {
        for _ in 0..CALLS {
            scope.spawn(|| {
                for _ in 0..10 {
                    all.wait();
                    let request = request(Method::GET, format!("http://127.0.0.1:{port}/"), "");
                    transport.send(request, Limits::DEFAULT).expect("a response");
                }
            });
        }
    });
    let opened = opened.load(Ordering::Relaxed);
    assert!(opened <= CALLS, "{opened} connections for {CALLS} calls at a time");
}

#[test]
fn each_problem_has_its_kind() {
    let long = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nb\r\n0123456789a\r\n0\r\n\r\n";
    for (then, kind, message) in [
        (Then::Close(""), Kind::Interrupted, "the connection ended before a response"),
        (Then::Close("HTTP/1.1 200 OK\r\nx"), Kind::Interrupted, "the connection ended before a response"),
        (
            Then::Close("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhi"),
            Kind::Interrupted,
            "the connection ended within the response",
        ),
        (
            Then::Close("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nab"),
            Kind::Interrupted,
            "the connection ended within the response",
        ),
        (Then::Answer("SSH-2.0-x\r\n\r\n"), Kind::Malformed, "what came back is not HTTP"),
        (
            Then::Answer("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n"),
            Kind::Malformed,
            "what came back is not HTTP",
        ),
        (
            Then::Answer("HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n0123456789a"),
            Kind::TooLarge,
            "the body is longer than 10 bytes",
        ),
        (Then::Answer(long), Kind::TooLarge, "the body is longer than 10 bytes"),
        (Then::Answer(""), Kind::AttemptTimeout, "600ms have passed"),
        (
            Then::Drip("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi"),
            Kind::AttemptTimeout,
            "600ms have passed",
        ),
    ] {
        let (port, _requests) = serve(then);
        let started = Instant::now();
        let error = transport(&Proxy::none())
            .send(request(Method::POST, format!("http://127.0.0.1:{port}/"), "{}"), LIMITS)
            .expect_err(message);
        assert_eq!((error.kind(), error.message()), (kind, message));
        assert!(started.elapsed() < LIMITS.attempt * 2, "{message}");
    }
}

#[test]
fn an_attempt_may_take_long_and_not_stall() {
    let limits =
        Limits { attempt: Duration::from_secs(9), stall: Duration::from_millis(300), ..Limits::DEFAULT };
    let stalled = TransportError::timeout(Kind::Stalled, limits.stall);
    for (then, expected) in [
        (Then::Answer(""), Err(stalled.clone())),
        (Then::Answer("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nhi"), Err(stalled)),
        // This takes a second.
        (Then::Drip("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"), Ok(200)),
    ] {
        let (port, _requests) = serve(then);
        let request = request(Method::POST, format!("http://127.0.0.1:{port}/"), "{}");
        let answer = transport(&Proxy::none()).send(request, limits);
        assert_eq!(answer.map(|answer| answer.status().as_u16()), expected);
    }
}

#[test]
fn a_head_has_a_greatest_length() {
    for (headers, length, fits) in
        [(128, 1, true), (129, 1, false), (2, 60 << 10, true), (2, 65 << 10, false)]
    {
        let (others, long) = ("x-other: y\r\n".repeat(headers - 2), "y".repeat(length));
        let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: 0\r\nx-long: {long}\r\n{others}\r\n");
        let (port, _requests) = serve(Then::Answer(answer.leak()));
        let request = request(Method::GET, format!("http://127.0.0.1:{port}/"), "");
        let sent = transport(&Proxy::none()).send(request, LIMITS).map(|answer| answer.headers().len());
        assert_eq!(sent, if fits { Ok(headers) } else { Err(head_too_large()) });
    }
}

#[test]
fn a_request_that_cannot_be_sent_is_told_as_such() {
    let get = |uri: &str| request(Method::GET, uri.to_owned(), "");
    let mut long = get("http://localhost/");
    long.headers_mut().insert("x-a", "y".repeat(65 << 10).parse().expect("a value"));
    let socks = Proxy::from_env_as_needed(|name| (name == "all_proxy").then(|| "socks5://p".to_owned()));
    let direct = Proxy::none();
    for (request, proxy, message) in [
        (long, &direct, "the header x-a is longer than 65536 bytes"),
        (get("/path"), &direct, "it has no host"),
        (get("http://localhost/"), &socks, "all_proxy: only proxies with a URL http://… are supported"),
    ] {
        let error = transport(proxy).send(request, LIMITS).expect_err(message);
        assert_eq!(error, TransportError::new(Kind::Invalid, message));
    }
}

#[test]
fn a_reset_is_not_the_end_of_a_body() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        stream.read_exact(&mut [0]).expect("a part of the request, for the rest makes the end a reset");
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\nhi").expect("a connection");
        thread::sleep(Duration::from_millis(100));
    });
    let error = transport(&Proxy::none())
        .send(request(Method::GET, format!("http://127.0.0.1:{port}/"), ""), LIMITS)
        .expect_err("half a body");
    assert_eq!((error.kind(), error.message()), (Kind::Interrupted, "connection reset within the response"));
}

#[test]
fn what_keeps_a_connection_from_being_made_is_told() {
    // A port that was free a moment ago, a server that sends nothing, and one that sends before it gets a request.
    let free = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let silent = silent.local_addr().map(|address| (address.port(), silent)).expect("an address");
    let plain = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = plain.local_addr().expect("an address").port();
    thread::spawn(move || plain.accept().map(|(mut stream, _)| stream.write_all(b"220 hello\r\n")));
    for (uri, kind, message) in [
        (format!("http://127.0.0.1:{free}/"), Kind::Connect, "connection refused"),
        ("http://no-such-host.invalid/".to_owned(), Kind::Connect, "the name does not resolve: "),
        (format!("https://127.0.0.1:{}/", silent.0), Kind::ConnectTimeout, "300ms have passed"),
        (format!("https://127.0.0.1:{port}/"), Kind::Tls, "what listens there does not speak TLS"),
    ] {
        let error = transport(&Proxy::none()).send(request(Method::GET, uri, ""), LIMITS).expect_err(message);
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.message().starts_with(message), "{error}");
    }
}

#[test]
fn a_proxy_gives_a_tunnel_or_an_error() {
    let (port, requests) = serve(Then::Answer("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"));
    let proxy = |port| Proxy::new(&format!("http://ann:pw@localhost:{port}")).expect("a proxy");
    let get = || request(Method::GET, "http://a.invalid:80/".to_owned(), "");
    // This server answers the CONNECT and the request in the tunnel in the same way.
    transport(&proxy(port)).send(get(), LIMITS).expect("a response");
    let (_, connect) = requests.recv().expect("a request");
    assert_eq!(
        connect,
        "CONNECT a.invalid:80 HTTP/1.1\r\nHost: a.invalid:80\r\nProxy-Authorization: Basic YW5uOnB3\r\n\r\n"
    );
    assert_eq!(requests.recv().expect("a request").1, "GET / HTTP/1.1\r\nhost: a.invalid:80\r\n\r\n");

    for (then, kind) in [
        (Then::Close("HTTP/1.1 407 Who?\r\n\r\n"), Kind::ProxyAuth),
        (Then::Close("HTTP/1.1 502 Bad Gateway\r\n\r\n"), Kind::Proxy),
        (Then::Close(""), Kind::Proxy),
        (Then::Close("what?\r\n\r\n"), Kind::Proxy),
        (Then::Drip("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"), Kind::ConnectTimeout),
    ] {
        let (port, _requests) = serve(then);
        let error = transport(&proxy(port)).send(get(), LIMITS).expect_err("no tunnel");
        assert_eq!(error.kind(), kind, "{error}");
    }
}

#[test]
fn all_steps_of_a_connection_share_its_time() {
    // The tunnel takes half a second, and then no TLS follows in it.
    let (port, _requests) = serve(Then::Drip("HTTP/1.1 200\r\n\r\n"));
    let proxy = Proxy::new(&format!("http://localhost:{port}")).expect("a proxy");
    let limits = Limits { connect: Duration::from_millis(700), attempt: Duration::from_secs(5), ..LIMITS };
    let started = Instant::now();
    let error = transport(&proxy)
        .send(request(Method::GET, "https://a.invalid/".to_owned(), ""), limits)
        .expect_err("no connection");
    assert_eq!(error, TransportError::timeout(Kind::ConnectTimeout, limits.connect));
    assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
}

//! What is sent, and what happens with responses that are cut, too long or not HTTP.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::task::Poll::Ready;
use std::thread::{self, JoinHandle};
use std::time::{Duration, SystemTime};

use http::Method;

use super::*;
use crate::tls::{Trust, client_config};
use crate::transport::TransportErrorKind as Kind;

/// Starts a server that sends each of these responses on a separate connection; its thread ends with the requests.
fn serve(answers: Vec<&'static str>) -> (SocketAddr, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let take = move || {
        answers
            .into_iter()
            .map(|answer| {
                let (mut connection, _) = listener.accept().expect("a connection");
                let request = request(&mut connection);
                connection.write_all(answer.as_bytes()).expect("a client that listens");
                request
            })
            .collect()
    };
    (address, thread::spawn(take))
}

/// Reads a request up to its body, which is `{}` or empty in these tests.
fn request(connection: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut byte = [0];
    while !bytes.ends_with(b"\r\n\r\n") {
        connection.read_exact(&mut byte).expect("a whole head");
        bytes.extend_from_slice(&byte);
    }
    if String::from_utf8_lossy(&bytes).contains("content-length: 2\r\n") {
        let mut body = [0; 2];
        connection.read_exact(&mut body).expect("a whole body");
        bytes.extend_from_slice(&body);
    }
    String::from_utf8(bytes).expect("ASCII")
}

fn transport(proxy: &Proxy) -> HyperTransport {
    with_idle(proxy, usize::MAX)
}

/// Creates a transport that keeps this many idle connections.
fn with_idle(proxy: &Proxy, most: usize) -> HyperTransport {
    let clock = Arc::new(SystemTime::now);
    let tls = client_config(&Trust::web_pki(), None, None, clock).expect("a configuration");
    HyperTransport::new(tls, proxy, most)
}

fn send(
    transport: &HyperTransport,
    request: Request<Bytes>,
    limits: Limits,
) -> Result<Response<Bytes>, TransportError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(transport.send(request, limits))
}

fn request_to(method: Method, url: &str, body: &'static str) -> Request<Bytes> {
    Request::builder().method(method).uri(url).body(Bytes::from_static(body.as_bytes())).expect("a request")
}

const EMPTY: &str = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";

#[test]
fn a_request_goes_out_as_it_is() {
    let (address, server) = serve(vec![EMPTY; 5]);
    let cases = [
        (Method::GET, "http://HOST/a/%24next/b%2Fc/$next//?x=%20&y", ""),
        (Method::GET, "http://HOST?x", ""),
        (Method::POST, "http://HOST/a", "{}"),
        (Method::PUT, "http://HOST/a", ""),
        (Method::DELETE, "http://HOST/a", ""),
    ];
    for (method, url, body) in cases {
        let url = url.replace("HOST", &address.to_string());
        send(&transport(&Proxy::none()), request_to(method, &url, body), Limits::DEFAULT)
            .expect("a response");
    }
    let host = format!("host: {address}\r\n");
    let expected = [
        format!("GET /a/%24next/b%2Fc/$next//?x=%20&y HTTP/1.1\r\n{host}\r\n"),
        format!("GET /?x HTTP/1.1\r\n{host}\r\n"),
        format!("POST /a HTTP/1.1\r\n{host}content-length: 2\r\n\r\n{{}}"),
        format!("PUT /a HTTP/1.1\r\n{host}content-length: 0\r\n\r\n"),
        format!("DELETE /a HTTP/1.1\r\n{host}\r\n"),
    ];
    assert_eq!(server.join().expect("a server"), expected);
}

#[test]
fn problems_of_an_answer_are_told_apart() {
    let cases = [
        ("", Kind::Interrupted, "the connection ended before a response"),
        ("HTTP/1.1 200 OK\r\ncontent-le", Kind::Interrupted, "the connection ended before a response"),
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc",
            Kind::Interrupted,
            "the connection ended within the response",
        ),
        (
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n",
            Kind::Interrupted,
            "the connection ended within the response",
        ),
        (
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\nabc",
            Kind::Malformed,
            "what came back is not HTTP",
        ),
        ("SSH-2.0-OpenSSH_9.6\r\n", Kind::Malformed, "what came back is not HTTP"),
        ("HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n", Kind::TooLarge, "the body is longer than 10 bytes"),
        (
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nb\r\n01234567890\r\n0\r\n\r\n",
            Kind::TooLarge,
            "the body is longer than 10 bytes",
        ),
    ];
    for (answer, kind, message) in cases {
        let (address, server) = serve(vec![answer]);
        let limits = Limits { body: 10, ..Limits::DEFAULT };
        let sent = send(
            &transport(&Proxy::none()),
            request_to(Method::GET, &format!("http://{address}/"), ""),
            limits,
        );
        assert_eq!(sent.expect_err(answer), TransportError::new(kind, message), "{answer:?}");
        server.join().expect("a server");
    }
}

/// Returns a response with this many headers, one of which has a value of this length.
fn answer_with_head(headers: usize, length: usize) -> &'static str {
    let (others, long) = ("x-other: y\r\n".repeat(headers - 2), "y".repeat(length));
    format!("HTTP/1.1 200 OK\r\ncontent-length: 0\r\nx-long: {long}\r\n{others}\r\n").leak()
}

#[test]
fn a_head_has_a_greatest_length() {
    // hyper checks the length only while the head is incomplete, so slightly longer heads are accepted.
    let cases = [(100, 1, true), (101, 1, false), (2, 60 << 10, true), (2, 140 << 10, false)];
    for (headers, length, fits) in cases {
        let (address, _) = serve(vec![answer_with_head(headers, length)]);
        let request = request_to(Method::GET, &format!("http://{address}/"), "");
        let sent = send(&transport(&Proxy::none()), request, Limits::DEFAULT);
        let sent = sent.map(|answer| answer.headers().len());
        assert_eq!(sent, if fits { Ok(headers) } else { Err(head_too_large()) });
    }
}

#[test]
fn a_request_that_cannot_be_sent_is_told_as_such() {
    let direct = transport(&Proxy::none());
    let request = || request_to(Method::GET, "http://localhost/", "");
    let sending = direct.send(request(), Limits::DEFAULT);
    let waker = std::task::Waker::noop();
    let polled = std::pin::pin!(sending).as_mut().poll(&mut std::task::Context::from_waker(waker));
    let message = "the async client needs a Tokio runtime";
    assert_eq!(polled.map(Result::err), Ready(Some(TransportError::new(Kind::Invalid, message))));
    let error = send(&direct, request_to(Method::GET, "/path", ""), Limits::DEFAULT).expect_err("no host");
    assert_eq!(error.kind(), Kind::Invalid);
    let socks = Proxy::from_env_as_needed(|name| (name == "all_proxy").then(|| "socks5://p".to_owned()));
    let error = send(&transport(&socks), request(), Limits::DEFAULT).expect_err("no such proxy");
    assert_eq!(error.kind(), Kind::Invalid, "{error}");
}

#[test]
fn a_body_of_exactly_the_limit_is_read() {
    let (address, _) = serve(vec!["HTTP/1.1 503 Busy\r\n\r\n0123456789"]);
    let limits = Limits { body: 10, ..Limits::DEFAULT };
    let answer =
        send(&transport(&Proxy::none()), request_to(Method::GET, &format!("http://{address}/"), ""), limits)
            .expect("a response, whatever its status");
    assert_eq!((answer.status().as_u16(), answer.body().as_ref()), (503, &b"0123456789"[..]));
}

#[test]
fn where_nobody_listens_nothing_was_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let refused = |proxy: &Proxy, url: &str| {
        send(&transport(proxy), request_to(Method::GET, url, ""), Limits::DEFAULT)
            .expect_err("nobody listens")
    };
    let error = refused(&Proxy::none(), &format!("http://{address}/"));
    assert_eq!(error, TransportError::new(Kind::Connect, "connection refused"));
    let proxy = Proxy::new(&format!("http://{address}")).expect("a URL");
    let error = refused(&proxy, "https://service.example/");
    let message = "could not connect to the proxy: connection refused";
    assert_eq!(error, TransportError::new(Kind::Proxy, message));
}

#[test]
fn a_connection_is_used_again_unless_it_has_ended() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    let (close, told) = mpsc::channel::<()>();
    let (closed, wait) = mpsc::channel();
    thread::spawn(move || {
        for answers in [2, 1] {
            let (mut connection, _) = listener.accept().expect("a connection");
            for _ in 0..answers {
                request(&mut connection);
                connection.write_all(EMPTY.as_bytes()).expect("a client that listens");
            }
            let _ = told.recv();
            drop(connection);
            let _ = closed.send(());
        }
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let transport = transport(&Proxy::none());
    let send = || {
        runtime.block_on(async {
            let sent = transport.send(request_to(Method::POST, &url, "{}"), Limits::DEFAULT);
            sent.await.expect("a response");
            // The connection returns to the pool.
            tokio::time::sleep(Duration::from_millis(5)).await;
        });
    };
    send();
    send();
    close.send(()).expect("a server");
    wait.recv().expect("a server that closes");
    // Between two calls the runtime does not run, so it does not know of the end yet.
    send();
}

#[test]
fn a_connection_that_ends_at_once_is_not_used_again() {
    const CALLS: usize = 5;
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    let (close, told) = mpsc::channel();
    let (closed, wait) = mpsc::channel();
    thread::spawn(move || {
        for mut connection in listener.incoming().map_while(Result::ok).take(CALLS) {
            request(&mut connection);
            connection.write_all(EMPTY.as_bytes()).expect("a client that listens");
            let () = told.recv().expect("a client");
            drop(connection);
            closed.send(()).expect("a client");
        }
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let transport = transport(&Proxy::none());
    runtime.block_on(async {
        for _ in 0..CALLS {
            let sent = transport.send(request_to(Method::POST, &url, "{}"), Limits::DEFAULT);
            sent.await.expect("a response");
            // The runtime does not run in the meantime, so it does not know of the end.
            close.send(()).expect("a server");
            wait.recv().expect("a server that closes");
        }
    });
}

#[test]
fn a_server_that_is_silent_in_the_handshake_runs_into_the_limit() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("https://{}/", listener.local_addr().expect("an address"));
    let limits = Limits { connect: Duration::from_millis(20), ..Limits::DEFAULT };
    let error =
        send(&transport(&Proxy::none()), request_to(Method::GET, &url, ""), limits).expect_err("silence");
    assert_eq!(error, TransportError::timeout(Kind::ConnectTimeout, limits.connect));
}

#[test]
fn a_proxy_is_asked_for_a_tunnel_and_may_refuse_it() {
    let (address, server) = serve(vec!["HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 407 No\r\n\r\n"]);
    let proxy = Proxy::new(&format!("http://ann:x@{address}")).expect("a URL");
    let get = |url: &str| {
        send(&transport(&proxy), request_to(Method::GET, url, ""), Limits::DEFAULT).expect_err("no service")
    };
    // The tunnel of this proxy leads nowhere.
    assert_eq!(get("https://service.example:8443/").kind(), Kind::Connect);
    assert_eq!(get("http://service.example/").kind(), Kind::ProxyAuth);
    let requests = server.join().expect("a server");
    let head = |target: &str| {
        format!("CONNECT {target} HTTP/1.1\r\nHost: {target}\r\nProxy-Authorization: Basic YW5uOng=\r\n\r\n")
    };
    assert_eq!(requests, [head("service.example:8443"), head("service.example:80")]);
}

/// Starts a server that answers each request on each connection with `answer`, byte by byte with this pause or, without
/// one, at once. It counts its connections.
fn busy(answer: &'static str, pause: Option<Duration>) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    let connections = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&connections);
    thread::spawn(move || {
        for mut connection in listener.incoming().map_while(Result::ok) {
            counter.fetch_add(1, Ordering::Relaxed);
            thread::spawn(move || {
                let mut head = [0; 1024];
                while connection.read(&mut head).is_ok_and(|length| length > 0) {
                    let Some(pause) = pause else {
                        let _ = connection.write_all(answer.as_bytes());
                        continue;
                    };
                    for byte in answer.bytes() {
                        thread::sleep(pause);
                        let _ = connection.write_all(&[byte]);
                    }
                }
            });
        }
    });
    (url, connections)
}

#[test]
fn an_attempt_may_take_long_and_not_stall() {
    let limits = Limits { stall: Duration::from_millis(300), ..Limits::DEFAULT };
    let stalled = TransportError::timeout(Kind::Stalled, limits.stall);
    let slow = Some(Duration::from_millis(30));
    for (answer, pause, expected) in [
        ("", None, Err(stalled.clone())),
        ("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nhi", None, Err(stalled)),
        // This takes a second.
        (EMPTY, slow, Ok(200)),
    ] {
        let (url, _) = busy(answer, pause);
        let answer = send(&transport(&Proxy::none()), request_to(Method::GET, &url, ""), limits);
        assert_eq!(answer.map(|answer| answer.status().as_u16()), expected);
    }
}

#[test]
fn as_many_connections_are_opened_as_there_are_calls_at_a_time() {
    const CALLS: usize = 24;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    for (most, expected) in [(usize::MAX, CALLS..=CALLS), (CALLS / 2, 10 * CALLS / 2..=10 * CALLS)] {
        let (url, connections) = busy(EMPTY, None);
        let transport = Arc::new(with_idle(&Proxy::none(), most));
        runtime.block_on(async {
            for _ in 0..10 {
                let sent: Vec<_> = (0..CALLS)
                    .map(|_| {
                        let transport = Arc::clone(&transport);
                        let request = request_to(Method::GET, &url, "");
                        tokio::spawn(async move { transport.send(request, Limits::DEFAULT).await })
                    })
                    .collect();
                for answer in sent {
                    answer.await.expect("no panic").expect("a response");
                }
            }
        });
        let opened = connections.load(Ordering::Relaxed);
        assert!(expected.contains(&opened), "{opened} connections for {CALLS} calls at a time");
    }
}

#[test]
fn an_exchange_that_is_dropped_closes_its_connection() {
    let (url, connections) = busy("", None);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let transport = transport(&Proxy::none());
    runtime.block_on(async {
        for _ in 0..2 {
            let sent = transport.send(request_to(Method::GET, &url, ""), Limits::DEFAULT);
            assert!(tokio::time::timeout(Duration::from_millis(30), sent).await.is_err());
        }
    });
    assert_eq!(connections.load(Ordering::Relaxed), 2);
}

#[test]
fn connections_that_nobody_uses_are_closed() {
    let (url, connections) = busy(EMPTY, None);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let transport = transport(&Proxy::none());
    let get = || transport.send(request_to(Method::GET, &url, ""), Limits::DEFAULT);
    runtime.block_on(async {
        get().await.expect("a response");
        get().await.expect("a response");
        assert_eq!((transport.pool.len(), connections.load(Ordering::Relaxed)), (1, 1));
        tokio::time::pause();
        tokio::time::sleep(Duration::from_secs(31)).await;
        assert_eq!(transport.pool.len(), 0);
        tokio::time::resume();
        get().await.expect("a response");
        assert_eq!((transport.pool.len(), connections.load(Ordering::Relaxed)), (1, 2));
    });
    drop(runtime);
    assert_eq!(transport.pool.len(), 0);
}

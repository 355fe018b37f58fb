//! The server, tested with plain sockets and with clients of rustls.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use super::{Answer, ClosedPort, End, Proxy, Script, Server, Step, Tls, Tunnel};
use crate::pki::{Authority, Identity, Validity};

const GET: &[u8] = b"GET /a?b HTTP/1.1\r\nHost: x\r\n\r\n";
const POST: &[u8] = b"POST /a%3Ab HTTP/1.1\r\nhost: x\r\nContent-Length: 5\r\n\r\nhello";

/// Sends the bytes and reads to the end of the connection.
fn exchange(address: SocketAddr, request: &[u8]) -> std::io::Result<String> {
    let mut stream = connect(address);
    stream.write_all(request)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    stream
}

/// Reads one response that ends in `end`.
fn read_answer(stream: &mut TcpStream, end: &str) -> String {
    let mut answer = String::new();
    while !answer.ends_with(end) {
        let mut byte = [0];
        assert_eq!(stream.read(&mut byte).unwrap(), 1, "{answer}");
        answer.push(char::from(byte[0]));
    }
    answer
}

#[test]
fn two_answers_on_one_connection_are_recorded_verbatim() {
    let server = Server::plain([
        Step::compute(|request| Answer::json(200, &format!("{:?}", request.target()))),
        Step::Answer(Answer::json(409, "\"no\"").header("X-Amzn-RequestId", "id").then(End::Close)),
    ]);
    let mut stream = connect(server.address());
    stream.write_all(GET).unwrap();
    let first = read_answer(&mut stream, "\"/a?b\"");
    assert!(first.starts_with("HTTP/1.1 200 "), "{first}");
    stream.write_all(POST).unwrap();
    let mut second = String::new();
    stream.read_to_string(&mut second).unwrap();
    assert!(second.starts_with("HTTP/1.1 409 ") && second.contains("\r\nX-Amzn-RequestId: id\r\n\r\n\"no\""));

    let requests = server.requests();
    let [first, second] = requests.as_slice() else { panic!("{requests:?}") };
    assert_eq!((first.head.as_slice(), first.body.as_slice(), first.connection), (GET, &b""[..], 0));
    assert_eq!((second.method(), second.target(), second.text()), ("POST", "/a%3Ab", "hello"));
    assert_eq!((second.header("content-length"), second.header("nope")), (Some("5"), None));
    assert_eq!((second.connection, server.connections()), (0, 1));
}

#[test]
fn chunks_both_ways() {
    let server = Server::plain([Answer::chunked(200, "text/plain", b"abcdef", 4).then(End::Close)]);
    let request = b"PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n";
    let answer = exchange(server.address(), request).unwrap();
    assert!(answer.ends_with("\r\n\r\n4\r\nabcd\r\n2\r\nef\r\n0\r\n\r\n"), "{answer}");
    assert_eq!(server.requests()[0].text(), "abcde");
}

#[test]
fn broken_answers() {
    let whole = Answer::json(200, "{\"a\":1}");
    let all = "HTTP/1.1 200 Because\r\ncontent-type: application/json\r\ncontent-length: 7\r\n\r\n";
    for (answer, expected) in [
        (whole.clone().half_head(), &all[..all.len() / 2]),
        (whole.half_body(), &format!("{all}{{\"a")),
        (Answer::raw("HTPT/9 nonsense\r\n\r\n").then(End::Close), "HTPT/9 nonsense\r\n\r\n"),
    ] {
        let server = Server::plain([answer]);
        assert_eq!(exchange(server.address(), POST).unwrap(), *expected);
    }
}

#[test]
fn connections_that_end_without_an_answer() {
    for (step, recorded, reset) in [
        (Step::OnAccept(End::Close), 0, false),
        (Step::OnAccept(End::Reset), 0, true),
        (Step::AfterHead(End::Reset), 1, true),
        (Step::AfterRequest(End::Close), 1, false),
        (Step::AfterRequest(End::Reset), 1, true),
    ] {
        let server = Server::plain([step.clone()]);
        let mut stream = connect(server.address());
        let sent = stream.write_all(POST);
        let read = sent.and_then(|()| stream.read(&mut [0]));
        assert_eq!(read.is_err(), reset, "{step:?}: {read:?}");
        assert_eq!(read.unwrap_or_default(), 0, "{step:?}");
        assert_eq!(server.requests().len(), recorded, "{step:?}");
    }
}

#[test]
fn a_stall_ends_with_the_server() {
    for step in [
        Step::OnAccept(End::Stall),
        Step::AfterRequest(End::Stall),
        Step::Answer(Answer::json(200, "{}").then(End::Stall)),
        Step::Answer(Answer::json(200, "{}").dripping(Duration::from_secs(20))),
    ] {
        let server = Server::plain([step.clone()]);
        let mut stream = connect(server.address());
        stream.write_all(GET).unwrap();
        stream.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
        let mut read = [0; 1024];
        let error = std::iter::repeat_with(|| stream.read(&mut read)).find_map(Result::err).unwrap();
        assert_eq!(error.kind(), std::io::ErrorKind::WouldBlock, "{step:?}");
        let start = Instant::now();
        drop(server);
        assert!(start.elapsed() < Duration::from_secs(2), "{step:?}");
        assert!(matches!(stream.read(&mut read), Ok(0) | Err(_)), "{step:?}");
    }
}

#[test]
fn a_dripping_answer_takes_its_time() {
    let server = Server::plain([Answer::raw("abcde").dripping(Duration::from_millis(30)).then(End::Close)]);
    let start = Instant::now();
    assert_eq!(exchange(server.address(), GET).unwrap(), "abcde");
    assert!(start.elapsed() >= Duration::from_millis(150));
}

#[test]
fn a_script_goes_on_or_is_used_up() {
    let server = Server::plain(Script::from([Answer::new(500)]).then_always(Answer::new(200)));
    let mut stream = connect(server.address());
    for status in ["500", "200", "200"] {
        stream.write_all(GET).unwrap();
        assert!(read_answer(&mut stream, "\r\n\r\n").starts_with(&format!("HTTP/1.1 {status} ")));
    }
    let server = Server::plain(Vec::<Step>::new());
    let mut stream = connect(server.address());
    stream.write_all(GET).unwrap();
    assert!(read_answer(&mut stream, "\"}").contains("ScriptUsedUp"));
}

#[test]
fn nobody_listens_on_a_closed_port() {
    let port = ClosedPort::new();
    let error = TcpStream::connect(port.address()).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionRefused);
}

/// Makes one exchange over TLS with a client that trusts this root and presents this certificate.
fn exchange_tls(
    server: &Server,
    root: &Authority,
    client: Option<(&Identity, &str)>,
) -> Result<String, String> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(root.pem().as_bytes()).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder =
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let builder = builder.with_root_certificates(roots);
    let config = match client {
        None => builder.with_no_client_auth(),
        Some((identity, key)) => {
            let certificate = CertificateDer::from_pem_slice(identity.pem().as_bytes()).unwrap();
            let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap();
            builder.with_client_auth_cert(vec![certificate], key).unwrap()
        }
    };
    let name = ServerName::try_from("localhost").unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut stream = StreamOwned::new(connection, connect(server.address()));
    let mut answer = String::new();
    stream
        .write_all(GET)
        .and_then(|()| stream.read_to_string(&mut answer))
        .map_err(|error| error.to_string())?;
    Ok(answer)
}

fn closing() -> Script {
    Script::always(Answer::json(200, "{}").then(End::Close))
}

#[test]
fn a_server_proves_who_it_is() {
    let (root, other) = (Authority::new("root"), Authority::new("root"));
    let error = |identity, trusted| {
        let server = Server::tls(&Tls::new(identity), closing());
        exchange_tls(&server, trusted, None).unwrap_err()
    };
    let server = Server::tls(&Tls::new(root.localhost()), closing());
    assert!(exchange_tls(&server, &root, None).unwrap().ends_with("{}"));
    assert!(error(root.localhost(), &other).contains("invalid peer certificate"));
    assert!(error(root.server(&["other.test"], Validity::Now), &root).contains("not valid for name"));
    assert!(error(root.server(&["localhost"], Validity::Expired), &root).contains("expired"));
    assert!(error(root.server(&["localhost"], Validity::NotYet), &root).contains("not valid yet"));
}

#[test]
fn a_client_proves_who_it_is() {
    let (root, other) = (Authority::new("root"), Authority::new("root"));
    for tls in [Tls::new(root.localhost()), Tls::new(root.localhost()).only_1_2()] {
        let server = Server::tls(&tls.demanding(&root), closing());
        let call =
            |identity: &Identity| exchange_tls(&server, &root, Some((identity, &identity.key_pkcs8_pem())));
        let good = root.client("pump-17", Validity::Now);
        assert!(call(&good).unwrap().ends_with("{}"));
        assert_eq!(server.requests()[0].client_certificate.as_deref(), Some(&*good.der()));
        let error = exchange_tls(&server, &root, None).unwrap_err();
        assert!(error.to_lowercase().contains("certificate"), "{error}");
        let error = call(&root.client("pump-17", Validity::Expired)).unwrap_err();
        assert!(error.contains("CertificateExpired"), "{error}");
        let error = call(&other.client("pump-17", Validity::Now)).unwrap_err();
        assert!(error.contains("fatal alert"), "{error}");
        let reasons = server.failed_handshakes();
        assert_eq!((reasons.len(), server.requests().len()), (3, 1), "{reasons:?}");
    }
}

#[test]
fn keys_in_every_form() {
    let root = Authority::new("root");
    let server = Server::tls(&Tls::new(root.localhost()).demanding(&root), closing());
    let (ec, rsa) = (root.client("ec", Validity::Now), root.rsa_client("rsa", Validity::Now));
    for (identity, key, label) in [
        (&ec, ec.key_pkcs8_pem(), "-----BEGIN PRIVATE KEY-----\n"),
        (&ec, ec.key_sec1_pem(), "-----BEGIN EC PRIVATE KEY-----\n"),
        (&rsa, rsa.key_pkcs8_pem(), "-----BEGIN PRIVATE KEY-----\n"),
        (&rsa, rsa.key_pkcs1_pem(), "-----BEGIN RSA PRIVATE KEY-----\n"),
    ] {
        assert!(key.starts_with(label), "{key}");
        assert!(exchange_tls(&server, &root, Some((identity, &key))).unwrap().ends_with("{}"), "{key}");
    }
}

#[test]
fn a_proxy_tunnels() {
    let server = Server::plain(closing());
    let proxy = Proxy::new(Tunnel::To(server.address()));
    let connect = b"CONNECT far.test:443 HTTP/1.1\r\nHost: far.test:443\r\n\r\n";
    let answer = exchange(proxy.address(), &[connect, GET].concat()).unwrap();
    assert!(
        answer.starts_with("HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 200 Because"),
        "{answer}"
    );
    assert_eq!(proxy.requests()[0].target(), "far.test:443");
    assert_eq!(server.requests()[0].head, GET);
}

#[test]
fn a_proxy_refuses() {
    let server = Server::plain(closing());
    let connect = "CONNECT far.test:443 HTTP/1.1\r\nproxy-authorization: Basic dTpw\r\n\r\n";
    let authorized = |value: &str| Tunnel::Authorized(server.address(), value.to_owned());
    for (tunnel, expected) in [
        (authorized("Basic dTpw"), "HTTP/1.1 200 "),
        (authorized("Basic other"), "HTTP/1.1 407 "),
        (Tunnel::Refuse(Answer::new(502)), "HTTP/1.1 502 "),
        (Tunnel::Refuse(Answer::raw("garbage")), "garbage"),
        (Tunnel::End(End::Close), ""),
    ] {
        let proxy = Proxy::new(tunnel.clone());
        let answer = exchange(proxy.address(), &[connect.as_bytes(), GET].concat()).unwrap();
        assert!(answer.starts_with(expected), "{tunnel:?}: {answer}");
        assert_eq!(answer.is_empty(), expected.is_empty());
    }
}

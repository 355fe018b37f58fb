//! A proxy between client and service that opens the tunnel, or does not.

use std::thread;
use std::time::Instant;

use iot_jobs_data::proxy::Proxy as Via;
use loopback::server::{Answer, ClosedPort, End, Proxy, Script, Server, Tunnel};

use super::harness::{BOUND, outcome};
use crate::live::{Shell, impatient};

/// A host without a DNS entry: it can be reached only through the proxy.
const URL: &str = "http://far.invalid:8080";

#[test]
fn calls_go_through_the_tunnel() {
    for shell in Shell::BOTH {
        let server = Server::plain(Script::always(Answer::json(200, "{}")));
        let proxy = Proxy::new(Tunnel::Authorized(server.address(), "Basic dXNlcjpwOnc=".to_owned()));
        let url = format!("http://user:p%3Aw@{}", proxy.address());
        let client = shell.client(impatient(URL).unsigned().proxy(Via::new(&url).expect("a proxy")));
        assert_eq!(outcome(&client), ("ok".to_owned(), 1), "{shell:?}");
        let [connect] = proxy.requests().try_into().expect("one tunnel");
        assert_eq!((connect.method(), connect.target()), ("CONNECT", "far.invalid:8080"));
        let [request] = server.requests().try_into().expect("one request");
        assert_eq!(request.target(), "/things/pump-17/jobs/j-1");
        assert_eq!(request.header("host"), Some("far.invalid:8080"));
        assert_eq!(request.header("proxy-authorization"), None, "the password is the proxy's");
    }
}

#[test]
fn proxies_that_answer_oddly_open_the_way() {
    for words in ["HTTP/1.1 200 OK\nVia: x\n\n", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 OK\r\n\r\n"] {
        for shell in Shell::BOTH {
            let server = Server::plain(Script::always(Answer::json(200, "{}")));
            let proxy = Proxy::new(Tunnel::Saying(server.address(), words));
            let client =
                shell.client(impatient(URL).unsigned().proxy(Via::new(&proxy.url()).expect("a proxy")));
            assert_eq!(outcome(&client), ("ok".to_owned(), 1), "{shell:?} {words:?}");
        }
    }
}

#[test]
fn hosts_that_are_excepted_are_reached_without_the_proxy() {
    for shell in Shell::BOTH {
        let server = Server::plain(Script::always(Answer::json(200, "{}")));
        let proxy = Proxy::new(Tunnel::End(End::Close));
        let via = Via::new(&proxy.url()).expect("a proxy").except("127.0.0.1");
        let client = shell.client(impatient(&server.url()).unsigned().proxy(via));
        assert_eq!(outcome(&client), ("ok".to_owned(), 1), "{shell:?}");
    }
}

#[test]
fn proxies_that_refuse() {
    const SHUT: &str = "the proxy did not open the way to far.invalid:8080";
    const UNREADY: &str = "could not connect to the proxy: the connection ended while it was set up";
    let refusal = |status| Tunnel::Refuse(Answer::new(status));
    let garbage = |text: &str| Tunnel::Refuse(Answer::raw(text));
    let nobody = Tunnel::Authorized(([127, 0, 0, 1], 9).into(), "Basic bm9ib2R5".to_owned());
    let cases = [
        (nobody, 1, format!("{SHUT}: the proxy wants a user name and a password")),
        (refusal(403), 3, format!("{SHUT}: the proxy answered 403")),
        (refusal(502), 3, format!("{SHUT}: the proxy answered 502")),
        (garbage("SSH-2.0-test\r\n\r\n"), 3, format!("{SHUT}: the proxy's answer is not HTTP")),
        (garbage("SSH-2.0-test\r\n"), 3, format!("{SHUT}: {UNREADY}")),
        (Tunnel::End(End::Close), 3, format!("{SHUT}: {UNREADY}")),
        (
            Tunnel::End(End::Reset),
            3,
            format!("{SHUT}: could not connect to the proxy: connection reset while it was set up"),
        ),
        (
            Tunnel::End(End::Stall),
            3,
            "no connection to far.invalid:8080 in time: 700ms have passed".to_owned(),
        ),
    ];
    let wrong: Vec<String> = thread::scope(|scope| {
        let pairs = cases.iter().flat_map(|case| Shell::BOTH.map(|shell| (case, shell)));
        let runs: Vec<_> = pairs
            .map(|((tunnel, attempts, reason), shell)| {
                scope.spawn(move || refused(tunnel, *attempts, reason, shell))
            })
            .collect();
        runs.into_iter().filter_map(|run| run.join().expect("a case ends without a panic").err()).collect()
    });
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n\n"));
}

/// Calls through a proxy that does not open the tunnel; the error says how the result differs from the case.
fn refused(tunnel: &Tunnel, attempts: usize, reason: &str, shell: Shell) -> Result<(), String> {
    let proxy = Proxy::new(tunnel.clone());
    let client = shell.client(impatient(URL).unsigned().proxy(Via::new(&proxy.url()).expect("a proxy")));
    let start = Instant::now();
    let (said, counted) = outcome(&client);
    let took = start.elapsed();
    let end = if attempts > 1 { format!(" (after {attempts} attempts)") } else { String::new() };
    let says = format!("DescribeJobExecution: {reason}{end}");
    let seen = proxy.requests().len();
    if said == says && (seen, counted) == (attempts, attempts) && took < BOUND {
        return Ok(());
    }
    Err(format!(
        "{tunnel:?}, {shell:?}, {took:?}, attempts: {attempts} expected, {seen} seen by the proxy, {counted} counted by \
         the client\n  expected: {says}\n       got: {said}"
    ))
}

#[test]
fn a_proxy_that_is_away() {
    let port = ClosedPort::new();
    let address = port.address();
    for shell in Shell::BOTH {
        let via = Via::new(&format!("http://{address}")).expect("a proxy");
        let client = shell.client(impatient(URL).unsigned().proxy(via));
        let (said, attempts) = outcome(&client);
        assert_eq!(attempts, 3, "{shell:?}");
        assert_eq!(
            said.replace(&address.to_string(), "PROXY"),
            "DescribeJobExecution: the proxy did not open the way to far.invalid:8080: could not connect to the proxy: connection refused (after 3 attempts)",
            "{shell:?}"
        );
    }
}

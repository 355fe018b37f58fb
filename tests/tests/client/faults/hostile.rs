//! The table of hostile servers, each row against both clients.

use std::thread;
use std::time::Instant;

use iot_jobs_data::ConfigBuilder;
use iot_jobs_data::tls::Trust;
use loopback::hostile::{self, Fault, TlsFault};
use loopback::pki::Authority;
use loopback::server::{Answer, Script, Server};

use super::harness::{BOUND, outcome};
use crate::live::{Shell, impatient};

/// How many rows run at the same time; more would wait for each other, and affect the time limits in their results.
const AT_ONCE: usize = 8;

/// Runs all rows with both clients; reports each one that differs from its row.
#[track_caller]
fn check<R: Sync>(rows: &[R], run: fn(&R, Shell) -> Result<(), String>) {
    let pairs: Vec<_> = rows.iter().flat_map(|row| Shell::BOTH.map(|shell| (row, shell))).collect();
    let wrong: Vec<String> = pairs
        .chunks(AT_ONCE)
        .flat_map(|pairs| {
            thread::scope(|scope| {
                let runs = pairs.iter().map(|&(row, shell)| scope.spawn(move || run(row, shell).err()));
                let runs: Vec<_> = runs.collect();
                let ends = runs.into_iter().filter_map(|run| run.join().expect("a row ends without a panic"));
                ends.collect::<Vec<_>>()
            })
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n\n"));
}

/// Compares the result of a client with three attempts: its message and the number of attempts.
fn compare(
    name: &str,
    shell: Shell,
    config: ConfigBuilder,
    host: &str,
    says: &[&str],
    attempts: usize,
    seen: impl FnOnce() -> usize,
) -> Result<(), String> {
    let client = shell.client(config.unsigned().body_limit(4096));
    let start = Instant::now();
    let (said, counted) = outcome(&client);
    let took = start.elapsed();
    let said = said.replace(host, "HOST");
    let said = said.strip_prefix("DescribeJobExecution: ").unwrap_or(&said);
    let said = match said.split_once("clock says ") {
        Some((before, after)) => &format!("{before}clock says NOW{}", after.get(20..).unwrap_or_default()),
        None => said,
    };
    let seen = seen();
    if says.contains(&said) && (seen, counted) == (attempts, attempts) && took < BOUND {
        return Ok(());
    }
    Err(format!(
        "{name}, {shell:?}, {took:?}, attempts: {attempts} expected, {seen} seen by the server, {counted} counted by the \
         client\n  expected: {}\n       got: {said}",
        says.join("\n        or: ")
    ))
}

fn request(fault: &Fault, shell: Shell) -> Result<(), String> {
    let server = Server::plain(Script::always((fault.step)()));
    let host = server.address().to_string();
    let seen = || server.requests().len();
    compare(fault.name, shell, impatient(&server.url()), &host, fault.says, fault.attempts, seen)
}

fn connection(fault: &Fault, shell: Shell) -> Result<(), String> {
    let server = Server::plain(Script::always((fault.step)()));
    let host = server.address().to_string();
    let seen = || server.connections();
    compare(fault.name, shell, impatient(&server.url()), &host, fault.says, fault.attempts, seen)
}

fn tls(fault: &TlsFault, shell: Shell) -> Result<(), String> {
    let (root, other) = (Authority::new("root"), Authority::new("another root"));
    let server = (fault.server)(&root, &other, Script::always(Answer::json(200, "{}"))).start();
    let host = format!("localhost:{}", server.address().port());
    let trust = Trust::only(root.pem().as_bytes()).expect("a root");
    let seen = || server.connections();
    let config = impatient(&server.url()).trust(trust);
    compare(fault.name, shell, config, &host, &[fault.says], fault.attempts, seen)?;
    let seen = server.requests().len();
    if seen > 0 { Err(format!("{}, {shell:?}: the server saw {seen} requests", fault.name)) } else { Ok(()) }
}

#[test]
fn connections() {
    check(hostile::CONNECTIONS, connection);
}

#[test]
fn requests_without_a_whole_answer() {
    check(hostile::BROKEN, request);
}

#[test]
fn framings() {
    check(hostile::FRAMINGS, request);
}

#[test]
fn sizes() {
    check(hostile::SIZES, request);
}

#[test]
fn answers_of_no_use() {
    check(hostile::USELESS, request);
}

#[test]
fn refusals() {
    check(hostile::REFUSALS, request);
}

#[test]
fn servers_without_the_right_tls() {
    check(hostile::TLS, tls);
}

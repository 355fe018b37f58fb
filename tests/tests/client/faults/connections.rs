//! Connections that fail, and those that are reused, replaced and retried.

use std::time::Duration;

use iot_jobs_data::Client;
use loopback::server::{Answer, ClosedPort, End, Script, Server, Step};
use tokio::runtime::Builder;

use super::harness::{Row, check, check_with, outcome};
use crate::live::{Shell, impatient};

fn whole() -> Answer {
    Answer::json(200, r#"{"execution":{"jobId":"j-1","thingName":"pump-17"}}"#)
}

#[test]
fn nobody_listens() {
    let port = ClosedPort::new();
    let host = port.address();
    for shell in Shell::BOTH {
        let client = shell.client(impatient(&format!("http://{host}")).unsigned());
        let says = format!(
            "DescribeJobExecution: could not connect to {host}: connection refused (after 3 attempts)"
        );
        assert_eq!(outcome(&client), (says, 3), "{shell:?}");
    }
}

#[test]
fn what_goes_wrong_once_is_overcome() {
    check(&[
        Row {
            name: "reset once, then fine",
            script: || [Step::AfterRequest(End::Reset), Step::Answer(whole())].into(),
            attempts: 2,
            says: "ok",
        },
        Row {
            name: "half a body, then fine",
            script: || [whole().half_body(), whole()].into(),
            attempts: 2,
            says: "ok",
        },
    ]);
}

#[test]
fn a_call_ends_in_time_whatever_its_attempts_do() {
    let row = Row {
        name: "no response, and time for two attempts",
        script: || Script::always(Step::AfterRequest(End::Stall)),
        attempts: 2,
        says: "DescribeJobExecution: no response from HOST in time: the whole call may take 1.7s (after 2 attempts)",
    };
    check_with(&[row], |config| config.call_timeout(Duration::from_millis(1700)));
}

#[test]
fn connections_are_kept_and_replaced() {
    for shell in Shell::BOTH {
        let server = Server::plain([whole(), whole().then(End::Close), whole()]);
        let client = shell.client(impatient(&server.url()).unsigned());
        for _ in 0..3 {
            assert_eq!(outcome(&client), ("ok".to_owned(), 1), "{shell:?}");
            // The server closes the connection that the client has kept, and the client has to notice it.
            std::thread::sleep(Duration::from_millis(50));
        }
        let connections: Vec<usize> = server.requests().iter().map(|request| request.connection).collect();
        assert_eq!(connections, [0, 0, 1], "{shell:?}");
    }
}

/// A connection that was opened in a runtime which no longer runs would make no progress.
#[test]
fn runtimes_that_are_used_in_turn_do_not_share_connections() {
    let server = Server::plain(Script::always(whole()));
    let config = impatient(&server.url()).unsigned().max_attempts(1).build().expect("a configuration");
    let client = Client::new(config);
    let runtime = || Builder::new_current_thread().enable_all().build().expect("a runtime");
    let runtimes = [runtime(), runtime()];
    for runtime in runtimes.iter().cycle().take(6) {
        let call = client.describe_job_execution().thing_name("pump-17").job_id("j-1").send();
        runtime.block_on(call).expect("a response");
    }
    assert_eq!(server.connections(), 2, "each runtime keeps its own");
}

#[test]
fn a_kept_connection_that_ends_under_a_request_is_no_error() {
    for end in [End::Close, End::Reset] {
        for shell in Shell::BOTH {
            let server = Server::plain([whole().into(), Step::AfterRequest(end), whole().into()]);
            let client = shell.client(impatient(&server.url()).unsigned());
            assert_eq!(outcome(&client), ("ok".to_owned(), 1), "{shell:?}");
            assert_eq!(outcome(&client), ("ok".to_owned(), 2), "{shell:?} {end:?}");
            assert_eq!(server.requests().len(), 3);
        }
    }
}

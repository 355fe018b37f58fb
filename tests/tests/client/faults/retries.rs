//! Temporary errors of the service, and how long the client waits.

use std::thread;
use std::time::Instant;

use iot_jobs_data::operation::start_command_execution::StartCommandExecutionInput as StartCommand;
use loopback::server::{Answer, End, Server, Step};

use super::harness::{Row, check, check_with, outcome};
use crate::live::{Shell, impatient};

fn refusal(status: u16, code: &str) -> Answer {
    Answer::json(status, r#"{"message":"busy"}"#)
        .header("x-amzn-errortype", code)
        .header("x-amzn-requestid", "r-1")
}

fn fine() -> Answer {
    Answer::json(200, "{}")
}

const ROWS: [Row; 2] = [
    Row {
        name: "throttled once",
        script: || [refusal(429, "ThrottlingException"), fine()].into(),
        attempts: 2,
        says: "ok",
    },
    Row {
        name: "500 three times and then fine: one time too many",
        script: || {
            let error = || refusal(500, "InternalServerException");
            [error(), error(), error(), fine()].into()
        },
        attempts: 3,
        says: "DescribeJobExecution: 500 InternalServerException: busy (request id r-1, after 3 attempts)",
    },
];

#[test]
fn troubles_that_pass_are_tried_again() {
    check(&ROWS);
}

#[test]
fn with_four_attempts_three_failures_are_overcome() {
    let row = Row {
        name: "500 three times and then fine",
        script: || [Answer::new(500), Answer::new(500), Answer::new(500), fine()].into(),
        attempts: 4,
        says: "ok",
    };
    check_with(&[row], |config| config.max_attempts(4));
}

#[test]
fn the_service_says_how_long_to_wait() {
    thread::scope(|scope| {
        for (status, shell) in
            [429, 503].into_iter().flat_map(|status| Shell::BOTH.map(|shell| (status, shell)))
        {
            scope.spawn(move || {
                let server = Server::plain([Answer::new(status).header("retry-after", "1"), fine()]);
                let client = shell.client(impatient(&server.url()).unsigned());
                assert_eq!(outcome(&client), ("ok".to_owned(), 2), "{status} {shell:?}");
                let times: Vec<Instant> = server.requests().iter().map(|request| request.at).collect();
                let waited = times.last().zip(times.first()).map(|(last, first)| last.duration_since(*first));
                assert!(
                    waited.is_some_and(|time| (900..3000).contains(&time.as_millis())),
                    "{shell:?}: {waited:?}"
                );
            });
        }
    });
}

#[test]
fn a_command_is_started_once_however_often_it_is_sent() {
    for shell in Shell::BOTH {
        let script = [Step::Answer(Answer::new(503)), Step::AfterRequest(End::Reset), Step::Answer(fine())];
        let server = Server::plain(script);
        let client = shell.client(impatient(&server.url()).unsigned());
        let input = StartCommand::builder()
            .target_arn("arn:aws:iot:::thing/t")
            .command_arn("arn:aws:iot:::command/c");
        let answer = client.call(input.build()).expect("a response");
        assert_eq!(answer.meta().attempts(), 3, "{shell:?}");
        let bodies: Vec<String> = server.requests().iter().map(|request| request.text().to_owned()).collect();
        let [first, second, third] = bodies.as_slice() else { panic!("{bodies:?}") };
        assert!(first.contains("\"clientToken\":\""), "{first}");
        assert_eq!(
            (first, first),
            (second, third),
            "{shell:?}: the token that tells the service of the repetition"
        );
    }
}

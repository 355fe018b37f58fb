//! Waiting, with given times and on both clients.

#![allow(clippy::unwrap_used, reason = "helpers of tests stop a test as its own lines do")]

use std::time::SystemTime;

use super::*;
use crate::error::ClientError;
use crate::pages::tests::{Frogs, List, ListError, Pond};
use crate::response::ResponseMeta;
use crate::test_util::Script;
use crate::{Caller, Config};

/// Waits for a frog. `toads` are never frogs, and a pond that is not found may still be dug.
fn waiter(min_delay: u32, max_delay: u32) -> Waiter<List, Response<Frogs>> {
    let judge = |_: &List, outcome: &Outcome<List>| match outcome {
        Outcome::Response(response) => match response.output().next.as_deref() {
            Some("frog") => Some(Verdict::Success),
            Some("toads") => Some(Verdict::Failure("`next` is `toads`")),
            Some("spawn") => Some(Verdict::Retry("`next` is `spawn`")),
            _ => None,
        },
        Outcome::Error(error) => (error.status() == Some(404)).then_some(Verdict::Retry("the status is 404")),
    };
    Waiter { name: "FrogThere", min_delay, max_delay, judge, take: Outcome::into_result }
}

fn moment(start: Instant, seconds: u64, random: f64) -> Moment {
    Moment { wall: SystemTime::UNIX_EPOCH, ticks: start + Duration::from_secs(seconds), random }
}

fn frogs(next: &str) -> Frogs {
    Frogs { frogs: None, next: Some(next.to_owned()) }
}

#[allow(clippy::unnecessary_wraps, reason = "results of calls stand in one list")]
fn answer(next: &str) -> Result<Response<Frogs>, ListError> {
    Ok(Response::new(frogs(next), ResponseMeta::default()))
}

fn refusal(status: u16) -> Result<Response<Frogs>, ListError> {
    let body = bytes::Bytes::from_static(br#"{"message": "dry"}"#);
    let response = http::Response::builder().status(status).body(body).unwrap();
    Err(List::response(&response).unwrap_err())
}

#[test]
fn delays_grow_and_the_last_call_fits() {
    let cases = [
        // limit, shortest, longest, passed, calls, random -> delay
        ((1000, 2, 120), (0, 1, 0.5), Some(2.0)),
        ((1000, 2, 120), (0, 3, 0.0), Some(2.0)),
        ((1000, 2, 120), (0, 3, 0.5), Some(5.0)),
        ((1000, 2, 120), (0, 9, 0.5), Some(61.0)),
        ((1000, 2, 120), (0, u32::MAX, 0.5), Some(61.0)),
        ((1000, 300, 120), (0, 9, 0.5), Some(300.0)),
        ((60, 2, 120), (50, 9, 0.5), Some(8.0)),
        ((60, 20, 120), (20, 1, 0.5), Some(20.0)),
        ((60, 20, 120), (39, 1, 0.5), Some(1.0)),
        ((60, 20, 120), (40, 1, 0.5), None),
        ((60, 20, 120), (70, 1, 0.5), None),
        ((0, 2, 120), (0, 1, 0.5), None),
    ];
    for ((limit, min, max), (passed, calls, random), expected) in cases {
        let start = Instant::now();
        let limit = Duration::from_secs(limit);
        let mut wait = Wait::new(List::default(), waiter(min, max), limit, moment(start, 0, 0.0));
        wait.calls = calls;
        let delay = wait.delay(moment(start, passed, random)).map(|delay| delay.as_secs_f64());
        assert_eq!(delay, expected, "{limit:?} {min} {max} {passed} {calls}");
    }
}

/// Returns the result of these calls, five seconds apart.
fn waited(limit: u64, results: Vec<Result<Response<Frogs>, ListError>>) -> Result<Response<Frogs>, String> {
    let start = Instant::now();
    let mut wait =
        Wait::new(List::default(), waiter(2, 120), Duration::from_secs(limit), moment(start, 0, 0.0));
    for (passed, result) in (0..).step_by(5).zip(results) {
        if let ControlFlow::Break(end) = wait.after(result, moment(start, passed, 0.0)) {
            return end.map_err(|error| error.to_string());
        }
    }
    Err("it goes on".to_owned())
}

#[test]
fn the_first_answer_or_error_that_says_so_ends_it() {
    let late = vec![answer(""), refusal(404), answer("spawn"), answer("frog")];
    assert_eq!(waited(60, late).unwrap().output().next.as_deref(), Some("frog"));
    let invalid = ClientError::Prepare { operation: "List", reason: "no runtime".to_owned() };
    let cases = [
        (60, vec![answer(""), answer("toads")], "List: FrogThere will not be reached: `next` is `toads`"),
        (60, vec![answer(""), refusal(500)], "List: 500: dry"),
        (60, vec![Err(invalid.into())], "List: the request could not be made ready: no runtime"),
        (0, vec![answer("")], "List: FrogThere was not reached after 1 call"),
        (
            6,
            vec![answer(""), answer("spawn")],
            "List: FrogThere was not reached after 2 calls in 6s: `next` is `spawn`",
        ),
        (6, vec![answer(""), refusal(404)], "List: FrogThere was not reached after 2 calls in 6s: 404: dry"),
        (60, vec![refusal(404)], "it goes on"),
    ];
    for (limit, results, expected) in cases {
        assert_eq!(waited(limit, results).map(|_| ()), Err(expected.to_owned()));
    }
}

#[test]
fn both_clients_wait() {
    let script = || Script::new().respond::<List>(&frogs("spawn")).respond::<List>(&frogs("frog"));
    let limit = Duration::from_secs(600);
    let input = List { token: Some("1".to_owned()) };
    let config = || Config::<Pond>::builder().unsigned().build().unwrap();

    let play = script();
    let client = crate::blocking::Client::with_transport(config(), play.clone());
    let met = client.caller().wait(input.clone(), waiter(0, 0), limit).unwrap();
    assert_eq!(met.output().next.as_deref(), Some("frog"));
    let sent = play.finish();
    assert!(sent.iter().all(|sent| sent.request().uri().query() == Some("token=1")), "{sent:?}");

    let play = script();
    let client = crate::client::Client::with_transport(config(), play.clone());
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_time().start_paused(true).build().unwrap();
    let (met, passed) = runtime.block_on(async {
        let start = tokio::time::Instant::now();
        (client.caller().wait(input, waiter(20, 120), limit).await.unwrap(), start.elapsed())
    });
    assert_eq!((met.output().next.as_deref(), passed.as_secs()), (Some("frog"), 20));
    assert_eq!(play.finish().len(), 2);
}

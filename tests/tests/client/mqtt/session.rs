//! The session step by step: connections, subscriptions, time limits, and its memory.

use std::time::Duration;

use iot_jobs_data::CallOptions;
use iot_jobs_data::mqtt::session::Action;
use iot_jobs_data::operation::describe_job_execution::DescribeJobExecutionInput as Describe;
use iot_jobs_data::operation::get_pending_job_executions::GetPendingJobExecutionsInput as GetPending;
use iot_jobs_data::operation::start_next_pending_job_execution::StartNextPendingJobExecutionInput as StartNext;
use iot_jobs_data::operation::update_job_execution::UpdateJobExecutionInput as Update;
use iot_jobs_data::transport::{TransportError, TransportErrorKind};

use super::world::{
    GET, NOTIFY, NOTIFY_NEXT, UPDATE, World, accepted, pending, refusal, rejected, start_next, succeeded,
};

const DONE: &str = r#"{"clientToken":"token-1","timestamp":1}"#;

#[test]
fn a_call_waits_for_the_connection_and_the_subscription_to_its_answers() {
    let mut world = World::new();
    let call = world.start(pending());
    assert_eq!(world.next(), Action::Wait(Duration::from_secs(15)));
    world.pass(3.0);
    world.session.connected();
    let Action::Subscribe(id, filter) = world.next() else { panic!("a subscription") };
    assert_eq!(filter, "$aws/things/pump/jobs/get/+");
    assert_eq!(world.next(), Action::Wait(Duration::from_secs(12)));
    world.session.subscribed(id, Ok(()));
    let (sent, message) = world.published();
    assert_eq!(message.topic, GET);
    let now = world.now();
    world.session.acknowledged(sent, Ok(()), now);
    world.message(&accepted(GET), DONE);
    assert_eq!(world.finish::<GetPending>(call).expect("a response").meta().attempts(), 1);
    assert_eq!(world.next(), Action::Idle);
    // The subscription is confirmed.
    world.start(pending());
    assert!(matches!(world.next(), Action::Publish(..)));
}

#[test]
fn one_subscription_serves_all_jobs_of_a_thing() {
    let mut world = World::connected();
    world.start(succeeded());
    let Action::Subscribe(id, filter) = world.next() else { panic!("a subscription") };
    assert_eq!(filter, "$aws/things/pump/jobs/+/update/+");
    world.session.subscribed(id, Ok(()));
    world.published();
    let other = Update::builder().thing_name("pump").job_id("k").status("FAILED").build();
    world.start(other);
    assert!(
        matches!(world.next(), Action::Publish(_, message) if message.topic == "$aws/things/pump/jobs/k/update")
    );
}

#[test]
fn a_call_without_a_connection_ends_in_time_and_says_why_there_is_none() {
    let mut world = World::new();
    let call = world.start_with(pending(), &CallOptions::default().max_attempts(1));
    let now = world.now();
    let refused = TransportError::new(TransportErrorKind::Connect, "connection refused");
    world.session.disconnected(refused, now);
    assert_eq!(world.wait(), Duration::from_secs(15));
    let error = world.finish::<GetPending>(call).expect_err("no connection");
    assert_eq!(
        error.to_string(),
        "GetPendingJobExecutions: no connection to broker.example in time: connection refused"
    );
    assert!(!error.may_have_acted_before());
}

#[test]
fn a_call_does_not_wait_for_a_connection_that_cannot_come_about() {
    let mut world = World::new();
    let call = world.start(pending());
    let now = world.now();
    let refused =
        TransportError::new(TransportErrorKind::Tls, "the certificate of the broker is not trusted");
    world.session.disconnected(refused, now);
    let error = world.finish::<GetPending>(call).expect_err("no connection");
    assert_eq!(
        error.to_string(),
        "GetPendingJobExecutions: no TLS connection to broker.example: the certificate of the broker is not trusted"
    );
}

#[test]
fn a_subscription_that_is_refused_ends_the_call() {
    let mut world = World::connected();
    let call = world.start(pending());
    let Action::Subscribe(id, _) = world.next() else { panic!("a subscription") };
    world.session.subscribed(id, Err("no reason".to_owned()));
    let error = world.finish::<GetPending>(call).expect_err("a refusal").to_string();
    assert_eq!(
        error,
        "GetPendingJobExecutions: the request to broker.example cannot be sent: the broker refuses the subscription to \
         `$aws/things/pump/jobs/get/+`: no reason"
    );
    // The next call requests it again: somebody may have corrected the policy.
    world.start(pending());
    assert!(matches!(world.next(), Action::Subscribe(..)));
}

#[test]
fn only_what_is_safe_is_repeated_after_silence() {
    // Starting the next job is a PUT over HTTP, and so is safe to repeat.
    let mut world = World::connected();
    world.start(start_next());
    world.published();
    world.drop_connection();
    assert!(matches!(world.next(), Action::Wait(_)));

    let error = TransportError::new(TransportErrorKind::Invalid, "the packet is too long");
    let mut world = World::connected();
    let call = world.start(start_next());
    let (sent, _) = world.published();
    let now = world.now();
    world.session.acknowledged(sent, Err(error), now);
    let error = world.finish::<StartNext>(call).expect_err("it cannot be sent");
    assert!(error.to_string().ends_with("cannot be sent: the packet is too long"), "{error}");
}

#[test]
fn the_whole_call_has_a_limit_of_time() {
    let mut world = World::connected();
    let options = CallOptions::default().call_timeout(Duration::from_secs(10));
    let call = world.start_with(pending(), &options);
    world.published();
    assert_eq!(world.wait(), Duration::from_secs(10));
    let error = world.finish::<GetPending>(call).expect_err("no response");
    assert_eq!(error.attempts(), 1, "{error}");
}

#[test]
fn an_answer_to_an_attempt_that_was_given_up_still_counts() {
    let mut world = World::connected();
    let call = world.start(pending());
    world.published();
    world.wait();
    world.message(&accepted(GET), DONE);
    assert_eq!(world.finish::<GetPending>(call).expect("a response").meta().attempts(), 1);

    let call = world.start(succeeded());
    world.published();
    world.wait();
    world.message(&rejected(UPDATE), &refusal("InvalidStateTransition", "token-2"));
    let error = world.finish::<Update>(call).expect_err("a refusal");
    assert_eq!((error.code(), error.attempts()), (Some("InvalidStateTransition"), 1));
}

#[test]
fn the_refusal_of_an_attempt_before_does_not_end_the_next_one() {
    let mut world = World::connected();
    let call = world.start_with(pending(), &CallOptions::default().max_attempts(2));
    world.published();
    let throttled = refusal("RequestThrottled", "token-1");
    world.message(&rejected(GET), &throttled);
    world.message(&rejected(GET), &throttled);
    world.wait();
    world.published();
    world.message(&rejected(GET), &throttled);
    world.message(&accepted(GET), DONE);
    assert_eq!(world.finish::<GetPending>(call).expect("a response").meta().attempts(), 2);
}

#[test]
fn a_refusal_without_a_token_is_told_of_when_nothing_else_comes() {
    let mut world = World::connected();
    let call = world.start_with(pending(), &CallOptions::default().max_attempts(1));
    world.published();
    world.message(&rejected(GET), r#"{"code":"InvalidJson","message":"no JSON"}"#);
    world.wait();
    let error = world.finish::<GetPending>(call).expect_err("no response").to_string();
    assert!(
        error.ends_with("A refusal without a token came on the same topic: rejected InvalidJson: no JSON"),
        "{error}"
    );
}

#[test]
fn a_call_that_is_given_up_leaves_nothing() {
    let mut world = World::connected();
    let call = world.start(pending());
    world.published();
    world.session.cancel(call);
    world.message(&accepted(GET), DONE);
    assert_eq!(world.next(), Action::Idle);
    assert!(world.session.finish::<GetPending>(call).is_none());
}

#[test]
fn after_each_connect_a_listener_is_told_that_it_may_have_missed_something() {
    let mut world = World::new();
    let listener = world.listen();
    assert_eq!(world.heard(listener), Vec::<String>::new());
    for _ in 0..2 {
        world.session.connected();
        assert_eq!(world.heard(listener), ["missed"]);
        world.drop_connection();
    }
    world.session.connected();
    let Action::Subscribe(first, topic) = world.next() else { panic!("a subscription") };
    world.session.subscribed(first, Err("no".to_owned()));
    assert_eq!(world.heard(listener), ["missed".to_owned(), format!("{topic}: no")]);
}

#[test]
fn other_things_and_other_topics_are_ignored() {
    let mut world = World::connected();
    let listener = world.listen();
    assert_eq!(world.heard(listener), ["missed"]);
    for topic in ["$aws/things/other/jobs/notify", "$aws/things/pump/jobs/notify/x", "", "x"] {
        world.message(topic, r#"{"timestamp":1}"#);
    }
    assert_eq!(world.heard(listener), Vec::<String>::new());
}

#[test]
fn what_begins_again_at_the_first_version_is_heard() {
    let mut world = World::connected();
    let listener = world.listen();
    assert_eq!(world.heard(listener), ["missed"]);
    let state = |time: u32, version: u32| {
        format!(
            r#"{{"timestamp":{time},"execution":{{"jobId":"j","executionNumber":1,"versionNumber":{version}}}}}"#
        )
    };
    let (last, late, again) = (state(10, 9), state(10, 8), state(900, 1));
    for message in [&last, &late, &again] {
        world.message(NOTIFY_NEXT, message);
    }
    assert_eq!(world.heard(listener), [last, again]);
}

#[test]
fn a_flood_of_notifications_is_not_kept() {
    let mut world = World::connected();
    let listener = world.listen();
    assert_eq!(world.heard(listener), ["missed"]);
    for time in 0..10_000 {
        world.message(NOTIFY, &format!(r#"{{"timestamp":{time}}}"#));
    }
    let heard = world.heard(listener);
    assert!(heard.len() <= 65, "{}", heard.len());
    assert_eq!(heard.first().map(String::as_str), Some("missed"));
    assert_eq!(heard.last().map(String::as_str), Some(r#"{"timestamp":9999}"#));
}

#[test]
fn what_an_input_breaks_is_told_before_anything_is_sent() {
    let mut world = World::connected();
    let now = world.now();
    let describe = Describe::builder().thing_name("pump").job_id("").build();
    let error = world.session.start(describe, &CallOptions::default(), now).expect_err("no job");
    assert!(error.to_string().contains("jobId"), "{error}");
    assert_eq!(world.next(), Action::Idle);
}

#[test]
fn many_requests_go_out_a_few_at_a_time() {
    let mut world = World::connected();
    for _ in 0..100 {
        world.start(pending());
    }
    let mut sent = Vec::new();
    while let Action::Publish(id, _) = world.granted() {
        sent.push(id);
    }
    assert_eq!(sent.len(), 32);
    let now = world.now();
    sent.drain(..).for_each(|id| world.session.acknowledged(id, Ok(()), now));
    assert!(matches!(world.granted(), Action::Publish(..)));
}

#[test]
fn nothing_that_is_printed_has_a_payload() {
    let mut world = World::connected();
    let listener = world.listen();
    assert_eq!(world.heard(listener), ["missed"]);
    let call = world.start(
        Update::builder().thing_name("pump").job_id("j").status("FAILED").status_details("k", "hush").build(),
    );
    let (_, message) = world.published();
    world.message(NOTIFY, r#"{"timestamp":1,"jobs":{"QUEUED":[{"jobId":"hush"}]}}"#);
    world.message(&rejected(UPDATE), r#"{"code":"InvalidJson","message":"hush"}"#);
    world.message(&accepted(UPDATE), r#"{"clientToken":"token-1","jobDocument":{"url":"hush"}}"#);
    let (session, step) = (format!("{:?}", world.session), world.next());
    let told = format!("{message:?} {session} {step:?} {:?}", world.session.hear(listener));
    let answer = world.session.finish::<Update>(call).expect("a result").expect("a response");
    assert!(!told.contains("hush") && !format!("{answer:?}").contains("hush"), "{told}");
    let unreadable = iot_jobs_data::mqtt::Notification::from_message(
        "$aws/things/pump/jobs/notify-next",
        br#"{"execution":{"versionNumber":"hush"}}"#,
    );
    let error = unreadable.expect("a notification").expect_err("not a number").to_string();
    assert!(!error.contains("hush") && error.contains("execution.versionNumber"), "{error}");
}

//! Failures of other agents and libraries, according to public reports of 2025 and 2026: a test for each would fail
//! here if it could happen.

use iot_jobs_data::RetryKind;
use iot_jobs_data::mqtt::Notification;
use iot_jobs_data::mqtt::session::Action;
use iot_jobs_data::operation::get_pending_job_executions::GetPendingJobExecutionsInput as GetPending;
use iot_jobs_data::operation::update_job_execution::{
    UpdateJobExecutionError as UpdateError, UpdateJobExecutionInput as Update,
};
use iot_jobs_data::types::JobExecutionStatus as Status;

use super::world::{
    GET, NOTIFY, NOTIFY_NEXT, UPDATE, World, accepted, pending, refusal, rejected, succeeded,
};

/// greengrass-lite #1151: it listened only to `notify-next`, so a job behind a stuck one was never seen.
#[test]
fn a_job_behind_a_stuck_one_is_told_of() {
    let mut world = World::connected();
    let listener = world.listen();
    assert_eq!(world.heard(listener), ["missed"]);
    let list = r#"{"timestamp":1,"jobs":{"IN_PROGRESS":[{"jobId":"stuck"}],"QUEUED":[{"jobId":"behind"}]}}"#;
    world.message(NOTIFY, list);
    assert_eq!(world.heard(listener), [list]);
}

/// greengrass-lite #1129: the status of a finished job was lost when the connection dropped just then.
#[test]
fn a_status_that_was_under_way_when_the_connection_dropped_is_sent_again() {
    let mut world = World::connected();
    let call = world.start(succeeded());
    let (_, first) = world.published();
    world.drop_connection();
    world.wait();
    world.session.connected();
    let (_, second) = world.published();
    assert_eq!((&second.topic, &second.payload), (&first.topic, &first.payload));
    world.message(&accepted(UPDATE), r#"{"clientToken":"token-1","timestamp":1}"#);
    let answer = world.finish::<Update>(call).expect("a response");
    assert_eq!((answer.meta().attempts(), answer.meta().status()), (2, None));
}

/// greengrass-lite #1127: a second execution of the same job was taken for a duplicate of the first.
#[test]
fn a_second_execution_of_a_job_is_no_duplicate_and_a_duplicate_is_one() {
    let mut world = World::connected();
    let listener = world.listen();
    assert_eq!(world.heard(listener), ["missed"]);
    let execution = |number: u32, version: u32| {
        format!(
            r#"{{"timestamp":7,"execution":{{"jobId":"j","executionNumber":{number},"versionNumber":{version}}}}}"#
        )
    };
    world.message(NOTIFY_NEXT, &execution(1, 5));
    world.message(NOTIFY_NEXT, &execution(1, 5));
    world.message(NOTIFY_NEXT, &execution(2, 1));
    world.message(NOTIFY_NEXT, &execution(2, 2));
    assert_eq!(world.heard(listener), [execution(1, 5), execution(2, 1), execution(2, 2)]);
}

/// greengrass-lite, commit 52507d67: a permanent rejection was retried for ever.
#[test]
fn a_rejection_that_is_final_is_told_at_once_and_one_that_passes_is_tried_three_times() {
    for code in ["InvalidRequest", "ResourceNotFound", "InvalidStateTransition", "VersionMismatch", "News"] {
        let mut world = World::connected();
        let call = world.start(succeeded());
        world.published();
        world.message(&rejected(UPDATE), &refusal(code, "token-1"));
        let error = world.finish::<Update>(call).expect_err("a refusal");
        assert_eq!((error.code(), error.attempts(), error.retry_kind()), (Some(code), 1, RetryKind::Never));
    }
    let mut world = World::connected();
    let call = world.start(pending());
    for attempt in 1..=3 {
        world.published();
        let refusal = refusal("RequestThrottled", "token-1").replace(":1}", &format!(":{attempt}}}"));
        world.message(&rejected(GET), &refusal);
        if attempt < 3 {
            world.wait();
        }
    }
    let error = world.finish::<GetPending>(call).expect_err("a refusal");
    assert_eq!(error.to_string(), "GetPendingJobExecutions: rejected RequestThrottled: m (after 3 attempts)");
}

/// greengrass-lite, commit eb2fd128: the id of the job in work was overwritten by a notification that came meanwhile.
#[test]
fn a_notification_does_not_touch_a_call_under_way() {
    let mut world = World::connected();
    let listener = world.listen();
    let call = world.start(succeeded());
    assert_eq!(world.next_after_hearing(listener).topic, UPDATE);
    world.message(NOTIFY_NEXT, r#"{"timestamp":1,"execution":{"jobId":"other"}}"#);
    world
        .message("$aws/things/pump/jobs/other/update/accepted", r#"{"clientToken":"token-1","timestamp":1}"#);
    assert!(world.session.finish::<Update>(call).is_none(), "the response of another job is not taken");
    world.message(&accepted(UPDATE), r#"{"clientToken":"token-1","timestamp":1}"#);
    assert_eq!(world.heard(listener).len(), 1);
    assert!(world.session.finish::<Update>(call).expect("a result").is_ok());
}

/// rustot #95: a stale `notify-next` aborted the transfer that it had started itself.
#[test]
fn what_is_older_than_what_was_told_is_left_out() {
    let mut world = World::connected();
    let listener = world.listen();
    assert_eq!(world.heard(listener), ["missed"]);
    let execution = |time: u32, version: u32| {
        format!(
            r#"{{"timestamp":{time},"execution":{{"jobId":"j","executionNumber":1,"versionNumber":{version}}}}}"#
        )
    };
    world.message(NOTIFY_NEXT, &execution(10, 2));
    world.message(NOTIFY_NEXT, &execution(9, 1));
    world.message(NOTIFY_NEXT, &execution(10, 1));
    world.message(NOTIFY_NEXT, r#"{"timestamp":9}"#);
    assert_eq!(world.heard(listener), [execution(10, 2)]);
    world.message(NOTIFY_NEXT, r#"{"timestamp":11}"#);
    assert_eq!(world.heard(listener), [r#"{"timestamp":11}"#]);
}

/// rustot #125: requests at quality of service 0 were lost silently. The tests in `client` check the client's own
/// packets.
#[test]
fn a_request_that_nobody_acknowledged_is_told_of() {
    let mut world = World::connected();
    let call = world.start(pending());
    for attempt in 1..=3 {
        world.published();
        world.wait();
        if attempt < 3 {
            world.wait();
        }
    }
    let error = world.finish::<GetPending>(call).expect_err("no response");
    assert_eq!(
        error.to_string(),
        "GetPendingJobExecutions: no response from broker.example in time: the broker has not acknowledged the request \
         (after 3 attempts)"
    );
}

/// rustot's source: a response was assigned to another request, because the token was not checked.
#[test]
fn an_answer_with_another_token_or_none_is_not_taken() {
    let mut world = World::connected();
    let (first, second) = (world.start(pending()), world.start(pending()));
    let (_, one) = world.published();
    let (_, other) = world.published();
    assert_eq!((&one.topic, &other.topic), (&GET.to_owned(), &GET.to_owned()));
    world.message(&accepted(GET), r#"{"queuedJobs":[{"jobId":"nobody's"}]}"#);
    world.message(&accepted(GET), r#"{"clientToken":"token-9","queuedJobs":[{"jobId":"a stranger's"}]}"#);
    world.message(&accepted(GET), r#"{"clientToken":7}"#);
    world.message(&accepted(GET), r#"{"clientToken":"token-2","queuedJobs":[{"jobId":"b"}]}"#);
    world.message(&accepted(GET), r#"{"clientToken":"token-1","queuedJobs":[{"jobId":"a"}]}"#);
    let ids: Vec<_> = [second, first]
        .map(|call| world.finish::<GetPending>(call).expect("a response"))
        .iter()
        .map(|answer| {
            answer.output().queued_jobs().and_then(|jobs| jobs.first()?.job_id().map(str::to_owned))
        })
        .collect();
    assert_eq!(ids, [Some("b".to_owned()), Some("a".to_owned())]);
}

/// rustot's source: an unknown status could not be read.
#[test]
fn every_status_can_be_read_those_that_are_to_come_too() {
    for (text, status) in [("TIMED_OUT", Status::TimedOut), ("PAUSED", Status::Unknown("PAUSED".to_owned()))]
    {
        let payload = format!(r#"{{"timestamp":1,"jobs":{{"{text}":[{{"jobId":"j"}}]}}}}"#);
        let read =
            Notification::from_message(NOTIFY, payload.as_bytes()).expect("a notification").expect("read");
        let Notification::JobExecutionsChanged(changed) = read else { panic!("{read:?}") };
        assert!(changed.jobs().expect("lists").contains_key(&status), "{text}");
    }
}

/// greengrass-lite #1046: an update with an `expectedVersion` was applied, its response was lost, and the retry failed.
/// The service refuses the retry; the error says that an earlier attempt may be the reason, and contains the current
/// state.
#[test]
fn an_update_whose_first_answer_was_lost_can_be_told_from_one_that_was_too_late() {
    let mut world = World::connected();
    let call = world.start(succeeded());
    world.published();
    world.wait();
    world.wait();
    world.published();
    world.message(
        &rejected(UPDATE),
        r#"{"code":"VersionMismatch","clientToken":"token-1","executionState":{"status":"SUCCEEDED","versionNumber":4}}"#,
    );
    let error = world.finish::<Update>(call).expect_err("a refusal");
    assert!(error.may_have_acted_before(), "{error}");
    let UpdateError::VersionMismatch(mismatch) = &error else { panic!("{error:?}") };
    let state = mismatch.modeled().execution_state().expect("a state");
    assert_eq!((state.status(), state.version_number()), (Some(&Status::Succeeded), 4));
}

impl World {
    /// Returns the message that is published next, ignoring notifications of listeners.
    fn next_after_hearing(
        &mut self,
        listener: iot_jobs_data::mqtt::session::ListenerId,
    ) -> iot_jobs_data::mqtt::Message {
        loop {
            match self.granted() {
                Action::Hear(_) => drop(self.session.hear(listener)),
                Action::Publish(_, message) => return message,
                other => panic!("{other:?}"),
            }
        }
    }
}

//! What is retried, how often, and what the error then says.

use super::*;
use crate::retry::{Retry, RetryCause};

#[test]
fn what_is_tried_again_and_what_is_not() {
    const LATE: &str = "Croak: no response from pond.example:81 in time: why";
    const UNSAFE: &str = ". It was not repeated, because the service may have acted on it";
    let get: [(&[&str], String); 20] = [
        (&["200"], "200 at attempt 1".into()),
        (&["503", "200"], "500ms, 200 at attempt 2".into()),
        (&["503", "500", "200"], "500ms, 1s, 200 at attempt 3".into()),
        (&["500", "502", "504"], "500ms, 1s, Croak: 504 (after 3 attempts)".into()),
        (&["500 Dive", "200"], "500ms, 200 at attempt 2".into()),
        (&["400 Dive", "200"], "500ms, 200 at attempt 2".into()),
        (&["429", "200"], "500ms, 200 at attempt 2".into()),
        (&["400 ThrottlingException", "200"], "500ms, 200 at attempt 2".into()),
        (&["429 retry-after=7", "200"], "7s, 200 at attempt 2".into()),
        (&["503 retry-after=0", "200"], "500ms, 200 at attempt 2".into()),
        (
            &["503 retry-after=60"],
            "Croak: 503. It was not repeated, because the service asks to wait 60s, and the call may not take so long".into(),
        ),
        (&["409 Conflict"], "Croak: 409 Conflict: why".into()),
        (&["404"], "Croak: 404".into()),
        (&["501"], "Croak: 501".into()),
        (&["connect", "lost", "200"], "500ms, 1s, 200 at attempt 3".into()),
        (&["late", "200"], "500ms, 200 at attempt 2".into()),
        (&["tls"], "Croak: no TLS connection to pond.example:81: why".into()),
        (&["proxy"], "Croak: the proxy did not open the way to pond.example:81: why".into()),
        (&["long"], "Croak: the response from pond.example:81 is too long: why".into()),
        (&["200 __type=x", "200"], "200 at attempt 1 (1 answers left)".into()),
    ];
    for (answers, expected) in get {
        let told = Stage::new(&session(config())).play::<Get>(&CallOptions::default(), answers);
        assert_eq!(told, expected, "{answers:?}");
    }
    let post: [(&[&str], String); 10] = [
        (&["503 Busy", "200"], "500ms, 200 at attempt 2".into()),
        (&["503 retry-after=1", "200"], "1s, 200 at attempt 2".into()),
        (&["429", "200"], "500ms, 200 at attempt 2".into()),
        (&["connect", "200"], "500ms, 200 at attempt 2".into()),
        (&["503"], format!("Croak: 503{UNSAFE}")),
        (&["500"], format!("Croak: 500{UNSAFE}")),
        (&["502"], format!("Croak: 502{UNSAFE}")),
        (&["lost"], format!("Croak: the connection to pond.example:81 broke off: why{UNSAFE}")),
        (&["late"], format!("{LATE}{UNSAFE}")),
        (
            &["503 Busy", "late"],
            format!("500ms, {LATE} (after 2 attempts). Before that the response was 503 Busy: why{UNSAFE}"),
        ),
    ];
    for (answers, expected) in post {
        let told = Stage::new(&session(config())).play::<Post>(&CallOptions::default(), answers);
        assert_eq!(told, expected, "{answers:?}");
    }
    let told = Stage::new(&session(config()))
        .play::<Post>(&CallOptions::default().retry_non_idempotent(true), &["lost", "200"]);
    assert_eq!(told, "500ms, 200 at attempt 2");
}

#[test]
fn attempts_and_times_can_be_set_for_one_call() {
    let options = CallOptions::default();
    let cases: [(CallOptions, &[&str], &str); 4] = [
        (options.clone().max_attempts(1), &["503"], "Croak: 503"),
        (options.clone().max_attempts(0), &["503"], "Croak: 503"),
        (options.clone().max_attempts(4), &["503", "503", "503", "200"], "500ms, 1s, 2s, 200 at attempt 4"),
        (
            options.clone().call_timeout(Duration::from_secs(1)),
            &["503", "503"],
            "500ms, Croak: 503 (after 2 attempts). It was not repeated, because no time is left for another attempt",
        ),
    ];
    for (options, answers, expected) in cases {
        assert_eq!(Stage::new(&session(config())).play::<Get>(&options, answers), expected);
    }
}

#[test]
fn limits_can_be_set_for_one_call() {
    let session = session(config());
    let stage = Stage::new(&session);
    let options = CallOptions::default()
        .connect_timeout(Duration::from_secs(1))
        .attempt_timeout(Duration::from_secs(2))
        .stall_timeout(Duration::from_millis(7))
        .body_limit(3);
    let mut call = Call::start(&session, Get::default(), &options, stage.now).expect("a call");
    let Step::Send(_, limits) = call.next(stage.now) else { panic!("an attempt") };
    let expected = Limits {
        connect: Duration::from_secs(1),
        stall: Duration::from_millis(7),
        attempt: Duration::from_secs(2),
        body: 3,
    };
    assert_eq!(limits, expected);
}

#[test]
fn the_last_attempt_has_the_time_that_is_left() {
    let session =
        session(config().attempt_timeout(Duration::from_secs(10)).call_timeout(Duration::from_secs(12)));
    let mut stage = Stage::new(&session);
    let mut call = Call::start(&session, Get::default(), &CallOptions::default(), stage.now).expect("a call");
    let limit = |step| match step {
        Step::Send(_, limits) => limits.attempt,
        other => panic!("{other:?}"),
    };
    assert_eq!(limit(call.next(stage.now)), Duration::from_secs(10));
    stage.pass(Duration::from_secs(3));
    call.answer(answer("503 Busy"), stage.now);
    let Step::Wait(time) = call.next(stage.now) else { panic!("a wait") };
    stage.pass(time);
    assert_eq!(limit(call.next(stage.now)), Duration::from_millis(8500));
    stage.pass(Duration::from_secs(20));
    call.answer(answer("late"), stage.now);
    assert!(matches!(call.next(stage.now), Step::Done));
    let error = call.finish::<Get>().expect_err("too late").to_string();
    let expected = "Croak: no response from pond.example:81 in time: the whole call may take 12s (after 2 attempts). \
         Before that the response was 503 Busy: why";
    assert_eq!(error, expected);
}

#[test]
fn the_token_is_made_once_a_call() {
    let made = Arc::new(std::sync::atomic::AtomicU32::new(0));
    let count = Arc::clone(&made);
    let session = session(config().idempotency_tokens(move || {
        format!("token-{}", count.fetch_add(1, std::sync::atomic::Ordering::Relaxed))
    }));
    let mut stage = Stage::new(&session);
    let mut bodies = Vec::new();
    for _ in 0..2 {
        let mut call =
            Call::start(&session, Post::default(), &CallOptions::default(), stage.now).expect("a call");
        for reply in ["503 Busy", "503 Busy", "200"] {
            if let Step::Wait(time) = call.next(stage.now) {
                stage.pass(time);
            }
            let Step::Send(request, _) = call.next(stage.now) else { panic!("an attempt") };
            bodies.push(request.into_body());
            call.answer(answer(reply), stage.now);
        }
        call.finish::<Post>().expect("frogs");
    }
    assert_eq!(
        bodies,
        ["\"token-0\"", "\"token-0\"", "\"token-0\"", "\"token-1\"", "\"token-1\"", "\"token-1\""]
    );
}

#[test]
fn a_client_whose_calls_all_fail_stops_trying_again() {
    let session = session(config());
    let mut stage = Stage::new(&session);
    let options = CallOptions::default();
    let mut play = |answers: &[&str]| stage.play::<Get>(&options, answers);
    for _ in 0..50 {
        assert_eq!(play(&["503", "503", "503"]), "500ms, 1s, Croak: 503 (after 3 attempts)");
    }
    let budget = "It was not repeated, because retries of this client have used up their budget";
    assert_eq!(play(&["503"]), format!("Croak: 503. {budget}"));
    for _ in 0..9 {
        assert_eq!(play(&["200"]), "200 at attempt 1");
    }
    assert_eq!(play(&["503", "200"]), "500ms, 200 at attempt 2");
    assert_eq!(play(&["late"]), format!("Croak: no response from pond.example:81 in time: why. {budget}"));
}

#[test]
fn what_an_earlier_attempt_may_have_done_is_not_forgotten() {
    let play = |answers: &[&str]| {
        let session = session(config());
        let mut stage = Stage::new(&session);
        let mut call =
            Call::start(&session, Get::default(), &CallOptions::default(), stage.now).expect("a call");
        for reply in answers {
            if let Step::Wait(time) = call.next(stage.now) {
                stage.pass(time);
            }
            assert!(matches!(call.next(stage.now), Step::Send(..)));
            call.answer(answer(reply), stage.now);
        }
        call.finish::<Get>().expect_err("an error")
    };
    let error = play(&["lost", "409 Conflict"]);
    assert!(error.may_have_acted_before());
    assert_eq!(
        error.to_string(),
        "Croak: 409 Conflict: why (after 2 attempts). The service may have acted on an earlier attempt"
    );
    let error = play(&["503 Busy", "409 Conflict"]);
    assert!(!error.may_have_acted_before());
    assert_eq!(error.to_string(), "Croak: 409 Conflict: why (after 2 attempts)");
}

#[test]
fn time_that_is_up_before_anything_was_sent_is_told() {
    let session = session(config());
    let mut stage = Stage::new(&session);
    let mut call = Call::start(&session, Get::default(), &CallOptions::default(), stage.now).expect("a call");
    stage.pass(Duration::from_mins(1));
    assert!(matches!(call.next(stage.now), Step::Done));
    assert_eq!(
        call.finish::<Get>().expect_err("too late").to_string(),
        "Croak: the request could not be made ready: the time for it was up before it could be sent: the whole call \
         may take 60s"
    );
}

#[test]
fn waits_without_end_end_the_call() {
    let session = session(config().call_timeout(Duration::MAX).max_attempts(2));
    let told =
        Stage::new(&session).play::<Get>(&CallOptions::default(), &["503 retry-after=18446744073709551615"]);
    assert!(told.starts_with("Croak: 503. It was not repeated, because the service asks to wait"), "{told}");
    let session =
        self::session(config().call_timeout(Duration::MAX).backoff(|_: &Retry<'_>| Some(Duration::MAX)));
    let told = Stage::new(&session).play::<Get>(&CallOptions::default(), &["503"]);
    assert_eq!(told, "Croak: 503. It was not repeated, because no time is left for another attempt");
}

#[test]
fn a_backoff_sees_what_went_wrong_and_can_stop() {
    let backoff = |retry: &Retry<'_>| match retry.cause {
        RetryCause::Refused(error) if error.code() == Some("Closed") => None,
        RetryCause::Refused(error) => Some(Duration::from_millis(error.status().unwrap_or_default().into())),
        RetryCause::Unanswered(error) if error.kind() == TransportErrorKind::Connect => None,
        RetryCause::Unanswered(_) => Some(Duration::from_secs(retry.number.into())),
    };
    let session = session(config().max_attempts(4).backoff(backoff));
    for (answers, expected) in [
        (&["503", "lost", "lost", "200"][..], "503ms, 2s, 3s, 200 at attempt 4"),
        (
            &["429", "503 Closed"],
            "429ms, Croak: 503 Closed: why (after 2 attempts). It was not repeated, because the backoff of the client \
             wants no further attempt",
        ),
        (
            &["connect"],
            "Croak: could not connect to pond.example:81: why. It was not repeated, because the backoff of the client \
             wants no further attempt",
        ),
    ] {
        assert_eq!(Stage::new(&session).play::<Get>(&CallOptions::default(), answers), expected);
    }
}

#[test]
fn advice_of_the_service_follows_its_error() {
    let response = http::Response::builder()
        .status(403)
        .body(Bytes::from_static(b"{\"code\":\"Forbidden\",\"message\":\"This is the Wrong Pond\"}"))
        .expect("a response");
    let session = session(config());
    let stage = Stage::new(&session);
    let mut call = Call::start(&session, Get::default(), &CallOptions::default(), stage.now).expect("a call");
    let _ = call.next(stage.now);
    call.answer(Ok(response), stage.now);
    let error = call.finish::<Get>().expect_err("refused");
    assert_eq!(error.to_string(), "Croak: 403 Forbidden: This is the Wrong Pond. Ask for the right pond");
}

#[test]
fn steps_out_of_order_do_no_harm() {
    let session = session(config());
    let stage = Stage::new(&session);
    let mut call = Call::start(&session, Get::default(), &CallOptions::default(), stage.now).expect("a call");
    call.answer(answer("200"), stage.now);
    for _ in 0..2 {
        assert!(matches!(call.next(stage.now), Step::Send(..)));
    }
    call.answer(answer("200"), stage.now);
    call.answer(answer("500"), stage.now);
    assert!(matches!(call.next(stage.now), Step::Done));
    assert_eq!(call.finish::<Get>().expect("frogs").meta().attempts(), 1);

    let call = Call::start(&session, Get::default(), &CallOptions::default(), stage.now).expect("a call");
    let error = call.finish::<Get>().expect_err("given up").to_string();
    assert_eq!(error, "Croak: the call to pond.example:81 failed: the call was given up half-way");
}

#[test]
fn a_retry_that_is_given_up_before_it_is_sent_costs_nothing() {
    let session = session(config());
    let options = CallOptions::default();
    for _ in 0..120 {
        let stage = Stage::new(&session);
        let mut call = Call::start(&session, Get::default(), &options, stage.now).expect("a call");
        assert!(matches!(call.next(stage.now), Step::Send(..)));
        call.answer(answer("503"), stage.now);
        assert!(matches!(call.next(stage.now), Step::Wait(_)));
    }
    // Retries that were sent are not refunded: 100 retries use up the budget.
    let retried = |count: u32| {
        for _ in 0..count {
            let mut stage = Stage::new(&session);
            let mut call = Call::start(&session, Get::default(), &options, stage.now).expect("a call");
            assert!(matches!(call.next(stage.now), Step::Send(..)));
            call.answer(answer("503"), stage.now);
            let Step::Wait(time) = call.next(stage.now) else { panic!("the budget is empty") };
            stage.pass(time);
            assert!(matches!(call.next(stage.now), Step::Send(..)));
        }
    };
    retried(100);
    let told = Stage::new(&session).play::<Get>(&options, &["503"]);
    assert_eq!(
        told,
        "Croak: 503. It was not repeated, because retries of this client have used up their budget"
    );
}

#[test]
fn a_call_that_no_answer_came_to_knows_what_it_may_have_done() {
    let play = |answers: &[&str]| {
        let session = session(config());
        let mut stage = Stage::new(&session);
        let mut call =
            Call::start(&session, Get::default(), &CallOptions::default(), stage.now).expect("a call");
        for reply in answers {
            if let Step::Wait(time) = call.next(stage.now) {
                stage.pass(time);
            }
            assert!(matches!(call.next(stage.now), Step::Send(..)));
            call.answer(answer(reply), stage.now);
        }
        call.finish::<Get>().expect_err("an error").0.may_have_acted_before()
    };
    assert!(play(&["lost", "connect", "connect"]));
    assert!(play(&["late", "200 odd"]), "a response that cannot be read");
    assert!(!play(&["connect", "connect", "lost"]), "only the last attempt");
    assert!(!play(&["200 odd"]));
}

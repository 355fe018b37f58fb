//! What requests carry, what hooks hear, and what nobody is shown.

use super::*;

/// What hooks are told, a line an attempt.
#[derive(Default)]
struct Log(std::sync::Mutex<Vec<String>>);

impl crate::hook::Hook for Arc<Log> {
    fn before_attempt(&self, start: &crate::hook::AttemptStart<'_>) {
        let line = format!("{} {} {} {}", start.attempt, start.method, start.uri, start.sent_bytes);
        self.0.lock().expect("a log").push(line);
    }

    fn after_attempt(&self, end: &crate::hook::AttemptEnd<'_>) {
        let line = format!(
            "{} {:?} {:?} {:?} {:?} {} {:?}",
            end.attempt, end.status, end.request_id, end.error, end.latency, end.received_bytes, end.retry_in
        );
        self.0.lock().expect("a log").push(line);
    }
}

#[test]
fn options_change_the_request() {
    let session = session(config().header("x-both", "client").query("a", "1"));
    let stage = Stage::new(&session);
    let options = CallOptions::default().header("X-Both", "call").query("b c", "ü").header("x-call", "1");
    let mut call = Call::start(&session, Get::default(), &options, stage.now).expect("a call");
    let Step::Send(request, _) = call.next(stage.now) else { panic!("an attempt") };
    assert_eq!(request.uri(), "http://pond.example:81/base/croak?a=1&b%20c=%C3%BC");
    assert_eq!(request.headers().get("x-both").expect("sent"), "call");
    assert_eq!(request.headers().get_all("x-both").iter().count(), 1);
    let agent = request.headers().get("user-agent").and_then(|agent| agent.to_str().ok()).expect("sent");
    assert!(agent.starts_with("pond/1.2.3 "), "{agent}");

    let elsewhere = CallOptions::default().endpoint_url("https://other.example");
    let mut call = Call::start(&session, Get::default(), &elsewhere, stage.now).expect("a call");
    let Step::Send(request, _) = call.next(stage.now) else { panic!("an attempt") };
    assert_eq!(request.uri(), "https://other.example/croak?a=1");

    for (options, part) in [
        (CallOptions::default().header("host", "evil"), "is set only by the client"),
        (CallOptions::default().header("x", "a\nb"), "cannot be sent"),
        (CallOptions::default().endpoint_url("other.example"), "https://other.example"),
        (CallOptions::default().query("q", "x".repeat(70_000)), "too long"),
    ] {
        let error =
            Call::start(&session, Get::default(), &options, stage.now).expect_err("no call").to_string();
        assert!(
            error.starts_with("Croak: the request could not be made ready: ") && error.contains(part),
            "{error}"
        );
    }
}

#[test]
fn hooks_hear_of_each_attempt_once() {
    let log = Arc::new(Log::default());
    let session = session(config().hook(Arc::clone(&log)).idempotency_tokens(|| "t".to_owned()));
    let answers = ["503 Busy x-amzn-requestid=r1", "lost", "200"];
    Stage::new(&session).play::<Get>(&CallOptions::default(), &answers);
    let start = "POST http://pond.example:81/base/croak 3";
    assert_eq!(
        *log.0.lock().expect("a log"),
        [
            format!("1 {start}"),
            "1 Some(503) Some(\"r1\") Some(\"Busy\") 100ms 31 Some(500ms)".to_owned(),
            format!("2 {start}"),
            "2 None None Some(\"why\") 100ms 0 Some(1s)".to_owned(),
            format!("3 {start}"),
            "3 Some(200) None None 100ms 2 None".to_owned(),
        ]
    );
}

#[test]
fn an_answer_that_cannot_be_read_is_told_to_hooks_and_counts_attempts() {
    let log = Arc::new(Log::default());
    let session = session(config().hook(Arc::clone(&log)));
    let mut stage = Stage::new(&session);
    let mut call = Call::start(&session, Get::default(), &CallOptions::default(), stage.now).expect("a call");
    let garbage = http::Response::new(Bytes::from_static(b"<html>"));
    for reply in [answer("503"), Ok(garbage)] {
        if let Step::Wait(time) = call.next(stage.now) {
            stage.pass(time);
        }
        assert!(matches!(call.next(stage.now), Step::Send(..)));
        call.answer(reply, stage.now);
    }
    let error = call.finish::<Get>().expect_err("no JSON").to_string();
    assert!(error.ends_with("body begins \"<html>\") (after 2 attempts)"), "{error}");
    let log = log.0.lock().expect("a log");
    assert!(log.last().is_some_and(|line| line.contains("the answer could not be read")), "{log:?}");
}

#[test]
fn nothing_of_a_call_shows_what_may_be_secret() {
    let session = session(config());
    let stage = Stage::new(&session);
    let options = CallOptions::default().header("x-api-key", "hush").query("token", "hush");
    let mut call =
        Call::start(&session, Croak::<true>(Some("hush".to_owned())), &options, stage.now).expect("a call");
    let shown = format!("{call:?} {:?}", call.next(stage.now));
    assert!(shown.contains("POST pond.example:81/base/croak") && !shown.contains("hush"), "{shown}");
    call.answer(Ok(http::Response::new(Bytes::from_static(b"hush"))), stage.now);
    assert!(!format!("{call:?}").contains("hush"));
}

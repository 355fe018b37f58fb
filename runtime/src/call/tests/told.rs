//! What requests contain, what interceptors change and receive, and what is never shown.

use super::*;
use crate::interceptor::{Attempt, AttemptEnd, AttemptStart, Dropped, Interceptor, InterceptorError};

/// What interceptors receive, one line for each attempt.
#[derive(Default)]
struct Log(std::sync::Mutex<Vec<String>>);

impl Interceptor for Arc<Log> {
    fn before_attempt(&self, start: &AttemptStart<'_>) {
        let line = format!("{} {} {} {}", start.attempt, start.method, start.uri, start.sent_bytes);
        self.0.lock().expect("a log").push(line);
    }

    fn after_attempt(&self, end: &AttemptEnd<'_>) {
        let line = format!(
            "{} {:?} {:?} {:?} {:?} {} {:?}",
            end.attempt, end.status, end.request_id, end.error, end.latency, end.received_bytes, end.retry_in
        );
        self.0.lock().expect("a log").push(line);
    }

    fn after_drop(&self, dropped: &Dropped) {
        let Dropped { attempt, under_way, .. } = dropped;
        self.0.lock().expect("a log").push(format!("dropped {attempt} {under_way}"));
    }
}

/// Numbers the attempts in a header, in the order of its calls, and refuses one number.
struct Numbered(&'static str, u32);

impl Interceptor for Numbered {
    fn before_signing(
        &self,
        request: &mut http::Request<Bytes>,
        attempt: &Attempt,
    ) -> Result<(), InterceptorError> {
        if attempt.number == self.1 {
            return Err(format!("{} has had enough", self.0).into());
        }
        let before = request.headers().get("x-attempts").map(|value| value.to_str().expect("text"));
        let value = format!("{}{}{};", before.unwrap_or_default(), self.0, attempt.number);
        request.headers_mut().insert("x-attempts", value.parse().expect("a value"));
        *request.body_mut() = Bytes::from(format!("{}{}", attempt.operation, attempt.number));
        Ok(())
    }
}

/// Sets a header that is reserved for the client.
struct Meddler;

impl Interceptor for Meddler {
    fn before_signing(
        &self,
        request: &mut http::Request<Bytes>,
        _: &Attempt,
    ) -> Result<(), InterceptorError> {
        request.headers_mut().insert("host", "evil.example".parse()?);
        Ok(())
    }
}

#[test]
fn interceptors_change_each_attempt_anew_in_their_order() {
    let log = Arc::new(Log::default());
    let session = session(config().interceptor(Numbered("a", 3)).interceptor(Arc::clone(&log)));
    let mut stage = Stage::new(&session);
    let options = CallOptions::default().interceptor(Numbered("b", 9));
    let mut call = Call::start(&session, Get::default(), &options, stage.now).expect("a call");
    for expected in ["a1;b1;", "a2;b2;"] {
        if let Step::Wait(time) = call.next(stage.now) {
            stage.pass(time);
        }
        let Step::Send(request, _) = call.next(stage.now) else { panic!("an attempt") };
        assert_eq!(request.headers()["x-attempts"], expected);
        assert_eq!(*request.body(), format!("Croak{}", &expected[1..2]));
        call.answer(answer("503"), stage.now);
    }
    stage.pass(Duration::from_mins(1) / 2);
    assert!(matches!(call.next(stage.now), Step::Done));
    assert_eq!(
        call.finish::<Get>().expect_err("ended").to_string(),
        "Croak: the request could not be made ready: an interceptor ends the call: a has had enough (after 2 attempts). Before \
         that the response was 503: no content type, body begins \"{}\". The service may have acted on an earlier attempt"
    );
    // The length of the body that was sent, not of the original one.
    assert!(log.0.lock().expect("a log")[0].ends_with(" 6"));
}

#[test]
fn interceptors_set_no_header_of_the_client() {
    let session = session(config().interceptor(Meddler));
    assert_eq!(
        Stage::new(&session).play::<Get>(&CallOptions::default(), &[]),
        "Croak: the request could not be made ready: an interceptor sets the header \"host\", which only the client sets"
    );
}

#[test]
fn a_dropped_call_is_told_with_what_was_under_way() {
    let log = Arc::new(Log::default());
    let session = session(config().interceptor(Arc::clone(&log)));
    let stage = Stage::new(&session);
    let start = || Call::start(&session, Get::default(), &CallOptions::default(), stage.now).expect("a call");
    drop(start());
    let mut sent = start();
    let _ = sent.next(stage.now);
    drop(sent);
    let mut waiting = start();
    let _ = waiting.next(stage.now);
    waiting.answer(answer("503"), stage.now);
    drop(waiting);
    let mut ended = start();
    let _ = ended.next(stage.now);
    ended.answer(answer("200"), stage.now);
    drop(ended);
    let mut finished = start();
    let _ = finished.next(stage.now);
    finished.answer(answer("200"), stage.now);
    finished.finish::<Get>().expect("an output");
    let log = log.0.lock().expect("a log");
    let dropped: Vec<_> = log.iter().filter(|line| line.starts_with("dropped")).collect();
    assert_eq!(dropped, ["dropped 0 false", "dropped 1 true", "dropped 1 false"]);
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
fn interceptors_hear_of_each_attempt_once() {
    let log = Arc::new(Log::default());
    let session = session(config().interceptor(Arc::clone(&log)).idempotency_tokens(|| "t".to_owned()));
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
fn an_answer_that_cannot_be_read_is_told_to_interceptors_and_counts_attempts() {
    let log = Arc::new(Log::default());
    let session = session(config().interceptor(Arc::clone(&log)));
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
    assert!(log.last().is_some_and(|line| line.contains("the response could not be read")), "{log:?}");
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

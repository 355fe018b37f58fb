//! The span of a call and the events of its attempts.

use std::cell::RefCell;
use std::sync::Once;

use ::tracing::field::{Field, Visit};
use ::tracing::span::{Attributes, Id, Record};
use ::tracing::{Event, Metadata, Subscriber};

use super::*;

thread_local! {
    /// The spans and events of this thread's calls, as lines.
    static LINES: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Collects lines. It is the subscriber of the whole process, because `tracing` remembers for each place in the code
/// whether any subscriber wants it, and other tests reach the same places.
struct Lines;

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if !["latency_ms", "sent_bytes", "received_bytes"].contains(&field.name()) {
            let _ = write!(self.0, " {}={value:?}", field.name());
        }
    }
}

impl Subscriber for Lines {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut line = Line(format!("{} span {}", span.metadata().target(), span.metadata().name()));
        span.record(&mut line);
        LINES.with_borrow_mut(|lines| lines.push(line.0));
        Id::from_u64(7)
    }

    fn event(&self, event: &Event<'_>) {
        let in_span = if event.parent() == Some(&Id::from_u64(7)) { "" } else { "stray " };
        let mut line = Line(format!("{in_span}{} {}", event.metadata().target(), event.metadata().level()));
        event.record(&mut line);
        LINES.with_borrow_mut(|lines| lines.push(line.0));
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

const CALL: &str = "service=\"Pond\" operation=\"Croak\"";
const HOST: &str = "host=\"pond.example:81\"";

fn lines_of(play: impl FnOnce()) -> Vec<String> {
    static SUBSCRIBED: Once = Once::new();
    SUBSCRIBED.call_once(|| ::tracing::subscriber::set_global_default(Lines).expect("the only subscriber"));
    LINES.take();
    play();
    LINES.take().iter().map(|line| line.replace(CALL, "CALL").replace(HOST, "HOST")).collect()
}

#[test]
fn a_span_a_call_and_an_event_an_attempt() {
    let lines = lines_of(|| {
        let session = session(config());
        let options = CallOptions::default().query("secret", "hush");
        Stage::new(&session).play::<Get>(&options, &["503 Busy x-amzn-requestid=r1", "404"]);
    });
    assert_eq!(
        lines,
        [
            "pond span call CALL method=\"POST\" HOST path=\"/base/croak\"",
            "pond INFO message=repeated CALL HOST attempt=1 status=503 request_id=\"r1\" error=\"Busy\" retry_ms=500",
            "pond INFO message=refused CALL HOST attempt=2 status=404 error=\"an error without a code\"",
        ]
    );
}

#[test]
fn only_what_nobody_can_handle_is_a_warning() {
    for (answers, level) in [
        (&["200"][..], "DEBUG message=answered"),
        (&["404"], "INFO message=refused"),
        (&["409 VersionMismatch"], "INFO message=refused"),
        (&["429", "429", "429"], "WARN message=failed"),
        (&["501"], "WARN message=failed"),
        (&["lost", "lost", "lost"], "WARN message=failed"),
        (&["tls"], "WARN message=failed"),
    ] {
        let lines = lines_of(|| {
            Stage::new(&session(config())).play::<Get>(&CallOptions::default(), answers);
        });
        let last = lines.last().expect("an event");
        assert!(last.contains(level), "{answers:?}: {last}");
        assert_eq!(
            lines.iter().filter(|line| line.contains("WARN")).count(),
            usize::from(level.starts_with('W'))
        );
    }
}

#[test]
fn what_a_server_says_is_shortened() {
    let lines = lines_of(|| {
        let answer = format!("404 {} x-amzn-requestid={}", "Code".repeat(1 << 18), "id".repeat(1 << 14));
        Stage::new(&session(config())).play::<Get>(&CallOptions::default(), &[&answer]);
    });
    let line = lines.last().expect("an event");
    assert!(line.contains("error=\"CodeCode") && line.len() < 3000, "{}", line.len());
}

#[test]
fn an_end_without_an_attempt_is_told() {
    let lines = lines_of(|| {
        let session = session(config());
        let mut stage = Stage::new(&session);
        let mut call =
            Call::start(&session, Get::default(), &CallOptions::default(), stage.now).expect("a call");
        drop(Call::start(&session, Get::default(), &CallOptions::default(), stage.now).expect("a call"));
        stage.pass(Duration::from_mins(2));
        let _ = call.next(stage.now);
    });
    assert_eq!(
        lines[2..],
        [
            "pond INFO message=dropped CALL HOST attempt=0 under_way=false",
            "pond WARN message=failed CALL HOST attempt=0 error=\"the time for the call is up\"",
        ]
    );
}

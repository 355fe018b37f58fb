//! The span of a call and the events of its attempts.

use std::sync::Mutex;

use ::tracing::field::{Field, Visit};
use ::tracing::span::{Attributes, Id, Record};
use ::tracing::{Event, Metadata, Subscriber};

use super::*;

/// Keeps spans and events as lines.
#[derive(Default)]
struct Lines(Arc<Mutex<Vec<String>>>);

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
        let mut line = Line(format!("span {}", span.metadata().name()));
        span.record(&mut line);
        self.0.lock().expect("lines").push(line.0);
        Id::from_u64(7)
    }

    fn event(&self, event: &Event<'_>) {
        let in_span = if event.parent() == Some(&Id::from_u64(7)) { "" } else { "stray " };
        let mut line = Line(format!("{in_span}{}", event.metadata().level()));
        event.record(&mut line);
        self.0.lock().expect("lines").push(line.0);
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[test]
fn a_span_a_call_and_an_event_an_attempt() {
    let lines = Arc::new(Mutex::new(Vec::new()));
    ::tracing::subscriber::with_default(Lines(Arc::clone(&lines)), || {
        let session = session(config());
        let options = CallOptions::default().query("secret", "hush");
        Stage::new(&session).play::<Get>(&options, &["503 Busy x-amzn-requestid=r1", "404"]);
    });
    assert_eq!(
        *lines.lock().expect("lines"),
        [
            "span call operation=\"Croak\" method=\"POST\" host=\"pond.example:81\" path=\"/base/croak\"",
            "DEBUG message=attempt attempt=1 status=503 request_id=\"r1\" error=\"Busy\" retry_ms=500",
            "WARN message=failed attempt=2 status=404 error=\"an error without a code\"",
        ]
    );
}

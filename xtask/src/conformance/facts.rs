//! The known facts of a sent event: each is checked here, or becomes a line of a test.

use serde_json::Value;

use super::frame::{blob, millis};
use super::literal;
use super::suite::{bytes, text};
use super::support::event::Event;

/// A fact about a sent event; the method of [`Event`] with the same name takes it.
pub(super) enum Fact {
    Header(String, String, Value),
    HasHeader(String),
    LacksHeader(String),
    Json(Vec<u8>),
    Cbor(Vec<u8>),
    Bytes(Vec<u8>),
}

/// Returns all facts of a case about a sent event.
pub(super) fn of(event: &Value) -> Vec<Fact> {
    let headers = event.get("headers").and_then(Value::as_object).into_iter().flatten();
    let header = |(name, value): (&String, &Value)| {
        let (kind, value) = known(event, name, value)?;
        Some(Fact::Header(name.clone(), kind, value))
    };
    let names = |key: &str| {
        let names = event.get(key).and_then(Value::as_array).into_iter().flatten();
        names.filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>()
    };
    let media_type = text(event, "bodyMediaType").unwrap_or_default();
    let is_cbor = media_type == "application/cbor";
    let payload = text(event, "body").map(|body| bytes(&body, is_cbor)).map(match media_type.as_str() {
        "application/cbor" => Fact::Cbor,
        media_type if media_type.contains("json") => Fact::Json,
        _ => Fact::Bytes,
    });
    let mut facts: Vec<_> = headers.filter_map(header).collect();
    facts.extend(names("requireHeaders").into_iter().map(Fact::HasHeader));
    facts.extend(names("forbidHeaders").into_iter().map(Fact::LacksHeader));
    facts.extend(payload);
    facts
}

impl Fact {
    /// Adds this fact to an event.
    fn add(self, event: Event) -> Event {
        match self {
            Self::Header(name, kind, value) => event.header(&name, &kind, value),
            Self::HasHeader(name) => event.has_header(&name),
            Self::LacksHeader(name) => event.lacks_header(&name),
            Self::Json(payload) => event.json(payload),
            Self::Cbor(payload) => event.cbor(payload),
            Self::Bytes(payload) => event.bytes(payload),
        }
    }

    /// Returns the Rust call of the method.
    pub(super) fn rust(&self) -> String {
        let (method, arguments) = match self {
            Self::Header(name, kind, value) => {
                let value = match (value.as_str(), value.as_i64()) {
                    (Some(text), _) => literal::text(text),
                    (None, Some(number)) if i32::try_from(number).is_err() => format!("{number}_i64"),
                    (None, _) => value.to_string(),
                };
                let arguments = [literal::text(name), literal::text(kind), value];
                ("header", arguments.join(", "))
            }
            Self::HasHeader(name) => ("has_header", literal::text(name)),
            Self::LacksHeader(name) => ("lacks_header", literal::text(name)),
            Self::Json(payload) => ("json", literal::bytes(payload)),
            Self::Cbor(payload) => ("cbor", literal::bytes(payload)),
            Self::Bytes(payload) => ("bytes", literal::bytes(payload)),
        };
        format!(".{method}({arguments})")
    }
}

/// Returns what is expected of a sent event.
pub(super) fn expected(event: &Value) -> Event {
    of(event).into_iter().fold(Event::new(), |event, fact| fact.add(event))
}

/// Returns the facts of a case about a header: the type, and the value in the form of [`Event::header`].
fn known(event: &Value, name: &str, value: &Value) -> Option<(String, Value)> {
    let (kind, value) = value.as_object()?.iter().next()?;
    let value = match kind.as_str() {
        "blob" => blob(event, name).map_or_else(|| value.clone(), Value::from),
        "timestamp" => millis(value).into(),
        _ => value.clone(),
    };
    Some((kind.clone(), value))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::frame;
    use super::super::support::event::differences;
    use super::*;

    #[test]
    fn an_event_is_read_as_it_was_written() {
        let headers = json!({
            "a": {"boolean": true}, "b": {"byte": -1}, "c": {"short": 2}, "d": {"integer": 3}, "e": {"long": 4},
            "f": {"blob": "foo"}, "g": {"string": "bar"}, "h": {"timestamp": "2024-10-31T14:15:14Z"},
        });
        let event = json!({"headers": headers, "body": "text"});
        let frames = [frame::of(&event), frame::of(&event)].concat();
        assert_eq!(differences(&[expected(&event), expected(&event)], &frames), Vec::<String>::new());
        let other = json!({
            "headers": {"b": {"short": -1}, "h": {"timestamp": 1}}, "body": "texts",
            "requireHeaders": ["z"], "forbidHeaders": ["a"],
        });
        assert_eq!(differences(&[expected(&event), expected(&other)], &frames).len(), 5);
        assert_eq!(differences(&[], &frames), ["expected 0 events, found 2"]);
        assert_eq!(differences(&[], b"\0\0\0\x10junk"), ["a frame is malformed"]);
        let cut = frames.get(..frames.len() - 1).unwrap_or_default();
        assert_eq!(differences(&[], cut), ["a frame is malformed"]);
    }

    #[test]
    fn moments_and_blobs_have_one_form() {
        let event = json!({
            "headers": {"at": {"timestamp": "1970-01-01T00:00:01Z"}, "mud": {"blob": "d2V0"}},
            "params": {"rain": {"mud": "wet"}},
        });
        let lines: Vec<_> = of(&event).iter().map(Fact::rust).collect();
        assert_eq!(lines, [r#".header("at", "timestamp", 1000)"#, r#".header("mud", "blob", "wet")"#]);
    }
}

//! Converts the values of cases to the JSON that generated types read and write.
//!
//! Cases use the member names of the model, timestamps as seconds since 1970 and blobs as plain text; generated types
//! use serialized names, the timestamp formats of the model and base64.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};
use smithy_model::Model;
use smithy_model::ir::{Member, ShapeId, ShapeKind, TimestampFormat};
use time::OffsetDateTime;

/// A structure or union with this value.
pub(super) fn structure(model: &Model, id: ShapeId, value: &Value) -> Value {
    let Value::Object(entries) = value else { return value.clone() };
    let members = &model.structure(id).members;
    let entry = |(name, value): (&String, &Value)| match members.iter().find(|member| member.name == *name) {
        Some(member) => (member.wire_name().to_owned(), of(model, member, value)),
        None => (name.clone(), value.clone()),
    };
    Value::Object(entries.iter().map(entry).collect())
}

/// An output with this value. A streaming body is always present, even if empty, and a case may omit it.
pub(super) fn output(model: &Model, id: ShapeId, value: &Value) -> Value {
    let mut output = structure(model, id, value);
    let is_streamed =
        |member: &&Member| matches!(model.shape(member.target).kind, ShapeKind::Blob { streaming: true, .. });
    if let Value::Object(output) = &mut output {
        for member in model.structure(id).members.iter().filter(is_streamed) {
            output.entry(member.wire_name()).or_insert_with(|| "".into());
        }
    }
    output
}

/// Converts a member. Cases are only as deep as JSON may be, so the recursion ends.
fn of(model: &Model, member: &Member, value: &Value) -> Value {
    match (&model.shape(member.target).kind, value) {
        (ShapeKind::Structure(_) | ShapeKind::Union(_), value) => structure(model, member.target, value),
        (ShapeKind::List(list), Value::Array(items)) => {
            items.iter().map(|item| of(model, &list.member, item)).collect()
        }
        (ShapeKind::Map(map), Value::Object(entries)) => {
            let entry = |(key, value): (&String, &Value)| (key.clone(), of(model, &map.value, value));
            Value::Object(entries.iter().map(entry).collect::<Map<_, _>>())
        }
        (ShapeKind::Blob { .. }, Value::String(text)) => STANDARD.encode(text).into(),
        (ShapeKind::Timestamp(of_shape), Value::Number(seconds)) => {
            let text = seconds
                .as_f64()
                .and_then(|seconds| timestamp(seconds, member.timestamp_format.or(*of_shape)));
            text.map_or_else(|| value.clone(), Value::String)
        }
        (_, value) => value.clone(),
    }
}

/// Returns the text of a timestamp, to the millisecond; `None` if it stays a number.
fn timestamp(seconds: f64, format: Option<TimestampFormat>) -> Option<String> {
    // The times in cases are in this century, for which this is exact.
    #[allow(clippy::cast_possible_truncation)]
    let milliseconds = (seconds * 1000.0).round() as i64;
    let time = OffsetDateTime::from_unix_timestamp_nanos(i128::from(milliseconds) * 1_000_000).ok()?;
    let fraction = match time.millisecond() {
        0 => String::new(),
        milliseconds => format!(".{milliseconds:03}").trim_end_matches('0').to_owned(),
    };
    let (year, month, day) = (time.year(), time.month(), time.day());
    let clock = format!("{:02}:{:02}:{:02}{fraction}", time.hour(), time.minute(), time.second());
    let short = |name: String| name.get(..3).unwrap_or_default().to_owned();
    match format? {
        TimestampFormat::EpochSeconds => None,
        TimestampFormat::DateTime => Some(format!("{year:04}-{:02}-{day:02}T{clock}Z", u8::from(month))),
        TimestampFormat::HttpDate => {
            let (weekday, month) = (short(time.weekday().to_string()), short(month.to_string()));
            Some(format!("{weekday}, {day:02} {month} {year:04} {clock} GMT"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_in_every_format() {
        let cases = [
            (0.0, TimestampFormat::EpochSeconds, None),
            (0.0, TimestampFormat::DateTime, Some("1970-01-01T00:00:00Z")),
            (951_827_696.25, TimestampFormat::DateTime, Some("2000-02-29T12:34:56.25Z")),
            (951_827_696.0, TimestampFormat::HttpDate, Some("Tue, 29 Feb 2000 12:34:56 GMT")),
        ];
        for (seconds, format, expected) in cases {
            assert_eq!(timestamp(seconds, Some(format)).as_deref(), expected);
        }
        assert_eq!(timestamp(0.0, None), None);
    }
}

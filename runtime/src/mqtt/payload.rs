//! Payloads: JSON objects with all members that are no labels, and with the token of their request.

use std::borrow::Cow;
use std::collections::BTreeMap;

use bytes::Bytes;
use serde_json::value::RawValue;

use super::facts::{JsonPaths, Notification};
use super::topic::{self, Labels};
use crate::codec::{Read, Source, Stop, read_json};
use crate::error::ReadError;
use crate::protocol::join;
use crate::response::mended;

/// The members of an object, each as it stands.
pub(super) type Object<'j> = BTreeMap<String, &'j RawValue>;

/// The members of a payload, if it is an object.
pub(super) fn object(json: &str) -> Option<Object<'_>> {
    serde_json::from_str(json).ok()
}

/// The text of a member, if it is one.
pub(super) fn text(object: &Object<'_>, name: &str) -> Option<String> {
    serde_json::from_str(object.get(name)?.get()).ok()
}

/// The payload of a request: the members of the input without the labels, and the token.
pub(super) fn request(mut members: Object<'_>, labels: &Labels, token_name: &str, token: &str) -> Bytes {
    members.retain(|name, _| !labels.contains_key(name.as_str()));
    let token = serde_json::to_vec(token).unwrap_or_default();
    let mut parts: BTreeMap<&str, &[u8]> =
        members.iter().map(|(name, value)| (name.as_str(), value.get().as_bytes())).collect();
    parts.insert(token_name, &token);
    join(&parts)
}

/// Reads a value from a payload: a text at one of the paths may stand as the JSON that it is, and labels are members.
pub(super) fn read(
    payload: &[u8],
    json: JsonPaths,
    labels: &Labels,
    read: &mut dyn FnMut(&mut dyn Source<'_>) -> Result<(), Stop>,
) -> Result<(), ReadError> {
    let text = mended(payload).map_or_else(|| String::from_utf8_lossy(payload), Cow::Owned);
    let whole = as_texts(&text, json)?;
    let whole = with_labels(whole.as_deref().unwrap_or(&text), labels)?;
    read_json(&whole, read)
        .map_err(|(error, trail)| ReadError::new(error.to_string()).in_member(trail.to_string()))
}

/// The payload with texts in the place of the JSON at the paths; `None` where there is nothing to change.
fn as_texts(json: &str, paths: JsonPaths) -> Result<Option<String>, ReadError> {
    if paths.is_empty() {
        return Ok(None);
    }
    rewritten(json, paths).map(Some)
}

fn rewritten(json: &str, paths: &[&[&str]]) -> Result<String, ReadError> {
    let fault = |error: serde_json::Error| ReadError::new(error.to_string());
    if json == "null" {
        return Ok(json.to_owned());
    }
    if paths.iter().any(|path| path.is_empty()) {
        return serde_json::to_string(json).map_err(fault);
    }
    let behind = |name: &str| -> Vec<&[&str]> {
        let steps = paths.iter().filter_map(|path| path.split_first());
        steps.filter(|(step, _)| **step == name || **step == "*").map(|(_, rest)| rest).collect()
    };
    let inner = |name: &str, value: &RawValue| match behind(name).as_slice() {
        [] => Ok(value.get().to_owned()),
        paths => rewritten(value.get(), paths),
    };
    if json.starts_with('[') {
        let items: Vec<&RawValue> = serde_json::from_str(json).map_err(fault)?;
        let items: Result<Vec<_>, _> = items.into_iter().map(|item| inner("*", item)).collect();
        return Ok(format!("[{}]", items?.join(",")));
    }
    let Some(object) = object(json) else { return Ok(json.to_owned()) };
    let mut members = Vec::new();
    for (name, value) in object {
        members.push((name.clone(), inner(&name, value)?));
    }
    let parts = members.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    String::from_utf8(join(&parts).into()).map_err(|_| ReadError::new("it is no JSON"))
}

/// The object with labels as members, which count before members of their names.
fn with_labels(json: &str, labels: &Labels) -> Result<String, ReadError> {
    if labels.is_empty() {
        return Ok(json.to_owned());
    }
    let object = object(json).ok_or_else(|| ReadError::new("it is no JSON object"))?;
    let mut parts: BTreeMap<&str, &[u8]> =
        object.iter().map(|(name, value)| (name.as_str(), value.get().as_bytes())).collect();
    let labels: Vec<_> =
        labels.iter().map(|(name, value)| (*name, serde_json::to_vec(value).unwrap_or_default())).collect();
    parts.extend(labels.iter().map(|(name, value)| (*name, value.as_slice())));
    String::from_utf8(join(&parts).into()).map_err(|_| ReadError::new("it is no JSON"))
}

/// Reads the output of an operation.
pub(super) fn output<T: Read>(payload: &[u8], json: JsonPaths) -> Result<T, ReadError> {
    let mut value = None;
    read(payload, json, &Labels::new(), &mut |source| T::read(source).map(|read| value = read))?;
    value.ok_or_else(|| ReadError::new("it is null"))
}

/// Reads a notification; `None` if the topic is not that of one.
pub(super) fn notification<N: Notification>(topic: &str, payload: &[u8]) -> Option<Result<N, ReadError>> {
    let (number, notified, labels) =
        N::MQTT.notifications.iter().enumerate().find_map(|(number, notified)| {
            topic::matched(notified.topic, topic).map(|labels| (number, notified, labels))
        })?;
    let mut value = None;
    let result =
        read(payload, notified.json, &labels, &mut |source| N::read(number, source).map(|read| value = read));
    Some(result.and_then(|()| value.ok_or_else(|| ReadError::new("it is null"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_becomes_text_where_a_path_leads_and_only_there() {
        let paths: JsonPaths = &[&["execution", "document"], &["all", "*", "document"]];
        let cases = [
            (
                r#"{"execution":{"document":{"a": 1.50},"n":1}}"#,
                r#"{"execution":{"document":"{\"a\": 1.50}","n":1}}"#,
            ),
            (r#"{"execution":{"document":"text"}}"#, r#"{"execution":{"document":"\"text\""}}"#),
            (r#"{"execution":{"document":null}}"#, r#"{"execution":{"document":null}}"#),
            (r#"{"execution":null,"document":{}}"#, r#"{"document":{},"execution":null}"#),
            (r#"{"all":[{"document":[1]},null,7]}"#, r#"{"all":[{"document":"[1]"},null,7]}"#),
            (r#"{"all":{"a":{"document":7}}}"#, r#"{"all":{"a":{"document":"7"}}}"#),
            ("[]", "[]"),
        ];
        for (json, expected) in cases {
            assert_eq!(as_texts(json, paths).unwrap().as_deref(), Some(expected), "{json}");
        }
        assert_eq!(as_texts("{", &[]).unwrap(), None);
    }

    #[test]
    fn labels_are_members() {
        let labels = || Labels::from([("thing", "a\"b".to_owned())]);
        assert_eq!(with_labels(r#"{"thing":1,"x":2}"#, &labels()).unwrap(), r#"{"thing":"a\"b","x":2}"#);
        assert!(with_labels("[]", &labels()).is_err());
    }
}

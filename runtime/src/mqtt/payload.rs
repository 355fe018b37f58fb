//! Payloads: JSON objects with all members that are not labels, and with the token of their request.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use bytes::Bytes;
use serde::Deserializer as _;
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
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

/// Returns the text of a member of a payload, if it is text; other members are not stored.
pub(super) fn text_in(json: &str, name: &str) -> Option<String> {
    let path = [name];
    let paths = [path.as_slice()];
    let members = serde_json::Deserializer::from_str(json).deserialize_any(Followed(&paths)).ok()?;
    serde_json::from_str(members.first()?.0.get()).ok()
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

/// Reads a value from a payload: strings at the paths may be embedded as JSON, and labels become members.
pub(super) fn read(
    payload: &[u8],
    json: JsonPaths,
    labels: &Labels,
    read: &mut dyn FnMut(&mut dyn Source<'_>) -> Result<(), Stop>,
) -> Result<(), ReadError> {
    let error = match std::str::from_utf8(payload) {
        Ok(text) => match read_text(text, json, labels, read) {
            Ok(()) => return Ok(()),
            Err(error) => Some(error),
        },
        Err(_) => None,
    };
    match (mended(payload), error) {
        (Some(text), _) => read_text(&text, json, labels, read),
        (None, error) => Err(error.unwrap_or_else(|| ReadError::new("it is no text"))),
    }
}

fn read_text(
    text: &str,
    json: JsonPaths,
    labels: &Labels,
    read: &mut dyn FnMut(&mut dyn Source<'_>) -> Result<(), Stop>,
) -> Result<(), ReadError> {
    let whole = as_texts(text, json)?;
    let whole = with_labels(whole, labels)?;
    read_json(&whole, read)
        .map_err(|(error, trail)| ReadError::new(error.to_string()).in_member(trail.to_string()))
}

/// Returns the payload with strings instead of the embedded JSON at the paths.
fn as_texts(json: &str, paths: JsonPaths) -> Result<Cow<'_, str>, ReadError> {
    let mut places = Vec::new();
    if !paths.is_empty() {
        find(json, paths, &mut places).map_err(|error| ReadError::new(error.to_string()))?;
    }
    let (mut whole, mut end) = (String::new(), 0);
    for place in places {
        // A place is a slice of the text, and the places are in text order.
        let start = place.as_ptr().addr() - json.as_ptr().addr();
        whole.push_str(json.get(end..start).unwrap_or_default());
        whole.push_str(&serde_json::to_string(place).unwrap_or_default());
        end = start + place.len();
    }
    if end == 0 {
        return Ok(Cow::Borrowed(json));
    }
    whole.push_str(json.get(end..).unwrap_or_default());
    Ok(Cow::Owned(whole))
}

/// Finds the values at the ends of paths, except null.
fn find<'j>(json: &'j str, paths: &[&[&str]], places: &mut Vec<&'j str>) -> Result<(), serde_json::Error> {
    if json == "null" {
        return Ok(());
    }
    if paths.iter().any(|path| path.is_empty()) {
        places.push(json);
        return Ok(());
    }
    for (value, rest) in serde_json::Deserializer::from_str(json).deserialize_any(Followed(paths))? {
        find(value.get(), &rest, places)?;
    }
    Ok(())
}

/// Reads the values of an object or a list that paths lead through, each with the rest of those paths.
struct Followed<'p>(&'p [&'p [&'p str]]);

/// The rest of each path after a member.
type Rest<'p> = Vec<&'p [&'p str]>;

impl<'p> Followed<'p> {
    fn rest(&self, name: &str) -> Rest<'p> {
        let steps = self.0.iter().filter_map(|path| path.split_first());
        steps.filter(|(step, _)| **step == name || **step == "*").map(|(_, rest)| rest).collect()
    }
}

impl<'j, 'p> Visitor<'j> for Followed<'p> {
    type Value = Vec<(&'j RawValue, Rest<'p>)>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object or a list")
    }

    fn visit_map<A: MapAccess<'j>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let mut found = Vec::new();
        while let Some(name) = object.next_key::<Cow<'j, str>>()? {
            match self.rest(&name) {
                rest if rest.is_empty() => drop(object.next_value::<IgnoredAny>()?),
                rest => found.push((object.next_value()?, rest)),
            }
        }
        Ok(found)
    }

    fn visit_seq<A: SeqAccess<'j>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut found = Vec::new();
        while let Some(value) = list.next_element()? {
            found.push((value, self.rest("*")));
        }
        Ok(found)
    }

    // Other values are left to the reader of the whole payload.
    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }
}

/// Returns the object with labels as members, which override members of the same names.
fn with_labels<'j>(json: Cow<'j, str>, labels: &Labels) -> Result<Cow<'j, str>, ReadError> {
    if labels.is_empty() {
        return Ok(json);
    }
    let object = object(&json).ok_or_else(|| ReadError::new("it is no JSON object"))?;
    let mut parts: BTreeMap<&str, &[u8]> =
        object.iter().map(|(name, value)| (name.as_str(), value.get().as_bytes())).collect();
    let labels: Vec<_> =
        labels.iter().map(|(name, value)| (*name, serde_json::to_vec(value).unwrap_or_default())).collect();
    parts.extend(labels.iter().map(|(name, value)| (*name, value.as_slice())));
    String::from_utf8(join(&parts).into()).map(Cow::Owned).map_err(|_| ReadError::new("it is no JSON"))
}

/// Reads the output of an operation.
pub(super) fn output<T: Read>(payload: &[u8], json: JsonPaths) -> Result<T, ReadError> {
    let mut value = None;
    read(payload, json, &Labels::new(), &mut |source| T::read(source).map(|read| value = read))?;
    value.ok_or_else(|| ReadError::new("it is null"))
}

/// Reads a notification; `None` if the topic is not that of a notification.
pub(super) fn notification<N: Notification>(topic: &str, payload: &[u8]) -> Option<Result<N, ReadError>> {
    let (number, notified, labels) =
        N::MQTT.notifications.iter().enumerate().find_map(|(number, notified)| {
            topic::matched(notified.topic, topic).map(|labels| (number, notified, labels))
        })?;
    let mut value = None;
    let result =
        read(payload, notified.json, &labels, &mut |source| N::read(number, source).map(|read| value = read));
    let read = result.and_then(|()| value.ok_or_else(|| ReadError::new("it is null")));
    // An error about a member can quote its value, which may be a secret.
    Some(read.map_err(|error| if error.member().is_some() { error.without_values() } else { error }))
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
            (r#"{"execution":null,"document":{}}"#, r#"{"execution":null,"document":{}}"#),
            (r#"{"execution":7,"all":"text"}"#, r#"{"execution":7,"all":"text"}"#),
            (r#"{"all":[{"document":[1]},null,7]}"#, r#"{"all":[{"document":"[1]"},null,7]}"#),
            (r#"{"all":{"a":{"document":7}}}"#, r#"{"all":{"a":{"document":"7"}}}"#),
            ("[]", "[]"),
        ];
        for (json, expected) in cases {
            assert_eq!(as_texts(json, paths).unwrap(), expected, "{json}");
        }
        assert_eq!(as_texts("{", &[]).unwrap(), "{");
        assert!(as_texts("{", paths).is_err());
    }

    #[test]
    fn labels_are_members() {
        let labels = || Labels::from([("thing", "a\"b".to_owned())]);
        assert_eq!(
            with_labels(Cow::Borrowed(r#"{"thing":1,"x":2}"#), &labels()).unwrap(),
            r#"{"thing":"a\"b","x":2}"#
        );
        assert!(with_labels(Cow::Borrowed("[]"), &labels()).is_err());
    }
}

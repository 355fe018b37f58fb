//! Compares bodies: as values where they can be read, otherwise byte for byte.

use serde_json::Value;

use super::json;

/// Reads a body as the value that it stands for.
pub(crate) type Parse = fn(&[u8]) -> Option<Value>;

/// How two bodies differ.
pub(crate) fn difference(expected: &[u8], actual: &[u8], parse: Parse) -> Option<String> {
    if let (Some(expected), Some(actual)) = (parse(expected), parse(actual)) {
        return json::difference(&expected, &actual).map(|difference| format!("body{difference}"));
    }
    let [expected_text, actual_text] = [expected, actual].map(String::from_utf8_lossy);
    (expected != actual).then(|| format!("body: expected {expected_text:?}, found {actual_text:?}"))
}

/// How bodies of this type are read: JSON as JSON, others not at all.
pub(crate) fn of_type(media_type: &str) -> Parse {
    if media_type.contains("json") { |body| serde_json::from_slice(body).ok() } else { |_| None }
}

//! Compares bodies: as values if they can be parsed, otherwise byte for byte.

use serde_json::Value;

use super::json;

/// Parses a body as a value.
pub(crate) type Parse = fn(&[u8]) -> Option<Value>;

/// Returns how two bodies differ.
pub(crate) fn difference(expected: &[u8], actual: &[u8], parse: Parse) -> Option<String> {
    if let (Some(expected), Some(actual)) = (parse(expected), parse(actual)) {
        return json::difference(&expected, &actual).map(|difference| format!("body{difference}"));
    }
    let [expected_text, actual_text] = [expected, actual].map(String::from_utf8_lossy);
    (expected != actual).then(|| format!("body: expected {expected_text:?}, found {actual_text:?}"))
}

/// Returns the parser for bodies of this type: only JSON is parsed.
pub(crate) fn of_type(media_type: &str) -> Parse {
    if media_type.contains("json") { |body| serde_json::from_slice(body).ok() } else { |_| None }
}

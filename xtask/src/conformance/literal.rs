//! Rust literals in the form that a person would write.

use serde_json::Value;

/// The longest JSON on one line.
const WIDTH: usize = 70;

/// Returns a string literal: raw if the text contains quotes or backslashes, and a raw literal is possible.
pub(super) fn text(text: &str) -> String {
    let is_plain = text.chars().all(|c| !c.is_control() || c == '\n');
    if text.contains(['"', '\\']) && is_plain { raw(text) } else { format!("{text:?}") }
}

fn raw(text: &str) -> String {
    let mut hashes = "#".to_owned();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{text}\"{hashes}")
}

/// Returns a literal of bytes, as text if they are text.
pub(super) fn bytes(bytes: &[u8]) -> String {
    let is_text = |text: &&str| text.chars().all(|c| !c.is_control() || c.is_whitespace());
    match str::from_utf8(bytes).ok().filter(is_text) {
        Some(found) => text(found),
        None => format!("b\"{}\"", bytes.escape_ascii()),
    }
}

/// Returns a value as JSON text, over several lines if it is long.
pub(super) fn json(value: &Value, indentation: usize) -> String {
    let short = value.to_string();
    if short.len() <= WIDTH {
        return text(&short);
    }
    text(&format!("{value:#}").replace('\n', &format!("\n{:indentation$}", "")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn texts_stand_as_they_are_where_rust_lets_them() {
        let cases = [
            ("it's", r#""it's""#),
            (r#"{"a": "\\"}"#, r##"r#"{"a": "\\"}"#"##),
            (r##"a"#b"##, r###"r##"a"#b"##"###),
            ("\"\r", r#""\"\r""#),
        ];
        for (given, expected) in cases {
            assert_eq!(text(given), expected);
        }
        assert_eq!(bytes(b"\xa1\"\0"), r#"b"\xa1\"\x00""#);
        assert_eq!(bytes(b"frog"), "\"frog\"");
    }

    #[test]
    fn long_json_has_lines() {
        let word = "frog".repeat(20);
        let expected = format!("r#\"{{\n      \"a\": \"{word}\"\n    }}\"#");
        assert_eq!(json(&json!({"a": word}), 4), expected);
    }
}

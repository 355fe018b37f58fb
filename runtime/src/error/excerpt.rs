//! Makes text from outside fit for one line of a log.

use std::borrow::Cow;
use std::fmt::{self, Write};

/// How many bytes of a body are shown.
pub(super) const LENGTH: usize = 128;

/// How many bytes of a longer text are shown at its beginning, and how many at its end.
const HEAD: usize = 800;
const TAIL: usize = 200;

/// Shortens a text to about a thousand bytes by leaving out its middle.
pub(crate) fn shortened(text: &str) -> Cow<'_, str> {
    if text.len() <= HEAD + TAIL {
        return Cow::Borrowed(text);
    }
    let mut parts = (HEAD, text.len() - TAIL);
    while !text.is_char_boundary(parts.0) {
        parts.0 -= 1;
    }
    while !text.is_char_boundary(parts.1) {
        parts.1 += 1;
    }
    let part = |range| text.get(range).unwrap_or_default();
    Cow::Owned(format!("{}…{}", part(0..parts.0), part(parts.1..text.len())))
}

/// Text on one line, shortened: white space becomes a space, and what can't be printed becomes U+FFFD.
pub(super) struct OneLine<'a>(pub(super) &'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shortened(self.0).chars().try_for_each(|char| f.write_char(printable(char)))
    }
}

fn printable(char: char) -> char {
    if char.is_whitespace() {
        ' '
    } else if matches!(char, '"' | '\'' | '\\') || char.escape_debug().len() == 1 {
        char
    } else {
        // An escape sequence or a change of the writing direction could make a log show something else.
        char::REPLACEMENT_CHARACTER
    }
}

/// Returns the beginning of a body, on one line and in at most 128 characters.
pub(super) fn beginning(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body.get(..LENGTH).unwrap_or(body));
    // Drops a character that the cut has split, because it is not a defect of the body.
    let text = if body.len() > LENGTH { text.trim_end_matches(char::REPLACEMENT_CHARACTER) } else { &text };
    OneLine(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_begins_on_one_line() {
        for (body, shown) in [
            ("", ""),
            ("<html>\r\n<b class=\"x\">", "<html>  <b class=\"x\">"),
            ("a\u{1b}[31m\u{202e}é\0", "a\u{fffd}[31m\u{fffd}é\u{fffd}"),
            ("C:\\it's", "C:\\it's"),
        ] {
            assert_eq!(beginning(body.as_bytes()), shown);
        }
        assert_eq!(beginning(b"a\xff"), "a\u{fffd}");
    }

    #[test]
    fn a_long_text_keeps_its_beginning_and_its_end() {
        assert_eq!(shortened(&"é".repeat(500)), "é".repeat(500));
        let long = format!("x{}y", "é".repeat(4 << 20));
        assert_eq!(shortened(&long), format!("x{}…{}y", "é".repeat(399), "é".repeat(99)));
    }

    #[test]
    fn a_long_body_is_cut_between_characters() {
        assert_eq!(beginning("é".repeat(100).as_bytes()), "é".repeat(64));
        assert_eq!(beginning(format!("x{}", "é".repeat(100)).as_bytes()), format!("x{}", "é".repeat(63)));
        assert_eq!(beginning(&[0; 1000]).chars().count(), 128);
    }
}

//! Text functions of endpoint rules.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All characters except letters, digits, `-`, `.`, `_` and `~`.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Returns the characters from `start` up to `stop`, counted from the end if `reverse` is set.
///
/// `None` for an empty range, one that goes beyond the text, and a text that is not ASCII.
pub fn substring(text: &str, start: usize, stop: usize, reverse: bool) -> Option<&str> {
    let (start, stop) =
        if reverse { (text.len().checked_sub(stop)?, text.len().checked_sub(start)?) } else { (start, stop) };
    text.get(start..stop).filter(|range| text.is_ascii() && !range.is_empty())
}

/// Percent-encodes every character that RFC 3986 does not call unreserved.
pub fn uri_encode(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, RESERVED).into()
}

/// Splits a text at a delimiter into at most `limit` parts, of which the last is the rest; 0 means no limit.
///
/// An empty delimiter does not occur in any text.
pub fn split<'t>(text: &'t str, delimiter: &str, limit: usize) -> Vec<&'t str> {
    match limit {
        _ if delimiter.is_empty() => vec![text],
        0 => text.split(delimiter).collect(),
        _ => text.splitn(limit, delimiter).collect(),
    }
}

/// Returns an element of a list by its position: from 0, or if negative from the end, where -1 is the last.
pub fn element<T>(list: &[T], index: i32) -> Option<&T> {
    let distance = usize::try_from(index.unsigned_abs()).ok()?;
    if index < 0 { list.get(list.len().checked_sub(distance)?) } else { list.get(distance) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn substrings() {
        let cases = [
            ("abcde", 0, 2, false, Some("ab")),
            ("abcde", 0, 2, true, Some("de")),
            ("abcde", 1, 3, true, Some("cd")),
            ("abcde", 0, 5, true, Some("abcde")),
            ("abcde", 0, 6, false, None),
            ("abcde", 0, 6, true, None),
            ("abcde", 2, 2, false, None),
            ("abcde", 3, 2, false, None),
            ("abcde", 3, 2, true, None),
            ("äbcde", 2, 3, false, None),
            ("", 0, 0, false, None),
        ];
        for (text, start, stop, reverse, expected) in cases {
            assert_eq!(substring(text, start, stop, reverse), expected, "{text} {start} {stop} {reverse}");
        }
    }

    #[test]
    fn encoding() {
        assert_eq!(uri_encode("a-Z_0.~"), "a-Z_0.~");
        assert_eq!(uri_encode("a b/ü%"), "a%20b%2F%C3%BC%25");
    }

    #[test]
    fn parts() {
        let cases: [(&str, &str, usize, &[&str]); 7] = [
            ("a--b--c", "--", 0, &["a", "b", "c"]),
            ("a--b--c", "--", 1, &["a--b--c"]),
            ("a--b--c", "--", 2, &["a", "b--c"]),
            ("--a--", "--", 0, &["", "a", ""]),
            ("", "--", 0, &[""]),
            ("abc", "--", 0, &["abc"]),
            ("abc", "", 0, &["abc"]),
        ];
        for (text, delimiter, limit, expected) in cases {
            assert_eq!(split(text, delimiter, limit), expected, "{text} {delimiter} {limit}");
        }
    }

    #[test]
    fn elements() {
        let cases = [
            (0, Some('a')),
            (2, Some('c')),
            (3, None),
            (-1, Some('c')),
            (-3, Some('a')),
            (-4, None),
            (i32::MIN, None),
        ];
        for (index, expected) in cases {
            assert_eq!(element(&['a', 'b', 'c'], index).copied(), expected, "{index}");
        }
    }
}

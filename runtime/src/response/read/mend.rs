//! Repairs JSON: text that is not Unicode becomes U+FFFD, so that the rest can be read.

use std::borrow::Cow;

/// Returns the JSON with U+FFFD instead of invalid UTF-8 and unpaired surrogates; `None` if it has none.
pub(crate) fn mended(json: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(json);
    let lossy = matches!(text, Cow::Owned(_));
    let mut bytes = text.into_owned().into_bytes();
    // All replacements are ASCII.
    (halves(&mut bytes) | lossy).then(|| String::from_utf8(bytes).unwrap_or_default())
}

/// Replaces unpaired surrogates; `true` if there were any. A backslash can occur only in strings.
fn halves(bytes: &mut [u8]) -> bool {
    let (mut place, mut found) = (0, false);
    while let Some(byte) = bytes.get(place) {
        place += match (byte, escaped(bytes, place)) {
            (b'\\', Some(0xd800..=0xdbff)) if matches!(escaped(bytes, place + 6), Some(0xdc00..=0xdfff)) => {
                12
            }
            (b'\\', Some(0xd800..=0xdfff)) => {
                if let Some(digits) = bytes.get_mut(place + 2..place + 6) {
                    digits.copy_from_slice(b"fffd");
                }
                found = true;
                6
            }
            (b'\\', _) => 2,
            _ => 1,
        };
    }
    found
}

/// Returns the code unit of an escape like `\ud83d` at this place.
fn escaped(bytes: &[u8], place: usize) -> Option<u32> {
    let digits = bytes.get(place..place + 6)?.strip_prefix(b"\\u")?;
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_no_text_is_replaced() {
        for (json, expected) in [
            (&br#""\ud83d""#[..], Some(r#""\ufffd""#)),
            (br#""a\uDE00b""#, Some(r#""a\ufffdb""#)),
            (br#""\ud83d\ud83d\ude00""#, Some(r#""\ufffd\ud83d\ude00""#)),
            (br#""\ud83d\u0041""#, Some(r#""\ufffd\u0041""#)),
            (br#""\\ud83d \ud83d\ude00 \n \u12""#, None),
            (br#"["\ud83d"#, Some(r#"["\ufffd"#)),
            (br#""\ud83"#, None),
            (b"\"a\xff\"", Some("\"a\u{fffd}\"")),
            ("\"é\"".as_bytes(), None),
            (b"", None),
            (b"\\", None),
        ] {
            assert_eq!(mended(json).as_deref(), expected, "{}", json.escape_ascii());
        }
    }
}

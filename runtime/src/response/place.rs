//! Which member of a JSON text is at a place that an error tells.

/// The longest name of a member that is shown.
const LONGEST: usize = 64;

/// How many steps of a path are shown.
const MOST: usize = 16;

/// The way from the root of a text to a value.
enum Step<'j> {
    /// The member of an object, once its name is known.
    Member(&'j [u8]),
    /// The element of an array.
    Element(usize),
}

/// The path to the value that ends at a line and a column, which both count from 1, such as `jobs[3].queuedAt`; empty at
/// the root.
pub(super) fn path(json: &[u8], line: usize, column: usize) -> String {
    let before: usize =
        json.split_inclusive(|byte| *byte == b'\n').take(line.saturating_sub(1)).map(<[u8]>::len).sum();
    let end = before + column;
    let mut steps: Vec<Step<'_>> = Vec::new();
    let (mut place, mut is_name) = (0, false);
    while let Some(token) = json.get(place..).map(token).filter(|token| !token.is_empty()) {
        place += token.len();
        match token {
            b"}" | b"]" => drop(steps.pop()),
            b"{" | b"[" if place >= end => break,
            b"{" => steps.push(Step::Member(b"")),
            b"[" => steps.push(Step::Element(0)),
            _ => {}
        }
        if place >= end {
            break;
        }
        match (token, steps.last_mut()) {
            (b",", Some(Step::Element(number))) => *number += 1,
            ([b'"', ..], Some(Step::Member(name))) if is_name => *name = token,
            _ => {}
        }
        is_name = match token {
            b"{" | b"," => matches!(steps.last(), Some(Step::Member(_))),
            _ => is_name && token.iter().all(u8::is_ascii_whitespace),
        };
    }
    shown(&steps)
}

/// A string, a run of white space or of other characters, or a single mark.
fn token(json: &[u8]) -> &[u8] {
    let is_mark = |byte: &u8| b"{}[],:".contains(byte);
    let length = match json.first() {
        Some(b'"') => string(json),
        Some(byte) if is_mark(byte) => 1,
        Some(byte) if byte.is_ascii_whitespace() => run(json, u8::is_ascii_whitespace),
        Some(_) => run(json, |byte| !is_mark(byte) && *byte != b'"' && !byte.is_ascii_whitespace()),
        None => 0,
    };
    json.get(..length).unwrap_or(json)
}

/// How many bytes a string has with its quotes.
fn string(json: &[u8]) -> usize {
    let mut escaped = false;
    let ends = |byte: &u8| {
        let ends = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        ends
    };
    json.iter().skip(1).position(ends).map_or(json.len(), |place| place + 2)
}

fn run(json: &[u8], belongs: impl Fn(&u8) -> bool) -> usize {
    json.iter().position(|byte| !belongs(byte)).unwrap_or(json.len())
}

fn shown(steps: &[Step<'_>]) -> String {
    let mut path = String::new();
    for step in steps.iter().take(MOST) {
        match step {
            Step::Element(number) => path.extend(["[", &number.to_string(), "]"]),
            Step::Member(name) => {
                let dot = if path.is_empty() { "" } else { "." };
                path.push_str(dot);
                path.push_str(plain(name).unwrap_or("…"));
            }
        }
    }
    if steps.len() > MOST { path + "…" } else { path }
}

/// A name that may come from a model. Any other is a key of a map, and may be anything.
fn plain(name: &[u8]) -> Option<&str> {
    let name = std::str::from_utf8(name.strip_prefix(b"\"")?.strip_suffix(b"\"")?).ok()?;
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-$.".contains(&byte);
    (name.len() <= LONGEST && !name.is_empty() && name.bytes().all(is_plain)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_member_that_ends_there_is_named() {
        let json = "{\"a\": 1,\n \"jobs\" : [ {\"x\":\"},{\\\"\"}, {\"at\":  17 , \"of\":[[2]]} ], \"no name\": {\"b\":true}}";
        for (until, expected) in [
            ("{", ""),
            ("{\"a\": 1", "a"),
            ("\"x\":\"},{\\\"\"", "jobs[0].x"),
            ("\"at\":  17", "jobs[1].at"),
            ("[[2", "jobs[1].of[0][0]"),
            ("[[2]", "jobs[1].of[0]"),
            ("[[2]]}", "jobs[1]"),
            ("true", "….b"),
            ("true}}", ""),
        ] {
            let end = json.find(until).expect(until) + until.len();
            let before = &json[..end];
            let (line, column) = match before.rsplit_once('\n') {
                Some((lines, last)) => (lines.matches('\n').count() + 2, last.len()),
                None => (1, before.len()),
            };
            assert_eq!(path(json.as_bytes(), line, column), expected, "{until}");
        }
        let deep = "[".repeat(100_000);
        assert_eq!(path(deep.as_bytes(), 1, 100_000), "[0]".repeat(MOST) + "…");
        for text in ["", "\"", "\"\\", "}", "{\"", "{\"a", "]]]", "\u{0}"] {
            let _ = path(text.as_bytes(), 7, 99);
        }
    }
}

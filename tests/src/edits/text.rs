//! Edits of JSON that preserve the rest of the text, and so its lines.
//!
//! A path is keys with slashes between. For a key that is an absolute shape ID, the part after the `#` is enough:
//! `JobExecution/members/status`, `JobExecution/traits/documentation` and, because keys in between may be left out,
//! `JobExecution/status`. The empty path is the whole text.

use std::ops::Range;

/// Returns the line, from 1, of the key at a path.
pub fn line(text: &str, path: &str) -> usize {
    let (key, _) = find(text, path);
    text[..key.start].matches('\n').count() + 1
}

/// Key and value, without the quotes of the key.
type Entry = (Range<usize>, Range<usize>);

/// Finds each key in the value of the previous one; of several it takes the one in the fewest objects, and then the
/// first.
fn find(text: &str, path: &str) -> Entry {
    let start = text.find(|c: char| !c.is_whitespace()).expect("the text is not empty");
    let mut entry = (start..start, start..text.trim_end().len());
    for name in path.split('/').filter(|name| !name.is_empty()) {
        let (key, value) = key(text, &entry.1, name).unwrap_or_else(|| panic!("`{path}` is not there"));
        entry = (key, value..end_of_value(text, value));
    }
    entry
}

/// Returns the key with a name in a range: its own range, and where its value begins.
fn key(text: &str, within: &Range<usize>, name: &str) -> Option<(Range<usize>, usize)> {
    let needle = format!("{name}\":");
    let starts = text[within.clone()].match_indices(&needle).map(|(at, _)| within.start + at);
    let starts = starts.filter(|at| text[..*at].ends_with(['"', '#']));
    let at = starts.min_by_key(|at| depth(&text[within.start..*at]))?;
    let start = text[..at].rfind('"').map_or(at, |quote| quote + 1);
    let after = at + needle.len();
    let blank = text[after..].len() - text[after..].trim_start().len();
    Some((start..at + name.len(), after + blank))
}

/// Returns how many objects and lists are open at the end of a part of the text.
fn depth(text: &str) -> usize {
    let count = |brackets: [char; 2]| text.matches(brackets).count();
    count(['{', '[']).saturating_sub(count(['}', ']']))
}

fn end_of_value(text: &str, start: usize) -> usize {
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    for (index, c) in text[start..].char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if in_text => escaped = true,
            '"' => in_text = !in_text,
            _ if in_text => {}
            '{' | '[' => depth += 1,
            '}' | ']' if depth == 1 => return start + index + 1,
            ',' | '}' | ']' | '\n' if depth == 0 => return start + index,
            '}' | ']' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// Sets the key at a path to another value.
pub(super) fn set(text: &str, path: &str, value: &str) -> String {
    let (_, range) = find(text, path);
    format!("{}{value}{}", &text[..range.start], &text[range.end..])
}

/// Removes the key at a path, with its value and the comma that separates it from others.
pub(super) fn remove(text: &str, path: &str) -> String {
    let (key, value) = find(text, path);
    let (before, after) = (&text[..key.start - 1], &text[value.end..]);
    match after.trim_start().strip_prefix(',') {
        Some(after) => format!("{before}{}", after.trim_start()),
        None => format!("{}{after}", before.trim_end().trim_end_matches(',')),
    }
}

/// Puts an entry before the others of the object at a path.
pub(super) fn insert(text: &str, path: &str, entry: &str) -> String {
    let (_, value) = find(text, path);
    let (before, after) = text.split_at(value.start + 1);
    let comma = if after.trim_start().starts_with(['}', ']']) { "" } else { ",\n" };
    format!("{before}{entry}{comma}{after}")
}

/// Renames the key at a path.
pub(super) fn rename(text: &str, path: &str, name: &str) -> String {
    let (key, _) = find(text, path);
    format!("{}{name}{}", &text[..key.start], &text[key.end..])
}

/// Replaces `from` by `to`, everywhere in the entry at a path.
pub(super) fn replace(text: &str, path: &str, from: &str, to: &str) -> String {
    let (key, value) = find(text, path);
    let part = &text[key.start..value.end];
    assert!(part.contains(from), "`{from}` is not at `{path}`");
    format!("{}{}{}", &text[..key.start], part.replace(from, to), &text[value.end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "{\n  \"a#B\": {\"c\": 1,\n    \"d\": \"}\\\"\"},\n  \"e\": []\n}\n";

    #[test]
    fn edits_keep_the_rest() {
        assert_eq!((line(TEXT, ""), line(TEXT, "B"), line(TEXT, "B/d"), line(TEXT, "e")), (1, 2, 3, 4));
        assert_eq!(set(TEXT, "B/d", "2"), TEXT.replace("\"}\\\"\"", "2"));
        assert_eq!(remove(TEXT, "B/c"), TEXT.replace("\"c\": 1,\n    ", ""));
        assert_eq!(remove(TEXT, "B/d"), TEXT.replace(",\n    \"d\": \"}\\\"\"", ""));
        assert_eq!(insert(TEXT, "B", "\"f\": 0"), TEXT.replace("\"c\"", "\"f\": 0,\n\"c\""));
        assert_eq!(insert(TEXT, "e", "0"), TEXT.replace("[]", "[0]"));
        assert_eq!(rename(TEXT, "B", "a#C"), TEXT.replace("a#B", "a#C"));
        assert_eq!(replace(TEXT, "B", "1", "3"), TEXT.replace('1', "3"));
    }
}

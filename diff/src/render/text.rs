//! Escapes text of a model for Markdown: nothing in it can end a span, begin a tag or control a terminal.

/// How many characters of one value are shown; documentation can be pages long.
const CHARACTERS: usize = 160;

/// Formats a sentence with names in backticks; adds a missing capital or full stop.
pub(super) fn sentence(text: &str) -> String {
    let prose = prose(text);
    let mut rest = prose.chars();
    let capital: String = rest.next().into_iter().flat_map(char::to_uppercase).collect();
    let stop = if prose.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{capital}{}{stop}", rest.as_str())
}

/// Formats one line of text with names in backticks. If these don't come in pairs, they are escaped like other
/// characters.
pub(super) fn prose(text: &str) -> String {
    let text = line(text);
    if !text.matches('`').count().is_multiple_of(2) {
        return escape(&text);
    }
    let parts = text.split('`').enumerate();
    parts.map(|(index, part)| if index % 2 == 0 { escape(part) } else { code(part) }).collect()
}

/// Returns a code span. Text longer than [`CHARACTERS`] ends in an ellipsis.
pub(super) fn code(text: &str) -> String {
    let text = clip(&line(text));
    if text.is_empty() {
        return "`\"\"`".to_owned();
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Returns `old -> new`, or the only existing value.
pub(super) fn values(old: Option<&str>, new: Option<&str>) -> Option<String> {
    match (old, new) {
        (Some(old), Some(new)) => Some(format!("{} -> {}", code(old), code(new))),
        (Some(old), None) => Some(format!("before: {}", code(old))),
        (None, Some(new)) => Some(format!("now: {}", code(new))),
        (None, None) => None,
    }
}

/// `1 change`, `2 changes`.
pub(super) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// Puts text on one line: white space becomes a single space, and other invisible characters are escaped.
pub(super) fn line(text: &str) -> String {
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let visible = |c: char| if is_hidden(c) { c.escape_default().to_string() } else { c.to_string() };
    joined.chars().map(visible).collect()
}

/// Whether a character is a control, or changes the writing direction.
fn is_hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn clip(text: &str) -> String {
    match text.char_indices().nth(CHARACTERS) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// Escapes the characters with a meaning in Markdown, including GitHub's. An underscore within a word has none.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let within_word =
            before.is_alphanumeric() && rest.peek().is_some_and(|after| after.is_alphanumeric());
        if matches!(c, '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$')
            || c == '_' && !within_word
        {
            escaped.push('\\');
        }
        escaped.push(c);
        before = c;
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_means_anything_to_markdown() {
        let cases = [
            ("`A$b` is gone", "`A$b` is gone"),
            ("TIMED_OUT and _b_", "TIMED_OUT and \\_b\\_"),
            ("a|b <script> *c* [d](e) &lt; \\", "a\\|b \\<script\\> \\*c\\* \\[d\\](e) \\&lt; \\\\"),
            ("one `odd backtick", "one \\`odd backtick"),
            ("lines\n\n# of\ttext", "lines # of text"),
            ("\u{1b}[31mred \u{202e}", "\\\\u{1b}\\[31mred \\\\u{202e}"),
        ];
        for (text, expected) in cases {
            assert_eq!(prose(text), expected, "{text}");
        }
    }

    #[test]
    fn code_spans_end_where_their_text_does() {
        for (text, expected) in
            [("a", "`a`"), ("", "`\"\"`"), ("a`b", "``a`b``"), ("``", "``` `` ```"), ("a\r\n|b", "`a |b`")]
        {
            assert_eq!(code(text), expected);
        }
        assert_eq!(code(&"ä".repeat(1000)), format!("`{}…`", "ä".repeat(CHARACTERS)));
    }

    #[test]
    fn sentences_have_a_capital_and_one_full_stop() {
        for (text, expected) in [("a b", "A b."), ("`a` b.", "`a` b."), ("ä?", "Ä?"), ("", ".")] {
            assert_eq!(sentence(text), expected);
        }
    }
}

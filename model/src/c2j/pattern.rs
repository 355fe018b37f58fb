//! Anchors the patterns of C2J for Smithy: a C2J pattern matches the whole text, a Smithy pattern any part of it.

/// Adds a `^` before the pattern and a `$` behind it if they are missing.
///
/// A pattern of alternatives without any anchor is grouped first. A pattern that has an anchor somewhere gets anchors
/// only at its ends, as in AWS's own conversion, although this leaves some alternatives open on one side: guessing
/// anchors for the others would change the meaning silently.
pub(super) fn anchored(pattern: &str) -> String {
    let features = scan(pattern);
    if features.alternatives && !features.anchors {
        return format!("^(?:{pattern})$");
    }
    let head = if pattern.starts_with('^') { "" } else { "^" };
    let tail = if features.ends_anchored { "" } else { "$" };
    format!("{head}{pattern}{tail}")
}

#[derive(Default)]
struct Features {
    /// There is a `|` outside every group.
    alternatives: bool,
    /// There is a `^` or a `$` somewhere.
    anchors: bool,
    /// The last character is a `$`.
    ends_anchored: bool,
}

/// Scans a pattern for syntax, which is what is neither escaped nor in a character class.
fn scan(pattern: &str) -> Features {
    let mut features = Features::default();
    let mut depth = 0_usize;
    let mut characters = pattern.chars().peekable();
    while let Some(character) = characters.next() {
        features.ends_anchored = character == '$';
        features.anchors |= matches!(character, '^' | '$');
        features.alternatives |= character == '|' && depth == 0;
        match character {
            '\\' => _ = characters.next(),
            '[' => skip_class(&mut characters),
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    features
}

/// Skips the `]` that closes a class. A `]` in first position is a member of the class.
fn skip_class(characters: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    characters.next_if_eq(&'^');
    characters.next_if_eq(&']');
    while let Some(character) = characters.next() {
        match character {
            '\\' => _ = characters.next(),
            ']' => return,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::anchored;

    #[test]
    fn patterns_are_anchored_at_both_ends() {
        let cases = [
            ("[a-z]+", "^[a-z]+$"),
            ("^[a-z]+", "^[a-z]+$"),
            ("[a-z]+$", "^[a-z]+$"),
            ("^[a-z]+$", "^[a-z]+$"),
            (".*", "^.*$"),
            ("", "^$"),
            // Alternatives.
            ("a|b", "^(?:a|b)$"),
            ("(a|b)", "^(a|b)$"),
            ("(a|b)|c", "^(?:(a|b)|c)$"),
            ("(a|b)c", "^(a|b)c$"),
            ("[a-z]+|^\\$next", "^[a-z]+|^\\$next$"),
            ("^a|b$", "^a|b$"),
            ("^a$|^b", "^a$|^b$"),
            ("(^a)|b", "^(^a)|b$"),
            // What only looks like syntax.
            ("a\\|b", "^a\\|b$"),
            ("[a|b]", "^[a|b]$"),
            ("[^|]", "^[^|]$"),
            ("[]|]", "^[]|]$"),
            ("[^]|]", "^[^]|]$"),
            ("[\\]|]", "^[\\]|]$"),
            ("[[|]", "^[[|]$"),
            ("\\[a|b\\]", "^(?:\\[a|b\\])$"),
            ("\\(a|b\\)", "^(?:\\(a|b\\))$"),
            ("a\\$", "^a\\$$"),
            ("a\\\\$", "^a\\\\$"),
            ("\\^a", "^\\^a$"),
            ("[$]|[^x]", "^(?:[$]|[^x])$"),
            ("[$", "^[$$"),
            ("ü|ö", "^(?:ü|ö)$"),
            ("a)|b", "^(?:a)|b)$"),
        ];
        for (given, expected) in cases {
            assert_eq!(anchored(given), expected, "{given}");
        }
    }
}

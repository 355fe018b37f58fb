//! Anchors the patterns of C2J, which match a whole text, for Smithy, where a pattern finds itself in one.

/// The pattern with `^` before and `$` behind it where they are missing.
///
/// A pattern of alternatives without any anchor is grouped first. One that has anchors somewhere is completed at
/// its ends alone, as AWS's own conversion does, although that leaves some alternatives open on one side: where
/// the author put anchors, guessing at what the others should have been would change the meaning silently.
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

/// Looks at what is syntax in a pattern: not escaped, and not in a character class.
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

/// Goes past the `]` that closes a class; one that stands first is a member of the class.
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

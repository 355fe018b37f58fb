//! Compares text for people: documentation, deprecations and notes.

use super::comparison::{Comparison, Found, Subject};
use super::rules::text::{
    BECAME_UNSTABLE, DEPRECATED, DEPRECATION_CHANGED, DOCUMENTATION_CHANGED, EXTERNAL_DOCUMENTATION_CHANGED,
    NO_LONGER_DEPRECATED, NO_LONGER_UNSTABLE, SINCE_CHANGED,
};
use smithy_model::ir::{Deprecation, Notes};

/// How many characters of a text are shown around the first difference.
const SHOWN: usize = 80;

/// How many of them are before the difference.
const BEFORE: usize = 20;

/// Compares the documentation of an element.
pub(super) fn documentation(
    comparison: &mut Comparison<'_>,
    subject: &Subject<'_>,
    old: Option<&str>,
    new: Option<&str>,
) {
    let text = |text: Option<&str>| text.unwrap_or_default().trim().to_owned();
    let (old, new) = (text(old), text(new));
    if old == new {
        return;
    }
    let what = match (old.is_empty(), new.is_empty()) {
        (true, _) => "is documented",
        (_, true) => "is no longer documented",
        _ => "is documented in other words",
    };
    let common = old.chars().zip(new.chars()).take_while(|(old, new)| old == new).count();
    let part = |text: &str| Some(excerpt(text, common)).filter(|text| !text.is_empty());
    let found = Found::new(format!("`{}` {what}", subject.name));
    comparison.report(&DOCUMENTATION_CHANGED, subject, found.values(part(&old), part(&new)));
}

/// Returns the part of a text around a character, on one line.
fn excerpt(text: &str, at: usize) -> String {
    let start = at.saturating_sub(BEFORE);
    let part: String = text.chars().skip(start).take(SHOWN).collect();
    let part = part.split_whitespace().collect::<Vec<_>>().join(" ");
    let (before, after) = (start > 0, text.chars().nth(start + SHOWN).is_some());
    format!("{}{part}{}", if before { "…" } else { "" }, if after { "…" } else { "" })
}

/// Compares the deprecation of an element.
pub(super) fn deprecation(
    comparison: &mut Comparison<'_>,
    subject: &Subject<'_>,
    old: Option<&Deprecation>,
    new: Option<&Deprecation>,
) {
    let (rule, what) = match (old, new) {
        (None, Some(_)) => (&DEPRECATED, "is deprecated"),
        (Some(_), None) => (&NO_LONGER_DEPRECATED, "is no longer deprecated"),
        (Some(old), Some(new)) if old != new => {
            (&DEPRECATION_CHANGED, "is deprecated for another reason, or since another time")
        }
        _ => return,
    };
    let found = Found::new(format!("`{}` {what}", subject.name));
    comparison.report(rule, subject, found.values(old.and_then(words), new.and_then(words)));
}

/// Returns since when, and what to do instead.
fn words(deprecation: &Deprecation) -> Option<String> {
    let Deprecation { message, since } = deprecation;
    let since = since.as_ref().map(|since| format!("since {since}"));
    let words: Vec<_> = since.into_iter().chain(message.clone()).collect();
    Some(words.join(": ")).filter(|words| !words.is_empty())
}

/// Compares the other notes of the model about an element.
pub(super) fn notes(comparison: &mut Comparison<'_>, subject: &Subject<'_>, old: &Notes, new: &Notes) {
    // Suppressions concern this program's diagnostics about the model, and are not facts of the service.
    let Notes { since, unstable, external_documentation, suppressed: _ } = new;
    let name = &subject.name;
    if old.since != *since {
        let found = Found::new(format!("`{name}` is marked as present since another version or date"));
        comparison.report(&SINCE_CHANGED, subject, found.values(old.since.clone(), since.clone()));
    }
    if old.unstable != *unstable {
        let (rule, what) = if *unstable {
            (&BECAME_UNSTABLE, "may still change")
        } else {
            (&NO_LONGER_UNSTABLE, "is settled")
        };
        comparison.report(rule, subject, Found::new(format!("`{name}` {what}")));
    }
    if old.external_documentation != *external_documentation {
        let found = Found::new(format!("`{name}` links to other pages"));
        let found = found.values(pages(&old.external_documentation), pages(external_documentation));
        comparison.report(&EXTERNAL_DOCUMENTATION_CHANGED, subject, found);
    }
}

/// Lists titles and addresses.
fn pages(pages: &[(String, String)]) -> Option<String> {
    let words: Vec<_> = pages.iter().map(|(title, url)| format!("{title}: {url}")).collect();
    Some(words.join("; ")).filter(|words| !words.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excerpts_are_of_the_first_difference() {
        let long = format!("{} end", "word ".repeat(60));
        assert_eq!(excerpt("a\nb", 0), "a b");
        assert_eq!(excerpt(&long, 0), format!("{}…", "word ".repeat(16).trim()));
        assert_eq!(excerpt(&long, 300), "…word word word word end");
        assert_eq!(excerpt("", 7), "");
    }
}

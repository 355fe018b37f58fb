//! Masks secrets in text that may contain the URL of an endpoint.

use std::borrow::Cow;

/// The replacement of a secret.
const MASK: &str = "…";

/// Returns the text with `…` instead of each URL that may contain a password or a query.
///
/// An invalid URL is masked too: a typing error must not reveal a password.
pub fn masked(text: &str) -> Cow<'_, str> {
    let Some((from, to)) = first_secret(text) else { return Cow::Borrowed(text) };
    let (before, after) = (text.get(..from).unwrap_or_default(), text.get(to..).unwrap_or_default());
    Cow::Owned(format!("{before}{MASK}{}", masked(after)))
}

/// Returns the range of the first secret.
fn first_secret(text: &str) -> Option<(usize, usize)> {
    // A password can contain white space and quotes, so it extends to the last `@`.
    if let Some(at) = text.rfind('@') {
        let user = words(text).find(|(from, word)| *from <= at && word.trim_end_matches(':').contains(':'));
        let last = words(text).find(|(from, word)| from + word.len() > at)?;
        let from = user.map_or(last.0, |(from, _)| from.min(last.0));
        return Some((from, last.0 + last.1.len()));
    }
    let has_query = |word: &str| word.split_once("://").is_some_and(|(_, rest)| rest.contains(['?', '#']));
    words(text).find(|(_, word)| has_query(word)).map(|(from, word)| (from, from + word.len()))
}

/// Splits at white space and quotes; returns each part with its position.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let ends = |char: char| char.is_whitespace() || matches!(char, '"' | '\'' | '`');
    let mut place = 0;
    text.split_inclusive(ends).map(move |word| {
        let from = place;
        place += word.len();
        (from, word.trim_end_matches(ends))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_of_a_url_is_left() {
        let cases = [
            ("", ""),
            ("eu-west-1", "eu-west-1"),
            ("https://a.example:8443/base", "https://a.example:8443/base"),
            (
                "Custom endpoint `https://a.example` is not one: why?",
                "Custom endpoint `https://a.example` is not one: why?",
            ),
            ("https://me:hunter2@a.example", "…"),
            ("http://me:hunter2?x@h", "…"),
            ("me:hunter2@h", "…"),
            ("htp:/me:hunter2/x?y#z@h", "…"),
            ("http://me:hun \"ter2`@h", "…"),
            ("https://a.example?key=hunter2", "…"),
            ("https://a.example/x#hunter2", "…"),
            ("endpoint `http://me:hunter2?x@h` is not valid", "endpoint `…` is not valid"),
            (
                "Invalid: `https://a.example?k=hunter2` and `https://b.example#hunter2`",
                "Invalid: `…` and `…`",
            ),
            ("é https://a.example?é é", "é … é"),
            ("@", "…"),
        ];
        for (text, expected) in cases {
            assert_eq!(masked(text), expected, "{text}");
        }
    }
}

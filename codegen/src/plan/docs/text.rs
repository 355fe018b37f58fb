//! Handles the characters of documentation: which are kept, and which are escaped.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// Drops the characters that are not allowed in a comment.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_allowed) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|&c| is_allowed(c)).collect())
    }
}

/// Whether a character is allowed. Control characters are invisible, and rustc rejects the marks that reorder text,
/// because they can hide what a comment says.
fn is_allowed(c: char) -> bool {
    let reorders = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    !reorders && c != '\u{feff}' && (c == '\n' || c == '\t' || !c.is_control())
}

/// Escapes what Markdown would read as markup.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    // Most words are of this kind, which needs no more checks.
    if text.bytes().all(|b| b.is_ascii_alphanumeric() || b".,:;()-\"'".contains(&b)) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 4);
    let mut previous = None;
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map(|&(_, next)| next);
        let special = match c {
            '[' | ']' | '`' | '*' | '~' => true,
            '\\' => next.is_none_or(|next| next.is_ascii_punctuation()),
            '_' => !(is_inner(previous) && is_inner(next)),
            '<' => next != Some('='),
            // A following piece could turn a scheme into an address.
            '/' => next.is_none() && text.ends_with("://"),
            '&' => text.get(at + 1..).is_some_and(reference_like),
            _ => false,
        };
        if special {
            escaped.push('\\');
        }
        escaped.push(c);
        previous = Some(c);
    }
    Cow::Owned(escaped)
}

/// An underscore between such characters is part of a word and opens no emphasis.
fn is_inner(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_alphanumeric() || c == '_')
}

fn reference_like(text: &str) -> bool {
    let name = text.trim_start_matches(|c: char| c == '#' || c.is_ascii_alphanumeric());
    name.len() < text.len() && name.starts_with(';')
}

/// Names of products that look like names of types.
pub(super) const PRODUCTS: &str = "AppSync CloudFormation CloudFront CloudHub CloudSearch CloudTrail CloudWatch \
    CodeBuild CodeCommit CodeDeploy CodePipeline EventBridge GitHub GuardDuty JavaScript OpenSearch PowerShell \
    PrivateLink QuickSight SageMaker TypeScript WebSocket WorkMail WorkSpaces";

/// Whether a word consists of two or more words with a capital letter each: `JobExecution`. Names of products do not
/// count.
pub(super) fn is_type_name(word: &str) -> bool {
    let capitals = word.bytes().filter(u8::is_ascii_uppercase).count();
    let letters = word.bytes().all(|b| b.is_ascii_alphabetic());
    // Each capital must be followed by a small letter, so that `DynamoDB` and `OAuth` are normal words.
    let regular =
        word.as_bytes().windows(2).all(|pair| !pair[0].is_ascii_uppercase() || pair[1].is_ascii_lowercase());
    letters
        && capitals > 1
        && regular
        && word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.ends_with(|c: char| c.is_ascii_lowercase())
        && !PRODUCTS.split(' ').any(|product| product == word)
}

/// Whether the punctuation makes text a name in code: `snake_case`, `UPPER_CASE` or a `path::of::names`.
pub(super) fn is_identifier(text: &str) -> bool {
    if !text.contains(['_', ':']) {
        return false;
    }
    let text = text.trim_start_matches('_');
    let mut segments = text.split("::").flat_map(|path| path.split('_'));
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && segments.all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Splits a word at its first address: the text before, the address, and the text after.
pub(super) fn split_url(word: &str) -> Option<(&str, &str, &str)> {
    word.match_indices("://").find_map(|(colon, _)| {
        let (before, _) = word.split_at_checked(colon)?;
        let is_scheme = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
        let scheme = before.strip_prefix(before.trim_end_matches(is_scheme))?;
        // The scheme of a web address may directly follow other characters.
        let scheme = ["https", "http"].into_iter().find(|s| scheme.ends_with(s)).unwrap_or(scheme);
        let (before, rest) = word.split_at_checked(colon - scheme.len())?;
        let url = without_end(rest.split(['<', '>', '"', '`']).next()?);
        let after = rest.strip_prefix(url)?;
        let is_url =
            scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && url.len() > scheme.len() + "://".len();
        is_url.then_some((before, url, after))
    })
}

/// Removes the punctuation of the sentence from the end of an address.
fn without_end(url: &str) -> &str {
    let url = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~', '\\']);
    // A closing bracket belongs to the sentence unless the address has the opening one.
    if url.ends_with(')') && !url.contains('(') || url.ends_with(']') && !url.contains('[') {
        url.trim_end_matches([')', ']', '.', ',', ';', ':'])
    } else {
        url
    }
}

/// Whether an address is one of the web without placeholders or wildcards in it.
pub(super) fn is_followable(url: &str) -> bool {
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    is_web && !url.contains(['{', '}', '[', ']', '*', '\\', '|', '^', '$'])
}

/// Characters that are not allowed in an address between parentheses, or in a table.
const UNSAFE: &AsciiSet = &CONTROLS
    .add(b'(')
    .add(b')')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b']')
    .add(b'\\')
    .add(b'`')
    .add(b'"')
    .add(b'|');

/// Returns the address of a link for Markdown's parentheses; `None` if it is not an absolute web address, because
/// relative ones do not work in rustdoc.
pub(super) fn destination(href: &str) -> Option<String> {
    let href: String = href.split_whitespace().collect();
    let (scheme, host) = href.split_once("://")?;
    let is_web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    (is_web && !host.is_empty()).then(|| utf8_percent_encode(&href, UNSAFE).to_string())
}

/// Whether a text is one name, such as that of a shape or an operation.
pub(super) fn is_name(text: &str) -> bool {
    let name = text.trim();
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.:$".contains(&b))
}

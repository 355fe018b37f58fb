//! Reads text with tags, code spans and links in it.

use std::collections::HashSet;

use super::blocks::Builder;
use super::elements::Element;
use super::inline::Dialect;
use super::text;

/// A tag as it stands in the text.
#[derive(Debug)]
pub(super) struct Tag<'a> {
    name: &'a str,
    attributes: &'a str,
    pub(super) closes: bool,
    /// Whether the tag is an element of its own: `<br/>`.
    pub(super) empty: bool,
}

impl<'a> Tag<'a> {
    /// Reads the tag that a text begins with, and returns it with what follows.
    fn read(text: &'a str) -> Option<(Self, &'a str)> {
        let body = text.strip_prefix('<')?;
        let end = body.find(['<', '>'])?;
        let (body, rest) = body.split_at_checked(end)?;
        let rest = rest.strip_prefix('>')?;
        let closes = body.starts_with('/');
        let body = body.strip_prefix('/').unwrap_or(body);
        let empty = body.ends_with('/');
        let body = body.strip_suffix('/').unwrap_or(body);
        let end =
            body.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:".contains(c))).unwrap_or(body.len());
        let (name, attributes) = body.split_at_checked(end)?;
        let is_tag = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && (attributes.is_empty() || attributes.starts_with(char::is_whitespace));
        is_tag.then_some((Self { name, attributes, closes, empty }, rest))
    }

    /// The value of an attribute, with character references as they are.
    pub(super) fn attribute(&self, name: &str) -> Option<&'a str> {
        let mut rest = self.attributes;
        while let Some((key, value)) = rest.split_once('=') {
            let value = value.trim_start();
            let (value, after) = match value.chars().next()? {
                quote @ ('"' | '\'') => {
                    let value = value.strip_prefix(quote)?;
                    value.split_once(quote).unwrap_or((value, ""))
                }
                _ => value.split_once(char::is_whitespace).unwrap_or((value, "")),
            };
            let key = key.trim_end().rsplit(char::is_whitespace).next()?;
            if key.eq_ignore_ascii_case(name) {
                return Some(value);
            }
            rest = after;
        }
        None
    }
}

/// Whether a text has the tag of a block in it, outside of code.
pub(super) fn has_block_tag(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find(['<', '`']) {
        rest = rest.get(at..).unwrap_or_default();
        if let Some((_, after)) = code_span(rest) {
            rest = after;
        } else if let Some((tag, after)) = Tag::read(rest) {
            if Element::named(tag.name).is_some_and(Element::is_block) {
                return true;
            }
            rest = after;
        } else {
            rest = skip_run(rest);
        }
    }
    false
}

/// Reads text with tags into the builder.
pub(super) fn read(builder: &mut Builder, text: &str) {
    let closed = closed_names(text);
    let mut rest = text;
    while !rest.is_empty() {
        let special: &[char] = match (builder.is_code(), builder.dialect()) {
            (true, _) => &['<'],
            (false, Dialect::Html) => &['<', '`', '['],
            (false, Dialect::Markdown) => &['<', '`', '[', '\\'],
        };
        let plain = rest.find(special).unwrap_or(rest.len());
        let Some((before, after)) = rest.split_at_checked(plain) else { return };
        if !before.is_empty() {
            builder.text(&text::decode(before));
        }
        rest = if after.is_empty() { after } else { markup(builder, after, &closed) };
    }
}

/// Reads the markup that a text may begin with, and returns what follows.
fn markup<'a>(builder: &mut Builder, text: &'a str, closed: &HashSet<&str>) -> &'a str {
    let rest = match text.chars().next() {
        Some('<') => tag(builder, text, closed),
        Some('`') => code_span(text).map(|(code, rest)| {
            builder.inline().code(code);
            rest
        }),
        Some('[') => link(builder, text),
        Some('\\') => escaped(builder, text),
        _ => None,
    };
    rest.unwrap_or_else(|| {
        let rest = skip_run(text);
        let plain = text.strip_suffix(rest).unwrap_or_default();
        builder.text(plain);
        rest
    })
}

fn tag<'a>(builder: &mut Builder, text: &'a str, closed: &HashSet<&str>) -> Option<&'a str> {
    if let Some(section) = text.strip_prefix("<![CDATA[") {
        let (plain, rest) = section.split_once("]]>")?;
        builder.text(&text::decode(plain));
        return Some(rest);
    }
    if let Some(comment) = text.strip_prefix("<!--") {
        return comment.split_once("-->").map(|(_, rest)| rest);
    }
    if text.starts_with("<http") && !builder.is_code() {
        let (url, rest) = text.strip_prefix('<')?.split_once('>')?;
        let is_url = url.contains("://") && !url.contains(|c: char| c.is_whitespace() || c == '<');
        if is_url {
            builder.inline().url(url);
            return Some(rest);
        }
    }
    let (tag, rest) = Tag::read(text)?;
    if let Some(element) = Element::named(tag.name) {
        element.apply(&tag, builder);
    } else if !tag.closes && (tag.empty || !closed.contains(tag.name)) {
        // Not an element but a placeholder like `<region>`, which readers are to see.
        builder.text(text.strip_suffix(rest)?);
    }
    Some(rest)
}

/// The names of all closing tags: what is opened and closed is an element, known or not.
fn closed_names(text: &str) -> HashSet<&str> {
    let closing = |(at, _)| Tag::read(text.get(at..)?);
    text.match_indices("</").filter_map(closing).map(|(tag, _)| tag.name).collect()
}

/// Reads a code span, and returns its content and what follows.
fn code_span(text: &str) -> Option<(&str, &str)> {
    let body = text.trim_start_matches('`');
    let fence = text.strip_suffix(body).filter(|fence| !fence.is_empty())?;
    let mut from = 0;
    while let Some(found) = body.get(from..)?.find('`') {
        let at = from + found;
        let (code, rest) = body.split_at_checked(at)?;
        let after = rest.trim_start_matches('`');
        let run = rest.len() - after.len();
        if run == fence.len() {
            return Some((code, after));
        }
        from = at + run;
    }
    None
}

/// Reads a link of Markdown: a label without brackets in it, and an address.
fn link<'a>(builder: &mut Builder, text: &'a str) -> Option<&'a str> {
    let (label, rest) = label(text.strip_prefix('[')?)?;
    let (target, rest) = target(rest.strip_prefix('(')?)?;
    let href = target.split_whitespace().next().unwrap_or_default().trim_matches(['<', '>']);
    // Within HTML this may as well be a regular expression.
    if builder.dialect() == Dialect::Html && text::destination(href).is_none() {
        return None;
    }
    builder.open_link(Some(href));
    label_content(builder, label);
    builder.close_link();
    Some(rest)
}

/// Divides text at the parenthesis that ends an address, which may have a pair of its own in it.
fn target(text: &str) -> Option<(&str, &str)> {
    let (target, rest) = text.split_once(')')?;
    match rest.split_once(')') {
        Some((more, after)) if target.contains('(') && !more.contains(char::is_whitespace) => {
            Some((text.get(..target.len() + 1 + more.len())?, after))
        }
        _ => Some((target, rest)),
    }
}

/// Divides text at the bracket that ends a label.
fn label(text: &str) -> Option<(&str, &str)> {
    let mut rest = text;
    loop {
        rest = rest.get(rest.find(['[', ']', '`', '\\'])?..)?;
        if let Some(after) = rest.strip_prefix(']') {
            return Some((text.get(..text.len() - rest.len())?, after));
        }
        rest = match rest.chars().next()? {
            '`' => code_span(rest).map_or(skip_one(rest), |(_, after)| after),
            '\\' => skip_one(skip_one(rest)),
            _ => return None,
        };
    }
}

/// Reads the text of a label, in which only code spans and escapes are markup.
fn label_content(builder: &mut Builder, label: &str) {
    let mut rest = label;
    while let Some((before, special)) = rest.find(['`', '\\']).and_then(|at| rest.split_at_checked(at)) {
        builder.text(&text::decode(before));
        rest = if let Some((code, after)) = code_span(special) {
            builder.inline().code(code);
            after
        } else if let Some(after) = escaped(builder, special) {
            after
        } else {
            let after = skip_run(special);
            builder.text(special.strip_suffix(after).unwrap_or_default());
            after
        };
    }
    builder.text(&text::decode(rest));
}

/// Reads a backslash and the punctuation that it escapes.
fn escaped<'a>(builder: &mut Builder, text: &'a str) -> Option<&'a str> {
    let rest = text.strip_prefix('\\')?;
    let punctuation = rest.chars().next().filter(char::is_ascii_punctuation)?;
    builder.inline().push(&format!("\\{punctuation}"));
    Some(skip_one(rest))
}

/// The text without its first character, or without the backticks it begins with, of which none
/// can open a code span if all together do not.
fn skip_run(text: &str) -> &str {
    let rest = text.trim_start_matches('`');
    if rest.len() < text.len() { rest } else { skip_one(text) }
}

/// The text without its first character.
fn skip_one(text: &str) -> &str {
    let mut characters = text.chars();
    characters.next();
    characters.as_str()
}

//! The doc comments: the text of the model, and sentences for what else the plan knows.

use smithy_model::ir::{Constraints, Deprecation, EnumMember, Member, Shape, ShapeKind};

use super::docs::{markdown, markdown_and_summary, summary as first_sentence};
use super::structure::Zero;
use crate::ident::RustIdent;

/// Returns the lines of a shape's own documentation, or a default sentence.
pub fn shape(shape: &Shape) -> Vec<String> {
    let mut lines = documented(shape.documentation.as_deref(), || {
        let kind = if let ShapeKind::IntEnum(_) = shape.kind { "enum" } else { shape.kind.name() };
        format!("The {kind} `{}` of the service.", shape.name)
    });
    deprecated(&mut lines, shape.deprecated.as_ref());
    lines
}

/// Adds a paragraph that says what to do instead.
pub fn deprecated(lines: &mut Vec<String>, deprecation: Option<&Deprecation>) {
    match note(deprecation) {
        None => {}
        Some(None) => paragraph(lines, "**Deprecated.**".to_owned()),
        Some(Some(note)) => {
            let stop = if note.ends_with(['.', '!', '?']) { "" } else { "." };
            paragraph(lines, format!("**Deprecated** {note}{stop}"));
        }
    }
}

/// Returns the note of `#[deprecated]`: since when, and what to do instead.
pub fn note(deprecation: Option<&Deprecation>) -> Option<Option<String>> {
    let deprecation = deprecation?;
    let since = deprecation.since.as_ref().map(|since| format!("since {since}"));
    let message = deprecation.message.as_deref().map(first_sentence).filter(|message| !message.is_empty());
    Some(match (since, message) {
        (Some(since), Some(message)) => Some(format!("{since}: {message}")),
        (since, message) => since.or(message),
    })
}

/// Returns the lines of a structure. The docs of an input or output include its name in the model.
pub fn structure(shape: &Shape, original: Option<&str>, name: &RustIdent) -> Vec<String> {
    let bare = original.map(|original| original.split_once('#').map_or(original, |(_, name)| name));
    let mut lines = documented(shape.documentation.as_deref(), || match shape.name.as_str() {
        name if name.ends_with("Input") => format!("The input of `{}`.", name.trim_end_matches("Input")),
        name if name.ends_with("Output") => format!("The output of `{}`.", name.trim_end_matches("Output")),
        name if is_error(shape) => format!("The error `{name}` of the service."),
        name => format!("The structure `{name}` of the service."),
    });
    deprecated(&mut lines, shape.deprecated.as_ref());
    if let Some(original) = bare.filter(|original| *original != name.bare() && *original != "Unit") {
        self::original(&mut lines, original);
    }
    lines
}

/// Adds a sentence with the name in the model, to the last paragraph if the text ends with one.
pub fn original(lines: &mut Vec<String>, name: &str) {
    let ends_in_prose =
        lines.last().is_some_and(|line| line.ends_with('.') && !line.starts_with(['-', '>', ' ', '|']));
    let sentence = format!("The service model calls it `{name}`.");
    if ends_in_prose { lines.push(sentence) } else { paragraph(lines, sentence) }
}

/// Returns the lines of a member (documentation, default, constraints) and one sentence for accessor and setter.
///
/// `filled` says that the client makes a token for the member.
pub fn member(
    member: &Member,
    target: &Shape,
    default: Option<&Zero>,
    filled: bool,
) -> (Vec<String>, String, Option<String>) {
    let (mut lines, mut summary) = words(member, target).map(markdown_and_summary).unwrap_or_default();
    if summary.is_empty() {
        summary = format!("The member `{}`.", member.name);
    }
    if lines.is_empty() {
        lines.push(summary.clone());
    }
    if let (Some(default), false) = (default, member.required) {
        paragraph(&mut lines, format!("Default: {}.", shown(default, target)));
    }
    if filled {
        paragraph(
            &mut lines,
            "Left unset, the client sets it, to the same value in every attempt. Without a client,"
                .to_owned(),
        );
        lines.push(
            "`Operation::fill_idempotency_tokens` does: call it once, before the first attempt.".to_owned(),
        );
    }
    let rules = constraints(&member.constraints.over(&target.constraints), target);
    let limits = (!rules.is_empty()).then(|| format!("Constraints: {}.", rules.join(", ")));
    if let Some(limits) = &limits {
        paragraph(&mut lines, limits.clone());
    }
    (lines, summary, limits)
}

/// The lines of a constant of an enum.
pub fn constant(member: &EnumMember) -> Vec<String> {
    documented(member.documentation.as_deref(), || match member.value.as_str() {
        "" => "The empty text.".to_owned(),
        value => format!("The value `{}`.", literal(value)),
    })
}

/// Converts documentation, or returns a default sentence.
pub fn documented(documentation: Option<&str>, fallback: impl FnOnce() -> String) -> Vec<String> {
    let lines = documentation.map(markdown).unwrap_or_default();
    if lines.is_empty() { vec![fallback()] } else { lines }
}

/// Adds a paragraph.
pub fn paragraph(lines: &mut Vec<String>, text: String) {
    lines.extend([String::new(), text]);
}

/// Makes a text fit for a code span on one line.
pub fn literal(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || c == '`' { '\u{fffd}' } else { c }).collect()
}

fn words<'d>(member: &'d Member, target: &'d Shape) -> Option<&'d str> {
    let simple = !matches!(target.kind, ShapeKind::Structure(_) | ShapeKind::Union(_));
    member.documentation.as_deref().or(target.documentation.as_deref().filter(|_| simple))
}

fn is_error(shape: &Shape) -> bool {
    matches!(&shape.kind, ShapeKind::Structure(inner) if inner.error.is_some())
}

fn shown(default: &Zero, target: &Shape) -> String {
    match (default, &target.kind) {
        (Zero::Literal(value), _) => format!("`{value}`"),
        (Zero::Default, ShapeKind::Boolean) => "`false`".to_owned(),
        (
            Zero::Default,
            ShapeKind::String { .. } | ShapeKind::Blob { .. } | ShapeKind::List(_) | ShapeKind::Map(_),
        ) => "empty".to_owned(),
        (Zero::Default, _) => "0".to_owned(),
    }
}

/// Describes the rules: `1 to 128 characters`.
fn constraints(rules: &Constraints, target: &Shape) -> Vec<String> {
    let (one, many) = match target.kind {
        ShapeKind::Blob { .. } => ("byte", "bytes"),
        ShapeKind::List(_) => ("item", "items"),
        ShapeKind::Map(_) => ("entry", "entries"),
        _ => ("character", "characters"),
    };
    let unit = if rules.max_length.or(rules.min_length) == Some(1) { one } else { many };
    let mut words = Vec::new();
    words.extend(range(rules.min_length, rules.max_length).map(|range| format!("{range} {unit}")));
    words.extend(range(rules.min_value.as_ref(), rules.max_value.as_ref()));
    words.extend(rules.pattern.as_deref().map(|pattern| format!("pattern {}", code(pattern))));
    words.extend(rules.unique_items.then(|| "no item twice".to_owned()));
    words
}

fn range<T: ToString + PartialEq>(min: Option<T>, max: Option<T>) -> Option<String> {
    match (min, max) {
        (Some(min), Some(max)) if min == max => Some(format!("exactly {}", min.to_string())),
        (Some(min), Some(max)) => Some(format!("{} to {}", min.to_string(), max.to_string())),
        (Some(min), None) => Some(format!("at least {}", min.to_string())),
        (None, Some(max)) => Some(format!("at most {}", max.to_string())),
        (None, None) => None,
    }
}

/// Writes a code span; its fence is longer than any run of backticks in the text.
fn code(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

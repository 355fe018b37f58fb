//! One method of the page.

use super::changed::{Changed, Part, Status};
use super::{Documentation, structure, syntax};
use crate::render::parts::documentation;
use crate::render::text::{code, sentence};
use crate::rules::text::DOCUMENTATION_CHANGED;
use crate::{Change, Level};

/// How many places of a change are named.
const PLACES: usize = 3;

/// Returns the blocks of a method. A removed one has only its description.
pub(super) fn section(method: &Changed<'_>, documentation: Documentation<'_>) -> Vec<String> {
    let operation = method.operation;
    let mut blocks = vec![format!("## {} ({})", operation.name, method.status.word())];
    if method.status == Status::Updated {
        blocks.extend(method.parts.iter().flat_map(changes));
    }
    blocks.extend(text(&documentation(operation.documentation.as_deref().unwrap_or_default())));
    if method.status != Status::Removed {
        blocks.extend(request(method, documentation));
        blocks.extend(response(method, documentation));
    }
    blocks
}

fn request(method: &Changed<'_>, documentation: Documentation<'_>) -> Vec<String> {
    let Changed { model, operation, index, .. } = method;
    let mut blocks = block("### Request Syntax", &syntax::request(model, operation, index));
    let parameters = structure::parameters(model, operation, index, documentation);
    if !parameters.is_empty() {
        blocks.push("### Parameters".to_owned());
        blocks.extend(text(&parameters));
    }
    blocks
}

fn response(method: &Changed<'_>, documentation: Documentation<'_>) -> Vec<String> {
    let Changed { model, operation, index, .. } = method;
    if model.structure(operation.output).members.is_empty() {
        return vec!["**rtype**: None".to_owned(), "**returns** nothing".to_owned()];
    }
    let mut blocks = vec!["**rtype**: dict".to_owned(), "**returns**".to_owned()];
    blocks.extend(block("### Response Syntax", &syntax::response(model, operation, index)));
    blocks.push("### Response Structure".to_owned());
    blocks.extend(text(&structure::response(model, operation, index, documentation)));
    blocks
}

/// Returns a code block in Python; the lines contain no fence.
fn block(title: &str, lines: &[String]) -> Vec<String> {
    vec![title.to_owned(), format!("```python\n{}\n```", lines.join("\n"))]
}

/// Joins lines to one block, with at most one empty line in a row.
fn text(lines: &[String]) -> Option<String> {
    let mut lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    lines.dedup_by(|a, b| a.is_empty() && b.is_empty());
    let text = lines.join("\n");
    let text = text.trim_matches('\n');
    (!text.is_empty()).then(|| text.to_owned())
}

/// Lists the changes in a part of a method.
fn changes(part: &Part<'_>) -> Vec<String> {
    if part.changes.is_empty() {
        return Vec::new();
    }
    // A part of another change is shown in the syntax of that change.
    let told = part.changes.iter().filter(|(change, _)| change.part_of.is_none());
    let (words, others): (Vec<_>, Vec<_>) =
        told.partition(|(change, _)| *change.rule == DOCUMENTATION_CHANGED);
    let mut lines: Vec<_> = others.iter().map(|(change, paths)| line(change, paths)).collect();
    if !words.is_empty() {
        lines.push(format!("- **documentation**: {}", documentation(words.len())));
    }
    vec![format!("### Changes ({})", part.name), lines.join("\n")]
}

/// `**new** at `execution.status`: …`
fn line(change: &Change, paths: &[String]) -> String {
    let mut places: Vec<_> = paths.iter().filter(|path| !path.is_empty()).map(|path| code(path)).collect();
    let more = places.len().saturating_sub(PLACES);
    places.truncate(PLACES);
    let more = if more > 0 { format!(" and at {more} more") } else { String::new() };
    let places = if places.is_empty() { String::new() } else { format!(" at {}{more}", places.join(", ")) };
    format!("- **{}**{places}: {}", word(change), sentence(&change.message))
}

fn word(change: &Change) -> &'static str {
    match change.rule.level {
        Level::Documentation => "documentation",
        _ if change.is_addition() => "new",
        _ if change.is_removal() => "removed",
        _ => "changed",
    }
}

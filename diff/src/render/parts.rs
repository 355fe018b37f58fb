//! The one-line parts of a report for people: shapes that came or went with something else, and changed documentation.

use super::text::{code, count};
use crate::{Change, Group};

/// How many elements one line names.
pub(super) const NAMED: usize = 12;

/// Returns `with 3 shapes: A, B, C`; `noun` is the word for the elements.
pub(super) fn with_parts<'r>(
    group: &Group<'r>,
    noun: &str,
    name: impl Fn(&'r Change) -> &'r str,
) -> Option<String> {
    let names: Vec<&str> = group.parts.iter().map(|part| name(part)).collect();
    (!names.is_empty()).then(|| format!("with {}: {}", count(names.len(), noun), listed(&names)))
}

/// Lists the first names, and the number of the others.
pub(super) fn listed(names: &[&str]) -> String {
    let shown: Vec<_> = names.iter().take(NAMED).map(|name| code(name)).collect();
    let more = names.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", shown.join(", "))
}

/// Counts the elements with changed documentation.
pub(super) fn documentation(number: usize) -> String {
    let verb = if number == 1 { "has" } else { "have" };
    format!("{} {verb} other documentation.", count(number, "element"))
}

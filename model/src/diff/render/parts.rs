//! What a report for people tells in one line: shapes that came or went with something else, and other words.

use super::text::{code, count};
use crate::diff::{Change, Group};

/// How many of the shapes are named.
const NAMED: usize = 12;

/// With 3 shapes: `A`, `B`, `C`. The `noun` is the word for what they are.
pub(super) fn with_parts<'r>(
    group: &Group<'r>,
    noun: &str,
    name: impl Fn(&'r Change) -> &'r str,
) -> Option<String> {
    let number = group.parts.len();
    let names: Vec<_> = group.parts.iter().take(NAMED).map(|part| code(name(part))).collect();
    let more = number.saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (number > 0).then(|| format!("with {}: {}{more}", count(number, noun), names.join(", ")))
}

/// How many elements are documented otherwise.
pub(super) fn documentation(number: usize) -> String {
    let verb = if number == 1 { "has" } else { "have" };
    format!("{} {verb} other documentation.", count(number, "element"))
}

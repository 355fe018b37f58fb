//! Names for the values of an enumeration that has values only.

use std::collections::HashSet;

/// The value with `_` for whatever cannot stand in a name.
pub(crate) fn name(value: &str) -> String {
    let name: String = value.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    match name.chars().next() {
        Some(first) if first.is_ascii_digit() => format!("_{name}"),
        Some(_) => name,
        None => "EMPTY".to_owned(),
    }
}

/// The name, with the first free number behind it where it is taken.
pub(crate) fn unique(name: &str, taken: &mut HashSet<String>) -> String {
    let numbered = (2_usize..).map(|number| format!("{name}_{number}"));
    let free = std::iter::once(name.to_owned()).chain(numbered).find(|name| !taken.contains(name));
    let free = free.unwrap_or_default();
    taken.insert(free.clone());
    free
}

//! Names for the values of an enumeration that has values only.

use std::collections::{HashMap, HashSet};

/// Replaces with `_` whatever a name cannot have. A value without letters and digits is spelled out, so that its name
/// does not depend on the other values: `>=` is `GREATER_EQUAL`.
fn name(value: &str) -> String {
    if !value.is_empty() && !value.contains(|c: char| c.is_ascii_alphanumeric()) {
        return value.chars().map(spelled).collect::<Vec<_>>().join("_").to_ascii_uppercase();
    }
    let name: String = value.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    match name.chars().next() {
        Some(first) if first.is_ascii_digit() => format!("_{name}"),
        Some(_) => name,
        None => "EMPTY".to_owned(),
    }
}

/// Returns the word for a symbol, in lower case.
pub fn spelled(symbol: char) -> String {
    match symbol {
        '+' => "plus".to_owned(),
        '-' => "minus".to_owned(),
        '*' => "star".to_owned(),
        '/' => "slash".to_owned(),
        '=' => "equal".to_owned(),
        '!' => "not".to_owned(),
        '<' => "less".to_owned(),
        '>' => "greater".to_owned(),
        '.' => "dot".to_owned(),
        '%' => "percent".to_owned(),
        '&' => "and".to_owned(),
        '|' => "or".to_owned(),
        '~' => "tilde".to_owned(),
        '_' => "underscore".to_owned(),
        ' ' => "space".to_owned(),
        other => format!("u{:04x}", u32::from(other)),
    }
}

/// Returns a name for each value. Equal names get numbers in the order of the values, so they do not depend on the
/// order in which a model lists them.
pub(crate) fn names<'v>(
    values: impl IntoIterator<Item = &'v str>,
    taken: &mut HashSet<String>,
) -> HashMap<&'v str, String> {
    let mut values: Vec<_> = values.into_iter().collect();
    values.sort_unstable();
    values.dedup();
    values.into_iter().map(|value| (value, unique(&name(value), taken))).collect()
}

/// Returns the name, with the first free number behind it if it is taken.
fn unique(name: &str, taken: &mut HashSet<String>) -> String {
    let numbered = (2_usize..).map(|number| format!("{name}_{number}"));
    let free = std::iter::once(name.to_owned()).chain(numbered).find(|name| !taken.contains(name));
    let free = free.unwrap_or_default();
    taken.insert(free.clone());
    free
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn names_of_symbols_do_not_hang_on_other_values() {
        let cases = [
            ("*", "STAR"),
            ("-", "MINUS"),
            (">=", "GREATER_EQUAL"),
            ("…", "U2026"),
            ("in-stock", "in_stock"),
            ("2.0", "_2_0"),
            ("", "EMPTY"),
        ];
        for (value, expected) in cases {
            assert_eq!(name(value), expected, "{value}");
        }
    }
}

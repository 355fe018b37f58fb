//! The public API of a crate, item by item, and what of it a newer version breaks.
//!
//! It is read from the source with `syn`. What counts is what a user of the crate can reach and name: types with
//! their fields, variants, methods and traits, constants, functions, features. Documentation, bodies, attributes that
//! only advise (`must_use`, `deprecated`), the order of items and the names of type parameters do not count.
//!
//! Left out are a trait's implementations where the trait is one of [`INTERNAL`]. Auto traits are not looked at: the
//! fields of generated types all are public, so a type that loses one has a field that differs. Nor is the
//! possibility that something added makes a call ambiguous.

mod impls;
mod items;
mod modules;
mod names;

use std::collections::BTreeMap;
use std::fmt;

use smithy_codegen::Tree;
use toml_edit::DocumentMut;

/// Modules of the runtime whose traits are between it and the generated code, which does not export them.
pub const INTERNAL: [&str; 1] = ["smithy_client::codec"];

/// The public API of a crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Api {
    /// By kind and name: `struct crate::types::JobExecution`.
    items: BTreeMap<String, Item>,
}

/// One item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Item {
    /// What a caller relies on: the type of a field, the signature of a method.
    value: String,
    /// The item that holds it.
    inside: Option<String>,
    /// The item that must not have been there before, when this one is new: what is added to a type that is
    /// exhaustive breaks its users.
    closed_by: Option<String>,
    /// Whether the compiler warns of its use.
    deprecated: bool,
}

impl Item {
    fn new(value: impl Into<String>) -> Self {
        Self { value: value.into(), ..Self::default() }
    }

    fn inside(self, key: &str) -> Self {
        Self { inside: Some(key.to_owned()), ..self }
    }

    fn closed_by(self, key: Option<&str>) -> Self {
        Self { closed_by: key.map(str::to_owned), ..self }
    }
}

impl Api {
    /// Reads the API of a crate. The error says which file is not as generated files are.
    pub fn of(tree: &Tree) -> Result<Self, String> {
        let modules = modules::Modules::of(tree)?;
        let mut items = BTreeMap::new();
        manifest(tree, &mut items)?;
        items::collect(&modules, &mut items);
        Ok(Self { items })
    }

    /// What a caller of this API may no longer do with the new one: items that are gone or differ, and additions to
    /// types that have none. An item whose holder is gone is not told besides.
    pub fn breaks(&self, new: &Self) -> Vec<String> {
        let gone = |key: &str| self.items.contains_key(key) && !new.items.contains_key(key);
        let mut breaks = Vec::new();
        for (key, old) in &self.items {
            if old.inside.as_deref().is_some_and(gone) {
                continue;
            }
            match new.items.get(key) {
                None => breaks.push(format!("gone: {key}")),
                Some(new) if new.value != old.value => {
                    breaks.push(format!("changed: {key}: {} -> {}", old.value, new.value));
                }
                Some(_) => {}
            }
        }
        let closed = new.new_since(self).filter(|(_, item)| self.closes(item));
        breaks.extend(closed.map(|(key, _)| format!("added to what takes no additions: {key}")));
        breaks
    }

    /// What the new API has besides, and old callers do not notice.
    pub fn additions(&self, new: &Self) -> Vec<String> {
        new.new_since(self).filter(|(_, item)| !self.closes(item)).map(|(key, _)| key.clone()).collect()
    }

    /// What is deprecated in just one of the two.
    pub fn deprecations(&self, new: &Self) -> Vec<String> {
        let both = self.items.iter().filter_map(|(key, old)| Some((key, old, new.items.get(key)?)));
        both.filter(|(_, old, new)| old.deprecated != new.deprecated).map(|(key, ..)| key.clone()).collect()
    }

    fn new_since<'a>(&'a self, old: &'a Self) -> impl Iterator<Item = (&'a String, &'a Item)> {
        self.items.iter().filter(|(key, _)| !old.items.contains_key(*key))
    }

    fn closes(&self, item: &Item) -> bool {
        item.closed_by.as_ref().is_some_and(|key| self.items.contains_key(key))
    }
}

/// An item a line, with what a caller relies on.
impl fmt::Display for Api {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (key, item) in &self.items {
            let deprecated = if item.deprecated { " (deprecated)" } else { "" };
            match item.value.as_str() {
                "" => writeln!(formatter, "{key}{deprecated}")?,
                value => writeln!(formatter, "{key}: {value}{deprecated}")?,
            }
        }
        Ok(())
    }
}

/// The name of the package and its features.
fn manifest(tree: &Tree, items: &mut BTreeMap<String, Item>) -> Result<(), String> {
    let text = tree.get("Cargo.toml").unwrap_or_default();
    let manifest: DocumentMut = text.parse().map_err(|error| format!("Cargo.toml: {error}"))?;
    if let Some(name) = manifest.get("package").and_then(|package| package.get("name")?.as_str()) {
        items.insert("package".to_owned(), Item::new(name));
    }
    let features = manifest.get("features").and_then(|features| features.as_table_like());
    for (name, enables) in features.into_iter().flat_map(|features| features.iter()) {
        let key = format!("feature {name}");
        let enabled = enables.as_array().into_iter().flatten().filter_map(|enabled| enabled.as_str());
        for enabled in enabled {
            items.insert(format!("feature {name} enables {enabled}"), Item::default().inside(&key));
        }
        items.insert(key, Item::default());
    }
    Ok(())
}

#[cfg(test)]
mod tests;

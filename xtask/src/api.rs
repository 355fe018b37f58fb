//! The public API of a crate, item by item, and which items a newer version breaks.
//!
//! It is read from the source with `syn`. It includes what a user of the crate can reach and name: types with their
//! fields, variants, methods and traits, constants, functions, features. Documentation, bodies, attributes that only
//! advise (`must_use`, `deprecated`), the order of items and the names of type parameters are ignored.
//!
//! Implementations of the [`INTERNAL`] traits are left out. Auto traits are not checked: the fields of generated types
//! are all public, so a type that loses one has a field that differs. It does not check whether an addition makes a
//! call ambiguous.

mod impls;
mod items;
mod modules;
mod names;

use std::collections::BTreeMap;
use std::fmt;

use smithy_codegen::Tree;
use toml_edit::DocumentMut;

/// Modules of the runtime whose traits connect it with the generated code, which does not export them.
pub const INTERNAL: [&str; 1] = ["smithy_client::codec"];

/// The public API of a crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Api {
    /// Items by kind and name: `struct crate::types::JobExecution`.
    items: BTreeMap<String, Item>,
}

/// One item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Item {
    /// What a user relies on: the type of a field, the signature of a method.
    value: String,
    /// The item that contains it.
    inside: Option<String>,
    /// An item that must not have existed before if this one is new, because an addition to an exhaustive type breaks
    /// its users.
    closed_by: Option<String>,
    /// Whether its use causes a compiler warning.
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
    /// Reads the API of a crate. The error names the file that does not look like a generated file.
    pub fn of(tree: &Tree) -> Result<Self, String> {
        let modules = modules::Modules::of(tree)?;
        let mut items = BTreeMap::new();
        manifest(tree, &mut items)?;
        items::collect(&modules, &mut items);
        Ok(Self { items })
    }

    /// Lists what breaks users of this API in the new one: items that are gone or differ, and additions to exhaustive
    /// types. An item whose container is gone is not listed separately.
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

    /// Lists the additions of the new API that do not affect existing users.
    pub fn additions(&self, new: &Self) -> Vec<String> {
        new.new_since(self).filter(|(_, item)| !self.closes(item)).map(|(key, _)| key.clone()).collect()
    }

    /// Lists what is deprecated in only one of the two.
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

/// One item per line, with what a user relies on.
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

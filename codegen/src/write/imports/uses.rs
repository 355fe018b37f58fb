//! The imports that a file or inline module needs.

use std::collections::BTreeMap;

use super::names;
use super::scope::Scope;

/// Imports by the name they bring into scope: the segments of each path.
#[derive(Debug, Default)]
pub(super) struct Uses<'t>(BTreeMap<&'t str, Vec<&'t str>>);

/// One `use` item for paths with the same parent.
#[derive(Debug)]
pub(in super::super) struct Import<'t> {
    /// The crate.
    pub(in super::super) root: &'t str,
    /// The parent, followed by `::`.
    pub(in super::super) path: String,
    /// The imported names.
    pub(in super::super) names: Vec<&'t str>,
}

impl<'t> Uses<'t> {
    /// Imports the path up to the segment `last`. Returns false if something else has the name.
    pub(super) fn add(&mut self, scope: &Scope<'t>, segments: &[&'t str], last: usize) -> bool {
        let Some((path, name)) = segments.get(..=last).zip(segments.get(last)) else { return false };
        if let Some(taken) = self.0.get(name) {
            return *taken == path;
        }
        let free = !scope.has(name) && !names::is_prelude_name(name);
        if free {
            self.0.insert(name, path.to_vec());
        }
        free
    }

    /// Returns the `use` items: the standard library, other crates, this crate; one for each parent.
    pub(super) fn into_imports(self, scope: &Scope<'t>) -> Vec<Import<'t>> {
        let mut parents: BTreeMap<Vec<&str>, Vec<&str>> = BTreeMap::new();
        for (name, mut segments) in self.0 {
            segments.pop();
            parents.entry(segments).or_default().push(name);
        }
        let mut imports: Vec<_> = parents.into_iter().collect();
        imports.sort_by_cached_key(|(parent, names)| order(parent, names));
        imports.into_iter().map(|(parent, names)| import(&parent, names, scope)).collect()
    }
}

/// Returns the sort key of a `use` item: its group, then its path. As in `rustfmt`, several names in braces come after
/// all single names.
fn order<'t>(parent: &[&'t str], names: &[&'t str]) -> (u8, Vec<&'t str>) {
    let group = match parent.first() {
        Some(&("std" | "core" | "alloc")) => 0,
        Some(&"crate") => 2,
        _ => 1,
    };
    let last = match names {
        [name] => *name,
        // A brace sorts after every name.
        _ => "{",
    };
    (group, parent.iter().copied().chain([last]).collect())
}

fn import<'t>(parent: &[&'t str], names: Vec<&'t str>, scope: &Scope<'t>) -> Import<'t> {
    let root = parent.first().copied().unwrap_or_default();
    // If the scope defines the crate's name, only a path that starts with `::` can mean the crate.
    let colon = if scope.defines(root) { "::" } else { "" };
    Import { root, path: format!("{colon}{}::", parent.join("::")), names }
}

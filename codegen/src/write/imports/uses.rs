//! The imports that a file or inline module needs.

use std::collections::BTreeMap;

use proc_macro2::Ident;
use syn::{Item, Path, parse_quote};

use super::names;
use super::scope::Scope;

/// The segments of each imported path, by the name that it brings into scope.
#[derive(Default)]
pub(super) struct Uses(BTreeMap<String, Vec<Ident>>);

impl Uses {
    /// Imports the path up to the segment `last`. Returns false if something else has the name.
    pub(super) fn add(&mut self, scope: &Scope, path: &Path, last: usize) -> bool {
        let segments: Vec<Ident> =
            path.segments.iter().take(last + 1).map(|segment| segment.ident.clone()).collect();
        let Some(name) = segments.last().map(Ident::to_string) else { return false };
        if let Some(taken) = self.0.get(&name) {
            return *taken == segments;
        }
        let free = !scope.has(&name) && !names::is_prelude_name(&name);
        if free {
            self.0.insert(name, segments);
        }
        free
    }

    /// Returns the `use` items: the standard library, other crates, this crate; one for each parent.
    pub(super) fn into_items(self, scope: &Scope) -> Vec<Item> {
        let mut parents: BTreeMap<Vec<String>, Vec<Vec<Ident>>> = BTreeMap::new();
        for segments in self.0.into_values() {
            let parent = segments.iter().rev().skip(1).rev().map(Ident::to_string).collect();
            parents.entry(parent).or_default().push(segments);
        }
        let mut items: Vec<_> =
            parents.into_iter().map(|(parent, paths)| (order(parent, &paths), paths)).collect();
        items.sort_by(|(order, _), (other, _)| order.cmp(other));
        items.into_iter().map(|(_, paths)| item(&paths, scope)).collect()
    }
}

/// Returns the sort key of a `use` item: its group, then its path. As in `rustfmt`, several names in braces come after
/// all single names.
fn order(parent: Vec<String>, paths: &[Vec<Ident>]) -> (u8, Vec<String>) {
    let group = match parent.first().map(String::as_str) {
        Some("std" | "core" | "alloc") => 0,
        Some("crate") => 2,
        _ => 1,
    };
    let last = match paths {
        [path] => path.last().map(Ident::to_string).unwrap_or_default(),
        // A brace sorts after every name.
        _ => "{".to_owned(),
    };
    (group, parent.into_iter().chain([last]).collect())
}

/// Returns one `use` item for paths with the same parent.
fn item(paths: &[Vec<Ident>], scope: &Scope) -> Item {
    let parent: Vec<_> = paths.first().into_iter().flat_map(|path| path.iter().rev().skip(1).rev()).collect();
    let root = parent.first().map(ToString::to_string).unwrap_or_default();
    let names: Vec<_> = paths.iter().filter_map(|path| path.last()).collect();
    // If the scope defines the crate's name, only a path that starts with `::` can mean the crate.
    let colon = scope.defines(&root).then(<syn::Token![::]>::default);
    match names.as_slice() {
        [name] => parse_quote!(use #colon #(#parent::)* #name;),
        names => parse_quote!(use #colon #(#parent::)* {#(#names),*};),
    }
}

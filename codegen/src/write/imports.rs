//! Turns absolute paths into imports: `::serde::Serialize` becomes `Serialize`, under `use serde::Serialize;`.
//!
//! Emitters write absolute paths, because a model may give its types any name. Here the whole file is known, so each
//! path is made as short as the names of the file allow:
//!
//! - names that are in scope everywhere need no path: `Option`, `Some`, `vec!`. Emitters may write `::Option`, which is
//!   not a valid path in Rust, and means the `Option` of the standard library, even if the file has its own;
//! - types and traits are imported: `Serialize`; functions and constants keep their module: `mem::take`;
//! - if the name means something else, the path stays: `std::option::Option`, `crate::types::String`.

mod macros;
mod names;
mod scope;
mod uses;

use std::collections::HashMap;
use std::fmt::Write as _;

use proc_macro2::{Ident, Span};
use syn::visit_mut::{self, VisitMut};
use syn::{ExprPath, Item, ItemMod, Macro, Path, PathSegment, QSelf, TypePath};

use scope::Scope;
use uses::Uses;

/// Shortens the paths of a file and adds the imports.
///
/// An inline module is treated like a file. Attributes are not changed.
pub(super) fn shorten(file: &mut syn::File) {
    shorten_items(&mut file.items, None);
}

fn shorten_items(items: &mut Vec<Item>, parent: Option<&Scope>) {
    let scope = Scope::new(items, parent);
    let mut shortener = Shortener::new(&scope);
    for item in items.iter_mut() {
        shortener.visit_item_mut(item);
    }
    let imports = shortener.uses.into_items(&scope);
    let own = |item: &Item| matches!(item, Item::Use(item) if matches!(item.vis, syn::Visibility::Inherited));
    let start = items.iter().take_while(|item| own(item)).count();
    items.splice(start..start, imports);
}

/// How a path is shortened.
#[derive(Clone, Copy)]
struct Cut {
    /// How many of the first segments are removed.
    segments: usize,
    /// Whether the `::` at the start is removed.
    colon: bool,
}

impl Cut {
    const NONE: Self = Self { segments: 0, colon: false };

    /// Removes all segments before `start`.
    fn before(start: usize) -> Self {
        Self { segments: start, colon: true }
    }
}

struct Shortener<'a> {
    scope: &'a Scope,
    uses: Uses,
    /// The decision for a path, by its text, because the same paths occur often.
    cuts: HashMap<String, Cut>,
    /// The text of the current path, kept to avoid an allocation for each path.
    text: String,
    /// Whether the next path is that of `<T as a::B>::c`, which is shortened with its type.
    qualified: bool,
}

impl<'a> Shortener<'a> {
    fn new(scope: &'a Scope) -> Self {
        Self { scope, uses: Uses::default(), cuts: HashMap::new(), text: String::new(), qualified: false }
    }

    /// Shortens a path whose first `len` segments name an item. Returns how many segments name it then.
    fn shorten(&mut self, path: &mut Path, len: usize) -> usize {
        let Some(first) = path.segments.first() else { return len };
        if path.leading_colon.is_none() && first.ident != "crate" {
            return len;
        }
        if let Some(parent) = names::prelude_parent(&first.ident.to_string()) {
            return len + self.name_of_prelude(path, parent);
        }
        let cut = self.cut(path, len);
        if cut.colon {
            path.leading_colon = None;
        }
        if cut.segments > 0 {
            path.segments = std::mem::take(&mut path.segments).into_iter().skip(cut.segments).collect();
        }
        len.saturating_sub(cut.segments)
    }

    /// Shortens `::Option` to `Option`, or to the whole path if the file has its own `Option`. Returns the number of
    /// segments added.
    fn name_of_prelude(&self, path: &mut Path, parent: &str) -> usize {
        let taken = path.segments.first().is_some_and(|first| self.scope.defines(&first.ident.to_string()));
        if !taken || !self.scope.defines("std") {
            path.leading_colon = None;
        }
        if !taken {
            return 0;
        }
        let parents = parent.split("::").map(|name| PathSegment::from(Ident::new(name, Span::call_site())));
        let own = std::mem::take(&mut path.segments);
        path.segments = parents.chain(own).collect();
        parent.split("::").count()
    }

    fn cut(&mut self, path: &Path, len: usize) -> Cut {
        let mut text = std::mem::take(&mut self.text);
        text.clear();
        for segment in path.segments.iter().take(len) {
            // Writing to a string cannot fail.
            let _ = write!(text, "::{}", segment.ident);
        }
        let known = self.cuts.get(&text).copied();
        let cut = known.unwrap_or_else(|| {
            let cut = self.decide(path, &text);
            self.cuts.insert(text.clone(), cut);
            cut
        });
        self.text = text;
        cut
    }

    /// Decides how to shorten a path. Its segments are `text`, each after a `::`.
    fn decide(&mut self, path: &Path, text: &str) -> Cut {
        let segments: Vec<&str> = text.split("::").skip(1).collect();
        if let Some(start) = self.prelude(&segments) {
            return Cut::before(start);
        }
        let Some(last) = imported(&segments) else { return self.in_full(&segments) };
        if self.uses.add(self.scope, path, last) { Cut::before(last) } else { self.in_full(&segments) }
    }

    /// Returns the start of a name that is in scope everywhere.
    fn prelude(&self, segments: &[&str]) -> Option<usize> {
        let known = |last: &usize| {
            let (parent, name) = (segments.get(..*last), segments.get(*last));
            let known =
                parent.zip(name).is_some_and(|(parent, name)| names::is_prelude(&parent.join("::"), name));
            known && name.is_some_and(|name| !self.scope.defines(name))
        };
        // From the end, because of `std::option::Option::Some` both `Option` and `Some` are in scope.
        (1..segments.len()).rev().find(known)
    }

    /// Keeps the segments of a path, but removes the `::` at the start unless the scope defines the crate's name.
    fn in_full(&self, segments: &[&str]) -> Cut {
        let shadowed = segments.first().is_none_or(|name| self.scope.defines(name));
        if shadowed || segments.len() < 2 { Cut::NONE } else { Cut::before(0) }
    }

    /// Shortens the name of a macro. Macros have a separate namespace, so none is imported.
    fn shorten_macro(&self, path: &mut Path) {
        let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let cut = match segments.as_slice() {
            _ if path.leading_colon.is_none() => Cut::NONE,
            ["std", name] if names::is_macro(name) && !self.scope.defines(name) => Cut::before(1),
            path => self.in_full(path),
        };
        if cut.colon {
            path.leading_colon = None;
            path.segments = std::mem::take(&mut path.segments).into_iter().skip(cut.segments).collect();
        }
    }

    /// Shortens the trait of `<T as a::B>::c`, whose length is kept with the type.
    fn shorten_trait(&mut self, qself: Option<&mut QSelf>, path: &mut Path) {
        if let Some(qself) = qself.filter(|qself| qself.position > 0) {
            qself.position = self.shorten(path, qself.position);
        }
    }
}

/// Returns the segment up to which a path is imported, and with which the path then starts.
fn imported(segments: &[&str]) -> Option<usize> {
    if names::is_written_in_full(segments) {
        return None;
    }
    let module = |last: &usize| segments.get(..=*last).is_some_and(|path| names::is_module(&path.join("::")));
    let last = segments.len().checked_sub(1)?;
    if let Some(module) = (1..last).find(module) {
        return Some(module);
    }
    let item = segments.iter().skip(1).position(|name| names::is_type(name)).map(|position| position + 1);
    // A function or constant keeps its module, unless it is in the root of the crate.
    item.or(last.checked_sub(1).filter(|module| *module > 0))
}

impl VisitMut for Shortener<'_> {
    fn visit_path_mut(&mut self, path: &mut Path) {
        if !std::mem::take(&mut self.qualified) {
            let len = path.segments.len();
            self.shorten(path, len);
        }
        visit_mut::visit_path_mut(self, path);
    }

    fn visit_qself_mut(&mut self, qself: &mut QSelf) {
        visit_mut::visit_qself_mut(self, qself);
        self.qualified = true;
    }

    fn visit_expr_path_mut(&mut self, expr: &mut ExprPath) {
        self.shorten_trait(expr.qself.as_mut(), &mut expr.path);
        visit_mut::visit_expr_path_mut(self, expr);
    }

    fn visit_type_path_mut(&mut self, ty: &mut TypePath) {
        self.shorten_trait(ty.qself.as_mut(), &mut ty.path);
        visit_mut::visit_type_path_mut(self, ty);
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        self.shorten_macro(&mut mac.path);
        mac.tokens = self.shorten_tokens(std::mem::take(&mut mac.tokens));
    }

    fn visit_item_mod_mut(&mut self, module: &mut ItemMod) {
        if let Some((_, items)) = &mut module.content {
            shorten_items(items, Some(self.scope));
        }
    }

    fn visit_attribute_mut(&mut self, _: &mut syn::Attribute) {}

    fn visit_vis_restricted_mut(&mut self, _: &mut syn::VisRestricted) {}
}

#[cfg(test)]
mod tests;

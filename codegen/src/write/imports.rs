//! Absolute paths to imports: `::serde::Serialize` becomes `Serialize`, under `use serde::Serialize;`.
//!
//! Emitters write absolute paths, because a model may give its types any name. Here, where the whole file is known,
//! each path is made as short as the names of the file allow:
//!
//! - what is in scope everywhere goes by its name: `Option`, `Some`, `vec!`; emitters may write it as `::Option`, which
//!   is no path of Rust and means that of the standard library, whatever the file calls `Option`;
//! - types and traits are imported: `Serialize`; functions and constants go through their module: `mem::take`;
//! - where the name means something else, the path stays: `std::option::Option`, `crate::types::String`.

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
/// An inline module is a file of its own in this. Attributes stay as they are.
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

/// How a path is to be shortened.
#[derive(Clone, Copy)]
struct Cut {
    /// How many of the first segments go.
    segments: usize,
    /// Whether the `::` at the start goes.
    colon: bool,
}

impl Cut {
    const NONE: Self = Self { segments: 0, colon: false };

    /// All segments go but those from `start` on.
    fn before(start: usize) -> Self {
        Self { segments: start, colon: true }
    }
}

struct Shortener<'a> {
    scope: &'a Scope,
    uses: Uses,
    /// What was decided for a path, by its text: the same paths come up again and again.
    cuts: HashMap<String, Cut>,
    /// The text of the path at hand, kept to spare an allocation a path.
    text: String,
    /// Whether the next path is the second half of `<T as a::B>::c` and not for itself.
    qualified: bool,
}

impl<'a> Shortener<'a> {
    fn new(scope: &'a Scope) -> Self {
        Self { scope, uses: Uses::default(), cuts: HashMap::new(), text: String::new(), qualified: false }
    }

    /// Shortens a path of which the first `len` segments name something; what is left of these.
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

    /// `::Option` becomes `Option`, or the whole path where the file has an `Option` of its own; the segments added.
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

    /// Decides on a path whose segments, each after `::`, are `text`.
    fn decide(&mut self, path: &Path, text: &str) -> Cut {
        let segments: Vec<&str> = text.split("::").skip(1).collect();
        if let Some(start) = self.prelude(&segments) {
            return Cut::before(start);
        }
        let Some(last) = imported(&segments) else { return self.in_full(&segments) };
        if self.uses.add(self.scope, path, last) { Cut::before(last) } else { self.in_full(&segments) }
    }

    /// Where in a path a name starts that is in scope everywhere.
    fn prelude(&self, segments: &[&str]) -> Option<usize> {
        let known = |last: &usize| {
            let (parent, name) = (segments.get(..*last), segments.get(*last));
            let known =
                parent.zip(name).is_some_and(|(parent, name)| names::is_prelude(&parent.join("::"), name));
            known && name.is_some_and(|name| !self.scope.defines(name))
        };
        // From the end: of `std::option::Option::Some` both of the last names are in scope.
        (1..segments.len()).rev().find(known)
    }

    /// A path that keeps its segments loses the `::` at the start, unless the scope has something of the crate's name.
    fn in_full(&self, segments: &[&str]) -> Cut {
        let shadowed = segments.first().is_none_or(|name| self.scope.defines(name));
        if shadowed || segments.len() < 2 { Cut::NONE } else { Cut { segments: 0, colon: true } }
    }

    /// The name of a macro. Macros have names of their own kind, so none is imported.
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

    /// `<T as a::B>::c`: the trait is a path of its own, and the type knows how long it is.
    fn shorten_trait(&mut self, qself: Option<&mut QSelf>, path: &mut Path) {
        if let Some(qself) = qself.filter(|qself| qself.position > 0) {
            qself.position = self.shorten(path, qself.position);
        }
    }
}

/// The segment up to which a path is imported; the path then starts with it.
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
    // A function or constant goes through its module, unless it is straight in the crate.
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

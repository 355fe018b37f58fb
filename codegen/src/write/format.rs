//! Tokens to the text of a Rust file, laid out as a person would.

use proc_macro2::TokenStream;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Expr, ImplItem, Item, Lit, Meta, TraitItem, UseTree, Visibility};

use super::fault::Fault;
use super::print;
use super::tokens::Tokens;

/// Formats a file; the text ends with one line break, or is empty where there is nothing.
pub(super) fn rust(stream: TokenStream) -> Result<String, Fault> {
    let tokens = Tokens::new(stream);
    print::print(&tokens).map_err(|stuck| Fault::unknown(&tokens, stuck))
}

/// Formats a file whose paths are as they are to be.
pub(super) fn file(mut file: syn::File) -> String {
    Spacing.visit_file_mut(&mut file);
    prettyplease::unparse(&file)
}

/// Lines as `//!` comments.
pub(super) fn docs(lines: &[String]) -> String {
    let mut text = String::new();
    for line in lines.iter().flat_map(|line| line.split('\n')) {
        let line = line.trim_end();
        text.extend(if line.is_empty() { ["//!", "", "\n"] } else { ["//! ", line, "\n"] });
    }
    text
}

/// Puts blank lines between the items of files, modules, traits and impls.
///
/// The printer writes none of its own, and has no setting for them. What it writes for an item of no tokens is an
/// empty line, so such items are put in between.
struct Spacing;

impl VisitMut for Spacing {
    fn visit_file_mut(&mut self, file: &mut syn::File) {
        visit_mut::visit_file_mut(self, file);
        space(&mut file.items, kind_of_item, || Item::Verbatim(TokenStream::new()));
        if !file.attrs.is_empty() && !file.items.is_empty() {
            file.items.insert(0, Item::Verbatim(TokenStream::new()));
        }
    }

    fn visit_item_mod_mut(&mut self, module: &mut syn::ItemMod) {
        visit_mut::visit_item_mod_mut(self, module);
        if let Some((_, items)) = &mut module.content {
            space(items, kind_of_item, || Item::Verbatim(TokenStream::new()));
            let inner = |attribute: &Attribute| matches!(attribute.style, syn::AttrStyle::Inner(_));
            if module.attrs.iter().any(inner) && !items.is_empty() {
                items.insert(0, Item::Verbatim(TokenStream::new()));
            }
        }
    }

    fn visit_item_impl_mut(&mut self, item: &mut syn::ItemImpl) {
        space(&mut item.items, kind_of_impl_item, || ImplItem::Verbatim(TokenStream::new()));
    }

    fn visit_item_trait_mut(&mut self, item: &mut syn::ItemTrait) {
        space(&mut item.items, kind_of_trait_item, || TraitItem::Verbatim(TokenStream::new()));
    }

    // What stands in a function needs no blank lines, so there is no reason to walk its statements.
    fn visit_item_fn_mut(&mut self, _: &mut syn::ItemFn) {}
}

/// Puts a `blank` between items, but none between two of one kind that are one line each.
fn space<T>(items: &mut Vec<T>, kind: impl Fn(&T) -> Kind, blank: impl Fn() -> T) {
    let mut previous = None;
    for item in std::mem::take(items) {
        let kind = kind(&item);
        if previous.is_some_and(|previous| previous != kind || kind == Kind::Block) {
            items.push(blank());
        }
        previous = Some(kind);
        items.push(item);
    }
}

/// What an item is to its neighbours.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Always apart.
    Block,
    /// `use super::..`, which comes before other imports.
    Parent,
    /// `use std::..`
    Std,
    /// `use serde::..`
    External,
    /// `use crate::..`
    Crate,
    /// `pub use ..`
    Reexport,
    /// `mod a;`
    Module,
    /// A `const` or `type` of an `impl` or `trait`.
    Associated,
}

fn kind_of_item(item: &Item) -> Kind {
    match item {
        Item::Use(item) if documented(&item.attrs) => Kind::Block,
        Item::Use(item) if !matches!(item.vis, Visibility::Inherited) => Kind::Reexport,
        Item::Use(item) => kind_of_import(&item.tree),
        Item::Mod(item) if item.content.is_none() && !documented(&item.attrs) => Kind::Module,
        _ => Kind::Block,
    }
}

fn kind_of_import(tree: &UseTree) -> Kind {
    let UseTree::Path(path) = tree else { return Kind::External };
    let is = |names: &[&str]| names.iter().any(|name| path.ident == name);
    match () {
        () if is(&["self", "super"]) => Kind::Parent,
        () if is(&["std", "core", "alloc"]) => Kind::Std,
        () if is(&["crate"]) => Kind::Crate,
        () => Kind::External,
    }
}

fn kind_of_impl_item(item: &ImplItem) -> Kind {
    match item {
        ImplItem::Const(syn::ImplItemConst { attrs, .. })
        | ImplItem::Type(syn::ImplItemType { attrs, .. }) => associated(attrs),
        _ => Kind::Block,
    }
}

fn kind_of_trait_item(item: &TraitItem) -> Kind {
    match item {
        TraitItem::Const(syn::TraitItemConst { attrs, .. })
        | TraitItem::Type(syn::TraitItemType { attrs, .. }) => associated(attrs),
        _ => Kind::Block,
    }
}

fn associated(attrs: &[Attribute]) -> Kind {
    if documented(attrs) { Kind::Block } else { Kind::Associated }
}

/// Whether an item comes with lines of documentation, which makes it more than one line.
fn documented(attrs: &[Attribute]) -> bool {
    let is_text = |value: &Expr| matches!(value, Expr::Lit(literal) if matches!(literal.lit, Lit::Str(_)));
    attrs.iter().any(
        |attr| matches!(&attr.meta, Meta::NameValue(meta) if meta.path.is_ident("doc") && is_text(&meta.value)),
    )
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn blank_lines_stand_between_blocks() {
        let tokens = quote! {
            #![forbid(unsafe_code)]
            mod a;
            #[rustfmt::skip]
            mod b;
            pub use a::A;
            pub use b::B;
            use super::d;
            use std::fmt;
            use std::io;
            use e::E;
            use crate::f::F;
            const G: u8 = 1;
            const H: u8 = 2;
            pub struct I {
                #[doc = " One."]
                pub a: u8,
                #[doc = " Two."]
                pub b: u8,
            }
            impl J for I {
                const A: u8 = 1;
                type B = u8;
                #[doc = " Text. "]
                const C: u8 = 1;
                fn d() { let a = "1\n\n2"; let b = 2; }
                fn e() {}
            }
            trait K { type A; type B; fn c(); fn d() {} }
            mod l { const A: u8 = 1; impl B { fn c() {} fn d() {} } }
            impl M {}
        };
        let expected = r#"
#![forbid(unsafe_code)]

mod a;
#[rustfmt::skip]
mod b;

pub use a::A;
pub use b::B;

use super::d;

use std::fmt;
use std::io;

use e::E;

use crate::f::F;

const G: u8 = 1;

const H: u8 = 2;

pub struct I {
    /// One.
    pub a: u8,
    /// Two.
    pub b: u8,
}

impl J for I {
    const A: u8 = 1;
    type B = u8;

    /// Text.
    const C: u8 = 1;

    fn d() {
        let a = "1\n\n2";
        let b = 2;
    }

    fn e() {}
}

trait K {
    type A;
    type B;

    fn c();

    fn d() {}
}

mod l {
    const A: u8 = 1;

    impl B {
        fn c() {}

        fn d() {}
    }
}

impl M {}
"#;
        assert_eq!(rust(tokens.clone()).unwrap(), expected.trim_start());
    }

    #[test]
    fn documentation_is_one_comment_a_line() {
        let lines = ["A crate.", "", "Two\nlines. "].map(str::to_owned);
        assert_eq!(docs(&lines), "//! A crate.\n//!\n//! Two\n//! lines.\n");
        assert_eq!(docs(&[]), "");
    }
}

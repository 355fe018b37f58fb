//! Puts blank lines between items. The printer writes none, and has no setting for them.

use proc_macro2::TokenStream;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Expr, ImplItem, Item, Lit, Meta, TraitItem, UseTree, Visibility};

/// Puts blank lines between the items of a file and of its modules, traits and impls.
pub(super) fn space_file(file: &mut syn::File) {
    Spacing.visit_file_mut(file);
}

/// Inserts items without tokens, because the printer writes an empty line for them.
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

    // Statements have no blank lines between them.
    fn visit_item_fn_mut(&mut self, _: &mut syn::ItemFn) {}
}

/// Inserts a `blank` between two items, unless both are one line and of the same kind.
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

/// The kind of an item, which decides whether a blank line separates it from the next one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Always separate.
    Block,
    /// `use super::…`
    Parent,
    /// `use std::…`
    Std,
    /// `use serde::…`
    External,
    /// `use crate::…`
    Crate,
    /// `pub use …`
    Reexport,
    /// `mod a;`
    Module,
    /// A `const` or `type` in an `impl` or `trait`.
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

/// Whether an item has lines of documentation, and so is longer than one line.
fn documented(attrs: &[Attribute]) -> bool {
    let is_text = |value: &Expr| matches!(value, Expr::Lit(literal) if matches!(literal.lit, Lit::Str(_)));
    attrs.iter().any(
        |attr| matches!(&attr.meta, Meta::NameValue(meta) if meta.path.is_ident("doc") && is_text(&meta.value)),
    )
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::super::format;

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
        assert_eq!(format::rust(tokens).unwrap(), expected.trim_start());
    }
}

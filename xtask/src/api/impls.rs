//! The implementations for the types of a crate.

use syn::{ImplItem, ItemImpl};

use super::items::{Items, conditional};
use super::modules;
use super::names::{Speller, is_public};
use super::{INTERNAL, Item};

/// Collects an implementation, unless its header names something that a user cannot name.
pub(super) fn collect(item: &ItemImpl, speller: &Speller<'_>, items: &mut Items) {
    let mut speller = speller.under(&item.generics);
    let ty = speller.ty(&item.self_ty);
    let generics = speller.generics(&item.generics);
    match &item.trait_ {
        _ if speller.met_private => {}
        None => inherent(item, &ty, &generics, &speller, items),
        Some((path, _)) => {
            let path = speller.path(path);
            let is_internal = INTERNAL.iter().any(|internal| path.starts_with(internal));
            if !is_internal && !speller.met_private {
                implementation(item, &path, &ty, generics, &mut speller, items);
            }
        }
    }
}

fn inherent(item: &ItemImpl, ty: &str, generics: &str, speller: &Speller<'_>, items: &mut Items) {
    let owner = without_arguments(ty);
    for member in &item.items {
        let (key, value, attributes) = match member {
            ImplItem::Fn(member) if is_public(&member.vis) => {
                let signature = speller.under(&member.sig.generics).signature(&member.sig);
                // The type is part of the value: a builder with another parameter keeps its methods, but they are
                // different ones.
                let value = format!("impl{generics} {ty} {{ {signature} }}");
                (format!("fn {owner}::{}", modules::name(&member.sig.ident)), value, &member.attrs)
            }
            ImplItem::Const(member) if is_public(&member.vis) => {
                let value = speller.clone().ty(&member.ty);
                (format!("const {owner}::{}", modules::name(&member.ident)), value, &member.attrs)
            }
            _ => continue,
        };
        if modules::is_hidden(attributes) {
            continue;
        }
        items.insert(key, conditional(Item::new(value).inside(&holder(owner, items)), attributes));
    }
}

fn implementation(
    item: &ItemImpl,
    path: &str,
    ty: &str,
    generics: String,
    speller: &mut Speller<'_>,
    items: &mut Items,
) {
    let owner = without_arguments(ty);
    for member in &item.items {
        if let ImplItem::Type(member) = member {
            let key = format!("type <{ty} as {path}>::{}", member.ident);
            let value = Item::new(speller.ty(&member.ty)).inside(&key_of(path, ty));
            items.insert(key, value);
        }
    }
    let item = conditional(Item::new(generics), &item.attrs).inside(&holder(owner, items));
    items.insert(key_of(path, ty), item);
}

/// Records that a trait is derived for a type. It counts like a manual implementation, because the difference does not
/// matter to a user.
pub(super) fn derived(items: &mut Items, path: &str, ty: &str, generics: String) {
    let path = match path {
        "Debug" => "std::fmt::Debug",
        "Hash" => "std::hash::Hash",
        // The other traits of the standard library are in its prelude.
        other => other,
    };
    let item = Item::new(generics).inside(&holder(ty, items));
    items.insert(key_of(path, ty), item);
}

fn key_of(path: &str, ty: &str) -> String {
    format!("impl {path} for {ty}")
}

/// Returns the key of a type. Aliases and types of other crates contain no items.
fn holder(name: &str, items: &Items) -> String {
    let key = format!("enum {name}");
    if items.contains_key(&key) { key } else { format!("struct {name}") }
}

fn without_arguments(ty: &str) -> &str {
    ty.split('<').next().unwrap_or(ty)
}

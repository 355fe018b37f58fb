//! The items that a user of a crate can reach.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Attribute, Fields, Generics, ItemEnum, ItemStruct, ItemTrait, TraitItem};

use super::modules::{self, Modules};
use super::names::{Public, Speller, is_public};
use super::{Item, impls};

/// The items by kind and name.
pub(super) type Items = BTreeMap<String, Item>;

/// Collects all of them.
pub(super) fn collect(modules: &Modules, items: &mut Items) {
    let public = Public::of(modules);
    for (path, conditions) in &public.modules {
        items.insert(format!("mod {}", path.join("::")), Item::new(under("", conditions)));
    }
    for (path, (target, conditions)) in &public.foreign {
        let value = under(&target.join("::"), conditions);
        items.insert(format!("use {}", path.join("::")), Item::new(value));
    }
    let all = || modules.iter().flat_map(|(path, module)| module.items.iter().map(move |item| (path, item)));
    for (module, item) in all() {
        if let Some((ident, _)) = modules::declared(item) {
            let definition = [module.as_slice(), &[modules::name(ident)]].concat();
            let speller = Speller::new(modules, &public, module);
            declaration(item, &definition, &public, &speller, items);
        }
    }
    for (module, item) in all() {
        if let syn::Item::Impl(item) = item {
            impls::collect(item, &Speller::new(modules, &public, module), items);
        }
    }
}

/// Adds the conditions under which a value exists.
fn under(value: &str, conditions: &BTreeSet<String>) -> String {
    let parts = [value].into_iter().filter(|value| !value.is_empty());
    parts.chain(conditions.iter().map(String::as_str)).collect::<Vec<_>>().join(" under ")
}

fn declaration(
    item: &syn::Item,
    definition: &[String],
    public: &Public,
    speller: &Speller<'_>,
    items: &mut Items,
) {
    let Some(path) = public.name(definition) else { return };
    let name = path.join("::");
    let key = match item {
        syn::Item::Struct(item) => structure(item, &name, speller, items),
        syn::Item::Enum(item) => enumeration(item, &name, speller, items),
        syn::Item::Trait(item) => interface(item, &name, speller, items),
        other => plain(other, &name, speller, items),
    };
    let paths = public.items.get(definition).into_iter().flatten();
    for (other, conditions) in paths {
        let value = if other == path { "" } else { &name };
        let value = Item::new(under(value, conditions)).inside(&key);
        items.insert(format!("path {}", other.join("::")), value);
    }
}

/// Adds an item that contains no others, and returns its key.
fn plain(item: &syn::Item, name: &str, speller: &Speller<'_>, items: &mut Items) -> String {
    let mut speller = speller.clone();
    let (kind, value) = match item {
        syn::Item::Fn(item) => ("fn", speller.under(&item.sig.generics).signature(&item.sig)),
        syn::Item::Const(item) => ("const", speller.ty(&item.ty)),
        syn::Item::Static(item) => ("static", speller.ty(&item.ty)),
        syn::Item::Type(item) => {
            let mut speller = speller.under(&item.generics);
            ("type", speller.generics(&item.generics) + &speller.ty(&item.ty))
        }
        _ => ("mod", String::new()),
    };
    let key = format!("{kind} {name}");
    items.insert(key.clone(), marked(Item::new(value), modules::attributes(item)));
    key
}

/// Returns the item with its deprecation.
pub(super) fn marked(item: Item, attributes: &[Attribute]) -> Item {
    Item { deprecated: modules::is_marked(attributes, "deprecated"), ..item }
}

/// Returns the item with its conditions, if no path to it has them.
pub(super) fn conditional(item: Item, attributes: &[Attribute]) -> Item {
    let value = under(&item.value, &modules::conditions(attributes).into_iter().collect());
    marked(Item { value, ..item }, attributes)
}

fn structure(item: &ItemStruct, name: &str, speller: &Speller<'_>, items: &mut Items) -> String {
    let (key, mut speller) = (format!("struct {name}"), speller.under(&item.generics));
    let kind = match &item.fields {
        Fields::Named(_) => "",
        Fields::Unnamed(_) => " ()",
        Fields::Unit => " ;",
    };
    items.insert(key.clone(), marked(Item::new(speller.generics(&item.generics) + kind), &item.attrs));
    derives(&item.attrs, name, &item.generics, &mut speller, items);
    let exhaustive = format!("exhaustive {name}");
    if item.fields.iter().all(|field| is_public(&field.vis)) {
        exhaustiveness(&exhaustive, &key, &item.attrs, items);
    }
    for (at, field) in item.fields.iter().enumerate().filter(|(_, field)| is_public(&field.vis)) {
        let field_name = field.ident.as_ref().map_or_else(|| at.to_string(), modules::name);
        let value = Item::new(speller.ty(&field.ty)).inside(&key).closed_by(Some(&exhaustive));
        items.insert(format!("field {name}::{field_name}"), marked(value, &field.attrs));
    }
    key
}

fn enumeration(item: &ItemEnum, name: &str, speller: &Speller<'_>, items: &mut Items) -> String {
    let (key, mut speller) = (format!("enum {name}"), speller.under(&item.generics));
    items.insert(key.clone(), marked(Item::new(speller.generics(&item.generics)), &item.attrs));
    derives(&item.attrs, name, &item.generics, &mut speller, items);
    let exhaustive = format!("exhaustive {name}");
    exhaustiveness(&exhaustive, &key, &item.attrs, items);
    for variant in &item.variants {
        let fields: Vec<_> = variant
            .fields
            .iter()
            .map(|field| {
                let name = field.ident.as_ref().map(modules::name).unwrap_or_default();
                format!("{name}: {}", speller.ty(&field.ty))
            })
            .collect();
        let value = Item::new(fields.join(", ")).inside(&key).closed_by(Some(&exhaustive));
        items.insert(
            format!("variant {name}::{}", modules::name(&variant.ident)),
            marked(value, &variant.attrs),
        );
    }
    key
}

/// Records as a separate API item that a type can be built by its fields, or matched by its variants.
fn exhaustiveness(exhaustive: &str, key: &str, attributes: &[Attribute], items: &mut Items) {
    if !modules::is_marked(attributes, "non_exhaustive") {
        items.insert(exhaustive.to_owned(), Item::default().inside(key));
    }
}

fn derives(
    attributes: &[Attribute],
    name: &str,
    generics: &Generics,
    speller: &mut Speller<'_>,
    items: &mut Items,
) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
        let mut traits = Vec::new();
        let parsed = attribute.parse_nested_meta(|meta| {
            traits.push(meta.path);
            Ok(())
        });
        debug_assert!(parsed.is_ok(), "a derive lists paths");
        for path in &traits {
            let value = speller.generics(generics);
            impls::derived(items, &speller.path(path), name, value);
        }
    }
}

fn interface(item: &ItemTrait, name: &str, speller: &Speller<'_>, items: &mut Items) -> String {
    let (key, mut speller) = (format!("trait {name}"), speller.under(&item.generics));
    let value = [speller.generics(&item.generics), speller.bounds(item.supertraits.iter())].join(": ");
    items.insert(key.clone(), marked(Item::new(value), &item.attrs));
    for member in &item.items {
        let (member_name, value, provided) = match member {
            TraitItem::Fn(member) => {
                let signature = speller.under(&member.sig.generics).signature(&member.sig);
                (&member.sig.ident, signature, member.default.is_some())
            }
            TraitItem::Const(member) => (&member.ident, speller.ty(&member.ty), member.default.is_some()),
            TraitItem::Type(member) => {
                (&member.ident, speller.bounds(member.bounds.iter()), member.default.is_some())
            }
            _ => continue,
        };
        // A trait that users implement cannot get a required member.
        let closed = (!provided).then_some(key.as_str());
        let kind = if provided { "provided" } else { "required" };
        let value = Item::new(format!("{kind} {value}")).inside(&key).closed_by(closed);
        items.insert(format!("in trait {name}::{}", modules::name(member_name)), value);
    }
    key
}

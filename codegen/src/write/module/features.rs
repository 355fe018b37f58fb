//! Conditions on features, settled: what holds loses its condition, and what does not hold goes.

use std::collections::BTreeSet;

use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ImplItem, Item, Lit, Meta, MetaList, Token};

use crate::emit::crate_docs::FEATURES;

/// The features that are on.
pub(super) struct Features(BTreeSet<String>);

impl Features {
    /// These, and what they bring along.
    pub(super) fn new(names: &[String]) -> Self {
        let mut names: BTreeSet<String> = names.iter().cloned().collect();
        if names.contains("aws-config") {
            names.insert("sigv4".to_owned());
        }
        Self(names)
    }

    /// Settles the conditions of items, those in modules and impls among them. Tests are those of a crate, and go.
    pub(super) fn settle(&self, items: &mut Vec<Item>) {
        items.retain_mut(|item| {
            match item {
                Item::Mod(syn::ItemMod { content: Some((_, items)), .. }) => self.settle(items),
                Item::Impl(of) => of.items.retain_mut(|item| match item {
                    ImplItem::Const(item) => self.keep(&mut item.attrs),
                    _ => true,
                }),
                _ => {}
            }
            attributes(item).is_none_or(|attributes| self.keep(attributes))
        });
    }

    fn keep(&self, attributes: &mut Vec<Attribute>) -> bool {
        let mut keep = true;
        attributes.retain(|attribute| match self.condition(attribute) {
            Some(holds) => {
                keep &= holds;
                false
            }
            None => true,
        });
        keep
    }

    /// Whether the condition of an attribute holds; `None` where it has none, or one that the crate around decides.
    pub(super) fn condition(&self, attribute: &Attribute) -> Option<bool> {
        if !attribute.path().is_ident("cfg") {
            return None;
        }
        self.holds(&attribute.parse_args().ok()?)
    }

    fn holds(&self, condition: &Meta) -> Option<bool> {
        match condition {
            Meta::Path(path) if path.is_ident("test") => Some(false),
            Meta::NameValue(pair) if pair.path.is_ident("feature") => {
                let Expr::Lit(syn::ExprLit { lit: Lit::Str(name), .. }) = &pair.value else { return None };
                let name = name.value();
                FEATURES.iter().any(|(known, _)| *known == name).then(|| self.0.contains(&name))
            }
            Meta::List(list) => self.combined(list),
            _ => None,
        }
    }

    fn combined(&self, list: &MetaList) -> Option<bool> {
        let parts = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok()?;
        let parts: Vec<Option<bool>> = parts.iter().map(|part| self.holds(part)).collect();
        let known = parts.iter().all(Option::is_some);
        match list.path.get_ident()?.to_string().as_str() {
            "all" if parts.contains(&Some(false)) => Some(false),
            "any" if parts.contains(&Some(true)) => Some(true),
            "all" => known.then_some(true),
            "any" => known.then_some(false),
            "not" => parts.first().copied().flatten().map(|holds| !holds),
            _ => None,
        }
    }
}

/// The attributes of the kinds of items that conditions stand before.
fn attributes(item: &mut Item) -> Option<&mut Vec<Attribute>> {
    Some(match item {
        Item::Const(item) => &mut item.attrs,
        Item::Enum(item) => &mut item.attrs,
        Item::Fn(item) => &mut item.attrs,
        Item::Impl(item) => &mut item.attrs,
        Item::Mod(item) => &mut item.attrs,
        Item::Struct(item) => &mut item.attrs,
        Item::Type(item) => &mut item.attrs,
        Item::Use(item) => &mut item.attrs,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use quote::{ToTokens, quote};

    use super::*;

    #[test]
    fn conditions_are_settled() {
        let features = Features::new(&["aws-config".to_owned(), "client".to_owned()]);
        let cases = [
            (quote!(feature = "client"), Some("")),
            (quote!(feature = "sigv4"), Some("")),
            (quote!(feature = "blocking"), None),
            (quote!(not(feature = "blocking")), Some("")),
            (quote!(any(feature = "blocking", feature = "client")), Some("")),
            (quote!(any(feature = "blocking", feature = "tracing")), None),
            (quote!(all(feature = "blocking", unix)), None),
            (quote!(test), None),
            (quote!(unix), Some("# [cfg (unix)] ")),
            (quote!(feature = "mine"), Some("# [cfg (feature = \"mine\")] ")),
            (quote!(all(feature = "client", unix)), Some("# [cfg (all (feature = \"client\" , unix))] ")),
        ];
        for (condition, expected) in cases {
            let mut file: syn::File = syn::parse_quote!(
                mod m {
                    #[cfg(#condition)]
                    use a::b;
                }
            );
            features.settle(&mut file.items);
            let found = file.to_token_stream().to_string();
            let expected = expected.map_or_else(String::new, |attribute| format!("{attribute}use a :: b ; "));
            assert_eq!(found, format!("mod m {{ {expected}}}"), "{condition}");
        }
    }
}

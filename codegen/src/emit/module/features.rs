//! Decides which conditions on features hold.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use syn::punctuated::Punctuated;
use syn::{Expr, Lit, Meta, MetaList, Token};

use crate::config::FEATURES;

/// The features that are on.
pub(super) struct Features(BTreeSet<String>);

impl Features {
    /// Creates the set of these features and those that they turn on.
    pub(super) fn new(names: &[String]) -> Self {
        let mut names: BTreeSet<String> = names.iter().cloned().collect();
        if names.contains("aws-config") {
            names.insert("sigv4".to_owned());
        }
        Self(names)
    }

    /// Whether the condition of an attribute holds, given the contents of its brackets. `None` if it has no condition,
    /// or one that the surrounding crate decides.
    pub(super) fn condition(&self, attribute: TokenStream) -> Option<bool> {
        let Meta::List(list) = syn::parse2(attribute).ok()? else { return None };
        if list.path.is_ident("cfg") { self.holds(&list.parse_args().ok()?) } else { None }
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

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn conditions_are_settled() {
        let features = Features::new(&["aws-config".to_owned(), "client".to_owned()]);
        let cases = [
            (quote!(feature = "client"), Some(true)),
            (quote!(feature = "sigv4"), Some(true)),
            (quote!(feature = "blocking"), Some(false)),
            (quote!(not(feature = "blocking")), Some(true)),
            (quote!(any(feature = "blocking", feature = "client")), Some(true)),
            (quote!(any(feature = "blocking", feature = "tracing")), Some(false)),
            (quote!(all(feature = "blocking", unix)), Some(false)),
            (quote!(test), Some(false)),
            (quote!(unix), None),
            (quote!(feature = "mine"), None),
            (quote!(all(feature = "client", unix)), None),
        ];
        for (condition, expected) in cases {
            assert_eq!(features.condition(quote!(cfg(#condition))), expected, "{condition}");
        }
        assert_eq!(features.condition(quote!(doc = "a")), None);
    }
}

//! One trait for each name of a required member, so that the compiler names the member that a builder lacks.
//!
//! ```text
//! #[diagnostic::on_unimplemented(
//!     message = "the required member `thing_name` has not been set",
//!     label = "call `.thing_name(…)` before this"
//! )]
//! pub trait ThingName<T> {
//!     fn into_value(self) -> T;
//! }
//!
//! impl<T> ThingName<T> for Set<T> { … }
//! ```

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::doc;
use crate::ident::RustIdent;

/// The docs of the file.
pub fn docs() -> Vec<String> {
    vec!["What builders require: a trait for each required member, which is implemented only for members that have been set.".to_owned()]
}

/// The file `low_level/required.rs`.
pub fn emit(required: &BTreeSet<RustIdent>) -> TokenStream {
    let by_trait: BTreeMap<RustIdent, &RustIdent> =
        required.iter().filter_map(|member| Some((RustIdent::pascal(member.bare())?, member))).collect();
    let traits = by_trait.iter().map(|(name, member)| {
        let member = member.bare();
        let docs = doc(&[format!("The member `{member}` has been set.")]);
        let message = format!("the required member `{member}` has not been set");
        let label = format!("call `.{member}(…)` before this");
        // The trait of a member `t` is called `T`.
        let value = Ident::new(if name.bare() == "T" { "V" } else { "T" }, Span::call_site());
        quote! {
            #docs
            #[diagnostic::on_unimplemented(message = #message, label = #label)]
            pub trait #name<#value> {
                #[doc = " Returns the value."]
                fn into_value(self) -> #value;
            }

            impl<#value> #name<#value> for ::smithy_client::builder::Set<#value> {
                fn into_value(self) -> #value { self.0 }
            }
        }
    });
    quote!(#(#traits)*)
}

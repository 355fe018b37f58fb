//! A modeled error: a structure that also implements `std::error::Error`.
//!
//! ```text
//! impl std::fmt::Display for ThrottlingException { … }   // "ThrottlingException: slow down"
//! impl std::error::Error for ThrottlingException {}
//! impl ModeledError for ThrottlingException { … }
//! impl FromResponse for ThrottlingException { … }
//! ```

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::attributes::allow_deprecated;
use super::{response, structure};
use crate::plan::structure::{MemberPlan, StructurePlan};

/// The file of a modeled error.
pub fn emit(error: &StructurePlan) -> TokenStream {
    let (structure, display) = (structure::emit(error), display(error));
    let reading = error.error.as_ref().map(|plan| response::from_response(error, &plan.reading));
    quote!(#structure #display #reading)
}

fn display(error: &StructurePlan) -> TokenStream {
    let Some(plan) = &error.error else { return TokenStream::new() };
    let (name, text, status) = (error.path.name(), &plan.name, Literal::u16_unsuffixed(plan.status));
    let member =
        plan.message.as_ref().and_then(|ident| error.members.iter().find(|member| member.ident == *ident));
    let message = match member {
        Some(MemberPlan { ident, optional: true, .. }) => quote!(self.#ident.as_deref()),
        Some(MemberPlan { ident, .. }) => quote!(::Some(&self.#ident)),
        None => quote!(::None),
    };
    let body = quote!(::smithy_client::error::write_sentence(formatter, #text, #message));
    let allow = allow_deprecated(error);
    quote! {
        #allow
        impl ::std::fmt::Display for #name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result { #body }
        }

        impl ::std::error::Error for #name {}

        impl ::smithy_client::error::ModeledError for #name {
            const CODE: &'static str = #text;
            const STATUS: u16 = #status;
        }
    }
}

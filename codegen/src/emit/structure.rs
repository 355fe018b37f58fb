//! A structure: the type, its accessors, and with the other emitters its builder, checks and serde impls.
//!
//! ```text
//! #[derive(Clone, Debug, Default, PartialEq)]
//! #[non_exhaustive]
//! pub struct JobExecution {
//!     /// The id of the job.
//!     pub job_id: Option<String>,
//! }
//!
//! impl JobExecution {
//!     /// Creates an empty builder.
//!     pub fn builder() -> JobExecutionBuilder { … }
//!
//!     /// The id of the job.
//!     pub fn job_id(&self) -> Option<&str> {
//!         self.job_id.as_deref()
//!     }
//! }
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::attributes::{allow_deprecated, allow_type};
use super::{builder, codec, deprecated, doc, validation};
use crate::config::custom::Extra;
use crate::plan::structure::{MemberPlan, StructurePlan};
use crate::plan::types::RustType;

/// The file of a structure.
pub fn emit(structure: &StructurePlan) -> TokenStream {
    documented(structure, &structure.docs)
}

/// Writes a structure with other documentation than its own.
pub(super) fn documented(structure: &StructurePlan, docs: &[String]) -> TokenStream {
    let (declaration, methods, debug) = (declaration(structure, docs), methods(structure), debug(structure));
    let builder = structure.has_builder().then(|| builder::emit(structure));
    let validation = validation::emit(structure);
    let codec = codec::emit(structure);
    quote!(#declaration #methods #debug #builder #validation #codec)
}

fn declaration(structure: &StructurePlan, docs: &[String]) -> TokenStream {
    let docs = doc(docs);
    let name = structure.path.name();
    let debug = (!structure.secret).then(|| quote!(Debug,));
    let default = structure.defaults.then(|| quote!(Default,));
    let fields = structure.members.iter().map(|member| {
        let (docs, note) = (doc(&member.docs), deprecated(member.deprecated.as_ref()));
        let (ident, ty, attributes) = (&member.ident, member.field_type(), &member.attributes);
        let allow = allow_type(member);
        quote!(#docs #note #allow #(#attributes)* pub #ident: #ty)
    });
    let Extra { derives, attributes } = &structure.extra;
    quote! {
        #docs
        #[derive(Clone, #debug #default PartialEq #(, #derives)*)]
        #(#attributes)*
        #[non_exhaustive]
        pub struct #name { #(#fields,)* }
    }
}

fn methods(structure: &StructurePlan) -> TokenStream {
    let name = structure.path.name();
    let constructor = structure.has_builder().then(|| builder::constructor(structure));
    if structure.members.is_empty() && constructor.is_none() {
        return TokenStream::new();
    }
    let accessors = structure.members.iter().map(accessor);
    let allow = allow_deprecated(structure);
    quote! {
        #allow
        impl #name {
            #constructor
            #(#accessors)*
        }
    }
}

fn accessor(member: &MemberPlan) -> TokenStream {
    let (docs, note) = (doc(std::slice::from_ref(&member.summary)), deprecated(member.deprecated.as_ref()));
    let ident = &member.ident;
    let (ty, value) = borrowed(member);
    let allow = allow_type(member);
    let lint = match ident.bare() {
        "new" => Some(quote!(#[allow(clippy::new_ret_no_self)])),
        "len" => Some(quote!(#[allow(clippy::len_without_is_empty)])),
        _ => None,
    };
    quote! {
        #docs
        #note
        #allow
        #lint
        pub fn #ident(&self) -> #ty { #value }
    }
}

/// Returns the type and value of an accessor: `&str`, `&[T]`, `Option<&T>`, and copies of values as small as a
/// reference.
fn borrowed(member: &MemberPlan) -> (TokenStream, TokenStream) {
    let (ident, ty) = (&member.ident, &member.ty);
    let option = |inner: TokenStream| quote!(::Option<#inner>);
    let (target, deref) = match ty {
        RustType::String => (quote!(&str), true),
        RustType::Vec(element) => (quote!(&[#element]), true),
        RustType::Boxed(inner) => (quote!(&#inner), true),
        copied if copied.is_copy() => {
            let ty = member.field_type();
            return (quote!(#ty), quote!(self.#ident));
        }
        other => (quote!(&#other), false),
    };
    match (member.optional, deref) {
        (true, true) => (option(target), quote!(self.#ident.as_deref())),
        (true, false) => (option(target), quote!(self.#ident.as_ref())),
        (false, _) => (target, quote!(&self.#ident)),
    }
}

/// Writes `Debug`, which shows which members are set and hides secret values.
fn debug(structure: &StructurePlan) -> TokenStream {
    if !structure.secret {
        return TokenStream::new();
    }
    let name = structure.path.name();
    let text = name.bare();
    let fields = structure.members.iter().map(|member| {
        let (ident, field) = (&member.ident, member.ident.bare());
        match (member.secret, member.optional) {
            (false, _) => quote!(.field(#field, &self.#ident)),
            (true, true) => quote!(.field(#field, &self.#ident.as_ref().map(|_| "…"))),
            (true, false) => quote!(.field(#field, &"…")),
        }
    });
    let allow = allow_deprecated(structure);
    quote! {
        #allow
        impl ::std::fmt::Debug for #name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.debug_struct(#text)#(#fields)*.finish()
            }
        }
    }
}

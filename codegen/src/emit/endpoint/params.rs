//! Writes `Params`, the structure of the parameters, with its setters.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use smithy_model::endpoint::{Kind, ParameterValue};

use crate::plan::endpoint::Field;

/// The structure, its default and its setters.
pub(super) fn emit(fields: &[Field]) -> TokenStream {
    let usual = fields.iter().all(Field::has_usual_default);
    let derived = usual.then(|| quote!(Default,));
    let default = (!usual).then(|| default_impl(fields));
    let flags = fields.iter().filter(|field| field.kind == Kind::Boolean && field.default.is_some()).count();
    let expect = (flags > 3).then(|| {
        quote! {
            #[expect(clippy::struct_excessive_bools, reason = "the endpoint rules have that many switches")]
        }
    });
    let declarations = fields.iter().map(declaration);
    let setters = fields.iter().map(setter);
    let debug = debug_impl(fields);
    quote! {
        #[doc = " What the endpoint depends on."]
        #[derive(Clone, #derived PartialEq, Eq)]
        #[non_exhaustive]
        #expect
        pub struct Params { #(#declarations),* }

        #default

        impl Params { #(#setters)* }

        #debug
    }
}

/// Writes `Debug`. A parameter can be a custom URL with a password in it.
fn debug_impl(fields: &[Field]) -> TokenStream {
    let fields = fields.iter().map(|field| {
        let (name, shown) = (format_ident!("{}", field.name), field.name.trim_start_matches("r#"));
        let value = match (field.kind, &field.default) {
            (Kind::Boolean | Kind::StringArray, _) => quote!(self.#name),
            (_, Some(_)) => quote!(::smithy_client::endpoint::masked(&self.#name)),
            (_, None) => quote!(self.#name.as_deref().map(::smithy_client::endpoint::masked)),
        };
        quote!(.field(#shown, &#value))
    });
    quote! {
        #[doc = " A URL is shown without what may be secret in it."]
        impl ::std::fmt::Debug for Params {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.debug_struct("Params")#(#fields)*.finish()
            }
        }
    }
}

fn declaration(field: &Field) -> TokenStream {
    let name = format_ident!("{}", field.name);
    let docs = docs(field);
    let inner = inner_type(field.kind);
    let field_type = if field.default.is_some() { inner } else { quote!(::Option<#inner>) };
    quote!(#docs pub #name: #field_type)
}

/// Writes the docs of a parameter.
pub(in crate::emit) fn docs(field: &Field) -> TokenStream {
    if field.docs.is_empty() {
        let line = format!(" The parameter `{}` of the endpoint rules.", field.parameter);
        return quote!(#[doc = #line]);
    }
    let lines =
        field.docs.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

fn inner_type(kind: Kind) -> TokenStream {
    match kind {
        Kind::Boolean => quote!(bool),
        Kind::StringArray => quote!(::Vec<::String>),
        _ => quote!(::String),
    }
}

/// Returns the name and the arguments of a method that sets a parameter: `region(self, region: impl Into<String>)`.
pub(in crate::emit) fn signature(field: &Field) -> TokenStream {
    let name = format_ident!("{}", field.name);
    let argument = match field.kind {
        Kind::Boolean => quote!(bool),
        Kind::StringArray => inner_type(field.kind),
        _ => quote!(impl ::Into<::String>),
    };
    quote!(#name(self, #name: #argument))
}

fn setter(field: &Field) -> TokenStream {
    let name = format_ident!("{}", field.name);
    let doc = format!(" Sets `{}`.", field.name.trim_start_matches("r#"));
    let signature = signature(field);
    let value = match field.kind {
        Kind::Boolean | Kind::StringArray => quote!(#name),
        _ => quote!(#name.into()),
    };
    let plain = field.kind != Kind::String && field.default.is_some();
    let assignment = match (&field.default, plain) {
        (Some(_), true) => quote!(#name),
        (Some(_), false) => quote!(#name: #value),
        (None, _) => quote!(#name: ::Some(#value)),
    };
    quote! {
        #[doc = #doc]
        #[must_use]
        pub fn #signature -> Self {
            Self { #assignment, ..self }
        }
    }
}

fn default_impl(fields: &[Field]) -> TokenStream {
    let values = fields.iter().map(|field| {
        let name = format_ident!("{}", field.name);
        let value = match &field.default {
            None => quote!(::None),
            Some(ParameterValue::Boolean(value)) => quote!(#value),
            Some(ParameterValue::String(text)) => quote!(::String::from(#text)),
            Some(ParameterValue::StringArray(texts)) => {
                quote!(::std::vec![#(::String::from(#texts)),*])
            }
        };
        quote!(#name: #value)
    });
    quote! {
        impl ::Default for Params {
            fn default() -> Self {
                Self { #(#values),* }
            }
        }
    }
}

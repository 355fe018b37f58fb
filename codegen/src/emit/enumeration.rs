//! An enum of text, which also accepts values that the model does not have.
//!
//! ```text
//! #[derive(Clone, Debug, PartialEq, Eq, Hash)]
//! #[non_exhaustive]
//! pub enum JobExecutionStatus {
//!     Queued,
//!     /// A value that this version of the crate does not know, as it came.
//!     Unknown(String),
//! }
//!
//! impl JobExecutionStatus {
//!     pub const VALUES: &'static [&'static str] = &["QUEUED"];
//!     pub fn as_str(&self) -> &str { … }
//!     pub fn is_terminal(&self) -> bool { … }
//! }
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::codec::read_by;
use super::{deprecated, doc, validation};
use crate::config::custom::Extra;
use crate::plan::enumeration::EnumPlan;

/// The file of an enum.
pub fn emit(plan: &EnumPlan) -> TokenStream {
    let (declaration, methods) = (declaration(plan), methods(plan));
    let (conversions, codec, text) = (conversions(plan), codec(plan), text(plan));
    quote!(#declaration #methods #conversions #codec #text)
}

fn declaration(plan: &EnumPlan) -> TokenStream {
    let docs = doc(&plan.docs);
    let name = plan.path.name();
    let variants = plan.variants.iter().map(|variant| {
        let (docs, note) = (doc(&variant.docs), deprecated(variant.deprecated.as_ref()));
        let (ident, attributes) = (&variant.ident, &variant.attributes);
        quote!(#docs #note #(#attributes)* #ident)
    });
    let Extra { derives, attributes } = &plan.extra;
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, Hash #(, #derives)*)]
        #(#attributes)*
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #[doc = " A value that this version of the crate does not know, as it came."]
            Unknown(::String),
        }
    }
}

fn methods(plan: &EnumPlan) -> TokenStream {
    let name = plan.path.name();
    let values = plan.variants.iter().map(|variant| &variant.value);
    let arms = plan.variants.iter().map(|variant| {
        let (ident, value) = (&variant.ident, &variant.value);
        quote!(Self::#ident => #value)
    });
    let predicates = plan.predicates.iter().map(|predicate| {
        let docs = doc(&[format!("Whether the value is tagged `{}` in the service model.", predicate.tag)]);
        let (ident, variants) = (&predicate.ident, &predicate.variants);
        quote! {
            #docs
            pub fn #ident(&self) -> bool { ::std::matches!(self, #(Self::#variants)|*) }
        }
    });
    let allow = allow_deprecated(plan);
    quote! {
        #allow
        impl #name {
            #[doc = " Every value that this version of the crate knows, in the order of the variants."]
            pub const VALUES: &'static [&'static str] = &[#(#values),*];

            #[doc = " The value as it stands on the wire."]
            pub fn as_str(&self) -> &str {
                match self { #(#arms,)* Self::Unknown(value) => value }
            }

            #(#predicates)*
        }
    }
}

fn allow_deprecated(plan: &EnumPlan) -> Option<TokenStream> {
    plan.variants.iter().any(|variant| variant.deprecated.is_some()).then(|| quote!(#[allow(deprecated)]))
}

fn conversions(plan: &EnumPlan) -> TokenStream {
    let (name, allow) = (plan.path.name(), allow_deprecated(plan));
    let arms = plan.variants.iter().map(|variant| {
        let (ident, value) = (&variant.ident, &variant.value);
        quote!(#value => Self::#ident)
    });
    quote! {
        #allow
        impl ::From<&str> for #name {
            fn from(value: &str) -> Self {
                match value { #(#arms,)* other => Self::Unknown(other.to_owned()) }
            }
        }

        impl ::From<::String> for #name {
            fn from(value: ::String) -> Self { Self::from(value.as_str()) }
        }

        impl ::AsRef<str> for #name {
            fn as_ref(&self) -> &str { self.as_str() }
        }

        impl ::std::fmt::Display for #name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }
    }
}

fn codec(plan: &EnumPlan) -> TokenStream {
    let name = plan.path.name();
    let read = read_by(name, &quote!(::smithy_client::codec::read_text(source)));
    quote! {
        impl ::serde::Serialize for #name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        #read
    }
}

/// Writes how values are written to a path, query or header, and how they are checked.
fn text(plan: &EnumPlan) -> TokenStream {
    let name = plan.path.name();
    let check = plan.sent.then(|| validation::enumeration(name, &quote!(self.as_str())));
    quote! {
        impl ::smithy_client::ToText for #name {
            fn to_text(&self) -> ::std::borrow::Cow<'_, str> { ::std::borrow::Cow::Borrowed(self.as_str()) }
        }

        impl ::smithy_client::FromText for #name {
            fn from_text(text: &str) -> ::Result<Self, ::smithy_client::ReadError> {
                ::Ok(Self::from(text))
            }
        }

        #check
    }
}

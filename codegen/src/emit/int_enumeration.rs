//! An enum of integers, which also accepts values that the model does not have.
//!
//! ```text
//! #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
//! #[non_exhaustive]
//! pub enum FaceCard {
//!     Jack,
//!     /// A value that this version of the crate does not know, as it came.
//!     Unknown(i32),
//! }
//! ```

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::codec::read_by;
use super::{doc, validation};
use crate::config::custom::Extra;
use crate::plan::enumeration::IntEnumPlan;

/// The file of an enum.
pub fn emit(plan: &IntEnumPlan) -> TokenStream {
    let (declaration, conversions, codec) = (declaration(plan), conversions(plan), codec(plan));
    quote!(#declaration #conversions #codec)
}

fn declaration(plan: &IntEnumPlan) -> TokenStream {
    let docs = doc(&plan.docs);
    let name = plan.path.name();
    let variants = plan.variants.iter().map(|(ident, _, docs)| {
        let (docs, attributes) = (doc(docs), plan.attributes.get(ident).into_iter().flatten());
        quote!(#docs #(#attributes)* #ident)
    });
    let arms = plan.variants.iter().map(|(ident, value, _)| {
        let value = Literal::i32_unsuffixed(*value);
        quote!(Self::#ident => #value)
    });
    let values = plan.variants.iter().map(|(_, value, _)| Literal::i32_unsuffixed(*value));
    let Extra { derives, attributes } = &plan.extra;
    quote! {
        #docs
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash #(, #derives)*)]
        #(#attributes)*
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #[doc = " A value that this version of the crate does not know, as it came."]
            Unknown(i32),
        }

        impl #name {
            #[doc = " Every value that this version of the crate knows, in the order of the variants."]
            pub const VALUES: &'static [i32] = &[#(#values),*];

            #[doc = " The value as it stands on the wire."]
            pub fn value(self) -> i32 {
                match self { #(#arms,)* Self::Unknown(value) => value }
            }
        }
    }
}

fn conversions(plan: &IntEnumPlan) -> TokenStream {
    let name = plan.path.name();
    let arms = plan.variants.iter().map(|(ident, value, _)| {
        let value = Literal::i32_unsuffixed(*value);
        quote!(#value => Self::#ident)
    });
    let check = plan.sent.then(|| validation::enumeration(name, &quote!(self.value())));
    quote! {
        impl ::From<i32> for #name {
            fn from(value: i32) -> Self {
                match value { #(#arms,)* other => Self::Unknown(other) }
            }
        }

        impl ::std::fmt::Display for #name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.value(), formatter)
            }
        }

        #check
    }
}

fn codec(plan: &IntEnumPlan) -> TokenStream {
    let name = plan.path.name();
    let read =
        read_by(name, &quote!(::Ok(::smithy_client::codec::read_integer::<i32>(source)?.map(Self::from))));
    quote! {
        impl ::serde::Serialize for #name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::Result<S::Ok, S::Error> {
                serializer.serialize_i32(self.value())
            }
        }

        #read

        impl ::smithy_client::ToText for #name {
            fn to_text(&self) -> ::std::borrow::Cow<'_, str> {
                ::std::borrow::Cow::Owned(self.value().to_string())
            }
        }

        impl ::smithy_client::FromText for #name {
            fn from_text(text: &str) -> ::Result<Self, ::smithy_client::ReadError> {
                <i32 as ::smithy_client::FromText>::from_text(text).map(Self::from)
            }
        }
    }
}

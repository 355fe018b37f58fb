//! A union: one of several members, which also accepts members that the model does not have.
//!
//! ```text
//! #[derive(Clone, Debug, PartialEq)]
//! #[non_exhaustive]
//! pub enum FieldValue {
//!     StringValue(String),
//!     /// A member that this version of the crate does not know, as it came.
//!     Unknown { name: String, value: serde_json::Value },
//! }
//!
//! impl FieldValue {
//!     pub fn as_string_value(&self) -> Option<&String> { … }
//! }
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::codec::{read, read_by, writes_itself};
use super::{deprecated, doc, events, validation};
use crate::config::custom::Extra;
use crate::plan::types::RustType;
use crate::plan::union::{UnionPlan, VariantPlan};

/// The file of a union.
pub fn emit(plan: &UnionPlan) -> TokenStream {
    let (declaration, methods, debug) = (declaration(plan), methods(plan), debug(plan));
    let (validation, codec, events) = (validation(plan), codec(plan), events::emit(plan));
    quote!(#declaration #methods #debug #validation #codec #events)
}

fn declaration(plan: &UnionPlan) -> TokenStream {
    let docs = doc(&plan.docs);
    let (name, debug) = (plan.path.name(), (!plan.secret).then(|| quote!(Debug,)));
    let variants = plan.variants.iter().map(|variant| {
        let (docs, note) = (doc(&variant.member.docs), deprecated(variant.member.deprecated.as_ref()));
        let (ident, ty, attributes) = (&variant.ident, &variant.member.ty, &variant.member.attributes);
        quote!(#docs #note #(#attributes)* #ident(#ty))
    });
    // Values are not boxed, even if one variant is much larger than the others: boxes would be in every match.
    let holds_structure = plan
        .variants
        .iter()
        .any(|variant| matches!(variant.member.ty, RustType::Structure(_) | RustType::Union(_)));
    let allow = holds_structure.then(|| quote!(#[allow(clippy::large_enum_variant)]));
    let Extra { derives, attributes } = &plan.extra;
    quote! {
        #docs
        #allow
        #[derive(Clone, #debug PartialEq #(, #derives)*)]
        #(#attributes)*
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #[doc = " A member that this version of the crate does not know, as it came."]
            Unknown {
                #[doc = " The name of the member."]
                name: ::String,
                #[doc = " Its value."]
                value: ::serde_json::Value,
            },
        }
    }
}

fn allow_deprecated(plan: &UnionPlan) -> Option<TokenStream> {
    plan.variants
        .iter()
        .any(|variant| variant.member.deprecated.is_some())
        .then(|| quote!(#[allow(deprecated)]))
}

fn methods(plan: &UnionPlan) -> TokenStream {
    let (name, allow) = (plan.path.name(), allow_deprecated(plan));
    let methods = plan.variants.iter().map(|variant| {
        let VariantPlan { ident, snake, member } = variant;
        let method = snake.with_prefix("as_");
        let ty = if let RustType::Boxed(inner) = &member.ty { inner } else { &member.ty };
        let docs = doc(&[format!("The value of `{}`, where that is the member set.", member.name)]);
        quote! {
            #docs
            pub fn #method(&self) -> ::Option<&#ty> {
                match self {
                    Self::#ident(value) => ::Some(value),
                    _ => ::None,
                }
            }
        }
    });
    quote! {
        #allow
        impl #name { #(#methods)* }
    }
}

fn debug(plan: &UnionPlan) -> TokenStream {
    if !plan.secret {
        return TokenStream::new();
    }
    let (name, allow) = (plan.path.name(), allow_deprecated(plan));
    let arms = plan.variants.iter().map(|variant| {
        let (ident, text) = (&variant.ident, variant.ident.bare());
        if variant.member.secret {
            let text = format!("{text}(…)");
            quote!(Self::#ident(_) => formatter.write_str(#text))
        } else {
            quote!(Self::#ident(value) => formatter.debug_tuple(#text).field(value).finish())
        }
    });
    quote! {
        #allow
        impl ::std::fmt::Debug for #name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match self {
                    #(#arms,)*
                    Self::Unknown { name, .. } => formatter.debug_struct("Unknown").field("name", name).finish_non_exhaustive(),
                }
            }
        }
    }
}

fn validation(plan: &UnionPlan) -> TokenStream {
    if !plan.sent {
        return TokenStream::new();
    }
    let (name, allow) = (plan.path.name(), allow_deprecated(plan));
    let arms: Vec<(TokenStream, TokenStream)> = plan
        .variants
        .iter()
        .filter(|variant| variant.member.checked || variant.member.constant.is_some())
        .map(|variant| {
            let (ident, member) = (&variant.ident, &variant.member.name);
            let constant = validation::constant(&variant.member);
            (quote!(Self::#ident(value)), quote!(v.member(#member, value, &#constant)))
        })
        .collect();
    let (argument, body) = match arms.as_slice() {
        [] => (quote!(_), quote!()),
        [(pattern, check)] => (quote!(v), quote!(if let #pattern = self { #check; })),
        arms => {
            let arms = arms.iter().map(|(pattern, check)| quote!(#pattern => #check,));
            (quote!(v), quote!(match self { #(#arms)* _ => {} }))
        }
    };
    quote! {
        #allow
        impl ::smithy_client::Validate for #name {
            fn validate(&self, #argument: &mut ::smithy_client::Validator) { #body }
        }
    }
}

fn codec(plan: &UnionPlan) -> TokenStream {
    let (name, allow) = (plan.path.name(), allow_deprecated(plan));
    let writes = plan.variants.iter().map(|variant| {
        let (ident, member) = (&variant.ident, &variant.member);
        let (wire, codec) = (&member.wire, &member.codec);
        if writes_itself(codec, &member.ty) {
            quote!(Self::#ident(value) => { object.write(#wire, value)?; })
        } else {
            quote!(Self::#ident(value) => { object.write_as::<#codec, _>(#wire, value)?; })
        }
    });
    let reads = plan.variants.iter().map(|variant| {
        let (ident, wire) = (&variant.ident, &variant.member.wire);
        let read = read(&variant.member, &quote!(value));
        quote!(#wire => #read.map(Self::#ident))
    });
    let read = read_by(name, &quote!(::smithy_client::codec::read_union(source)));
    quote! {
        #allow
        impl ::serde::Serialize for #name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::Result<S::Ok, S::Error> {
                let mut object = ::smithy_client::codec::Object::new(serializer)?;
                match self {
                    #(#writes,)*
                    Self::Unknown { name, value } => object.write_unknown(name, value)?,
                }
                object.end()
            }
        }

        #allow
        impl ::smithy_client::codec::FromMember for #name {
            #[inline]
            fn from_member(
                name: &str,
                value: &mut dyn ::smithy_client::codec::Source<'_>,
            ) -> ::Result<::Option<Self>, ::smithy_client::codec::Stop> {
                ::Ok(match name {
                    #(#reads,)*
                    _ => ::smithy_client::codec::read(value)?
                        .map(|value| Self::Unknown { name: name.to_owned(), value }),
                })
            }
        }

        #read
    }
}

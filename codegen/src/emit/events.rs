//! How the members of a union are read and written as events.
//!
//! ```text
//! impl ReadEvent for Forecast {
//!     const ERRORS: &'static [(&'static str, &'static str)] = &[("lost", "SignalLost")];
//!
//!     fn read_event(member: &str, event: &Event) -> Result<Self, ReadError> {
//!         let event = match member {
//!             "storm" => Self::Storm(event.json()?),
//!             "picture" => Self::Picture(Picture { station: event.header("station")?, data: Some(event.bytes()) }),
//!             _ => Self::Unknown { name: member.to_owned(), value: event.json().unwrap_or_default() },
//!         };
//!         Ok(event)
//!     }
//! }
//!
//! impl WriteEvent for Forecast {
//!     fn write_event(&self) -> Result<Event, RequestError> {
//!         let event = match self {
//!             Self::Storm(value) => Event::new("storm").with_json(value)?,
//!             Self::Unknown { name, value } => Event::new(name).with_json(value)?,
//!         };
//!         Ok(event)
//!     }
//! }
//! ```

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::attributes::allow_deprecated;
use super::builder::or_unset;
use super::codec::write_members;
use crate::plan::events::{EventPayload, EventPlan, EventsPlan};
use crate::plan::operation::is_json;
use crate::plan::structure::MemberPlan;
use crate::plan::types::RustType;
use crate::plan::union::{UnionPlan, VariantPlan};

/// Writes the impls of a union of events; nothing for other unions.
pub(super) fn emit(union: &UnionPlan) -> TokenStream {
    let Some(plan) = &union.events else { return TokenStream::new() };
    let read = plan.read.then(|| read(union, plan));
    let write = plan.written.then(|| write(union, plan));
    quote!(#read #write)
}

/// Returns the events, each with its variant.
fn pairs<'p>(
    union: &'p UnionPlan,
    plan: &'p EventsPlan,
) -> impl Iterator<Item = (&'p VariantPlan, &'p EventPlan)> {
    union.variants.iter().zip(&plan.events)
}

fn allow(plan: &EventsPlan) -> Option<TokenStream> {
    plan.events.iter().find_map(|event| allow_deprecated(&event.structure))
}

fn read(union: &UnionPlan, plan: &EventsPlan) -> TokenStream {
    let (name, allow) = (union.path.name(), allow(plan));
    let reader = reader(plan);
    let arms = pairs(union, plan).filter(|(_, event)| event.error.is_none()).map(|(variant, event)| {
        let (member, ident) = (&event.name, &variant.ident);
        let value = read_one(event, &reader);
        let value =
            if matches!(variant.member.ty, RustType::Boxed(_)) { quote!(::Box::new(#value)) } else { value };
        quote!(#member => Self::#ident(#value),)
    });
    let errors =
        plan.events.iter().filter_map(|event| event.error.as_ref().map(|error| (&event.name, error)));
    let errors: Vec<_> = errors.map(|(member, error)| quote!((#member, #error))).collect();
    let errors = (!errors.is_empty()).then(|| {
        quote!(
            const ERRORS: &'static [(&'static str, &'static str)] = &[#(#errors),*];
        )
    });
    let sensitive = plan.secret.then(|| {
        quote!(
            const SENSITIVE: bool = true;
        )
    });
    quote! {
        #allow
        impl ::smithy_client::events::ReadEvent for #name {
            #errors
            #sensitive

            fn read_event(
                member: &str,
                event: &::smithy_client::events::Event,
            ) -> ::Result<Self, ::smithy_client::ReadError> {
                let event = match member {
                    #(#arms)*
                    _ => Self::Unknown {
                        name: member.to_owned(),
                        value: event.#reader().unwrap_or_default(),
                    },
                };
                ::Ok(event)
            }
        }
    }
}

/// Returns the method that reads a payload.
fn reader(plan: &EventsPlan) -> proc_macro2::Ident {
    format_ident!("{}", if plan.cbor { "cbor" } else { "json" })
}

/// Writes the code that reads the structure of an event.
fn read_one(event: &EventPlan, reader: &proc_macro2::Ident) -> TokenStream {
    let name = event.structure.path.clone();
    match &event.payload {
        EventPayload::All => quote!(event.#reader()?),
        EventPayload::Rest => {
            let headers = event.headers().map(|member| {
                let (ident, value) = (&member.ident, header(member));
                if member.optional {
                    quote!(value.#ident = #value;)
                } else {
                    quote!(if let ::Some(header) = #value { value.#ident = header; })
                }
            });
            quote! {{
                let mut value: #name = event.#reader()?;
                #(#headers)*
                value
            }}
        }
        EventPayload::Empty | EventPayload::Member(_) => {
            let fields = event.structure.members.iter().map(|member| {
                let (ident, value) = (&member.ident, read_member(event, member, reader));
                quote!(#ident: #value)
            });
            quote!(#name { #(#fields,)* })
        }
    }
}

/// Writes the value of a field with an event binding.
fn read_member(event: &EventPlan, member: &MemberPlan, reader: &proc_macro2::Ident) -> TokenStream {
    let is_payload = matches!(&event.payload, EventPayload::Member(payload) if payload.name == member.name);
    if is_payload {
        let value = match &member.ty {
            RustType::Bytes => quote!(event.bytes()),
            ty if is_json(ty) => quote!(event.#reader()?),
            _ => quote!(event.payload_text()?),
        };
        return if member.optional { quote!(::Some(#value)) } else { value };
    }
    let value = header(member);
    if member.optional {
        value
    } else if member.default.is_some() {
        or_unset(member, &value)
    } else {
        let reason = format!("`{}` is missing", member.name);
        quote!(#value.ok_or_else(|| ::smithy_client::ReadError::new(#reason))?)
    }
}

/// Writes a header as an `Option`.
fn header(member: &MemberPlan) -> TokenStream {
    let name = &member.name;
    match member.ty {
        RustType::Enum(_) => quote!(event.header_text(#name)?),
        RustType::IntEnum(_) => quote!(event.header::<i32>(#name)?.map(::Into::into)),
        _ => quote!(event.header(#name)?),
    }
}

fn write(union: &UnionPlan, plan: &EventsPlan) -> TokenStream {
    let (name, allow) = (union.path.name(), allow(plan));
    let format = if plan.cbor { "cbor" } else { "json" };
    let with = format_ident!("with_{format}");
    let arms = pairs(union, plan).map(|(variant, event)| {
        let (member, ident) = (&event.name, &variant.ident);
        let new = format_ident!("{}", if event.error.is_some() { "exception" } else { "new" });
        let headers: Vec<_> = event.headers().map(write_header).collect();
        let payload = write_payload(event, format);
        let value = if headers.is_empty() && payload.is_empty() { quote!(_) } else { quote!(value) };
        quote!(Self::#ident(#value) => ::smithy_client::events::Event::#new(#member) #(#headers)* #payload,)
    });
    // Two events may have the same structure.
    let mut seen = BTreeSet::new();
    let new = |event: &&EventPlan| seen.insert(event.structure.path.name().to_owned());
    let views = plan.events.iter().filter(new).map(body_view);
    quote! {
        #allow
        impl ::smithy_client::events::WriteEvent for #name {
            fn write_event(&self) -> ::Result<::smithy_client::events::Event, ::smithy_client::RequestError> {
                let event = match self {
                    #(#arms)*
                    Self::Unknown { name, value } => ::smithy_client::events::Event::new(name).#with(value)?,
                };
                ::Ok(event)
            }
        }

        #(#views)*
    }
}

/// Returns the method that adds a header.
fn write_header(member: &MemberPlan) -> TokenStream {
    let (ident, name) = (&member.ident, &member.name);
    let place = quote!(value.#ident);
    match (&member.ty, member.optional) {
        (RustType::Enum(_), true) => quote!(.with_text_some(#name, &#place)),
        (RustType::Enum(_), false) => quote!(.with_text(#name, &#place)),
        (RustType::IntEnum(_), true) => quote!(.with_header_some(#name, &#place.map(i32::from))),
        (RustType::IntEnum(_), false) => quote!(.with_header(#name, &i32::from(#place))),
        (_, true) => quote!(.with_header_some(#name, &#place)),
        (_, false) => quote!(.with_header(#name, &#place)),
    }
}

/// Returns the method that sets the payload.
fn write_payload(event: &EventPlan, format: &str) -> TokenStream {
    let (with, with_some) = (format_ident!("with_{format}"), format_ident!("with_{format}_some"));
    let member = match &event.payload {
        EventPayload::Empty => return TokenStream::new(),
        EventPayload::All => return quote!(.#with(value)?),
        EventPayload::Rest => {
            let view = view(event);
            return quote!(.#with(&#view(value))?);
        }
        EventPayload::Member(member) => member,
    };
    let ident = &member.ident;
    let place = quote!(value.#ident);
    if is_json(&member.ty) {
        return if member.optional { quote!(.#with_some(&#place)?) } else { quote!(.#with(&#place)?) };
    }
    let media_type = member.media_type.as_deref().unwrap_or("application/octet-stream");
    match (&member.ty, member.optional) {
        (RustType::Enum(_), true) => {
            quote!(.with_payload_some(#media_type, #place.as_ref().map(|value| value.as_str().to_owned())))
        }
        (RustType::Enum(_), false) => quote!(.with_payload(#media_type, #place.as_str().to_owned())),
        (_, true) => quote!(.with_payload_some(#media_type, #place.clone())),
        (_, false) => quote!(.with_payload(#media_type, #place.clone())),
    }
}

/// Returns the name of the view that serializes the members of an event that are not headers.
fn view(event: &EventPlan) -> proc_macro2::Ident {
    format_ident!("{}Payload", event.structure.path.name().bare())
}

fn body_view(event: &EventPlan) -> TokenStream {
    if !matches!(event.payload, EventPayload::Rest) {
        return TokenStream::new();
    }
    let (view, structure) = (view(event), &event.structure.path);
    let members = event.structure.members.iter().filter(|member| member.place.is_in_body());
    let body = write_members(members, &quote!(self.0));
    let allow = allow_deprecated(&event.structure);
    quote! {
        #[doc = " The members that travel in the payload."]
        struct #view<'a>(&'a #structure);

        #allow
        impl ::serde::Serialize for #view<'_> {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::Result<S::Ok, S::Error> {
                #body
            }
        }
    }
}

//! Reads an output or a modeled error from a response.
//!
//! ```text
//! impl FromResponse for GetArchiveOutput {
//!     fn from_response(response: &http::Response<Bytes>) -> Result<Self, ReadError> {
//!         let mut output: Self = response::json(response)?;
//!         output.checksum = response::header(response, "x-checksum")?;
//!         Ok(output)
//!     }
//! }
//! ```

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::attributes::allow_deprecated;
use super::builder::or_unset;
use crate::plan::operation::{ReadingPlan, is_json};
use crate::plan::structure::{MemberPlan, Place, StructurePlan};
use crate::plan::types::{RustType, marker};

/// Writes `FromResponse` of a structure.
pub fn from_response(structure: &StructurePlan, reading: &ReadingPlan) -> TokenStream {
    let (name, allow) = (structure.path.name(), allow_deprecated(structure));
    let sensitive = structure.holds_secret.then(|| {
        quote!(
            const SENSITIVE: bool = true;
        )
    });
    let message = structure.error.as_ref().and_then(|error| error.message.as_ref());
    let is_secret =
        message.is_some_and(|ident| structure.members.iter().any(|it| it.ident == *ident && it.secret));
    let sensitive_message = is_secret.then(|| {
        quote!(
            const SENSITIVE_MESSAGE: bool = true;
        )
    });
    let sensitive = quote!(#sensitive #sensitive_message);
    let body = match reading {
        ReadingPlan::Json => return quote!(impl ::smithy_client::FromResponse for #name { #sensitive }),
        ReadingPlan::Cbor => quote!(::smithy_client::response::cbor(response)),
        ReadingPlan::Bound => bound(structure),
        ReadingPlan::Payload => payload(structure),
        ReadingPlan::FirstEvent(cbor) => first_event(structure, *cbor),
    };
    quote! {
        #allow
        impl ::smithy_client::FromResponse for #name {
            #sensitive

            fn from_response(
                response: &::http::Response<::bytes::Bytes>,
            ) -> ::Result<Self, ::smithy_client::ReadError> {
                #body
            }
        }
    }
}

/// Reads the body first, and then the members outside of it.
fn bound(structure: &StructurePlan) -> TokenStream {
    let outside = structure.members.iter().filter_map(|member| {
        let ident = &member.ident;
        let value = outside(member)?;
        Some(if member.optional {
            quote!(output.#ident = #value;)
        } else if let Some(status) = status(member) {
            quote!(output.#ident = #status;)
        } else {
            quote!(if let ::Some(value) = #value { output.#ident = value; })
        })
    });
    quote! {
        let mut output: Self = ::smithy_client::response::json(response)?;
        #(#outside)*
        ::Ok(output)
    }
}

/// Reads the members from the first event, except the event stream.
fn first_event(structure: &StructurePlan, cbor: bool) -> TokenStream {
    let reader = format_ident!("{}", if cbor { "cbor" } else { "json" });
    let events = structure.members.iter().filter(|member| member.ty.is_stream()).map(|member| {
        let (ident, value) = (&member.ident, body(member));
        quote!(output.#ident = #value;)
    });
    quote! {
        let response = &::smithy_client::response::first_event(response)?;
        let mut output: Self = ::smithy_client::response::#reader(response)?;
        #(#events)*
        ::Ok(output)
    }
}

/// Reads a structure with a payload; every other member has a binding.
fn payload(structure: &StructurePlan) -> TokenStream {
    // Smithy's conformance tests expect an error if a response with events lacks required members.
    let has_events = structure.members.iter().any(|member| matches!(member.ty, RustType::EventStream(_)));
    let fields = structure.members.iter().map(|member| {
        let ident = &member.ident;
        let value = match member.place {
            Place::Payload => body(member),
            _ => outside(member).unwrap_or_else(|| quote!(::None)),
        };
        if member.optional || member.ty.is_stream() {
            quote!(#ident: #value)
        } else if let Some(status) = status(member) {
            quote!(#ident: #status)
        } else if member.default.is_some() && !(has_events && member.required) {
            let value = or_unset(member, &value);
            quote!(#ident: #value)
        } else {
            let reason = format!("`{}` is missing", member.name);
            quote!(#ident: #value.ok_or_else(|| ::smithy_client::ReadError::new(#reason))?)
        }
    });
    quote!(::Ok(Self { #(#fields,)* }))
}

fn body(member: &MemberPlan) -> TokenStream {
    match &member.ty {
        RustType::Stream => quote!(::smithy_client::response::stream_payload(response)),
        RustType::EventStream(events) => {
            let input = events.input.name();
            quote!(::smithy_client::response::events::<#input, _>(response))
        }
        RustType::Bytes => quote!(::smithy_client::response::bytes_payload(response)),
        ty if is_json(ty) => quote!(::smithy_client::response::json_payload(response)?),
        _ => quote!(::smithy_client::response::text_payload(response)?),
    }
}

/// Writes the value of a member that is not in the body, as an `Option`.
fn outside(member: &MemberPlan) -> Option<TokenStream> {
    match &member.place {
        Place::Header(name) => Some(header(member, &name.to_ascii_lowercase())),
        Place::Headers(prefix) => {
            let prefix = prefix.to_ascii_lowercase();
            Some(quote! {
                ::Some(::smithy_client::response::prefix_headers(response, #prefix))
                    .filter(|headers| !headers.is_empty())
            })
        }
        Place::StatusCode => Some(match status(member) {
            Some(status) => quote!(::Some(#status)),
            None => quote!(::smithy_client::response::status(response).try_into().ok()),
        }),
        _ => None,
    }
}

/// Writes the status, for a member that is bound to it and whose type can hold every status.
fn status(member: &MemberPlan) -> Option<TokenStream> {
    let status = quote!(::smithy_client::response::status(response));
    match (&member.place, &member.ty) {
        (Place::StatusCode, RustType::Number("i64")) => Some(quote!(#status.into())),
        (Place::StatusCode, RustType::Number("i32")) => Some(status),
        _ => None,
    }
}

fn header(member: &MemberPlan, name: &str) -> TokenStream {
    let is_list = matches!(member.ty, RustType::Vec(_));
    match (member.timestamp.map(marker), is_list) {
        (Some(format), false) => {
            quote!(::smithy_client::response::header_timestamp::<#format>(response, #name)?)
        }
        (Some(format), true) => {
            quote!(::smithy_client::response::header_timestamps::<#format>(response, #name)?)
        }
        (None, true) => quote!(::smithy_client::response::header_list(response, #name)?),
        (None, false) if member.base64_header => {
            quote!(::smithy_client::response::header_base64(response, #name)?)
        }
        (None, false) => quote!(::smithy_client::response::header(response, #name)?),
    }
}

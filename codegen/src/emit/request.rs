//! Builds the request of an input.
//!
//! ```text
//! fn request(&self) -> Result<http::Request<Bytes>, RequestError> {
//!     let mut request = RequestBuilder::new(http::Method::GET);
//!     request.path("/things/");
//!     request.label("thingName", &self.thing_name)?;
//!     request.path("/jobs");
//!     request.query_some("executionNumber", &self.execution_number);
//!     request.build()
//! }
//! ```

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::attributes::allow_deprecated;
use super::codec::write_members;
use crate::plan::operation::{BodyPlan, OperationPlan, PathPart, is_json};
use crate::plan::protocol::Format;
use crate::plan::structure::{MemberPlan, Place};
use crate::plan::types::{RustType, marker};

/// Writes the function `request`.
pub fn emit(operation: &OperationPlan) -> TokenStream {
    let method = format_ident!("{}", operation.request.method);
    let host = operation.host_prefix.iter().map(|part| path_part(part, "host", "host_label"));
    let path = operation.request.path.iter().map(|part| match part {
        PathPart::Label { greedy: true, .. } => path_part(part, "path", "greedy_label"),
        _ => path_part(part, "path", "label"),
    });
    let query = operation.request.query.iter().map(|pair| quote!(request.query_literal(#pair);));
    let headers = operation.request.headers.iter();
    let headers = headers.map(|(name, value)| quote!(request.header_literal(#name, #value);));
    // A parameter with its own name takes precedence over one of the same name from a map.
    let (maps, named): (Vec<_>, Vec<_>) = operation
        .input
        .members
        .iter()
        .partition(|member| matches!(member.place, Place::QueryMap | Place::Headers(_)));
    let bound = named.into_iter().chain(maps).map(bound);
    let body = body(operation);
    quote! {
        fn request(&self) -> ::Result<::http::Request<::bytes::Bytes>, ::smithy_client::RequestError> {
            let mut request = ::smithy_client::RequestBuilder::new(::http::Method::#method);
            #(#host)*
            #(#path)*
            #(#query)*
            #(#headers)*
            #(#bound)*
            #body
            request.build()
        }
    }
}

fn path_part(part: &PathPart, literal: &str, label: &str) -> TokenStream {
    let (literal, label) = (format_ident!("{literal}"), format_ident!("{label}"));
    match part {
        PathPart::Literal(text) => quote!(request.#literal(#text);),
        PathPart::Label { member, .. } => {
            let (name, ident) = (&member.name, &member.ident);
            let value = text(member, &quote!(&self.#ident));
            quote!(request.#label(#name, #value)?;)
        }
    }
}

/// Writes a reference to a value, as the runtime takes it for a path, query or header.
fn text(member: &MemberPlan, value: &TokenStream) -> TokenStream {
    match member.timestamp.map(marker) {
        Some(format) => quote!(&::smithy_client::text::Timestamp::<#format>::new(#value)),
        None => value.clone(),
    }
}

/// Writes the statement that adds a member to the query or the headers.
fn bound(member: &MemberPlan) -> TokenStream {
    match &member.place {
        Place::Query(name) => query(member, name),
        Place::QueryMap => {
            let lists = matches!(&member.ty, RustType::Map(_, value) if matches!(**value, RustType::Vec(_)));
            let method = if lists { format_ident!("query_list_map") } else { format_ident!("query_map") };
            with_value(member, |value| quote!(request.#method(#value);))
        }
        Place::Header(name) => header(member, &name.to_ascii_lowercase()),
        Place::Headers(prefix) => {
            let prefix = prefix.to_ascii_lowercase();
            with_value(member, |value| quote!(request.prefix_headers(#prefix, #value)?;))
        }
        _ => TokenStream::new(),
    }
}

fn query(member: &MemberPlan, name: &str) -> TokenStream {
    let ident = &member.ident;
    if let RustType::Vec(element) = &member.ty {
        let flatten = member.optional.then(|| quote!(.flatten()));
        let sparse = matches!(**element, RustType::Option(_)).then(|| quote!(.flatten()));
        let format = member.timestamp.map(marker);
        let text = format.map(|format| quote!(.map(::smithy_client::text::Timestamp::<#format>::new)));
        return quote!(request.query_each(#name, self.#ident.iter() #flatten #sparse #text););
    }
    match (member.optional, member.timestamp) {
        (true, None) => quote!(request.query_some(#name, &self.#ident);),
        (true, Some(_)) => {
            let text = text(member, &quote!(value));
            quote!(if let ::Some(value) = &self.#ident { request.query(#name, #text); })
        }
        (false, _) => {
            let text = text(member, &quote!(&self.#ident));
            quote!(request.query(#name, #text);)
        }
    }
}

fn header(member: &MemberPlan, name: &str) -> TokenStream {
    if let RustType::Vec(element) = &member.ty {
        let items = matches!(**element, RustType::Option(_));
        return with_value(member, |value| {
            let value = if items { quote!(#value.iter().flatten()) } else { value.clone() };
            match member.timestamp.map(marker) {
                Some(format) => quote!(request.header_timestamps::<#format>(#name, #value)?;),
                None => quote!(request.header_list(#name, #value)?;),
            }
        });
    }
    let ident = &member.ident;
    match (member.timestamp, member.base64_header, member.optional) {
        (None, false, true) => quote!(request.header_some(#name, &self.#ident)?;),
        (None, true, _) => with_value(member, |value| quote!(request.header_base64(#name, #value)?;)),
        (_, _, true) => {
            let text = text(member, &quote!(value));
            quote!(if let ::Some(value) = &self.#ident { request.header(#name, #text)?; })
        }
        (_, _, false) => {
            let text = text(member, &quote!(&self.#ident));
            quote!(request.header(#name, #text)?;)
        }
    }
}

/// Writes a statement with a reference to the member's value, which may be unset if the member is optional.
fn with_value(member: &MemberPlan, statement: impl Fn(&TokenStream) -> TokenStream) -> TokenStream {
    let ident = &member.ident;
    if member.optional {
        let statement = statement(&quote!(value));
        quote!(if let ::Some(value) = &self.#ident { #statement })
    } else {
        statement(&quote!(&self.#ident))
    }
}

fn body(operation: &OperationPlan) -> TokenStream {
    let format = operation.request.format;
    let statement = |value| {
        let write = write(format, &value);
        quote!(#write;)
    };
    let is_events = |member: &&MemberPlan| matches!(member.ty, RustType::EventSource(_));
    let events = operation.input.members.iter().find(is_events).map(events);
    let body = match operation.request.body {
        BodyPlan::Empty => TokenStream::new(),
        BodyPlan::Input => statement(quote!(self)),
        BodyPlan::Members => statement(quote!(&Body(self))),
        BodyPlan::Payload => {
            let payload = operation.input.members.iter().find(|member| member.place == Place::Payload);
            payload
                .filter(|_| events.is_none())
                .map(|payload| payload_body(payload, format))
                .unwrap_or_default()
        }
    };
    quote!(#body #events)
}

fn events(member: &MemberPlan) -> TokenStream {
    with_value(member, |value| quote!(request.events(#value);))
}

/// Writes the expression that serializes a value as the body.
fn write(format: Format, value: &TokenStream) -> TokenStream {
    match format {
        Format::Json("application/json") => quote!(request.json(#value)?),
        Format::Json(media_type) => quote!(request.json_of(#media_type, #value)?),
        Format::Cbor => quote!(request.cbor(#value)?),
    }
}

fn payload_body(member: &MemberPlan, format: Format) -> TokenStream {
    let ident = &member.ident;
    if is_json(&member.ty) {
        // An unset structure is sent as an empty object; unions and documents have no empty value.
        let is_structure = matches!(member.ty, RustType::Structure(_));
        if is_structure && member.optional {
            let written = write(format, &quote!(value));
            return quote! {
                match &self.#ident {
                    ::Some(value) => #written,
                    ::None => request.payload("application/json", "{}"),
                }
            };
        }
        return with_value(member, |value| {
            let written = write(format, value);
            quote!(#written;)
        });
    }
    let media_type = member.media_type.as_deref().unwrap_or("application/octet-stream");
    if member.ty == RustType::Stream {
        return with_value(member, |value| {
            if member.sized {
                quote!(request.sized_stream(#media_type, #value)?;)
            } else {
                quote!(request.stream(#media_type, #value);)
            }
        });
    }
    let owned = |value: &TokenStream| match member.ty {
        RustType::Enum(_) => quote!(#value.as_str().to_owned()),
        _ => quote!(#value.clone()),
    };
    if member.optional {
        let value = owned(&quote!(value));
        quote! {
            if let ::Some(value) = &self.#ident { request.payload(#media_type, #value); }
        }
    } else {
        let value = owned(&quote!(self.#ident));
        quote!(request.payload(#media_type, #value);)
    }
}

/// Writes the view of an input that serializes only the members of its body.
pub fn body_view(operation: &OperationPlan) -> TokenStream {
    if operation.request.body != BodyPlan::Members {
        return TokenStream::new();
    }
    let input = operation.input.path.name();
    let members = operation.input.members.iter().filter(|member| member.place.is_in_body());
    let body = write_members(members, &quote!(self.0));
    let allow = allow_deprecated(&operation.input);
    quote! {
        #[doc = " The members that travel in the body."]
        struct Body<'a>(&'a #input);

        #allow
        impl ::serde::Serialize for Body<'_> {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::Result<S::Ok, S::Error> {
                #body
            }
        }
    }
}

//! The serde impls of a structure: its members by the names they have on the wire.
//!
//! ```text
//! impl Serialize for JobExecution {
//!     fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
//!         let mut object = codec::Object::new(serializer)?;
//!         object.write_some("jobId", &self.job_id)?;
//!         object.end()
//!     }
//! }
//!
//! impl<'de> codec::ReadMember<'de> for JobExecution {
//!     fn read_member<A: MapAccess<'de>>(&mut self, name: &str, object: &mut A) -> Result<(), A::Error> {
//!         match name {
//!             "jobId" => self.job_id = codec::read(object)?,
//!             _ => codec::skip(object)?,
//!         }
//!         Ok(())
//!     }
//! }
//! ```

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::builder::or_unset;
use super::structure::allow_deprecated;
use crate::plan::structure::{MemberPlan, StructurePlan};
use crate::plan::types::{Codec, RustType};

/// `Serialize`, `ReadMember` or `FromMembers`, and `Deserialize`.
pub fn emit(structure: &StructurePlan) -> TokenStream {
    let (serialize, from_members) = (serialize(structure), from_members(structure));
    let reader = if structure.sent {
        let members = structure.members.iter().map(|member| &member.wire);
        quote!(read_sent_structure(deserializer, &[#(#members),*]))
    } else {
        quote!(read_structure(deserializer))
    };
    let deserialize = deserialize(structure.path.name(), &reader);
    quote!(#serialize #from_members #deserialize)
}

fn serialize(structure: &StructurePlan) -> TokenStream {
    let name = structure.path.name();
    let body = write_members(structure.members.iter(), &quote!(self));
    let allow = allow_deprecated(structure);
    quote! {
        #allow
        impl ::serde::Serialize for #name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::Result<S::Ok, S::Error> {
                #body
            }
        }
    }
}

/// The statements that write some members of `value` as one object.
pub fn write_members<'m>(members: impl Iterator<Item = &'m MemberPlan>, value: &TokenStream) -> TokenStream {
    let writes: Vec<TokenStream> = members.map(|member| write(member, value)).collect();
    if writes.is_empty() {
        return quote!(::smithy_client::codec::Object::new(serializer)?.end());
    }
    quote! {
        let mut object = ::smithy_client::codec::Object::new(serializer)?;
        #(#writes)*
        object.end()
    }
}

fn write(member: &MemberPlan, value: &TokenStream) -> TokenStream {
    let (ident, wire) = (&member.ident, &member.wire);
    let (optional, codec) = (member.optional, &member.codec);
    if *codec == Codec::Map(Box::new(Codec::Plain), false) {
        return if optional {
            quote!(object.write_some_map(#wire, &#value.#ident)?;)
        } else {
            quote!(object.write_map(#wire, &#value.#ident)?;)
        };
    }
    match (writes_itself(codec, &member.ty), optional) {
        (true, false) => quote!(object.write(#wire, &#value.#ident)?;),
        (true, true) => quote!(object.write_some(#wire, &#value.#ident)?;),
        (false, false) => quote!(object.write_as::<#codec, _>(#wire, &#value.#ident)?;),
        (false, true) => quote!(object.write_some_as::<#codec, _>(#wire, &#value.#ident)?;),
    }
}

/// Whether serde's own impl of the type writes what the format would.
pub fn writes_itself(codec: &Codec, ty: &RustType) -> bool {
    match (codec, ty) {
        (Codec::Plain | Codec::Integer, _) => true,
        (Codec::Boxed(inner), RustType::Boxed(ty)) => writes_itself(inner, ty),
        (Codec::List(element, false), RustType::Vec(ty)) => writes_itself(element, ty),
        _ => false,
    }
}

/// A structure that is complete from the start takes its members as they come; of any other, each member waits in a
/// variable until it is known which are missing.
fn from_members(structure: &StructurePlan) -> TokenStream {
    if structure.defaults { read_member(structure) } else { collect_members(structure) }
}

fn read_member(structure: &StructurePlan) -> TokenStream {
    let (name, allow) = (structure.path.name(), allow_deprecated(structure));
    let reads = structure.members.iter().map(|member| {
        let (ident, wire, value) = (&member.ident, &member.wire, read(member, &quote!(object)));
        let zero = (!member.optional).then(|| quote!(.unwrap_or_default()));
        quote!(#wire => self.#ident = #value #zero,)
    });
    let body = if structure.members.is_empty() {
        quote!(::smithy_client::codec::skip(object))
    } else {
        quote! {
            match name { #(#reads)* _ => ::smithy_client::codec::skip(object)?, }
            ::Ok(())
        }
    };
    let argument = if structure.members.is_empty() { quote!(_) } else { quote!(name) };
    quote! {
        #allow
        impl<'de> ::smithy_client::codec::ReadMember<'de> for #name {
            fn read_member<A: ::serde::de::MapAccess<'de>>(
                &mut self,
                #argument: &str,
                object: &mut A,
            ) -> ::Result<(), A::Error> {
                #body
            }
        }
    }
}

fn collect_members(structure: &StructurePlan) -> TokenStream {
    let (name, allow) = (structure.path.name(), allow_deprecated(structure));
    let (object, key) = (local(structure, "object"), local(structure, "name"));
    let variables = structure.members.iter().map(|member| &member.ident);
    let reads = structure.members.iter().map(|member| {
        let (ident, wire, value) = (&member.ident, &member.wire, read(member, &quote!(&mut #object)));
        quote!(#wire => #ident = #value,)
    });
    let fields = structure.members.iter().map(|member| field(structure, member));
    quote! {
        #allow
        impl<'de> ::smithy_client::codec::FromMembers<'de> for #name {
            fn from_members<A: ::serde::de::MapAccess<'de>>(
                mut #object: A,
            ) -> ::Result<Self, A::Error> {
                #(let mut #variables = ::None;)*
                while let ::Some(#key) =
                    #object.next_key::<::smithy_client::codec::Name<'de>>()?
                {
                    match #key.as_ref() {
                        #(#reads)*
                        _ => ::smithy_client::codec::skip(&mut #object)?,
                    }
                }
                ::Ok(Self { #(#fields,)* })
            }
        }
    }
}

/// A variable beside those of the members, none of which it may be.
fn local(structure: &StructurePlan, name: &str) -> Ident {
    let mut name = name.to_owned();
    while structure.members.iter().any(|member| member.ident.bare() == name) {
        name.push('_');
    }
    Ident::new(&name, Span::call_site())
}

/// The expression that reads a member's value.
pub fn read(member: &MemberPlan, object: &TokenStream) -> TokenStream {
    match &member.codec {
        Codec::Plain => quote!(::smithy_client::codec::read(#object)?),
        Codec::List(element, false) if **element == Codec::Plain => {
            quote!(::smithy_client::codec::read_list(#object)?)
        }
        Codec::Map(value, false) if **value == Codec::Plain => {
            quote!(::smithy_client::codec::read_map(#object)?)
        }
        Codec::Integer => quote!(::smithy_client::codec::read_integer(#object)?),
        codec => quote!(::smithy_client::codec::read_as::<#codec, _, _>(#object)?),
    }
}

/// The value of a field from what was read: a required member that is missing is an error, or takes the zero value
/// of its type where a service may leave it out.
fn field(structure: &StructurePlan, member: &MemberPlan) -> TokenStream {
    let (ident, wire) = (&member.ident, &member.wire);
    if member.optional {
        return quote!(#ident);
    }
    if member.default.is_none() || (structure.strict && member.required) {
        return quote!(#ident: ::smithy_client::codec::required(#ident, #wire)?);
    }
    let value = or_unset(member, &quote!(#ident));
    quote!(#ident: #value)
}

/// `Deserialize` by a call of one of the runtime's readers.
pub fn deserialize(name: &crate::plan::ident::RustIdent, reader: &TokenStream) -> TokenStream {
    quote! {
        impl<'de> ::serde::Deserialize<'de> for #name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::Result<Self, D::Error> {
                ::smithy_client::codec::#reader
            }
        }
    }
}

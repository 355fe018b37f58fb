//! The serde impls of a structure: its members by their serialized names.
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
//! impl codec::ReadMember for JobExecution {
//!     #[inline]
//!     fn read_member(&mut self, name: &str, value: &mut dyn codec::Source<'_>) -> Result<(), codec::Stop> {
//!         match name {
//!             "jobId" => self.job_id = codec::read(value)?,
//!             _ => codec::skip(value)?,
//!         }
//!         Ok(())
//!     }
//! }
//! ```
//!
//! The code for reading is inline, so that it is compiled in the crates that make the calls, and only for the
//! operations that they call.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::attributes::allow_deprecated;
use super::builder::or_unset;
use crate::ident::RustIdent;
use crate::plan::structure::{MemberPlan, StructurePlan};
use crate::plan::types::{Codec, RustType};

/// `Serialize`, `ReadMember` or `Read`, and `Deserialize`.
pub fn emit(structure: &StructurePlan) -> TokenStream {
    let (serialize, read) = (serialize(structure), from_members(structure));
    let deserialize = deserialize(structure.path.name());
    quote!(#serialize #read #deserialize)
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

/// Writes the statements that serialize some members of `value` as one object.
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

/// Whether serde's own impl of the type writes what the format needs.
pub fn writes_itself(codec: &Codec, ty: &RustType) -> bool {
    match (codec, ty) {
        (Codec::Plain | Codec::Integer, _) => true,
        (Codec::Boxed(inner), RustType::Boxed(ty)) => writes_itself(inner, ty),
        (Codec::List(element, false), RustType::Vec(ty)) => writes_itself(element, ty),
        _ => false,
    }
}

/// Writes the reading code. A structure that is complete from the start reads members into its fields. Any other
/// structure collects members in variables until it is known which are missing.
fn from_members(structure: &StructurePlan) -> TokenStream {
    if structure.defaults { read_member(structure) } else { collect_members(structure) }
}

fn read_member(structure: &StructurePlan) -> TokenStream {
    let (name, allow) = (structure.path.name(), allow_deprecated(structure));
    let reads = structure.members.iter().map(|member| {
        let (ident, wire, value) = (&member.ident, &member.wire, read(member, &quote!(value)));
        let zero = (!member.optional).then(|| quote!(.unwrap_or_default()));
        quote!(#wire => self.#ident = #value #zero,)
    });
    let (members, other) = others(structure, &quote!(name), &quote!(value));
    let body = if structure.members.is_empty() {
        other
    } else {
        quote! {
            match name { #(#reads)* _ => #other?, }
            ::Ok(())
        }
    };
    let argument = if structure.members.is_empty() && !structure.sent { quote!(_) } else { quote!(name) };
    quote! {
        #allow
        impl ::smithy_client::codec::ReadMember for #name {
            #[inline]
            fn read_member(
                &mut self,
                #argument: &str,
                value: &mut dyn ::smithy_client::codec::Source<'_>,
            ) -> ::Result<(), ::smithy_client::codec::Stop> {
                #members
                #body
            }
        }
    }
}

/// Returns the code for unknown members, and the constant with the known names. In input from callers an unknown member
/// is an error, which a strict source reports.
fn others(
    structure: &StructurePlan,
    name: &TokenStream,
    value: &TokenStream,
) -> (Option<TokenStream>, TokenStream) {
    if !structure.sent {
        return (None, quote!(::smithy_client::codec::skip(#value)));
    }
    let members = structure.members.iter().map(|member| &member.wire);
    let members = quote!(const MEMBERS: &[&str] = &[#(#members),*];);
    (Some(members), quote!(::smithy_client::codec::unknown(#name, #value, MEMBERS)))
}

fn collect_members(structure: &StructurePlan) -> TokenStream {
    let (ty, allow) = (structure.path.name(), allow_deprecated(structure));
    let [source, name, value, take, complete] =
        ["source", "name", "value", "take", "complete"].map(|word| local(structure, word));
    let variables = structure.members.iter().map(|member| &member.ident);
    let reads = structure.members.iter().map(|member| {
        let (ident, wire, read) = (&member.ident, &member.wire, read(member, &quote!(#value)));
        quote!(#wire => #ident = #read,)
    });
    let (members, other) = others(structure, &quote!(#name), &quote!(#value));
    let fields = structure.members.iter().map(|member| field(structure, member, &source));
    quote! {
        #allow
        impl ::smithy_client::codec::Read for #ty {
            #[inline]
            fn read(
                #source: &mut dyn ::smithy_client::codec::Source<'_>,
            ) -> ::Result<::Option<Self>, ::smithy_client::codec::Stop> {
                #members
                #(let mut #variables = ::None;)*
                let mut #take = |
                    #name: &str,
                    #value: &mut dyn ::smithy_client::codec::Source<'_>,
                | -> ::Result<(), ::smithy_client::codec::Stop> {
                    match #name { #(#reads)* _ => #other?, }
                    ::Ok(())
                };
                if !::smithy_client::codec::read_members::<Self>(#source, &mut #take)? {
                    return ::Ok(::None);
                }
                let #complete = Self { #(#fields,)* };
                ::Ok(::Some(#complete))
            }
        }
    }
}

/// Returns a variable name that no member has.
fn local(structure: &StructurePlan, name: &str) -> Ident {
    let mut name = name.to_owned();
    while structure.members.iter().any(|member| member.ident.bare() == name) {
        name.push('_');
    }
    Ident::new(&name, Span::call_site())
}

/// Returns the expression that reads a member's value.
pub fn read(member: &MemberPlan, value: &TokenStream) -> TokenStream {
    match &member.codec {
        Codec::Plain => quote!(::smithy_client::codec::read(#value)?),
        Codec::List(element, false) if **element == Codec::Plain => {
            quote!(::smithy_client::codec::read_list(#value)?)
        }
        Codec::Map(element, false) if **element == Codec::Plain => {
            quote!(::smithy_client::codec::read_map(#value)?)
        }
        Codec::Integer => quote!(::smithy_client::codec::read_integer(#value)?),
        codec => quote!(::smithy_client::codec::read_as::<#codec, _>(#value)?),
    }
}

/// Returns the value of a field from what was read. A missing required member is an error, or has the zero value of its
/// type if a service may leave it out.
fn field(structure: &StructurePlan, member: &MemberPlan, source: &Ident) -> TokenStream {
    let (ident, wire) = (&member.ident, &member.wire);
    if member.optional {
        return quote!(#ident);
    }
    if member.default.is_none() || (structure.strict && member.required) {
        return quote!(#ident: ::smithy_client::codec::required(#ident, #wire, #source)?);
    }
    let value = or_unset(member, &quote!(#ident));
    quote!(#ident: #value)
}

/// Writes `Deserialize`, for programs that read the type from their own documents.
pub fn deserialize(name: &RustIdent) -> TokenStream {
    quote! {
        impl<'de> ::serde::Deserialize<'de> for #name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::Result<Self, D::Error> {
                ::smithy_client::codec::deserialize(deserializer)
            }
        }
    }
}

/// Writes `Read` as one expression of `source`, and `Deserialize` through it.
pub fn read_by(name: &RustIdent, value: &TokenStream) -> TokenStream {
    let deserialize = deserialize(name);
    quote! {
        impl ::smithy_client::codec::Read for #name {
            #[inline]
            fn read(
                source: &mut dyn ::smithy_client::codec::Source<'_>,
            ) -> ::Result<::Option<Self>, ::smithy_client::codec::Stop> {
                #value
            }
        }

        #deserialize
    }
}

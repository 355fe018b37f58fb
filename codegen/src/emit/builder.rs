//! The builder of a structure. The states of required members are type parameters, so `build()` is there only
//! when all of them are set.
//!
//! ```text
//! #[derive(Clone, Debug)]
//! pub struct UpdateJobExecutionInputBuilder<JobId = Unset, C = Detached> {
//!     job_id: JobId,
//!     expected_version: Option<i64>,
//!     caller: C,
//! }
//!
//! impl<JobId, C> UpdateJobExecutionInputBuilder<JobId, C> {
//!     pub fn job_id(self, value: impl Into<String>) -> UpdateJobExecutionInputBuilder<Set<String>, C> { … }
//!     pub fn expected_version(mut self, value: impl Into<i64>) -> Self { … }
//!     pub fn set_expected_version(mut self, value: Option<i64>) -> Self { … }
//!     pub fn build(self) -> UpdateJobExecutionInput where JobId: required::JobId<String> { … }
//! }
//! ```
//!
//! The caller, and what sends, are there for inputs alone; see [`super::send`].

use proc_macro2::TokenStream;
use quote::quote;

use super::structure::allow_deprecated;
use super::{deprecated, doc, literal, send};
use crate::plan::ident::RustIdent;
use crate::plan::structure::{CallerPlan, MemberPlan, StructurePlan, Zero};
use crate::plan::types::RustType;

/// What a type may weigh before Clippy calls it complex.
const SIMPLE: usize = 250;

/// Clippy takes a setter with one of these names for the method of an operator's trait.
const OPERATORS: [&str; 10] = ["add", "bitand", "bitor", "bitxor", "div", "mul", "rem", "shl", "shr", "sub"];

/// The builder's type and methods.
pub fn emit(structure: &StructurePlan) -> TokenStream {
    let (builder, name) = (&structure.builder, structure.path.name());
    let parameters = parameters(structure);
    let names: Vec<_> = parameters.iter().map(|(name, _)| name).collect();
    let generics = (!names.is_empty()).then(|| quote!(<#(#names),*>));
    let defaulted = parameters.iter().map(|(name, default)| quote!(#name = #default));
    let defaulted = (!names.is_empty()).then(|| quote!(<#(#defaulted),*>));
    let fields = structure.members.iter().map(|member| {
        let ident = &member.ident;
        let state = &member.state;
        let (ty, allow) = (member.field_type(), allow_type(member));
        if member.required { quote!(#ident: #state) } else { quote!(#allow #ident: #ty) }
    });
    let fields = if wraps(structure) { quote!(built: #name,) } else { quote!(#(#fields,)*) };
    let caller = structure.caller.as_ref().map(|CallerPlan { field, state }| quote!(#field: #state,));
    // A structure that the builder holds hides its secrets itself; loose ones would show.
    let debug = (wraps(structure) || !structure.secret).then(|| quote!(, Debug));
    let default = (structure.defaults && caller.is_none()).then(|| quote!(, Default));
    let setters = structure.members.iter().map(|member| setters(structure, member));
    let (build, send, allow) = (build(structure), send::emit(structure), allow_deprecated(structure));
    let nothing = match caller {
        Some(_) => "a builder does nothing until it is built or sent",
        None => "a builder does nothing until it is built",
    };
    let complex = is_complex(structure).then(|| quote!(#[allow(clippy::type_complexity)]));
    let mut docs = vec![format!("Builds a {}.", link(name))];
    if !wraps(structure) {
        let advice = "Setting a required member changes the type of the builder, so each branch of an `if` has to set it: see";
        docs.extend(["", advice, "[`builder`](smithy_client::builder)."].map(str::to_owned));
    }
    let docs = doc(&docs);
    quote! {
        #docs
        #[derive(Clone #debug #default)]
        #[must_use = #nothing]
        pub struct #builder #defaulted { #fields #caller }

        #allow
        #complex
        impl #generics #builder #generics {
            #(#setters)*
            #build
            #send
        }
    }
}

/// The type parameters of the builder, each with what it is at the start: the states of required members, and the
/// caller.
fn parameters(structure: &StructurePlan) -> Vec<(&RustIdent, TokenStream)> {
    let states = required(structure).map(|member| (&member.state, quote!(::smithy_client::builder::Unset)));
    let caller = structure.caller.iter().map(|caller| (&caller.state, quote!(::smithy_client::Detached)));
    states.chain(caller).collect()
}

/// The type of the builder that nothing is set in, for a caller.
pub fn unset_builder(structure: &StructurePlan, caller: &TokenStream) -> TokenStream {
    let (module, builder) = (structure.path.module(), &structure.builder);
    let unset = required(structure).map(|_| quote!(::smithy_client::builder::Unset));
    quote!(crate::operation::#module::#builder<#(#unset,)* #caller>)
}

/// A link to a structure. Where a derive macro has the same name, it says which of the two is meant.
fn link(name: &RustIdent) -> String {
    let derived = ["Clone", "Copy", "Debug", "Default", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd"];
    if derived.contains(&name.bare()) { format!("[`{name}`](struct@{name})") } else { format!("[`{name}`]") }
}

/// Whether Clippy calls a type in the setters complex: that of the builder when its heaviest required member has been set,
/// or that of a member.
fn is_complex(structure: &StructurePlan) -> bool {
    let heaviest = required(structure).map(|member| weight(&member.ty, 3)).max().unwrap_or_default();
    let takes_complex = structure.members.iter().any(|member| allow_type(member).is_some());
    takes_complex || 10 + 20 * parameters(structure).len() + heaviest > SIMPLE
}

/// Lets a function give a builder with nothing set, where Clippy calls that type complex.
pub fn allow_complex(structure: &StructurePlan) -> Option<TokenStream> {
    let is_complex = 10 + 20 * parameters(structure).len() > SIMPLE;
    is_complex.then(|| quote!(#[allow(clippy::type_complexity)]))
}

/// Lets a member have its type, where Clippy calls that complex; here the type is what the model says.
pub fn allow_type(member: &MemberPlan) -> Option<TokenStream> {
    let is_complex = weight(&member.field_type(), 1) > SIMPLE;
    is_complex.then(|| quote!(#[allow(clippy::type_complexity)]))
}

/// Clippy's measure: ten for each type that is named, times its depth.
fn weight(ty: &RustType, depth: usize) -> usize {
    let inner = match ty {
        RustType::Vec(inner) | RustType::Option(inner) | RustType::Boxed(inner) => weight(inner, depth + 1),
        RustType::Map(key, value) => weight(key, depth + 1) + weight(value, depth + 1),
        _ => 0,
    };
    10 * depth + inner
}

/// Whether the builder simply holds the structure, which is complete from the start where nothing is required.
fn wraps(structure: &StructurePlan) -> bool {
    required(structure).next().is_none()
}

/// The place of a member's value in the builder.
fn place(structure: &StructurePlan, member: &MemberPlan) -> TokenStream {
    let ident = &member.ident;
    if wraps(structure) { quote!(self.built.#ident) } else { quote!(self.#ident) }
}

/// `fn builder()` of the structure.
pub fn constructor(structure: &StructurePlan) -> TokenStream {
    let builder = &structure.builder;
    // A deprecated structure is marked where its making begins: on the type, each mention in this crate would warn.
    let note = deprecated(structure.deprecated.as_ref());
    let fields = structure.members.iter().map(|member| {
        let ident = &member.ident;
        let value = if member.required { quote!(::smithy_client::builder::Unset) } else { unset(member) };
        quote!(#ident: #value)
    });
    if let Some(CallerPlan { field, state }) = &structure.caller {
        let fields = match (structure.defaults, wraps(structure)) {
            (true, _) => quote!(built: Self::default(),),
            (false, true) => quote!(built: Self { #(#fields,)* },),
            (false, false) => quote!(#(#fields,)*),
        };
        let unset = required(structure).map(|_| quote!(::smithy_client::builder::Unset));
        let complex = allow_complex(structure);
        return quote! {
            #[doc = " A builder with nothing set. It can build; those of a client can send."]
            #note
            pub fn builder() -> #builder { Self::builder_for(::smithy_client::Detached) }

            #complex
            pub(crate) fn builder_for<#state>(#field: #state) -> #builder<#(#unset,)* #state> {
                #builder { #fields #field }
            }
        };
    }
    let value = match (structure.defaults, wraps(structure)) {
        (true, _) => quote!(#builder::default()),
        (false, true) => quote!(#builder { built: Self { #(#fields,)* } }),
        (false, false) => quote!(#builder { #(#fields,)* }),
    };
    quote! {
        #[doc = " A builder with nothing set."]
        #note
        pub fn builder() -> #builder { #value }
    }
}

/// The value of a member that nobody set.
pub fn unset(member: &MemberPlan) -> TokenStream {
    match &member.default {
        _ if member.optional => quote!(::None),
        Some(Zero::Literal(value)) => literal::literal(value, &member.ty),
        _ => quote!(::Default::default()),
    }
}

/// The value of an `Option`, or what the member has when nobody set it.
pub fn or_unset(member: &MemberPlan, value: &TokenStream) -> TokenStream {
    let Some(Zero::Literal(default)) = &member.default else { return quote!(#value.unwrap_or_default()) };
    let unset = unset(member);
    let constant = match member.ty {
        RustType::Bool | RustType::Number(_) => true,
        RustType::Timestamp => default.as_i64() == Some(0),
        _ => false,
    };
    if constant { quote!(#value.unwrap_or(#unset)) } else { quote!(#value.unwrap_or_else(|| #unset)) }
}

/// The members that have to be set, in the order of their names: that of the model is no part of the builder's type.
fn required(structure: &StructurePlan) -> impl Iterator<Item = &MemberPlan> {
    let mut members: Vec<_> = structure.required().collect();
    members.sort_by(|a, b| a.state.bare().cmp(b.state.bare()));
    members.into_iter()
}

fn setters(structure: &StructurePlan, member: &MemberPlan) -> TokenStream {
    let adds = match &member.ty {
        RustType::Vec(_) => "Adds an item. ",
        RustType::Map(..) => "Adds an entry. ",
        _ => "",
    };
    let mut docs = vec![format!("{adds}{}", member.summary)];
    docs.extend(more(structure, member).into_iter().flat_map(|more| [String::new(), more]));
    let docs = doc(&docs);
    let note = deprecated(member.deprecated.as_ref());
    let allow = match member.ident.bare() {
        name if OPERATORS.contains(&name) => Some(quote!(#[allow(clippy::should_implement_trait)])),
        "new" if member.required => Some(quote!(#[allow(clippy::new_ret_no_self)])),
        _ => None,
    };
    match (&member.ty, member.required) {
        (RustType::Vec(_) | RustType::Map(..), true) => {
            let (add, set) = (add_required(structure, member), set_required(structure, member));
            let whole = doc(&[format!("Sets all of [`{0}`](Self::{0}) at once.", member.ident.bare())]);
            quote!(#docs #note #allow #add #whole #note #set)
        }
        (_, true) => {
            let set = advance(structure, member, &member.ident);
            quote!(#docs #note #allow #set)
        }
        (_, false) => {
            let (set, whole) = (set_optional(structure, member), set_whole(structure, member));
            let whole_docs = doc(&[format!("Sets or clears [`{0}`](Self::{0}).", member.ident.bare())]);
            quote!(#docs #note #allow #set #whole_docs #note #whole)
        }
    }
}

/// What a setter says behind the summary of its member: the limits of the value, and where the rest stands.
fn more(structure: &StructurePlan, member: &MemberPlan) -> Option<String> {
    let MemberPlan { docs, summary, limits, ident, .. } = member;
    let said = std::iter::once(summary).chain(limits).flat_map(|text| text.split_whitespace());
    let is_all = docs.iter().flat_map(|line| line.split_whitespace()).eq(said);
    let link = (!is_all).then(|| format!("[More](field@{}::{}).", structure.path.name(), ident.bare()));
    let parts: Vec<_> = limits.clone().into_iter().chain(link).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// A setter that moves the builder on to the state in which the member is set.
fn advance(structure: &StructurePlan, member: &MemberPlan, method: &RustIdent) -> TokenStream {
    let ty = &member.ty;
    let (next, fields) = (next_state(structure, member), rebuilt(structure, member, &quote!(value.into())));
    quote! {
        pub fn #method(self, value: impl ::Into<#ty>) -> #next {
            #fields
        }
    }
}

fn next_state(structure: &StructurePlan, member: &MemberPlan) -> TokenStream {
    let (builder, ty) = (&structure.builder, &member.ty);
    let states = required(structure).map(|other| {
        let state = &other.state;
        if other.ident == member.ident { quote!(::smithy_client::builder::Set<#ty>) } else { quote!(#state) }
    });
    let caller = structure.caller.iter().map(|caller| &caller.state).map(|state| quote!(#state));
    let states = states.chain(caller);
    quote!(#builder<#(#states),*>)
}

fn rebuilt(structure: &StructurePlan, member: &MemberPlan, value: &TokenStream) -> TokenStream {
    let builder = &structure.builder;
    let fields = structure.members.iter().map(|other| {
        let ident = &other.ident;
        if other.ident == member.ident {
            quote!(#ident: ::smithy_client::builder::Set(#value))
        } else {
            quote!(#ident: self.#ident)
        }
    });
    let caller = structure.caller.iter().map(|CallerPlan { field, .. }| quote!(#field: self.#field));
    let fields = fields.chain(caller);
    quote!(#builder { #(#fields,)* })
}

/// One entry more, of a required list or map: the state before may be either.
fn add_required(structure: &StructurePlan, member: &MemberPlan) -> TokenStream {
    let (ident, ty, state) = (&member.ident, &member.ty, &member.state);
    let (arguments, insert) = entry(member, &quote!(entries));
    let (next, fields) = (next_state(structure, member), rebuilt(structure, member, &quote!(entries)));
    quote! {
        pub fn #ident(self, #arguments) -> #next
        where
            #state: ::smithy_client::builder::Slot<#ty>,
        {
            let mut entries = ::smithy_client::builder::Slot::into_option(self.#ident).unwrap_or_default();
            #insert
            #fields
        }
    }
}

fn set_required(structure: &StructurePlan, member: &MemberPlan) -> TokenStream {
    advance(structure, member, &member.ident.with_prefix("set_"))
}

fn set_optional(structure: &StructurePlan, member: &MemberPlan) -> TokenStream {
    let (ident, ty, place) = (&member.ident, &member.ty, place(structure, member));
    if matches!(ty, RustType::Vec(_) | RustType::Map(..)) {
        let entries = if member.optional { quote!(#place.get_or_insert_default()) } else { place };
        let (arguments, insert) = entry(member, &entries);
        return quote! {
            pub fn #ident(mut self, #arguments) -> Self { #insert self }
        };
    }
    let value = match ty {
        RustType::Boxed(_) => quote!(::Box::new(value.into())),
        _ => quote!(value.into()),
    };
    let accepted = if let RustType::Boxed(inner) = ty { inner } else { ty };
    let value = if member.optional { quote!(::Some(#value)) } else { value };
    quote! {
        pub fn #ident(mut self, value: impl ::Into<#accepted>) -> Self {
            #place = #value;
            self
        }
    }
}

/// The setter for conditional code: without a value the member is as if nobody had set it.
fn set_whole(structure: &StructurePlan, member: &MemberPlan) -> TokenStream {
    let (ty, place) = (&member.ty, place(structure, member));
    let set = member.ident.with_prefix("set_");
    let value = if member.optional { quote!(value) } else { or_unset(member, &quote!(value)) };
    quote! {
        pub fn #set(mut self, value: ::Option<#ty>) -> Self {
            #place = #value;
            self
        }
    }
}

/// The arguments of a setter that adds one entry, and how it is added.
fn entry(member: &MemberPlan, entries: &TokenStream) -> (TokenStream, TokenStream) {
    match &member.ty {
        RustType::Map(key, value) => (
            quote!(key: impl ::Into<#key>, value: impl ::Into<#value>),
            quote!(#entries.insert(key.into(), value.into());),
        ),
        RustType::Vec(element) => (quote!(item: impl ::Into<#element>), quote!(#entries.push(item.into());)),
        _ => (TokenStream::new(), TokenStream::new()),
    }
}

fn build(structure: &StructurePlan) -> TokenStream {
    let name = structure.path.name();
    let docs = doc(&[format!("The finished {}.", link(name))]);
    if wraps(structure) {
        return quote! {
            #docs
            pub fn build(self) -> #name { self.built }
        };
    }
    let bounds = bounds(structure);
    let fields = structure.members.iter().map(|member| {
        let ident = &member.ident;
        if member.required { quote!(#ident: self.#ident.into_value()) } else { quote!(#ident: self.#ident) }
    });
    quote! {
        #docs
        pub fn build(self) -> #name where #bounds { #name { #(#fields,)* } }
    }
}

/// That every required member is set, as the bounds of a `where` clause.
pub fn bounds(structure: &StructurePlan) -> TokenStream {
    let bounds = required(structure).map(|member| {
        let (state, ty) = (&member.state, &member.ty);
        let bound = RustIdent::pascal(member.ident.bare()).unwrap_or_else(|| member.state.clone());
        quote!(#state: crate::required::#bound<#ty>)
    });
    quote!(#(#bounds,)*)
}

//! The builder of a structure. The states of required members are type parameters, so `build()` only exists if all of
//! them are set.
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
//! With more than 24 required members, the states are nested tuples in one type parameter; see `builder/states.rs`.
//! Only builders of inputs have a caller and can send; see [`super::send`].

pub(super) mod states;

use std::collections::HashMap;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::attributes::{allow_complex, allow_deprecated, allow_type};
use super::{deprecated, doc, literal, send};
use crate::ident::RustIdent;
use crate::plan::structure::{CallerPlan, MemberPlan, StructurePlan, Zero};
use crate::plan::types::RustType;
use states::{FLAT, Group, States, bounds};

/// Names of methods of operator traits. Clippy complains about setters with these names.
const OPERATORS: [&str; 10] = ["add", "bitand", "bitor", "bitxor", "div", "mul", "rem", "shl", "shr", "sub"];

/// Writes the builder's type and methods.
pub fn emit(structure: &StructurePlan) -> TokenStream {
    let (builder, name) = (&structure.builder, structure.path.name());
    let states = States::new(structure);
    let parameters = parameters(structure, &states);
    let defaulted = parameters.iter().map(|(name, default)| quote!(#name = #default));
    let defaulted = (!parameters.is_empty()).then(|| quote!(<#(#defaulted),*>));
    let (fields, optional) = (fields(structure, &states), optional(structure, &states));
    let caller = structure.caller.as_ref().map(|CallerPlan { field, state, .. }| quote!(#field: #state,));
    let derives = derives(structure, structure.defaults && caller.is_none());
    let nothing = match caller {
        Some(_) => "a builder does nothing until it is built or sent",
        None => "a builder does nothing until it is built",
    };
    let mut docs = vec![format!("The builder of {}.", link(name))];
    if !wraps(structure) {
        let advice = "Setting a required member changes the type of the builder, so each branch of an `if` has to set it: see";
        docs.extend(["", advice, "[`builder`](crate::low_level::builder)."].map(str::to_owned));
    }
    if states.are_nested() {
        docs.push(String::new());
        docs.push(format!(
            "It has more than {FLAT} required members, so their states are nested tuples in its type."
        ));
    }
    let (docs, impls) = (doc(&docs), impls(structure, &states));
    quote! {
        #docs
        #derives
        #[must_use = #nothing]
        pub struct #builder #defaulted { #fields #caller }

        #optional
        #impls
    }
}

/// Writes the derives. Without `Debug` if secrets are separate fields; a held structure hides its secrets itself.
fn derives(structure: &StructurePlan, default: bool) -> TokenStream {
    let debug = (wraps(structure) || !structure.secret).then(|| quote!(, Debug));
    let default = default.then(|| quote!(, Default));
    quote!(#[derive(Clone #debug #default)])
}

/// The fields of the builder, without the caller.
fn fields(structure: &StructurePlan, states: &States<'_>) -> TokenStream {
    if wraps(structure) {
        let name = structure.path.name();
        return quote!(built: #name,);
    }
    if states.are_nested() {
        let optional = optional_name(structure).map(|name| quote!(optional: #name,));
        return quote!(required: States, #optional);
    }
    let fields = structure.members.iter().map(|member| {
        let (ident, state) = (&member.ident, &member.state);
        if member.required { quote!(#ident: #state) } else { field(member) }
    });
    quote!(#(#fields,)*)
}

fn field(member: &MemberPlan) -> TokenStream {
    let (ident, ty, allow) = (&member.ident, member.field_type(), allow_type(member));
    quote!(#allow #ident: #ty)
}

/// Writes the type with the optional members. A builder with nested states has them in one field, because each setter
/// of a required member moves all fields.
fn optional(structure: &StructurePlan, states: &States<'_>) -> Option<TokenStream> {
    let name = optional_name(structure).filter(|_| states.are_nested())?;
    let fields = structure.members.iter().filter(|member| !member.required).map(field);
    let derives = derives(structure, structure.defaults);
    let docs = doc(&["The members that need not be set.".to_owned()]);
    Some(quote!(#docs #derives struct #name { #(#fields,)* }))
}

/// The name of that type, if there are optional members.
fn optional_name(structure: &StructurePlan) -> Option<Ident> {
    let any = structure.members.iter().any(|member| !member.required);
    any.then(|| format_ident!("{}Optional", structure.builder.bare()))
}

/// Writes one `impl` for all methods. With nested states, there is one for each tuple of required members, and one for
/// the optional members.
fn impls(structure: &StructurePlan, states: &States<'_>) -> TokenStream {
    let caller: Vec<_> =
        structure.caller.iter().map(|caller| &caller.state).map(|state| quote!(#state)).collect();
    let block = |generics: &[TokenStream], arguments: &[TokenStream], items: &[TokenStream]| {
        let (builder, allow) = (&structure.builder, allow_deprecated(structure));
        let complex = structure.has_complex_setter().then(|| quote!(#[allow(clippy::type_complexity)]));
        let list = |names: &[TokenStream]| {
            let names: Vec<_> = names.iter().chain(&caller).collect();
            (!names.is_empty()).then(|| quote!(<#(#names),*>))
        };
        let (generics, arguments) = (list(generics), list(arguments));
        quote!(#allow #complex impl #generics #builder #arguments { #(#items)* })
    };
    let groups = states.groups();
    let setters_of =
        |member: &MemberPlan| setters(structure, member, groups.first().filter(|_| member.required));
    let end = [build(structure, &groups), send::emit(structure)];
    if !states.are_nested() {
        let items: Vec<_> = structure.members.iter().map(setters_of).chain(end).collect();
        return block(&states.names(), &states.named(), &items);
    }
    let required = groups.iter().map(|group| {
        let items: Vec<_> =
            group.members.iter().map(|member| setters(structure, member, Some(group))).collect();
        block(&group.generics, &group.arguments(None), &items)
    });
    let optional: Vec<_> =
        structure.members.iter().filter(|member| !member.required).map(setters_of).collect();
    let optional =
        (!optional.is_empty()).then(|| block(&states.parameters(), &states.parameters(), &optional));
    let end = block(&states.names(), &states.named(), &end);
    quote!(#(#required)* #optional #end)
}

/// Returns the type parameters of the builder, each with its initial type: the states of required members, and the
/// caller.
fn parameters(structure: &StructurePlan, states: &States<'_>) -> Vec<(TokenStream, TokenStream)> {
    let caller = structure
        .caller
        .iter()
        .map(|CallerPlan { state, .. }| (quote!(#state), quote!(::smithy_client::Detached)));
    states.parameters().into_iter().zip(states.unset()).chain(caller).collect()
}

/// Returns the type of the empty builder with a caller.
pub fn unset_builder(structure: &StructurePlan, caller: &TokenStream) -> TokenStream {
    let (module, builder) = (structure.path.module(), &structure.builder);
    let unset = States::new(structure).unset();
    quote!(crate::operation::#module::#builder<#(#unset,)* #caller>)
}

/// Writes a link to a structure. If a derive macro has the same name, the link says that the structure is meant.
fn link(name: &RustIdent) -> String {
    let derived = ["Clone", "Copy", "Debug", "Default", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd"];
    if derived.contains(&name.bare()) { format!("[`{name}`](struct@{name})") } else { format!("[`{name}`]") }
}

/// Whether the builder simply holds the structure, which is complete from the start if nothing is required.
fn wraps(structure: &StructurePlan) -> bool {
    required(structure).next().is_none()
}

/// Returns the place of an optional member in the builder.
fn place(structure: &StructurePlan, member: &MemberPlan) -> TokenStream {
    let ident = &member.ident;
    if wraps(structure) {
        quote!(self.built.#ident)
    } else if States::new(structure).are_nested() {
        quote!(self.optional.#ident)
    } else {
        quote!(self.#ident)
    }
}

/// Writes `fn builder()` of the structure.
pub fn constructor(structure: &StructurePlan) -> TokenStream {
    let builder = &structure.builder;
    // For a deprecated structure, the constructor is marked: a mark on the type would cause a warning at each use in
    // the crate.
    let note = deprecated(structure.deprecated.as_ref());
    let states = States::new(structure);
    let fields = unset_fields(structure, &states);
    if let Some(CallerPlan { field, state, .. }) = &structure.caller {
        let unset = states.unset();
        let complex = allow_complex(structure);
        return quote! {
            #[doc = " Creates an empty builder. Call `build` to get the input; a client's builder also has `send`."]
            #note
            pub fn builder() -> #builder { Self::builder_for(::smithy_client::Detached) }

            #complex
            pub(crate) fn builder_for<#state>(#field: #state) -> #builder<#(#unset,)* #state> {
                #builder { #fields #field }
            }
        };
    }
    let value = if structure.defaults { quote!(#builder::default()) } else { quote!(#builder { #fields }) };
    quote! {
        #[doc = " Creates an empty builder."]
        #note
        pub fn builder() -> #builder { #value }
    }
}

/// Writes the fields of an empty builder, without the caller.
fn unset_fields(structure: &StructurePlan, states: &States<'_>) -> TokenStream {
    let fields = structure.members.iter().map(|member| {
        let ident = &member.ident;
        let value = if member.required { quote!(::smithy_client::builder::Unset) } else { unset(member) };
        (member.required, quote!(#ident: #value))
    });
    if states.are_nested() {
        let (required, fields) = (states.unset(), fields.filter(|(required, _)| !required));
        let fields = fields.map(|(_, field)| field);
        let optional = optional_name(structure).map(|name| quote!(optional: #name { #(#fields,)* },));
        return quote!(required: #(#required)*, #optional);
    }
    let fields = fields.map(|(_, field)| field);
    match (structure.defaults, wraps(structure)) {
        (true, true) => quote!(built: Self::default(),),
        (false, true) => quote!(built: Self { #(#fields,)* },),
        (_, false) => quote!(#(#fields,)*),
    }
}

/// Returns the value of a member that is not set.
pub fn unset(member: &MemberPlan) -> TokenStream {
    match &member.default {
        _ if member.optional => quote!(::None),
        Some(Zero::Literal(value)) => literal::literal(value, &member.ty),
        _ => quote!(::Default::default()),
    }
}

/// Returns the value of an `Option`, or the value of the member if it is not set.
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

/// Returns the members that must be set.
fn required(structure: &StructurePlan) -> impl Iterator<Item = &MemberPlan> {
    structure.required()
}

/// Writes the setters of a member; `group` is that of a required one.
fn setters(structure: &StructurePlan, member: &MemberPlan, group: Option<&Group<'_>>) -> TokenStream {
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
    match (&member.ty, group) {
        (RustType::Vec(_) | RustType::Map(..), Some(group)) => {
            let add = add_required(structure, member, group);
            let set = advance(structure, member, group, &member.ident.with_prefix("set_"));
            let whole = doc(&[format!("Sets all of [`{0}`](Self::{0}) at once.", member.ident.bare())]);
            quote!(#docs #note #allow #add #whole #note #set)
        }
        (_, Some(group)) => {
            let set = advance(structure, member, group, &member.ident);
            quote!(#docs #note #allow #set)
        }
        (_, None) => {
            let (set, whole) = (set_optional(structure, member), set_whole(structure, member));
            let whole_docs = doc(&[format!("Sets or clears [`{0}`](Self::{0}).", member.ident.bare())]);
            quote!(#docs #note #allow #set #whole_docs #note #whole)
        }
    }
}

/// Returns what a setter says after the summary of its member: the limits of the value, and a link to the rest.
fn more(structure: &StructurePlan, member: &MemberPlan) -> Option<String> {
    let MemberPlan { docs, summary, limits, ident, .. } = member;
    let said = std::iter::once(summary).chain(limits).flat_map(|text| text.split_whitespace());
    let is_all = docs.iter().flat_map(|line| line.split_whitespace()).eq(said);
    let link = (!is_all).then(|| format!("[More](field@{}::{}).", structure.path.name(), ident.bare()));
    let parts: Vec<_> = limits.clone().into_iter().chain(link).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// Writes a setter that changes the type of the builder to the state in which the member is set.
fn advance(
    structure: &StructurePlan,
    member: &MemberPlan,
    group: &Group<'_>,
    method: &RustIdent,
) -> TokenStream {
    let ty = &member.ty;
    let (next, fields) =
        (next_state(structure, member, group), rebuilt(structure, member, group, &quote!(value.into())));
    quote! {
        pub fn #method(self, value: impl ::Into<#ty>) -> #next {
            #fields
        }
    }
}

fn next_state(structure: &StructurePlan, member: &MemberPlan, group: &Group<'_>) -> TokenStream {
    let builder = &structure.builder;
    let caller = structure.caller.iter().map(|caller| &caller.state).map(|state| quote!(#state));
    let states = group.arguments(Some(member)).into_iter().chain(caller);
    quote!(#builder<#(#states),*>)
}

fn rebuilt(
    structure: &StructurePlan,
    member: &MemberPlan,
    group: &Group<'_>,
    value: &TokenStream,
) -> TokenStream {
    let builder = &structure.builder;
    let caller = structure.caller.as_ref().map(|CallerPlan { field, .. }| quote!(#field: self.#field,));
    if group.is_nested() {
        let required = group.moved(member, value);
        let optional = optional_name(structure).map(|_| quote!(optional: self.optional,));
        return quote!(#builder { required: #required, #optional #caller });
    }
    let fields = structure.members.iter().map(|other| {
        let ident = &other.ident;
        if other.ident == member.ident {
            quote!(#ident: ::smithy_client::builder::Set(#value))
        } else {
            quote!(#ident: self.#ident)
        }
    });
    quote!(#builder { #(#fields,)* #caller })
}

/// Writes a setter that adds an entry to a required list or map, which may be set or not.
fn add_required(structure: &StructurePlan, member: &MemberPlan, group: &Group<'_>) -> TokenStream {
    let (ident, ty, state) = (&member.ident, &member.ty, &member.state);
    let (arguments, insert) = entry(member, &quote!(entries));
    let (next, fields) =
        (next_state(structure, member, group), rebuilt(structure, member, group, &quote!(entries)));
    let place = group.place(member);
    quote! {
        pub fn #ident(self, #arguments) -> #next
        where
            #state: ::smithy_client::builder::Slot<#ty>,
        {
            let mut entries = ::smithy_client::builder::Slot::into_option(#place).unwrap_or_default();
            #insert
            #fields
        }
    }
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

/// Writes the setter for conditional code: `None` resets the member.
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

/// Returns the arguments of a setter that adds one entry, and the code that adds it.
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

fn build(structure: &StructurePlan, groups: &[Group<'_>]) -> TokenStream {
    let name = structure.path.name();
    let docs = doc(&[format!("Builds the {}.", link(name))]);
    if wraps(structure) {
        return quote! {
            #docs
            pub fn build(self) -> #name { self.built }
        };
    }
    let bounds = bounds(structure);
    let places: HashMap<_, _> = groups
        .iter()
        .flat_map(|group| group.members.iter().map(|member| (member.ident.bare(), group.place(member))))
        .collect();
    let fields = structure.members.iter().map(|member| {
        let ident = &member.ident;
        match places.get(ident.bare()) {
            Some(place) => quote!(#ident: #place.into_value()),
            None => {
                let place = place(structure, member);
                quote!(#ident: #place)
            }
        }
    });
    quote! {
        #docs
        pub fn build(self) -> #name where #bounds { #name { #(#fields,)* } }
    }
}

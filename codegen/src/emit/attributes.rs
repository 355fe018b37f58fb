//! Attributes that let generated code be what the model wants, where a lint would have it otherwise.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::structure::{MemberPlan, StructurePlan};

/// Code that has to touch deprecated members does so without a warning; callers are warned.
pub(super) fn allow_deprecated(structure: &StructurePlan) -> Option<TokenStream> {
    structure.members.iter().any(|member| member.deprecated.is_some()).then(|| quote!(#[allow(deprecated)]))
}

/// Lets a function give a builder with nothing set, where Clippy calls that type complex.
pub(super) fn allow_complex(structure: &StructurePlan) -> Option<TokenStream> {
    structure.is_complex_unset().then(|| quote!(#[allow(clippy::type_complexity)]))
}

/// Lets a member have its type, where Clippy calls that complex; here the type is what the model says.
pub(super) fn allow_type(member: &MemberPlan) -> Option<TokenStream> {
    member.is_complex().then(|| quote!(#[allow(clippy::type_complexity)]))
}

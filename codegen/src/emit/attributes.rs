//! Attributes that allow what the model requires and a lint rejects.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::structure::{MemberPlan, StructurePlan};

/// Allows uses of deprecated members in generated code; callers are still warned.
pub(super) fn allow_deprecated(structure: &StructurePlan) -> Option<TokenStream> {
    structure.members.iter().any(|member| member.deprecated.is_some()).then(|| quote!(#[allow(deprecated)]))
}

/// Allows the return type of a function that returns an empty builder, if Clippy calls it complex.
pub(super) fn allow_complex(structure: &StructurePlan) -> Option<TokenStream> {
    structure.is_complex_unset().then(|| quote!(#[allow(clippy::type_complexity)]))
}

/// Allows the type of a member, if Clippy calls it complex; the model determines this type.
pub(super) fn allow_type(member: &MemberPlan) -> Option<TokenStream> {
    member.is_complex().then(|| quote!(#[allow(clippy::type_complexity)]))
}

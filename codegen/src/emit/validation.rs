//! The checks of a structure's values.
//!
//! ```text
//! impl Validate for UpdateJobExecutionInput {
//!     fn validate(&self, v: &mut Validator) {
//!         v.member("jobId", &self.job_id, &constraints::JOB_ID);
//!         v.label("jobId", &self.job_id);
//!     }
//! }
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::attributes::allow_deprecated;
use crate::ident::RustIdent;
use crate::plan::structure::{MemberPlan, Place, StructurePlan};
use crate::plan::types::RustType;

/// Writes `Validate`, for types that are sent.
pub fn emit(structure: &StructurePlan) -> TokenStream {
    if !structure.sent {
        return TokenStream::new();
    }
    let name = structure.path.name();
    let checks: Vec<TokenStream> =
        structure.members.iter().map(check).filter(|check| !check.is_empty()).collect();
    let argument = if checks.is_empty() { quote!(_) } else { quote!(v) };
    let allow = allow_deprecated(structure);
    quote! {
        #allow
        impl ::smithy_client::Validate for #name {
            fn validate(&self, #argument: &mut ::smithy_client::Validator) { #(#checks)* }
        }
    }
}

fn check(member: &MemberPlan) -> TokenStream {
    let (ident, name) = (&member.ident, &member.name);
    let checked = (member.checked || member.constant.is_some()).then(|| {
        let constant = constant(member);
        quote!(v.member(#name, &self.#ident, &#constant);)
    });
    let label = (is_text_label(member)).then(|| {
        let text =
            if member.ty == RustType::String { quote!(&self.#ident) } else { quote!(self.#ident.as_str()) };
        quote!(v.label(#name, #text);)
    });
    quote!(#checked #label)
}

fn is_text_label(member: &MemberPlan) -> bool {
    member.place == Place::Label && matches!(member.ty, RustType::String | RustType::Enum(_))
}

/// Returns the rules for a member's values.
pub fn constant(member: &MemberPlan) -> TokenStream {
    match &member.constant {
        Some(constant) => quote!(crate::constraints::#constant),
        None => quote!(::smithy_client::validate::Constraints::NEW),
    }
}

/// Writes `Check` of an enum, whose `value` is compared with the known ones.
pub fn enumeration(name: &RustIdent, value: &TokenStream) -> TokenStream {
    quote! {
        impl ::smithy_client::validate::Check for #name {
            fn check(
                &self,
                v: &mut ::smithy_client::Validator,
                constraints: &::smithy_client::validate::Constraints,
            ) {
                v.enumeration(#value, Self::VALUES, constraints);
            }
        }
    }
}

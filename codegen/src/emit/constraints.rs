//! The rules for values: a constant for each constrained shape.
//!
//! ```text
//! /// `JobId`
//! pub(crate) static JOB_ID: Constraints = Constraints::NEW
//!     .length(Some(1), Some(64))
//!     .pattern(&Pattern::new("^[a-z]+$", &[Step::Start, …]));
//! ```

use std::collections::BTreeMap;

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Number;
use smithy_model::pattern::Step;

use super::doc;
use crate::plan::constraints::{ConstantPlan, Registry};

/// The docs of the file.
pub fn docs() -> Vec<String> {
    vec!["What the service allows for the values of its shapes.".to_owned()]
}

/// The file `constraints.rs`.
pub fn emit(registry: &Registry) -> TokenStream {
    // Sorted by name, so that a new operation does not move the other constants.
    let by_name: BTreeMap<_, _> = registry.constants.iter().map(|plan| (&plan.name, plan)).collect();
    let constants = by_name.into_values().map(constant);
    quote!(#(#constants)*)
}

fn constant(constant: &ConstantPlan) -> TokenStream {
    let (name, rules) = (&constant.name, &constant.rules);
    let docs = doc(&[format!("The rules of `{}`.", constant.subject)]);
    let length = (rules.min_length.is_some() || rules.max_length.is_some()).then(|| {
        let (min, max) = (
            option(rules.min_length.map(Literal::u64_unsuffixed)),
            option(rules.max_length.map(Literal::u64_unsuffixed)),
        );
        quote!(.length(#min, #max))
    });
    let range = (rules.min_value.is_some() || rules.max_value.is_some()).then(|| range(constant));
    let pattern = constant.program.as_ref().zip(rules.pattern.as_ref()).map(|(program, text)| {
        let steps = program.iter().map(step);
        quote!(.pattern(&::smithy_client::pattern::Pattern::new(#text, &[#(#steps),*])))
    });
    let unique = rules.unique_items.then(|| quote!(.unique_items()));
    let sensitive = constant.sensitive.then(|| quote!(.sensitive()));
    let key = constant.key.as_ref().map(|key| quote!(.key(&#key)));
    let element = constant.element.as_ref().map(|element| quote!(.element(&#element)));
    quote! {
        #docs
        pub(crate) static #name: ::smithy_client::validate::Constraints =
            ::smithy_client::validate::Constraints::NEW #length #range #pattern #unique #sensitive #key #element;
    }
}

fn option<T: quote::ToTokens>(value: Option<T>) -> TokenStream {
    match value {
        Some(value) => quote!(::Some(#value)),
        None => quote!(::None),
    }
}

/// Writes the range. Bounds of whole numbers are exact; whole numbers with a fractional bound are checked as floats.
fn range(constant: &ConstantPlan) -> TokenStream {
    let bounds = [&constant.rules.min_value, &constant.rules.max_value];
    let whole = |bound: &&Option<Number>| bound.as_ref().is_none_or(Number::is_i64);
    if !constant.float && bounds.iter().all(whole) {
        let [min, max] =
            bounds.map(|bound| option(bound.as_ref().and_then(Number::as_i64).map(Literal::i64_unsuffixed)));
        quote!(.range(#min, #max))
    } else {
        let [min, max] =
            bounds.map(|bound| option(bound.as_ref().and_then(Number::as_f64).map(Literal::f64_unsuffixed)));
        quote!(.float_range(#min, #max))
    }
}

fn step(step: &Step) -> TokenStream {
    match step {
        Step::Start => quote!(::smithy_client::pattern::Instruction::Start),
        Step::End => quote!(::smithy_client::pattern::Instruction::End),
        Step::Text(text) => quote!(::smithy_client::pattern::Instruction::Text(#text)),
        Step::Chars { set, min, max } => {
            let ranges = set.iter().map(|(first, last)| quote!((#first, #last)));
            let (min, max) = (Literal::u32_unsuffixed(*min), option(max.map(Literal::u32_unsuffixed)));
            quote!(::smithy_client::pattern::Instruction::Chars { set: &[#(#ranges),*], min: #min, max: #max })
        }
        Step::Split(to) => {
            let to = Literal::usize_unsuffixed(*to);
            quote!(::smithy_client::pattern::Instruction::Split(#to))
        }
        Step::Jump(to) => {
            let to = Literal::usize_unsuffixed(*to);
            quote!(::smithy_client::pattern::Instruction::Jump(#to))
        }
    }
}

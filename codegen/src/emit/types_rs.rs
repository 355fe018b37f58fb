//! The index of the types: each has a private module and is re-exported, and the builders have a module of their own.
//!
//! ```text
//! mod job_execution;
//!
//! pub use job_execution::JobExecution;
//!
//! /// The builders of the structures.
//! pub mod builders {
//!     pub use super::job_execution::JobExecutionBuilder;
//! }
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use crate::ident::RustIdent;
use crate::plan::Plan;
use crate::plan::structure::StructurePlan;
use crate::plan::types::TypePath;

/// The docs of `types.rs`.
pub fn docs() -> Vec<String> {
    vec!["The structures, unions and enums of the service.".to_owned()]
}

/// The docs of `types/error.rs`.
pub fn error_docs() -> Vec<String> {
    vec!["The errors that the service's model knows.".to_owned()]
}

/// The file `types.rs`.
pub fn emit(plan: &Plan) -> TokenStream {
    let mut paths: Vec<&TypePath> = Vec::new();
    paths.extend(plan.structures.iter().map(|structure| &structure.path));
    paths.extend(plan.unions.iter().map(|union| &union.path));
    paths.extend(plan.enums.iter().map(|enumeration| &enumeration.path));
    paths.extend(plan.int_enums.iter().map(|enumeration| &enumeration.path));
    let error = (!plan.errors.is_empty()).then(|| {
        quote!(
            pub mod error;
        )
    });
    let index = index(paths, &plan.structures);
    quote!(#error #index)
}

/// The file `types/error.rs`.
pub fn emit_errors(plan: &Plan) -> TokenStream {
    index(plan.errors.iter().map(|error| &error.path).collect(), &plan.errors)
}

fn index(mut paths: Vec<&TypePath>, structures: &[StructurePlan]) -> TokenStream {
    paths.sort_by_key(|path| path.module().bare());
    let modules = paths.iter().map(|path| path.module());
    let names = paths.iter().map(|path| (path.module(), path.name()));
    let uses = names.map(|(module, name): (&RustIdent, &RustIdent)| quote!(pub use #module::#name;));
    let built: Vec<_> = structures.iter().filter(|structure| structure.has_builder()).collect();
    let builders = built.iter().map(|structure| {
        let (module, builder) = (structure.path.module(), &structure.builder);
        quote!(pub use super::#module::#builder;)
    });
    let builders = (!built.is_empty()).then(|| {
        quote! {
            #[doc = " The builders of the structures."]
            pub mod builders { #(#builders)* }
        }
    });
    quote!(#(mod #modules;)* #(#uses)* #builders)
}

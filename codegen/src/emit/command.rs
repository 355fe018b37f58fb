//! `command.rs`: commands, which are operations by name with their input.
//!
//! ```text
//! pub fn named(name: &str, input: Value) -> Result<Command, InvokeError> {
//!     match name {
//!         "DescribeJobExecution" => Command::new::<DescribeJobExecutionInput>(input),
//!         …
//!     }
//! }
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::{doc, sample};
use crate::plan::Plan;
use crate::plan::operation::OperationPlan;
use crate::plan::structure::MemberPlan;
use crate::plan::types::RustType;

/// The docs of the file.
pub fn docs() -> Vec<String> {
    vec!["Calls as values: an operation by its name, with its input in JSON.".to_owned()]
}

/// The file `command.rs`.
pub fn emit(plan: &Plan) -> TokenStream {
    let arms = plan.operations.iter().map(|operation| {
        let (name, input) = (&operation.name, &operation.input.path);
        quote!(#name => ::smithy_client::Command::new::<#input>(input),)
    });
    let docs = doc(&named_docs(plan));
    // Inline code is compiled where it is called, so programs that call nothing by name do not pay for code that knows
    // all operations.
    quote! {
        pub use smithy_client::Command;

        #docs
        #[inline]
        pub fn named(
            name: &str,
            input: ::serde_json::Value,
        ) -> ::Result<::smithy_client::Command, ::smithy_client::InvokeError> {
            match name {
                #(#arms)*
                _ => ::Err(::smithy_client::InvokeError::unknown_operation(name, crate::operation::NAMES)),
            }
        }
    }
}

fn named_docs(plan: &Plan) -> Vec<String> {
    let mut lines = [
        "Creates a command: an operation by its name, with an input, that can be inspected, changed and sent later. The input is JSON",
        "with serialized names. An unknown operation or member is an error.",
    ]
    .map(str::to_owned)
    .to_vec();
    lines.extend(plan.operations.iter().find_map(|operation| example(plan, operation)).into_iter().flatten());
    lines
}

/// Writes an example of an operation whose required members are text.
fn example(plan: &Plan, operation: &OperationPlan) -> Option<Vec<String>> {
    let required: Vec<&MemberPlan> = operation.input.required().collect();
    let first = &required.first()?.name;
    if required.iter().any(|member| member.ty != RustType::String) {
        return None;
    }
    let library = sample::library(plan);
    let input: Vec<_> = required.iter().map(|member| format!("\"{}\": \"example\"", member.name)).collect();
    let lines = [
        "",
        "```",
        &format!("# fn main() -> Result<(), {library}::InvokeError> {{"),
        &format!("let input = serde_json::json!({{ {} }});", input.join(", ")),
        &format!("let mut command = {library}::command::named(\"{}\", input)?;", operation.name),
        &format!("command.set(\"{first}\", \"another\")?;"),
        &format!("assert_eq!(command.input()[\"{first}\"], \"another\");"),
        &format!("// Later: client.{}(&command).await?", plan.client.execute),
        "# Ok(())",
        "# }",
        "```",
    ];
    Some(lines.map(str::to_owned).to_vec())
}

//! The root of the crate: its docs with a first example, its modules, and what of the runtime a caller needs.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::operation::example;
use crate::plan::Plan;
use crate::plan::operation::OperationPlan;

/// The docs of the crate.
pub fn docs(plan: &Plan) -> Vec<String> {
    let mut lines = vec![format!("{}, API version {}.", plan.package.title, plan.package.api_version)];
    lines.push(String::new());
    lines.extend(plan.package.docs.iter().cloned());
    lines.extend([String::new(), "# Using it".to_owned(), String::new()]);
    lines.extend(usage(plan));
    if let Some(operation) = example(plan) {
        lines.push(String::new());
        lines.extend(sample(plan, operation));
    }
    lines
}

fn usage(plan: &Plan) -> Vec<String> {
    let mut lines = [
        "An input is an operation: it has a builder, which is complete only when every required member is set, and it",
        "implements [`Operation`], which gives the HTTP request and reads the HTTP response. How the bytes travel is the",
        "affair of the HTTP stack that you have; nothing here opens a socket.",
    ]
    .map(str::to_owned)
    .to_vec();
    let is_token =
        |operation: &OperationPlan| operation.input.members.iter().any(|member| member.idempotency_token);
    if plan.operations.iter().any(is_token) {
        lines.push(String::new());
        lines.push(
            "[`Operation::fill_idempotency_tokens`] sets tokens that are unset; call it once a call, with"
                .to_owned(),
        );
        lines.push("[`token::uuid_v4`] for example, and before the first attempt: the next ones have to repeat them.".to_owned());
    }
    lines
}

/// A request made and looked at; placeholders serve, because nothing is sent.
fn sample(plan: &Plan, operation: &OperationPlan) -> Vec<String> {
    let (package, module) = (plan.package.name.replace('-', "_"), &operation.module);
    let input = operation.input.path.name();
    let mut lines = vec![
        "```".to_owned(),
        format!("use {package}::operation::{module}::{input};"),
        format!("use {package}::{{Checks, Operation}};"),
        String::new(),
        format!("let input = {input}::builder()"),
    ];
    let required = operation.input.members.iter().filter(|member| member.required);
    lines.extend(required.map(|member| format!("    .{}(\"example\")", member.ident)));
    lines.extend([
        "    .build();".to_owned(),
        "let request = input.checked_request(Checks::none())?;".to_owned(),
        format!("assert_eq!(request.method(), \"{}\");", operation.method),
    ]);
    if plan.endpoint.is_some() {
        lines.push(format!("// `{package}::endpoint::resolve` tells where to send it, and `Endpoint::apply` puts that into it."));
    }
    lines.extend([
        format!("// What comes back goes to `{input}::response`."),
        format!("# Ok::<(), {package}::ClientError>(())"),
        "```".to_owned(),
    ]);
    lines
}

/// The file `lib.rs`. `rustfmt` lays code out in its own way, and the files say how they want to stand.
pub fn emit(plan: &Plan) -> TokenStream {
    let constraints = (!plan.constraints.constants.is_empty()).then(|| private_module("constraints"));
    let endpoint = plan.endpoint.as_ref().map(|_| module("endpoint"));
    let endpoint_types = plan.endpoint.as_ref().map(|_| {
        quote! {
            #[rustfmt::skip]
            pub use smithy_client::endpoint::{AuthScheme, Endpoint, EndpointError};
        }
    });
    let required = (!plan.required.is_empty()).then(|| module("required"));
    let (operation, types) = (module("operation"), module("types"));
    quote! {
        #![forbid(unsafe_code)]
        #![deny(missing_docs)]

        #constraints
        #endpoint
        #operation
        #required
        #types

        #[rustfmt::skip]
        pub use smithy_client::{
            Checks, ClientError, ErrorMeta, ErrorResponse, Failure, FromResponse, HostPrefix, Operation, ReadError,
            RequestError, ServiceError, UnreadableResponse, Violations, builder, token, validate,
        };

        #endpoint_types
    }
}

fn module(name: &str) -> TokenStream {
    let name = format_ident!("{name}");
    quote! { #[rustfmt::skip] pub mod #name; }
}

fn private_module(name: &str) -> TokenStream {
    let name = format_ident!("{name}");
    quote! { #[rustfmt::skip] mod #name; }
}

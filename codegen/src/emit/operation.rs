//! The file of an operation: input, request, output, response and error.
//!
//! ```text
//! pub struct DescribeJobExecutionInput { … }
//! pub struct DescribeJobExecutionOutput { … }
//! pub enum DescribeJobExecutionError { … }
//!
//! impl Operation for DescribeJobExecutionInput { … }
//! ```

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::attributes::allow_deprecated;
use super::{context, discovery, mqtt, operation_error, pages, request, response, sample, structure};
use crate::plan::Plan;
use crate::plan::mqtt::BindingPlan;
use crate::plan::operation::{Auth, OperationPlan};
use crate::plan::structure::MemberPlan;

/// The docs of `operation.rs`.
pub fn index_docs() -> Vec<String> {
    vec!["The operations of the service, a module each: input, output and error.".to_owned()]
}

/// The file `operation.rs`.
pub fn emit_index(plan: &Plan) -> TokenStream {
    let modules = plan.operations.iter().map(|operation| &operation.module);
    let names = plan.operations.iter().map(|operation| &operation.name);
    quote! {
        #(pub mod #modules;)*

        #[doc = " The names of the operations, by which they can be called."]
        pub const NAMES: &[&str] = &[#(#names),*];
    }
}

/// The docs of an operation's file.
pub fn docs(operation: &OperationPlan) -> Vec<String> {
    vec![format!("The operation `{}`: `{}`.", operation.name, operation.request.line())]
}

/// The file of an operation.
pub fn emit(plan: &Plan, operation: &OperationPlan) -> TokenStream {
    let input = structure::documented(&operation.input, &input_docs(plan, operation));
    let (implementation, body_view) = (implementation(operation), request::body_view(operation));
    let output = structure::emit(&operation.output);
    let reading = response::from_response(&operation.output, &operation.reading);
    let error = operation_error::emit(operation);
    let (endpoint_params, pages) = (context::function(operation), pages::emit(operation));
    let told = discovery::emit(operation);
    quote!(#input #implementation #pages #told #endpoint_params #body_view #output #reading #error)
}

/// Returns the docs of the input, which are those of the operation, because the input is the operation.
fn input_docs(plan: &Plan, operation: &OperationPlan) -> Vec<String> {
    let mut lines = operation.docs.clone();
    let blank = String::new;
    lines.extend([blank(), "# HTTP".to_owned(), blank()]);
    let headers = operation.request.headers.iter().map(|(name, value)| format!("; `{name}: {value}`"));
    lines.push(format!("`{}`{}", operation.request.line(), headers.collect::<String>()));
    if let Some(BindingPlan { topic, answers: [accepted, rejected], .. }) = &operation.mqtt {
        lines.extend([blank(), "# MQTT".to_owned(), blank()]);
        lines.push(format!("`{topic}`, with the response on `{accepted}` or `{rejected}`"));
    }
    if !operation.errors.is_empty() {
        lines.extend([blank(), "# Errors".to_owned(), blank()]);
        lines.extend(["| Error | Status | Meaning |".to_owned(), "| --- | --- | --- |".to_owned()]);
        lines.extend(operation.errors.iter().map(|error| {
            let link = format!("[`{}`]({}::{})", error.ident, operation.error, error.ident);
            format!("| {link} | {} | {} |", error.status, error.summary.replace('|', "\\|"))
        }));
    }
    lines.extend(sample::of_operation(plan, operation));
    lines
}

fn implementation(operation: &OperationPlan) -> TokenStream {
    let (input, output) = (operation.input.path.name(), operation.output.path.name());
    let (name, error) = (&operation.name, &operation.error);
    let (tokens, request) = (tokens(operation), request::emit(operation));
    let (facts, endpoint_rules) = (facts(operation), context::method(operation));
    let protocol = operation.answers.map(|constant| {
        let constant = format_ident!("{constant}");
        quote!(
            const PROTOCOL: &'static ::smithy_client::protocol::Protocol = &::smithy_client::protocol::#constant;
        )
    });
    let allow = allow_deprecated(&operation.input);
    quote! {
        #allow
        impl ::smithy_client::Operation for #input {
            const NAME: &'static str = #name;
            #protocol
            #facts
            type Output = #output;
            type Error = #error;

            #tokens
            #endpoint_rules
            #request
        }
    }
}

/// Writes the facts about the operation that a client needs, if they differ from the defaults.
fn facts(operation: &OperationPlan) -> TokenStream {
    let flags = [
        ("OPAQUE_BODY", operation.opaque_body),
        ("IDEMPOTENT", operation.repeatable),
        ("UNSIGNED_PAYLOAD", operation.unsigned_payload),
        ("GZIP", operation.gzip),
        ("MD5", operation.md5),
        ("STREAMED_RESPONSE", operation.streamed_response),
        ("FIRST_EVENT", operation.first_event),
    ];
    let flags = flags.iter().filter(|(_, is_set)| *is_set).map(|(name, _)| format_ident!("{name}"));
    let retryable = operation.retryable.iter().map(|(code, throttling)| {
        let kind = if *throttling { quote!(Throttling) } else { quote!(Transient) };
        quote!((#code, ::smithy_client::RetryKind::#kind))
    });
    let retryable = (!operation.retryable.is_empty()).then(|| {
        quote!(
            const RETRYABLE: &'static [(&'static str, ::smithy_client::RetryKind)] = &[#(#retryable),*];
        )
    });
    let (auth, discovery) = (auth(&operation.auth), discovery::fact(operation));
    let mqtt = mqtt::fact(operation.mqtt.as_ref());
    quote!(#(const #flags: bool = true;)* #auth #discovery #mqtt #retryable)
}

/// Writes how calls are authenticated, if it is not only by a signature.
fn auth(ways: &[Auth]) -> Option<TokenStream> {
    let names = ways.iter().map(|way| match way {
        Auth::SigV4 => format_ident!("SigV4"),
        Auth::Bearer => format_ident!("Bearer"),
        Auth::None => format_ident!("None"),
    });
    (ways != [Auth::SigV4]).then(|| {
        quote!(
            const AUTH: &'static [::smithy_client::Auth] = &[#(::smithy_client::Auth::#names),*];
        )
    })
}

fn tokens(operation: &OperationPlan) -> TokenStream {
    let is_token = |member: &&MemberPlan| member.idempotency_token && member.optional;
    let fills: Vec<_> = operation.input.members.iter().filter(is_token).map(|member| &member.ident).collect();
    if fills.is_empty() {
        return TokenStream::new();
    }
    quote! {
        fn fill_idempotency_tokens(&mut self, token: &mut dyn ::FnMut() -> ::String) {
            #(self.#fills.get_or_insert_with(&mut *token);)*
        }
    }
}

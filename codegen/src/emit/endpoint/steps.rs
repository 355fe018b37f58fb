//! Writes the statements of the functions that resolve endpoint rules.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use smithy_model::endpoint::{AuthScheme, Endpoint};

use super::value::{argument, expression, into_text, place};
use crate::plan::endpoint::{Condition, Form, Local, Outcome, Piece, Step, Value};

/// Writes a block. At the end of a function the result is its value, elsewhere it is returned.
pub(super) fn block(steps: &[Step], arguments: &[Local], is_end: bool) -> TokenStream {
    let last = steps.len().saturating_sub(1);
    let steps = steps.iter().enumerate().map(|(index, step)| match step {
        Step::Let(local, value) => {
            let name = format_ident!("{}", local.name);
            let value = expression(value);
            quote!(let #name = #value;)
        }
        Step::Guard(condition, outcome) => guard(condition, &result(outcome, arguments)),
        Step::If(chain, body) => {
            let chain = chain.iter().map(|condition| match condition {
                Condition::Test(value) => expression(value),
                Condition::Bind(local, value) => binding(local, value),
            });
            let body = block(body, arguments, false);
            quote!(if #(#chain)&&* { #body })
        }
        Step::Return(outcome) => {
            let result = result(outcome, arguments);
            if is_end && index == last { result } else { quote!(return #result;) }
        }
    });
    quote!(#(#steps)*)
}

fn guard(condition: &Condition, result: &TokenStream) -> TokenStream {
    match condition {
        Condition::Test(value) => {
            let opposite = expression(&value.clone().negated());
            quote!(if #opposite { return #result; })
        }
        Condition::Bind(local, value) => {
            let binding = binding(local, value);
            quote!(#binding else { return #result; };)
        }
    }
}

fn binding(local: &Local, value: &Value) -> TokenStream {
    let name = format_ident!("{}", local.name);
    let value = place(value);
    quote!(let ::Some(#name) = #value)
}

fn result(outcome: &Outcome, arguments: &[Local]) -> TokenStream {
    let error = quote!(::smithy_client::endpoint::EndpointError);
    match outcome {
        Outcome::Endpoint(found) => endpoint(found),
        Outcome::Error(Value::Literal(text)) => quote!(::Err(#error::new(#text))),
        Outcome::Error(text) => {
            let text = match text {
                Value::Format(_) => expression(text),
                other => {
                    let other = argument(other);
                    quote!(::String::from(#other))
                }
            };
            quote!(::Err(#error::new(#text)))
        }
        Outcome::Missing(name) => quote!(::Err(#error::missing(#name))),
        Outcome::NoMatch => quote!(::Err(#error::no_match())),
        Outcome::Call(name, takes_params, locals) => {
            let name = format_ident!("{}", name);
            let params = takes_params.then(|| quote!(params,));
            let passed = locals.iter().map(|local| passed(local, arguments));
            quote!(#name(#params #(#passed),*))
        }
    }
}

/// Writes a variable as an argument of another function; the arguments of this one are already references.
fn passed(local: &Local, arguments: &[Local]) -> TokenStream {
    let name = format_ident!("{}", local.name);
    match local.form {
        Form::Arn | Form::Url | Form::OwnedText | Form::Texts if !arguments.contains(local) => quote!(&#name),
        _ => quote!(#name),
    }
}

fn endpoint(endpoint: &Endpoint<Value>) -> TokenStream {
    let new = at(&endpoint.url);
    let headers: Vec<_> = endpoint
        .headers
        .iter()
        .flat_map(|(name, values)| values.iter().map(move |value| (name, argument(value))))
        .map(|(name, value)| quote!(.with_header(#name, #value)))
        .collect();
    // Adding a header may fail. The result of the last call is returned without `?`.
    let fallible = match headers.split_last() {
        None => new,
        Some((last, others)) => quote!(#new? #(#others?)* #last),
    };
    if endpoint.auth_schemes.is_empty() {
        return fallible;
    }
    let schemes = endpoint.auth_schemes.iter().map(auth_scheme);
    quote!(::Ok(#fallible? #(.with_auth_scheme(#schemes))*))
}

/// Writes the endpoint at a URL, in which given values are checked.
fn at(url: &Value) -> TokenStream {
    let endpoint = quote!(::smithy_client::endpoint::Endpoint);
    match url {
        Value::Format(pieces) if pieces.iter().any(|piece| matches!(piece, Piece::Given(_))) => {
            let pieces = pieces.iter().map(|piece| match piece {
                Piece::Literal(text) => quote!(Own(#text)),
                Piece::Value(value) => {
                    let value = argument(value);
                    quote!(Own(#value))
                }
                Piece::Given(value) => {
                    let value = argument(value);
                    quote!(Given(#value))
                }
            });
            quote!(#endpoint::from_pieces(&[#(::smithy_client::endpoint::UrlPiece::#pieces),*]))
        }
        _ => {
            let url = into_text(url);
            quote!(#endpoint::new(#url))
        }
    }
}

fn auth_scheme(scheme: &AuthScheme<Value>) -> TokenStream {
    let text = |value: &Value| into_text(value);
    auth_scheme_of(scheme, &text)
}

/// Writes an authentication scheme, whose texts may have any type.
pub(super) fn auth_scheme_of<T>(scheme: &AuthScheme<T>, text: &dyn Fn(&T) -> TokenStream) -> TokenStream {
    let name = &scheme.name;
    let signing_name = scheme.signing_name.as_ref().map(text).map(|text| quote!(.with_signing_name(#text)));
    let region = scheme.signing_region.as_ref().map(text).map(|text| quote!(.with_signing_region(#text)));
    let set = scheme.signing_region_set.iter().map(text);
    let once = scheme.disable_double_encoding.then(|| quote!(.without_double_encoding()));
    quote! {
        ::smithy_client::endpoint::AuthScheme::new(#name)
            #signing_name #region #(.with_signing_region_in_set(#set))* #once
    }
}

//! The error of an operation: one enum with all the ways in which a call can fail.
//!
//! ```text
//! #[derive(Clone)]
//! #[non_exhaustive]
//! pub enum UpdateJobExecutionError {
//!     VersionMismatch(ServiceError<VersionMismatchException>),
//!     Unhandled(Box<ErrorMeta>),
//!     Client(ClientError),
//! }
//!
//! impl UpdateJobExecutionError {
//!     pub fn is_version_mismatch(&self) -> bool { … }
//! }
//!
//! impl Failure for UpdateJobExecutionError {
//!     fn origin(&self) -> Origin<'_> { … }
//! }
//!
//! smithy_client::operation_error!(UpdateJobExecutionError);   // code(), message(), status(), …, Display, Debug, Error
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::doc;
use crate::plan::operation::{ErrorMessage, ErrorVariantPlan, OperationPlan};

/// The error type, its methods and traits.
pub fn emit(operation: &OperationPlan) -> TokenStream {
    let (declaration, methods, from_response) =
        (declaration(operation), methods(operation), from_response(operation));
    quote!(#declaration #methods #from_response)
}

fn declaration(operation: &OperationPlan) -> TokenStream {
    let name = &operation.error;
    let docs = doc(&[format!("Why a call of `{}` failed. `Display` is one sentence.", operation.name)]);
    let variants = operation.errors.iter().map(|error| {
        let (ident, path, docs) = (&error.ident, &error.path, doc(&variant_docs(error)));
        quote!(#docs #ident(::smithy_client::ServiceError<#path>))
    });
    quote! {
        #docs
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #[doc = " The service responded with an error that its model does not list for this operation."]
            Unhandled(::Box<::smithy_client::ErrorMeta>),
            #[doc = " The request could not be sent, or no usable response came."]
            Client(::smithy_client::ClientError),
        }
    }
}

fn variant_docs(error: &ErrorVariantPlan) -> Vec<String> {
    let mut lines = vec![match error.summary.as_str() {
        "" => format!("Status {}.", error.status),
        summary => format!("Status {}: {summary}", error.status),
    }];
    for ErrorMessage { codes, message } in &error.messages {
        let (codes, message) = (alternatives(codes, "`"), alternatives(message, "\""));
        let sentence = format!(
            "A response with the code {codes} counts as this error if its message contains {message}."
        );
        lines.extend([String::new(), sentence]);
    }
    lines
}

/// `"a", "b" or "c"`.
fn alternatives(texts: &[String], quote: &str) -> String {
    let quoted: Vec<_> = texts.iter().map(|text| format!("{quote}{text}{quote}")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

fn methods(operation: &OperationPlan) -> TokenStream {
    let name = &operation.error;
    let predicates = operation.errors.iter().map(|error| {
        let (ident, method) = (&error.ident, error.snake.with_prefix("is_"));
        let docs = doc(&[format!("Whether this is [`{}`](Self::{}).", error.ident, error.ident)]);
        quote! {
            #docs
            pub fn #method(&self) -> bool { ::std::matches!(self, Self::#ident(_)) }
        }
    });
    // An empty `impl` is left out.
    let methods = (!operation.errors.is_empty()).then(|| quote!(impl #name { #(#predicates)* }));
    let arms = operation.errors.iter().map(|error| {
        let ident = &error.ident;
        quote!(Self::#ident(error) => error.origin())
    });
    quote! {
        #methods

        impl ::smithy_client::Failure for #name {
            fn origin(&self) -> ::smithy_client::error::Origin<'_> {
                match self {
                    #(#arms,)*
                    Self::Unhandled(meta) => meta.origin(),
                    Self::Client(error) => error.origin(),
                }
            }
        }

        ::smithy_client::operation_error!(#name);
    }
}

fn from_response(operation: &OperationPlan) -> TokenStream {
    let name = &operation.error;
    // The code belongs to another error, so the message is checked first.
    let by_message = operation.errors.iter().flat_map(|error| {
        error.messages.iter().map(|ErrorMessage { codes, message }| {
            let ident = &error.ident;
            quote! {
                let codes = [#(#codes),*];
                let messages = [#(#message),*];
                if error.code_is(&codes) && error.message_has(&messages) {
                    return error.read().map_or_else(Self::Unhandled, Self::#ident);
                }
            }
        })
    });
    let by_code = operation.errors.iter().map(|error| {
        let (ident, codes) = (&error.ident, &error.codes);
        quote!(::Some(#(#codes)|*) => error.read().map(Self::#ident),)
    });
    let body = if operation.errors.is_empty() {
        quote!(Self::Unhandled(error.into_error_meta()))
    } else {
        quote! {
            #(#by_message)*
            let read = match error.code() { #(#by_code)* _ => ::Err(error.into_error_meta()) };
            read.unwrap_or_else(Self::Unhandled)
        }
    };
    quote! {
        impl ::From<::smithy_client::ErrorResponse> for #name {
            #[inline]
            fn from(error: ::smithy_client::ErrorResponse) -> Self { #body }
        }
    }
}

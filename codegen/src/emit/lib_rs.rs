//! The root of the crate: its modules, and the items of the runtime that callers need.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::plan::Plan;
use crate::plan::operation::OperationPlan;

/// Writes the file `lib.rs`. It tells `rustfmt` to skip all files, because `rustfmt` would change their layout.
pub fn emit(plan: &Plan) -> TokenStream {
    let constraints = (!plan.constraints.constants.is_empty()).then(|| {
        quote!(
            mod constraints;
        )
    });
    let modules = [
        ("endpoint", plan.endpoint.is_some()),
        ("low_level", true),
        ("mqtt", plan.mqtt.is_some()),
        ("operation", true),
        ("types", true),
    ];
    let modules = modules.iter().filter(|(_, is_there)| *is_there).map(|(name, _)| {
        let name = format_ident!("{name}");
        quote!(#[rustfmt::skip] pub mod #name;)
    });
    let constraints = constraints.map(|module| quote!(#[rustfmt::skip] #module));
    let member_types = plan.package.member_types.iter().map(|name| format_ident!("{name}"));
    let waits =
        |operation: &OperationPlan| operation.input.caller.iter().any(|caller| !caller.waiters.is_empty());
    let waits = plan.operations.iter().any(waits).then(|| {
        quote!(
            pub use smithy_client::{Outcome, WaitError};
        )
    });
    let reexports = reexports(plan.service.bearer);
    quote! {
        #![cfg_attr(docsrs, feature(doc_cfg))]
        #![forbid(unsafe_code)]
        #![deny(missing_docs)]

        #[cfg(feature = "blocking")]
        #[rustfmt::skip]
        pub mod blocking;
        #[cfg(feature = "client")]
        #[rustfmt::skip]
        pub mod client;
        #[cfg(any(feature = "blocking", feature = "client"))]
        #[rustfmt::skip]
        pub mod command;
        #[rustfmt::skip]
        pub mod config;
        #constraints
        #(#modules)*

        #[cfg(feature = "client")]
        #[doc(inline)]
        pub use client::Client;
        #[doc(inline)]
        pub use config::{Config, ConfigBuilder};

        #(pub use smithy_client::#member_types;)*
        #waits
        #reexports
    }
}

fn reexports(bearer: bool) -> TokenStream {
    // A token needs no signatures. The order is that of `rustfmt`.
    let (first, last) = if bearer {
        let both = quote! {
            #[cfg(feature = "sigv4")]
            pub use smithy_client::PresignedRequest;
            pub use smithy_client::credentials;
        };
        (both, TokenStream::new())
    } else {
        let both = quote! {
            #[cfg(feature = "sigv4")]
            pub use smithy_client::{PresignedRequest, credentials};
        };
        (TokenStream::new(), both)
    };
    quote! {
        #[rustfmt::skip]
        pub use smithy_client::{
            CallOptions, Checks, ClientError, ConfigError, ErrorMeta, Failure, ModeledError, Operation, Origin, ReadError,
            RequestError, Response, ResponseMeta, RetryError, RetryKind, SendError, ServiceError, UnreadableResponse, Violations,
            interceptor, retry, transport, validate,
        };
        #first
        #[cfg(feature = "tracing")]
        pub use smithy_client::telemetry;
        #[cfg(feature = "test-util")]
        pub use smithy_client::test_util;
        #[cfg(any(feature = "blocking", feature = "client"))]
        pub use smithy_client::{InvokeError, proxy, tls};
        #last
    }
}

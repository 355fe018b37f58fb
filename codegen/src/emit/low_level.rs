//! `low_level.rs`: the items of the crate and the runtime for programs with their own client.
//!
//! ```text
//! pub mod required;
//!
//! pub use smithy_client::{Caller, Detached, ErrorResponse, FromResponse, HostPrefix, builder, call, token};
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::Plan;

/// The docs of the file.
pub fn docs() -> Vec<String> {
    [
        "What programs need that do not use the clients of this crate, or that are generic over its builders.",
        "",
        "An input is an [`Operation`](crate::Operation): it gives an HTTP request and reads the HTTP response. [`EndpointRules`] find the",
        "[`Endpoint`] that the request goes to. [`call`] has a whole call with its signature and its retries as a state machine without",
        "IO. [`builder`] has the states of required members, and a [`Caller`] is what a builder sends its input with.",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// The file.
pub fn emit(plan: &Plan) -> TokenStream {
    let required = (!plan.required.is_empty()).then(|| {
        quote!(
            pub mod required;
        )
    });
    quote! {
        #required

        pub use smithy_client::{Caller, Detached, ErrorResponse, FromResponse, HostPrefix, builder, call, token};
        pub use smithy_client::endpoint::{AuthScheme, Endpoint, EndpointError, EndpointRules};
    }
}

//! Endpoint discovery: the operation that returns the endpoints of others, and the operations that need it.
//!
//! ```text
//! impl Discover for DescribeEndpointsInput {
//!     const ERROR: &'static str = "InvalidEndpointException";
//!
//!     fn found(output: &DescribeEndpointsOutput) -> Option<(&str, i64)> {
//!         let endpoint = output.endpoints.first()?;
//!         Some((&endpoint.address, endpoint.cache_period_in_minutes))
//!     }
//! }
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::attributes::allow_deprecated;
use crate::plan::discovery::DiscoveryPlan;
use crate::plan::operation::OperationPlan;

/// Writes the impl of an operation that returns the endpoints of others; nothing for other operations.
pub fn emit(operation: &OperationPlan) -> TokenStream {
    let Some(DiscoveryPlan { error, endpoints, address, minutes }) = &operation.discovery else {
        return TokenStream::new();
    };
    let (input, output) = (operation.input.path.name(), operation.output.path.name());
    let is_deprecated = [endpoints, address, minutes].iter().any(|step| step.deprecated)
        || [&operation.input, &operation.output].iter().any(|it| allow_deprecated(it).is_some());
    let allow = is_deprecated.then(|| quote!(#[allow(deprecated)]));
    let open = endpoints.optional.then(|| quote!(.as_ref()?));
    let text = if address.optional { quote!(.as_deref()?) } else { quote!(.as_str()) };
    let number = minutes.optional.then(|| quote!(?));
    let (endpoints, address, minutes) = (&endpoints.ident, &address.ident, &minutes.ident);
    quote! {
        #allow
        impl ::smithy_client::Discover for #input {
            const ERROR: &'static str = #error;

            fn found(output: &#output) -> ::Option<(&str, i64)> {
                let endpoint = output.#endpoints #open.first()?;
                ::Some((endpoint.#address #text, endpoint.#minutes #number))
            }
        }
    }
}

/// Writes the fact of an operation whose endpoint another one returns.
pub fn fact(operation: &OperationPlan) -> Option<TokenStream> {
    operation.told_by.as_ref().map(|input| {
        quote!(
            const DISCOVERY: ::Option<::smithy_client::Discovery> =
                ::Some(::smithy_client::Discovery::by::<#input>());
        )
    })
}

//! Further methods of the builder of an input: it can send the input if it comes from a client.
//!
//! ```text
//! pub fn send(self) -> C::SendReturn<UpdateJobExecutionInput>
//! where
//!     C: Caller + Clone,
//!     JobId: required::JobId<String>,
//! {
//!     self.caller.clone().call(self.build())
//! }
//!
//! pub fn customize(mut self, change: impl FnOnce(CallOptions) -> CallOptions) -> Self where C: Caller { … }
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::builder::states::bounds;
use super::waiters;
use crate::plan::structure::{CallerPlan, StructurePlan};

/// Writes the methods `send`, `pages`, the waiters, and `customize`; nothing for other structures.
pub fn emit(structure: &StructurePlan) -> TokenStream {
    let Some(caller) = &structure.caller else { return TokenStream::new() };
    let CallerPlan { field, state, pages, .. } = caller;
    let waiters = waiters::emit(structure, caller);
    let (name, bounds) = (structure.path.name(), bounds(structure));
    let pages = pages.then(|| {
        quote! {
            #[doc = " Goes through the pages of the result, with a call for each page when it is needed. [`items`](smithy_client::Pages::items)"]
            #[doc = " goes through the items of all pages."]
            pub fn pages(self) -> ::smithy_client::Pages<#name, #state>
            where
                #state: ::smithy_client::Caller + ::Clone,
                #bounds
            {
                ::smithy_client::Pages::new(self.#field.clone(), self.build())
            }
        }
    });
    quote! {
        #[doc = " Sends the input and returns the response or the error."]
        pub fn send(self) -> #state::SendReturn<#name> where #state: ::smithy_client::Caller + ::Clone, #bounds {
            self.#field.clone().call(self.build())
        }

        #pages

        #waiters

        #[doc = " Changes the options of this call."]
        pub fn customize(
            mut self,
            change: impl ::FnOnce(::smithy_client::CallOptions) -> ::smithy_client::CallOptions,
        ) -> Self
        where
            #state: ::smithy_client::Caller,
        {
            let options = self.#field.options();
            *options = change(::std::mem::take(options));
            self
        }
    }
}

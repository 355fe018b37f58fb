//! The pagination of an operation.
//!
//! ```text
//! impl Paginated for ListThingsInput {
//!     type Token = String;
//!
//!     fn next_token(output: &ListThingsOutput) -> Option<String> {
//!         output.next_token.clone().filter(|token| !token.is_empty())
//!     }
//!
//!     fn token(&self) -> Option<String> {
//!         self.next_token.clone()
//!     }
//!
//!     fn begin_at(&mut self, token: String) {
//!         self.next_token = Some(token);
//!     }
//! }
//!
//! impl PaginatedItems for ListThingsInput {
//!     type Items = Vec<Thing>;
//!
//!     fn items(output: ListThingsOutput) -> Option<Vec<Thing>> {
//!         output.things
//!     }
//! }
//! ```
//!
//! All of it is inline, so that it is only compiled if pages are requested.

use proc_macro2::TokenStream;
use quote::quote;

use super::attributes::allow_deprecated;
use crate::plan::operation::OperationPlan;
use crate::plan::pages::PagesPlan;
use crate::plan::types::Step;

/// Writes the impls; nothing for an operation without pagination.
pub fn emit(operation: &OperationPlan) -> TokenStream {
    let Some(pages) = &operation.pages else { return TokenStream::new() };
    let (input, output) = (operation.input.path.name(), operation.output.path.name());
    let PagesPlan { input: Step { ident, optional, .. }, next, token, more, items } = pages;
    let more = more.as_deref().map(last_page);
    let next = some(next, &quote!(.as_ref()), &quote!(.clone()));
    let given = if *optional { quote!(self.#ident.clone()) } else { quote!(::Some(self.#ident.clone())) };
    let begin = if *optional { quote!(::Some(token)) } else { quote!(token) };
    let allow = is_deprecated(operation, pages).then(|| quote!(#[allow(deprecated)]));
    let items = items.as_ref().map(|(steps, ty)| {
        let items = some(steps, &quote!(), &quote!());
        quote! {
            #allow
            impl ::smithy_client::PaginatedItems for #input {
                type Items = #ty;

                #[inline]
                fn items(output: #output) -> ::Option<#ty> { #items }
            }
        }
    });
    quote! {
        #allow
        impl ::smithy_client::Paginated for #input {
            type Token = #token;

            #[inline]
            fn next_token(output: &#output) -> ::Option<#token> {
                #more
                #next.filter(|token| !token.is_empty())
            }

            #[inline]
            fn token(&self) -> ::Option<#token> { #given }

            #[inline]
            fn begin_at(&mut self, token: #token) { self.#ident = #begin; }
        }

        #items
    }
}

/// Whether the impls use something deprecated.
fn is_deprecated(operation: &OperationPlan, pages: &PagesPlan) -> bool {
    let PagesPlan { input, next, more, items, .. } = pages;
    let items = items.iter().flat_map(|(steps, _)| steps);
    let mut steps = std::iter::once(input).chain(next).chain(more.iter().flatten()).chain(items);
    let types = [&operation.input, &operation.output];
    steps.any(|step| step.deprecated) || types.iter().any(|it| allow_deprecated(it).is_some())
}

/// Returns the value at the end of a path into `output`, as an `Option`. `open` is applied to each optional member on
/// the path, and `take` to the value.
fn some(steps: &[Step], open: &TokenStream, take: &TokenStream) -> TokenStream {
    let Some((last, before)) = steps.split_last() else { return quote!(::None) };
    let place = place(before, open);
    let ident = &last.ident;
    if last.optional { quote!(#place.#ident #take) } else { quote!(::Some(#place.#ident #take)) }
}

fn place(steps: &[Step], open: &TokenStream) -> TokenStream {
    steps.iter().fold(quote!(output), |place, Step { ident, optional, .. }| {
        let open = optional.then(|| quote!(#open?));
        quote!(#place.#ident #open)
    })
}

/// Writes the statement that returns after the last page, if a member says so.
fn last_page(steps: &[Step]) -> TokenStream {
    let Some((last, before)) = steps.split_last() else { return TokenStream::new() };
    let (place, ident) = (place(before, &quote!(.as_ref())), &last.ident);
    let is_last = if last.optional { quote!(#place.#ident != ::Some(true)) } else { quote!(!#place.#ident) };
    quote!(if #is_last { return ::None; })
}

//! The methods of a builder that wait until a state is reached.
//!
//! ```text
//! pub fn wait_until_table_exists(self, limit: Duration) -> C::WaitReturn<DescribeTableInput, Response<DescribeTableOutput>>
//! where
//!     C: Caller + Clone,
//!     TableName: required::TableName<String>,
//! {
//!     let waiter = Waiter {
//!         name: "TableExists",
//!         min_delay: 20,
//!         max_delay: 120,
//!         judge: |_, outcome: &Outcome<DescribeTableInput>| {
//!             match outcome {
//!                 Outcome::Response(response) => {
//!                     let output = response.output();
//!                     if output.table.as_ref().and_then(|it| it.table_status.as_ref()).map(|it| it.as_str()) == Some("ACTIVE") {
//!                         return Some(Verdict::Success);
//!                     }
//!                     None
//!                 }
//!                 Outcome::Error(error) => {
//!                     if error.is_resource_not_found() {
//!                         return Some(Verdict::Retry("the error is `ResourceNotFoundException`"));
//!                     }
//!                     None
//!                 }
//!             }
//!         },
//!         take: Outcome::into_result,
//!     };
//!     self.caller.clone().wait(self.build(), waiter, limit)
//! }
//! ```
//!
//! All of it is in a generic method, so that it is only compiled if it is called.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::attributes::allow_deprecated;
use super::builder::states::bounds;
use super::{deprecated, doc, term};
use crate::ident::RustIdent;
use crate::plan::structure::{CallerPlan, StructurePlan};
use crate::plan::term::{Form, Term, TermKind};
use crate::plan::waiters::{Condition, TestPlan, Verdict, WaiterPlan};

/// The methods.
pub fn emit(structure: &StructurePlan, caller: &CallerPlan) -> TokenStream {
    caller.waiters.iter().map(|waiter| method(structure, caller, waiter)).collect()
}

fn method(structure: &StructurePlan, caller: &CallerPlan, waiter: &WaiterPlan) -> TokenStream {
    let (input, bounds) = (structure.path.name(), bounds(structure));
    let CallerPlan { field, state, .. } = caller;
    let WaiterPlan { method, name, docs, min_delay, max_delay, output, .. } = waiter;
    let (docs, note) = (doc(docs), deprecated(waiter.deprecated.as_ref()));
    let allow = names_deprecated(structure, waiter).then(|| quote!(#[allow(deprecated)]));
    let (met, take) = if waiter.can_end_with_error {
        (quote!(::smithy_client::Outcome<#input>), quote!(::Ok))
    } else {
        (quote!(::smithy_client::Response<#output>), quote!(::smithy_client::Outcome::into_result))
    };
    let judge = judge(input, waiter);
    let [min_delay, max_delay] = [min_delay, max_delay].map(|delay| Literal::u32_unsuffixed(*delay));
    quote! {
        #docs
        #note
        #allow
        pub fn #method(self, limit: ::std::time::Duration) -> #state::WaitReturn<#input, #met>
        where
            #state: ::smithy_client::Caller + ::Clone,
            #bounds
        {
            let waiter = ::smithy_client::wait::Waiter {
                name: #name,
                min_delay: #min_delay,
                max_delay: #max_delay,
                judge: #judge,
                take: #take,
            };
            self.#field.clone().wait(self.build(), waiter, limit)
        }
    }
}

/// Whether the method uses something deprecated.
fn names_deprecated(structure: &StructurePlan, waiter: &WaiterPlan) -> bool {
    let is_step = |term: &Term| matches!(&term.kind, TermKind::Member(_, step) if step.deprecated);
    let mut terms = waiter.answers.iter().filter_map(|test| test.condition.term());
    terms.any(|term| term.any(&is_step)) || allow_deprecated(structure).is_some()
}

fn judge(operation: &RustIdent, waiter: &WaiterPlan) -> TokenStream {
    let (responses, errors) = (tests(&waiter.answers), tests(&waiter.errors));
    let named = |name: &TokenStream, is_named: bool| if is_named { name.clone() } else { quote!(_) };
    let mut terms = waiter.answers.iter().filter_map(|test| test.condition.term());
    let input =
        named(&quote!(input), terms.any(|term| term.any(&|term| matches!(term.kind, TermKind::Input))));
    let has_test = |tests: &[TestPlan]| tests.iter().any(|test| !matches!(test.condition, Condition::Always));
    let response = named(&quote!(response), has_test(&waiter.answers));
    let mut terms = waiter.answers.iter().filter_map(|test| test.condition.term());
    let output = terms
        .any(|term| term.any(&|term| matches!(term.kind, TermKind::Output)))
        .then(|| quote!(let output = response.output();));
    let error = named(&quote!(error), has_test(&waiter.errors));
    quote! {
        |#input, outcome: &::smithy_client::Outcome<#operation>| {
            match outcome {
                ::smithy_client::Outcome::Response(#response) => { #output #responses }
                ::smithy_client::Outcome::Error(#error) => { #errors }
            }
        }
    }
}

/// Writes the tests in order, and the result if none of them holds.
fn tests(tests: &[TestPlan]) -> TokenStream {
    let mut tokens = TokenStream::new();
    // The list that is in the variable `values`.
    let mut known = None;
    for TestPlan { state, clause, condition } in tests {
        let verdict = match state {
            Verdict::Success => quote!(Success),
            Verdict::Failure => quote!(Failure(#clause)),
            Verdict::Retry => quote!(Retry(#clause)),
        };
        let verdict = quote!(::Some(::smithy_client::wait::Verdict::#verdict));
        if let Condition::Always = condition {
            return quote!(#tokens #verdict);
        }
        let (list, holds) = holds(condition);
        let list = list.filter(|list| known != Some(*list)).inspect(|list| known = Some(list));
        let values = list.map(|list| {
            let list = term::list(list);
            quote!(let values = #list;)
        });
        tokens.extend(quote!(#values if #holds { return #verdict; }));
    }
    quote!(#tokens ::None)
}

/// Writes whether a test holds. Returns it with the list that it needs in `values`.
fn holds(condition: &Condition) -> (Option<&Term>, TokenStream) {
    let (list, holds) = match condition {
        Condition::Always => (None, quote!(true)),
        Condition::Status(status) => {
            let number = Literal::u16_unsuffixed(*status);
            let of_response = quote!(response.meta().status() == ::Some(#number));
            let of_error = quote!(error.status() == ::Some(#number));
            (None, if (200..300).contains(status) { of_response } else { of_error })
        }
        Condition::Modeled(is) => (None, quote!(error.#is())),
        Condition::Code(code) => (None, quote!(error.code() == ::Some(#code))),
        Condition::Text(term, text) => {
            let value = term::value(term);
            (None, if term.optional { quote!(#value == ::Some(#text)) } else { quote!(#value == #text) })
        }
        Condition::Flag(term, true) => (None, term::truth(term)),
        Condition::Flag(term, false) => (None, term::falsehood(term)),
        Condition::All(term, text) => {
            let text = element(term, text);
            (Some(term), quote!(!values.is_empty() && values.iter().all(|it| *it == #text)))
        }
        Condition::Any(term, text) => {
            let text = element(term, text);
            (Some(term), quote!(values.contains(&#text)))
        }
    };
    if !condition.term().is_some_and(Term::can_fail) {
        return (list, holds);
    }
    // If a function gets null, `?` leaves the closure.
    let values = list.map(|list| {
        let list = term::list(list);
        quote!(let values = #list;)
    });
    (None, quote!((|| { #values ::Some(#holds) })() == ::Some(true)))
}

/// Writes a text as an element of a list.
fn element(list: &Term, text: &str) -> TokenStream {
    if let Form::List(_, true) = list.form { quote!(::Some(#text)) } else { quote!(#text) }
}

//! The parameters of the endpoint rules that a call sets.
//!
//! ```text
//! fn endpoint_params(input: &DescribeKeyValueStoreInput, mut params: Params) -> Params {
//!     params.kvs_arn = Some(input.kvs_arn.clone());
//!     params
//! }
//! ```

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use smithy_model::endpoint::ParameterValue;

use super::attributes::allow_deprecated;
use crate::ident::RustIdent;
use crate::plan::context::{Access, ContextPlan, ContextSource};
use crate::plan::operation::OperationPlan;

/// Writes the function that sets them; nothing if a call sets none.
pub(super) fn function(operation: &OperationPlan) -> TokenStream {
    if operation.context.is_empty() {
        return TokenStream::new();
    }
    let name = operation.input.path.name();
    let reads = |plan: &ContextPlan| matches!(plan.source, ContextSource::Input(_));
    let input = if operation.context.iter().any(reads) { quote!(input) } else { quote!(_) };
    let statements = operation.context.iter().map(statement);
    let allow = allow_deprecated(&operation.input);
    quote! {
        #[doc = " Sets the parameters of the endpoint rules that a call with this input decides on."]
        #allow
        fn endpoint_params(
            #input: &#name,
            mut params: crate::endpoint::Params,
        ) -> crate::endpoint::Params {
            #(#statements)*
            params
        }
    }
}

/// Writes the method of the operation that calls the function.
pub(super) fn method(operation: &OperationPlan) -> TokenStream {
    if operation.context.is_empty() {
        return TokenStream::new();
    }
    quote! {
        fn endpoint_rules(
            &self,
            rules: &::smithy_client::endpoint::EndpointRules,
        ) -> ::Result<
            ::Option<::smithy_client::endpoint::EndpointRules>,
            ::smithy_client::endpoint::EndpointError,
        > {
            rules.with(|params| endpoint_params(self, params)).map(::Some)
        }
    }
}

fn statement(plan: &ContextPlan) -> TokenStream {
    match &plan.source {
        ContextSource::Fixed(value) => {
            let value = match value {
                ParameterValue::Boolean(value) => quote!(#value),
                ParameterValue::String(text) => quote!(#text.to_owned()),
                ParameterValue::StringArray(texts) => quote!(::std::vec![#(#texts.to_owned()),*]),
            };
            set(plan, &value)
        }
        ContextSource::Input(access) => Writer { plan, collects: false }.steps(&Place::input(), access),
    }
}

fn set(plan: &ContextPlan, value: &TokenStream) -> TokenStream {
    let field = format_ident!("{}", plan.field);
    if plan.optional { quote!(params.#field = ::Some(#value);) } else { quote!(params.#field = #value;) }
}

/// A value in the input.
struct Place {
    tokens: TokenStream,
    /// It is a variable that holds a reference, not a field.
    reference: bool,
}

impl Place {
    fn input() -> Self {
        Self { tokens: quote!(input), reference: true }
    }

    fn variable(name: &Ident) -> Self {
        Self { tokens: quote!(#name), reference: true }
    }

    fn borrowed(&self) -> TokenStream {
        let tokens = &self.tokens;
        if self.reference { quote!(#tokens) } else { quote!(&#tokens) }
    }
}

struct Writer<'p> {
    plan: &'p ContextPlan,
    /// Values are collected in the list `values`.
    collects: bool,
}

impl Writer<'_> {
    fn steps(&self, place: &Place, access: &[Access]) -> TokenStream {
        let Some((step, rest)) = access.split_first() else { return TokenStream::new() };
        let several =
            matches!(step, Access::Elements(_) | Access::Values(_) | Access::Keys(_) | Access::Several(_));
        if several && !self.collects {
            return self.collection(place, access);
        }
        let tokens = &place.tokens;
        match step {
            Access::Member(..) => self.members(place, access),
            Access::Elements(sparse) => {
                let elements = if *sparse { quote!(#tokens.iter().flatten()) } else { place.borrowed() };
                let body = self.steps(&Place::variable(&format_ident!("item")), rest);
                quote!(for item in #elements { #body })
            }
            Access::Values(sparse) => {
                let flatten = sparse.then(|| quote!(.flatten()));
                let body = self.steps(&Place::variable(&format_ident!("value")), rest);
                quote!(for value in #tokens.values() #flatten { #body })
            }
            Access::Keys(is_enum) => {
                let owned =
                    if *is_enum { quote!(map(|key| key.as_str().to_owned())) } else { quote!(cloned()) };
                quote!(values.extend(#tokens.keys().#owned);)
            }
            Access::Several(paths) => paths.iter().map(|path| self.steps(place, path)).collect(),
            Access::Text(is_enum) => {
                let value =
                    if *is_enum { quote!(#tokens.as_str().to_owned()) } else { quote!(#tokens.clone()) };
                self.end(&value)
            }
            Access::Flag => self.end(&if place.reference { quote!(*#tokens) } else { quote!(#tokens) }),
            Access::Texts(is_enum) => {
                let texts = quote!(#tokens.iter().map(|item| item.as_str().to_owned()));
                match (self.collects, is_enum) {
                    (true, _) => quote!(values.extend(#texts);),
                    (false, true) => set(self.plan, &quote!(#texts.collect())),
                    (false, false) => set(self.plan, &quote!(#tokens.clone())),
                }
            }
        }
    }

    /// Follows nested members; one `if` checks that all of them are set.
    fn members(&self, place: &Place, access: &[Access]) -> TokenStream {
        let mut conditions = Vec::new();
        let (mut tokens, mut reference, mut rest) = (place.tokens.clone(), place.reference, access);
        while let [Access::Member(name, optional), after @ ..] = rest {
            rest = after;
            reference = *optional;
            if *optional {
                let variable = variable(name);
                conditions.push(quote!(let ::Some(#variable) = &#tokens.#name));
                tokens = quote!(#variable);
            } else {
                tokens = quote!(#tokens.#name);
            }
        }
        let body = self.steps(&Place { tokens, reference }, rest);
        if conditions.is_empty() { body } else { quote!(if #(#conditions)&&* { #body }) }
    }

    fn end(&self, value: &TokenStream) -> TokenStream {
        if self.collects { quote!(values.push(#value);) } else { set(self.plan, value) }
    }

    /// Collects all values in a list. It is sorted if a map is involved, because the order of a map must not decide
    /// anything.
    fn collection(&self, place: &Place, access: &[Access]) -> TokenStream {
        let body = Writer { collects: true, ..*self }.steps(place, access);
        let sort = has_map(access).then(|| quote!(values.sort_unstable();));
        let set = set(self.plan, &quote!(values));
        quote! {
            let mut values = ::Vec::new();
            #body
            #sort
            #set
        }
    }
}

/// Returns the variable for the value of a member. It does not hide a variable that is needed later.
fn variable(name: &RustIdent) -> Ident {
    let is_taken = ["input", "params", "values"].contains(&name.bare());
    if is_taken { format_ident!("{}_", name.bare()) } else { format_ident!("{}", name.to_string()) }
}

fn has_map(access: &[Access]) -> bool {
    access.iter().any(|step| match step {
        Access::Keys(_) | Access::Values(_) => true,
        Access::Several(paths) => paths.iter().any(|path| has_map(path)),
        _ => false,
    })
}

//! Writes the tests of the endpoint rules as a table, with a line for each case.
//!
//! ```text
//! const CASES: &str = r#"
//! Region=eu-west-1 => https://data.jobs.iot.eu-west-1.amazonaws.com
//! Region=us-iso-east-1 | UseFIPS=true => error: There is no such host.
//! "#;
//! ```

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use smithy_model::endpoint::{EndpointTest, Expectation, Kind, ParameterValue};

use super::steps::auth_scheme_of;
use crate::plan::endpoint::EndpointPlan;

/// Writes the module of tests; nothing if there are no cases.
pub(super) fn emit(plan: &EndpointPlan) -> Option<TokenStream> {
    if plan.cases.is_empty() {
        return None;
    }
    let (cases, params, signing) = (table(plan), params(plan), signing(plan));
    Some(quote! {
        #[cfg(test)]
        mod tests {
            #[doc = " A case a line: what is set, and the URL or the reason why there is none."]
            const CASES: &str = #cases;

            #[test]
            fn rules_give_the_right_endpoints() {
                for case in CASES.trim_matches('\n').lines() {
                    let (settings, expected) = case.split_once("=> ").unwrap_or_default();
                    let found = match super::resolve(&params(settings)) {
                        ::Ok(endpoint) => endpoint.url().to_owned(),
                        ::Err(error) => ::std::format!("error: {error}"),
                    };
                    assert_eq!(found, expected, "{case}");
                }
            }

            #params
            #signing
        }
    })
}

/// Writes the table as a raw string, which keeps its lines.
fn table(plan: &EndpointPlan) -> Literal {
    let mut table = String::from("\n");
    for case in &plan.cases {
        let settings: Vec<String> = case
            .params
            .iter()
            .filter(|(parameter, value)| !is_default(plan, parameter, value))
            .map(|(parameter, value)| format!("{parameter}={}", shown(value)))
            .collect();
        let expected = match &case.expect {
            Expectation::Endpoint(endpoint) => endpoint.url.clone(),
            Expectation::Error(text) => format!("error: {text}"),
        };
        table.extend([settings.join(" | ").as_str(), " => ", &expected.replace('\n', " "), "\n"]);
    }
    // A raw string ends at a quote that is followed by as many `#` as at its start.
    let hashes = |part: &str| part.len() - part.trim_start_matches('#').len() + 1;
    let fence = "#".repeat(table.split('"').skip(1).map(hashes).max().unwrap_or_default());
    format!("r{fence}\"{table}\"{fence}").parse().unwrap_or_else(|_| Literal::string(&table))
}

/// Whether a value is the default, which need not be written.
fn is_default(plan: &EndpointPlan, parameter: &str, value: &ParameterValue) -> bool {
    plan.fields.iter().any(|field| field.parameter == parameter && field.default.as_ref() == Some(value))
}

fn shown(value: &ParameterValue) -> String {
    match value {
        ParameterValue::Boolean(value) => value.to_string(),
        ParameterValue::String(text) => text.clone(),
        ParameterValue::StringArray(texts) => texts.join(","),
    }
}

/// Writes the function that reads the settings of a case.
fn params(plan: &EndpointPlan) -> TokenStream {
    let used = |parameter: &str| {
        let sets = |case: &EndpointTest| {
            case.params.iter().any(|(name, value)| name == parameter && !is_default(plan, name, value))
        };
        plan.cases.iter().any(sets)
    };
    let arms = plan.fields.iter().filter(|field| used(&field.parameter)).map(|field| {
        let (parameter, setter) = (&field.parameter, format_ident!("{}", field.name));
        let value = match field.kind {
            Kind::Boolean => quote!(value == "true"),
            Kind::StringArray => quote!(value.split(',').map(str::to_owned).collect::<::Vec<_>>()),
            _ => quote!(value),
        };
        quote!(#parameter => params.#setter(#value))
    });
    quote! {
        fn params(settings: &str) -> super::Params {
            let mut params = super::Params::default();
            for (name, value) in settings.split('|').filter_map(|setting| setting.trim().split_once('=')) {
                params = match name {
                    #(#arms,)*
                    _ => panic!("the rules have no parameter `{name}`"),
                };
            }
            params
        }
    }
}

/// Writes the table with the authentication schemes of the rules; nothing if the rules have none.
fn signing(plan: &EndpointPlan) -> Option<TokenStream> {
    let rows: Vec<_> = plan.cases.iter().filter_map(|case| signing_row(case, plan)).collect();
    if rows.is_empty() {
        return None;
    }
    Some(quote! {
        #[doc = " A case: what it shows, its parameters, and how requests are signed."]
        type Signing = (
            &'static str,
            fn(super::Params) -> super::Params,
            fn() -> ::Vec<::smithy_client::endpoint::AuthScheme>,
        );

        const SIGNING: &[Signing] = &[#(#rows),*];

        #[test]
        fn rules_give_the_right_signing() {
            for &(name, set, expected) in SIGNING {
                let endpoint = super::resolve(&set(super::Params::default()));
                let found = endpoint.map(|endpoint| endpoint.auth_schemes().to_vec());
                assert_eq!(found, ::Ok(expected()), "{name}");
            }
        }
    })
}

fn signing_row(case: &EndpointTest, plan: &EndpointPlan) -> Option<TokenStream> {
    let Expectation::Endpoint(endpoint) = &case.expect else { return None };
    if endpoint.auth_schemes.is_empty() {
        return None;
    }
    let schemes = endpoint.auth_schemes.iter().map(|scheme| auth_scheme_of(scheme, &|text| quote!(#text)));
    Some(row(case, plan, &quote!(|| ::std::vec![#(#schemes),*])))
}

fn row(case: &EndpointTest, plan: &EndpointPlan, expected: &TokenStream) -> TokenStream {
    let name = case.documentation.as_deref().unwrap_or_default();
    let setters = case.params.iter().filter_map(|(parameter, value)| {
        let field = plan.fields.iter().find(|field| field.parameter == *parameter)?;
        // The default need not be written.
        if field.default.as_ref() == Some(value) {
            return None;
        }
        let setter = format_ident!("{}", field.name);
        let value = match value {
            ParameterValue::Boolean(value) => quote!(#value),
            ParameterValue::String(text) => quote!(#text),
            ParameterValue::StringArray(texts) => quote!(::std::vec![#(#texts.to_owned()),*]),
        };
        Some(quote!(.#setter(#value)))
    });
    quote!((#name, |params| params #(#setters)*, #expected))
}

//! Writes `endpoint.rs`: the parameters of the endpoint rules, the functions that resolve them, and their tests.
//!
//! ```text
//! /// What the endpoint depends on.
//! pub struct Params { pub region: Option<String>, pub use_fips: bool }
//!
//! /// The endpoint for some parameters.
//! pub fn resolve(params: &Params) -> Result<Endpoint, EndpointError> {
//!     let Some(region) = &params.region else {
//!         return Err(EndpointError::new("a region is needed"));
//!     };
//!     ..
//! }
//! ```

mod cases;
pub(super) mod params;
mod steps;
mod value;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::plan::endpoint::{BuiltIn, EndpointPlan, Form, Function, Local};

/// Writes the whole file except its own documentation.
pub fn emit(plan: &EndpointPlan) -> TokenStream {
    let params = params::emit(&plan.fields);
    let region = region_check(plan);
    let functions = plan.functions.iter().map(|plan| function(plan, region.as_ref()));
    let cases = cases::emit(plan);
    quote! {
        #params
        #(#functions)*
        #cases
    }
}

/// Writes the check of the region, which becomes part of the host and must not lead to another one.
fn region_check(plan: &EndpointPlan) -> Option<TokenStream> {
    let field = plan.fields.iter().find(|field| field.built_in == Some(BuiltIn::Region))?;
    let name = format_ident!("{}", field.name);
    let region = match field.default {
        None => quote!(params.#name.as_deref()),
        Some(_) => quote!(::Some(&params.#name)),
    };
    Some(quote!(::smithy_client::endpoint::check_region(#region)?;))
}

fn function(function: &Function, region: Option<&TokenStream>) -> TokenStream {
    let name = format_ident!("{}", function.name);
    let body = steps::block(&function.body, &function.arguments, true);
    let params = if function.takes_params || region.is_some() { quote!(params) } else { quote!(_) };
    let result = quote! {
        ::Result<::smithy_client::endpoint::Endpoint, ::smithy_client::endpoint::EndpointError>
    };
    if function.name == "resolve" {
        return quote! {
            #[doc = " The endpoint for some parameters, or the reason why there is none."]
            pub fn #name(#params: &Params) -> #result { #region #body }
        };
    }
    let params = function.takes_params.then(|| quote!(params: &Params,));
    let arguments = function.arguments.iter().map(argument);
    quote! {
        fn #name(#params #(#arguments),*) -> #result { #body }
    }
}

fn argument(local: &Local) -> TokenStream {
    let name = format_ident!("{}", local.name);
    let argument_type = match local.form {
        Form::Flag => quote!(bool),
        Form::Number => quote!(usize),
        Form::Text | Form::OwnedText => quote!(&str),
        Form::Strings => quote!(&[::String]),
        Form::Texts => quote!(&[&str]),
        Form::Partition => quote!(&::smithy_client::endpoint::Partition),
        Form::Arn => quote!(&::smithy_client::endpoint::Arn<'_>),
        Form::Url => quote!(&::smithy_client::endpoint::Url<'_>),
    };
    quote!(#name: #argument_type)
}

#[cfg(test)]
mod tests {
    use smithy_model::{Diagnostics, Sources, endpoint, json};

    use crate::plan::endpoint::plan_rules;

    const RULES: &str = r#"{"version": "1.0",
        "parameters": {
            "Region": {"type": "String", "documentation": "The region to call."},
            "UseFIPS": {"type": "Boolean", "required": true, "default": false},
            "Endpoint": {"type": "String"},
            "type": {"type": "String", "default": "plain"}
        },
        "rules": [
            {"type": "tree", "conditions": [{"fn": "isSet", "argv": [{"ref": "Endpoint"}]}], "rules": [
                {"type": "error", "error": "{{no}} FIPS",
                 "conditions": [{"fn": "booleanEquals", "argv": [true, {"ref": "UseFIPS"}]}]},
                {"type": "endpoint", "conditions": [], "endpoint": {"url": {"ref": "Endpoint"}}}]},
            {"type": "error", "error": "no region",
             "conditions": [{"fn": "not", "argv": [{"fn": "isSet", "argv": [{"ref": "Region"}]}]}]},
            {"type": "tree",
             "conditions": [{"fn": "isSet", "argv": [{"ref": "Region"}]},
                            {"fn": "aws.partition", "argv": [{"ref": "Region"}], "assign": "Result"}],
             "rules": [
                {"type": "endpoint",
                 "conditions": [
                    {"fn": "stringEquals", "argv": ["x", {"ref": "type"}]},
                    {"fn": "booleanEquals", "argv": [
                        {"fn": "getAttr", "argv": [{"ref": "Result"}, "supportsFIPS"]}, false]}],
                 "endpoint": {"url": "https://x.{Region}.{Result#dnsSuffix}",
                    "headers": {"x-type": ["{type}"]},
                    "properties": {"authSchemes": [{"name": "sigv4", "signingRegion": "{Region}"}]}}},
                {"type": "error", "conditions": [], "error": "{Region} is not known"},
                {"type": "error", "conditions": [], "error": "never reached"}]}
        ]}"#;

    /// The last two conditions are on two paths.
    const COMPILED: &str = r#"{"version": "1.1",
        "parameters": {
            "Region": {"type": "string"},
            "type": {"type": "string", "default": "plain"},
            "Key": {"type": "string"}
        },
        "conditions": [
            {"fn": "isSet", "argv": [{"ref": "Region"}]},
            {"fn": "aws.partition", "argv": [{"ref": "Region"}], "assign": "Result"},
            {"fn": "stringEquals", "argv": [{"ref": "type"}, "x"]},
            {"fn": "isSet", "argv": [{"ref": "Key"}]},
            {"fn": "aws.parseArn", "argv": [{"ref": "Key"}], "assign": "Parsed_ssa_2"},
            {"fn": "getAttr", "argv": [{"ref": "Result"}, "supportsFIPS"]}],
        "results": [
            {"type": "error", "conditions": [], "error": "no region"},
            {"type": "error", "conditions": [], "error": "no FIPS"},
            {"type": "endpoint", "conditions": [],
             "endpoint": {"url": "https://{Parsed_ssa_2#accountId}.{Region}.{Result#dnsSuffix}"}},
            {"type": "endpoint", "conditions": [], "endpoint": {"url": "https://{Region}.{Result#dnsSuffix}"}}],
        "root": 2, "nodeCount": 7,
        "nodes": "/////wAAAAH/////AAAAAAAAAAMF9eEBAAAAAQAAAAT/////AAAAAgAAAAUAAAAGAAAABQAAAAYF9eECAAAAAwAAAAcF9eEEAAAABAX14QMF9eEE"}"#;

    #[test]
    fn rules_become_plain_functions() {
        insta::assert_snapshot!(written(RULES, endpoint::rule_set));
    }

    /// A keyword as a raw name cannot be in a format text, so it is an argument.
    #[test]
    fn a_keyword_in_a_text_stands_behind_it() {
        let rules = r#"{"version": "1.0", "parameters": {"type": {"type": "String"}, "Region": {"type": "String"}},
            "rules": [{"type": "error", "error": "no {type} in {Region}", "conditions": [
                {"fn": "isSet", "argv": [{"ref": "type"}]}, {"fn": "isSet", "argv": [{"ref": "Region"}]}]}]}"#;
        let written = written(rules, endpoint::rule_set);
        assert!(written.contains(r#"format!("no {} in {region}", r#type)"#), "{written}");
    }

    /// A given value is checked. What `resolve` has checked, and texts of the rules, are not.
    #[test]
    fn only_given_values_of_a_url_are_checked() {
        let rules = r#"{"version": "1.0",
            "parameters": {"Region": {"type": "String", "builtIn": "AWS::Region"}, "Pond": {"type": "String"}},
            "rules": [
                {"type": "endpoint", "endpoint": {"url": "https://{Pond}.{Region}.{P#dnsSuffix}"}, "conditions": [
                    {"fn": "isSet", "argv": [{"ref": "Pond"}]}, {"fn": "isSet", "argv": [{"ref": "Region"}]},
                    {"fn": "aws.partition", "argv": [{"ref": "Region"}], "assign": "P"}]},
                {"type": "endpoint", "endpoint": {"url": "https://a.{Region}.example"}, "conditions": [
                    {"fn": "isSet", "argv": [{"ref": "Region"}]}]}]}"#;
        let written = written(rules, endpoint::rule_set);
        let words: String = written.split_whitespace().collect();
        let checked = r#"from_pieces(&[UrlPiece::Own("https://"),UrlPiece::Given(pond),UrlPiece::Own("."),UrlPiece::Own(region),"#;
        assert!(words.contains(checked), "{written}");
        assert!(words.contains(r#"Endpoint::new(format!("https://a.{region}.example"))"#), "{written}");
    }

    #[test]
    fn a_choice_that_is_compared_stands_in_parentheses() {
        let rules = r#"{"version": "1.1", "parameters": {"Flag": {"type": "Boolean", "default": false}},
            "rules": [{"type": "endpoint", "endpoint": {"url": "https://a.example"}, "conditions": [
                {"fn": "stringEquals", "argv": [{"fn": "ite", "argv": [{"ref": "Flag"}, "a", "b"]}, "b"]}]}]}"#;
        let written = written(rules, endpoint::rule_set);
        assert!(written.contains("if (if params.flag"), "{written}");
    }

    #[test]
    fn compiled_rules_become_plain_functions() {
        insta::assert_snapshot!(written(COMPILED, endpoint::compiled));
    }

    /// Returns the functions that are written for rules.
    fn written(
        text: &str,
        read: impl FnOnce(&json::Node, &mut Diagnostics) -> Option<endpoint::RuleSet>,
    ) -> String {
        let mut sources = Sources::default();
        let source = sources.add("rules.json", text);
        let mut diagnostics = Diagnostics::default();
        let node = json::parse(&sources, source, &mut diagnostics).expect("JSON");
        let rules = read(&node, &mut diagnostics).unwrap_or_else(|| panic!("{diagnostics:?}"));
        let mut tree = crate::write::Tree::new(&[]);
        tree.rust("src/endpoint.rs", &[], || super::emit(&plan_rules(&rules, &[]))).expect("Rust");
        let (_header, text) =
            tree.get("src/endpoint.rs").and_then(|text| text.split_once("\n\n")).expect("a file");
        text.split("#[cfg(test)]").next().unwrap_or_default().to_owned()
    }
}

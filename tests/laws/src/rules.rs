//! Endpoint rules with random parameters: a rule set and its compiled form give the same result, and this is a valid
//! endpoint.

use std::sync::LazyLock;

use models::Dice;
use serde_json::Value;
use smithy_model::endpoint::{self, Expectation, ParameterValue, RuleSet};
use smithy_model::{Diagnostics, Options, Parts, Sources};

use crate::edit;

/// Regions, endpoints, ARNs and names of buckets, and invalid ones.
const TEXTS: &[&str] = &[
    "eu-west-1",
    "us-east-1",
    "cn-north-1",
    "us-gov-west-1",
    "us-iso-east-1",
    "aws-global",
    "mars-1",
    "",
    ".",
    "a.b",
    "-a",
    "A",
    "é",
    "https://example.com",
    "http://127.0.0.1:8080/a/",
    "https://[::1]/",
    "https://user@example.com",
    "ftp://x",
    "https://a b",
    "arn:aws:s3:eu-west-1:123456789012:accesspoint/ap",
    "arn:aws:s3:::bucket",
    "arn:",
    "a/b",
    "../..",
    "%2e%2e",
    "a@b",
    "evil.com/",
    "x#y",
    "my-bucket",
    "my.bucket",
    "xn--a",
    "a_b",
    "0123456789012345678901234567890123456789012345678901234567890123",
];

const RULES: &str = include_str!("rules/rule-set.json");
const COMPILED: &str = include_str!("rules/compiled.json");

/// A service with these rules under one of the two traits.
fn load(name: &str, rules: &str) -> Option<RuleSet> {
    let text = format!(
        r#"{{"smithy": "2.0", "shapes": {{
            "law#Law": {{"type": "service", "version": "1", "operations": [{{"target": "law#Get"}}],
                "traits": {{"aws.protocols#restJson1": {{}}, "smithy.rules#{name}": {rules}}}}},
            "law#Get": {{"type": "operation", "traits": {{"smithy.api#http": {{"method": "GET", "uri": "/"}}}}}}}}}}"#
    );
    let mut sources = Sources::default();
    let parts = Parts::new(sources.add("smithy.json", text));
    let mut diagnostics = Diagnostics::default();
    let model = smithy_model::load(&sources, parts, Options::default(), &mut diagnostics);
    assert_ne!(model.is_some(), diagnostics.has_errors());
    let _ = diagnostics.render(&sources, false);
    model?.endpoint_rules
}

/// Checks the laws.
pub(crate) fn check(data: &[u8]) {
    static BOTH: LazyLock<[RuleSet; 2]> = LazyLock::new(|| {
        [("endpointRuleSet", RULES), ("endpointBdd", COMPILED)]
            .map(|(name, rules)| load(name, rules).expect("good rules"))
    });
    let mut dice = Dice::new(data);
    if dice.once_in(2) {
        let [rules, compiled] = &*BOTH;
        let params = params(rules, &mut dice);
        let found = evaluate(rules, &params);
        assert_eq!(found, evaluate(compiled, &params), "{params:?}");
        return;
    }
    let (name, text) = if dice.once_in(2) { ("endpointRuleSet", RULES) } else { ("endpointBdd", COMPILED) };
    let mut document: Value = serde_json::from_str(text).expect("the rules are JSON");
    edit::edit(&mut document, &mut dice);
    let Some(rules) = load(name, &document.to_string()) else { return };
    for _ in 0..4 {
        evaluate(&rules, &params(&rules, &mut dice));
    }
}

fn params(rules: &RuleSet, dice: &mut Dice<'_>) -> Vec<(String, ParameterValue)> {
    let mut params = Vec::new();
    for parameter in &rules.parameters {
        if dice.once_in(4) {
            continue;
        }
        let value = match parameter.kind {
            endpoint::Kind::Boolean => ParameterValue::Boolean(dice.once_in(2)),
            endpoint::Kind::StringArray => {
                ParameterValue::StringArray((0..dice.below(3)).map(|_| dice.pick(TEXTS).to_owned()).collect())
            }
            _ => ParameterValue::String(if dice.once_in(4) {
                dice.text()
            } else {
                dice.pick(TEXTS).to_owned()
            }),
        };
        params.push((parameter.name.clone(), value));
    }
    params
}

/// Evaluates rules. Checks that a URL is one that a client can use.
fn evaluate(rules: &RuleSet, params: &[(String, ParameterValue)]) -> Expectation {
    let found = endpoint::evaluate(rules, params);
    if let Expectation::Endpoint(endpoint) = &found {
        let url: http::Uri = endpoint.url.parse().unwrap_or_else(|error| panic!("{}: {error}", endpoint.url));
        assert!(matches!(url.scheme_str(), Some("http" | "https")), "{url}");
        assert!(url.host().is_some_and(|host| !host.is_empty()), "{url}");
        assert!(!url.authority().is_some_and(|authority| authority.as_str().contains('@')), "{url}");
    }
    found
}

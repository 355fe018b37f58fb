//! Tests of the results of rules.

use super::*;
use crate::{Diagnostics, Sources, endpoint, json};

fn rules(rules: &str) -> RuleSet {
    let text = format!(
        r#"{{"version": "1.0", "parameters": {{
            "Region": {{"type": "String"}},
            "Stage": {{"type": "String", "required": true}},
            "UseFIPS": {{"type": "Boolean", "default": false}}
        }}, "rules": [{rules}]}}"#
    );
    let mut sources = Sources::default();
    let source = sources.add("rules.json", text);
    let mut diagnostics = Diagnostics::default();
    let node = json::parse(&sources, source, &mut diagnostics).expect("JSON");
    endpoint::rule_set(&node, &mut diagnostics).unwrap_or_else(|| panic!("{diagnostics:?}"))
}

fn url(rules: &RuleSet, params: &[(&str, &str)]) -> Result<String, String> {
    let text = |text: &str| ParameterValue::String(text.to_owned());
    let params: Vec<_> = params.iter().map(|(name, value)| ((*name).to_owned(), text(value))).collect();
    match evaluate(rules, &params) {
        Expectation::Endpoint(endpoint) => Ok(endpoint.url),
        Expectation::Error(error) => Err(error),
    }
}

#[test]
fn conditions_are_tried_in_order_and_a_tree_decides_for_good() {
    let rules = rules(
        r#"{"type": "tree", "conditions": [{"fn": "isSet", "argv": [{"ref": "Region"}]}], "rules": [
                {"type": "endpoint",
                 "conditions": [{"fn": "stringEquals", "argv": [{"ref": "Stage"}, "beta"]},
                                {"fn": "substring", "argv": [{"ref": "Region"}, 0, 2, false], "assign": "r"}],
                 "endpoint": {"url": "https://{r}.example"}}]},
           {"type": "error", "conditions": [], "error": "no region for {Stage}"}"#,
    );
    let cases: [(&[(&str, &str)], _); 5] = [
        (&[("Region", "eu-1"), ("Stage", "beta")], Ok("https://eu.example")),
        (&[("Region", "e"), ("Stage", "beta")], Err("no endpoint rule matches")),
        (&[("Region", "eu-1"), ("Stage", "live")], Err("no endpoint rule matches")),
        (&[("Stage", "live")], Err("no region for live")),
        (&[("Region", "eu-1")], Err("the endpoint parameter Stage is not set")),
    ];
    for (params, expected) in cases {
        let expected = expected.map(ToOwned::to_owned).map_err(ToOwned::to_owned);
        assert_eq!(url(&rules, params), expected, "{params:?}");
    }
}

#[test]
fn a_value_leads_to_no_other_host_or_path() {
    let rules = rules(
        r#"{"type": "endpoint", "conditions": [{"fn": "isSet", "argv": [{"ref": "Region"}]}],
            "endpoint": {"url": "https://{Stage}.example/{Region}/x"}}"#,
    );
    let found = |stage, region| url(&rules, &[("Stage", stage), ("Region", region)]);
    assert_eq!(found("a.b", "c").as_deref(), Ok("https://a.b.example/c/x"));
    for (stage, region) in
        [("evil.example/", "c"), ("..", "c"), ("", "c"), ("a", ".."), ("a", "b/c"), ("a", "?")]
    {
        assert!(found(stage, region).is_err(), "{stage} {region}");
    }
}

//! Tests of the reader of endpoint rules: its results, and its problems with bad rules.

use super::*;
use crate::json::parse;
use crate::source::SourceId;

fn read<T>(text: &str, read: impl FnOnce(&json::Node, &mut Diagnostics) -> T) -> (T, Diagnostics) {
    let mut sources = Sources::default();
    let source: SourceId = sources.add("rules.json", text);
    let mut diagnostics = Diagnostics::default();
    let node = parse(&sources, source, &mut diagnostics).expect("the test is JSON");
    (read(&node, &mut diagnostics), diagnostics)
}

const PARAMETERS: &str = r#"{
    "Region": {"type": "String", "builtIn": "AWS::Region", "documentation": "Where."},
    "UseFIPS": {"type": "boolean", "required": true, "default": false},
    "Stage": {"type": "string", "default": "live"},
    "Keys": {"type": "StringArray"}
}"#;

/// A rule set of one rule with these conditions, which ends in an error.
fn with_conditions(conditions: &str) -> String {
    with_rule(&format!(r#"{{"type": "error", "conditions": [{conditions}], "error": "no"}}"#))
}

fn with_rule(rule: &str) -> String {
    format!(r#"{{"version": "1.0", "parameters": {PARAMETERS}, "rules": [{rule}]}}"#)
}

fn with_url(url: &str) -> String {
    with_rule(&format!(r#"{{"type": "endpoint", "conditions": [], "endpoint": {{"url": {url}}}}}"#))
}

#[test]
fn each_problem_is_told_once() {
    let is_set = r#"{"fn": "isSet", "argv": [{"ref": "Region"}]}"#;
    let partition = r#"{"fn": "aws.partition", "argv": [{"ref": "Region"}], "assign": "P"}"#;
    let then = |condition: &str| format!("{is_set}, {partition}, {condition}");
    let cases = [
        // names
        (r#"{"fn": "isSet", "argv": [{"ref": "Regoin"}]}"#.to_owned(), "endpoint-unknown-name"),
        (format!("{is_set}, {}", partition.replace("\"P\"", "\"Stage\"")), "endpoint-shadowed-name"),
        // functions
        (r#"{"fn": "isset", "argv": [{"ref": "Region"}]}"#.to_owned(), "endpoint-unknown-function"),
        (r#"{"fn": "coalesce", "argv": [{"ref": "Region"}, true]}"#.to_owned(), "endpoint-wrong-type"),
        (r#"{"fn": "coalesce", "argv": []}"#.to_owned(), "endpoint-argument-count"),
        (r#"{"fn": "ite", "argv": [{"ref": "UseFIPS"}, "a"]}"#.to_owned(), "endpoint-argument-count"),
        (r#"{"fn": "ite", "argv": [{"ref": "UseFIPS"}, "a", true]}"#.to_owned(), "endpoint-wrong-type"),
        (r#"{"fn": "ite", "argv": ["yes", "a", "b"]}"#.to_owned(), "endpoint-wrong-type"),
        (r#"{"fn": "split", "argv": ["a--b", "--"]}"#.to_owned(), "endpoint-argument-count"),
        (r#"{"fn": "isSet", "argv": []}"#.to_owned(), "endpoint-argument-count"),
        (r#"{"fn": "substring", "argv": [{"ref": "Stage"}, 0, 2]}"#.to_owned(), "endpoint-argument-count"),
        // types
        (r#"{"fn": "stringEquals", "argv": [{"ref": "UseFIPS"}, "true"]}"#.to_owned(), "endpoint-wrong-type"),
        (r#"{"fn": "not", "argv": ["yes"]}"#.to_owned(), "endpoint-wrong-type"),
        (r#"{"fn": "substring", "argv": ["ab", -1, 2, false]}"#.to_owned(), "endpoint-wrong-type"),
        (r#"{"fn": "booleanEquals", "argv": [true, null]}"#.to_owned(), "endpoint-expression"),
        (r#"{"fn": "uriEncode", "argv": [["a"]]}"#.to_owned(), "endpoint-expression"),
        // values that may be unset, where that matters to the value around them
        (
            r#"{"fn": "coalesce", "argv": [{"fn": "uriEncode", "argv": [{"ref": "Region"}]}, "a"]}"#
                .to_owned(),
            "endpoint-unset-value",
        ),
        // attributes
        (then(r#"{"fn": "getAttr", "argv": [{"ref": "P"}, "supportsFips"]}"#), "endpoint-unknown-attribute"),
        (then(r#"{"fn": "getAttr", "argv": [{"ref": "P"}, "name[0]"]}"#), "endpoint-unknown-attribute"),
        (then(r#"{"fn": "uriEncode", "argv": ["{Stage#name}"]}"#), "endpoint-unknown-attribute"),
        (then(r#"{"fn": "uriEncode", "argv": ["{P#supportsFIPS}"]}"#), "endpoint-wrong-type"),
        // templates
        (r#"{"fn": "uriEncode", "argv": ["a{Stage"]}"#.to_owned(), "endpoint-template"),
        (r#"{"fn": "uriEncode", "argv": ["a}b"]}"#.to_owned(), "endpoint-template"),
        (r#"{"argv": []}"#.to_owned(), "missing-key"),
    ];
    for (conditions, code) in cases {
        let (rules, diagnostics) = read(&with_conditions(&conditions), rule_set);
        let codes: Vec<_> = diagnostics.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, [code], "{conditions}");
        assert_eq!(rules, None, "{conditions}");
        assert!(
            diagnostics.iter().all(|problem| problem.span.is_some() && problem.help.is_some()),
            "{conditions}"
        );
    }
}

#[test]
fn problems_outside_of_conditions_are_told() {
    let parameter = |definition: &str| {
        format!(r#"{{"version": "1.0", "parameters": {{"A": {definition}}}, "rules": []}}"#)
    };
    let cases = [
        (r#"{"version": "2.0", "parameters": {}, "rules": []}"#.to_owned(), "unsupported-endpoint-rules"),
        (r#"{"version": "1.0", "parameters": {}}"#.to_owned(), "missing-key"),
        (parameter(r#"{"type": "Integer"}"#), "endpoint-parameter-type"),
        (parameter(r#"{"type": "String", "default": true}"#), "endpoint-wrong-type"),
        (with_rule(r#"{"type": "eror", "conditions": [], "error": "x"}"#), "endpoint-rule-type"),
        (with_rule(r#"{"type": "tree", "conditions": []}"#), "missing-key"),
        (with_url("true"), "endpoint-wrong-type"),
        (with_url(r#"{"ref": "Endpoint"}"#), "endpoint-unknown-name"),
        (with_url(r#""x", "headers": {"a": "b"}"#), "wrong-type"),
        (with_url(r#""x", "properties": {"authSchemes": [{"signingName": "a"}]}"#), "missing-key"),
    ];
    for (text, code) in cases {
        let (rules, diagnostics) = read(&text, rule_set);
        assert_eq!(diagnostics.iter().map(|problem| problem.code).collect::<Vec<_>>(), [code], "{text}");
        assert_eq!(rules, None, "{text}");
    }
}

#[test]
fn near_names_are_offered() {
    let cases = [
        (with_conditions(r#"{"fn": "isSet", "argv": [{"ref": "region"}]}"#), "did you mean `Region`?"),
        (with_conditions(r#"{"fn": "parseUrl", "argv": ["x"]}"#), "did you mean `parseURL`?"),
        (with_rule(r#"{"type": "Tree", "conditions": []}"#), "did you mean `tree`?"),
    ];
    for (text, expected) in cases {
        let (_, diagnostics) = read(&text, rule_set);
        let helps: Vec<_> = diagnostics.iter().filter_map(|problem| problem.help.as_deref()).collect();
        assert_eq!(helps, [expected]);
    }
}

#[test]
fn what_is_read_where_it_may_be_unset_is_asked_for_first() {
    let partition = r#"{"fn": "aws.partition", "argv": [{"ref": "Region"}], "assign": "P"}"#;
    let is_set = r#"{"fn": "isSet", "argv": [{"ref": "Region"}]}"#;
    let url = r#"{"url": "https://{Region}.x"}"#;
    let endpoint = |conditions: &str| {
        with_rule(&format!(r#"{{"type": "endpoint", "conditions": [{conditions}], "endpoint": {url}}}"#))
    };
    let not_set = Err("the endpoint parameter Region is not set");
    let no_match = Err("no endpoint rule matches");
    let equal = r#"{"fn": "stringEquals", "argv": ["{Region}", "eu"]}"#;
    let not_equal = format!(r#"{{"fn": "not", "argv": [{equal}]}}"#);
    let element = r#"{"fn": "getAttr", "argv": [{"ref": "Keys"}, "[0]"]}"#;
    let nested =
        r#"{"fn": "uriEncode", "argv": [{"fn": "substring", "argv": [{"ref": "Region"}, 0, 2, true]}]}"#;
    let cases = [
        (endpoint(""), 1, Ok("https://eu.x"), not_set),
        (endpoint(partition), 1, Ok("https://eu.x"), no_match),
        (endpoint(&format!("{is_set}, {partition}")), 0, Ok("https://eu.x"), no_match),
        (endpoint(equal), 1, Ok("https://eu.x"), no_match),
        (endpoint(&not_equal), 1, no_match, no_match),
        (endpoint(&format!("{is_set}, {element}")), 1, no_match, no_match),
        (endpoint(nested), 2, Ok("https://eu.x"), no_match),
    ];
    for (text, warnings, set, unset) in cases {
        let (rules, diagnostics) = read(&text, rule_set);
        let rules = rules.unwrap_or_else(|| panic!("{diagnostics:?}"));
        let codes: Vec<_> = diagnostics.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, vec!["endpoint-unset-value"; warnings], "{text}");
        let region = vec![("Region".to_owned(), ParameterValue::String("eu".to_owned()))];
        for (params, expected) in [(region, set), (Vec::new(), unset)] {
            let found = match evaluate(&rules, &params) {
                Expectation::Endpoint(endpoint) => Ok(endpoint.url),
                Expectation::Error(error) => Err(error),
            };
            let expected = expected.map(ToOwned::to_owned).map_err(ToOwned::to_owned);
            assert_eq!(found, expected, "{text} {params:?}");
        }
    }
}

#[test]
fn what_conditions_find_is_set_in_what_follows_and_nowhere_else() {
    let inner = r#"{"type": "endpoint", "conditions": [], "endpoint": {"url": "https://{Region}.x"}}"#;
    let guarded = format!(
        r#"{{"type": "tree", "conditions": [{{"fn": "isSet", "argv": [{{"ref": "Region"}}]}}], "rules": [{inner}]}}"#
    );
    let (rules, diagnostics) = read(&with_rule(&guarded), rule_set);
    assert!(rules.is_some() && diagnostics.iter().next().is_none(), "{diagnostics:?}");
    let (_, diagnostics) = read(&with_rule(&format!("{guarded}, {inner}")), rule_set);
    assert_eq!(diagnostics.count(crate::Severity::Warning), 1);
}

#[test]
fn templates_and_paths_are_taken_apart() {
    let conditions = r#"{"fn": "aws.parseArn", "argv": ["{{{Stage}}}"], "assign": "A"},
        {"fn": "getAttr", "argv": [{"ref": "A"}, "resourceId[1]"], "assign": "R"}"#;
    let (rules, diagnostics) = read(&with_conditions(conditions), rule_set);
    let rules = rules.unwrap_or_else(|| panic!("{diagnostics:?}"));
    let conditions = &rules.rules.first().expect("a rule").conditions;
    let stage = Expression::Reference("Stage".to_owned(), Type::set(Kind::String));
    let text = Expression::Text(vec![
        Part::Literal("{".to_owned()),
        Part::Value(stage),
        Part::Literal("}".to_owned()),
    ]);
    let arn = Expression::Reference("A".to_owned(), Type::set(Kind::Arn));
    let resource = Expression::Attribute { of: Box::new(arn), name: "resourceId", kind: Kind::StringArray };
    let expected = [
        Expression::Call(Function::ParseArn, vec![text]),
        Expression::Element { of: Box::new(resource), index: 1 },
    ];
    assert_eq!(
        conditions.iter().map(|condition| &condition.expression).collect::<Vec<_>>(),
        [&expected[0], &expected[1]]
    );
}

#[test]
fn both_spellings_of_types_are_the_same() {
    let smithy = with_conditions("");
    let c2j = smithy.replace("\"String\"", "\"string\"").replace("\"StringArray\"", "\"stringArray\"");
    assert_ne!(smithy, c2j);
    assert_eq!(read(&smithy, rule_set).0, read(&c2j, rule_set).0);
}

#[test]
fn tests_are_read_and_checked_against_the_rules() {
    let text = r#"{"version": "1.0", "testCases": [
        {"documentation": "plain", "params": {"Region": "us-east-1", "UseFIPS": true},
         "expect": {"endpoint": {"url": "https://x", "properties": {"authSchemes": [
            {"name": "sigv4", "signingRegion": "us-east-1"}]}}},
         "operationInputs": [{"operationName": "X"}]},
        {"params": {"Regions": "a"}, "expect": {"error": "no"}},
        {"params": {"UseFIPS": "yes"}, "expect": {"error": "no"}},
        {"params": {"UseFIPS": 1}, "expect": {"error": "no"}},
        {"params": {}, "expect": {}}
    ]}"#;
    let (cases, mut diagnostics) = read(text, tests);
    let codes =
        |diagnostics: &Diagnostics| diagnostics.iter().map(|problem| problem.code).collect::<Vec<_>>();
    assert_eq!(codes(&diagnostics), ["endpoint-wrong-type", "endpoint-expectation"]);
    let first = cases.first().expect("a case");
    assert_eq!(first.documentation.as_deref(), Some("plain"));
    let Expectation::Endpoint(endpoint) = &first.expect else { panic!("an endpoint") };
    assert_eq!(endpoint.url, "https://x");
    assert_eq!(endpoint.auth_schemes[0].signing_region.as_deref(), Some("us-east-1"));

    let rules = read(&with_conditions(""), rule_set).0.expect("rules");
    diagnostics = Diagnostics::default();
    check_tests(&rules, &cases, &mut diagnostics);
    assert_eq!(codes(&diagnostics), ["endpoint-unknown-name", "endpoint-wrong-type"]);
}

#[test]
fn deep_nesting_is_no_crash() {
    let depth = 40;
    let open = r#"{"type": "tree", "conditions": [], "rules": ["#.repeat(depth);
    let inner = r#"{"type": "error", "conditions": [], "error": "x"}"#;
    let (rules, _) = read(&with_rule(&format!("{open}{inner}{}", "]}".repeat(depth))), rule_set);
    assert!(rules.is_some());
}

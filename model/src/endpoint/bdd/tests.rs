//! Tests of compiled rules: their meaning, their conversion, and the problems of damaged ones.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::endpoint::{
    Expectation, Outcome, Parameter, ParameterValue, RuleSet, compiled, evaluate, rule_set, samples,
};
use crate::{Diagnostics, Sources, json};

const PARAMETERS: &str = r#"{
    "Region": {"type": "string", "builtIn": "AWS::Region"},
    "UseFIPS": {"type": "boolean", "required": true, "default": false},
    "Endpoint": {"type": "string", "builtIn": "SDK::Endpoint"},
    "Arn": {"type": "string"},
    "Plain": {"type": "boolean"}
}"#;

const CONDITIONS: [&str; 8] = [
    r#"{"fn": "isSet", "argv": [{"ref": "Region"}]}"#,
    r#"{"fn": "isSet", "argv": [{"ref": "Endpoint"}]}"#,
    r#"{"fn": "aws.partition", "argv": [{"ref": "Region"}], "assign": "Partition"}"#,
    r#"{"fn": "booleanEquals", "argv": [{"ref": "UseFIPS"}, true]}"#,
    r#"{"fn": "isSet", "argv": [{"ref": "Arn"}]}"#,
    r#"{"fn": "aws.parseArn", "argv": [{"ref": "Arn"}], "assign": "Parsed_ssa_1"}"#,
    r#"{"fn": "stringEquals", "argv": [{"fn": "coalesce", "argv": [
        {"fn": "getAttr", "argv": [{"ref": "Parsed_ssa_1"}, "service"]}, "none"]}, "lab"]}"#,
    r#"{"fn": "booleanEquals", "argv": [{"fn": "coalesce", "argv": [{"ref": "Plain"}, false]}, true]}"#,
];

const RESULTS: [&str; 5] = [
    r#"{"type": "endpoint", "conditions": [], "endpoint": {"url": {"ref": "Endpoint"}}}"#,
    r#"{"type": "error", "conditions": [], "error": "no region"}"#,
    r#"{"type": "endpoint", "conditions": [], "endpoint": {"url": "https://lab.{Parsed_ssa_1#accountId}.{Partition#dnsSuffix}"}}"#,
    r#"{"type": "endpoint", "conditions": [], "endpoint": {"url": "https://{Region}.{Partition#dnsSuffix}"}}"#,
    r#"{"type": "error", "conditions": [], "error": "no FIPS"}"#,
];

/// A rule set with the same meaning.
const RULES: &str = r#"[
    {"type": "tree", "conditions": [{"fn": "isSet", "argv": [{"ref": "Endpoint"}]}], "rules": [
        {"type": "error", "error": "no FIPS", "conditions": [
            {"fn": "booleanEquals", "argv": [{"ref": "UseFIPS"}, true]}]},
        {"type": "endpoint", "conditions": [], "endpoint": {"url": {"ref": "Endpoint"}}}]},
    {"type": "tree", "conditions": [{"fn": "isSet", "argv": [{"ref": "Region"}]},
        {"fn": "aws.partition", "argv": [{"ref": "Region"}], "assign": "Partition"}], "rules": [
        {"type": "error", "error": "no FIPS", "conditions": [
            {"fn": "booleanEquals", "argv": [{"ref": "UseFIPS"}, true]}]},
        {"type": "endpoint", "conditions": [
            {"fn": "isSet", "argv": [{"ref": "Arn"}]},
            {"fn": "aws.parseArn", "argv": [{"ref": "Arn"}], "assign": "Parsed"},
            {"fn": "stringEquals", "argv": [{"fn": "getAttr", "argv": [{"ref": "Parsed"}, "service"]}, "lab"]}],
         "endpoint": {"url": "https://lab.{Parsed#accountId}.{Partition#dnsSuffix}"}},
        {"type": "endpoint", "conditions": [], "endpoint": {"url": "https://{Region}.{Partition#dnsSuffix}"}}]},
    {"type": "error", "conditions": [], "error": "no region"}]"#;

/// Results are numbered from 1, because result 0 is that no rule matches.
const fn result(number: i32) -> i32 {
    100_000_000 + number
}

/// A diagram with the same meaning; the root is the second node.
const NODES: [[i32; 3]; 10] = [
    [-1, 1, -1],
    // Endpoint
    [1, 3, 4],
    [3, result(5), result(1)],
    // Region
    [0, 5, result(2)],
    [2, 6, 100_000_000],
    [3, result(5), 7],
    // An invalid ARN has the same target as an unset one.
    [4, 8, 9],
    [5, 9, 9],
    [6, 10, result(4)],
    // Both targets are the same.
    [7, result(3), result(3)],
];

fn encoded(nodes: &[[i32; 3]]) -> String {
    STANDARD.encode(nodes.iter().flatten().flat_map(|number| number.to_be_bytes()).collect::<Vec<_>>())
}

fn document(nodes: &[[i32; 3]], root: i32) -> String {
    document_of(&encoded(nodes), root, nodes.len())
}

fn document_of(nodes: &str, root: i32, count: usize) -> String {
    let (conditions, results) = (CONDITIONS.join(","), RESULTS.join(","));
    format!(
        r#"{{"version": "1.1", "parameters": {PARAMETERS}, "conditions": [{conditions}], "results": [{results}],
            "root": {root}, "nodeCount": {count}, "nodes": "{nodes}"}}"#
    )
}

fn read(text: &str) -> (Option<RuleSet>, Vec<(&'static str, String)>) {
    let mut sources = Sources::default();
    let source = sources.add("endpoint-bdd-1.json", text);
    let mut diagnostics = Diagnostics::default();
    let node = json::parse(&sources, source, &mut diagnostics).expect("the test is JSON");
    let is_compiled = node.get("nodes").is_some();
    let rules =
        if is_compiled { compiled(&node, &mut diagnostics) } else { rule_set(&node, &mut diagnostics) };
    for problem in &diagnostics {
        assert!(problem.span.is_some() && problem.help.is_some(), "{problem:?}");
    }
    (rules, diagnostics.iter().map(|problem| (problem.code, problem.message.clone())).collect())
}

fn good(text: &str) -> RuleSet {
    let (rules, problems) = read(text);
    assert_eq!(problems, []);
    rules.expect("good rules")
}

fn url(rules: &RuleSet, params: &[(&str, &str)]) -> Result<String, String> {
    let params: Vec<_> = params
        .iter()
        .map(|(name, value)| ((*name).to_owned(), ParameterValue::String((*value).to_owned())))
        .collect();
    match evaluate(rules, &params) {
        Expectation::Endpoint(endpoint) => Ok(endpoint.url),
        Expectation::Error(error) => Err(error),
    }
}

#[test]
fn a_diagram_means_what_the_rules_do_that_it_was_made_of() {
    let tree = good(&format!(r#"{{"version": "1.0", "parameters": {PARAMETERS}, "rules": {RULES}}}"#));
    let diagram = good(&document(&NODES, 2));
    let parameters: Vec<&Parameter> = tree.parameters.iter().collect();
    let samples = samples([&tree, &diagram], &parameters);
    assert!(samples.len() > 1000, "{}", samples.len());
    let mut labs = 0;
    for settings in samples {
        let found = evaluate(&diagram, &settings);
        labs += u32::from(matches!(&found, Expectation::Endpoint(endpoint) if endpoint.url.contains("lab")));
        assert_eq!(evaluate(&tree, &settings), found, "{settings:?}");
    }
    assert!(labs > 10, "the samples reach every result");
}

#[test]
fn a_node_below_zero_goes_the_other_way() {
    let rules = good(&document(&[[-1, 1, -1], [1, result(2), result(1)]], -2));
    assert_eq!(url(&rules, &[("Endpoint", "https://a.example")]), Ok("https://a.example".to_owned()));
    assert_eq!(url(&rules, &[]), Err("no region".to_owned()));
    let nodes = [[-1, 1, -1], [1, result(1), -3], [0, result(2), 100_000_000]];
    let rules = good(&document(&nodes, 2));
    assert_eq!(url(&rules, &[("Endpoint", "https://a.example")]), Ok("https://a.example".to_owned()));
    assert_eq!(url(&rules, &[]), Err("no region".to_owned()));
    assert_eq!(url(&rules, &[("Region", "eu")]), Err("no endpoint rule matches".to_owned()));
}

#[test]
fn what_several_ways_lead_to_is_there_once() {
    // A ladder in which both targets of each rung lead to both nodes of the next rung: 2 to the power of 20 paths.
    let mut nodes = vec![[-1, 1, -1]];
    for rung in 0..20 {
        let next = 2 * rung + 4;
        let ways = if rung == 19 { [result(2), result(5)] } else { [next, next + 1] };
        nodes.push([7, ways[0], ways[1]]);
        nodes.push([3, ways[1], ways[0]]);
    }
    let rules = good(&document(&nodes, 2));
    assert!(rules.blocks.len() < 40, "{}", rules.blocks.len());
    for (number, block) in rules.blocks.iter().enumerate() {
        let leads_back = |outcome: &Outcome| matches!(outcome, Outcome::Block(next) if *next <= number);
        assert!(!block.iter().any(|rule| leads_back(&rule.outcome)));
    }
}

#[test]
fn a_chain_without_end_nearly_is_no_crash() {
    let mut nodes = vec![[-1, 1, -1]];
    let length = 20_000;
    for number in 0..length {
        let next = if number + 1 == length { result(5) } else { number + 3 };
        nodes.push(if number % 2 == 0 { [7, next, result(2)] } else { [3, result(2), next] });
    }
    let rules = good(&document(&nodes, 2));
    assert_eq!(url(&rules, &[]), Err("no region".to_owned()));
}

#[test]
fn a_value_that_no_way_has_assigned_is_unset() {
    // The condition that parses the ARN is not on the path to its parts.
    let nodes = [[-1, 1, -1], [0, 3, result(2)], [2, 4, -1], [6, result(3), result(4)]];
    let rules = good(&document(&nodes, 2));
    assert_eq!(url(&rules, &[("Region", "eu-west-1")]), Ok("https://eu-west-1.amazonaws.com".to_owned()));
    let nodes = [[-1, 1, -1], [0, result(3), result(2)]];
    let rules = good(&document(&nodes, 2));
    let reason = "a value that the endpoint needs is not set";
    assert_eq!(url(&rules, &[("Region", "eu-west-1")]), Err(reason.to_owned()));
}

#[test]
fn damaged_nodes_are_told() {
    let (fine, count) = (encoded(&NODES), NODES.len());
    let cases = [
        (document_of("!", 2, count), "are not base64"),
        (document_of("AAAA", 2, count), "have 3 bytes"),
        (document_of(&fine, 2, 3), "declare 3 nodes but have 10"),
        (document_of(&fine, 11, count), "lead to 11,"),
        (document_of(&fine, 0, count), "lead to 0,"),
        (document_of(&fine, i32::MIN, count), "lead to -2147483648,"),
        (document_of(&fine, result(6), count), "lead to 100000006,"),
        (document(&[NODES[0], [8, 1, -1]], 2), "node 2 of the compiled endpoint rules refers to condition 8"),
        (
            document(&[NODES[0], [-1, 1, -1]], 2),
            "node 2 of the compiled endpoint rules refers to condition -1",
        ),
        (document(&[NODES[0], [0, 1, 3], [1, -2, 1]], 2), "node 2 of the compiled endpoint rules leads back"),
        (document(&[NODES[0], [0, 2, 1]], 2), "leads back to itself"),
    ];
    for (text, expected) in cases {
        let (rules, problems) = read(&text);
        assert_eq!(rules, None, "{expected}");
        assert!(
            matches!(problems.as_slice(), [("endpoint-bdd", message)] if message.contains(expected)),
            "{problems:?}"
        );
    }
    let keys = ["version", "conditions", "results", "root", "nodeCount", "nodes"];
    for key in keys {
        let text = document(&NODES, 2).replace(&format!("\"{key}\":"), &format!("\"x-{key}\":"));
        let mut sources = Sources::default();
        let source = sources.add("endpoint-bdd-1.json", text);
        let mut diagnostics = Diagnostics::default();
        let node = json::parse(&sources, source, &mut diagnostics).expect("the test is JSON");
        assert_eq!(compiled(&node, &mut diagnostics), None, "{key}");
        assert!(diagnostics.iter().any(|problem| problem.code == "missing-key"), "{key}");
    }
}

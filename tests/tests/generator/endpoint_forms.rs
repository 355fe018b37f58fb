//! Endpoint rules as a rule set, compiled, or both: how they are read, compared and generated.

use std::fs;

use smithy_codegen::Config;
use smithy_model::{Diagnostics, Model, Options, Parts, Sources, Unsupported, files, load};

const PARAMETERS: &str = r#"{
    "Region": {"type": "string", "builtIn": "AWS::Region"},
    "Endpoint": {"type": "string", "builtIn": "SDK::Endpoint"}
}"#;

const RULES: &str = r#"[
    {"type": "endpoint", "conditions": [{"fn": "isSet", "argv": [{"ref": "Endpoint"}]}],
     "endpoint": {"url": {"ref": "Endpoint"}}},
    {"type": "tree", "conditions": [{"fn": "isSet", "argv": [{"ref": "Region"}]}], "rules": [
        {"type": "endpoint",
         "conditions": [{"fn": "aws.partition", "argv": [{"ref": "Region"}], "assign": "P"}],
         "endpoint": {"url": "https://{Region}.{P#dnsSuffix}"}}]},
    {"type": "error", "conditions": [], "error": "no region"}]"#;

/// The same rules with the tree inlined, in another order, and with other names.
const INLINED: &str = r#"[
    {"type": "error", "error": "no region", "conditions": [
        {"fn": "not", "argv": [{"fn": "isSet", "argv": [{"ref": "Endpoint"}]}]},
        {"fn": "not", "argv": [{"fn": "isSet", "argv": [{"ref": "Region"}]}]}]},
    {"type": "endpoint", "endpoint": {"url": "https://{Region}.{Found#dnsSuffix}"}, "conditions": [
        {"fn": "not", "argv": [{"fn": "isSet", "argv": [{"ref": "Endpoint"}]}]},
        {"fn": "isSet", "argv": [{"ref": "Region"}]},
        {"fn": "aws.partition", "argv": [{"ref": "Region"}], "assign": "Found"}]},
    {"type": "endpoint", "endpoint": {"url": "{Endpoint}"}, "conditions": [
        {"fn": "isSet", "argv": [{"ref": "Endpoint"}]}]}]"#;

/// Endpoint, then region, then partition.
const NODES: &str = "/////wAAAAH/////AAAAAAX14QEAAAADAAAAAQAAAAQF9eEDAAAAAgX14QL/////";
/// The same with the branches after the region exchanged.
const OTHER: &str = "/////wAAAAH/////AAAAAAX14QEAAAADAAAAAQX14QMAAAAEAAAAAgX14QL/////";

const CASES: &str = r#"[
    {"documentation": "a region", "params": {"Region": "eu-west-1"},
     "expect": {"endpoint": {"url": "https://eu-west-1.amazonaws.com"}}},
    {"documentation": "one that has moved", "params": {"Region": "us-iso-east-1"},
     "expect": {"endpoint": {"url": "https://us-iso-east-1.amazonaws.com"}}}]"#;

fn rule_set(rules: &str) -> String {
    format!(r#"{{"version": "1.0", "parameters": {PARAMETERS}, "rules": {rules}}}"#)
}

fn compiled(nodes: &str) -> String {
    format!(
        r#"{{"version": "1.1", "parameters": {PARAMETERS}, "root": 2, "nodeCount": 4, "nodes": "{nodes}",
        "conditions": [
            {{"fn": "isSet", "argv": [{{"ref": "Endpoint"}}]}},
            {{"fn": "isSet", "argv": [{{"ref": "Region"}}]}},
            {{"fn": "aws.partition", "argv": [{{"ref": "Region"}}], "assign": "P"}}],
        "results": [
            {{"type": "endpoint", "conditions": [], "endpoint": {{"url": {{"ref": "Endpoint"}}}}}},
            {{"type": "endpoint", "conditions": [], "endpoint": {{"url": "https://{{Region}}.{{P#dnsSuffix}}"}}}},
            {{"type": "error", "conditions": [], "error": "no region"}}]}}"#
    )
}

fn tests(cases: &str) -> String {
    format!(r#"{{"version": "1.0", "testCases": {cases}}}"#)
}

/// A service with these traits.
fn service(traits: &[(&str, String)]) -> String {
    let entry = |(name, value): &(&str, String)| format!(r#", "smithy.rules#{name}": {value}"#);
    let traits = traits.iter().map(entry).collect::<Vec<_>>().concat();
    format!(
        r#"{{"smithy": "2.0", "shapes": {{
            "lab#Lab": {{"type": "service", "version": "1", "operations": [{{"target": "lab#Get"}}],
                "traits": {{"aws.protocols#restJson1": {{}} {traits}}}}},
            "lab#Get": {{"type": "operation",
                "traits": {{"smithy.api#http": {{"method": "GET", "uri": "/", "code": 200}}}}}}}}}}"#
    )
}

/// Returns the model, and the code and message of each warning.
fn read(text: &str) -> (Model, Vec<(String, String)>) {
    let mut sources = Sources::default();
    let parts = Parts::new(sources.add("lab.smithy.json", text));
    let mut diagnostics = Diagnostics::default();
    let model = load(&sources, parts, Options::default(), &mut diagnostics);
    let Some(model) = model else { panic!("{}", diagnostics.render(&sources, false)) };
    (model, told(&diagnostics))
}

fn told(diagnostics: &Diagnostics) -> Vec<(String, String)> {
    diagnostics.iter().map(|fault| (fault.code.to_owned(), fault.message.clone())).collect()
}

#[test]
fn all_forms_mean_the_same() {
    let tree = service(&[("endpointRuleSet", rule_set(RULES))]);
    let inlined = service(&[("endpointRuleSet", rule_set(INLINED))]);
    let diagram = service(&[("endpointBdd", compiled(NODES))]);
    let both = service(&[("endpointRuleSet", rule_set(RULES)), ("endpointBdd", compiled(NODES))]);
    let models = [tree, inlined, diagram, both].map(|text| read(&text));
    for (old, words) in &models {
        assert_eq!(*words, []);
        for (new, _) in &models {
            let ids: Vec<_> = changes(old, new).into_iter().map(|change| change.0).collect();
            assert_eq!(ids, [""; 0]);
        }
    }
}

/// Rule, message, old and new of each change.
fn changes(old: &Model, new: &Model) -> Vec<(&'static str, String, Option<String>, Option<String>)> {
    let mut sources = Sources::default();
    // Places are reported too, and have to be within a text.
    sources.add("lab.smithy.json", " ".repeat(10_000));
    smithy_diff::compare(&sources, old, new)
        .changes
        .into_iter()
        .map(|change| (change.rule.id, change.message, change.old, change.new))
        .collect()
}

/// An operation that is left out does not remove the endpoint rules.
#[test]
fn a_fault_elsewhere_in_the_model_leaves_the_rules_alone() {
    for form in [("endpointRuleSet", rule_set(RULES)), ("endpointBdd", compiled(NODES))] {
        let text = service(&[form]).replacen(
            r#"{"target": "lab#Get"}"#,
            r#"{"target": "lab#Get"}, {"target": "lab#Odd"}"#,
            1,
        );
        let odd = r#""shapes": {"lab#Odd": {"type": "operation", "input": {"target": "lab#Gone"},
            "traits": {"smithy.api#http": {"method": "GET", "uri": "/odd", "code": 200}}},"#;
        let mut sources = Sources::default();
        let parts = Parts::new(sources.add("lab.smithy.json", text.replacen(r#""shapes": {"#, odd, 1)));
        let mut diagnostics = Diagnostics::default();
        let options = Options { unsupported: Unsupported::LeaveOut, ..Options::default() };
        let model = load(&sources, parts, options, &mut diagnostics).expect("one operation");
        assert!(model.operations.len() == 1 && model.endpoint_rules.is_some(), "{diagnostics:?}");
    }
}

#[test]
fn a_difference_is_shown_by_settings_that_lead_elsewhere() {
    let (old, _) = read(&service(&[("endpointBdd", compiled(NODES))]));
    let moved = RULES.replace("https://{Region}.", "https://lab.{Region}.");
    let (new, _) = read(&service(&[("endpointRuleSet", rule_set(&moved))]));
    let changes = changes(&old, &new);
    let [(rule, message, before, after)] = changes.as_slice() else { panic!("{changes:?}") };
    assert_eq!(*rule, "endpoint-rules-changed");
    assert!(message.starts_with("with Region=us-east-1, the endpoint is another one"), "{message}");
    assert_eq!(before.as_deref(), Some("https://us-east-1.amazonaws.com"));
    assert_eq!(after.as_deref(), Some("https://lab.us-east-1.amazonaws.com"));
}

#[test]
fn signing_as_usual_makes_no_difference() {
    let model = |schemes: &str| {
        let url = r#"{"url": "https://{Region}.{P#dnsSuffix}""#;
        let rules = RULES.replace(url, &format!(r#"{url}, "properties": {{"authSchemes": [{schemes}]}}"#));
        let own = ("endpointRuleSet", rule_set(&rules));
        let name = r#""aws.auth#sigv4": {"name": "lab"}, "aws.protocols#restJson1""#;
        read(&service(&[own]).replace(r#""aws.protocols#restJson1""#, name)).0
    };
    let usual = model(r#"{"name": "sigv4", "signingName": "lab", "signingRegion": "{Region}"}"#);
    assert_eq!(changes(&model(""), &usual), []);
    let other = changes(&model(""), &model(r#"{"name": "sigv4", "signingName": "barn"}"#));
    let [(_, _, Some(before), Some(after))] = other.as_slice() else { panic!("{other:?}") };
    assert!(before.ends_with(" signed as usual") && after.ends_with(" signed by sigv4 barn"), "{other:?}");
}

/// Rules that differ only with another parameter, and an operation that sets it.
#[test]
fn rules_are_compared_by_what_operations_set() {
    let other = r#"{"type": "endpoint", "endpoint": {"url": "https://other.example"},
        "conditions": [{"fn": "stringEquals", "argv": [{"ref": "Kind"}, "B"]}]},"#;
    let rules = rule_set(RULES).replacen("\"rules\": [", &format!("\"rules\": [{other}"), 1).replacen(
        "\"Region\":",
        "\"Kind\": {\"type\": \"string\", \"required\": true}, \"Region\":",
        1,
    );
    let (old, _) = read(&service(&[("endpointRuleSet", rule_set(RULES))]));
    let added = "endpoint-parameter-added";
    let cases: [(&str, &[&str]); 3] = [
        ("A", &[added, "endpoint-rules-rewritten"]),
        ("B", &["endpoint-rules-changed", "endpoint-rules-extended", added]),
        ("", &["endpoint-rules-changed", "required-endpoint-parameter-added", "endpoint-rules-extended"]),
    ];
    for (kind, expected) in cases {
        let set = format!(
            r#""smithy.rules#staticContextParams": {{"Kind": {{"value": "{kind}"}}}}, "smithy.api#http""#
        );
        let set = if kind.is_empty() { "\"smithy.api#http\"" } else { &set };
        let text = service(&[("endpointRuleSet", rules.clone())]).replace("\"smithy.api#http\"", set);
        let (new, _) = read(&text);
        let ids: Vec<_> = changes(&old, &new).into_iter().map(|change| change.0).collect();
        assert_eq!(ids, expected, "{kind}");
    }
}

/// Parts of values that rules compare are tried, however they are derived from a parameter.
#[test]
fn differences_in_parts_of_values_are_found() {
    let equal = |value: &str| format!(r#"{{"fn": "stringEquals", "argv": [{value}, "zzq"]}}"#);
    let attribute =
        |path: &str| equal(&format!(r#"{{"fn": "getAttr", "argv": [{{"ref": "X"}}, "{path}"]}}"#));
    let assign =
        |function: &str, argv: &str| format!(r#"{{"fn": "{function}", "argv": [{argv}], "assign": "X"}}"#);
    let (region, url) = (r#"{"ref": "Region"}"#, r#"{"ref": "Endpoint"}"#);
    let cases = [
        [assign("substring", &format!("{region}, 0, 3, false")), equal(r#"{"ref": "X"}"#)],
        [assign("substring", &format!("{region}, 2, 5, true")), equal(r#"{"ref": "X"}"#)],
        [assign("split", &format!(r#"{region}, "--", 0"#)), attribute("[1]")],
        [assign("split", &format!(r#"{region}, "--", 0"#)), attribute("[-2]")],
        [assign("aws.parseArn", url), attribute("accountId")],
        [assign("aws.parseArn", url), attribute("resourceId[1]")],
        [assign("parseURL", url), attribute("authority")],
    ];
    let (old, _) = read(&service(&[("endpointRuleSet", rule_set(RULES))]));
    for [derived, compared] in cases {
        let value = if derived.contains("Endpoint") { url } else { region };
        let rule = format!(
            r#"[{{"type": "error", "error": "weird",
            "conditions": [{{"fn": "isSet", "argv": [{value}]}}, {derived}, {compared}]}},"#
        );
        let (new, _) = read(&service(&[("endpointRuleSet", rule_set(&RULES.replacen('[', &rule, 1)))]));
        let ids: Vec<_> = changes(&old, &new).into_iter().map(|change| change.0).collect();
        let is_found = ids.contains(&"endpoint-rules-changed") || ids.contains(&"endpoint-messages-changed");
        assert!(is_found, "{derived} {compared} {ids:?}");
    }
}

/// No sample reaches these: a partition without FIPS, and a text that rules split in an unsupported way.
#[test]
fn texts_that_no_case_meets_are_told_all_the_same() {
    let rules = |message: &str, text: &str| {
        let get = |name: &str| format!(r#"{{"fn": "getAttr", "argv": [{{"ref": "P"}}, "{name}"]}}"#);
        let (fips, name) = (get("supportsFIPS"), get("name"));
        let partition = r#"{"fn": "isSet", "argv": [{"ref": "Region"}]},
            {"fn": "aws.partition", "argv": [{"ref": "Region"}], "assign": "P"}"#;
        let rule = format!(
            r#"[{{"type": "error", "error": "{message}", "conditions": [{partition},
                {{"fn": "booleanEquals", "argv": [{fips}, false]}},
                {{"fn": "not", "argv": [{{"fn": "stringEquals", "argv": [{name}, "{text}"]}}]}}]}},"#
        );
        read(&service(&[("endpointRuleSet", rule_set(&RULES.replacen('[', &rule, 1)))])).0
    };
    let old = rules("no FIPS", "mars");
    let told = |new| changes(&old, &new).into_iter().map(|change| (change.0, change.2, change.3)).collect();
    let messages: Vec<_> = told(rules("FIPS is not there", "mars"));
    let (before, after) = (Some("no FIPS".to_owned()), Some("FIPS is not there".to_owned()));
    assert_eq!(messages, [("endpoint-messages-changed", before, after)]);
    let rewritten: Vec<_> = told(rules("no FIPS", "venus"));
    assert_eq!(rewritten, [("endpoint-rules-rewritten", None, None)]);
    assert_eq!(told(rules("no FIPS", "mars")), []);
}

#[test]
fn forms_that_differ_are_told_and_the_rule_set_counts() {
    let cases = ("endpointTests", tests(CASES));
    let rules = ("endpointRuleSet", rule_set(RULES));
    let (model, words) = read(&service(&[rules.clone(), ("endpointBdd", compiled(OTHER)), cases.clone()]));
    let [(code, message)] = words.as_slice() else { panic!("{words:?}") };
    assert_eq!(code, "endpoint-forms-differ");
    assert_eq!(
        message,
        "the two forms of the endpoint rules differ in the test `a region`: https://eu-west-1.amazonaws.com by the \
         rule set, no endpoint (no region) by the compiled rules"
    );
    let (alone, _) = read(&service(&[rules.clone(), cases.clone()]));
    assert_eq!(model.endpoint_rules, alone.endpoint_rules);
    let (_, words) = read(&service(&[rules, ("endpointBdd", compiled("AAAA")), cases]));
    let [(code, message)] = words.as_slice() else { panic!("{words:?}") };
    assert_eq!(code, "endpoint-forms-differ");
    assert!(message.starts_with("the compiled endpoint rules cannot be read: "), "{message}");
}

#[test]
fn tests_that_the_partitions_contradict_are_left_out_and_named() {
    for form in [("endpointRuleSet", rule_set(RULES)), ("endpointBdd", compiled(NODES))] {
        let (model, words) = read(&service(&[form, ("endpointTests", tests(CASES))]));
        assert_eq!(words, []);
        let mut diagnostics = Diagnostics::default();
        let tree = smithy_codegen::generate(&model, &Config::default(), &mut diagnostics).expect("a crate");
        let words = told(&diagnostics);
        let [(code, message)] = words.as_slice() else { panic!("{words:?}") };
        assert_eq!(code, "endpoint-test-contradicted");
        let expected = "1 endpoint test contradicts the endpoint rules and is left out: `one that has moved`";
        assert_eq!(message, expected);
        let text = tree.get("src/endpoint.rs").expect("the file");
        assert!(text.contains("Region=eu-west-1 => ") && !text.contains("us-iso-east-1"), "{text}");
    }
}

/// The rules decide the text of an error.
#[test]
fn tests_that_expect_other_words_of_an_error_are_left_out() {
    let cases = r#"[{"documentation": "nothing", "params": {}, "expect": {"error": "a region, please"}}]"#;
    let (model, _) = read(&service(&[("endpointRuleSet", rule_set(RULES)), ("endpointTests", tests(cases))]));
    let mut diagnostics = Diagnostics::default();
    assert!(smithy_codegen::generate(&model, &Config::default(), &mut diagnostics).is_some());
    let expected = "1 endpoint test contradicts the endpoint rules and is left out: `nothing`".to_owned();
    assert_eq!(told(&diagnostics), [("endpoint-test-contradicted".to_owned(), expected)]);
}

/// No partition has ever had such a host, or has used another region for the first partition.
#[test]
fn tests_that_the_rules_contradict_are_an_error() {
    let cases = CASES
        .replace("https://eu-west-1.amazonaws.com", "https://eu-west-1.c2s.ic.gov")
        .replace("https://us-iso-east-1.amazonaws.com", "https://lab.us-iso-east-1.amazonaws.com");
    let (model, _) =
        read(&service(&[("endpointRuleSet", rule_set(RULES)), ("endpointTests", tests(&cases))]));
    let mut diagnostics = Diagnostics::default();
    assert!(smithy_codegen::generate(&model, &Config::default(), &mut diagnostics).is_none());
    let expected =
        "2 endpoint tests contradict the endpoint rules: `a region`, `one that has moved`".to_owned();
    assert_eq!(told(&diagnostics), [("endpoint-rules-contradicted".to_owned(), expected)]);
}

#[test]
fn compiled_rules_stand_beside_a_c2j_model() {
    let folder = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("endpoint-forms");
    fs::create_dir_all(&folder).expect("a folder");
    let model = r#"{"version": "2.0",
        "metadata": {"apiVersion": "2026-01-01", "endpointPrefix": "lab", "protocol": "rest-json",
            "serviceFullName": "Lab", "serviceId": "Lab", "signatureVersion": "v4"},
        "operations": {"Get": {"name": "Get", "http": {"method": "GET", "requestUri": "/"}}},
        "shapes": {}}"#;
    fs::write(folder.join("service-2.json"), model).expect("a file");
    fs::write(folder.join("endpoint-bdd-1.json"), compiled(NODES)).expect("a file");
    let mut sources = Sources::default();
    let parts = files::open(&mut sources, &folder.join("service-2.json"), None).expect("the files");
    let mut diagnostics = Diagnostics::default();
    let found = load(&sources, parts, Options::default(), &mut diagnostics).expect("a model");
    assert_eq!(told(&diagnostics), []);
    let (expected, _) = read(&service(&[("endpointBdd", compiled(NODES))]));
    assert_eq!(found.endpoint_rules, expected.endpoint_rules);
}

//! Waiters in compiled code: each kind of expression over outputs that match and that do not.

use std::fmt::Write as _;

use smithy_codegen::Runtime;

use crate::cargo;
use crate::generate;

const MODEL: &str = include_str!("../../fixtures/waiters.smithy.json");
const PROGRAM: &str = include_str!("../../fixtures/waiters.rs");

/// A path, its expected value (`true`, `false`, a text, or `all` or `any` of a text), the members of outputs that
/// match, and of outputs that do not.
type Case = (&'static str, &'static str, &'static [&'static str], &'static [&'static str]);

const CASES: &[Case] = &[
    ("name", "a", &[r#""name": "a""#], &[r#""name": "b""#, ""]),
    ("state", "ON", &[r#""state": "ON""#], &[r#""state": "OFF""#, ""]),
    ("inner.name", "a", &[r#""inner": {"name": "a"}"#], &[r#""inner": {}"#, r#""name": "a""#, ""]),
    ("inner.state", "ON", &[r#""inner": {"state": "ON"}"#], &[r#""inner": {}"#, ""]),
    ("must.name", "a", &[r#""must": {"name": "a"}"#], &[r#""must": {"name": "b"}"#]),
    ("flag", "true", &[r#""flag": true"#], &[r#""flag": false"#, ""]),
    ("flag", "false", &[r#""flag": false"#], &[r#""flag": true"#, ""]),
    ("must.flag", "true", &[r#""must": {"flag": true}"#], &[r#""must": {"flag": false}"#]),
    ("must.flag", "false", &[r#""must": {"flag": false}"#], &[r#""must": {"flag": true}"#]),
    ("inner.flag", "true", &[r#""inner": {"flag": true}"#], &[r#""inner": {}"#, ""]),
    // Lists; an empty one never matches.
    ("names", "all a", &[r#""names": ["a", "a"]"#], &[r#""names": ["a", "b"]"#, r#""names": []"#, ""]),
    ("names", "any a", &[r#""names": ["b", "a"]"#], &[r#""names": ["b"]"#, r#""names": []"#, ""]),
    ("must.names[]", "all a", &[r#""must": {"names": ["a"]}"#], &[r#""must": {"names": []}"#]),
    ("states[]", "any ON", &[r#""states": ["OFF", "ON"]"#], &[r#""states": ["OFF"]"#, ""]),
    (
        "sparse[]",
        "all a",
        &[r#""sparse": ["a", null]"#],
        &[r#""sparse": [null]"#, r#""sparse": ["a", "b"]"#, ""],
    ),
    ("lists[]", "any c", &[r#""lists": [["a"], ["b", "c"]]"#], &[r#""lists": [["a"], []]"#, ""]),
    ("lists[*][0]", "all a", &[r#""lists": [["a", "b"], [], ["a"]]"#], &[r#""lists": [["b", "a"]]"#, ""]),
    (
        "frogs[].state",
        "all ON",
        &[r#""frogs": [{"state": "ON"}, {}]"#],
        &[r#""frogs": [{}]"#, r#""frogs": [{"state": "OFF"}]"#, ""],
    ),
    (
        "frogs[*].name",
        "any a",
        &[r#""frogs": [{"name": "b"}, {"name": "a"}]"#],
        &[r#""frogs": [{"name": "b"}]"#, ""],
    ),
    ("must.frogs[].name", "any a", &[r#""must": {"frogs": [{"name": "a"}]}"#], &[r#""must": {}"#]),
    (
        "frogs[].names[]",
        "all a",
        &[r#""frogs": [{"names": ["a"]}, {}]"#],
        &[r#""frogs": [{"names": ["a", "b"]}]"#, ""],
    ),
    (
        "frogs[].young[].name",
        "any a",
        &[r#""frogs": [{"young": [{"name": "a"}]}]"#],
        &[r#""frogs": [{"name": "a"}]"#],
    ),
    ("map.*.name", "any a", &[r#""map": {"x": {"name": "a"}}"#], &[r#""map": {"a": {}}"#, ""]),
    ("keys(map)", "any a", &[r#""map": {"a": {}}"#], &[r#""map": {"x": {"name": "a"}}"#, ""]),
    // Indices.
    ("names[0]", "a", &[r#""names": ["a", "b"]"#], &[r#""names": ["b", "a"]"#, r#""names": []"#, ""]),
    ("names[1]", "a", &[r#""names": ["b", "a"]"#], &[r#""names": ["a"]"#, ""]),
    ("names[-1]", "a", &[r#""names": ["b", "a"]"#], &[r#""names": ["a", "b"]"#, ""]),
    ("must.names[-2]", "a", &[r#""must": {"names": ["a", "b"]}"#], &[r#""must": {"names": ["a"]}"#]),
    ("sparse[0]", "a", &[r#""sparse": ["a"]"#], &[r#""sparse": [null]"#, ""]),
    ("frogs[0].name", "a", &[r#""frogs": [{"name": "a"}]"#], &[r#""frogs": []"#, ""]),
    ("frogs[].name | [0]", "a", &[r#""frogs": [{}, {"name": "a"}]"#], &[r#""frogs": []"#, ""]),
    ("frogs[].name | [-1]", "a", &[r#""frogs": [{"name": "a"}, {}]"#], &[r#""frogs": [{}]"#, ""]),
    // Several values.
    ("[name, inner.name]", "all a", &[r#""name": "a", "inner": {"name": "a"}"#], &[r#""name": "a""#, ""]),
    ("[name, inner.name]", "any a", &[r#""name": "a""#], &[r#""name": "b""#, ""]),
    ("inner.[name, name]", "any a", &[r#""inner": {"name": "a"}"#], &[r#""inner": {}"#, ""]),
    ("frogs[].[name, state][]", "any ON", &[r#""frogs": [{"state": "ON"}]"#], &[r#""frogs": [{}]"#, ""]),
    // Lengths; null has none, in any comparison.
    ("length(names) == `2`", "true", &[r#""names": ["a", "b"]"#], &[r#""names": ["a"]"#, ""]),
    ("length(names) != `2`", "true", &[r#""names": ["a"]"#], &[r#""names": ["a", "b"]"#, ""]),
    ("!(length(names) == `2`)", "true", &[r#""names": ["a"]"#], &[r#""names": ["a", "b"]"#, ""]),
    ("length(names) > `0`", "false", &[r#""names": []"#], &[r#""names": ["a"]"#, ""]),
    ("length(name) >= `2`", "true", &[r#""name": "öö""#], &[r#""name": "ö""#, ""]),
    ("length(must.names) < `1`", "true", &[r#""must": {"names": []}"#], &[r#""must": {"names": ["a"]}"#]),
    ("length(map) == `1`", "true", &[r#""map": {"a": {}}"#], &[r#""map": {}"#, ""]),
    ("length(frogs[]) > `0`", "true", &[r#""frogs": [{}]"#], &[r#""frogs": []"#, ""]),
    // Filters.
    (
        "frogs[?state == 'ON'].name",
        "any a",
        &[r#""frogs": [{"state": "ON", "name": "a"}]"#],
        &[r#""frogs": [{"state": "OFF", "name": "a"}]"#, ""],
    ),
    (
        "frogs[?flag].name",
        "any a",
        &[r#""frogs": [{"flag": true, "name": "a"}]"#],
        &[r#""frogs": [{"flag": false, "name": "a"}, {"name": "a"}]"#],
    ),
    (
        "frogs[?!flag].name",
        "any a",
        &[r#""frogs": [{"flag": false, "name": "a"}]"#, r#""frogs": [{"name": "a"}]"#],
        &[r#""frogs": [{"flag": true, "name": "a"}]"#],
    ),
    (
        "frogs[?names].name",
        "any a",
        &[r#""frogs": [{"names": ["x"], "name": "a"}]"#],
        &[r#""frogs": [{"names": [], "name": "a"}, {"name": "a"}]"#],
    ),
    (
        "frogs[?name].state",
        "any ON",
        &[r#""frogs": [{"name": "a", "state": "ON"}]"#],
        &[r#""frogs": [{"name": "", "state": "ON"}]"#],
    ),
    (
        "frogs[?!name].state",
        "any ON",
        &[r#""frogs": [{"name": "", "state": "ON"}]"#],
        &[r#""frogs": [{"name": "a", "state": "ON"}]"#],
    ),
    (
        "frogs[?!(state == 'ON' && flag)].name",
        "any a",
        &[r#""frogs": [{"state": "ON", "name": "a"}]"#],
        &[r#""frogs": [{"state": "ON", "flag": true, "name": "a"}]"#],
    ),
    ("names[?@ != 'a']", "any b", &[r#""names": ["a", "b"]"#], &[r#""names": ["a"]"#, ""]),
    (
        "length(frogs[?!(length(names) == `1` && count == count)]) == `0`",
        "true",
        &[r#""frogs": [{"names": ["a"]}]"#, r#""frogs": []"#],
        &[r#""frogs": [{"names": []}]"#, r#""frogs": [{}]"#, ""],
    ),
    (
        "length(must.frogs[?count > `1`]) == `1`",
        "true",
        &[r#""must": {"frogs": [{"count": 2}, {"count": 1}, {}]}"#],
        &[r#""must": {}"#],
    ),
    (
        "frogs[?contains(names, 'x')].name",
        "any a",
        &[r#""frogs": [{"names": ["x"], "name": "a"}]"#],
        &[r#""frogs": [{"names": ["x"], "name": "a"}, {}]"#],
    ),
    // Comparisons; null is a value like others.
    ("name != 'a'", "true", &[r#""name": "b""#, ""], &[r#""name": "a""#]),
    ("name == 'a'", "false", &[r#""name": "b""#, ""], &[r#""name": "a""#]),
    ("name == `null`", "true", &[""], &[r#""name": "a""#]),
    ("float != `null`", "true", &[r#""float": 0.5"#], &[""]),
    ("inner != `null`", "true", &[r#""inner": {}"#], &[""]),
    (
        "must.name == inner.name",
        "true",
        &[r#""must": {"name": "a"}, "inner": {"name": "a"}"#],
        &[r#""must": {"name": ""}"#],
    ),
    ("flag == `true`", "true", &[r#""flag": true"#], &[""]),
    ("must.flag == `false`", "true", &[r#""must": {"flag": false}"#], &[r#""must": {"flag": true}"#]),
    ("count == long", "true", &[r#""count": 3, "long": 3"#, ""], &[r#""count": 3"#]),
    ("count > `3`", "true", &[r#""count": 4"#], &[r#""count": 3"#, ""]),
    ("count > `3`", "false", &[r#""count": 3"#], &[r#""count": 4"#, ""]),
    ("!(count > `-3`)", "true", &[r#""count": -3"#, ""], &[r#""count": 4"#]),
    ("must.count <= must.count", "true", &[r#""must": {"count": 1}"#], &[]),
    // Conditions.
    (
        "flag && other",
        "true",
        &[r#""flag": true, "other": true"#],
        &[r#""flag": true"#, r#""other": true"#, ""],
    ),
    (
        "flag && other",
        "false",
        &[r#""flag": false"#, r#""flag": true, "other": false"#],
        &[r#""flag": true"#, r#""other": false"#],
    ),
    ("flag || other", "true", &[r#""flag": true"#, r#""other": true"#], &[r#""flag": false"#, ""]),
    ("flag || other", "false", &[r#""other": false"#], &[r#""flag": false"#, ""]),
    (
        "must.flag && !(must.count == `1`)",
        "true",
        &[r#""must": {"flag": true, "count": 2}"#],
        &[r#""must": {"flag": true, "count": 1}"#],
    ),
    (
        "length(names) == `1` || flag",
        "true",
        &[r#""names": ["a"]"#, r#""names": [], "flag": true"#],
        &[r#""flag": true"#],
    ),
    ("flag || length(names) == `1`", "true", &[r#""flag": true"#, r#""names": ["a"]"#], &[""]),
    ("contains(names, 'a')", "true", &[r#""names": ["a"]"#], &[r#""names": []"#, ""]),
    ("contains(names, 'a')", "false", &[r#""names": []"#], &[r#""names": ["a"]"#, ""]),
    (
        "contains(must.names, name)",
        "true",
        &[r#""must": {"names": ["a"]}, "name": "a""#],
        &[r#""must": {"names": ["a"]}"#],
    ),
    ("contains(name, 'b')", "true", &[r#""name": "abc""#], &[r#""name": "ac""#, ""]),
    // The input, which expects `a` and `b`.
    ("input.wanted[0] == output.name", "true", &[r#""name": "a""#], &[r#""name": "b""#, ""]),
    (
        "length(input.wanted) == length(output.names)",
        "true",
        &[r#""names": ["x", "y"]"#],
        &[r#""names": []"#, ""],
    ),
];

/// Returns the trait with a waiter for each case.
fn waiters() -> String {
    let mut waiters = String::new();
    for (number, (path, expected, ..)) in CASES.iter().enumerate() {
        let (comparator, expected) = match *expected {
            "true" | "false" => ("booleanEquals", *expected),
            text => match text.split_once(' ') {
                Some(("all", text)) => ("allStringEquals", text),
                Some((_, text)) => ("anyStringEquals", text),
                None => ("stringEquals", text),
            },
        };
        let kind = if path.contains("input.") { "inputOutput" } else { "output" };
        let path = path.replace('"', "\\\"");
        let _ = write!(
            waiters,
            r#""Case{number}": {{"acceptors": [{{"state": "success", "matcher":
                {{"{kind}": {{"path": "{path}", "comparator": "{comparator}", "expected": "{expected}"}}}}}}]}},"#
        );
    }
    waiters
}

/// Returns the lines that wait for each case.
fn calls() -> String {
    let mut calls = String::new();
    for (number, (path, _, met, unmet)) in CASES.iter().enumerate() {
        for (members, expected) in met.iter().map(|it| (it, true)).chain(unmet.iter().map(|it| (it, false))) {
            let must = if members.contains("must") { "" } else { r#""must": {}"# };
            let comma = if must.is_empty() || members.is_empty() { "" } else { ", " };
            let body = format!("{{{members}{comma}{must}}}");
            let _ = writeln!(
                calls,
                "let look = client(200, {body:?}).look().wanted(\"a\").wanted(\"b\");
                 check({path:?}, {body:?}, {expected}, outcome(look.wait_until_case{number}(Duration::ZERO)));"
            );
        }
    }
    calls
}

#[test]
fn what_is_waited_for_is_told_from_answers_and_errors() {
    let runtime = Runtime::Path(format!("{}/runtime", cargo::WORKSPACE));
    let model = MODEL.replace(r#""Drained": {"#, &format!(r#"{} "Drained": {{"#, waiters()));
    let (tree, words) = generate::generate("pond", &model, runtime);
    assert_eq!(words, "");
    tree.persist(&cargo::folder("pond")).expect("the crate can be written");
    let dependency = r#"pond = { path = "../pond", default-features = false, features = ["blocking", "client", "mqtt", "test-util"] }"#;
    let program = cargo::program("waiters-program", dependency, &PROGRAM.replace("// CASES", &calls()));
    cargo::cargo(&["run"], &program);
}

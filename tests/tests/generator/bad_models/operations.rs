//! Faults in operations: method, URI, status, host prefix, input, output, errors.

use super::harness::{Case, SMITHY, check};

const CASES: &[Case] = &[
    (
        "no http trait",
        &[(
            r#""smithy.api#http": { "method": "PUT", "uri": "/lilies", "code": 204 }"#,
            r#""smithy.api#readonly": {}"#,
        )],
    ),
    ("unknown method", &[(r#""method": "GET""#, r#""method": "FETCH""#)]),
    ("method in lower case", &[(r#""method": "GET""#, r#""method": "get""#)]),
    ("method is missing", &[(r#""method": "GET", "#, "")]),
    ("URI is a number", &[(r#""uri": "/frogs/{name}""#, r#""uri": 1"#)]),
    ("URI without a slash", &[(r#""uri": "/lilies""#, r#""uri": "lilies""#)]),
    ("URI with a host", &[(r#""uri": "/lilies""#, r#""uri": "https://pond.example/lilies""#)]),
    ("URI with a space", &[(r#""uri": "/lilies""#, r#""uri": "/water lilies""#)]),
    ("URI with an umlaut", &[(r#""uri": "/lilies""#, r#""uri": "/blüten""#)]),
    ("URI with a fragment", &[(r#""uri": "/lilies""#, r#""uri": "/lilies#red""#)]),
    ("URI with an open label", &[(r#""uri": "/frogs/{name}""#, r#""uri": "/frogs/{name""#)]),
    ("URI with an empty label", &[(r#""uri": "/frogs/{name}""#, r#""uri": "/frogs/{}""#)]),
    ("URI with a label in the query", &[(r#""uri": "/frogs/{name}""#, r#""uri": "/frogs?name={name}""#)]),
    ("label without a member", &[(r#""uri": "/frogs/{name}""#, r#""uri": "/frogs/{name}/{pond}""#)]),
    ("misspelt label", &[(r#""uri": "/frogs/{name}""#, r#""uri": "/frogs/{nmae}""#)]),
    ("label twice", &[(r#""uri": "/frogs/{name}""#, r#""uri": "/frogs/{name}/{name}""#)]),
    (
        "label behind a greedy one",
        &[
            (r#""uri": "/frogs/{name}""#, r#""uri": "/frogs/{name+}/{depth}""#),
            (
                r#""smithy.api#httpQuery": "depth""#,
                r#""smithy.api#httpLabel": {}, "smithy.api#required": {}"#,
            ),
        ],
    ),
    ("member without a label", &[(r#""uri": "/frogs/{name}""#, r#""uri": "/frogs""#)]),
    ("label on another member", &[(r#""smithy.api#httpLabel": {}, "#, "")]),
    ("status 99", &[(r#""code": 200"#, r#""code": 99"#)]),
    ("status 200.5", &[(r#""code": 200"#, r#""code": 200.5"#)]),
    ("status is text", &[(r#""code": 200"#, r#""code": "200""#)]),
    ("host prefix with an open label", &[(r#""{lily}.data.""#, r#""{lily.data.""#)]),
    ("host prefix with an unknown label", &[(r#""{lily}.data.""#, r#""{lilly}.data.""#)]),
    ("host prefix without the label", &[(r#""{lily}.data.""#, r#""data.""#)]),
    ("host prefix is no host", &[(r#""{lily}.data.""#, r#""{lily}/data.""#)]),
    ("host prefix is a number", &[(r#""{lily}.data.""#, "1")]),
    ("no host prefix at all", &[("\"smithy.api#endpoint\": { \"hostPrefix\": \"{lily}.data.\" },\n", "")]),
    (
        "optional host label",
        &[(r#""smithy.api#hostLabel": {}, "smithy.api#required": {}"#, r#""smithy.api#hostLabel": {}"#)],
    ),
    (
        "input is missing",
        &[(
            r#""input": { "target": "pond#GetFrogRequest" }"#,
            r#""input": { "target": "pond#GetFrogsRequest" }"#,
        )],
    ),
    (
        "input is text",
        &[(r#""input": { "target": "pond#GetFrogRequest" }"#, r#""input": "pond#GetFrogRequest""#)],
    ),
    (
        "output is a list",
        &[(r#""output": { "target": "pond#Frog" }"#, r#""output": { "target": "pond#Leaves" }"#)],
    ),
    (
        "output is a union",
        &[(r#""output": { "target": "pond#Frog" }"#, r#""output": { "target": "pond#Mood" }"#)],
    ),
    (
        "output is an operation",
        &[(r#""output": { "target": "pond#Frog" }"#, r#""output": { "target": "pond#PutLily" }"#)],
    ),
    (
        "error that is no error",
        &[(r#""errors": [{ "target": "pond#Gone" }]"#, r#""errors": [{ "target": "pond#Frog" }]"#)],
    ),
    (
        "error that is text",
        &[(r#""errors": [{ "target": "pond#Gone" }]"#, r#""errors": [{ "target": "pond#Name" }]"#)],
    ),
    (
        "errors are an object",
        &[(r#""errors": [{ "target": "pond#Gone" }]"#, r#""errors": { "target": "pond#Gone" }"#)],
    ),
    (
        "unknown key in an operation",
        &[(r#""output": { "target": "pond#Frog" }"#, r#""outputs": { "target": "pond#Frog" }"#)],
    ),
    ("unknown key in http", &[(r#""code": 204"#, r#""status": 204"#)]),
    (
        "authentication by password",
        &[(
            r#""smithy.api#http": { "method": "PUT""#,
            r#""smithy.api#auth": ["smithy.api#httpBasicAuth"], "smithy.api#http": { "method": "PUT""#,
        )],
    ),
    (
        "authentication by a number",
        &[(
            r#""smithy.api#http": { "method": "PUT""#,
            r#""smithy.api#auth": [1], "smithy.api#http": { "method": "PUT""#,
        )],
    ),
    (
        "checksum",
        &[(
            r#""smithy.api#http": { "method": "PUT""#,
            r#""aws.protocols#httpChecksum": { "requestChecksumRequired": true }, "smithy.api#http": { "method": "PUT""#,
        )],
    ),
    (
        "length of a stream on a number",
        &[(
            r#"{ "type": "integer", "traits": { "smithy.api#range": { "min": 1, "max": 9 } } }"#,
            r#"{ "type": "integer", "traits": { "smithy.api#requiresLength": {} } }"#,
        )],
    ),
    (
        "event stream",
        &[(r#""type": "union","#, r#""type": "union", "traits": { "smithy.api#streaming": {} },"#)],
    ),
    (
        "operation with a mixin",
        &[(r#""output": { "target": "pond#Frog" }"#, r#""mixins": [{ "target": "pond#Frog" }]"#)],
    ),
    (
        "static parameter without a value",
        &[(
            r#""smithy.api#http": { "method": "PUT""#,
            r#""smithy.rules#staticContextParams": { "Deep": { "valeu": true } }, "smithy.api#http": { "method": "PUT""#,
        )],
    ),
];

#[test]
fn edits() {
    check("operations", SMITHY, CASES);
}

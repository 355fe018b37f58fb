//! Faults in the bindings of members.

use super::harness::{Case, SMITHY, check};

const DEPTH: &str = r#"{ "smithy.api#httpQuery": "depth" }"#;
const COLOUR: &str = r#""colour": { "target": "pond#Colour" }"#;
const LEAVES: &str = r#"{ "target": "pond#Leaves", "traits": { "smithy.api#default": [] } }"#;
const PLANTED: &str = r#"{ "smithy.api#timestampFormat": "date-time" }"#;

const CASES: &[Case] = &[
    (
        "query and header",
        &[(DEPTH, r#"{ "smithy.api#httpQuery": "depth", "smithy.api#httpHeader": "X-Depth" }"#)],
    ),
    (
        "label and payload",
        &[(r#""smithy.api#httpLabel": {}"#, r#""smithy.api#httpLabel": {}, "smithy.api#httpPayload": {}"#)],
    ),
    ("two members in one header", &[(DEPTH, r#"{ "smithy.api#httpHeader": "x-trace" }"#)]),
    (
        "two members in one query parameter",
        &[(r#""smithy.api#httpHeader": "X-Trace""#, r#""smithy.api#httpQuery": "depth""#)],
    ),
    ("parameter that the URI has", &[(r#""uri": "/frogs/{name}""#, r#""uri": "/frogs/{name}?depth=3""#)]),
    (
        "payload beside body members",
        &[(COLOUR, r#""colour": { "target": "pond#Colour", "traits": { "smithy.api#httpPayload": {} } }"#)],
    ),
    (
        "two payloads",
        &[
            (LEAVES, r#"{ "target": "pond#Leaves", "traits": { "smithy.api#httpPayload": {} } }"#),
            (PLANTED, r#"{ "smithy.api#httpPayload": {} }"#),
        ],
    ),
    (
        "payload that is a number",
        &[(
            r#""depth": { "target": "smithy.api#Integer", "traits": { "smithy.api#httpQuery": "depth" } }"#,
            r#""depth": { "target": "smithy.api#Integer", "traits": { "smithy.api#httpPayload": {} } }"#,
        )],
    ),
    (
        "map in a header",
        &[(
            COLOUR,
            r#""colour": { "target": "pond#Friends", "traits": { "smithy.api#httpHeader": "X-Friends" } }"#,
        )],
    ),
    (
        "structure in the query",
        &[(
            r#"{ "target": "smithy.api#Integer", "traits": { "smithy.api#httpQuery": "depth" } }"#,
            r#"{ "target": "pond#Frog", "traits": { "smithy.api#httpQuery": "depth" } }"#,
        )],
    ),
    (
        "list in a label",
        &[(r#""name": { "target": "pond#Name", "traits""#, r#""name": { "target": "pond#Leaves", "traits""#)],
    ),
    ("number as query parameters", &[(DEPTH, r#"{ "smithy.api#httpQueryParams": {} }"#)]),
    (
        "text as prefix headers",
        &[(r#""smithy.api#httpHeader": "X-Trace""#, r#""smithy.api#httpPrefixHeaders": "X-""#)],
    ),
    (
        "status that is text",
        &[(
            COLOUR,
            r#""colour": { "target": "pond#Colour", "traits": { "smithy.api#httpResponseCode": {} } }"#,
        )],
    ),
    (
        "optional label",
        &[(r#""smithy.api#httpLabel": {}, "smithy.api#required": {}"#, r#""smithy.api#httpLabel": {}"#)],
    ),
    ("header name with a space", &[(r#""X-Trace""#, r#""X Trace""#)]),
    ("empty header name", &[(r#""X-Trace""#, r#""""#)]),
    ("header that is not for members", &[(r#""X-Trace""#, r#""Content-Length""#)]),
    ("empty query name", &[(r#""smithy.api#httpQuery": "depth""#, r#""smithy.api#httpQuery": """#)]),
    ("header name is a number", &[(r#""X-Trace""#, "1")]),
    ("label that says false", &[(r#""smithy.api#httpLabel": {}"#, r#""smithy.api#httpLabel": false"#)]),
    ("one JSON name for two members", &[(COLOUR, r#""grams": { "target": "pond#Colour" }"#)]),
    ("JSON name is null", &[(r#""smithy.api#jsonName": "grams""#, r#""smithy.api#jsonName": null"#)]),
    (
        "host label that is a number",
        &[(r#""lily": { "target": "pond#Name", "traits""#, r#""lily": { "target": "pond#Size", "traits""#)],
    ),
];

#[test]
fn edits() {
    check("bindings", SMITHY, CASES);
}

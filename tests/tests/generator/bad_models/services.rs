//! Faults in the service and its resources.

use super::harness::{Case, SMITHY, check};

const PROTOCOL: &str = r#""aws.protocols#restJson1": {}"#;

const CASES: &[Case] = &[
    ("no service", &[(r#""type": "service""#, r#""type": "structure""#)]),
    ("two services", &[(r#""pond#Lily": {"#, r#""pond#Lake": { "type": "service" }, "pond#Lily": {"#)]),
    ("unsupported protocol", &[(r#""aws.protocols#restJson1": {}"#, r#""aws.protocols#restXml": {}"#)]),
    ("no protocol", &[("\"aws.protocols#restJson1\": {},\n", "")]),
    (
        "no operations",
        &[
            (r#""operations": [{ "target": "pond#GetFrog" }]"#, r#""operations": []"#),
            (r#""resources": [{ "target": "pond#Lily" }]"#, r#""resources": []"#),
        ],
    ),
    ("operations are an object", &[(r#"[{ "target": "pond#GetFrog" }]"#, "{}")]),
    ("operation is text", &[(r#"[{ "target": "pond#GetFrog" }]"#, r#"["pond#GetFrog"]"#)]),
    ("operation is missing", &[(r#"[{ "target": "pond#GetFrog" }]"#, r#"[{ "target": "pond#GetFrogs" }]"#)]),
    ("operation is a structure", &[(r#"[{ "target": "pond#GetFrog" }]"#, r#"[{ "target": "pond#Frog" }]"#)]),
    ("resource is missing", &[(r#"[{ "target": "pond#Lily" }]"#, r#"[{ "target": "pond#lily" }]"#)]),
    (
        "resources in a cycle",
        &[(r#""put": { "target": "pond#PutLily" }"#, r#""resources": [{ "target": "pond#Lily" }]"#)],
    ),
    (
        "operation with two owners",
        &[(r#""put": { "target": "pond#PutLily" }"#, r#""put": { "target": "pond#GetFrog" }"#)],
    ),
    ("unknown key in a resource", &[(r#""put": {"#, r#""puts": {"#)]),
    ("resource is text", &[(r#""put": { "target": "pond#PutLily" }"#, r#""put": "pond#PutLily""#)]),
    ("signing name is missing", &[(r#"{ "name": "pond" }"#, "{}")]),
    ("service id is a number", &[(r#""sdkId": "Pond""#, r#""sdkId": 1"#)]),
    ("version is a date without quotes", &[(r#""2024-05-06""#, "20240506")]),
    ("only passwords", &[(r#""aws.auth#sigv4": { "name": "pond" }"#, r#""smithy.api#httpBasicAuth": {}"#)]),
    (
        "service errors are no errors",
        &[(r#""errors": [{ "target": "pond#Dry" }]"#, r#""errors": [{ "target": "pond#Frog" }]"#)],
    ),
    ("rename of nothing", &[(r#""version": "2024-05-06""#, r#""rename": { "pond#Toad": "Frog" }"#)]),
    ("service with a mixin", &[(r#""version": "2024-05-06""#, r#""mixins": [{ "target": "pond#Frog" }]"#)]),
    (
        "port that is none",
        &[(PROTOCOL, r#""aws.protocols#restJson1": {}, "smithy.codegen#mutualTls": { "port": 65536 }"#)],
    ),
    (
        "port that is text",
        &[(PROTOCOL, r#""aws.protocols#restJson1": {}, "smithy.codegen#mutualTls": { "port": "8443" }"#)],
    ),
    (
        "wrong host that is none",
        &[(
            PROTOCOL,
            r#""aws.protocols#restJson1": {}, "smithy.codegen#wrongHosts": [{ "host": "Lake.*", "help": "Go" }]"#,
        )],
    ),
    (
        "wrong host without advice",
        &[(
            PROTOCOL,
            r#""aws.protocols#restJson1": {}, "smithy.codegen#wrongHosts": [{ "host": "lake.*" }]"#,
        )],
    ),
    (
        "wrong hosts are an object",
        &[(PROTOCOL, r#""aws.protocols#restJson1": {}, "smithy.codegen#wrongHosts": { "lake.*": "Go" }"#)],
    ),
    (
        "hint that looks for nothing",
        &[(
            PROTOCOL,
            r#""aws.protocols#restJson1": {}, "smithy.codegen#hints": [{ "message": [], "help": "Go" }]"#,
        )],
    ),
    (
        "hint with empty texts",
        &[(
            PROTOCOL,
            r#""aws.protocols#restJson1": {}, "smithy.codegen#hints": [{ "message": [""], "help": " " }]"#,
        )],
    ),
    (
        "hint for a status that is none",
        &[(
            PROTOCOL,
            r#""aws.protocols#restJson1": {}, "smithy.codegen#hints": [{ "status": 1, "message": ["a"], "help": "Go" }]"#,
        )],
    ),
    ("no hints", &[(PROTOCOL, r#""aws.protocols#restJson1": {}, "smithy.codegen#hints": []"#)]),
    ("misspelt key", &[(r#""version": "2024-05-06""#, r#""versoin": "2024-05-06""#)]),
    (
        "traits are an array",
        &[(
            r#"{ "smithy.api#error": "server", "smithy.api#httpError": 503, "smithy.api#retryable": {} }"#,
            "[]",
        )],
    ),
];

#[test]
fn edits() {
    check("services", SMITHY, CASES);
}

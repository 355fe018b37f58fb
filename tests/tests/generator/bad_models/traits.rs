//! Faults in traits: unknown ones, ones of the wrong form, ones in the wrong place.

use super::harness::{Case, SMITHY, check};

const LENGTH: &str = r#"{ "min": 1, "max": 64 }"#;
const RANGE: &str = r#"{ "min": 1, "max": 9 }"#;
const COLOUR: &str = r#""colour": { "target": "pond#Colour" }"#;
const DEFAULT: &str = r#""smithy.api#default": []"#;
const GONE: &str = r#""smithy.api#error": "client""#;

const CASES: &[Case] = &[
    (
        "unknown trait that changes the wire",
        &[(r#""smithy.api#jsonName": "grams""#, r#""smithy.api#cborName": "grams""#)],
    ),
    ("misspelt trait", &[(r#""smithy.api#jsonName": "grams""#, r#""smithy.api#jsonname": "grams""#)]),
    ("trait without a namespace", &[(r#""smithy.api#jsonName": "grams""#, r#""jsonName": "grams""#)]),
    (
        "trait of Smithy 1",
        &[(r#""smithy.api#pattern": "^[a-z]+$""#, r#""smithy.api#enum": [{ "value": "a" }]"#)],
    ),
    ("negative length", &[(LENGTH, r#"{ "min": -1 }"#)]),
    ("fractional length", &[(LENGTH, r#"{ "max": 1.5 }"#)]),
    ("length that is text", &[(LENGTH, r#"{ "max": "64" }"#)]),
    ("length that is a number", &[(LENGTH, "64")]),
    ("length without bounds", &[(LENGTH, "{}")]),
    ("least length above the greatest", &[(LENGTH, r#"{ "min": 65, "max": 64 }"#)]),
    ("misspelt bound", &[(LENGTH, r#"{ "minimum": 1 }"#)]),
    ("least value above the greatest", &[(RANGE, r#"{ "min": 10, "max": 9 }"#)]),
    ("range that is text", &[(RANGE, r#"{ "max": "9" }"#)]),
    ("range without bounds", &[(RANGE, "{}")]),
    (
        "length of a number",
        &[(
            r#""smithy.api#range": { "min": 1, "max": 9 }"#,
            r#""smithy.api#length": { "min": 1, "max": 9 }"#,
        )],
    ),
    (
        "range of a text",
        &[(
            r#""smithy.api#length": { "min": 1, "max": 64 }"#,
            r#""smithy.api#range": { "min": 1, "max": 64 }"#,
        )],
    ),
    (
        "pattern of a number",
        &[(r#""smithy.api#range": { "min": 1, "max": 9 }"#, r#""smithy.api#pattern": "^[1-9]$""#)],
    ),
    ("unique items of a text", &[(r#""smithy.api#pattern": "^[a-z]+$""#, r#""smithy.api#uniqueItems": {}"#)]),
    ("pattern is an array", &[(r#""^[a-z]+$""#, r#"["^[a-z]+$"]"#)]),
    (
        "default of another type",
        &[(
            COLOUR,
            r#""depth": { "target": "smithy.api#Integer", "traits": { "smithy.api#default": "0" } }"#,
        )],
    ),
    ("default with an item of another type", &[(DEFAULT, r#""smithy.api#default": [1, "a"]"#)]),
    (
        "default out of 8 bits",
        &[(COLOUR, r#""depth": { "target": "smithy.api#Byte", "traits": { "smithy.api#default": 128 } }"#)],
    ),
    (
        "default outside the values of an enum",
        &[(COLOUR, r#""colour": { "target": "pond#Colour", "traits": { "smithy.api#default": "GREEN" } }"#)],
    ),
    (
        "default outside the values of an integer enum",
        &[(COLOUR, r#""colour": { "target": "pond#Volume", "traits": { "smithy.api#default": 3 } }"#)],
    ),
    (
        "default of a structure",
        &[(COLOUR, r#""twin": { "target": "pond#Frog", "traits": { "smithy.api#default": {} } }"#)],
    ),
    (
        "default that is no time",
        &[(
            COLOUR,
            r#""born": { "target": "smithy.api#Timestamp", "traits": { "smithy.api#default": "spring" } }"#,
        )],
    ),
    ("unknown timestamp format", &[(r#""date-time""#, r#""iso8601""#)]),
    ("timestamp format is null", &[(r#""date-time""#, "null")]),
    (
        "timestamp format of a text",
        &[(
            COLOUR,
            r#""colour": { "target": "pond#Colour", "traits": { "smithy.api#timestampFormat": "date-time" } }"#,
        )],
    ),
    (
        "required is true",
        &[(
            r#""smithy.api#hostLabel": {}, "smithy.api#required": {}"#,
            r#""smithy.api#hostLabel": {}, "smithy.api#required": true"#,
        )],
    ),
    (
        "token that is a number",
        &[(
            COLOUR,
            r#""token": { "target": "smithy.api#Integer", "traits": { "smithy.api#idempotencyToken": {} } }"#,
        )],
    ),
    ("neither client nor server", &[(GONE, r#""smithy.api#error": "clinet""#)]),
    ("error is an object", &[(GONE, r#""smithy.api#error": {}"#)]),
    (
        "error of a list",
        &[(
            r#"{ "target": "pond#Size" } }"#,
            r#"{ "target": "pond#Size" }, "traits": { "smithy.api#error": "client" } }"#,
        )],
    ),
    (
        "status of an error that is none",
        &[(r#""smithy.api#httpError": 410"#, r#""smithy.api#httpError": 600"#)],
    ),
    ("status without an error", &[(r#""smithy.api#error": "client", "#, "")]),
    (
        "trait of a service on a structure",
        &[(GONE, r#""smithy.api#error": "client", "smithy.codegen#mutualTls": { "port": 8443 }"#)],
    ),
    (
        "trait of a service on a member",
        &[(
            COLOUR,
            r#""colour": { "target": "pond#Colour", "traits": { "smithy.codegen#mutualTls": { "port": 8443 } } }"#,
        )],
    ),
    (
        "trait of a service on an operation",
        &[(
            r#""smithy.api#endpoint": { "hostPrefix""#,
            r#""smithy.codegen#mutualTls": { "port": 8443 }, "smithy.api#endpoint": { "hostPrefix""#,
        )],
    ),
    (
        "unknown trait of this project",
        &[(r#""smithy.api#jsonName": "grams""#, r#""smithy.codegen#grams": {}"#)],
    ),
    ("retryable is true", &[(r#""smithy.api#retryable": {}"#, r#""smithy.api#retryable": true"#)]),
    (
        "sparse structure",
        &[(
            r#""traits": { "smithy.api#error": "client""#,
            r#""traits": { "smithy.api#sparse": {}, "smithy.api#error": "client""#,
        )],
    ),
    ("streamed text", &[(r#""smithy.api#pattern": "^[a-z]+$""#, r#""smithy.api#streaming": {}"#)]),
    (
        "documentation is an array",
        &[(r#""smithy.api#retryable": {}"#, r#""smithy.api#documentation": ["Dry."]"#)],
    ),
    ("deprecated is text", &[(r#""smithy.api#retryable": {}"#, r#""smithy.api#deprecated": "use another""#)]),
    (
        "context parameter without a name",
        &[(r#""smithy.api#jsonName": "grams""#, r#""smithy.rules#contextParam": {}"#)],
    ),
];

#[test]
fn edits() {
    check("traits", SMITHY, CASES);
}

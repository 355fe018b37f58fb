//! Faults in shapes and their members.

use super::harness::{Case, SMITHY, check};

const COLOUR: &str = r#""colour": { "target": "pond#Colour" }"#;
const LEAVES: &str = r#"{ "type": "list", "member": { "target": "pond#Size" } }"#;
const FRIENDS: &str =
    r#"{ "type": "map", "key": { "target": "pond#Name" }, "value": { "target": "pond#Frog" } }"#;
const GREEN: &str =
    r#""GREEN": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": "green" } }"#;
const LOW: &str = r#""LOW": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": 1 } }"#;
const MOOD: &str =
    r#""members": { "calm": { "target": "smithy.api#Boolean" }, "loud": { "target": "pond#Volume" } }"#;

const CASES: &[Case] = &[
    ("dangling target", &[(COLOUR, r#""colour": { "target": "pond#Color" }"#)]),
    ("dangling target far from all names", &[(COLOUR, r#""colour": { "target": "pond#Temperature" }"#)]),
    ("target without a namespace", &[(COLOUR, r#""colour": { "target": "Colour" }"#)]),
    ("target in another namespace", &[(COLOUR, r#""colour": { "target": "lake#Colour" }"#)]),
    (
        "unknown shape of the prelude",
        &[(r#""target": "smithy.api#Float""#, r#""target": "smithy.api#Flaot""#)],
    ),
    ("target is a service", &[(COLOUR, r#""colour": { "target": "pond#Pond" }"#)]),
    ("member without a target", &[(COLOUR, r#""colour": {}"#)]),
    ("member is text", &[(COLOUR, r#""colour": "pond#Colour""#)]),
    ("target is null", &[(COLOUR, r#""colour": { "target": null }"#)]),
    ("unknown key in a member", &[(COLOUR, r#""colour": { "target": "pond#Colour", "required": true }"#)]),
    ("member name with a space", &[(COLOUR, r#""main colour": { "target": "pond#Colour" }"#)]),
    ("empty member name", &[(COLOUR, r#""": { "target": "pond#Colour" }"#)]),
    ("members are an array", &[("\"members\": {},\n", "\"members\": [],\n")]),
    ("list without a member", &[(LEAVES, r#"{ "type": "list" }"#)]),
    ("list of itself", &[(LEAVES, r#"{ "type": "list", "member": { "target": "pond#Leaves" } }"#)]),
    (
        "list and map of each other",
        &[
            (LEAVES, r#"{ "type": "list", "member": { "target": "pond#Friends" } }"#),
            (
                FRIENDS,
                r#"{ "type": "map", "key": { "target": "pond#Name" }, "value": { "target": "pond#Leaves" } }"#,
            ),
        ],
    ),
    (
        "structure that requires itself",
        &[(COLOUR, r#""parent": { "target": "pond#Frog", "traits": { "smithy.api#required": {} } }"#)],
    ),
    (
        "map without a key",
        &[(
            r#""key": { "target": "pond#Name" }, "value": { "target": "pond#Frog" }"#,
            r#""value": { "target": "pond#Frog" }"#,
        )],
    ),
    (
        "keys that are numbers",
        &[(
            FRIENDS,
            r#"{ "type": "map", "key": { "target": "pond#Size" }, "value": { "target": "pond#Frog" } }"#,
        )],
    ),
    (
        "enum without members",
        &[(
            r#""pond#Name": {
      "type": "string","#,
            r#""pond#Name": {
      "type": "enum","#,
        )],
    ),
    (
        "enum with one value twice",
        &[(r#""smithy.api#enumValue": "brown""#, r#""smithy.api#enumValue": "green""#)],
    ),
    (
        "enum value is a number",
        &[(GREEN, r#""GREEN": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": 1 } }"#)],
    ),
    ("enum member is text", &[(GREEN, r#""GREEN": "green""#)]),
    ("enum member with a target", &[(GREEN, r#""GREEN": { "target": "smithy.api#String" }"#)]),
    (
        "integer enum with one value twice",
        &[(r#""smithy.api#enumValue": 2"#, r#""smithy.api#enumValue": 1"#)],
    ),
    ("integer enum without a value", &[(LOW, r#""LOW": { "target": "smithy.api#Unit" }"#)]),
    (
        "integer enum beyond 32 bits",
        &[(
            LOW,
            r#""LOW": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": 4294967296 } }"#,
        )],
    ),
    ("union without members", &[(MOOD, r#""members": {}"#)]),
    (
        "union with a required member",
        &[(
            MOOD,
            r#""members": { "calm": { "target": "smithy.api#Boolean", "traits": { "smithy.api#required": {} } } }"#,
        )],
    ),
    (
        "missing mixin",
        &[(r#""type": "union","#, r#""type": "union", "mixins": [{ "target": "pond#Toad" }],"#)],
    ),
    (
        "apply to a missing shape",
        &[(
            r#""pond#Gone": {"#,
            r#""pond#Toad": { "type": "apply", "traits": { "smithy.api#sensitive": {} } }, "pond#Gone": {"#,
        )],
    ),
    (
        "apply to a missing member",
        &[(
            r#""pond#Gone": {"#,
            r#""pond#Frog$color": { "type": "apply", "traits": { "smithy.api#required": {} } }, "pond#Gone": {"#,
        )],
    ),
    (
        "apply what is there",
        &[(
            r#""pond#Gone": {"#,
            r#""pond#Frog$weight": { "type": "apply", "traits": { "smithy.api#jsonName": "kg" } }, "pond#Gone": {"#,
        )],
    ),
];

#[test]
fn edits() {
    check("shapes", SMITHY, CASES);
}

//! Faults in overlays, and overlays that no longer apply.

use super::harness::{C2J, Case, SMITHY, check_overlays};

const MEMBER: &str = r#"{ "shape": "Gone", "member": "since", "definition": { "target": "Name" } }"#;
const ERROR: &str = r#"{ "operation": "GetFrog", "error": "Asleep" }"#;
const DEPTH: &str = r#"{ "target": "GetFrogRequest$depth", "traits": { "smithy.api#range": { "max": 3 } } }"#;
const GREEN: &str = r#"{ "target": "Colour$green", "traits": { "smithy.api#tags": ["common"] } }"#;

const CASES: &[Case] = &[
    ("unknown version", &[(r#""overlay": "1""#, r#""overlay": "2""#)]),
    ("no version", &[("\"overlay\": \"1\",\n", "")]),
    ("entries are missing", &[(r#""entries": ["#, r#""entry": ["#)]),
    ("truncated", &[("\"since\", \"definition\": { \"target\": \"Name\" } }\n    },", "\"since\"")]),
    ("entry without a reason", &[("\"why\": \"Only frogs sleep.\",\n", "")]),
    ("entry without a source", &[("\"source\": \"https://pond.example/depth\",\n", "")]),
    (
        "entry that adds nothing",
        &[(r#""addError": { "operation": "GetFrog", "error": "Asleep" }"#, r#""note": 1"#)],
    ),
    (
        "entry that adds two things",
        &[(
            r#""addError": {"#,
            r#""addMember": { "shape": "Gone", "member": "until", "definition": { "target": "Name" } }, "addError": {"#,
        )],
    ),
    ("entry is text", &[(r#""entries": ["#, r#""entries": ["add","#)]),
    (
        "member that is there",
        &[(MEMBER, r#"{ "shape": "Gone", "member": "message", "definition": { "target": "Name" } }"#)],
    ),
    (
        "member of a missing shape",
        &[(MEMBER, r#"{ "shape": "Gome", "member": "since", "definition": { "target": "Name" } }"#)],
    ),
    (
        "member of a text",
        &[(MEMBER, r#"{ "shape": "Name", "member": "since", "definition": { "target": "Name" } }"#)],
    ),
    (
        "member with a missing target",
        &[(MEMBER, r#"{ "shape": "Gone", "member": "since", "definition": { "target": "Nmae" } }"#)],
    ),
    (
        "member with an absolute target",
        &[(MEMBER, r#"{ "shape": "Gone", "member": "since", "definition": { "target": "pond#Name" } }"#)],
    ),
    ("member without a definition", &[(MEMBER, r#"{ "shape": "Gone", "member": "since" }"#)]),
    (
        "shape that is there",
        &[
            (r#""name": "Asleep""#, r#""name": "Gone""#),
            (ERROR, r#"{ "operation": "PutLily", "error": "Gone" }"#),
        ],
    ),
    (
        "shape with an absolute name",
        &[
            (r#""name": "Asleep""#, r#""name": "pond#Asleep""#),
            (ERROR, r#"{ "operation": "PutLily", "error": "Gone" }"#),
        ],
    ),
    (
        "shape that is a service",
        &[
            (r#""type": "structure""#, r#""type": "service""#),
            (ERROR, r#"{ "operation": "PutLily", "error": "Gone" }"#),
        ],
    ),
    (
        "shape that is null",
        &[
            (r#"{ "type": "structure", "members": {}, "traits": { "smithy.api#error": "client" } }"#, "null"),
            (ERROR, r#"{ "operation": "PutLily", "error": "Gone" }"#),
        ],
    ),
    ("error that is there", &[(ERROR, r#"{ "operation": "GetFrog", "error": "Gone" }"#)]),
    ("error of a missing operation", &[(ERROR, r#"{ "operation": "GetFrogs", "error": "Asleep" }"#)]),
    ("missing error", &[(ERROR, r#"{ "operation": "GetFrog", "error": "Awake" }"#)]),
    ("error that is no error", &[(ERROR, r#"{ "operation": "GetFrog", "error": "Frog" }"#)]),
    (
        "traits of a missing shape",
        &[(DEPTH, r#"{ "target": "GetFrog", "traits": { "smithy.api#sensitive": {} } }"#)],
    ),
    (
        "traits of a missing operation",
        &[(DEPTH, r#"{ "operation": "GetFrgo", "traits": { "smithy.api#readonly": {} } }"#)],
    ),
    (
        "trait that an operation cannot take",
        &[(DEPTH, r#"{ "operation": "GetFrog", "traits": { "smithy.api#sensitive": {} } }"#)],
    ),
    (
        "traits of another service",
        &[(DEPTH, r#"{ "service": "Lake", "traits": { "smithy.codegen#mutualTls": { "port": 8443 } } }"#)],
    ),
    (
        "trait that a service cannot take",
        &[(DEPTH, r#"{ "service": "Pond", "traits": { "aws.auth#sigv4": { "name": "lake" } } }"#)],
    ),
    (
        "misspelt trait of a service",
        &[(DEPTH, r#"{ "service": "Pond", "traits": { "smithy.codegen#mutualTLS": { "port": 8443 } } }"#)],
    ),
    (
        "trait of a service for a shape",
        &[(DEPTH, r#"{ "target": "Frog", "traits": { "smithy.codegen#mutualTls": { "port": 8443 } } }"#)],
    ),
    (
        "trait of a service with a bad value",
        &[(DEPTH, r#"{ "service": "Pond", "traits": { "smithy.codegen#mutualTls": { "port": 0 } } }"#)],
    ),
    (
        "hint that is there",
        &[
            (
                DEPTH,
                r#"{ "service": "Pond", "traits": { "smithy.codegen#hints": [{ "message": ["dry"], "help": "Wait" }] } }"#,
            ),
            (
                GREEN,
                r#"{ "service": "Pond", "traits": { "smithy.codegen#hints": [{ "message": ["dry"], "help": "Pray" }] } }"#,
            ),
        ],
    ),
    (
        "traits of two things",
        &[(
            DEPTH,
            r#"{ "operation": "GetFrog", "service": "Pond", "traits": { "smithy.api#readonly": {} } }"#,
        )],
    ),
    ("traits of nothing", &[(DEPTH, r#"{ "traits": { "smithy.api#readonly": {} } }"#)]),
    (
        "traits of a missing member",
        &[(DEPTH, r#"{ "target": "GetFrogRequest$dept", "traits": { "smithy.api#range": { "max": 3 } } }"#)],
    ),
    (
        "traits of a missing enum member",
        &[(GREEN, r#"{ "target": "Colour$GREY", "traits": { "smithy.api#tags": ["common"] } }"#)],
    ),
    (
        "trait that is there",
        &[(DEPTH, r#"{ "target": "Name", "traits": { "smithy.api#length": { "max": 3 } } }"#)],
    ),
    (
        "trait that would change the wire",
        &[(
            DEPTH,
            r#"{ "target": "GetFrogRequest$depth", "traits": { "smithy.api#httpHeader": "X-Depth" } }"#,
        )],
    ),
    (
        "trait that an enum member cannot take",
        &[(GREEN, r#"{ "target": "Colour$green", "traits": { "smithy.api#required": {} } }"#)],
    ),
    (
        "error codes of no error",
        &[(DEPTH, r#"{ "target": "Frog", "traits": { "smithy.codegen#errorCodes": ["Croak"] } }"#)],
    ),
    ("unknown trait", &[(DEPTH, r#"{ "target": "Name", "traits": { "smithy.api#sensitiv": {} } }"#)]),
    ("no traits", &[(DEPTH, r#"{ "target": "Name", "traits": {} }"#)]),
    ("traits are null", &[(DEPTH, r#"{ "target": "Name", "traits": null }"#)]),
    ("target is a number", &[(DEPTH, r#"{ "target": 1, "traits": {} }"#)]),
    ("two entries that contradict each other", &[(GREEN, DEPTH)]),
    (
        "limits that nothing satisfies",
        &[(
            DEPTH,
            r#"{ "target": "GetFrogRequest$depth", "traits": { "smithy.api#range": { "min": 4, "max": 3 } } }"#,
        )],
    ),
];

#[test]
fn edits() {
    check_overlays("overlays", SMITHY, CASES);
}

#[test]
fn edits_beside_c2j() {
    let names = [
        "member that is there",
        "error of a missing operation",
        "trait that is there",
        "unknown trait",
        "traits of another service",
    ];
    let cases: Vec<Case> = CASES.iter().copied().filter(|(name, _)| names.contains(name)).collect();
    assert_eq!(cases.len(), names.len());
    check_overlays("overlays-c2j", C2J, &cases);
}

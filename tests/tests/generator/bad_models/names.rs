//! Names that cannot become Rust names, or become the same one: the model is valid, and generating reports the fault.

use smithy_codegen::{Config, Runtime, generate};
use smithy_model::{Diagnostics, Severity, Sources};

use super::harness::{C2J, Case, SMITHY, edit, golden, load_parts, model_alone};

const COLOUR: &str = r#""colour": { "target": "pond#Colour" }"#;
const MOOD: &str = r#""calm": { "target": "smithy.api#Boolean" }"#;
const FRIENDS: &str =
    r#"{ "type": "map", "key": { "target": "pond#Name" }, "value": { "target": "pond#Frog" } }"#;

const SMITHY_CASES: &[Case] = &[
    (
        "members that differ in case",
        &[(COLOUR, r#""colour": { "target": "pond#Colour" }, "Colour": { "target": "pond#Colour" }"#)],
    ),
    (
        "members that differ in underscores",
        &[(
            COLOUR,
            r#""skinColour": { "target": "pond#Colour" }, "skin_colour": { "target": "pond#Colour" }"#,
        )],
    ),
    (
        "shapes that differ in case",
        &[
            (
                FRIENDS,
                r#"{ "type": "map", "key": { "target": "pond#Name" }, "value": { "target": "pond#frog" } }"#,
            ),
            (r#""pond#Gone": {"#, r#""pond#frog": { "type": "structure", "members": {} }, "pond#Gone": {"#),
            (r#""colour": { "target""#, r#""other": { "target": "pond#FrogX" }, "colour": { "target""#),
            (
                r#""pond#Dry": {"#,
                r#""pond#FrogX": { "type": "structure", "members": { "f": { "target": "pond#Frog" } } }, "pond#Dry": {"#,
            ),
        ],
    ),
    (
        "members of a union that differ in case",
        &[(
            MOOD,
            r#""calm": { "target": "smithy.api#Boolean" }, "Calm": { "target": "smithy.api#Boolean" }"#,
        )],
    ),
    (
        "operations that differ in case",
        &[
            (
                r#"[{ "target": "pond#GetFrog" }]"#,
                r#"[{ "target": "pond#GetFrog" }, { "target": "pond#getFrog" }]"#,
            ),
            (
                r#""pond#Gone": {"#,
                r#""pond#getFrog": { "type": "operation", "traits": { "smithy.api#http": { "method": "GET", "uri": "/" } } },
    "pond#Gone": {"#,
            ),
        ],
    ),
];

const C2J_CASES: &[Case] = &[
    ("member without a letter", &[(r#""colour": {"#, r#""---": {"#)]),
    ("member without a name", &[(r#""colour": {"#, r#""": {"#)]),
    ("member of a symbol", &[(r#""colour": {"#, r#""🐸": {"#)]),
    ("member of an underscore", &[(r#""colour": {"#, r#""_": {"#)]),
    ("operation without a letter", &[(r#""PutLily": {"#, r#""-": {"#)]),
];

fn config() -> Config {
    Config { runtime: Runtime::Version("0.1".to_owned()), ..Config::default() }
}

fn check(group: &str, good: &str, cases: &[Case]) {
    for (name, edits) in cases {
        let mut sources = Sources::default();
        let parts = model_alone(&mut sources, edit(good, edits));
        let (model, diagnostics) = load_parts(&sources, parts);
        let model = model.unwrap_or_else(|| panic!("{name}: {}", diagnostics.render(&sources, false)));
        let mut diagnostics = Diagnostics::default();
        let tree = generate(&model, &config(), &mut diagnostics);
        assert!(tree.is_none(), "{name}: a crate came out");
        assert!(diagnostics.has_errors(), "{name}: no error");
        for fault in diagnostics.iter().filter(|fault| fault.severity == Severity::Error) {
            assert!(
                fault.span.is_some() && fault.shape.is_some() && fault.help.is_some(),
                "{name}: {fault:?}"
            );
        }
        golden(group, name, &diagnostics.render(&sources, false));
    }
}

#[test]
fn in_smithy() {
    check("names", SMITHY, SMITHY_CASES);
}

#[test]
fn in_c2j() {
    check("names-c2j", C2J, C2J_CASES);
}

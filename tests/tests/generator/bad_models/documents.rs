//! Texts that are not models: broken JSON, other JSON, other versions.

use smithy_model::Sources;

use super::harness::{Case, SMITHY, check, faults, golden, model_alone};

const CASES: &[Case] = &[
    ("wrong version", &[(r#""smithy": "2.0""#, r#""smithy": "3.0""#)]),
    ("version is a number", &[(r#""smithy": "2.0""#, r#""smithy": 2.0"#)]),
    ("no version", &[("\"smithy\": \"2.0\",\n", "\n")]),
    ("unknown key at the top", &[(r#""smithy": "2.0""#, r#""smithy": "2.0", "shape": {}"#)]),
    ("shapes are an array", &[(r#""shapes": {"#, r#""shapes": [], "x": {"#)]),
    (
        "duplicate key",
        &[(r#""colour": { "target": "pond#Colour" },"#, r#""mood": { "target": "pond#Colour" },"#)],
    ),
    ("duplicate shape", &[(r#""pond#Gone": {"#, r#""pond#Dry": {"#)]),
    ("number too large", &[(r#""min": 1, "max": 9 }"#, r#""min": 1, "max": 9e999 }"#)]),
    ("integer beyond 64 bits", &[(r#""max": 64"#, r#""max": 99999999999999999999"#)]),
    ("half a surrogate pair", &[(r#""X-Trace""#, r#""\ud83d""#)]),
    ("control character in a string", &[("\"X-Trace\"", "\"X-\u{1b}[31mTrace\"")]),
    ("comment", &[(r#""smithy": "2.0","#, r#""smithy": "2.0", // the version"#)]),
    ("trailing comma", &[(r#""code": 204 }"#, r#""code": 204, }"#)]),
    ("bad shape id", &[(r#""pond#Volume": {"#, r#""Volume": {"#)]),
    ("shape id with a member", &[(r#""pond#Volume": {"#, r#""pond#Volume$loud": {"#)]),
    ("shape id in Unicode", &[(r#""pond#Volume": {"#, r#""pond#Lautstärke": {"#)]),
    (
        "shape is null",
        &[(r#"{ "type": "integer", "traits": { "smithy.api#range": { "min": 1, "max": 9 } } }"#, "null")],
    ),
    ("shape without a type", &[(r#""type": "intEnum","#, "")]),
    ("shape of a numeric type", &[(r#""type": "intEnum""#, r#""type": 7"#)]),
    ("shape of a misspelt type", &[(r#""type": "intEnum""#, r#""type": "intenum""#)]),
    ("shape of an unsupported type", &[(r#""type": "integer""#, r#""type": "hugeInteger""#)]),
    ("unknown key in a shape", &[(r#""type": "intEnum","#, r#""type": "intEnum", "member": {},"#)]),
];

#[test]
fn edits() {
    check("documents", SMITHY, CASES);
}

#[test]
fn whole_texts() {
    let cases = [
        ("empty", String::new()),
        ("blank", " \n\t\n".to_owned()),
        ("byte order mark", format!("\u{feff}{SMITHY}")),
        ("truncated", SMITHY.chars().take(1_000).collect()),
        ("two documents", "{\"smithy\": \"2.0\",\n \"shapes\": {}}\n{}".to_owned()),
        ("not JSON", "namespace pond\n\nservice Pond {}\n".to_owned()),
        ("XML", "<html><body>Not Found</body></html>".to_owned()),
        ("array", "[1, 2]".to_owned()),
        ("string", "\"2.0\"".to_owned()),
        ("null", "null".to_owned()),
        ("empty object", "{}".to_owned()),
        ("another format", "{\"openapi\": \"3.0.0\", \"paths\": {}}".to_owned()),
        ("no shapes", "{\"smithy\": \"2.0\"}".to_owned()),
    ];
    for (name, text) in cases {
        let mut sources = Sources::default();
        let parts = model_alone(&mut sources, text);
        golden("documents", name, &faults(name, &sources, parts));
    }
}

//! Structures with more required members than a builder has type parameters: the size of the text stays proportional,
//! and the compiler still names a missing member.

use std::panic;

use serde_json::{Map, Value, json};
use smithy_codegen::{Runtime, Tree};

use crate::cargo;
use crate::generate;

/// Returns a service with one operation, whose input has `count` required strings, a required list and map, and two
/// optional members; and a structure that contains all of that.
fn tree(count: usize) -> Tree {
    let required = |target: &str| json!({"target": target, "traits": {"smithy.api#required": {}}});
    let mut members: Map<String, Value> =
        (0..count).map(|number| (format!("m{number}"), required("smithy.api#String"))).collect();
    members.extend([
        ("list".to_owned(), required("many#List")),
        ("map".to_owned(), required("many#Map")),
        ("note".to_owned(), json!({"target": "smithy.api#String"})),
        ("notes".to_owned(), json!({"target": "many#List"})),
    ]);
    let mut input = members.clone();
    input.insert("inner".to_owned(), json!({"target": "many#Inner"}));
    let string = json!({"target": "smithy.api#String"});
    let model = json!({"smithy": "2.0", "shapes": {
        "many#Many": {
            "type": "service", "version": "1", "operations": [{"target": "many#Put"}],
            "traits": {"aws.protocols#restJson1": {}},
        },
        "many#Put": {
            "type": "operation", "input": {"target": "many#PutInput"}, "output": {"target": "smithy.api#Unit"},
            "traits": {"smithy.api#http": {"method": "POST", "uri": "/put"}},
        },
        "many#PutInput": {"type": "structure", "members": input},
        "many#Inner": {"type": "structure", "members": members},
        "many#List": {"type": "list", "member": string},
        "many#Map": {"type": "map", "key": string, "value": string},
    }});
    let runtime = Runtime::Path(format!("{}/runtime", cargo::WORKSPACE));
    generate::generate_with("many", &model.to_string(), None, runtime).0
}

#[test]
fn the_text_grows_with_the_number_of_members() {
    let length = |count| tree(count).files().map(|(_, text)| text.len()).sum::<usize>();
    let (some, many) = (length(100), length(400));
    // Four times as many, and one more level of tuples; quadratic growth would be sixteen times.
    assert!(many < 6 * some, "{some} bytes for 100 members, {many} for 400");
}

#[test]
fn builders_ask_for_every_member() {
    tree(150).persist(&cargo::folder("many")).expect("the crate can be written");
    let run = |missing: &str, command: &'static str| {
        let set = |builder: &str| {
            let strings: Vec<_> = (0..150).map(|number| format!(".m{number}(\"{number}\")")).collect();
            let strings = strings.concat();
            format!("{builder}{strings}.list(\"a\").list(\"b\").map(\"c\", \"d\")").replace(missing, "")
        };
        let (inner, input) = (set("Inner::builder()"), set("PutInput::builder()"));
        let dependency = r#"many = { path = "../many", default-features = false }"#;
        let program = cargo::program("many-program", dependency, &program_of(&inner, &input));
        cargo::cargo(&[command], &program);
    };
    run("nothing is left out", "run");
    let failure = panic::catch_unwind(|| run(".m77(\"77\")", "check")).expect_err("it must not compile");
    let words = failure.downcast_ref::<String>().expect("a message");
    assert_eq!(words.matches("error[E0277]").count(), 2, "{words}");
    assert_eq!(
        words.matches("error[E0277]: the required member `m77` has not been set").count(),
        2,
        "{words}"
    );
    assert!(words.contains("call `.m77(…)` before this"), "{words}");
}

fn program_of(inner: &str, input: &str) -> String {
    format!(
        r#"
use many::operation::put::PutInput;
use many::types::Inner;

fn main() {{
    let inner = {inner}.note("e").build();
    let builder = {input}.notes("f").set_inner(Some(inner));
    assert!(format!("{{builder:?}}").contains("149"));
    let input = builder.clone().build();
    assert_eq!((input.m149(), input.list().len(), input.map()["c"].as_str()), ("149", 2, "d"));
    assert_eq!((input.note(), input.notes().map(<[_]>::len)), (None, Some(1)));
    assert_eq!(input.inner().map(|inner| (inner.m0(), inner.note())), Some(("0", Some("e"))));
}}
"#
    )
}

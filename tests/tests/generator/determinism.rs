//! The same model gives the same bytes: repeatedly, in several threads, and for any order of JSON objects.

use std::collections::BTreeMap;

use fastrand::Rng;
use smithy_codegen::Runtime;
use smithy_model::json::{self, Node, Value};
use smithy_model::{Diagnostics, Sources};

use crate::generate;

const COMMITTED: &str = include_str!("../../fixtures/iot-jobs-data/smithy.json");
const OBSTACLES: &str = include_str!("../../fixtures/obstacle-course.smithy.json");

/// How often each model is generated. Threads process its files in another order each time.
const TIMES: u64 = 3;

#[test]
fn it_gives_the_same_again() {
    for model in [COMMITTED, OBSTACLES] {
        let first = files(model);
        for _ in 0..TIMES {
            assert_same(&first, &files(model));
        }
    }
}

#[test]
fn threads_give_the_same() {
    let expected = files(OBSTACLES);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..2).map(|_| scope.spawn(|| files(OBSTACLES))).collect();
        for thread in threads {
            assert_same(&expected, &thread.join().expect("it generates"));
        }
    });
}

#[test]
fn the_order_of_json_objects_does_not_count() {
    for model in [COMMITTED, OBSTACLES] {
        let expected = files(model);
        for seed in 0..TIMES {
            let shuffled = shuffled(model, &mut Rng::with_seed(seed));
            assert_ne!(shuffled, model);
            assert_same(&expected, &files(&shuffled));
        }
    }
}

fn files(model: &str) -> BTreeMap<String, String> {
    let (tree, _) = generate::generate("same", model, Runtime::Path("../runtime".to_owned()));
    tree.files().map(|(path, contents)| (path.to_owned(), contents.to_owned())).collect()
}

/// Fails with only the first line that differs.
fn assert_same(expected: &BTreeMap<String, String>, found: &BTreeMap<String, String>) {
    assert!(expected.keys().eq(found.keys()), "not the same files");
    for ((path, expected), found) in expected.iter().zip(found.values()) {
        for (number, (expected, found)) in expected.lines().zip(found.lines()).enumerate() {
            assert_eq!(expected, found, "{path}:{}", number + 1);
        }
        assert_eq!(expected.len(), found.len(), "{path}");
    }
}

/// Returns the same model with its JSON objects, and the lists that are sets, in another order.
fn shuffled(model: &str, random: &mut Rng) -> String {
    let mut sources = Sources::default();
    let source = sources.add("model.json", model);
    let node = json::parse(&sources, source, &mut Diagnostics::default()).expect("the model is JSON");
    text(&node, "", random)
}

/// Returns the text of a value under `key`. The members of a shape and the parameters of endpoint rules keep their
/// order, because it is that of the fields in Rust.
fn text(node: &Node, key: &str, random: &mut Rng) -> String {
    match &node.value {
        Value::Object(members) => {
            let mut members: Vec<_> = members
                .iter()
                .map(|(key, node)| format!("{}: {}", quoted(&key.text), text(node, &key.text, random)))
                .collect();
            if !matches!(key, "members" | "parameters") {
                random.shuffle(&mut members);
            }
            format!("{{{}}}", members.join(", "))
        }
        Value::Array(items) => {
            let mut items: Vec<_> = items.iter().map(|item| text(item, "", random)).collect();
            if matches!(key, "operations" | "errors") {
                random.shuffle(&mut items);
            }
            format!("[{}]", items.join(", "))
        }
        _ => node.to_json().to_string(),
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

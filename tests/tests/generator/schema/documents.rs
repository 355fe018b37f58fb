//! Whole documents: for every fixture and for both services in this repository.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;
use smithy_model::{Model, ir::UriPart};
use smithy_schema::json_schema;

use super::harness::{lab, load, openapi};
use crate::model::committed;

/// Every model, with its name.
fn models() -> Vec<(String, Model)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let weather = root.join("../examples/weather/smithy.json");
    let weather = load(&std::fs::read_to_string(weather).expect("the model can be read"));
    let mut models = vec![("committed".to_owned(), committed()), ("weather".to_owned(), weather)];
    for entry in std::fs::read_dir(root.join("fixtures/features")).expect("there are fixtures") {
        let path = entry.expect("the folder can be read").path();
        // Some have an overlay.
        if !path.to_string_lossy().ends_with(".smithy.json") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("the fixture can be read");
        let mut fixture: Value = serde_json::from_str(&text).expect("the fixture is JSON");
        models.push((path.display().to_string(), lab(&fixture["shapes"].take())));
    }
    models
}

/// Calls a function with every value that a key has, anywhere in a document.
fn each<'d>(document: &'d Value, key: &str, call: &mut dyn FnMut(&'d Value)) {
    match document {
        Value::Object(entries) => {
            if let Some(value) = entries.get(key) {
                call(value);
            }
            entries.values().for_each(|value| each(value, key, call));
        }
        Value::Array(items) => items.iter().for_each(|item| each(item, key, call)),
        _ => {}
    }
}

/// Checks that every reference has a target in the document. Returns the number of references.
fn check_references(name: &str, document: &Value) -> usize {
    let mut count = 0;
    each(document, "$ref", &mut |reference| {
        // A member may also have this name.
        let Some(reference) = reference.as_str() else { return };
        let pointer = reference.strip_prefix('#').expect("it stays within the document");
        assert!(document.pointer(pointer).is_some(), "{name}: {reference}");
        count += 1;
    });
    count
}

#[test]
fn json_schemas_are_valid_and_have_every_shape() {
    let mut references = 0;
    for (name, model) in models() {
        let document = json_schema(&model);
        if let Err(fault) = jsonschema::draft202012::meta::validate(&document) {
            panic!("{name}: {fault} at {}", fault.instance_path());
        }
        if let Err(fault) = jsonschema::draft202012::new(&document) {
            panic!("{name}: {fault}");
        }
        assert_eq!(
            document["$defs"].as_object().map(serde_json::Map::len),
            Some(model.shapes.len()),
            "{name}"
        );
        references += check_references(&name, &document);
    }
    assert!(references > 100, "{references}");
}

#[test]
fn openapi_documents_are_valid_and_have_every_operation() {
    let mut references = 0;
    for (name, model) in models() {
        let (document, faults) = openapi(&model);
        let bound = model.operations.iter().filter(|operation| operation.http.is_some()).count();
        let expected: &[&str] = if bound < model.operations.len() { &["openapi-no-path"] } else { &[] };
        assert_eq!(faults, expected, "{name}");
        let spec = oas3::from_json(document.to_string()).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        spec.validate_version().unwrap_or_else(|fault| panic!("{name}: {fault}"));
        assert_eq!(spec.operations().count(), bound, "{name}");
        references += check_references(&name, &document);
        let schemas = document["components"]["schemas"].as_object().into_iter().flatten();
        for (key, schema) in schemas {
            let valid = jsonschema::draft202012::meta::validate(schema);
            assert!(valid.is_ok(), "{name}: {key}: {valid:?}");
        }
        each(&document, "schema", &mut |schema| {
            let valid = jsonschema::draft202012::meta::validate(schema);
            assert!(valid.is_ok(), "{name}: {schema}: {valid:?}");
        });
    }
    assert!(references > 100, "{references}");
}

#[test]
fn paths_and_parameters_agree() {
    for (name, model) in models() {
        let (document, _) = openapi(&model);
        let spec = oas3::from_json(document.to_string()).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        for operation in &model.operations {
            let (id, Some(http)) = (&operation.name, &operation.http) else { continue };
            let (path, _, described) = spec
                .operations()
                .find(|(_, _, described)| described.operation_id.as_ref() == Some(id))
                .unwrap_or_else(|| panic!("{name}: {id} is not there"));
            let parameters = described.parameters(&spec).expect("parameters resolve");
            let mut places = BTreeSet::new();
            for parameter in &parameters {
                let place = (format!("{:?}", parameter.location), parameter.name.to_ascii_lowercase());
                assert!(places.insert(place), "{name}: {id}: {} is there twice", parameter.name);
            }
            for label in http.uri.path.iter().filter_map(UriPart::label) {
                assert!(path.contains(&format!("{{{label}}}")), "{name}: {id}: {path}");
                let parameter = parameters.iter().find(|parameter| parameter.name == label);
                assert_eq!(parameter.and_then(|parameter| parameter.required), Some(true), "{name}: {label}");
            }
            let responses = described.responses(&spec);
            let success = http.code.to_string();
            assert!(responses.contains_key(&success) && responses.contains_key("default"), "{name}: {id}");
        }
    }
}

#[test]
fn both_documents_of_a_small_service() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("../examples/weather/smithy.json"));
    let model = load(&text.expect("the model can be read"));
    let (schema, api) = (json_schema(&model), openapi(&model).0);
    golden("json-schema", &schema, &["$defs"]);
    golden("openapi", &api, &["paths", "components"]);
}

/// Compares a document with goldens: one for each entry at the keys, or for each part of entries that are too long for
/// one screen, and one for the rest.
fn golden(folder: &str, document: &Value, keys: &[&str]) {
    let mut rest = document.clone();
    for key in keys {
        for (name, part) in removed(&mut rest, key).iter().flat_map(entries) {
            match *key {
                "components" => {
                    entries(part).for_each(|(inner, part)| piece(folder, &format!("{name}-{inner}"), part));
                }
                "paths" => entries(part).for_each(|(method, operation)| {
                    let (mut operation, name) = (operation.clone(), format!("{name}-{method}"));
                    if let Some(responses) = removed(&mut operation, "responses") {
                        piece(folder, &format!("{name}-responses"), &responses);
                    }
                    piece(folder, &name, &operation);
                }),
                _ => piece(folder, name, part),
            }
        }
    }
    piece(folder, "document", &rest);
}

fn removed(value: &mut Value, key: &str) -> Option<Value> {
    value.as_object_mut()?.remove(key)
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn piece(folder: &str, name: &str, part: &Value) {
    let text = serde_json::to_string_pretty(part).expect("it can be written");
    tests::golden::golden(folder, name, &text);
}

//! Models for these tests, and checks of their documents.

use serde_json::{Map, Value, json};
use smithy_model::{Diagnostics, Model, Options, Parts, Sources};

/// Loads a model.
pub(crate) fn load(text: &str) -> Model {
    let mut sources = Sources::default();
    let model = sources.add("lab.smithy.json", text);
    let parts = Parts::new(model);
    let mut diagnostics = Diagnostics::default();
    let model = smithy_model::load(&sources, parts, Options::default(), &mut diagnostics);
    model.unwrap_or_else(|| panic!("it does not load:\n{}", diagnostics.render(&sources, false)))
}

/// Adds a service to shapes without one. Types are the input and the output of an operation.
pub(crate) fn lab(shapes: &Value) -> Model {
    let shapes = shapes.as_object().expect("shapes are an object");
    let of = |kinds: &[&str]| -> Vec<&String> {
        let named = shapes.iter().filter(|(_, shape)| kinds.iter().any(|kind| shape["type"] == *kind));
        named.map(|(id, _)| id).collect()
    };
    let mut shapes = shapes.clone();
    if of(&["service"]).is_empty() {
        let mut operations: Vec<Value> =
            of(&["operation"]).into_iter().map(|id| json!({ "target": id })).collect();
        if operations.is_empty() {
            let types = of(&["structure", "union", "enum", "intEnum"]);
            let members: Map<_, _> =
                types.into_iter().map(|id| (id.replace('#', "_"), json!({ "target": id }))).collect();
            let http = json!({ "smithy.api#http": { "method": "POST", "uri": "/keep" } });
            let kept = json!({ "target": "lab#Kept" });
            let keep = json!({ "type": "operation", "input": kept, "output": kept, "traits": http });
            operations.push(json!({ "target": "lab#Keep" }));
            shapes.insert("lab#Keep".to_owned(), keep);
            shapes.insert("lab#Kept".to_owned(), json!({ "type": "structure", "members": members }));
        }
        let traits = json!({
            "aws.api#service": { "sdkId": "Lab", "endpointPrefix": "labs" },
            "aws.auth#sigv4": { "name": "lab" },
            "aws.protocols#restJson1": {},
        });
        let service =
            json!({ "type": "service", "version": "2024-05-06", "operations": operations, "traits": traits });
        shapes.insert("lab#Lab".to_owned(), service);
    }
    load(&json!({ "smithy": "2.0", "shapes": shapes }).to_string())
}

/// Returns the `OpenAPI` document, and the codes of its diagnostics.
pub(crate) fn openapi(model: &Model) -> (Value, Vec<&'static str>) {
    let mut diagnostics = Diagnostics::default();
    let document = smithy_schema::openapi(model, &mut diagnostics);
    (document, diagnostics.iter().map(|fault| fault.code).collect())
}

/// Checks values against definitions: name, value, and whether it is valid.
pub(crate) fn check(document: &Value, cases: &[(&str, Value, bool)]) {
    for (name, value, good) in cases {
        let mut schema = document.clone();
        schema["$ref"] = format!("#/$defs/{name}").into();
        let validator = jsonschema::draft202012::new(&schema).expect("the definition is there");
        let faults: Vec<_> = validator.iter_errors(value).map(|fault| fault.to_string()).collect();
        assert_eq!(faults.is_empty(), *good, "{name}: {value}: {faults:?}");
    }
}

//! Generates the crate of one suite.

use serde_json::{Value, json};
use smithy_codegen::plan::ident::RustIdent;
use smithy_codegen::plan::operation::OperationPlan;
use smithy_codegen::{Config, Runtime, Tree, emit, plan};
use smithy_model::{Diagnostics, Model, Options, Parts, Severity, Sources};

use super::suite::Suite;

/// What the metadata of a model needs, where a suite leaves it out.
const METADATA: [(&str, &str); 5] = [
    ("apiVersion", "2000-01-01"),
    ("endpointPrefix", "conformance"),
    ("protocol", "rest-json"),
    ("serviceId", "Conformance"),
    ("signatureVersion", "v4"),
];

/// A crate with one operation.
pub(super) struct Unit {
    /// The name of the package and of its crate.
    pub(super) package: String,
    /// The model of the operation.
    pub(super) model: Model,
    /// What the operation is called in Rust.
    pub(super) operation: OperationPlan,
    /// The files of the crate.
    pub(super) tree: Tree,
}

/// Why there is no crate.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The generator says that it does not support the operation.
    Unsupported(String),
    /// Something is wrong with the model, or with the generator.
    Fault(String),
}

/// Generates the crate of one operation of a suite; `number` tells the packages of a run apart.
pub(super) fn generate(
    number: usize,
    suite: &Suite,
    given: &Value,
    runtime: Runtime,
) -> Result<Unit, Refusal> {
    let name = given.get("name").and_then(Value::as_str).unwrap_or_default();
    let mut sources = Sources::default();
    let text = document(suite, name, given).to_string();
    let parts = Parts::new(sources.add(suite.name.as_str(), text));
    let mut diagnostics = Diagnostics::default();
    let model = smithy_model::load(&sources, parts, Options::default(), &mut diagnostics);
    let model = model.ok_or_else(|| refusal(&diagnostics))?;
    let package = format!("unit_{number}_{}", RustIdent::snake(name).as_ref().map_or("", RustIdent::bare));
    let config = Config {
        crate_name: Some(package.clone()),
        runtime,
        inputs: Config::inputs(&sources, parts),
        ..Config::default()
    };
    let plan = plan::plan(&model, &config, &mut diagnostics).filter(|_| !diagnostics.has_errors());
    let mut plan = plan.ok_or_else(|| refusal(&diagnostics))?;
    let tree = emit::emit(&plan, &|_, _| ()).map_err(|fault| Refusal::Fault(fault.message))?;
    let operation = plan.operations.pop().ok_or_else(|| refusal(&diagnostics))?;
    Ok(Unit { package, model, operation, tree })
}

/// The C2J model of one operation.
fn document(suite: &Suite, name: &str, given: &Value) -> Value {
    let mut metadata = suite.metadata.clone();
    if let Some(metadata) = metadata.as_object_mut() {
        for (key, value) in METADATA {
            metadata.entry(key).or_insert_with(|| value.into());
        }
    }
    json!({"metadata": metadata, "operations": {name: given}, "shapes": suite.shapes})
}

/// What is unsupported goes before what is wrong: the one may follow from the other.
fn refusal(diagnostics: &Diagnostics) -> Refusal {
    let errors = || diagnostics.iter().filter(|fault| fault.severity == Severity::Error);
    if let Some(fault) = errors().find(|fault| fault.code.starts_with("unsupported-")) {
        return Refusal::Unsupported(fault.message.clone());
    }
    let messages: Vec<_> = errors().map(|fault| format!("{}: {}", fault.code, fault.message)).collect();
    Refusal::Fault(format!("no crate can be generated: {}", messages.join("; ")))
}

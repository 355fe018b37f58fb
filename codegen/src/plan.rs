//! Every decision about the generated Rust, made once and kept as plain data.
//!
//! An emitter reads a [`Plan`] and decides nothing: names, modules, types, `Option` and `Box`, derives, formats on the
//! wire, constraints and doc lines are all in it.

pub mod client;
mod complexity;
pub mod constraints;
pub mod context;
mod custom;
pub mod discovery;
pub mod docs;
pub mod endpoint;
pub mod enumeration;
pub mod events;
pub mod moment;
pub mod mqtt;
pub mod operation;
pub mod package;
pub mod pages;
pub mod protocol;
pub mod reading;
pub mod recursion;
pub mod request;
pub mod sample;
pub mod sentences;
pub mod service;
pub mod structure;
mod structures;
pub mod surface;
pub mod term;
pub mod types;
pub mod union;
pub mod waiters;
mod waits;

pub use crate::ident;

use std::collections::{BTreeMap, BTreeSet};

use smithy_model::ir::{Model, ShapeId, ShapeKind};
use smithy_model::{Diagnostic, Diagnostics, Validated};

use crate::config::Config;
use crate::config::Custom;
use constraints::Registry;
use custom::Named;
use enumeration::{EnumPlan, IntEnumPlan};
use ident::{RustIdent, Scope};
use operation::OperationPlan;
use package::PackagePlan;
use structure::StructurePlan;
use types::TypePath;
use union::UnionPlan;

/// All that the emitters need to know.
#[derive(Debug)]
pub struct Plan {
    /// The package: manifest, header, docs of the crate.
    pub package: PackagePlan,
    /// The service.
    pub service: service::ServicePlan,
    /// Structures that are neither input, output nor error.
    pub structures: Vec<StructurePlan>,
    /// Unions.
    pub unions: Vec<UnionPlan>,
    /// Enums of text.
    pub enums: Vec<EnumPlan>,
    /// Enums of integers.
    pub int_enums: Vec<IntEnumPlan>,
    /// Modeled errors.
    pub errors: Vec<StructurePlan>,
    /// Operations.
    pub operations: Vec<OperationPlan>,
    /// The other methods of a client.
    pub client: client::ClientPlan,
    /// Constants with the rules for values.
    pub constraints: Registry,
    /// Members that a builder requires: one trait for each name.
    pub required: BTreeSet<RustIdent>,
    /// Calls over MQTT.
    pub mqtt: Option<mqtt::MqttPlan>,
    /// The rules that give an endpoint.
    pub endpoint: Option<endpoint::EndpointPlan>,
}

/// Plans the crate of a model.
pub fn plan(model: &Model<Validated>, config: &Config, diagnostics: &mut Diagnostics) -> Option<Plan> {
    package::check(model, config, diagnostics);
    let endpoint = endpoint::plan(model, diagnostics);
    let mut planner = Planner::new(model, &config.custom, diagnostics);
    let mut plan = Plan {
        package: package::plan(model, config),
        service: service::plan(model)?,
        structures: Vec::new(),
        unions: Vec::new(),
        enums: Vec::new(),
        int_enums: Vec::new(),
        errors: Vec::new(),
        operations: Vec::new(),
        client: client::plan(&[])?,
        constraints: Registry::default(),
        required: BTreeSet::new(),
        mqtt: None,
        endpoint,
    };
    let own: BTreeSet<ShapeId> =
        model.operations.iter().flat_map(|operation| [operation.input, operation.output]).collect();
    for (id, shape) in model.shapes.iter().filter(|(id, _)| !own.contains(id)) {
        match &shape.kind {
            ShapeKind::Structure(inner) => {
                let errors = inner.error.is_some();
                let list = if errors { &mut plan.errors } else { &mut plan.structures };
                list.extend(planner.structure(id));
            }
            ShapeKind::Union(_) => plan.unions.extend(planner.union(id)),
            ShapeKind::Enum(members) => plan.enums.extend(planner.enumeration(id, members)),
            ShapeKind::IntEnum(members) => plan.int_enums.extend(planner.int_enumeration(id, members)),
            _ => {}
        }
    }
    let fields = plan.endpoint.as_ref().map_or(&[][..], |endpoint| &endpoint.fields);
    let operations = model.operations.iter();
    plan.operations = operations.filter_map(|operation| planner.operation(operation, fields)).collect();
    plan.client = client::plan(&plan.operations)?;
    plan.mqtt = planner.mqtt();
    plan.constraints = planner.constraints;
    plan.required = planner.required;
    Some(plan)
}

/// The state while the plan is made.
pub(crate) struct Planner<'m> {
    pub(crate) model: &'m Model<Validated>,
    pub(crate) custom: &'m Custom,
    pub(crate) diagnostics: &'m mut Diagnostics,
    pub(crate) constraints: Registry,
    pub(crate) required: BTreeSet<RustIdent>,
    /// The path of the Rust type of each structure, union and enum.
    pub(crate) names: BTreeMap<ShapeId, TypePath>,
    /// The modules of the operations.
    pub(crate) modules: BTreeMap<String, RustIdent>,
    /// Members whose value has to be boxed: structure and member.
    pub(crate) boxed: BTreeSet<(ShapeId, &'m str)>,
    /// Shapes that an operation's input reaches.
    pub(crate) sent: BTreeSet<ShapeId>,
    /// Shapes with something to check in their values.
    pub(crate) checked: BTreeSet<ShapeId>,
    /// Shapes with a secret in their values.
    pub(crate) secret: BTreeSet<ShapeId>,
}

impl<'m> Planner<'m> {
    fn new(model: &'m Model<Validated>, custom: &'m Custom, diagnostics: &'m mut Diagnostics) -> Self {
        let mut planner = Self {
            model,
            custom,
            diagnostics,
            constraints: Registry::default(),
            required: BTreeSet::new(),
            names: BTreeMap::new(),
            modules: BTreeMap::new(),
            boxed: model.cyclic(),
            sent: model.reach(model.operations.iter().map(|operation| operation.input)),
            checked: BTreeSet::new(),
            secret: BTreeSet::new(),
        };
        planner.checked = constraints::checked(model);
        planner.secret = recursion::holders(model, |shape, member| {
            shape.sensitive || member.is_some_and(|member| model.shape(member.target).sensitive)
        });
        planner.check_custom();
        planner.name_operations();
        planner.name_shapes();
        planner
    }

    fn name_operations(&mut self) {
        // A file `mod.rs` would be the index of its folder, and a module `operation` would have the name of its parent.
        let mut scope = Scope::reserving(&["mod", "operation"]);
        for operation in &self.model.operations {
            let named = self.named_operation(operation);
            let Some(module) = self.claim(&mut scope, RustIdent::snake, named) else { continue };
            let Some(base) = RustIdent::pascal(named.word) else { continue };
            let mut own = Scope::reserving(&[base.with_suffix("Error").bare()]);
            for (id, suffix) in [(operation.input, "Input"), (operation.output, "Output")] {
                let named = self.named_shape(self.model.shape(id));
                let spelling = |word: &str| {
                    if named.is_renamed() { RustIdent::pascal(word) } else { Some(base.with_suffix(suffix)) }
                };
                let Some(name) = self.claim(&mut own, spelling, named) else { continue };
                self.names.insert(id, TypePath::Operation { module: module.clone(), name });
            }
            self.modules.insert(operation.name.clone(), module);
        }
    }

    fn name_shapes(&mut self) {
        let (mut types, mut errors) = (Scope::default(), Scope::default());
        let mut modules = Scope::reserving(&["error", "builders", "mod", "types"]);
        let mut error_modules = Scope::reserving(&["error", "builders", "mod"]);
        for (id, shape) in self.model.shapes.iter() {
            let is_error = matches!(&shape.kind, ShapeKind::Structure(inner) if inner.error.is_some());
            let named = matches!(
                shape.kind,
                ShapeKind::Structure(_) | ShapeKind::Union(_) | ShapeKind::Enum(_) | ShapeKind::IntEnum(_)
            );
            if !named || self.names.contains_key(&id) {
                continue;
            }
            let (scope, files) =
                if is_error { (&mut errors, &mut error_modules) } else { (&mut types, &mut modules) };
            let named = self.named_shape(shape);
            let Some(name) = self.claim(scope, RustIdent::pascal, named) else { continue };
            let Some(module) = self.claim(files, RustIdent::snake, named) else { continue };
            let path =
                if is_error { TypePath::Error { module, name } } else { TypePath::Type { module, name } };
            self.names.insert(id, path);
        }
    }

    /// Claims a name in a scope. A missing or taken name is a problem.
    pub(crate) fn claim(
        &mut self,
        scope: &mut Scope,
        spelling: impl FnOnce(&str) -> Option<RustIdent>,
        named: Named<'_>,
    ) -> Option<RustIdent> {
        let Named { original, origin, .. } = named;
        let Some(ident) = spelling(named.word) else {
            let message = format!("no identifier can be made of `{}`", named.word);
            let problem = Diagnostic::error("bad-name", message).at(named.span()).shape(&origin.id);
            self.diagnostics.push(problem.help("give it a name with a letter or a digit in it"));
            return None;
        };
        match scope.claim(ident.clone(), original) {
            Ok(ident) => Some(ident),
            Err(other) => {
                let message = format!("`{other}` and `{original}` both become `{}` in Rust", ident.bare());
                let problem = Diagnostic::error("name-collision", message).at(named.span()).shape(&origin.id);
                let help = if self.custom.renames() {
                    "give one of the two another name with `rename`"
                } else {
                    "rename one of the two in the model"
                };
                self.diagnostics.push(problem.help(help));
                None
            }
        }
    }
}

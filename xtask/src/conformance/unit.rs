//! Generates the crate of one suite.

use smithy_codegen::plan::operation::OperationPlan;
use smithy_codegen::{Config, Tree, emit, plan};
use smithy_model::ir::Operation;
use smithy_model::{Diagnostics, Model, Options, Parts, Severity, Sources, Unsupported};

use super::suite::{Case, Suite};
use super::tally::Verdict;

/// A crate with the operations of a suite.
pub(super) struct Unit {
    /// The name of the package and of its crate.
    pub(super) package: String,
    /// The model.
    pub(super) model: Model,
    /// The names of the operations in Rust.
    pub(super) operations: Vec<OperationPlan>,
    /// The files of the crate.
    pub(super) tree: Tree,
}

impl Unit {
    /// The operation with a name in the model.
    pub(super) fn operation(&self, name: &str) -> Option<&Operation> {
        self.model.operations.iter().find(|operation| operation.name == name)
    }

    /// Returns the index of a case's operation, or why the crate lacks it.
    pub(super) fn number(&self, case: &Case) -> Result<usize, Verdict> {
        let number = self.operations.iter().position(|operation| operation.name == case.operation);
        number.ok_or_else(|| {
            let left_out = self.model.left_out(&case.operation);
            let reason = left_out.map(|left| left.reason.clone());
            Verdict::Failed(reason.unwrap_or_else(|| format!("there is no operation `{}`", case.operation)))
        })
    }
}

/// Whether bodies are CBOR.
pub(super) fn is_cbor(model: &Model) -> bool {
    model.service.protocol.is_some_and(|protocol| protocol.name() == "rpcv2Cbor")
}

/// Generates the crate of a suite. `common` has the settings of all crates of a run.
///
/// Operations that the generator does not support are left out.
pub(super) fn generate(package: String, suite: &Suite, common: Config) -> Result<Unit, Verdict> {
    let mut sources = Sources::default();
    let parts = Parts::new(sources.add(suite.name.as_str(), suite.model.as_str()));
    let mut diagnostics = Diagnostics::default();
    let options = Options {
        unsupported: Unsupported::LeaveOut,
        protocol: suite.protocol.clone(),
        ..Options::default()
    };
    let model = smithy_model::load(&sources, parts, options, &mut diagnostics);
    let model = model.ok_or_else(|| refusal(&diagnostics))?;
    let config =
        Config { crate_name: Some(package.clone()), inputs: Config::inputs(&sources, parts), ..common };
    let plan = plan::plan(&model, &config, &mut diagnostics).filter(|_| !diagnostics.has_errors());
    let plan = plan.ok_or_else(|| refusal(&diagnostics))?;
    let tree = emit::emit(&plan, &|_, _| ()).map_err(|problem| Verdict::Failed(problem.message))?;
    Ok(Unit { package, model, operations: plan.operations, tree })
}

/// Skips cases of a protocol that the generator does not support; any other reason is a problem.
fn refusal(diagnostics: &Diagnostics) -> Verdict {
    let errors = || diagnostics.iter().filter(|problem| problem.severity == Severity::Error);
    if let Some(problem) = errors().find(|problem| problem.code == "unsupported-protocol") {
        return Verdict::Skipped(problem.message.clone());
    }
    let messages: Vec<_> = errors().map(|problem| format!("{}: {}", problem.code, problem.message)).collect();
    Verdict::Failed(format!("no crate can be generated: {}", messages.join("; ")))
}

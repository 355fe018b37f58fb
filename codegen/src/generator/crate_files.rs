//! From a validated model to the files of a crate.

use smithy_model::{Diagnostic, Diagnostics, Model, Validated};

use crate::config::Config;
use crate::emit;
use crate::plan::{self, Plan};
use crate::write::Tree;

/// Generates all files of the crate in memory.
///
/// Returns `None` if `diagnostics` has an error.
pub fn generate(model: &Model<Validated>, config: &Config, diagnostics: &mut Diagnostics) -> Option<Tree> {
    generate_counting(model, config, diagnostics, &|_, _| ())
}

/// Does the same, and calls `count` after each file with the number of files that are done and the number of all files.
pub fn generate_counting(
    model: &Model<Validated>,
    config: &Config,
    diagnostics: &mut Diagnostics,
    count: &emit::Count<'_>,
) -> Option<Tree> {
    let plan = plan_crate(model, config, diagnostics)?;
    emit::emit(&plan, count).map_err(|problem| diagnostics.push(problem)).ok()
}

/// Makes all decisions about the crate.
///
/// Returns `None` if `diagnostics` has an error.
pub(super) fn plan_crate(
    model: &Model<Validated>,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Option<Plan> {
    if model.operations.is_empty() {
        let origin = &model.service.origin;
        let problem = Diagnostic::error("no-operations", "the service has no operations");
        let problem = problem.at(origin.span).shape(&origin.id);
        diagnostics.push(problem.help("add operations to the service"));
    }
    diagnostics.suppress(model.suppressed());
    let plan = plan::plan(model, config, diagnostics);
    if diagnostics.has_errors() { None } else { plan }
}

//! What the Rust is: turns a validated service model into the source of a client crate.
//!
//! ```text
//! Model<Validated> -> plan -> emit -> write
//! ```
//!
//! `plan` makes every decision once, as plain data; `emit` turns the plan into tokens, one file an artefact;
//! `write` formats the tokens and compares or writes the files. Nothing here special-cases a service.

pub mod config;
pub mod emit;
pub mod generator;
pub mod plan;
pub mod settings;
pub mod write;

pub use config::{Config, Runtime};
pub use generator::{Failure, FailureKind, Generated, Generator, Job};
pub use settings::Settings;
pub use write::Tree;

use smithy_model::{Diagnostic, Diagnostics, Model, Validated};

/// Generates the crate: every file with its path, in memory.
///
/// Returns `None` when `diagnostics` tells at least one error.
pub fn generate(model: &Model<Validated>, config: &Config, diagnostics: &mut Diagnostics) -> Option<Tree> {
    generate_counting(model, config, diagnostics, &|_, _| ())
}

/// Generates the crate, and tells after every file how many are done, of how many.
pub fn generate_counting(
    model: &Model<Validated>,
    config: &Config,
    diagnostics: &mut Diagnostics,
    count: &emit::Count<'_>,
) -> Option<Tree> {
    if model.operations.is_empty() {
        let origin = &model.service.origin;
        let fault = Diagnostic::error("no-operations", "the service has no operations");
        let fault = fault.at(origin.span).shape(&origin.id);
        diagnostics.push(fault.help("a client without calls is of no use; add operations to the service"));
    }
    diagnostics.suppress(model.suppressed());
    let plan = plan::plan(model, config, diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    let tree = emit::emit(&plan?, count);
    tree.map_err(|fault| diagnostics.push(fault)).ok()
}

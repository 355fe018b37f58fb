//! A model as text to the files of its crate, in memory.

use smithy_codegen::{Config, Runtime, Tree};
use smithy_model::{Diagnostics, Options, Parts, Sources, Unsupported};

/// Generates the crate `name` from a Smithy model, without unsupported operations; the second value is the generator's
/// diagnostics.
#[allow(dead_code, reason = "not every test that has this module calls it")]
pub(crate) fn generate(name: &str, model: &str, runtime: Runtime) -> (Tree, String) {
    generate_with(name, model, None, runtime)
}

/// Does the same with an overlay.
pub(crate) fn generate_with(
    name: &str,
    model: &str,
    overlay: Option<&str>,
    runtime: Runtime,
) -> (Tree, String) {
    let mut sources = Sources::default();
    let model = sources.add(format!("{name}.smithy.json"), model);
    let overlay = overlay.map(|overlay| sources.add(format!("{name}.overlay.json"), overlay));
    let parts = Parts { overlay, ..Parts::new(model) };
    let config = Config { crate_name: Some(name.to_owned()), runtime, ..Config::default() };
    let mut diagnostics = Diagnostics::default();
    let options = Options { unsupported: Unsupported::LeaveOut, ..Options::default() };
    let tree = smithy_model::load(&sources, parts, options, &mut diagnostics)
        .and_then(|model| smithy_codegen::generate(&model, &config, &mut diagnostics));
    let words = diagnostics.render(&sources, false);
    match tree {
        Some(tree) => (tree, words),
        None => panic!("`{name}` does not generate:\n{words}"),
    }
}

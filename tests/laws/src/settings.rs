//! Settings over a model.

use smithy_model::{Parts, Sources, Unsupported};

use crate::generator;

/// The model that the settings of the corpus are for.
const MODEL: &str = include_str!("overlays/model.json");

/// Checks the laws.
pub(crate) fn check(data: &[u8]) {
    let Some(text) = generator::text(data) else { return };
    // A licence is a file, and the bytes do not decide which files exist.
    if text.contains("license-files") {
        return;
    }
    let mut sources = Sources::default();
    let model = sources.add("smithy.json", MODEL);
    let source = sources.add("smithy-codegen.toml", text);
    let Some(settings) = generator::settings(&sources, source) else { return };
    let (model, _) = generator::load(&sources, Parts::new(model), Unsupported::Refuse);
    let model = model.expect("the model is good");
    // Settings may insert arbitrary TOML and Rust, so the output need not be Rust.
    let mut diagnostics = smithy_model::Diagnostics::default();
    let tree = smithy_codegen::generate(&model, &settings.config(), &mut diagnostics);
    generator::words(&sources, &diagnostics);
    assert_ne!(tree.is_some(), diagnostics.has_errors(), "{}", diagnostics.render(&sources, false));
}

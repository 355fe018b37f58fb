//! The laws of the generator: a model is either refused with a reason, or becomes a crate.

use std::path::Path;

use smithy_codegen::{Config, Settings, Tree};
use smithy_model::{Diagnostics, Model, Options, Parts, SourceId, Sources, Unsupported};

/// Longer texts find no more problems than shorter ones.
const LONGEST: usize = 1 << 16;

/// Returns the bytes as text, if they are UTF-8.
pub(crate) fn text(data: &[u8]) -> Option<&str> {
    std::str::from_utf8(data).ok().filter(|text| text.len() <= LONGEST)
}

/// Reads a model and checks that there is either a model or a reason; returns both.
pub(crate) fn load(
    sources: &Sources,
    parts: Parts,
    unsupported: Unsupported,
) -> (Option<Model>, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let options = Options { unsupported, ..Options::default() };
    let model = smithy_model::load(sources, parts, options, &mut diagnostics);
    assert_ne!(
        model.is_some(),
        diagnostics.has_errors(),
        "a model or errors: {}",
        diagnostics.render(sources, false)
    );
    words(sources, &diagnostics);
    (model, diagnostics)
}

/// Checks that every diagnostic can be rendered, and is not empty.
pub(crate) fn words(sources: &Sources, diagnostics: &Diagnostics) {
    for fault in diagnostics {
        assert!(!fault.message.is_empty(), "{fault:?}");
    }
    let shown = diagnostics.render(sources, false);
    assert_eq!(shown.is_empty(), diagnostics.iter().next().is_none());
    let lines = diagnostics.render_json(sources);
    for line in lines.lines() {
        serde_json::from_str::<serde_json::Value>(line).expect("each line is JSON");
    }
}

/// Generates a crate, and checks that it is Rust. It may be refused with a reason: two names that become the same.
pub(crate) fn generate(sources: &Sources, model: &Model, config: &Config) -> Result<Tree, Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    let tree = smithy_codegen::generate(model, config, &mut diagnostics);
    words(sources, &diagnostics);
    assert!(
        diagnostics.iter().all(|fault| fault.code != "generator-bug"),
        "{}",
        diagnostics.render(sources, false)
    );
    assert_ne!(tree.is_some(), diagnostics.has_errors(), "{}", diagnostics.render(sources, false));
    let Some(tree) = tree else { return Err(diagnostics) };
    for (path, text) in tree.files().filter(|(path, _)| is_rust(path)) {
        if let Err(error) = syn::parse_file(text) {
            panic!("{path} is not Rust: {error}\n{text}");
        }
    }
    Ok(tree)
}

fn is_rust(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "rs")
}

/// Returns a configuration with a name, so that the name of the service does not matter.
pub(crate) fn config() -> Config {
    Config { crate_name: Some("fuzzed".to_owned()), ..Config::default() }
}

/// Checks all laws of a model that may be invalid.
pub(crate) fn follow(sources: &Sources, parts: Parts) {
    let (strict, _) = load(sources, parts, Unsupported::Refuse);
    let (lenient, _) = load(sources, parts, Unsupported::LeaveOut);
    assert!(
        strict.is_none() || strict == lenient,
        "what needs nothing left out is the same without leaving out"
    );
    let _ = load(sources, parts, Unsupported::Keep);
    let Some(model) = lenient else { return };
    let _ = generate(sources, &model, &config());
    same(sources, &model);
}

/// Checks that a model does not differ from itself.
pub(crate) fn same(sources: &Sources, model: &Model) {
    let report = smithy_diff::compare(sources, model, model);
    assert!(report.changes.is_empty(), "{:?}", report.changes);
}

/// Reads settings from a text.
pub(crate) fn settings(sources: &Sources, source: SourceId) -> Option<Settings> {
    let mut diagnostics = Diagnostics::default();
    let settings = Settings::read(sources, source, Path::new(""), &mut diagnostics);
    assert_ne!(settings.is_some(), diagnostics.has_errors());
    words(sources, &diagnostics);
    settings
}

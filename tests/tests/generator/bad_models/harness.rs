//! Makes bad models out of good ones, loads them, and checks the properties of all of them.

use smithy_codegen::{Config, generate};
use smithy_model::{Diagnostics, Model, Options, Parts, Sources, load};

/// A name and the replacements in the good text. Each replaced text occurs there exactly once.
pub(crate) type Case = (&'static str, &'static [(&'static str, &'static str)]);

/// The good model in Smithy's format.
pub(crate) const SMITHY: &str = include_str!("../../../fixtures/bad/smithy.json");
/// The same in C2J, as far as possible.
pub(crate) const C2J: &str = include_str!("../../../fixtures/bad/service-2.json");
/// An overlay that fits both.
pub(crate) const OVERLAY: &str = include_str!("../../../fixtures/bad/overlay.json");

/// Compares the diagnostics of each bad model with its golden, in the folder of the group.
pub(crate) fn check(group: &str, good: &str, cases: &[Case]) {
    for (name, edits) in cases {
        let mut sources = Sources::default();
        let parts = model_alone(&mut sources, edit(good, edits));
        golden(group, name, &faults(name, &sources, parts));
    }
}

/// Does the same for cases that edit the overlay.
pub(crate) fn check_overlays(group: &str, model: &str, cases: &[Case]) {
    for (name, edits) in cases {
        let mut sources = Sources::default();
        let parts = model_alone(&mut sources, model.to_owned());
        let overlay = Some(sources.add("overlay.json", edit(OVERLAY, edits)));
        golden(group, name, &faults(name, &sources, Parts { overlay, ..parts }));
    }
}

/// Compares a text with the golden of a case.
pub(crate) fn golden(group: &str, name: &str, text: &str) {
    tests::golden::golden(&format!("bad-models/{group}"), name, text);
}

/// Loads a bad model and renders its diagnostics.
///
/// Panics unless there is a diagnostic, every fault has a place and help and is one sentence, and a crate is generated
/// exactly if there are only warnings.
pub(crate) fn faults(name: &str, sources: &Sources, parts: Parts) -> String {
    let (model, mut diagnostics) = load_parts(sources, parts);
    let tree = model.and_then(|model| generate(&model, &Config::default(), &mut diagnostics));
    assert_eq!(tree.is_none(), diagnostics.has_errors(), "{name}: a crate and an error, or neither");
    assert!(diagnostics.iter().next().is_some(), "{name}: nothing is told");
    for fault in &diagnostics {
        assert!(fault.span.is_some(), "{name}: no place: {fault:?}");
        assert!(fault.help.as_ref().is_some_and(|help| !help.is_empty()), "{name}: no help: {fault:?}");
        assert!(!fault.message.ends_with('.'), "{name}: {fault:?}");
    }
    diagnostics.render(sources, false)
}

/// Loads a model with the default options.
pub(crate) fn load_parts(sources: &Sources, parts: Parts) -> (Option<Model>, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let model = load(sources, parts, Options::default(), &mut diagnostics);
    (model, diagnostics)
}

/// Adds a model under the usual name of its format.
pub(crate) fn model_alone(sources: &mut Sources, text: String) -> Parts {
    let name = if text.contains("\"metadata\"") { "service-2.json" } else { "smithy.json" };
    Parts::new(sources.add(name, text))
}

/// Returns the good text with a fault.
pub(crate) fn edit(good: &str, edits: &[(&str, &str)]) -> String {
    edits.iter().fold(good.to_owned(), |text, (old, new)| {
        assert_eq!(text.matches(old).count(), 1, "`{old}` stands in the text once");
        text.replace(old, new)
    })
}

#[test]
fn the_good_models_load_without_a_word() {
    for model in [SMITHY, C2J] {
        for overlay in [None, Some(OVERLAY)] {
            let mut sources = Sources::default();
            let parts = model_alone(&mut sources, model.to_owned());
            let overlay = overlay.map(|overlay| sources.add("overlay.json", overlay));
            let (model, diagnostics) = load_parts(&sources, Parts { overlay, ..parts });
            assert_eq!(diagnostics.render(&sources, false), "");
            assert!(model.is_some());
        }
    }
}

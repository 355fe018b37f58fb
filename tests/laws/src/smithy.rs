//! From a Smithy document to a crate.
//!
//! Bytes that begin like JSON are a document. Others become a random valid model, sometimes with changes.

use models::Dice;
use smithy_model::{Parts, Sources, Unsupported};

use crate::{edit, generator};

/// Checks the laws.
pub(crate) fn check(data: &[u8]) {
    if data.first() == Some(&b'{') {
        if let Some(text) = generator::text(data) {
            document(text);
        }
        return;
    }
    match data.split_first() {
        Some((0..128, rest)) => good(&format!("{:#}", models::model(rest))),
        Some((_, rest)) => {
            let (edits, rest) = rest.split_at(rest.len() / 4);
            let mut model = models::model(rest);
            edit::edit(&mut model, &mut Dice::new(edits));
            document(&model.to_string());
        }
        None => {}
    }
}

fn document(text: &str) {
    let mut sources = Sources::default();
    let parts = Parts::new(sources.add("smithy.json", text));
    generator::follow(&sources, parts);
}

/// Loads a model that is known to be valid, and generates its crate.
///
/// # Panics
///
/// If this fails, or the generated text is not Rust.
pub fn good(text: &str) {
    let mut sources = Sources::default();
    let parts = Parts::new(sources.add("smithy.json", text));
    let (model, diagnostics) = generator::load(&sources, parts, Unsupported::Refuse);
    let Some(model) = model else { panic!("{}\n{text}", diagnostics.render(&sources, false)) };
    if let Err(diagnostics) = generator::generate(&sources, &model, &generator::config()) {
        panic!("{}\n{text}", diagnostics.render(&sources, false));
    }
    generator::same(&sources, &model);
}

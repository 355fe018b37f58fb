//! From a Smithy document to a crate.
//!
//! Bytes that begin as JSON are a document. Others become a random model that is good, or one with changes.

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

/// A model that is known to be good loads and generates.
///
/// # Panics
///
/// When it does not, or when what is generated is not Rust.
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

//! An overlay over a model. Bytes that begin like JSON are the overlay of a model in this file; others change one.

use models::Dice;
use smithy_model::{Parts, Sources};

use crate::{edit, generator};

/// The model that the overlays of the corpus are for.
const MODEL: &str = include_str!("overlays/model.json");

/// An overlay with each kind of entry.
const OVERLAY: &str = include_str!("../corpus/overlay/all");

/// Checks the laws.
pub(crate) fn check(data: &[u8]) {
    if data.first() == Some(&b'{') {
        if let Some(text) = generator::text(data) {
            over(text);
        }
        return;
    }
    let mut overlay = serde_json::from_str(OVERLAY).expect("the corpus is JSON");
    edit::edit(&mut overlay, &mut Dice::new(data));
    over(&overlay.to_string());
}

fn over(overlay: &str) {
    let mut sources = Sources::default();
    let model = sources.add("smithy.json", MODEL);
    let overlay = sources.add("overlay.json", overlay);
    generator::follow(&sources, Parts { overlay: Some(overlay), ..Parts::new(model) });
}

//! From a C2J document to a crate. Bytes that begin like JSON are a document; others change one of the corpus.

use models::Dice;
use smithy_model::{Parts, Sources};

use crate::{edit, generator};

/// The documents that are changed.
const DOCUMENTS: [&str; 2] = [include_str!("../corpus/c2j/rest"), include_str!("../corpus/c2j/rpc")];

/// Checks the laws.
pub(crate) fn check(data: &[u8]) {
    if data.first() == Some(&b'{') {
        if let Some(text) = generator::text(data) {
            document(text);
        }
        return;
    }
    let mut dice = Dice::new(data);
    let text: &str = dice.pick(&DOCUMENTS);
    let mut model = serde_json::from_str(text).expect("the corpus is JSON");
    edit::edit(&mut model, &mut dice);
    document(&model.to_string());
}

fn document(text: &str) {
    let mut sources = Sources::default();
    let parts = Parts::new(sources.add("service-2.json", text));
    generator::follow(&sources, parts);
}

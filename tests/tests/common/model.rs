//! The committed model of the service with its overlay, against which tables are held for completeness.

use std::path::Path;

use smithy_model::{Diagnostics, Model, Options, Sources, files, load};

/// The model as the generator reads it.
pub(crate) fn committed() -> Model {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../model/services/iot-jobs-data"));
    let mut sources = Sources::default();
    let parts = files::open(&mut sources, &folder.join("smithy.json"), Some(&folder.join("overlay.json")))
        .expect("the model can be read");
    let mut diagnostics = Diagnostics::default();
    load(&sources, parts, Options::default(), &mut diagnostics).expect("the model is valid")
}

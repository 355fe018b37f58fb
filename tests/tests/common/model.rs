//! The committed model of the service with its overlay, in either format. Tests check that their tables cover it.

use std::path::Path;

use smithy_codegen::Generator;
use smithy_model::{Diagnostics, Model, Sources};

/// The model as the generator reads it.
pub(crate) fn committed() -> Model {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../model/services/iot-jobs-data"));
    let generator = Generator::from_settings(folder.join("smithy-codegen.toml"));
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let job = generator.job(&mut sources, &mut diagnostics).expect("the model can be read");
    job.model(&sources, &mut diagnostics).expect("the model is valid")
}

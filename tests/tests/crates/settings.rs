//! A crate with settings: it compiles, and requests and responses have the names of the model.

use std::path::Path;

use smithy_codegen::{Generator, Runtime};

use crate::cargo;

const SETTINGS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/settings/smithy-codegen.toml");
const PROGRAM: &str = include_str!("../../fixtures/settings/program.rs");

#[test]
fn it_compiles_and_the_wire_has_the_names_of_the_model() {
    let runtime = Runtime::Path(format!("{}/runtime", cargo::WORKSPACE));
    let generator = Generator::from_settings(Path::new(SETTINGS)).runtime(runtime);
    generator.write_crate(cargo::folder("frog-pond")).unwrap_or_else(|failure| panic!("{failure}"));
    let dependency = r#"frog-pond = { path = "../frog-pond", features = ["test-util"] }"#;
    let program = cargo::program("frog-pond-program", dependency, PROGRAM);
    cargo::cargo(&["run"], &program);
}

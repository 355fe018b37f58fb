//! Generates the module `weather` from the model of a service.

use std::path::PathBuf;

use smithy_codegen::{Failure, Generator};

fn main() -> Result<(), Failure> {
    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    let generator =
        Generator::new("../weather/smithy.json").operations(["GetReading"]).features(["blocking"]);
    generator.write_module(out.join("weather.rs"), "crate::weather")?.tell_cargo();
    Ok(())
}

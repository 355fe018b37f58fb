//! Generates a client of the same service for each protocol, as modules.

use std::path::PathBuf;

use smithy_codegen::{Failure, Generator};

/// Modules, with the protocols that they speak.
const CLIENTS: [(&str, &str); 4] = [
    ("rest_json", "restJson1"),
    ("aws_json_10", "awsJson1_0"),
    ("aws_json_11", "awsJson1_1"),
    ("cbor", "rpcv2Cbor"),
];

fn main() -> Result<(), Failure> {
    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    for (module, protocol) in CLIENTS {
        let generator =
            Generator::new("service.smithy.json").protocol(protocol).features(["blocking", "sigv4"]);
        let file = out.join(module).with_extension("rs");
        generator.write_module(file, &format!("crate::clients::{module}"))?.tell_cargo();
    }
    Ok(())
}

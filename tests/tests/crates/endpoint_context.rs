//! A service whose endpoints depend on the call: its client resolves the rules for each call.

use smithy_codegen::Runtime;

use crate::cargo;
use crate::generate;

const MODEL: &str = include_str!("../../fixtures/endpoint-context.smithy.json");
const PROGRAM: &str = include_str!("../../fixtures/endpoint-context.rs");

#[test]
fn calls_go_where_their_parameters_lead() {
    let runtime = Runtime::Path(format!("{}/runtime", cargo::WORKSPACE));
    let (tree, words) = generate::generate("endpoint-context", MODEL, runtime);
    let codes: Vec<_> = words.lines().filter(|line| line.starts_with("warning")).collect();
    assert_eq!(codes, ["warning[endpoint-unset-value]: `Zone` is read where it may be unset"]);
    tree.persist(&cargo::folder("endpoint-context")).expect("the crate can be written");
    let dependency = r#"endpoint-context = { path = "../endpoint-context", default-features = false, features = ["blocking", "sigv4"] }"#;
    let program = cargo::program("endpoint-context-program", dependency, PROGRAM);
    cargo::cargo(&["run"], &program);
}

//! A model whose names are those of the prelude, of the language and of the generated code: its client compiles, and
//! values survive a round trip.

use smithy_codegen::Runtime;

use crate::cargo;
use crate::generate;

const MODEL: &str = include_str!("../../fixtures/obstacle-course.smithy.json");
const OVERLAY: &str = include_str!("../../fixtures/obstacle-course.overlay.json");
const PROGRAM: &str = include_str!("../../fixtures/obstacle-course.rs");

#[test]
fn it_compiles_without_a_warning_and_its_values_come_back() {
    let runtime = Runtime::Path(format!("{}/runtime", cargo::WORKSPACE));
    let (tree, words) = generate::generate_with("obstacle-course", MODEL, Some(OVERLAY), runtime);
    assert_eq!(words, "");
    tree.persist(&cargo::folder("obstacle-course")).expect("the crate can be written");
    let dependency = r#"obstacle-course = { path = "../obstacle-course", default-features = false, features = ["blocking", "client", "mqtt", "test-util"] }"#;
    let program = cargo::program("obstacle-course-program", dependency, PROGRAM);
    cargo::cargo(&["run"], &program);
}

//! The committed crate is what the committed model gives.

use xtask::{Exit, codegen, workspace};

#[test]
fn the_generated_crate_is_fresh() {
    let report = codegen::check(&workspace::generated(), false);
    assert_eq!(report.exit, Exit::Done, "\n{report}");
}

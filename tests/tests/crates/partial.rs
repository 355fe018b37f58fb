//! A part of a model: only the selected operations, and the shapes that they reach.

use std::path::Path;

use smithy_codegen::{Generator, Runtime};
use tests::golden::golden;

use crate::cargo;

fn generator() -> Generator {
    let folder = Path::new(cargo::WORKSPACE).join("tests/fixtures/iot-jobs-data");
    let runtime = Runtime::Path(format!("{}/runtime", cargo::WORKSPACE));
    Generator::new(folder.join("smithy.json")).overlay(folder.join("overlay.json")).runtime(runtime)
}

/// The files of one folder of the crate.
fn files(generator: &Generator, folder: &str) -> Vec<String> {
    let tree = generator.tree().unwrap_or_else(|failure| panic!("{failure}"));
    let names = tree.files().filter_map(|(path, _)| path.strip_prefix(folder)?.strip_suffix(".rs"));
    names.filter(|name| !name.contains('/')).map(str::to_owned).collect()
}

#[test]
fn nothing_but_what_the_operation_reaches_is_there_and_it_compiles() {
    // The overlay may have entries for other operations.
    let generator = generator().operations(["DescribeJobExecution"]).crate_name("described");
    assert_eq!(files(&generator, "src/operation/"), ["describe_job_execution"]);
    assert_eq!(files(&generator, "src/types/"), ["error", "job_execution", "job_execution_status"]);
    let tree = generator.tree().expect("it generates");
    for (path, text) in tree.files() {
        assert!(!text.contains("UpdateJobExecution"), "{path}");
    }
    let folder = cargo::folder("described");
    generator.write_crate(&folder).expect("the crate can be written");
    let features = "blocking,client,test-util";
    cargo::cargo(&["check", "--no-default-features", "--features", features], &folder);
}

#[test]
fn order_and_repetition_do_not_count() {
    let names = ["UpdateJobExecution", "DescribeJobExecution"];
    let there = generator().operations(names).tree().expect("it generates");
    let back = generator().operations(names.into_iter().rev().chain(names)).tree().expect("it generates");
    assert!(there.files().eq(back.files()));
}

#[test]
fn a_name_that_is_not_there_is_told() {
    let failure =
        generator().operations(["DescribeJobExecutions", "Nap"]).tree().expect_err("there is no such one");
    golden("generator/failures", "unknown operations", &failure.to_string());
}

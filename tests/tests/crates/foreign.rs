//! A C2J model as a separate crate: it compiles, and differs from the crate of its Smithy twin only where C2J has fewer
//! features.

use std::collections::BTreeMap;
use std::path::Path;

use smithy_codegen::Generator;
use xtask::workspace;

use crate::cargo;

/// Fields that are 0 by default in the Smithy model. C2J has no defaults.
const FIELDS: [(&str, &[&str]); 3] = [
    ("src/types/job_execution.rs", &["queued_at", "last_updated_at", "version_number"]),
    ("src/types/job_execution_state.rs", &["version_number"]),
    ("src/types/job_execution_summary.rs", &["queued_at", "last_updated_at", "version_number"]),
];

/// Other files that differ, but not in a field.
const OTHERS: [&str; 3] = [
    // It says what the crate was made from, and how it is built outside of the workspace.
    "Cargo.toml",
    // The Smithy model has endpoint tests; those of its twin are derived from the rules.
    "src/endpoint.rs",
    // C2J documents only an enum as a whole, and not its values.
    "src/types/job_execution_status.rs",
];

#[test]
fn it_compiles_and_differs_where_c2j_says_less() {
    let out = cargo::folder("foreign");
    let generator = |model: &str| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/iot-jobs-data");
        let generator = Generator::new(folder.join(model)).overlay(folder.join("overlay.json"));
        generator.runtime(workspace::runtime_from(&out).expect("the runtime has a path"))
    };
    let smithy = generator("smithy.json").tree().expect("it is a good model");
    generator("service-2.json").write_crate(&out).expect("the twin is a good model");
    // With the same features as in other tests, so that the dependencies are already built.
    let features = "blocking,client,test-util";
    cargo::cargo(&["check", "--no-default-features", "--features", features], &out);

    let (mut expected, mut found) = (BTreeMap::new(), BTreeMap::new());
    for (path, fields) in FIELDS {
        expected.insert(path.to_owned(), fields.iter().map(|field| change(field)).collect());
    }
    expected.extend(OTHERS.map(|path| (path.to_owned(), Vec::new())));
    for (path, here) in smithy.files() {
        let there = std::fs::read_to_string(out.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        if here != there {
            let [here, there] = [here, &there].map(without_tests);
            assert_eq!(here == there, path == "src/endpoint.rs", "{path}");
            found.insert(path.to_owned(), changes(here, there));
        }
    }
    assert_eq!(found, expected);
}

fn change(field: &str) -> String {
    format!("{field}: i64 -> Option<i64>")
}

fn without_tests(text: &str) -> &str {
    text.split_once("#[cfg(test)]").map_or(text, |(text, _)| text)
}

/// Returns the fields of structures that have another type in the second text.
fn changes(here: &str, there: &str) -> Vec<String> {
    let fields = |text: &str| -> Vec<(String, String)> {
        let fields = text
            .lines()
            .filter_map(|line| line.strip_prefix("    pub ")?.strip_suffix(',')?.split_once(": "));
        fields.map(|(name, ty)| (name.to_owned(), ty.to_owned())).collect()
    };
    let (here, there) = (fields(here), fields(there));
    assert!(here.iter().map(|(name, _)| name).eq(there.iter().map(|(name, _)| name)), "the same fields");
    let pairs = here.iter().zip(&there).filter(|(here, there)| here != there);
    pairs.map(|((name, here), (_, there))| format!("{name}: {here} -> {there}")).collect()
}

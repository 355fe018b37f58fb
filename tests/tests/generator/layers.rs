//! Which stages of the generator may depend on each other.

use std::fs;
use std::path::Path;

/// Calls `look` with each file of Rust below a folder.
fn each_file(folder: &Path, look: &mut impl FnMut(&Path, &str)) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries {
        let path = entry.expect("it can be listed").path();
        if path.is_dir() {
            each_file(&path, look);
        } else if path.extension().is_some_and(|it| it == "rs") {
            look(&path, &fs::read_to_string(&path).expect("it can be read"));
        }
    }
}

/// The stages from the first to the last, and the modules that each must not name: those of later stages. Emitters must
/// not name the model either, because the plan has made all decisions.
const STAGES: [(&str, &[&str]); 4] = [
    ("config", &["crate::plan", "crate::emit", "crate::write", "crate::settings", "crate::generator"]),
    ("plan", &["crate::emit", "crate::write", "crate::settings", "crate::generator"]),
    ("write", &["crate::plan", "crate::emit", "crate::settings", "crate::generator"]),
    ("emit", &["smithy_model::ir", "crate::settings", "crate::generator"]),
];

#[test]
fn stages_know_only_what_comes_before_them() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../codegen/src");
    for (stage, unknown) in STAGES {
        let mut files = 0;
        each_file(&source.join(stage), &mut |path, text| {
            files += 1;
            for name in unknown {
                assert!(!text.contains(name), "{} names {name}", path.display());
            }
        });
        assert!(files > 0, "{stage}");
    }
}

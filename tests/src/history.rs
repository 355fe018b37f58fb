//! The history of one service: its first model, and the changes of each later one.

#![expect(clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

use std::fs;
use std::path::{Path, PathBuf};

use diffy::{Patch, apply};

/// The links that are stored as changes of the previous one, in order.
const CHANGES: [&str; 6] =
    ["2-step-timer", "3-limits", "4-wording", "5-commands", "6-optional-version", "7-new-path"];

/// Returns the model of a link: the name of its file in `fixtures/history`, without the part after the dot.
///
/// # Panics
///
/// Panics if there is no such link.
pub fn model(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/history");
    let read = |file: String| fs::read_to_string(folder.join(file)).expect("the link is there");
    let Some(last) = CHANGES.iter().position(|link| *link == name) else {
        return read(format!("{name}.smithy.json"));
    };
    CHANGES.iter().take(last + 1).fold(model("1-2017-11-29"), |before, link| {
        let text = read(format!("{link}.diff"));
        let change = Patch::from_str(&text).unwrap_or_else(|error| panic!("{link}: {error}"));
        apply(&before, &change).unwrap_or_else(|error| panic!("{link}: {error}"))
    })
}

/// Writes the file of a link into a folder.
///
/// # Panics
///
/// Panics if there is no such link, or the folder cannot be written.
pub fn file(folder: &Path, name: &str) -> PathBuf {
    fs::create_dir_all(folder).expect("the folder can be made");
    let file = folder.join(format!("{name}.smithy.json"));
    fs::write(&file, model(name)).expect("the file can be written");
    file
}

//! Whether a crate is within a Cargo workspace.

use std::fs;
use std::path::{Path, absolute};

use toml_edit::DocumentMut;

/// Whether a folder above this one has a manifest with a workspace. An unreadable manifest does not count: Cargo
/// reports it.
pub(super) fn is_above(folder: &Path) -> bool {
    let Ok(folder) = absolute(folder) else { return false };
    folder.ancestors().skip(1).any(|above| {
        let manifest = fs::read_to_string(above.join("Cargo.toml")).ok();
        let manifest = manifest.and_then(|text| text.parse::<DocumentMut>().ok());
        manifest.is_some_and(|manifest| manifest.contains_key("workspace"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workspaces_are_looked_for_in_all_folders_above() {
        let root = tempfile::tempdir().unwrap();
        let write = |text: &str| fs::write(root.path().join("Cargo.toml"), text).unwrap();
        let crate_folder = root.path().join("a/b");
        assert!(!is_above(&crate_folder));
        write("[package]\nname = \"x\"\n");
        assert!(!is_above(&crate_folder));
        write("[workspace]\nmembers = []\n");
        assert!(is_above(&crate_folder));
        // The manifest of the folder itself does not count, because the crate is rewritten.
        assert!(!is_above(root.path()));
    }
}

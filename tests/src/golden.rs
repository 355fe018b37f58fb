//! Goldens: texts that tests compare with files in `tests/goldens/`, each small enough for one screen.
//!
//! `INSTA_UPDATE=always cargo test` accepts new and changed ones.

/// Compares a text with the golden of this name in a folder.
///
/// # Panics
///
/// Panics if they differ.
pub fn golden(folder: &str, name: &str, text: &str) {
    let path = format!("{}/goldens/{folder}", env!("CARGO_MANIFEST_DIR"));
    let name = name.replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    insta::with_settings!({ snapshot_path => path, prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, text);
    });
}

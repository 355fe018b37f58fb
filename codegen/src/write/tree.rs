//! The files of a crate in memory, by their paths.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proc_macro2::TokenStream;
use smithy_model::Diagnostic;

use super::header::{Comment, header, is_generated};
use super::{bug, format};
use crate::config::Input;

/// The files of a generated crate.
#[derive(Clone, Debug)]
pub struct Tree {
    inputs: Vec<Input>,
    /// Contents by path; `/` separates the folders of a path on every system.
    files: BTreeMap<String, String>,
    /// The folder belongs only to the generator.
    exclusive: bool,
}

impl Tree {
    /// Creates a tree without files for a crate generated from `inputs`, which the header of its manifest will list.
    #[must_use]
    pub fn new(inputs: &[Input]) -> Self {
        Self { inputs: inputs.to_vec(), files: BTreeMap::new(), exclusive: false }
    }

    /// Whether the folder of the crate holds only generated files, so that any other file in it is stale. By default only
    /// files that a generator wrote can be stale.
    #[must_use]
    pub fn exclusive(self, exclusive: bool) -> Self {
        Self { exclusive, ..self }
    }

    /// Whether a file of the folder that the tree does not have must be removed. A link only counts if the folder is
    /// exclusive, because no generator makes links.
    pub(super) fn is_stale(&self, file: &Path) -> bool {
        self.exclusive
            || !file.is_symlink()
                && fs::read(file).is_ok_and(|text| is_generated(&String::from_utf8_lossy(&text)))
    }

    /// Adds a text file, with a header in the comment syntax of its extension: `toml` or `md`.
    ///
    /// The error is `generator-bug` if the path is taken, leads out of the crate or has another extension.
    pub fn text(&mut self, path: &str, contents: String) -> Result<(), Diagnostic> {
        let style = Comment::of(path).ok_or_else(|| bug::path(path, "has no known comment style"))?;
        let mut text = contents;
        text.truncate(text.trim_end().len());
        text.push('\n');
        text.insert_str(0, &(header(style, &self.inputs) + "\n"));
        self.insert(path, text)
    }

    /// Adds a file as it is, without a header. Later runs do not recognize it as generated.
    ///
    /// The error is `generator-bug` if the path is taken or leads out of the crate.
    pub fn verbatim(&mut self, path: &str, contents: String) -> Result<(), Diagnostic> {
        self.insert(path, contents)
    }

    /// Adds a Rust file: header, `docs` as `//!` lines, imports, and `items` formatted.
    ///
    /// Paths in `items` are absolute and become imports, with a blank line between items. The error is `generator-bug` if
    /// the path is taken, leads out of the crate, or `items` is not Rust.
    pub fn rust(
        &mut self,
        path: &str,
        docs: &[String],
        items: impl FnOnce() -> TokenStream,
    ) -> Result<(), Diagnostic> {
        let text = rust_text(path, docs, items())?;
        let separator = if text.is_empty() { "" } else { "\n" };
        self.insert(path, header(Comment::Rust, &self.inputs) + separator + &text)
    }

    /// Adds the files of another tree of the same crate.
    pub fn merge(&mut self, other: Self) -> Result<(), Diagnostic> {
        other.files.into_iter().try_for_each(|(path, contents)| self.insert(&path, contents))
    }

    /// The files, path and contents, in the order of their paths.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, contents)| (path.as_str(), contents.as_str()))
    }

    /// The contents of a file.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    fn insert(&mut self, path: &str, contents: String) -> Result<(), Diagnostic> {
        // A path that leads elsewhere would make a run write outside of its folder.
        if path.contains('\\') || path.split('/').any(|part| matches!(part, "" | "." | "..")) {
            return Err(bug::path(path, "does not lead to a place in the crate"));
        }
        if self.files.contains_key(path) {
            return Err(bug::path(path, "is written twice"));
        }
        self.files.insert(path.to_owned(), contents);
        Ok(())
    }
}

/// The text of a Rust file without its header: `docs` as `//!` lines, imports, and `items` formatted.
pub(crate) fn rust_text(path: &str, docs: &[String], items: TokenStream) -> Result<String, Diagnostic> {
    let code = format::rust(items).map_err(|error| bug::unparsable(path, &error))?;
    let docs = format::docs(docs);
    let separator = if docs.is_empty() || code.is_empty() { "" } else { "\n" };
    Ok(docs + separator + &code)
}

/// Returns the header of the file of a module.
pub(crate) fn module_header() -> String {
    header(Comment::Rust, &[]) + "\n"
}

/// The problem of a module whose file no emitter writes.
pub(crate) fn unknown_path(path: &str) -> Diagnostic {
    bug::path(path, "is not there")
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    fn tree() -> Tree {
        Tree::new(&[Input { role: "model", sha256: "ab12".to_owned() }])
    }

    #[test]
    fn files_open_with_a_header_in_their_comment_style() {
        let mut tree = tree();
        tree.text("Cargo.toml", "[package]\n\n\n".to_owned()).unwrap();
        tree.text("README.md", "# A crate".to_owned()).unwrap();
        tree.rust("src/lib.rs", &["A crate.".to_owned(), String::new()], || quote! { struct A; }).unwrap();
        let lines = |path| tree.get(path).unwrap().lines().skip(1).collect::<Vec<_>>().join("\n");
        assert_eq!(lines("Cargo.toml"), "# model: sha256 ab12\n\n[package]");
        assert_eq!(lines("README.md"), "\n# A crate");
        assert_eq!(lines("src/lib.rs"), "\n//! A crate.\n//!\n\nstruct A;");
        let version = env!("CARGO_PKG_VERSION");
        let first = format!(
            "Generated by smithy-codegen {version}. Do not edit: change the model and generate again."
        );
        for (path, text) in tree.files() {
            assert!(text.lines().next().unwrap().contains(&first), "{path}");
            assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{path}");
        }
    }

    #[test]
    fn problems_name_the_file() {
        let mut tree = tree();
        tree.rust("src/lib.rs", &[], || quote!()).unwrap();
        let problems = [
            ("twice", tree.rust("src/lib.rs", &[], || quote!())),
            (
                "twice",
                tree.text("Cargo.toml", String::new()).and_then(|()| tree.text("Cargo.toml", String::new())),
            ),
            ("comment style", tree.text("LICENSE", String::new())),
            ("place in the crate", tree.rust("../lib.rs", &[], || quote!())),
            ("place in the crate", tree.rust("/lib.rs", &[], || quote!())),
        ];
        for (expected, problem) in problems {
            let problem = problem.unwrap_err();
            assert_eq!(problem.code, "generator-bug");
            assert!(
                problem.message.contains(expected) && problem.message.contains('`'),
                "{}",
                problem.message
            );
        }
    }
}

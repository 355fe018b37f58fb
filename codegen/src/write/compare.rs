//! Compares a tree with a folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use similar::TextDiff;

use super::Tree;
use super::folder::refuse_links;

/// The maximum number of lines of a file's differences that are shown.
const SHOWN: usize = 200;

/// One file in which a tree and a folder differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The path of the file in the crate, its folders separated by `/`.
    pub path: String,
    /// How it differs.
    pub kind: DifferenceKind,
    /// The contents in the folder; empty for a file that is missing.
    pub found: String,
    /// The contents in the tree; empty for a file that is stale.
    pub expected: String,
}

/// How a file differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DifferenceKind {
    /// The folder does not have it.
    Missing,
    /// Its contents differ.
    Changed,
    /// The tree does not have it.
    Stale,
}

impl DifferenceKind {
    /// The word for it: `missing`, `changed`, `extra`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Changed => "changed",
            Self::Stale => "extra",
        }
    }
}

impl Tree {
    /// Compares the files with those of a folder. The differences are sorted by path.
    ///
    /// A folder that does not exist lacks every file. Files that no generator wrote count only if [`Tree::exclusive`]
    /// says so. Hidden files do not count, and neither do `target/` and `Cargo.lock` at the top of the folder. The
    /// error is that of a file or folder that cannot be read, or [`io::ErrorKind::Unsupported`] if a file of the tree
    /// is a symbolic link or is behind one.
    pub fn compare(&self, dir: &Path) -> io::Result<Vec<Difference>> {
        refuse_links(dir, self.files().map(|(path, _)| path))?;
        let mut differences = Vec::new();
        let mut found = files_in(dir)?;
        for (path, expected) in self.files() {
            let Some(file) = found.remove(path) else {
                differences.push(Difference::new(path, DifferenceKind::Missing, "", expected));
                continue;
            };
            let found = fs::read(file)?;
            if !is_same(&found, expected) {
                let found = String::from_utf8_lossy(&found);
                differences.push(Difference::new(path, DifferenceKind::Changed, &found, expected));
            }
        }
        for (path, file) in found.into_iter().filter(|(_, file)| self.is_stale(file)) {
            let found = fs::read(file).unwrap_or_default();
            let found = String::from_utf8_lossy(&found);
            differences.push(Difference::new(&path, DifferenceKind::Stale, &found, ""));
        }
        differences.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(differences)
    }
}

/// Whether a file has the expected text. Line ends of `\r\n`, which a checkout may write, do not count as a difference.
fn is_same(found: &[u8], expected: &str) -> bool {
    found == expected.as_bytes()
        || str::from_utf8(found).is_ok_and(|found| found.replace("\r\n", "\n") == expected)
}

impl Difference {
    fn new(path: &str, kind: DifferenceKind, found: &str, expected: &str) -> Self {
        Self { path: path.to_owned(), kind, found: found.to_owned(), expected: expected.to_owned() }
    }
}

/// Shows a difference like `diff -u`, from the folder's contents to the tree's, with 3 lines of context.
///
/// At most 200 lines are shown; a last line says how many more there are.
pub fn unified_diff(difference: &Difference) -> String {
    let Difference { path, found, expected, .. } = difference;
    let diff = TextDiff::from_lines(found, expected);
    let text = diff.unified_diff().context_radius(3).header(path, &format!("{path} (generated)")).to_string();
    let hidden = text.lines().count().saturating_sub(SHOWN);
    if hidden == 0 {
        return text;
    }
    let shown: String = text.split_inclusive('\n').take(SHOWN).collect();
    format!("{shown}… and {hidden} more lines\n")
}

/// Lists the files that differ: their counts by kind, their names, and the differences of the first changed one.
///
/// ```text
/// 1 changed, 1 extra
///   changed  README.md
///   extra    src/old.rs
///
/// --- README.md
/// …
/// ```
pub fn listing(differences: &[Difference]) -> String {
    let of = |kind| differences.iter().filter(move |difference| difference.kind == kind);
    let kinds = [DifferenceKind::Missing, DifferenceKind::Changed, DifferenceKind::Stale];
    let counts = kinds.map(|kind| (of(kind).count(), kind));
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let counts: Vec<String> = counts.map(|(count, kind)| format!("{count} {}", kind.word())).collect();
    let line = |Difference { path, kind, .. }: &Difference| format!("  {:7}  {path}\n", kind.word());
    let lines: String = differences.iter().map(line).collect();
    let diff = of(DifferenceKind::Changed).next().map(|first| format!("\n{}", unified_diff(first)));
    format!("{}\n{lines}{}", counts.join(", "), diff.unwrap_or_default())
}

/// Returns the files of a folder that count, by their paths in it: not hidden ones, and not what Cargo writes there.
pub fn files_in(dir: &Path) -> io::Result<BTreeMap<String, PathBuf>> {
    let mut files = BTreeMap::new();
    // A list instead of recursion, because folders may nest to any depth.
    let mut folders = vec![(String::new(), dir.to_owned())];
    while let Some((prefix, folder)) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Err(error) if prefix.is_empty() && error.kind() == io::ErrorKind::NotFound => return Ok(files),
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            if name.starts_with('.') || matches!(path.as_str(), "target" | "Cargo.lock") {
                continue;
            }
            // A link counts as a file, whatever its target is: nothing outside of the folder is read or removed.
            if entry.file_type()?.is_dir() {
                folders.push((path + "/", entry.path()));
            } else {
                files.insert(path, entry.path());
            }
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_lacks_has_and_keeps_files() {
        let dir = tempfile::tempdir().unwrap();
        let mut tree = Tree::new(&[]).exclusive(true);
        assert_eq!(tree.compare(&dir.path().join("none")).unwrap(), []);
        for path in ["Cargo.toml", "README.md", "same.md", "crlf.md"] {
            tree.text(path, "new\nlines\n".to_owned()).unwrap();
        }
        let write = |path: &str, text: &str| {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("same.md", tree.get("same.md").unwrap());
        // As a checkout on another system may write it.
        write("crlf.md", &tree.get("crlf.md").unwrap().replace('\n', "\r\n"));
        write("README.md", "old");
        for path in
            ["src/types/old.rs", "Cargo.lock", "target/a.rs", ".git/a", "src/.a.swp", "src/target/a.rs"]
        {
            write(path, "");
        }
        let differences = tree.compare(dir.path()).unwrap();
        let found: Vec<_> = differences.iter().map(|found| (found.path.as_str(), found.kind)).collect();
        let expected = [
            ("Cargo.toml", DifferenceKind::Missing),
            ("README.md", DifferenceKind::Changed),
            ("src/target/a.rs", DifferenceKind::Stale),
            ("src/types/old.rs", DifferenceKind::Stale),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn differences_are_shown_up_to_a_bound() {
        let difference =
            |found: &str, expected: &str| Difference::new("a.rs", DifferenceKind::Changed, found, expected);
        let text = unified_diff(&difference("1\n2\n3\n4\n5\n", "1\n2\n3\n4\n6\n"));
        assert_eq!(text, "--- a.rs\n+++ a.rs (generated)\n@@ -2,4 +2,4 @@\n 2\n 3\n 4\n-5\n+6\n");
        let text = unified_diff(&difference("", &"a\n".repeat(1000)));
        assert_eq!(text.lines().count(), SHOWN + 1);
        assert_eq!(text.lines().last(), Some("… and 803 more lines"));
    }
}

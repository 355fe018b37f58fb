//! A tree to a folder: writes what differs and removes what is stale.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::Tree;
use super::compare::files_in;
use super::header::is_generated_manifest;

/// What was done to the files of a folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many are new or have new contents.
    pub written: usize,
    /// How many were left alone, since they had the right contents.
    pub unchanged: usize,
    /// How many are gone, since no file of the tree has their path.
    pub removed: usize,
}

impl Tree {
    /// Makes a folder hold the files of the tree and no others that a generator wrote; it is created where there is none.
    ///
    /// Files with the right contents are not touched; others are written beside their place and renamed into it, so
    /// that a reader sees the old contents or the new. What [`Tree::compare`] leaves out stays.
    ///
    /// A folder that is neither empty nor a generated crate is refused with [`io::ErrorKind::AlreadyExists`], and
    /// nothing in it is written. Other errors are those of the file system and may leave a part of the files written.
    pub fn persist(&self, dir: &Path) -> io::Result<Summary> {
        let own = || {
            fs::read(dir.join("Cargo.toml"))
                .is_ok_and(|text| is_generated_manifest(&String::from_utf8_lossy(&text)))
        };
        refuse_foreign(dir, own, "its Cargo.toml is not that of a generated crate")?;
        let mut summary = Summary::default();
        let is_stale = |(path, file): &(String, PathBuf)| self.get(path).is_none() && self.is_stale(file);
        let stale: Vec<_> = files_in(dir)?.into_iter().filter(is_stale).collect();
        // First, because a stale file may stand where a folder has to be.
        for (_, file) in &stale {
            remove(dir, file)?;
        }
        summary.removed = stale.len();
        for (path, contents) in self.files() {
            if write(&dir.join(path), contents.as_bytes())? {
                summary.written += 1;
            } else {
                summary.unchanged += 1;
            }
        }
        Ok(summary)
    }
}

/// Protects whoever names a wrong folder: a folder with something in it has to be the generator's own.
pub(crate) fn refuse_foreign(dir: &Path, own: impl FnOnce() -> bool, reason: &str) -> io::Result<()> {
    let empty = match fs::read_dir(dir) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => true,
        Err(error) => return Err(error),
    };
    if empty || own() {
        return Ok(());
    }
    Err(io::Error::new(io::ErrorKind::AlreadyExists, format!("the folder is not empty, and {reason}")))
}

/// Removes a file within `dir`, and the folders that are empty without it.
pub(crate) fn remove(dir: &Path, file: &Path) -> io::Result<()> {
    fs::remove_file(file)?;
    remove_empty_folders(dir, file);
    Ok(())
}

/// Writes a file unless it has the contents; whether it was written.
pub(crate) fn write(path: &Path, contents: &[u8]) -> io::Result<bool> {
    if fs::read(path).is_ok_and(|found| found == contents) {
        return Ok(false);
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = temporary(folder)?;
    file.write_all(contents)?;
    file.persist(path)?;
    Ok(true)
}

/// A temporary file is its owner's alone by default; these are files like any other.
#[cfg(unix)]
fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    use std::os::unix::fs::PermissionsExt as _;

    // The system takes from it what the user's mask says.
    tempfile::Builder::new().permissions(fs::Permissions::from_mode(0o666)).tempfile_in(folder)
}

#[cfg(not(unix))]
fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    tempfile::Builder::new().tempfile_in(folder)
}

/// Removes the folders within `dir` that are empty now that `file` is gone.
fn remove_empty_folders(dir: &Path, file: &Path) {
    let within = |folder: &&Path| *folder != dir && folder.starts_with(dir);
    let folders: Vec<PathBuf> = file.ancestors().skip(1).take_while(within).map(Path::to_owned).collect();
    for folder in folders {
        // The system refuses to remove a folder that is not empty, and so are those around it.
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(paths: &[&str]) -> Tree {
        let mut tree = Tree::new(&[]);
        for path in paths {
            tree.text(path, (*path).to_owned()).unwrap();
        }
        tree
    }

    #[test]
    fn a_folder_comes_to_hold_the_tree() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path().join("a/crate");
        let old = tree(&["Cargo.toml", "old/deep/a.md", "docs/old.md", "docs/same.md", "place.md"]);
        assert_eq!(old.persist(&dir).unwrap(), Summary { written: 5, unchanged: 0, removed: 0 });
        assert_eq!(old.persist(&dir).unwrap(), Summary { written: 0, unchanged: 5, removed: 0 });
        fs::write(dir.join("Cargo.lock"), "").unwrap();
        let new = tree(&["Cargo.toml", "docs/same.md", "new.md", "place.md/new.md"]);
        assert_eq!(new.persist(&dir).unwrap(), Summary { written: 2, unchanged: 2, removed: 3 });
        assert_eq!(new.compare(&dir).unwrap(), []);
        assert!(dir.join("Cargo.lock").exists() && !dir.join("old").exists());
        fs::write(dir.join("LICENSE"), "of a person").unwrap();
        assert_eq!((new.compare(&dir).unwrap(), new.persist(&dir).unwrap().removed), (vec![], 0));
        assert_eq!(new.exclusive(true).persist(&dir).unwrap().removed, 1);
        let hidden =
            |entry: io::Result<fs::DirEntry>| entry.unwrap().file_name().to_string_lossy().starts_with('.');
        assert!(!fs::read_dir(&dir).unwrap().any(hidden), "a temporary file is left");
    }

    #[test]
    fn a_folder_of_something_else_is_left_alone() {
        let foreign = [("notes.txt", ""), ("Cargo.toml", "[package]\n")];
        for (path, text) in foreign {
            let dir = tempfile::tempdir().unwrap();
            fs::write(dir.path().join(path), text).unwrap();
            let error = tree(&["Cargo.toml"]).persist(dir.path()).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
            assert_eq!(fs::read_to_string(dir.path().join(path)).unwrap(), text);
            assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
        }
    }

    #[cfg(unix)]
    #[test]
    fn others_may_read_the_files() {
        use std::os::unix::fs::PermissionsExt as _;

        let dir = tempfile::tempdir().unwrap();
        let usual = dir.path().join("usual");
        fs::write(&usual, "").unwrap();
        let dir = dir.path().join("crate");
        tree(&["Cargo.toml"]).persist(&dir).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&dir.join("Cargo.toml")), mode(&usual));
    }
}

//! A folder that a run updates. If a run is killed, the next run completes its work.
//!
//! A file is written in a folder of the run, [`UNFINISHED`], and renamed into its place. That folder is created before
//! anything else, and removed last. If it exists, a run was killed, and the files around it are the generator's.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The folder for files that are not complete yet.
pub const UNFINISHED: &str = ".smithy-codegen-unfinished";

/// A folder that is being updated.
#[derive(Debug)]
pub struct Folder<'d> {
    dir: &'d Path,
    /// The folder for files that are not complete yet.
    unfinished: PathBuf,
}

impl<'d> Folder<'d> {
    /// Opens a folder that belongs to the generator, is empty, or does not exist.
    ///
    /// It belongs to the generator if its file `mark` passes `is_own`, or if a run was killed before it wrote that
    /// file. Any other folder is refused with [`io::ErrorKind::AlreadyExists`], because the user may have named a wrong
    /// one.
    pub fn open(
        dir: &'d Path,
        mark: &str,
        is_own: impl FnOnce(&str) -> bool,
        reason: &str,
    ) -> io::Result<Self> {
        let empty = match fs::read_dir(dir) {
            Ok(mut entries) => entries.next().is_none(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => true,
            Err(error) => return Err(error),
        };
        let unfinished = dir.join(UNFINISHED);
        let own = || match fs::read(dir.join(mark)) {
            Ok(text) => is_own(&String::from_utf8_lossy(&text)),
            Err(error) => error.kind() == io::ErrorKind::NotFound && is_folder(&unfinished),
        };
        if empty || own() {
            return Ok(Self { dir, unfinished });
        }
        let message = format!("the folder is not empty, and {reason}");
        Err(io::Error::new(io::ErrorKind::AlreadyExists, message))
    }

    /// Removes a file, and the folders that become empty.
    pub fn remove(&self, path: &str) -> io::Result<()> {
        let file = self.dir.join(path);
        fs::remove_file(&file)?;
        let within = |folder: &&Path| *folder != self.dir && folder.starts_with(self.dir);
        for folder in file.ancestors().skip(1).take_while(within) {
            // The system refuses to remove a folder that is not empty; then its parents are not empty either.
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
        Ok(())
    }

    /// Writes a file, unless it has the contents already. Returns whether it was written.
    pub fn put(&self, path: impl AsRef<Path>, contents: &[u8]) -> io::Result<bool> {
        let file = self.dir.join(path);
        if fs::read(&file).is_ok_and(|found| found == contents) {
            return Ok(false);
        }
        fs::create_dir_all(&self.unfinished)?;
        let mut whole = temporary(&self.unfinished)?;
        whole.write_all(contents)?;
        fs::create_dir_all(file.parent().unwrap_or(self.dir))?;
        // A run that was killed while it removed the files of a folder leaves an empty folder. Any other folder stays,
        // and the next line returns an error.
        _ = fs::remove_dir(&file);
        whole.persist(&file)?;
        Ok(true)
    }

    /// Ends the run, after it has written everything: removes its folder.
    pub fn finish(self) -> io::Result<()> {
        if is_folder(&self.unfinished) {
            fs::remove_dir_all(&self.unfinished)?;
        }
        Ok(())
    }
}

/// Fails with [`io::ErrorKind::Unsupported`] if one of the paths within `dir` is a symbolic link or leads through one,
/// because its target is elsewhere. `dir` itself may be a link, because the user has named it.
pub fn refuse_links<'p>(dir: &Path, paths: impl IntoIterator<Item = &'p str>) -> io::Result<()> {
    let mut seen = BTreeSet::new();
    for path in [UNFINISHED].into_iter().chain(paths) {
        let folders = path.match_indices('/').filter_map(|(end, _)| path.get(..end));
        for part in folders.chain([path]).filter(|part| seen.insert(*part)) {
            if fs::symlink_metadata(dir.join(part)).is_ok_and(|metadata| metadata.is_symlink()) {
                let message = format!("`{part}` in it is a symbolic link, which may lead to other files");
                return Err(io::Error::new(io::ErrorKind::Unsupported, message));
            }
        }
    }
    Ok(())
}

/// What to do about [`io::ErrorKind::Unsupported`] of [`refuse_links`].
pub const WITHOUT_LINKS: &str = "remove the link, or put what it leads to in its place; only the folder of the output itself may be a link";

/// Whether there is a folder at a path, and not a link to one.
fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir())
}

/// Writes a file in a folder that is not the generator's, unless it has the contents already. What a killed run has
/// left is removed by the next run that writes the same file.
pub fn write_file(file: &Path, contents: &[u8]) -> io::Result<()> {
    let (Some(dir), Some(name)) = (file.parent(), file.file_name()) else {
        return Err(io::Error::new(io::ErrorKind::InvalidFilename, "the path does not name a file"));
    };
    let unfinished: OsString = [".".as_ref(), name, ".unfinished".as_ref()].into_iter().collect();
    let unfinished = dir.join(unfinished);
    let folder = Folder { dir, unfinished };
    folder.put(name, contents)?;
    folder.finish()
}

/// Creates a temporary file with the usual permissions; by default only its owner could read it.
#[cfg(unix)]
fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    use std::os::unix::fs::PermissionsExt as _;

    // The system applies the user's umask.
    tempfile::Builder::new().permissions(fs::Permissions::from_mode(0o666)).tempfile_in(folder)
}

#[cfg(not(unix))]
fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    tempfile::Builder::new().tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_file_leaves_nothing_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("module.rs");
        let names =
            || fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect::<Vec<_>>();
        for contents in ["old", "new", "new"] {
            // What is left of a run that is killed while it writes the file.
            let unfinished = dir.path().join(".module.rs.unfinished");
            fs::create_dir(&unfinished).unwrap();
            fs::write(unfinished.join(".tmpAb3dE9"), "half").unwrap();
            write_file(&file, contents.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&file).unwrap(), contents);
            assert_eq!(names(), ["module.rs"]);
        }
    }
}

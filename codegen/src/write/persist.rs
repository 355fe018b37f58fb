//! Writes a tree to a folder: writes what differs and removes what is stale.

use std::io;
use std::path::{Path, PathBuf};

use super::Tree;
use super::files_in;
use super::folder::{Folder, refuse_links};
use super::header::is_generated_manifest;

/// The file that shows that a folder has a generated crate.
const MANIFEST: &str = "Cargo.toml";

/// What was done to the files of a folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many are new or have new contents.
    pub written: usize,
    /// How many already had the right contents.
    pub unchanged: usize,
    /// How many were removed because the tree has no file with their path.
    pub removed: usize,
}

impl Summary {
    /// Counts a file as written or as unchanged.
    pub fn count(&mut self, written: bool) {
        *(if written { &mut self.written } else { &mut self.unchanged }) += 1;
    }
}

impl Tree {
    /// Writes the files of the tree to a folder, and removes other files that a generator wrote. Creates the folder if it does
    /// not exist.
    ///
    /// Files with the right contents are not touched. Others are written elsewhere in the folder and renamed into place, so a
    /// reader sees the old contents or the new; the manifest comes last. Files that [`Tree::compare`] ignores stay. Two
    /// concurrent runs in one folder may fail, but do not leave a half-written file.
    ///
    /// A folder that is neither empty nor a generated crate is refused with [`io::ErrorKind::AlreadyExists`], and one in
    /// which a file of the tree is a symbolic link, or lies behind one, with [`io::ErrorKind::Unsupported`]; nothing in
    /// it is written. `dir` itself may be a link. After any other error, which comes from the file system, some files may have
    /// been written. The next run completes what such a run, or one that was killed, has left.
    pub fn persist(&self, dir: &Path) -> io::Result<Summary> {
        let foreign = "its Cargo.toml is not that of a generated crate";
        let folder = Folder::open(dir, MANIFEST, is_generated_manifest, foreign)?;
        refuse_links(dir, self.files().map(|(path, _)| path))?;
        let is_stale = |(path, file): &(String, PathBuf)| self.get(path).is_none() && self.is_stale(file);
        let stale: Vec<_> = files_in(dir)?.into_iter().filter(is_stale).collect();
        // First, because a stale file may be where a folder is needed.
        for (path, _) in &stale {
            folder.remove(path)?;
        }
        let mut summary = Summary { removed: stale.len(), ..Summary::default() };
        let (manifest, others): (Vec<_>, Vec<_>) = self.files().partition(|(path, _)| *path == MANIFEST);
        // The manifest last, so that its hashes never describe files that were made from other inputs.
        for (path, contents) in others.into_iter().chain(manifest) {
            summary.count(folder.put(path, contents.as_bytes())?);
        }
        folder.finish()?;
        Ok(summary)
    }
}

#[cfg(test)]
mod tests;

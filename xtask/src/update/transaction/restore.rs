//! Undoes a transaction that did not come to its end, without losing what somebody has written since.
//!
//! A file goes back only where the update's own version is in its place, or nothing is. Where something else is, that stays,
//! and the file from before the update goes to [`KEPT`].

use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

use smithy_codegen::cli::counted;

use super::folder::{Held, in_file};
use super::journal::{Action, Entry, Journal};

/// The folder in the root of a repository for files from before an update that cannot go back to their place.
pub const KEPT: &str = ".model-update-kept";

/// What was undone. `Display` tells so in one sentence without a full stop.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Restored {
    /// How many files were put back, or taken away again.
    pub files: usize,
    /// Files that somebody has changed since, and that are left as they are.
    pub kept: Vec<Kept>,
}

/// A file that somebody has changed since an update wrote it or took it away. Paths start at the root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The file, which is as that person left it.
    pub path: String,
    /// Where its contents from before the update are; none where it did not exist then.
    pub old: Option<String>,
}

impl fmt::Display for Restored {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let files = counted(self.files, "file").unwrap_or_else(|| "no file".to_owned());
        if self.kept.is_empty() {
            return write!(
                formatter,
                "an update of the model was interrupted; all is as it was before, with {files} put back"
            );
        }
        write!(formatter, "an update of the model was interrupted; {files} put back")?;
        self.kept.iter().try_for_each(|kept| write!(formatter, "; {kept}"))
    }
}

impl fmt::Display for Kept {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` was changed by someone else and stays as it is", self.path)?;
        match &self.old {
            Some(old) => write!(formatter, ", and what it was before the update is in `{old}`"),
            None => Ok(()),
        }
    }
}

/// Puts back what the journal in a folder names, where there is one. It may be interrupted, and run again.
pub fn restore(held: &Held) -> io::Result<Option<Restored>> {
    let Some(journal) = Journal::read(&held.journal())? else { return Ok(None) };
    let mut restored = Restored::default();
    for (index, Entry { action, path }) in journal.entries.iter().enumerate().rev() {
        let target = held.root().join(path);
        let outcome = match action {
            Action::Make => unmake(held, index, &target),
            Action::Replace | Action::Remove => back(held, index, &target, path),
            // Who put something else into the folder meanwhile wants to keep it.
            Action::MakeFolder => {
                _ = fs::remove_dir(&target);
                Ok(Outcome::Nothing)
            }
        };
        match outcome.map_err(in_file("restore", &target))? {
            Outcome::Nothing => {}
            Outcome::Back => restored.files += 1,
            Outcome::Kept(old) => restored.kept.push(Kept { path: path.clone(), old }),
        }
    }
    journal.sync_folders(held.root())?;
    held.remove_journal()?;
    Ok(Some(restored))
}

/// What became of one file.
enum Outcome {
    /// It is as it was.
    Nothing,
    /// It is again as it was.
    Back,
    /// It is somebody else's; what it was before is at this path.
    Kept(Option<String>),
}

/// Removes a file that the update has made.
fn unmake(held: &Held, index: usize, target: &Path) -> io::Result<Outcome> {
    // As long as the new version waits, what is in its place is somebody else's.
    if held.waiting(index).try_exists()? {
        return Ok(Outcome::Nothing);
    }
    match contents(target)? {
        None => Ok(Outcome::Nothing),
        found if found == contents(&held.new_version(index))? => {
            fs::remove_file(target).map(|()| Outcome::Back)
        }
        Some(_) => Ok(Outcome::Kept(None)),
    }
}

/// Moves a file back, unless that has been done or the update never came to it.
fn back(held: &Held, index: usize, target: &Path, path: &str) -> io::Result<Outcome> {
    let old = held.old(index);
    if held.waiting(index).try_exists()? || !old.try_exists()? {
        return Ok(Outcome::Nothing);
    }
    let found = contents(target)?;
    if found.is_some() && found == contents(&old)? {
        return Ok(Outcome::Nothing);
    }
    if found.is_none() || found == contents(&held.new_version(index))? {
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        return fs::rename(old, target).map(|()| Outcome::Back);
    }
    keep(held.root(), &old, path).map(|place| Outcome::Kept(Some(place)))
}

/// Moves a file to where such files are kept. Nothing that is there already is lost.
fn keep(root: &Path, old: &Path, path: &str) -> io::Result<String> {
    let mut place = format!("{KEPT}/{path}");
    let mut number = 1_u32;
    while root.join(&place).try_exists()? {
        number += 1;
        place = format!("{KEPT}/{path}.{number}");
    }
    let target = root.join(&place);
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::rename(old, target).map(|()| place)
}

/// What a file holds, where it is there.
pub(super) fn contents(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

//! Replaces files of a repository so that all of them are replaced or none is, whenever the program ends.
//!
//! ```text
//! lock -> guardian -> old/, new/, waiting/ -> journal -> moves -> journal removed: done -> folder removed
//! ```
//!
//! Everything stands in one folder inside the repository, so every move is a rename within a file system and none needs
//! space. The journal names the files before the first of them is moved. As long as it is there, what the files held before
//! is in `old/` beside it, and [`restore()`] puts that back. A file that is replaced is never missing: the new one is
//! renamed over it, so that Cargo finds every manifest at every moment.

mod folder;
mod guardian;
mod journal;
mod restore;

use std::fs;
use std::io;
use std::path::Path;

pub use folder::{FOLDER, Held, State, state};
pub use guardian::{GUARDIAN, guard};
pub use restore::{KEPT, Kept, Restored, restore};

use folder::{in_file, sync_folder};
use guardian::Guardian;
use journal::{Action, Entry, Journal};
use restore::contents;

/// What is to become of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The path from the root of the repository, its folders separated by `/`.
    pub path: String,
    /// What it holds now; none where it does not exist.
    pub old: Option<Vec<u8>>,
    /// What it is to hold; none where it is to go.
    pub new: Option<Vec<u8>>,
}

/// How far a transaction has come. Tests end the program at each of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The repository is locked, and nothing has been read.
    Locked,
    /// A process with this id puts everything back, should this one end.
    Guarded(u32),
    /// What becomes of one more file is prepared.
    Staged,
    /// One more file was replaced, made or taken away.
    Moved,
    /// The files are replaced; what is left to do is to clear up.
    Committed,
}

/// Why no file was replaced.
#[derive(Debug)]
pub struct Failure {
    /// What went wrong.
    pub error: io::Error,
    /// What was put back of what had been replaced by then. Where that failed, the journal is still there.
    pub restored: io::Result<Restored>,
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self { error, restored: Ok(Restored::default()) }
    }
}

/// Makes the changes, under the guard of a process of the program `guardian`, and lets go of the folder.
///
/// `observe` hears of every step.
pub fn commit(
    held: Held,
    changes: &[Change],
    guardian: &Path,
    observe: &mut dyn FnMut(Step),
) -> Result<(), Failure> {
    let guardian = Guardian::start(guardian, held.root())?;
    observe(Step::Guarded(guardian.id()));
    let made = make(&held, changes, observe);
    drop(held);
    guardian.dismiss();
    made
}

fn make(held: &Held, changes: &[Change], observe: &mut dyn FnMut(Step)) -> Result<(), Failure> {
    let journal = stage(held, changes, observe)?;
    match swap(held, &journal, observe).and_then(|()| held.remove_journal()) {
        Ok(()) => {
            observe(Step::Committed);
            Ok(())
        }
        Err(error) => Err(Failure { error, restored: restore(held).map(Option::unwrap_or_default) }),
    }
}

/// Writes all that will be needed, the journal last. Nothing outside of the folder is touched.
fn stage(held: &Held, changes: &[Change], observe: &mut dyn FnMut(Step)) -> io::Result<Journal> {
    let journal = Journal::of(held.root(), changes)?;
    held.prepare().map_err(in_file("clear", held.folder()))?;
    let mut written = Vec::new();
    for (index, Entry { action, path }) in journal.entries.iter().enumerate() {
        let Some(change) = changes.iter().find(|change| change.path == *path) else { continue };
        let target = held.root().join(path);
        unchanged(&target, change.old.as_deref())?;
        // A file that is taken away is moved to where the old version of another one is written.
        let old = change.old.as_ref().filter(|_| *action != Action::Remove);
        let versions = [
            (held.old(index), old),
            (held.new_version(index), change.new.as_ref()),
            (held.waiting(index), change.new.as_ref()),
        ];
        for (file, contents) in versions {
            let Some(contents) = contents else { continue };
            fs::write(&file, contents).map_err(in_file("write a version of", &target))?;
            written.push((file, target.clone()));
        }
        observe(Step::Staged);
    }
    // After all of them are written: together they take the disk about as long as one.
    for (file, target) in &written {
        settle(file, target).map_err(in_file("write a version of", target))?;
    }
    held.sync()?;
    journal.write(&held.journal()).map_err(in_file("write", &held.journal()))?;
    sync_folder(held.folder())?;
    Ok(journal)
}

/// Fails where somebody has changed a file since it was read: his work would be lost.
fn unchanged(path: &Path, expected: Option<&[u8]>) -> io::Result<()> {
    if contents(path).map_err(in_file("read", path))?.as_deref() == expected {
        return Ok(());
    }
    let message = format!("`{}` was changed by someone else just now", path.display());
    Err(io::Error::other(message))
}

/// Waits until a file is on the disk, and gives it the permissions of the one whose version it is.
fn settle(file: &Path, target: &Path) -> io::Result<()> {
    let file = fs::File::options().write(true).open(file)?;
    file.sync_all()?;
    match fs::metadata(target) {
        Ok(metadata) => file.set_permissions(metadata.permissions()),
        Err(_) => Ok(()),
    }
}

fn swap(held: &Held, journal: &Journal, observe: &mut dyn FnMut(Step)) -> io::Result<()> {
    for (index, Entry { action, path }) in journal.entries.iter().enumerate() {
        let target = held.root().join(path);
        let old = held.old(index);
        // Much may have happened since the files were staged.
        if matches!(action, Action::Replace | Action::Make) {
            unchanged(&target, contents(&old)?.as_deref())?;
        }
        let moved = match action {
            Action::MakeFolder => fs::create_dir(&target),
            Action::Remove => fs::rename(&target, old),
            Action::Replace | Action::Make => fs::rename(held.waiting(index), &target),
        };
        moved.map_err(in_file(action.word(), &target))?;
        if *action != Action::MakeFolder {
            observe(Step::Moved);
        }
    }
    journal.remove_empty_folders(held.root());
    journal.sync_folders(held.root())
}

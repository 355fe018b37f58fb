//! The folder of a transaction, and the lock that tells a live one from what a dead one left behind.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// The folder's name in the root of a repository.
pub const FOLDER: &str = ".model-update";

/// The folders in it for old versions, new ones, and those of the new ones that are still to be moved.
const FOLDERS: [&str; 3] = ["old", "new", "waiting"];

/// The folder of a transaction in the hands of this process; it goes when this is dropped, unless a journal is in it.
#[derive(Debug)]
pub struct Held {
    root: PathBuf,
    folder: PathBuf,
    /// The system lets go of it when the process ends, however it ends.
    _lock: File,
}

impl Held {
    /// Takes hold of the folder, which is made where there is none; nothing where another process holds it.
    ///
    /// What a dead process left in it stays there.
    pub fn take(root: &Path) -> io::Result<Option<Self>> {
        let folder = root.join(FOLDER);
        loop {
            make_folder(&folder).map_err(in_file("make", &folder))?;
            let lock = match open_lock(&folder) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                lock => lock.map_err(in_file("open the lock in", &folder))?,
            };
            match lock.try_lock() {
                Ok(()) if is_current(&lock, &folder) => return Ok(Some(Self::new(root, folder, lock))),
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(error)) => return Err(in_file("lock", &folder)(error)),
            }
        }
    }

    /// Takes hold of the folder once its holder has let go; nothing where it is gone by then.
    pub(super) fn inherit(root: &Path) -> io::Result<Option<Self>> {
        let folder = root.join(FOLDER);
        loop {
            let lock = match File::open(folder.join("lock")) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
                lock => lock?,
            };
            lock.lock()?;
            if is_current(&lock, &folder) {
                return Ok(Some(Self::new(root, folder, lock)));
            }
        }
    }

    fn new(root: &Path, folder: PathBuf, lock: File) -> Self {
        Self { root: root.to_owned(), folder, _lock: lock }
    }

    /// The root of the repository.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the journal is once it is complete.
    pub(super) fn journal(&self) -> PathBuf {
        self.folder.join("journal")
    }

    /// Where the contents are that an entry's file had before.
    pub(super) fn old(&self, index: usize) -> PathBuf {
        self.folder.join("old").join(index.to_string())
    }

    /// Where the contents stay that an entry's file gets, to know them again.
    pub(super) fn new_version(&self, index: usize) -> PathBuf {
        self.folder.join("new").join(index.to_string())
    }

    /// Where the file is that will be in an entry's place, until it is there.
    pub(super) fn waiting(&self, index: usize) -> PathBuf {
        self.folder.join("waiting").join(index.to_string())
    }

    /// Makes room for a transaction.
    pub(super) fn prepare(&self) -> io::Result<()> {
        if self.journal().try_exists()? {
            return Err(io::Error::other("an earlier update has to be put back first"));
        }
        self.clear()?;
        FOLDERS.into_iter().try_for_each(|name| fs::create_dir(self.folder.join(name)))
    }

    /// Waits until the names of all versions are on the disk.
    pub(super) fn sync(&self) -> io::Result<()> {
        FOLDERS.into_iter().try_for_each(|name| sync_folder(&self.folder.join(name)))?;
        sync_folder(&self.folder)
    }

    /// Ends a transaction, for good once this is on the disk.
    pub(super) fn remove_journal(&self) -> io::Result<()> {
        let journal = self.journal();
        fs::remove_file(&journal).map_err(in_file("remove", &journal))?;
        sync_folder(&self.folder)
    }

    /// Removes everything but the lock.
    fn clear(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                fs::remove_dir_all(entry.path())?;
            } else if entry.file_name() != "lock" {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // Without its files, a journal is worth nothing; and where the system cannot tell, it may well be there.
        if self.journal().try_exists().unwrap_or(true) {
            return;
        }
        // What stays is out of the way, and the next transaction clears it.
        let removed = self.clear().and_then(|()| fs::remove_file(self.folder.join("lock")));
        _ = removed.and_then(|()| fs::remove_dir(&self.folder));
    }
}

/// In what state transactions have left a repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// All files belong together.
    Whole,
    /// A transaction was interrupted; [`restore`](super::restore()) undoes it.
    HalfDone,
    /// A transaction is at work.
    Running,
}

/// Tells the state of a repository without changing anything in it.
pub fn state(root: &Path) -> io::Result<State> {
    let folder = root.join(FOLDER);
    let left = |has_journal| if has_journal { State::HalfDone } else { State::Whole };
    let lock = match File::open(folder.join("lock")) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        lock => Some(lock.map_err(in_file("open the lock in", &folder))?),
    };
    match lock.as_ref().map_or(Ok(()), File::try_lock_shared) {
        Err(TryLockError::WouldBlock) => Ok(State::Running),
        Err(TryLockError::Error(error)) => Err(in_file("lock", &folder)(error)),
        Ok(()) => folder.join("journal").try_exists().map(left),
    }
}

fn make_folder(folder: &Path) -> io::Result<()> {
    match fs::create_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
        result => result,
    }
}

fn open_lock(folder: &Path) -> io::Result<File> {
    File::options().create(true).truncate(false).write(true).open(folder.join("lock"))
}

/// Whether the lock is the one in the folder, and not one that its holder has removed since it was opened.
#[cfg(unix)]
fn is_current(lock: &File, folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;

    let identity = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    let found = fs::metadata(folder.join("lock")).map(identity);
    lock.metadata().map(identity).is_ok_and(|own| found.is_ok_and(|found| found == own))
}

#[cfg(not(unix))]
fn is_current(_: &File, folder: &Path) -> bool {
    folder.join("lock").is_file()
}

/// Waits until the names in a folder are on the disk, where the system can.
#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder).and_then(|folder| folder.sync_all()) {
        Err(error) if matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput) => {
            Ok(())
        }
        result => result,
    }
}

#[cfg(not(unix))]
pub(super) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Adds to an error what could not be done and where: the system tells neither.
pub(super) fn in_file(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> io::Error {
    move |error| io::Error::new(error.kind(), format!("cannot {action} `{}`: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_holds_the_folder_and_takes_it_away() {
        let root = tempfile::tempdir().expect("a folder");
        let take = || Held::take(root.path()).expect("the folder is there");
        let held = take().expect("nobody holds it");
        fs::write(held.folder().join("journal.tmp"), "").expect("it is written");
        assert!(take().is_none());
        drop(held);
        assert!(!root.path().join(FOLDER).exists());
        assert!(take().is_some());
    }

    #[test]
    fn a_lock_that_was_removed_is_no_lock() {
        let root = tempfile::tempdir().expect("a folder");
        let held = Held::take(root.path()).expect("the folder is there").expect("nobody holds it");
        let stale = File::open(held.folder().join("lock")).expect("the lock is there");
        drop(held);
        let held = Held::take(root.path()).expect("the folder is there").expect("nobody holds it");
        assert!(!cfg!(unix) || !is_current(&stale, held.folder()));
    }

    #[test]
    fn a_journal_keeps_the_folder() {
        let root = tempfile::tempdir().expect("a folder");
        let held = Held::take(root.path()).expect("the folder is there").expect("nobody holds it");
        held.prepare().expect("room is made");
        fs::write(held.journal(), "").expect("it is written");
        let old = held.folder().join("old");
        drop(held);
        assert!(old.exists());
    }
}

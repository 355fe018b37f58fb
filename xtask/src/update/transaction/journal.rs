//! The list of files that a transaction moves: a line for each, in the order in which they are moved.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Change;
use super::folder::sync_folder;

/// The first line: what the file is, and the version of its format.
const TITLE: &str = "smithy-codegen model update 1";

/// The list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Journal {
    pub(super) entries: Vec<Entry>,
}

/// One file or folder, by its path from the root of the repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) action: Action,
    pub(super) path: String,
}

/// What happens to a file or folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Action {
    // In this order: a file that goes may stand where a folder has to be, and a folder has to be before its files.
    Remove,
    MakeFolder,
    Make,
    Replace,
}

impl Action {
    const ALL: [Self; 4] = [Self::Remove, Self::MakeFolder, Self::Make, Self::Replace];

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Remove => "remove",
            Self::MakeFolder => "make-folder",
            Self::Make => "make",
            Self::Replace => "replace",
        }
    }
}

impl Journal {
    /// What has to be done for these changes.
    pub(super) fn of(root: &Path, changes: &[Change]) -> io::Result<Self> {
        let mut entries = Vec::new();
        let mut folders = BTreeSet::new();
        for Change { path, old, new } in changes {
            check(path)?;
            let action = match (old, new) {
                (Some(_), Some(_)) => Action::Replace,
                (Some(_), None) => Action::Remove,
                (None, Some(_)) => Action::Make,
                (None, None) => continue,
            };
            entries.push(Entry { action, path: path.clone() });
            let around = path.rmatch_indices('/').filter_map(|(end, _)| path.get(..end));
            folders.extend(around.take_while(|folder| !root.join(folder).is_dir()).map(str::to_owned));
        }
        entries.extend(folders.into_iter().map(|path| Entry { action: Action::MakeFolder, path }));
        entries.sort_by(|a, b| (a.action, &a.path).cmp(&(b.action, &b.path)));
        Ok(Self { entries })
    }

    /// Reads a journal; nothing where there is none. Errors are those of the system, and [`io::ErrorKind::InvalidData`].
    pub(super) fn read(path: &Path) -> io::Result<Option<Self>> {
        match fs::read_to_string(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            text => Self::parse(&text?).map(Some).ok_or_else(|| {
                let message = format!("`{}` is not a journal that this program knows", path.display());
                io::Error::new(io::ErrorKind::InvalidData, message)
            }),
        }
    }

    /// Writes it in full or not at all.
    pub(super) fn write(&self, path: &Path) -> io::Result<()> {
        let unfinished = path.with_extension("tmp");
        let mut file = File::create(&unfinished)?;
        file.write_all(self.text().as_bytes())?;
        file.sync_all()?;
        fs::rename(unfinished, path)
    }

    fn text(&self) -> String {
        let lines = self.entries.iter().map(|Entry { action, path }| format!("{} {path}\n", action.word()));
        [format!("{TITLE}\n")].into_iter().chain(lines).collect()
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        lines.next().filter(|title| *title == TITLE)?;
        let entry = |line: &str| {
            let (word, path) = line.split_once(' ')?;
            check(path).ok()?;
            let action = Action::ALL.into_iter().find(|action| action.word() == word)?;
            Some(Entry { action, path: path.to_owned() })
        };
        lines.map(entry).collect::<Option<_>>().map(|entries| Self { entries })
    }

    /// Waits until the names of all files are on the disk.
    pub(super) fn sync_folders(&self, root: &Path) -> io::Result<()> {
        let folders: BTreeSet<PathBuf> = self
            .entries
            .iter()
            .filter_map(|entry| root.join(&entry.path).parent().map(Path::to_owned))
            .collect();
        folders.iter().filter(|folder| folder.is_dir()).try_for_each(|folder| sync_folder(folder))
    }

    /// Removes the folders that removed files were in, where no other file is left.
    pub(super) fn remove_empty_folders(&self, root: &Path) {
        for Entry { path, .. } in self.entries.iter().filter(|entry| entry.action == Action::Remove) {
            let around = path.rmatch_indices('/').filter_map(|(end, _)| path.get(..end));
            for folder in around {
                // The system refuses to remove a folder that is not empty, and so are those around it.
                if fs::remove_dir(root.join(folder)).is_err() {
                    break;
                }
            }
        }
    }
}

/// Refuses a path that leads out of the repository, or that a line cannot hold.
fn check(path: &str) -> io::Result<()> {
    let is_bad = |part: &str| matches!(part, "" | "." | "..") || part.contains(['\\', ':']);
    if path.split('/').any(is_bad) || path.contains(char::is_control) {
        let message = format!("`{}` is not a path in the repository", path.escape_debug());
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(path: &str, old: bool, new: bool) -> Change {
        Change { path: path.to_owned(), old: old.then(Vec::new), new: new.then(Vec::new) }
    }

    #[test]
    fn what_goes_comes_first_and_folders_come_before_their_files() {
        let root = tempfile::tempdir().expect("a folder");
        fs::create_dir(root.path().join("a")).expect("a folder");
        let changes = [
            change("a/new/deep/file", false, true),
            change("a/same", true, true),
            change("a/new/file", false, true),
            change("a/gone", true, false),
            change("nothing", false, false),
        ];
        let journal = Journal::of(root.path(), &changes).expect("the paths are good");
        let expected = "smithy-codegen model update 1\nremove a/gone\nmake-folder a/new\nmake-folder a/new/deep\n\
            make a/new/deep/file\nmake a/new/file\nreplace a/same\n";
        assert_eq!(journal.text(), expected);
        assert_eq!(Journal::parse(expected), Some(journal));
    }

    #[test]
    fn paths_stay_in_the_repository() {
        for path in ["", "/etc/passwd", "a/../../b", "a//b", "a\\b", "C:/b", "a\tb"] {
            let changes = [change(path, true, true)];
            assert!(Journal::of(Path::new("."), &changes).is_err(), "{path}");
            assert_eq!(Journal::parse(&format!("{TITLE}\nreplace {path}\n")), None, "{path}");
        }
    }

    #[test]
    fn what_is_not_a_journal_is_not_followed() {
        for text in
            ["", "replace a\n", "smithy-codegen model update 2\n", "smithy-codegen model update 1\nmove a\n"]
        {
            assert_eq!(Journal::parse(text), None, "{text}");
        }
    }
}

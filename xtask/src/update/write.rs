//! Writes the files of an update, each to a temporary file that is then renamed. If one fails, git restores the others.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use smithy_model::Diagnostic;

use super::files::Change;
use super::git;

/// Why an update was not written.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) problems: Vec<Diagnostic>,
    /// Whether files are changed and could not be restored.
    pub(super) half_done: bool,
}

/// Watches from now on whether somebody wants this process to end, for example with Ctrl-C; the process goes on.
pub(super) fn interruption() -> io::Result<Arc<AtomicBool>> {
    let interrupted = Arc::default();
    for signal in signal_hook::consts::TERM_SIGNALS {
        signal_hook::flag::register(*signal, Arc::clone(&interrupted))?;
    }
    Ok(interrupted)
}

/// Makes the changes to committed files. Checks before each whether it has to stop.
pub(super) fn write(
    root: &Path,
    changes: &[Change],
    is_interrupted: impl Fn() -> bool,
) -> Result<(), Failure> {
    let (written, removed): (Vec<_>, Vec<_>) = changes.iter().partition(|change| change.text.is_some());
    let changes = [written, removed].concat();
    for (done, change) in changes.iter().enumerate() {
        let made = if is_interrupted() { Err(io::Error::other("interrupted")) } else { make(root, change) };
        made.map_err(|error| fail(root, &change.path, &error, &changes[..done]))?;
    }
    Ok(())
}

fn make(root: &Path, Change { path, text, .. }: &Change) -> io::Result<()> {
    match text {
        Some(text) => replace(&root.join(path), text).inspect_err(|_| remove_empty_folders(root, path)),
        None => remove(root, path),
    }
}

/// Replaces a file: a reader sees either the old text or the new one.
fn replace(file: &Path, text: &str) -> io::Result<()> {
    let unfinished = file.with_added_extension("unfinished");
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let replaced = fs::write(&unfinished, text).and_then(|()| fs::rename(&unfinished, file));
    replaced.inspect_err(|_| _ = fs::remove_file(&unfinished))
}

/// Removes a file, and the folders that become empty: git does not record folders.
fn remove(root: &Path, path: &str) -> io::Result<()> {
    fs::remove_file(root.join(path))?;
    remove_empty_folders(root, path);
    Ok(())
}

fn remove_empty_folders(root: &Path, path: &str) {
    // The system refuses to remove a folder that is not empty; its parents are not empty either.
    let around = path.rmatch_indices('/').filter_map(|(end, _)| path.get(..end));
    _ = around.map(|folder| fs::remove_dir(root.join(folder))).find(Result::is_err);
}

fn fail(root: &Path, path: &str, error: &io::Error, done: &[&Change]) -> Failure {
    let paths = |exists| {
        let changes = done.iter().filter(move |change| change.exists == exists);
        changes.map(|change| change.path.as_str()).collect::<Vec<_>>()
    };
    let (known, new) = (paths(true), paths(false));
    let problem = Diagnostic::error("update-failed", format!("cannot write `{path}`: {error}"));
    match put_back(root, &known, &new) {
        Ok(()) => {
            let problem = problem.help("all changes were undone; the command can be run again");
            Failure { problems: vec![problem], half_done: false }
        }
        Err(error) => Failure { problems: vec![problem, half_done(&error, &known, &new)], half_done: true },
    }
}

fn put_back(root: &Path, known: &[&str], new: &[&str]) -> io::Result<()> {
    let restored = git::restore(root, known);
    new.iter().map(|path| remove(root, path)).fold(restored, Result::and)
}

/// Returns the problem that files could not be restored, with the command that does it.
fn half_done(error: &io::Error, known: &[&str], new: &[&str]) -> Diagnostic {
    let commands = [("git restore -- ", known), ("git clean -f -- ", new)];
    let commands = commands.into_iter().filter(|(_, paths)| !paths.is_empty());
    let command = commands.map(|(command, paths)| command.to_owned() + &paths.join(" "));
    let command = command.collect::<Vec<_>>().join(" && ");
    Diagnostic::error("update-half-done", format!("not all files could be restored: {error}"))
        .help(format!("correct this, then run `{command}` in the root of the repository to restore the rest"))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::collections::BTreeMap;
    use std::sync::atomic::Ordering;

    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::low_level::raise;

    use super::*;

    /// The files that exist before the changes.
    const PATHS: [&str; 3] = ["a", "b/c", "gone/deep/d"];

    /// Returns a change of each kind, with folders that are created and removed. Removals are made last, though the
    /// list has another order.
    fn changes() -> [Change; 4] {
        let change = |(path, exists, text): (&str, bool, Option<&str>)| Change {
            path: path.to_owned(),
            exists,
            text: text.map(str::to_owned),
        };
        let replaced = ["a", "b/c"].map(|path| (path, true, Some("new")));
        [replaced[0], ("gone/deep/d", true, None), ("new/deep/e", false, Some("new")), replaced[1]]
            .map(change)
    }

    /// Returns the contents of a folder: files with their texts, and folders.
    fn files(folder: &Path) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.path().is_file() {
                found.insert(name, fs::read_to_string(entry.path()).unwrap());
            } else if name != ".git" {
                let below = files(&entry.path());
                found.extend(below.into_iter().map(|(path, text)| (format!("{name}/{path}"), text)));
                found.insert(name, String::new());
            }
        }
        found
    }

    #[test]
    fn all_is_done_with_whole_files_and_without_empty_folders() {
        let root = git::tests::repository(&PATHS);
        write(root.path(), &changes(), || false).unwrap();
        let expected =
            [("a", "new"), ("b", ""), ("b/c", "new"), ("new", ""), ("new/deep", ""), ("new/deep/e", "new")];
        let expected = expected.map(|(path, text)| (path.to_owned(), text.to_owned()));
        assert_eq!(files(root.path()), BTreeMap::from(expected));
    }

    #[test]
    fn a_file_is_replaced_and_not_written_to() {
        let root = git::tests::repository(&PATHS);
        let link = root.path().join("link");
        fs::hard_link(root.path().join("a"), &link).unwrap();
        write(root.path(), &changes(), || false).unwrap();
        assert_eq!(fs::read_to_string(link).unwrap(), "a");
    }

    #[test]
    fn an_interruption_before_any_file_puts_everything_back() {
        let root = git::tests::repository(&PATHS);
        let before = files(root.path());
        for done in 0..changes().len() {
            let asked = Cell::new(0);
            let failure =
                write(root.path(), &changes(), || asked.replace(asked.get() + 1) == done).unwrap_err();
            assert!(!failure.half_done, "{failure:?}");
            assert!(failure.problems[0].message.ends_with(": interrupted"), "{failure:?}");
            assert_eq!(files(root.path()), before, "{done}");
        }
    }

    #[test]
    fn a_file_that_cannot_be_written_puts_everything_back() {
        // A folder is in the place of the file, or of its temporary file; or a parent is not a folder.
        for in_the_way in ["b/c/folder", "b/c.unfinished/folder", "new"] {
            let root = git::tests::repository(&PATHS);
            if in_the_way.starts_with("b/c/") {
                fs::remove_file(root.path().join("b/c")).unwrap();
            }
            let file = root.path().join(in_the_way);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "mine").unwrap();
            let before = files(root.path());
            let failure = write(root.path(), &changes(), || false).unwrap_err();
            assert!(!failure.half_done, "{failure:?}");
            assert_eq!(files(root.path()), before, "{in_the_way}");
        }
    }

    #[test]
    fn what_git_cannot_put_back_is_told_with_the_command() {
        let root = git::tests::repository(&PATHS);
        fs::remove_dir_all(root.path().join(".git")).unwrap();
        let asked = Cell::new(0);
        let failure = write(root.path(), &changes(), || asked.replace(asked.get() + 1) == 3).unwrap_err();
        assert_eq!(failure.problems[0].message, "cannot write `gone/deep/d`: interrupted");
        let told = &failure.problems[1];
        assert!(failure.half_done, "{failure:?}");
        assert!(told.message.contains("not a git repository"), "{told:?}");
        let command = "`git restore -- a b/c && git clean -f -- new/deep/e`";
        assert!(told.help.as_ref().unwrap().contains(command), "{told:?}");
    }

    #[test]
    fn a_signal_is_noted_and_ends_nothing() {
        for signal in [SIGINT, SIGTERM] {
            let interrupted = interruption().unwrap();
            assert!(!interrupted.load(Ordering::Relaxed));
            raise(signal).unwrap();
            assert!(interrupted.load(Ordering::Relaxed));
        }
    }
}

//! The state of an update's files in git: whether all are committed, and their committed contents.

use std::io;
use std::path::Path;
use std::process::Command;

use smithy_model::Diagnostic;

/// Refuses files with uncommitted changes, because these could not be restored.
pub(super) fn committed(root: &Path, paths: &[&str]) -> Result<(), Diagnostic> {
    let options =
        ["status", "--porcelain", "--no-renames", "--untracked-files=all", "--ignored=traditional", "--"];
    let status = run(git(root, &options, paths)).map_err(|error| {
        Diagnostic::error("no-git", format!("git cannot list changed files: {error}"))
            .help("run the update in a git work tree; git restores the files if the update fails")
    })?;
    let uncommitted: Vec<String> = status.lines().map(shown).collect();
    if uncommitted.is_empty() {
        return Ok(());
    }
    let message =
        format!("the update would overwrite changes that are not committed: {}", uncommitted.join(", "));
    let help = "commit them, or stash them with `git stash --include-untracked`, and run the command again";
    Err(Diagnostic::error("uncommitted-changes", message).help(help))
}

/// Formats a line of `git status` for the user.
fn shown(line: &str) -> String {
    let (state, path) = line.split_at_checked(3).unwrap_or_default();
    let is_known = !matches!(state, "?? " | "!! ");
    format!("`{path}` ({})", if is_known { "uncommitted changes" } else { "not tracked" })
}

/// Restores the committed contents of files.
pub(super) fn restore(root: &Path, paths: &[&str]) -> io::Result<()> {
    if paths.is_empty() { Ok(()) } else { run(git(root, &["restore", "--"], paths)).map(drop) }
}

fn git(root: &Path, options: &[&str], paths: &[&str]) -> Command {
    let mut command = Command::new("git");
    // In a hook, these refer to the repository of the hook.
    for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"] {
        command.env_remove(name);
    }
    command.arg("-C").arg(root).arg("--literal-pathspecs").args(options).args(paths);
    command
}

/// Runs git, and returns its output or why it fails.
fn run(mut command: Command) -> io::Result<String> {
    let output = command
        .output()
        .map_err(|error| io::Error::new(error.kind(), format!("cannot start `git`: {error}")))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
    if output.status.success() {
        Ok(text(&output.stdout))
    } else {
        Err(io::Error::other(text(&output.stderr)))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::fs;

    use super::*;

    /// A repository in which these files are committed, each with its own path as its text.
    pub(crate) fn repository(paths: &[&str]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for path in paths {
            fs::create_dir_all(root.path().join(path).parent().unwrap()).unwrap();
            fs::write(root.path().join(path), path).unwrap();
        }
        let commit = [
            "-c",
            "user.name=A",
            "-c",
            "user.email=a@b.c",
            "-c",
            "commit.gpgsign=false",
            "commit",
            "-qm",
            "1",
        ];
        for options in [["init", "-q"].as_slice(), &["add", "-A"], &commit] {
            run(git(root.path(), options, &[])).unwrap();
        }
        root
    }

    #[test]
    fn what_git_does_not_have_is_named() {
        let root = repository(&["same", "changed", "staged", "gone", ".gitignore", "other"]);
        let write = |path: &str, text: &str| {
            fs::create_dir_all(root.path().join(path).parent().unwrap()).unwrap();
            fs::write(root.path().join(path), text).unwrap();
        };
        write(".gitignore", "ignored");
        write("changed", "mine");
        write("staged", "mine");
        write("other", "mine");
        run(git(root.path(), &["add", "staged"], &[])).unwrap();
        fs::remove_file(root.path().join("gone")).unwrap();
        write("new/untracked", "mine");
        write("ignored/file", "mine");
        let known = ["changed", "gone", "staged"].map(|path| (path, "uncommitted changes"));
        let strange = ["ignored/file", "new/untracked"].map(|path| (path, "not tracked"));
        for (path, words) in known.into_iter().chain(strange) {
            let problem = committed(root.path(), &["same", path]).unwrap_err();
            assert_eq!(problem.code, "uncommitted-changes");
            assert!(
                problem.message.ends_with(&format!(" committed: `{path}` ({words})")),
                "{}",
                problem.message
            );
        }
        assert_eq!(committed(root.path(), &["same", "not/there"]), Ok(()));
    }

    #[test]
    fn a_git_that_does_not_start_is_told() {
        let error = run(Command::new("no/such/git")).unwrap_err().to_string();
        assert!(error.starts_with("cannot start `git`: "), "{error}");
    }
}

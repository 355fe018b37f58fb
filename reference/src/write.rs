//! Writes a site to a folder: only changed files; stale files are removed.

use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, io};

use super::Site;
use smithy_codegen::write::Summary;
use smithy_codegen::write::folder::{Folder, refuse_links};

/// The file that lists the others; it identifies a folder as a reference.
const LIST: &str = ".smithy-codegen-reference";

impl Site {
    /// Writes the files of the site to a folder, which is created if it does not exist.
    ///
    /// Files with the right contents are not touched; others are written to a temporary file that is then renamed.
    /// Files from an earlier reference that this one lacks are removed; other files stay. The file
    /// `.smithy-codegen-reference` lists the files of the reference.
    ///
    /// A folder that has files, but not that one, is refused with [`io::ErrorKind::AlreadyExists`], and one in which a
    /// file of the site is a symbolic link, or is behind one, with [`io::ErrorKind::Unsupported`]; nothing is written
    /// then. Other errors are those of the file system and may leave a part of the files written. The next run
    /// completes the work of a failed or killed run.
    pub fn write(&self, dir: &Path) -> io::Result<Summary> {
        let folder = Folder::open(dir, LIST, |_| true, "it holds no reference")?;
        refuse_links(dir, [LIST])?;
        let earlier = fs::read_to_string(dir.join(LIST)).unwrap_or_default();
        let earlier: Vec<&str> = earlier.lines().filter(|path| is_inside(path)).collect();
        let own = || self.files().map(|(path, _)| path);
        refuse_links(dir, own().chain(earlier.iter().copied()))?;
        let mut summary = Summary::default();
        let stale = earlier.iter().filter(|path| !self.files.contains_key(**path));
        // First, because a stale file may be in the place of a folder.
        for path in stale.filter(|path| dir.join(path).is_file()) {
            folder.remove(path)?;
            summary.removed += 1;
        }
        // All files that may exist from now on, so that an interrupted run leaves no unknown files.
        let all: BTreeSet<&str> = own().chain(earlier).collect();
        folder.put(LIST, lines(all.into_iter()).as_bytes())?;
        for (path, contents) in self.files() {
            summary.count(folder.put(path, contents)?);
        }
        folder.put(LIST, lines(own()).as_bytes())?;
        folder.finish()?;
        Ok(summary)
    }
}

/// Whether a path of the list is inside of the folder, which it is unless somebody has changed the list.
fn is_inside(path: &str) -> bool {
    !path.contains('\\') && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

fn lines<'p>(paths: impl Iterator<Item = &'p str>) -> String {
    paths.flat_map(|path| [path, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use smithy_codegen::write::folder::UNFINISHED;

    fn site(paths: &[&str]) -> Site {
        let files: BTreeMap<String, Vec<u8>> =
            paths.iter().map(|path| ((*path).to_owned(), path.as_bytes().to_vec())).collect();
        Site { files }
    }

    #[test]
    fn what_differs_is_written_and_what_is_stale_goes() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path().join("new/site");
        let summary = site(&["a/b.html", "c.html"]).write(&dir).unwrap();
        assert_eq!(summary, Summary { written: 2, unchanged: 0, removed: 0 });
        fs::write(dir.join("c.html"), "changed").unwrap();
        fs::write(dir.join("CNAME"), "of a person").unwrap();
        let summary = site(&["c.html"]).write(&dir).unwrap();
        assert_eq!(summary, Summary { written: 1, unchanged: 0, removed: 1 });
        assert_eq!(fs::read_to_string(dir.join("c.html")).unwrap(), "c.html");
        assert!(!dir.join("a").exists() && dir.join("CNAME").exists());
        // A folder is in the place of a file, and vice versa.
        site(&["c.html/d.html"]).write(&dir).unwrap();
        site(&["c.html"]).write(&dir).unwrap();
        assert!(dir.join("c.html").is_file());
    }

    #[test]
    fn a_folder_of_something_else_is_left_alone() {
        for path in ["notes.txt", "index.html"] {
            let dir = tempfile::tempdir().unwrap();
            fs::write(dir.path().join(path), "mine").unwrap();
            let error = site(&["c.html"]).write(dir.path()).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
            assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
        }
    }

    #[test]
    fn a_run_that_was_killed_is_completed_by_the_next() {
        let dir = tempfile::tempdir().unwrap();
        // The state after a run that was killed while it wrote its first file.
        let unfinished = dir.path().join(UNFINISHED);
        fs::create_dir(&unfinished).unwrap();
        fs::write(unfinished.join(".tmpAb3dE9"), "half").unwrap();
        site(&["c.html"]).write(dir.path()).unwrap();
        assert!(!unfinished.exists() && dir.path().join("c.html").is_file());
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_or_removed_through_a_link() {
        let (dir, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        site(&["a/b.html", "c.html"]).write(dir.path()).unwrap();
        let (a, theirs) = (dir.path().join("a"), outside.path().join("b.html"));
        fs::remove_dir_all(&a).unwrap();
        fs::write(&theirs, "theirs").unwrap();
        std::os::unix::fs::symlink(outside.path(), &a).unwrap();
        for paths in [&["a/b.html"][..], &["c.html"]] {
            assert_eq!(site(paths).write(dir.path()).unwrap_err().kind(), io::ErrorKind::Unsupported);
            assert_eq!(fs::read_to_string(&theirs).unwrap(), "theirs");
        }
    }

    #[test]
    fn a_list_leads_nowhere_else() {
        for (path, inside) in
            [("a/b.html", true), ("../a", false), ("/a", false), ("a/../b", false), ("a\\b", false)]
        {
            assert_eq!(is_inside(path), inside, "{path}");
        }
    }
}

//! A site to a folder: writes what differs and removes what is stale.

use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, io};

use super::Site;
use crate::write::Summary;
use crate::write::persist::{refuse_foreign, remove, write};

/// The file that lists the others, by which a folder is known to hold a reference.
const LIST: &str = ".smithy-codegen-reference";

impl Site {
    /// Makes a folder hold the files of the site; it is created where there is none.
    ///
    /// Files with the right contents are not touched; others are written beside their place and renamed into it. Files
    /// that an earlier reference has left there, and that this one lacks, are removed; others stay. The file
    /// `.smithy-codegen-reference` tells which they are.
    ///
    /// A folder that is neither empty nor has that file is refused with [`io::ErrorKind::AlreadyExists`], and nothing in
    /// it is written. Other errors are those of the file system and may leave a part of the files written.
    pub fn write(&self, dir: &Path) -> io::Result<Summary> {
        let list = dir.join(LIST);
        refuse_foreign(dir, || list.is_file(), "it holds no reference")?;
        let mut summary = Summary::default();
        let earlier = fs::read_to_string(&list).unwrap_or_default();
        let stale: Vec<_> =
            earlier.lines().filter(|path| is_inside(path) && !self.files.contains_key(*path)).collect();
        // First, because a stale file may stand where a folder has to be.
        for file in stale.iter().map(|path| dir.join(path)).filter(|file| file.is_file()) {
            remove(dir, &file)?;
            summary.removed += 1;
        }
        // All that may be there from now on, so that a run that ends half-way leaves nothing unknown behind.
        let all: BTreeSet<&str> = self.files().map(|(path, _)| path).chain(earlier.lines()).collect();
        write(&list, lines(all.into_iter()).as_bytes())?;
        for (path, contents) in self.files() {
            if write(&dir.join(path), contents)? {
                summary.written += 1;
            } else {
                summary.unchanged += 1;
            }
        }
        write(&list, lines(self.files().map(|(path, _)| path)).as_bytes())?;
        Ok(summary)
    }
}

/// Whether a path of the list leads to a place in the folder, as it does unless somebody has changed it.
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
        // A folder stands where a file was, and the other way round.
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
    fn a_list_leads_nowhere_else() {
        for (path, inside) in
            [("a/b.html", true), ("../a", false), ("/a", false), ("a/../b", false), ("a\\b", false)]
        {
            assert_eq!(is_inside(path), inside, "{path}");
        }
    }
}

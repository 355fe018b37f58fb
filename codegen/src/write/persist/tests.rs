//! Tests with folders that are empty, generated, foreign, left by a killed run, or full of links.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs};

use super::*;
use crate::config::Input;

fn tree(paths: &[&str]) -> Tree {
    let mut tree = Tree::new(&[]);
    for path in paths {
        tree.text(path, (*path).to_owned()).unwrap();
    }
    tree
}

#[test]
fn a_folder_comes_to_hold_the_tree() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().join("a/crate");
    let old = tree(&["Cargo.toml", "old/deep/a.md", "docs/old.md", "docs/same.md", "place.md"]);
    assert_eq!(old.persist(&dir).unwrap(), Summary { written: 5, unchanged: 0, removed: 0 });
    assert_eq!(old.persist(&dir).unwrap(), Summary { written: 0, unchanged: 5, removed: 0 });
    fs::write(dir.join("Cargo.lock"), "").unwrap();
    let new = tree(&["Cargo.toml", "docs/same.md", "new.md", "place.md/new.md"]);
    assert_eq!(new.persist(&dir).unwrap(), Summary { written: 2, unchanged: 2, removed: 3 });
    assert_eq!(new.compare(&dir).unwrap(), []);
    assert!(dir.join("Cargo.lock").exists() && !dir.join("old").exists());
    fs::write(dir.join("LICENSE"), "of a person").unwrap();
    assert_eq!((new.compare(&dir).unwrap(), new.persist(&dir).unwrap().removed), (vec![], 0));
    assert_eq!(new.exclusive(true).persist(&dir).unwrap().removed, 1);
    let hidden =
        |entry: io::Result<fs::DirEntry>| entry.unwrap().file_name().to_string_lossy().starts_with('.');
    assert!(!fs::read_dir(&dir).unwrap().any(hidden), "a temporary file is left");
}

#[test]
fn a_folder_of_something_else_is_left_alone() {
    let foreign = [("notes.txt", ""), ("Cargo.toml", "[package]\n")];
    for (path, text) in foreign {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(path), text).unwrap();
        let error = tree(&["Cargo.toml"]).persist(dir.path()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(dir.path().join(path)).unwrap(), text);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}

/// The environment variable with the folder that the test `child` fills.
const CHILD: &str = "PERSIST_CHILD";

/// The first file and the manifest are large, so that a run is killed while it writes one of them.
fn large(hash: &str, paths: &[&str]) -> Tree {
    let mut tree = Tree::new(&[Input { role: "model", sha256: hash.to_owned() }]);
    tree.text("Cargo.toml", hash.repeat(10_000_000)).unwrap();
    for path in paths {
        tree.text(path, hash.repeat(10_000_000)).unwrap();
    }
    (0..200).for_each(|n| tree.text(&format!("src/{n}.md"), hash.repeat(10_000)).unwrap());
    tree
}

fn new() -> Tree {
    large("new", &["src/0.first.md"])
}

/// Not a test by itself: the next tests run it in a process that they kill.
#[test]
fn child() {
    let Ok(dir) = env::var(CHILD) else { return };
    new().persist(Path::new(&dir)).unwrap();
}

/// Fills a folder in a process, and kills it as soon as `begun`. Returns whether it was still running.
fn killed(dir: &Path, begun: impl Fn() -> bool) -> bool {
    let mut child = Command::new(env::current_exe().unwrap());
    child.args(["--exact", "write::persist::tests::child"]).env(CHILD, dir).stdout(Stdio::null());
    let (mut child, start) = (child.spawn().unwrap(), Instant::now());
    while !begun() {
        assert!(start.elapsed() < Duration::from_mins(1), "the child does nothing");
    }
    child.kill().unwrap();
    !child.wait().unwrap().success()
}

/// Returns all files, including hidden ones.
fn all_files(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    let below = |entry: fs::DirEntry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => all_files(&entry.path()),
        _ => vec![entry.path()],
    };
    entries.flat_map(below).collect()
}

/// Tries a few times, because a machine under load may kill the process too late.
fn one_of(attempt: impl Fn() -> bool) {
    assert!((0..10).any(|_| attempt()), "each run ended before it was killed");
}

#[test]
fn a_run_that_was_killed_is_completed_by_the_next() {
    for files in [1, 2, 100] {
        one_of(|| {
            let dir = tempfile::tempdir().unwrap();
            let dir = dir.path().join("crate");
            let killed = killed(&dir, || all_files(&dir).len() >= files);
            assert!(!killed || !dir.join("Cargo.toml").exists(), "the manifest came before the rest");
            new().persist(&dir).unwrap();
            assert_eq!((new().compare(&dir).unwrap(), all_files(&dir).len()), (vec![], 202));
            killed
        });
    }
}

#[test]
fn a_new_manifest_stands_over_new_files_only() {
    one_of(|| {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path();
        large("old", &["B.md"]).persist(dir).unwrap();
        let killed = killed(dir, || dir.join("src/0.first.md").exists());
        let manifest = fs::read_to_string(dir.join("Cargo.toml")).unwrap();
        assert!(!killed || manifest.contains("# model: sha256 old\n"), "a new hash stands over old files");
        new().persist(dir).unwrap();
        assert_eq!((new().compare(dir).unwrap(), all_files(dir).len()), (vec![], 202));
        killed
    });
}

#[test]
fn an_empty_folder_gives_way_to_a_file() {
    let dir = tempfile::tempdir().unwrap();
    tree(&["Cargo.toml"]).persist(dir.path()).unwrap();
    fs::create_dir(dir.path().join("place.md")).unwrap();
    assert_eq!(tree(&["Cargo.toml", "place.md"]).persist(dir.path()).unwrap().written, 1);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    use std::os::unix::fs::symlink;

    let new = tree(&["Cargo.toml", "README.md", "src/types/a.md"]);
    for (link, to) in [("src", "src"), ("src/types", "types"), ("src/types/a.md", "a.md")] {
        let (dir, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let target = outside.path().join(to);
        if to == "a.md" { fs::write(&target, "") } else { fs::create_dir(&target) }.unwrap();
        tree(&["Cargo.toml", "old.md"]).persist(dir.path()).unwrap();
        let link = dir.path().join(link);
        fs::create_dir_all(link.parent().unwrap()).unwrap();
        symlink(&target, &link).unwrap();
        let before = all_files(dir.path());
        for error in [new.persist(dir.path()).unwrap_err(), new.compare(dir.path()).unwrap_err()] {
            let place = link.strip_prefix(dir.path()).unwrap().display();
            assert_eq!(error.kind(), io::ErrorKind::Unsupported);
            assert!(error.to_string().starts_with(&format!("`{place}` in it is a symbolic link")));
        }
        assert_eq!(all_files(dir.path()), before);
        assert!(all_files(outside.path()).iter().all(|file| fs::read(file).unwrap().is_empty()));
    }
}

#[cfg(unix)]
#[test]
fn the_folder_itself_and_links_of_others_may_be_links() {
    use std::os::unix::fs::symlink;

    let dir = tempfile::tempdir().unwrap();
    let (real, out) = (dir.path().join("real"), dir.path().join("out"));
    fs::create_dir(&real).unwrap();
    symlink(&real, &out).unwrap();
    tree(&["Cargo.toml", "a.md"]).persist(&out).unwrap();
    // Its target has the header of a generated file.
    symlink(real.join("a.md"), real.join("link.md")).unwrap();
    let new = tree(&["Cargo.toml", "a.md"]);
    assert_eq!((new.persist(&out).unwrap().removed, real.join("link.md").is_symlink()), (0, true));
    assert_eq!(new.exclusive(true).persist(&out).unwrap().removed, 1);
    assert!(real.join("a.md").exists() && !real.join("link.md").is_symlink());
}

#[cfg(unix)]
#[test]
fn others_may_read_the_files() {
    use std::os::unix::fs::PermissionsExt as _;

    let dir = tempfile::tempdir().unwrap();
    let usual = dir.path().join("usual");
    fs::write(&usual, "").unwrap();
    let dir = dir.path().join("crate");
    tree(&["Cargo.toml"]).persist(&dir).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(&dir.join("Cargo.toml")), mode(&usual));
}

//! The path of the runtime crate in a manifest.

use std::ffi::OsStr;
use std::io;
use std::path::{Component, Path, PathBuf};

use smithy_codegen::config::Runtime;

/// Returns the runtime crate in `folder`, an absolute path, for the manifest of a crate in `out`.
///
/// It is a relative path if there is one that means the same with and without following symbolic links, because Cargo
/// does either; else an absolute one. Fails if the path is not UTF-8, which a manifest requires, or if the runtime
/// crate does not exist.
pub fn runtime_from(folder: &Path, out: &Path) -> io::Result<Runtime> {
    let lexical = normal(&std::path::absolute(out)?);
    let relative = relative(&lexical, folder);
    let physical = self::relative(&real(&lexical)?, &folder.canonicalize()?);
    let path = if relative == physical { relative } else { None };
    let path = path.or_else(|| folder.to_str().map(str::to_owned));
    let problem =
        || io::Error::new(io::ErrorKind::InvalidInput, format!("{} is not UTF-8", folder.display()));
    path.map(Runtime::Path).ok_or_else(problem)
}

/// Returns the path without `.` in it, and with `..` only at its beginning: `a/b/../../../c` is `../c`.
pub(super) fn simple(path: &Path) -> PathBuf {
    let mut simple = PathBuf::new();
    for component in path.components() {
        let below = matches!(simple.components().next_back(), Some(Component::Normal(_)));
        match component {
            Component::ParentDir if below => _ = simple.pop(),
            Component::CurDir => {}
            other => simple.push(other),
        }
    }
    simple
}

/// Returns the path without `..` in it, without looking at the file system.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => _ = normal.pop(),
            Component::CurDir => {}
            other => normal.push(other),
        }
    }
    normal
}

/// Returns an absolute path with all links followed; its last parts need not exist yet.
fn real(path: &Path) -> io::Result<PathBuf> {
    let mut missing = Vec::new();
    let mut present = path;
    loop {
        match (present.canonicalize(), present.parent(), present.file_name()) {
            (Ok(real), ..) => return Ok(missing.into_iter().rev().fold(real, |path, name| path.join(name))),
            (Err(error), Some(parent), Some(name)) if error.kind() == io::ErrorKind::NotFound => {
                missing.push(name);
                present = parent;
            }
            (Err(error), ..) => return Err(error),
        }
    }
}

/// Returns the relative path from one absolute folder to another, with `/` as separator; `None` from one drive to
/// another.
fn relative(from: &Path, to: &Path) -> Option<String> {
    let shared = from.components().zip(to.components()).take_while(|(from, to)| from == to).count();
    let anchored =
        matches!(from.components().nth(shared.checked_sub(1)?)?, Component::RootDir | Component::Normal(_));
    let up = from.components().skip(shared).map(|_| OsStr::new(".."));
    let down = to.components().skip(shared).map(Component::as_os_str);
    let steps: Option<Vec<&str>> = up.chain(down).map(OsStr::to_str).collect();
    steps.filter(|_| anchored).map(|steps| steps.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("runtime")
    }

    #[test]
    fn ways_lead_up_and_down() {
        let cases = [
            ("/a/x", "/a/runtime", "../runtime"),
            ("/a/generated", "/a/b/runtime", "../b/runtime"),
            ("/x/y/z", "/a/runtime", "../../../a/runtime"),
            ("/a", "/a/runtime", "runtime"),
        ];
        for (from, to, expected) in cases {
            assert_eq!(relative(Path::new(from), Path::new(to)).as_deref(), Some(expected));
        }
        assert_eq!(relative(Path::new("a"), Path::new("/b")), None);
    }

    #[test]
    fn dots_are_taken_out() {
        for (path, expected) in
            [("a/b/../../../c", "../c"), ("./a/../b", "b"), ("../../a", "../../a"), ("/a/../b", "/b")]
        {
            assert_eq!(simple(Path::new(path)), Path::new(expected));
        }
        assert_eq!(normal(Path::new("/a/./b/../../../c")), Path::new("/c"));
    }

    #[test]
    fn the_runtime_is_named_relative_to_the_new_crate() {
        let folder = folder();
        let out = folder.with_file_name("not/there/yet");
        assert_eq!(runtime_from(&folder, &out).ok(), Some(Runtime::Path("../../../runtime".to_owned())));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_on_the_way_makes_the_path_absolute() {
        let other = tempfile::tempdir().expect("a folder");
        let (target, link) = (other.path().join("a/b"), other.path().join("link"));
        std::fs::create_dir_all(&target).expect("a folder");
        std::os::unix::fs::symlink(&target, &link).expect("a link");
        let expected = folder().to_str().map(|path| Runtime::Path(path.to_owned()));
        assert_eq!(runtime_from(&folder(), &link.join("x")).ok(), expected);
    }
}

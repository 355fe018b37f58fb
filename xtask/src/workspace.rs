//! Where things are in the workspace that this crate was built in.
//!
//! The root is compiled in. Cargo builds the crate again when the workspace has moved, so it is never out of date.

use std::env;
use std::ffi::OsStr;
use std::io;
use std::path::{Component, Path, PathBuf};

use smithy_codegen::Runtime;
use smithy_model::Options;

use crate::cli;
use crate::codegen::Job;
use crate::load::ModelFiles;

/// The version of all packages of the workspace, that of the committed crate among them.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The name of the committed crate.
const CRATE_NAME: &str = "iot-jobs-data";

/// The committed crate `generated/` and the committed model it comes from.
pub fn generated() -> Job {
    Job {
        files: model(),
        out: near(root().join("generated")),
        crate_name: Some(CRATE_NAME.to_owned()),
        crate_version: VERSION.to_owned(),
        runtime: Runtime::Path("../runtime".to_owned()),
        in_workspace: true,
        command: cli::COMMAND.to_owned(),
    }
}

/// The committed model and its overlay.
pub fn model() -> ModelFiles {
    let folder = near(root().join("model/services").join(CRATE_NAME));
    ModelFiles {
        model: folder.join("smithy.json"),
        overlay: Some(folder.join("overlay.json")),
        options: Options::default(),
    }
}

/// This workspace's runtime crate, as the manifest of a crate in `out` is to name it.
///
/// A relative path where there is one that means the same whether or not symbolic links are followed, as Cargo does
/// now the one and now the other; else an absolute one. Fails where the path is not UTF-8, as a manifest has to be,
/// or the runtime crate is not there.
pub fn runtime_from(out: &Path) -> io::Result<Runtime> {
    let runtime = root().join("runtime");
    let lexical = normal(&std::path::absolute(out)?);
    let relative = relative(&lexical, &runtime);
    let physical = self::relative(&real(&lexical)?, &runtime.canonicalize()?);
    let path = if relative == physical { relative } else { None };
    let path = path.or_else(|| runtime.to_str().map(str::to_owned));
    let fault = || io::Error::new(io::ErrorKind::InvalidInput, format!("{} is not UTF-8", runtime.display()));
    path.map(Runtime::Path).ok_or_else(fault)
}

/// A folder of this name in the target directory that this program was built in.
pub(crate) fn target(name: &str) -> PathBuf {
    // The program is in the folder of its profile, and that is in the target directory.
    let program = env::current_exe().ok();
    let target = program.as_deref().and_then(|program| program.parent()?.parent()).map(Path::to_owned);
    target.unwrap_or_else(|| root().join("target")).join(name)
}

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_owned()
}

/// The path as seen from the current directory, where it lies below it: that is what a person would type.
fn near(path: PathBuf) -> PathBuf {
    let below =
        env::current_dir().ok().and_then(|current| path.strip_prefix(current).ok().map(Path::to_owned));
    below.filter(|below| *below != *"").unwrap_or(path)
}

/// The path without `..` in it, by its text alone.
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

/// An absolute path with all links followed; its end need not be there yet.
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

/// The way from one absolute folder to another, with `/` between its steps; none from one drive to another.
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
        assert_eq!(normal(Path::new("/a/./b/../../../c")), Path::new("/c"));
    }

    #[test]
    fn the_runtime_is_named_relative_to_the_new_crate() {
        let out = root().join("not/there/yet");
        assert_eq!(runtime_from(&out).ok(), Some(Runtime::Path("../../../runtime".to_owned())));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_on_the_way_makes_the_path_absolute() {
        let folder = tempfile::tempdir().expect("a folder");
        let (target, link) = (folder.path().join("a/b"), folder.path().join("link"));
        std::fs::create_dir_all(&target).expect("a folder");
        std::os::unix::fs::symlink(&target, &link).expect("a link");
        let expected = root().join("runtime").to_str().map(|path| Runtime::Path(path.to_owned()));
        assert_eq!(runtime_from(&link.join("x")).ok(), expected);
    }
}

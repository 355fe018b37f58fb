//! `api`: the public APIs of the published client crates as committed texts, so that a change shows in review.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use smithy_codegen::Tree;
use smithy_codegen_cli::{Exit, Log, Report, Style};
use smithy_model::Diagnostic;

use crate::api::Api;

/// The folder of the texts, from the root.
const FOLDER: &str = "docs/api";

/// The packages whose APIs are recorded, and their folders from the root.
const KEPT: [(&str, &str); 2] = [("iot-jobs-data", "generated"), ("smithy-client", "runtime")];

/// Writes the texts below `root`, or with `check` reports which of them are stale.
///
/// Ends with [`Exit::Stale`] if a text is stale, [`Exit::BadModel`] if a source file is not Rust, and [`Exit::Io`] if a
/// file cannot be read or written.
pub fn run(root: &Path, check: bool, style: Style) -> Report {
    let mut log = Log::new(style);
    let exit = KEPT.iter().try_fold(Exit::Done, |exit, (name, folder)| {
        let text = read(&root.join(folder), name, &mut log)?;
        let one = keep(root, &path(name), &text, check, &mut log)?;
        Ok(if one == Exit::Done { exit } else { one })
    });
    log.finish(exit.unwrap_or_else(|exit| exit), "")
}

/// Where the text of a package is, from the root.
pub(crate) fn path(package: &str) -> String {
    format!("{FOLDER}/{package}.txt")
}

/// Returns the text of a crate: one item per line.
pub(crate) fn text(tree: &Tree, package: &str) -> Result<String, String> {
    let api = Api::of(tree)?;
    Ok(format!("# The public API of {package}, written by `cargo xtask api`. Do not edit.\n\n{api}"))
}

fn read(folder: &Path, name: &str, log: &mut Log) -> Result<String, Exit> {
    let mut tree = Tree::new(&[]);
    let taken = files(folder).and_then(|files| {
        files.into_iter().try_for_each(|path| {
            let text = fs::read_to_string(folder.join(&path))?;
            tree.verbatim(&path, text).map_err(|problem| io::Error::other(problem.message))
        })
    });
    if let Err(error) = taken {
        return Err(unusable(&folder.display().to_string(), &error, log));
    }
    text(&tree, name).map_err(|error| log.fail(Exit::BadModel, Diagnostic::error("unread-api", error)))
}

/// The manifest and the source files of a crate, from its folder.
fn files(folder: &Path) -> io::Result<Vec<String>> {
    let mut found = vec!["Cargo.toml".to_owned()];
    let mut open = vec![PathBuf::from("src")];
    while let Some(below) = open.pop() {
        for entry in fs::read_dir(folder.join(&below))? {
            let entry = entry?;
            let path = below.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
                found.push(parts.join("/"));
            }
        }
    }
    Ok(found)
}

fn keep(root: &Path, path: &str, text: &str, check: bool, log: &mut Log) -> Result<Exit, Exit> {
    let file = root.join(path);
    if fs::read_to_string(&file).is_ok_and(|kept| kept == text) {
        return Ok(Exit::Done);
    }
    if check {
        let problem =
            Diagnostic::error("stale-api", format!("`{path}` is stale: the API of the crate has changed"));
        let help = "run `cargo xtask api` and review the diff: a removed line breaks callers";
        return Ok(log.fail(Exit::Stale, problem.help(help)));
    }
    fs::create_dir_all(root.join(FOLDER))
        .and_then(|()| fs::write(&file, text))
        .map_err(|error| unusable(path, &error, log))?;
    log.out.extend(["wrote ", path, "\n"]);
    Ok(Exit::Done)
}

fn unusable(path: &str, error: &io::Error, log: &mut Log) -> Exit {
    let problem = Diagnostic::error("unreadable-file", format!("cannot read or write `{path}`: {error}"));
    log.fail(Exit::Io, problem.help("make it readable and writable, then run the command again"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_item_makes_a_text_stale() {
        let root = tempfile::tempdir().unwrap();
        let lib = |items: &str| {
            for (_, folder) in KEPT {
                fs::create_dir_all(root.path().join(folder).join("src")).unwrap();
                fs::write(root.path().join(folder).join("Cargo.toml"), "[package]\nname = \"a\"\n").unwrap();
                fs::write(root.path().join(folder).join("src/lib.rs"), items).unwrap();
            }
        };
        let run = |check| run(root.path(), check, Style::default());
        lib("pub struct A;");
        assert_eq!(run(true).exit, Exit::Stale);
        assert_eq!(run(false).stdout, "wrote docs/api/iot-jobs-data.txt\nwrote docs/api/smithy-client.txt\n");
        assert_eq!(run(true).exit, Exit::Done);
        lib("pub struct A { pub b: u8 }");
        assert_eq!(run(true).exit, Exit::Stale);
        lib("pub struct");
        assert_eq!(run(true).exit, Exit::BadModel);
    }
}

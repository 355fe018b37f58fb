//! A copy of what `model update` needs of the repository, and edited models for it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use smithy_codegen::generator::Job;
use smithy_codegen::settings::Settings;
use smithy_codegen::{Runtime, Tree};
use smithy_codegen_cli::{Report, Style};
use smithy_model::{Diagnostics, Sources, files};
use tempfile::TempDir;
use xtask::update::{Options, run};

/// The folder of the committed model.
pub(crate) const SERVICE: &str = "model/services/iot-jobs-data";

/// What stands there in a copy: the frozen model, whatever the committed one is by now.
const SETTINGS: &str = r#"[model]
file = "smithy.json"
overlay = "overlay.json"

[crate]
out = "../../../generated"
name = "iot-jobs-data"
version = "0.1.0"
"#;

/// A changelog in which the crate's version is out.
const RELEASED: &str = "# Changelog\n\n## iot-jobs-data 0.1.0, 2025-01-01\n\n- The first release.\n";

/// The crate that the frozen model gives.
static CRATE: LazyLock<Tree> = LazyLock::new(|| generated(&frozen()));

/// The crate that the model in a folder gives.
fn generated(folder: &Path) -> Tree {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let source = sources.add("smithy-codegen.toml", SETTINGS);
    let settings = Settings::read(&sources, source, folder, &mut diagnostics).expect("they are good");
    let model = settings.model.as_deref().expect("a model");
    let parts = files::open(&mut sources, model, settings.overlay.as_deref()).expect("they are there");
    let mut job = Job::new(parts, Some(&settings));
    job.config.runtime = Runtime::Path("../runtime".to_owned());
    job.config.in_workspace = true;
    job.run(&sources, &mut diagnostics).expect("it can be generated")
}

/// A copy, which is a git repository, and a folder beside it for new models.
pub(crate) struct Copy {
    folder: TempDir,
}

impl Copy {
    /// A copy in which version 0.1.0 of the crate is released, and everything is committed.
    pub(crate) fn new() -> Self {
        let copy = Self { folder: tempfile::tempdir().expect("a folder") };
        for path in [".gitattributes", "Cargo.toml", "Cargo.lock", "bench/Cargo.lock"] {
            copy_all(&workspace().join(path), &copy.root().join(path));
        }
        for path in ["Cargo.lock", "bench/Cargo.lock"] {
            copy.write(path, &with_version(&copy.read(path), "0.1.0"));
        }
        for file in ["smithy.json", "overlay.json"] {
            copy_all(&frozen().join(file), &copy.root().join(SERVICE).join(file));
        }
        copy.write(&format!("{SERVICE}/smithy-codegen.toml"), SETTINGS);
        // Not the committed one, which may be stale while someone works on the generator.
        CRATE.persist(&copy.root().join("generated")).expect("the crate is written");
        copy.write("CHANGELOG.md", RELEASED);
        copy.git(&["init", "-q"]);
        copy.commit();
        copy
    }

    /// Commits all that there is.
    pub(crate) fn commit(&self) {
        self.git(&["add", "-A"]);
        let settings = ["user.name=A", "user.email=a@example.com", "commit.gpgsign=false"];
        let mut line: Vec<_> = settings.iter().flat_map(|setting| ["-c", *setting]).collect();
        line.extend(["commit", "-qm", "All of it"]);
        self.git(&line);
    }

    fn git(&self, line: &[&str]) {
        let mut git = Command::new("git");
        // Within a hook, these name the repository of the hook.
        for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"] {
            git.env_remove(name);
        }
        let status = git.arg("-C").arg(self.root()).args(line).status();
        assert!(status.expect("git is there").success(), "{line:?}");
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("repository")
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).expect("the file is there")
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        fs::write(self.root().join(path), text).expect("the file is written");
    }

    /// The model of the copy with an edit, as a file outside of the repository.
    pub(crate) fn edited(&self, edit: impl FnOnce(&str) -> String) -> PathBuf {
        let file = self.folder.path().join("new.json");
        fs::write(&file, edit(&self.read(&format!("{SERVICE}/smithy.json")))).expect("the file is written");
        file
    }

    /// Writes the crate anew, as after an edit of the overlay.
    pub(crate) fn generate(&self) {
        generated(&self.root().join(SERVICE))
            .persist(&self.root().join("generated"))
            .expect("the crate is written");
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        snapshot(&self.root())
    }

    pub(crate) fn update(&self, file: &Path) -> Report {
        self.update_with(file, |_| {})
    }

    /// Updates with other options than none, on a certain day.
    pub(crate) fn update_with(&self, file: &Path, set: impl FnOnce(&mut Options)) -> Report {
        let (file, date) = (file.to_owned(), "2025-11-20".to_owned());
        let mut options = Options { file, dry_run: false, prune_overlay: false, date };
        set(&mut options);
        run(&self.root(), &options, Style::default())
    }

    /// The version of the crate, which has to be the same everywhere.
    pub(crate) fn version(&self) -> String {
        let settings = self.read(&format!("{SERVICE}/smithy-codegen.toml"));
        let version = settings.lines().find_map(|line| line.strip_prefix("version = ")).expect("a version");
        let lock = format!("\nname = \"iot-jobs-data\"\nversion = {version}\ndependencies");
        let cases = [
            ("generated/Cargo.toml", &format!("\nversion = {version}\n")),
            ("Cargo.lock", &lock),
            ("bench/Cargo.lock", &lock),
        ];
        for (path, words) in cases {
            assert!(self.read(path).contains(words), "{path} has no {words}");
        }
        version.trim_matches('"').to_owned()
    }
}

/// Files with their contents and folders without, by their paths.
pub(crate) type Snapshot = BTreeMap<PathBuf, Option<Vec<u8>>>;

/// What is in a folder, but for what git keeps there.
pub(crate) fn snapshot(root: &Path) -> Snapshot {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder is there") {
            let path = entry.expect("an entry").path();
            if path.ends_with(".git") {
                continue;
            }
            let contents = if path.is_dir() {
                folders.push(path.clone());
                None
            } else {
                Some(fs::read(&path).expect("the file is there"))
            };
            found.insert(path.strip_prefix(root).expect("it is below").to_owned(), contents);
        }
    }
    found
}

/// The text with one place of it replaced.
pub(crate) fn replaced(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "`{from}` has to be there once");
    text.replace(from, to)
}

/// The model with an optional member more.
pub(crate) fn additive(text: &str) -> String {
    let place = "#JobExecutionSummary\": {\n      \"type\": \"structure\",\n      \"members\": {\n";
    let member = "        \"colour\": { \"target\": \"smithy.api#String\" },\n";
    replaced(text, place, &format!("{place}{member}"))
}

/// The model without one of its operations.
pub(crate) fn breaking(text: &str) -> String {
    let entry = "        {\n          \"target\": \"com.amazonaws.iotjobsdataplane#StartCommandExecution\"\n        },\n";
    replaced(text, entry, "")
}

/// The model with another text for people.
pub(crate) fn documentation(text: &str) -> String {
    let (before, after) = text.split_once("#JobExecutionSummary\": {").expect("the shape");
    let after = after.replacen("The job that this is an execution of.", "The job behind this execution.", 1);
    format!("{before}#JobExecutionSummary\": {{{after}")
}

/// The model with an upper limit that the overlay adds.
pub(crate) fn caught_up(text: &str) -> String {
    let place = "though its own model has only the lower one.\",\n        \"smithy.api#length\": {\n";
    replaced(text, place, &format!("{place}          \"max\": 1024,\n"))
}

/// A lock file in which the crate has another version.
fn with_version(lock: &str, version: &str) -> String {
    let (before, after) = lock.split_once("name = \"iot-jobs-data\"\nversion = \"").expect("the crate");
    let (_, after) = after.split_once('"').expect("the end of its version");
    format!("{before}name = \"iot-jobs-data\"\nversion = \"{version}\"{after}")
}

/// The folder of the frozen model, in both formats.
pub(crate) fn frozen() -> PathBuf {
    workspace().join("tests/fixtures/iot-jobs-data")
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("")
}

fn copy_all(from: &Path, to: &Path) {
    if !from.is_dir() {
        fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        fs::copy(from, to).expect("the file is copied");
        return;
    }
    for entry in fs::read_dir(from).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        copy_all(&path, &to.join(path.file_name().expect("a name")));
    }
}

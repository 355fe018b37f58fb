//! Users of each version of a service, compiled with the crate of the next one: they compile unless the diff of the two
//! models reports a breaking change, and then the compiler names the same element as the diff.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use smithy_codegen::Runtime;
use smithy_diff::{Level, Report};
use smithy_model::{Diagnostics, Options, Parts, Sources};
use tests::history;

use crate::generate;

/// The folder of the crate of these tests.
const HERE: &str = env!("CARGO_MANIFEST_DIR");

/// A version of the service, and its users.
struct Link {
    /// The model's file among the fixtures; `today` is the committed model.
    name: &'static str,
    /// The previous link.
    after: Option<&'static str>,
    /// The programs of `fixtures/callers` for it.
    callers: &'static [&'static str],
    /// The programs of the previous link that it breaks, each with a word that the compiler and the diff have to use.
    breaks: &'static [(&'static str, &'static str)],
}

const CHAIN: [Link; 8] = [
    Link {
        name: "1-2017-11-29",
        after: None,
        callers: &["config", "errors", "executions", "pending", "state", "update", "version"],
        breaks: &[],
    },
    Link {
        name: "2-step-timer",
        after: Some("1-2017-11-29"),
        callers: &["config", "errors", "executions", "pending", "state", "timers", "update", "version"],
        breaks: &[],
    },
    Link {
        name: "3-limits",
        after: Some("2-step-timer"),
        callers: &["config", "errors", "executions", "pending", "state", "timers", "update", "version"],
        breaks: &[],
    },
    Link {
        name: "4-wording",
        after: Some("3-limits"),
        callers: &["config", "errors", "executions", "pending", "state", "timers", "update", "version"],
        breaks: &[],
    },
    Link {
        name: "5-commands",
        after: Some("4-wording"),
        callers: &[
            "commands",
            "config",
            "errors",
            "executions",
            "pending",
            "state",
            "timers",
            "update",
            "version",
        ],
        breaks: &[],
    },
    Link {
        name: "today",
        after: Some("5-commands"),
        callers: &["endpoints"],
        breaks: &[("config", "endpoint")],
    },
    Link {
        name: "6-optional-version",
        after: Some("5-commands"),
        callers: &[
            "commands",
            "config",
            "digests",
            "errors",
            "executions",
            "optional_version",
            "timers",
            "update",
            "version",
        ],
        breaks: &[("pending", "JobExecutionSummary"), ("state", "version_number")],
    },
    Link {
        name: "7-new-path",
        after: Some("6-optional-version"),
        callers: &[],
        breaks: &[
            ("commands", "start_command_execution"),
            ("executions", "execution_number"),
            ("update", "expected_version"),
            ("version", "expected_version"),
        ],
    },
];

impl Link {
    fn text(&self) -> String {
        match self.name {
            "today" => include_str!("../../fixtures/iot-jobs-data/smithy.json").to_owned(),
            name => history::model(name),
        }
    }

    fn before(&self) -> Option<&'static Self> {
        CHAIN.iter().find(|link| Some(link.name) == self.after)
    }

    /// Returns the programs to compile with it: its own, those of the previous link, and those of later links.
    fn programs(&self) -> BTreeSet<&'static str> {
        let after = CHAIN.iter().filter(|link| link.after == Some(self.name));
        let links = after.chain(self.before()).chain([self]);
        links.flat_map(|link| link.callers).copied().collect()
    }
}

#[test]
fn callers_compile_unless_the_diff_says_otherwise() {
    let errors = errors();
    let fails = |link: &Link, program: &str| errors.contains_key(&(link.name.to_owned(), program.to_owned()));
    for link in &CHAIN {
        let own: Vec<_> = link.callers.iter().filter(|program| fails(link, program)).collect();
        assert!(own.is_empty(), "{own:?} do not compile with {}:\n{errors:#?}", link.name);
        let Some(before) = link.before() else { continue };
        let name = format!("{} -> {}", before.name, link.name);
        let broken: Vec<_> = before.callers.iter().copied().filter(|program| fails(link, program)).collect();
        assert_eq!(broken, link.breaks.iter().map(|(program, _)| *program).collect::<Vec<_>>(), "{name}");

        let report = compare(before, link);
        let has = |level| report.changes.iter().any(|change| change.rule.level == level);
        assert!(
            !broken.is_empty() || !has(Level::Rust),
            "{name} breaks nobody, yet has changes of level rust"
        );
        assert!(broken.is_empty() || has(Level::Rust) || has(Level::Wire), "{name} breaks callers");
        for (program, word) in link.breaks {
            let words = errors.get(&(link.name.to_owned(), (*program).to_owned())).map_or("", String::as_str);
            assert!(words.contains(word), "{name}: no word of {word} in {words}");
            assert!(is_named(&report, word), "{name}: the diff does not call {word} breaking: {report:#?}");
        }
        let new = link.callers.iter().filter(|program| !before.callers.contains(program));
        for program in new {
            assert!(fails(before, program), "{name}: `{program}` does not use what is new");
        }
    }
}

/// Whether there is a breaking change of the element with this Rust name.
fn is_named(report: &Report, word: &str) -> bool {
    let plain = |text: &str| text.replace('_', "").to_ascii_lowercase();
    let breaking = report.changes.iter().filter(|change| change.rule.level.is_breaking());
    let mut words = breaking.flat_map(|change| [&change.shape, &change.message]);
    words.any(|text| plain(text).contains(&plain(word)))
}

fn compare(old: &Link, new: &Link) -> Report {
    let mut sources = Sources::default();
    let [old, new] = [old, new].map(|link| {
        let model = sources.add(link.name, link.text());
        let parts = Parts::new(model);
        let mut diagnostics = Diagnostics::default();
        let model = smithy_model::load(&sources, parts, Options::default(), &mut diagnostics);
        model.unwrap_or_else(|| panic!("{}", diagnostics.render(&sources, false)))
    });
    smithy_diff::compare(&sources, &old, &new)
}

/// Checks every program with every link that it is for, in one run of cargo, and returns the compiler's messages for
/// those that do not compile, by link and program.
///
/// The workspace around them is created anew and has its own permanent target folder: otherwise cargo could wait for
/// the lock of the run that this test is a part of.
fn errors() -> BTreeMap<(String, String), String> {
    let folder = workspace();
    let output = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--quiet", "--keep-going", "--bins", "--message-format=json"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .output()
        .expect("cargo runs");
    let mut errors = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let written: Value = serde_json::from_str(line).expect("cargo writes JSON");
        let (name, message) = (&written["target"]["name"], &written["message"]);
        if message["level"] == "error" {
            let name = name.as_str().and_then(|name| name.split_once("-on-"));
            let (program, link) = name.unwrap_or_else(|| panic!("not a program does not compile: {message}"));
            let words: &mut String = errors.entry((link.to_owned(), program.to_owned())).or_default();
            *words += message["rendered"].as_str().unwrap_or_default();
        }
    }
    // Without a message from the compiler, it did not run.
    assert_eq!(output.status.code(), Some(101), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!errors.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    errors
}

/// Writes the crates of the models, and a workspace with a package for each of them with its programs.
fn workspace() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("chain");
    let runtime = Path::new(HERE).join("../runtime");
    for link in &CHAIN {
        let name = format!("service-{}", link.name);
        let runtime = Runtime::Path(runtime.display().to_string());
        let (tree, _) = generate::generate(&name, &link.text(), runtime);
        tree.persist(&folder.join("services").join(link.name)).expect("the crate can be written");
        write(&folder.join("callers").join(link.name).join("Cargo.toml"), &manifest(link));
    }
    write(
        &folder.join("Cargo.toml"),
        "[workspace]\nresolver = \"3\"\nmembers = [\"callers/*\"]\nexclude = [\"services\"]\n",
    );
    // The same releases as in the workspace, which are available without a network.
    std::fs::copy(Path::new(HERE).join("../Cargo.lock"), folder.join("Cargo.lock"))
        .expect("the lock can be copied");
    folder
}

/// Returns the manifest of a package with the programs for a link. Their names include the link, to distinguish the
/// compiler's messages.
fn manifest(link: &Link) -> String {
    let name = link.name;
    let mut manifest = format!(
        "[package]\nname = \"callers-{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         service = {{ package = \"service-{name}\", path = \"../../services/{name}\", default-features = false }}\n"
    );
    for program in link.programs() {
        let path = format!("{HERE}/fixtures/callers/{program}.rs");
        write!(manifest, "\n[[bin]]\nname = \"{program}-on-{name}\"\npath = {path:?}\n")
            .expect("memory takes it");
    }
    manifest
}

fn write(path: &Path, text: &str) {
    let folder = path.parent().expect("it is in a folder");
    std::fs::create_dir_all(folder).expect("the folder can be made");
    std::fs::write(path, text).expect("the file can be written");
}

//! `model update` in a copy of the repository: what it changes, what it refuses, and that it changes all or nothing.

#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]

#[path = "model_update/copy.rs"]
mod copy;

use std::fs;
use std::path::{Path, PathBuf};

use copy::{Copy, SERVICE, additive, breaking, caught_up, documentation, frozen, replaced};
use smithy_codegen_cli::{Exit, Report};

/// What makes a new model of the committed one.
type Edit = fn(&str) -> String;

#[track_caller]
fn tells(report: &Report, exit: Exit, words: &[&str]) {
    let text = report.to_string();
    assert_eq!(report.exit, exit, "{text}");
    for word in words {
        assert!(text.contains(word), "`{word}` is not in:\n{text}");
    }
}

/// Runs an update that has to leave everything as it was.
#[track_caller]
fn refuses(copy: &Copy, file: &Path, exit: Exit, words: &[&str]) {
    let before = copy.snapshot();
    tells(&copy.update(file), exit, words);
    assert!(copy.snapshot() == before);
}

#[test]
fn an_addition_is_a_small_release() {
    let copy = Copy::new();
    let file = copy.edited(additive);
    let report = copy.update(&file);
    let summary = "- changed: `generated/src/types/job_execution_summary.rs`\n";
    tells(&report, Exit::Done, &["`iot-jobs-data` 0.1.0 -> 0.1.1\n", summary]);
    assert_eq!(copy.version(), "0.1.1");
    assert!(copy.read("generated/src/types/job_execution_summary.rs").contains("pub colour: Option<String>"));
    assert_eq!(copy.read(&format!("{SERVICE}/smithy.json")), fs::read_to_string(&file).expect("it is there"));
    let changelog = copy.read("CHANGELOG.md");
    let opening = "# Changelog\n\n## iot-jobs-data 0.1.1, 2025-11-20\n\n### New\n\n- ";
    assert!(changelog.starts_with(opening) && changelog.contains("colour"), "{changelog}");
    assert!(
        changelog.ends_with("\n\n## iot-jobs-data 0.1.0, 2025-01-01\n\n- The first release.\n"),
        "{changelog}"
    );
    copy.commit();

    let before = copy.snapshot();
    tells(&copy.update(&file), Exit::Done, &["nothing to do"]);
    assert!(copy.snapshot() == before);
}

#[test]
fn a_removal_is_a_great_release_and_takes_files_away() {
    let copy = Copy::new();
    let gone = "generated/src/operation/start_command_execution.rs";
    copy.read(gone);
    let file = copy.edited(breaking);
    tells(
        &copy.update(&file),
        Exit::Done,
        &["`iot-jobs-data` 0.1.0 -> 0.2.0\n", &format!("- removed: `{gone}`\n")],
    );
    assert_eq!(copy.version(), "0.2.0");
    assert!(!copy.root().join(gone).exists());
    let changelog = copy.read("CHANGELOG.md");
    let entry = "0.2.0, 2025-11-20\n\n### Breaking changes\n\n- ";
    assert!(changelog.contains(entry) && changelog.contains("\n  - Earlier releases: "), "{changelog}");
}

#[test]
fn new_texts_are_a_patch() {
    let copy = Copy::new();
    tells(&copy.update(&copy.edited(documentation)), Exit::Done, &["`iot-jobs-data` 0.1.0 -> 0.1.1\n"]);
    assert_eq!(copy.version(), "0.1.1");
    let changelog = copy.read("CHANGELOG.md");
    let entry = "## iot-jobs-data 0.1.1, 2025-11-20\n\nDocumentation and the like: 1 change.\n";
    assert!(changelog.contains(entry), "{changelog}");
}

#[test]
fn another_writing_of_the_same_is_no_release() {
    let copy = Copy::new();
    let changelog = copy.read("CHANGELOG.md");
    let file = copy.edited(|text| text.replace('\n', " "));
    let report = copy.update(&file);
    tells(
        &report,
        Exit::Done,
        &["stays at 0.1.0", "- changed: `generated/Cargo.toml`\n", "2 files: 2 changed\n"],
    );
    assert_eq!((copy.version().as_str(), copy.read("CHANGELOG.md")), ("0.1.0", changelog));
}

#[test]
fn what_is_not_released_is_amended() {
    let copy = Copy::new();
    copy.write(
        "CHANGELOG.md",
        "## iot-jobs-data 0.1.0, unreleased\n\n- All of it.\n\n## 0.1.0, unreleased\n",
    );
    copy.commit();
    tells(&copy.update(&copy.edited(breaking)), Exit::Done, &["next version: 0.1.0 (unreleased, "]);
    assert_eq!(copy.version(), "0.1.0");
    let changelog = copy.read("CHANGELOG.md");
    let opening = "## iot-jobs-data 0.1.0, unreleased\n\n- All of it.\n\n### Breaking changes\n\n- ";
    assert!(
        changelog.starts_with(opening) && changelog.ends_with("\n\n## 0.1.0, unreleased\n"),
        "{changelog}"
    );
}

#[test]
fn a_dry_run_shows_all_and_touches_nothing() {
    let copy = Copy::new();
    let before = copy.snapshot();
    let report = copy.update_with(&copy.edited(breaking), |options| options.dry_run = true);
    let words = [
        "# AWS IoT Jobs Data Plane",
        "0.1.0 -> 0.2.0",
        "- removed: `generated/src/operation/start_command_execution.rs`\n",
        "## iot-jobs-data 0.2.0, 2025-11-20\n\n### Breaking changes\n\n- ",
        "nothing was changed",
    ];
    tells(&report, Exit::Done, &words);
    assert!(copy.snapshot() == before);
}

#[test]
fn a_broken_file_changes_nothing() {
    let cases: [(Edit, &str); 4] = [
        (|text| text.chars().take(text.len() / 2).collect(), "error[json-syntax]"),
        (|_| String::new(), "error[json-syntax]"),
        (
            |text| replaced(text, "plane#JobId\": {", "plane#Other\": {"),
            "`com.amazonaws.iotjobsdataplane#JobId`",
        ),
        (|text| replaced(text, "\"IoT Jobs Data Plane\"", "\"Frogs\""), "the model of `Frogs`"),
    ];
    for (edit, words) in cases {
        let copy = Copy::new();
        refuses(&copy, &copy.edited(edit), Exit::BadModel, &[words, "nothing was changed"]);
    }
    let copy = Copy::new();
    refuses(&copy, &PathBuf::from("not/there.json"), Exit::Io, &["not/there.json", "nothing was changed"]);
}

#[test]
fn a_superfluous_entry_is_dropped_when_asked_for() {
    let copy = Copy::new();
    let file = copy.edited(caught_up);
    let path = format!("{SERVICE}/overlay.json");
    let overlay = copy.read(&path);
    let line =
        overlay.lines().position(|line| line.contains("\"target\": \"DetailsValue\"")).expect("a line") + 1;
    let place = format!("{path}:{line}:");
    // With all that the model changes besides.
    let differences = "# AWS IoT Jobs Data Plane";
    let words = [differences, "overlay-superfluous", &place, "--prune-overlay", "nothing was changed"];
    refuses(&copy, &file, Exit::BadModel, &words);
    let dry = copy.update_with(&file, |options| options.dry_run = true);
    tells(&dry, Exit::BadModel, &words);

    let report = copy.update_with(&file, |options| options.prune_overlay = true);
    tells(&report, Exit::Done, &["is removed: the model has the maximum length of `DetailsValue`"]);
    // The entry goes, and everything else is as it was written.
    let lines: Vec<&str> = overlay.split_inclusive('\n').collect();
    let start = lines[..line].iter().rposition(|line| *line == "    {\n").expect("a line");
    let end = line + lines[line..].iter().position(|line| *line == "    },\n").expect("a line");
    assert_eq!(copy.read(&path), [&lines[..start], &lines[end + 1..]].concat().concat());
}

#[test]
fn what_only_a_person_can_decide_stops_the_update() {
    // The model has the lower end of the range that the overlay adds, and not the upper one.
    let partly: Edit = |text| {
        let (before, after) = text.split_once("#UpdateJobExecutionRequest\"").expect("the shape");
        let place = "#StepTimeoutInMinutes\",\n          \"traits\": {\n";
        let range = "            \"smithy.api#range\": { \"min\": -1 },\n";
        format!(
            "{before}#UpdateJobExecutionRequest\"{}",
            after.replacen(place, &format!("{place}{range}"), 1)
        )
    };
    let renamed: Edit = |text| text.replace("TerminalStateException", "OverException");
    let contradicting: Edit = |text| caught_up(text).replace("\"max\": 1024,", "\"max\": 2048,");
    let cases: [(Edit, &[&str]); 3] = [
        (contradicting, &["overlay-conflict", "`2048` as the maximum length of `DetailsValue`", "`1024`"]),
        (
            partly,
            &[
                "overlay-superfluous",
                "the minimum value of",
                "remove from the entry what the model already has",
            ],
        ),
        (renamed, &["overlay-unapplied", "`TerminalStateException`"]),
    ];
    for (edit, words) in cases {
        let copy = Copy::new();
        let before = copy.snapshot();
        let report = copy.update_with(&copy.edited(edit), |options| options.prune_overlay = true);
        tells(&report, Exit::BadModel, words);
        tells(&report, Exit::BadModel, &["overlay.json:", "nothing was changed"]);
        assert!(copy.snapshot() == before);
    }
}

#[test]
fn a_stale_crate_comes_first() {
    let copy = Copy::new();
    copy.write("generated/README.md", "mine");
    refuses(&copy, &copy.edited(additive), Exit::Stale, &["generated/README.md", "cargo xtask codegen"]);
}

#[test]
fn a_model_of_the_other_format_takes_the_place() {
    let copy = Copy::new();
    let file = frozen().join("service-2.json");
    tells(&copy.update(&file), Exit::Done, &[&format!("- removed: `{SERVICE}/smithy.json`\n")]);
    for name in ["service-2.json", "endpoint-rule-set-1.json"] {
        let given = fs::read_to_string(file.with_file_name(name)).expect("it is there");
        assert_eq!(copy.read(&format!("{SERVICE}/{name}")), given);
    }
    assert!(!copy.root().join(SERVICE).join("smithy.json").exists());
    assert!(copy.read(&format!("{SERVICE}/smithy-codegen.toml")).contains("file = \"service-2.json\"\n"));
    tells(&copy.update(&file), Exit::Done, &["nothing to do"]);
}

#[test]
fn the_overlay_gives_back_the_defaults_that_c2j_lacks() {
    let copy = Copy::new();
    let path = format!("{SERVICE}/overlay.json");
    let members = [
        ("JobExecution", ["lastUpdatedAt", "queuedAt", "versionNumber"].as_slice()),
        ("JobExecutionState", &["versionNumber"]),
        ("JobExecutionSummary", &["lastUpdatedAt", "queuedAt", "versionNumber"]),
    ];
    let entry = |member: String| {
        format!(
            r#", {{"for": "c2j", "why": "C2J has no defaults.", "source": "https://example.com",
                "addTraits": {{"target": "{member}", "traits": {{"smithy.api#default": 0}}}}}}"#
        )
    };
    let members = members
        .iter()
        .flat_map(|(shape, members)| members.iter().map(move |member| format!("{shape}${member}")));
    let entries: String = members.map(entry).collect();
    let overlay = copy.read(&path);
    let (before, after) = overlay.rsplit_once("\n  ]").expect("the end of the entries");
    copy.write(&path, &format!("{before}{entries}\n  ]{after}"));
    // The overlay stands in the header of the manifest.
    tells(&copy.update(&copy.edited(str::to_owned)), Exit::Stale, &["cargo xtask codegen"]);
    copy.generate();
    copy.commit();
    let report = copy.update(&frozen().join("service-2.json"));
    tells(&report, Exit::Done, &["0.1.0 -> 0.1.1"]);
    assert!(copy.read("generated/src/types/job_execution.rs").contains("pub version_number: i64,"));
}

#[test]
fn a_failure_half_way_puts_everything_back() {
    let copy = Copy::new();
    // The settings come after the crate, and after the files of the new model.
    let in_the_way = format!("{SERVICE}/smithy-codegen.toml.unfinished");
    fs::create_dir(copy.root().join(&in_the_way)).expect("a folder");
    let words = ["error[update-failed]: cannot write", "all changes were undone", "nothing was changed"];
    refuses(&copy, &frozen().join("service-2.json"), Exit::Io, &words);
}

#[test]
fn what_is_not_committed_is_not_replaced() {
    let copy = Copy::new();
    for path in ["CHANGELOG.md", "Cargo.lock"] {
        copy.write(path, &(copy.read(path) + "\n"));
    }
    let named = "`CHANGELOG.md` (uncommitted changes), `Cargo.lock` (uncommitted changes)";
    let words = ["error[uncommitted-changes]", named, "git stash", "nothing was changed"];
    refuses(&copy, &copy.edited(additive), Exit::Io, &words);
    copy.commit();
    copy.write("else.txt", "What the update leaves alone need not be committed.");
    tells(&copy.update(&copy.edited(additive)), Exit::Done, &["0.1.0 -> 0.1.1"]);
}

#[test]
fn a_file_that_git_does_not_have_is_not_replaced() {
    let copy = Copy::new();
    let path = format!("{SERVICE}/service-2.json");
    copy.write(&path, "mine");
    let named = format!("`{path}` (not tracked)");
    refuses(&copy, &frozen().join("service-2.json"), Exit::Io, &["error[uncommitted-changes]", &named]);
    // Nor is it taken away, as a file of the other format.
    refuses(&copy, &copy.edited(additive), Exit::Io, &["error[uncommitted-changes]", &named]);
}

#[test]
fn without_git_an_update_can_only_be_shown() {
    let copy = Copy::new();
    fs::remove_dir_all(copy.root().join(".git")).expect("it is there");
    let file = copy.edited(additive);
    refuses(&copy, &file, Exit::Io, &["error[no-git]", "not a git repository", "a git work tree"]);
    let dry = copy.update_with(&file, |options| options.dry_run = true);
    tells(&dry, Exit::Done, &["0.1.0 -> 0.1.1", "nothing was changed"]);
}

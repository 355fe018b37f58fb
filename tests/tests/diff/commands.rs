//! `cargo xtask diff` on real files: what it leaves out, when it fails, and that the two formats of the service agree.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser;
use smithy_codegen_cli::{Exit, Report};
use tests::history;
use xtask::cli::Cli;

fn fixture(path: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path).display().to_string()
}

/// Returns the file of a link of the history, for one test.
fn link(test: &str, name: &str) -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("history").join(test);
    history::file(&folder, name).display().to_string()
}

fn committed(file: &str) -> String {
    xtask::workspace::root().join("model/services/iot-jobs-data").join(file).display().to_string()
}

fn diff(words: &[&str]) -> Report {
    Cli::parse_from(["xtask", "diff"].iter().chain(words)).run()
}

#[test]
fn the_twin_in_c2j_differs_in_what_c2j_cannot_say_alone() {
    let (old, new) = (fixture("iot-jobs-data/smithy.json"), fixture("iot-jobs-data/service-2.json"));
    let listed = committed("c2j-differences.txt");
    let report = diff(&[&old, &new, "--ignore", "docs", "--fail-on", "any", "--suppress-file", &listed]);
    assert_eq!(report.exit, Exit::Done, "{report}");
    assert!(!report.stderr.contains("unused-suppression"), "{report}");
    let report = diff(&[&old, &new, "--ignore", "docs", "--fail-on", "any"]);
    assert_eq!(report.exit, Exit::Failed, "{report}");
}

#[test]
fn it_fails_on_what_it_is_told_to() {
    let [empty, first, second, sixth, fifth] =
        ["0-empty", "1-2017-11-29", "2-step-timer", "6-optional-version", "5-commands"]
            .map(|name| link("fails", name));
    let cases: [(&[&str], Exit); 8] = [
        (&[&empty, &first], Exit::Done),
        (&[&first, &first, "--fail-on", "any"], Exit::Done),
        (&[&first, &second, "--fail-on", "any"], Exit::Failed),
        (&[&first, &second, "--fail-on", "breaking"], Exit::Done),
        (&[&fifth, &sixth, "--fail-on", "breaking"], Exit::Failed),
        (&[&fifth, &sixth, "--fail-on", "breaking", "--suppress", "*@*"], Exit::Done),
        (&[&first, "missing.json"], Exit::Io),
        (&[&first, &committed("README.md")], Exit::BadModel),
    ];
    for (words, expected) in cases {
        let report = diff(words);
        assert_eq!(report.exit, expected, "{words:?}\n{report}");
    }
}

#[test]
fn suppressions_that_meet_nothing_are_told_and_bad_ones_stop() {
    let first = link("suppressed", "1-2017-11-29");
    let report = diff(&[&first, &first, "--suppress", "operation-removed@Gone"]);
    assert!(report.exit == Exit::Done && report.stderr.contains("warning[unused-suppression]"), "{report}");
    let report = diff(&[&first, &first, "--suppress", "operation-removed@Gone", "--deny", "warnings"]);
    assert_eq!(report.exit, Exit::BadModel, "{report}");
    let file: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("suppressions.txt");
    fs::write(&file, "# fine\n\noperation-remove@Gone\n").unwrap();
    let report = diff(&[&first, &first, "--suppress-file", &file.display().to_string()]);
    assert!(report.exit == Exit::BadModel && report.stderr.contains("suppressions.txt:3:1"), "{report}");
    assert!(report.stderr.contains("did you mean `operation-removed`?"), "{report}");
}

#[test]
fn every_format_has_its_opening() {
    let [first, second] = ["1-2017-11-29", "2-step-timer"].map(|name| link("formats", name));
    let openings = [
        ("md", "# AWS IoT Jobs Data Plane: what changes"),
        ("json", "{"),
        (
            "page",
            "# AWS IoT Jobs Data Plane\n\n## 2018/01/02 - AWS IoT Jobs Data Plane - 3 updated api methods",
        ),
        ("github", "## AWS IoT Jobs Data Plane"),
    ];
    for (format, opening) in openings {
        let report = diff(&[&first, &second, "--format", format, "--date", "2018/01/02", "--ignore", "docs"]);
        assert!(report.exit == Exit::Done && report.stdout.starts_with(opening), "{format}: {report}");
    }
}

/// Returns a service with two operations; the second has this output and these traits, and its request this path.
fn store(protocol: &str, path: &str, output: &str, traits: &str) -> String {
    format!(
        r#"{{"smithy": "2.0", "shapes": {{
            "s#Store": {{"type": "service", "version": "1", "operations": [{{"target": "s#Get"}}, {{"target": "s#Read"}}],
                "traits": {{"aws.protocols#{protocol}": {{}}}}}},
            "s#Get": {{"type": "operation",
                "traits": {{"smithy.api#http": {{"method": "GET", "uri": "/get"}}}}}},
            "s#Read": {{"type": "operation", "output": {{"target": "s#Out"}},
                "traits": {{"smithy.api#http": {{"method": "GET", "uri": "{path}"}} {traits}}}}},
            "s#Out": {{"type": "structure", "members": {{"body": {{"target": "{output}",
                "traits": {{"smithy.api#httpPayload": {{}}, "smithy.api#required": {{}}}}}}}}}},
            "s#Stream": {{"type": "blob", "traits": {{"smithy.api#streaming": {{}}}}}}}}}}"#
    )
}

#[test]
fn operations_that_are_unsupported_have_no_changes_of_their_own() {
    let checked = r#", "aws.protocols#httpChecksum": {"requestChecksumRequired": true}"#;
    let whole = store("restJson1", "/read", "smithy.api#Blob", "");
    let summed = store("restJson1", "/read", "smithy.api#Blob", checked);
    let moved = store("restJson1", "/moved", "smithy.api#Blob", checked);
    let spoken = store("restXml", "/read", "s#Stream", "");
    let blob = store("restXml", "/read", "smithy.api#Blob", "");
    let cases: [(&str, &str, &[&str]); 4] = [
        (&whole, &summed, &["operation-became-unsupported"]),
        (&moved, &whole, &["operation-became-supported"]),
        (&summed, &moved, &[]),
        (&spoken, &blob, &["streaming-changed", "default-lost", "alias-renamed"]),
    ];
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("unsupported");
    fs::create_dir_all(&folder).expect("a folder");
    let [old_file, new_file] = ["old.json", "new.json"].map(|name| folder.join(name).display().to_string());
    for (old, new, expected) in cases {
        fs::write(&old_file, old).expect("a file");
        fs::write(&new_file, new).expect("a file");
        for format in ["json", "md", "page", "github"] {
            let words = [&old_file, &new_file, "--format", format];
            let (kept, left_out) = (diff(&words), diff(&[&words[..], &["--skip-unsupported"]].concat()));
            assert_eq!((kept.exit, left_out.exit), (Exit::Done, Exit::Done), "{kept}{left_out}");
            assert_eq!(kept.stdout, left_out.stdout);
            if format == "json" {
                let has_one_place = kept.stdout.contains("\"old_place\": null");
                assert_eq!(has_one_place, expected == ["operation-became-supported"]);
                let rules: Vec<_> = kept.stdout.lines().filter(|line| line.contains("\"rule\"")).collect();
                let is_rule = |(line, id): (&&str, &&str)| line.contains(&format!("\"{id}\""));
                assert!(
                    rules.len() == expected.len() && rules.iter().zip(expected).all(is_rule),
                    "{rules:?}"
                );
            }
        }
    }
}

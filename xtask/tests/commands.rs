//! The built binary in folders of its own: exit codes, what it says, what it leaves behind.

#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]

use std::fs;
use std::io::pipe;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// One operation, one error, and a member of most kinds that `inspect` tells apart.
const MODEL: &str = r#"{
    "smithy": "2.0",
    "shapes": {
        "garden#Garden": {
            "type": "service",
            "version": "2024-05-01",
            "operations": [{ "target": "garden#WaterBed" }],
            "traits": {
                "aws.api#service": { "sdkId": "Garden" },
                "aws.protocols#restJson1": {},
                "smithy.api#title": "The Garden"
            }
        },
        "garden#WaterBed": {
            "type": "operation",
            "input": { "target": "garden#WaterBedRequest" },
            "output": { "target": "smithy.api#Unit" },
            "errors": [{ "target": "garden#Flooded" }],
            "traits": { "smithy.api#http": { "method": "PUT", "uri": "/beds/{bed}", "code": 200 } }
        },
        "garden#WaterBedRequest": {
            "type": "structure",
            "members": {
                "bed": {
                    "target": "garden#BedName",
                    "traits": { "smithy.api#required": {}, "smithy.api#httpLabel": {} }
                },
                "litres": { "target": "smithy.api#Integer" }
            }
        },
        "garden#BedName": {
            "type": "string",
            "traits": { "smithy.api#length": { "min": 1, "max": 64 }, "smithy.api#pattern": "^[a-z]+$" }
        },
        "garden#Flooded": {
            "type": "structure",
            "members": { "message": { "target": "smithy.api#String" } },
            "traits": { "smithy.api#error": "client", "smithy.api#httpError": 409 }
        }
    }
}"#;

/// A folder with the model in it, and the place for a crate.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new(model: &str) -> Self {
        let place = Self { folder: tempfile::tempdir().expect("a folder") };
        fs::write(place.at("model.json"), model).expect("the model is written");
        place
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Runs the binary in the folder.
    fn run(&self, line: &str) -> Run {
        Run::of(xtask(line).current_dir(self.folder.path()).output().expect("the binary runs"))
    }

    fn generate(&self) -> Run {
        self.run("codegen --model model.json --out out")
    }

    fn check(&self) -> Run {
        self.run("codegen --check --model model.json --out out")
    }
}

fn xtask(line: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(line.split_whitespace());
    command
}

struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Run {
    fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("text");
        Self { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    #[track_caller]
    fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}\n{}", self.stdout, self.stderr);
        self
    }

    /// Both texts, for when it does not matter which of them tells.
    #[track_caller]
    fn tells(self, words: &[&str]) -> Self {
        let text = format!("{}{}", self.stdout, self.stderr);
        for word in words {
            assert!(text.contains(word), "`{word}` is not in:\n{text}");
        }
        self
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    let mut names: Vec<_> = entries.map(|entry| name(entry.expect("an entry"))).collect();
    names.sort();
    names
}

#[test]
fn a_new_crate_is_written_once() {
    let place = Place::new(MODEL);
    place.generate().ends(0).tells(&["out/: ", " files written, 0 unchanged, 0 removed"]);
    place.check().ends(0).tells(&["out/: up to date"]);
    place.generate().ends(0).tells(&["out/: no files written, ", " unchanged, 0 removed"]);
    let manifest = fs::read_to_string(place.at("out/Cargo.toml")).expect("a manifest");
    assert!(manifest.contains("name = \"garden\"") && manifest.contains("runtime\""), "{manifest}");
}

#[test]
fn options_reach_the_manifest() {
    let place = Place::new(MODEL);
    let line = "codegen --model model.json --out a/b --crate-name shed --runtime-version =7.8.9";
    place.run(line).ends(0).tells(&["a/b/: "]);
    let manifest = fs::read_to_string(place.at("a/b/Cargo.toml")).expect("a manifest");
    assert!(manifest.contains("name = \"shed\"") && manifest.contains("version = \"=7.8.9\""), "{manifest}");
}

#[test]
fn a_changed_file_is_stale() {
    let place = Place::new(MODEL);
    place.generate().ends(0);
    let changed = place.at("out/src/lib.rs");
    let text = fs::read_to_string(&changed).expect("a file") + "// by hand\n";
    fs::write(&changed, &text).expect("the file is written");
    let advice = "run `cargo xtask codegen --model model.json --out out`";
    let run = place.check().ends(1).tells(&["changed  src/lib.rs", "-// by hand", advice]);
    assert!(!run.stderr.contains("written;") && run.stdout.contains("1 changed"), "{}", run.stdout);
    assert_eq!(fs::read_to_string(&changed).expect("a file"), text, "the check writes nothing");
    place.generate().ends(0).tells(&["1 file written"]);
    place.check().ends(0);
}

#[test]
fn missing_and_extra_files_are_stale() {
    let place = Place::new(MODEL);
    place.check().ends(1).tells(&["missing  Cargo.toml", "missing  src/lib.rs"]);
    assert!(!place.at("out").exists(), "the check writes nothing");
    place.generate().ends(0);
    let lib = fs::read(place.at("out/src/lib.rs")).expect("a file");
    fs::write(place.at("out/src/old.rs"), lib).expect("the file is written");
    fs::write(place.at("out/LICENSE"), "of a person").expect("the file is written");
    fs::remove_file(place.at("out/README.md")).expect("the file is removed");
    let words = ["1 missing, 1 extra", "missing  README.md", "extra    src/old.rs", "error[stale]"];
    place.check().ends(1).tells(&words);
    place.generate().ends(0).tells(&["1 file written", "1 removed"]);
    assert!(!place.at("out/src/old.rs").exists() && place.at("out/LICENSE").exists());
}

#[test]
fn a_bad_model_writes_nothing() {
    let truncated = &MODEL[..MODEL.len() / 2];
    let unbound = MODEL.replace("{bed}", "{bad}");
    for model in ["", "[]", "\u{0}", truncated, &unbound] {
        let place = Place::new(model);
        place.generate().ends(2).tells(&["error[", "model.json:", "; nothing was written"]);
        place.run("inspect --model model.json").ends(2).tells(&["error["]);
        assert_eq!(names(place.folder.path()), ["model.json"]);
    }
}

#[test]
fn a_file_that_cannot_be_read_is_an_io_problem() {
    let place = Place::new(MODEL);
    let lines = [
        "codegen --model none.json --out out",
        "codegen --model model.json --overlay none.json --out out",
        "codegen --model . --out out",
        "inspect --model none.json",
    ];
    for line in lines {
        place.run(line).ends(3).tells(&["error[unreadable-file]: cannot read", "1 error"]);
    }
    fs::write(place.at("latin.json"), b"\"caf\xe9\"").expect("the file is written");
    place.run("inspect --model latin.json").ends(2).tells(&["is not UTF-8"]);
}

#[test]
fn a_folder_of_something_else_is_left_alone() {
    let place = Place::new(MODEL);
    for line in ["codegen --model model.json --out .", "codegen --model model.json --out model.json"] {
        place.run(line).ends(3).tells(&["error[unwritable-folder]", "--out"]);
        assert_eq!(names(place.folder.path()), ["model.json"]);
    }
    assert_eq!(fs::read_to_string(place.at("model.json")).expect("the model"), MODEL);
}

#[test]
fn wrong_command_lines_are_explained() {
    let place = Place::new(MODEL);
    let cases = [
        ("", "Usage: cargo xtask [OPTIONS] <COMMAND>"),
        ("generate", "unrecognized subcommand"),
        ("codegen --model model.json", "name one with `--out`"),
        ("codegen --crate-name x", "--model <FILE>"),
        ("codegen --model model.json --out out --crate-name 1x", "a package name is"),
        ("codegen --model model.json --out out --runtime-version latest", "a version requirement looks like"),
        ("schema --format yaml", "[possible values: json-schema, openapi]"),
        ("diff model.json", "<NEW>"),
        ("diff model.json model.json --suppress operation-remove@A", "did you mean `operation-removed`?"),
        ("diff model.json model.json --date today", "write a date such as 2026/01/31"),
    ];
    for (line, words) in cases {
        place.run(line).ends(2).tells(&[words]);
    }
}

#[test]
fn help_tells_usage_examples_and_exit_codes() {
    let place = Place::new(MODEL);
    let commands =
        ["codegen", "diff", "inspect", "reference", "schema", "model update", "conformance", "e2e"];
    for line in [""].iter().chain(&commands).map(|command| format!("{command} --help")) {
        let run = place.run(&line).ends(0).tells(&["Usage: cargo xtask", "Exit codes:\n  0  done"]);
        assert!(run.stdout.lines().all(|line| line.chars().count() <= 100), "{}", run.stdout);
    }
    for command in commands {
        place.run(&format!("{command} --help")).tells(&["Examples:\n  cargo xtask"]);
    }
}

#[test]
fn inspect_shows_the_service() {
    let run = Place::new(MODEL).run("inspect --model model.json").ends(0).tells(&[
        "The Garden\n",
        "  WaterBed  PUT     /beds/{bed}\n",
        "      input   bed* (path), litres\n",
        "      output  none\n",
        "      errors  409 Flooded\n",
        "  shapes           1 error, 1 integer, 2 strings, 2 structures\n",
    ]);
    assert_eq!(run.stderr, "");
}

#[test]
fn inspect_shows_what_travels_over_mqtt() {
    let place = Place::new(MODEL);
    let shown = place.run("inspect").ends(0).tells(&[
        "  MQTT             port 8883, 443 by x-amzn-mqtt-ca; answers accepted, rejected; token clientToken;\n",
        "      topic   $aws/things/{thingName}/jobs/{jobId}/update\n",
        "Notifications (2), required members marked *\n",
        "  JobExecutionsChanged     $aws/things/{thingName}/jobs/notify\n",
        "      members  thingName* (topic), timestamp, jobs\n",
        "      order    time timestamp\n",
    ]);
    assert!(shown.stdout.lines().all(|line| line.chars().count() <= 100), "{}", shown.stdout);
    place.run("inspect --model model.json").tells(&["  MQTT             none\n"]);
    let json = place.run("inspect --json").ends(0).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let mqtt = &json["service"]["mqtt"];
    assert_eq!((&mqtt["port"], &mqtt["alpn"]["port"]), (&8883.into(), &443.into()));
    assert_eq!((&mqtt["clientToken"], &mqtt["maxPayload"]), (&"clientToken".into(), &131_072.into()));
    let find = |list: &str, name: &str| -> serde_json::Value {
        let items = json[list].as_array().into_iter().flatten();
        items.filter(|item| item["name"] == name).cloned().collect()
    };
    let next = &find("shapes", "NextJobExecutionChanged")[0];
    let expected = serde_json::json!({
        "topic": "$aws/things/{thingName}/jobs/notify-next",
        "time": "timestamp",
        "instance": ["execution.jobId", "execution.executionNumber"],
        "version": "execution.versionNumber",
    });
    assert_eq!((&next["notification"], &next["members"][0]["topicLabel"]), (&expected, &true.into()));
    assert_eq!(find("shapes", "JobDocument")[0]["jsonOverMqtt"], true);
    let operation = &find("operations", "GetPendingJobExecutions")[0];
    assert_eq!(operation["topic"], "$aws/things/{thingName}/jobs/get");
}

#[test]
fn inspect_shows_what_no_client_can_be_generated_for() {
    let json = r#""aws.protocols#restJson1": {}"#;
    let cases = [
        (MODEL.replace(json, r#""aws.protocols#restXml": {}"#), "the protocol `restXml`"),
        (
            MODEL.replace("smithy.api#Integer", "garden#Water"),
            "an event stream (`Water`) that is not the body",
        ),
        (
            MODEL.replace(
                r#""litres": { "target": "smithy.api#Integer" }"#,
                r#""litres": { "target": "garden#Water" }, "more": { "target": "garden#Water" }"#,
            ),
            "two event streams in one structure (`WaterBedRequest`)",
        ),
        (
            MODEL.replace(json, r#""aws.protocols#awsJson1_0": {}"#).replace(
                r#""litres": { "target": "smithy.api#Integer" }"#,
                r#""litres": { "target": "garden#Water" }, "more": { "target": "garden#Pipe" }"#,
            ),
            "an event stream (`Water`) that is not the body",
        ),
        (
            MODEL
                .replace(
                    r#""target": "smithy.api#Integer""#,
                    r#""target": "garden#Rain", "traits": { "smithy.api#httpPayload": {} }"#,
                )
                .replace(r#""code": 200 }"#, r#""code": 200 }, "smithy.api#httpChecksumRequired": {}"#),
            "a checksum of a body that streams",
        ),
        (MODEL.replace("smithy.api#Integer", "garden#Odd"), "the shape `garden#Odd`, which cannot be read"),
        (MODEL.replace(json, &format!(r#"{json}, "smithy.api#httpBasicAuth": {{}}"#)), "`httpBasicAuth`"),
    ];
    let more = r#""garden#Water": { "type": "union", "members": { "drop": { "target": "garden#Flooded" } },
            "traits": { "smithy.api#streaming": {} } },
        "garden#Pipe": { "type": "structure", "members": { "water": { "target": "garden#Water" } } },
        "garden#Rain": { "type": "blob", "traits": { "smithy.api#streaming": {} } },
        "garden#Odd": { "type": "odd" }, "garden#BedName""#;
    for (model, need) in cases {
        let place = Place::new(&model.replace(r#""garden#BedName": {"#, &format!("{more}: {{")));
        place.run("inspect --model model.json").ends(0).tells(&[
            "WaterBed",
            "unsupported",
            need,
            "1 warning",
        ]);
        let shown = place.run("inspect --json --model model.json").ends(0);
        let shown: serde_json::Value = serde_json::from_str(&shown.stdout).expect("it is JSON");
        assert!(shown["operations"][0]["unsupported"].is_string(), "{shown:#}");
        assert_ne!(place.run("codegen --model model.json --out out").code, Some(0));
    }
}

#[test]
fn inspect_gives_json() {
    let run = Place::new(MODEL).run("inspect --json --model model.json").ends(0);
    let model: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let cases = [
        ("/service/title", "The Garden"),
        ("/operations/0/http/uri", "/beds/{bed}"),
        ("/operations/0/input", "WaterBedInput"),
        ("/operations/0/errors/0", "Flooded"),
        ("/shapes/0/constraints/pattern", "^[a-z]+$"),
    ];
    for (pointer, expected) in cases {
        assert_eq!(model.pointer(pointer).and_then(|value| value.as_str()), Some(expected), "{pointer}");
    }
}

#[test]
fn the_service_of_the_workspace_fits_the_page() {
    // From any folder: the committed model is found by where the crate was built.
    let place = Place::new(MODEL);
    let run = place.run("inspect").ends(0).tells(&["/things/{thingName}/jobs/$next"]);
    assert!(run.stdout.lines().all(|line| line.chars().count() <= 100), "{}", run.stdout);
    let json = place.run("inspect --json").ends(0).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    // Whether there are endpoint tests depends on the format.
    for key in ["/endpointRules/parameters/0/name", "/endpointRules/rules/0/conditions"] {
        assert!(json.pointer(key).is_some(), "{key}");
    }
}

#[test]
fn a_reader_that_has_gone_is_no_problem() {
    for line in ["inspect", "inspect --json", "--help"] {
        let (reader, writer) = pipe().expect("a pipe");
        drop(reader);
        let output = xtask(line).stdout(writer).output().expect("the binary runs");
        Run::of(output).ends(0);
    }
}

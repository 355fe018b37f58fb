//! The generator as a library: crates and modules from files, and failures that look like compiler errors.

use std::path::{Path, PathBuf};
use std::{fs, io};

use smithy_codegen::write::Summary;
use smithy_codegen::{Failure, FailureKind, Generator};
use tests::golden::golden;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/settings");
const MODEL: &str = include_str!("../../fixtures/settings/smithy.json");

fn settings() -> PathBuf {
    Path::new(FOLDER).join("smithy-codegen.toml")
}

fn model() -> PathBuf {
    Path::new(FOLDER).join("smithy.json")
}

/// Returns the message of a failure, with the name of `folder` replaced.
fn words(failure: &Failure, folder: &Path) -> String {
    assert_eq!(format!("{failure:?}"), failure.to_string());
    failure.to_string().replace(&*folder.to_string_lossy(), "FOLDER")
}

#[test]
fn a_crate_is_written_and_held_fresh() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("pond");
    let generator = Generator::new(model());
    let Summary { written, unchanged, removed } = generator.write_crate(&out).expect("it can be written");
    assert!(written > 10 && (unchanged, removed) == (0, 0));
    generator.check_crate(&out).expect("it is fresh");
    let again = Summary { written: 0, unchanged: written, removed: 0 };
    assert_eq!(generator.write_crate(&out).expect("it can be written"), again);

    let file = out.join("README.md");
    let text = fs::read_to_string(&file).expect("it is there");
    fs::write(&file, text.replace("a client", "the client").replace("Pond", "Puddle"))
        .expect("it can be written");
    fs::remove_file(out.join("src/types/mood.rs")).expect("it is there");
    let failure = generator.check_crate(&out).expect_err("it is stale");
    assert_eq!(failure.kind(), FailureKind::Stale);
    golden("generator", "a stale crate", &words(&failure, folder.path()));
}

#[test]
fn what_is_set_goes_before_the_settings() {
    let set = |generator: Generator| generator.crate_name("pool").crate_version("2.0.0").features(["client"]);
    let cases = [
        (
            Generator::from_settings(settings()),
            ["name = \"frog-pond\"", "version = \"1.2.0-rc.1\"", "default = [\"blocking\", \"client\"]"],
        ),
        (
            set(Generator::from_settings(settings())),
            ["name = \"pool\"", "version = \"2.0.0\"", "default = [\"client\"]"],
        ),
        (
            set(Generator::new(model())).settings(settings()),
            ["name = \"pool\"", "version = \"2.0.0\"", "# settings: sha256 "],
        ),
        (
            Generator::new(model()),
            ["name = \"pond\"", "version = \"0.1.0\"", "default = [\"client\", \"sigv4\"]"],
        ),
    ];
    for (generator, expected) in cases {
        let tree = generator.tree().unwrap_or_else(|failure| panic!("{failure}"));
        let manifest = tree.get("Cargo.toml").expect("there is a manifest");
        for line in expected {
            assert!(manifest.lines().any(|found| found.starts_with(line)), "{line}\n{manifest}");
        }
    }
}

#[test]
fn without_topics_there_is_nothing_of_mqtt() {
    let tree = Generator::new(model()).tree().unwrap_or_else(|failure| panic!("{failure}"));
    let words_of_it: Vec<_> = tree.files().filter(|(_, text)| text.to_lowercase().contains("mqtt")).collect();
    assert_eq!(words_of_it, []);
    assert!(tree.files().all(|(path, _)| !path.contains("mqtt")));
}

#[test]
fn failures_tell_what_a_person_needs() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    let write = |name: &str, text: &str| {
        fs::write(path(name), text).expect("it can be written");
        path(name)
    };
    let broken = write("broken.json", "{\"smithy\": \"2.0\",}");
    let overlay = write(
        "overlay.json",
        r#"{"overlay": "1", "entries": [{"why": "w", "source": "s",
        "addMember": {"shape": "FrogDescription", "member": "mood", "definition": {"target": "Mood"}}}]}"#,
    );
    let bad = write("bad.toml", "[model]\nfiel = \"smithy.json\"\n[crate]\nname = \"1\"\n");
    let empty = write("empty.toml", "");
    let foreign = path("foreign");
    fs::create_dir(&foreign).expect("it can be made");
    write("foreign/notes.txt", "of a person");

    let (input, io) = (FailureKind::Input, FailureKind::Io);
    let cases = [
        ("no model", io, Generator::new(path("none.json")).tree().err()),
        ("no JSON", input, Generator::new(broken).tree().err()),
        (
            "an overlay that says what the model says",
            input,
            Generator::new(model()).overlay(overlay).tree().err(),
        ),
        ("no settings", io, Generator::new(model()).settings(path("none.toml")).tree().err()),
        ("bad settings", input, Generator::from_settings(bad).tree().err()),
        ("settings without a model", input, Generator::from_settings(empty).tree().err()),
        ("bad names", input, bad_names().tree().err()),
        ("an unknown operation", input, Generator::new(model()).operations(["FeedFrogs"]).tree().err()),
        ("a feature without topics", input, Generator::new(model()).features(["mqtt"]).tree().err()),
        ("a folder of something else", io, Generator::new(model()).write_crate(&foreign).err()),
        ("no module", input, Generator::new(model()).write_module(path("m.rs"), "pond").err()),
    ];
    for (name, kind, failure) in cases {
        let failure = failure.unwrap_or_else(|| panic!("{name}: no failure"));
        assert_eq!(failure.kind(), kind, "{name}");
        golden("generator/failures", name, &words(&failure, folder.path()));
    }
    assert!(!path("m.rs").exists());
}

fn bad_names() -> Generator {
    Generator::new(model()).crate_name("self").crate_version("1").features(["client", "tls"])
}

#[test]
fn cargo_is_told_of_files_and_warnings() {
    let folder = tempfile::tempdir().expect("a folder");
    let model = folder.path().join("smithy.json");
    let checksum = r#""aws.protocols#httpChecksum": { "requestChecksumRequired": true }, "smithy.api#http": { "method": "POST""#;
    let text = MODEL.replace(r#""smithy.api#http": { "method": "POST""#, checksum);
    fs::write(&model, text).expect("it can be written");
    let settings = folder.path().join("pond.toml");
    fs::write(&settings, "[shapes.Mood]\nderives = [\"Eq\"]\n").expect("it can be written");
    let generated = Generator::new(&model).settings(&settings).skip_unsupported(true).generate();
    let generated = generated.unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(generated.files(), [model, settings]);
    let lines = generated.cargo_lines().join("\n").replace(&*folder.path().to_string_lossy(), "FOLDER");
    golden("generator", "lines for cargo", &lines);
    assert!(generated.warnings().contains("warning[superfluous-derive]"), "{}", generated.warnings());
}

#[test]
fn a_module_stands_in_one_file() -> io::Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("out/pond.rs");
    let generator = Generator::new(model()).features(["blocking"]);
    generator.write_module(&file, "crate::api::pond").unwrap_or_else(|failure| panic!("{failure}"));
    let text = fs::read_to_string(&file)?;
    for absent in
        ["crate::types", "feature = \"client\"", "mod client", "#![", "cfg(test)", "mod types;", "pub(crate)"]
    {
        assert!(!text.contains(absent), "{absent}");
    }
    let outline = text.lines().filter(|line| !line.starts_with("   ") && !line.trim().is_empty());
    golden("generator/module", "outline", &outline.collect::<Vec<_>>().join("\n"));
    golden("generator/module", "operation", part(&text, "    pub mod feed_frog {", "impl FeedFrogInput"));

    let written = fs::metadata(&file)?.modified()?;
    generator.write_module(&file, "crate::api::pond").unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(fs::metadata(&file)?.modified()?, written);
    Ok(())
}

fn part<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let (_, part) = text.split_once(start).expect("it starts");
    part.split_once(end).expect("it ends").0
}

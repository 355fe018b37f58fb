//! `smithy-codegen.toml`: its settings take effect, and errors are reported with their place.

use std::path::Path;

use smithy_codegen::{Job, Runtime, Settings, Tree};
use smithy_model::{Diagnostics, Parts, Selected, Severity, Sources};
use tests::golden::golden;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/settings");
const GOOD: &str = include_str!("../../fixtures/settings/smithy-codegen.toml");
const MODEL: &str = include_str!("../../fixtures/settings/smithy.json");

/// Reads settings; the second and third values are for their diagnostics.
fn read(text: &str) -> (Option<Settings>, Sources, Diagnostics) {
    let mut sources = Sources::default();
    let source = sources.add("smithy-codegen.toml", text);
    let mut diagnostics = Diagnostics::default();
    let settings = Settings::read(&sources, source, Path::new(FOLDER), &mut diagnostics);
    (settings, sources, diagnostics)
}

/// Generates the crate of the fixture with settings; the second value is the diagnostics.
fn generate(text: &str) -> (Option<Tree>, String) {
    let (settings, mut sources, mut diagnostics) = read(text);
    let settings = settings.unwrap_or_else(|| panic!("{}", diagnostics.render(&sources, false)));
    let model = sources.add("smithy.json", MODEL);
    let parts = Parts::new(model);
    let tree = Job::new(parts, Some(&settings)).run(&sources, &mut diagnostics);
    for fault in &diagnostics {
        assert!(fault.span.is_some() && fault.help.is_some(), "{fault:?}");
    }
    (tree, diagnostics.render(&sources, false))
}

#[test]
fn every_key_is_read() {
    let (settings, sources, diagnostics) = read(GOOD);
    assert_eq!(diagnostics.iter().count(), 0);
    let settings = settings.expect("they are good");
    assert_eq!(sources.text(settings.source), GOOD);
    assert_eq!(settings.model.as_deref(), Some(&*Path::new(FOLDER).join("smithy.json")));
    assert_eq!(settings.out.as_deref(), Some(&*Path::new(FOLDER).join("pond")));
    let config = settings.config();
    assert_eq!(
        (config.crate_name.as_deref(), config.crate_version.as_str()),
        (Some("frog-pond"), "1.2.0-rc.1")
    );
    assert_eq!(config.runtime, Runtime::Version(">=0.1, <0.3".to_owned()));
    let features = config.default_features.iter().map(|feature| feature.name.as_str());
    assert_eq!(features.collect::<Vec<_>>(), ["blocking", "client"]);
    let line = ("displaydoc".to_owned(), r#"{ version = "0.2", optional = true }"#.to_owned());
    assert_eq!(config.dependencies, [line]);
    let text = ("LICENSE-FROG".to_owned(), "Frogs may do as they please.\n".to_owned());
    assert_eq!(config.publishing.license_files, [text]);
    let options = settings.options();
    assert!(options.unsupported == smithy_model::Unsupported::LeaveOut);
    let operations = options.operations.expect("some are selected");
    assert!(operations.iter().map(|Selected { name, .. }| name.as_str()).eq(["DescribeFrog", "FeedFrog"]));
}

#[test]
fn nothing_has_to_be_said() {
    let settings = read("").0.expect("they are good");
    assert_eq!((settings.model, settings.out), (None, None));
    assert_eq!(settings.crate_version, None);
}

/// A name, and invalid settings.
const UNREADABLE: &[(&str, &str)] = &[
    ("no TOML", "[crate]\nname = pond\n"),
    ("twice", "[crate]\nname = \"a\"\nname = \"b\"\n"),
    ("unknown keys", "[crate]\nnam = \"a\"\ncolour = \"green\"\n[modle]\n"),
    (
        "wrong types",
        "operations = 1\nshapes = []\n[model]\nfile = 7\noverlay = 1979-05-27\noperations = [\"A\", 2]\nskip-unsupported = \"yes\"\n[crate.name]\n",
    ),
    ("nothing in it", "[model]\nfile = \"\"\n[crate]\nout = \"\"\n"),
    ("names of crates", "[crate]\nname = \"1st\"\n"),
    ("keywords", "[crate]\nname = \"type\"\n"),
    ("versions", "[crate]\nversion = \"1.0\"\nruntime-version = \"newest\"\n"),
    ("features", "[crate]\ndefault-features = [\"bloking\", \"async\", \"client\"]\n"),
    (
        "what a registry shows",
        "[crate]\nlicense = \"\"\nlicense-files = [\"NONE\", \"smithy.json\", \"README.md\", \"../settings/smithy.json\"]\nrepository = \"here\"\nkeywords = [\"a b\", \"b\", \"c\", \"d\", \"e\", \"f\"]\ncategories = [\"Science\"]\n",
    ),
    ("dependencies", "[dependencies]\nserde = \"1\"\n\"a b\" = \"1\"\nschemars = 1\n"),
    (
        "renames",
        "[operations.A]\nrename = \"1st\"\n[shapes.B]\nrename = \"a-b\"\n[shapes.B.members.c]\nrename = \"\"\n",
    ),
    ("derives", "[shapes.A]\nderives = [\"Eq, Hash\", \"Into<u8>\", \"\"]\n"),
    ("attributes", "[shapes.A]\nattributes = [\"must_use\", \"#![forbid(x)]\", \"#[a\", \"\"]\n"),
    ("all shapes", "[shapes.\"*\"]\nrename = \"A\"\nmembers = {}\n"),
    ("members", "[shapes.A.members.b]\nderives = []\n[operations.A]\nattributes = []\n"),
];

#[test]
fn what_cannot_be_read_is_told_all_at_once() {
    for (name, settings) in UNREADABLE {
        let (read, sources, diagnostics) = read(settings);
        assert!(read.is_none(), "{name}: settings came out");
        for fault in &diagnostics {
            assert!(fault.span.is_some() && fault.help.is_some(), "{name}: {fault:?}");
            assert_eq!(fault.severity, Severity::Error, "{name}");
        }
        let words = diagnostics.render(&sources, false).replace(FOLDER, "FOLDER");
        golden("settings/unreadable", name, &words);
    }
}

#[test]
fn no_text_is_too_much() {
    for (place, _) in GOOD.char_indices() {
        let (before, after) = GOOD.split_at(place);
        read(before);
        read(&format!("{before}'{after}"));
    }
    let deep = [
        format!("[model]\noperations = {}", "[".repeat(100_000)),
        format!("{}x = 1", "a.".repeat(100_000)),
        format!("[dependencies]\nx = {}1{}", "{ a = ".repeat(70), " }".repeat(70)),
        format!("[shapes.A]\nattributes = ['#[a({}{})]']", "(".repeat(1900), ")".repeat(1900)),
        format!("[shapes.A]\nattributes = ['#[a = {}1]']", "!".repeat(3900)),
        format!("[shapes.A]\nderives = ['{}a']", "a::".repeat(1300)),
    ];
    for text in deep {
        let (settings, sources, diagnostics) = read(&text);
        assert!(settings.is_some() || !diagnostics.render(&sources, false).is_empty());
    }
}

/// A name, and settings that do not fit the model.
const UNSUITABLE: &[(&str, &str)] = &[
    ("unknown operations", "[model]\noperations = [\"DescribeFrog\", \"DescribeFrogs\", \"X\"]\n"),
    ("an unknown operation is renamed", "[operations.DescribeFrogs]\nrename = \"A\"\n"),
    (
        "unknown shapes",
        "[shapes.FrogDescripton]\n[shapes.X]\n[shapes.DescribeFrog]\n[shapes.DescribeFrogRequest]\n",
    ),
    ("shapes without types", "[shapes.FrogName]\nrename = \"Name\"\n"),
    (
        "unknown members",
        "[shapes.Mood.members.CLAM]\n[shapes.FrogDescription.members.frogname]\n[shapes.Grade.members.X]\n",
    ),
    ("operations collide", "[operations.DescribeFrog]\nrename = \"FeedFrog\"\n"),
    ("shapes collide", "[shapes.Food]\nrename = \"mood\"\n"),
    ("members collide", "[shapes.FrogDescription.members.mood]\nrename = \"grade\"\n"),
    ("constants collide", "[shapes.Mood.members.CALM]\nrename = \"very_cross\"\n"),
    ("input and output collide", "[shapes.DescribeFrogInput]\nrename = \"DescribeFrogOutput\"\n"),
    ("a feature without topics", "[crate]\ndefault-features = [\"client\", \"mqtt\"]\n"),
];

#[test]
fn what_does_not_suit_the_model_is_told() {
    for (name, settings) in UNSUITABLE {
        let (tree, words) = generate(settings);
        assert!(tree.is_none(), "{name}: a crate came out");
        golden("settings/unsuitable", name, &words);
    }
}

#[test]
fn of_a_part_of_the_model_unknown_names_are_warnings() {
    let settings = "[model]\noperations = [\"FeedFrog\"]\n[shapes.Mood]\nderives = [\"PartialOrd\"]\n";
    let (tree, words) = generate(settings);
    assert!(tree.is_some());
    assert!(
        words.starts_with("warning[unknown-shape]: there is no shape `Mood` in what is generated"),
        "{words}"
    );
}

#[test]
fn the_crate_is_as_the_settings_have_it() {
    let (tree, words) = generate(GOOD);
    let tree = tree.unwrap_or_else(|| panic!("{words}"));
    let parts = [
        ("Cargo.toml", "[package]", "\n[package.metadata"),
        ("src/types/frog.rs", "/// What is", "impl Frog"),
        ("src/types/mood.rs", "/// The enum", "impl Mood"),
        ("src/types/grade.rs", "/// The enum", "impl Grade"),
        ("src/types/food.rs", "/// The union", "impl Food"),
        ("src/operation/look.rs", "//! The", "impl LookInput {"),
        ("src/operation/look.rs", "pub enum LookError", "impl LookError"),
    ];
    golden("settings/crate", "warnings", &words);
    for (path, start, end) in parts {
        let file = tree.get(path).unwrap_or_else(|| panic!("there is no {path}"));
        let (_, part) = file.split_once(start).unwrap_or_else(|| panic!("{path} has no {start}"));
        let (part, _) = part.split_once(end).unwrap_or_else(|| panic!("{path} has no {end}"));
        golden("settings/crate", &format!("{path} {start}"), &format!("{start}{part}"));
    }
}

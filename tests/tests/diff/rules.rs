//! Every kind of change, one at a time: its rule, its level, its places and its effect on the version.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use smithy_diff::{Change, Level, Report};
use smithy_model::{Diagnostics, Model, Options, Parts, SourceId, Sources, Unsupported, files, load};
use tests::edits::{self, Row, Text};
use tests::golden::golden;

const COMMITTED: &str = include_str!("../../fixtures/iot-jobs-data/smithy.json");

/// Members of the committed model that are 0 by default. C2J has no defaults.
const ZERO_BY_DEFAULT: [&str; 7] = [
    "JobExecution$lastUpdatedAt",
    "JobExecution$queuedAt",
    "JobExecution$versionNumber",
    "JobExecutionState$versionNumber",
    "JobExecutionSummary$lastUpdatedAt",
    "JobExecutionSummary$queuedAt",
    "JobExecutionSummary$versionNumber",
];

/// A change in one line: rule, element and its lines.
type Line = (String, String, Option<usize>, Option<usize>);

fn model(sources: &Sources, parts: Parts) -> Model {
    let mut diagnostics = Diagnostics::default();
    let options = Options { unsupported: Unsupported::LeaveOut, ..Options::default() };
    let model = load(sources, parts, options, &mut diagnostics);
    model.unwrap_or_else(|| panic!("{}", diagnostics.render(sources, false)))
}

fn parts(model: SourceId) -> Parts {
    Parts::new(model)
}

fn compare(old: &str, new: &str) -> Report {
    let [old, new] = [old, new].map(|model| Text { model: model.to_owned(), overlay: None });
    let models = Models::new([&old, &new]);
    models.compare(&old, &new)
}

/// Models by their texts, each read once; its file name is its number.
struct Models<'t> {
    sources: Sources,
    models: BTreeMap<&'t Text, Model>,
}

impl<'t> Models<'t> {
    fn new(texts: impl IntoIterator<Item = &'t Text>) -> Self {
        let (mut sources, mut models) = (Sources::default(), BTreeMap::new());
        for text in texts {
            let number = models.len();
            models.entry(text).or_insert_with(|| {
                let source = sources.add(format!("{number}.json"), text.model.as_str());
                let overlay = text.overlay.as_ref().map(|text| sources.add("overlay.json", text.as_str()));
                model(&sources, Parts { overlay, ..parts(source) })
            });
        }
        Self { sources, models }
    }

    fn of_rows(rows: &'t [Row]) -> Self {
        Self::new(rows.iter().flat_map(|row| [&row.old, &row.new]))
    }

    fn compare(&self, old: &Text, new: &Text) -> Report {
        let model = |text| self.models.get(text).expect("it has been read");
        smithy_diff::compare(&self.sources, model(old), model(new))
    }
}

fn found(change: &Change) -> Line {
    let line = |place: &Option<smithy_diff::Place>| place.as_ref().map(|place| place.line);
    let (old, new) = (line(&change.old_place), line(&change.new_place));
    (change.rule.id.to_owned(), change.shape.clone(), old, new)
}

fn wanted(row: &Row) -> BTreeSet<Line> {
    let line = |change: &edits::Expected| {
        let (old, new) =
            (edits::line(&row.old.model, change.old_place), edits::line(&row.new.model, change.new_place));
        (change.rule.to_owned(), change.shape.to_owned(), Some(old), Some(new))
    };
    row.expected.iter().map(line).collect()
}

/// Returns the bump for the worst of some levels.
fn bump(row: &Row) -> &'static str {
    let rules = row.expected.iter().filter_map(|change| smithy_diff::rule(change.rule));
    let levels: Vec<_> = rules.map(|rule| rule.level).collect();
    let has = |some: &[Level]| levels.iter().any(|level| some.contains(level));
    match () {
        () if has(&[Level::Wire, Level::Rust]) => "major",
        () if has(&[Level::Additive, Level::Constraint]) => "minor",
        () if has(&[Level::Documentation]) => "patch",
        () => "none",
    }
}

#[test]
fn every_edit_is_told_for_what_it_is() {
    let rows = edits::rows();
    let models = Models::of_rows(&rows);
    for row in &rows {
        let report = models.compare(&row.old, &row.new);
        let changes: BTreeSet<_> = report.changes.iter().map(found).collect();
        assert_eq!(changes, wanted(row), "{}", row.name);
        assert_eq!(changes.len(), report.changes.len(), "{}: something is told twice", row.name);
        assert_eq!(report.bump().name(), bump(row), "{}", row.name);
        for Change { message, .. } in &report.changes {
            assert!(!message.is_empty() && !message.ends_with('.') && !message.contains('\n'), "{message}");
        }
    }
}

#[test]
fn endpoint_rules_show_settings_that_lead_elsewhere() {
    let rows = edits::rows();
    let garden = rows.iter().map(|row| &row.old.model).find(|text| text.contains("garden#")).expect("a row");
    let report = compare(garden, &garden.replacen("\"south\"]", "\"east\"]", 1));
    let [change] = report.changes.as_slice() else { panic!("{:?}", report.changes) };
    assert_eq!(change.rule.id, "endpoint-rules-changed");
    let settings = "with Region=us-east-1, Plot=east, the endpoint is another one, and so it is in ";
    assert!(change.message.starts_with(settings), "{}", change.message);
    let [old, new] = ["east", "south"].map(|plot| Some(format!("https://{plot}.us-east-1.garden.example")));
    assert_eq!((&change.old, &change.new), (&old, &new));
}

/// One golden for each level: a change of a rule's level affects releases.
#[test]
fn each_rule_has_its_level() {
    let mut by_level: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for rule in smithy_diff::rules() {
        by_level.entry(rule.level.to_string()).or_default().push(rule.id);
    }
    for (level, rules) in by_level {
        golden("diff/levels", &level, &rules.join("\n"));
    }
}

#[test]
fn every_rule_has_an_edit() {
    let rows = edits::rows();
    let told: BTreeSet<_> = rows.iter().flat_map(|row| &row.expected).map(|change| change.rule).collect();
    let rules: BTreeSet<_> = smithy_diff::rules().iter().map(|rule| rule.id).collect();
    assert_eq!(told, rules);
    let names: BTreeSet<_> = rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names.len(), rows.len());
}

/// A service; `MEMBERS` are those of its operation's output.
const SHOP: &str = r#"{ "smithy": "2.0", "shapes": {
  "s#Shop": { "type": "service", "operations": [OPERATIONS], "traits": { "aws.protocols#restJson1": {} } },
  "s#Get": { "type": "operation", "output": { "target": "s#GetOutput" }, "traits": { "smithy.api#http": { "method": "POST", "uri": "/get" } } },
  "s#Put": { "type": "operation", "output": { "target": "s#PutOutput" }, "traits": { "smithy.api#http": { "method": "POST", "uri": "/put" } } },
  "s#GetOutput": { "type": "structure", "members": { MEMBERS } },
  "s#PutOutput": { "type": "structure", "members": { "cart": { "target": "s#Cart" }, "coin": { "target": "s#Coin" } } },
  "s#Cart": { "type": "structure", "members": { "wheels": { "target": "s#Wheels" } } },
  "s#Wheels": { "type": "list", "member": { "target": "s#Wheel" } },
  "s#Wheel": { "type": "structure", "members": {} },
  "s#Coin": { "type": "structure", "members": {} },
  "s#Till": { "type": "structure", "members": { "coin": { "target": "s#Coin" }, "drawer": { "target": "s#Drawer" } } },
  "s#Drawer": { "type": "structure", "members": {} },
  "s#Shelf": { "type": "structure", "members": { "board": { "target": "s#Board" } } },
  "s#Board": { "type": "structure", "members": {} }
}}"#;

fn shop(operations: &[&str], members: &str) -> String {
    let operations: Vec<_> = operations.iter().map(|name| format!(r#"{{ "target": "s#{name}" }}"#)).collect();
    SHOP.replace("OPERATIONS", &operations.join(", ")).replace("MEMBERS", members)
}

#[test]
fn shapes_stand_with_the_first_that_brings_them() {
    let old = shop(&["Get"], r#""rack": { "target": "s#Drawer" }"#);
    let new = shop(&["Get", "Put"], r#""rack": { "target": "s#Shelf" }, "till": { "target": "s#Till" }"#);
    for (from, to) in [(&old, &new), (&new, &old)] {
        let report = compare(from, to);
        let whole = |change: &Change| change.rule.id.starts_with("shape-").then(|| change.part_of.clone());
        let told = report.changes.iter().filter_map(|change| Some((change.shape.as_str(), whole(change)?)));
        let told: BTreeMap<_, _> = told.collect();
        let expected = [
            ("Board", Some("Shelf")),
            ("Cart", Some("Put")),
            ("Coin", Some("Put")),
            ("Shelf", None),
            ("Till", Some("GetOutput$till")),
            ("Wheel", Some("Put")),
        ];
        let expected = expected.map(|(shape, of)| (shape, of.map(str::to_owned)));
        assert_eq!(told, BTreeMap::from(expected));
        assert!(report.groups().iter().all(|group| group.change.part_of.is_none()));
    }
}

#[test]
fn shapes_stand_with_the_notification_that_brings_them() {
    let rows = edits::rows();
    for name in ["a notification", "a notification, taken back"] {
        let row = rows.iter().find(|row| row.name == name).expect("the row");
        let report = Models::new([&row.old, &row.new]).compare(&row.old, &row.new);
        let told = report.changes.iter().map(|change| (change.shape.as_str(), change.part_of.as_deref()));
        assert_eq!(
            told.collect::<BTreeMap<_, _>>(),
            BTreeMap::from([("Bloom", Some("Bloomed")), ("Bloomed", None)])
        );
        assert_eq!(report.groups().len(), 1);
    }
}

#[test]
fn changes_have_the_names_of_the_crate() {
    let report = compare(&shop(&["Get"], ""), &shop(&["Get", "Put"], r#""bigTill": { "target": "s#Till" }"#));
    let names = report.changes.iter().map(|change| (change.shape.as_str(), change.rust_name.as_str()));
    let names: BTreeMap<_, _> = names.collect();
    assert_eq!(
        (names.get("GetOutput$bigTill"), names.get("Put")),
        (Some(&"GetOutput::big_till"), Some(&"Put"))
    );
}

/// Writes JSON with other white space, and with the keys of objects in alphabetical or reverse order.
fn written(value: &Value, out: &mut String, reverse: bool) {
    match value {
        Value::Object(entries) => {
            let mut entries: Vec<_> = entries.iter().collect();
            if reverse {
                entries.reverse();
            }
            out.push('{');
            for (index, (key, value)) in entries.into_iter().enumerate() {
                out.push_str(if index == 0 { "" } else { " ,\n\n" });
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push_str(" :\t");
                written(value, out, reverse);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index == 0 { "\n" } else { "," });
                written(item, out, reverse);
            }
            out.push(']');
        }
        other => out.push_str(&other.to_string()),
    }
}

#[test]
fn order_white_space_and_namespace_make_no_change() {
    let rows = edits::rows();
    let models = rows.iter().map(|row| row.new.model.as_str());
    let small: BTreeSet<&str> = models.filter(|text| text.contains("garden#")).collect();
    for text in small.into_iter().chain([COMMITTED]) {
        let value: Value = serde_json::from_str(text).expect("it is JSON");
        for reverse in [false, true] {
            let mut other = String::new();
            written(&value, &mut other, reverse);
            assert_eq!(compare(text, &other).changes, []);
        }
    }
    let elsewhere = COMMITTED.replace("com.amazonaws.iotjobsdataplane#", "org.example.jobs#");
    assert_eq!(compare(COMMITTED, &elsewhere).changes, []);
}

#[test]
fn compressed_files_are_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("model.json.gz");
    let mut gzip = GzEncoder::new(fs::File::create(&path).expect("a file"), Compression::fast());
    gzip.write_all(COMMITTED.as_bytes()).and_then(|()| gzip.try_finish()).expect("it can be written");
    let mut sources = Sources::default();
    let packed = files::open(&mut sources, &path, None).expect("it can be read");
    let plain = sources.add("model.json", COMMITTED);
    let (packed, plain) = (model(&sources, packed), model(&sources, parts(plain)));
    assert_eq!(smithy_diff::compare(&sources, &packed, &plain).changes, []);
}

/// All files below a folder.
fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files_below(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// Returns all files of the repository that may be models.
fn model_files() -> Vec<(PathBuf, Parts, Sources)> {
    let mut paths = Vec::new();
    for folder in ["fixtures", "../model/services", "../examples"] {
        files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut paths);
    }
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    let open = |path: PathBuf| {
        let mut sources = Sources::default();
        let parts = files::open(&mut sources, &path, None).ok()?;
        Some((path, parts, sources))
    };
    paths.into_iter().filter_map(open).collect()
}

#[test]
fn no_model_differs_from_itself() {
    let mut count = 0;
    for (path, parts, sources) in model_files() {
        let twice =
            [parts; 2].map(|parts| load(&sources, parts, Options::default(), &mut Diagnostics::default()));
        if let [Some(old), Some(new)] = twice {
            assert_eq!(smithy_diff::compare(&sources, &old, &new).changes, [], "{}", path.display());
            count += 1;
        }
    }
    assert!(count > 3, "the models are not where they were");
}

#[test]
fn formats_differ_in_defaults_alone() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/iot-jobs-data");
    let mut sources = Sources::default();
    let c2j = files::open(&mut sources, &fixtures.join("service-2.json"), None).expect("it can be read");
    let smithy = sources.add("smithy.json", COMMITTED);
    let (c2j, smithy) = (model(&sources, c2j), model(&sources, parts(smithy)));
    let report = smithy_diff::compare(&sources, &c2j, &smithy).without(Level::Documentation);
    let changes: Vec<_> =
        report.changes.iter().map(|change| (change.rule.id, change.shape.as_str())).collect();
    assert_eq!(changes, ZERO_BY_DEFAULT.map(|member| ("member-default-gained", member)));
}

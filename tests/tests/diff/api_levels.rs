//! Compares the level of each kind of change with the API of the crates: exactly those changes break callers that are
//! reported as breaking.

use std::collections::{BTreeMap, BTreeSet};

use smithy_codegen::{Runtime, Tree};
use smithy_diff::{Level, Report, Rule};
use smithy_model::{Diagnostics, Model, Options, Parts, Sources, Unsupported, Validated};
use tests::edits::{self, Row, Text};
use xtask::api::Api;

use crate::generate;

/// Rules of level wire that do not change the API: the same call makes another request, or reads another response.
const SAME_API: [&str; 38] = [
    "bearer-token-refused",
    "binding-changed",
    "checksum-changed",
    "client-protocol-changed",
    "context-parameter-changed",
    "endpoint-discovery-changed",
    "endpoint-parameter-default-changed",
    "endpoint-parameter-required",
    "endpoint-parameter-source-changed",
    "endpoint-rules-changed",
    "enum-value-changed",
    "error-code-lost",
    "error-status-changed",
    "fixed-headers-changed",
    "host-prefix-changed",
    "http-method-changed",
    "http-path-changed",
    "http-query-changed",
    "http-status-changed",
    "json-header-changed",
    "json-over-mqtt-changed",
    "media-type-changed",
    "member-default-changed",
    "member-wire-name-changed",
    "mqtt-changed",
    "mutual-tls-port-changed",
    "no-longer-unauthenticated",
    "notification-changed",
    "query-compatibility-changed",
    "request-compression-changed",
    "signature-refused",
    "signing-introduced",
    "signing-name-changed",
    "static-context-changed",
    "target-prefix-changed",
    "timestamp-format-changed",
    "topic-changed",
    "unsigned-payload-changed",
];

/// Additive rules that add nothing to the API: existing items do more than before, or cause a warning.
const NOTHING_ADDED: [&str; 13] = [
    "authentication-became-optional",
    "bearer-token-accepted",
    "became-idempotency-token",
    "became-idempotent",
    "became-readonly",
    "became-sensitive",
    "became-unauthenticated",
    "deprecated",
    "endpoint-parameter-optional",
    "endpoint-rules-extended",
    "error-code-gained",
    "signature-accepted",
    "signing-dropped",
];

/// Rules of level rust after which old callers compile, but behave differently.
const COMPILES: [&str; 3] =
    ["authentication-preference-changed", "serde-format-changed", "serde-name-changed"];

/// Rules after which a type may also lose or gain a trait: `Default`, if a default is no longer zero, and `Debug` of a
/// builder, if it can no longer hold a secret.
const TRAITS: [&str; 2] = ["member-default-changed", "no-longer-sensitive"];

/// Rows whose API keeps every name, but changes the meaning of one.
const SAME_NAMES: [&str; 2] =
    ["a name that a new value takes", "a value that takes the invented name of another one"];

/// Rows without a change whose code differs anyway: in the names of private items, and in the order of items.
const SAME_REPORT: [&str; 3] = [
    "a range of a type that all its members take over",
    "symbols in another order",
    "values in another order",
];

/// Rules of documentation after which not only comments differ: strings in the code, names of private items, the order
/// of items, attributes and tests.
const OTHER_CODE: [&str; 13] = [
    "alias-renamed",
    "api-version-changed",
    "deprecation-changed",
    "endpoint-messages-changed",
    "endpoint-prefix-changed",
    "endpoint-rules-rewritten",
    "endpoint-tests-changed",
    "hints-changed",
    "no-longer-deprecated",
    "pattern-respelled",
    "shape-respelled",
    "title-changed",
    "wrong-hosts-changed",
];

/// The effect of a kind of change on the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effect {
    Breaks,
    Adds,
    Nothing,
}

fn effect(rule: &Rule) -> Effect {
    let is_in = |rules: &[&str]| rules.contains(&rule.id);
    match rule.level {
        // The code compiles without setting it.
        _ if rule.id == "required-endpoint-parameter-added" => Effect::Adds,
        _ if is_in(&SAME_API) || is_in(&NOTHING_ADDED) || is_in(&COMPILES) => Effect::Nothing,
        Level::Wire | Level::Rust => Effect::Breaks,
        Level::Additive => Effect::Adds,
        Level::Constraint | Level::Documentation => Effect::Nothing,
    }
}

/// The relevant parts of a crate.
struct Generated {
    api: Api,
    /// The code without comments.
    code: String,
}

#[test]
fn levels_agree_with_the_api() {
    let rows = edits::rows();
    let crates = crates(&rows);
    let crate_of = |text: &Text| crates.get(text).expect("it has been generated");
    let faults = rows.iter().flat_map(|row| {
        let faults = Pair::new(row, crate_of(&row.old), crate_of(&row.new)).faults();
        faults.into_iter().map(|fault| format!("{}: {fault}", row.name))
    });
    let faults: Vec<_> = faults.collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn the_lists_name_rules_of_their_levels_and_rows() {
    let lists = [
        (&SAME_API[..], Level::Wire),
        (&NOTHING_ADDED[..], Level::Additive),
        (&COMPILES[..], Level::Rust),
        (&OTHER_CODE[..], Level::Documentation),
    ];
    for (ids, level) in lists {
        for id in ids {
            assert_eq!(smithy_diff::rule(id).map(|rule| rule.level), Some(level), "{id}");
        }
    }
    let rows = edits::rows();
    for name in SAME_NAMES.iter().chain(&SAME_REPORT) {
        assert!(rows.iter().any(|row| row.name == *name), "{name}");
    }
}

#[test]
fn sentences_agree_with_what_happens_to_callers() {
    for rule in smithy_diff::rules() {
        let says_nothing = rule.rust.starts_with("Nothing changes");
        assert!(!says_nothing || effect(rule) == Effect::Nothing, "{}: {}", rule.id, rule.rust);
    }
}

/// The crates of two models, and their diff.
struct Pair<'a> {
    row: &'a str,
    old: &'a Generated,
    new: &'a Generated,
    rules: Vec<&'static Rule>,
}

impl<'a> Pair<'a> {
    fn new(row: &'a Row, old: &'a Generated, new: &'a Generated) -> Self {
        let rules = compare(row).changes.iter().map(|change| change.rule).collect();
        Self { row: &row.name, old, new, rules }
    }

    /// Lists the contradictions between the diff and the crates.
    fn faults(&self) -> Vec<String> {
        let rules: Vec<_> = self.rules.iter().map(|rule| format!("{} ({})", rule.id, rule.level)).collect();
        let faults = [self.breaks(), self.additions(), self.deprecations(), self.code()];
        faults.into_iter().flatten().map(|fault| format!("{} {fault}", rules.join(", "))).collect()
    }

    fn is_one_of(&self, ids: &[&str]) -> bool {
        self.rules.iter().any(|rule| ids.contains(&rule.id))
    }

    fn has(&self, wanted: Effect) -> bool {
        self.rules.iter().any(|rule| effect(rule) == wanted)
    }

    fn breaks(&self) -> Option<String> {
        let breaks = self.old.api.breaks(&self.new.api);
        let may_break = self.is_one_of(&TRAITS) && breaks.iter().all(|line| line.starts_with("gone: impl "));
        match (self.has(Effect::Breaks), breaks.is_empty() || may_break) {
            (true, true) if !SAME_NAMES.contains(&self.row) => Some("does not break the API".to_owned()),
            (false, false) => Some(format!("breaks the API: {breaks:#?}")),
            _ => None,
        }
    }

    /// A breaking change may also add a replacement for what it removes.
    fn additions(&self) -> Option<String> {
        let additions = self.old.api.additions(&self.new.api);
        let is_expected = self.is_one_of(&TRAITS) && additions.iter().all(|line| line.starts_with("impl "));
        match (self.has(Effect::Adds), additions.is_empty()) {
            (true, true) => Some("adds nothing to the API".to_owned()),
            (false, false) if !is_expected && !self.rules.iter().any(|rule| rule.level.is_breaking()) => {
                Some(format!("adds to the API: {additions:#?}"))
            }
            _ => None,
        }
    }

    fn deprecations(&self) -> Option<String> {
        let found = self.old.api.deprecations(&self.new.api);
        let told = self.rules.iter().any(|rule| matches!(rule.id, "deprecated" | "no-longer-deprecated"));
        (told == found.is_empty()).then(|| format!("goes with the deprecation of {found:?}"))
    }

    fn code(&self) -> Option<String> {
        let is_same = SAME_REPORT.iter().any(|name| self.row.starts_with(name));
        let only_text = self.rules.iter().all(|rule| rule.level == Level::Documentation)
            && !self.is_one_of(&OTHER_CODE)
            && !is_same;
        (only_text && self.old.code != self.new.code)
            .then(|| format!("changes more than comments: {}", first_difference(self.old, self.new)))
    }
}

fn compare(row: &Row) -> Report {
    let mut sources = Sources::default();
    let [old, new] = [("old.json", &row.old), ("new.json", &row.new)].map(|(name, text)| {
        let model = sources.add(name, text.model.as_str());
        let overlay = text.overlay.as_ref().map(|text| sources.add("overlay.json", text.as_str()));
        load(&sources, Parts { overlay, ..Parts::new(model) })
    });
    smithy_diff::compare(&sources, &old, &new)
}

fn load(sources: &Sources, parts: Parts) -> Model<Validated> {
    let mut diagnostics = Diagnostics::default();
    let options = Options { unsupported: Unsupported::LeaveOut, ..Options::default() };
    let model = smithy_model::load(sources, parts, options, &mut diagnostics);
    model.unwrap_or_else(|| panic!("{}", diagnostics.render(sources, false)))
}

fn first_difference(old: &Generated, new: &Generated) -> String {
    let mut lines = old.code.lines().zip(new.code.lines());
    lines.find(|(old, new)| old != new).map(|(old, new)| format!("{old} -> {new}")).unwrap_or_default()
}

/// Returns the crates of all models in the rows, by the text of the model.
fn crates(rows: &[Row]) -> BTreeMap<&Text, Generated> {
    let texts: BTreeSet<&Text> = rows.iter().flat_map(|row| [&row.old, &row.new]).collect();
    let texts: Vec<_> = texts.into_iter().collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let texts = &texts;
        // Texts of one model are neighbours, and as large as each other.
        let parts: Vec<_> = (0..threads)
            .map(|first| {
                let part = texts.iter().skip(first).step_by(threads);
                scope.spawn(move || part.map(|text| (*text, generated(text))).collect::<Vec<_>>())
            })
            .collect();
        parts.into_iter().flat_map(|part| part.join().expect("it generates")).collect()
    })
}

fn generated(Text { model, overlay }: &Text) -> Generated {
    let runtime = Runtime::Path("../runtime".to_owned());
    let (tree, _) = generate::generate_with("service", model, overlay.as_deref(), runtime);
    Generated { api: Api::of(&tree).expect("it is Rust"), code: code(&tree) }
}

/// Returns the lines of all source files that are not comments.
fn code(tree: &Tree) -> String {
    let files = tree.files().filter(|(path, _)| path.starts_with("src/"));
    let lines = files.flat_map(|(path, text)| [path].into_iter().chain(text.lines()));
    lines.filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

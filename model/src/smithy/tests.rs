//! Tests of the loader as a whole, with documents of both versions.

use super::*;
use crate::Severity;
use crate::ir::{Binding, Member, ShapeKind, TimestampFormat};
use crate::{Sources, json};

/// Loads a model with more shapes. Returns it and the codes of its problems and warnings.
fn load(shapes: &str) -> (Model<Unvalidated>, Vec<&'static str>) {
    load_version("2.0", shapes)
}

/// Does the same in a version of Smithy.
fn load_version(version: &str, shapes: &str) -> (Model<Unvalidated>, Vec<&'static str>) {
    let (model, diagnostics) = load_strictly(version, shapes);
    (model, diagnostics.iter().map(|problem| problem.code).collect())
}

/// Returns the problems and warnings themselves.
fn problems(shapes: &str) -> Vec<Diagnostic> {
    load_strictly("2.0", shapes).1.iter().cloned().collect()
}

fn load_strictly(version: &str, shapes: &str) -> (Model<Unvalidated>, Diagnostics) {
    let text = format!(
        r#"{{"smithy": "{version}", "shapes": {{
            "p#P": {{"type": "service", "operations": [], "traits": {{"aws.protocols#restJson1": {{}}}}}},
            {shapes}}}}}"#
    );
    let mut sources = Sources::default();
    let source = sources.add("smithy.json", text);
    let mut diagnostics = Diagnostics::default();
    let document = json::parse(&sources, source, &mut diagnostics).expect("JSON");
    let all: Find = |definitions, _, _| definitions.order.iter().map(|definition| definition.id).collect();
    (read_strictly(document, all, &mut diagnostics).expect("a service"), diagnostics)
}

/// Loads the only member of a structure, with these traits.
fn member(traits: &str) -> (crate::ir::Member, Vec<&'static str>) {
    let shapes = format!(
        r#""p#S": {{"type": "structure", "members": {{"m": {{"target": "smithy.api#String", "traits": {{{traits}}}}}}}}}"#
    );
    let (model, codes) = load(&shapes);
    let structure = model.structure(model.shapes.find("S").expect("the structure"));
    (structure.members.first().expect("the member").clone(), codes)
}

#[test]
fn traits_become_bindings() {
    let cases = [
        ("", Binding::Body),
        (r#""smithy.api#httpLabel": {}"#, Binding::Label { greedy: false }),
        (r#""smithy.api#httpQuery": "q""#, Binding::Query("q".into())),
        (r#""smithy.api#httpQueryParams": {}"#, Binding::QueryParams),
        (r#""smithy.api#httpHeader": "X-H""#, Binding::Header("X-H".into())),
        (r#""smithy.api#httpPrefixHeaders": "x-""#, Binding::PrefixHeaders("x-".into())),
        (r#""smithy.api#httpPayload": {}"#, Binding::Payload),
        (r#""smithy.api#httpResponseCode": {}"#, Binding::StatusCode),
        (r#""smithy.api#hostLabel": {}"#, Binding::HostLabel),
        (r#""smithy.api#hostLabel": {}, "smithy.api#httpHeader": "H""#, Binding::Header("H".into())),
    ];
    for (traits, binding) in cases {
        let (member, codes) = member(traits);
        assert!(codes.is_empty(), "{traits}: {codes:?}");
        assert_eq!(member.binding, binding, "{traits}");
    }
}

#[test]
fn unknown_and_misplaced_traits_are_told_and_change_nothing() {
    let cases = [
        (r#""smithy.api#new": {}"#, Some("unknown-trait")),
        (r#""new": {}"#, Some("unknown-trait")),
        (r#""lake#new": {}"#, Some("unknown-trait")),
        (r#""smithy.api#xmlName": "x""#, None),
        (r#""aws.cloudformation#anything": {}"#, None),
        (r#""smithy.api#required": false"#, Some("wrong-type")),
        (r#""smithy.api#sparse": {}"#, Some("misplaced-trait")),
    ];
    for (traits, code) in cases {
        assert_eq!(member(traits).1, Vec::from_iter(code), "{traits}");
    }
}

/// The members of a structure.
fn members<'m>(model: &'m Model<Unvalidated>, name: &str) -> &'m [Member] {
    &model.structure(model.shapes.find(name).expect("the structure")).members
}

#[test]
fn what_only_people_read_is_never_an_error() {
    let values = [
        r#""smithy.api#documentation": 1"#,
        r#""smithy.api#deprecated": "yes""#,
        r#""smithy.api#since": {}"#,
        r#""smithy.api#externalDocumentation": "page""#,
        r#""smithy.api#uniqueItems": true"#,
    ];
    for value in values {
        let problems = problems(&format!(r#""p#S": {{"type": "string", "traits": {{{value}}}}}"#));
        let severities: Vec<_> = problems.iter().map(|problem| problem.severity).collect();
        assert_eq!(severities, [Severity::Warning], "{value}");
    }
}

#[test]
fn versions_are_read_by_their_first_number() {
    for version in ["1", "1.0", "2", "2.0", "2.7", "2.13"] {
        assert!(load_version(version, r#""p#T": {"type": "string"}"#).1.is_empty(), "{version}");
    }
    for version in ["0.9", "1.1", "3.0", "2.", "2.x", "x"] {
        assert_eq!(
            load_version(version, r#""p#T": {"type": "string"}"#).1,
            ["unsupported-version"],
            "{version}"
        );
    }
}

#[test]
fn apply_statements_add_what_is_not_there_and_may_repeat_what_is() {
    let shapes = |statement: &str| {
        format!(
            r#""p#T": {{"type": "structure", "members": {{"at": {{"target": "smithy.api#Timestamp",
                "traits": {{"smithy.api#required": {{}}, "smithy.api#documentation": "A"}}}}}}}}, {statement}"#
        )
    };
    let apply = |id: &str, traits: &str| {
        load(&shapes(&format!(r#""{id}": {{"type": "apply", "traits": {{{traits}}}}}"#)))
    };
    let (model, codes) = apply("p#T$at", r#""smithy.api#timestampFormat": "http-date""#);
    assert!(codes.is_empty(), "{codes:?}");
    let format = members(&model, "T").first().and_then(|member| member.timestamp_format);
    assert_eq!(format, Some(TimestampFormat::HttpDate));
    assert!(apply("p#T$at", r#""smithy.api#required": {}"#).1.is_empty());
    assert_eq!(apply("p#T$at", r#""smithy.api#documentation": "B""#).1, ["repeated-trait"]);
    assert_eq!(apply("p#T$it", "").1, ["dangling-apply"]);
    assert_eq!(apply("p#U", "").1, ["dangling-apply"]);
}

#[test]
fn mixins_bring_members_and_traits() {
    let (model, codes) = load(
        r#""p#Named": {"type": "structure", "members": {"name": {"target": "smithy.api#String",
                "traits": {"smithy.api#required": {}}}},
                "traits": {"smithy.api#mixin": {"localTraits": ["smithy.api#sensitive"]}, "smithy.api#sensitive": {},
                    "smithy.api#documentation": "Named."}},
            "p#Aged": {"type": "structure", "mixins": [{"target": "p#Named"}],
                "members": {"age": {"target": "smithy.api#Integer"}}, "traits": {"smithy.api#mixin": {}}},
            "p#Frog": {"type": "structure", "mixins": [{"target": "p#Aged"}],
                "members": {"pond": {"target": "smithy.api#String"},
                    "name": {"target": "smithy.api#String", "traits": {"smithy.api#jsonName": "n"}}}},
            "p#Frog$age": {"type": "apply", "traits": {"smithy.api#required": {}}},
            "p#Known": {"type": "string", "traits": {"smithy.api#mixin": {}, "smithy.api#length": {"max": 3}}},
            "p#Code": {"type": "string", "mixins": [{"target": "p#Known"}]}"#,
    );
    assert!(codes.is_empty(), "{codes:?}");
    let found: Vec<_> = members(&model, "Frog")
        .iter()
        .map(|member| (member.name.as_str(), member.required, member.json_name.as_deref()))
        .collect();
    assert_eq!(found, [("name", true, Some("n")), ("age", true, None), ("pond", false, None)]);
    let frog = model.shape(model.shapes.find("Frog").expect("the frog"));
    assert_eq!((frog.sensitive, frog.documentation.as_deref()), (false, Some("Named.")));
    assert_eq!(frog.origin.id, "p#Frog");
    let code = model.shape(model.shapes.find("Code").expect("the code"));
    assert_eq!(code.constraints.max_length, Some(3));
}

#[test]
fn mixins_that_cannot_be_taken_in_are_problems_of_who_names_them() {
    let shape = |name: &str, mixin: &str, traits: &str| {
        format!(
            r#""p#{name}": {{"type": "structure", "mixins": [{{"target": "p#{mixin}"}}], "members": {{}}, "traits": {{{traits}}}}}"#
        )
    };
    let mixin = |name: &str, mixin: &str| shape(name, mixin, r#""smithy.api#mixin": {}"#);
    let list = r#""p#B": {"type": "list", "member": {"target": "smithy.api#String"}, "traits": {"smithy.api#mixin": {}}}"#;
    let cases = [
        (shape("A", "B", ""), 1, "is not there"),
        (mixin("A", "A"), 1, "contains itself"),
        ([mixin("A", "B"), mixin("B", "A")].join(","), 2, "contains itself"),
        (
            [shape("A", "B", ""), r#""p#B": {"type": "structure"}"#.to_owned()].join(","),
            1,
            "does not have the trait",
        ),
        ([shape("A", "B", ""), list.to_owned()].join(","), 1, "is of another type"),
    ];
    for (shapes, count, reason) in cases {
        let problems = problems(&shapes);
        assert_eq!(problems.len(), count, "{shapes}");
        assert!(
            problems.iter().all(|problem| problem.code == "bad-mixin" && problem.message.contains(reason)),
            "{problems:?}"
        );
    }
    let chain: Vec<_> =
        (0..2_000).map(|number| mixin(&format!("S{number}"), &format!("S{}", number + 1))).collect();
    let problems = problems(&chain.join(","));
    assert_eq!(problems.first().and_then(|problem| problem.shape.as_deref()), Some("p#S0"));
}

#[test]
fn the_enum_trait_is_an_enum() {
    let (old, codes) = load(
        r#""p#Mood": {"type": "string", "traits": {"smithy.api#documentation": "M", "smithy.api#enum": [
            {"value": "calm", "name": "CALM", "documentation": "C", "tags": ["quiet"]},
            {"value": "very wild", "deprecated": true}, {"value": "very-wild"}]}}"#,
    );
    assert!(codes.is_empty(), "{codes:?}");
    let (new, codes) = load(
        r#""p#Mood": {"type": "enum", "members": {
            "CALM": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "calm",
                "smithy.api#documentation": "C", "smithy.api#tags": ["quiet"]}},
            "very_wild": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "very wild",
                "smithy.api#deprecated": {}}},
            "very_wild_2": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "very-wild"}}},
            "traits": {"smithy.api#documentation": "M"}}"#,
    );
    assert!(codes.is_empty(), "{codes:?}");
    let mood = |model: &Model<Unvalidated>| model.shape(model.shapes.find("Mood").expect("it")).clone();
    assert_eq!(mood(&old), mood(&new));
    let ShapeKind::Enum(values) = mood(&new).kind else { panic!("an enum") };
    assert!(values.iter().all(|value| value.tags.is_empty()), "only an overlay's tags count");
    let twice = r#"[{"name": "CALM", "value": "a"}, {"name": "CALM", "value": "b"}]"#;
    for bad in [r#"[{"name": "CALM"}]"#, twice] {
        let bad = format!(r#""p#Mood": {{"type": "string", "traits": {{"smithy.api#enum": {bad}}}}}"#);
        assert_eq!(load(&bad).1, ["bad-trait"]);
    }
}

#[test]
fn version_1_gives_numbers_and_booleans_a_default_unless_they_are_boxed() {
    let shapes = r#""p#Count": {"type": "integer"}, "p#Boxed": {"type": "integer", "traits": {"smithy.api#box": {}}},
        "p#High": {"type": "integer", "traits": {"smithy.api#range": {"min": 1}}},
        "p#Set": {"type": "set", "member": {"target": "smithy.api#String"}},
        "p#S": {"type": "structure", "members": {
            "count": {"target": "p#Count"}, "boxed": {"target": "p#Boxed"}, "high": {"target": "p#High"},
            "own": {"target": "p#Count", "traits": {"smithy.api#box": {}}},
            "text": {"target": "smithy.api#String"}, "integer": {"target": "smithy.api#Integer"},
            "flag": {"target": "smithy.api#PrimitiveBoolean"}}}"#;
    let defaults = |version: &str| {
        let (model, codes) = load_version(version, shapes);
        assert!(codes.is_empty(), "{codes:?}");
        let set = model.shape(model.shapes.find("Set").expect("the set")).constraints.unique_items;
        let given = members(&model, "S")
            .iter()
            .filter_map(|member| member.default.as_ref().map(|default| format!("{} {default}", member.name)));
        (set, given.collect::<Vec<_>>())
    };
    assert_eq!(defaults("1.0"), (true, vec!["count 0".to_owned(), "flag false".to_owned()]));
    assert_eq!(defaults("2.0"), (false, vec![]));
}

#[test]
fn only_what_the_service_reaches_is_read_strictly() {
    let text = r#"{"smithy": "2.0", "shapes": {
        "p#P": {"type": "service", "operations": [{"target": "p#Get"}], "traits": {"aws.protocols#restJson1": {}}},
        "p#Get": {"type": "operation", "input": {"target": "p#In"},
            "traits": {"smithy.api#http": {"method": "GET", "uri": "/"}}},
        "p#In": {"type": "structure", "members": {"a": {"target": "smithy.api#String", "traits": {"p#mark": {}}},
            "b": {"target": "smithy.api#String", "traits": {"p#mark": {}}}}},
        "p#mark": {"type": "structure", "members": {"x": {"target": "p#Gone"}},
            "traits": {"smithy.api#trait": {"selector": "*"}, "p#other": {}}},
        "p#Odd": {"type": "novel"}, "not an id": {"type": "string"},
        "p#Base": {"type": "service", "traits": {"smithy.api#mixin": {}}},
        "p#Loop": {"type": "structure", "mixins": [{"target": "p#Loop"}, {"target": "p#Gone"}]}}}"#;
    let mut sources = Sources::default();
    let source = sources.add("smithy.json", text);
    let mut diagnostics = Diagnostics::default();
    let document = json::parse(&sources, source, &mut diagnostics).expect("JSON");
    assert!(read(document, &mut diagnostics).is_some());
    let told: Vec<_> =
        diagnostics.iter().map(|problem| (problem.code, problem.severity, problem.count)).collect();
    assert_eq!(told, [("unknown-trait", Severity::Warning, 2)]);
}

#[test]
fn ids_and_names_follow_the_grammar() {
    for (id, good) in [
        ("a.b#C", true),
        ("a#_1b", true),
        ("a#__1", true),
        ("a#__", false),
        ("a#_b1", true),
        ("a#1", false),
        ("a", false),
        ("a..b#C", false),
        ("ä#C", false),
        ("a#C$d", false),
    ] {
        assert_eq!(is_absolute_id(id), good, "{id}");
    }
}

//! A Smithy model and its C2J twin give the same result, except for the differences that are listed here.

use smithy_model::ir::{Member, ShapeKind};
use smithy_model::{Diagnostics, Model, Options, Parts, Sources, load};

const SMITHY: &str = include_str!("../../fixtures/iot-jobs-data/smithy.json");
const OVERLAY: &str = include_str!("../../fixtures/iot-jobs-data/overlay.json");
const C2J: &str = include_str!("../../fixtures/iot-jobs-data/service-2.json");
const RULES: &str = include_str!("../../fixtures/iot-jobs-data/endpoint-rule-set-1.json");

/// Members that are 0 by default. C2J has no defaults.
const ZERO_BY_DEFAULT: [&str; 7] = [
    "JobExecution$queuedAt",
    "JobExecution$lastUpdatedAt",
    "JobExecution$versionNumber",
    "JobExecutionState$versionNumber",
    "JobExecutionSummary$queuedAt",
    "JobExecutionSummary$lastUpdatedAt",
    "JobExecutionSummary$versionNumber",
];

/// All statuses of an execution. C2J documents only an enum as a whole, and not its values.
const VALUES_WITH_DOCUMENTATION: usize = 8;

/// Loads a model, and checks that there are no diagnostics.
fn read(model: &str, endpoint_rules: Option<&str>, overlay: Option<&str>) -> Model {
    let mut sources = Sources::default();
    let parts = Parts {
        endpoint_rules: endpoint_rules.map(|text| sources.add("endpoint-rule-set-1.json", text)),
        overlay: overlay.map(|text| sources.add("overlay.json", text)),
        ..Parts::new(sources.add("model.json", model))
    };
    let mut diagnostics = Diagnostics::default();
    let model = load(&sources, parts, Options::default(), &mut diagnostics);
    assert_eq!(diagnostics.render(&sources, false), "");
    model.expect("it loads")
}

/// The members of all structures and unions, with their names.
fn members(model: &mut Model) -> Vec<(String, &mut Member)> {
    let mut found = Vec::new();
    for (_, shape) in model.shapes.iter_mut() {
        if let ShapeKind::Structure(inner) | ShapeKind::Union(inner) = &mut shape.kind {
            let name = &shape.name;
            found.extend(inner.members.iter_mut().map(|member| (format!("{name}${}", member.name), member)));
        }
    }
    found
}

/// Removes the documentation of the values of all enums; returns how many had one.
fn take_enum_documentation(model: &mut Model) -> usize {
    let mut count = 0;
    for (_, shape) in model.shapes.iter_mut() {
        if let ShapeKind::Enum(members) = &mut shape.kind {
            count += members.iter_mut().filter_map(|member| member.documentation.take()).count();
        }
    }
    count
}

/// Removes the known differences and compares the rest, part by part so that a failure is short.
fn compare(mut smithy: Model, mut c2j: Model) {
    let mut defaults = Vec::new();
    for (name, member) in members(&mut smithy) {
        if let Some(default) = member.default.take() {
            assert_eq!(default, 0, "{name}");
            defaults.push(name);
        }
    }
    assert_eq!(defaults, ZERO_BY_DEFAULT);
    assert!(members(&mut c2j).iter().all(|(_, member)| member.default.is_none()));
    assert_eq!(take_enum_documentation(&mut smithy), VALUES_WITH_DOCUMENTATION);
    assert_eq!(take_enum_documentation(&mut c2j), 0);
    assert!(!smithy.endpoint_tests.is_empty(), "the Smithy model brings its endpoint tests");
    assert!(c2j.endpoint_tests.is_empty(), "the twin has no file of endpoint tests");
    assert_eq!(smithy.service, c2j.service);
    assert_eq!(smithy.endpoint_rules, c2j.endpoint_rules);
    assert_eq!(smithy.operations.len(), c2j.operations.len());
    for (one, other) in smithy.operations.iter().zip(&c2j.operations) {
        assert_eq!(one, other);
    }
    assert_eq!(smithy.shapes.len(), c2j.shapes.len());
    for ((_, one), (_, other)) in smithy.shapes.iter().zip(c2j.shapes.iter()) {
        assert_eq!(one, other, "{}", one.name);
    }
}

#[test]
fn alone_they_are_the_same() {
    compare(read(SMITHY, None, None), read(C2J, Some(RULES), None));
}

#[test]
fn with_the_overlay_they_are_the_same() {
    let (smithy, c2j) = (read(SMITHY, None, Some(OVERLAY)), read(C2J, Some(RULES), Some(OVERLAY)));
    for model in [&smithy, &c2j] {
        assert!(model.shapes.find("VersionMismatchException").is_some(), "the overlay has been applied");
    }
    compare(smithy, c2j);
}

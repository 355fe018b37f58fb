//! The package: its name, its manifest, its header and the docs of the crate.

use smithy_model::ir::{Binding, Member, Model, Operation, ShapeId, ShapeKind};
use smithy_model::{Diagnostic, Diagnostics, Validated};

use super::operation::takes_gzip;
use super::{docs, mqtt, protocol, sentences};
use crate::config::MQTT;
use crate::config::{Config, Input, Publishing, Runtime};

/// The package.
#[derive(Clone, Debug)]
pub struct PackagePlan {
    /// The package name.
    pub name: String,
    /// The package version.
    pub version: String,
    /// The service's full name.
    pub title: String,
    /// The API version.
    pub api_version: String,
    /// Doc lines of the service.
    pub docs: Vec<String>,
    /// The runtime crate.
    pub runtime: Runtime,
    /// Lints and edition are those of a workspace.
    pub in_workspace: bool,
    /// The package is a workspace of its own.
    pub own_workspace: bool,
    /// The features that are on by default.
    pub default_features: Vec<String>,
    /// More dependencies: names, each with its value as TOML.
    pub dependencies: Vec<(String, String)>,
    /// What a registry shows about the crate, and its licence.
    pub publishing: Publishing,
    /// The inputs of the files.
    pub inputs: Vec<Input>,
    /// Some member is a timestamp.
    pub uses_time: bool,
    /// The features of the runtime that the whole crate needs, in order.
    pub runtime_features: Vec<&'static str>,
    /// The features of the runtime that only the async client needs.
    pub client_features: Vec<&'static str>,
    /// The types of the runtime that members have: numbers of any length, and streams.
    pub member_types: Vec<&'static str>,
}

/// Plans the package.
pub fn plan(model: &Model<Validated>, config: &Config) -> PackagePlan {
    let service = &model.service;
    let name = config.crate_name.clone().unwrap_or_else(|| package_name(&service.sdk_id));
    let mut titles = [&service.title, &service.sdk_id].into_iter().map(|name| docs::line(name));
    let title = titles.find(|title| !title.is_empty()).unwrap_or_else(|| name.clone());
    PackagePlan {
        name,
        version: config.crate_version.clone(),
        docs: sentences::documented(service.documentation.as_deref(), || format!("A client of {title}.")),
        title,
        api_version: service.version.clone(),
        runtime: config.runtime.clone(),
        in_workspace: config.in_workspace,
        own_workspace: config.own_workspace,
        default_features: config.default_features.iter().map(|feature| feature.name.clone()).collect(),
        dependencies: config.dependencies.clone(),
        publishing: config.publishing.clone(),
        inputs: config.inputs.clone(),
        uses_time: has_timestamps(model),
        client_features: answers_events(model).then_some("http2").into_iter().collect(),
        runtime_features: runtime_features(model),
        member_types: member_types(model),
    }
}

fn runtime_features(model: &Model<Validated>) -> Vec<&'static str> {
    let of_protocol = protocol::of(model.service.protocol).and_then(|decide| decide.feature);
    let any = |is_needed: fn(&Operation) -> bool| model.operations.iter().any(is_needed);
    let features = [
        ("bearer", any(Operation::takes_token)),
        ("discovery", any(|operation| operation.discovers_endpoint)),
        ("gzip", any(takes_gzip)),
        ("md5", any(|operation| operation.checksum_required)),
        ("topics", mqtt::is_there(model)),
        ("stream", has_streams(model)),
        (
            "events",
            has_events(model, |operation| operation.input) || has_events(model, |operation| operation.output),
        ),
        ("timestamp", has_timestamps(model)),
    ];
    of_protocol.into_iter().chain(needed(features)).collect()
}

fn member_types(model: &Model<Validated>) -> Vec<&'static str> {
    let types = [
        ("BigDecimal", has_kind(model, |kind| matches!(kind, ShapeKind::BigDecimal))),
        ("BigInteger", has_kind(model, |kind| matches!(kind, ShapeKind::BigInteger))),
        ("ByteStream", has_streams(model)),
        ("EventSource", has_events(model, |operation| operation.input)),
        ("EventStream", has_events(model, |operation| operation.output)),
    ];
    needed(types).collect()
}

/// Returns the names that are needed.
fn needed<const N: usize>(names: [(&'static str, bool); N]) -> impl Iterator<Item = &'static str> {
    names.into_iter().filter(|(_, is_needed)| *is_needed).map(|(name, _)| name)
}

fn has_kind(model: &Model<Validated>, wanted: fn(&ShapeKind) -> bool) -> bool {
    model.shapes.iter().any(|(_, shape)| wanted(&shape.kind))
}

fn has_timestamps(model: &Model<Validated>) -> bool {
    has_kind(model, |kind| matches!(kind, ShapeKind::Timestamp(_)))
}

fn has_streams(model: &Model<Validated>) -> bool {
    model.operations.iter().any(|operation| streams_bytes(model, operation))
}

/// Whether the input or the output of an operation has events.
fn has_events(model: &Model<Validated>, place: fn(&Operation) -> ShapeId) -> bool {
    model.operations.iter().any(|operation| model.events(place(operation)).is_some())
}

/// Reports the feature `mqtt` if nothing can be called over MQTT.
pub fn check(model: &Model<Validated>, config: &Config, diagnostics: &mut Diagnostics) {
    let asked = config.default_features.iter().find(|feature| feature.name == MQTT);
    let Some(asked) = asked.filter(|_| !mqtt::is_there(model)) else { return };
    let message = format!("the crate has no feature `{MQTT}`: none of its operations has a topic");
    let problem = Diagnostic::error("bad-setting", message).at(asked.span);
    diagnostics.push(problem.help("remove it, or describe in an overlay how the service uses MQTT"));
}

/// Whether the body of a request or a response is a stream of bytes.
fn streams_bytes(model: &Model<Validated>, operation: &Operation) -> bool {
    let is_streamed = |member: &Member| {
        let kind = &model.shape(member.target).kind;
        member.binding == Binding::Payload && matches!(kind, ShapeKind::Blob { streaming: true, .. })
    };
    [operation.input, operation.output].iter().any(|id| model.structure(*id).members.iter().any(is_streamed))
}

/// Whether the service responds to events while they are sent, which HTTP/1.1 cannot do.
fn answers_events(model: &Model<Validated>) -> bool {
    let has = |structure| model.events(structure).is_some();
    model.operations.iter().any(|operation| has(operation.input) && has(operation.output))
}

/// `IoT Jobs Data Plane` -> `iot-jobs-data-plane`. Words are separated by anything but ASCII letters and digits.
pub(super) fn package_name(sdk_id: &str) -> String {
    let words = sdk_id.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name = words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-");
    let starts_well = name.starts_with(|c: char| c.is_ascii_lowercase());
    if starts_well { name } else { format!("service-{name}") }
}

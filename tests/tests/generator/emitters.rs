//! The output of single emitters: for each feature the relevant part of a file, from a model with only that feature.

use std::path::Path;

use serde_json::{Map, Value, json};
use smithy_codegen::Runtime;
use tests::golden::golden;

use crate::generate::generate_with;

/// A test for each feature: the fixture, and per file the items that are shown, each by the text it starts with.
/// An empty list shows the whole file.
macro_rules! features {
    ($($name:ident: $fixture:literal { $($path:literal: [$($item:literal),* $(,)?])* })*) => {$(
        #[test]
        fn $name() {
            check(stringify!($name), $fixture, &[$(($path, &[$($item),*])),*]);
        }
    )*};
}

features! {
    structure: "structure" {
        "src/types/sample.rs": ["pub struct Sample {", "impl codec::Read for Sample"]
    }
    structure_methods: "structure" {
        "src/types/sample.rs": ["impl Sample {", "impl Serialize for Sample"]
    }
    structure_builder: "structure" {
        "src/types/origin.rs": ["pub struct OriginBuilder", "impl OriginBuilder"]
        "src/types/sample.rs": ["pub struct SampleBuilder"]
        "src/low_level.rs": []
        "src/low_level/required.rs": []
    }
    builder_of_collections: "collections" {
        "src/types/tray.rs": ["pub fn cups(self", "pub fn set_cups(", "pub fn sizes(\n", "pub fn spoons(mut self", "pub fn set_spoons(", "pub fn build("]
    }
    enumeration: "enumeration" {
        "src/types/phase.rs": ["pub enum Phase {", "impl Phase {", "impl From<&str>"]
    }
    enumeration_traits: "enumeration" {
        "src/types/phase.rs": [
            "impl From<String>", "impl AsRef<str>", "impl fmt::Display", "impl Serialize", "impl<'de> Deserialize<'de>",
            "impl ToText", "impl FromText", "impl Check",
        ]
    }
    int_enumeration: "int_enumeration" {
        "src/types/grade.rs": []
    }
    numbers_of_any_length: "big_numbers" {
        "src/types/sum.rs": ["pub struct Sum {", "impl Serialize", "impl codec::Read"]
        "src/operation/add.rs": ["impl Operation for"]
        "src/lib.rs": ["pub use smithy_client::Big"]
    }
    defaults: "defaults" {
        "src/types/order.rs": ["pub struct Order {", "impl Order {", "impl codec::Read"]
    }
    union: "union" {
        "src/types/reading.rs": ["pub enum Reading {", "impl Serialize", "impl codec::FromMember", "impl Validate"]
    }
    recursion: "recursion" {
        "src/types/tree.rs": ["pub struct Tree {", "impl Tree {", "impl codec::ReadMember"]
        "src/types/fruit.rs": ["pub enum Fruit {", "impl Fruit {"]
    }
    sensitive: "sensitive" {
        "src/types/login.rs": ["pub struct Login {", "impl fmt::Debug"]
        "src/types/means.rs": ["pub enum Means {", "impl fmt::Debug"]
        "src/types/badge.rs": ["impl fmt::Debug"]
        "src/constraints.rs": ["pub(crate) static SECRET:"]
    }
    labels: "labels" {
        "src/operation/get_shelf.rs": ["pub struct GetShelfInput {", "impl Validate", "impl Operation for"]
    }
    query: "query" {
        "src/operation/find.rs": ["impl Operation for"]
        "src/operation/find_any.rs": ["impl Operation for"]
    }
    headers: "headers" {
        "src/operation/send.rs": ["impl Operation for"]
    }
    payloads: "payloads" {
        "src/operation/put_blob.rs": ["impl Operation for", "impl FromResponse for"]
        "src/operation/put_text.rs": ["impl Operation for", "impl FromResponse for"]
        "src/operation/put_kind.rs": ["impl Operation for", "impl FromResponse for"]
    }
    json_payloads: "json_payloads" {
        "src/operation/put_sample.rs": ["impl Operation for", "impl FromResponse for"]
        "src/operation/put_reading.rs": ["impl Operation for", "impl FromResponse for"]
        "src/operation/put_document.rs": ["impl Operation for", "impl FromResponse for"]
    }
    body: "body" {
        "src/operation/move.rs": ["impl Operation for", "struct Body", "impl Serialize for Body"]
        "src/operation.rs": []
    }
    idempotency_token: "token" {
        "src/operation/order.rs": ["pub struct OrderInput {", "impl Operation for"]
    }
    aws_json: "aws_json" {
        "src/operation/measure.rs": ["impl Serialize for MeasureInput", "impl Operation for", "impl FromResponse for", "impl From<ErrorResponse>"]
        "src/operation/ping.rs": ["pub struct PingInput", "impl Operation for"]
    }
    rpcv2_cbor: "rpcv2_cbor" {
        "src/operation/measure.rs": ["impl Serialize for MeasureInput", "impl Operation for", "impl FromResponse for"]
        "src/operation/ping.rs": ["impl Operation for"]
        "src/types/error/too_hot.rs": ["impl FromResponse for"]
        "Cargo.toml": []
    }
    packed: "packed" {
        "src/operation/upload.rs": ["impl Operation for"]
        "Cargo.toml": []
    }
    discovery: "discovery" {
        "src/operation/describe_endpoints.rs": ["impl Operation for", "impl Discover for"]
        "src/operation/fetch.rs": ["impl Operation for"]
        "Cargo.toml": []
    }
    mqtt: "mqtt" {
        "src/mqtt.rs": ["pub const FACTS", "pub enum Notification {", "impl smithy_client::mqtt::Notification for", "impl Service for"]
        "src/mqtt/client.rs": ["impl Client {"]
        "src/operation/ask.rs": ["impl Operation for"]
        "src/operation/ping.rs": ["impl Operation for"]
        "Cargo.toml": []
    }
    pages: "pages" {
        "src/operation/list.rs": ["impl Paginated for", "impl PaginatedItems for", "impl<C> ListInputBuilder<C>"]
        "src/operation/list_deep.rs": ["impl Paginated for", "impl PaginatedItems for"]
    }
    streams: "streams" {
        "src/operation/store.rs": ["pub struct StoreInput {", "impl Operation for"]
        "src/operation/load.rs": ["pub struct LoadOutput {", "impl Operation for", "impl FromResponse for"]
        "Cargo.toml": []
    }
    waiters: "waiters" {
        "src/operation/get.rs": ["pub fn wait_until_gone(", "pub fn wait_until_ready("]
    }
    host_prefix: "host_prefix" {
        "src/operation/call.rs": ["impl Validate", "impl Operation for"]
    }
    response: "response" {
        "src/operation/look.rs": ["impl FromResponse for"]
        "src/operation/fetch.rs": ["impl FromResponse for"]
    }
    operation_error: "errors" {
        "src/operation/run.rs": ["pub struct RunInput", "impl Operation for", "pub enum RunError {", "impl RunError {", "impl Failure", "smithy_client::operation_error!", "impl From<ErrorResponse>"]
    }
    modeled_errors: "errors" {
        "src/types/error.rs": []
        "src/types/error/busy_exception.rs": []
    }
    modeled_error_with_required_members: "errors" {
        "src/types/error/error_.rs": ["pub struct Error {", "impl Error {", "pub struct ErrorBuilder", "impl codec::Read"]
        "src/types/error/stale_error.rs": ["pub struct StaleError {", "impl fmt::Display"]
    }
    constraints: "constraints" {
        "src/constraints.rs": []
        "src/types/form.rs": ["impl Validate"]
    }
    constraints_in_words: "constraints" {
        "src/types/form.rs": ["pub struct Form {"]
    }
    documentation: "docs" {
        "src/types/guide.rs": ["pub struct Guide {", "impl Guide {"]
    }
    deprecation: "deprecation" {
        "src/operation/boil.rs": ["pub struct BoilInput {", "impl BoilInput {", "impl Operation for"]
        "src/types/fuel.rs": ["pub enum Fuel {"]
        "src/types/lid.rs": ["pub struct Lid", "impl Lid {"]
    }
    timestamps: "timestamps" {
        "src/operation/log.rs": ["impl Serialize for LogInput", "impl Operation for", "struct Body", "impl FromResponse for"]
        "Cargo.toml": []
    }
    sparse: "sparse" {
        "src/types/gaps.rs": ["pub struct Gaps {", "impl Gaps {", "impl Validate", "impl Serialize", "impl codec::ReadMember"]
        "src/constraints.rs": []
    }
    empty: "empty" {
        "src/operation/ping.rs": [
            "pub struct PingInput", "impl PingInput {", "pub struct PingInputBuilder", "impl<C> PingInputBuilder<C>",
            "impl Validate", "impl Serialize for PingInput", "impl codec::ReadMember for PingInput",
            "impl Operation for", "impl FromResponse for", "impl From<ErrorResponse>",
        ]
        "src/operation/pong.rs": ["pub struct PongOutput", "impl FromResponse for"]
    }
    package: "empty" {
        "src/lib.rs": []
        "Cargo.toml": []
        "README.md": []
    }
    keywords: "keywords" {
        "src/types.rs": []
        "src/types/match.rs": ["pub struct Match {", "impl<Self_, Type> MatchBuilder<Self_, Type> {", "impl Serialize"]
    }
    endpoint: "endpoint" {
        "src/endpoint.rs": ["pub struct Params {", "impl Params {", "impl fmt::Debug", "pub fn resolve(", "mod tests {"]
        "src/config.rs": ["impl Service for"]
    }
    client: "client" {
        "src/client.rs": ["pub struct Client {", "pub fn with_transport(", "pub fn call(", "pub fn call_with<", "pub async fn invoke(", "pub async fn execute("]
        "src/blocking.rs": ["impl Client {"]
        "src/config.rs": []
    }
    bearer_tokens: "bearer" {
        "src/config.rs": ["impl Service for"]
        "src/operation/either.rs": ["impl Operation for"]
        "src/operation/only.rs": ["impl Operation for"]
        "src/operation/open.rs": ["impl Operation for"]
        "src/lib.rs": ["pub use smithy_client::credentials"]
    }
    calls: "client" {
        "src/operation/call.rs": ["pub struct CallInput {", "impl CallInput {", "impl<'de> Deserialize<'de> for CallInput", "impl Operation for"]
        "src/operation/look.rs": ["impl Operation for"]
    }
    sending: "client" {
        "src/operation/call.rs": ["pub struct CallInputBuilder<", "impl<Caller, Item, C> CallInputBuilder<Caller, Item, C> {"]
    }
    crate_documentation: "client" {
        "src/lib.rs": []
    }
}

/// Shows the items of the files for a fixture, after the generator's diagnostics. An overlay may be beside the fixture.
fn check(name: &str, fixture: &str, parts: &[(&str, &[&str])]) {
    let path =
        |kind| Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fixtures/features/{fixture}.{kind}.json"));
    let text = std::fs::read_to_string(path("smithy")).expect("the fixture can be read");
    let overlay = std::fs::read_to_string(path("overlay")).ok();
    let runtime = Runtime::Path("../runtime".to_owned());
    let (tree, warnings) = generate_with("lab", &complete(&text), overlay.as_deref(), runtime);
    let folder = format!("emitters/{name}");
    if !warnings.is_empty() {
        golden(&folder, "warnings", &warnings);
    }
    for (path, items) in parts {
        let text = tree.get(path).unwrap_or_else(|| panic!("there is no {path}"));
        let (_header, text) = text.split_once("\n\n").expect("a file has a header");
        for start in *items {
            golden(&folder, &format!("{path} {start}"), &item(text, start));
        }
        if items.is_empty() {
            for (heading, section) in sections(text) {
                golden(&folder, &format!("{path} {heading}"), &section);
            }
        }
    }
}

/// Returns the parts of a file by the headings in its docs. A file without headings is one part.
fn sections(text: &str) -> Vec<(&str, String)> {
    let mut sections = vec![("", String::new())];
    let mut is_docs = true;
    for line in text.lines() {
        // Hidden lines of examples begin like a heading, but are code.
        let heading = line.strip_prefix("//! # ").filter(|text| !text.contains(['(', '}']));
        if let Some(heading) = heading {
            sections.push((heading, String::new()));
        } else if is_docs && !line.starts_with("//!") && sections.len() > 1 {
            is_docs = false;
            sections.push(("code", String::new()));
        }
        if let Some((_, section)) = sections.last_mut() {
            section.push_str(line);
            section.push('\n');
        }
    }
    sections
}

/// Returns one item of a file, at any depth, with its documentation and attributes.
fn item(text: &str, start: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let found = lines.iter().position(|line| format!("{}\n", line.trim_start()).starts_with(start));
    let found = found.unwrap_or_else(|| panic!("no item starts with `{start}`:\n{text}"));
    let (before, from) = lines.split_at(found);
    let indent = |line: &str| line.len() - line.trim_start().len();
    let depth = indent(from.first().copied().unwrap_or_default());
    let is_above = |line: &&&str| line.trim_start().starts_with(['#', '/']);
    let above = before.iter().rev().take_while(is_above).count();
    let is_last = |line: &&str| indent(line) == depth && line.ends_with(['}', ';']);
    let length = from.iter().position(is_last).map_or(from.len(), |last| last + 1);
    let item: Vec<&str> = lines.iter().skip(found - above).take(above + length).copied().collect();
    item.join("\n") + "\n"
}

/// Adds a service to a fixture without one and, if there is no operation, one that sends all of its types.
fn complete(fixture: &str) -> String {
    let model: Value = serde_json::from_str(fixture).expect("the fixture is JSON");
    let shapes = model["shapes"].as_object().expect("a model has shapes");
    let of = |kinds: &[&str]| -> Vec<&String> {
        let named = shapes.iter().filter(|(_, shape)| kinds.iter().any(|kind| shape["type"] == *kind));
        named.map(|(id, _)| id).collect()
    };
    if !of(&["service"]).is_empty() {
        return fixture.to_owned();
    }
    let (mut operations, keep) = (of(&["operation"]), "lab#Keep".to_owned());
    let mut around = String::new();
    if operations.is_empty() {
        let types = of(&["structure", "union", "enum", "intEnum"]);
        let members = types.iter().enumerate().map(|(at, id)| (format!("member{at}"), json!({"target": id})));
        let members: Map<_, _> = members.collect();
        let http = json!({"smithy.api#http": {"method": "POST", "uri": "/keep"}});
        let operation = json!({"type": "operation", "input": {"target": "lab#KeepRequest"}, "traits": http});
        around = format!(
            r#""lab#Keep": {operation}, "lab#KeepRequest": {{"type": "structure", "members": {}}}, "#,
            Value::from(members)
        );
        operations.push(&keep);
    }
    let operations: Vec<_> = operations.iter().map(|id| json!({"target": id})).collect();
    let service = json!({
        "type": "service",
        "version": "2024-05-06",
        "operations": operations,
        "traits": {
            "aws.api#service": {"sdkId": "Lab", "endpointPrefix": "labs"},
            "aws.auth#sigv4": {"name": "lab"},
            "aws.protocols#restJson1": {},
        },
    });
    // As text, because the order of members and the fixture's lines matter.
    let end = fixture.rfind("\n  }").expect("the shapes are the last thing in the fixture");
    let (before, after) = fixture.split_at(end);
    format!(
        r#"{before},
    {around}"lab#Lab": {service}{after}"#
    )
}

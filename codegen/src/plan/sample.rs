//! Chooses the values in examples: every required member gets a value of its type, so that the examples compile for any
//! model.

use super::Plan;
use super::operation::{Auth, OperationPlan};
use super::structure::MemberPlan;
use super::types::{RustType, TypePath};

/// An example of an operation.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Its values name types of the crate, under `types`.
    pub uses_types: bool,
    /// Members without a simple value, as parameters of the function around the example: `filter: lab::types::Filter`.
    pub parameters: Vec<String>,
    /// The setters: `.job_id("example")`.
    pub setters: Vec<String>,
}

/// The library name of the crate in `use`.
pub fn library(plan: &Plan) -> String {
    plan.package.name.replace('-', "_")
}

/// How the client of an example authenticates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identity {
    /// Credentials, which sign requests.
    Credentials,
    /// A bearer token.
    Token,
    /// Nothing.
    None,
}

impl Identity {
    /// The name of its type in the runtime's module `credentials`.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Credentials => Some("Credentials"),
            Self::Token => Some("Token"),
            Self::None => None,
        }
    }
}

/// Chooses the authentication that the operation prefers. An operation without authentication gets the client of the
/// other operations.
pub fn identity(plan: &Plan, operation: &OperationPlan) -> Identity {
    let (signs, bears) = (plan.service.signing_name.is_some(), plan.service.bearer);
    match operation.auth.first() {
        Some(Auth::Bearer) => Identity::Token,
        _ if signs => Identity::Credentials,
        _ if bears => Identity::Token,
        _ => Identity::None,
    }
}

impl Sample {
    /// An example with every required member of the input.
    pub fn new(plan: &Plan, operation: &OperationPlan) -> Self {
        let mut sample = Self { uses_types: false, parameters: Vec::new(), setters: Vec::new() };
        for member in operation.input.required() {
            sample.add(plan, member);
        }
        sample
    }

    fn add(&mut self, plan: &Plan, member: &MemberPlan) {
        let (ident, library) = (&member.ident, library(plan));
        let rules = plan
            .constraints
            .constants
            .iter()
            .find(|constant| Some(&constant.name) == member.constant.as_ref());
        let rules = rules.map(|constant| &constant.rules);
        let value = match &member.ty {
            RustType::String | RustType::Bytes | RustType::Stream | RustType::Document => {
                format!("{:?}", text(rules.and_then(|rules| rules.min_length)))
            }
            RustType::Bool => "true".to_owned(),
            RustType::Number(name @ ("f32" | "f64")) => {
                let least = rules.and_then(|rules| rules.min_value.as_ref()?.as_f64());
                format!("{:?}_{name}", least.unwrap_or(1.0).max(1.0))
            }
            RustType::Number(name) => {
                let least = rules.and_then(|rules| rules.min_value.as_ref()?.as_i64());
                format!("{}_{name}", least.unwrap_or(1).max(1))
            }
            RustType::Timestamp => "time::OffsetDateTime::UNIX_EPOCH".to_owned(),
            RustType::Enum(path) | RustType::IntEnum(path) => match variant(plan, path, member) {
                Some(variant) => {
                    self.uses_types = true;
                    format!("types::{}::{variant}", path.name())
                }
                None => "1".to_owned(),
            },
            other => {
                let (name, set) = (format!("{}_", ident.bare()), ident.with_prefix("set_"));
                let collects = matches!(other, RustType::Vec(_) | RustType::Map(..));
                self.parameters.push(format!("{name}: {}", outside(other, &library)));
                let setter = if collects { set } else { ident.clone() };
                self.setters.push(format!(".{setter}({name})"));
                return;
            }
        };
        self.setters.push(format!(".{ident}({value})"));
    }
}

/// Returns a text that is not too short, because clients check minimum lengths.
fn text(least: Option<u64>) -> String {
    let least = least.and_then(|least| usize::try_from(least).ok()).unwrap_or_default();
    "example-".chars().cycle().take(least.max("example".len())).collect()
}

/// Chooses the constant that the documentation of the member mentions first, or else the first constant.
fn variant(plan: &Plan, path: &TypePath, member: &MemberPlan) -> Option<String> {
    if let Some(plan) = plan.int_enums.iter().find(|plan| plan.path.name() == path.name()) {
        return plan.variants.first().map(|(ident, ..)| ident.to_string());
    }
    let plan = plan.enums.iter().find(|plan| plan.path.name() == path.name())?;
    let words = member.docs.join(" ");
    let place = |value: &str| words.find(&format!("`{value}`")).unwrap_or(usize::MAX);
    plan.variants.iter().min_by_key(|variant| place(&variant.value)).map(|variant| variant.ident.to_string())
}

/// Writes a type as another crate names it.
fn outside(ty: &RustType, library: &str) -> String {
    let of = |ty: &RustType| outside(ty, library);
    match ty {
        RustType::Bool => "bool".to_owned(),
        RustType::Number(name) => (*name).to_owned(),
        RustType::Big(name) => format!("{library}::{name}"),
        RustType::String => "String".to_owned(),
        RustType::Bytes => "bytes::Bytes".to_owned(),
        RustType::Stream => format!("{library}::ByteStream"),
        RustType::EventStream(events) => {
            let (event, error) = (events.event.name(), events.error.name());
            format!(
                "{library}::EventStream<{library}::types::{event}, {library}::operation::{}::{error}>",
                events.error.module()
            )
        }
        RustType::EventSource(event) => format!("{library}::EventSource<{library}::types::{}>", event.name()),
        RustType::Timestamp => "time::OffsetDateTime".to_owned(),
        RustType::Document => "serde_json::Value".to_owned(),
        RustType::Enum(path)
        | RustType::IntEnum(path)
        | RustType::Structure(path)
        | RustType::Union(path) => {
            format!("{library}::types::{}", path.name())
        }
        RustType::Vec(element) => format!("Vec<{}>", of(element)),
        RustType::Map(key, value) => format!("std::collections::HashMap<{}, {}>", of(key), of(value)),
        RustType::Option(inner) => format!("Option<{}>", of(inner)),
        RustType::Boxed(inner) => of(inner),
    }
}

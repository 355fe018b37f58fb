//! The request of an operation besides its members: its method and URI, and how its body is built.

use std::collections::BTreeMap;

use smithy_model::ir::{Http, Operation, Service, UriPart};

use super::structure::{MemberPlan, Place, StructurePlan};
use super::types::RustType;

/// An operation, with the plan of its input.
pub(crate) struct Call<'p> {
    pub(crate) service: &'p Service,
    pub(crate) operation: &'p Operation,
    pub(crate) input: &'p StructurePlan,
    /// The input is from the model, and not only from the generator.
    pub(crate) modeled: bool,
}

/// The request without the members that have a binding of their own.
#[derive(Clone, Debug)]
pub struct RequestPlan {
    /// The HTTP method.
    pub method: String,
    /// The URI for documentation.
    pub uri: String,
    /// The path.
    pub path: Vec<PathPart>,
    /// The fixed query.
    pub query: Vec<String>,
    /// The fixed headers, with names in lower case.
    pub headers: Vec<(String, String)>,
    /// The source of the body.
    pub body: BodyPlan,
    /// The format of the body.
    pub format: Format,
}

impl RequestPlan {
    /// Method, path and query from the bindings of the model.
    pub(super) fn bound(http: &Http, input: &StructurePlan, body: BodyPlan, format: Format) -> Self {
        Self {
            method: http.method.clone(),
            uri: http.uri.to_string(),
            path: PathPart::of(&http.uri.path, input),
            query: http.uri.query.clone(),
            headers: Vec::new(),
            body,
            format,
        }
    }

    /// `POST` to a path without members.
    pub(super) fn posted(path: String, headers: Vec<(&str, String)>, body: BodyPlan, format: Format) -> Self {
        let headers = headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Self {
            method: "POST".to_owned(),
            uri: path.clone(),
            path: vec![PathPart::Literal(path)],
            query: Vec::new(),
            headers,
            body,
            format,
        }
    }

    /// Adds the headers that all requests of the service have. A header that the protocol has set stays. A header that
    /// a member of the input is bound to is left to the caller.
    pub(super) fn add_headers(&mut self, headers: &BTreeMap<String, String>, input: &StructurePlan) {
        let is_bound = |header: &str| {
            let name = |member: &MemberPlan| matches!(&member.place, Place::Header(name) if name.eq_ignore_ascii_case(header));
            input.members.iter().any(name)
        };
        for (name, value) in headers {
            if !is_bound(name) && self.headers.iter().all(|(known, _)| known != name) {
                self.headers.push((name.clone(), value.clone()));
            }
        }
    }

    /// Plans requests with an event stream. The first event has the other members if they have no other place.
    pub(super) fn stream_events(&mut self, input: &StructurePlan, output: &StructurePlan) {
        let has = |structure: &StructurePlan, is_events: fn(&RustType) -> bool| {
            structure.members.iter().any(|member| is_events(&member.ty))
        };
        if has(input, |ty| matches!(ty, RustType::EventSource(_))) && self.body != BodyPlan::Payload {
            self.body = if input.members.len() == 1 { BodyPlan::Empty } else { BodyPlan::Members };
        }
        if has(output, |ty| matches!(ty, RustType::EventStream(_))) {
            for (_, value) in self.headers.iter_mut().filter(|(name, _)| *name == "accept") {
                "application/vnd.amazon.eventstream".clone_into(value);
            }
        }
    }

    /// `POST /`
    pub fn line(&self) -> String {
        format!("{} {}", self.method, self.uri)
    }
}

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// As JSON of this media type.
    Json(&'static str),
    /// As CBOR.
    Cbor,
}

/// A piece of a path or a host prefix.
#[derive(Clone, Debug)]
pub enum PathPart {
    /// Literal text.
    Literal(String),
    /// A member of the input.
    Label {
        /// The member.
        member: Box<MemberPlan>,
        /// The value may span segments.
        greedy: bool,
    },
}

impl PathPart {
    /// Converts the parts of a path or prefix, with the planned members.
    pub(super) fn of(parts: &[UriPart], input: &StructurePlan) -> Vec<Self> {
        let part = |part: &UriPart| match part {
            UriPart::Literal(text) => Some(Self::Literal(text.clone())),
            UriPart::Label { member, greedy } => {
                let member = input.members.iter().find(|known| known.name == *member)?;
                Some(Self::Label { member: Box::new(member.clone()), greedy: *greedy })
            }
        };
        parts.iter().filter_map(part).collect()
    }
}

/// The body of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BodyPlan {
    /// None.
    Empty,
    /// The input: every member is in the body.
    Input,
    /// Some of the input's members.
    Members,
    /// One member is the body.
    Payload,
}

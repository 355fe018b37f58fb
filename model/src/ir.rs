//! The form that both model formats are read into: a service, its operations and its shapes.

mod advice;
mod call;
mod discovery;
mod graph;
pub mod http;
mod mqtt;
mod notes;
mod shape;
mod waiter;

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

pub use advice::{Hint, WrongHost};
pub use call::{Compression, Pagination};
pub use discovery::Discovery;
pub use http::{Binding, Http, TimestampFormat, UriPart, UriTemplate};
pub use mqtt::{Alpn, Level, Mqtt, Notification, Topic};
pub use notes::Notes;
pub use shape::{
    Constraints, Deprecation, EnumMember, ErrorMessage, ErrorTrait, Fault, IntEnumMember, List, Map, Member,
    Shape, ShapeKind, Structure,
};
pub use waiter::{Acceptor, Expected, Matcher, PathMatcher, Waiter, WaiterState};

use crate::endpoint::{ContextPath, EndpointTest, RuleSet};
use crate::protocol::Protocol;
use crate::source::Span;

/// The state after loading: every target resolves, nothing else is guaranteed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unvalidated {}

/// The state after validation, with the guarantees that emitters rely on.
///
/// - Shapes are those that the operations reach, in the order of their names.
/// - Every operation has an input and an output of its own, called `<Operation>Input` and `<Operation>Output`.
/// - Bindings and path agree; a payload is the only member in its body; types of bound members can be written as text.
/// - Every recursion passes through a structure or union.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validated {}

/// A service, with its operations and shapes.
#[derive(Clone, Debug, PartialEq)]
pub struct Model<State = Validated> {
    /// The service.
    pub service: Service,
    /// Its operations; sorted by name once validated.
    pub operations: Vec<Operation>,
    /// The shapes.
    pub shapes: Shapes,
    /// The endpoint rules, if the model has them.
    pub endpoint_rules: Option<RuleSet>,
    /// The endpoint tests, if the model has them.
    pub endpoint_tests: Vec<EndpointTest>,
    /// Operations of the service that are left out, because no client can be generated for them.
    pub left_out: Vec<LeftOut>,
    state: PhantomData<State>,
}

impl<State> Model<State> {
    /// Creates a model in the state that the caller vouches for; only loaders and validation may.
    pub(crate) fn new(service: Service, operations: Vec<Operation>, shapes: Shapes) -> Self {
        let (endpoint_tests, left_out, state) = (Vec::new(), Vec::new(), PhantomData);
        Self { service, operations, shapes, endpoint_rules: None, endpoint_tests, left_out, state }
    }

    /// The warnings that the trait `suppress` suppresses: the id of an element and the code of a warning.
    pub fn suppressed(&self) -> impl Iterator<Item = (String, String)> {
        let members = self.shapes.iter().flat_map(|(_, shape)| shape.members());
        let members = members.map(|member| (&member.origin, &member.notes));
        let shapes = self.shapes.iter().map(|(_, shape)| (&shape.origin, &shape.notes));
        let operations = self.operations.iter().map(|operation| (&operation.origin, &operation.notes));
        let service = std::iter::once((&self.service.origin, &self.service.notes));
        let elements = members.chain(shapes).chain(operations).chain(service);
        elements
            .flat_map(|(origin, notes)| notes.suppressed.iter().map(|code| (origin.id.clone(), code.clone())))
    }

    /// Whether calling an operation twice has the same effect as calling it once: the model says so, the HTTP method
    /// says so (RFC 9110, section 9.2.2), or the service recognises repetitions by a token that the client fills in.
    pub fn is_repeatable(&self, operation: &Operation) -> bool {
        let repeats = ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"];
        let by_method = operation.http.as_ref().is_some_and(|http| repeats.contains(&http.method.as_str()));
        let is_token =
            |member: &Member| member.idempotency_token && !matches!(member.binding, Binding::Label { .. });
        let mut members = self.structure(operation.input).members.iter();
        operation.readonly || operation.idempotent || by_method || members.any(is_token)
    }

    /// Returns the operation with a name, if it is left out.
    pub fn left_out(&self, name: &str) -> Option<&LeftOut> {
        self.left_out.iter().find(|operation| operation.name == name)
    }

    /// The shape behind an id of this model.
    pub fn shape(&self, id: ShapeId) -> &Shape {
        self.shapes.get(id)
    }

    /// The members of a structure, mutably; empty if the id is not that of a structure.
    pub(crate) fn members_mut(&mut self, id: ShapeId) -> &mut [Member] {
        match &mut self.shapes.get_mut(id).kind {
            ShapeKind::Structure(structure) | ShapeKind::Union(structure) => &mut structure.members,
            _ => &mut [],
        }
    }

    /// Returns the structure with an id; an empty one if the id is not that of a structure.
    pub fn structure(&self, id: ShapeId) -> &Structure {
        static EMPTY: Structure =
            Structure { members: Vec::new(), error: None, unit: true, event_stream: false };
        match &self.shape(id).kind {
            ShapeKind::Structure(structure) | ShapeKind::Union(structure) => structure,
            _ => &EMPTY,
        }
    }
}

/// The service itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Service {
    /// The name AWS's SDKs know it by: `IoT Jobs Data Plane`.
    pub sdk_id: String,
    /// The full name: `AWS IoT Jobs Data Plane`.
    pub title: String,
    /// The API version, a date for AWS: `2017-09-29`.
    pub version: String,
    /// The protocols that it supports, by Smithy's names, sorted: `restJson1`.
    pub protocols: Vec<String>,
    /// The protocol that its clients use; set by validation. None if no client can be generated.
    pub protocol: Option<Protocol>,
    /// Its name in requests of protocols without HTTP bindings: `DynamoDB_20120810`.
    pub target_prefix: Option<String>,
    /// It used to support the Query protocol, and still returns that protocol's error codes to clients that ask for
    /// them.
    pub query_compatible: bool,
    /// The authentication schemes that it supports, by Smithy's names, the preferred one first: `sigv4`,
    /// `httpBearerAuth`.
    pub auth: Vec<String>,
    /// The pagination that its operations have in common. The operations have it themselves, too.
    pub pagination: Pagination,
    /// How it returns the endpoints of its operations, if it does.
    pub discovery: Option<Discovery>,
    /// The first label of regional endpoints: `data.jobs.iot`.
    pub endpoint_prefix: Option<String>,
    /// The service's name in a Signature Version 4, if requests are signed.
    pub signing_name: Option<String>,
    /// The port, 1 to 65535, on which the service accepts a client certificate instead of a signature, if it does.
    pub mutual_tls_port: Option<u16>,
    /// How it uses MQTT, if it does.
    pub mqtt: Option<Mqtt>,
    /// Parameters of the endpoint rules that are settings of its clients, with their documentation.
    pub client_context: Vec<(String, Option<String>)>,
    /// Headers that all its requests have, with names in lower case.
    pub headers: BTreeMap<String, String>,
    /// Hosts that people give for it by mistake, in the order of the model; those of the overlay come last.
    pub wrong_hosts: Vec<WrongHost>,
    /// Advice for its errors, in the order of the model; that of the overlay comes last.
    pub hints: Vec<Hint>,
    /// The documentation as the model has it: Markdown, which may contain HTML.
    pub documentation: Option<String>,
    /// Other notes for people.
    pub notes: Notes,
    /// The place in the model.
    pub origin: Origin,
}

/// A way to authenticate a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthWay {
    /// A Signature Version 4.
    SigV4,
    /// A bearer token.
    Bearer,
    /// None.
    None,
    /// A scheme that clients do not support, by Smithy's name.
    Other(String),
}

impl AuthWay {
    /// Returns the scheme with a name in Smithy.
    pub fn named(name: &str) -> Self {
        match name {
            "sigv4" => Self::SigV4,
            "httpBearerAuth" => Self::Bearer,
            "noAuth" => Self::None,
            other => Self::Other(other.to_owned()),
        }
    }

    /// Smithy's name.
    pub fn name(&self) -> &str {
        match self {
            Self::SigV4 => "sigv4",
            Self::Bearer => "httpBearerAuth",
            Self::None => "noAuth",
            Self::Other(name) => name,
        }
    }

    /// Whether clients support it.
    pub fn is_known(&self) -> bool {
        !matches!(self, Self::Other(_))
    }
}

/// One operation.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a trait that is there or not")]
pub struct Operation {
    /// The name: `DescribeJobExecution`.
    pub name: String,
    /// The documentation as the model has it.
    pub documentation: Option<String>,
    /// Set if callers should stop using it.
    pub deprecated: Option<Deprecation>,
    /// Other notes for people.
    pub notes: Notes,
    /// Method, URI and status, if the protocol binds operations to HTTP.
    pub http: Option<Http>,
    /// The MQTT topic of its requests, if it can be called over MQTT.
    pub topic: Option<Topic>,
    /// The input, always a structure; it has no members if the model has no input.
    pub input: ShapeId,
    /// The output, likewise.
    pub output: ShapeId,
    /// The modeled errors; sorted by name once validated.
    pub errors: Vec<ShapeId>,
    /// Calling it twice has the same effect as calling it once.
    pub idempotent: bool,
    /// It changes nothing.
    pub readonly: bool,
    /// The text before the endpoint's host, which may contain members.
    pub host_prefix: Option<Vec<UriPart>>,
    /// The authentication schemes, if they differ from those of the service; empty for no authentication.
    pub auth: Option<Vec<String>>,
    /// The authentication schemes that apply to it, the preferred one first; set by validation, and then never empty.
    pub auth_ways: Vec<AuthWay>,
    /// Requests may go out without authentication.
    pub optional_auth: bool,
    /// The signature does not cover the body.
    pub unsigned_payload: bool,
    /// Requests need the MD5 checksum of their body.
    pub checksum_required: bool,
    /// Requests need a checksum by an algorithm that the caller chooses.
    pub flexible_checksum: bool,
    /// Its endpoint must first be requested with another operation.
    pub discovers_endpoint: bool,
    /// The request's body may be compressed.
    pub compression: Option<Compression>,
    /// The response comes in pages.
    pub pagination: Option<Pagination>,
    /// Its waiters; sorted by name once validated.
    pub waiters: Vec<Waiter>,
    /// The unsupported feature that it needs, as a noun: `endpoint discovery`. It is set only if such operations are
    /// kept, see [`Unsupported::Keep`](crate::Unsupported::Keep).
    pub unsupported: Option<String>,
    /// Fixed values for parameters of the endpoint rules.
    pub static_context: Vec<(String, serde_json::Value)>,
    /// Parameters of the endpoint rules that take their values from the input.
    pub context_paths: Vec<(String, ContextPath)>,
    /// The place in the model.
    pub origin: Origin,
}

impl Operation {
    /// Whether requests are sent without authentication: [`AuthWay::None`] is the first of the schemes that clients
    /// support.
    pub fn is_unauthenticated(&self) -> bool {
        self.known_auth().next().is_none_or(|way| *way == AuthWay::None)
    }

    /// The supported authentication schemes, the preferred one first.
    pub fn known_auth(&self) -> impl Iterator<Item = &AuthWay> {
        self.auth_ways.iter().filter(|way| way.is_known())
    }

    /// Whether it takes a bearer token.
    pub fn takes_token(&self) -> bool {
        self.auth_ways.contains(&AuthWay::Bearer)
    }

    /// An operation with this input and output, and no other properties.
    pub fn new(name: impl Into<String>, input: ShapeId, output: ShapeId, origin: Origin) -> Self {
        Self {
            name: name.into(),
            documentation: None,
            deprecated: None,
            notes: Notes::default(),
            http: None,
            topic: None,
            input,
            output,
            errors: Vec::new(),
            idempotent: false,
            readonly: false,
            host_prefix: None,
            auth: None,
            auth_ways: Vec::new(),
            optional_auth: false,
            unsigned_payload: false,
            checksum_required: false,
            flexible_checksum: false,
            discovers_endpoint: false,
            compression: None,
            pagination: None,
            waiters: Vec::new(),
            unsupported: None,
            static_context: Vec::new(),
            context_paths: Vec::new(),
            origin,
        }
    }
}

/// An operation that is left out of a model.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftOut {
    /// Its name.
    pub name: String,
    /// Why: one clause.
    pub reason: String,
    /// The place in the model.
    pub origin: Origin,
}

/// The id of a shape in one model.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShapeId(pub(crate) usize);

impl fmt::Debug for ShapeId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "#{}", self.0)
    }
}

/// The shapes of a model; ids are handed out in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shapes(Vec<Shape>);

impl Shapes {
    /// Adds a shape.
    pub fn push(&mut self, shape: Shape) -> ShapeId {
        self.0.push(shape);
        ShapeId(self.0.len() - 1)
    }

    /// Returns the shape with an id, which must be of this model.
    pub fn get(&self, id: ShapeId) -> &Shape {
        &self.0[id.0]
    }

    /// Returns the same, mutably.
    pub fn get_mut(&mut self, id: ShapeId) -> &mut Shape {
        &mut self.0[id.0]
    }

    /// The id of the shape with a name.
    pub fn find(&self, name: &str) -> Option<ShapeId> {
        self.0.iter().position(|shape| shape.name == name).map(ShapeId)
    }

    /// The shapes in order.
    pub fn iter(&self) -> impl Iterator<Item = (ShapeId, &Shape)> {
        self.0.iter().enumerate().map(|(index, shape)| (ShapeId(index), shape))
    }

    /// Iterates over the same, mutably.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (ShapeId, &mut Shape)> {
        self.0.iter_mut().enumerate().map(|(index, shape)| (ShapeId(index), shape))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Where an element of the model came from. All origins compare equal, so that they never make two models differ.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The absolute id (`com.amazonaws.iot#Thing$name`), or the bare name in formats without namespaces.
    pub id: String,
    /// The place; none if a loader or the prelude supplied the element.
    pub span: Option<Span>,
}

impl Origin {
    /// An origin with a place.
    pub fn new(id: impl Into<String>, span: Span) -> Self {
        Self { id: id.into(), span: Some(span) }
    }
}

impl PartialEq for Origin {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

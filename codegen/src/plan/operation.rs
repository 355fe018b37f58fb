//! Operations: request, response and errors.

use smithy_model::ir::{AuthWay, Operation, ShapeKind, Structure};

use super::context::ContextPlan;
use super::discovery::DiscoveryPlan;
use super::endpoint::Field;
use super::mqtt::BindingPlan;
use super::pages::PagesPlan;
use super::protocol::Call;
use super::structure::{MemberPlan, Place, StructurePlan};
use super::types::{RustType, TypePath};
use super::{Planner, protocol, sentences};
use crate::ident::{RustIdent, Scope};

pub use super::reading::ReadingPlan;
pub use super::request::{BodyPlan, PathPart, RequestPlan};
// A fact that needs no decision.
pub use smithy_model::ir::ErrorMessage;

/// An operation.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct OperationPlan {
    /// The name in the model.
    pub name: String,
    /// The file.
    pub module: RustIdent,
    /// The client's method.
    pub method_name: RustIdent,
    /// Doc lines.
    pub docs: Vec<String>,
    /// One sentence.
    pub summary: String,
    /// The note of the deprecation.
    pub deprecated: Option<Option<String>>,
    /// The input.
    pub input: StructurePlan,
    /// The output.
    pub output: StructurePlan,
    /// The error type.
    pub error: RustIdent,
    /// The modeled errors.
    pub errors: Vec<ErrorVariantPlan>,
    /// The runtime's constant for reading responses, if it is not the one for `restJson1`.
    pub answers: Option<&'static str>,
    /// The properties of the request besides its members.
    pub request: RequestPlan,
    /// The text before the endpoint's host.
    pub host_prefix: Vec<PathPart>,
    /// How the response is read.
    pub reading: ReadingPlan,
    /// Calling it twice has the same effect as calling it once.
    pub repeatable: bool,
    /// The authentication schemes that the client supports, the preferred one first.
    pub auth: Vec<Auth>,
    /// The body of a response is user data, which may look like anything, including an error.
    pub opaque_body: bool,
    /// The signature does not cover the body.
    pub unsigned_payload: bool,
    /// The pagination of the operation.
    pub pages: Option<PagesPlan>,
    /// What it returns about the endpoints of other operations, if these need it.
    pub discovery: Option<DiscoveryPlan>,
    /// The input of the operation that returns this one's endpoint.
    pub told_by: Option<TypePath>,
    /// The service accepts bodies that are compressed with gzip.
    pub gzip: bool,
    /// The service needs the MD5 checksum of the body.
    pub md5: bool,
    /// The body of a successful response is a stream.
    pub streamed_response: bool,
    /// The first event of the response has members of the output.
    pub first_event: bool,
    /// The parameters of the endpoint rules that a call sets.
    pub context: Vec<ContextPlan>,
    /// How it is called over MQTT.
    pub mqtt: Option<BindingPlan>,
    /// The codes of retryable errors, and whether they are throttling errors.
    pub retryable: Vec<(String, bool)>,
}

/// A way to authenticate a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auth {
    /// A signature.
    SigV4,
    /// A bearer token.
    Bearer,
    /// Nothing.
    None,
}

impl Auth {
    fn of(way: &AuthWay) -> Option<Self> {
        match way {
            AuthWay::SigV4 => Some(Self::SigV4),
            AuthWay::Bearer => Some(Self::Bearer),
            AuthWay::None => Some(Self::None),
            AuthWay::Other(_) => None,
        }
    }
}

/// A modeled error of an operation.
#[derive(Clone, Debug)]
pub struct ErrorVariantPlan {
    /// The variant: `VersionMismatch`.
    pub ident: RustIdent,
    /// The suffix of `is_…`.
    pub snake: RustIdent,
    /// The error's type.
    pub path: TypePath,
    /// The codes on the wire.
    pub codes: Vec<String>,
    /// Messages that make a response with another code this error.
    pub messages: Vec<ErrorMessage>,
    /// The status.
    pub status: u16,
    /// Its meaning in one sentence.
    pub summary: String,
}

/// Names that no operation can have in a client: constructors, and methods of derived traits. Other methods are renamed
/// instead.
const CLIENT: [&str; 5] = ["new", "with_transport", "with_link", "clone", "fmt"];

impl<'m> Planner<'m> {
    /// Plans an operation.
    pub(crate) fn operation(&mut self, operation: &'m Operation, fields: &[Field]) -> Option<OperationPlan> {
        let mut input = self.structure(operation.input)?;
        // The input is the operation.
        input.deprecated = sentences::note(operation.deprecated.as_ref()).or(input.deprecated);
        let pages = self.pages(operation, &input);
        let output = self.structure(operation.output)?;
        let errors = self.error_variants(operation);
        let waiters = self.waiters(operation, &input, &output, &errors);
        if let Some(caller) = &mut input.caller {
            (caller.pages, caller.waiters) = (pages.is_some(), waiters);
        }
        let model = self.model;
        let decide = protocol::of(model.service.protocol)?;
        let modeled = !model.structure(operation.input).unit;
        let mut request =
            (decide.request)(&Call { service: &model.service, operation, input: &input, modeled })?;
        request.add_headers(&model.service.headers, &input);
        request.stream_events(&input, &output);
        let reading = around_events((decide.reading)(&output.members), &output);
        let module = self.modules.get(&operation.name)?.clone();
        let word = self.named_operation(operation).word;
        Some(OperationPlan {
            name: operation.name.clone(),
            method_name: Scope::reserving(&CLIENT).claim_numbered(&RustIdent::snake(word)?, ""),
            module,
            docs: docs(operation),
            summary: summary(operation),
            deprecated: sentences::note(operation.deprecated.as_ref()),
            error: RustIdent::pascal(word)?.with_suffix("Error"),
            errors,
            host_prefix: PathPart::of(operation.host_prefix.as_deref().unwrap_or_default(), &input),
            request,
            answers: decide.answers,
            first_event: matches!(reading, ReadingPlan::FirstEvent(_)),
            reading,
            repeatable: self.model.is_repeatable(operation),
            auth: operation.known_auth().filter_map(Auth::of).collect(),
            opaque_body: output.members.iter().any(is_opaque),
            unsigned_payload: operation.unsigned_payload,
            pages,
            discovery: self.told_endpoints(operation),
            told_by: self.told_by(operation),
            gzip: takes_gzip(operation),
            md5: operation.checksum_required,
            streamed_response: output.members.iter().any(|member| member.ty.is_stream()),
            context: self.context(operation, fields),
            mqtt: self.topic(operation),
            retryable: self.retryable(operation),
            input,
            output,
        })
    }

    fn retryable(&self, operation: &Operation) -> Vec<(String, bool)> {
        let mut retryable = Vec::new();
        for id in &operation.errors {
            let shape = self.model.shape(*id);
            let ShapeKind::Structure(Structure { error: Some(error), .. }) = &shape.kind else { continue };
            let Some(throttling) = error.retryable else { continue };
            let codes = std::iter::once(&shape.name).chain(&error.codes);
            retryable.extend(codes.map(|code| (code.clone(), throttling)));
        }
        retryable
    }

    pub(crate) fn error_variants(&mut self, operation: &Operation) -> Vec<ErrorVariantPlan> {
        let mut scope = Scope::reserving(&["Unhandled", "Client"]);
        let mut variants = Vec::new();
        for id in &operation.errors {
            let shape = self.model.shape(*id);
            let ShapeKind::Structure(inner) = &shape.kind else { continue };
            let (Some(error), Some(path)) = (&inner.error, self.names.get(id)) else { continue };
            let word = self.named_shape(shape).word;
            let bare = word.strip_suffix("Exception").or(word.strip_suffix("Error"));
            let bare = bare.filter(|bare| !bare.is_empty()).unwrap_or(word);
            let (Some(ident), Some(full)) = (RustIdent::pascal(bare), RustIdent::pascal(word)) else {
                continue;
            };
            // `Conflict` and `ConflictException` can be errors of one operation; the second then keeps its whole name.
            let ident =
                scope.claim(ident, &shape.name).unwrap_or_else(|_| scope.claim_numbered(&full, &shape.name));
            let Some(snake) = RustIdent::snake(ident.bare()) else { continue };
            let mut codes = vec![shape.name.clone()];
            codes.extend(error.codes.iter().filter(|code| **code != shape.name).cloned());
            let summary = shape.documentation.as_deref().map(super::docs::summary).unwrap_or_default();
            variants.push(ErrorVariantPlan {
                ident,
                snake,
                path: path.clone(),
                codes,
                messages: error.messages.clone(),
                status: error.status,
                summary,
            });
        }
        distinct_codes(&mut variants);
        variants
    }
}

fn is_opaque(member: &MemberPlan) -> bool {
    let is_raw = matches!(member.ty, RustType::Bytes | RustType::String | RustType::Document);
    member.place == Place::Payload && (is_raw || member.ty.is_stream())
}

/// Returns how an output with an event stream is read, if the protocol has no other place for the other members.
fn around_events(reading: ReadingPlan, output: &StructurePlan) -> ReadingPlan {
    let is_events = |member: &MemberPlan| matches!(member.ty, RustType::EventStream(_));
    if reading == ReadingPlan::Payload || !output.members.iter().any(is_events) {
        return reading;
    }
    match output.members.len() {
        1 => ReadingPlan::Payload,
        _ => ReadingPlan::FirstEvent(reading == ReadingPlan::Cbor),
    }
}

/// Whether the body of a request may be compressed with gzip.
pub(super) fn takes_gzip(operation: &Operation) -> bool {
    let encodings = operation.compression.iter().flat_map(|compression| &compression.encodings);
    encodings.into_iter().any(|encoding| encoding == "gzip")
}

fn summary(operation: &Operation) -> String {
    let summary = operation.documentation.as_deref().map(super::docs::summary).unwrap_or_default();
    if summary.is_empty() { format!("The operation `{}`.", operation.name) } else { summary }
}

fn docs(operation: &Operation) -> Vec<String> {
    let documentation = operation.documentation.as_deref();
    let mut lines = sentences::documented(documentation, || format!("The operation `{}`.", operation.name));
    sentences::deprecated(&mut lines, operation.deprecated.as_ref());
    lines
}

/// Removes duplicate codes: a code of two errors stays with the error whose name it is, or else with the first one.
fn distinct_codes(variants: &mut [ErrorVariantPlan]) {
    let mut taken: std::collections::BTreeSet<String> =
        variants.iter().filter_map(|variant| variant.codes.first().cloned()).collect();
    for variant in variants {
        let mut first = true;
        variant.codes.retain(|code| std::mem::take(&mut first) || taken.insert(code.clone()));
    }
}

/// Whether a payload is JSON rather than text or bytes.
pub(crate) fn is_json(payload: &RustType) -> bool {
    !matches!(payload, RustType::String | RustType::Bytes | RustType::Enum(_)) && !payload.is_stream()
}

//! Plans structures: their fields, and how a builder makes them.

use std::collections::BTreeSet;

use serde_json::Value;
use smithy_model::ir::{Binding, Member, Operation, Shape, ShapeId, ShapeKind, Structure, TimestampFormat};

use super::structure::{CallerPlan, ErrorPlan, MemberPlan, Place, StructurePlan, Zero};
use super::types::{Codec, EventsType, RustType, TypePath};
use super::{Planner, protocol, sentences};
use crate::ident::{RustIdent, Scope};

/// Names of methods that every structure and builder has, including those of derived traits.
const METHODS: [&str; 7] = ["builder", "build", "send", "clone", "default", "eq", "fmt"];

/// Further names of methods of an input and its builder, because an input is an `Operation` and can be sent.
const CALLS: [&str; 9] = [
    "request",
    "response",
    "output",
    "check",
    "checked_request",
    "fill_idempotency_tokens",
    "builder_for",
    "customize",
    "pages",
];

impl Planner<'_> {
    /// Plans a structure, whether data, input, output or error.
    pub(crate) fn structure(&mut self, id: ShapeId) -> Option<StructurePlan> {
        let model = self.model;
        let shape = model.shape(id);
        let path = self.names.get(&id)?.clone();
        let structure = model.structure(id);
        let strict = model.operations.iter().any(|operation| operation.input == id);
        let builder = path.name().with_suffix("Builder");
        let calls: &[&str] = if strict { &CALLS } else { &[] };
        let mut scope = Scope::reserving(&[&METHODS, calls].concat());
        let mut members = Vec::new();
        for member in &structure.members {
            let named = self.named_member(shape, member);
            let Some(ident) = self.claim(&mut scope, RustIdent::snake, named) else { continue };
            members.push(self.member(id, member, ident, strict)?);
        }
        dodge_setters(&mut members);
        keep_wire_names_apart(&mut members);
        let mut states = Scope::reserving(&[path.name().bare(), builder.bare()]);
        for member in &mut members {
            member.state = states.claim_numbered(&member.state, &member.name);
        }
        self.required
            .extend(members.iter().filter(|member| member.required).map(|member| member.ident.clone()));
        let caller = strict.then(|| caller(&mut scope, &mut states)).flatten();
        let original = Some(shape.origin.id.as_str()).filter(|original| !original.is_empty());
        let has_zero = |member: &MemberPlan| {
            member.optional || member.default == Some(Zero::Default) && !member.required
        };
        let defaults = members.iter().all(has_zero);
        Some(StructurePlan {
            builder,
            extra: self.extra(shape, &implemented(defaults, structure.error.is_some())),
            docs: sentences::structure(shape, original, path.name()),
            deprecated: sentences::note(shape.deprecated.as_ref()),
            defaults,
            secret: members.iter().any(|member| member.secret),
            holds_secret: self.secret.contains(&id),
            sent: self.sent.contains(&id),
            strict,
            caller,
            error: self.error(shape, structure, &members),
            members,
            path,
        })
    }

    pub(super) fn member(
        &mut self,
        owner: ShapeId,
        member: &Member,
        ident: RustIdent,
        input: bool,
    ) -> Option<MemberPlan> {
        let model = self.model;
        let owner_shape = model.shape(owner);
        let target = model.shape(member.target);
        let stream = self.stream(owner, member);
        let (ty, codec) = self.member_type(owner, member, stream.as_ref());
        // A default is not sent for an unset member of an input: the service applies it, and may change it. A token is
        // filled in before sending, so the user need not set it, even if it is required.
        let filled = input && member.idempotency_token && !matches!(member.binding, Binding::Label { .. });
        let plain =
            if input { member.required && !member.client_optional && !filled } else { member.has_value() };
        // A response always has a body, even if it is empty.
        let is_answer = stream.is_some() && !input;
        let plain = plain || is_answer;
        let sent = self.sent.contains(&owner) && stream.is_none();
        let constant = if sent { self.constant(owner_shape, member) } else { None };
        let default = zero(member, &ty).filter(|_| plain && !(input && member.required));
        let (docs, summary, limits) =
            sentences::member(member, target, default.as_ref().filter(|_| !is_answer), filled);
        Some(MemberPlan {
            state: RustIdent::pascal(ident.bare())?,
            name: member.name.clone(),
            wire: member.wire_name().to_owned(),
            summary,
            limits,
            docs,
            deprecated: sentences::note(member.deprecated.as_ref()),
            ty,
            codec,
            optional: !plain || (default.is_none() && !member.required),
            required: plain && member.required && !is_answer,
            default,
            // A stream is the body, even if the protocol has no bindings.
            place: if stream.is_some() { Place::Payload } else { Place::of(&member.binding) },
            timestamp: self.timestamp_outside(member),
            base64_header: member.json_value || has_media_type(target),
            media_type: media_type(target),
            sized: matches!(target.kind, ShapeKind::Blob { requires_length: true, .. }),
            constant,
            checked: sent && self.is_checked(member),
            idempotency_token: filled,
            secret: owner_shape.sensitive || target.sensitive || self.is_secret_list(member),
            attributes: self.attributes(owner_shape, &member.name),
            ident,
        })
    }

    /// Returns the type of a member, and how its value is serialized.
    fn member_type(
        &mut self,
        owner: ShapeId,
        member: &Member,
        stream: Option<&RustType>,
    ) -> (RustType, Codec) {
        let (mut ty, mut codec) = (self.rust_type(member.target), self.codec(member));
        if let Some(own) = self.names.get(&owner) {
            ty = ty.within(own);
        }
        if let Some(stream) = stream {
            (ty, codec) = (stream.clone(), Codec::Plain);
        }
        if self.boxed.contains(&(owner, member.name.as_str())) {
            (ty, codec) = (RustType::Boxed(Box::new(ty)), Codec::Boxed(Box::new(codec)));
        }
        (ty, codec)
    }

    /// Returns the type of a member that is a streamed body of a request or of a response.
    fn stream(&self, owner: ShapeId, member: &Member) -> Option<RustType> {
        let is_own = |operation: &&Operation| operation.input == owner || operation.output == owner;
        let operation = || self.model.operations.iter().find(is_own);
        match &self.model.shape(member.target).kind {
            ShapeKind::Blob { streaming: true, .. } if member.binding == Binding::Payload => {
                operation().map(|_| RustType::Stream)
            }
            ShapeKind::Union(union) if union.event_stream => {
                self.stream_of_events(owner, member.target, operation()?)
            }
            _ => None,
        }
    }

    fn stream_of_events(&self, owner: ShapeId, events: ShapeId, operation: &Operation) -> Option<RustType> {
        let event = self.names.get(&events)?.clone();
        if operation.input == owner {
            return Some(RustType::EventSource(event));
        }
        let module = self.modules.get(&operation.name)?.clone();
        let name = RustIdent::pascal(self.named_operation(operation).word)?.with_suffix("Error");
        let (error, input) = (TypePath::Own { module, name }, self.names.get(&operation.input)?.clone());
        Some(RustType::EventStream(Box::new(EventsType { event, error, input })))
    }

    fn error(&self, shape: &Shape, structure: &Structure, members: &[MemberPlan]) -> Option<ErrorPlan> {
        let status = structure.error.as_ref()?.status;
        let is_message = |member: &&MemberPlan| {
            matches!(member.name.as_str(), "message" | "Message" | "errorMessage")
                && member.ty == RustType::String
        };
        let message = members.iter().find(is_message).map(|member| member.ident.clone());
        let reading = (protocol::of(self.model.service.protocol)?.reading)(members);
        Some(ErrorPlan { name: shape.name.clone(), status, message, reading })
    }

    /// Whether a member is secret or a list or map of secrets; structures hide their own.
    fn is_secret_list(&self, member: &Member) -> bool {
        let mut open = vec![member.target];
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            let shape = self.model.shape(id);
            if shape.sensitive {
                return true;
            }
            if matches!(shape.kind, ShapeKind::List(_) | ShapeKind::Map(_)) && seen.insert(id) {
                open.extend(shape.members().map(|member| member.target));
            }
        }
        false
    }

    fn timestamp_outside(&self, member: &Member) -> Option<TimestampFormat> {
        let of_place = match member.binding {
            Binding::Header(_) | Binding::PrefixHeaders(_) => TimestampFormat::HttpDate,
            _ => TimestampFormat::DateTime,
        };
        let element = match &self.model.shape(member.target).kind {
            ShapeKind::List(list) => &list.member,
            _ => member,
        };
        let is_timestamp = matches!(self.model.shape(element.target).kind, ShapeKind::Timestamp(_));
        is_timestamp.then(|| self.timestamp_format(element, of_place))
    }
}

/// The derivable traits that a structure implements anyway.
fn implemented(defaults: bool, is_error: bool) -> Vec<&'static str> {
    let of_errors = is_error.then_some(["Display", "Error"]).into_iter().flatten();
    let usual = ["Clone", "Debug", "Deserialize", "PartialEq", "Serialize"].into_iter();
    usual.chain(defaults.then_some("Default")).chain(of_errors).collect()
}

/// Plans the caller. Names of members take precedence, because they should be those of the model.
fn caller(members: &mut Scope, states: &mut Scope) -> Option<CallerPlan> {
    let mut field = RustIdent::snake("caller")?;
    while members.claim(field.clone(), "caller").is_err() {
        field = field.with_suffix("_");
    }
    let mut state = RustIdent::pascal("C")?;
    while states.claim(state.clone(), "caller").is_err() {
        state = state.with_suffix("_");
    }
    Some(CallerPlan { field, state, pages: false, waiters: Vec::new() })
}

/// Renames a member `set_x` of the model if it conflicts with the setter `set_x` of a member `x`.
fn dodge_setters(members: &mut [MemberPlan]) {
    let setters: Vec<RustIdent> = members.iter().map(|member| member.ident.with_prefix("set_")).collect();
    for member in members.iter_mut().filter(|member| setters.contains(&member.ident)) {
        member.ident = member.ident.with_suffix("_");
    }
}

/// Makes the serialized names unique. A name of a member in the body is fixed by the service. A member with another
/// binding has a name in JSON only for the serde form of the whole structure, so it is renamed.
fn keep_wire_names_apart(members: &mut [MemberPlan]) {
    let in_body = |member: &MemberPlan| member.place.is_in_body();
    let names = members.iter().filter(|member| in_body(member)).map(|member| member.wire.clone());
    let mut taken: BTreeSet<String> = names.collect();
    for member in members.iter_mut().filter(|member| !in_body(member)) {
        while !taken.insert(member.wire.clone()) {
            member.wire.push('_');
        }
    }
}

/// Returns the value of a plain member if none is given: the model's default, or the zero value of the type for a
/// member that a service left out.
///
/// Structures and unions have none, so the member is an `Option`.
fn zero(member: &Member, ty: &RustType) -> Option<Zero> {
    let literal = |value: Value| Some(Zero::Literal(value));
    let default = member.default.as_ref().filter(|default| !default.is_null());
    let wants_literal = |ty: &RustType| {
        matches!(ty, RustType::Enum(_) | RustType::IntEnum(_) | RustType::Timestamp | RustType::Document)
    };
    match (ty, default) {
        (RustType::Structure(_) | RustType::Union(_) | RustType::Boxed(_), _) => None,
        (RustType::Enum(_), None) => literal("".into()),
        (RustType::IntEnum(_) | RustType::Timestamp, None) => literal(0.into()),
        (_, None) => Some(Zero::Default),
        (ty, Some(default)) if is_zero(default) && !wants_literal(ty) => Some(Zero::Default),
        (_, Some(default)) => literal(default.clone()),
    }
}

fn is_zero(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(value) => !value,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
    }
}

fn has_media_type(target: &Shape) -> bool {
    matches!(target.kind, ShapeKind::String { media_type: Some(_) })
}

/// Returns the content type of a payload that is text or bytes.
fn media_type(target: &Shape) -> Option<String> {
    match &target.kind {
        ShapeKind::String { media_type } => {
            Some(media_type.clone().unwrap_or_else(|| "text/plain".to_owned()))
        }
        ShapeKind::Enum(_) => Some("text/plain".to_owned()),
        ShapeKind::Blob { media_type, .. } => {
            Some(media_type.clone().unwrap_or_else(|| "application/octet-stream".to_owned()))
        }
        _ => None,
    }
}

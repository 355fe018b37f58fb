//! A structure and its members, with everything that is decided about them.

use serde_json::Value;
use smithy_model::ir::{Binding, TimestampFormat};

use super::reading::ReadingPlan;
use super::types::{Codec, RustType, TypePath};
use super::waiters::WaiterPlan;
use crate::config::custom::{Attribute, Extra};
use crate::ident::RustIdent;

/// A structure.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a decision of its own")]
pub struct StructurePlan {
    /// The type.
    pub path: TypePath,
    /// The builder.
    pub builder: RustIdent,
    /// Doc lines.
    pub docs: Vec<String>,
    /// The note of the deprecation.
    pub deprecated: Option<Option<String>>,
    /// The members in the order of the model.
    pub members: Vec<MemberPlan>,
    /// Every member is optional or has a zero default.
    pub defaults: bool,
    /// `Debug` hides values.
    pub secret: bool,
    /// Somewhere in it is a secret.
    pub holds_secret: bool,
    /// It is sent, so its values are checked.
    pub sent: bool,
    /// A required member that is missing when reading is an error. Of an input that holds for every one; of what a
    /// service sends, for those whose type has no zero value, as Smithy's error correction has it.
    pub strict: bool,
    /// Who sends what the builder builds, where that is an input.
    pub caller: Option<CallerPlan>,
    /// What an error is besides.
    pub error: Option<ErrorPlan>,
    /// More derives and attributes.
    pub extra: Extra,
}

impl StructurePlan {
    /// The members that a builder demands, in the order of the model.
    pub fn required(&self) -> impl Iterator<Item = &MemberPlan> {
        self.members.iter().filter(|member| member.required)
    }

    /// Whether it has a builder. An error comes from the service; a test that wants one has `Default` and public fields,
    /// unless it lacks the former.
    pub fn has_builder(&self) -> bool {
        self.error.is_none() || !self.defaults
    }
}

/// What the builder of an input has for the one who sends it.
#[derive(Clone, Debug)]
pub struct CallerPlan {
    /// The field: `caller`, unless a member is called so.
    pub field: RustIdent,
    /// The type parameter: `C`, unless a required member takes it.
    pub state: RustIdent,
    /// The response comes in pages.
    pub pages: bool,
    /// What can be waited for.
    pub waiters: Vec<WaiterPlan>,
}

/// A modeled error.
#[derive(Clone, Debug)]
pub struct ErrorPlan {
    /// The name in the model: `ThrottlingException`.
    pub name: String,
    /// The HTTP status.
    pub status: u16,
    /// The member with the message.
    pub message: Option<RustIdent>,
    /// How it is read from a response.
    pub reading: ReadingPlan,
}

/// A member.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a decision of its own")]
pub struct MemberPlan {
    /// Field, accessor and setter.
    pub ident: RustIdent,
    /// The type parameter of the builder.
    pub state: RustIdent,
    /// The name in the model.
    pub name: String,
    /// The name in JSON.
    pub wire: String,
    /// Doc lines of the field.
    pub docs: Vec<String>,
    /// One sentence for accessor and setter.
    pub summary: String,
    /// The rules for its value, as the last sentence of its documentation.
    pub limits: Option<String>,
    /// The note of the deprecation.
    pub deprecated: Option<Option<String>>,
    /// The type without `Option`.
    pub ty: RustType,
    /// How values stand in JSON.
    pub codec: Codec,
    /// The field is an `Option`.
    pub optional: bool,
    /// The builder demands it.
    pub required: bool,
    /// The value of a plain field when none is given.
    pub default: Option<Zero>,
    /// Where it travels.
    pub place: Place,
    /// How a timestamp is written outside of JSON.
    pub timestamp: Option<TimestampFormat>,
    /// The text is base64 in a header.
    pub base64_header: bool,
    /// The content type of a payload.
    pub media_type: Option<String>,
    /// It is a stream whose length has to be known before it is sent.
    pub sized: bool,
    /// The rules for values.
    pub constant: Option<RustIdent>,
    /// Values are checked.
    pub checked: bool,
    /// Filled with a random token when unset.
    pub idempotency_token: bool,
    /// `Debug` hides the value.
    pub secret: bool,
    /// More attributes of the field or variant.
    pub attributes: Vec<Attribute>,
}

/// Where a member travels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the path.
    Label,
    /// In the query, under a name.
    Query(String),
    /// In the query: a map of names and values.
    QueryMap,
    /// In a header.
    Header(String),
    /// In all headers that begin with a prefix.
    Headers(String),
    /// It is the body.
    Payload,
    /// It is the status.
    StatusCode,
    /// In a header of the event that its structure is.
    EventHeader,
    /// It is the payload of the event that its structure is.
    EventPayload,
    /// In the host's name and in the body.
    HostLabel,
    /// In the body.
    Body,
}

impl Place {
    /// Whether the member stands in the body, among others.
    pub fn is_in_body(&self) -> bool {
        matches!(self, Self::Body | Self::HostLabel)
    }

    pub(super) fn of(binding: &Binding) -> Self {
        match binding {
            Binding::Label { .. } => Self::Label,
            Binding::Query(name) => Self::Query(name.clone()),
            Binding::QueryParams => Self::QueryMap,
            Binding::Header(name) => Self::Header(name.clone()),
            Binding::PrefixHeaders(prefix) => Self::Headers(prefix.clone()),
            Binding::Payload => Self::Payload,
            Binding::StatusCode => Self::StatusCode,
            Binding::EventHeader => Self::EventHeader,
            Binding::EventPayload => Self::EventPayload,
            Binding::HostLabel => Self::HostLabel,
            Binding::Body => Self::Body,
        }
    }
}

/// A value that a member has when none is given.
#[derive(Clone, Debug, PartialEq)]
pub enum Zero {
    /// `Default::default()` of the type.
    Default,
    /// A literal of the model.
    Literal(Value),
}

impl MemberPlan {
    /// The type of the field.
    pub fn field_type(&self) -> RustType {
        if self.optional { RustType::Option(Box::new(self.ty.clone())) } else { self.ty.clone() }
    }
}

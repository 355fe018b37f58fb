//! A structure and its members, with all decisions about them.

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
    /// It contains a secret.
    pub holds_secret: bool,
    /// It is sent, so its values are checked.
    pub sent: bool,
    /// A required member that is missing is an error when reading. In an input this is true for every required member;
    /// in what a service sends, only for those whose type has no zero value, as Smithy's error correction says.
    pub strict: bool,
    /// The caller in the builder of an input.
    pub caller: Option<CallerPlan>,
    /// The properties of an error.
    pub error: Option<ErrorPlan>,
    /// More derives and attributes.
    pub extra: Extra,
}

impl StructurePlan {
    /// Returns the members that the builder requires, in the order of the model.
    pub fn required(&self) -> impl Iterator<Item = &MemberPlan> {
        self.members.iter().filter(|member| member.required)
    }

    /// Whether it has a builder. An error with `Default` needs none: it comes from the service, and a test can set its
    /// public fields.
    pub fn has_builder(&self) -> bool {
        self.error.is_none() || !self.defaults
    }
}

/// What the builder of an input has for sending.
#[derive(Clone, Debug)]
pub struct CallerPlan {
    /// The field: `caller`, unless a member has this name.
    pub field: RustIdent,
    /// The type parameter: `C`, unless a required member has this name.
    pub state: RustIdent,
    /// The operation has pagination.
    pub pages: bool,
    /// The waiters of the operation.
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
    /// How an error is read from a response.
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
    /// The serialized name.
    pub wire: String,
    /// Doc lines of the field.
    pub docs: Vec<String>,
    /// One sentence for accessor and setter.
    pub summary: String,
    /// The rules for its value, for the last sentence of its documentation.
    pub limits: Option<String>,
    /// The note of the deprecation.
    pub deprecated: Option<Option<String>>,
    /// The type without `Option`.
    pub ty: RustType,
    /// How its values are serialized.
    pub codec: Codec,
    /// The field is an `Option`.
    pub optional: bool,
    /// The builder requires it.
    pub required: bool,
    /// The value of a plain field if none is given.
    pub default: Option<Zero>,
    /// Its binding.
    pub place: Place,
    /// How a timestamp is written outside of JSON.
    pub timestamp: Option<TimestampFormat>,
    /// The text is base64 in a header.
    pub base64_header: bool,
    /// The content type of a payload.
    pub media_type: Option<String>,
    /// It is a stream whose length must be known before it is sent.
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

/// The binding of a member.
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
    /// In a header of the event that its structure describes.
    EventHeader,
    /// It is the payload of the event that its structure describes.
    EventPayload,
    /// In the host name and in the body.
    HostLabel,
    /// In the body.
    Body,
}

impl Place {
    /// Whether the member is one of the members in the body.
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

/// The value of a member if none is given.
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

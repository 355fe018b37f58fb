//! Shapes: the types of a service's values.

use serde_json::{Number, Value};

use super::http::{Binding, TimestampFormat};
use super::{Notes, Notification, Origin, ShapeId};

/// A named type.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// The name without namespace: `JobExecution`.
    pub name: String,
    /// What it is.
    pub kind: ShapeKind,
    /// The documentation as the model has it.
    pub documentation: Option<String>,
    /// Set if callers should stop using it.
    pub deprecated: Option<Deprecation>,
    /// Other notes for people.
    pub notes: Notes,
    /// Values are secret: they may not be logged.
    pub sensitive: bool,
    /// Rules for its values.
    pub constraints: Constraints,
    /// How the service sends it over MQTT without a request.
    pub notification: Option<Notification>,
    /// A text that is JSON, and is part of messages over MQTT as that JSON.
    pub json_over_mqtt: bool,
    /// The place in the model.
    pub origin: Origin,
}

impl Shape {
    /// A shape with this kind, and no other properties.
    pub fn new(name: impl Into<String>, kind: ShapeKind, origin: Origin) -> Self {
        Self {
            name: name.into(),
            kind,
            documentation: None,
            deprecated: None,
            notes: Notes::default(),
            sensitive: false,
            constraints: Constraints::default(),
            notification: None,
            json_over_mqtt: false,
            origin,
        }
    }
}

/// What a shape is.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "a model has hundreds of shapes, not millions")]
pub enum ShapeKind {
    /// True or false.
    Boolean,
    /// 8 bits, signed.
    Byte,
    /// 16 bits, signed.
    Short,
    /// 32 bits, signed.
    Integer,
    /// 64 bits, signed.
    Long,
    /// 32 bits, IEEE 754.
    Float,
    /// 64 bits, IEEE 754.
    Double,
    /// A whole number of any length.
    BigInteger,
    /// A decimal number of any length.
    BigDecimal,
    /// Text.
    String {
        /// Set if the text is a document of its own; in a header it is then base64.
        media_type: Option<String>,
    },
    /// Bytes.
    Blob {
        /// Set if the bytes are a document of their own.
        media_type: Option<String>,
        /// The bytes are streamed.
        streaming: bool,
        /// The service needs the length of a stream in advance.
        requires_length: bool,
    },
    /// A timestamp, in a format that a member may override.
    Timestamp(Option<TimestampFormat>),
    /// Any JSON.
    Document,
    /// Text with known values.
    Enum(Vec<EnumMember>),
    /// An integer of 32 bits with known values.
    IntEnum(Vec<IntEnumMember>),
    /// A list.
    List(List),
    /// A map with text keys.
    Map(Map),
    /// A structure.
    Structure(Structure),
    /// One of several members.
    Union(Structure),
}

impl ShapeKind {
    /// Smithy's name of the kind.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Byte => "byte",
            Self::Short => "short",
            Self::Integer => "integer",
            Self::Long => "long",
            Self::Float => "float",
            Self::Double => "double",
            Self::BigInteger => "bigInteger",
            Self::BigDecimal => "bigDecimal",
            Self::String { .. } => "string",
            Self::Blob { .. } => "blob",
            Self::Timestamp(_) => "timestamp",
            Self::Document => "document",
            Self::Enum(_) => "enum",
            Self::IntEnum(_) => "intEnum",
            Self::List(_) => "list",
            Self::Map(_) => "map",
            Self::Structure(_) => "structure",
            Self::Union(_) => "union",
        }
    }
}

/// A known value of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumMember {
    /// The member's name: `IN_PROGRESS`.
    pub name: String,
    /// The value on the wire.
    pub value: String,
    /// The documentation as the model has it.
    pub documentation: Option<String>,
    /// Set if callers should stop using it.
    pub deprecated: Option<Deprecation>,
    /// Other notes for people.
    pub notes: Notes,
    /// Words that group members: `terminal`. Only an overlay has them.
    pub tags: Vec<String>,
    /// The place in the model.
    pub origin: Origin,
}

impl EnumMember {
    /// A value that equals its name, with no other properties.
    pub fn new(name: impl Into<String>, origin: Origin) -> Self {
        let name = name.into();
        let (documentation, deprecated, notes, tags) = (None, None, Notes::default(), Vec::new());
        Self { value: name.clone(), name, documentation, deprecated, notes, tags, origin }
    }
}

/// A known value of an integer.
#[derive(Clone, Debug, PartialEq)]
pub struct IntEnumMember {
    /// The member's name.
    pub name: String,
    /// The value on the wire.
    pub value: i32,
    /// The documentation as the model has it.
    pub documentation: Option<String>,
    /// Other notes for people.
    pub notes: Notes,
    /// The place in the model.
    pub origin: Origin,
}

impl IntEnumMember {
    /// The value 0, with no other properties.
    pub fn new(name: impl Into<String>, origin: Origin) -> Self {
        Self { name: name.into(), value: 0, documentation: None, notes: Notes::default(), origin }
    }
}

/// A list.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// The elements.
    pub member: Member,
    /// Elements may be null.
    pub sparse: bool,
}

/// A map.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    /// The keys: text or an enum.
    pub key: Member,
    /// The values.
    pub value: Member,
    /// Values may be null.
    pub sparse: bool,
}

/// The members of a structure or union.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Structure {
    /// The members in the order of the model.
    pub members: Vec<Member>,
    /// Set if the structure is an error.
    pub error: Option<ErrorTrait>,
    /// It stands for "no input" or "no output".
    pub unit: bool,
    /// A union whose members arrive one after another as events.
    pub event_stream: bool,
}

/// A member of a structure, union, list or map.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a trait that is there or not")]
pub struct Member {
    /// The name in the model.
    pub name: String,
    /// The type.
    pub target: ShapeId,
    /// Its binding when its structure is an input, an output or an error.
    pub binding: Binding,
    /// Its name in JSON, if it differs.
    pub json_name: Option<String>,
    /// A value must be present.
    pub required: bool,
    /// `required` and `default` bind the service only.
    pub client_optional: bool,
    /// The default. JSON `null` is kept: it removes a default of the target.
    pub default: Option<Value>,
    /// Filled with a random token when unset.
    pub idempotency_token: bool,
    /// The timestamp format here.
    pub timestamp_format: Option<TimestampFormat>,
    /// Rules for values here; each takes precedence over the same rule of the target.
    pub constraints: Constraints,
    /// The documentation as the model has it.
    pub documentation: Option<String>,
    /// Set if callers should stop using it.
    pub deprecated: Option<Deprecation>,
    /// Other notes for people.
    pub notes: Notes,
    /// The header value is JSON in base64 (C2J `jsonvalue`).
    pub json_value: bool,
    /// It is a level of a topic when its structure travels over MQTT.
    pub topic_label: bool,
    /// A parameter of the endpoint rules that takes this value.
    pub context_param: Option<String>,
    /// The place in the model.
    pub origin: Origin,
}

impl Member {
    /// A member with this target, and no other properties.
    pub fn new(name: impl Into<String>, target: ShapeId, origin: Origin) -> Self {
        Self {
            name: name.into(),
            target,
            binding: Binding::Body,
            json_name: None,
            required: false,
            client_optional: false,
            default: None,
            idempotency_token: false,
            timestamp_format: None,
            constraints: Constraints::default(),
            documentation: None,
            deprecated: None,
            notes: Notes::default(),
            json_value: false,
            topic_label: false,
            context_param: None,
            origin,
        }
    }

    /// The name in a JSON object.
    pub fn wire_name(&self) -> &str {
        self.json_name.as_deref().unwrap_or(&self.name)
    }

    /// The default; JSON `null` is none.
    pub fn default_value(&self) -> Option<&Value> {
        self.default.as_ref().filter(|default| !default.is_null())
    }

    /// Whether a value is always present: the member is required or has a default, and is not `clientOptional`.
    pub fn has_value(&self) -> bool {
        (self.required || self.default_value().is_some()) && !self.client_optional
    }
}

/// What makes a structure an error.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorTrait {
    /// Who is at fault.
    pub fault: Fault,
    /// The status it comes with.
    pub status: u16,
    /// Its codes on the wire besides its name.
    pub codes: Vec<String>,
    /// Messages that make a response with another code this error.
    pub messages: Vec<ErrorMessage>,
    /// Set if a retry may help; true for a throttling error.
    pub retryable: Option<bool>,
}

impl ErrorTrait {
    /// An error with no other properties.
    pub fn new(fault: Fault, status: u16) -> Self {
        Self { fault, status, codes: Vec::new(), messages: Vec::new(), retryable: None }
    }
}

/// How to recognise an error that has the code of another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorMessage {
    /// The codes that it comes with.
    pub codes: Vec<String>,
    /// Texts of which the message contains one, ignoring case.
    pub message: Vec<String>,
}

/// Who is at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The caller's.
    Client,
    /// The service's.
    Server,
}

/// Rules for values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constraints {
    /// The minimum length: characters, bytes or elements.
    pub min_length: Option<u64>,
    /// The maximum length.
    pub max_length: Option<u64>,
    /// The minimum value.
    pub min_value: Option<Number>,
    /// The maximum value.
    pub max_value: Option<Number>,
    /// A regular expression that matches some part of the text.
    pub pattern: Option<String>,
    /// Elements differ from each other.
    pub unique_items: bool,
}

impl Constraints {
    /// Returns these rules, and those of `target` where these are unset.
    #[must_use]
    pub fn over(&self, target: &Self) -> Self {
        let own = self.clone();
        Self {
            min_length: own.min_length.or(target.min_length),
            max_length: own.max_length.or(target.max_length),
            min_value: own.min_value.or_else(|| target.min_value.clone()),
            max_value: own.max_value.or_else(|| target.max_value.clone()),
            pattern: own.pattern.or_else(|| target.pattern.clone()),
            unique_items: own.unique_items || target.unique_items,
        }
    }

    /// Whether there is no rule.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// That callers should stop using something, since when, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deprecation {
    /// What to do instead.
    pub message: Option<String>,
    /// Since when.
    pub since: Option<String>,
}

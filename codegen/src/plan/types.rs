//! Rust types, and the formats of their values on the wire.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use smithy_model::ir::{Member, ShapeId, ShapeKind, TimestampFormat};

use super::Planner;
use crate::ident::RustIdent;

/// A step into a structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The field.
    pub ident: RustIdent,
    /// The field is an `Option`.
    pub optional: bool,
    /// The compiler warns about its use.
    pub deprecated: bool,
}

/// A type of the generated crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RustType {
    /// `bool`
    Bool,
    /// `i8` to `i64`, `f32` and `f64`, by name.
    Number(&'static str),
    /// `smithy_client::BigInteger` or `BigDecimal`, by name.
    Big(&'static str),
    /// `String`
    String,
    /// `bytes::Bytes`
    Bytes,
    /// `smithy_client::ByteStream`
    Stream,
    /// `smithy_client::EventStream` of a generated union.
    EventStream(Box<EventsType>),
    /// `smithy_client::EventSource` of a generated union.
    EventSource(TypePath),
    /// `time::OffsetDateTime`
    Timestamp,
    /// `serde_json::Value`
    Document,
    /// A generated enum, which is cheap to compare and can be a map's key.
    Enum(TypePath),
    /// A generated enum of integers.
    IntEnum(TypePath),
    /// A generated structure.
    Structure(TypePath),
    /// A generated union.
    Union(TypePath),
    /// `Vec<T>`
    Vec(Box<RustType>),
    /// `HashMap<K, V>`
    Map(Box<RustType>, Box<RustType>),
    /// `Option<T>`
    Option(Box<RustType>),
    /// `Box<T>`
    Boxed(Box<RustType>),
}

/// The events of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventsType {
    /// An event: a union.
    pub event: TypePath,
    /// The error of the operation.
    pub error: TypePath,
    /// The input of the operation.
    pub input: TypePath,
}

/// The path of a generated type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypePath {
    /// `crate::types::Name`, in a file of its own.
    Type {
        /// The file.
        module: RustIdent,
        /// The type.
        name: RustIdent,
    },
    /// `crate::types::error::Name`, in a file of its own.
    Error {
        /// The file.
        module: RustIdent,
        /// The type.
        name: RustIdent,
    },
    /// `crate::operation::module::Name`
    Operation {
        /// The operation's file.
        module: RustIdent,
        /// The type.
        name: RustIdent,
    },
    /// `Name`, in the file of the type itself.
    Own {
        /// The file.
        module: RustIdent,
        /// The type.
        name: RustIdent,
    },
}

impl TypePath {
    /// The type.
    pub fn name(&self) -> &RustIdent {
        match self {
            Self::Type { name, .. }
            | Self::Error { name, .. }
            | Self::Operation { name, .. }
            | Self::Own { name, .. } => name,
        }
    }

    /// The file.
    pub fn module(&self) -> &RustIdent {
        match self {
            Self::Type { module, .. }
            | Self::Error { module, .. }
            | Self::Operation { module, .. }
            | Self::Own { module, .. } => module,
        }
    }
}

impl ToTokens for TypePath {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Self::Type { name, .. } => quote!(crate::types::#name),
            Self::Error { name, .. } => quote!(crate::types::error::#name),
            Self::Operation { module, name } => quote!(crate::operation::#module::#name),
            Self::Own { name, .. } => quote!(#name),
        });
    }
}

impl RustType {
    /// Whether it is a streamed body.
    pub fn is_stream(&self) -> bool {
        matches!(self, Self::Stream | Self::EventStream(_) | Self::EventSource(_))
    }

    /// Whether values are copied rather than borrowed.
    pub fn is_copy(&self) -> bool {
        matches!(self, Self::Bool | Self::Number(_) | Self::Timestamp | Self::IntEnum(_))
    }
}

impl RustType {
    /// Returns the type for use in the file of `own`, which needs no path there.
    #[must_use]
    pub(crate) fn within(self, own: &TypePath) -> Self {
        let path = |path: TypePath| match path {
            TypePath::Type { module, name } if matches!(own, TypePath::Type { name: own, .. } if *own == name) => {
                TypePath::Own { module, name }
            }
            other => other,
        };
        let inner = |inner: Box<Self>| Box::new(inner.within(own));
        match self {
            Self::Structure(named) => Self::Structure(path(named)),
            Self::Union(named) => Self::Union(path(named)),
            Self::Vec(element) => Self::Vec(inner(element)),
            Self::Map(key, value) => Self::Map(key, inner(value)),
            Self::Option(of) => Self::Option(inner(of)),
            Self::Boxed(of) => Self::Boxed(inner(of)),
            other => other,
        }
    }
}

impl ToTokens for RustType {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Self::Bool => quote!(bool),
            Self::Number(name) => {
                let name = quote::format_ident!("{name}");
                quote!(#name)
            }
            Self::Big(name) => {
                let name = quote::format_ident!("{name}");
                quote!(::smithy_client::#name)
            }
            Self::String => quote!(::String),
            Self::Bytes => quote!(::bytes::Bytes),
            Self::Stream => quote!(::smithy_client::ByteStream),
            Self::EventStream(events) => {
                let EventsType { event, error, .. } = events.as_ref();
                quote!(::smithy_client::EventStream<#event, #error>)
            }
            Self::EventSource(event) => quote!(::smithy_client::EventSource<#event>),
            Self::Timestamp => quote!(::time::OffsetDateTime),
            Self::Document => quote!(::serde_json::Value),
            Self::Enum(path) | Self::IntEnum(path) | Self::Structure(path) | Self::Union(path) => {
                quote!(#path)
            }
            Self::Vec(element) => quote!(::Vec<#element>),
            Self::Map(key, value) => quote!(::std::collections::HashMap<#key, #value>),
            Self::Option(inner) => quote!(::Option<#inner>),
            Self::Boxed(inner) => quote!(::Box<#inner>),
        });
    }
}

/// How a value is serialized in a body: the marker types of the runtime's `codec`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Codec {
    /// The type's own serde form.
    Plain,
    /// Integers, even if they are received as floats.
    Integer,
    /// Floats, some of which are serialized as text.
    Float,
    /// A blob.
    Blob,
    /// A timestamp.
    Timestamp(TimestampFormat),
    /// A list; with nulls where the flag is set.
    List(Box<Codec>, bool),
    /// A map; with nulls where the flag is set.
    Map(Box<Codec>, bool),
    /// A boxed value.
    Boxed(Box<Codec>),
}

impl ToTokens for Codec {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Self::Plain => quote!(::smithy_client::codec::Plain),
            Self::Integer => quote!(::smithy_client::codec::Integer),
            Self::Float => quote!(::smithy_client::codec::Float),
            Self::Blob => quote!(::smithy_client::codec::Blob),
            Self::Timestamp(format) => marker(*format),
            Self::List(element, false) => quote!(::smithy_client::codec::List<#element>),
            Self::List(element, true) => quote!(::smithy_client::codec::SparseList<#element>),
            Self::Map(value, false) => quote!(::smithy_client::codec::Map<#value>),
            Self::Map(value, true) => quote!(::smithy_client::codec::SparseMap<#value>),
            Self::Boxed(inner) => quote!(::smithy_client::codec::Boxed<#inner>),
        });
    }
}

/// Returns the runtime's marker of a timestamp format.
pub fn marker(format: TimestampFormat) -> TokenStream {
    match format {
        TimestampFormat::EpochSeconds => quote!(::smithy_client::codec::EpochSeconds),
        TimestampFormat::DateTime => quote!(::smithy_client::codec::DateTime),
        TimestampFormat::HttpDate => quote!(::smithy_client::codec::HttpDate),
    }
}

impl Planner<'_> {
    /// Returns the type of a shape's values.
    pub(crate) fn rust_type(&self, id: ShapeId) -> RustType {
        let named =
            |make: fn(TypePath) -> RustType| self.names.get(&id).cloned().map_or(RustType::Document, make);
        match &self.model.shape(id).kind {
            ShapeKind::Boolean => RustType::Bool,
            ShapeKind::Byte => RustType::Number("i8"),
            ShapeKind::Short => RustType::Number("i16"),
            ShapeKind::Integer => RustType::Number("i32"),
            ShapeKind::Long => RustType::Number("i64"),
            ShapeKind::Float => RustType::Number("f32"),
            ShapeKind::Double => RustType::Number("f64"),
            ShapeKind::BigInteger => RustType::Big("BigInteger"),
            ShapeKind::BigDecimal => RustType::Big("BigDecimal"),
            ShapeKind::String { .. } => RustType::String,
            ShapeKind::Blob { .. } => RustType::Bytes,
            ShapeKind::Timestamp(_) => RustType::Timestamp,
            ShapeKind::Document => RustType::Document,
            ShapeKind::Enum(_) => named(RustType::Enum),
            ShapeKind::IntEnum(_) => named(RustType::IntEnum),
            ShapeKind::Structure(_) => named(RustType::Structure),
            ShapeKind::Union(_) => named(RustType::Union),
            ShapeKind::List(list) => {
                RustType::Vec(Box::new(sparse(self.rust_type(list.member.target), list.sparse)))
            }
            ShapeKind::Map(map) => {
                let value = sparse(self.rust_type(map.value.target), map.sparse);
                RustType::Map(Box::new(self.rust_type(map.key.target)), Box::new(value))
            }
        }
    }

    /// Returns how the values of a member are serialized in JSON.
    pub(crate) fn codec(&self, member: &Member) -> Codec {
        match &self.model.shape(member.target).kind {
            ShapeKind::Byte | ShapeKind::Short | ShapeKind::Integer | ShapeKind::Long => Codec::Integer,
            ShapeKind::Float | ShapeKind::Double => Codec::Float,
            ShapeKind::Blob { .. } => Codec::Blob,
            ShapeKind::Timestamp(_) => {
                Codec::Timestamp(self.timestamp_format(member, TimestampFormat::EpochSeconds))
            }
            ShapeKind::List(list) => Codec::List(Box::new(self.codec(&list.member)), list.sparse),
            ShapeKind::Map(map) => Codec::Map(Box::new(self.codec(&map.value)), map.sparse),
            _ => Codec::Plain,
        }
    }

    /// Returns the format of a timestamp: that of the member, or else of the shape, or else of the binding.
    pub(crate) fn timestamp_format(&self, member: &Member, of_place: TimestampFormat) -> TimestampFormat {
        let of_shape = match self.model.shape(member.target).kind {
            ShapeKind::Timestamp(format) => format,
            _ => None,
        };
        member.timestamp_format.or(of_shape).unwrap_or(of_place)
    }
}

fn sparse(element: RustType, sparse: bool) -> RustType {
    if sparse { RustType::Option(Box::new(element)) } else { element }
}

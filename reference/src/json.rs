//! How values are represented in JSON: a template with serialized names, in which shapes are links and nothing is
//! recursive.
//!
//! ```text
//! {
//!   "jobId": string,
//!   "versionNumber"?: number,
//!   "execution"?: JobExecution
//! }
//! ```

use smithy_model::ir::TimestampFormat;

use super::Reference;
use super::page::Page;
use super::text::html;
use super::types::named;
use smithy_codegen::plan::structure::MemberPlan;
use smithy_codegen::plan::types::{Codec, RustType};

/// Returns the members in the JSON of a body.
pub(super) fn body(members: &[MemberPlan]) -> Vec<&MemberPlan> {
    let in_body = |member: &&MemberPlan| member.place.is_in_body();
    members.iter().filter(in_body).collect()
}

/// An object with these members, as lines of HTML.
pub(super) fn object(reference: &Reference<'_>, page: &Page, members: &[&MemberPlan]) -> Vec<String> {
    let last = members.len().saturating_sub(1);
    let line = |(index, member): (usize, &&MemberPlan)| {
        let (name, optional) = (html(&member.wire), if member.required { "" } else { "?" });
        let comma = if index == last { "" } else { "," };
        let value = value(reference, page, &member.ty, &member.codec);
        format!("  \"{name}\"{optional}: {value}{comma}")
    };
    let lines = members.iter().enumerate().map(line);
    std::iter::once("{".to_owned()).chain(lines).chain(["}".to_owned()]).collect()
}

/// A union with one of its members, as HTML.
pub(super) fn variant(reference: &Reference<'_>, page: &Page, member: &MemberPlan) -> String {
    let value = value(reference, page, &member.ty, &member.codec);
    format!("{{ \"{}\": {value} }}", html(&member.wire))
}

/// A value of a type in its format, as HTML.
pub(super) fn value(reference: &Reference<'_>, page: &Page, ty: &RustType, codec: &Codec) -> String {
    let of = |ty: &RustType, codec: &Codec| value(reference, page, ty, codec);
    let plain = &Codec::Plain;
    match (ty, codec) {
        (RustType::Bool, _) => "true | false".to_owned(),
        (RustType::Number(_) | RustType::Big(_), _) => "number".to_owned(),
        (RustType::String, _) => "string".to_owned(),
        (RustType::Bytes | RustType::Stream, _) => "string in base64".to_owned(),
        (RustType::Timestamp, Codec::Timestamp(format)) => timestamp(*format).to_owned(),
        (RustType::Timestamp, _) => "timestamp".to_owned(),
        (RustType::Document, _) => "any JSON".to_owned(),
        (
            RustType::Enum(path)
            | RustType::IntEnum(path)
            | RustType::Structure(path)
            | RustType::Union(path)
            | RustType::EventSource(path),
            _,
        ) => named(reference, page, path),
        (RustType::EventStream(events), _) => named(reference, page, &events.event),
        (RustType::Vec(element), Codec::List(codec, _)) => format!("[ {}, … ]", of(element, codec)),
        (RustType::Vec(element), _) => format!("[ {}, … ]", of(element, plain)),
        (RustType::Map(key, value), Codec::Map(codec, _)) => {
            format!("{{ {}: {}, … }}", of(key, plain), of(value, codec))
        }
        (RustType::Map(key, value), _) => format!("{{ {}: {}, … }}", of(key, plain), of(value, plain)),
        (RustType::Option(inner), codec) => format!("{} | null", of(inner, codec)),
        (RustType::Boxed(inner), Codec::Boxed(codec)) => of(inner, codec),
        (RustType::Boxed(inner), codec) => of(inner, codec),
    }
}

/// Returns the format of a timestamp, in words.
pub(super) fn timestamp(format: TimestampFormat) -> &'static str {
    match format {
        TimestampFormat::EpochSeconds => "number of seconds since 1970",
        TimestampFormat::DateTime => "string with an RFC 3339 time",
        TimestampFormat::HttpDate => "string with an HTTP date",
    }
}

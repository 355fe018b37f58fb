//! Rust types as HTML, in which the names of shapes are links to their pages.

use super::Reference;
use super::page::Page;
use super::text::html;
use smithy_codegen::plan::types::{RustType, TypePath};

/// Returns a type as HTML without a surrounding element. Types that are not shapes have the name from their crate's
/// docs.
pub(super) fn linked(reference: &Reference<'_>, page: &Page, ty: &RustType) -> String {
    let of = |ty: &RustType| linked(reference, page, ty);
    match ty {
        RustType::Bool => "bool".to_owned(),
        RustType::Number(name) | RustType::Big(name) => (*name).to_owned(),
        RustType::String => "String".to_owned(),
        RustType::Bytes => "Bytes".to_owned(),
        RustType::Stream => "ByteStream".to_owned(),
        RustType::EventStream(events) => {
            format!("EventStream&lt;{}&gt;", named(reference, page, &events.event))
        }
        RustType::EventSource(event) => format!("EventSource&lt;{}&gt;", named(reference, page, event)),
        RustType::Timestamp => "OffsetDateTime".to_owned(),
        RustType::Document => "serde_json::Value".to_owned(),
        RustType::Enum(path)
        | RustType::IntEnum(path)
        | RustType::Structure(path)
        | RustType::Union(path) => named(reference, page, path),
        RustType::Vec(element) => format!("Vec&lt;{}&gt;", of(element)),
        RustType::Map(key, value) => format!("HashMap&lt;{}, {}&gt;", of(key), of(value)),
        RustType::Option(inner) => format!("Option&lt;{}&gt;", of(inner)),
        RustType::Boxed(inner) => format!("Box&lt;{}&gt;", of(inner)),
    }
}

/// Returns a named type as HTML: a link, except on its own page.
pub(super) fn named(reference: &Reference<'_>, page: &Page, path: &TypePath) -> String {
    let name = html(path.name().bare());
    match reference.catalog.item(path).map(super::catalog::Item::address) {
        Some(address) if address != page.address() => page.link(&address, &name),
        _ => name,
    }
}

/// Returns the path of a type in the crate: `iot_jobs_data::types::JobExecution`.
pub(super) fn path(reference: &Reference<'_>, path: &TypePath) -> String {
    let library = smithy_codegen::emit::sample::library(reference.plan);
    match path {
        TypePath::Type { name, .. } | TypePath::Own { name, .. } => format!("{library}::types::{name}"),
        TypePath::Error { name, .. } => format!("{library}::types::error::{name}"),
        TypePath::Operation { module, name } => format!("{library}::operation::{module}::{name}"),
    }
}

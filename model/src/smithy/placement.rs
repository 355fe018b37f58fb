//! Traits in places where they mean nothing: what someone wrote there on purpose would be lost.

use super::traits::Traits;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Shape, ShapeKind};

/// A trait that only shapes of some types have, and how those types are called.
struct OnShapes {
    name: &'static str,
    suits: fn(&ShapeKind) -> bool,
    types: &'static str,
}

const ON_SHAPES: &[OnShapes] = &[
    OnShapes {
        name: "smithy.api#sparse",
        suits: |kind| matches!(kind, ShapeKind::List(_) | ShapeKind::Map(_)),
        types: "lists and maps",
    },
    OnShapes {
        name: "smithy.api#streaming",
        suits: |kind| matches!(kind, ShapeKind::Blob { .. } | ShapeKind::Union(_)),
        types: "blobs and unions",
    },
    OnShapes {
        name: "smithy.api#error",
        suits: |kind| matches!(kind, ShapeKind::Structure(_)),
        types: "structures",
    },
    OnShapes {
        name: "smithy.api#mediaType",
        suits: |kind| matches!(kind, ShapeKind::Blob { .. } | ShapeKind::String { .. }),
        types: "text and blobs",
    },
    OnShapes {
        name: "smithy.api#timestampFormat",
        suits: |kind| matches!(kind, ShapeKind::Timestamp(_)),
        types: "timestamps",
    },
];

/// Traits that members have and shapes do not.
const OF_MEMBERS: &[&str] = &[
    "smithy.api#clientOptional",
    "smithy.api#hostLabel",
    "smithy.api#httpHeader",
    "smithy.api#httpLabel",
    "smithy.api#httpPayload",
    "smithy.api#httpPrefixHeaders",
    "smithy.api#httpQuery",
    "smithy.api#httpQueryParams",
    "smithy.api#httpResponseCode",
    "smithy.api#idempotencyToken",
    "smithy.api#jsonName",
    "smithy.api#required",
];

/// Traits that shapes have and members do not.
const OF_SHAPES: &[&str] = &[
    "smithy.api#error",
    "smithy.api#httpError",
    "smithy.api#mediaType",
    "smithy.api#retryable",
    "smithy.api#sparse",
    "smithy.api#streaming",
    "smithy.codegen#errorCodes",
];

/// Traits that the service has and nothing else does.
const OF_SERVICES: &[&str] =
    &["smithy.codegen#hints", "smithy.codegen#mutualTls", "smithy.codegen#wrongHosts"];

/// Reports traits of a shape that are none of its type.
pub(super) fn check_shape(shape: &Shape, traits: &Traits<'_>, diagnostics: &mut Diagnostics) {
    for OnShapes { name, suits, types } in ON_SHAPES {
        if !suits(&shape.kind) {
            misplaced(traits, name, &format!("on {types} only"), diagnostics);
        }
    }
    for name in OF_MEMBERS {
        misplaced(traits, name, "on members of structures", diagnostics);
    }
    check_is_no_service(traits, diagnostics);
    if !traits.has("smithy.api#error") {
        for name in ["smithy.api#httpError", "smithy.api#retryable", "smithy.codegen#errorCodes"] {
            misplaced(traits, name, "beside `smithy.api#error`", diagnostics);
        }
    }
}

/// Reports traits of a member that only shapes have.
pub(super) fn check_member(traits: &Traits<'_>, diagnostics: &mut Diagnostics) {
    for name in OF_SHAPES {
        misplaced(traits, name, "on the shape that the member targets", diagnostics);
    }
    check_is_no_service(traits, diagnostics);
}

/// Reports traits of anything but the service that are the service's alone.
pub(super) fn check_is_no_service(traits: &Traits<'_>, diagnostics: &mut Diagnostics) {
    for name in OF_SERVICES {
        misplaced(traits, name, "on the service", diagnostics);
    }
}

fn misplaced(traits: &Traits<'_>, name: &str, place: &str, diagnostics: &mut Diagnostics) {
    if let Some(key) = traits.key(name) {
        let fault = Diagnostic::error("misplaced-trait", format!("the trait `{name}` has no meaning here"));
        diagnostics.push(fault.at(key.span).shape(&traits.id).help(format!("it stands {place}")));
    }
}

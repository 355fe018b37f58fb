//! Traits of data: allowed values, required members, and defaults.

use super::table::{By, Known, row};
use super::{Given, own};
use crate::diagnostic::Diagnostics;
use crate::ir::{
    Constraints, ErrorTrait, Fault, IntEnumMember, List, Map, Shape, ShapeKind, Structure, TimestampFormat,
};
use crate::json::Fields;
use crate::suggest;

pub(super) const ROWS: &[Known] = &[
    row("smithy.api#required")
        .member(|member, given, problems| member.required = given.flag(problems))
        .by(By::Both),
    row("smithy.api#clientOptional")
        .member(|member, given, problems| member.client_optional = given.flag(problems))
        .by(By::Both),
    row("smithy.api#default")
        .member(|member, given, _| member.default = Some(given.node.to_json()))
        // Each member repeats the default of its shape.
        .tolerated()
        .by(By::Both),
    row("smithy.api#idempotencyToken")
        .member(|member, given, problems| member.idempotency_token = given.flag(problems))
        .by(By::Both),
    row("smithy.api#jsonName").member(|member, given, problems| member.json_name = given.owned(problems)),
    row("smithy.api#timestampFormat")
        .member(|member, given, problems| member.timestamp_format = timestamp_format(given, problems))
        .shape(timestamp_shape)
        .by(By::Both),
    row("smithy.api#enumValue")
        .value(|value, given, problems| {
            if let Some(text) = given.text(problems) {
                text.clone_into(&mut value.value);
            }
        })
        .int_value(int_value),
    row("smithy.api#length")
        .shape(|shape, given, problems| length(&mut shape.constraints, given, problems))
        .member(|member, given, problems| length(&mut member.constraints, given, problems))
        .by(By::Both),
    row("smithy.api#range")
        .shape(|shape, given, problems| range(&mut shape.constraints, given, problems))
        .member(|member, given, problems| range(&mut member.constraints, given, problems))
        .by(By::Both),
    row("smithy.api#pattern")
        .shape(|shape, given, problems| shape.constraints.pattern = given.owned(problems))
        .member(|member, given, problems| member.constraints.pattern = given.owned(problems))
        .by(By::Both),
    row("smithy.api#uniqueItems")
        .shape(|shape, given, problems| shape.constraints.unique_items = given.flag(problems))
        .member(|member, given, problems| member.constraints.unique_items = given.flag(problems))
        .by(By::Both)
        .advisory(),
    row("smithy.api#sensitive")
        .shape(|shape, given, problems| shape.sensitive = given.flag(problems))
        .by(By::Both),
    row("smithy.api#sparse").shape(sparse),
    row("smithy.api#streaming").shape(streaming),
    row("smithy.api#requiresLength").shape(requires_length),
    row("smithy.api#mediaType").shape(media_type),
    row("smithy.api#enum").shape(enum_trait),
    // The other traits of errors come after this one, which makes the structure an error.
    row("smithy.api#error").shape(error),
    row("smithy.api#httpError").shape(|shape, given, problems| {
        let status = given.status(given.node, problems);
        if let (Some(error), Some(status)) = (of_error(shape, given, problems), status) {
            error.status = status;
        }
    }),
    row("smithy.api#retryable").shape(retryable),
    row("smithy.codegen#errorCodes")
        .shape(|shape, given, problems| {
            let codes = given.texts(problems);
            if let Some(error) = of_error(shape, given, problems) {
                error.codes = codes;
            }
        })
        .by(By::Both),
    row("aws.protocols#awsQueryError").shape(query_error),
    row("smithy.codegen#errorMessages")
        .shape(|shape, given, problems| {
            let messages = own::elements(given, own::error_message, problems);
            if let Some(error) = of_error(shape, given, problems) {
                error.messages = messages;
            }
        })
        .by(By::Both),
];

fn length(constraints: &mut Constraints, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    let Some(fields) = given.fields(diagnostics) else { return };
    constraints.min_length = fields.unsigned("min", diagnostics);
    constraints.max_length = fields.unsigned("max", diagnostics);
    finish_bounds(given, fields, diagnostics);
}

fn range(constraints: &mut Constraints, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    let Some(fields) = given.fields(diagnostics) else { return };
    constraints.min_value = given.number(fields.get("min"), diagnostics);
    constraints.max_value = given.number(fields.get("max"), diagnostics);
    finish_bounds(given, fields, diagnostics);
}

fn finish_bounds(given: &Given<'_, '_>, fields: Fields<'_>, diagnostics: &mut Diagnostics) {
    if fields.members().is_empty() {
        let problem = given.bad(given.node, "bounds need a `min`, a `max` or both");
        diagnostics.push(problem.help("add a bound, or remove the trait"));
    }
    fields.finish(diagnostics);
}

/// The formats of timestamps.
const FORMATS: [&str; 3] = ["epoch-seconds", "date-time", "http-date"];

fn timestamp_format(given: &Given<'_, '_>, diagnostics: &mut Diagnostics) -> Option<TimestampFormat> {
    match given.text(diagnostics)? {
        "epoch-seconds" => Some(TimestampFormat::EpochSeconds),
        "date-time" => Some(TimestampFormat::DateTime),
        "http-date" => Some(TimestampFormat::HttpDate),
        other => {
            let help = "the formats are `epoch-seconds`, `date-time` and `http-date`".to_owned();
            let help = suggest::did_you_mean(other, FORMATS).unwrap_or(help);
            let problem = given.bad(given.node, format!("`{other}` is not a timestamp format"));
            diagnostics.push(problem.help(help));
            None
        }
    }
}

fn timestamp_shape(shape: &mut Shape, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    match &mut shape.kind {
        ShapeKind::Timestamp(format) => *format = timestamp_format(given, diagnostics),
        _ => given.misplaced("on timestamps only", diagnostics),
    }
}

fn int_value(value: &mut IntEnumMember, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    let number = given.node.to_json().as_i64().and_then(|number| i32::try_from(number).ok());
    if number.is_none() {
        let problem = given.bad(given.node, format!("`{}` has no value of 32 bits", value.name));
        diagnostics.push(problem.help("give it a `smithy.api#enumValue` that is a whole number of 32 bits"));
    }
    value.value = number.unwrap_or_default();
}

fn sparse(shape: &mut Shape, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    match &mut shape.kind {
        ShapeKind::List(List { sparse, .. }) | ShapeKind::Map(Map { sparse, .. }) => {
            *sparse = given.flag(diagnostics);
        }
        _ => given.misplaced("on lists and maps only", diagnostics),
    }
}

fn streaming(shape: &mut Shape, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    match &mut shape.kind {
        ShapeKind::Blob { streaming, .. } => *streaming = given.flag(diagnostics),
        ShapeKind::Union(union) => union.event_stream = given.flag(diagnostics),
        _ => given.misplaced("on blobs and unions only", diagnostics),
    }
}

fn requires_length(shape: &mut Shape, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    match &mut shape.kind {
        ShapeKind::Blob { requires_length, .. } => *requires_length = given.flag(diagnostics),
        _ => given.misplaced("on blobs only", diagnostics),
    }
}

fn media_type(shape: &mut Shape, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    match &mut shape.kind {
        ShapeKind::String { media_type } | ShapeKind::Blob { media_type, .. } => {
            *media_type = given.owned(diagnostics);
        }
        _ => given.misplaced("on text and blobs only", diagnostics),
    }
}

/// Reports a remaining trait `enum`. Valid ones become enums before traits are read; this one has another form or
/// place.
fn enum_trait(shape: &mut Shape, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    if matches!(shape.kind, ShapeKind::String { .. }) {
        let problem = given.bad(given.node, "the values of the string cannot be read");
        diagnostics.push(problem.help("list objects with a string `value` and, optionally, a string `name`"));
    } else {
        given.misplaced("on strings only", diagnostics);
    }
}

/// Reads the error's code in the Query protocol, which the service still sends to clients that ask for it.
fn query_error(shape: &mut Shape, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    let Some(fields) = given.fields(diagnostics) else { return };
    let code = fields.required_string("code", diagnostics);
    fields.ignore(&["httpResponseCode"]);
    fields.finish(diagnostics);
    if let (Some(error), Some(code)) = (of_error(shape, given, diagnostics), code) {
        error.codes.push(code.to_owned());
    }
}

fn error(shape: &mut Shape, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    let ShapeKind::Structure(structure) = &mut shape.kind else {
        return given.misplaced("on structures only", diagnostics);
    };
    let (fault, status) = match given.text(diagnostics) {
        Some("client") => (Fault::Client, 400),
        Some("server") => (Fault::Server, 500),
        Some(other) => {
            let problem = given.bad(given.node, format!("`{other}` is not a kind of error"));
            return diagnostics.push(problem.help("write `client` or `server`"));
        }
        None => return,
    };
    structure.error = Some(ErrorTrait::new(fault, status));
}

fn retryable(shape: &mut Shape, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    let Some(fields) = given.fields(diagnostics) else { return };
    let throttling = fields.flag("throttling", diagnostics);
    fields.finish(diagnostics);
    if let Some(error) = of_error(shape, given, diagnostics) {
        error.retryable = Some(throttling);
    }
}

/// Returns the error properties of a shape; on a shape that is no error, the trait has no meaning.
fn of_error<'s>(
    shape: &'s mut Shape,
    given: &Given<'_, '_>,
    diagnostics: &mut Diagnostics,
) -> Option<&'s mut ErrorTrait> {
    match &mut shape.kind {
        ShapeKind::Structure(Structure { error: Some(error), .. }) => Some(error),
        _ => {
            given.misplaced("beside `smithy.api#error`", diagnostics);
            None
        }
    }
}

//! The codes, and their places, by which an error of the service is recognised.

use std::collections::{BTreeMap, BTreeSet};

use iot_jobs_data::operation::update_job_execution::UpdateJobExecutionInput as Update;
use serde_json::json;
use smithy_model::ir::ShapeKind;

use super::harness::{Seen, Subject, answer, for_each_operation};
use crate::model::committed;

/// Every error: its variant, its status, and its codes.
const ERRORS: [(&str, u16, &[&str]); 12] = [
    ("CertificateValidation", 400, &["CertificateValidationException"]),
    ("Conflict", 409, &["ConflictException"]),
    ("InternalServer", 500, &["InternalServerException", "InternalError"]),
    ("InvalidRequest", 400, &["InvalidRequestException", "InvalidRequest", "InvalidTopic", "InvalidJson"]),
    ("InvalidStateTransition", 409, &["InvalidStateTransitionException", "InvalidStateTransition"]),
    ("ResourceNotFound", 404, &["ResourceNotFoundException", "ResourceNotFound"]),
    ("ServiceQuotaExceeded", 402, &["ServiceQuotaExceededException"]),
    ("ServiceUnavailable", 503, &["ServiceUnavailableException"]),
    ("TerminalState", 410, &["TerminalStateException", "TerminalStateReached"]),
    ("Throttling", 429, &["ThrottlingException", "RequestThrottled"]),
    ("Validation", 400, &["ValidationException"]),
    ("VersionMismatch", 409, &["VersionMismatchException", "VersionMismatch", "VersionConflictException"]),
];

/// The places and spellings of a code; `CODE` stands for it. The header comes first, then `code`, then `__type`.
const SPELLINGS: [(Option<&str>, &str); 13] = [
    (Some("CODE"), "{}"),
    (Some("CODE"), ""),
    (Some("CODE:http://internal.example.com/coral/com.example.iot/"), "{}"),
    (Some("com.example.iot#CODE"), "{}"),
    (Some("com.example.iot#CODE:http://internal.example.com/coral#x"), "{}"),
    (Some("CODE"), r#"{"code":"WrongException","__type":"WrongException"}"#),
    (None, r#"{"code":"CODE"}"#),
    (None, r#"{"code":"com.example.iot#CODE:http://internal.example.com/"}"#),
    (None, r#"{"code":"CODE","__type":"com.example.iot#WrongException"}"#),
    (None, r#"{"__type":"CODE"}"#),
    (None, r#"{"__type":"com.example.iot#CODE"}"#),
    (None, r#"{"__type":"com.example.iot#CODE:http://internal.example.com/"}"#),
    (Some(""), r#"{"code":null,"__type":"CODE"}"#),
];

#[test]
fn every_error_of_every_operation_in_every_spelling() {
    for_each_operation!(recognised());
}

/// Sends every code in every spelling to an operation, including those of errors that only other operations have.
fn recognised<O: Subject>() {
    for (variant, status, codes) in ERRORS {
        let expected = if O::VARIANTS.contains(&variant) { variant } else { "Unhandled" };
        for code in codes {
            for (header, body) in SPELLINGS {
                assert_recognised::<O>(expected, status, code, header, body);
            }
        }
    }
}

fn assert_recognised<O: Subject>(variant: &str, status: u16, code: &str, header: Option<&str>, body: &str) {
    let header = header.map(|header| header.replace("CODE", code));
    let body = body.replace("CODE", code);
    let mut headers = vec![("x-amzn-requestid", "id-1")];
    headers.extend(header.as_deref().map(|header| ("X-Amzn-ErrorType", header)));
    let seen = O::seen(&answer(status, &headers, &body));
    let expected = Seen {
        variant: variant.to_owned(),
        code: Some(code.to_owned()),
        message: None,
        status: Some(status),
        request_id: Some("id-1".to_owned()),
        raw_body: Some(body.clone().into()),
    };
    assert_eq!(seen, expected, "{}: {code} in {header:?} and {body}", O::NAME);
}

#[test]
fn a_message_tells_a_stale_version_where_the_code_is_that_of_another_error() {
    let cases = [
        ("InvalidRequestException", "Expected version 3 but found version 5", "VersionMismatch"),
        ("InvalidRequest", "The version does not match the EXPECTED version.", "VersionMismatch"),
        ("InvalidRequestException", "Invalid expectedVersion: 'x'", "InvalidRequest"),
        ("InvalidTopic", "Expected version 3 but found version 5", "InvalidRequest"),
        ("ThrottlingException", "version mismatch", "Throttling"),
    ];
    for (code, message, variant) in cases {
        let body = json!({ "__type": code, "message": message }).to_string();
        let seen = Update::seen(&answer(400, &[], &body));
        assert_eq!((seen.variant.as_str(), seen.code.as_deref()), (variant, Some(code)), "{message}");
    }
}

#[test]
fn codes_decide_and_not_the_status() {
    for_each_operation!(throttled_with_any_status());
}

fn throttled_with_any_status<O: Subject>() {
    for status in [300, 400, 404, 409, 429, 500, 503, 599] {
        let seen = O::seen(&answer(status, &[("x-amzn-errortype", "ThrottlingException")], "{}"));
        assert_eq!((seen.variant.as_str(), seen.status), ("Throttling", Some(status)));
        let seen = O::seen(&answer(status, &[], "{}"));
        assert_eq!((seen.variant.as_str(), seen.status, seen.code), ("Unhandled", Some(status), None));
    }
}

#[test]
fn unknown_codes_keep_all_there_is() {
    for_each_operation!(unknown());
}

fn unknown<O: Subject>() {
    for code in ["AccessDeniedException", "throttlingexception", "Throttling Exception", "é"] {
        let body = json!({ "code": code, "message": "no", "detail": { "x": [1] } }).to_string();
        let seen = O::seen(&answer(418, &[("x-amz-request-id", "id-2")], &body));
        let expected = Seen {
            variant: "Unhandled".to_owned(),
            code: Some(code.to_owned()),
            message: Some("no".to_owned()),
            status: Some(418),
            request_id: Some("id-2".to_owned()),
            raw_body: Some(body.into()),
        };
        assert_eq!(seen, expected);
    }
}

#[test]
fn codes_that_are_none() {
    for (header, body) in [
        (":http://example.com/", "{}"),
        ("com.example#", "{}"),
        ("  ", "{}"),
        ("", r##"{"code":"","__type":"#:"}"##),
        ("", r#"{"code":404,"__type":["ThrottlingException"]}"#),
        ("", r#"["ThrottlingException"]"#),
        ("", "ThrottlingException"),
    ] {
        let seen = Update::seen(&answer(400, &[("x-amzn-errortype", header)], body));
        assert_eq!((seen.variant.as_str(), seen.code), ("Unhandled", None), "{header} {body}");
    }
}

#[test]
fn the_tables_have_every_error_of_the_model() {
    let model = committed();
    let modeled = model.shapes.iter().filter_map(|(_, shape)| match &shape.kind {
        ShapeKind::Structure(structure) => {
            let error = structure.error.as_ref()?;
            let codes = [shape.name.clone()].into_iter().chain(error.codes.iter().cloned()).collect();
            Some((variant_of(&shape.name), (error.status, codes)))
        }
        _ => None,
    });
    let tabled = ERRORS.map(|(variant, status, codes)| {
        (variant.to_owned(), (status, codes.iter().map(|code| (*code).to_owned()).collect()))
    });
    let tabled: BTreeMap<String, (u16, BTreeSet<String>)> = tabled.into();
    assert_eq!(tabled, modeled.collect());

    let of_operation = |name: &str| -> BTreeSet<String> {
        let operation = model.operations.iter().find(|operation| operation.name == name).expect(name);
        operation.errors.iter().map(|error| variant_of(&model.shape(*error).name)).collect()
    };
    for_each_operation!(assert_variants(&of_operation));
    assert_eq!(model.operations.len(), 5, "a new operation needs a place in the tables");
}

fn assert_variants<O: Subject>(of_operation: &dyn Fn(&str) -> BTreeSet<String>) {
    let variants: BTreeSet<_> = O::VARIANTS.iter().map(|variant| (*variant).to_owned()).collect();
    assert_eq!(variants, of_operation(O::NAME), "{}", O::NAME);
}

/// Returns the name of a variant: that of its shape, without the word at the end of all of them.
fn variant_of(shape: &str) -> String {
    shape.strip_suffix("Exception").unwrap_or(shape).to_owned()
}

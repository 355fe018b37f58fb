//! Describes the values and the HTTP interface of a model in JSON Schema and in `OpenAPI`.

mod names;
mod object;
mod openapi;
mod shapes;
mod simple;

use serde_json::Value;

use self::object::Object;
use self::shapes::Schemas;
use smithy_model::Validated;
use smithy_model::documentation::plain;
use smithy_model::ir::Model;

pub use self::openapi::openapi;

/// Returns one JSON Schema (2020-12) with a definition for every shape, under the shape's name in `$defs`.
///
/// The document as a whole accepts any value; validate a value against `#/$defs/NAME`. Its `$id` is a URN of service
/// and API version, and not an address. If shapes share a name, the later ones get a number after it.
///
/// **Values, not messages.** A schema describes the JSON form of a shape's value, with all its members under their
/// names in JSON. The schema of an input therefore also has the members of path, query and headers, as in a call by
/// name with JSON. [`openapi`] describes how an input becomes a request. A string that is embedded in MQTT messages as
/// JSON is a string here, and a notification has the levels of its topic.
///
/// **Open and closed.** Shapes that only callers send are closed: enums accept the known values, structures the known
/// members, unions exactly one known member. Shapes that a service sends are open, because it may be newer than the
/// model: a reference to an enum accepts other values of the same type too, structures other members, unions one
/// unknown member. A shape that is sent in both directions is open. The definition of an enum itself always lists the
/// known values and accepts no others. JSON null, which readers treat as an absent member, is allowed only in sparse
/// collections. `required` is what the model says; a service may omit a member anyway.
///
/// **Constraints.** The constraints of a member override the same constraints of its target; the target's schema is
/// then written inline with them. Lengths of text count characters, and those of bytes the characters of their base64,
/// which allows up to two bytes more than the model. A pattern that ECMA 262 interprets differently, or does not
/// support, becomes an `x-smithy-pattern` instead of a `pattern`: it is better to accept what the service refuses. A
/// floating-point number may be `"NaN"`, `"Infinity"` or `"-Infinity"`, unless there is a range.
///
/// **Additional keywords**, all of them annotations: `x-smithy-sensitive` (secret values), `x-smithy-pattern`,
/// `x-smithy-timestamp-format` (`epoch-seconds`, `http-date`), `x-smithy-members` (names and descriptions of an enum's
/// values), `x-smithy-idempotency-token`, and `x-smithy-error` (who caused it, status, further codes, whether another
/// attempt may help).
pub fn json_schema(model: &Model<Validated>) -> Value {
    let service = &model.service;
    let schemas = Schemas::of_values(model, "#/$defs/");
    Object::of("$schema", "https://json-schema.org/draft/2020-12/schema")
        .with("$id", urn(model))
        .with("title", title(model))
        .with_some("description", service.documentation.as_deref().and_then(plain))
        .with("$defs", schemas.all(|_| true))
        .into()
}

/// Returns `urn:smithy:iot-jobs-data-plane:2017-09-29`.
fn urn(model: &Model<Validated>) -> String {
    let slug = |text: &str| {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-")
    };
    let parts = ["urn:smithy".to_owned(), slug(&model.service.sdk_id), slug(&model.service.version)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(":")
}

/// Returns the service's full name, or its name in SDKs.
fn title(model: &Model<Validated>) -> &str {
    Some(model.service.title.as_str()).filter(|title| !title.is_empty()).unwrap_or(&model.service.sdk_id)
}

//! Tells in JSON Schema and in `OpenAPI` what a model says of values and of HTTP.

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

/// One JSON Schema (2020-12) with a definition for every shape, under the shape's name in `$defs`.
///
/// The document as a whole takes any value; a value is checked against `#/$defs/NAME`. Its `$id` is a URN of service
/// and API version, so nothing is to be found there. Of shapes that share a name, the later ones have a number behind
/// it.
///
/// **Values, not messages.** A schema describes the JSON form of a shape's value, with all its members under their
/// names in JSON. The schema of an input therefore has the members of path, query and headers too, as when an
/// operation is called by name with JSON. How an input lies on a request is told by [`openapi`]. A text that stands in messages
/// over MQTT as the JSON that it is, is a string all the same, and a notification has the levels of its topic.
///
/// **Open and closed.** What only callers send is closed: enums take the known values, structures the known members,
/// unions exactly one known member. What a service sends is open, since it may be newer than the model: a reference to
/// an enum takes other values of the same type too, structures other members, unions one unknown member. A shape that
/// goes both ways is open. The definition of an enum itself always lists the known values and takes no others. JSON
/// null, which readers take for an absent member, is allowed in sparse collections alone. `required` is what the model
/// says; a service may leave out a member all the same.
///
/// **Rules.** The rules of a member go before the same rules of its target, so the target's schema is then written out
/// with them. Lengths of text count characters, and those of bytes the characters of their base64, which allows up to
/// two bytes more than the model. A pattern that ECMA 262 reads otherwise than the model's author may have meant, or
/// not at all, is no `pattern` but an `x-smithy-pattern`: it is better to let through what the service refuses. A
/// floating-point number may be `"NaN"`, `"Infinity"` or `"-Infinity"`, unless there is a range.
///
/// **Keywords of its own**, all of them annotations: `x-smithy-sensitive` (secret values), `x-smithy-pattern`,
/// `x-smithy-timestamp-format` (`epoch-seconds`, `http-date`), `x-smithy-members` (names and descriptions of an enum's
/// values), `x-smithy-idempotency-token`, and `x-smithy-error` (whose problem, status, further codes, whether another
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

/// `urn:smithy:iot-jobs-data-plane:2017-09-29`.
fn urn(model: &Model<Validated>) -> String {
    let slug = |text: &str| {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-")
    };
    let parts = ["urn:smithy".to_owned(), slug(&model.service.sdk_id), slug(&model.service.version)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(":")
}

/// The service's full name, or the one it has in SDKs.
fn title(model: &Model<Validated>) -> &str {
    Some(model.service.title.as_str()).filter(|title| !title.is_empty()).unwrap_or(&model.service.sdk_id)
}

//! An independent reader reads the same members back from a request that the builder wrote.
//!
//! - A label stays one segment of the path, and a greedy one has as many segments as its text.
//! - No header contains a line break.
//! - Exactly those inputs that cannot be sent are errors.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use models::Dice;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};
use smithy_model::Model;
use smithy_model::ir::{Binding, Member, Operation, ShapeKind, UriPart};

use crate::clients::{METHODS, Method, Wire};
use crate::values;

/// Checks the laws.
pub(crate) fn check(data: &[u8]) {
    let mut dice = Dice::new(data);
    let method = &METHODS[dice.below(METHODS.len())];
    let model = values::model(method.wire);
    let operation = values::operation(model, method.name);
    let input = values::random(model, operation.input, &mut dice);
    match (method.request)(&input) {
        Err(error) => {
            assert!(
                method.wire == Wire::Rest && is_unsendable(model, operation, &input),
                "{}: {error}: {input:#}",
                method.name
            );
        }
        Ok(request) => sent(model, operation, method, &input, &request),
    }
}

fn sent(
    model: &Model,
    operation: &Operation,
    method: &Method,
    input: &Value,
    request: &http::Request<Bytes>,
) {
    assert!(request.uri().host().is_none(), "the host is not up to an input");
    for (name, value) in request.headers() {
        let is_odd = value.as_bytes().iter().any(|byte| matches!(byte, b'\r' | b'\n' | 0));
        assert!(!is_odd, "{name} has a line break: {value:?}");
    }
    let found = match method.wire {
        Wire::Rest => rest(model, operation, request),
        Wire::Json => {
            let target = request.headers().get("x-amz-target").expect("a target").to_str().expect("a text");
            assert_eq!(target.rsplit('.').next(), Some(method.name));
            assert_eq!(request.uri(), "/");
            json(request.body())
        }
        Wire::Cbor => {
            assert_eq!(request.uri().path(), format!("/service/Law/operation/{}", method.name));
            values::of_cbor(&ciborium::from_reader(request.body().as_ref()).expect("the body is CBOR"))
        }
    };
    let expected = comparable(model, operation, method.wire, input);
    assert_eq!(comparable(model, operation, method.wire, &found), expected, "{} {request:?}", method.name);
}

fn json(body: &[u8]) -> Value {
    serde_json::from_slice(body).expect("the body is JSON")
}

/// Returns an input in the form for comparison: without empty lists and maps outside of the body.
fn comparable(model: &Model, operation: &Operation, wire: Wire, input: &Value) -> Value {
    let mut value = values::canonical(model, operation.input, input);
    let Value::Object(entries) = &mut value else { return value };
    for member in model.structure(operation.input).members.iter().filter(|_| wire == Wire::Rest) {
        let is_empty = |value: &Value| match value {
            // A header with one empty text is the same as an empty list.
            Value::Array(items) if matches!(member.binding, Binding::Header(_)) => {
                items.iter().all(|item| item == "") && items.len() < 2
            }
            Value::Array(items) => items.is_empty(),
            Value::Object(entries) => entries.is_empty(),
            _ => false,
        };
        if !member.binding.is_in_body() && member.binding != Binding::Payload {
            if member.binding == Binding::QueryParams
                && let Some(Value::Object(more)) = entries.get_mut(member.wire_name())
            {
                more.retain(|key, _| !is_bound(model, operation, key));
            }
            if entries.get(member.wire_name()).is_some_and(is_empty) {
                entries.remove(member.wire_name());
            }
        }
        if member.binding == Binding::Payload && model.shape(member.target).kind.name() != "structure" {
            // An empty payload is the same as none.
            entries.retain(|name, value| name != member.wire_name() || value != "");
        }
        // An unset structure as the payload is sent as an empty one.
        if member.binding == Binding::Payload && entries.get(member.wire_name()).is_some_and(is_empty) {
            entries.remove(member.wire_name());
        }
    }
    value
}

/// Whether a name in the query belongs to the URI or to a member.
fn is_bound(model: &Model, operation: &Operation, name: &str) -> bool {
    let http = operation.http.as_ref().expect("an operation of HTTP");
    let is_fixed = http.uri.query.iter().any(|pair| pair.split('=').next() == Some(name));
    let mut members = model.structure(operation.input).members.iter();
    is_fixed || members.any(|member| matches!(&member.binding, Binding::Query(known) if known == name))
}

/// Whether an input contains something that no request can carry.
fn is_unsendable(model: &Model, operation: &Operation, input: &Value) -> bool {
    let http = operation.http.as_ref().expect("an operation of HTTP");
    model.structure(operation.input).members.iter().any(|member| {
        let Some(value) = input.get(member.wire_name()) else { return false };
        let texts: Vec<&str> = match value {
            Value::String(text) => vec![text],
            Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
            Value::Object(entries) => entries.values().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        let is_control = |text: &&str| text.chars().any(|c| (c.is_ascii_control() && c != '\t') || c == '\u{7F}');
        match &member.binding {
            Binding::Label { .. } => {
                let is_greedy = http.uri.path.iter().any(
                    |part| matches!(part, UriPart::Label { member: name, greedy: true } if *name == member.name),
                );
                let is_dots = |segment: &str| matches!(segment, "." | "..");
                texts.iter().any(|text| {
                    text.is_empty() || if is_greedy { text.split('/').any(is_dots) } else { is_dots(text) }
                })
            }
            Binding::Header(_) | Binding::PrefixHeaders(_) => texts.iter().any(is_control),
            _ => false,
        }
    })
}

/// Returns the input that a request of `restJson1` contains.
fn rest(model: &Model, operation: &Operation, request: &http::Request<Bytes>) -> Value {
    let members = &model.structure(operation.input).members;
    let mut found = match members.iter().find(|member| member.binding == Binding::Payload) {
        Some(member) => payload(model, member, request.body()),
        None if request.body().is_empty() => Map::new(),
        None => json(request.body()).as_object().cloned().expect("the body is an object"),
    };
    let query = query(request.uri().query().unwrap_or_default());
    path(operation, request.uri().path(), &mut found);
    for member in members {
        let values = match &member.binding {
            Binding::Query(name) => {
                query.iter().filter(|(known, _)| known == name).map(|(_, value)| value.clone()).collect()
            }
            Binding::Header(name) => header(model, member, request, name),
            Binding::QueryParams => {
                let others = query.iter().filter(|(name, _)| !is_bound(model, operation, name));
                let others = others.map(|(name, value)| (name.clone(), value.as_str().into()));
                found.insert(member.wire_name().to_owned(), Value::Object(others.collect()));
                continue;
            }
            Binding::PrefixHeaders(prefix) => {
                found.insert(member.wire_name().to_owned(), prefixed(request, prefix));
                continue;
            }
            _ => continue,
        };
        insert(model, member, &values, &mut found);
    }
    found.into()
}

fn payload(model: &Model, member: &Member, body: &Bytes) -> Map<String, Value> {
    let value = match &model.shape(member.target).kind {
        ShapeKind::Blob { .. } => STANDARD.encode(body).into(),
        ShapeKind::String { .. } => std::str::from_utf8(body).expect("a payload of text").into(),
        _ => json(body),
    };
    [(member.wire_name().to_owned(), value)].into_iter().collect()
}

/// Adds serialized texts to a member, according to its type.
fn insert(model: &Model, member: &Member, texts: &[String], found: &mut Map<String, Value>) {
    let name = member.wire_name().to_owned();
    match (&model.shape(member.target).kind, texts) {
        (ShapeKind::List(_), texts) => {
            found.insert(name, texts.iter().map(|text| Value::from(text.as_str())).collect());
        }
        (kind, [text]) => {
            found.insert(name, scalar(kind, text));
        }
        (_, []) => {}
        (_, more) => panic!("`{name}` stands there {} times: {more:?}", more.len()),
    }
}

fn scalar(kind: &ShapeKind, text: &str) -> Value {
    match kind {
        ShapeKind::Boolean => (text == "true").into(),
        ShapeKind::Integer | ShapeKind::Long => text.parse::<i64>().expect("a number").into(),
        _ => text.into(),
    }
}

/// Reads the labels in a path.
fn path(operation: &Operation, path: &str, found: &mut Map<String, Value>) {
    let http = operation.http.as_ref().expect("an operation of HTTP");
    let template = http.uri.path.iter().map(ToString::to_string).collect::<String>();
    let (template, path): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    let greedy = template.iter().position(|segment| segment.ends_with("+}"));
    let extra = path.len().checked_sub(template.len()).expect("a label takes no segment away");
    assert!(greedy.is_some() || extra == 0, "a label adds a segment: {path:?}");
    let decode = |text: &str| percent_decode_str(text).decode_utf8().expect("UTF-8").into_owned();
    let mut at = 0;
    for segment in template {
        let count = if segment.ends_with("+}") { extra + 1 } else { 1 };
        let text = path[at..at + count].join("/");
        at += count;
        let Some(label) = segment.strip_prefix('{').and_then(|label| label.strip_suffix('}')) else {
            assert_eq!(text, segment, "a label changes what is fixed");
            continue;
        };
        let text = decode(&text);
        let value =
            if label == "number" { text.parse::<i64>().expect("a number").into() } else { Value::from(text) };
        found.insert(label.trim_end_matches('+').to_owned(), value);
    }
}

/// Returns names and values of a query, decoded.
fn query(query: &str) -> Vec<(String, String)> {
    let decode = |text: &str| percent_decode_str(text).decode_utf8().expect("UTF-8").into_owned();
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}

fn header(model: &Model, member: &Member, request: &http::Request<Bytes>, name: &str) -> Vec<String> {
    let values = request.headers().get_all(name).iter();
    let texts = values.map(|value| std::str::from_utf8(value.as_bytes()).expect("UTF-8").to_owned());
    if matches!(model.shape(member.target).kind, ShapeKind::List(_)) {
        texts.flat_map(|text| listed(&text)).collect()
    } else {
        texts.collect()
    }
}

/// Returns the items of a header: commas separate them, except within quotes.
fn listed(text: &str) -> Vec<String> {
    let (mut items, mut rest) = (Vec::new(), text.trim_start_matches([' ', '\t']));
    if rest.is_empty() {
        return items;
    }
    loop {
        if let Some(quoted) = rest.strip_prefix('"') {
            let (mut item, mut characters) = (String::new(), quoted.char_indices());
            let end = loop {
                match characters.next().expect("a quote that ends") {
                    (_, '\\') => item.extend(characters.next().map(|(_, next)| next)),
                    (at, '"') => break at,
                    (_, other) => item.push(other),
                }
            };
            items.push(item);
            rest = quoted[end + 1..].trim_start_matches([' ', '\t']);
        } else {
            let end = rest.find(',').unwrap_or(rest.len());
            items.push(rest[..end].trim_matches([' ', '\t']).to_owned());
            rest = &rest[end..];
        }
        match rest.strip_prefix(',') {
            Some(more) => rest = more.trim_start_matches([' ', '\t']),
            None => return items,
        }
    }
}

fn prefixed(request: &http::Request<Bytes>, prefix: &str) -> Value {
    let prefix = prefix.to_ascii_lowercase();
    let entries = request.headers().iter().filter_map(|(name, value)| {
        let key = name.as_str().strip_prefix(&prefix)?;
        Some((key.to_owned(), std::str::from_utf8(value.as_bytes()).expect("UTF-8").into()))
    });
    Value::Object(entries.collect())
}

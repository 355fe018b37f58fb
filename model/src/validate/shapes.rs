//! Shapes: constraints, defaults, keys, names on the wire.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Number, Value};

use super::{described, events};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Constraints, Member, Model, Origin, Shape, ShapeId, ShapeKind, Unvalidated};

type Source = Model<Unvalidated>;

/// Checks every reachable shape.
pub(super) fn check(model: &Source, reachable: &BTreeSet<ShapeId>, diagnostics: &mut Diagnostics) {
    for shape in reachable.iter().map(|id| model.shape(*id)) {
        check_constraints(&shape.constraints, &shape.kind, &shape.origin, diagnostics);
        for member in shape.members() {
            check_member(model, member, diagnostics);
        }
        match &shape.kind {
            ShapeKind::Enum(members) => {
                let values = members.iter().map(|member| (member.value.clone(), &member.origin));
                check_values(shape, values.collect(), diagnostics);
            }
            ShapeKind::IntEnum(members) => {
                let values = members.iter().map(|member| (member.value.to_string(), &member.origin));
                check_values(shape, values.collect(), diagnostics);
            }
            ShapeKind::Map(map) => check_key(model, &map.key, diagnostics),
            ShapeKind::Union(inner) => {
                if inner.members.is_empty() {
                    diagnostics.push(empty(shape, "union"));
                }
                if inner.event_stream {
                    events::check(model, shape, inner, diagnostics);
                }
                for member in
                    inner.members.iter().filter(|member| member.required || member.default.is_some())
                {
                    let message = "a member of a union is required or has a default, which has no effect";
                    let problem = Diagnostic::warning("misplaced-trait", message).at(member.origin.span);
                    let help = "exactly one member of a union is set";
                    diagnostics.push_once(problem.shape(&member.origin.id).help(help));
                }
            }
            _ => {}
        }
    }
}

/// Checks that the members of every reachable structure and union have names of their own in JSON.
pub(super) fn check_names(model: &Source, reachable: &BTreeSet<ShapeId>, diagnostics: &mut Diagnostics) {
    for shape in reachable.iter().map(|id| model.shape(*id)) {
        if let ShapeKind::Structure(inner) | ShapeKind::Union(inner) = &shape.kind {
            check_wire_names(&inner.members, diagnostics);
        }
    }
}

fn check_constraints(
    constraints: &Constraints,
    kind: &ShapeKind,
    origin: &Origin,
    diagnostics: &mut Diagnostics,
) {
    for (rule, values) in pointless(constraints, kind) {
        let message = format!("{} has no {rule}", described(kind));
        let problem = Diagnostic::error("bad-constraint", message).at(origin.span).shape(&origin.id);
        diagnostics.push(problem.help(format!("remove the rule: it is for {values}")));
    }
    let length = constraints.min_length.zip(constraints.max_length).is_some_and(|(min, max)| min > max);
    let value = |number: &Option<Number>| number.as_ref().and_then(Number::as_f64);
    let range =
        value(&constraints.min_value).zip(value(&constraints.max_value)).is_some_and(|(min, max)| min > max);
    for (bad, what) in [(length, "length"), (range, "value")] {
        if bad {
            let message = format!("the minimum {what} is greater than the maximum");
            let problem = Diagnostic::error("empty-range", message).at(origin.span).shape(&origin.id);
            diagnostics.push(problem.help("swap `min` and `max`: no value satisfies both"));
        }
    }
}

fn check_member(model: &Source, member: &Member, diagnostics: &mut Diagnostics) {
    let target = model.shape(member.target);
    check_constraints(&member.constraints, &target.kind, &member.origin, diagnostics);
    if let Some(default) = &member.default
        && !fits(model, default, member.target)
    {
        let message = format!("{default} is not a valid default for {}", described(&target.kind));
        let problem =
            Diagnostic::error("bad-default", message).at(member.origin.span).shape(&member.origin.id);
        diagnostics.push(problem.help(default_help(&target.kind)));
    }
    if member.idempotency_token && !matches!(target.kind, ShapeKind::String { .. }) {
        let problem = Diagnostic::error("bad-trait", "an idempotency token is text");
        let problem = problem.at(member.origin.span).shape(&member.origin.id);
        diagnostics.push(problem.help("remove the trait, or make the target a string"));
    }
    if member.timestamp_format.is_some() && !matches!(target.kind, ShapeKind::Timestamp(_)) {
        let problem = Diagnostic::error("bad-trait", "only a timestamp has a timestamp format");
        let problem = problem.at(member.origin.span).shape(&member.origin.id);
        diagnostics.push(problem.help("remove the trait, or make the target a timestamp"));
    }
}

/// Returns the rules that have no meaning for values of a type, and the types that they are for.
fn pointless(rules: &Constraints, kind: &ShapeKind) -> impl Iterator<Item = (&'static str, &'static str)> {
    use ShapeKind::{
        BigDecimal, BigInteger, Blob, Byte, Double, Enum, Float, IntEnum, Integer, List, Long, Map, Short,
        String,
    };
    let has_length = matches!(kind, String { .. } | Enum(_) | Blob { .. } | List(_) | Map(_));
    let has_range =
        matches!(kind, Byte | Short | Integer | Long | Float | Double | BigInteger | BigDecimal | IntEnum(_));
    let length = rules.min_length.is_some() || rules.max_length.is_some();
    let range = rules.min_value.is_some() || rules.max_value.is_some();
    let candidates = [
        (length && !has_length, "length", "text, bytes, lists and maps"),
        (range && !has_range, "range", "numbers"),
        (rules.pattern.is_some() && !matches!(kind, String { .. } | Enum(_)), "pattern", "text"),
        (rules.unique_items && !matches!(kind, List(_)), "items to be unique", "lists"),
    ];
    candidates.into_iter().filter(|(wrong, ..)| *wrong).map(|(_, rule, values)| (rule, values))
}

fn default_help(kind: &ShapeKind) -> String {
    match kind {
        ShapeKind::Enum(members) => {
            let values: Vec<_> = members.iter().map(|member| format!("\"{}\"", member.value)).collect();
            format!("the values are {}", values.join(", "))
        }
        ShapeKind::IntEnum(members) => {
            let values: Vec<_> = members.iter().map(|member| member.value.to_string()).collect();
            format!("the values are {}", values.join(", "))
        }
        ShapeKind::List(_) | ShapeKind::Map(_) => {
            "write values that suit the members of the list or map".to_owned()
        }
        ShapeKind::Structure(_) | ShapeKind::Union(_) => "structures and unions have no default".to_owned(),
        ShapeKind::Blob { .. } => "write the bytes in base64".to_owned(),
        ShapeKind::Timestamp(_) => {
            "write seconds since 1970, or a time like \"2024-05-06T07:08:09Z\"".to_owned()
        }
        _ => "write a default of the member's type, or `null` for none".to_owned(),
    }
}

/// Whether a text has the form of a timestamp in RFC 3339.
fn is_moment(text: &str) -> bool {
    let form = text.bytes().zip("0000-00-00T00:00:00".bytes());
    let fits = |(byte, form): (u8, u8)| if form == b'0' { byte.is_ascii_digit() } else { byte == form };
    text.len() > 19 && form.into_iter().all(fits)
}

/// Whether a default fits a shape, and all of its items fit theirs.
fn fits(model: &Source, default: &Value, id: ShapeId) -> bool {
    let kind = &model.shape(id).kind;
    match (default, kind) {
        (Value::Array(items), ShapeKind::List(list)) => {
            items.iter().all(|item| (list.sparse || !item.is_null()) && fits(model, item, list.member.target))
        }
        (Value::Object(entries), ShapeKind::Map(map)) => entries.iter().all(|(key, value)| {
            (map.sparse || !value.is_null())
                && fits(model, &Value::from(key.as_str()), map.key.target)
                && fits(model, value, map.value.target)
        }),
        _ => suits(default, kind),
    }
}

/// Whether a default fits a simple type.
fn suits(default: &Value, kind: &ShapeKind) -> bool {
    match (default, kind) {
        (Value::Null, _)
        | (_, ShapeKind::Document)
        | (Value::Bool(_), ShapeKind::Boolean)
        | (
            Value::Number(_),
            ShapeKind::Float | ShapeKind::Double | ShapeKind::BigDecimal | ShapeKind::Timestamp(_),
        )
        // `defaults` has checked the base64 of a blob.
        | (Value::String(_), ShapeKind::String { .. } | ShapeKind::Blob { .. }) => true,
        (Value::Number(number), ShapeKind::Byte) => number.as_i64().is_some_and(|n| i8::try_from(n).is_ok()),
        (Value::Number(number), ShapeKind::Short) => {
            number.as_i64().is_some_and(|n| i16::try_from(n).is_ok())
        }
        (Value::Number(number), ShapeKind::Integer) => {
            number.as_i64().is_some_and(|n| i32::try_from(n).is_ok())
        }
        (Value::Number(number), ShapeKind::IntEnum(members)) => {
            members.iter().any(|member| number.as_i64() == Some(member.value.into()))
        }
        (Value::Number(number), ShapeKind::Long) => number.is_i64(),
        (Value::Number(number), ShapeKind::BigInteger) => number.is_i64() || number.is_u64(),
        (Value::String(text), ShapeKind::Timestamp(_)) => is_moment(text),
        (Value::String(value), ShapeKind::Enum(members)) => {
            members.iter().any(|member| member.value == *value)
        }
        _ => false,
    }
}

fn check_values(shape: &Shape, values: Vec<(String, &Origin)>, diagnostics: &mut Diagnostics) {
    if values.is_empty() {
        diagnostics.push(empty(shape, "enum"));
    }
    let mut seen = BTreeSet::new();
    for (value, origin) in values {
        if !seen.insert(value.clone()) {
            let message = format!("the value `{value}` is given twice");
            let problem = Diagnostic::error("duplicate-value", message).at(origin.span.or(shape.origin.span));
            diagnostics.push(problem.shape(&shape.origin.id).help("remove one of the two"));
        }
    }
}

fn check_key(model: &Source, key: &Member, diagnostics: &mut Diagnostics) {
    let target = model.shape(key.target);
    if !matches!(target.kind, ShapeKind::String { .. } | ShapeKind::Enum(_)) {
        let message =
            format!("the keys of a map are text, and `{}` is {}", target.name, described(&target.kind));
        let problem = Diagnostic::error("bad-key", message).at(key.origin.span).shape(&key.origin.id);
        diagnostics.push(problem.help("make the key's target a string or an enum"));
    }
}

fn check_wire_names(members: &[Member], diagnostics: &mut Diagnostics) {
    let mut names: BTreeMap<&str, &Member> = BTreeMap::new();
    let in_body = |member: &&Member| member.binding.is_in_body();
    for member in members.iter().filter(in_body) {
        if let Some(first) = names.insert(member.wire_name(), member)
            && (first.json_name.is_some() || member.json_name.is_some())
        {
            let name = member.wire_name();
            let message = format!("`{}` and `{}` are both called `{name}` in JSON", first.name, member.name);
            let problem = Diagnostic::error("duplicate-json-name", message).at(member.origin.span);
            diagnostics.push(problem.shape(&member.origin.id).help("give one of them another `jsonName`"));
        }
    }
}

fn empty(shape: &Shape, kind: &str) -> Diagnostic {
    Diagnostic::error("empty-shape", format!("the {kind} `{}` has no members", shape.name))
        .at(shape.origin.span)
        .shape(&shape.origin.id)
        .help("add a member, or use another type")
}

//! The shapes of a model, a row each: name, kind, and what is to be known of its values.

use smithy_model::ir::{Constraints, EnumMember, ErrorTrait, Member, Shape, ShapeKind};
use smithy_model::{Model, Validated};

use super::table::Table;
use super::words::{self, listed};

/// The longest pattern that is shown whole, in characters.
const PATTERN: usize = 60;

/// The table of all shapes, in the order of their names.
pub(super) fn table(model: &Model<Validated>) -> Table {
    let mut table = Table::new(2);
    for (_, shape) in model.shapes.iter() {
        let kind = match &shape.kind {
            ShapeKind::Structure(structure) if structure.error.is_some() => "error",
            kind => kind.name(),
        };
        table.row([&shape.name, kind, &facts(model, shape)]);
    }
    table
}

fn facts(model: &Model<Validated>, shape: &Shape) -> String {
    let mut facts: Vec<String> = content(model, &shape.kind).into_iter().collect();
    facts.extend(rules(&shape.constraints));
    facts.extend(shape.sensitive.then(|| "sensitive".to_owned()));
    facts.extend(shape.json_over_mqtt.then(|| "JSON over MQTT".to_owned()));
    facts.extend(shape.deprecated.as_ref().map(|_| "deprecated".to_owned()));
    facts.join("; ")
}

/// What makes the shape differ from others of its kind, other than its constraints.
fn content(model: &Model<Validated>, kind: &ShapeKind) -> Option<String> {
    let name = |member: &Member| model.shape(member.target).name.as_str();
    let sparse = |sparse| if sparse { ", or null" } else { "" };
    Some(match kind {
        ShapeKind::String { media_type } => media_type.clone()?,
        ShapeKind::Blob { media_type, streaming, requires_length } => {
            let length = if *requires_length { ", of known length" } else { "" };
            let streaming = streaming.then(|| format!("streaming{length}"));
            let facts: Vec<String> = media_type.clone().into_iter().chain(streaming).collect();
            Some(facts.join("; ")).filter(|facts| !facts.is_empty())?
        }
        ShapeKind::Timestamp(format) => words::timestamp_format((*format)?).to_owned(),
        ShapeKind::Enum(members) => listed(members.iter().map(value)),
        ShapeKind::IntEnum(members) => {
            listed(members.iter().map(|member| format!("{} = {}", member.name, member.value)))
        }
        ShapeKind::List(list) => {
            format!("of {}{}", typed(name(&list.member), &list.member), sparse(list.sparse))
        }
        ShapeKind::Map(map) => {
            let (key, value) = (typed(name(&map.key), &map.key), typed(name(&map.value), &map.value));
            format!("from {key} to {value}{}", sparse(map.sparse))
        }
        ShapeKind::Structure(inner) | ShapeKind::Union(inner) => {
            let members = inner.members.iter().map(|member| {
                let mark = if member.required { "*" } else { "" };
                format!("{}{mark}: {}", member.name, typed(name(member), member))
            });
            let members = if inner.members.is_empty() { "no members".to_owned() } else { listed(members) };
            inner.error.as_ref().map_or_else(String::new, error) + &members
        }
        _ => return None,
    })
}

/// The type of a member, with the rules that hold for this member alone.
fn typed(target: &str, member: &Member) -> String {
    let rules = rules(&member.constraints);
    if rules.is_empty() { target.to_owned() } else { format!("{target} ({})", rules.join("; ")) }
}

fn error(error: &ErrorTrait) -> String {
    let fault = words::fault(error.fault);
    let retry = match error.retryable {
        None => "",
        Some(false) => ", retryable",
        Some(true) => ", throttling",
    };
    let codes =
        if error.codes.is_empty() { String::new() } else { format!(", also {}", error.codes.join(", ")) };
    format!("{} ({fault}{retry}{codes}); ", error.status)
}

/// The value of an enum's member, quoted where it would be hard to tell from the text around it.
fn value(member: &EnumMember) -> String {
    let value = &member.value;
    let plain = !value.is_empty() && !value.contains([' ', ',', ';', '"']);
    let value = if plain { value.clone() } else { format!("{value:?}") };
    if member.tags.is_empty() { value } else { format!("{value} ({})", member.tags.join(", ")) }
}

/// The constraints, a clause each.
fn rules(constraints: &Constraints) -> Vec<String> {
    let length = range("length", constraints.min_length.as_ref(), constraints.max_length.as_ref());
    let value = range("value", constraints.min_value.as_ref(), constraints.max_value.as_ref());
    let pattern = constraints.pattern.as_deref().map(|pattern| format!("pattern {}", shortened(pattern)));
    let unique = constraints.unique_items.then(|| "unique items".to_owned());
    [length, value, pattern, unique].into_iter().flatten().collect()
}

fn range<T: ToString>(what: &str, least: Option<&T>, greatest: Option<&T>) -> Option<String> {
    let (least, greatest) = (least.map(T::to_string), greatest.map(T::to_string));
    Some(match (least, greatest) {
        (None, None) => return None,
        (Some(least), None) => format!("{what} from {least}"),
        (None, Some(greatest)) => format!("{what} up to {greatest}"),
        (Some(least), Some(greatest)) if least == greatest => format!("{what} {least}"),
        (Some(least), Some(greatest)) => format!("{what} {least} to {greatest}"),
    })
}

fn shortened(pattern: &str) -> String {
    let cut = pattern.char_indices().nth(PATTERN).and_then(|(end, _)| pattern.get(..end));
    cut.map_or_else(|| pattern.to_owned(), |start| format!("{start}…"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_in_words() {
        let cases = [
            (Constraints::default(), ""),
            (Constraints { min_length: Some(1), ..Constraints::default() }, "length from 1"),
            (Constraints { max_length: Some(9), ..Constraints::default() }, "length up to 9"),
            (
                Constraints {
                    min_value: Some(2.into()),
                    max_value: Some(2.into()),
                    ..Constraints::default()
                },
                "value 2",
            ),
            (
                Constraints {
                    min_length: Some(0),
                    max_length: Some(4),
                    pattern: Some("[a-z]+".to_owned()),
                    unique_items: true,
                    ..Constraints::default()
                },
                "length 0 to 4; pattern [a-z]+; unique items",
            ),
        ];
        for (constraints, expected) in cases {
            assert_eq!(rules(&constraints).join("; "), expected);
        }
    }

    #[test]
    fn long_patterns_are_cut() {
        assert_eq!(shortened(&"ä".repeat(60)), "ä".repeat(60));
        assert_eq!(shortened(&"ä".repeat(61)), "ä".repeat(60) + "…");
    }
}

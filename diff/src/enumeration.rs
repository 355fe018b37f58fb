//! Compares enums of text and of integers.

use std::collections::{BTreeMap, BTreeSet};

use super::comparison::{Comparison, Found, Owner};
use super::pairs::Matcher;
use super::reach::Side;
use super::rules::enumeration::{
    ENUM_PREDICATE_CHANGED, ENUM_PREDICATE_GAINED, ENUM_PREDICATE_LOST, ENUM_VALUE_ADDED, ENUM_VALUE_CHANGED,
    ENUM_VALUE_RENAMED, ENUM_VALUE_RESPELLED, INPUT_ENUM_VALUE_REMOVED, OUTPUT_ENUM_VALUE_REMOVED,
};
use super::text;
use smithy_codegen::plan::ident::RustIdent;
use smithy_model::ir::{Deprecation, EnumMember, IntEnumMember, Notes, Origin, ShapeId};

/// A value of either kind of enum.
pub(super) struct Value<'m> {
    name: &'m str,
    /// The serialized value.
    text: String,
    documentation: Option<&'m str>,
    deprecated: Option<&'m Deprecation>,
    notes: &'m Notes,
    tags: &'m [String],
    /// The variant in Rust.
    variant: String,
    origin: &'m Origin,
}

/// The values of an enum of text.
pub(super) fn texts<'m>(side: &Side<'m>, id: ShapeId, members: &'m [EnumMember]) -> Vec<Value<'m>> {
    let value = |member: &'m EnumMember| {
        let EnumMember { name, value, documentation, deprecated, notes, tags, origin } = member;
        let (documentation, deprecated) = (documentation.as_deref(), deprecated.as_ref());
        let (text, variant) = (value.clone(), variant(side, id, name));
        Value { name, text, documentation, deprecated, notes, tags, variant, origin }
    };
    members.iter().map(value).collect()
}

/// The values of an enum of integers.
pub(super) fn integers<'m>(side: &Side<'m>, id: ShapeId, members: &'m [IntEnumMember]) -> Vec<Value<'m>> {
    let value = |member: &'m IntEnumMember| {
        let IntEnumMember { name, value, documentation, notes, origin } = member;
        let (text, documentation) = (value.to_string(), documentation.as_deref());
        let variant = variant(side, id, name);
        Value { name, text, documentation, deprecated: None, notes, tags: &[], variant, origin }
    };
    members.iter().map(value).collect()
}

/// Returns the variant of a value, or its name in the model if it has no variant.
fn variant(side: &Side<'_>, id: ShapeId, name: &str) -> String {
    side.name_of(id, name).unwrap_or(name).to_owned()
}

/// Compares an enum. Values are paired if they have the same serialized value, or else the same name.
pub(super) fn compare<'m>(
    comparison: &mut Comparison<'m>,
    owner: &Owner<'m>,
    old: &[Value<'m>],
    new: &[Value<'m>],
) {
    let mut matcher: Matcher<&Value<'m>> = Matcher::new(old, new);
    let whole = |value: &Value<'m>| Some((value.name, value.text.clone()));
    matcher.by_key(whole, whole);
    let on_wire = |value: &Value<'m>| Some(value.text.clone());
    matcher.by_key(on_wire, on_wire);
    let name = |value: &Value<'m>| Some(value.name);
    matcher.by_key(name, name);
    for (old, new) in &matcher.pairs {
        pair(comparison, owner, old, new);
    }
    for old in matcher.old {
        let subject = owner.subject.part(old.name, Some(old.origin), None);
        let rule = if owner.sent { &INPUT_ENUM_VALUE_REMOVED } else { &OUTPUT_ENUM_VALUE_REMOVED };
        let found = Found::new(format!("the value `{}` of `{}` is gone", old.text, owner.subject.name));
        comparison.report(rule, &subject, found.values(old.text.clone(), None));
    }
    for new in matcher.new {
        let subject = owner.subject.part(new.name, None, Some(new.origin));
        let found = Found::new(format!("`{}` has the new value `{}`", owner.subject.name, new.text));
        comparison.report(&ENUM_VALUE_ADDED, &subject, found.values(None, new.text.clone()));
    }
    predicates(comparison, owner, [old, new], &matcher.pairs);
}

fn pair<'m>(comparison: &mut Comparison<'m>, owner: &Owner<'m>, old: &Value<'m>, new: &Value<'m>) {
    let subject = owner.subject.part(new.name, Some(old.origin), Some(new.origin));
    let name = &owner.subject.name;
    if old.text != new.text {
        let found = Found::new(format!("`{}` of `{name}` has another value", new.name));
        comparison.report(&ENUM_VALUE_CHANGED, &subject, found.values(old.text.clone(), new.text.clone()));
    }
    if old.name != new.name || old.variant != new.variant {
        let is_same_in_rust = old.variant == new.variant;
        let rule = if is_same_in_rust { &ENUM_VALUE_RESPELLED } else { &ENUM_VALUE_RENAMED };
        let words = if old.name == new.name {
            "has another name in Rust, since another value took its name"
        } else {
            "has another name"
        };
        let found = Found::new(format!("the value `{}` of `{name}` {words}", new.text));
        let called = |value: &Value<'_>| {
            if old.name == new.name { value.variant.clone() } else { value.name.to_owned() }
        };
        comparison.report(rule, &subject, found.values(called(old), called(new)));
    }
    text::documentation(comparison, &subject, old.documentation, new.documentation);
    text::deprecation(comparison, &subject, old.deprecated, new.deprecated);
    text::notes(comparison, &subject, old.notes, new.notes);
}

/// Compares the methods generated for tags. For a method in both models, only values that both models have count.
fn predicates<'m>(
    comparison: &mut Comparison<'m>,
    owner: &Owner<'m>,
    all: [&[Value<'m>]; 2],
    pairs: &[(&Value<'m>, &Value<'m>)],
) {
    let [was, is] = all.map(|values| tagged(values.iter().map(|value| (value, value.name))));
    let old_stayed = tagged(pairs.iter().map(|(old, new)| (*old, new.name)));
    let new_stayed = tagged(pairs.iter().map(|(_, new)| (*new, new.name)));
    let list = |values: Option<&BTreeSet<&str>>| {
        values.map(|values| values.iter().copied().collect::<Vec<_>>().join(", "))
    };
    for tag in was.keys().chain(is.keys().filter(|tag| !was.contains_key(*tag))) {
        let (rule, what) = match (was.get(tag), is.get(tag)) {
            (Some(_), None) => (&ENUM_PREDICATE_LOST, "is gone"),
            (None, _) => (&ENUM_PREDICATE_GAINED, "is new"),
            _ if old_stayed.get(tag) != new_stayed.get(tag) => {
                (&ENUM_PREDICATE_CHANGED, "is true for other values")
            }
            _ => continue,
        };
        let found = Found::new(format!("the method `is_{tag}` of `{}` {what}", owner.subject.name));
        let found = found.values(list(was.get(tag)), list(is.get(tag)));
        comparison.report(rule, &owner.subject, found);
    }
}

/// Returns the names of the values by their tags; tags are different if their Rust names are.
fn tagged<'v, 'm: 'v>(
    values: impl Iterator<Item = (&'v Value<'m>, &'m str)>,
) -> BTreeMap<String, BTreeSet<&'m str>> {
    let mut found: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (value, name) in values {
        for tag in value.tags.iter().filter_map(|tag| RustIdent::snake(tag)) {
            found.entry(tag.bare().to_owned()).or_default().insert(name);
        }
    }
    found
}

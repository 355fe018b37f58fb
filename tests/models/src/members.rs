//! The members of structures and unions, and the bindings of those in messages.

use serde_json::{Map, Value, json};

use crate::names::Names;
use crate::shapes::{Kind, Pool, Target};
use crate::{Dice, rules, words};

/// The owner of members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// A structure, with its index among the shapes.
    Structure(usize),
    /// A union, with its index among the shapes.
    Union(usize),
    /// The message of an operation, or an error, which no shape can contain.
    Message,
}

/// The maximum number of members of a structure.
const MOST: usize = 6;

/// Returns members without a binding.
pub(crate) fn of(pool: &Pool, names: &mut Names, owner: Owner, dice: &mut Dice<'_>) -> Value {
    let least = usize::from(matches!(owner, Owner::Union(_)));
    let mut members = Map::new();
    for _ in 0..dice.between(least, MOST) {
        let name = names.take(dice);
        let member = member(pool, owner, members.is_empty(), dice);
        members.insert(name, member);
    }
    members.into()
}

fn member(pool: &Pool, owner: Owner, first: bool, dice: &mut Dice<'_>) -> Value {
    let mut traits = said(dice);
    let is_required = !matches!(owner, Owner::Union(_)) && dice.once_in(3);
    let target = match owner {
        Owner::Structure(index) if is_required => pool.before(index, dice),
        // At least one member of a union must have values that do not contain the union.
        Owner::Union(index) if first => pool.before(index, dice),
        _ => pool.any(dice, |_| true).unwrap_or_default(),
    };
    if is_required {
        traits.insert("smithy.api#required".into(), json!({}));
    }
    if matches!(owner, Owner::Union(_)) {
        return json!({ "target": target.id, "traits": traits });
    }
    if dice.once_in(6)
        && let Some(default) = rules::default_of(target.kind, dice)
    {
        traits.insert("smithy.api#default".into(), default);
    }
    if dice.once_in(12) {
        traits.insert("smithy.api#clientOptional".into(), json!({}));
    }
    if target.kind == Kind::String && owner == Owner::Message && dice.once_in(6) {
        traits.insert("smithy.api#idempotencyToken".into(), json!({}));
    }
    if target.kind == Kind::Timestamp && dice.once_in(3) {
        let format = dice.pick(&["epoch-seconds", "date-time", "http-date"]);
        traits.insert("smithy.api#timestampFormat".into(), format.into());
    }
    json!({ "target": target.id, "traits": traits })
}

/// Returns traits with text for people.
fn said(dice: &mut Dice<'_>) -> Map<String, Value> {
    let mut traits = Map::new();
    if dice.once_in(3) {
        traits.insert("smithy.api#documentation".into(), words::documentation(dice).into());
    }
    if dice.once_in(10) {
        traits.insert("smithy.api#deprecated".into(), rules::deprecation(dice));
    }
    traits
}

/// The kind of message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Message {
    Input,
    Output,
    Error,
}

/// Returns a message with members in any place, and the labels of its path.
pub(crate) fn message(pool: &Pool, which: Message, dice: &mut Dice<'_>) -> (Map<String, Value>, Vec<String>) {
    let mut bound = Bound { pool, names: Names::default(), members: Map::new(), labels: Vec::new() };
    if which == Message::Input {
        bound.labels(dice);
        bound.query(dice);
    }
    bound.headers(dice);
    if which == Message::Output && dice.once_in(4) {
        bound.add("httpResponseCode", json!({}), |target| target.kind == Kind::Integer, dice);
    }
    if which != Message::Error && dice.once_in(5) {
        bound.add("httpPayload", json!({}), is_payload, dice);
    } else {
        let Value::Object(body) = of(pool, &mut bound.names, Owner::Message, dice) else {
            return bound.done();
        };
        bound.members.extend(body);
    }
    bound.done()
}

fn is_payload(target: &Target) -> bool {
    matches!(
        target.kind,
        Kind::String | Kind::Enum | Kind::Blob | Kind::Structure | Kind::Union | Kind::Document
    )
}

/// The members of a message so far.
struct Bound<'p> {
    pool: &'p Pool,
    names: Names,
    members: Map<String, Value>,
    labels: Vec<String>,
}

impl Bound<'_> {
    fn done(self) -> (Map<String, Value>, Vec<String>) {
        (self.members, self.labels)
    }

    /// Adds a member with a binding; returns its name, if there is a shape that fits.
    fn add(
        &mut self,
        place: &str,
        value: Value,
        fits: impl Fn(&Target) -> bool,
        dice: &mut Dice<'_>,
    ) -> Option<String> {
        let target = self.pool.any(dice, fits)?;
        let mut traits = said(dice);
        traits.insert(format!("smithy.api#{place}"), value);
        let is_label = matches!(place, "httpLabel" | "hostLabel");
        if is_label || dice.once_in(3) {
            traits.insert("smithy.api#required".into(), json!({}));
        }
        if target.kind == Kind::Timestamp && dice.once_in(3) {
            let format = dice.pick(&["epoch-seconds", "date-time", "http-date"]);
            traits.insert("smithy.api#timestampFormat".into(), format.into());
        }
        let name = self.names.take(dice);
        self.members.insert(name.clone(), json!({ "target": target.id, "traits": traits }));
        Some(name)
    }

    fn labels(&mut self, dice: &mut Dice<'_>) {
        for _ in 0..dice.below(3) {
            let label = self.add("httpLabel", json!({}), |target| target.kind.is_simple(), dice);
            self.labels.extend(label);
        }
    }

    fn query(&mut self, dice: &mut Dice<'_>) {
        for key in ["q", "a b", "type", "ü&="].iter().take(dice.below(5)) {
            self.add("httpQuery", (*key).into(), is_flat, dice);
        }
        if dice.once_in(5) {
            self.add("httpQueryParams", json!({}), |target| target.kind == Kind::TextMap, dice);
        }
    }

    fn headers(&mut self, dice: &mut Dice<'_>) {
        for name in ["X-One", "x-two", "ETag", "X-Type"].iter().take(dice.below(5)) {
            self.add("httpHeader", (*name).into(), is_flat, dice);
        }
        if dice.once_in(5) {
            self.add("httpPrefixHeaders", "x-more-".into(), |target| target.kind == Kind::TextMap, dice);
        }
    }
}

/// Whether a type fits into a query parameter or a header.
fn is_flat(target: &Target) -> bool {
    target.kind.is_simple() || target.kind == Kind::Texts
}

//! Compares constraints by what applies to each member: its own constraint, or else that of its type.
//!
//! A change of a type's constraint is reported once, for the type, if all members of the type use it.

mod bound;
mod facet;

use std::collections::BTreeSet;

use super::Rule;
use super::comparison::{Comparison, Found, Members, Subject};
use super::pairs;
use super::rules::constraint::{
    PATTERN_CHANGED, PATTERN_DROPPED, PATTERN_INTRODUCED, PATTERN_RESPELLED, RECEIVED_CONSTRAINT_CHANGED,
    UNCHECKED_CONSTRAINT_CHANGED, UNIQUE_ITEMS_DROPPED, UNIQUE_ITEMS_INTRODUCED,
};
use super::types::{Agreement, of_simple_kinds};
use bound::Bound;
pub(super) use facet::Facet;
use facet::Limit;
use smithy_model::ir::{Constraints, Member, Model, ShapeId, ShapeKind};
use smithy_model::pattern;

/// The constraints of types, by the type in the old model, whose changes are reported for the type.
pub(super) type Followed = BTreeSet<(ShapeId, Facet)>;

/// Finds the constraints whose change affects every member of the type that uses them.
pub(super) fn followed(comparison: &Comparison<'_>) -> Followed {
    let (mut followed, mut deviating) = (BTreeSet::new(), BTreeSet::new());
    for (old, new) in &comparison.pairs {
        for members in members(comparison, *old, *new) {
            let Members { old, new } = members;
            if !comparison.is_pair(old.target, new.target) || !are_comparable(comparison, members) {
                continue;
            }
            let [of_old, of_new] = of_types(comparison, members);
            for facet in Facet::ALL.into_iter().filter(|facet| !is_own(*facet, members)) {
                let of_type = [facet.of(of_old), facet.of(of_new)];
                let follows = in_force(comparison, members, facet) == of_type;
                let set = if follows { &mut followed } else { &mut deviating };
                if of_type[0] != of_type[1] {
                    set.insert((old.target, facet));
                }
            }
        }
    }
    followed.retain(|rule| !deviating.contains(rule));
    followed
}

/// Returns the members of two paired shapes, including those of lists and maps.
fn members<'m>(comparison: &Comparison<'m>, old: ShapeId, new: ShapeId) -> Vec<Members<'m>> {
    let (old_kind, new_kind) = (&comparison.old.model.shape(old).kind, &comparison.new.model.shape(new).kind);
    let pairs: Vec<(&Member, &Member)> = match (old_kind, new_kind) {
        (ShapeKind::List(old), ShapeKind::List(new)) => vec![(&old.member, &new.member)],
        (ShapeKind::Map(old), ShapeKind::Map(new)) => vec![(&old.key, &new.key), (&old.value, &new.value)],
        _ => pairs::members(comparison, old, new).pairs,
    };
    pairs.into_iter().map(|(old, new)| Members { old, new }).collect()
}

/// Whether a constraint on values of the one type also applies to those of the other.
fn are_comparable(comparison: &Comparison<'_>, Members { old, new }: Members<'_>) -> bool {
    let (old, new) = (comparison.old.model.shape(old.target), comparison.new.model.shape(new.target));
    old.kind.name() == new.kind.name() || of_simple_kinds(&old.kind, &new.kind) != Agreement::None
}

/// Whether a member has its own constraint in both models, and so does not use that of its type.
fn is_own(facet: Facet, Members { old, new }: Members<'_>) -> bool {
    facet.is_set(&old.constraints) && facet.is_set(&new.constraints)
}

fn of_types<'m>(comparison: &Comparison<'m>, Members { old, new }: Members<'m>) -> [&'m Constraints; 2] {
    let of = |model: &'m Model, member: &Member| &model.shape(member.target).constraints;
    [of(comparison.old.model, old), of(comparison.new.model, new)]
}

/// Returns the constraint that applied to a member, and the one that applies now.
fn in_force(comparison: &Comparison<'_>, members: Members<'_>, facet: Facet) -> [Option<Limit>; 2] {
    let Members { old, new } = members;
    let [of_old, of_new] = of_types(comparison, members);
    [facet.of(&old.constraints.over(of_old)), facet.of(&new.constraints.over(of_new))]
}

/// Compares the constraints of a member, except those that are reported for its type.
pub(super) fn at_member<'m>(
    comparison: &mut Comparison<'m>,
    sent: bool,
    members: Members<'m>,
    subject: &Subject<'m>,
) {
    let Members { old, new } = members;
    let same_type = comparison.is_pair(old.target, new.target);
    if same_type && !are_comparable(comparison, members) {
        return;
    }
    for facet in Facet::ALL {
        let told = same_type && comparison.followed.contains(&(old.target, facet)) && !is_own(facet, members);
        if !told {
            let limits = in_force(comparison, members, facet);
            let unchecked = is_unchecked(comparison, facet, [old.target, new.target]);
            tell(comparison, subject, Checks { sent, unchecked }, facet, limits);
        }
    }
}

/// Reports the changes of a type's constraints that all members use.
pub(super) fn of_type(
    comparison: &mut Comparison<'_>,
    subject: &Subject<'_>,
    sent: bool,
    [old, new]: [ShapeId; 2],
) {
    let before = &comparison.old.model.shape(old).constraints;
    let after = &comparison.new.model.shape(new).constraints;
    for facet in Facet::ALL {
        if comparison.followed.contains(&(old, facet)) {
            let unchecked = is_unchecked(comparison, facet, [old, new]);
            let limits = [facet.of(before), facet.of(after)];
            tell(comparison, subject, Checks { sent, unchecked }, facet, limits);
        }
    }
}

/// The facts that decide whether clients check a constraint.
#[derive(Clone, Copy)]
struct Checks {
    /// Whether values are sent.
    sent: bool,
    /// Whether clients never check this kind.
    unchecked: bool,
}

/// Whether clients leave a constraint to the service: ranges of numbers of any length.
fn is_unchecked(comparison: &Comparison<'_>, facet: Facet, [old, new]: [ShapeId; 2]) -> bool {
    let kinds = [&comparison.old.model.shape(old).kind, &comparison.new.model.shape(new).kind];
    let is_big = |kind: &ShapeKind| matches!(kind, ShapeKind::BigInteger | ShapeKind::BigDecimal);
    matches!(facet, Facet::MinValue | Facet::MaxValue) && kinds.into_iter().all(is_big)
}

/// Reports a change of a constraint.
fn tell(
    comparison: &mut Comparison<'_>,
    subject: &Subject<'_>,
    Checks { sent, unchecked }: Checks,
    facet: Facet,
    [old, new]: [Option<Limit>; 2],
) {
    if old == new {
        return;
    }
    let name = &subject.name;
    let (rule, message) = match facet {
        Facet::Pattern => of_pattern(name, old.as_ref(), new.as_ref()),
        Facet::UniqueItems if new.is_some() => {
            (&UNIQUE_ITEMS_INTRODUCED, format!("values of `{name}` may no longer repeat items"))
        }
        Facet::UniqueItems => (&UNIQUE_ITEMS_DROPPED, format!("values of `{name}` may repeat items")),
        _ => Bound::new(facet, old.as_ref(), new.as_ref()).told(name),
    };
    let text = |limit: Option<Limit>| limit.and_then(Limit::text);
    let found = Found::new(message).values(text(old), text(new));
    let rule = match (sent, unchecked) {
        (false, _) => &RECEIVED_CONSTRAINT_CHANGED,
        (true, true) => &UNCHECKED_CONSTRAINT_CHANGED,
        (true, false) => rule,
    };
    comparison.report(rule, subject, found);
}

/// Describes a change of a pattern. Patterns that cannot be compiled are not checked, and those that compile to the
/// same program accept the same texts.
fn of_pattern(name: &str, old: Option<&Limit>, new: Option<&Limit>) -> (&'static Rule, String) {
    let program = |limit: Option<&Limit>| match limit {
        Some(Limit::Pattern(text)) => pattern::compile(text).ok(),
        _ => None,
    };
    let what = match (old, new) {
        (None, _) => "have to match a pattern",
        (_, None) => "no longer have to match a pattern",
        _ => "have to match another pattern",
    };
    let (rule, remark): (&'static Rule, _) = match (program(old), program(new)) {
        (None, None) => (&UNCHECKED_CONSTRAINT_CHANGED, ", which clients do not check"),
        (None, Some(_)) => (&PATTERN_INTRODUCED, ""),
        (Some(_), None) if new.is_some() => (&PATTERN_DROPPED, ", which clients do not check"),
        (Some(_), None) => (&PATTERN_DROPPED, ""),
        (Some(old), Some(new)) if old == new => (&PATTERN_RESPELLED, " that takes the same texts"),
        _ => (&PATTERN_CHANGED, ""),
    };
    (rule, format!("values of `{name}` {what}{remark}"))
}

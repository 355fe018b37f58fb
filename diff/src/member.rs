//! Compares members: those of structures, unions, lists and maps.

use super::comparison::{Comparison, Found, Members, Owner, Subject};
use super::pairs;
use super::rules::member::{
    CONTEXT_PARAMETER_CHANGED, DEFAULTED_INPUT_MEMBER_ADDED, INPUT_MEMBER_ADDED, INPUT_MEMBER_REMOVED,
    INPUT_UNION_MEMBER_REMOVED, MEMBER_ALIAS_CHANGED, MEMBER_RUST_TYPE_CHANGED, MEMBER_STRUCTURE_CHANGED,
    MEMBER_TYPE_CHANGED, OUTPUT_MEMBER_ADDED, OUTPUT_MEMBER_REMOVED, OUTPUT_UNION_MEMBER_REMOVED,
    REQUIRED_INPUT_MEMBER_ADDED, REQUIRED_OUTPUT_MEMBER_ADDED, UNION_MEMBER_ADDED,
};
use super::types::{Agreement, Compared, compared};
use super::{binding, constraints, mqtt, nullability, text};
use smithy_codegen::plan::surface::Form;
use smithy_model::ir::{Member, Shape};

/// What has the members.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// A structure.
    Structure,
    /// A union, with one of its members set.
    Union,
    /// A list or a map, whose elements have no names.
    Collection,
}

/// Compares all members of a structure or union.
pub(super) fn compare_all<'m>(comparison: &mut Comparison<'m>, owner: &Owner<'m>, of: Of) {
    let matched = pairs::members(comparison, owner.old, owner.new);
    for (old, new) in matched.pairs {
        compare(comparison, owner, Members { old, new }, of);
    }
    for old in matched.old {
        removed(comparison, owner, old, of);
    }
    for new in matched.new {
        added(comparison, owner, new, of);
    }
}

/// Compares a member.
pub(super) fn compare<'m>(comparison: &mut Comparison<'m>, owner: &Owner<'m>, members: Members<'m>, of: Of) {
    let Members { old, new } = members;
    let Member {
        name,
        target: _,            // `target`
        binding: _,           // `binding`
        topic_label: _,       // The topic tells.
        json_name: _,         // `binding`
        required: _,          // `nullability`
        client_optional: _,   // `nullability`
        default: _,           // `nullability`
        idempotency_token: _, // `nullability`
        timestamp_format: _,  // `binding`
        constraints: _,       // `constraints`
        documentation,
        deprecated,
        notes,
        json_value: _, // `binding`
        context_param,
        origin,
    } = new;
    let subject = owner.subject.part(name, Some(&old.origin), Some(origin));
    let same_rules = target(comparison, owner, members, &subject);
    place(comparison, owner, members, of, &subject);
    if same_rules {
        constraints::at_member(comparison, owner.sent, members, &subject);
    }
    text::documentation(comparison, &subject, old.documentation.as_deref(), documentation.as_deref());
    text::deprecation(comparison, &subject, old.deprecated.as_ref(), deprecated.as_ref());
    text::notes(comparison, &subject, &old.notes, notes);
    let [before, after] = [&old.context_param, context_param]
        .map(|name| name.as_deref().filter(|name| comparison.knows_in_both(name)));
    if before != after {
        let found = Found::new(format!("`{}` sets another parameter of the endpoint", subject.name));
        let found = found.values(before.map(str::to_owned), after.map(str::to_owned));
        comparison.report(&CONTEXT_PARAMETER_CHANGED, &subject, found);
    }
}

/// Compares the binding of a member, and whether it is required.
fn place<'m>(
    comparison: &mut Comparison<'m>,
    owner: &Owner<'m>,
    members: Members<'m>,
    of: Of,
    subject: &Subject<'m>,
) {
    match of {
        Of::Structure => {
            binding::compare(comparison, owner, members, subject);
            nullability::compare(comparison, owner, members, subject);
        }
        Of::Union => {
            binding::compare(comparison, owner, members, subject);
            nullability::boxes(comparison, owner, members, subject);
        }
        Of::Collection => binding::timestamp(comparison, owner, members, subject),
    }
}

/// Compares the types, and returns whether constraints are comparable at all. Changes within a paired type are reported
/// for the type.
fn target<'m>(
    comparison: &mut Comparison<'m>,
    owner: &Owner<'m>,
    members: Members<'m>,
    subject: &Subject<'m>,
) -> bool {
    let Members { old, new } = members;
    if comparison.is_pair(old.target, new.target) {
        return true;
    }
    mqtt::json_of_member(comparison, owner, members, subject);
    let Compared { agreement, lost } = compared(comparison, old.target, new.target);
    let (rule, what) = match agreement {
        Agreement::Same => (&MEMBER_ALIAS_CHANGED, "has a type of another name".to_owned()),
        Agreement::Wire => {
            (&MEMBER_RUST_TYPE_CHANGED, "has another type, which is written in the same way".to_owned())
        }
        Agreement::Partial => {
            (&MEMBER_STRUCTURE_CHANGED, format!("has another type, which has no {}", names(&lost)))
        }
        Agreement::None => (&MEMBER_TYPE_CHANGED, "has another type".to_owned()),
    };
    let (old, new) = (comparison.old.model.shape(old.target), comparison.new.model.shape(new.target));
    let described = |shape: &Shape| format!("{} ({})", shape.name, shape.kind.name());
    let found = Found::new(format!("`{}` {what}", subject.name)).values(described(old), described(new));
    comparison.report(rule, subject, found);
    agreement != Agreement::None
}

/// Names in backticks.
fn names(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn added<'m>(comparison: &mut Comparison<'m>, owner: &Owner<'m>, new: &'m Member, of: Of) {
    let subject = owner.subject.part(&new.name, None, Some(&new.origin));
    let demanded = comparison.new.form(owner.new, new) == Form::Required;
    let filled = comparison.new.is_filled(owner.new, new);
    let (rule, what) = match (of, owner.sent) {
        (Of::Union, _) => (&UNION_MEMBER_ADDED, "is new"),
        (_, true) if demanded && new.default_value().is_some() => {
            (&DEFAULTED_INPUT_MEMBER_ADDED, "is new, and required, with a default")
        }
        (_, true) if new.required && !filled && new.default_value().is_none() => {
            (&REQUIRED_INPUT_MEMBER_ADDED, "is new, and required")
        }
        (_, true) => (&INPUT_MEMBER_ADDED, "is new"),
        (_, false) if demanded => (&REQUIRED_OUTPUT_MEMBER_ADDED, "is new, and always there"),
        (_, false) => (&OUTPUT_MEMBER_ADDED, "is new"),
    };
    let kind = comparison.new.model.shape(new.target).kind.name().to_owned();
    let found = Found::new(format!("`{}` {what}", subject.name)).values(None, kind);
    comparison.report(rule, &subject, found);
}

fn removed<'m>(comparison: &mut Comparison<'m>, owner: &Owner<'m>, old: &'m Member, of: Of) {
    let subject = owner.subject.part(&old.name, Some(&old.origin), None);
    let rule = match (of, owner.sent) {
        (Of::Union, true) => &INPUT_UNION_MEMBER_REMOVED,
        (Of::Union, false) => &OUTPUT_UNION_MEMBER_REMOVED,
        (_, true) => &INPUT_MEMBER_REMOVED,
        (_, false) => &OUTPUT_MEMBER_REMOVED,
    };
    let kind = comparison.old.model.shape(old.target).kind.name().to_owned();
    let found = Found::new(format!("`{}` is gone", subject.name)).values(kind, None);
    comparison.report(rule, &subject, found);
}

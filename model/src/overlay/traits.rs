//! Entries that add traits to a shape, a member or a value of an enum.

use super::{find_shape, merge, place, superfluous, unapplied};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{EnumMember, Member, Model, Origin, Shape, ShapeKind, Unvalidated};
use crate::json::{Fields, Node};
use crate::smithy::{Traits, apply_member_traits, apply_shape_traits};

/// What every element may gain.
const ON_ALL: &[&str] = &["smithy.api#documentation", "smithy.api#deprecated"];

/// What shapes and members may gain: rules for values, nothing that moves bytes.
const ON_VALUES: &[&str] =
    &["smithy.api#length", "smithy.api#pattern", "smithy.api#range", "smithy.api#uniqueItems"];

const ON_SHAPES: &[&str] = &["smithy.api#sensitive", "smithy.codegen#errorCodes"];

const ON_MEMBERS: &[&str] = &[
    "smithy.api#clientOptional",
    "smithy.api#default",
    "smithy.api#idempotencyToken",
    "smithy.api#required",
    "smithy.api#timestampFormat",
];

const ON_ENUM_MEMBERS: &[&str] = &["smithy.api#tags"];

/// What an entry is about.
enum Target<'m> {
    Shape(&'m mut Shape),
    Member(&'m mut Member),
    EnumMember(&'m mut EnumMember),
}

/// Adds traits, all of which have to be new there.
pub(super) fn add(model: &mut Model<Unvalidated>, node: &Node, diagnostics: &mut Diagnostics) -> Option<()> {
    let fields = Fields::open(node, "", diagnostics)?;
    let name = fields.required_string("target", diagnostics)?;
    let traits = fields.required("traits", diagnostics)?;
    fields.finish(diagnostics);
    let span = place(node, "target");
    let (owner, member) = name.split_once('$').map_or((name, None), |(owner, member)| (owner, Some(member)));
    let shape = find_shape(model, owner, span, diagnostics)?;
    let shape = model.shapes.get_mut(shape);
    let names = member_names(shape);
    let Some(target) = target(shape, member) else {
        diagnostics.push(unapplied(span, "member", name, names.iter().map(String::as_str)));
        return None;
    };
    let traits = Traits::open(name, &[traits], diagnostics);
    if !may_gain(&target, &traits, span, diagnostics) {
        return None;
    }
    if let Err(conflict) = merge(target, &traits, diagnostics) {
        diagnostics.push(superfluous(span, name, &format!("{conflict} of `{name}`")));
    }
    Some(())
}

fn target<'m>(shape: &'m mut Shape, member: Option<&str>) -> Option<Target<'m>> {
    let Some(name) = member else { return Some(Target::Shape(shape)) };
    match &mut shape.kind {
        ShapeKind::Enum(members) => {
            // C2J has no names for values, so the names that its loader invents may be others than Smithy's.
            members
                .iter_mut()
                .find(|member| member.name == name || member.value == name)
                .map(Target::EnumMember)
        }
        ShapeKind::Structure(inner) | ShapeKind::Union(inner) => {
            inner.members.iter_mut().find(|member| member.name == name).map(Target::Member)
        }
        ShapeKind::List(list) => {
            Some(&mut list.member).filter(|member| member.name == name).map(Target::Member)
        }
        ShapeKind::Map(map) => {
            [&mut map.key, &mut map.value].into_iter().find(|member| member.name == name).map(Target::Member)
        }
        _ => None,
    }
}

fn member_names(shape: &Shape) -> Vec<String> {
    match &shape.kind {
        ShapeKind::Structure(inner) | ShapeKind::Union(inner) => {
            inner.members.iter().map(|member| member.name.clone()).collect()
        }
        ShapeKind::Enum(members) => members.iter().map(|member| member.name.clone()).collect(),
        _ => Vec::new(),
    }
}

/// Whether there are traits and all of them can be added; what can't is a fault, or it would be lost in silence.
fn may_gain(
    target: &Target<'_>,
    traits: &Traits<'_>,
    span: crate::Span,
    diagnostics: &mut Diagnostics,
) -> bool {
    let (what, lists): (_, &[&[&str]]) = match target {
        Target::Shape(_) => ("a shape", &[ON_ALL, ON_VALUES, ON_SHAPES]),
        Target::Member(_) => ("a member", &[ON_ALL, ON_VALUES, ON_MEMBERS]),
        Target::EnumMember(_) => ("a value of an enum", &[ON_ALL, ON_ENUM_MEMBERS]),
    };
    let known = lists.concat();
    let mut faults = Vec::new();
    // Unknown traits have been reported as such.
    for key in traits.keys().filter(|key| Traits::knows(&key.text) && !known.contains(&key.text.as_str())) {
        let message = format!("an overlay cannot give {what} the trait `{}`", key.text);
        let help = format!("it can give {}", known.join(", "));
        faults.push(Diagnostic::error("bad-overlay", message).at(key.span).shape(&traits.id).help(help));
    }
    if traits.keys().next().is_none() {
        let fault = Diagnostic::error("bad-overlay", "the entry adds no traits").at(span).shape(&traits.id);
        faults.push(fault.help("give it an object of traits, or drop the entry"));
    }
    let is_error =
        |shape: &Shape| matches!(&shape.kind, ShapeKind::Structure(inner) if inner.error.is_some());
    if let (Target::Shape(shape), Some(key)) = (target, traits.key("smithy.codegen#errorCodes"))
        && !is_error(shape)
    {
        let fault = Diagnostic::error("not-an-error", format!("`{}` is not an error", shape.name));
        faults.push(fault.at(key.span).shape(&traits.id).help("codes are given to errors only"));
    }
    let none = faults.is_empty();
    diagnostics.extend(faults);
    none
}

fn merge(target: Target<'_>, traits: &Traits<'_>, diagnostics: &mut Diagnostics) -> Result<(), &'static str> {
    match target {
        Target::Shape(shape) => {
            let mut addition = Shape::new(&*shape.name, shape.kind.clone(), Origin::default());
            apply_shape_traits(&mut addition, traits, diagnostics);
            merge::shape(shape, addition)?;
            merge::codes(shape, traits.texts("smithy.codegen#errorCodes", diagnostics))
        }
        Target::Member(member) => {
            let mut addition = Member::new(&*member.name, member.target, Origin::default());
            apply_member_traits(&mut addition, traits, diagnostics);
            merge::member(member, addition)
        }
        Target::EnumMember(member) => {
            let (documentation, deprecated) =
                (traits.documentation(diagnostics), traits.deprecated(diagnostics));
            merge::texts(&mut member.documentation, &mut member.deprecated, documentation, deprecated)?;
            merge::tags(&mut member.tags, traits.texts("smithy.api#tags", diagnostics))
        }
    }
}

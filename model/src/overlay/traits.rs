//! Entries that add traits: which element may get which trait, and merging them.

use super::merge::{self, Clash};
use super::target::{self, Subject, Target};
use super::{contradiction, superfluous};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{
    EnumMember, Member, Model, Operation, Origin, Service, Shape, ShapeKind, Structure, Unvalidated,
};
use crate::json::{Fields, Node};
use crate::smithy::{By, Known, Traits, known, table};

/// Adds traits, all of which must be new to their element.
pub(super) fn add(model: &mut Model<Unvalidated>, node: &Node, diagnostics: &mut Diagnostics) -> Option<()> {
    let fields = Fields::open(node, "", diagnostics)?;
    let subject = target::subject(node, &fields, diagnostics);
    let traits = fields.required("traits", diagnostics);
    fields.finish(diagnostics);
    let (subject, traits) = subject.zip(traits)?;
    let Subject { name, span, .. } = subject;
    let target = target::find(model, subject, diagnostics)?;
    let traits = Traits::open(name, traits, By::Overlay, diagnostics);
    if !may_gain(&target, &traits, span, diagnostics) {
        return None;
    }
    if let Err(Clash { what, values }) = merge(target, &traits, diagnostics) {
        let what = format!("{what} of `{name}`");
        diagnostics.push(match values {
            None => superfluous(span, name, &what),
            Some((old, new)) => contradiction(span, name, &what, &old, &new),
        });
    }
    Some(())
}

/// Returns the word for an element, and whether a trait is read on such an element.
fn reads(target: &Target<'_>) -> (&'static str, fn(&Known) -> bool) {
    match target {
        Target::Service(_) => ("a service", |known| known.service.is_some()),
        Target::Operation(_) => ("an operation", |known| known.operation.is_some()),
        Target::Shape(_) => ("a shape", |known| known.shape.is_some()),
        Target::Member(_) => ("a member", |known| known.member.is_some()),
        Target::EnumMember(_) => ("a value of an enum", |known| known.value.is_some()),
    }
}

/// Whether there are traits and all of them can be added. Others are reported, because they would be lost silently.
fn may_gain(
    target: &Target<'_>,
    traits: &Traits<'_>,
    span: crate::Span,
    diagnostics: &mut Diagnostics,
) -> bool {
    let (what, is_read) = reads(target);
    let may_add = |known: &Known| known.by != By::Model && is_read(known);
    let mut problems = Vec::new();
    // Unknown traits are already reported.
    for key in traits.keys().filter(|key| known(&key.text).is_some_and(|known| !may_add(known))) {
        let message = format!("an overlay cannot give {what} the trait `{}`", key.text);
        let can: Vec<_> = table().iter().filter(|known| may_add(known)).map(|known| known.id).collect();
        let help = format!("it can give {}", can.join(", "));
        problems.push(Diagnostic::error("bad-overlay", message).at(key.span).shape(&traits.id).help(help));
    }
    if traits.keys().next().is_none() {
        let problem = Diagnostic::error("bad-overlay", "the entry adds no traits").at(span).shape(&traits.id);
        problems.push(problem.help("give it an object of traits, or drop the entry"));
    }
    let none = problems.is_empty();
    diagnostics.extend(problems);
    none
}

fn merge(target: Target<'_>, traits: &Traits<'_>, diagnostics: &mut Diagnostics) -> Result<(), Clash> {
    let origin = Origin::default();
    match target {
        Target::Service(service) => {
            let mut addition = Service::default();
            traits.read(&mut addition, |known| known.service, diagnostics);
            merge::service(service, addition)
        }
        Target::Operation(operation) => {
            let mut addition = Operation::new(&*operation.name, operation.input, operation.output, origin);
            traits.read(&mut addition, |known| known.operation, diagnostics);
            merge::operation(operation, addition)
        }
        Target::Shape(shape) => {
            let mut addition = Shape::new(&*shape.name, bare(&shape.kind), origin);
            traits.read(&mut addition, |known| known.shape, diagnostics);
            merge::shape(shape, addition)
        }
        Target::Member(member) => {
            let mut addition = Member::new(&*member.name, member.target, origin);
            traits.read(&mut addition, |known| known.member, diagnostics);
            merge::member(member, addition)
        }
        Target::EnumMember(member) => {
            let mut addition = EnumMember::new(&*member.name, origin);
            traits.read(&mut addition, |known| known.value, diagnostics);
            merge::enum_member(member, addition)
        }
    }
}

/// Returns the kind of a shape without what an overlay may add to it.
fn bare(kind: &ShapeKind) -> ShapeKind {
    match kind.clone() {
        ShapeKind::Timestamp(_) => ShapeKind::Timestamp(None),
        ShapeKind::Structure(Structure { error: Some(mut error), .. }) => {
            error.codes.clear();
            error.messages.clear();
            ShapeKind::Structure(Structure { error: Some(error), ..Structure::default() })
        }
        other => other,
    }
}

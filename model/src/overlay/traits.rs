//! Entries that add traits: which element may gain which, and merging them.

use super::merge::{self, Clash};
use super::target::{self, Subject, Target};
use super::{contradiction, superfluous};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Member, Model, Origin, Service, Shape, ShapeKind, Unvalidated};
use crate::json::{Fields, Node};
use crate::smithy::{Traits, apply_member_traits, apply_service_traits, apply_shape_traits};

/// What every element but the service may gain.
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

/// What operations may gain: what callers may count on, nothing that moves bytes.
const ON_OPERATIONS: &[&str] = &["smithy.api#idempotent", "smithy.api#readonly"];

const ON_SERVICES: &[&str] =
    &["smithy.codegen#hints", "smithy.codegen#mutualTls", "smithy.codegen#wrongHosts"];

/// Adds traits, all of which have to be new there.
pub(super) fn add(model: &mut Model<Unvalidated>, node: &Node, diagnostics: &mut Diagnostics) -> Option<()> {
    let fields = Fields::open(node, "", diagnostics)?;
    let subject = target::subject(node, &fields, diagnostics);
    let traits = fields.required("traits", diagnostics);
    fields.finish(diagnostics);
    let (subject, traits) = subject.zip(traits)?;
    let Subject { name, span, .. } = subject;
    let target = target::find(model, subject, diagnostics)?;
    let traits = Traits::open(name, &[traits], diagnostics);
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

/// Whether there are traits and all of them can be added; what can't is a fault, or it would be lost in silence.
fn may_gain(
    target: &Target<'_>,
    traits: &Traits<'_>,
    span: crate::Span,
    diagnostics: &mut Diagnostics,
) -> bool {
    let (what, lists): (_, &[&[&str]]) = match target {
        Target::Service(_) => ("a service", &[ON_SERVICES]),
        Target::Operation(_) => ("an operation", &[ON_ALL, ON_OPERATIONS]),
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

fn merge(target: Target<'_>, traits: &Traits<'_>, diagnostics: &mut Diagnostics) -> Result<(), Clash> {
    match target {
        Target::Service(service) => {
            let mut addition = Service::default();
            apply_service_traits(&mut addition, traits, diagnostics);
            merge::service(service, addition)
        }
        Target::Operation(operation) => {
            let (documentation, deprecated) =
                (traits.documentation(diagnostics), traits.deprecated(diagnostics));
            let idempotent = traits.flag("smithy.api#idempotent", diagnostics);
            let readonly = traits.flag("smithy.api#readonly", diagnostics);
            merge::texts(&mut operation.documentation, &mut operation.deprecated, documentation, deprecated)?;
            merge::flag(&mut operation.idempotent, idempotent, "the trait `idempotent`")?;
            merge::flag(&mut operation.readonly, readonly, "the trait `readonly`")
        }
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

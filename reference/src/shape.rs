//! The page of a structure, a union or an enum: its members or values, its form in JSON, and its users.

use smithy_model::ir::{ShapeKind, Structure};

use super::catalog::{Item, ItemPlan};
use super::member::{self, Part};
use super::page::Page;
use super::{Reference, json, mqtt, operation, text, types};
use smithy_codegen::plan::enumeration::{EnumPlan, IntEnumPlan};
use smithy_codegen::plan::structure::StructurePlan;
use smithy_codegen::plan::union::UnionPlan;

/// Writes the page.
pub(super) fn page(reference: &Reference<'_>, item: &Item<'_>) -> Page {
    let is_sent = item.notification().map(|_| "sent unasked over MQTT".to_owned());
    let mut page = head(reference, item, is_sent.as_slice());
    match item.plan {
        ItemPlan::Structure(plan) | ItemPlan::Error(plan) => structure(reference, &mut page, item, plan),
        ItemPlan::Union(plan) => union(reference, &mut page, item, plan),
        ItemPlan::Enum(plan) => enumeration(reference, &mut page, plan),
        ItemPlan::IntEnum(plan) => int_enumeration(reference, &mut page, plan),
    }
    page.uses(reference, item);
    page
}

/// Returns the page of a shape up to its documentation, with `more` facts about it.
pub(super) fn head(reference: &Reference<'_>, item: &Item<'_>, more: &[String]) -> Page {
    let name = item.path().name().bare();
    let mut page = Page::within(&item.address(), name);
    page.title(name);
    let mut facts = vec![item.kind().to_owned(), text::code(&types::path(reference, item.path()))];
    let of_model = item.shape.map(|shape| shape.name.as_str()).filter(|original| *original != name);
    facts.extend(of_model.map(|name| format!("{} in the model", text::code(name))));
    facts.extend_from_slice(more);
    page.facts(&facts);
    page.documentation(reference, item.docs());
    page
}

/// Returns the structure of the shape in the model.
pub(super) fn of_model<'a>(item: &Item<'a>) -> Option<&'a Structure> {
    match item.shape.map(|shape| &shape.kind) {
        Some(ShapeKind::Structure(structure) | ShapeKind::Union(structure)) => Some(structure),
        _ => None,
    }
}

fn structure(reference: &Reference<'_>, page: &mut Page, item: &Item<'_>, plan: &StructurePlan) {
    page.heading("Members");
    if plan.members.is_empty() {
        page.block("None.");
    }
    let notification = item.notification();
    let part = if notification.is_some() { Part::Notification } else { Part::Member };
    operation::members(reference, page, part, plan, of_model(item));
    if let Some(notification) = notification {
        mqtt::sent(page, notification, &plan.members);
    }
    let is_level = |name: &str| notification.is_some_and(|it| it.topic.labels().any(|label| label == name));
    let members: Vec<_> = plan.members.iter().filter(|member| !is_level(&member.name)).collect();
    if !members.is_empty() {
        let lines = json::object(reference, page, &members);
        page.heading("JSON");
        page.code("json", &lines);
        page.block("What has a `?` behind its name may be absent.");
    }
}

fn union(reference: &Reference<'_>, page: &mut Page, item: &Item<'_>, plan: &UnionPlan) {
    page.heading("Variants");
    for variant in &plan.variants {
        let (member, known) = (&variant.member, of_model(item));
        let known = known.and_then(|known| known.members.iter().find(|known| known.name == member.name));
        member::add(reference, page, Part::Variant, &variant.ident.to_string(), member, known);
    }
    page.block("A member that this version of the crate does not know is `Unknown { name, value }`.");
    let variants = plan.variants.iter();
    let lines: Vec<_> = variants.map(|variant| json::variant(reference, page, &variant.member)).collect();
    if !lines.is_empty() {
        page.heading("JSON");
        page.block("One of these objects:");
        page.code("json", &lines);
    }
}

fn enumeration(reference: &Reference<'_>, page: &mut Page, plan: &EnumPlan) {
    page.heading("Values");
    for variant in &plan.variants {
        page.entry("value", &variant.ident.to_string(), variant.ident.bare());
        let holds = plan.predicates.iter().filter(|predicate| predicate.variants.contains(&variant.ident));
        let mut facts = vec![format!("{} on the wire", text::code(&format!("\"{}\"", variant.value)))];
        facts.extend(holds.map(|predicate| text::code(&format!("{}()", predicate.ident))));
        page.facts(&facts);
        if let Some(note) = &variant.deprecated {
            page.block(member::deprecation(note.as_deref()));
        }
        if variant.docs != [format!("The value `{}`.", text::span(&variant.value))] {
            page.documentation(reference, &variant.docs);
        }
    }
    page.block("A value that this version of the crate does not know is `Unknown(String)`, as it came.");
    page.heading("JSON");
    let values: Vec<_> =
        plan.variants.iter().map(|variant| format!("`\"{}\"`", text::span(&variant.value))).collect();
    page.block(format!("A string: {}.", values.join(", ")));
}

fn int_enumeration(reference: &Reference<'_>, page: &mut Page, plan: &IntEnumPlan) {
    page.heading("Values");
    for (ident, value, docs) in &plan.variants {
        page.entry("value", &ident.to_string(), ident.bare());
        page.facts(&[format!("{} on the wire", text::code(&value.to_string()))]);
        if *docs != [format!("The value {value}.")] {
            page.documentation(reference, docs);
        }
    }
    page.block("A value that this version of the crate does not know is `Unknown(i32)`, as it came.");
    page.heading("JSON");
    page.block("A number.");
}

//! The pages that list the operations, the shapes and the errors.

use super::Reference;
use super::catalog::{Item, ItemPlan, Section};
use super::page::Page;
use super::text;
use smithy_codegen::plan::docs;

/// The list of all operations.
pub(super) fn operations(reference: &Reference<'_>) -> Page {
    let mut page = Section::Operations.index();
    let lines = operation_lines(reference, &page);
    page.lines(&lines);
    page
}

/// Returns a line for each operation: a link and one sentence.
pub(super) fn operation_lines(reference: &Reference<'_>, page: &Page) -> Vec<String> {
    let line = |operation: &smithy_codegen::plan::operation::OperationPlan| {
        let address = Section::Operations.address(&operation.module);
        let name = text::markdown(&operation.name);
        let deprecated = if operation.deprecated.is_some() { " **Deprecated.**" } else { "" };
        let summary = summary(reference, page, &operation.summary);
        format!("- [{name}]({}{address}):{deprecated} {summary}", page.root())
    };
    reference.plan.operations.iter().map(line).collect()
}

/// The list of notifications, and of other structures, unions and enums.
pub(super) fn shapes(reference: &Reference<'_>) -> Page {
    let mut page = Section::Shapes.index();
    for group in ["Notifications", "Structures", "Unions", "Enums"] {
        let items = reference.items(Section::Shapes).filter(|item| self::group(item) == group);
        let lines: Vec<_> = items.map(|item| item_line(reference, &page, item)).collect();
        if !lines.is_empty() {
            page.heading(group);
            page.lines(&lines);
        }
    }
    page
}

fn group(item: &Item<'_>) -> &'static str {
    match item.plan {
        _ if item.notification().is_some() => "Notifications",
        ItemPlan::Structure(_) | ItemPlan::Error(_) => "Structures",
        ItemPlan::Union(_) => "Unions",
        ItemPlan::Enum(_) | ItemPlan::IntEnum(_) => "Enums",
    }
}

/// The list of modeled errors.
pub(super) fn errors(reference: &Reference<'_>) -> Page {
    let mut page = Section::Errors.index();
    page.block("Every operation has an enum of its errors; these are the ones that the model knows.");
    let lines: Vec<_> =
        reference.items(Section::Errors).map(|item| item_line(reference, &page, item)).collect();
    page.lines(&lines);
    page
}

/// Returns a link to a shape, and the first sentence of its documentation.
pub(super) fn item_line(reference: &Reference<'_>, page: &Page, item: &Item<'_>) -> String {
    let link = format!("- [`{}`]({}{})", item.path().name().bare(), page.root(), item.address());
    let status = match item.plan {
        ItemPlan::Error(plan) => plan.error.as_ref().map(|error| format!(" ({})", error.status)),
        _ => None,
    };
    let words = item.shape.and_then(|shape| shape.documentation.as_deref()).map(docs::summary);
    let words = words.filter(|words| !words.is_empty()).map(|words| summary(reference, page, &words));
    let words = words.map(|words| format!(": {words}"));
    format!("{link}{}{}", status.unwrap_or_default(), words.unwrap_or_default())
}

fn summary(reference: &Reference<'_>, page: &Page, words: &str) -> String {
    text::sentence(&text::linked(words, &reference.catalog, page.root(), &page.address()))
}

//! The page of a modeled error: its status, codes, members, and operations.

use smithy_model::ir::Fault;

use super::catalog::{Item, ItemPlan};
use super::member::Part;
use super::page::Page;
use super::{Reference, operation, shape, text};
use smithy_codegen::plan::structure::StructurePlan;

/// Writes the page.
pub(super) fn page(reference: &Reference<'_>, item: &Item<'_>) -> Page {
    let mut page = shape::head(reference, item, &facts(item));
    if let ItemPlan::Error(plan) = item.plan {
        codes(&mut page, item, plan);
        page.heading("Members");
        page.block("What is known of every error, such as code, message and request id, is in its `meta()`.");
        operation::members(reference, &mut page, Part::Error, plan, shape::of_model(item));
    }
    page.uses(reference, item);
    page
}

fn facts(item: &Item<'_>) -> Vec<String> {
    let known = shape::of_model(item).and_then(|known| known.error.as_ref());
    let status = known.map(|known| format!("status {}", known.status));
    let fault = known.map(|known| match known.fault {
        Fault::Client => "the caller's fault",
        Fault::Server => "the service's fault",
    });
    let retry = known.and_then(|known| known.retryable).map(|throttling| {
        if throttling { "worth another attempt, after a wait" } else { "worth another attempt" }
    });
    status.into_iter().chain(fault.map(str::to_owned)).chain(retry.map(str::to_owned)).collect()
}

/// Adds the codes on the wire, if they differ from the name.
fn codes(page: &mut Page, item: &Item<'_>, plan: &StructurePlan) {
    let known = shape::of_model(item).and_then(|known| known.error.as_ref());
    let (Some(known), Some(error)) = (known, plan.error.as_ref()) else { return };
    if known.codes.is_empty() {
        return;
    }
    let codes = std::iter::once(&error.name).chain(known.codes.iter().filter(|code| **code != error.name));
    let codes: Vec<_> = codes.map(|code| text::code(code)).collect();
    page.block(format!("<p>The service calls it {} on the wire.</p>", codes.join(" or ")));
}

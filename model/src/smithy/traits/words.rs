//! Traits that say something to people: documentation, titles, deprecation and the like.

use super::Given;
use super::table::{By, Known, row};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Deprecation, Notes, Service};
use crate::json::Fields;

/// A note, which every element may have.
macro_rules! on_all {
    ($id:literal, $read:expr) => {{
        const READ: fn(&mut Notes, &Given<'_, '_>, &mut Diagnostics) = $read;
        row($id)
            .service(|service, given, faults| READ(&mut service.notes, given, faults))
            .operation(|operation, given, faults| READ(&mut operation.notes, given, faults))
            .shape(|shape, given, faults| READ(&mut shape.notes, given, faults))
            .member(|member, given, faults| READ(&mut member.notes, given, faults))
            .value(|value, given, faults| READ(&mut value.notes, given, faults))
            .int_value(|value, given, faults| READ(&mut value.notes, given, faults))
    }};
}

pub(super) const ROWS: &[Known] = &[
    row("smithy.api#documentation")
        .service(|service, given, faults| service.documentation = given.owned(faults))
        .operation(|operation, given, faults| operation.documentation = given.owned(faults))
        .shape(|shape, given, faults| shape.documentation = given.owned(faults))
        .member(|member, given, faults| member.documentation = given.owned(faults))
        .value(|value, given, faults| value.documentation = given.owned(faults))
        .int_value(|value, given, faults| value.documentation = given.owned(faults))
        .by(By::Both)
        .advisory(),
    row("smithy.api#title")
        .service(|service, given, faults| {
            if let Some(title) = given.text(faults) {
                title.clone_into(&mut service.title);
            }
        })
        // Other titles are for documents only.
        .tolerated()
        .advisory(),
    row("smithy.api#deprecated")
        .service(deprecated_service)
        .operation(|operation, given, faults| operation.deprecated = deprecation(given, faults))
        .shape(|shape, given, faults| shape.deprecated = deprecation(given, faults))
        .member(|member, given, faults| member.deprecated = deprecation(given, faults))
        .value(|value, given, faults| value.deprecated = deprecation(given, faults))
        .tolerated()
        .by(By::Both)
        .advisory(),
    on_all!("smithy.api#since", |notes, given, faults| notes.since = given.owned(faults)).advisory(),
    on_all!("smithy.api#unstable", |notes, given, faults| notes.unstable = given.flag(faults)).advisory(),
    on_all!("smithy.api#externalDocumentation", pages).advisory(),
    on_all!("smithy.api#suppress", |notes, given, faults| notes.suppressed = given.texts(faults))
        .by(By::Both)
        .advisory(),
    row("smithy.api#tags").value(|value, given, faults| value.tags = given.texts(faults)).by(By::Overlay),
];

/// What `deprecated` says. An object also where nothing is said but that the element is deprecated.
fn deprecation(given: &Given<'_, '_>, diagnostics: &mut Diagnostics) -> Option<Deprecation> {
    let fields = given.fields(diagnostics)?;
    let message = fields.string("message", diagnostics).map(str::to_owned);
    let since = fields.string("since", diagnostics).map(str::to_owned);
    fields.finish(diagnostics);
    Some(Deprecation { message, since })
}

fn deprecated_service(_: &mut Service, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    let message = deprecation(given, diagnostics).and_then(|deprecation| deprecation.message);
    let warning = Diagnostic::warning("deprecated-service", "the service is deprecated");
    let warning = warning.at(given.key.span).shape(given.owner);
    diagnostics.push(warning.help("see whether another service takes its place").maybe_help(message));
}

/// What `externalDocumentation` says, in the order of the titles.
fn pages(notes: &mut Notes, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    for (title, url) in given.fields(diagnostics).iter().flat_map(Fields::members) {
        match url.as_str() {
            Some(url) => notes.external_documentation.push((title.text.clone(), url.to_owned())),
            None => given.wrong(url, "a string", diagnostics),
        }
    }
    notes.external_documentation.sort();
}

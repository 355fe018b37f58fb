//! Traits with text for people: documentation, titles, deprecation and the like.

use super::Given;
use super::table::{By, Known, row};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Deprecation, Notes, Service};
use crate::json::Fields;

/// A row for a note, which every element may have.
macro_rules! on_all {
    ($id:literal, $read:expr) => {{
        const READ: fn(&mut Notes, &Given<'_, '_>, &mut Diagnostics) = $read;
        row($id)
            .service(|service, given, problems| READ(&mut service.notes, given, problems))
            .operation(|operation, given, problems| READ(&mut operation.notes, given, problems))
            .shape(|shape, given, problems| READ(&mut shape.notes, given, problems))
            .member(|member, given, problems| READ(&mut member.notes, given, problems))
            .value(|value, given, problems| READ(&mut value.notes, given, problems))
            .int_value(|value, given, problems| READ(&mut value.notes, given, problems))
    }};
}

pub(super) const ROWS: &[Known] = &[
    row("smithy.api#documentation")
        .service(|service, given, problems| service.documentation = given.owned(problems))
        .operation(|operation, given, problems| operation.documentation = given.owned(problems))
        .shape(|shape, given, problems| shape.documentation = given.owned(problems))
        .member(|member, given, problems| member.documentation = given.owned(problems))
        .value(|value, given, problems| value.documentation = given.owned(problems))
        .int_value(|value, given, problems| value.documentation = given.owned(problems))
        .by(By::Both)
        .advisory(),
    row("smithy.api#title")
        .service(|service, given, problems| {
            if let Some(title) = given.text(problems) {
                title.clone_into(&mut service.title);
            }
        })
        // Titles of other elements only matter in documents.
        .tolerated()
        .advisory(),
    row("smithy.api#deprecated")
        .service(deprecated_service)
        .operation(|operation, given, problems| operation.deprecated = deprecation(given, problems))
        .shape(|shape, given, problems| shape.deprecated = deprecation(given, problems))
        .member(|member, given, problems| member.deprecated = deprecation(given, problems))
        .value(|value, given, problems| value.deprecated = deprecation(given, problems))
        .tolerated()
        .by(By::Both)
        .advisory(),
    on_all!("smithy.api#since", |notes, given, problems| notes.since = given.owned(problems)).advisory(),
    on_all!("smithy.api#unstable", |notes, given, problems| notes.unstable = given.flag(problems)).advisory(),
    on_all!("smithy.api#externalDocumentation", pages).advisory(),
    on_all!("smithy.api#suppress", |notes, given, problems| notes.suppressed = given.texts(problems))
        .by(By::Both)
        .advisory(),
    row("smithy.api#tags").value(|value, given, problems| value.tags = given.texts(problems)).by(By::Overlay),
];

/// Reads `deprecated`. The object may be empty.
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

/// Reads `externalDocumentation`, sorted by title.
fn pages(notes: &mut Notes, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    for (title, url) in given.fields(diagnostics).iter().flat_map(Fields::members) {
        match url.as_str() {
            Some(url) => notes.external_documentation.push((title.text.clone(), url.to_owned())),
            None => given.wrong(url, "a string", diagnostics),
        }
    }
    notes.external_documentation.sort();
}

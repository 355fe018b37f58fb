//! Renders a report as a page of a changelog: every new, changed or removed method, with its parameters and response.

mod changed;
mod expansion;
mod index;
mod operation;
mod structure;
mod syntax;

use changed::{Changed, Status};
use index::Index;

use super::parts::{documentation, with_parts};
use super::text::{prose, sentence};
use super::version::verdict;
use crate::rules::text::DOCUMENTATION_CHANGED;
use crate::{Change, Group, Report};
use smithy_model::ir::{Model, Operation};
use smithy_model::validate::supported;

/// Converts the documentation of a model to lines of Markdown, none of which contains a line break.
pub type Documentation<'a> = &'a dyn Fn(&str) -> Vec<String>;

/// Returns the page: a heading with the numbers of new, updated and removed methods, then each of them. Methods are
/// shown as calls in Python.
///
/// `date` is the date in the heading, as `2017-11-29` or `2017/11/29`. A method is updated if the report has a change
/// of its input or output, or of shapes reachable from these; ignored and suppressed changes are not shown. Changes
/// that belong to no method come after them. The suggested version is under the heading.
pub fn page(
    old: &Model,
    new: &Model,
    report: &Report,
    date: &str,
    documentation: Documentation<'_>,
) -> String {
    let (old, new) = (supported(old), supported(new));
    let methods = methods(&old, &new, report);
    let title = prose(&report.service);
    let date = prose(&date.replace('-', "/"));
    let mut blocks = vec![format!("# {title}"), format!("## {date} - {title} - {}", counts(&methods))];
    blocks.push(verdict(report, None, &report.reason()));
    for method in &methods {
        blocks.extend(operation::section(method, documentation));
    }
    blocks.extend(others(report, &methods));
    blocks.join("\n\n") + "\n"
}

/// `4 new 1 updated api methods`
fn counts(methods: &[Changed<'_>]) -> String {
    let count = |status: Status| {
        let number = methods.iter().filter(|method| method.status == status).count();
        (number > 0).then(|| format!("{number} {}", status.word()))
    };
    let counts: Vec<_> = Status::ALL.into_iter().filter_map(count).collect();
    if counts.is_empty() { "no changed api methods".to_owned() } else { counts.join(" ") + " api methods" }
}

/// Returns the methods with changes: first the new ones, then the updated ones, then the removed ones, each sorted by
/// name.
fn methods<'a>(old: &'a Model, new: &'a Model, report: &'a Report) -> Vec<Changed<'a>> {
    let index = Index::new(report);
    let find = |model: &'a Model, name: &str| -> Option<&'a Operation> {
        model.operations.iter().find(|operation| operation.name == name)
    };
    let mut methods = Vec::new();
    for operation in &new.operations {
        let own = index.of(&operation.name);
        if find(old, &operation.name).is_none()
            && own.iter().any(|change| change.is_addition() && is_operation(change))
        {
            methods.push(Changed::whole(Status::New, new, operation, own));
        } else {
            let renamed = || own.iter().find_map(|change| find(old, change.old.as_deref()?));
            let former = find(old, &operation.name).or_else(renamed);
            methods.extend(Changed::updated((old, former), (new, operation), report));
        }
    }
    for operation in &old.operations {
        let own = index.of(&operation.name);
        if find(new, &operation.name).is_none()
            && own.iter().any(|change| change.is_removal() && is_operation(change))
        {
            methods.push(Changed::whole(Status::Removed, old, operation, own));
        }
    }
    methods.sort_by(|a, b| (a.status, &a.operation.name).cmp(&(b.status, &b.operation.name)));
    methods
}

fn is_operation(change: &Change) -> bool {
    change.rule.id.starts_with("operation-")
}

/// Returns the changes that no method above shows.
fn others(report: &Report, methods: &[Changed<'_>]) -> Vec<String> {
    let is_told = |change: &Change| methods.iter().any(|method| method.tells(change));
    let groups = report.groups();
    let (words, others): (Vec<_>, Vec<_>) = groups
        .iter()
        .filter(|group| !is_told(group.change))
        .partition(|group| *group.change.rule == DOCUMENTATION_CHANGED);
    let item = |group: &&Group<'_>| {
        let parts = with_parts(group, "shape", |part| &part.shape).map(|parts| format!(", {parts}"));
        let message = sentence(&group.change.message);
        format!("- {}{}.", message.trim_end_matches('.'), parts.unwrap_or_default())
    };
    let words = (!words.is_empty()).then(|| format!("- {}", documentation(words.len())));
    let items: Vec<_> = others.iter().map(item).chain(words).collect();
    if items.is_empty() { Vec::new() } else { vec!["## Besides".to_owned(), items.join("\n")] }
}

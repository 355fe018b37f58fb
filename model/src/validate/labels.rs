//! Labels: each label of the path or the host prefix must be a member of the input with that binding.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Binding, Http, Member, Model, Operation, ShapeKind, Unvalidated, UriPart};
use crate::suggest;

/// Checks the labels of the path.
pub(super) fn check_path(
    model: &Model<Unvalidated>,
    operation: &Operation,
    http: &Http,
    diagnostics: &mut Diagnostics,
) {
    let members = &model.structure(operation.input).members;
    check_named(members, operation, http, diagnostics);
    check_members(members, http, diagnostics);
    check_order(operation, http, diagnostics);
}

/// Checks the labels of the host prefix, which operations of every protocol can have.
pub(super) fn check_host(model: &Model<Unvalidated>, operation: &Operation, diagnostics: &mut Diagnostics) {
    let members = &model.structure(operation.input).members;
    check_host_prefix(model, members, operation, diagnostics);
    check_host_labels(members, operation, diagnostics);
}

fn is_label(member: &Member) -> bool {
    matches!(member.binding, Binding::Label { .. })
}

/// Checks that every label of the path is a member that is bound to it.
fn check_named(members: &[Member], operation: &Operation, http: &Http, diagnostics: &mut Diagnostics) {
    let labels: BTreeSet<&str> = http.uri.labels().collect();
    for label in labels {
        match members.iter().find(|member| member.name == label) {
            Some(member) if is_label(member) => {}
            Some(member) => {
                let message = format!("the path names `{label}`, but the member is not bound as a label");
                let problem = Diagnostic::error("unbound-label", message).at(member.origin.span);
                diagnostics
                    .push(problem.shape(&member.origin.id).help("bind the member to the path as a label"));
            }
            None => {
                let message = format!("the path names `{label}`, but the input has no such member");
                let problem = Diagnostic::error("unbound-label", message).at(http.origin.span);
                let help = suggest::did_you_mean(label, members.iter().map(|member| member.name.as_str()));
                let help =
                    help.unwrap_or_else(|| format!("add the member, or take `{{{label}}}` out of the URI"));
                diagnostics.push(problem.shape(&operation.origin.id).help(help));
            }
        }
    }
}

/// Checks that every member that is bound to a label is in the path, and required.
fn check_members(members: &[Member], http: &Http, diagnostics: &mut Diagnostics) {
    for member in members.iter().filter(|member| is_label(member)) {
        if !http.uri.labels().any(|label| label == member.name) {
            let message = format!("`{}` is bound to a label that the path does not have", member.name);
            let problem = Diagnostic::error("label-without-segment", message).at(member.origin.span);
            let help = format!("put `{{{}}}` into the URI `{}`", member.name, http.uri);
            diagnostics.push(problem.shape(&member.origin.id).help(help));
        }
        if !member.required {
            let problem =
                Diagnostic::error("optional-label", format!("the label `{}` is not required", member.name));
            let problem = problem.at(member.origin.span).shape(&member.origin.id);
            diagnostics.push(problem.help("a path needs all its labels; mark the member as required"));
        }
    }
}

/// Checks that no label is repeated in the path, and that none follows a greedy one, which would match its text.
fn check_order(operation: &Operation, http: &Http, diagnostics: &mut Diagnostics) {
    let mut seen = BTreeSet::new();
    let mut greedy = None;
    for part in &http.uri.path {
        let UriPart::Label { member, greedy: is_greedy } = part else { continue };
        let problem = match greedy {
            _ if !seen.insert(member) => {
                Diagnostic::error("repeated-label", format!("the path names `{member}` twice"))
                    .help("a label stands in one place of the path")
            }
            Some(greedy) => {
                let message = format!("the label `{member}` stands behind the greedy label `{greedy}`");
                Diagnostic::error("greedy-label", message).help("a greedy label is the last one of a path")
            }
            None => {
                greedy = is_greedy.then_some(member);
                continue;
            }
        };
        diagnostics.push(problem.at(http.origin.span).shape(&operation.origin.id));
    }
}

/// Checks that every label of the host prefix is a required member that is text.
fn check_host_prefix(
    model: &Model<Unvalidated>,
    members: &[Member],
    operation: &Operation,
    diagnostics: &mut Diagnostics,
) {
    for label in operation.host_prefix.iter().flatten().filter_map(UriPart::label) {
        let Some(member) = members.iter().find(|member| member.name == label) else {
            let message = format!("the host prefix names `{label}`, but the input has no such member");
            let problem = Diagnostic::error("unbound-label", message).at(operation.origin.span);
            let help = suggest::did_you_mean(label, members.iter().map(|member| member.name.as_str()));
            let help = help.unwrap_or_else(|| "add the member, as text that is required".to_owned());
            diagnostics.push(problem.shape(&operation.origin.id).help(help));
            continue;
        };
        let is_text = matches!(model.shape(member.target).kind, ShapeKind::String { .. });
        let (code, message) = if !is_text {
            ("binding-type", format!("the host prefix names `{label}`, which is not text"))
        } else if !member.required {
            ("optional-label", format!("the host prefix names `{label}`, which is not required"))
        } else {
            continue;
        };
        let problem = Diagnostic::error(code, message).at(member.origin.span).shape(&member.origin.id);
        diagnostics.push(problem.help("a host needs all its labels; make the member text, and required"));
    }
}

/// Checks that every member that is bound to the host is in the prefix.
fn check_host_labels(members: &[Member], operation: &Operation, diagnostics: &mut Diagnostics) {
    let labels: BTreeSet<&str> = operation.host_prefix.iter().flatten().filter_map(UriPart::label).collect();
    let lost = |member: &&Member| member.binding == Binding::HostLabel && !labels.contains(&*member.name);
    for member in members.iter().filter(lost) {
        let message = format!(
            "`{}` is bound to the host, but the host prefix of `{}` has no such label",
            member.name, operation.name
        );
        let problem = Diagnostic::error("label-without-segment", message).at(member.origin.span);
        let help = format!(
            "put `{{{}}}` into the operation's host prefix, or bind the member elsewhere",
            member.name
        );
        diagnostics.push(problem.shape(&member.origin.id).help(help));
    }
}

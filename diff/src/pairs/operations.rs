//! Pairs the operations of two models.

use std::collections::BTreeSet;

use super::Matcher;
use smithy_model::ir::{Model, Operation, ShapeId, UriPart};

/// The operations of both models.
pub(crate) fn operations<'m>(old: &'m Model, new: &'m Model) -> Matcher<&'m Operation> {
    let mut matcher = Matcher::new(&old.operations, &new.operations);
    let name = |operation: &'m Operation| Some(operation.name.as_str());
    matcher.by_key(name, name);
    matcher.by_key(|it| Some(signature(old, it)), |it| Some(signature(new, it)));
    matcher
}

/// Method, URI without the names of labels, query and the names of members.
type Signature<'m> = (&'m str, Vec<&'m str>, BTreeSet<&'m str>, [BTreeSet<&'m str>; 2]);

fn signature<'m>(model: &'m Model, operation: &'m Operation) -> Signature<'m> {
    let names = |id: ShapeId| model.structure(id).members.iter().map(|member| member.name.as_str()).collect();
    let http = operation.http.as_ref();
    let method = http.map_or("", |http| &http.method);
    let query = http.iter().flat_map(|http| &http.uri.query).map(String::as_str).collect();
    let path = http.iter().flat_map(|http| literals(&http.uri.path)).collect();
    (method, path, query, [names(operation.input), names(operation.output)])
}

/// A path without the names of its labels.
pub(super) fn literals(path: &[UriPart]) -> impl Iterator<Item = &str> {
    path.iter().map(|part| match part {
        UriPart::Literal(text) => text.as_str(),
        UriPart::Label { greedy: false, .. } => "{}",
        UriPart::Label { greedy: true, .. } => "{+}",
    })
}

//! Groups the operations by their paths.

use std::collections::BTreeMap;

use super::super::object::Object;
use super::{Writer, operation};
use smithy_model::ir::{Http, Operation, UriPart};
use smithy_model::{Diagnostic, Diagnostics};

/// The operations of one path.
struct PathItem<'m> {
    /// The path of the first operation.
    path: String,
    /// Its labels in order.
    labels: Vec<&'m str>,
    /// The operations by their methods.
    operations: BTreeMap<String, (&'m Operation, Object)>,
}

/// Returns all paths. Paths that differ only in the names of labels are the same for `OpenAPI`.
pub(super) fn paths(writer: &Writer<'_>, diagnostics: &mut Diagnostics) -> Object {
    let mut items: BTreeMap<String, PathItem<'_>> = BTreeMap::new();
    for operation in &writer.model.operations {
        let Some(http) = &operation.http else {
            diagnostics.push_once(unbound(operation));
            continue;
        };
        let labels: Vec<&str> = http.uri.labels().collect();
        let item = items.entry(written(http, |_| "")).or_insert_with(|| PathItem {
            path: written(http, |label| label),
            labels: labels.clone(),
            operations: BTreeMap::new(),
        });
        let method = http.method.to_ascii_lowercase();
        if let Some((first, _)) = item.operations.get(&method) {
            diagnostics.push(left_out(operation, http, first));
            continue;
        }
        let names = labels.into_iter().zip(item.labels.iter().copied()).collect();
        let described = operation::operation(writer, operation, http, &names);
        item.operations.insert(method, (operation, described));
    }
    let operations = |item: PathItem<'_>| -> Object {
        item.operations.into_iter().map(|(method, (_, described))| (method, described)).collect()
    };
    items.into_values().map(|item| (item.path.clone(), operations(item))).collect()
}

/// Returns the path with renamed labels.
fn written(http: &Http, name: impl Fn(&str) -> &str) -> String {
    let part = |part: &UriPart| match part {
        UriPart::Literal(text) => text.clone(),
        UriPart::Label { member, .. } => format!("{{{}}}", name(member)),
    };
    http.uri.path.iter().map(part).collect()
}

fn unbound(operation: &Operation) -> Diagnostic {
    Diagnostic::warning(
        "openapi-no-path",
        "operations without an HTTP method and path of their own are left out",
    )
    .at(operation.origin.span)
    .shape(&operation.origin.id)
    .help("OpenAPI describes HTTP interfaces; the JSON Schema has the shapes of every service")
}

fn left_out(operation: &Operation, http: &Http, first: &Operation) -> Diagnostic {
    let message = format!(
        "`{}` is left out: method and path are those of `{}`, and OpenAPI does not tell queries apart",
        operation.name, first.name
    );
    Diagnostic::warning("openapi-same-path", message)
        .at(http.origin.span)
        .shape(&operation.origin.id)
        .help("describe it in a document of its own: choose operations with `--operations`")
}

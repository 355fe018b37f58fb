//! `README.md` of the generated crate.

use std::fmt::Write;

use crate::plan::Plan;

/// The page, without its header.
pub fn emit(plan: &Plan) -> String {
    let package = &plan.package;
    let mut page = format!("# {}\n\n{}, API version {}.\n", package.name, package.title, package.api_version);
    page += "\nGenerated from the service's model: an async client, a blocking one with the feature `blocking`, and requests and\n";
    page += "responses as plain values without either. The docs of the crate show how to use it.\n\n";
    page += "| Operation | HTTP | Errors |\n| --- | --- | --- |\n";
    for operation in &plan.operations {
        let errors: Vec<_> =
            operation.errors.iter().map(|error| format!("{} ({})", error.ident, error.status)).collect();
        let (name, method, uri) =
            (&operation.name, &operation.request.method, operation.request.uri.replace('|', "\\|"));
        let _ = writeln!(page, "| `{name}` | `{method} {uri}` | {} |", errors.join(", "));
    }
    page
}

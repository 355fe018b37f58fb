//! The authentication schemes of a C2J model, by Smithy's names.

use crate::json::Node;

/// Returns the schemes of the service, the preferred one first. The newer `auth` takes precedence over
/// `signatureVersion`.
pub(super) fn schemes(metadata: &Node) -> Vec<String> {
    let schemes: Vec<_> = texts(metadata.get("auth")).map(bare).collect();
    if !schemes.is_empty() {
        return schemes;
    }
    match metadata.get("signatureVersion").and_then(Node::as_str) {
        Some("v4") | None => vec!["sigv4".to_owned()],
        Some("none") => Vec::new(),
        Some(other) => vec![of_type(other).to_owned()],
    }
}

/// Returns Smithy's name of a scheme, given its name in `authtype` or `signatureVersion`.
pub(super) fn of_type(name: &str) -> &str {
    match name {
        "bearer" => "httpBearerAuth",
        "none" => "noAuth",
        other => other,
    }
}

/// The name of a scheme without its namespace.
pub(super) fn bare(id: &str) -> String {
    id.split_once('#').map_or(id, |(_, name)| name).to_owned()
}

/// Whether an `auth` list has a scheme and also the anonymous one.
pub(super) fn is_optional(operation: &Node) -> bool {
    let schemes: Vec<_> = texts(operation.get("auth")).collect();
    schemes.len() > 1 && schemes.contains(&"smithy.api#noAuth")
}

/// Returns the texts of a list. Items that are not texts are reported where the list is read.
pub(super) fn texts(list: Option<&Node>) -> impl Iterator<Item = &str> {
    list.map(Node::items).unwrap_or_default().iter().filter_map(Node::as_str)
}

//! How requests of a C2J model are authenticated, as far as the client can do it.

use crate::json::{Fields, Node, Value};
use crate::{Diagnostic, Diagnostics};

/// A way to authenticate that the client knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    /// Signature Version 4.
    SigV4,
    /// Nothing is sent.
    Anonymous,
}

/// The first scheme of an `auth` list that the client knows: the list is in the order of preference.
/// An absent list says nothing; one without a known scheme is a fault.
pub(super) fn preferred(fields: &Fields<'_>, origin: &str, diagnostics: &mut Diagnostics) -> Option<Scheme> {
    let schemes = fields.array("auth", diagnostics);
    let known = schemes.iter().filter_map(Node::as_str).find_map(|scheme| match scheme {
        "aws.auth#sigv4" => Some(Scheme::SigV4),
        "smithy.api#noAuth" => Some(Scheme::Anonymous),
        _ => None,
    });
    if let (None, Some(first)) = (known, schemes.first()) {
        let names: Vec<_> = schemes.iter().filter_map(Node::as_str).collect();
        diagnostics.push(unsupported(&names.join(", "), first, origin));
    }
    known
}

/// All ways to authenticate, by Smithy's names. The newer `auth` goes before `signatureVersion`.
pub(super) fn schemes(metadata: &Node) -> Vec<String> {
    let bare = |id: &str| id.split_once('#').map_or(id, |(_, name)| name).to_owned();
    let schemes: Vec<_> = texts(metadata.get("auth")).map(bare).collect();
    if !schemes.is_empty() {
        return schemes;
    }
    match metadata.get("signatureVersion").and_then(Node::as_str) {
        Some("v4") | None => vec!["sigv4".to_owned()],
        Some("none") => Vec::new(),
        Some("bearer") => vec!["httpBearerAuth".to_owned()],
        Some(other) => vec![other.to_owned()],
    }
}

/// Whether an `auth` list has a way to sign and the anonymous one.
pub(super) fn is_optional(operation: &Node) -> bool {
    let schemes: Vec<_> = texts(operation.get("auth")).collect();
    schemes.len() > 1 && schemes.contains(&"smithy.api#noAuth")
}

/// The texts of a list; what is none has been reported where it is read.
pub(super) fn texts(list: Option<&Node>) -> impl Iterator<Item = &str> {
    let items = match list.map(|node| &node.value) {
        Some(Value::Array(items)) => items.as_slice(),
        _ => &[],
    };
    items.iter().filter_map(Node::as_str)
}

/// The fault of asking for a way to authenticate that the client lacks.
pub(super) fn unsupported(scheme: &str, node: &Node, origin: &str) -> Diagnostic {
    Diagnostic::error("unsupported-auth", format!("authentication by `{scheme}` is not supported"))
        .at(node.span)
        .shape(origin)
        .help("requests can be signed with Signature Version 4 or go out unsigned")
}

//! Where parameters of the rules get their values from: the operation, its input, or the settings of a client.

use super::ContextPath;
use crate::json::{Fields, Key, Node};
use crate::{Diagnostic, Diagnostics};

/// Reads fixed values: `staticContextParams`.
pub(crate) fn fixed(
    entries: &[(Key, Node)],
    owner: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<(String, serde_json::Value)> {
    let mut values = Vec::new();
    for (key, node) in entries {
        let Some(fields) = Fields::open(node, owner, diagnostics) else { continue };
        let value = fields.required("value", diagnostics);
        fields.finish(diagnostics);
        values.extend(value.map(|value| (key.text.clone(), value.to_json())));
    }
    values
}

/// Reads paths into an input: `operationContextParams`. A path that is not supported is left to the caller.
pub(crate) fn paths(
    entries: &[(Key, Node)],
    owner: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<(String, ContextPath)> {
    let mut paths = Vec::new();
    for (key, node) in entries {
        let Some(fields) = Fields::open(node, owner, diagnostics) else { continue };
        let text = fields.required_string("path", diagnostics);
        let span = fields.get("path").map(|node| node.span);
        fields.finish(diagnostics);
        match text.map(ContextPath::parse) {
            Some(Ok(path)) => paths.push((key.text.clone(), path)),
            Some(Err(reason)) => {
                let message =
                    format!("the path to the endpoint parameter `{}` cannot be followed: {reason}", key.text);
                let warning =
                    Diagnostic::warning("unbound-endpoint-parameter", message).at(span).shape(owner);
                diagnostics
                    .push(warning.help("callers set the parameter themselves, in the options of the call"));
            }
            None => {}
        }
    }
    paths
}

/// Reads the settings of clients: `clientContextParams`. Their types are those of the parameters of the rules.
pub(crate) fn settings(
    entries: &[(Key, Node)],
    owner: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<(String, Option<String>)> {
    let mut settings = Vec::new();
    for (key, node) in entries {
        let Some(fields) = Fields::open(node, owner, diagnostics) else { continue };
        let documentation = fields.string("documentation", diagnostics).map(ToOwned::to_owned);
        fields.ignore(&["type"]);
        fields.finish(diagnostics);
        settings.push((key.text.clone(), documentation));
    }
    settings
}

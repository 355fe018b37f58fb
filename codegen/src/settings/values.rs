//! The values of `[model]`, `[crate]` and `[dependencies]`, each with its rule.

use smithy_model::json::{Node, Value};
use smithy_model::{Diagnostics, Selected, suggest};

use super::fields::{Table, bad};
use crate::config::{DEPENDENCIES, FEATURES, Feature, check, toml};

/// The operations to take.
pub(super) fn operations(model: &Table<'_>, diagnostics: &mut Diagnostics) -> Option<Vec<Selected>> {
    let names = model.strings("operations", diagnostics)?;
    let select = |(name, node): (&str, &Node)| Selected { name: name.to_owned(), span: Some(node.span) };
    Some(names.into_iter().map(select).collect())
}

/// Reads the features that are on by default, without duplicates.
pub(super) fn features(package: &Table<'_>, diagnostics: &mut Diagnostics) -> Option<Vec<Feature>> {
    let known = FEATURES.map(|(name, _)| name);
    let mut features: Vec<Feature> = Vec::new();
    for (name, node) in package.strings("default-features", diagnostics)? {
        if !known.contains(&name) {
            let help = suggest::did_you_mean(name, known);
            let help = help.unwrap_or_else(|| format!("it has {}", known.join(", ")));
            diagnostics.push(bad(node, format!("a generated crate has no feature `{name}`"), help));
        } else if !features.iter().any(|feature| feature.name == name) {
            features.push(Feature { name: name.to_owned(), span: Some(node.span) });
        }
    }
    Some(features)
}

/// More dependencies for the manifest.
pub(super) fn dependencies(root: &Table<'_>, diagnostics: &mut Diagnostics) -> Vec<(String, String)> {
    let own = DEPENDENCIES.map(|(name, _)| name);
    let mut dependencies = Vec::new();
    for (key, node) in root.entries("dependencies", diagnostics) {
        let name = key.text.as_str();
        let place = Node { span: key.span, value: Value::Null };
        if own.contains(&name) || name == "smithy-client" {
            let message = format!("every generated crate already depends on `{name}`");
            diagnostics.push(bad(&place, message, "drop the line"));
        } else if check::crate_name(name).is_err() {
            let help = "a package name is a letter, then letters, digits, `-` or `_`";
            diagnostics.push(bad(&place, format!("`{name}` is not a valid package name"), help));
        } else if !matches!(node.value, Value::String(_) | Value::Object(_)) {
            let help = "write a version, or a table as in Cargo.toml";
            diagnostics.push(bad(node, format!("`{name}` has no version"), help));
        } else {
            dependencies.push((name.to_owned(), inline(node)));
        }
    }
    dependencies
}

/// A value as TOML on one line.
fn inline(node: &Node) -> String {
    match &node.value {
        Value::Null => toml::quoted(""),
        Value::Bool(value) => value.to_string(),
        Value::Number(value) => value.to_string(),
        Value::String(text) => toml::quoted(text),
        Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Object(members) => {
            let member = |(key, value): &(smithy_model::json::Key, Node)| {
                format!("{} = {}", toml::key(&key.text), inline(value))
            };
            format!("{{ {} }}", members.iter().map(member).collect::<Vec<_>>().join(", "))
        }
    }
}

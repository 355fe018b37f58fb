//! `apply` statements: traits given to a shape or member from elsewhere in the document.

use super::{Definition, Definitions};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::json::{Fields, Node, Value};
use crate::suggest;

/// Reports statements that apply to nothing, or have a form of their own. Elements take in the traits themselves.
pub(super) fn check(definitions: &Definitions<'_>, diagnostics: &mut Diagnostics) {
    let mut statements: Vec<_> = definitions.applied.values().copied().collect();
    statements.sort_by_key(|(key, _)| key.span.start);
    for (key, node) in statements {
        let Some(fields) = Fields::open(node, &key.text, diagnostics) else { continue };
        fields.required("traits", diagnostics);
        fields.ignore(&["type"]);
        fields.finish(diagnostics);
        if let Some(help) = missing(definitions, &key.text) {
            let message = format!("there is no `{}` to apply traits to", key.text);
            diagnostics.push(Diagnostic::error("dangling-apply", message).at(key.span).help(help));
        }
    }
}

/// What to do about an id that names neither a shape nor a member of one.
fn missing(definitions: &Definitions<'_>, id: &str) -> Option<String> {
    let (shape, member) = id.split_once('$').map_or((id, None), |(shape, member)| (shape, Some(member)));
    let other = || "define it, or remove the statement".to_owned();
    let Some(Definition { node, .. }) = definitions.get(shape) else {
        let known = definitions.order.iter().map(|definition| definition.id);
        return Some(suggest::did_you_mean(shape, known).unwrap_or_else(other));
    };
    let member = member?;
    let names = member_names(node);
    let is_known = names.contains(&member);
    (!is_known).then(|| suggest::did_you_mean(member, names).unwrap_or_else(other))
}

fn member_names(shape: &Node) -> Vec<&str> {
    let single = ["member", "key", "value"].into_iter().filter(|name| shape.get(name).is_some());
    let members = match shape.get("members").map(|members| &members.value) {
        Some(Value::Object(members)) => members.as_slice(),
        _ => &[],
    };
    single.chain(members.iter().map(|(key, _)| key.text.as_str())).collect()
}

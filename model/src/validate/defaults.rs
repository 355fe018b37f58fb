//! Defaults of blobs: base64 in a valid model. Some models have the plain text, which Smithy only warns about.
//!
//! Facts: <https://smithy.io/2.0/spec/type-refinement-traits.html#default-value-constraints>

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::reachable;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Member, Model, Shape, ShapeKind, Unvalidated};

/// Converts the defaults of blobs to base64 if the model has plain text.
pub(super) fn settle(model: &mut Model<Unvalidated>, diagnostics: &mut Diagnostics) {
    let reachable = reachable(model);
    let is_blob = |shape: &Shape| matches!(shape.kind, ShapeKind::Blob { .. });
    let blobs: BTreeSet<_> =
        model.shapes.iter().filter(|(_, shape)| is_blob(shape)).map(|(id, _)| id).collect();
    for (_, shape) in model.shapes.iter_mut().filter(|(id, _)| reachable.contains(id)) {
        let ShapeKind::Structure(structure) = &mut shape.kind else { continue };
        for member in structure.members.iter_mut().filter(|member| blobs.contains(&member.target)) {
            if let Some(text) = plain(member) {
                let encoded = STANDARD.encode(&text);
                diagnostics.push(warning(member, &text, &encoded));
                member.default = Some(Value::String(encoded));
            }
        }
    }
}

/// Returns a default that is a text but not base64.
fn plain(member: &Member) -> Option<String> {
    let text = member.default.as_ref()?.as_str()?;
    STANDARD.decode(text).is_err().then(|| text.to_owned())
}

fn warning(member: &Member, text: &str, encoded: &str) -> Diagnostic {
    let message = format!("the default {text:?} is not base64: its characters are the bytes");
    let warning = Diagnostic::warning("bad-default", message).at(member.origin.span);
    warning.shape(&member.origin.id).help(format!("write {encoded:?}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::{Diagnostics, Options, Parts, Sources};

    /// Returns the final default of a blob, and the messages.
    fn settled(default: &str) -> (Option<serde_json::Value>, Vec<String>) {
        let text = format!(
            r#"{{"smithy": "2.0", "shapes": {{
                "p#P": {{"type": "service", "operations": [{{"target": "p#Get"}}],
                    "traits": {{"aws.protocols#awsJson1_0": {{}}}}}},
                "p#Get": {{"type": "operation", "output": {{"target": "p#Out"}}}},
                "p#Out": {{"type": "structure", "members": {{"photo": {{"target": "smithy.api#Blob",
                    "traits": {{"smithy.api#default": "{default}"}}}}}}}}}}}}"#
        );
        let mut sources = Sources::default();
        let parts = Parts::new(sources.add("p.json", text));
        let mut diagnostics = Diagnostics::default();
        let model = crate::load(&sources, parts, Options::default(), &mut diagnostics).expect("it loads");
        let mut members = model.shape(model.operations[0].output).members();
        let default = members.find_map(|member| member.default.clone());
        (default, diagnostics.iter().map(|problem| problem.message.clone()).collect())
    }

    #[test]
    fn a_default_of_plain_text_becomes_base64() {
        assert_eq!(settled("YWJj"), (Some(json!("YWJj")), Vec::new()));
        let warning = "the default \"abc\" is not base64: its characters are the bytes".to_owned();
        assert_eq!(settled("abc"), (Some(json!("YWJj")), vec![warning]));
    }
}

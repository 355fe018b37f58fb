//! Streaming blobs: they are only allowed as the body of a request or a response.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Binding, Model, ShapeId, ShapeKind, Unvalidated};

/// Warns about streaming blobs at places where no client supports them.
pub(super) fn check(model: &Model<Unvalidated>, diagnostics: &mut Diagnostics) {
    let operations = model.operations.iter();
    let messages: BTreeSet<ShapeId> =
        operations.clone().flat_map(|operation| [operation.input, operation.output]).collect();
    let errors = operations.flat_map(|operation| operation.errors.iter().copied());
    let notifications = model.notifications().map(|(id, _)| id);
    for owner in model.reach(messages.iter().copied().chain(errors).chain(notifications)) {
        for member in model.shape(owner).members() {
            let is_streamed =
                matches!(model.shape(member.target).kind, ShapeKind::Blob { streaming: true, .. });
            let is_body = messages.contains(&owner) && member.binding == Binding::Payload;
            if is_streamed && !is_body {
                let message = format!(
                    "`{}` of `{}` does not stream: only the body of a request or of a response does",
                    member.name,
                    model.shape(owner).name
                );
                let warning = Diagnostic::warning("unstreamed-blob", message).at(member.origin.span);
                let help = "its bytes are in memory as a whole";
                diagnostics.push_once(warning.shape(&member.origin.id).help(help));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Diagnostics, Options, Parts, Sources};

    /// Returns the messages about an operation whose response has a streaming blob.
    fn told(protocol: &str, traits: &str, error: &str) -> Vec<String> {
        let text = format!(
            r#"{{"smithy": "2.0", "shapes": {{
                "p#P": {{"type": "service", "operations": [{{"target": "p#Get"}}],
                    "traits": {{"aws.protocols#{protocol}": {{}}}}}},
                "p#Get": {{"type": "operation", "output": {{"target": "p#Out"}}, "errors": [{{"target": "p#Torn"}}],
                    "traits": {{"smithy.api#http": {{"method": "GET", "uri": "/"}}}}}},
                "p#Out": {{"type": "structure", "members": {{"film": {{"target": "p#Film", "traits": {{{traits}}}}}}}}},
                "p#Torn": {{"type": "structure", "traits": {{"smithy.api#error": "client"}},
                    "members": {{{error}}}}},
                "p#Film": {{"type": "blob", "traits": {{"smithy.api#streaming": {{}}}}}}}}}}"#
        );
        let mut sources = Sources::default();
        let parts = Parts::new(sources.add("p.json", text));
        let mut diagnostics = Diagnostics::default();
        crate::load(&sources, parts, Options::default(), &mut diagnostics).expect("it loads");
        diagnostics.iter().map(|problem| format!("{}: {}", problem.code, problem.message)).collect()
    }

    #[test]
    fn a_blob_streams_as_a_body_and_nowhere_else() {
        let payload = r#""smithy.api#httpPayload": {}"#;
        let rest = " does not stream: only the body of a request or of a response does";
        let none = Vec::<String>::new();
        assert_eq!(told("restJson1", payload, ""), none);
        assert_eq!(told("restJson1", "", ""), [format!("unstreamed-blob: `film` of `GetOutput`{rest}")]);
        let torn = format!(r#""rest": {{"target": "p#Film", "traits": {{{payload}}}}}"#);
        assert_eq!(told("restJson1", payload, &torn), [format!("unstreamed-blob: `rest` of `Torn`{rest}")]);
        // A protocol without streamed bodies may be listed beside one that has them.
        assert_eq!(told("awsJson1_0", payload, ""), none);
    }
}

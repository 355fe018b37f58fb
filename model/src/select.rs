//! Keeps the selected operations, and removes the others. Notifications are removed with the last operation that can be
//! called over MQTT.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Model, Operation, Unvalidated};
use crate::source::Span;
use crate::suggest;

/// A selected operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selected {
    /// Its name in the model.
    pub name: String,
    /// The place of the selection, if it is in one of the [`Sources`](crate::Sources).
    pub span: Option<Span>,
}

impl From<String> for Selected {
    fn from(name: String) -> Self {
        Self { name, span: None }
    }
}

impl From<&str> for Selected {
    fn from(name: &str) -> Self {
        name.to_owned().into()
    }
}

/// Removes every operation that is not selected. Validation then removes the shapes that no operation reaches.
pub(crate) fn select(model: &mut Model<Unvalidated>, selected: &[Selected], diagnostics: &mut Diagnostics) {
    let known: BTreeSet<&str> = model.operations.iter().map(|operation| operation.name.as_str()).collect();
    if selected.is_empty() {
        let problem = Diagnostic::error("no-operations", "none of the service's operations is selected");
        diagnostics.push(problem.help(listing(&known)));
    }
    let is_unknown = |selected: &&Selected| !known.contains(selected.name.as_str());
    for Selected { name, span } in selected.iter().filter(is_unknown) {
        let problem =
            Diagnostic::error("unknown-operation", format!("the service has no operation `{name}`"));
        let meant = suggest::did_you_mean(name, known.iter().copied());
        let help = meant.into_iter().chain([listing(&known)]).collect::<Vec<_>>().join(" ");
        diagnostics.push(problem.at(*span).help(help));
    }
    let mut names: BTreeSet<&str> = selected.iter().map(|selected| selected.name.as_str()).collect();
    // Operations that need endpoint discovery cannot be called without the operation that does it.
    let discovers =
        |operation: &Operation| operation.discovers_endpoint && names.contains(operation.name.as_str());
    let is_needed = model.operations.iter().any(discovers);
    names.extend(model.service.discovery.as_ref().filter(|_| is_needed).map(|it| it.operation.as_str()));
    let is_over_mqtt = |model: &Model<_>| model.operations.iter().any(|operation| operation.topic.is_some());
    let was_over_mqtt = is_over_mqtt(model);
    model.operations.retain(|operation| names.contains(operation.name.as_str()));
    if was_over_mqtt && !is_over_mqtt(model) {
        forget_mqtt(model);
    }
}

/// Removes what only callers over MQTT need.
fn forget_mqtt(model: &mut Model<Unvalidated>) {
    model.service.mqtt = None;
    model.shapes.iter_mut().for_each(|(_, shape)| shape.notification = None);
}

fn listing(known: &BTreeSet<&str>) -> String {
    let names: Vec<&str> = known.iter().copied().collect();
    format!("it has {}", names.join(", "))
}

#[cfg(test)]
mod tests {
    use crate::{Diagnostics, Model, Options, Parts, Sources, load};

    const MODEL: &str = r#"{"smithy": "2.0", "shapes": {
        "p#P": {"type": "service", "operations": [{"target": "p#Get"}, {"target": "p#Put"}],
            "traits": {"aws.protocols#restJson1": {}}},
        "p#Get": {"type": "operation", "output": {"target": "p#Frog"},
            "traits": {"smithy.api#http": {"method": "GET", "uri": "/"}}},
        "p#Put": {"type": "operation", "input": {"target": "p#Pond"},
            "traits": {"smithy.api#http": {"method": "PUT", "uri": "/"}, "aws.protocols#httpChecksum": {"requestChecksumRequired": true}}},
        "p#Frog": {"type": "structure", "members": {"name": {"target": "smithy.api#String"}}},
        "p#Pond": {"type": "structure", "members": {"depth": {"target": "p#Depth"}}},
        "p#Depth": {"type": "integer"}}}"#;

    const OVERLAY: &str = r#"{"overlay": "1", "entries": [{"why": "w", "source": "s",
        "addTraits": {"operation": "Put", "traits": {"smithy.api#idempotent": {}}}}]}"#;

    fn select(names: &[&str]) -> (Option<Model>, String) {
        select_of(MODEL, OVERLAY, names)
    }

    fn select_of(model: &str, overlay: &str, names: &[&str]) -> (Option<Model>, String) {
        let mut sources = Sources::default();
        let (model, overlay) = (sources.add("m.json", model), Some(sources.add("o.json", overlay)));
        let parts = Parts { overlay, ..Parts::new(model) };
        let operations = Some(names.iter().map(|name| (*name).into()).collect());
        let mut diagnostics = Diagnostics::default();
        let model = load(&sources, parts, Options { operations, ..Options::default() }, &mut diagnostics);
        (model, diagnostics.render(&sources, false))
    }

    #[test]
    fn only_what_is_selected_stays_and_only_that_has_to_be_supported() {
        let (model, words) = select(&["Get", "Get"]);
        let model = model.expect("the operation is supported, and the overlay applies to the other one");
        assert_eq!(words, "");
        let operations: Vec<_> = model.operations.iter().map(|operation| operation.name.as_str()).collect();
        assert_eq!(operations, ["Get"]);
        let shapes: Vec<_> = model.shapes.iter().map(|(_, shape)| shape.name.as_str()).collect();
        assert_eq!(shapes, ["GetInput", "GetOutput", "String"]);
    }

    #[test]
    fn notifications_stay_with_operations_that_can_be_called_over_mqtt() {
        let model = MODEL.replace(r#", "aws.protocols#httpChecksum": {"requestChecksumRequired": true}"#, "");
        let overlay = r#"{"overlay": "1", "entries": [
            {"why": "w", "source": "s", "addTraits": {"service": "P", "traits": {"smithy.codegen#mqtt":
                {"accepted": "yes", "rejected": "no", "clientToken": "token", "port": 8883}}}},
            {"why": "w", "source": "s", "addTraits": {"target": "Frog", "traits": {
                "smithy.codegen#mqttNotification": {"topic": "frog"}}}},
            {"why": "w", "source": "s", "addTraits": {"operation": "Put", "traits": {"smithy.mqtt#publish": "put"}}}]}"#;
        let sent = |names: &[&str]| {
            let (model, words) = select_of(&model, overlay, names);
            let model = model.expect(&words);
            (model.service.mqtt.is_some(), model.notifications().count())
        };
        assert_eq!(
            [sent(&["Get", "Put"]), sent(&["Put"]), sent(&["Get"])],
            [(true, 1), (true, 1), (false, 0)]
        );
    }

    #[test]
    fn what_is_not_there_is_told_with_what_is() {
        let (model, words) = select(&["Gte", "Get", "Remove"]);
        assert!(model.is_none());
        let expected = "\
error[unknown-operation]: the service has no operation `Gte`
 |
 = help: did you mean `Get`? it has Get, Put

error[unknown-operation]: the service has no operation `Remove`
 |
 = help: it has Get, Put

";
        assert_eq!(words, expected);
        assert!(
            select(&[]).1.starts_with("error[no-operations]: none of the service's operations is selected")
        );
    }
}

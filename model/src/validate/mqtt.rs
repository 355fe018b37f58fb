//! MQTT: every label of a topic is a member, no member is lost, and no message is ambiguous.

use std::collections::BTreeSet;

use super::described;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{
    Binding, Member, Model, Mqtt, Notification, Operation, Origin, Shape, ShapeId, ShapeKind,
    TimestampFormat, Topic, Unvalidated,
};
use crate::suggest;

/// Removes what the model says about MQTT if the service does not say how it uses MQTT. Warns about topics, which then
/// have no effect.
pub(super) fn settle(model: &mut Model<Unvalidated>, diagnostics: &mut Diagnostics) {
    if model.service.mqtt.is_some() {
        return;
    }
    let mut warn = |topic: &Topic, origin: &Origin| {
        let message = "the topic has no effect: the service does not say how it speaks MQTT";
        let warning = Diagnostic::warning("unused-topic", message).at(topic.origin.span);
        let help = "give the service the trait `smithy.codegen#mqtt`";
        diagnostics.push_once(warning.shape(&origin.id).help(help));
    };
    for operation in &mut model.operations {
        if let Some(topic) = operation.topic.take() {
            warn(&topic, &operation.origin);
        }
    }
    for (_, shape) in model.shapes.iter_mut() {
        shape.json_over_mqtt = false;
        if let Some(notification) = shape.notification.take() {
            warn(&notification.topic, &shape.origin);
        }
    }
}

/// Checks all topics.
pub(super) fn check(model: &Model<Unvalidated>, diagnostics: &mut Diagnostics) {
    let Some(mqtt) = &model.service.mqtt else { return };
    for operation in &model.operations {
        if let Some(topic) = &operation.topic {
            check_operation(model, mqtt, operation, topic, diagnostics);
        }
    }
    for (id, notification) in model.notifications() {
        check_notification(model, id, notification, diagnostics);
    }
    check_json(model, diagnostics);
    check_clashes(model, mqtt, diagnostics);
}

/// A topic, and the operation or shape that its problems are attributed to.
#[derive(Clone, Copy)]
struct Owned<'m> {
    topic: &'m Topic,
    owner: &'m Origin,
}

fn check_operation(
    model: &Model<Unvalidated>,
    mqtt: &Mqtt,
    operation: &Operation,
    topic: &Topic,
    diagnostics: &mut Diagnostics,
) {
    let topic = Owned { topic, owner: &operation.origin };
    check_labels(model, operation.input, topic, diagnostics);
    let members = &model.structure(operation.input).members;
    let is_token = |member: &&Member| member.wire_name() == mqtt.token && !member.topic_label;
    if let Some(member) = members.iter().find(is_token) {
        let message = format!("`{}` has the name of the token that every request over MQTT has", member.name);
        let problem = Diagnostic::error("token-member", message).at(member.origin.span);
        let help = "give the token of the service another name, or take the topic from the operation";
        diagnostics.push(problem.shape(&topic.owner.id).help(help));
    }
    for id in [operation.input, operation.output] {
        // A blob in another place does not stream over HTTP either.
        let streams = |member: &&Member| match model.shape(member.target).kind {
            ShapeKind::Blob { streaming, .. } => streaming && member.binding == Binding::Payload,
            _ => model.is_event_stream(member.target),
        };
        if let Some(member) = model.structure(id).members.iter().find(streams) {
            diagnostics.push(streamed(member, topic).help("take the topic from the operation"));
        }
    }
}

fn streamed(member: &Member, Owned { topic, owner }: Owned<'_>) -> Diagnostic {
    let message = format!("`{}` streams, and a message over MQTT comes as a whole", member.name);
    Diagnostic::error("streamed-message", message).at(topic.origin.span).shape(&owner.id)
}

/// Checks that every label is exactly one required member that is text, and that every member that is a label is in the
/// topic.
fn check_labels(
    model: &Model<Unvalidated>,
    structure: ShapeId,
    Owned { topic, owner }: Owned<'_>,
    diagnostics: &mut Diagnostics,
) {
    let members = &model.structure(structure).members;
    let mut seen = BTreeSet::new();
    for label in topic.labels() {
        let member = members.iter().find(|member| member.name == label);
        let place = member.filter(|_| !seen.contains(label)).map_or(&topic.origin, |member| &member.origin);
        let problem = match member {
            _ if !seen.insert(label) => {
                Diagnostic::error("repeated-label", format!("the topic names `{label}` twice"))
                    .help("a label stands in one place of a topic")
            }
            Some(member) => match label_problem(model, member) {
                Some(problem) => problem,
                None => continue,
            },
            None => {
                let help = suggest::did_you_mean(label, members.iter().map(|member| member.name.as_str()));
                let message = format!("the topic names `{label}`, but there is no such member");
                Diagnostic::error("unbound-label", message)
                    .help(format!("add the member, or take `{{{label}}}` out of the topic"))
                    .maybe_help(help)
            }
        };
        diagnostics.push(problem.at(place.span).shape(&owner.id));
    }
    for member in members.iter().filter(|member| member.topic_label && !seen.contains(member.name.as_str())) {
        let message = format!("`{}` is bound to a label that the topic does not have", member.name);
        let problem = Diagnostic::error("label-without-level", message).at(member.origin.span);
        let help = format!("put `{{{}}}` into the topic `{topic}`", member.name);
        diagnostics.push(problem.shape(&owner.id).help(help));
    }
}

/// Says why a member cannot be a level of a topic.
fn label_problem(model: &Model<Unvalidated>, member: &Member) -> Option<Diagnostic> {
    let (name, kind) = (&member.name, &model.shape(member.target).kind);
    let is_text = matches!(kind, ShapeKind::String { .. } | ShapeKind::Enum(_));
    let (code, message, help) = match (member.topic_label, member.required) {
        (false, _) => (
            "unbound-label",
            format!("the topic names `{name}`, which is not bound to it"),
            "give the member the trait `smithy.mqtt#topicLabel`",
        ),
        (_, false) => (
            "optional-label",
            format!("the label `{name}` is not required"),
            "a topic needs all its labels; mark the member as required",
        ),
        _ if !is_text => (
            "bad-label",
            format!("the label `{name}` is {}", described(kind)),
            "a level of a topic is text; use a string or an enum",
        ),
        _ => return None,
    };
    Some(Diagnostic::error(code, message).help(help))
}

fn check_notification(
    model: &Model<Unvalidated>,
    id: ShapeId,
    notification: &Notification,
    diagnostics: &mut Diagnostics,
) {
    let Notification { topic, time, instance, version } = notification;
    let shape = model.shape(id);
    let mut bad = |message: String, help: String| {
        let problem = Diagnostic::error("bad-notification", message).at(topic.origin.span);
        diagnostics.push(problem.shape(&shape.origin.id).help(help));
    };
    if !matches!(&shape.kind, ShapeKind::Structure(structure) if structure.error.is_none()) {
        let kind = match &shape.kind {
            ShapeKind::Structure(_) => "an error".to_owned(),
            kind => described(kind),
        };
        let help = "a notification is a structure that is no error".to_owned();
        return bad(format!("`{}` is {kind}, and cannot be a notification", shape.name), help);
    }
    let numbers = time.iter().map(|name| ("time", std::slice::from_ref(name)));
    let numbers = numbers.chain(version.iter().map(|path| ("version", path.as_slice())));
    let numbers = numbers.map(|(what, path)| (what, path, is_number as Fits, "written as a number"));
    let texts =
        instance.iter().map(|path| ("instance", path.as_slice(), is_plain as Fits, "a text or a number"));
    for (what, path, fits, wanted) in numbers.chain(texts) {
        if let Some((reason, help)) = path_problem(model, id, path, fits) {
            let message = format!("the {what} `{}` of the notification {reason}", path.join("."));
            bad(message, help.unwrap_or_else(|| format!("name a member that is {wanted}")));
        }
    }
    let topic = Owned { topic, owner: &shape.origin };
    check_labels(model, id, topic, diagnostics);
    let reached = model.reach([id]);
    let mut members = reached.into_iter().flat_map(|id| model.shape(id).members());
    if let Some(member) = members.find(|member| model.is_event_stream(member.target)) {
        diagnostics.push(streamed(member, topic).help("take the stream out of the notification"));
    }
}

/// Whether a member with a kind is allowed at some place.
type Fits = fn(&Member, &ShapeKind) -> bool;

/// Says why a path through a message leads to no member that fits, as the end of a sentence, and returns a similar
/// name.
fn path_problem(
    model: &Model<Unvalidated>,
    structure: ShapeId,
    path: &[String],
    fits: Fits,
) -> Option<(String, Option<String>)> {
    let (mut id, mut found) = (structure, None);
    for name in path {
        let shape = model.shape(id);
        let members = match &shape.kind {
            ShapeKind::Structure(structure) => structure.members.as_slice(),
            _ => &[],
        };
        let Some(member) = members.iter().find(|member| member.wire_name() == name) else {
            let help = suggest::did_you_mean(name, members.iter().map(Member::wire_name));
            return Some((format!("is not there: `{}` has no member `{name}`", shape.name), help));
        };
        if id == structure && member.topic_label {
            return Some(("is a level of the topic, and not in the message".to_owned(), None));
        }
        (id, found) = (member.target, Some(member));
    }
    let kind = &model.shape(id).kind;
    (!found.is_some_and(|member| fits(member, kind))).then(|| (format!("is {}", described(kind)), None))
}

fn is_number(member: &Member, kind: &ShapeKind) -> bool {
    use ShapeKind::{Byte, Double, Float, Integer, Long, Short};
    match kind {
        Byte | Short | Integer | Long | Float | Double => true,
        ShapeKind::Timestamp(format) => {
            let format = member.timestamp_format.or(*format);
            format.is_none_or(|format| format == TimestampFormat::EpochSeconds)
        }
        _ => false,
    }
}

fn is_plain(member: &Member, kind: &ShapeKind) -> bool {
    is_number(member, kind) || matches!(kind, ShapeKind::String { .. } | ShapeKind::Enum(_))
}

/// Checks the texts that are sent as JSON: they are strings, and not in a recursive structure, whose paths could not be
/// listed.
fn check_json(model: &Model<Unvalidated>, diagnostics: &mut Diagnostics) {
    if !model.shapes.iter().any(|(_, shape)| shape.json_over_mqtt) {
        return;
    }
    let is_structure = |shape: &Shape| matches!(shape.kind, ShapeKind::Structure(_) | ShapeKind::Union(_));
    let has_json = |id: ShapeId| model.reach([id]).into_iter().any(|id| model.shape(id).json_over_mqtt);
    for id in model.over_mqtt() {
        let shape = model.shape(id);
        let problem = if shape.json_over_mqtt && !matches!(shape.kind, ShapeKind::String { .. }) {
            let message = format!("`{}` is {}, and cannot stand as JSON", shape.name, described(&shape.kind));
            Diagnostic::error("bad-trait", message).help("only a string can have JSON in it")
        } else if is_structure(shape)
            && has_json(id)
            && model.reach(shape.members().map(|member| member.target)).contains(&id)
        {
            let message = format!("`{}` has itself in it, and a text that stands as JSON", shape.name);
            Diagnostic::error("recursive-json", message)
                .help("take the trait `smithy.codegen#jsonOverMqtt` from the text, or let the shape not contain itself")
        } else {
            continue;
        };
        diagnostics.push(problem.at(shape.origin.span).shape(&shape.origin.id));
    }
}

/// Checks that no message is ambiguous: a request of two operations, or a response and a notification.
fn check_clashes(model: &Model<Unvalidated>, mqtt: &Mqtt, diagnostics: &mut Diagnostics) {
    let mut known: Vec<(Topic, String)> = Vec::new();
    let mut add = |topic: Topic, what: String, origin: &Origin| {
        let clash = known.iter().find(|(other, _)| other.is_like(&topic)).map(|(_, other)| {
            let message = format!("a message on `{topic}` could be {what} or {other}");
            let problem = Diagnostic::error("topic-clash", message).at(topic.origin.span).shape(&origin.id);
            diagnostics.push(problem.help("give one of the two another topic"));
        });
        known.push((topic, what));
        clash.is_some()
    };
    for operation in &model.operations {
        let Some(topic) = &operation.topic else { continue };
        let Operation { name, origin, .. } = operation;
        // If requests clash, their responses clash too, which need not be reported.
        if !add(topic.clone(), format!("a request of `{name}`"), origin) {
            add(topic.with(&mqtt.accepted), format!("a success of `{name}`"), origin);
            add(topic.with(&mqtt.rejected), format!("a refusal of `{name}`"), origin);
        }
    }
    for (id, notification) in model.notifications() {
        let Shape { name, origin, .. } = model.shape(id);
        add(notification.topic.clone(), format!("the notification `{name}`"), origin);
    }
}

#[cfg(test)]
mod tests {
    use crate::ir::{Model, ShapeId};
    use crate::{Diagnostics, Options, Parts, Sources, Unsupported};

    /// Two operations with one input, of which one can be called over MQTT, and two notifications, of which one is also
    /// a response.
    const MODEL: &str = r#"{"smithy": "2.0", "shapes": {
        "p#P": {"type": "service", "operations": [{"target": "p#Get"}, {"target": "p#Put"}],
            "traits": {"aws.protocols#restJson1": {},
                "smithy.codegen#mqtt": {"accepted": "yes", "rejected": "no", "clientToken": "token", "port": 8883}}},
        "p#Get": {"type": "operation", "input": {"target": "p#In"}, "output": {"target": "p#Sent"},
            "traits": {"smithy.api#http": {"method": "POST", "uri": "/get"}, "smithy.mqtt#publish": "a/{name}"}},
        "p#Put": {"type": "operation", "input": {"target": "p#In"},
            "traits": {"smithy.api#http": {"method": "POST", "uri": "/put"}}},
        "p#In": {"type": "structure", "members": {"name": {"target": "p#Name",
            "traits": {"smithy.api#required": {}, "smithy.mqtt#topicLabel": {}}}}},
        "p#Sent": {"type": "structure", "members": {
            "name": {"target": "p#Name", "traits": {"smithy.api#required": {}, "smithy.mqtt#topicLabel": {}}},
            "notes": {"target": "p#Notes"}, "note": {"target": "p#Note"}},
            "traits": {"smithy.codegen#mqttNotification": {"topic": "b/{name}"}}},
        "p#Lone": {"type": "structure", "members": {"page": {"target": "p#Page"}},
            "traits": {"smithy.codegen#mqttNotification": {"topic": "lone"}}},
        "p#Notes": {"type": "map", "key": {"target": "p#Note"}, "value": {"target": "p#Page"}},
        "p#Page": {"type": "structure", "members": {"note": {"target": "p#Note",
            "traits": {"smithy.api#jsonName": "n"}}}},
        "p#Name": {"type": "string"},
        "p#Note": {"type": "string", "traits": {"smithy.codegen#jsonOverMqtt": {}}}}}"#;

    /// Loads the model with a text replaced by another. Returns it, and each code with its message.
    fn load(from: &str, to: &str, overlay: Option<&str>) -> (Option<Model>, Vec<String>) {
        let mut sources = Sources::default();
        let model = sources.add("m.json", MODEL.replacen(from, to, 1));
        let overlay = overlay.map(|overlay| sources.add("o.json", overlay));
        let mut diagnostics = Diagnostics::default();
        let options = Options { unsupported: Unsupported::LeaveOut, ..Options::default() };
        let model = crate::load(&sources, Parts { overlay, ..Parts::new(model) }, options, &mut diagnostics);
        let words = diagnostics.iter().map(|problem| format!("{}: {}", problem.code, problem.message));
        (model, words.collect())
    }

    fn operations(model: &Model) -> Vec<&str> {
        model.operations.iter().map(|operation| operation.name.as_str()).collect()
    }

    fn find(model: &Model, name: &str) -> ShapeId {
        model.shapes.find(name).expect("the shape")
    }

    #[test]
    fn labels_and_notifications_are_what_they_are_in_one_place_only() {
        let (model, words) = load("", "", None);
        assert_eq!(words, Vec::<String>::new());
        let model = model.expect("it is good");
        let sent: Vec<_> = model.notifications().map(|(id, _)| model.shape(id).name.as_str()).collect();
        assert_eq!(sent, ["Lone", "Sent"], "the copies for operations are none");
        let is_label =
            |name: &str| model.structure(find(&model, name)).members.iter().any(|member| member.topic_label);
        let labels = ["GetInput", "PutInput", "GetOutput", "Sent"].map(is_label);
        assert_eq!(labels, [true, false, false, true]);
    }

    #[test]
    fn texts_that_stand_as_json_are_found_wherever_they_are() {
        let model = load("", "", None).0.expect("it is good");
        let paths = |name: &str| model.json_paths(find(&model, name));
        assert_eq!(paths("Sent"), [vec!["notes", "*", "n"], vec!["note"]]);
        assert_eq!(paths("GetInput"), Vec::<Vec<String>>::new());
    }

    #[test]
    fn what_has_a_problem_is_left_out_alone() {
        let label =
            |topic: &str| format!("unbound-label: the topic names `{topic}`, but there is no such member");
        let left_out =
            |code: &str, name: &str, problem: &str| vec![format!("{code}: `{name}` is left out: {problem}")];
        let no_member = |name: &str| label(name).replace("unbound-label: ", "");

        let (model, words) = load("a/{name}", "a/{name}/{row}", None);
        assert_eq!(words, left_out("unsupported-operation", "Get", &no_member("row")));
        let model = model.expect("the other operation is good");
        assert_eq!((operations(&model), model.notifications().count()), (vec!["Put"], 2));

        let (model, words) = load("lone", "lone/{row}", None);
        assert_eq!(words, left_out("unsupported-notification", "Lone", &no_member("row")));
        let model = model.expect("the operations are good");
        assert_eq!((operations(&model), model.notifications().count()), (vec!["Get", "Put"], 1));
    }

    #[test]
    fn problems_of_an_overlays_topic_are_those_of_its_operation() {
        let overlay = r#"{"overlay": "1", "entries": [{"why": "w", "source": "s", "addTraits": {"operation": "Put",
            "traits": {"smithy.mqtt#publish": "c/{name}/{row}"}}}]}"#;
        let (model, words) = load("", "", Some(overlay));
        assert_eq!(words.len(), 1, "{words:?}");
        assert_eq!(operations(&model.expect("the other operation is good")), ["Get"]);
    }
}

//! The final form: separate inputs and outputs, only reachable shapes, everything in a fixed order.

use std::collections::{BTreeMap, BTreeSet};

use super::reachable;
use crate::ir::{
    Binding, List, Map, Member, Model, Operation, Shape, ShapeId, ShapeKind, Shapes, Structure, Unvalidated,
    UriPart, Validated,
};

/// Brings a checked model into its final form.
pub(super) fn normalise<State>(mut model: Model<State>) -> Model<Validated> {
    model.operations.sort_by(|a, b| a.name.cmp(&b.name));
    let (shapes, moved) = prune_and_sort(&model);
    let mut validated = Model::new(model.service, model.operations, shapes);
    let to = |id: &mut ShapeId| {
        if let Some(new) = moved.get(id) {
            *id = *new;
        }
    };
    for operation in &mut validated.operations {
        to(&mut operation.input);
        to(&mut operation.output);
        operation.errors.iter_mut().for_each(to);
        operation.errors.sort();
    }
    validated.endpoint_rules = model.endpoint_rules;
    validated.endpoint_tests = model.endpoint_tests;
    validated.left_out = model.left_out;
    validated
}

/// Gives each operation copies of its input and output, because a structure that is the input of two operations, or is
/// also nested elsewhere, has a different meaning in each place. The origins of the copies are those of the original
/// shapes.
///
/// A binding without a meaning at a place is removed: an output has no path, no query and no topic, an input has no
/// status, and neither is a notification.
pub(super) fn own_inputs_and_outputs(model: &mut Model<Unvalidated>) {
    for index in 0..model.operations.len() {
        let (name, input, output) = {
            let operation = &model.operations[index];
            (operation.name.clone(), operation.input, operation.output)
        };
        let greedy = greedy_labels(&model.operations[index]);
        let has_topic = model.operations[index].topic.is_some();
        let mut own = |id: ShapeId, suffix: &str, settle: &dyn Fn(&mut Member)| {
            let name = format!("{name}{suffix}");
            let mut own = Shape { name, notification: None, ..model.shape(id).clone() };
            if let ShapeKind::Structure(structure) = &mut own.kind {
                structure.members.iter_mut().for_each(settle);
            }
            model.shapes.push(own)
        };
        let input = own(input, "Input", &|member| settle_request(member, &greedy, has_topic));
        let output = own(output, "Output", &settle_response);
        let operation = &mut model.operations[index];
        (operation.input, operation.output) = (input, output);
    }
    let errors: BTreeSet<ShapeId> =
        model.operations.iter().flat_map(|it| it.errors.iter().copied()).collect();
    for id in errors {
        if let ShapeKind::Structure(structure) = &mut model.shapes.get_mut(id).kind {
            structure.members.iter_mut().for_each(settle_response);
        }
    }
}

fn greedy_labels(operation: &Operation) -> Vec<String> {
    let path = operation.http.iter().flat_map(|http| &http.uri.path);
    let greedy = path.filter_map(|part| match part {
        UriPart::Label { member, greedy: true } => Some(member.clone()),
        _ => None,
    });
    greedy.collect()
}

fn settle_request(member: &mut Member, greedy_labels: &[String], has_topic: bool) {
    member.topic_label &= has_topic;
    match &mut member.binding {
        Binding::Label { greedy } => *greedy = greedy_labels.contains(&member.name),
        binding @ Binding::StatusCode => *binding = Binding::Body,
        _ => {}
    }
}

fn settle_response(member: &mut Member) {
    member.topic_label = false;
    let of_requests = matches!(
        member.binding,
        Binding::Label { .. } | Binding::Query(_) | Binding::QueryParams | Binding::HostLabel
    );
    if of_requests {
        member.binding = Binding::Body;
    }
}

/// Returns the reachable shapes sorted by name, and the new id of each old one.
fn prune_and_sort<State>(model: &Model<State>) -> (Shapes, BTreeMap<ShapeId, ShapeId>) {
    let mut order: Vec<ShapeId> = reachable(model).into_iter().collect();
    order.sort_by(|a, b| {
        let key = |id: &ShapeId| (model.shape(*id).name.clone(), model.shape(*id).origin.id.clone());
        key(a).cmp(&key(b))
    });
    let moved: BTreeMap<ShapeId, ShapeId> =
        order.iter().enumerate().map(|(index, id)| (*id, ShapeId(index))).collect();
    let mut shapes = Shapes::default();
    for id in order {
        let mut shape = model.shape(id).clone();
        retarget(&mut shape.kind, &moved);
        shape.constraints.min_length = shape.constraints.min_length.filter(|min| *min > 0);
        shapes.push(shape);
    }
    (shapes, moved)
}

fn retarget(kind: &mut ShapeKind, moved: &BTreeMap<ShapeId, ShapeId>) {
    debug_assert!(kind.members().all(|member| moved.contains_key(&member.target)));
    let to = |member: &mut Member| {
        if let Some(new) = moved.get(&member.target) {
            member.target = *new;
        }
    };
    match kind {
        ShapeKind::List(List { member, .. }) => to(member),
        ShapeKind::Map(Map { key, value, .. }) => {
            to(key);
            to(value);
        }
        ShapeKind::Structure(Structure { members, .. }) | ShapeKind::Union(Structure { members, .. }) => {
            members.iter_mut().for_each(to);
        }
        _ => {}
    }
}

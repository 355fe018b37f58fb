//! The graph of shapes: which shapes reach which, and which members close a cycle.

use std::collections::BTreeSet;

use super::{Member, Model, Notification, Shape, ShapeId, ShapeKind};

impl ShapeKind {
    /// All members, including those of lists and maps.
    pub fn members(&self) -> Box<dyn Iterator<Item = &Member> + '_> {
        match self {
            Self::List(list) => Box::new(std::iter::once(&list.member)),
            Self::Map(map) => Box::new([&map.key, &map.value].into_iter()),
            Self::Structure(inner) | Self::Union(inner) => Box::new(inner.members.iter()),
            _ => Box::new(std::iter::empty()),
        }
    }

    /// The members whose values are stored inside the shape's own value: those of a structure or union. A list or a map
    /// stores its elements elsewhere.
    pub fn direct_members(&self) -> &[Member] {
        match self {
            Self::Structure(inner) | Self::Union(inner) => &inner.members,
            _ => &[],
        }
    }
}

impl Shape {
    /// All members, including those of lists and maps.
    pub fn members(&self) -> impl Iterator<Item = &Member> {
        self.kind.members()
    }
}

impl<State> Model<State> {
    /// The member of an input or output that is a stream of events.
    pub fn events(&self, structure: ShapeId) -> Option<&Member> {
        self.structure(structure).members.iter().find(|member| self.is_event_stream(member.target))
    }

    /// Whether a shape is a union whose members are events.
    pub fn is_event_stream(&self, id: ShapeId) -> bool {
        matches!(&self.shape(id).kind, ShapeKind::Union(union) if union.event_stream)
    }

    /// The structures that the service sends without a request over MQTT, in the order of the shapes.
    pub fn notifications(&self) -> impl Iterator<Item = (ShapeId, &Notification)> {
        let sent = self.shapes.iter().filter_map(|(id, shape)| Some((id, shape.notification.as_ref()?)));
        sent.filter(|_| self.service.mqtt.is_some())
    }

    /// The shapes that occur in messages over MQTT.
    pub fn over_mqtt(&self) -> BTreeSet<ShapeId> {
        let called = self.operations.iter().filter(|operation| operation.topic.is_some());
        let called = called.flat_map(|operation| [operation.input, operation.output]);
        self.reach(called.chain(self.notifications().map(|(id, _)| id)))
    }

    /// Returns the paths to texts that a message of a structure contains as JSON. A path has the names of members, and
    /// `*` for the elements of a list or a map. Recursive shapes are not followed into themselves.
    pub fn json_paths(&self, structure: ShapeId) -> Vec<Vec<String>> {
        let has_json = |id: &ShapeId| self.reach([*id]).into_iter().any(|id| self.shape(id).json_over_mqtt);
        let mut paths = Vec::new();
        if has_json(&structure) {
            let ways = self.reach([structure]).into_iter().filter(has_json).collect();
            self.find_json(structure, &ways, &mut Vec::new(), &mut Vec::new(), &mut paths);
        }
        paths
    }

    /// Follows the `ways`: the shapes that contain such a text.
    fn find_json(
        &self,
        id: ShapeId,
        ways: &BTreeSet<ShapeId>,
        open: &mut Vec<ShapeId>,
        path: &mut Vec<String>,
        found: &mut Vec<Vec<String>>,
    ) {
        let shape = self.shape(id);
        if shape.json_over_mqtt {
            found.push(path.clone());
        }
        if open.contains(&id) {
            return;
        }
        // The keys of a map are always texts, and a label of the topic is not in the message.
        let members: Vec<&Member> = match &shape.kind {
            ShapeKind::Map(map) => vec![&map.value],
            kind => kind.members().filter(|member| !(open.is_empty() && member.topic_label)).collect(),
        };
        let is_structure = matches!(shape.kind, ShapeKind::Structure(_) | ShapeKind::Union(_));
        open.push(id);
        for member in members.into_iter().filter(|member| ways.contains(&member.target)) {
            path.push(if is_structure { member.wire_name().to_owned() } else { "*".to_owned() });
            self.find_json(member.target, ways, open, path, found);
            path.pop();
        }
        open.pop();
    }

    /// Returns the shapes that the roots reach, including the roots.
    pub fn reach(&self, roots: impl IntoIterator<Item = ShapeId>) -> BTreeSet<ShapeId> {
        let mut open: Vec<ShapeId> = roots.into_iter().collect();
        let mut found = BTreeSet::new();
        while let Some(id) = open.pop() {
            if found.insert(id) {
                open.extend(self.shape(id).members().map(|member| member.target));
            }
        }
        found
    }

    /// Returns the members that close a cycle of structures and unions that contain each other directly: owner and
    /// name.
    ///
    /// Shapes are visited in their order, depth first. An edge to a shape that is still being visited closes a cycle.
    pub fn cyclic(&self) -> BTreeSet<(ShapeId, &str)> {
        let (mut open, mut done, mut found) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for (root, _) in self.shapes.iter() {
            // An explicit stack, because models may nest to any depth.
            let mut stack = vec![(root, 0)];
            while let Some((id, index)) = stack.pop() {
                if index == 0 && (done.contains(&id) || !open.insert(id)) {
                    continue;
                }
                let Some(member) = self.shape(id).kind.direct_members().get(index) else {
                    open.remove(&id);
                    done.insert(id);
                    continue;
                };
                stack.push((id, index + 1));
                if open.contains(&member.target) {
                    found.insert((id, member.name.as_str()));
                } else if !done.contains(&member.target) {
                    stack.push((member.target, 0));
                }
            }
        }
        found
    }
}

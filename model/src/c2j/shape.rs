//! Reads the shapes of a C2J model: kind, constraints and members.

use super::{Loader, OF_XML, enumeration, error, pattern, traits};
use crate::ir::{Binding, Constraints, List, Map, Member, Origin, ShapeId, ShapeKind, Structure};
use crate::json::{Fields, Key, Node, Value, mismatch};
use crate::suggest;
use crate::{Diagnostic, Diagnostics};

/// Every value that the `type` of a shape may have.
const TYPES: [&str; 14] = [
    "structure",
    "list",
    "map",
    "string",
    "character",
    "blob",
    "timestamp",
    "boolean",
    "byte",
    "short",
    "integer",
    "long",
    "float",
    "double",
];

impl<'n> Loader<'n, '_> {
    /// The second pass: fills in the shapes that have ids from the first pass.
    pub(super) fn read_shapes(&mut self, shapes: Vec<&'n (Key, Node)>) {
        for (key, node) in shapes {
            self.read_shape(key, node);
        }
    }

    fn read_shape(&mut self, key: &'n Key, node: &'n Node) {
        let name = key.text.as_str();
        let Some((id, _)) = self.names.get(name).copied() else { return };
        let Some(fields) = Fields::open(node, name, self.diagnostics) else { return };
        let Some(type_name) = fields.required_string("type", self.diagnostics) else { return };
        if !TYPES.contains(&type_name) {
            self.diagnostics.push(unknown_type(type_name, node, name));
            return;
        }
        let kind = self.kind(id, type_name, name, node, &fields);
        let constraints = constraints(type_name, name, &fields, self.diagnostics);
        fields.ignore(&["box", "locationName", "jsonvalue"]);
        fields.ignore(OF_XML);
        let shape = self.shapes.get_mut(id);
        shape.documentation = traits::documentation(&fields, self.diagnostics);
        shape.deprecated = traits::deprecation(&fields, self.diagnostics);
        shape.sensitive = fields.flag("sensitive", self.diagnostics);
        shape.constraints = constraints;
        if let Some(kind) = kind {
            shape.kind = kind;
        }
        fields.finish(self.diagnostics);
    }

    /// Returns the kind, or `None` if a problem prevents it.
    fn kind(
        &mut self,
        id: ShapeId,
        type_name: &str,
        name: &str,
        node: &'n Node,
        fields: &Fields<'n>,
    ) -> Option<ShapeKind> {
        if let Some(kind) = plain_kind(type_name) {
            return Some(kind);
        }
        Some(match type_name {
            "structure" => self.structure(id, name, fields),
            "list" => {
                let member = self.element("member", name, fields);
                let sparse = fields.flag("sparse", self.diagnostics);
                ShapeKind::List(List { member: member?, sparse })
            }
            "map" => {
                let key = self.element("key", name, fields);
                let value = self.element("value", name, fields);
                let sparse = fields.flag("sparse", self.diagnostics);
                ShapeKind::Map(Map { key: key?, value: value?, sparse })
            }
            "blob" => ShapeKind::Blob {
                media_type: None,
                streaming: fields.flag("streaming", self.diagnostics),
                requires_length: fields.flag("requiresLength", self.diagnostics),
            },
            "timestamp" => {
                let place = node.get("timestampFormat").unwrap_or(node).span;
                ShapeKind::Timestamp(traits::timestamp_format(fields, place, name, self.diagnostics))
            }
            _ => match enumeration::read(name, fields, self.diagnostics) {
                values if values.is_empty() => ShapeKind::String { media_type: None },
                values => ShapeKind::Enum(values),
            },
        })
    }

    /// Reads the member of a list, or the key or value of a map.
    fn element(&mut self, role: &'static str, shape: &str, fields: &Fields<'n>) -> Option<Member> {
        let node = fields.required(role, self.diagnostics)?;
        let origin = Origin::new(format!("{shape}${role}"), node.span.head());
        let fields = Fields::open(node, &origin.id, self.diagnostics)?;
        let member = self.plain_member(role, origin, node, &fields);
        // The name of an element of XML.
        fields.ignore(&["locationName"]);
        fields.finish(self.diagnostics);
        member
    }

    /// Reads a structure, a union, an event stream or a document. C2J calls all of them structures.
    fn structure(&mut self, id: ShapeId, name: &str, fields: &Fields<'n>) -> ShapeKind {
        let nodes = fields.object("members", self.diagnostics);
        let members = nodes.iter().filter_map(|(key, node)| self.structure_member(id, name, key, node));
        let mut members: Vec<Member> = members.collect();
        for required in self.named_members("required", name, fields, nodes) {
            if let Some(member) = members.iter_mut().find(|member| member.name == required) {
                member.required = true;
            }
        }
        if let Some(payload) = fields.get("payload").and_then(|node| self.named_member(node, name, nodes)) {
            self.bind_payload(payload, name, &mut members);
        }
        let error = error::read(name, fields, self.diagnostics);
        let event_stream = fields.flag("eventstream", self.diagnostics);
        let is_union = fields.flag("union", self.diagnostics) || event_stream;
        let document = fields.flag("document", self.diagnostics);
        // A structure is an event because an event stream has it, and a synthetic one is like any other.
        fields.ignore(&["event", "synthetic"]);
        let structure = Structure { members, error, event_stream, ..Structure::default() };
        match (document, is_union) {
            (true, _) => ShapeKind::Document,
            (false, true) => ShapeKind::Union(structure),
            (false, false) => ShapeKind::Structure(structure),
        }
    }

    fn bind_payload(&mut self, payload: &str, structure: &str, members: &mut [Member]) {
        let Some(member) = members.iter_mut().find(|member| member.name == payload) else { return };
        if !member.binding.is_in_body() {
            let message = format!("`{payload}` cannot be the payload and have a `location`");
            let problem = Diagnostic::error("conflicting-bindings", message)
                .at(member.origin.span)
                .shape(format!("{structure}${payload}"))
                .help("remove one of the two");
            self.diagnostics.push(problem);
        }
        member.binding = Binding::Payload;
        // A payload is the whole body, so it has no name.
        member.json_name = None;
    }

    /// Reads a list of member names; each text that is no such name is a problem.
    fn named_members(
        &mut self,
        key: &'static str,
        structure: &str,
        fields: &Fields<'n>,
        members: &'n [(Key, Node)],
    ) -> Vec<&'n str> {
        let names = fields.array(key, self.diagnostics).iter();
        names.filter_map(|node| self.named_member(node, structure, members)).collect()
    }

    fn named_member(
        &mut self,
        node: &'n Node,
        structure: &str,
        members: &'n [(Key, Node)],
    ) -> Option<&'n str> {
        let name = node.as_str();
        let found = name.filter(|name| members.iter().any(|(key, _)| key.text == *name));
        if found.is_none() {
            let name = name.unwrap_or_default();
            let message = if name.is_empty() {
                "this does not name a member".to_owned()
            } else {
                format!("there is no member `{name}`")
            };
            let problem = Diagnostic::error("unknown-member", message)
                .at(if name.is_empty() { node.span.head() } else { node.span })
                .shape(structure)
                .help("name a member of this structure")
                .maybe_help(suggest::did_you_mean(name, members.iter().map(|(key, _)| key.text.as_str())));
            self.diagnostics.push(problem);
        }
        found
    }
}

/// Returns the kind of a type that has no keys of its own.
fn plain_kind(type_name: &str) -> Option<ShapeKind> {
    Some(match type_name {
        "boolean" => ShapeKind::Boolean,
        "byte" => ShapeKind::Byte,
        "short" => ShapeKind::Short,
        "integer" => ShapeKind::Integer,
        "long" => ShapeKind::Long,
        "float" => ShapeKind::Float,
        "double" => ShapeKind::Double,
        _ => return None,
    })
}

fn unknown_type(type_name: &str, node: &Node, shape: &str) -> Diagnostic {
    Diagnostic::error("unknown-type", format!("`{type_name}` is not a type of C2J"))
        .at(node.get("type").map(|node| node.span))
        .shape(shape)
        .help(format!("known are {}", TYPES.join(", ")))
        .maybe_help(suggest::did_you_mean(type_name, TYPES))
}

/// Reads `min` and `max`, which limit a number or a length.
fn constraints(
    type_name: &str,
    name: &str,
    fields: &Fields<'_>,
    diagnostics: &mut Diagnostics,
) -> Constraints {
    let mut constraints = Constraints::default();
    match type_name {
        "string" | "character" | "list" | "map" | "blob" => {
            constraints.min_length = fields.unsigned("min", diagnostics);
            constraints.max_length = fields.unsigned("max", diagnostics);
        }
        "byte" | "short" | "integer" | "long" | "float" | "double" => {
            constraints.min_value = number(fields, "min", name, diagnostics);
            constraints.max_value = number(fields, "max", name, diagnostics);
        }
        _ => {}
    }
    if matches!(type_name, "string" | "character") {
        constraints.pattern = fields.string("pattern", diagnostics).map(pattern::anchored);
    }
    constraints
}

fn number(
    fields: &Fields<'_>,
    key: &'static str,
    shape: &str,
    diagnostics: &mut Diagnostics,
) -> Option<serde_json::Number> {
    let node = fields.get(key)?;
    if let Value::Number(number) = &node.value {
        return Some(number.clone());
    }
    mismatch(node, "a number", shape, diagnostics);
    None
}

#[cfg(test)]
mod tests {
    use super::super::tests::{PLAIN, load, load_with, shape};
    use super::*;
    use crate::ir::Model;
    use crate::{Severity, Unvalidated};

    fn structure<'m>(model: &'m Model<Unvalidated>, name: &str) -> &'m Structure {
        match &shape(model, name).kind {
            ShapeKind::Structure(structure) | ShapeKind::Union(structure) => structure,
            other => panic!("{name} is a {}", other.name()),
        }
    }

    #[test]
    fn every_type_has_its_kind() {
        let cases = [
            (r#""type": "string""#, "string"),
            (r#""type": "character""#, "string"),
            (r#""type": "string", "enum": ["A"]"#, "enum"),
            (r#""type": "blob""#, "blob"),
            (r#""type": "timestamp""#, "timestamp"),
            (r#""type": "boolean", "box": true"#, "boolean"),
            (r#""type": "byte""#, "byte"),
            (r#""type": "short""#, "short"),
            (r#""type": "integer", "box": true"#, "integer"),
            (r#""type": "long""#, "long"),
            (r#""type": "float""#, "float"),
            (r#""type": "double""#, "double"),
            (r#""type": "list", "member": {"shape": "X"}"#, "list"),
            (r#""type": "map", "key": {"shape": "X"}, "value": {"shape": "X"}"#, "map"),
            (r#""type": "structure", "members": {}"#, "structure"),
            (r#""type": "structure", "members": {}, "union": true"#, "union"),
            (r#""type": "structure", "members": {}, "eventstream": true"#, "union"),
            (r#""type": "structure", "members": {}, "document": true"#, "document"),
        ];
        for (text, kind) in cases {
            let (model, codes) = load("", &format!(r#""X": {{{text}}}"#));
            assert!(codes.is_empty(), "{text}: {codes:?}");
            assert_eq!(shape(&model, "X").kind.name(), kind, "{text}");
        }
    }

    #[test]
    fn an_unknown_type_is_told_with_its_neighbour() {
        let (_, diagnostics) = load_with(PLAIN, "", r#""X": {"type": "structur", "members": {}}"#);
        let problem = diagnostics.iter().next().expect("a problem");
        assert_eq!((problem.code, problem.severity), ("unknown-type", Severity::Error));
        assert_eq!(problem.help.as_deref(), Some("did you mean `structure`?"));
        assert_eq!(diagnostics.iter().count(), 1);
    }

    #[test]
    fn streams_and_sparseness_are_kept() {
        let (model, codes) = load(
            "",
            r#""B": {"type": "blob", "streaming": true, "requiresLength": true},
               "L": {"type": "list", "sparse": true, "member": {"shape": "B"}},
               "M": {"type": "map", "sparse": true, "key": {"shape": "B"}, "value": {"shape": "B"}},
               "E": {"type": "structure", "members": {}, "eventstream": true}"#,
        );
        assert!(codes.is_empty());
        assert_eq!(
            shape(&model, "B").kind,
            ShapeKind::Blob { media_type: None, streaming: true, requires_length: true }
        );
        assert!(matches!(&shape(&model, "L").kind, ShapeKind::List(list) if list.sparse));
        assert!(matches!(&shape(&model, "M").kind, ShapeKind::Map(map) if map.sparse));
        assert!(structure(&model, "E").event_stream);
    }

    #[test]
    fn bounds_are_lengths_or_ranges_by_type() {
        let lengths = Constraints { min_length: Some(1), max_length: Some(9), ..Constraints::default() };
        let (min_value, max_value) = (Some(1.into()), Some(9.into()));
        let range = Constraints { min_value, max_value, ..Constraints::default() };
        let cases = [
            (r#""type": "string""#, &lengths),
            (r#""type": "blob""#, &lengths),
            (r#""type": "list", "member": {"shape": "X"}"#, &lengths),
            (r#""type": "map", "key": {"shape": "X"}, "value": {"shape": "X"}"#, &lengths),
            (r#""type": "integer""#, &range),
            (r#""type": "double""#, &range),
        ];
        for (text, expected) in cases {
            let (model, codes) = load("", &format!(r#""X": {{{text}, "min": 1, "max": 9}}"#));
            assert!(codes.is_empty(), "{text}: {codes:?}");
            assert_eq!(&shape(&model, "X").constraints, expected, "{text}");
        }
        let cases = [
            (r#""type": "boolean", "min": 1"#, "unknown-key"),
            (r#""type": "integer", "pattern": "a""#, "unknown-key"),
            (r#""type": "string", "min": -1"#, "wrong-type"),
            (r#""type": "integer", "max": "9""#, "wrong-type"),
        ];
        for (text, problem) in cases {
            assert_eq!(load("", &format!(r#""X": {{{text}}}"#)).1, [problem], "{text}");
        }
    }

    #[test]
    fn patterns_are_anchored_and_secrets_marked() {
        let (model, _) = load("", r#""X": {"type": "string", "pattern": "a|b", "sensitive": true}"#);
        assert_eq!(shape(&model, "X").constraints.pattern.as_deref(), Some("^(?:a|b)$"));
        assert!(shape(&model, "X").sensitive);
    }

    #[test]
    fn required_members_and_payload_have_to_be_there() {
        let (model, codes) = load(
            "",
            r#""S": {"type": "structure", "required": ["b", "lost", "c"], "payload": "lots",
                     "members": {"a": {"shape": "S"}, "b": {"shape": "S"}, "lost_": {"shape": "S"},
                                 "c": {"shape": "Gone"}}}"#,
        );
        assert_eq!(codes, ["dangling-target", "unknown-member", "unknown-member"]);
        let members = &structure(&model, "S").members;
        let required = members.iter().filter(|member| member.required).map(|member| member.name.as_str());
        assert_eq!(required.collect::<Vec<_>>(), ["b"]);
    }

    #[test]
    fn a_payload_has_no_name_and_no_other_place() {
        let payload = |member: &str| {
            let shapes = format!(
                r#""S": {{"type": "structure", "payload": "p", "members": {{"p": {{"shape": "S" {member}}}}}}}"#
            );
            let (model, codes) = load("", &shapes);
            let member = structure(&model, "S").members.first().expect("a member").clone();
            assert_eq!((member.binding, member.json_name), (Binding::Payload, None));
            codes
        };
        assert!(payload(r#", "locationName": "P""#).is_empty());
        assert_eq!(payload(r#", "location": "header""#), ["conflicting-bindings"]);
    }
}

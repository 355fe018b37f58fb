//! Loads C2J models, the `service-2.json` format that older AWS SDKs read.
//!
//! C2J has neither namespaces nor traits: each Smithy trait is a key of its own here. Only shapes that the operations
//! reach are read strictly; problems of other shapes do not matter.

mod auth;
mod enumeration;
mod error;
mod member;
mod operation;
pub(crate) mod pages;
mod pattern;
mod service;
mod shape;
mod traits;
pub(crate) mod waiters;

use std::collections::{HashMap, HashSet};

use crate::ir::{Discovery, Origin, Shape, ShapeId, ShapeKind, Shapes};
use crate::json::{Fields, Key, Node};
use crate::source::Span;
use crate::suggest;
use crate::{Diagnostic, Diagnostics, Model, Unvalidated};

/// Whether a document is a C2J model: an object with `metadata` and without `smithy`.
pub fn recognises(document: &Node) -> bool {
    document.get("metadata").is_some() && document.get("smithy").is_none()
}

/// Reads a C2J model. The ids in origins are bare shape names, and `Shape$member` for members.
///
/// Problems go to `diagnostics`, and reading goes on after each. Returns `None` only if there is no `metadata`.
pub fn read(document: &Node, diagnostics: &mut Diagnostics) -> Option<Model<Unvalidated>> {
    read_strictly(document, reached, diagnostics)
}

/// Finds names of shapes, given the operations and the shapes of a document.
type Find<'n> = fn(&'n [(Key, Node)], &'n [(Key, Node)]) -> HashSet<&'n str>;

/// Reads a model, and drops the problems of all shapes except those that `strict` finds.
fn read_strictly<'n>(
    document: &'n Node,
    strict: Find<'n>,
    diagnostics: &mut Diagnostics,
) -> Option<Model<Unvalidated>> {
    let fields = Fields::open(document, "", diagnostics)?;
    let mut service = service::read(&fields, diagnostics)?;
    let operations = fields.object("operations", diagnostics);
    let shapes = fields.object("shapes", diagnostics);
    fields.ignore(&["version", "examples", "authorizers"]);
    fields.finish(diagnostics);

    let reached = strict(operations, shapes);
    let mut loader = Loader::new(shapes, diagnostics);
    let (used, others): (Vec<_>, Vec<_>) =
        shapes.iter().partition(|(key, _)| reached.contains(key.text.as_str()));
    loader.read_shapes(used);
    let mut forgotten = Diagnostics::default();
    loader.aside(&mut forgotten, |loader| loader.read_shapes(others));
    loader.settle_targets();
    let operations = operations.iter().filter_map(|(key, node)| loader.operation(key, node)).collect();
    service.discovery = loader.discovery;
    Some(Model::new(service, operations, loader.shapes))
}

/// Returns the names of all shapes that the operations reach.
fn reached<'n>(operations: &'n [(Key, Node)], shapes: &'n [(Key, Node)]) -> HashSet<&'n str> {
    let by_name: HashMap<&str, &Node> = shapes.iter().map(|(key, node)| (key.text.as_str(), node)).collect();
    let of_operation = |(_, node): &'n (Key, Node)| {
        ["input", "output", "errors"].into_iter().flat_map(|key| names(node.get(key)))
    };
    let mut open: Vec<&str> = operations.iter().flat_map(of_operation).collect();
    let mut found = HashSet::new();
    while let Some(name) = open.pop() {
        if let Some(node) = by_name.get(name).filter(|_| found.insert(name)) {
            let members = node.get("members").map(Node::members).unwrap_or_default();
            open.extend(members.iter().flat_map(|(_, member)| names(Some(member))));
            open.extend(["member", "key", "value"].into_iter().flat_map(|key| names(node.get(key))));
        }
    }
    found
}

/// Returns the shape that a reference names, or the shapes of a list of references.
fn names(node: Option<&Node>) -> Vec<&str> {
    let Some(node) = node else { return Vec::new() };
    let references = if node.items().is_empty() { std::slice::from_ref(node) } else { node.items() };
    references.iter().filter_map(|reference| reference.get("shape")?.as_str()).collect()
}

/// Keys of shapes and members that say how XML and query strings are laid out; other protocols have no use for them.
const OF_XML: &[&str] = &["flattened", "queryName", "wrapper", "xmlAttribute", "xmlNamespace", "xmlOrder"];

/// The state of reading one model.
struct Loader<'n, 'd> {
    shapes: Shapes,
    /// Every shape of the model with the text it is read from. Ids are assigned before the first shape is read.
    names: HashMap<&'n str, (ShapeId, &'n Node)>,
    /// For each structure, the name of a member in the URI and its name in the model.
    labels: HashMap<ShapeId, Vec<(String, String)>>,
    /// Properties that members give to their targets. A target may be read after the member.
    on_targets: Vec<OnTarget>,
    /// What an operation says about endpoint discovery. The IR keeps it on the service.
    discovery: Option<Discovery>,
    diagnostics: &'d mut Diagnostics,
}

/// A property that a member gives, and that the IR keeps on the member's target.
struct OnTarget {
    target: ShapeId,
    property: Property,
    span: Span,
    member: String,
}

enum Property {
    Sensitive,
    Streaming,
}

impl<'n, 'd> Loader<'n, 'd> {
    /// The first pass: gives every shape its id.
    fn new(nodes: &'n [(Key, Node)], diagnostics: &'d mut Diagnostics) -> Self {
        let mut shapes = Shapes::default();
        let names = nodes.iter().map(|(key, node)| {
            let origin = Origin::new(key.text.as_str(), key.span);
            // The kind is a placeholder until the second pass has read the shape.
            let id = shapes.push(Shape::new(key.text.as_str(), ShapeKind::Document, origin));
            (key.text.as_str(), (id, node))
        });
        let names = names.collect();
        Self { shapes, names, labels: HashMap::new(), on_targets: Vec::new(), discovery: None, diagnostics }
    }

    /// Runs `read` with its problems going to other diagnostics.
    fn aside(&mut self, diagnostics: &mut Diagnostics, read: impl FnOnce(&mut Self)) {
        std::mem::swap(self.diagnostics, diagnostics);
        read(self);
        std::mem::swap(self.diagnostics, diagnostics);
    }

    /// Returns the shape that the `shape` of a reference names. `node` is the whole reference, `fields` its opened
    /// form, and `origin` the element that refers.
    fn target(&mut self, node: &Node, fields: &Fields<'n>, origin: &str) -> Option<ShapeId> {
        let name = fields.required_string("shape", self.diagnostics)?;
        if let Some((id, _)) = self.names.get(name) {
            return Some(*id);
        }
        let problem = Diagnostic::error("dangling-target", format!("there is no shape `{name}`"))
            .at(node.get("shape").map(|node| node.span))
            .shape(origin)
            .help("add the shape or name another")
            .maybe_help(if self.diagnostics.is_long() { None } else { self.nearest(name) });
        self.diagnostics.push(problem);
        None
    }

    fn nearest(&self, name: &str) -> Option<String> {
        suggest::did_you_mean(name, self.names.keys().copied())
    }

    /// Sets on targets the properties that members give them. They then hold for other members with the same target
    /// too: it is safer to treat a value as secret or streamed everywhere than nowhere.
    fn settle_targets(&mut self) {
        for OnTarget { target, property, span, member } in std::mem::take(&mut self.on_targets) {
            let shape = self.shapes.get_mut(target);
            match (property, &mut shape.kind) {
                (Property::Sensitive, _) => shape.sensitive = true,
                (Property::Streaming, ShapeKind::Blob { streaming, .. }) => *streaming = true,
                (Property::Streaming, kind) => {
                    let message = format!("a member of type {} cannot be streamed", kind.name());
                    self.diagnostics.push(
                        Diagnostic::error("wrong-kind", message)
                            .at(span)
                            .shape(member)
                            .help("only a blob can be streamed"),
                    );
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Sources, json};

    /// Keys of `metadata` for tests that are about something else.
    pub(super) const PLAIN: &str = r#", "endpointPrefix": "ponds""#;

    /// Loads a model with these operations and shapes. Returns it and the codes of its problems, warnings included.
    pub(super) fn load(operations: &str, shapes: &str) -> (Model<Unvalidated>, Vec<&'static str>) {
        let (model, diagnostics) = load_with(PLAIN, operations, shapes);
        (model.expect("rest-json loads"), diagnostics.iter().map(|problem| problem.code).collect())
    }

    /// The same with more keys in `metadata`.
    pub(super) fn load_with(
        metadata: &str,
        operations: &str,
        shapes: &str,
    ) -> (Option<Model<Unvalidated>>, Diagnostics) {
        let head = r#""protocol": "rest-json", "serviceId": "Pond", "apiVersion": "2020-01-02""#;
        load_text(&format!(
            r#"{{"metadata": {{{head} {metadata}}}, "operations": {{{operations}}}, "shapes": {{{shapes}}}}}"#
        ))
    }

    /// Loads any text.
    pub(super) fn load_text(text: &str) -> (Option<Model<Unvalidated>>, Diagnostics) {
        let mut sources = Sources::default();
        let source = sources.add("service-2.json", text);
        let mut diagnostics = Diagnostics::default();
        let document = json::parse(&sources, source, &mut diagnostics);
        let document = document.unwrap_or_else(|| panic!("{}", diagnostics.render(&sources, false)));
        (read_strictly(&document, all, &mut diagnostics), diagnostics)
    }

    fn all<'n>(_: &'n [(Key, Node)], shapes: &'n [(Key, Node)]) -> HashSet<&'n str> {
        shapes.iter().map(|(key, _)| key.text.as_str()).collect()
    }

    /// The shape with a name.
    pub(super) fn shape<'m>(model: &'m Model<Unvalidated>, name: &str) -> &'m Shape {
        model.shape(model.shapes.find(name).expect("the shape is there"))
    }

    #[test]
    fn formats_are_told_apart_by_their_keys() {
        let recognised = |text: &str| {
            let mut sources = Sources::default();
            let source = sources.add("m.json", text);
            recognises(&json::parse(&sources, source, &mut Diagnostics::default()).expect("JSON"))
        };
        assert!(recognised(r#"{"metadata": {}, "shapes": {}}"#));
        assert!(!recognised(r#"{"smithy": "2.0", "metadata": {}, "shapes": {}}"#));
        assert!(!recognised(r#"{"shapes": {}}"#));
        assert!(!recognised(r#"["metadata"]"#));
    }

    #[test]
    fn targets_resolve_forwards_and_backwards_and_dangling_ones_are_told() {
        let (model, codes) = load(
            "",
            r#""A": {"type": "list", "member": {"shape": "B"}},
               "B": {"type": "list", "member": {"shape": "A"}},
               "C": {"type": "structure", "members": {"frog": {"shape": "Frogg"}, "b": {"shape": "B"}}},
               "Frog": {"type": "string"}"#,
        );
        assert_eq!(codes, ["dangling-target"]);
        let ShapeKind::List(list) = &shape(&model, "A").kind else { panic!("a list") };
        assert_eq!(model.shape(list.member.target).name, "B");
        let ShapeKind::Structure(structure) = &shape(&model, "C").kind else { panic!("a structure") };
        assert_eq!(structure.members.iter().map(|member| member.name.as_str()).collect::<Vec<_>>(), ["b"]);

        let (_, diagnostics) = load_with(
            PLAIN,
            "",
            r#""A": {"type": "list", "member": {"shape": "Frogg"}}, "Frog": {"type": "string"}"#,
        );
        let problem = diagnostics.iter().next().expect("a problem");
        assert_eq!(problem.help.as_deref(), Some("did you mean `Frog`?"));
        assert_eq!(problem.shape.as_deref(), Some("A$member"));
    }

    #[test]
    fn unknown_keys_are_told_once_with_their_number() {
        let text = r#"{"metadata": {"protocol": "rest-json", "serviceId": "Pond", "apiVersion": "1", "endpointPrefix": "ponds",
                "new": 1},
            "new": 1,
            "operations": {"Op": {"http": {"method": "GET", "requestUri": "/", "new": 1}, "new": 1,
                "input": {"shape": "S", "new": 1}, "errors": [{"shape": "E", "new": 1}]}},
            "shapes": {
                "S": {"type": "structure", "new": 1, "members": {"a": {"shape": "L", "new": 1}}},
                "L": {"type": "list", "new": 1, "member": {"shape": "L", "new": 1}},
                "E": {"type": "structure", "error": {"new": 1}}}}"#;
        let (_, diagnostics) = load_text(text);
        let warnings: Vec<_> =
            diagnostics.iter().map(|problem| (problem.code, problem.severity, problem.count)).collect();
        assert_eq!(warnings, [("unknown-key", crate::Severity::Warning, 11)]);
    }

    #[test]
    fn members_may_mark_their_targets() {
        let (model, codes) = load(
            "",
            r#""S": {"type": "structure", "members": {"a": {"shape": "Blob", "streaming": true},
                     "b": {"shape": "Text", "sensitive": true}, "c": {"shape": "Text", "streaming": true}}},
               "Blob": {"type": "blob"}, "Text": {"type": "string"}"#,
        );
        assert_eq!(codes, ["wrong-kind"]);
        assert_eq!(
            shape(&model, "Blob").kind,
            ShapeKind::Blob { media_type: None, streaming: true, requires_length: false }
        );
        assert!(shape(&model, "Text").sensitive);
    }
}

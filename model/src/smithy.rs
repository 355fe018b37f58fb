//! Reads a Smithy JSON AST, version 2.0.

mod advice;
mod applied;
mod closure;
mod operation;
mod placement;
mod service;
mod shape;
mod traits;

use std::collections::HashMap;

pub(crate) use advice::apply_service_traits;
pub(crate) use shape::{apply_member_traits, apply_shape_traits, check_name, define, read_member};
pub(crate) use traits::Traits;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Model, Origin, Shape, ShapeId, ShapeKind, Shapes, Structure, Unvalidated};
use crate::json::{Fields, Key, Node};
use crate::source::Span;
use crate::suggest;

/// Shapes of these types describe the API, not its data.
const NOT_DATA: [&str; 4] = ["service", "operation", "resource", "apply"];

/// Reads a document. `None` when there is no one service in it; other faults are in `diagnostics`.
pub fn read(document: &Node, diagnostics: &mut Diagnostics) -> Option<Model<Unvalidated>> {
    let Some(version) = document.get("smithy") else {
        diagnostics.push(unknown_format(document));
        return None;
    };
    let top = Fields::open(document, "", diagnostics)?;
    check_version(version, diagnostics);
    top.ignore(&["smithy", "metadata"]);
    let definitions = Definitions::collect(&top, diagnostics);
    top.finish(diagnostics);
    applied::check(&definitions, diagnostics);
    let mut reader = Reader::new(&definitions);
    reader.define_all(&definitions, diagnostics);
    let service = service::only(&definitions, document, diagnostics)?;
    service::read(&mut reader, &definitions, service, diagnostics)
}

fn unknown_format(document: &Node) -> Diagnostic {
    Diagnostic::error("unknown-format", "this is neither a Smithy JSON AST nor a C2J model")
        .at(document.span.head())
        .help(
            "a Smithy JSON AST is an object with a key `smithy`, a C2J `service-2.json` one with `metadata`",
        )
}

fn check_version(node: &Node, diagnostics: &mut Diagnostics) {
    if !matches!(node.as_str(), Some("2" | "2.0")) {
        let version = node.to_json();
        let fault =
            Diagnostic::error("unsupported-version", format!("Smithy version {version} is not supported"));
        let place = if node.as_str().is_some() { node.span } else { node.span.head() };
        diagnostics
            .push(fault.at(place).help("write \"2.0\", once the model is in version 2.0 of the JSON AST"));
    }
}

/// The shapes of the document, by absolute id.
pub(crate) struct Definitions<'n> {
    order: Vec<Definition<'n>>,
    by_id: HashMap<&'n str, usize>,
    /// What `apply` statements say, by the shape or member they are about.
    applied: HashMap<&'n str, (&'n Key, &'n Node)>,
}

/// One shape of the document.
#[derive(Clone, Copy)]
pub(crate) struct Definition<'n> {
    id: &'n str,
    node: &'n Node,
    /// Its `type`, or an empty text.
    kind: &'n str,
    /// Where its id stands.
    span: Span,
}

impl Definition<'_> {
    fn is_data(&self) -> bool {
        !NOT_DATA.contains(&self.kind)
    }
}

impl<'n> Definitions<'n> {
    fn collect(top: &Fields<'n>, diagnostics: &mut Diagnostics) -> Self {
        let mut order = Vec::new();
        let mut applied = HashMap::new();
        let _ = top.required("shapes", diagnostics);
        for (key, node) in top.object("shapes", diagnostics) {
            let kind = node.get("type").and_then(Node::as_str).unwrap_or_default();
            if kind == "apply" {
                applied.insert(key.text.as_str(), (key, node));
                continue;
            }
            if !is_absolute_id(&key.text) {
                let message = format!("`{}` is not an absolute shape id", key.text);
                let help = "write it as `namespace#Name`, with ASCII letters, digits and underscores";
                diagnostics.push(Diagnostic::error("bad-shape-id", message).at(key.span).help(help));
            }
            // A shape with a bad id stays known, so that what refers to it is not reported as well.
            order.push(Definition { id: &key.text, node, kind, span: key.span });
        }
        let by_id = order.iter().enumerate().map(|(index, definition)| (definition.id, index)).collect();
        Self { order, by_id, applied }
    }

    fn of_type<'a>(&'a self, wanted: &'a str) -> impl Iterator<Item = Definition<'n>> + 'a {
        self.order.iter().filter(move |definition| definition.kind == wanted).copied()
    }

    fn get(&self, id: &str) -> Option<Definition<'n>> {
        self.by_id.get(id).and_then(|index| self.order.get(*index)).copied()
    }

    /// The traits that an `apply` statement gives to a shape or member.
    fn applied(&self, id: &str) -> Option<&'n Node> {
        self.applied.get(id).and_then(|(_, node)| node.get("traits"))
    }
}

/// Turns definitions into shapes of the IR; targets resolve by id.
pub(crate) struct Reader<'n> {
    pub(crate) shapes: Shapes,
    pub(crate) ids: HashMap<String, ShapeId>,
    definitions: Option<&'n Definitions<'n>>,
}

impl<'n> Reader<'n> {
    fn new(definitions: &'n Definitions<'n>) -> Self {
        let mut reader =
            Self { shapes: Shapes::default(), ids: HashMap::new(), definitions: Some(definitions) };
        for Definition { id, span, .. } in definitions.order.iter().filter(|definition| definition.is_data())
        {
            let origin = Origin::new(*id, *span);
            reader.declare(id, Shape::new(bare_name(id), ShapeKind::Document, origin));
        }
        reader
    }

    /// A reader that adds to shapes which are there already and resolves bare names.
    pub(crate) fn extending(shapes: Shapes) -> Self {
        let ids = shapes.iter().map(|(id, shape)| (shape.name.clone(), id)).collect();
        Self { shapes, ids, definitions: None }
    }

    /// Makes a shape known; what it is may be filled in later.
    pub(crate) fn declare(&mut self, id: &str, shape: Shape) -> ShapeId {
        let declared = self.shapes.push(shape);
        self.ids.insert(id.to_owned(), declared);
        declared
    }

    fn define_all(&mut self, definitions: &Definitions<'_>, diagnostics: &mut Diagnostics) {
        for definition in definitions.order.iter().filter(|definition| definition.is_data()) {
            if let Some(declared) = self.ids.get(definition.id).copied() {
                shape::define(self, declared, definition.node, diagnostics);
            }
        }
    }

    /// The shape that a `{"target": …}` names.
    pub(crate) fn target(
        &mut self,
        node: &Node,
        owner: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<ShapeId> {
        let fields = Fields::open(node, owner, diagnostics)?;
        let id = fields.required_string("target", diagnostics)?;
        let place = fields.get("target").map_or(node.span, |target| target.span);
        self.resolve(id).or_else(|| {
            let help = if diagnostics.is_long() { None } else { self.help_for(id) };
            let help = help.unwrap_or_else(|| "define the shape, or remove what refers to it".to_owned());
            let fault = match self.definitions.and_then(|definitions| definitions.get(id)) {
                Some(other) => {
                    let message = format!("`{id}` is of type `{}`, which is no type of data", other.kind);
                    Diagnostic::error("not-data", message).help("name a shape that values can have")
                }
                None => Diagnostic::error("dangling-target", format!("there is no shape `{id}`")).help(help),
            };
            diagnostics.push(fault.at(place).shape(owner));
            None
        })
    }

    /// What to do about an id that names nothing.
    fn help_for(&self, id: &str) -> Option<String> {
        if self.definitions.is_none() && id.contains('#') && !id.starts_with("smithy.api#") {
            return Some(format!("shapes go by their bare names here: `{}`", bare_name(id)));
        }
        let mut known: Vec<&str> = self.ids.keys().map(String::as_str).collect();
        let prelude: Vec<_> = PRELUDE.iter().map(|name| format!("smithy.api#{name}")).collect();
        known.extend(prelude.iter().map(String::as_str));
        known.sort_unstable();
        suggest::did_you_mean(id, known)
    }

    fn resolve(&mut self, id: &str) -> Option<ShapeId> {
        if let Some(known) = self.ids.get(id) {
            return Some(*known);
        }
        let name = id.strip_prefix("smithy.api#")?;
        let shape = Shape::new(name, prelude_kind(name)?, Origin { id: id.to_owned(), span: None });
        Some(self.declare(id, shape))
    }

    fn applied(&self, id: &str) -> Option<&'n Node> {
        self.definitions.and_then(|definitions| definitions.applied(id))
    }
}

/// `com.amazonaws.iot#Thing` -> `Thing`
pub(crate) fn bare_name(id: &str) -> &str {
    id.split_once('#').map_or(id, |(_, name)| name)
}

/// Whether a text is `namespace#Name`, made of the characters that Smithy allows.
fn is_absolute_id(id: &str) -> bool {
    id.split_once('#').is_some_and(|(space, name)| space.split('.').all(is_identifier) && is_identifier(name))
}

/// Whether a text is a name in Smithy: ASCII letters, digits and underscores, with a letter before any digit.
pub(crate) fn is_identifier(name: &str) -> bool {
    name.trim_start_matches('_').starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The shapes of the prelude that are in use; there are older names for some.
const PRELUDE: [&str; 12] = [
    "Blob",
    "Boolean",
    "Byte",
    "Document",
    "Double",
    "Float",
    "Integer",
    "Long",
    "Short",
    "String",
    "Timestamp",
    "Unit",
];

/// The shapes that every Smithy model has without defining them.
fn prelude_kind(name: &str) -> Option<ShapeKind> {
    Some(match name {
        "Boolean" | "PrimitiveBoolean" => ShapeKind::Boolean,
        "Byte" | "PrimitiveByte" => ShapeKind::Byte,
        "Short" | "PrimitiveShort" => ShapeKind::Short,
        "Integer" | "PrimitiveInteger" => ShapeKind::Integer,
        "Long" | "PrimitiveLong" => ShapeKind::Long,
        "Float" | "PrimitiveFloat" => ShapeKind::Float,
        "Double" | "PrimitiveDouble" => ShapeKind::Double,
        "String" => ShapeKind::String { media_type: None },
        "Blob" => ShapeKind::Blob { media_type: None, streaming: false },
        "Timestamp" => ShapeKind::Timestamp(None),
        "Document" => ShapeKind::Document,
        "Unit" => ShapeKind::Structure(Structure { unit: true, ..Structure::default() }),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{Binding, TimestampFormat};
    use crate::{Sources, json};

    /// A model with more shapes, and the codes of its faults and warnings.
    fn load(shapes: &str) -> (Model<Unvalidated>, Vec<&'static str>) {
        let text = format!(
            r#"{{"smithy": "2.0", "shapes": {{
                "p#P": {{"type": "service", "operations": [], "traits": {{"aws.protocols#restJson1": {{}}}}}},
                {shapes}}}}}"#
        );
        let mut sources = Sources::default();
        let source = sources.add("smithy.json", text);
        let mut diagnostics = Diagnostics::default();
        let document = json::parse(&sources, source, &mut diagnostics).expect("JSON");
        let model = read(&document, &mut diagnostics).expect("a service");
        (model, diagnostics.iter().map(|fault| fault.code).collect())
    }

    /// The one member of a structure, with these traits.
    fn member(traits: &str) -> (crate::ir::Member, Vec<&'static str>) {
        let shapes = format!(
            r#""p#S": {{"type": "structure", "members": {{"m": {{"target": "smithy.api#String", "traits": {{{traits}}}}}}}}}"#
        );
        let (model, codes) = load(&shapes);
        let structure = model.structure(model.shapes.find("S").expect("the structure"));
        (structure.members.first().expect("the member").clone(), codes)
    }

    #[test]
    fn traits_become_bindings() {
        let cases = [
            ("", Binding::Body),
            (r#""smithy.api#httpLabel": {}"#, Binding::Label { greedy: false }),
            (r#""smithy.api#httpQuery": "q""#, Binding::Query("q".into())),
            (r#""smithy.api#httpQueryParams": {}"#, Binding::QueryParams),
            (r#""smithy.api#httpHeader": "X-H""#, Binding::Header("X-H".into())),
            (r#""smithy.api#httpPrefixHeaders": "x-""#, Binding::PrefixHeaders("x-".into())),
            (r#""smithy.api#httpPayload": {}"#, Binding::Payload),
            (r#""smithy.api#httpResponseCode": {}"#, Binding::StatusCode),
            (r#""smithy.api#hostLabel": {}"#, Binding::HostLabel),
            (r#""smithy.api#hostLabel": {}, "smithy.api#httpHeader": "H""#, Binding::Header("H".into())),
        ];
        for (traits, binding) in cases {
            let (member, codes) = member(traits);
            assert!(codes.is_empty(), "{traits}: {codes:?}");
            assert_eq!(member.binding, binding, "{traits}");
        }
    }

    #[test]
    fn unknown_traits_are_faults_where_they_may_change_the_wire() {
        let cases = [
            (r#""smithy.api#new": {}"#, Some("unknown-trait")),
            (r#""new": {}"#, Some("unknown-trait")),
            (r#""lake#new": {}"#, Some("unknown-trait")),
            (r#""smithy.api#xmlName": "x""#, None),
            (r#""aws.cloudformation#anything": {}"#, None),
            (r#""smithy.api#required": false"#, Some("wrong-type")),
            (r#""smithy.api#sparse": {}"#, Some("misplaced-trait")),
        ];
        for (traits, code) in cases {
            assert_eq!(member(traits).1, Vec::from_iter(code), "{traits}");
        }
    }

    #[test]
    fn apply_statements_add_what_is_not_there() {
        let shapes = |statement: &str| {
            format!(
                r#""p#T": {{"type": "structure", "members": {{"at": {{"target": "smithy.api#Timestamp"}}}}}}, {statement}"#
            )
        };
        let good = r#""p#T$at": {"type": "apply", "traits": {"smithy.api#timestampFormat": "http-date"}}"#;
        let (model, codes) = load(&shapes(good));
        assert!(codes.is_empty(), "{codes:?}");
        let structure = model.structure(model.shapes.find("T").expect("the structure"));
        let format = structure.members.first().and_then(|member| member.timestamp_format);
        assert_eq!(format, Some(TimestampFormat::HttpDate));
        let bad = r#""p#T$it": {"type": "apply", "traits": {}}"#;
        assert_eq!(load(&shapes(bad)).1, ["dangling-apply"]);
    }

    #[test]
    fn ids_and_names_follow_the_grammar() {
        for (id, good) in [
            ("a.b#C", true),
            ("a#_1b", false),
            ("a#_b1", true),
            ("a#1", false),
            ("a", false),
            ("a..b#C", false),
            ("ä#C", false),
            ("a#C$d", false),
        ] {
            assert_eq!(is_absolute_id(id), good, "{id}");
        }
    }
}

//! Reads a Smithy JSON AST, versions 1.0 and 2.x.
//!
//! Only what the service reaches is read strictly. Definitions of traits, mixins, and shapes that no operation uses are
//! read too, so that an overlay may name them, but their problems are ignored.

mod closure;
mod operation;
mod prepare;
mod service;
mod shape;
#[cfg(test)]
mod tests;
mod traits;

use std::collections::{HashMap, HashSet};

pub(crate) use shape::{check_name, define, read_member};
pub(crate) use traits::{By, Known, Traits, known, table};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Model, Origin, Shape, ShapeId, ShapeKind, Shapes, Structure, Unvalidated};
use crate::json::{Fields, Node};
use crate::source::Span;
use crate::suggest;

/// Shapes of these types describe the API, not its data.
const NOT_DATA: [&str; 3] = ["service", "operation", "resource"];

/// Returns the ids of the traits that are read.
pub fn known_traits() -> impl Iterator<Item = &'static str> {
    table().iter().filter(|known| known.is_read()).map(|known| known.id)
}

/// Reads a document. Returns `None` if it does not have exactly one service; other problems are in `diagnostics`.
pub fn read(document: Node, diagnostics: &mut Diagnostics) -> Option<Model<Unvalidated>> {
    read_strictly(document, closure::reached, diagnostics)
}

/// Finds ids of shapes, given a document, its service and the operations of the service.
type Find = for<'n> fn(&Definitions<'n>, Definition<'n>, &[Definition<'n>]) -> HashSet<&'n str>;

/// Reads a document, and drops the problems of all shapes except those that `strict` finds.
fn read_strictly(
    mut document: Node,
    strict: Find,
    diagnostics: &mut Diagnostics,
) -> Option<Model<Unvalidated>> {
    let Some(version) = document.get("smithy") else {
        diagnostics.push(unknown_format(&document));
        return None;
    };
    let first = version.as_str().is_some_and(|version| version.split('.').next() == Some("1"));
    check_version(version, diagnostics);
    prepare::prepare(&mut document, first, diagnostics);
    let top = Fields::open(&document, "", diagnostics)?;
    top.ignore(&["smithy", "metadata"]);
    let definitions = Definitions::collect(&top, diagnostics);
    top.finish(diagnostics);
    let service = service::only(&definitions, &document, diagnostics)?;
    let operations = closure::operations(&definitions, service, diagnostics);
    let reached = strict(&definitions, service, &operations);
    let mut reader = Reader::new(&definitions);
    reader.define_all(&definitions, &reached, diagnostics);
    service::read(&mut reader, service, operations, diagnostics)
}

fn unknown_format(document: &Node) -> Diagnostic {
    Diagnostic::error("unknown-format", "this is neither a Smithy JSON AST nor a C2J model")
        .at(document.span.head())
        .help(
            "a Smithy JSON AST is an object with a key `smithy`, a C2J `service-2.json` one with `metadata`",
        )
}

fn check_version(node: &Node, diagnostics: &mut Diagnostics) {
    let is_known = node.as_str().is_some_and(|version| {
        matches!(version, "1" | "1.0" | "2") || version.strip_prefix("2.").is_some_and(is_number)
    });
    if !is_known {
        let version = node.to_json();
        let problem =
            Diagnostic::error("unsupported-version", format!("Smithy version {version} is not supported"));
        let place = if node.as_str().is_some() { node.span } else { node.span.head() };
        diagnostics.push(problem.at(place).help("versions 1.0 and 2.x of the JSON AST can be read"));
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The shapes of the document, by absolute id.
pub(crate) struct Definitions<'n> {
    order: Vec<Definition<'n>>,
    by_id: HashMap<&'n str, usize>,
}

/// One shape of the document.
#[derive(Clone, Copy)]
pub(crate) struct Definition<'n> {
    id: &'n str,
    node: &'n Node,
    /// Its `type`, or an empty text.
    kind: &'n str,
    /// The place of its id.
    span: Span,
}

impl Definition<'_> {
    fn is_data(&self) -> bool {
        !NOT_DATA.contains(&self.kind)
    }
}

impl<'n> Definitions<'n> {
    fn collect(top: &Fields<'n>, diagnostics: &mut Diagnostics) -> Self {
        let _ = top.required("shapes", diagnostics);
        let order: Vec<_> = top
            .object("shapes", diagnostics)
            .iter()
            .map(|(key, node)| {
                let kind = node.get("type").and_then(Node::as_str).unwrap_or_default();
                Definition { id: &key.text, node, kind, span: key.span }
            })
            .collect();
        let by_id = order.iter().enumerate().map(|(index, definition)| (definition.id, index)).collect();
        Self { order, by_id }
    }

    /// Returns the ids of the structures that the service sends without a request.
    fn notifications(&self) -> impl Iterator<Item = &'n str> {
        let is_sent = |definition: &&Definition<'n>| {
            let traits = definition.node.get("traits");
            traits.and_then(|traits| traits.get("smithy.codegen#mqttNotification")).is_some()
        };
        self.order.iter().filter(is_sent).map(|definition| definition.id)
    }

    fn of_type<'a>(&'a self, wanted: &'a str) -> impl Iterator<Item = Definition<'n>> + 'a {
        self.order.iter().filter(move |definition| definition.kind == wanted).copied()
    }

    fn get(&self, id: &str) -> Option<Definition<'n>> {
        self.by_id.get(id).and_then(|index| self.order.get(*index)).copied()
    }
}

/// Turns definitions into shapes of the IR; targets resolve by id.
pub(crate) struct Reader<'n> {
    pub(crate) shapes: Shapes,
    pub(crate) ids: HashMap<String, ShapeId>,
    /// The definitions of a model; none for an overlay.
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

    /// Creates a reader that adds to existing shapes and resolves bare names.
    pub(crate) fn extending(shapes: Shapes) -> Self {
        let ids = shapes.iter().map(|(id, shape)| (shape.name.clone(), id)).collect();
        Self { shapes, ids, definitions: None }
    }

    /// Registers a shape; its kind may be filled in later.
    pub(crate) fn declare(&mut self, id: &str, shape: Shape) -> ShapeId {
        let declared = self.shapes.push(shape);
        self.ids.insert(id.to_owned(), declared);
        declared
    }

    /// Reads all shapes. The problems of shapes that the service does not reach are dropped.
    fn define_all(
        &mut self,
        definitions: &Definitions<'_>,
        reached: &HashSet<&str>,
        diagnostics: &mut Diagnostics,
    ) {
        for definition in definitions.order.iter().filter(|definition| definition.is_data()) {
            let Some(declared) = self.ids.get(definition.id).copied() else { continue };
            if reached.contains(definition.id) {
                check_id(definition, diagnostics);
                shape::define(self, declared, definition.node, diagnostics);
            } else {
                shape::define(self, declared, definition.node, &mut Diagnostics::default());
            }
        }
    }

    /// Reads the traits of an element.
    fn traits<'e>(&self, id: &str, element: &'e Node, diagnostics: &mut Diagnostics) -> Traits<'e> {
        let by = if self.definitions.is_some() { By::Model } else { By::Overlay };
        Traits::of(id, element, by, diagnostics)
    }

    /// Reports the mixins of a model's shape that could not be applied.
    fn report_mixins(&self, fields: &Fields<'_>, shape: &str, diagnostics: &mut Diagnostics) {
        if let Some(definitions) = self.definitions {
            prepare::mixins::report(definitions, fields, shape, diagnostics);
        }
    }

    /// Returns the shape that a `{"target": …}` names.
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
            let problem = match self.definitions.and_then(|definitions| definitions.get(id)) {
                Some(other) => {
                    let message = format!("`{id}` is of type `{}`, which is not a type of data", other.kind);
                    Diagnostic::error("not-data", message).help("name a shape that values can have")
                }
                None => Diagnostic::error("dangling-target", format!("there is no shape `{id}`")).help(help),
            };
            diagnostics.push(problem.at(place).shape(owner));
            None
        })
    }

    /// Returns advice for an id that does not exist.
    fn help_for(&self, id: &str) -> Option<String> {
        if self.definitions.is_none() && id.contains('#') && !id.starts_with("smithy.api#") {
            return Some(format!("use the bare name of the shape here: `{}`", bare_name(id)));
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
}

fn check_id(definition: &Definition<'_>, diagnostics: &mut Diagnostics) {
    if !is_absolute_id(definition.id) {
        let message = format!("`{}` is not an absolute shape id", definition.id);
        let help = "write it as `namespace#Name`, with ASCII letters, digits and underscores";
        let problem = Diagnostic::error("bad-shape-id", message).at(definition.span).shape(definition.id);
        diagnostics.push(problem.help(help));
    }
}

/// `com.amazonaws.iot#Thing` -> `Thing`
pub(crate) fn bare_name(id: &str) -> &str {
    id.split_once('#').map_or(id, |(_, name)| name)
}

/// Whether a text is `namespace#Name`, of the characters that Smithy allows.
fn is_absolute_id(id: &str) -> bool {
    id.split_once('#').is_some_and(|(space, name)| space.split('.').all(is_identifier) && is_identifier(name))
}

/// Whether a text is a name in Smithy: ASCII letters, digits and underscores, not only underscores, and not starting
/// with a digit.
pub(crate) fn is_identifier(name: &str) -> bool {
    !name.starts_with(|c: char| c.is_ascii_digit())
        && name.trim_start_matches('_').starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The shapes of the prelude that models use; some have older names too.
const PRELUDE: [&str; 14] = [
    "BigDecimal",
    "BigInteger",
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
        "BigInteger" => ShapeKind::BigInteger,
        "BigDecimal" => ShapeKind::BigDecimal,
        "String" => ShapeKind::String { media_type: None },
        "Blob" => ShapeKind::Blob { media_type: None, streaming: false, requires_length: false },
        "Timestamp" => ShapeKind::Timestamp(None),
        "Document" => ShapeKind::Document,
        "Unit" => ShapeKind::Structure(Structure { unit: true, ..Structure::default() }),
        _ => return None,
    })
}

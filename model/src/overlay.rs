//! The overlay: documented additions to a service model, each of which must still be needed.
//!
//! ```json
//! {"overlay": "1", "entries": [
//!   {"why": "…", "source": "https://…", "addMember": {"shape": "S", "member": "m", "definition": {"target": "T"}}},
//!   {"why": "…", "source": "https://…", "addShape":  {"name": "S", "shape": {"type": "structure"}}},
//!   {"why": "…", "source": "https://…", "addError":  {"operation": "O", "error": "S"}},
//!   {"why": "…", "source": "https://…", "addTraits": {"target": "S$m", "traits": {"smithy.api#length": {"max": 9}}}},
//!   {"why": "…", "source": "https://…", "addTraits": {"operation": "O", "traits": {"smithy.api#idempotent": {}}}},
//!   {"why": "…", "source": "https://…", "addTraits": {"service": "Id", "traits": {"smithy.codegen#mutualTls": {"port": 8443}}}}
//! ]}
//! ```
//!
//! An entry with a key `for`, `"smithy"` or `"c2j"`, is only for models of that format: it adds what the format cannot
//! express, such as the defaults that C2J lacks.
//!
//! Shapes and operations have their bare names and the service its SDK id. The model formats share these names, so one
//! overlay serves both. An entry that would overwrite something is a problem: if the model now has what the entry adds,
//! the entry can be removed; if it has something else, a person must decide which of the two is right.

mod merge;
mod target;
mod traits;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Model, Operation, Origin, Shape, ShapeId, ShapeKind, Unvalidated};
use crate::json::{Fields, Node};
use crate::smithy::{Reader, check_name, define, read_member};
use crate::source::Span;
use crate::{Format, suggest};

const ADDITIONS: [&str; 4] = ["addShape", "addMember", "addError", "addTraits"];

/// Applies an overlay to a model that was written in `format`.
///
/// The format of overlays is this project's own, and an unknown part of it would be lost. So whatever is only a warning
/// in a model is an error here.
pub fn apply(model: &mut Model<Unvalidated>, overlay: &Node, format: Format, diagnostics: &mut Diagnostics) {
    let mut problems = Diagnostics::default();
    apply_all(model, overlay, format, &mut problems);
    problems.deny_warnings();
    diagnostics.extend(problems.iter().cloned());
}

fn apply_all(model: &mut Model<Unvalidated>, overlay: &Node, format: Format, diagnostics: &mut Diagnostics) {
    let Some(top) = Fields::open(overlay, "", diagnostics) else { return };
    if top.required_string("overlay", diagnostics).is_some_and(|version| version != "1") {
        let place = top.get("overlay").map(|node| node.span);
        let problem =
            Diagnostic::error("unsupported-version", "this version of the overlay format is not known");
        diagnostics.push(problem.at(place).help("write \"overlay\": \"1\""));
    }
    top.required("entries", diagnostics);
    for entry in top.array("entries", diagnostics) {
        apply_entry(model, entry, format, diagnostics);
    }
    top.finish(diagnostics);
}

fn apply_entry(model: &mut Model<Unvalidated>, entry: &Node, format: Format, diagnostics: &mut Diagnostics) {
    let Some(fields) = Fields::open(entry, "", diagnostics) else { return };
    fields.required_string("why", diagnostics);
    fields.required_string("source", diagnostics);
    let is_meant = is_meant(&fields, format, diagnostics);
    let additions: Vec<_> = ADDITIONS.iter().filter_map(|name| Some((*name, fields.get(name)?))).collect();
    fields.finish(diagnostics);
    if !is_meant {
        return;
    }
    let _ = match additions.as_slice() {
        [("addShape", node)] => add_shape(model, node, diagnostics),
        [("addMember", node)] => add_member(model, node, diagnostics),
        [("addError", node)] => add_error(model, node, diagnostics),
        [("addTraits", node)] => traits::add(model, node, diagnostics),
        _ => {
            let message = match additions.len() {
                0 => "the entry adds nothing".to_owned(),
                count => format!("the entry adds {count} things at once"),
            };
            let problem = Diagnostic::error("bad-overlay", message).at(entry.span.head());
            diagnostics.push(problem.help(format!("give each entry one of {}", ADDITIONS.join(", "))));
            None
        }
    };
}

/// Whether an entry is for models of this format. Most entries are for all formats.
fn is_meant(fields: &Fields<'_>, format: Format, diagnostics: &mut Diagnostics) -> bool {
    let Some(name) = fields.string("for", diagnostics) else { return true };
    let known = [Format::Smithy, Format::C2j].map(Format::name);
    if !known.contains(&name) {
        let problem = Diagnostic::error("bad-overlay", format!("there is no format `{name}`"));
        let help = suggest::did_you_mean(name, known).unwrap_or_else(|| "write `smithy` or `c2j`".to_owned());
        diagnostics.push(problem.at(fields.get("for").map(|node| node.span)).help(help));
    }
    name == format.name()
}

fn add_shape(model: &mut Model<Unvalidated>, node: &Node, diagnostics: &mut Diagnostics) -> Option<()> {
    let fields = Fields::open(node, "", diagnostics)?;
    let name = fields.required_string("name", diagnostics)?;
    let definition = fields.required("shape", diagnostics)?;
    fields.finish(diagnostics);
    let origin = Origin::new(name, place(node, "name"));
    check_name(name, &origin, diagnostics);
    if let Some(found) = model.shapes.find(name) {
        let kind = model.shape(found).kind.name();
        let (span, given) = (place(node, "name"), definition.get("type").and_then(Node::as_str));
        diagnostics.push(match given.filter(|given| *given != kind) {
            None => superfluous(span, name, &format!("the shape `{name}`")),
            Some(given) => contradiction(span, name, &format!("the type of `{name}`"), kind, given),
        });
        return None;
    }
    let mut reader = Reader::extending(std::mem::take(&mut model.shapes));
    let id = reader.declare(name, Shape::new(name, ShapeKind::Document, origin));
    define(&mut reader, id, definition, diagnostics);
    model.shapes = reader.shapes;
    Some(())
}

fn add_member(model: &mut Model<Unvalidated>, node: &Node, diagnostics: &mut Diagnostics) -> Option<()> {
    let fields = Fields::open(node, "", diagnostics)?;
    let owner = fields.required_string("shape", diagnostics)?;
    let name = fields.required_string("member", diagnostics)?;
    let definition = fields.required("definition", diagnostics)?;
    fields.finish(diagnostics);
    let id = format!("{owner}${name}");
    let origin = Origin::new(id.as_str(), place(node, "member"));
    check_name(name, &origin, diagnostics);
    let owner_id = find_shape(model, owner, place(node, "shape"), diagnostics)?;
    let mut reader = Reader::extending(std::mem::take(&mut model.shapes));
    let member = read_member(&mut reader, name, origin, definition, diagnostics);
    model.shapes = reader.shapes;
    let kind = &mut model.shapes.get_mut(owner_id).kind;
    let (ShapeKind::Structure(structure) | ShapeKind::Union(structure)) = kind else {
        let problem = Diagnostic::error("bad-overlay", format!("`{owner}` is not a structure or union"));
        diagnostics
            .push(problem.at(place(node, "shape")).shape(owner).help("members are added to those only"));
        return None;
    };
    let Some(found) = structure.members.iter().find(|member| member.name == name).map(|found| found.target)
    else {
        structure.members.push(member?);
        return Some(());
    };
    let span = place(node, "member");
    let [old, new] = [found, member?.target].map(|target| model.shape(target).name.as_str());
    diagnostics.push(if old == new {
        superfluous(span, owner, &format!("the member `{id}`"))
    } else {
        contradiction(span, owner, &format!("the target of `{id}`"), old, new)
    });
    None
}

fn add_error(model: &mut Model<Unvalidated>, node: &Node, diagnostics: &mut Diagnostics) -> Option<()> {
    let fields = Fields::open(node, "", diagnostics)?;
    let operation = fields.required_string("operation", diagnostics)?;
    let error = fields.required_string("error", diagnostics)?;
    fields.finish(diagnostics);
    let error_id = find_shape(model, error, place(node, "error"), diagnostics)?;
    if !matches!(&model.shape(error_id).kind, ShapeKind::Structure(structure) if structure.error.is_some()) {
        let problem = Diagnostic::error("not-an-error", format!("`{error}` is not an error"));
        let help = "name a structure with the trait `smithy.api#error`";
        diagnostics.push(problem.at(place(node, "error")).shape(error).help(help));
        return None;
    }
    let known = find_operation(model, operation, place(node, "operation"), diagnostics)?;
    if known.errors.contains(&error_id) {
        let what = format!("the error `{error}` of `{operation}`");
        diagnostics.push(superfluous(place(node, "error"), operation, &what));
        return None;
    }
    known.errors.push(error_id);
    Some(())
}

/// Returns the place of a key's value, for pointing at the subject of an entry.
fn place(node: &Node, key: &str) -> Span {
    node.get(key).map_or(node.span.head(), |value| {
        if value.as_str().is_some() { value.span } else { value.span.head() }
    })
}

fn find_shape(
    model: &Model<Unvalidated>,
    name: &str,
    span: Span,
    diagnostics: &mut Diagnostics,
) -> Option<ShapeId> {
    let found = model.shapes.find(name);
    if found.is_none() {
        let known = model.shapes.iter().map(|(_, shape)| shape.name.as_str());
        let problem = unapplied(span, "shape", name, known);
        let bare =
            name.split_once('#').map(|(_, bare)| format!("shapes go by their bare names here: `{bare}`"));
        diagnostics.push(problem.maybe_help(bare));
    }
    found
}

fn find_operation<'m>(
    model: &'m mut Model<Unvalidated>,
    name: &str,
    span: Span,
    diagnostics: &mut Diagnostics,
) -> Option<&'m mut Operation> {
    let found = model.operations.iter().position(|operation| operation.name == name);
    if found.is_none() {
        let known = model.operations.iter().map(|operation| operation.name.as_str());
        diagnostics.push(unapplied(span, "operation", name, known));
    }
    found.and_then(|index| model.operations.get_mut(index))
}

fn superfluous(span: Span, shape: &str, what: &str) -> Diagnostic {
    Diagnostic::error("overlay-superfluous", format!("the model has {what} already"))
        .at(span)
        .shape(shape)
        .help("drop the entry from the overlay: the model says this itself now")
}

/// The problem that the model already has something other than what an entry adds.
fn contradiction(span: Span, shape: &str, what: &str, old: &str, new: &str) -> Diagnostic {
    let message = format!("the model has `{old}` as {what}, and the overlay has `{new}`");
    Diagnostic::error("overlay-conflict", message)
        .at(span)
        .shape(shape)
        .help("see which of the two is right: an overlay cannot change what the model says")
}

fn unapplied<'a>(span: Span, kind: &str, name: &str, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    let wanted = name.split_once('$').map_or(name, |(_, member)| member);
    let help = suggest::did_you_mean(wanted, known);
    Diagnostic::error("overlay-unapplied", format!("the model has no {kind} `{name}`"))
        .at(span)
        .shape(name)
        .help(
            help.unwrap_or_else(|| {
                "drop the entry from the overlay, or name what it is about now".to_owned()
            }),
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::Service;
    use crate::{Sources, json, smithy};

    const MODEL: &str = r#"{"smithy": "2.0", "shapes": {
        "p#P": {"type": "service", "operations": [{"target": "p#Get"}], "traits": {"aws.protocols#restJson1": {}}},
        "p#Get": {"type": "operation", "output": {"target": "p#Frog"},
            "traits": {"smithy.api#http": {"method": "GET", "uri": "/"}}},
        "p#Frog": {"type": "structure", "members": {"name": {"target": "p#Name"}, "mood": {"target": "p#Mood"}}},
        "p#Name": {"type": "string", "traits": {"smithy.api#length": {"min": 1}}},
        "p#Mood": {"type": "enum", "members": {"CALM": {"target": "smithy.api#Unit"}}},
        "p#Gone": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "client"}}}}"#;

    /// Returns the model with these additions, and the codes of the problems.
    fn with(additions: &[&str]) -> (Model<Unvalidated>, Vec<&'static str>) {
        let entries: Vec<_> = additions
            .iter()
            .map(|addition| format!(r#"{{"why": "w", "source": "s", {addition}}}"#))
            .collect();
        let mut sources = Sources::default();
        let overlay = format!(r#"{{"overlay": "1", "entries": [{}]}}"#, entries.join(","));
        let (model, overlay) = (sources.add("m", MODEL), sources.add("o", overlay));
        let mut diagnostics = Diagnostics::default();
        let mut parse = |source| json::parse(&sources, source, &mut diagnostics).expect("JSON");
        let (document, overlay) = (parse(model), parse(overlay));
        let mut model = smithy::read(document, &mut diagnostics).expect("a service");
        apply(&mut model, &overlay, Format::Smithy, &mut diagnostics);
        (model, diagnostics.iter().map(|problem| problem.code).collect())
    }

    fn shape<'m>(model: &'m Model<Unvalidated>, name: &str) -> &'m Shape {
        model.shape(model.shapes.find(name).expect("the shape is there"))
    }

    #[test]
    fn every_kind_of_entry_merges() {
        let (model, codes) = with(&[
            r#""addShape": {"name": "Wet", "shape": {"type": "structure", "members": {"frog": {"target": "Frog"}},
                "traits": {"smithy.api#error": "server"}}}"#,
            r#""addError": {"operation": "Get", "error": "Wet"}"#,
            r#""addMember": {"shape": "Gone", "member": "frog", "definition": {"target": "Frog"}}"#,
            r#""addTraits": {"target": "Gone", "traits": {"smithy.codegen#errorCodes": ["Away"]}}"#,
            r#""addTraits": {"target": "Name", "traits": {"smithy.api#length": {"max": 9}}}"#,
            r#""addTraits": {"target": "Frog$name", "traits": {"smithy.api#required": {}}}"#,
            r#""addTraits": {"target": "Mood$CALM", "traits": {"smithy.api#tags": ["good"]}}"#,
            r#""addTraits": {"operation": "Get", "traits": {"smithy.api#readonly": {}, "smithy.api#documentation": "D"}}"#,
            r#""addTraits": {"operation": "Get", "traits": {"smithy.api#idempotent": {}}}"#,
            r#""addTraits": {"service": "P", "traits": {"smithy.codegen#mutualTls": {"port": 8443},
                "smithy.codegen#wrongHosts": [{"host": "a.*", "help": "H"}]}}"#,
            r#""addTraits": {"service": "P", "traits": {"smithy.codegen#wrongHosts": [{"host": "b.*", "help": "H"}],
                "smithy.codegen#hints": [{"message": ["m"], "help": "H"}]}}"#,
        ]);
        assert!(codes.is_empty(), "{codes:?}");
        let errors =
            model.operations.first().map(|operation| operation.errors.as_slice()).unwrap_or_default();
        assert_eq!(errors.iter().map(|id| model.shape(*id).name.as_str()).collect::<Vec<_>>(), ["Wet"]);
        let gone = model.structure(model.shapes.find("Gone").expect("the error"));
        assert_eq!(gone.members.iter().map(|member| member.name.as_str()).collect::<Vec<_>>(), ["frog"]);
        assert_eq!(
            gone.error.as_ref().map(|error| error.codes.as_slice()),
            Some(["Away".to_owned()].as_slice())
        );
        let name = &shape(&model, "Name").constraints;
        assert_eq!((name.min_length, name.max_length), (Some(1), Some(9)));
        let frog = model.structure(model.shapes.find("Frog").expect("the structure"));
        assert!(frog.members.first().is_some_and(|member| member.required));
        let ShapeKind::Enum(moods) = &shape(&model, "Mood").kind else { panic!("an enum") };
        assert_eq!(moods.first().map(|mood| mood.tags.as_slice()), Some(["good".to_owned()].as_slice()));
        let get = model.operations.first().expect("the operation");
        assert_eq!((get.idempotent, get.readonly, get.documentation.as_deref()), (true, true, Some("D")));
        let Service { mutual_tls_port, wrong_hosts, hints, .. } = &model.service;
        assert_eq!((*mutual_tls_port, hints.len()), (Some(8443), 1));
        assert_eq!(wrong_hosts.iter().map(|wrong| wrong.host.as_str()).collect::<Vec<_>>(), ["a.*", "b.*"]);
    }

    #[test]
    fn entries_may_be_for_one_format() {
        let entry = |format: &str| {
            format!(
                r#""for": "{format}", "addTraits": {{"target": "Frog$name", "traits": {{"smithy.api#default": "F"}}}}"#
            )
        };
        let default = |entry: &str| {
            let (model, codes) = with(&[entry]);
            let frog = model.structure(model.shapes.find("Frog").expect("the structure"));
            (frog.members.first().and_then(|member| member.default.clone()), codes)
        };
        assert_eq!(default(&entry("smithy")), (Some("F".into()), vec![]));
        assert_eq!(default(&entry("c2j")), (None, vec![]));
        assert_eq!(default(&entry("C2J")), (None, vec!["bad-overlay"]));
    }

    #[test]
    fn every_conflict_is_told() {
        let cases = [
            (r#""addShape": {"name": "Name", "shape": {"type": "string"}}"#, "overlay-superfluous"),
            (
                r#""addMember": {"shape": "Frog", "member": "name", "definition": {"target": "Name"}}"#,
                "overlay-superfluous",
            ),
            (
                r#""addMember": {"shape": "Toad", "member": "name", "definition": {"target": "Name"}}"#,
                "overlay-unapplied",
            ),
            (
                r#""addMember": {"shape": "Name", "member": "name", "definition": {"target": "Name"}}"#,
                "bad-overlay",
            ),
            (
                r#""addMember": {"shape": "Frog", "member": "toad", "definition": {"target": "Toad"}}"#,
                "dangling-target",
            ),
            (r#""addError": {"operation": "Put", "error": "Gone"}"#, "overlay-unapplied"),
            (r#""addError": {"operation": "Get", "error": "Toad"}"#, "overlay-unapplied"),
            (r#""addError": {"operation": "Get", "error": "Frog"}"#, "not-an-error"),
            (
                r#""addTraits": {"target": "Name", "traits": {"smithy.api#length": {"min": 1}}}"#,
                "overlay-superfluous",
            ),
            (
                r#""addTraits": {"target": "Name", "traits": {"smithy.api#length": {"min": 2}}}"#,
                "overlay-conflict",
            ),
            (r#""addShape": {"name": "Name", "shape": {"type": "integer"}}"#, "overlay-conflict"),
            (
                r#""addMember": {"shape": "Frog", "member": "name", "definition": {"target": "Mood"}}"#,
                "overlay-conflict",
            ),
            (
                r#""addTraits": {"target": "Frog$toad", "traits": {"smithy.api#required": {}}}"#,
                "overlay-unapplied",
            ),
            (
                r#""addTraits": {"target": "Mood$WILD", "traits": {"smithy.api#tags": []}}"#,
                "overlay-unapplied",
            ),
            (
                r#""addTraits": {"target": "Frog$name", "traits": {"smithy.api#httpHeader": "X"}}"#,
                "bad-overlay",
            ),
            (
                r#""addTraits": {"target": "Frog", "traits": {"smithy.codegen#errorCodes": ["X"]}}"#,
                "misplaced-trait",
            ),
            (r#""addTraits": {"target": "Frog", "traits": {}}"#, "bad-overlay"),
            (r#""addTraits": {"target": "Frog", "traits": {"smithy.api#sensitiv": {}}}"#, "unknown-trait"),
            (
                r#""addTraits": {"operation": "Put", "traits": {"smithy.api#readonly": {}}}"#,
                "overlay-unapplied",
            ),
            (r#""addTraits": {"target": "Get", "traits": {"smithy.api#readonly": {}}}"#, "overlay-unapplied"),
            (
                r#""addTraits": {"operation": "Get", "traits": {"smithy.api#length": {"max": 1}}}"#,
                "bad-overlay",
            ),
            (r#""addTraits": {"operation": "Get", "traits": {}}"#, "bad-overlay"),
            (r#""addTraits": {"operation": {}, "traits": {"smithy.api#readonly": {}}}"#, "wrong-type"),
            (r#""addTraits": {"operation": "Get", "service": "P", "traits": {}}"#, "bad-overlay"),
            (r#""addTraits": {"traits": {"smithy.api#readonly": {}}}"#, "bad-overlay"),
            (
                r#""addTraits": {"service": "Q", "traits": {"smithy.codegen#mutualTls": {"port": 1}}}"#,
                "overlay-unapplied",
            ),
            (r#""addTraits": {"service": "P", "traits": {"smithy.api#title": "T"}}"#, "bad-overlay"),
            (
                r#""addTraits": {"service": "P", "traits": {"smithy.codegen#mutualTls": {"port": 0}}}"#,
                "bad-trait",
            ),
            (
                r#""addTraits": {"service": "P", "traits": {"smithy.codegen#mutualTLS": {"port": 1}}}"#,
                "unknown-trait",
            ),
            (
                r#""addTraits": {"target": "Frog", "traits": {"smithy.codegen#mutualTls": {"port": 1}}}"#,
                "bad-overlay",
            ),
            (r#""addNothing": {}"#, "unknown-key"),
        ];
        for (addition, code) in cases {
            assert_eq!(with(&[addition]).1.first(), Some(&code), "{addition}");
        }
    }

    #[test]
    fn an_entry_given_twice_is_superfluous() {
        for entry in [
            r#""target": "Mood$CALM", "traits": {"smithy.api#tags": ["good"]}"#,
            r#""operation": "Get", "traits": {"smithy.api#idempotent": {}}"#,
            r#""operation": "Get", "traits": {"smithy.api#documentation": "D"}"#,
            r#""service": "P", "traits": {"smithy.codegen#mutualTls": {"port": 8443}}"#,
            r#""service": "P", "traits": {"smithy.codegen#wrongHosts": [{"host": "a.*", "help": "H"}]}"#,
            r#""service": "P", "traits": {"smithy.codegen#hints": [{"message": ["m"], "help": "H"}]}"#,
        ] {
            let entry = format!(r#""addTraits": {{{entry}}}"#);
            assert_eq!(with(&[&entry, &entry]).1, ["overlay-superfluous"], "{entry}");
        }
    }
}

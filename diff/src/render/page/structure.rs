//! Renders the parameters of an operation and the structure of its response as nested lists.
//!
//! The items begin with asterisks, because lists in documentation begin with dashes: in Markdown another marker begins
//! another list.

use super::Documentation;
use super::expansion::Expansion;
use super::index::{Index, Mark};
use super::syntax::type_name;
use crate::render::text::prose;
use smithy_model::ir::{Member, Model, Operation, ShapeId, ShapeKind};

/// Returns the lines about each parameter: its type, and its documentation.
pub(super) fn parameters(
    model: &Model,
    operation: &Operation,
    index: &Index<'_>,
    documentation: Documentation<'_>,
) -> Vec<String> {
    let mut list = List { model, index, documentation, lines: Vec::new(), expansion: Expansion::default() };
    for member in &model.structure(operation.input).members {
        let kind = type_name(&model.shape(member.target).kind);
        let remarks = remarks(member, index.mark(model, operation.input, member));
        list.lines.push(format!("* **type** `{}`: {kind}", member.name));
        list.lines.push(format!("* **param** `{}`{}", member.name, with_dash(&remarks)));
        list.document(member, 1);
        list.below(member.target, 1);
    }
    list.lines
}

/// The lines about the response.
pub(super) fn response(
    model: &Model,
    operation: &Operation,
    index: &Index<'_>,
    documentation: Documentation<'_>,
) -> Vec<String> {
    let lines = vec!["* (dict) --".to_owned()];
    let mut list = List { model, index, documentation, lines, expansion: Expansion::default() };
    list.below(operation.output, 1);
    list.lines
}

struct List<'m> {
    model: &'m Model,
    index: &'m Index<'m>,
    documentation: Documentation<'m>,
    lines: Vec<String>,
    expansion: Expansion,
}

impl List<'_> {
    /// Writes the parts of a value, if it has any.
    fn below(&mut self, id: ShapeId, depth: usize) {
        let model = self.model;
        let kind = &model.shape(id).kind;
        let has_parts = matches!(
            kind,
            ShapeKind::List(_) | ShapeKind::Map(_) | ShapeKind::Structure(_) | ShapeKind::Union(_)
        );
        if !has_parts {
            return;
        }
        if let Err(why) = self.expansion.enter(id) {
            return self.paragraph(depth, &[format!("(... {why} ...)")]);
        }
        match kind {
            ShapeKind::List(list) => self.item(id, &list.member, None, depth),
            ShapeKind::Map(map) => {
                self.item(id, &map.key, None, depth);
                self.item(id, &map.value, None, depth + 1);
            }
            ShapeKind::Structure(structure) => self.members(id, &structure.members, depth),
            ShapeKind::Union(structure) => {
                self.paragraph(depth, &["Only one of the members is set.".to_owned()]);
                self.members(id, &structure.members, depth);
            }
            _ => {}
        }
        self.expansion.leave();
    }

    fn members(&mut self, owner: ShapeId, members: &[Member], depth: usize) {
        for member in members {
            self.item(owner, member, Some(&member.name), depth);
        }
    }

    fn item(&mut self, owner: ShapeId, member: &Member, name: Option<&str>, depth: usize) {
        let kind = type_name(&self.model.shape(member.target).kind);
        let name = name.map_or_else(String::new, |name| format!("**{}** ", prose(name)));
        let remarks = remarks(member, self.index.mark(self.model, owner, member));
        let remarks = if remarks.is_empty() { remarks } else { format!(" {remarks}") };
        self.lines.push(format!("{}* {name}({kind}) --{remarks}", indent(depth)));
        self.document(member, depth + 1);
        self.below(member.target, depth + 1);
    }

    /// Writes the documentation of a member, or else of its type.
    fn document(&mut self, member: &Member, depth: usize) {
        let own = member.documentation.as_deref();
        let text = own.or(self.model.shape(member.target).documentation.as_deref());
        let lines = (self.documentation)(text.unwrap_or_default());
        self.paragraph(depth, &lines);
    }

    fn paragraph(&mut self, depth: usize, lines: &[String]) {
        if lines.is_empty() {
            return;
        }
        self.lines.push(String::new());
        let indented = |line: &String| match line.as_str() {
            "" => String::new(),
            line => format!("{}{line}", indent(depth)),
        };
        self.lines.extend(lines.iter().map(indented));
        self.lines.push(String::new());
    }
}

/// Indents a nested list by two spaces per level.
fn indent(depth: usize) -> String {
    "  ".repeat(depth)
}

fn with_dash(remarks: &str) -> String {
    if remarks.is_empty() { String::new() } else { format!(": {remarks}") }
}

/// `**[REQUIRED]** **(new)**`
fn remarks(member: &Member, mark: Mark) -> String {
    let required = member.required.then(|| "**[REQUIRED]**".to_owned());
    let mark = mark.word().map(|word| format!("**({word})**"));
    required.into_iter().chain(mark).collect::<Vec<_>>().join(" ")
}

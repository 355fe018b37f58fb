//! Renders requests and responses in Python syntax: `client.do_it(\n    name='string',\n)`.

use super::expansion::Expansion;
use super::index::{Index, Mark};
use heck::ToSnakeCase;
use smithy_model::ir::{Member, Model, Operation, ShapeId, ShapeKind};

/// The lines of a call.
pub(super) fn request(model: &Model, operation: &Operation, index: &Index<'_>) -> Vec<String> {
    let name = operation.name.to_snake_case();
    let members = &model.structure(operation.input).members;
    if members.is_empty() {
        return vec![format!("client.{name}()")];
    }
    let mut syntax =
        Syntax { model, index, lines: vec![format!("client.{name}(")], expansion: Expansion::default() };
    syntax.members(operation.input, members, 1, |member| format!("{member}="));
    syntax.lines.push(")".to_owned());
    syntax.lines
}

/// Returns the lines of a response.
pub(super) fn response(model: &Model, operation: &Operation, index: &Index<'_>) -> Vec<String> {
    let mut syntax = Syntax { model, index, lines: Vec::new(), expansion: Expansion::default() };
    syntax.value(operation.output, 0, Frame::default());
    syntax.lines
}

struct Syntax<'m> {
    model: &'m Model,
    index: &'m Index<'m>,
    lines: Vec<String>,
    expansion: Expansion,
}

/// The text around a value.
#[derive(Default)]
struct Frame {
    before: String,
    after: &'static str,
    remark: Option<&'static str>,
}

impl Syntax<'_> {
    /// Writes a value; the text before and after it goes on its first and its last line.
    fn value(&mut self, id: ShapeId, depth: usize, frame: Frame) {
        let kind = &self.model.shape(id).kind;
        let Some((open, close)) = brackets(kind) else {
            let Frame { before, after, remark } = frame;
            return self.line(depth, &format!("{before}{}{after}", scalar(kind)), remark);
        };
        let Frame { before, after, remark } = frame;
        if let Err(why) = self.expansion.enter(id) {
            return self.line(depth, &format!("{before}{open}'... {why} ...'{close}{after}"), remark);
        }
        if matches!(kind, ShapeKind::Structure(structure) | ShapeKind::Union(structure) if structure.members.is_empty())
        {
            self.line(depth, &format!("{before}{open}{close}{after}"), remark);
        } else {
            self.line(depth, &format!("{before}{open}"), remark);
            self.inside(id, depth + 1);
            self.line(depth, &format!("{close}{after}"), None);
        }
        self.expansion.leave();
    }

    fn inside(&mut self, id: ShapeId, depth: usize) {
        let model = self.model;
        match &model.shape(id).kind {
            ShapeKind::List(list) => {
                let remark = self.index.mark(model, id, &list.member).word();
                self.value(list.member.target, depth, Frame { after: ",", remark, ..Frame::default() });
            }
            ShapeKind::Map(map) => {
                let before = format!("{}: ", scalar(&model.shape(map.key.target).kind));
                let marks = [&map.key, &map.value].map(|member| self.index.mark(model, id, member));
                let remark = marks.into_iter().find_map(Mark::word);
                self.value(map.value.target, depth, Frame { before, after: "", remark });
            }
            ShapeKind::Structure(structure) => {
                self.members(id, &structure.members, depth, |member| format!("{}: ", quoted(member)));
            }
            ShapeKind::Union(structure) => {
                self.line(depth, "# one of these", None);
                self.members(id, &structure.members, depth, |member| format!("{}: ", quoted(member)));
            }
            _ => {}
        }
    }

    fn members(&mut self, owner: ShapeId, members: &[Member], depth: usize, before: impl Fn(&str) -> String) {
        for (index, member) in members.iter().enumerate() {
            let after = if index + 1 < members.len() { "," } else { "" };
            let remark = self.index.mark(self.model, owner, member).word();
            self.value(member.target, depth, Frame { before: before(&member.name), after, remark });
        }
    }

    fn line(&mut self, depth: usize, text: &str, remark: Option<&str>) {
        let remark = remark.map_or_else(String::new, |remark| format!("  # {remark}"));
        self.lines.push(format!("{}{text}{remark}", "    ".repeat(depth)));
    }
}

/// Returns the brackets around a value with parts.
fn brackets(kind: &ShapeKind) -> Option<(&'static str, &'static str)> {
    match kind {
        ShapeKind::List(_) => Some(("[", "]")),
        ShapeKind::Map(_) | ShapeKind::Structure(_) | ShapeKind::Union(_) => Some(("{", "}")),
        _ => None,
    }
}

fn scalar(kind: &ShapeKind) -> String {
    match kind {
        ShapeKind::Boolean => "True|False".to_owned(),
        ShapeKind::Float | ShapeKind::Double => "123.0".to_owned(),
        ShapeKind::Blob { .. } => "b'bytes'".to_owned(),
        ShapeKind::Timestamp(_) => "datetime(2015, 1, 1)".to_owned(),
        ShapeKind::Document => "{...}".to_owned(),
        ShapeKind::String { .. } => "'string'".to_owned(),
        ShapeKind::Enum(members) => {
            members.iter().map(|member| quoted(&member.value)).collect::<Vec<_>>().join("|")
        }
        ShapeKind::IntEnum(members) => {
            members.iter().map(|member| member.value.to_string()).collect::<Vec<_>>().join("|")
        }
        _ => "123".to_owned(),
    }
}

/// Returns the type's name in Python.
pub(super) fn type_name(kind: &ShapeKind) -> &'static str {
    match kind {
        ShapeKind::Boolean => "boolean",
        ShapeKind::Byte
        | ShapeKind::Short
        | ShapeKind::Integer
        | ShapeKind::Long
        | ShapeKind::BigInteger
        | ShapeKind::IntEnum(_) => "integer",
        ShapeKind::BigDecimal => "Decimal",
        ShapeKind::Float | ShapeKind::Double => "float",
        ShapeKind::String { .. } | ShapeKind::Enum(_) => "string",
        ShapeKind::Blob { .. } => "bytes",
        ShapeKind::Timestamp(_) => "datetime",
        ShapeKind::Document => "document",
        ShapeKind::List(_) => "list",
        ShapeKind::Map(_) | ShapeKind::Structure(_) | ShapeKind::Union(_) => "dict",
    }
}

/// Quotes a text as a Python string on one line, in which nothing can end the surrounding code block.
fn quoted(text: &str) -> String {
    let escape = |c: char| match c {
        '\'' | '\\' => format!("\\{c}"),
        '`' => "\\x60".to_owned(),
        c if c.is_control() => c.escape_default().to_string(),
        c => c.to_string(),
    };
    format!("'{}'", text.chars().map(escape).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stay_within_their_quotes_and_the_block() {
        assert_eq!(quoted("it's\n```\\"), r"'it\'s\n\x60\x60\x60\\'");
    }
}

//! Reads TOML into the same tree as JSON, so that values have places and one strict reader serves both.

use std::ops::Range;

use serde_json::Number;
use smithy_model::json::{Key, Node, Value};
use smithy_model::{Diagnostic, Diagnostics, SourceId, Sources, Span};
use toml_edit::{Array, Document, Item, TableLike};

/// Parses a text. Problems: syntax, dates, numbers that are not finite.
///
/// The parser limits the depth to 80 levels in keys and 80 in values, so code that walks its result may recurse.
pub(super) fn parse(sources: &Sources, source: SourceId, diagnostics: &mut Diagnostics) -> Option<Node> {
    let text = sources.text(source);
    match Document::parse(text) {
        Ok(document) => {
            let whole = Span { source, start: 0, end: 0 };
            Some(Reader { source, diagnostics }.table(document.as_table(), whole))
        }
        Err(error) => {
            let span = error.span().unwrap_or_default();
            let start = text.floor_char_boundary(span.start);
            let end = text.ceil_char_boundary(span.end.max(start));
            let message = format!("this is not TOML: {}", error.message());
            let problem = Diagnostic::error("toml-syntax", message).at(Span { source, start, end });
            let help = "put strings in quotes and lists in brackets, and use each key only once in a table";
            diagnostics.push(problem.help(help));
            None
        }
    }
}

struct Reader<'d> {
    source: SourceId,
    diagnostics: &'d mut Diagnostics,
}

impl Reader<'_> {
    fn span(&self, range: Option<Range<usize>>, outer: Span) -> Span {
        range.map_or(outer, |range| Span { source: self.source, start: range.start, end: range.end })
    }

    fn table(&mut self, table: &dyn TableLike, span: Span) -> Node {
        let mut members = Vec::new();
        for (name, item) in table.iter() {
            let at = self.span(table.key(name).and_then(toml_edit::Key::span), span);
            if let Some(node) = self.item(item, at) {
                members.push((Key { span: at, text: name.to_owned() }, node));
            }
        }
        Node { span, value: Value::Object(members) }
    }

    /// Converts a value; `key` is the place of its key.
    fn item(&mut self, item: &Item, key: Span) -> Option<Node> {
        let span = self.span(item.span(), key);
        match item {
            Item::None => None,
            // A key that a table lacks is reported at the table's own key, which exists even for a header of several
            // names.
            Item::Table(table) => Some(self.table(table, key)),
            Item::ArrayOfTables(tables) => {
                let items = tables.iter().map(|table| self.table(table, key)).collect();
                Some(Node { span: key, value: Value::Array(items) })
            }
            Item::Value(value) => self.value(value, span),
        }
    }

    fn value(&mut self, value: &toml_edit::Value, span: Span) -> Option<Node> {
        use toml_edit::Value as Toml;

        let value = match value {
            Toml::String(text) => Value::String(text.value().clone()),
            Toml::Boolean(value) => Value::Bool(*value.value()),
            Toml::Integer(value) => Value::Number((*value.value()).into()),
            Toml::Float(value) => match Number::from_f64(*value.value()) {
                Some(number) => Value::Number(number),
                None => return self.refuse("this number is none", span),
            },
            Toml::Datetime(_) => return self.refuse("a date has no meaning here", span),
            Toml::Array(array) => Value::Array(self.array(array, span)),
            Toml::InlineTable(table) => return Some(self.table(table, span)),
        };
        Some(Node { span, value })
    }

    fn array(&mut self, array: &Array, span: Span) -> Vec<Node> {
        let mut items = Vec::new();
        for value in array {
            let at = self.span(value.span(), span);
            items.extend(self.value(value, at));
        }
        items
    }

    fn refuse(&mut self, message: &str, span: Span) -> Option<Node> {
        let problem = Diagnostic::error("bad-setting", message).at(span);
        self.diagnostics.push(problem.help("write a string in quotes"));
        None
    }
}

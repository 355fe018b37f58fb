//! Strict reading of one table, with problems in TOML's terms.

use smithy_model::json::{Fields, Key, Node, Value};
use smithy_model::{Diagnostic, Diagnostics};

/// A table that is read by keys. [`Table::finish`] reports the keys that were not read.
pub(super) struct Table<'n>(Fields<'n>);

impl<'n> Table<'n> {
    /// Opens a table; anything else is a problem.
    pub(super) fn open(node: &'n Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        expect(node, "a table", members(node), diagnostics)?;
        Fields::open(node, "", diagnostics).map(Self)
    }

    /// Opens a table in this one.
    pub(super) fn table(&self, name: &'static str, diagnostics: &mut Diagnostics) -> Option<Self> {
        Self::open(self.0.get(name)?, diagnostics)
    }

    /// Returns the keys and values of a table in this one, whatever they are; none if there is no such table.
    pub(super) fn entries(&self, name: &'static str, diagnostics: &mut Diagnostics) -> &'n [(Key, Node)] {
        let found = self.0.get(name).and_then(|node| expect(node, "a table", members(node), diagnostics));
        found.unwrap_or_default()
    }

    /// Returns a text and its place.
    pub(super) fn text(
        &self,
        name: &'static str,
        diagnostics: &mut Diagnostics,
    ) -> Option<(&'n str, &'n Node)> {
        let node = self.0.get(name)?;
        Some((string(node, diagnostics)?, node))
    }

    /// Returns a text that is not empty.
    pub(super) fn filled(&self, name: &'static str, diagnostics: &mut Diagnostics) -> Option<&'n str> {
        let (text, node) = self.text(name, diagnostics)?;
        if text.is_empty() {
            diagnostics.push(bad(node, format!("`{name}` is empty"), "remove the key, or give it a value"));
        }
        Some(text).filter(|text| !text.is_empty())
    }

    /// Returns a text that passes a check; the error of the check says what to do instead.
    pub(super) fn checked(
        &self,
        name: &'static str,
        check: fn(&str) -> Result<(), &'static str>,
        diagnostics: &mut Diagnostics,
    ) -> Option<String> {
        let (text, node) = self.text(name, diagnostics)?;
        match check(text) {
            Ok(()) => Some(text.to_owned()),
            Err(help) => {
                diagnostics.push(bad(node, format!("`{text}` is not valid for `{name}`"), help));
                None
            }
        }
    }

    /// Whether the table has a key.
    pub(super) fn has(&self, name: &'static str) -> bool {
        self.0.get(name).is_some()
    }

    /// Returns a boolean, or false if it is missing.
    pub(super) fn flag(&self, name: &'static str, diagnostics: &mut Diagnostics) -> bool {
        let read = |node: &Node| if let Value::Bool(value) = node.value { Some(value) } else { None };
        let node = self.0.get(name);
        node.and_then(|node| expect(node, "a boolean", read(node), diagnostics)).unwrap_or_default()
    }

    /// Returns the texts of an array, each with its place, if the table has it.
    pub(super) fn strings(
        &self,
        name: &'static str,
        diagnostics: &mut Diagnostics,
    ) -> Option<Vec<(&'n str, &'n Node)>> {
        let node = self.0.get(name)?;
        let items = if let Value::Array(items) = &node.value { Some(items.as_slice()) } else { None };
        let items = expect(node, "an array of strings", items, diagnostics)?;
        Some(items.iter().filter_map(|item| Some((string(item, diagnostics)?, item))).collect())
    }

    /// Reports the keys that were not read.
    pub(super) fn finish(self, diagnostics: &mut Diagnostics) {
        self.0.finish(diagnostics);
    }
}

/// The problem of a value that has the right type but is not valid.
pub(super) fn bad(node: &Node, message: String, help: impl Into<String>) -> Diagnostic {
    Diagnostic::error("bad-setting", message).at(node.span).help(help)
}

fn members(node: &Node) -> Option<&[(Key, Node)]> {
    if let Value::Object(members) = &node.value { Some(members) } else { None }
}

fn string<'n>(node: &'n Node, diagnostics: &mut Diagnostics) -> Option<&'n str> {
    expect(node, "a string", node.as_str(), diagnostics)
}

/// Returns the value, or a problem that names its actual type.
fn expect<T>(node: &Node, expected: &str, value: Option<T>, diagnostics: &mut Diagnostics) -> Option<T> {
    if value.is_none() {
        let found = if let Value::Object(_) = node.value { "a table" } else { node.kind() };
        let help = match expected {
            "a table" => "write a header of its own, `[name]`, or `{ … }`".to_owned(),
            "an array of strings" => "write an array, `[\"…\"]`".to_owned(),
            "a boolean" => "write `true` or `false`".to_owned(),
            other => format!("write {other}, in quotes"),
        };
        let problem = Diagnostic::error("wrong-type", format!("expected {expected}, found {found}"));
        diagnostics.push(problem.at(node.span).help(help));
    }
    value
}

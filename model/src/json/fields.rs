//! Reading an object by the names of its members, and reporting members that were not read.

use std::cell::RefCell;
use std::collections::HashSet;

use super::tree::{Key, Node, Value};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Span;
use crate::suggest;

/// The members of an object, read by name. [`Fields::finish`] reports the members that were never read.
#[derive(Debug)]
pub struct Fields<'n> {
    /// Where the object stands.
    pub span: Span,
    shape: String,
    members: &'n [(Key, Node)],
    asked: RefCell<Vec<&'static str>>,
}

impl<'n> Fields<'n> {
    /// Opens an object; anything else is a problem. `shape` is the shape to name in problems, or empty.
    pub fn open(node: &'n Node, shape: &str, diagnostics: &mut Diagnostics) -> Option<Self> {
        if let Value::Object(members) = &node.value {
            let (shape, asked) = (shape.to_owned(), RefCell::default());
            return Some(Self { span: node.span, shape, members, asked });
        }
        mismatch(node, "an object", shape, diagnostics);
        None
    }

    /// Returns the member, if the object has it.
    pub fn get(&self, name: &'static str) -> Option<&'n Node> {
        self.asked.borrow_mut().push(name);
        self.members.iter().find(|(key, _)| key.text == name).map(|(_, node)| node)
    }

    /// Returns the member; if it is missing, that is a problem.
    pub fn required(&self, name: &'static str, diagnostics: &mut Diagnostics) -> Option<&'n Node> {
        let node = self.get(name);
        if node.is_none() {
            let problem = Diagnostic::error("missing-key", format!("`{name}` is missing"));
            diagnostics
                .push(problem.at(self.span.head()).shape(&self.shape).help(format!("add the key `{name}`")));
        }
        node
    }

    /// Returns a text, if the object has the member; another type is a problem.
    pub fn string(&self, name: &'static str, diagnostics: &mut Diagnostics) -> Option<&'n str> {
        self.get(name).and_then(|node| self.typed(node, "a string", node.as_str(), diagnostics))
    }

    /// Returns a text that must be there.
    pub fn required_string(&self, name: &'static str, diagnostics: &mut Diagnostics) -> Option<&'n str> {
        self.required(name, diagnostics)
            .and_then(|node| self.typed(node, "a string", node.as_str(), diagnostics))
    }

    /// Returns a boolean, or false if it is missing.
    pub fn flag(&self, name: &'static str, diagnostics: &mut Diagnostics) -> bool {
        let read = |node: &Node| match node.value {
            Value::Bool(value) => Some(value),
            _ => None,
        };
        self.get(name)
            .and_then(|node| self.typed(node, "a boolean", read(node), diagnostics))
            .unwrap_or(false)
    }

    /// A number without sign or fraction.
    pub fn unsigned(&self, name: &'static str, diagnostics: &mut Diagnostics) -> Option<u64> {
        let read = |node: &Node| match &node.value {
            Value::Number(number) => number.as_u64(),
            _ => None,
        };
        self.get(name).and_then(|node| self.typed(node, "a whole number from 0 on", read(node), diagnostics))
    }

    /// Returns the items of an array, or none if it is missing.
    pub fn array(&self, name: &'static str, diagnostics: &mut Diagnostics) -> &'n [Node] {
        let read = |node: &'n Node| match &node.value {
            Value::Array(items) => Some(items.as_slice()),
            _ => None,
        };
        self.get(name)
            .and_then(|node| self.typed(node, "an array", read(node), diagnostics))
            .unwrap_or_default()
    }

    /// Returns the members of an object, or none if it is missing.
    pub fn object(&self, name: &'static str, diagnostics: &mut Diagnostics) -> &'n [(Key, Node)] {
        let read = |node: &'n Node| match &node.value {
            Value::Object(members) => Some(members.as_slice()),
            _ => None,
        };
        self.get(name)
            .and_then(|node| self.typed(node, "an object", read(node), diagnostics))
            .unwrap_or_default()
    }

    /// Marks members as read that change nothing here.
    pub fn ignore(&self, names: &[&'static str]) {
        self.asked.borrow_mut().extend(names);
    }

    /// All members.
    pub fn members(&self) -> &'n [(Key, Node)] {
        self.members
    }

    /// Warns about every member that was never read. It is no error, because models get new keys faster than this crate
    /// does, and all keys that a client needs are known. Each name is reported once, with the number of its places.
    pub fn finish(self, diagnostics: &mut Diagnostics) {
        let asked = self.asked.into_inner();
        for (key, _) in self.members.iter().filter(|(key, _)| !asked.contains(&key.text.as_str())) {
            let message = format!("the key `{}` is not known and has no effect", key.text);
            let known = || format!("known are {}", distinct(&asked).join(", "));
            let help = suggest::did_you_mean(&key.text, asked.iter().copied()).unwrap_or_else(known);
            let problem = Diagnostic::warning("unknown-key", message);
            diagnostics.push_once(problem.at(key.span).shape(&self.shape).help(help));
        }
    }

    fn typed<T>(
        &self,
        node: &Node,
        expected: &str,
        value: Option<T>,
        diagnostics: &mut Diagnostics,
    ) -> Option<T> {
        if value.is_none() {
            mismatch(node, expected, &self.shape, diagnostics);
        }
        value
    }
}

/// Returns the names in their order, without duplicates.
fn distinct<'a>(names: &[&'a str]) -> Vec<&'a str> {
    let mut seen = HashSet::new();
    names.iter().copied().filter(|name| seen.insert(*name)).collect()
}

/// Reports a value of an unexpected type.
pub(crate) fn mismatch(node: &Node, expected: &str, shape: &str, diagnostics: &mut Diagnostics) {
    let message = match &node.value {
        Value::Number(number) => format!("expected {expected}, found {number}"),
        _ => format!("expected {expected}, found {}", node.kind()),
    };
    let help = match expected {
        "an object" => "write an object: `{ … }`".to_owned(),
        "an array" => "write an array: `[ … ]`".to_owned(),
        "a string" => "write a string, in double quotes".to_owned(),
        "a boolean" => "write `true` or `false`".to_owned(),
        other => format!("write {other}"),
    };
    let span =
        if matches!(node.value, Value::Array(_) | Value::Object(_)) { node.span.head() } else { node.span };
    diagnostics.push(Diagnostic::error("wrong-type", message).at(span).shape(shape).help(help));
}

//! A trait on an element, and strict reading of its value.

use serde_json::Number;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::json::{Fields, Key, Node, Value, mismatch};

/// A trait of an element.
#[derive(Clone, Copy)]
pub(crate) struct Given<'n, 'o> {
    /// The element that has it.
    pub(crate) owner: &'o str,
    /// Its id.
    pub(crate) key: &'n Key,
    /// Its value.
    pub(crate) node: &'n Node,
}

impl<'n> Given<'n, '_> {
    /// Checks a trait without a value. Its value is an object: `true` and `false` are problems, because a trait that is
    /// "false" would still apply.
    pub(crate) fn flag(&self, diagnostics: &mut Diagnostics) -> bool {
        if !matches!(self.node.value, Value::Object(_)) {
            let message = format!("expected an object, found {}", self.node.kind());
            let problem =
                Diagnostic::error("wrong-type", message).at(self.node.span.head()).shape(self.owner);
            diagnostics
                .push(problem.help("write `{}` where the trait holds, and leave it out where it does not"));
        }
        true
    }

    /// Reads a value that is an object.
    pub(crate) fn fields(&self, diagnostics: &mut Diagnostics) -> Option<Fields<'n>> {
        Fields::open(self.node, self.owner, diagnostics)
    }

    /// Reads a value that is text.
    pub(crate) fn text(&self, diagnostics: &mut Diagnostics) -> Option<&'n str> {
        if self.node.as_str().is_none() {
            self.wrong(self.node, "a string", diagnostics);
        }
        self.node.as_str()
    }

    /// Does the same, and returns an owned text.
    pub(crate) fn owned(&self, diagnostics: &mut Diagnostics) -> Option<String> {
        self.text(diagnostics).map(str::to_owned)
    }

    /// Reads a value that is a list of texts.
    pub(crate) fn texts(&self, diagnostics: &mut Diagnostics) -> Vec<String> {
        let items = self.items("an array of strings", diagnostics);
        for item in items.iter().filter(|item| item.as_str().is_none()) {
            self.wrong(item, "a string", diagnostics);
        }
        items.iter().filter_map(Node::as_str).map(str::to_owned).collect()
    }

    /// Reads the items of a value that is a list; `expected` names it in a problem.
    pub(crate) fn items(&self, expected: &str, diagnostics: &mut Diagnostics) -> &'n [Node] {
        if !matches!(self.node.value, Value::Array(_)) {
            self.wrong(self.node, expected, diagnostics);
        }
        self.node.items()
    }

    /// Reads a number, if there is one.
    pub(crate) fn number(&self, node: Option<&Node>, diagnostics: &mut Diagnostics) -> Option<Number> {
        let node = node?;
        if let Value::Number(number) = &node.value {
            return Some(number.clone());
        }
        self.wrong(node, "a number", diagnostics);
        None
    }

    /// Reads an HTTP status, 100 to 599.
    pub(crate) fn status(&self, node: &Node, diagnostics: &mut Diagnostics) -> Option<u16> {
        if let Value::Number(number) = &node.value
            && let Some(status @ 100..600) = number.as_u64()
        {
            return u16::try_from(status).ok();
        }
        let place = if matches!(node.value, Value::Number(_) | Value::String(_)) {
            node.span
        } else {
            node.span.head()
        };
        let message = format!("{} is not an HTTP status", node.to_json());
        let problem = Diagnostic::error("bad-status", message).at(place).shape(self.owner);
        diagnostics.push(problem.help("write a number from 100 to 599"));
        None
    }

    /// Reports a value of the wrong type.
    pub(crate) fn wrong(&self, node: &Node, expected: &str, diagnostics: &mut Diagnostics) {
        mismatch(node, expected, self.owner, diagnostics);
    }

    /// Warns that the trait has no meaning at this place; `places` says where it would.
    pub(crate) fn misplaced(&self, places: &str, diagnostics: &mut Diagnostics) {
        let message = format!("the trait `{}` has no meaning here", self.key.text);
        let problem = Diagnostic::warning("misplaced-trait", message).at(self.key.span).shape(self.owner);
        diagnostics.push_once(problem.help(format!("it stands {places}")));
    }

    /// The problem that the value of the trait is not allowed.
    pub(crate) fn bad(&self, node: &Node, message: impl Into<String>) -> Diagnostic {
        let place = if matches!(node.value, Value::Array(_) | Value::Object(_)) {
            node.span.head()
        } else {
            node.span
        };
        Diagnostic::error("bad-trait", message).at(place).shape(self.owner)
    }
}

//! The tree: values with their places.

use std::collections::HashSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Number;
use serde_json::value::RawValue;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{SourceId, Sources, Span};

/// The maximum depth. A model has about a dozen levels; a deeper text is an accident or an attack.
const DEPTH_LIMIT: usize = 128;

/// A value and its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where the value stands.
    pub span: Span,
    /// The value.
    pub value: Value,
}

/// A JSON value.
#[derive(Clone, Debug)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number that fits 64 bits.
    Number(Number),
    /// A text.
    String(String),
    /// A list.
    Array(Vec<Node>),
    /// Members in the order of the text; keys are unique.
    Object(Vec<(Key, Node)>),
}

/// The name of an object's member and its place.
#[derive(Clone, Debug)]
pub struct Key {
    /// The place of the name.
    pub span: Span,
    /// The name.
    pub text: String,
}

impl Node {
    /// The text, if this is one.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The value of a member, if this is an object that has it.
    pub fn get(&self, name: &str) -> Option<&Node> {
        match &self.value {
            Value::Object(members) => members.iter().find(|(key, _)| key.text == name).map(|(_, node)| node),
            _ => None,
        }
    }

    /// The members, if this is an object.
    pub fn members(&self) -> &[(Key, Node)] {
        match &self.value {
            Value::Object(members) => members,
            _ => &[],
        }
    }

    /// The members mutably, if this is an object.
    pub(crate) fn members_mut(&mut self) -> Option<&mut Vec<(Key, Node)>> {
        match &mut self.value {
            Value::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The value of a member mutably, if this is an object that has it.
    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut Node> {
        self.members_mut()?.iter_mut().find(|(key, _)| key.text == name).map(|(_, node)| node)
    }

    /// The items, if this is an array.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::Array(items) => items,
            _ => &[],
        }
    }

    /// Whether both are the same value, regardless of their places and of the order of an object's members.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        match (&self.value, &other.value) {
            (Value::Object(these), Value::Object(others)) => {
                let same =
                    |(key, node): &(Key, Node)| other.get(&key.text).is_some_and(|other| node.is_same(other));
                these.len() == others.len() && these.iter().all(same)
            }
            (Value::Array(these), Value::Array(others)) => {
                these.len() == others.len() && these.iter().zip(others).all(|(one, other)| one.is_same(other))
            }
            (Value::String(this), Value::String(other)) => this == other,
            (Value::Number(this), Value::Number(other)) => this == other,
            (Value::Bool(this), Value::Bool(other)) => this == other,
            (Value::Null, Value::Null) => true,
            _ => false,
        }
    }

    /// What kind of value this is, with its article.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        }
    }

    /// The same value without places.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => (*value).into(),
            Value::Number(number) => number.clone().into(),
            Value::String(text) => text.as_str().into(),
            Value::Array(items) => items.iter().map(Node::to_json).collect(),
            Value::Object(members) => {
                members.iter().map(|(key, node)| (key.text.clone(), node.to_json())).collect()
            }
        }
    }
}

/// Parses a text. Problems: syntax, numbers out of range, duplicate keys, nesting beyond 128 levels.
pub fn parse(sources: &Sources, source: SourceId, diagnostics: &mut Diagnostics) -> Option<Node> {
    let text = sources.text(source);
    let raw = match serde_json::from_str::<&RawValue>(text) {
        Ok(raw) => raw,
        Err(error) => {
            diagnostics.push(syntax_problem(text, source, &error));
            return None;
        }
    };
    let mut parser = Parser { base: text.as_ptr().addr(), source, diagnostics, failed: false };
    let node = parser.node(raw, 0)?;
    (!parser.failed).then_some(node)
}

fn syntax_problem(text: &str, source: SourceId, error: &serde_json::Error) -> Diagnostic {
    let line_start: usize =
        text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let start = text.floor_char_boundary(line_start + error.column().saturating_sub(1));
    let span = Span { source, start, end: text.ceil_char_boundary((start + 1).min(text.len())) };
    let (message, help) = if text.trim_ascii().is_empty() {
        ("the file is empty".to_owned(), "check that the file was written or downloaded in full")
    } else if text.starts_with('\u{feff}') {
        ("the file begins with a byte order mark".to_owned(), "save it as UTF-8 without one")
    } else if error.is_eof() {
        ("the JSON ends too early".to_owned(), "check that the file was written or downloaded in full")
    } else {
        let help = if text.trim_ascii_start().starts_with('{') {
            "JSON has no comments, no trailing commas, and only double quotes"
        } else {
            "a service model is a Smithy JSON AST or a C2J `service-2.json`"
        };
        (format!("this is not JSON: {}", reason(error)), help)
    };
    Diagnostic::error("json-syntax", message).at(span).help(help)
}

/// Says what went wrong, without the place, in other words where `serde_json` talks about its internals.
fn reason(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let reason = message.split(" at line ").next().unwrap_or_default();
    match reason {
        "key must be a string" => "a key in double quotes was expected",
        "expected value" | "expected ident" => "a value was expected",
        "trailing characters" => "something follows after the end",
        "trailing comma" => "a comma stands before the closing bracket",
        "number out of range" => "the number is too large",
        "lone leading surrogate in hex escape" | "unexpected end of hex escape" => {
            "half of a surrogate pair is missing"
        }
        "control character (\\u0000-\\u001F) found while parsing a string" => {
            "a control character in a string has to be escaped"
        }
        other => other,
    }
    .to_owned()
}

/// Counts the digits of a number, from the first to the last that is not zero.
fn significant_digits(number: &str) -> usize {
    let mantissa = number.split(['e', 'E']).next().unwrap_or_default();
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    digits.trim_matches('0').len()
}

struct Parser<'s> {
    base: usize,
    source: SourceId,
    diagnostics: &'s mut Diagnostics,
    failed: bool,
}

impl Parser<'_> {
    fn node(&mut self, raw: &RawValue, depth: usize) -> Option<Node> {
        let span = self.span(raw);
        if depth > DEPTH_LIMIT {
            let message = format!("values are nested more than {DEPTH_LIMIT} levels deep");
            let help = "service models nest a dozen levels deep; check where the file comes from";
            return self.fail("json-depth", message, span.head(), help);
        }
        let text = raw.get();
        let value = match text.as_bytes().first() {
            Some(b'{') => self.object(text, depth)?,
            Some(b'[') => self.array(text, depth)?,
            Some(b'"') => Value::String(self.string(text, span)?),
            Some(b't' | b'f') => Value::Bool(self.scalar(text, span)?),
            Some(b'n') => Value::Null,
            _ => Value::Number(self.number(text, span)?),
        };
        Some(Node { span, value })
    }

    /// Reads a number into 64 bits; warns if it has more digits than those hold.
    fn number(&mut self, text: &str, span: Span) -> Option<Number> {
        let number: Number = self.scalar(text, span)?;
        if number.is_f64() && significant_digits(text) > 17 {
            let message = format!("`{text}` has more digits than are kept; it is read as {number}");
            let problem = Diagnostic::warning("json-digits", message).at(span);
            self.diagnostics.push(problem.help("write at most 17 digits"));
        }
        Some(number)
    }

    /// Reads a text. Without escapes, it is taken from the file as it is.
    fn string(&mut self, text: &str, span: Span) -> Option<String> {
        let quoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        match quoted.filter(|text| !text.contains('\\')) {
            Some(plain) => Some(plain.to_owned()),
            None => self.scalar(text, span),
        }
    }

    fn scalar<'t, T: Deserialize<'t>>(&mut self, text: &'t str, span: Span) -> Option<T> {
        match serde_json::from_str(text) {
            Ok(value) => Some(value),
            Err(error) => {
                let message = format!("this value cannot be read: {}", reason(&error));
                self.fail("json-value", message, span, "numbers fit 64 bits, and strings are valid Unicode")
            }
        }
    }

    fn array(&mut self, text: &str, depth: usize) -> Option<Value> {
        let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
        Some(Value::Array(items.into_iter().filter_map(|item| self.node(item, depth + 1)).collect()))
    }

    fn object(&mut self, text: &str, depth: usize) -> Option<Value> {
        let entries: Entries<'_> = serde_json::from_str(text).ok()?;
        let mut members: Vec<(Key, Node)> = Vec::with_capacity(entries.0.len());
        let mut names = Names::of(entries.0.len());
        for (key, value) in entries.0 {
            let span = self.span(key);
            let Some(name) = self.string(key.get(), span) else { continue };
            if names.are_taken(&name, &members) {
                let message = format!("the key `{name}` is given twice in one object");
                self.fail::<()>("duplicate-key", message, span, "remove one of the two");
                continue;
            }
            if let Some(node) = self.node(value, depth + 1) {
                members.push((Key { span, text: name }, node));
            }
        }
        Some(Value::Object(members))
    }

    fn fail<T>(&mut self, code: &'static str, message: String, span: Span, help: &str) -> Option<T> {
        self.failed = true;
        self.diagnostics.push(Diagnostic::error(code, message).at(span).help(help));
        None
    }

    fn span(&self, raw: &RawValue) -> Span {
        let start = raw.get().as_ptr().addr() - self.base;
        Span { source: self.source, start, end: start + raw.get().len() }
    }
}

/// The names of an object's members so far. Nearly every object has so few that a linear search is fastest.
enum Names {
    Few,
    Many(HashSet<String>),
}

impl Names {
    fn of(members: usize) -> Self {
        if members <= 16 { Self::Few } else { Self::Many(HashSet::with_capacity(members)) }
    }

    /// Whether the name is taken already; takes it otherwise.
    fn are_taken(&mut self, name: &str, members: &[(Key, Node)]) -> bool {
        match self {
            Self::Few => members.iter().any(|(key, _)| key.text == name),
            Self::Many(names) => !names.insert(name.to_owned()),
        }
    }
}

/// An object's members in the order of the text, including duplicates.
struct Entries<'t>(Vec<(&'t RawValue, &'t RawValue)>);

impl<'de: 't, 't> Deserialize<'de> for Entries<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Entries<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = object.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_text(text: &str) -> (Option<Node>, Diagnostics) {
        let mut sources = Sources::default();
        let source = sources.add("t.json", text);
        let mut diagnostics = Diagnostics::default();
        (parse(&sources, source, &mut diagnostics), diagnostics)
    }

    #[test]
    fn every_value_and_key_knows_its_place() {
        let text = r#" {"a": [1, "zwölf"], "b\u0041": {"c": null}} "#;
        let (node, diagnostics) = parse_text(text);
        let node = node.expect("it is JSON");
        assert_eq!(diagnostics.count(crate::Severity::Error), 0);
        let slice = |span: Span| &text[span.start..span.end];
        let Value::Object(members) = &node.value else { panic!("an object") };
        assert_eq!(slice(members[0].0.span), r#""a""#);
        assert_eq!(members[1].0.text, "bA");
        let Value::Array(items) = &members[0].1.value else { panic!("an array") };
        assert_eq!(slice(items[1].span), r#""zwölf""#);
        assert_eq!(node.to_json(), serde_json::from_str::<serde_json::Value>(text).expect("JSON"));
    }

    #[test]
    fn problems_are_told_all_at_once() {
        let (node, diagnostics) = parse_text(r#"{"a": 1, "a": 2, "b": 1e999}"#);
        assert!(node.is_none());
        let codes: Vec<_> = diagnostics.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, ["duplicate-key", "json-value"]);
    }

    #[test]
    fn digits_that_are_not_kept_are_told() {
        let text = "[0.1, 123456789012345678, 1e300, 0.12345678901234567890, 100000000000000000000000]";
        let (node, diagnostics) = parse_text(text);
        assert!(node.is_some());
        let told: Vec<_> =
            diagnostics.iter().map(|problem| (problem.code, problem.message.as_str())).collect();
        let message =
            "`0.12345678901234567890` has more digits than are kept; it is read as 0.12345678901234568";
        assert_eq!(told, [("json-digits", message)]);
    }

    #[test]
    fn ten_thousand_levels_are_a_problem_and_not_a_crash() {
        let (node, diagnostics) = parse_text(&("[".repeat(10_000) + &"]".repeat(10_000)));
        assert!(node.is_none());
        assert_eq!(diagnostics.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["json-depth"]);
    }
}

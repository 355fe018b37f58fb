//! Converts expressions of the rules to expressions of Rust.

use std::collections::HashMap;

use smithy_model::endpoint::{Expression, Function, Kind, Part};

use super::Field;
use crate::ident::RustIdent;

/// A Rust expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `true`
    Boolean(bool),
    /// `3`
    Integer(u32),
    /// `"text"`
    Literal(String),
    /// `region`
    Local(Local),
    /// `params.use_fips`; an `Option` if the rules do not know that it is set.
    Field(Local),
    /// `partition.dns_suffix`
    Attribute(Box<Value>, Local),
    /// `arn.resource_id.first()`, an `Option`.
    Element(Box<Value>, i32),
    /// `one.or(other).unwrap_or(last)`; the last value may be one that is always set.
    Coalesce(Vec<(Value, bool)>),
    /// `Some(value)`
    Some(Box<Value>),
    /// `if condition { then } else { otherwise }`
    Choice(Box<[Value; 3]>),
    /// `format!("https://{region}.{}", partition.dns_suffix)`
    Format(Vec<Piece>),
    /// A call of the library.
    Call(Function, Vec<Value>),
    /// `.is_some()`, or `.is_none()` for false.
    IsSome(Box<Value>, bool),
    /// `!value`
    Not(Box<Value>),
    /// `left == right`, or `!=` for false.
    Equal(Box<Value>, Box<Value>, bool),
    /// `text.is_empty()`
    IsEmpty(Box<Value>),
}

/// A piece of a formatted text.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Literal text.
    Literal(String),
    /// A value.
    Value(Value),
    /// A value from outside the rules, which is checked at its place in a URL.
    Given(Value),
}

/// A variable, parameter or field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Local {
    /// Its name.
    pub name: String,
    /// How it holds its value.
    pub form: Form,
}

/// How a value is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A `bool`.
    Flag,
    /// A number.
    Number,
    /// A `&str` or `&String`.
    Text,
    /// A `String` or `Cow<str>`.
    OwnedText,
    /// A `Vec<String>` or a reference to one.
    Strings,
    /// A `Vec<&str>` or a reference to one.
    Texts,
    /// A `&'static Partition`.
    Partition,
    /// An `Arn` or a reference to one.
    Arn,
    /// A `Url` or a reference to one.
    Url,
}

impl Value {
    /// Returns how the value is held when it is set.
    pub fn form(&self) -> Form {
        match self {
            Self::Local(local) | Self::Field(local) | Self::Attribute(_, local) => local.form,
            Self::Integer(_) => Form::Number,
            Self::Literal(_) | Self::Element(..) => Form::Text,
            Self::Format(_) => Form::OwnedText,
            Self::Call(function, _) => match function {
                Function::Partition => Form::Partition,
                Function::ParseArn => Form::Arn,
                Function::ParseUrl => Form::Url,
                Function::IsValidHostLabel | Function::IsVirtualHostableS3Bucket => Form::Flag,
                Function::Substring => Form::Text,
                Function::UriEncode => Form::OwnedText,
                Function::Split => Form::Texts,
            },
            Self::Some(value) => value.form(),
            // Texts of several kinds become a kind that they have in common.
            Self::Coalesce(values) => values.first().map_or(Form::Flag, |(value, _)| common(value.form())),
            Self::Choice(values) => {
                let [_, then, _] = values.as_ref();
                common(then.form())
            }
            Self::Boolean(_) | Self::IsSome(..) | Self::Not(_) | Self::Equal(..) | Self::IsEmpty(_) => {
                Form::Flag
            }
        }
    }

    /// Returns the opposite of a boolean, without a double negation.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Boolean(value) => Self::Boolean(!value),
            Self::Not(value) => *value,
            Self::IsSome(of, some) => Self::IsSome(of, !some),
            Self::Equal(left, right, equal) => Self::Equal(left, right, !equal),
            other => Self::Not(Box::new(other)),
        }
    }

    /// Calls back for every variable and field that the value reads; the flag is true for fields.
    pub fn visit(&self, visitor: &mut dyn FnMut(&Local, bool)) {
        match self {
            Self::Local(local) => visitor(local, false),
            Self::Field(local) => visitor(local, true),
            Self::Attribute(of, _)
            | Self::Element(of, _)
            | Self::IsSome(of, _)
            | Self::Some(of)
            | Self::Not(of)
            | Self::IsEmpty(of) => of.visit(visitor),
            Self::Equal(left, right, _) => {
                left.visit(visitor);
                right.visit(visitor);
            }
            Self::Coalesce(values) => values.iter().for_each(|(value, _)| value.visit(visitor)),
            Self::Choice(values) => values.iter().for_each(|value| value.visit(visitor)),
            Self::Call(_, arguments) => arguments.iter().for_each(|argument| argument.visit(visitor)),
            Self::Format(pieces) => {
                for piece in pieces {
                    if let Piece::Value(value) | Piece::Given(value) = piece {
                        value.visit(visitor);
                    }
                }
            }
            Self::Boolean(_) | Self::Integer(_) | Self::Literal(_) => {}
        }
    }
}

/// Returns how a value is held that comes from one of several places.
fn common(form: Form) -> Form {
    if form == Form::OwnedText { Form::Text } else { form }
}

/// The names of the rules that are in scope, with their values; a later entry hides an earlier one.
#[derive(Debug)]
pub(super) struct Names {
    entries: Vec<(String, Value)>,
    /// How the value of each name is held, even if the name is out of scope.
    forms: HashMap<String, Form>,
}

impl Names {
    /// Starts with the parameters.
    pub(super) fn new(fields: &[Field]) -> Self {
        let entry = |field: &Field| {
            let form = match field.kind {
                Kind::String if field.default.is_some() => Form::OwnedText,
                kind => form_of(kind),
            };
            (field.parameter.clone(), Value::Field(Local { name: field.name.clone(), form }))
        };
        Self { entries: fields.iter().map(entry).collect(), forms: HashMap::new() }
    }

    /// Returns how the value of a name is held. The name must have been bound.
    pub(super) fn form(&self, name: &str) -> Form {
        self.forms.get(name).copied().unwrap_or(Form::Text)
    }

    /// The state to return to after a rule.
    pub(super) fn mark(&self) -> usize {
        self.entries.len()
    }

    /// Forgets what came after the mark.
    pub(super) fn reset(&mut self, mark: usize) {
        self.entries.truncate(mark);
    }

    /// Creates a variable for a name of the rules.
    pub(super) fn bind(&mut self, name: &str, form: Form) -> Local {
        let taken = |candidate: &str| {
            RESERVED.contains(&candidate)
                || self
                    .entries
                    .iter()
                    .any(|(_, value)| matches!(value, Value::Local(local) if local.name == candidate))
        };
        let local = Local { name: free_name(&variable(without_number(name)), taken), form };
        self.entries.push((name.to_owned(), Value::Local(local.clone())));
        self.forms.insert(name.to_owned(), form);
        local
    }

    /// Returns the value of a name that is set.
    pub(super) fn set(&self, name: &str) -> Value {
        self.reference(name, false)
    }

    /// The Rust expression for one of the rules.
    pub(super) fn value(&self, expression: &Expression) -> Value {
        match expression {
            Expression::Boolean(value) => Value::Boolean(*value),
            Expression::Integer(value) => Value::Integer(*value),
            Expression::Text(parts) => self.text(parts),
            Expression::Reference(name, value_type) => self.reference(name, value_type.optional),
            Expression::Attribute { of, name, kind } => {
                let form = match *name {
                    "resourceId" => Form::Texts,
                    "normalizedPath" => Form::OwnedText,
                    _ => form_of(*kind),
                };
                let field = Local { name: variable(name), form };
                Value::Attribute(Box::new(self.value(of)), field)
            }
            Expression::Element { of, index } => Value::Element(Box::new(self.value(of)), *index),
            Expression::IsSet(of) if of.value_type().optional => {
                Value::IsSome(Box::new(self.value(of)), true)
            }
            Expression::IsSet(_) => Value::Boolean(true),
            Expression::Not(of) => self.value(of).negated(),
            Expression::Equal(left, right) => equal(self.value(left), self.value(right)),
            Expression::Coalesce(values) => Value::Coalesce(
                values.iter().map(|value| (self.value(value), value.value_type().optional)).collect(),
            ),
            Expression::Choice(values) => self.choice(values, expression.value_type().optional),
            Expression::Call(function, arguments) => {
                Value::Call(*function, arguments.iter().map(|argument| self.value(argument)).collect())
            }
        }
    }

    /// Converts a choice. Both values have one type: if one may be unset, the other is a `Some`.
    fn choice(&self, values: &[Expression; 3], optional: bool) -> Value {
        let [condition, then, otherwise] = values;
        let side = |value: &Expression| {
            let is_set = !value.value_type().optional;
            let value = self.value(value);
            if optional && is_set { Value::Some(Box::new(value)) } else { value }
        };
        Value::Choice(Box::new([self.value(condition), side(then), side(otherwise)]))
    }

    /// Returns the value of a name. If it may be unset, it is the parameter itself: a value that a condition found or
    /// assigned is set.
    fn reference(&self, name: &str, optional: bool) -> Value {
        let mut known = self.entries.iter().rev().filter(|(known, _)| known == name);
        let wanted = known.find(|(_, value)| !optional || matches!(value, Value::Field(_)));
        wanted.map_or(Value::Boolean(false), |(_, value)| value.clone())
    }

    fn text(&self, parts: &[Part]) -> Value {
        match parts {
            [] => Value::Literal(String::new()),
            [Part::Literal(text)] => Value::Literal(text.clone()),
            [Part::Value(value)] => self.value(value),
            _ => Value::Format(
                parts
                    .iter()
                    .map(|part| match part {
                        Part::Literal(text) => Piece::Literal(text.clone()),
                        Part::Value(value) => Piece::Value(self.value(value)),
                    })
                    .collect(),
            ),
        }
    }
}

/// Names that generated code uses for other things.
const RESERVED: [&str; 7] = [
    "params",
    "resolve",
    "split",
    "substring",
    "uri_encode",
    "is_valid_host_label",
    "is_virtual_hostable_s3_bucket",
];

/// Returns the variable or field for a name of the rules.
pub(super) fn variable(name: &str) -> String {
    RustIdent::snake(name).map_or_else(|| "value".to_owned(), |ident| ident.to_string())
}

/// Removes the suffix with which rule compilers tell values of one name apart: `ParsedArn_ssa_2`.
fn without_number(name: &str) -> &str {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    name.rsplit_once("_ssa_").filter(|(_, number)| is_number(number)).map_or(name, |(name, _)| name)
}

/// Returns the name, or the name with the first number that makes it free.
pub(super) fn free_name(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let numbered = || (2_u32..).map(|number| format!("{name}_{number}"));
    std::iter::once(name.to_owned()).chain(numbered()).find(|name| !taken(name)).unwrap_or_default()
}

/// Returns how a set value of a kind is held by default.
pub(super) fn form_of(kind: Kind) -> Form {
    match kind {
        Kind::Boolean => Form::Flag,
        Kind::Integer => Form::Number,
        Kind::String => Form::Text,
        Kind::StringArray => Form::Strings,
        Kind::Partition => Form::Partition,
        Kind::Arn => Form::Arn,
        Kind::Url => Form::Url,
    }
}

/// Writes `left == right`, without comparing to a boolean or the empty text.
fn equal(left: Value, right: Value) -> Value {
    match (left, right) {
        (Value::Boolean(expected), value) | (value, Value::Boolean(expected)) => {
            if expected {
                value
            } else {
                value.negated()
            }
        }
        (Value::Literal(left), Value::Literal(right)) => Value::Boolean(left == right),
        (Value::Literal(text), value) | (value, Value::Literal(text)) => {
            if text.is_empty() {
                Value::IsEmpty(Box::new(value))
            } else {
                Value::Equal(Box::new(value), Box::new(Value::Literal(text)), true)
            }
        }
        (left, right) if left == right => Value::Boolean(true),
        (left, right) => Value::Equal(Box::new(left), Box::new(right), true),
    }
}

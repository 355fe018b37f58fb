//! `JMESPath`, as far as models use it: the expressions, and the type of what an expression finds in a shape.
//!
//! ```text
//! Table.Status                        members
//! Items[*].Name                       of each element of a list
//! Items[].Names[]                     the same, and lists in lists become one
//! Items[?Status == 'DONE'].Name       of the elements for which something holds
//! Items[0].Name, Items[-1].Name       of the first and of the last element
//! Tables.*.Name                       of each value of a map
//! [Put.Name, Get.Name]                several in a list
//! length(Items) > `0` && !Busy        truth
//! ```

mod check;
mod parse;

use std::fmt;

use serde_json::Value;

pub use check::Type;

/// An expression. It is evaluated on a current value, which is the whole value at first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expression {
    /// The current value: `@`, or nothing.
    Current,
    /// A member of the current value.
    Member(String),
    /// A fixed value.
    Literal(Value),
    /// The second expression, evaluated on the value of the first.
    Chain(Box<Expression>, Box<Expression>),
    /// The element of a list at an index; a negative index counts from the end.
    Index(Box<Expression>, i64),
    /// The last expression, evaluated on each value that is found in the first; nulls are dropped.
    Project(Box<Expression>, Through, Box<Expression>),
    /// A list of several values.
    List(Vec<Expression>),
    /// A function.
    Call(Function, Vec<Expression>),
    /// Not.
    Not(Box<Expression>),
    /// And.
    And(Box<Expression>, Box<Expression>),
    /// Or.
    Or(Box<Expression>, Box<Expression>),
    /// A comparison.
    Compare(Box<Expression>, Comparison, Box<Expression>),
}

/// The values that a projection iterates over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Through {
    /// The elements of a list.
    Elements,
    /// The elements of a list, or of the lists in it.
    Flat,
    /// The values of a map.
    Values,
    /// The elements for which a condition holds.
    Filtered(Box<Expression>),
}

/// A function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// The length of a list, map or text.
    Length,
    /// Whether a list contains a value, or a text another text.
    Contains,
    /// The keys of a map.
    Keys,
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Expression {
    /// Reads an expression. The error says what is not supported.
    pub fn parse(text: &str) -> Result<Self, String> {
        parse::parse(text)
    }
}

impl Function {
    const ALL: [Self; 3] = [Self::Length, Self::Contains, Self::Keys];

    /// The name, and the number of arguments.
    fn form(self) -> (&'static str, usize) {
        match self {
            Self::Length => ("length", 1),
            Self::Contains => ("contains", 2),
            Self::Keys => ("keys", 1),
        }
    }
}

impl fmt::Display for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.form().0)
    }
}

impl Comparison {
    /// Whether it is an ordering: which of two values is greater.
    pub fn is_ordering(self) -> bool {
        !matches!(self, Self::Equal | Self::NotEqual)
    }
}

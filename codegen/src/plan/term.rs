//! Expressions of `JMESPath` in Rust.

use serde_json::Value;
use smithy_model::ir::{Operation, ShapeId, ShapeKind};
use smithy_model::jmespath::{Comparison, Expression, Function};

use super::Planner;
use super::types::{RustType, Step};

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// Its type.
    pub form: Form,
    /// It is an `Option`, with `None` for null.
    pub optional: bool,
    /// The source of the value.
    pub kind: TermKind,
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// A reference to a value of a shape.
    Held(ShapeId, RustType),
    /// `&str`
    Text,
    /// `bool`
    Flag,
    /// `i64`
    Number,
    /// `Vec<T>`, with `None` in it where the flag is set.
    List(Box<Form>, bool),
    /// Null, or the input and output of a call, which have no value in Rust.
    Nothing,
}

/// The source of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum TermKind {
    /// Input and output.
    Call {
        /// The input.
        input: Box<Term>,
        /// The output.
        output: Box<Term>,
    },
    /// The input.
    Input,
    /// The output.
    Output,
    /// The current element of the projection around it.
    Item,
    /// A member of a structure.
    Member(Box<Term>, Step),
    /// An element of a list.
    Index(Box<Term>, i64),
    /// The values that are found in each element.
    Project(Box<Term>, Through, Box<Term>),
    /// A list of several values; null if the value is null in which they are searched.
    List(Vec<Term>, Box<Term>),
    /// A fixed value.
    Literal(Value),
    /// The length of a value.
    Length(Box<Term>),
    /// Whether a list contains an element, or a text another text.
    Contains(Box<Term>, Box<Term>),
    /// The keys of a map.
    Keys(Box<Term>),
    /// Not.
    Not(Box<Term>),
    /// And.
    And(Box<Term>, Box<Term>),
    /// Or.
    Or(Box<Term>, Box<Term>),
    /// A comparison.
    Compare(Box<Term>, Comparison, Box<Term>),
}

/// The values that a projection iterates over.
#[derive(Clone, Debug, PartialEq)]
pub enum Through {
    /// The elements of a list.
    Elements,
    /// The elements of the lists in a list.
    Inner,
    /// The values of a map.
    Values,
    /// The elements for which a condition holds.
    Filtered(Box<Term>),
}

impl Term {
    fn new(form: Form, optional: bool, kind: TermKind) -> Self {
        Self { form, optional, kind }
    }

    /// Returns the output of an operation.
    pub(super) fn output(planner: &Planner<'_>, operation: &Operation) -> Self {
        planner.held(operation.output, false, TermKind::Output)
    }

    /// Returns the input and output of an operation.
    pub(super) fn call(planner: &Planner<'_>, operation: &Operation) -> Self {
        let input = Box::new(planner.held(operation.input, false, TermKind::Input));
        let output = Box::new(Self::output(planner, operation));
        Self::new(Form::Nothing, false, TermKind::Call { input, output })
    }

    /// Whether something holds for the term, or for one in it.
    pub fn any(&self, holds: &dyn Fn(&Self) -> bool) -> bool {
        let inner: Vec<&Self> = match &self.kind {
            TermKind::Call { .. }
            | TermKind::Input
            | TermKind::Output
            | TermKind::Item
            | TermKind::Literal(_) => Vec::new(),
            TermKind::Member(of, _)
            | TermKind::Index(of, _)
            | TermKind::Length(of)
            | TermKind::Keys(of)
            | TermKind::Not(of) => vec![of],
            TermKind::Project(of, Through::Filtered(condition), each) => vec![of, condition, each],
            TermKind::Project(one, _, other)
            | TermKind::Contains(one, other)
            | TermKind::And(one, other)
            | TermKind::Or(one, other)
            | TermKind::Compare(one, _, other) => vec![one, other],
            TermKind::List(all, of) => all.iter().chain([&**of]).collect(),
        };
        holds(self) || inner.into_iter().any(|term| term.any(holds))
    }

    /// Whether the evaluation can fail: functions do not accept null.
    pub fn can_fail(&self) -> bool {
        self.any(&|term| match &term.kind {
            TermKind::Length(of) | TermKind::Contains(of, _) | TermKind::Keys(of) => of.optional,
            _ => false,
        })
    }
}

impl Planner<'_> {
    fn held(&self, shape: ShapeId, optional: bool, kind: TermKind) -> Term {
        Term::new(Form::Held(shape, self.rust_type(shape)), optional, kind)
    }

    /// Converts what an expression finds in a value. Validation has checked that it finds something.
    pub(super) fn term(&mut self, expression: &Expression, current: &Term) -> Option<Term> {
        Some(match expression {
            Expression::Current => current.clone(),
            Expression::Member(name) => self.member_term(name, current)?,
            Expression::Literal(value) => literal(value),
            Expression::Chain(left, right) => {
                let left = self.term(left, current)?;
                self.term(right, &left)?
            }
            Expression::Index(of, place) => {
                let of = self.term(of, current)?;
                Term::new(self.element(&of)?.0, true, TermKind::Index(Box::new(of), *place))
            }
            Expression::Project(of, through, each) => {
                let of = self.term(of, current)?;
                self.projection(of, through, each)?
            }
            Expression::List(all) => {
                let mut terms = Vec::new();
                for one in all {
                    terms.push(self.term(one, current)?);
                }
                let (form, optional) = (taken(&terms.first()?.form), terms.iter().any(|term| term.optional));
                let kind = TermKind::List(terms, Box::new(current.clone()));
                Term::new(Form::List(Box::new(form), optional), current.optional, kind)
            }
            Expression::Call(function, arguments) => self.function(*function, arguments, current)?,
            Expression::Not(of) => {
                let of = Box::new(self.term(of, current)?);
                Term::new(Form::Flag, false, TermKind::Not(of))
            }
            Expression::And(left, right) => self.pair(left, right, current, TermKind::And)?,
            Expression::Or(left, right) => self.pair(left, right, current, TermKind::Or)?,
            Expression::Compare(left, by, right) => {
                let compare = |left, right| TermKind::Compare(left, *by, right);
                let term = self.pair(left, right, current, compare)?;
                Term { optional: term.optional && by.is_ordering(), ..term }
            }
        })
    }

    fn pair(
        &mut self,
        left: &Expression,
        right: &Expression,
        current: &Term,
        kind: impl FnOnce(Box<Term>, Box<Term>) -> TermKind,
    ) -> Option<Term> {
        let (left, right) = (self.term(left, current)?, self.term(right, current)?);
        let optional = left.optional || right.optional;
        Some(Term::new(Form::Flag, optional, kind(Box::new(left), Box::new(right))))
    }

    fn member_term(&mut self, name: &str, current: &Term) -> Option<Term> {
        match (&current.kind, &current.form) {
            (TermKind::Call { input, .. }, _) if name == "input" => Some((**input).clone()),
            (TermKind::Call { output, .. }, _) => Some((**output).clone()),
            (_, Form::Held(shape, _)) => {
                let member =
                    self.structure(*shape)?.members.into_iter().find(|member| member.name == name)?;
                let members = &self.model.structure(*shape).members;
                let target = members.iter().find(|member| member.name == name)?.target;
                let optional = current.optional || member.optional;
                Some(self.held(
                    target,
                    optional,
                    TermKind::Member(Box::new(current.clone()), Step::to(&member)),
                ))
            }
            _ => None,
        }
    }

    /// Returns the type of the elements of a list or the values of a map, and whether they can be null.
    fn element(&self, list: &Term) -> Option<(Form, bool)> {
        let held = |target: ShapeId, sparse: bool| (Form::Held(target, self.rust_type(target)), sparse);
        match &list.form {
            Form::List(element, optional) => Some((*element.clone(), *optional)),
            Form::Held(shape, _) => match &self.model.shape(*shape).kind {
                ShapeKind::List(list) => Some(held(list.member.target, list.sparse)),
                ShapeKind::Map(map) => Some(held(map.value.target, map.sparse)),
                _ => None,
            },
            _ => None,
        }
    }

    fn projection(
        &mut self,
        of: Term,
        through: &smithy_model::jmespath::Through,
        each: &Expression,
    ) -> Option<Term> {
        use smithy_model::jmespath::Through as Told;

        let mut item = Term::new(self.element(&of)?.0, false, TermKind::Item);
        let through = match through {
            Told::Elements => Through::Elements,
            Told::Values => Through::Values,
            Told::Flat => match self.element(&item) {
                Some((inner, _)) if !self.is_map(&item) => {
                    item.form = inner;
                    Through::Inner
                }
                _ => Through::Elements,
            },
            Told::Filtered(condition) => Through::Filtered(Box::new(self.term(condition, &item)?)),
        };
        let each = self.term(each, &item)?;
        let (form, optional) = (Form::List(Box::new(taken(&each.form)), false), of.optional);
        Some(Term::new(form, optional, TermKind::Project(Box::new(of), through, Box::new(each))))
    }

    fn is_map(&self, term: &Term) -> bool {
        matches!(&term.form, Form::Held(shape, _) if matches!(self.model.shape(*shape).kind, ShapeKind::Map(_)))
    }

    /// Converts a list that is a reference to a new list.
    pub(super) fn collected(&mut self, list: Term) -> Option<Term> {
        match &list.form {
            Form::Held(..) => {
                self.projection(list, &smithy_model::jmespath::Through::Elements, &Expression::Current)
            }
            _ => Some(list),
        }
    }

    fn function(&mut self, function: Function, arguments: &[Expression], current: &Term) -> Option<Term> {
        let mut terms = Vec::new();
        for argument in arguments {
            terms.push(self.term(argument, current)?);
        }
        let mut terms = terms.into_iter();
        let first = terms.next()?;
        Some(match function {
            Function::Length => Term::new(Form::Number, false, TermKind::Length(Box::new(first))),
            Function::Keys => {
                let texts = Form::List(Box::new(Form::Text), false);
                Term::new(texts, false, TermKind::Keys(Box::new(first)))
            }
            Function::Contains => {
                let list = if self.element(&first).is_some() { self.collected(first)? } else { first };
                Term::new(Form::Flag, false, TermKind::Contains(Box::new(list), Box::new(terms.next()?)))
            }
        })
    }
}

fn literal(value: &Value) -> Term {
    let form = match value {
        Value::Bool(_) => Form::Flag,
        Value::Number(_) => Form::Number,
        Value::String(_) => Form::Text,
        _ => Form::Nothing,
    };
    Term::new(form, value.is_null(), TermKind::Literal(value.clone()))
}

/// Returns the type of a value in a new list: texts, booleans and numbers are no references there.
fn taken(form: &Form) -> Form {
    match form {
        Form::Held(_, RustType::String | RustType::Enum(_)) => Form::Text,
        Form::Held(_, RustType::Bool) => Form::Flag,
        Form::Held(_, RustType::Number("i8" | "i16" | "i32" | "i64")) => Form::Number,
        other => other.clone(),
    }
}

//! The type of what an expression finds.

use serde_json::Value;

use super::{Expression, Function, Through};
use crate::ir::{Model, ShapeId, ShapeKind};

/// The type of a value. Any value may also be null.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// Only null.
    Null,
    /// A string or enum.
    Text,
    /// A boolean.
    Flag,
    /// An integer.
    Number,
    /// A list.
    List(Box<Type>),
    /// A map with values of a type.
    Map(Box<Type>),
    /// A structure.
    Structure(ShapeId),
    /// The members `input` and `output`.
    Call {
        /// The input.
        input: ShapeId,
        /// The output.
        output: ShapeId,
    },
    /// A value of another type, which can only be tested for presence.
    Other(&'static str),
}

impl Type {
    /// The type of the values of a shape.
    pub fn of<State>(model: &Model<State>, shape: ShapeId) -> Self {
        match &model.shape(shape).kind {
            ShapeKind::String { .. } | ShapeKind::Enum(_) => Self::Text,
            ShapeKind::Boolean => Self::Flag,
            ShapeKind::Byte | ShapeKind::Short | ShapeKind::Integer | ShapeKind::Long => Self::Number,
            ShapeKind::List(list) => Self::List(Box::new(Self::of(model, list.member.target))),
            ShapeKind::Map(map) => Self::Map(Box::new(Self::of(model, map.value.target))),
            ShapeKind::Structure(_) => Self::Structure(shape),
            kind => Self::Other(kind.name()),
        }
    }

    fn list_of(self) -> Self {
        Self::List(Box::new(self))
    }

    /// The word for it in a sentence.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Text => "string",
            Self::Flag => "boolean",
            Self::Number => "integer",
            Self::List(_) => "list",
            Self::Map(_) => "map",
            Self::Structure(_) | Self::Call { .. } => "structure",
            Self::Other(name) => name,
        }
    }
}

impl Expression {
    /// Returns the type of what the expression finds in a value. The error says what cannot be found.
    pub fn check<State>(&self, model: &Model<State>, current: &Type) -> Result<Type, String> {
        match self {
            Self::Current => Ok(current.clone()),
            Self::Member(name) => member(model, current, name),
            Self::Literal(value) => literal(value),
            Self::Chain(left, right) => right.check(model, &left.check(model, current)?),
            Self::Index(of, place) => match of.check(model, current)? {
                Type::List(element) => Ok(*element),
                other => Err(format!("`[{place}]` is asked of a value of type {}", other.name())),
            },
            Self::Project(of, through, each) => {
                let element = element(model, through, of.check(model, current)?)?;
                Ok(each.check(model, &element)?.list_of())
            }
            Self::List(all) => {
                let mut types = Vec::new();
                for one in all {
                    types.push(one.check(model, current)?);
                }
                let first = types.first().cloned().unwrap_or(Type::Null);
                let same = types.iter().all(|other| *other == first);
                if same { Ok(first.list_of()) } else { Err("a list has values of several types".to_owned()) }
            }
            Self::Call(function, arguments) => {
                let mut types = Vec::new();
                for argument in arguments {
                    types.push(argument.check(model, current)?);
                }
                call(*function, &types)
            }
            Self::Not(of) => truth(&of.check(model, current)?),
            Self::And(left, right) | Self::Or(left, right) => {
                let types = [left.check(model, current)?, right.check(model, current)?];
                match types.iter().find(|it| **it != Type::Flag) {
                    None => Ok(Type::Flag),
                    Some(other) => Err(format!("a value of type {} stands in a condition", other.name())),
                }
            }
            Self::Compare(left, by, right) => {
                let types = [left.check(model, current)?, right.check(model, current)?];
                let compares = match &types {
                    [Type::Number, Type::Number] => true,
                    _ if by.is_ordering() => false,
                    [Type::Null, _] | [_, Type::Null] => true,
                    [left, right] => left == right && matches!(left, Type::Text | Type::Flag),
                };
                let [left, right] = types.map(|it| it.name());
                let problem = || format!("values of type {left} and {right} are compared");
                if compares { Ok(Type::Flag) } else { Err(problem()) }
            }
        }
    }
}

fn member<State>(model: &Model<State>, current: &Type, name: &str) -> Result<Type, String> {
    match current {
        Type::Structure(id) => {
            let found = model.structure(*id).members.iter().find(|member| member.name == name);
            let missing = || format!("`{}` has no member `{name}`", model.shape(*id).name);
            Ok(Type::of(model, found.ok_or_else(missing)?.target))
        }
        Type::Call { input, .. } if name == "input" => Ok(Type::Structure(*input)),
        Type::Call { output, .. } if name == "output" => Ok(Type::Structure(*output)),
        other => Err(format!("the member `{name}` is asked of a value of type {}", other.name())),
    }
}

/// The type of the values that a projection goes through.
fn element<State>(model: &Model<State>, through: &Through, of: Type) -> Result<Type, String> {
    match (through, of) {
        (Through::Flat, Type::List(element)) => match *element {
            Type::List(inner) => Ok(*inner),
            element => Ok(element),
        },
        (Through::Filtered(condition), Type::List(element)) => {
            truth(&condition.check(model, &element)?)?;
            Ok(*element)
        }
        (Through::Elements, Type::List(element)) | (Through::Values, Type::Map(element)) => Ok(*element),
        (Through::Values, other) => Err(format!("`*` is asked of a value of type {}", other.name())),
        (_, other) => Err(format!("the elements of a value of type {} are asked for", other.name())),
    }
}

/// Checks that a value can be false. Others are always true, so that testing them is a mistake.
fn truth(of: &Type) -> Result<Type, String> {
    match of {
        Type::Flag | Type::Text | Type::List(_) | Type::Map(_) => Ok(Type::Flag),
        other => Err(format!("a value of type {} stands in a condition", other.name())),
    }
}

fn literal(value: &Value) -> Result<Type, String> {
    match value {
        Value::Null => Ok(Type::Null),
        Value::Bool(_) => Ok(Type::Flag),
        Value::String(_) => Ok(Type::Text),
        Value::Number(number) if number.is_i64() => Ok(Type::Number),
        _ => Err(format!("the literal {value} is not supported")),
    }
}

fn call(function: Function, arguments: &[Type]) -> Result<Type, String> {
    match (function, arguments) {
        (Function::Length, [Type::List(_) | Type::Map(_) | Type::Text]) => Ok(Type::Number),
        (Function::Keys, [Type::Map(_)]) => Ok(Type::Text.list_of()),
        (Function::Contains, [Type::Text, Type::Text]) => Ok(Type::Flag),
        (Function::Contains, [Type::List(element), value])
            if **element == *value && matches!(value, Type::Text | Type::Flag | Type::Number) =>
        {
            Ok(Type::Flag)
        }
        _ => {
            let types: Vec<_> = arguments.iter().map(Type::name).collect();
            Err(format!("`{function}()` is asked of values of type {}", types.join(" and ")))
        }
    }
}

//! Paths into an input that lead to the value of an endpoint parameter: the part of `JMESPath` that models use.
//!
//! ```text
//! Table.Name                          members
//! Items[*].Get.TableName              of each element of a list
//! Items[].Names[]                     the same, and lists in lists become one
//! Items[*].[Put.Name, Get.Name][]     several of each
//! Tables.*.Name                       of each value of a map
//! keys(Tables)                        the keys of a map
//! ```

use std::fmt;

use crate::ir::{Model, ShapeId, ShapeKind};
use crate::jmespath::{Expression, Function, Through};

use super::Kind;

/// A path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContextPath(pub Vec<PathStep>);

/// A step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathStep {
    /// To a member of a structure.
    Member(String),
    /// To each element of a list.
    Elements,
    /// To each element of a list, or of the lists in it: lists of lists are flattened.
    Flat,
    /// To each value of a map.
    Values,
    /// To each key of a map.
    Keys,
    /// To the ends of several paths, in order.
    Several(Vec<ContextPath>),
}

impl ContextPath {
    /// Reads a path. The error says what is not supported.
    pub fn parse(text: &str) -> Result<Self, String> {
        steps(&Expression::parse(text)?).map(Self)
    }

    /// Returns the kind of the value at the end of the path from a shape: a text, a boolean, or a list of texts. The
    /// error says why there is no such value.
    pub fn kind<State>(&self, model: &Model<State>, shape: ShapeId) -> Result<Kind, String> {
        let mut depth = 0;
        let kind = self.follow(model, shape, &mut depth)?;
        match (kind, depth) {
            (kind, 0) => Ok(kind),
            (Kind::String, 1) => Ok(Kind::StringArray),
            (Kind::String | Kind::StringArray, _) => Err("it leads to a list of lists".to_owned()),
            _ => Err("it leads to several values that are not strings".to_owned()),
        }
    }

    /// Counts how many nested lists contain the values at the end.
    fn follow<State>(&self, model: &Model<State>, shape: ShapeId, depth: &mut usize) -> Result<Kind, String> {
        let mut place = shape;
        for (index, step) in self.0.iter().enumerate() {
            let rest = self.0.get(index + 1..).unwrap_or_default();
            let shape = model.shape(place);
            place = match (step, &shape.kind) {
                (PathStep::Member(name), ShapeKind::Structure(inner)) => {
                    let member = inner.members.iter().find(|member| member.name == *name);
                    member.ok_or_else(|| format!("`{}` has no member `{name}`", shape.name))?.target
                }
                (PathStep::Elements, ShapeKind::List(list)) => {
                    *depth += 1;
                    list.member.target
                }
                (PathStep::Flat, kind) if *depth > 0 || matches!(kind, ShapeKind::List(_)) => {
                    let target = flattened(model, place, *depth > 0);
                    *depth = 1;
                    target
                }
                (PathStep::Values, ShapeKind::Map(map)) => {
                    *depth += 1;
                    map.value.target
                }
                (PathStep::Keys, ShapeKind::Map(_)) if rest.is_empty() => {
                    *depth += 1;
                    return Ok(Kind::String);
                }
                (PathStep::Several(paths), _) if matches!(rest, [] | [PathStep::Flat]) => {
                    *depth = if rest.is_empty() { *depth + 1 } else { 1 };
                    for path in paths {
                        if path.follow(model, place, &mut 0)? != Kind::String {
                            return Err("it leads to several values that are not strings".to_owned());
                        }
                    }
                    return Ok(Kind::String);
                }
                (step, kind) => {
                    return Err(format!(
                        "{step} cannot follow a value of type {} (`{}`)",
                        kind.name(),
                        shape.name
                    ));
                }
            };
        }
        end(model, place)
    }
}

/// Returns the kind of value that a shape gives to a parameter.
fn end<State>(model: &Model<State>, shape: ShapeId) -> Result<Kind, String> {
    let is_text = |kind: &ShapeKind| matches!(kind, ShapeKind::String { .. } | ShapeKind::Enum(_));
    let shape = model.shape(shape);
    match &shape.kind {
        kind if is_text(kind) => Ok(Kind::String),
        ShapeKind::Boolean => Ok(Kind::Boolean),
        ShapeKind::List(list) if !list.sparse && is_text(&model.shape(list.member.target).kind) => {
            Ok(Kind::StringArray)
        }
        kind => Err(format!("it leads to a value of type {} (`{}`)", kind.name(), shape.name)),
    }
}

/// Returns the element of a list after flattening. With `several`, the shape is already the element of the list.
fn flattened<State>(model: &Model<State>, shape: ShapeId, several: bool) -> ShapeId {
    let element = |id: ShapeId| match &model.shape(id).kind {
        ShapeKind::List(list) => list.member.target,
        _ => id,
    };
    if several { element(shape) } else { element(element(shape)) }
}

impl fmt::Display for PathStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member(name) => write!(f, "the member `{name}`"),
            Self::Elements => f.write_str("`[*]`"),
            Self::Flat => f.write_str("`[]`"),
            Self::Values => f.write_str("`.*`"),
            Self::Keys => f.write_str("`keys()`"),
            Self::Several(_) => f.write_str("a list of paths"),
        }
    }
}

impl fmt::Display for ContextPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((PathStep::Keys, before)) = self.0.split_last() {
            return write!(f, "keys({})", Self(before.to_vec()));
        }
        for (index, step) in self.0.iter().enumerate() {
            let dot = if index == 0 { "" } else { "." };
            match step {
                PathStep::Member(name) => write!(f, "{dot}{name}")?,
                PathStep::Elements => f.write_str("[*]")?,
                PathStep::Flat => f.write_str("[]")?,
                PathStep::Values => write!(f, "{dot}*")?,
                PathStep::Keys => write!(f, "{dot}keys(@)")?,
                PathStep::Several(paths) => {
                    let paths: Vec<_> = paths.iter().map(ToString::to_string).collect();
                    write!(f, "{dot}[{}]", paths.join(", "))?;
                }
            }
        }
        Ok(())
    }
}

/// Converts an expression to the steps of a path.
fn steps(expression: &Expression) -> Result<Vec<PathStep>, String> {
    let several = |one: &Expression, step: PathStep, other: &Expression| {
        Ok([steps(one)?, vec![step], steps(other)?].concat())
    };
    match expression {
        Expression::Current => Ok(Vec::new()),
        Expression::Member(name) => Ok(vec![PathStep::Member(name.clone())]),
        // After a `|`, a list is one value and not several.
        Expression::Chain(left, _) if matches!(**left, Expression::Project(..)) => {
            Err("`|` is not supported".to_owned())
        }
        Expression::Chain(left, right) => Ok([steps(left)?, steps(right)?].concat()),
        Expression::Project(of, Through::Elements, each) => several(of, PathStep::Elements, each),
        Expression::Project(of, Through::Flat, each) => several(of, PathStep::Flat, each),
        Expression::Project(of, Through::Values, each) => several(of, PathStep::Values, each),
        Expression::Project(_, Through::Filtered(_), _) => Err("a filter is not supported".to_owned()),
        Expression::List(all) => {
            let paths: Result<_, _> = all.iter().map(|one| steps(one).map(ContextPath)).collect();
            Ok(vec![PathStep::Several(paths?)])
        }
        Expression::Call(Function::Keys, of) => {
            let of: Result<Vec<_>, _> = of.iter().map(steps).collect();
            Ok([of?.concat(), vec![PathStep::Keys]].concat())
        }
        Expression::Call(function, _) => Err(format!("`{function}()` is not supported")),
        Expression::Index(_, place) => Err(format!("`[{place}]` is not supported")),
        Expression::Literal(value) => Err(format!("{value} is not a path")),
        Expression::Not(_) | Expression::And(..) | Expression::Or(..) | Expression::Compare(..) => {
            Err("a condition is not a path".to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_and_written_the_same() {
        let paths =
            ["A", "A.B", "A[*].B.C", "A[].B[]", "A.*.B", "keys(A)", "keys(A.B)", "A[*].[B.C, D][]", "[A, B]"];
        for path in paths {
            assert_eq!(ContextPath::parse(path).map(|path| path.to_string()), Ok(path.to_owned()));
        }
        assert_eq!(ContextPath::parse("A[*].\"B\""), ContextPath::parse("A[*] . B"));
        assert_eq!(ContextPath::parse("A.keys(@)"), ContextPath::parse("keys(A)"));
    }

    #[test]
    fn what_is_no_path_is_told() {
        let cases = [
            ("", "it ends too early"),
            ("A.", "it ends too early"),
            ("A[0]", "`[0]` is not supported"),
            ("A[?x]", "a filter is not supported"),
            ("A[*].B | C", "`|` is not supported"),
            ("A == 'x'", "a condition is not a path"),
            ("'x'", "\"x\" is not a path"),
            ("keys(A", "it ends too early"),
            ("length(A)", "`length()` is not supported"),
            ("1A", "`1A` is not understood"),
        ];
        for (path, expected) in cases {
            assert_eq!(ContextPath::parse(path), Err(expected.to_owned()), "{path}");
        }
    }
}

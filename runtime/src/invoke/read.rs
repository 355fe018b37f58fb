//! Reads a value from JSON, and refuses members that an input structure does not have.

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

use super::closest;
use crate::codec::{Expected, Read, Scalar, Source, Stop, Unfit};

/// Reads a value; unknown members of its structures are errors.
pub(super) fn read<T: Read>(value: &Value) -> Result<T, Unreadable> {
    let mut strict = Strict::new(value);
    match T::read(&mut strict) {
        Ok(Some(value)) => Ok(value),
        Ok(None) => {
            Err(Unreadable::new(format!("invalid type: null, expected {}", Expected::structure::<T>())))
        }
        Err(_) => Err(strict.problem.unwrap_or_else(|| Unreadable::new("reading was given up"))),
    }
}

/// What is wrong, and the path to it from the inside out.
#[derive(Debug)]
pub(super) struct Unreadable {
    message: String,
    path: Vec<String>,
    /// Whether the value should not exist at all, so that the path ends at its container.
    is_stranger: bool,
}

impl Unreadable {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), path: Vec::new(), is_stranger: false }
    }

    fn within(mut self, step: impl Into<String>) -> Self {
        if !std::mem::take(&mut self.is_stranger) {
            self.path.push(step.into());
        }
        self
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            let path: Vec<_> = self.path.iter().rev().map(String::as_str).collect();
            write!(f, "in `{}`: ", path.join("."))?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for Unreadable {}

/// A value whose structures are checked.
struct Strict<'v> {
    value: &'v Value,
    problem: Option<Unreadable>,
}

impl<'v> Strict<'v> {
    fn new(value: &'v Value) -> Self {
        Self { value, problem: None }
    }

    fn stop(&mut self, problem: Unreadable) -> Stop {
        self.problem = Some(problem);
        Stop::noted()
    }

    /// Reports that a value has an unexpected type.
    fn misfit(&mut self, why: Unfit, expected: &dyn fmt::Display) -> Stop {
        let found = match self.value {
            Value::Null => "null".to_owned(),
            Value::Bool(value) => format!("boolean `{value}`"),
            Value::Number(number) if number.is_f64() => format!("floating point `{number}`"),
            Value::Number(number) => format!("integer `{number}`"),
            Value::String(text) => format!("string {text:?}"),
            Value::Array(_) => "sequence".to_owned(),
            Value::Object(_) => "map".to_owned(),
        };
        let what = match why {
            Unfit::Type => "type",
            Unfit::Value => "value",
        };
        self.stop(Unreadable::new(format!("invalid {what}: {found}, expected {expected}")))
    }

    /// Reads a part of the value.
    fn part(
        &mut self,
        value: &'v Value,
        step: impl Into<String>,
        take: &mut dyn FnMut(&mut dyn Source<'v>) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let mut part = Strict::new(value);
        take(&mut part).map_err(|stop| match part.problem {
            Some(problem) => self.stop(problem.within(step)),
            None => stop,
        })
    }
}

impl<'v> Source<'v> for Strict<'v> {
    fn scalar(&mut self, expected: &'static str) -> Result<Scalar<'v>, Stop> {
        Ok(match self.value {
            Value::Null => Scalar::Null,
            Value::Bool(value) => Scalar::Bool(*value),
            Value::Number(number) => match (number.as_i64(), number.as_u64()) {
                (Some(number), _) => Scalar::Signed(number),
                (None, Some(number)) => Scalar::Unsigned(number),
                (None, None) => Scalar::Float(number.as_f64().unwrap_or(f64::NAN)),
            },
            Value::String(text) => Scalar::Text(Cow::Borrowed(text)),
            Value::Array(_) | Value::Object(_) => return Err(self.misfit(Unfit::Type, &expected)),
        })
    }

    fn unfit(&mut self, _: &Scalar<'_>, why: Unfit, expected: &'static str) -> Stop {
        self.misfit(why, &expected)
    }

    fn members(
        &mut self,
        expected: Expected,
        take: &mut dyn FnMut(&str, &mut dyn Source<'v>) -> Result<(), Stop>,
    ) -> Result<bool, Stop> {
        match self.value {
            Value::Null => Ok(false),
            Value::Object(object) => {
                for (name, value) in object {
                    self.part(value, name, &mut |part| take(name, part))?;
                }
                Ok(true)
            }
            _ => Err(self.misfit(Unfit::Type, &expected)),
        }
    }

    fn elements(
        &mut self,
        take: &mut dyn FnMut(&mut dyn Source<'v>) -> Result<(), Stop>,
    ) -> Result<bool, Stop> {
        match self.value {
            Value::Null => Ok(false),
            Value::Array(elements) => {
                for (index, value) in elements.iter().enumerate() {
                    self.part(value, index.to_string(), take)?;
                }
                Ok(true)
            }
            _ => Err(self.misfit(Unfit::Type, &"a sequence")),
        }
    }

    fn document(&mut self) -> Result<Option<Value>, Stop> {
        Ok(Some(self.value.clone()).filter(|value| !value.is_null()))
    }

    fn digits(&mut self) -> Result<Option<String>, Stop> {
        match self.value {
            Value::Null => Ok(None),
            Value::String(text) => Ok(Some(text.clone())),
            other => Ok(Some(other.to_string())),
        }
    }

    fn skip(&mut self) -> Result<(), Stop> {
        Ok(())
    }

    fn unknown(&mut self, name: &str, known: &'static [&'static str]) -> Result<(), Stop> {
        let advice = match closest(name, known) {
            Some(closest) => format!("; did you mean `{closest}`?"),
            None if known.is_empty() => "; there are none".to_owned(),
            None => format!(", but {}", known.join(", ")),
        };
        let problem = Unreadable::new(format!("there is no member {name:?}{advice}"));
        Err(self.stop(Unreadable { is_stranger: true, ..problem }))
    }

    fn fail(&mut self, reason: fmt::Arguments<'_>) -> Stop {
        self.stop(Unreadable::new(reason.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use serde_json::json;

    use super::*;
    use crate::codec::{self, ReadMember};

    /// A structure with a list and a map of its own kind.
    #[derive(Debug, Default, PartialEq)]
    struct Tree {
        name: String,
        branches: Vec<Tree>,
        labels: HashMap<String, Tree>,
    }

    impl ReadMember for Tree {
        fn read_member(&mut self, name: &str, value: &mut dyn Source<'_>) -> Result<(), Stop> {
            match name {
                "name" => self.name = codec::read(value)?.unwrap_or_default(),
                "branches" => self.branches = codec::read_list(value)?.unwrap_or_default(),
                "labels" => self.labels = codec::read_map(value)?.unwrap_or_default(),
                _ => codec::unknown(name, value, &["name", "branches", "labels"])?,
            }
            Ok(())
        }
    }

    impl serde::Serialize for Tree {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_unit()
        }
    }

    #[test]
    fn lists_and_maps_are_walked() {
        let value = json!({"name": "a", "branches": [{"name": "b"}], "labels": {"x": {"name": "c"}}});
        let tree: Tree = read(&value).expect("a tree");
        assert_eq!(tree.branches.first().map(|branch| branch.name.as_str()), Some("b"));
        assert_eq!(tree.labels.get("x").map(|label| label.name.as_str()), Some("c"));
        assert_eq!(read::<Tree>(&json!({"labels": null})).expect("a tree"), Tree::default());
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let cases = [
            (json!({"nmae": "a"}), "there is no member \"nmae\"; did you mean `name`?"),
            (
                json!({"branches": [{}, {"Name": 1}]}),
                "in `branches.1`: there is no member \"Name\"; did you mean `name`?",
            ),
            (
                json!({"labels": {"x": {"zzz": 1}}}),
                "in `labels.x`: there is no member \"zzz\", but name, branches, labels",
            ),
            (json!({"name": 1}), "in `name`: invalid type: integer `1`, expected a string"),
            (json!([]), "invalid type: sequence, expected a Tree object"),
            (json!("x"), "invalid type: string \"x\", expected a Tree object"),
        ];
        for (value, expected) in cases {
            assert_eq!(read::<Tree>(&value).expect_err("a problem").to_string(), expected);
        }
    }
}

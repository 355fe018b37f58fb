//! Reads a value from JSON as serde does, and knows in every structure which members there are.

use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Map, Value};

use super::closest;

/// Reads a value, all of whose structures have no members but those they know.
pub(super) fn read<T: DeserializeOwned>(value: &Value) -> Result<T, Fault> {
    T::deserialize(Strict(value))
}

/// What is wrong, and the way to it from the inside out.
#[derive(Debug)]
pub(super) struct Fault {
    message: String,
    path: Vec<String>,
}

impl Fault {
    fn within(mut self, step: impl Into<String>) -> Self {
        self.path.push(step.into());
        self
    }
}

impl Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { message: message.to_string(), path: Vec::new() }
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        Self::custom(error)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            let path: Vec<_> = self.path.iter().rev().map(String::as_str).collect();
            write!(f, "in `{}`: ", path.join("."))?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}

/// A value whose structures are checked.
struct Strict<'v>(&'v Value);

impl<'v> Deserializer<'v> for Strict<'v> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Value::Object(object) => visitor.visit_map(Members { rest: object.iter(), value: None }),
            Value::Array(items) => visitor.visit_seq(Items(items.iter().enumerate())),
            scalar => Ok(scalar.deserialize_any(visitor)?),
        }
    }

    fn deserialize_option<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'v>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'v>>(
        self,
        _name: &'static str,
        members: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        if let Value::Object(object) = self.0 {
            check(object, members)?;
        }
        self.deserialize_any(visitor)
    }

    fn deserialize_enum<V: Visitor<'v>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        Ok(self.0.deserialize_enum(name, variants, visitor)?)
    }

    forward_to_deserialize_any! {
        <V: Visitor<'v>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq
        tuple tuple_struct map identifier ignored_any
    }
}

fn check(object: &Map<String, Value>, members: &[&str]) -> Result<(), Fault> {
    let Some(unknown) = object.keys().find(|key| !members.contains(&key.as_str())) else { return Ok(()) };
    let advice = match closest(unknown, members) {
        Some(closest) => format!("; did you mean `{closest}`?"),
        None if members.is_empty() => "; there are none".to_owned(),
        None => format!(", but {}", members.join(", ")),
    };
    Err(Fault::custom(format!("there is no member {unknown:?}{advice}")))
}

struct Members<'v> {
    rest: serde_json::map::Iter<'v>,
    value: Option<(&'v String, &'v Value)>,
}

impl<'v> MapAccess<'v> for Members<'v> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'v>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        self.value = self.rest.next();
        self.value.map(|(key, _)| seed.deserialize(StrDeserializer::new(key))).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'v>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        let Some((key, value)) = self.value.take() else {
            return Err(Fault::custom("a value without a key"));
        };
        seed.deserialize(Strict(value)).map_err(|fault| fault.within(key))
    }
}

struct Items<'v>(std::iter::Enumerate<std::slice::Iter<'v, Value>>);

impl<'v> SeqAccess<'v> for Items<'v> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'v>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        let Some((index, value)) = self.0.next() else { return Ok(None) };
        seed.deserialize(Strict(value)).map(Some).map_err(|fault| fault.within(index.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use serde_json::json;

    use super::*;

    /// A structure with a list and a map of its own kind.
    #[derive(Debug, Default, PartialEq)]
    struct Tree {
        name: String,
        branches: Vec<Tree>,
        labels: HashMap<String, Tree>,
    }

    impl<'de> serde::Deserialize<'de> for Tree {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_struct("Tree", &["name", "branches", "labels"], TreeVisitor)
        }
    }

    struct TreeVisitor;

    impl<'de> Visitor<'de> for TreeVisitor {
        type Value = Tree;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a tree")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Tree, A::Error> {
            let mut tree = Tree::default();
            while let Some(key) = object.next_key::<String>()? {
                match key.as_str() {
                    "name" => tree.name = object.next_value()?,
                    "branches" => tree.branches = object.next_value()?,
                    _ => tree.labels = object.next_value::<Option<_>>()?.unwrap_or_default(),
                }
            }
            Ok(tree)
        }
    }

    #[test]
    fn what_serde_reads_is_read() {
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
            (json!([]), "invalid type: sequence, expected a tree"),
            (json!("x"), "invalid type: string \"x\", expected a tree"),
        ];
        for (value, expected) in cases {
            assert_eq!(read::<Tree>(&value).expect_err("a fault").to_string(), expected);
        }
    }
}

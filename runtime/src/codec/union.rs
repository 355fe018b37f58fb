//! Reads a union from the one member of a JSON object that is set.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{Error, MapAccess, Visitor};

use super::structure::write_expected;
use super::{Name, skip};

/// A union that can be read from the member that is set.
pub trait FromMember<'de>: Sized {
    /// Reads the value of the member `name`, which may be one that the model does not know; null reads as
    /// unset.
    fn from_member<A: MapAccess<'de>>(name: Name<'de>, object: &mut A) -> Result<Option<Self>, A::Error>;
}

/// Reads a union; the body of a generated `Deserialize`.
///
/// Members that are null are unset, and `__type` is not a member. There has to be exactly one that is set.
pub fn read_union<'de, T: FromMember<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct Member<T>(PhantomData<T>);

    impl<'de, T: FromMember<'de>> Visitor<'de> for Member<T> {
        type Value = T;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            write_expected::<T>(formatter)
        }

        fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<T, A::Error> {
            let mut union = None;
            while let Some(name) = object.next_key::<Name<'de>>()? {
                if name.as_ref() == "__type" {
                    skip(&mut object)?;
                    continue;
                }
                let member = T::from_member(name, &mut object)?;
                if member.is_some() && union.is_some() {
                    return Err(A::Error::custom("more than one member of a union is set"));
                }
                union = member.or(union);
            }
            union.ok_or_else(|| A::Error::custom("no member of a union is set"))
        }
    }

    deserializer.deserialize_map(Member(PhantomData))
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::{Value, json};

    use super::super::{read, read_value};
    use super::*;

    #[derive(Debug, PartialEq)]
    enum Sample {
        Text(String),
        Unknown(String, Value),
    }

    impl<'de> FromMember<'de> for Sample {
        fn from_member<A: MapAccess<'de>>(name: Name<'de>, object: &mut A) -> Result<Option<Self>, A::Error> {
            Ok(match name.as_ref() {
                "text" => read(object)?.map(Self::Text),
                _ => read_value(object)?.map(|value| Self::Unknown(name.into_string(), value)),
            })
        }
    }

    impl<'de> Deserialize<'de> for Sample {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            read_union(deserializer)
        }
    }

    #[test]
    fn the_one_member_that_is_set() {
        for (json, union) in [
            (r#"{"text":"a"}"#, Sample::Text("a".to_owned())),
            (r#"{"text":"a","other":null}"#, Sample::Text("a".to_owned())),
            (r#"{"__type":"ns#Sample","text":"a"}"#, Sample::Text("a".to_owned())),
            (r#"{"text":null,"new":{"x":[1]}}"#, Sample::Unknown("new".to_owned(), json!({"x": [1]}))),
        ] {
            assert_eq!(serde_json::from_str::<Sample>(json).unwrap(), union, "{json}");
        }
    }

    #[test]
    fn none_or_two_are_errors() {
        for (json, reason) in [
            ("{}", "no member of a union is set"),
            (r#"{"text":null,"__type":"x"}"#, "no member of a union is set"),
            (r#"{"text":"a","new":1}"#, "more than one member of a union is set"),
            ("3", "invalid type: integer `3`, expected a Sample object"),
        ] {
            let error = serde_json::from_str::<Sample>(json).unwrap_err().to_string();
            assert!(error.starts_with(reason), "{json}: {error}");
        }
    }
}

//! Reads a union from the only member of an object that is set.

use super::skip;
use super::source::{Source, Stop};
use super::structure::read_members;

/// A union that can be read from the member that is set.
pub trait FromMember: Sized {
    /// Reads the value of the member `name`, which may not be in the model; null reads as unset.
    fn from_member(name: &str, value: &mut dyn Source<'_>) -> Result<Option<Self>, Stop>;
}

/// Reads a union.
///
/// Members that are null are unset, and `__type` is not a member. Exactly one member has to be set.
pub fn read_union<T: FromMember>(source: &mut dyn Source<'_>) -> Result<Option<T>, Stop> {
    let mut union = None;
    let is_set = read_members::<T>(source, &mut |name, value| {
        if name == "__type" {
            return skip(value);
        }
        if let Some(member) = T::from_member(name, value)? {
            if union.is_some() {
                return Err(value.fail(format_args!("more than one member of a union is set")));
            }
            union = Some(member);
        }
        Ok(())
    })?;
    if is_set && union.is_none() {
        return Err(source.fail(format_args!("no member of a union is set")));
    }
    Ok(union)
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Deserializer};
    use serde_json::{Value, json};

    use super::super::{Read, deserialize, read};
    use super::*;

    #[derive(Debug, PartialEq)]
    enum Sample {
        Text(String),
        Unknown(String, Value),
    }

    impl FromMember for Sample {
        fn from_member(name: &str, value: &mut dyn Source<'_>) -> Result<Option<Self>, Stop> {
            Ok(match name {
                "text" => read(value)?.map(Self::Text),
                _ => read(value)?.map(|value| Self::Unknown(name.to_owned(), value)),
            })
        }
    }

    impl Read for Sample {
        fn read(source: &mut dyn Source<'_>) -> Result<Option<Self>, Stop> {
            read_union(source)
        }
    }

    impl<'de> Deserialize<'de> for Sample {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserialize(deserializer)
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

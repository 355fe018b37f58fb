//! Reads a structure from the members of an object.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer};

use super::source::{Expected, Source, Stop};
use super::{Format, Integer, List, Map, Plain, Read};

/// A structure that starts complete, by its `Default`, and reads one member after the other.
pub trait ReadMember {
    /// Reads the value of the member `name`, which may not be in the model.
    fn read_member(&mut self, name: &str, value: &mut dyn Source<'_>) -> Result<(), Stop>;
}

impl<T: ReadMember + Default> Read for T {
    fn read(source: &mut dyn Source<'_>) -> Result<Option<Self>, Stop> {
        let mut structure = Self::default();
        // Without `?`, which would be a third of the code that is compiled for each structure.
        match read_into(&mut structure, source, Expected::structure::<T>()) {
            Ok(true) => Ok(Some(structure)),
            Ok(false) => Ok(None),
            Err(stop) => Err(stop),
        }
    }
}

/// A separate function, so that it is compiled once for all structures.
fn read_into(
    structure: &mut dyn ReadMember,
    source: &mut dyn Source<'_>,
    expected: Expected,
) -> Result<bool, Stop> {
    source.members(expected, &mut |name, value| structure.read_member(name, value))
}

/// Passes on the members of the structure or union `T`; `false` for null.
pub fn read_members<T>(
    source: &mut dyn Source<'_>,
    take: &mut dyn FnMut(&str, &mut dyn Source<'_>) -> Result<(), Stop>,
) -> Result<bool, Stop> {
    source.members(Expected::structure::<T>(), take)
}

/// Reads the value of a member in its own form; null reads as unset.
pub fn read<T: Read>(value: &mut dyn Source<'_>) -> Result<Option<T>, Stop> {
    T::read(value)
}

/// Reads the value of a member in the format `F`; null reads as unset.
pub fn read_as<F: Format<T>, T>(value: &mut dyn Source<'_>) -> Result<Option<T>, Stop> {
    F::read(value)
}

/// Reads an integer, which may be written as a float; null reads as unset.
pub fn read_integer<T>(value: &mut dyn Source<'_>) -> Result<Option<T>, Stop>
where
    Integer: Format<T>,
{
    Integer::read(value)
}

/// Reads a list of elements in their own form, and drops nulls in it; null reads as unset.
pub fn read_list<T>(value: &mut dyn Source<'_>) -> Result<Option<T>, Stop>
where
    List<Plain>: Format<T>,
{
    List::<Plain>::read(value)
}

/// Reads a map of values in their own form, and drops nulls in it; null reads as unset.
pub fn read_map<T>(value: &mut dyn Source<'_>) -> Result<Option<T>, Stop>
where
    Map<Plain>: Format<T>,
{
    Map::<Plain>::read(value)
}

/// Skips the value of a member.
pub fn skip(value: &mut dyn Source<'_>) -> Result<(), Stop> {
    value.skip()
}

/// Skips an unknown member of an input structure; a strict source returns an error.
pub fn unknown(name: &str, value: &mut dyn Source<'_>, known: &'static [&'static str]) -> Result<(), Stop> {
    value.unknown(name, known)
}

/// Returns the value of a required member, or an error that names the member.
pub fn required<T>(value: Option<T>, name: &'static str, source: &mut dyn Source<'_>) -> Result<T, Stop> {
    value.ok_or_else(|| source.fail(format_args!("missing field `{name}`")))
}

/// The name of a member, borrowed from the JSON text unless it has escapes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name<'de>(Cow<'de, str>);

impl<'de> Name<'de> {
    /// Returns the name as it was read.
    pub(crate) fn into_text(self) -> Cow<'de, str> {
        self.0
    }
}

impl AsRef<str> for Name<'_> {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl<'de> Visitor<'de> for Text {
            type Value = Name<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a string")
            }

            fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Borrowed(name)))
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Owned(name.to_owned())))
            }
        }

        deserializer.deserialize_identifier(Text)
    }
}

#[cfg(test)]
mod tests {
    use super::super::deserialize;
    use super::*;

    #[derive(Debug, PartialEq)]
    struct Sample {
        text: Option<String>,
        number: i64,
    }

    impl Read for Sample {
        fn read(source: &mut dyn Source<'_>) -> Result<Option<Self>, Stop> {
            let mut text = None;
            let mut number = None;
            let is_set = read_members::<Self>(source, &mut |name, value| {
                match name {
                    "text" => text = read(value)?,
                    "number" => number = read_integer(value)?,
                    _ => skip(value)?,
                }
                Ok(())
            })?;
            if !is_set {
                return Ok(None);
            }
            Ok(Some(Self { text, number: required(number, "number", source)? }))
        }
    }

    impl<'de> Deserialize<'de> for Sample {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserialize(deserializer)
        }
    }

    #[test]
    fn members_in_any_order_with_nulls_escapes_and_strangers() {
        for (json, text) in [
            (r#"{"number":2,"text":"a"}"#, Some("a")),
            (r#"{"text":null,"number":2.0}"#, None),
            (r#"{"other":[{"text":1}],"number":2}"#, None),
            (r#"{"\u0074ext":"a","number":2}"#, Some("a")),
        ] {
            let sample = Sample { text: text.map(str::to_owned), number: 2 };
            assert_eq!(serde_json::from_str::<Sample>(json).unwrap(), sample, "{json}");
        }
    }

    #[test]
    fn errors_name_what_is_wrong() {
        for (json, reason) in [
            ("[]", "invalid type: sequence, expected a Sample object"),
            ("null", "invalid type: null, expected a Sample object"),
            ("{}", "missing field `number`"),
            (r#"{"number":null}"#, "missing field `number`"),
            (r#"{"text":5}"#, "invalid type: integer `5`, expected a string"),
            (r#"{"text":"#, "EOF while parsing a value"),
        ] {
            let error = serde_json::from_str::<Sample>(json).unwrap_err().to_string();
            assert!(error.starts_with(reason), "{json}: {error}");
        }
    }

    #[test]
    fn other_formats_than_json_are_read_too() {
        let pairs = [("number", 2_u8)].into_iter();
        let map = serde::de::value::MapDeserializer::<_, serde::de::value::Error>::new(pairs);
        assert_eq!(Sample::deserialize(map), Ok(Sample { text: None, number: 2 }));
        let value = serde_json::json!({"text": "a", "number": 3});
        assert_eq!(serde_json::from_value::<Sample>(value).unwrap().text.as_deref(), Some("a"));
    }
}

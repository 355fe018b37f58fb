//! Reads a structure from the members of a JSON object.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::{Format, Integer, List, Map, Parsed, Plain};

/// A structure that can be read from the members of a JSON object.
pub trait FromMembers<'de>: Sized {
    /// Reads the members, each by its name and in any order.
    fn from_members<A: MapAccess<'de>>(object: A) -> Result<Self, A::Error>;
}

/// A structure that is complete from the start and takes one member after the other.
pub trait ReadMember<'de>: Default {
    /// Reads the value of the member `name`, which may be one that the model does not know.
    fn read_member<A: MapAccess<'de>>(&mut self, name: &str, object: &mut A) -> Result<(), A::Error>;
}

impl<'de, T: ReadMember<'de>> FromMembers<'de> for T {
    fn from_members<A: MapAccess<'de>>(mut object: A) -> Result<Self, A::Error> {
        let mut structure = Self::default();
        while let Some(name) = object.next_key::<Name<'de>>()? {
            structure.read_member(name.as_ref(), &mut object)?;
        }
        Ok(structure)
    }
}

/// Reads a structure; the body of a generated `Deserialize`.
pub fn read_structure<'de, T: FromMembers<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_map(Members(PhantomData))
}

/// Reads a structure that callers make, and tells the deserializer which members it has: one that is strict refuses
/// any other.
pub fn read_sent_structure<'de, T: FromMembers<'de>, D: Deserializer<'de>>(
    deserializer: D,
    members: &'static [&'static str],
) -> Result<T, D::Error> {
    deserializer.deserialize_struct(std::any::type_name::<T>(), members, Members(PhantomData))
}

struct Members<T>(PhantomData<T>);

impl<'de, T: FromMembers<'de>> Visitor<'de> for Members<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_expected::<T>(formatter)
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<T, A::Error> {
        T::from_members(object)
    }
}

/// What an error says was expected, by the name of the type: `a JobExecution object`.
pub(super) fn write_expected<T>(formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    write_name(formatter, std::any::type_name::<T>())
}

fn write_name(formatter: &mut fmt::Formatter<'_>, path: &str) -> fmt::Result {
    let name = path.rsplit_once("::").map_or(path, |(_, name)| name);
    let article = if name.starts_with(['A', 'E', 'I', 'O', 'U']) { "an" } else { "a" };
    write!(formatter, "{article} {name} object")
}

/// Reads the value of a member in its own serde form; null reads as unset.
#[inline(never)]
pub fn read<'de, T: Deserialize<'de>, A: MapAccess<'de>>(object: &mut A) -> Result<Option<T>, A::Error> {
    object.next_value()
}

/// Reads the value of a member in the format `F`; null reads as unset.
#[inline(never)]
pub fn read_as<'de, F: Format<T>, T, A: MapAccess<'de>>(object: &mut A) -> Result<Option<T>, A::Error> {
    Ok(object.next_value::<Option<Parsed<F, T>>>()?.map(Parsed::into_inner))
}

/// Reads an integer, also one that comes as a float; null reads as unset.
#[inline(never)]
pub fn read_integer<'de, T, A: MapAccess<'de>>(object: &mut A) -> Result<Option<T>, A::Error>
where
    Integer: Format<T>,
{
    read_as::<Integer, T, A>(object)
}

/// Reads a list whose elements are in their own serde form, without the nulls in it; null reads as unset.
#[inline(never)]
pub fn read_list<'de, T, A: MapAccess<'de>>(object: &mut A) -> Result<Option<T>, A::Error>
where
    List<Plain>: Format<T>,
{
    read_as::<List<Plain>, T, A>(object)
}

/// Reads a map whose values are in their own serde form, without the nulls in it; null reads as unset.
#[inline(never)]
pub fn read_map<'de, T, A: MapAccess<'de>>(object: &mut A) -> Result<Option<T>, A::Error>
where
    Map<Plain>: Format<T>,
{
    read_as::<Map<Plain>, T, A>(object)
}

/// Reads the value of a member that the model does not know; null reads as unset.
pub fn read_value<'de, A: MapAccess<'de>>(object: &mut A) -> Result<Option<serde_json::Value>, A::Error> {
    read(object)
}

/// Passes over the value of a member.
#[inline(never)]
pub fn skip<'de, A: MapAccess<'de>>(object: &mut A) -> Result<(), A::Error> {
    object.next_value::<IgnoredAny>().map(drop)
}

/// The value of a member that has to be set, or an error that names the member.
pub fn required<T, E: Error>(value: Option<T>, name: &'static str) -> Result<T, E> {
    value.ok_or_else(|| E::missing_field(name))
}

/// The name of a member, borrowed from the JSON text unless it has escapes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name<'de>(Cow<'de, str>);

impl<'de> Name<'de> {
    /// The name as it was read.
    pub(crate) fn into_text(self) -> Cow<'de, str> {
        self.0
    }

    /// The name as a string of its own.
    pub fn into_string(self) -> String {
        self.0.into_owned()
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
    use super::*;

    #[derive(Debug, PartialEq)]
    struct Sample {
        text: Option<String>,
        number: i64,
    }

    impl<'de> FromMembers<'de> for Sample {
        fn from_members<A: MapAccess<'de>>(mut object: A) -> Result<Self, A::Error> {
            let mut text = None;
            let mut number = None;
            while let Some(name) = object.next_key::<Name<'de>>()? {
                match name.as_ref() {
                    "text" => text = read(&mut object)?,
                    "number" => number = read_as::<Integer, _, _>(&mut object)?,
                    _ => skip(&mut object)?,
                }
            }
            Ok(Self { text, number: required(number, "number")? })
        }
    }

    impl<'de> Deserialize<'de> for Sample {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            read_structure(deserializer)
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
}

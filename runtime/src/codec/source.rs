//! A value that is being read, from any kind of document.
//!
//! Generated code reads through `dyn Source<'_>`, so that it is compiled only once, and not for each kind of document.

use std::any::type_name;
use std::borrow::Cow;
use std::fmt;

use serde::de::Unexpected;
use serde_json::Value;

/// Reading stopped; the source holds the reason.
#[derive(Clone, Copy, Debug)]
pub struct Stop(());

/// One value of a document; its texts may be borrowed. The first method consumes the value; after it, only
/// [`fail`](Self::fail) and [`unfit`](Self::unfit) may be called.
pub trait Source<'de> {
    /// Reads a scalar or null; any other value is an error that says what was expected.
    fn scalar(&mut self, expected: &'static str) -> Result<Scalar<'de>, Stop>;

    /// Records that a scalar is not what was expected.
    fn unfit(&mut self, scalar: &Scalar<'_>, why: Unfit, expected: &'static str) -> Stop;

    /// Passes on the members of an object, each with its name; `false` for null.
    fn members(
        &mut self,
        expected: Expected,
        take: &mut dyn FnMut(&str, &mut dyn Source<'de>) -> Result<(), Stop>,
    ) -> Result<bool, Stop>;

    /// Passes on the elements of a list; `false` for null.
    fn elements(
        &mut self,
        take: &mut dyn FnMut(&mut dyn Source<'de>) -> Result<(), Stop>,
    ) -> Result<bool, Stop>;

    /// Reads the value as a document; `None` for null.
    fn document(&mut self) -> Result<Option<Value>, Stop>;

    /// Reads the digits of a number, or of a string that holds one; `None` for null.
    fn digits(&mut self) -> Result<Option<String>, Stop>;

    /// Skips the value.
    fn skip(&mut self) -> Result<(), Stop>;

    /// Skips the value of a member that its structure does not have.
    fn unknown(&mut self, name: &str, known: &'static [&'static str]) -> Result<(), Stop> {
        let _ = (name, known);
        self.skip()
    }

    /// Records why reading stopped; may be called after the value has been consumed.
    fn fail(&mut self, reason: fmt::Arguments<'_>) -> Stop;
}

/// A value without parts.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar<'de> {
    /// No value.
    Null,
    /// A boolean.
    Bool(bool),
    /// A whole number.
    Signed(i64),
    /// A whole number above the range of `Signed`.
    Unsigned(u64),
    /// A number with a fraction or an exponent.
    Float(f64),
    /// Text.
    Text(Cow<'de, str>),
    /// Bytes, which JSON does not have.
    Bytes(Cow<'de, [u8]>),
}

impl Scalar<'_> {
    /// Describes the value for serde's errors.
    pub(crate) fn unexpected(&self) -> Unexpected<'_> {
        match self {
            Self::Null => Unexpected::Unit,
            Self::Bool(value) => Unexpected::Bool(*value),
            Self::Signed(number) => Unexpected::Signed(*number),
            Self::Unsigned(number) => Unexpected::Unsigned(*number),
            Self::Float(number) => Unexpected::Float(*number),
            Self::Text(text) => Unexpected::Str(text),
            Self::Bytes(bytes) => Unexpected::Bytes(bytes),
        }
    }
}

/// Why a scalar is not what was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It has the wrong type.
    Type,
    /// It has the right type and a wrong value.
    Value,
}

/// What kind of object is expected.
#[derive(Clone, Copy, Debug)]
pub enum Expected {
    /// A structure or a union, by the path of its type.
    Structure(&'static str),
    /// A map.
    Map,
}

impl Expected {
    /// A structure or a union of the type `T`.
    pub fn structure<T>() -> Self {
        Self::Structure(type_name::<T>())
    }
}

/// `a JobExecution object`.
impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Structure(path) = self else { return f.write_str("a map") };
        let name = path.rsplit_once("::").map_or(*path, |(_, name)| name);
        let article = if name.starts_with(['A', 'E', 'I', 'O', 'U']) { "an" } else { "a" };
        write!(f, "{article} {name} object")
    }
}

impl Stop {
    /// Returns the error for a source that has recorded the reason.
    pub(crate) fn noted() -> Self {
        Self(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_expected_by_the_name_of_its_type() {
        struct Apple;
        assert_eq!(Expected::structure::<Apple>().to_string(), "an Apple object");
        assert_eq!(Expected::Structure("a::b::Pear").to_string(), "a Pear object");
        assert_eq!(Expected::Map.to_string(), "a map");
    }
}

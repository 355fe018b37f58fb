//! What a deserializer of serde has, as a source: the bridge to JSON, and to every other format that describes itself.

use std::fmt;

use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::source::{Expected, Scalar, Source, Stop, Unfit};
use super::{Name, Read};

/// Reads a value in the place of a generated `Deserialize`.
pub fn deserialize<'de, T: Read, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut source = Held::new(deserializer);
    match T::read(&mut source) {
        Ok(Some(value)) => Ok(value),
        Ok(None) => {
            let expected = Expected::structure::<T>().to_string();
            Err(D::Error::invalid_type(Unexpected::Unit, &expected.as_str()))
        }
        Err(stop) => Err(source.reason(stop)),
    }
}

/// Reads a JSON text; `read` is given its value.
pub(crate) fn read_json(
    text: &str,
    read: &mut dyn FnMut(&mut dyn Source) -> Result<(), Stop>,
) -> Result<(), serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let mut source = Held::new(&mut deserializer);
    read(&mut source).map_err(|stop| source.reason(stop))?;
    deserializer.end()
}

/// A deserializer until its value is taken, and then why reading stopped, if it did.
struct Held<'de, D: Deserializer<'de>> {
    deserializer: Option<D>,
    reason: Option<D::Error>,
}

impl<'de, D: Deserializer<'de>> Held<'de, D> {
    fn new(deserializer: D) -> Self {
        Self { deserializer: Some(deserializer), reason: None }
    }

    /// Takes the value with one of the methods of the deserializer.
    fn take<T>(&mut self, read: impl FnOnce(D) -> Result<T, D::Error>) -> Result<T, Stop> {
        let read = match self.deserializer.take() {
            Some(deserializer) => read(deserializer),
            None => Err(D::Error::custom("a value was read twice")),
        };
        read.map_err(|error| {
            self.reason = Some(error);
            Stop::noted()
        })
    }

    fn reason(self, _: Stop) -> D::Error {
        self.reason.unwrap_or_else(|| D::Error::custom("reading was given up"))
    }
}

impl<'de, D: Deserializer<'de>> Source for Held<'de, D> {
    fn scalar(
        &mut self,
        expected: &'static str,
        take: &mut dyn FnMut(Scalar<'_>) -> Result<(), Unfit>,
    ) -> Result<(), Stop> {
        self.take(|deserializer| deserializer.deserialize_any(Scalars { expected, take }))
    }

    fn members(
        &mut self,
        expected: Expected,
        take: &mut dyn FnMut(&str, &mut dyn Source) -> Result<(), Stop>,
    ) -> Result<bool, Stop> {
        self.take(|deserializer| deserializer.deserialize_any(Members { expected, take }))
    }

    fn elements(&mut self, take: &mut dyn FnMut(&mut dyn Source) -> Result<(), Stop>) -> Result<bool, Stop> {
        self.take(|deserializer| deserializer.deserialize_any(Elements { take }))
    }

    fn document(&mut self) -> Result<Option<Value>, Stop> {
        self.take(Option::deserialize)
    }

    fn digits(&mut self) -> Result<Option<String>, Stop> {
        let raw: Option<Box<RawValue>> = self.take(Option::deserialize)?;
        Ok(raw.map(|raw| raw.get().trim_matches('"').to_owned()))
    }

    fn skip(&mut self) -> Result<(), Stop> {
        self.take(|deserializer| IgnoredAny::deserialize(deserializer).map(drop))
    }

    fn fail(&mut self, reason: fmt::Arguments<'_>) -> Stop {
        self.reason = Some(D::Error::custom(reason));
        Stop::noted()
    }
}

struct Scalars<'t> {
    expected: &'static str,
    take: &'t mut dyn FnMut(Scalar<'_>) -> Result<(), Unfit>,
}

impl Scalars<'_> {
    fn give<E: Error>(self, scalar: Scalar<'_>) -> Result<(), E> {
        let found = match scalar {
            Scalar::Null => Unexpected::Unit,
            Scalar::Bool(value) => Unexpected::Bool(value),
            Scalar::Signed(number) => Unexpected::Signed(number),
            Scalar::Unsigned(number) => Unexpected::Unsigned(number),
            Scalar::Float(number) => Unexpected::Float(number),
            Scalar::Text(text) => Unexpected::Str(text),
        };
        (self.take)(scalar).map_err(|unfit| match unfit {
            Unfit::Type => E::invalid_type(found, &self.expected),
            Unfit::Value => E::invalid_value(found, &self.expected),
            Unfit::Reason(reason) => E::custom(reason),
        })
    }
}

impl<'de> Visitor<'de> for Scalars<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.give(Scalar::Bool(value))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.give(Scalar::Signed(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.give(i64::try_from(number).map_or(Scalar::Unsigned(number), Scalar::Signed))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        self.give(Scalar::Float(number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.give(Scalar::Text(text))
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.give(Scalar::Null)
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.give(Scalar::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

struct Members<'t> {
    expected: Expected,
    take: &'t mut dyn FnMut(&str, &mut dyn Source) -> Result<(), Stop>,
}

impl<'de> Visitor<'de> for Members<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.expected, f)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<bool, A::Error> {
        while let Some(name) = object.next_key::<Name<'de>>()? {
            object.next_value_seed(Next(&mut |value| (self.take)(name.as_ref(), value)))?;
        }
        Ok(true)
    }

    fn visit_unit<E: Error>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_none<E: Error>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

struct Elements<'t> {
    take: &'t mut dyn FnMut(&mut dyn Source) -> Result<(), Stop>,
}

impl<'de> Visitor<'de> for Elements<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<bool, A::Error> {
        while list.next_element_seed(Next(self.take))?.is_some() {}
        Ok(true)
    }

    fn visit_unit<E: Error>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_none<E: Error>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// The next value of an object or a list, which is handed over as a source.
struct Next<'t>(&'t mut dyn FnMut(&mut dyn Source) -> Result<(), Stop>);

impl<'de> DeserializeSeed<'de> for Next<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let mut source = Held::new(deserializer);
        (self.0)(&mut source).map_err(|stop| source.reason(stop))
    }
}

//! Adapts a deserializer of serde to a source, for JSON and for every other self-describing format.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::source::{Expected, Scalar, Source, Stop, Unfit};
use super::trail::Trail;
use super::{Name, Read};

/// Implements the generated `Deserialize` by reading a value.
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

/// Reads a JSON text; `read` gets its value. An error includes the path to what could not be read.
pub(crate) fn read_json(
    text: &str,
    read: &mut dyn FnMut(&mut dyn Source<'_>) -> Result<(), Stop>,
) -> Result<(), (serde_json::Error, Trail)> {
    let trail = Trail::default();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let mut source = Held { trail: Some(&trail), ..Held::new(&mut deserializer) };
    let read = read(&mut source).map_err(|stop| source.reason(stop));
    read.and_then(|()| deserializer.end()).map_err(|error| (error, trail))
}

/// A deserializer until its value is taken, and then the reason if reading stopped.
struct Held<'t, 'de, D: Deserializer<'de>> {
    deserializer: Option<D>,
    reason: Option<D::Error>,
    /// Where to record the path to what could not be read, if it is recorded.
    trail: Option<&'t Trail>,
}

impl<'de, D: Deserializer<'de>> Held<'_, 'de, D> {
    fn new(deserializer: D) -> Self {
        Self { deserializer: Some(deserializer), reason: None, trail: None }
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

impl<'de, D: Deserializer<'de>> Source<'de> for Held<'_, 'de, D> {
    fn scalar(&mut self, expected: &'static str) -> Result<Scalar<'de>, Stop> {
        self.take(|deserializer| deserializer.deserialize_any(Scalars(expected)))
    }

    #[cold]
    fn unfit(&mut self, scalar: &Scalar<'_>, why: Unfit, expected: &'static str) -> Stop {
        let found = scalar.unexpected();
        self.reason = Some(match why {
            Unfit::Type => D::Error::invalid_type(found, &expected),
            Unfit::Value => D::Error::invalid_value(found, &expected),
        });
        Stop::noted()
    }

    fn members(
        &mut self,
        expected: Expected,
        take: &mut dyn FnMut(&str, &mut dyn Source<'de>) -> Result<(), Stop>,
    ) -> Result<bool, Stop> {
        let trail = self.trail;
        self.take(|deserializer| deserializer.deserialize_any(Members { expected, take, trail }))
    }

    fn elements(
        &mut self,
        take: &mut dyn FnMut(&mut dyn Source<'de>) -> Result<(), Stop>,
    ) -> Result<bool, Stop> {
        let trail = self.trail;
        self.take(|deserializer| deserializer.deserialize_any(Elements { take, trail }))
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

/// Reads a scalar; the text says what is expected.
struct Scalars(&'static str);

impl<'de> Visitor<'de> for Scalars {
    type Value = Scalar<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Bool(value))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Signed(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Scalar<'de>, E> {
        Ok(i64::try_from(number).map_or(Scalar::Unsigned(number), Scalar::Signed))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Float(number))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_unit<E: Error>(self) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Scalar<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

struct Members<'t, 'de> {
    expected: Expected,
    take: &'t mut dyn FnMut(&str, &mut dyn Source<'de>) -> Result<(), Stop>,
    trail: Option<&'t Trail>,
}

impl<'de> Visitor<'de> for Members<'_, 'de> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.expected, f)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<bool, A::Error> {
        while let Some(name) = object.next_key::<Name<'de>>()? {
            object.next_value_seed(Member { name: name.as_ref(), take: self.take, trail: self.trail })?;
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

struct Elements<'t, 'de> {
    take: &'t mut dyn FnMut(&mut dyn Source<'de>) -> Result<(), Stop>,
    trail: Option<&'t Trail>,
}

impl<'de> Visitor<'de> for Elements<'_, 'de> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<bool, A::Error> {
        let mut index = 0;
        while list.next_element_seed(Element { index, take: self.take, trail: self.trail })?.is_some() {
            index += 1;
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

/// The value of a member, which is passed on as a source.
struct Member<'t, 'de> {
    name: &'t str,
    take: &'t mut dyn FnMut(&str, &mut dyn Source<'de>) -> Result<(), Stop>,
    trail: Option<&'t Trail>,
}

impl<'de> DeserializeSeed<'de> for Member<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let mut source = Held { trail: self.trail, ..Held::new(deserializer) };
        (self.take)(self.name, &mut source).map_err(|stop| {
            self.trail.iter().for_each(|trail| trail.member(self.name));
            source.reason(stop)
        })
    }
}

/// The element of a list, which is passed on as a source.
struct Element<'t, 'de> {
    index: usize,
    take: &'t mut dyn FnMut(&mut dyn Source<'de>) -> Result<(), Stop>,
    trail: Option<&'t Trail>,
}

impl<'de> DeserializeSeed<'de> for Element<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let mut source = Held { trail: self.trail, ..Held::new(deserializer) };
        (self.take)(&mut source).map_err(|stop| {
            self.trail.iter().for_each(|trail| trail.element(self.index));
            source.reason(stop)
        })
    }
}

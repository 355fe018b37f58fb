//! Numbers: integers that may come with a fraction or an exponent, and floats that may be spelled in words.

use std::any::type_name;
use std::fmt;

use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserializer, Serializer};

use super::Format;
use crate::text::{FromText, name_of_special};

/// An integer of up to 64 bits; `3`, `3.0` and `0.3e1` all read as three.
#[derive(Debug)]
pub enum Integer {}

impl<T: Copy + Into<i64> + TryFrom<i64>> Format<T> for Integer {
    fn serialize<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64((*value).into())
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        let whole = deserializer.deserialize_any(Whole)?;
        T::try_from(whole).map_err(|_| out_of_range(whole, type_name::<T>()))
    }
}

/// A float of 32 or 64 bits; `NaN`, `Infinity` and `-Infinity` travel as text.
#[derive(Debug)]
pub enum Float {}

impl Format<f64> for Float {
    fn serialize<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        match name_of_special(*value) {
            Some(name) => serializer.serialize_str(name),
            None => serializer.serialize_f64(*value),
        }
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
        deserializer.deserialize_any(Real)
    }
}

impl Format<f32> for Float {
    fn serialize<S: Serializer>(value: &f32, serializer: S) -> Result<S::Ok, S::Error> {
        match name_of_special(f64::from(*value)) {
            Some(name) => serializer.serialize_str(name),
            None => serializer.serialize_f32(*value),
        }
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f32, D::Error> {
        let wide = deserializer.deserialize_any(Real)?;
        #[expect(clippy::cast_possible_truncation, reason = "rounding is what a narrower float means")]
        let narrow = wide as f32;
        if wide.is_finite() && narrow.is_infinite() { Err(out_of_range(wide, "f32")) } else { Ok(narrow) }
    }
}

fn out_of_range<E: Error>(number: impl fmt::Display, kind: &str) -> E {
    E::custom(format_args!("the number {number} does not fit in {kind}"))
}

/// Reads a JSON number without a fraction.
struct Whole;

impl Visitor<'_> for Whole {
    type Value = i64;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a whole number")
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<i64, E> {
        Ok(number)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<i64, E> {
        i64::try_from(number).map_err(|_| out_of_range(number, "i64"))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<i64, E> {
        // Both bounds are powers of two and therefore exact; the upper one is the first that no longer fits.
        const BOUND: f64 = 9_223_372_036_854_775_808.0;
        if number.fract() != 0.0 {
            return Err(E::invalid_value(Unexpected::Float(number), &self));
        }
        if !(-BOUND..BOUND).contains(&number) {
            return Err(out_of_range(number, "i64"));
        }
        #[expect(clippy::cast_possible_truncation, reason = "the number is whole and in range")]
        let whole = number as i64;
        Ok(whole)
    }
}

/// Reads a JSON number, or the name of a float that JSON has no number for.
struct Real;

impl Visitor<'_> for Real {
    type Value = f64;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a number, \"NaN\", \"Infinity\" or \"-Infinity\"")
    }

    #[expect(clippy::cast_precision_loss, reason = "the nearest float is what a float member means")]
    fn visit_i64<E: Error>(self, number: i64) -> Result<f64, E> {
        Ok(number as f64)
    }

    #[expect(clippy::cast_precision_loss, reason = "the nearest float is what a float member means")]
    fn visit_u64<E: Error>(self, number: u64) -> Result<f64, E> {
        Ok(number as f64)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<f64, E> {
        Ok(number)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<f64, E> {
        match f64::from_text(text) {
            Ok(special) if !special.is_finite() => Ok(special),
            _ => Err(E::invalid_value(Unexpected::Str(text), &self)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{from_json, to_json};
    use super::*;

    #[test]
    fn integers_in_every_spelling() {
        for (json, number) in [
            ("3", 3),
            ("3.0", 3),
            ("1.5e3", 1500),
            ("-0.0", 0),
            ("-9223372036854775808", i64::MIN),
            ("9223372036854775807", i64::MAX),
            ("-9.223372036854775808e18", i64::MIN),
        ] {
            assert_eq!(from_json::<Integer, i64>(json), Ok(number), "{json}");
        }
        assert_eq!(from_json::<Integer, i8>("-128"), Ok(i8::MIN));
        assert_eq!(to_json::<Integer, _>(&i16::MIN), "-32768");
    }

    #[test]
    fn integers_that_are_refused_say_why() {
        for (json, reason) in [
            ("1.5", "invalid value: floating point `1.5`, expected a whole number"),
            ("128", "the number 128 does not fit in i8"),
            ("-129", "the number -129 does not fit in i8"),
            ("9223372036854775808", "the number 9223372036854775808 does not fit in i64"),
            ("1e19", "the number 10000000000000000000 does not fit in i64"),
            ("\"3\"", "invalid type: string \"3\", expected a whole number"),
            ("1e999", "number out of range"),
        ] {
            let error = from_json::<Integer, i8>(json).unwrap_err();
            assert!(error.starts_with(reason), "{json}: {error}");
        }
    }

    #[test]
    fn floats_both_ways() {
        for (number, json) in [
            (1.5, "1.5"),
            (-0.1, "-0.1"),
            (f64::INFINITY, "\"Infinity\""),
            (f64::NEG_INFINITY, "\"-Infinity\""),
        ] {
            assert_eq!(to_json::<Float, _>(&number), json);
            assert_eq!(from_json::<Float, f64>(json), Ok(number));
        }
        assert_eq!(to_json::<Float, _>(&f32::NAN), "\"NaN\"");
        assert!(from_json::<Float, f32>("\"NaN\"").is_ok_and(f32::is_nan));
        assert_eq!(to_json::<Float, _>(&1.1_f32), "1.1");
        assert_eq!(from_json::<Float, f32>("1.1"), Ok(1.1));
        assert_eq!(from_json::<Float, f64>("7"), Ok(7.0));
        assert_eq!(from_json::<Float, f64>("-7"), Ok(-7.0));
    }

    #[test]
    fn floats_that_are_refused() {
        for json in ["\"nan\"", "\"1.5\"", "\"inf\"", "true", "1e39"] {
            assert!(from_json::<Float, f32>(json).is_err(), "{json}");
        }
    }
}

//! Numbers: integers that may be written with a fraction or an exponent, and floats that may be written as words.

use std::any::type_name;
use std::fmt;

use serde::Serializer;

use super::{Format, Scalar, Source, Stop, Unfit};
use crate::text::{FromText, name_of_special};

/// An integer of up to 64 bits; `3`, `3.0` and `0.3e1` all read as three.
#[derive(Debug)]
pub enum Integer {}

impl<T: Copy + Into<i64> + TryFrom<i64>> Format<T> for Integer {
    fn serialize<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64((*value).into())
    }

    fn read(source: &mut dyn Source<'_>) -> Result<Option<T>, Stop> {
        let Some(number) = whole(source)? else { return Ok(None) };
        let narrow = T::try_from(number);
        narrow.map(Some).map_err(|_| source.fail(format_args!("{}", TooGreat(number, type_name::<T>()))))
    }
}

/// A float of 32 or 64 bits; `NaN`, `Infinity` and `-Infinity` are text in JSON.
#[derive(Debug)]
pub enum Float {}

impl Format<f64> for Float {
    fn serialize<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        match name_of_special(*value) {
            Some(name) if serializer.is_human_readable() => serializer.serialize_str(name),
            _ => serializer.serialize_f64(*value),
        }
    }

    fn read(source: &mut dyn Source<'_>) -> Result<Option<f64>, Stop> {
        real(source)
    }
}

impl Format<f32> for Float {
    fn serialize<S: Serializer>(value: &f32, serializer: S) -> Result<S::Ok, S::Error> {
        match name_of_special(f64::from(*value)) {
            Some(name) if serializer.is_human_readable() => serializer.serialize_str(name),
            _ => serializer.serialize_f32(*value),
        }
    }

    fn read(source: &mut dyn Source<'_>) -> Result<Option<f32>, Stop> {
        let Some(wide) = real(source)? else { return Ok(None) };
        #[expect(clippy::cast_possible_truncation, reason = "rounding is what a narrower float means")]
        let narrow = wide as f32;
        if wide.is_finite() && narrow.is_infinite() {
            return Err(source.fail(format_args!("{}", TooGreat(wide, "f32"))));
        }
        Ok(Some(narrow))
    }
}

/// A number outside the range of its type.
struct TooGreat<N>(N, &'static str);

impl<N: fmt::Display> fmt::Display for TooGreat<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the number {} does not fit in {}", self.0, self.1)
    }
}

/// Reads a number without a fraction.
fn whole(source: &mut dyn Source<'_>) -> Result<Option<i64>, Stop> {
    const EXPECTED: &str = "a whole number";
    // Both bounds are powers of two and therefore exact; the upper one is the first that is out of range.
    const BOUND: f64 = 9_223_372_036_854_775_808.0;
    let scalar = source.scalar(EXPECTED)?;
    match scalar {
        Scalar::Signed(number) => Ok(Some(number)),
        Scalar::Null => Ok(None),
        Scalar::Unsigned(number) => Err(source.fail(format_args!("{}", TooGreat(number, "i64")))),
        Scalar::Float(number) if number.fract() != 0.0 => Err(source.unfit(&scalar, Unfit::Value, EXPECTED)),
        Scalar::Float(number) if !(-BOUND..BOUND).contains(&number) => {
            Err(source.fail(format_args!("{}", TooGreat(number, "i64"))))
        }
        #[expect(clippy::cast_possible_truncation, reason = "the number is whole and in range")]
        Scalar::Float(number) => Ok(Some(number as i64)),
        Scalar::Bool(_) | Scalar::Text(_) | Scalar::Bytes(_) => {
            Err(source.unfit(&scalar, Unfit::Type, EXPECTED))
        }
    }
}

/// Reads a number, or the name of a float that is not a JSON number.
#[expect(clippy::cast_precision_loss, reason = "the nearest float is what a float member means")]
fn real(source: &mut dyn Source<'_>) -> Result<Option<f64>, Stop> {
    const EXPECTED: &str = "a number, \"NaN\", \"Infinity\" or \"-Infinity\"";
    let scalar = source.scalar(EXPECTED)?;
    match &scalar {
        Scalar::Null => Ok(None),
        Scalar::Signed(number) => Ok(Some(*number as f64)),
        Scalar::Unsigned(number) => Ok(Some(*number as f64)),
        Scalar::Float(number) => Ok(Some(*number)),
        Scalar::Text(text) => match f64::from_text(text) {
            Ok(special) if !special.is_finite() => Ok(Some(special)),
            _ => Err(source.unfit(&scalar, Unfit::Value, EXPECTED)),
        },
        Scalar::Bool(_) | Scalar::Bytes(_) => Err(source.unfit(&scalar, Unfit::Type, EXPECTED)),
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

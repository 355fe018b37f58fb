//! Scalars as text in a path, a query or a header.

use std::borrow::Cow;

use crate::error::ReadError;

#[cfg(feature = "timestamp")]
mod timestamp;
#[cfg(feature = "timestamp")]
pub use timestamp::{Timestamp, parse_timestamp};

/// A scalar that can be written as text, before any percent-encoding or quoting.
pub trait ToText {
    /// Returns the text, borrowed if the value is text already.
    fn to_text(&self) -> Cow<'_, str>;
}

/// A scalar that can be read from the text of a header or a payload.
pub trait FromText: Sized {
    /// Reads the text, which has no white space around it.
    fn from_text(text: &str) -> Result<Self, ReadError>;
}

impl<T: ToText + ?Sized> ToText for &T {
    fn to_text(&self) -> Cow<'_, str> {
        (**self).to_text()
    }
}

impl ToText for str {
    fn to_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl ToText for String {
    fn to_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl FromText for String {
    fn from_text(text: &str) -> Result<Self, ReadError> {
        Ok(text.to_owned())
    }
}

impl ToText for bool {
    fn to_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(if *self { "true" } else { "false" })
    }
}

impl FromText for bool {
    fn from_text(text: &str) -> Result<Self, ReadError> {
        match text {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(ReadError::new("expected `true` or `false`")),
        }
    }
}

macro_rules! integers {
    ($($integer:ident)*) => {$(
        impl ToText for $integer {
            fn to_text(&self) -> Cow<'_, str> {
                Cow::Owned(self.to_string())
            }
        }

        impl FromText for $integer {
            fn from_text(text: &str) -> Result<Self, ReadError> {
                let expected = concat!("expected a whole number that fits in ", stringify!($integer));
                text.parse().map_err(|_| ReadError::new(expected))
            }
        }
    )*};
}
integers!(i8 i16 i32 i64);

macro_rules! floats {
    ($($float:ident)*) => {$(
        impl ToText for $float {
            fn to_text(&self) -> Cow<'_, str> {
                match name_of_special(f64::from(*self)) {
                    Some(name) => Cow::Borrowed(name),
                    None => Cow::Owned(self.to_string()),
                }
            }
        }

        impl FromText for $float {
            fn from_text(text: &str) -> Result<Self, ReadError> {
                match text {
                    "NaN" => return Ok(Self::NAN),
                    "Infinity" => return Ok(Self::INFINITY),
                    "-Infinity" => return Ok(Self::NEG_INFINITY),
                    _ => {}
                }
                // Rust also parses `inf`, and turns values that are too large into infinity; neither is valid here.
                match text.parse() {
                    Ok(number) if Self::is_finite(number) => Ok(number),
                    _ => Err(ReadError::new(concat!("expected a number that fits in ", stringify!($float)))),
                }
            }
        }
    )*};
}
floats!(f32 f64);

/// Returns the name of a float that is not a JSON number.
pub(crate) fn name_of_special(value: f64) -> Option<&'static str> {
    if value.is_nan() {
        Some("NaN")
    } else if value == f64::INFINITY {
        Some("Infinity")
    } else if value == f64::NEG_INFINITY {
        Some("-Infinity")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_as_text() {
        let table: [(&dyn ToText, &str); 11] = [
            (&"a b", "a b"),
            (&String::from("é"), "é"),
            (&true, "true"),
            (&false, "false"),
            (&i8::MIN, "-128"),
            (&i64::MAX, "9223372036854775807"),
            (&1.1_f32, "1.1"),
            (&-0.5_f64, "-0.5"),
            (&f64::NAN, "NaN"),
            (&f32::INFINITY, "Infinity"),
            (&f64::NEG_INFINITY, "-Infinity"),
        ];
        for (value, text) in table {
            assert_eq!(value.to_text(), text);
        }
    }

    #[test]
    fn text_that_is_read() {
        assert_eq!(bool::from_text("true").ok(), Some(true));
        assert_eq!(i16::from_text("-7").ok(), Some(-7));
        assert_eq!(f64::from_text("1e3").ok(), Some(1000.0));
        assert!(f32::from_text("NaN").is_ok_and(f32::is_nan));
        assert_eq!(f64::from_text("-Infinity").ok(), Some(f64::NEG_INFINITY));
    }

    #[test]
    fn text_that_is_refused() {
        assert!(bool::from_text("True").is_err());
        assert!(bool::from_text("1").is_err());
        assert!(i8::from_text("128").is_err());
        assert!(i32::from_text("").is_err());
        assert!(i32::from_text("1.0").is_err());
        assert!(f64::from_text("inf").is_err());
        assert!(f64::from_text("1e999").is_err());
        assert!(f32::from_text("1e39").is_err());
        assert_eq!(i8::from_text("x").unwrap_err().to_string(), "expected a whole number that fits in i8");
    }
}

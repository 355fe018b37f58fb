//! Numbers of any length, stored as their digits.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::codec::NUMBER;
use crate::error::ReadError;
use crate::text::{FromText, ToText};

/// Declares a number type: which JSON numbers it accepts, and how errors call them.
macro_rules! big {
    ($(#[$docs:meta])* $name:ident, $is_number:ident, $expected:literal, [$($small:ty)*]) => {
        $(#[$docs])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// Returns the number as it is written in JSON.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        /// Zero.
        impl Default for $name {
            fn default() -> Self {
                Self("0".into())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        /// Parses a number as JSON writes it; any other text is an error.
        impl FromStr for $name {
            type Err = ReadError;

            fn from_str(text: &str) -> Result<Self, ReadError> {
                if $is_number(text) { Ok(Self(text.into())) } else { Err(ReadError::new($expected)) }
            }
        }

        $(impl From<$small> for $name {
            fn from(number: $small) -> Self {
                Self(number.to_string().into())
            }
        })*

        impl ToText for $name {
            fn to_text(&self) -> Cow<'_, str> {
                Cow::Borrowed(&self.0)
            }
        }

        impl FromText for $name {
            fn from_text(text: &str) -> Result<Self, ReadError> {
                text.parse()
            }
        }

        /// A number in JSON, and in the CBOR of a client. Other formats cannot hold all of its digits and are not supported.
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if !serializer.is_human_readable() {
                    return serializer.serialize_newtype_struct(NUMBER, &*self.0);
                }
                RawValue::from_string(self.0.to_string()).map_err(S::Error::custom)?.serialize(serializer)
            }
        }

        /// A number in JSON, or a string that holds one.
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let raw = Box::<RawValue>::deserialize(deserializer)?;
                let text = raw.get().trim_matches('"');
                text.parse().map_err(|_| D::Error::custom(format_args!("{}, found {text:.40}", $expected)))
            }
        }
    };
}

big! {
    /// A whole number of any length.
    ///
    /// It keeps the digits as they were written: numbers with the same digits are equal.
    ///
    /// ```
    /// use smithy_client::BigInteger;
    ///
    /// let number: BigInteger = "123456789012345678901234567890".parse()?;
    /// assert_eq!(number.to_string(), "123456789012345678901234567890");
    /// assert_eq!(BigInteger::from(7).as_str(), "7");
    /// # Ok::<(), smithy_client::ReadError>(())
    /// ```
    BigInteger, is_integer, "expected a whole number", [i32 i64 i128 u32 u64 u128]
}

big! {
    /// A decimal number of any length.
    ///
    /// It keeps the digits as they were written: `1.0` and `1.00` are not equal.
    ///
    /// ```
    /// use smithy_client::BigDecimal;
    ///
    /// let number: BigDecimal = "0.1000000000000000000000000001".parse()?;
    /// assert_eq!(number.as_str(), "0.1000000000000000000000000001");
    /// # Ok::<(), smithy_client::ReadError>(())
    /// ```
    BigDecimal, is_decimal, "expected a number", [i32 i64 i128 u32 u64 u128]
}

/// Whether a text is a JSON number.
fn is_decimal(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (number, exponent) = unsigned.split_once(['e', 'E']).map_or((unsigned, None), |(n, e)| (n, Some(e)));
    let (whole, fraction) = number.split_once('.').map_or((number, None), |(w, f)| (w, Some(f)));
    let exponent = exponent.map(|exponent| exponent.strip_prefix(['-', '+']).unwrap_or(exponent));
    is_digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(is_digits)
        && exponent.is_none_or(is_digits)
}

fn is_integer(text: &str) -> bool {
    is_decimal(text) && !text.contains(['.', 'e', 'E'])
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_json() {
        for text in ["0", "-0", "12", "-12", "123456789012345678901234567890"] {
            assert!(text.parse::<BigInteger>().is_ok() && text.parse::<BigDecimal>().is_ok(), "{text}");
        }
        for text in ["1.5", "1e400", "-0.10", "1E+2", "2e-7"] {
            assert!(text.parse::<BigInteger>().is_err() && text.parse::<BigDecimal>().is_ok(), "{text}");
        }
        for text in ["", "-", "+1", "01", "1.", ".5", "1e", "1e+", "NaN", "1 ", "0x1", "\"1\""] {
            assert!(text.parse::<BigInteger>().is_err() && text.parse::<BigDecimal>().is_err(), "{text}");
        }
    }

    #[test]
    fn no_digit_is_lost_in_json() {
        let json = "[1.10000000000000000000000000000000001,1e400,-12345678901234567890123]";
        let numbers: Vec<BigDecimal> = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&numbers).unwrap(), json);
        assert_eq!(serde_json::from_str::<BigInteger>("\"77\"").unwrap(), BigInteger::from(77));
        let error = serde_json::from_str::<BigInteger>("1.5").unwrap_err().to_string();
        assert!(error.starts_with("expected a whole number, found 1.5"), "{error}");
        assert!(serde_json::from_str::<BigDecimal>("true").is_err());
    }
}

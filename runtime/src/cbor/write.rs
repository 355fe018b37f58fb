//! Writes values as CBOR.

use std::convert::Infallible;
use std::fmt;

use minicbor::Encoder;
use minicbor::data::IanaTag;
use serde::ser::{self, Serialize, Serializer};

use super::number;
use crate::codec::{EPOCH_SECONDS, NUMBER};

/// Returns a value as CBOR. Structures have no length, because the number of members that are set is known only after
/// writing.
pub(crate) fn write(value: &impl Serialize) -> Result<Vec<u8>, Unwritable> {
    let mut writer = Writer { encoder: Encoder::new(Vec::new()), is_number: false };
    value.serialize(&mut writer)?;
    Ok(writer.encoder.into_writer())
}

/// Why a value could not be written, in one clause.
#[derive(Debug)]
pub(crate) struct Unwritable(String);

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unwritable {}

impl ser::Error for Unwritable {
    fn custom<T: fmt::Display>(reason: T) -> Self {
        Self(reason.to_string())
    }
}

/// Writing to memory does not fail.
impl From<minicbor::encode::Error<Infallible>> for Unwritable {
    fn from(error: minicbor::encode::Error<Infallible>) -> Self {
        Self(error.to_string())
    }
}

struct Writer {
    encoder: Encoder<Vec<u8>>,
    /// Whether the next text is a number of any length.
    is_number: bool,
}

impl Writer {
    /// Writes an integer in the shortest form that holds it.
    fn integer(&mut self, digits: &str) -> Result<(), Unwritable> {
        let (is_negative, digits) = digits.strip_prefix('-').map_or((false, digits), |digits| (true, digits));
        let magnitude = number::bytes(digits);
        // Zero has no sign. CBOR encodes a negative number `n` as `-1 - n`.
        let is_negative = is_negative && magnitude.iter().any(|byte| *byte != 0);
        let magnitude = if is_negative { less_one(magnitude) } else { magnitude };
        let short = magnitude
            .iter()
            .try_fold(0u64, |sum, byte| sum.checked_mul(256).map(|sum| sum + u64::from(*byte)));
        match (short, is_negative) {
            (Some(short), false) => self.encoder.u64(short)?,
            (Some(short), true) if i64::try_from(short).is_ok() => {
                self.encoder.i64(-1 - i64::try_from(short).unwrap_or_default())?
            }
            (_, is_negative) => {
                let tag = if is_negative { IanaTag::NegBignum } else { IanaTag::PosBignum };
                self.encoder.tag(tag)?.bytes(&magnitude)?
            }
        };
        Ok(())
    }

    fn number(&mut self, text: &str) -> Result<(), Unwritable> {
        if !text.contains(['.', 'e', 'E']) {
            return self.integer(text);
        }
        let (mantissa, exponent) = number::parts(text)
            .ok_or_else(|| Unwritable("the exponent of a number is too great".to_owned()))?;
        self.encoder.tag(IanaTag::Decimal)?.array(2)?.i64(exponent)?;
        self.integer(&mantissa)
    }
}

/// Returns the number minus one; it is not zero.
fn less_one(mut bytes: Vec<u8>) -> Vec<u8> {
    for byte in bytes.iter_mut().rev() {
        let (less, borrowed) = byte.overflowing_sub(1);
        *byte = less;
        if !borrowed {
            break;
        }
    }
    bytes
}

/// A list, a map or a structure that is being written.
struct Compound<'w> {
    writer: &'w mut Writer,
    /// Whether it has no length, so that it needs an end.
    is_open: bool,
}

impl Writer {
    fn list(&mut self, length: Option<usize>) -> Result<Compound<'_>, Unwritable> {
        match length {
            Some(length) => self.encoder.array(length as u64)?,
            None => self.encoder.begin_array()?,
        };
        Ok(Compound { writer: self, is_open: length.is_none() })
    }

    fn map(&mut self, length: Option<usize>) -> Result<Compound<'_>, Unwritable> {
        match length {
            Some(length) => self.encoder.map(length as u64)?,
            None => self.encoder.begin_map()?,
        };
        Ok(Compound { writer: self, is_open: length.is_none() })
    }

    /// Writes the start of a variant with a value: a map with one entry.
    fn variant(&mut self, name: &str) -> Result<&mut Self, Unwritable> {
        self.encoder.map(1)?.str(name)?;
        Ok(self)
    }
}

/// Methods that write one item.
macro_rules! items {
    ($($method:ident: $type:ty => $encode:ident;)*) => {$(
        fn $method(self, value: $type) -> Result<(), Unwritable> {
            self.encoder.$encode(value.into())?;
            Ok(())
        }
    )*};
}

impl<'w> Serializer for &'w mut Writer {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = Compound<'w>;
    type SerializeTuple = Compound<'w>;
    type SerializeTupleStruct = Compound<'w>;
    type SerializeTupleVariant = Compound<'w>;
    type SerializeMap = Compound<'w>;
    type SerializeStruct = Compound<'w>;
    type SerializeStructVariant = Compound<'w>;

    items! {
        serialize_bool: bool => bool;
        serialize_i8: i8 => i64;
        serialize_i16: i16 => i64;
        serialize_i32: i32 => i64;
        serialize_i64: i64 => i64;
        serialize_u8: u8 => u64;
        serialize_u16: u16 => u64;
        serialize_u32: u32 => u64;
        serialize_u64: u64 => u64;
        serialize_f32: f32 => f32;
        serialize_f64: f64 => f64;
        serialize_bytes: &[u8] => bytes;
    }

    fn serialize_char(self, value: char) -> Result<(), Unwritable> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Result<(), Unwritable> {
        if std::mem::take(&mut self.is_number) {
            return self.number(text);
        }
        self.encoder.str(text)?;
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Unwritable> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unwritable> {
        self.encoder.null()?;
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unwritable> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Unwritable> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        match name {
            EPOCH_SECONDS => drop(self.encoder.tag(IanaTag::Timestamp)?),
            NUMBER => self.is_number = true,
            _ => {}
        }
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        value.serialize(self.variant(variant)?)
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Compound<'w>, Unwritable> {
        self.list(length)
    }

    fn serialize_tuple(self, length: usize) -> Result<Compound<'w>, Unwritable> {
        self.list(Some(length))
    }

    fn serialize_tuple_struct(self, _: &'static str, length: usize) -> Result<Compound<'w>, Unwritable> {
        self.list(Some(length))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Compound<'w>, Unwritable> {
        self.variant(variant)?.list(Some(length))
    }

    fn serialize_map(self, length: Option<usize>) -> Result<Compound<'w>, Unwritable> {
        self.map(length)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Compound<'w>, Unwritable> {
        // No length, because fields may be skipped despite `length`.
        self.map(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'w>, Unwritable> {
        self.variant(variant)?.map(None)
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}

impl Compound<'_> {
    fn item(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), Unwritable> {
        value.serialize(&mut *self.writer)
    }

    fn entry(&mut self, name: &'static str, value: &(impl Serialize + ?Sized)) -> Result<(), Unwritable> {
        self.writer.encoder.str(name)?;
        self.item(value)
    }

    fn close(self) -> Result<(), Unwritable> {
        if self.is_open {
            self.writer.encoder.end()?;
        }
        Ok(())
    }
}

/// Implements one of serde's traits for compounds: the method that takes a part, and how it is written.
macro_rules! compounds {
    ($($name:ident::$method:ident($($key:ident: $type:ty)?) => $write:ident;)*) => {$(
        impl ser::$name for Compound<'_> {
            type Ok = ();
            type Error = Unwritable;

            fn $method<T: Serialize + ?Sized>(&mut self, $($key: $type,)? value: &T) -> Result<(), Unwritable> {
                self.$write($($key,)? value)
            }

            fn end(self) -> Result<(), Unwritable> {
                self.close()
            }
        }
    )*};
}

compounds! {
    SerializeSeq::serialize_element() => item;
    SerializeTuple::serialize_element() => item;
    SerializeTupleStruct::serialize_field() => item;
    SerializeTupleVariant::serialize_field() => item;
    SerializeStruct::serialize_field(name: &'static str) => entry;
    SerializeStructVariant::serialize_field(name: &'static str) => entry;
}

impl ser::SerializeMap for Compound<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unwritable> {
        self.item(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.item(value)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.close()
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use serde_json::json;

    use super::*;
    use crate::codec::{Blob, Float, Object};
    use crate::{BigDecimal, BigInteger};

    fn hex(value: &impl Serialize) -> String {
        let bytes = write(value).unwrap();
        bytes.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
    }

    #[test]
    fn values_of_json_in_the_shortest_form() {
        let value = json!({"a": [1, -1, 500, true, null], "b": "text"});
        assert_eq!(hex(&value), "a261618501201901f4f5f661626474657874");
        assert_eq!(hex(&1.5f32), "fa3fc00000");
        assert_eq!(hex(&1.5f64), "fb3ff8000000000000");
    }

    struct Sample(Bytes);

    impl Serialize for Sample {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut object = Object::new(serializer)?;
            object.write_as::<Blob, _>("b", &self.0)?;
            object.write_as::<Float, _>("f", &f32::NAN)?;
            #[cfg(feature = "timestamp")]
            object.write_as::<crate::codec::EpochSeconds, _>("t", &time::OffsetDateTime::UNIX_EPOCH)?;
            object.end()
        }
    }

    #[test]
    fn members_are_bytes_floats_and_tags() {
        let timestamp = if cfg!(feature = "timestamp") { "6174c100" } else { "" };
        let expected = format!("bf61624201026166fa7fc00000{timestamp}ff");
        assert_eq!(hex(&Sample(Bytes::from_static(&[1, 2]))), expected);
    }

    #[test]
    fn numbers_of_any_length() {
        for (number, expected) in [
            ("0", "00"),
            ("-0", "00"),
            ("1000", "1903e8"),
            ("-1", "20"),
            ("18446744073709551615", "1bffffffffffffffff"),
            ("18446744073709551616", "c249010000000000000000"),
            ("-18446744073709551617", "c349010000000000000000"),
            ("-9223372036854775808", "3b7fffffffffffffff"),
        ] {
            assert_eq!(hex(&number.parse::<BigInteger>().unwrap()), expected, "{number}");
        }
        assert_eq!(hex(&"273.15".parse::<BigDecimal>().unwrap()), "c48221196ab3");
        assert_eq!(hex(&"-2e5".parse::<BigDecimal>().unwrap()), "c4820521");
    }
}

//! The headers of an event: a name, and a value of one of nine types.

use bytes::{Buf, BufMut, Bytes, BytesMut};

use crate::error::ReadError;

/// The value of a header, as encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Bool(bool),
    Byte(i8),
    Short(i16),
    Integer(i32),
    Long(i64),
    Bytes(Bytes),
    Text(String),
    /// Milliseconds since 1970.
    Timestamp(i64),
    Uuid([u8; 16]),
}

/// A type that a header of an event can have.
pub trait EventHeader: Sized {
    /// Reads the value of the header with this name.
    #[doc(hidden)]
    fn from_header(value: HeaderValue<'_>) -> Option<Self>;

    /// Returns the value as a header.
    #[doc(hidden)]
    fn to_header(&self) -> OwnedValue;
}

/// A value that is read; only this crate can look into it.
#[derive(Debug)]
pub struct HeaderValue<'v>(pub(super) &'v Value);

/// A value that is written; only this crate makes one.
#[derive(Debug)]
pub struct OwnedValue(pub(super) Value);

macro_rules! headers {
    ($($type:ty => $variant:ident),*) => {$(
        impl EventHeader for $type {
            fn from_header(value: HeaderValue<'_>) -> Option<Self> {
                match value.0 {
                    Value::$variant(value) => Some(value.clone()),
                    _ => None,
                }
            }

            fn to_header(&self) -> OwnedValue {
                OwnedValue(Value::$variant(self.clone()))
            }
        }
    )*};
}

headers!(bool => Bool, i8 => Byte, i16 => Short, i32 => Integer, i64 => Long, Bytes => Bytes, String => Text);

/// Times before 1970 have negative milliseconds; fractions of a millisecond are dropped.
#[cfg(feature = "timestamp")]
impl EventHeader for time::OffsetDateTime {
    fn from_header(value: HeaderValue<'_>) -> Option<Self> {
        let Value::Timestamp(millis) = value.0 else { return None };
        Self::from_unix_timestamp_nanos(i128::from(*millis) * 1_000_000).ok()
    }

    fn to_header(&self) -> OwnedValue {
        let millis = self.unix_timestamp_nanos().div_euclid(1_000_000);
        OwnedValue(Value::Timestamp(i64::try_from(millis).unwrap_or(i64::MAX)))
    }
}

/// Reads all headers.
pub(super) fn read(mut bytes: Bytes) -> Result<Vec<(String, Value)>, ReadError> {
    let mut headers = Vec::new();
    while bytes.has_remaining() {
        headers.push(
            read_one(&mut bytes).ok_or_else(|| ReadError::new("the headers of an event are malformed"))?,
        );
    }
    Ok(headers)
}

fn read_one(bytes: &mut Bytes) -> Option<(String, Value)> {
    let length = usize::from(bytes.try_get_u8().ok()?);
    let name = text(take(bytes, length)?)?;
    let value = match bytes.try_get_u8().ok()? {
        0 => Value::Bool(true),
        1 => Value::Bool(false),
        2 => Value::Byte(bytes.try_get_i8().ok()?),
        3 => Value::Short(bytes.try_get_i16().ok()?),
        4 => Value::Integer(bytes.try_get_i32().ok()?),
        5 => Value::Long(bytes.try_get_i64().ok()?),
        6 => Value::Bytes(sized(bytes)?),
        7 => Value::Text(text(sized(bytes)?)?),
        8 => Value::Timestamp(bytes.try_get_i64().ok()?),
        9 => Value::Uuid(take(bytes, 16)?.as_ref().try_into().ok()?),
        _ => return None,
    };
    Some((name, value))
}

fn sized(bytes: &mut Bytes) -> Option<Bytes> {
    let length = usize::from(bytes.try_get_u16().ok()?);
    take(bytes, length)
}

fn take(bytes: &mut Bytes, length: usize) -> Option<Bytes> {
    (bytes.len() >= length).then(|| bytes.split_to(length))
}

fn text(bytes: Bytes) -> Option<String> {
    String::from_utf8(bytes.into()).ok()
}

/// Writes a header, or returns why it cannot be sent.
pub(crate) fn write(name: &str, value: &Value, bytes: &mut BytesMut) -> Result<(), String> {
    let length = u8::try_from(name.len())
        .map_err(|_| format!("the name `{name}` of a header is longer than 255 bytes"))?;
    bytes.put_u8(length);
    bytes.put_slice(name.as_bytes());
    match value {
        Value::Bool(true) => bytes.put_u8(0),
        Value::Bool(false) => bytes.put_u8(1),
        Value::Byte(value) => {
            bytes.put_u8(2);
            bytes.put_i8(*value);
        }
        Value::Short(value) => {
            bytes.put_u8(3);
            bytes.put_i16(*value);
        }
        Value::Integer(value) => {
            bytes.put_u8(4);
            bytes.put_i32(*value);
        }
        Value::Long(value) => {
            bytes.put_u8(5);
            bytes.put_i64(*value);
        }
        Value::Bytes(value) => put_sized(6, name, value, bytes)?,
        Value::Text(value) => put_sized(7, name, value.as_bytes(), bytes)?,
        Value::Timestamp(value) => {
            bytes.put_u8(8);
            bytes.put_i64(*value);
        }
        Value::Uuid(value) => {
            bytes.put_u8(9);
            bytes.put_slice(value);
        }
    }
    Ok(())
}

/// The longest value of a header in bytes.
const MOST: usize = i16::MAX as usize;

fn put_sized(kind: u8, name: &str, value: &[u8], bytes: &mut BytesMut) -> Result<(), String> {
    let length = u16::try_from(value.len()).ok().filter(|length| usize::from(*length) <= MOST);
    let length = length.ok_or_else(|| format!("the header `{name}` is longer than {MOST} bytes"))?;
    bytes.put_u8(kind);
    bytes.put_u16(length);
    bytes.put_slice(value);
    Ok(())
}

//! Values that are read in their own form: text, booleans, documents, numbers of any length.

use std::borrow::Cow;

use serde_json::Value;

use super::source::{Scalar, Source, Stop, Unfit};
use crate::big::{BigDecimal, BigInteger};
use crate::text::FromText;

/// A value that can be read from a document.
pub trait Read: Sized {
    /// Reads the value; null reads as `None`.
    fn read(source: &mut dyn Source<'_>) -> Result<Option<Self>, Stop>;
}

/// What is expected of text.
const TEXT: &str = "a string";

/// Reads a value that is represented as text, such as an enum value.
pub fn read_text<T: for<'t> From<&'t str>>(source: &mut dyn Source<'_>) -> Result<Option<T>, Stop> {
    match text(source) {
        Ok(Some(text)) => Ok(Some(T::from(&text))),
        Ok(None) => Ok(None),
        Err(stop) => Err(stop),
    }
}

fn text<'de>(source: &mut dyn Source<'de>) -> Result<Option<Cow<'de, str>>, Stop> {
    match source.scalar(TEXT)? {
        Scalar::Text(text) => Ok(Some(text)),
        Scalar::Null => Ok(None),
        other => Err(source.unfit(&other, Unfit::Type, TEXT)),
    }
}

impl Read for String {
    fn read(source: &mut dyn Source<'_>) -> Result<Option<Self>, Stop> {
        Ok(text(source)?.map(Cow::into_owned))
    }
}

impl Read for bool {
    fn read(source: &mut dyn Source<'_>) -> Result<Option<Self>, Stop> {
        const EXPECTED: &str = "a boolean";
        match source.scalar(EXPECTED)? {
            Scalar::Bool(value) => Ok(Some(value)),
            Scalar::Null => Ok(None),
            other => Err(source.unfit(&other, Unfit::Type, EXPECTED)),
        }
    }
}

impl Read for Value {
    fn read(source: &mut dyn Source<'_>) -> Result<Option<Self>, Stop> {
        source.document()
    }
}

/// Reads a number of any length.
fn big<T: FromText>(source: &mut dyn Source<'_>) -> Result<Option<T>, Stop> {
    let Some(digits) = source.digits()? else { return Ok(None) };
    T::from_text(&digits).map(Some).map_err(|error| source.fail(format_args!("{error}, found {digits:.40}")))
}

impl Read for BigInteger {
    fn read(source: &mut dyn Source<'_>) -> Result<Option<Self>, Stop> {
        big(source)
    }
}

impl Read for BigDecimal {
    fn read(source: &mut dyn Source<'_>) -> Result<Option<Self>, Stop> {
        big(source)
    }
}

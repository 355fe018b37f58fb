//! Values that are read in their own form: texts, booleans, documents, numbers of any length.

use serde_json::Value;

use super::source::{Scalar, Source, Stop, Unfit};
use crate::big::{BigDecimal, BigInteger};
use crate::text::FromText;

/// A value that can be read from a document.
pub trait Read: Sized {
    /// Reads the value; null reads as `None`.
    fn read(source: &mut dyn Source) -> Result<Option<Self>, Stop>;
}

/// What a text is called in an error.
const TEXT: &str = "a string";

/// Reads a value that a text stands for, such as one of an enum.
pub fn read_text<T: for<'t> From<&'t str>>(source: &mut dyn Source) -> Result<Option<T>, Stop> {
    let mut value = None;
    text(source, &mut |text| value = Some(T::from(text)))?;
    Ok(value)
}

fn text(source: &mut dyn Source, take: &mut dyn FnMut(&str)) -> Result<(), Stop> {
    source.scalar(TEXT, &mut |scalar| match scalar {
        Scalar::Text(text) => {
            take(text);
            Ok(())
        }
        Scalar::Null => Ok(()),
        _ => Err(Unfit::Type),
    })
}

impl Read for String {
    fn read(source: &mut dyn Source) -> Result<Option<Self>, Stop> {
        read_text(source)
    }
}

impl Read for bool {
    fn read(source: &mut dyn Source) -> Result<Option<Self>, Stop> {
        let mut value = None;
        source.scalar("a boolean", &mut |scalar| match scalar {
            Scalar::Bool(read) => {
                value = Some(read);
                Ok(())
            }
            Scalar::Null => Ok(()),
            _ => Err(Unfit::Type),
        })?;
        Ok(value)
    }
}

impl Read for Value {
    fn read(source: &mut dyn Source) -> Result<Option<Self>, Stop> {
        source.document()
    }
}

/// Reads a number of any length.
fn big<T: FromText>(source: &mut dyn Source) -> Result<Option<T>, Stop> {
    let Some(digits) = source.digits()? else { return Ok(None) };
    T::from_text(&digits).map(Some).map_err(|error| source.fail(format_args!("{error}, found {digits:.40}")))
}

impl Read for BigInteger {
    fn read(source: &mut dyn Source) -> Result<Option<Self>, Stop> {
        big(source)
    }
}

impl Read for BigDecimal {
    fn read(source: &mut dyn Source) -> Result<Option<Self>, Stop> {
        big(source)
    }
}

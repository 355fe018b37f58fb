//! Timestamps as the text of a path, a query or a header.

use std::borrow::Cow;
use std::marker::PhantomData;

use time::OffsetDateTime;

use super::ToText;
use crate::codec::TimestampFormat;
use crate::error::ReadError;

/// A timestamp that is written in the format `F`, for example `Timestamp::<HttpDate>::new(&at)`.
#[derive(Clone, Copy, Debug)]
pub struct Timestamp<F>(OffsetDateTime, PhantomData<F>);

impl<F: TimestampFormat> Timestamp<F> {
    /// Wraps a timestamp to be written in the format `F`.
    pub fn new(at: &OffsetDateTime) -> Self {
        Self(*at, PhantomData)
    }
}

impl<F: TimestampFormat> ToText for Timestamp<F> {
    fn to_text(&self) -> Cow<'_, str> {
        Cow::Owned(F::format(&self.0))
    }
}

/// Reads a timestamp from text in the format `F`.
pub fn parse_timestamp<F: TimestampFormat>(text: &str) -> Result<OffsetDateTime, ReadError> {
    F::parse(text)
}

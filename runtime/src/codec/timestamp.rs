//! Timestamps in the three formats of Smithy.
//!
//! In each format, text is read by the format's rules and a JSON number as seconds since the epoch. An instant outside
//! the range of the type is an error.

use serde::Serializer;
use time::format_description::well_known::Rfc3339;
use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

use super::{EPOCH_SECONDS, Format, Scalar, Source, Stop, Unfit};
use crate::error::ReadError;

/// A timestamp format, in JSON and as text.
pub trait TimestampFormat: Sized {
    /// The number of commas in a timestamp, which is needed to split a list of timestamps in a header.
    const COMMAS: usize = 0;

    /// Returns the instant as text.
    ///
    /// It is written in UTC; an instant after the year 9999 in UTC is written as the last one before.
    fn format(at: &OffsetDateTime) -> String;

    /// Parses an instant, and returns it in UTC.
    fn parse(text: &str) -> Result<OffsetDateTime, ReadError>;

    /// Writes the instant to JSON, as text unless the format says otherwise.
    fn serialize<S: Serializer>(at: &OffsetDateTime, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&Self::format(at))
    }
}

/// Seconds since the epoch, with milliseconds as a fraction when there are any; also reads date-time text.
#[derive(Clone, Copy, Debug)]
pub enum EpochSeconds {}

/// RFC 3339 in UTC, such as `2031-03-02T20:34:56.5Z`, with a fraction when there is one; reads any offset.
#[derive(Clone, Copy, Debug)]
pub enum DateTime {}

/// The date of HTTP, such as `Sun, 02 Mar 2031 20:34:56 GMT`; fractional seconds are read and not written.
#[derive(Clone, Copy, Debug)]
pub enum HttpDate {}

impl<F: TimestampFormat> Format<OffsetDateTime> for F {
    fn serialize<S: Serializer>(value: &OffsetDateTime, serializer: S) -> Result<S::Ok, S::Error> {
        <F as TimestampFormat>::serialize(value, serializer)
    }

    fn read(source: &mut dyn Source<'_>) -> Result<Option<OffsetDateTime>, Stop> {
        instant(source, F::parse)
    }
}

impl TimestampFormat for EpochSeconds {
    fn format(at: &OffsetDateTime) -> String {
        match whole_seconds(at) {
            Ok(seconds) => seconds.to_string(),
            Err(seconds) => seconds.to_string(),
        }
    }

    fn parse(text: &str) -> Result<OffsetDateTime, ReadError> {
        if let Ok(seconds) = text.parse::<i64>() {
            return from_integer(seconds);
        }
        match text.parse::<f64>() {
            Ok(seconds) => from_float(seconds),
            Err(_) => DateTime::parse(text)
                .map_err(|_| ReadError::new("expected a timestamp in seconds since the epoch")),
        }
    }

    fn serialize<S: Serializer>(at: &OffsetDateTime, serializer: S) -> Result<S::Ok, S::Error> {
        let is_plain = serializer.is_human_readable();
        match whole_seconds(at) {
            Ok(seconds) if is_plain => serializer.serialize_i64(seconds),
            Err(seconds) if is_plain => serializer.serialize_f64(seconds),
            Ok(seconds) => serializer.serialize_newtype_struct(EPOCH_SECONDS, &seconds),
            Err(seconds) => serializer.serialize_newtype_struct(EPOCH_SECONDS, &seconds),
        }
    }
}

impl TimestampFormat for DateTime {
    fn format(at: &OffsetDateTime) -> String {
        let at = in_utc(at);
        let (year, month, day) = (at.year(), u8::from(at.month()), at.day());
        let (hour, minute, second) = at.to_hms();
        let mut text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
        if at.nanosecond() != 0 {
            text.push_str(format!(".{:09}", at.nanosecond()).trim_end_matches('0'));
        }
        text.push('Z');
        text
    }

    fn parse(text: &str) -> Result<OffsetDateTime, ReadError> {
        OffsetDateTime::parse(text, &Rfc3339)
            .ok()
            .and_then(|at| at.checked_to_offset(UtcOffset::UTC))
            .ok_or_else(|| ReadError::new("expected a timestamp like 2031-03-02T20:34:56Z"))
    }
}

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl TimestampFormat for HttpDate {
    const COMMAS: usize = 1;

    fn format(at: &OffsetDateTime) -> String {
        let at = in_utc(at);
        let weekday =
            WEEKDAYS.get(usize::from(at.weekday().number_days_from_monday())).copied().unwrap_or_default();
        let month = MONTHS.get(usize::from(u8::from(at.month()) - 1)).copied().unwrap_or_default();
        let (day, year) = (at.day(), at.year());
        let (hour, minute, second) = at.to_hms();
        format!("{weekday}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02} GMT")
    }

    fn parse(text: &str) -> Result<OffsetDateTime, ReadError> {
        parse_http_date(text)
            .ok_or_else(|| ReadError::new("expected a timestamp like Sun, 02 Mar 2031 20:34:56 GMT"))
    }
}

fn parse_http_date(text: &str) -> Option<OffsetDateTime> {
    // The weekday follows from the date, so it is ignored.
    let (_, text) = text.split_once(", ")?;
    let mut parts = text.strip_suffix(" GMT")?.splitn(4, ' ');
    let day = parts.next()?.parse().ok()?;
    let month = parts.next()?;
    let month = (1..).zip(MONTHS).find(|(_, name)| *name == month)?.0;
    let year = parts.next()?.parse().ok()?;
    let mut clock = parts.next()?.splitn(3, ':');
    let hour = clock.next()?.parse().ok()?;
    let minute = clock.next()?.parse().ok()?;
    let (second, fraction) = clock.next().map(|second| second.split_once('.').unwrap_or((second, "0")))?;
    // Digits after the ninth are below a nanosecond.
    let nanosecond = format!("{fraction:0<9.9}").parse().ok()?;
    let date = Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()?;
    let time = Time::from_hms_nano(hour, minute, second.parse().ok()?, nanosecond).ok()?;
    Some(PrimitiveDateTime::new(date, time).assume_utc())
}

fn in_utc(at: &OffsetDateTime) -> OffsetDateTime {
    at.checked_to_offset(UtcOffset::UTC).unwrap_or_else(|| {
        let nearest = if at.year() > 0 { PrimitiveDateTime::MAX } else { PrimitiveDateTime::MIN };
        nearest.assume_utc()
    })
}

/// Returns the seconds since the epoch as an integer, or as a float if there are milliseconds.
fn whole_seconds(at: &OffsetDateTime) -> Result<i64, f64> {
    match at.millisecond() {
        0 => Ok(at.unix_timestamp()),
        // A single division gives the float nearest to the decimal fraction, which prints as that fraction.
        #[expect(
            clippy::cast_precision_loss,
            reason = "milliseconds up to the year 9999 are exact in a float"
        )]
        milliseconds => Err((at.unix_timestamp() * 1000 + i64::from(milliseconds)) as f64 / 1000.0),
    }
}

fn from_integer(seconds: i64) -> Result<OffsetDateTime, ReadError> {
    OffsetDateTime::from_unix_timestamp(seconds).map_err(|_| out_of_range())
}

fn from_float(seconds: f64) -> Result<OffsetDateTime, ReadError> {
    if !seconds.is_finite() {
        return Err(out_of_range());
    }
    // For today's times, a float is accurate to less than a microsecond; the rest is noise.
    #[expect(clippy::cast_possible_truncation, reason = "rounded, and saturating where it does not fit")]
    let microseconds = (seconds * 1e6).round() as i128;
    microseconds
        .checked_mul(1000)
        .and_then(|nanoseconds| OffsetDateTime::from_unix_timestamp_nanos(nanoseconds).ok())
        .ok_or_else(out_of_range)
}

fn out_of_range() -> ReadError {
    ReadError::new("the timestamp is out of range")
}

/// Reads an instant: a number of seconds, or text that `parse` accepts.
fn instant(
    source: &mut dyn Source<'_>,
    parse: fn(&str) -> Result<OffsetDateTime, ReadError>,
) -> Result<Option<OffsetDateTime>, Stop> {
    const EXPECTED: &str = "a timestamp";
    let read = match source.scalar(EXPECTED)? {
        Scalar::Null => return Ok(None),
        Scalar::Signed(seconds) => from_integer(seconds),
        Scalar::Unsigned(_) => Err(out_of_range()),
        Scalar::Float(seconds) => from_float(seconds),
        Scalar::Text(text) => parse(&text),
        other @ (Scalar::Bool(_) | Scalar::Bytes(_)) => {
            return Err(source.unfit(&other, Unfit::Type, EXPECTED));
        }
    };
    read.map(Some).map_err(|error| source.fail(format_args!("{error}")))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{from_json, to_json};
    use super::*;

    fn at(nanoseconds: i128) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp_nanos(nanoseconds).unwrap()
    }

    const SECOND: i128 = 1_000_000_000;

    #[test]
    fn written_forms() {
        for (instant, epoch, date_time, http_date) in [
            (at(0), "0", "1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
            (
                at(1_930_250_096 * SECOND),
                "1930250096",
                "2031-03-02T20:34:56Z",
                "Sun, 02 Mar 2031 20:34:56 GMT",
            ),
            (
                at(1_930_250_096 * SECOND + 123_000_000),
                "1930250096.123",
                "2031-03-02T20:34:56.123Z",
                "Sun, 02 Mar 2031 20:34:56 GMT",
            ),
            (at(-SECOND / 2), "-0.5", "1969-12-31T23:59:59.5Z", "Wed, 31 Dec 1969 23:59:59 GMT"),
            (at(SECOND + 1), "1", "1970-01-01T00:00:01.000000001Z", "Thu, 01 Jan 1970 00:00:01 GMT"),
        ] {
            assert_eq!(EpochSeconds::format(&instant), epoch);
            assert_eq!(to_json::<EpochSeconds, _>(&instant), epoch);
            assert_eq!(DateTime::format(&instant), date_time);
            assert_eq!(to_json::<DateTime, _>(&instant), format!("\"{date_time}\""));
            assert_eq!(HttpDate::format(&instant), http_date);
        }
    }

    #[test]
    fn written_in_utc_up_to_the_end_of_the_calendar() {
        let local = at(0).to_offset(UtcOffset::from_hms(2, 0, 0).unwrap());
        assert_eq!(DateTime::format(&local), "1970-01-01T00:00:00Z");
        let west = UtcOffset::from_hms(-1, 0, 0).unwrap();
        assert_eq!(
            DateTime::format(&PrimitiveDateTime::MAX.assume_offset(west)),
            "9999-12-31T23:59:59.999999999Z"
        );
    }

    #[test]
    fn read_forms() {
        for (json, instant) in [
            ("1930250096", at(1_930_250_096 * SECOND)),
            ("1930250096.123", at(1_930_250_096 * SECOND + 123_000_000)),
            ("1.5e0", at(3 * SECOND / 2)),
            ("-0.5", at(-SECOND / 2)),
            ("\"7\"", at(7 * SECOND)),
            ("\"1970-01-01T01:00:00.25+01:00\"", at(SECOND / 4)),
        ] {
            assert_eq!(from_json::<EpochSeconds, _>(json), Ok(instant), "{json}");
        }
        for (text, instant) in
            [("1969-12-31T23:00:00-01:00", at(0)), ("1970-01-01T00:00:00.000000001Z", at(1))]
        {
            assert_eq!(DateTime::parse(text).ok(), Some(instant), "{text}");
        }
        for (text, instant) in [
            ("Thu, 01 Jan 1970 00:00:00 GMT", at(0)),
            ("Thu, 01 Jan 1970 00:00:00.5 GMT", at(SECOND / 2)),
            ("Sun, 2 Mar 2031 20:34:56.12345678999 GMT", at(1_930_250_096 * SECOND + 123_456_789)),
        ] {
            assert_eq!(HttpDate::parse(text).ok(), Some(instant), "{text}");
        }
    }

    #[test]
    fn absurd_values_are_errors() {
        for json in [
            "9223372036854775807",
            "18446744073709551615",
            "1e300",
            "-1e300",
            "\"NaN\"",
            "\"inf\"",
            "\"\"",
            "true",
        ] {
            assert!(from_json::<EpochSeconds, OffsetDateTime>(json).is_err(), "{json}");
        }
        for text in
            ["", "1970-01-01", "1970-13-01T00:00:00Z", "0000-01-01T00:00:00+23:59x", "1970-01-01T25:00:00Z"]
        {
            assert!(DateTime::parse(text).is_err(), "{text}");
        }
        for text in [
            "",
            "Thu, ",
            "Thu, 01 Jan 1970 00:00:00",
            "Thu, 31 Feb 1970 00:00:00 GMT",
            "Thu, 01 Foo 1970 00:00:00 GMT",
            "Thu, 01 Jan 1970 00:00:60 GMT",
            "Thu, 01 Jan 1970 00:00:00.é GMT",
            "Thu, 01 Jan 99999999999 00:00:00 GMT",
        ] {
            assert!(HttpDate::parse(text).is_err(), "{text}");
        }
    }
}

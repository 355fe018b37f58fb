//! Parses the times at which credentials expire.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::civil;

/// Parses an RFC 3339 time in the years 1970 to 9999 with any offset: `2026-11-20T13:34:56.5+01:00`.
pub(crate) fn parse_time(text: &str) -> Option<SystemTime> {
    let (date, rest) = (text.get(..10)?, text.get(10..)?);
    let (time, rest) = (rest.strip_prefix(['T', 't', ' '])?.get(..8)?, rest.get(9..)?);
    let (nanos, zone) = fraction(rest)?;
    let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
    let [hour, minute, second] = numbers(time, ':', [2, 2, 2])?;
    // A leap second counts as the first second after it.
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let seconds = civil::days(year, month, day)? * 86_400 + hour * 3_600 + minute * 60 + second;
    let seconds = seconds.checked_add_signed(-offset(zone)?)?;
    UNIX_EPOCH.checked_add(Duration::new(seconds, nanos))
}

/// Returns the fraction of a second in nanoseconds, and the text after it.
fn fraction(text: &str) -> Option<(u32, &str)> {
    let Some(text) = text.strip_prefix('.') else { return Some((0, text)) };
    let end = text.find(|digit: char| !digit.is_ascii_digit())?;
    let (digits, rest) = text.split_at(end);
    let nanos = format!("{digits:0<9}");
    (!digits.is_empty()).then_some((nanos.get(..9)?.parse().ok()?, rest))
}

/// Returns how many seconds a zone is ahead of UTC.
fn offset(zone: &str) -> Option<i64> {
    if matches!(zone, "Z" | "z") {
        return Some(0);
    }
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let [hours, minutes] = numbers(zone.strip_prefix(['+', '-'])?, ':', [2, 2])?;
    let seconds = i64::try_from(hours * 3_600 + minutes * 60).ok()?;
    (hours < 24 && minutes < 60).then_some(sign * seconds)
}

/// Parses numbers with these numbers of digits, with a separator between them.
fn numbers<const N: usize>(text: &str, separator: char, digits: [usize; N]) -> Option<[u64; N]> {
    let mut parts = text.split(separator);
    let mut numbers = [0; N];
    for (number, digits) in numbers.iter_mut().zip(digits) {
        let part = parts.next().filter(|part| part.len() == digits)?;
        *number = part.bytes().all(|digit| digit.is_ascii_digit()).then(|| part.parse().ok())??;
    }
    parts.next().is_none().then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_any_zone_and_nothing_else_is() {
        let noon = 1_795_178_096;
        for (text, expected) in [
            ("2026-11-20T12:34:56Z", Some((noon, 0))),
            ("2026-11-20t12:34:56z", Some((noon, 0))),
            ("2026-11-20 13:34:56+01:00", Some((noon, 0))),
            ("2026-11-20T04:04:56-08:30", Some((noon, 0))),
            ("2026-11-20T12:34:56.5Z", Some((noon, 500_000_000))),
            ("2026-11-20T12:34:56.1234567891Z", Some((noon, 123_456_789))),
            ("1970-01-01T00:00:00Z", Some((0, 0))),
            ("9999-12-31T23:59:59Z", Some((253_402_300_799, 0))),
            ("1970-01-01T00:00:00+00:01", None),
            ("2026-11-20T12:34:56", None),
            ("2026-11-20T12:34:56.Z", None),
            ("2026-11-20T12:34:56.5", None),
            ("2026-11-20T12:34:56+0100", None),
            ("2026-11-20T12:34:56+24:00", None),
            ("2026-11-20T12:34:56Zulu", None),
            ("2026-11-31T12:34:56Z", None),
            ("2026-11-20T24:00:00Z", None),
            ("2026-11-20T12:60:00Z", None),
            ("2026-1-120T12:34:56Z", None),
            ("+026-11-20T12:34:56Z", None),
            ("2026-11-2\u{e9}T12:34:56Z", None),
            ("2026-11-20", None),
            ("soon", None),
            ("", None),
        ] {
            let time = expected.map(|(seconds, nanos)| UNIX_EPOCH + Duration::new(seconds, nanos));
            assert_eq!(parse_time(text), time, "{text}");
        }
    }
}

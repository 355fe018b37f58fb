//! Timestamps as the model writes them: seconds since 1970, or a date and time of RFC 3339.

use serde_json::Value;

/// Parses seconds since 1970 and the nanoseconds; returns `None` if the value is no timestamp.
pub fn parse(value: &Value) -> Option<(i64, i32)> {
    match value {
        Value::Number(number) => {
            number.as_i64().map(|seconds| (seconds, 0)).or_else(|| fraction(number.as_f64()?))
        }
        Value::String(text) => date_time(text),
        _ => None,
    }
}

fn fraction(number: f64) -> Option<(i64, i32)> {
    const LONGEST: f64 = 1e15;
    if number.abs() > LONGEST {
        return None;
    }
    let whole = number.floor();
    #[expect(clippy::cast_possible_truncation, reason = "both are in range: see above")]
    let parts = (whole as i64, ((number - whole) * 1e9) as i32);
    Some(parts)
}

/// Parses `2024-05-06T07:08:09.5Z`, or with an offset like `+01:00`.
fn date_time(text: &str) -> Option<(i64, i32)> {
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i64>().ok();
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let (hour, minute, second) = (number(11..13)?, number(14..16)?, number(17..19)?);
    let rest = text.get(19..)?;
    let zone_at = rest.find(['Z', 'z', '+', '-'])?;
    let (fraction, zone) = rest.split_at(zone_at);
    let seconds = days(year, month, day)? * 86_400 + hour * 3_600 + minute * 60 + second - offset(zone)?;
    Some((seconds, nanoseconds(fraction)?))
}

fn nanoseconds(fraction: &str) -> Option<i32> {
    if fraction.is_empty() {
        return Some(0);
    }
    let digits = fraction.strip_prefix('.')?;
    format!("{digits:0<9}").get(..9)?.parse().ok()
}

/// Parses the offset in seconds east of Greenwich.
fn offset(zone: &str) -> Option<i64> {
    let sign = match zone.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return Some(0),
    };
    let (hours, minutes) = zone.get(1..)?.split_once(':')?;
    Some(sign * (hours.parse::<i64>().ok()? * 3_600 + minutes.parse::<i64>().ok()? * 60))
}

/// Computes the days since 1970 in the Gregorian calendar.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // With years that begin in March, the leap day is the last day of a year.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(365 * year + leap_days + (153 * month + 2) / 5 + day - 1 - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_seconds_or_dates() {
        let cases = [
            ("0", Some((0, 0))),
            ("-1.5", Some((-2, 500_000_000))),
            (r#""1970-01-01T00:00:00Z""#, Some((0, 0))),
            (r#""2000-02-29T12:30:45.25Z""#, Some((951_827_445, 250_000_000))),
            (r#""2024-05-06T07:08:09+02:00""#, Some((1_714_972_089, 0))),
            (r#""1969-12-31T23:59:59z""#, Some((-1, 0))),
            (r#""2024-13-06T07:08:09Z""#, None),
            (r#""now""#, None),
            ("true", None),
        ];
        for (json, expected) in cases {
            assert_eq!(parse(&serde_json::from_str(json).expect("JSON")), expected, "{json}");
        }
    }
}

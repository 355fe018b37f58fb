//! Time as a call sees it: a moment, and how far the clock of this machine is from that of the service.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

/// How far the clocks may be apart, in seconds, before a refused signature is blamed on that; AWS accepts 5 minutes.
const TOLERANCE: i64 = 240;

/// The moment of a step: the time of the wall clock, the time that cannot be set, and a random number.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// The time of day, which signatures need; it may be wrong and may jump.
    pub wall: SystemTime,
    /// The time for measuring how long something takes.
    pub ticks: Instant,
    /// Evenly spread over 0 (included) to 1 (not included).
    pub random: f64,
}

/// How far this machine's clock is behind the service's, in seconds; negative when it is ahead.
#[derive(Debug)]
pub(super) struct Offset(AtomicI64);

impl Offset {
    pub(super) fn new(seconds: i64) -> Self {
        Self(AtomicI64::new(seconds))
    }

    pub(super) fn seconds(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Takes over how far the clock is behind; false when it was known closely enough.
    pub(super) fn correct(&self, behind: i64) -> bool {
        if !is_off(behind.saturating_sub(self.seconds())) {
            return false;
        }
        self.0.store(behind, Ordering::Relaxed);
        true
    }
}

/// The time that is so many seconds later.
pub(super) fn shifted(time: SystemTime, seconds: i64) -> SystemTime {
    let distance = Duration::from_secs(seconds.unsigned_abs());
    let moved = if seconds < 0 { time.checked_sub(distance) } else { time.checked_add(distance) };
    moved.unwrap_or(time)
}

/// Whether clocks that far apart make signatures invalid.
pub(super) fn is_off(seconds: i64) -> bool {
    seconds.saturating_abs() >= TOLERANCE
}

/// By how many seconds the clock that says `wall` is behind the `date` of an answer.
pub(super) fn behind(headers: &HeaderMap, wall: SystemTime) -> Option<i64> {
    let date = date(headers.get(DATE)?.to_str().ok()?)?;
    Some(seconds_of(date).saturating_sub(seconds_of(wall)))
}

/// The header of AWS's own for a waiting time, in milliseconds.
const AWS_RETRY_AFTER: &str = "x-amz-retry-after";

/// How long the service asks to wait: in milliseconds by AWS's own header, in seconds or until a date by that of HTTP.
pub(super) fn retry_after(headers: &HeaderMap, wall: SystemTime) -> Option<Duration> {
    let own = headers.get(AWS_RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
    if let Some(milliseconds) = own {
        return Some(Duration::from_millis(milliseconds));
    }
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    // The date is the service's, so it is compared with the service's clock where the answer tells it.
    let now = headers.get(DATE).and_then(|now| date(now.to_str().ok()?)).unwrap_or(wall);
    Some(date(text)?.duration_since(now).unwrap_or_default())
}

fn date(text: &str) -> Option<SystemTime> {
    httpdate::parse_http_date(text).ok()
}

fn seconds_of(time: SystemTime) -> i64 {
    let whole = |distance: Duration| i64::try_from(distance.as_secs()).unwrap_or(i64::MAX);
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => whole(after),
        Err(before) => whole(before.duration()).saturating_neg(),
    }
}

/// A note on the clock for an error that a wrong one may have caused, by the clock and by what the client had assumed.
pub(super) fn note(behind: i64, assumed: i64) -> String {
    let here = distance(behind);
    if assumed != 0 && is_off(behind.saturating_sub(assumed)) {
        let assumed = distance(assumed);
        return format!("The clock of this machine {here}, and the client had assumed that it {assumed}");
    }
    format!("The clock of this machine {here}")
}

/// Where a clock stands that is so many seconds behind the service's.
fn distance(behind: i64) -> String {
    if behind.saturating_abs() < 5 {
        return "agrees with the service's".to_owned();
    }
    let side = if behind > 0 { "behind" } else { "ahead of" };
    format!("is {} {side} the service's", length(behind.unsigned_abs()))
}

/// A time in its two greatest units: `20 min 3 s`.
fn length(seconds: u64) -> String {
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    let units = [(days, "d"), (hours, "h"), (minutes, "min"), (seconds % 60, "s")];
    let parts =
        units.into_iter().skip_while(|(count, _)| *count == 0).take(2).filter(|(count, _)| *count > 0);
    parts.map(|(count, unit)| format!("{count} {unit}")).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (http::HeaderName::from_static(name), http::HeaderValue::from_static(value)))
            .collect()
    }

    /// 1994-11-06 08:49:37 UTC, the example of RFC 9110.
    const NOON: u64 = 784_111_777;

    fn at(seconds: u64) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn the_date_of_an_answer_tells_how_wrong_the_clock_is() {
        let answer = headers(&[("date", "Sun, 06 Nov 1994 08:49:37 GMT")]);
        for (wall, expected) in [(NOON, 0), (NOON - 1200, 1200), (NOON + 1200, -1200), (0, 784_111_777)] {
            assert_eq!(behind(&answer, at(wall)), Some(expected));
        }
        assert_eq!(behind(&headers(&[("date", "noon")]), at(0)), None);
        assert_eq!(behind(&headers(&[]), at(0)), None);
    }

    #[test]
    fn an_offset_is_taken_over_when_it_makes_a_difference() {
        let offset = Offset::new(0);
        assert!(!offset.correct(239) && !offset.correct(-239));
        assert!(offset.correct(1200));
        assert_eq!(shifted(at(0), offset.seconds()), at(1200));
        assert!(!offset.correct(1201), "known already");
        assert!(offset.correct(-1200));
        assert_eq!(shifted(at(1200), offset.seconds()), at(0));
        assert!(offset.correct(i64::MAX) && offset.correct(i64::MIN));
        let far = SystemTime::now().checked_add(Duration::from_secs(u64::MAX >> 2)).unwrap_or_else(|| at(0));
        let _ = (shifted(far, i64::MAX), shifted(far, i64::MIN), shifted(at(0), i64::MIN));
    }

    #[test]
    fn waiting_times_come_in_seconds_or_as_a_date() {
        let date = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
        let later = ("retry-after", "Sun, 06 Nov 1994 08:49:47 GMT");
        let cases = [
            (headers(&[("retry-after", "7")]), Some(7)),
            (headers(&[("retry-after", " 0 ")]), Some(0)),
            (headers(&[later]), Some(10)),
            (headers(&[later, date]), Some(10)),
            (headers(&[("x-amz-retry-after", "3000"), ("retry-after", "7")]), Some(3)),
            (headers(&[("x-amz-retry-after", "soon"), ("retry-after", "7")]), Some(7)),
            (headers(&[("retry-after", "Sun, 06 Nov 1994 08:49:27 GMT")]), Some(0)),
            (headers(&[("retry-after", "-1")]), None),
            (headers(&[("retry-after", "soon")]), None),
            (headers(&[]), None),
        ];
        for (headers, expected) in cases {
            assert_eq!(retry_after(&headers, at(NOON)), expected.map(Duration::from_secs), "{headers:?}");
        }
        // With the service's own date in the answer, a wrong clock here does not matter.
        assert_eq!(retry_after(&headers(&[later, date]), at(0)), Some(Duration::from_secs(10)));
    }

    #[test]
    fn the_note_names_side_and_size() {
        for (seconds, expected) in [
            (4, "agrees with the service's"),
            (-4, "agrees with the service's"),
            (1203, "is 20 min 3 s behind the service's"),
            (-60, "is 1 min ahead of the service's"),
            (-7205, "is 2 h ahead of the service's"),
            (90_061, "is 1 d 1 h behind the service's"),
        ] {
            assert_eq!(note(seconds, 0), format!("The clock of this machine {expected}"));
        }
        assert_eq!(
            note(0, 1200),
            "The clock of this machine agrees with the service's, and the client had assumed that it is 20 min behind \
             the service's"
        );
    }
}

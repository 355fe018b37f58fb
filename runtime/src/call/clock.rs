//! Time in a call: a moment, and the offset between this machine's clock and that of the service.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

use crate::aws;

/// How far apart, in seconds, the clocks may be before this is taken as the cause of a refused signature; AWS accepts 5
/// minutes.
const TOLERANCE: i64 = 240;

/// The largest error of a clock, in seconds, that a response can correct. A device without a battery starts in 1970, so
/// this is a hundred years; a response with a larger difference is wrong itself.
const CREDIBLE: i64 = 100 * 365 * 86_400;

/// The last second that a signature can represent: the end of the year 9999.
const LAST: Duration = Duration::from_secs(253_402_300_799);

/// The moment of a step: the wall clock time, the monotonic time, and a random number.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// The time of day, for signatures; it may be wrong and may jump.
    pub wall: SystemTime,
    /// The time for measuring how long something takes.
    pub ticks: Instant,
    /// A uniformly distributed number from 0 (included) to 1 (not included).
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

    /// Sets by how much the clock is behind, unless the offset is already close enough or the value is not credible.
    pub(super) fn correct(&self, behind: i64) {
        if is_credible(behind) && is_off(behind.saturating_sub(self.seconds())) {
            self.0.store(behind, Ordering::Relaxed);
        }
    }
}

/// Returns the time shifted by this number of seconds, or the time itself if a signature could not represent the
/// result.
pub(super) fn shifted(time: SystemTime, seconds: i64) -> SystemTime {
    let distance = Duration::from_secs(seconds.unsigned_abs());
    let moved = if seconds < 0 { time.checked_sub(distance) } else { time.checked_add(distance) };
    let fits = |moved: &SystemTime| moved.duration_since(UNIX_EPOCH).is_ok_and(|since| since <= LAST);
    moved.filter(fits).unwrap_or(time)
}

/// Whether clocks this far apart make signatures invalid.
pub(super) fn is_off(seconds: i64) -> bool {
    seconds.saturating_abs() >= TOLERANCE
}

/// Whether a clock can plausibly be wrong by this much.
pub(crate) fn is_credible(seconds: i64) -> bool {
    seconds.saturating_abs() <= CREDIBLE
}

/// Returns by how many seconds a time is behind the `date` of a response.
pub(super) fn behind(headers: &HeaderMap, time: SystemTime) -> Option<i64> {
    Some(distance(time, date(headers.get(DATE)?.to_str().ok()?)?))
}

/// Returns the number of seconds from the first time to the second.
pub(super) fn distance(from: SystemTime, to: SystemTime) -> i64 {
    seconds_of(to).saturating_sub(seconds_of(from))
}

/// Returns how long the service asks to wait: in milliseconds in AWS's own header, in seconds or until a date in that
/// of HTTP.
pub(super) fn retry_after(headers: &HeaderMap, wall: SystemTime) -> Option<Duration> {
    let own =
        headers.get(aws::headers::RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
    if let Some(milliseconds) = own {
        return Some(Duration::from_millis(milliseconds));
    }
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    // The date is by the service's clock, so it is compared with that clock if the response has its time.
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

/// Returns a note on the clock for an error that a wrong clock may have caused, from the actual and the assumed offset.
pub(super) fn note(behind: i64, assumed: i64) -> String {
    if !is_credible(behind) {
        let length = length(behind.unsigned_abs());
        return format!(
            "The date of the response is {length} from the clock of this machine, and is not believed"
        );
    }
    let here = standing(behind);
    if assumed != 0 && is_off(behind.saturating_sub(assumed)) {
        let assumed = standing(assumed);
        return format!("The clock of this machine {here}, and the client had assumed that it {assumed}");
    }
    format!("The clock of this machine {here}")
}

/// Describes a clock that is this number of seconds behind the service's.
fn standing(behind: i64) -> String {
    if behind.saturating_abs() < 5 {
        return "agrees with the service's".to_owned();
    }
    let side = if behind > 0 { "behind" } else { "ahead of" };
    format!("is {} {side} the service's", length(behind.unsigned_abs()))
}

/// Formats a time in its two largest units: `20 min 3 s`.
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
        let (decades, ages) = (60 * 365 * 86_400, 101 * 365 * 86_400);
        for (behind, known, why) in [
            (239, 0, "makes no difference"),
            (-239, 0, "makes no difference"),
            (1200, 1200, "makes one"),
            (1201, 1200, "is known already"),
            (-1200, -1200, "makes one"),
            (decades, decades, "is that of a clock that began in 1970"),
            (ages, decades, "is not to be believed"),
            (-ages, decades, "is not to be believed"),
            (i64::MAX, decades, "is not to be believed"),
            (i64::MIN, decades, "is not to be believed"),
        ] {
            offset.correct(behind);
            assert_eq!(offset.seconds(), known, "{behind} {why}");
        }
    }

    #[test]
    fn no_offset_leads_to_a_time_that_cannot_be_signed() {
        assert_eq!(shifted(at(0), 1200), at(1200));
        assert_eq!(shifted(at(1200), -1200), at(0));
        assert_eq!(shifted(at(NOON), 253_402_300_799 - 784_111_777), at(253_402_300_799));
        for (time, seconds) in
            [(0, -1), (NOON, 253_402_300_800 - 784_111_777), (NOON, i64::MAX), (NOON, i64::MIN)]
        {
            assert_eq!(shifted(at(time), seconds), at(time), "{time} {seconds}");
        }
        let far = SystemTime::now().checked_add(Duration::from_secs(u64::MAX >> 2)).unwrap_or_else(|| at(0));
        let _ = (shifted(far, i64::MAX), shifted(far, i64::MIN));
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
        // If the response has the service's own date, a wrong clock here does not matter.
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
        assert_eq!(
            note(36_501 * 86_400, 0),
            "The date of the response is 36501 d from the clock of this machine, and is not believed"
        );
    }
}

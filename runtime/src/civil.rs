//! Days of the calendar, counted from 1970-01-01 in UTC.

/// The days from 0000-03-01 to 1970-01-01.
const DAYS_BEFORE_1970: u64 = 719_468;

/// The days in 400 years, after which the calendar repeats.
const ERA: u64 = 146_097;

/// Returns the year, month and day of a day, counted from 1970-01-01.
pub(crate) fn date(days: u64) -> (u64, u64, u64) {
    // Years start in March, so that the leap day is the last of its year.
    let days = days.saturating_add(DAYS_BEFORE_1970);
    let (era, day) = (days / ERA, days % ERA);
    let year = (day - day / 1_460 + day / 36_524 - day / (ERA - 1)) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    // From March on, any five months in a row have 153 days.
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (era * 400 + year + next, month, day)
}

/// Returns the days from 1970-01-01 to a date in the years 1970 to 9999; `None` if there is no such date.
#[cfg(feature = "sigv4")]
pub(crate) fn days(year: u64, month: u64, day: u64) -> Option<u64> {
    if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let (years, months) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let in_era = years % 400;
    let days = 365 * in_era + in_era / 4 - in_era / 100 + (153 * months + 2) / 5 + day - 1;
    let days = (years / 400 * ERA + days).checked_sub(DAYS_BEFORE_1970)?;
    // The 31st of a shorter month would be a day of the next month.
    (date(days) == (year, month, day)).then_some(days)
}

#[cfg(test)]
mod tests {
    #[cfg(feature = "sigv4")]
    #[test]
    fn dates_and_days_are_each_others_inverse() {
        for day in 0..=2_932_896 {
            let (year, month, of_month) = super::date(day);
            assert_eq!(super::days(year, month, of_month), Some(day));
        }
        assert_eq!(super::date(2_932_896), (9999, 12, 31));
        for (year, month, day) in [
            (2026, 2, 29),
            (2100, 2, 29),
            (2026, 4, 31),
            (2026, 0, 1),
            (2026, 13, 1),
            (2026, 1, 0),
            (1969, 1, 1),
        ] {
            assert_eq!(super::days(year, month, day), None, "{year}-{month}-{day}");
        }
        assert!(super::days(2024, 2, 29).is_some());
    }
}

//! The days of holidays: `12-25`, `11-4-4` (the fourth Thursday of November), `05--1-1` (the last Monday of May),
//! `easter-2`, after the table of holidays in the data file.

use super::super::stamp::{day_of, weekday};
use crate::dates::{Day, day::days_in_month};

/// The day of a holiday in `year`.
pub(super) fn day(rule: &str, year: i64) -> Option<Day> {
    if let Some(days) = rule.strip_prefix("easter") {
        let days = if days.is_empty() { 0 } else { days.parse().ok()? };
        return Some(easter(year) + days);
    }
    let (month, rest) = rule.split_once('-')?;
    let month: u8 = month.parse().ok().filter(|month| (1..=12).contains(month))?;
    match rest.rsplit_once('-') {
        None => Some(day_of(year, month, rest.parse().ok()?)),
        Some((nth, of_week)) => nth_weekday(year, month, nth.parse().ok()?, of_week.parse().ok()?),
    }
}

/// The `nth` of a weekday (1–7) in a month; from the end where `nth` is below 0.
pub(super) fn nth_weekday(year: i64, month: u8, nth: i64, of_week: u8) -> Option<Day> {
    if !(1..=7).contains(&of_week) || !(1..=5).contains(&nth.abs()) || !(1..=12).contains(&month) {
        return None;
    }
    let length = Day::from(days_in_month(year, month));
    let first = day_of(year, month, 1);
    let day = if nth > 0 {
        first + Day::from((of_week + 7 - weekday(first)) % 7) + (nth - 1) * 7
    } else {
        let last = first + length - 1;
        last - Day::from((weekday(last) + 7 - of_week) % 7) + (nth + 1) * 7
    };
    (first..first + length).contains(&day).then_some(day)
}

/// Easter Sunday of the western churches: the Sunday behind the paschal full moon (Gauss's way, as Lichtenberg mended it).
fn easter(year: i64) -> Day {
    let century = year.div_euclid(100);
    let moon = 15 + (3 * century + 3).div_euclid(4) - (8 * century + 13).div_euclid(25);
    let golden = year.rem_euclid(19);
    let seed = (19 * golden + moon).rem_euclid(30);
    let mended = (seed + golden.div_euclid(11)).div_euclid(29);
    // The full moon, in days of March.
    let full_moon = day_of(year, 3, 1) + 20 + seed - mended;
    full_moon + 7 - Day::from(weekday(full_moon) % 7)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::Civil;

    #[test]
    fn holidays_fall_on_their_days() {
        for (rule, year, iso) in [
            ("12-25", 2024, "2024-12-25"),
            ("11-4-4", 2024, "2024-11-28"),
            ("05--1-1", 2024, "2024-05-27"),
            ("easter", 2024, "2024-03-31"),
            ("easter", 1961, "1961-04-02"),
            ("easter", 1943, "1943-04-25"),
            ("easter", 1954, "1954-04-18"),
            ("easter", 1981, "1981-04-19"),
            ("easter", 2000, "2000-04-23"),
            ("easter", 2038, "2038-04-25"),
            ("easter-2", 2023, "2023-04-07"),
            ("easter+49", 2024, "2024-05-19"),
        ] {
            let day = day(rule, year).map(|day| Civil::from_day(day).iso());
            assert_eq!(day.as_deref(), Some(iso), "{rule} {year}");
        }
        assert_eq!(nth_weekday(2024, 6, 5, 1), None);
        assert_eq!(day("13-1", 2024), None);
        assert_eq!(day("christmas", 2024), None);
    }
}

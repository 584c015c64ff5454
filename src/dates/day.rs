//! Days as integers, and the proleptic Gregorian calendar over all of them.
//!
//! The arithmetic is that of Howard Hinnant's "chrono-compatible low-level date algorithms": eras of 400
//! years, each of 146 097 days, with years that begin in March so that the leap day is the last of its year.

use std::fmt;

/// A day: days since 1970-01-01 in the proleptic Gregorian calendar, negative before it.
///
/// [`FIRST`] and [`LAST`] stand for "no beginning" and "no end" where a date is open.
pub type Day = i64;

/// No beginning: earlier than every day.
pub const FIRST: Day = i64::MIN;
/// No end: later than every day.
pub const LAST: Day = i64::MAX;

/// The farthest year, before and after year 0, of which every day surely lies between [`FIRST`] and [`LAST`].
pub const FARTHEST_YEAR: i64 = 25_000_000_000_000_000;

const DAYS_OF_ERA: i64 = 146_097;
/// From 0000-03-01 to 1970-01-01: four eras and this many days.
const REST_TO_EPOCH: i64 = 135_080;
const ERAS_TO_EPOCH: i64 = 4;

/// A day as year, month and day of the proleptic Gregorian calendar; year 0 is 1 BCE.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Civil {
    /// Astronomical year: 0 is 1 BCE, −1 is 2 BCE.
    pub year: i64,
    /// 1–12.
    pub month: u8,
    /// 1–31.
    pub day: u8,
}

impl Civil {
    /// The day of that year and month, if the calendar has it.
    pub fn new(year: i64, month: u8, day: u8) -> Option<Self> {
        let fits = (1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day);
        fits.then_some(Self { year, month, day })
    }

    /// The date of `day`; exact for every number.
    pub fn from_day(day: Day) -> Self {
        // Divided before the shift to March of year 0, so that nothing overflows at the far ends.
        let mut era = day.div_euclid(DAYS_OF_ERA) + ERAS_TO_EPOCH;
        let mut of_era = day.rem_euclid(DAYS_OF_ERA) + REST_TO_EPOCH;
        if of_era >= DAYS_OF_ERA {
            of_era -= DAYS_OF_ERA;
            era += 1;
        }
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * day_of_year + 2) / 153;
        let month = if from_march < 10 {
            from_march + 3
        } else {
            from_march - 9
        };
        Self {
            year: era * 400 + year_of_era + i64::from(month <= 2),
            month: month as u8,
            day: (day_of_year - (153 * from_march + 2) / 5 + 1) as u8,
        }
    }

    /// The number of this day; [`FIRST`] or [`LAST`] where it is too far away to have one, which no day
    /// within [`FARTHEST_YEAR`] is.
    pub fn to_day(self) -> Day {
        let january = self.month <= 2;
        let era = self.year.div_euclid(400);
        let year_of_era = self.year.rem_euclid(400);
        // January and February belong to the year that began in the March before.
        let (era, year_of_era) = match (january, year_of_era) {
            (true, 0) => (era - 1, 399),
            (true, _) => (era, year_of_era - 1),
            (false, _) => (era, year_of_era),
        };
        let month = i64::from(self.month);
        let from_march = if january { month + 9 } else { month - 3 };
        let day_of_year = (153 * from_march + 2) / 5 + i64::from(self.day) - 1;
        let of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        let day =
            i128::from(era - ERAS_TO_EPOCH) * i128::from(DAYS_OF_ERA) + i128::from(of_era - REST_TO_EPOCH);
        day.clamp(i128::from(FIRST), i128::from(LAST)) as Day
    }

    /// The date as EDTF and ISO 8601 write it: `2024-06-18`, `-0044-03-15`, and with `Y` before a year of
    /// more than four digits, `Y12345-01-01`, `Y-12345-01-01`.
    pub fn iso(self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Civil {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, month, day } = *self;
        write_year(f, year)?;
        write!(f, "-{month:02}-{day:02}")
    }
}

/// `year` as EDTF writes it: `2024`, `-0044`, `Y12345`.
pub fn written_year(year: i64) -> String {
    let mut written = String::new();
    // A string takes everything.
    let _ = write_year(&mut written, year);
    written
}

/// Writes [`written_year`].
pub(super) fn write_year(f: &mut impl fmt::Write, year: i64) -> fmt::Result {
    match year {
        0..=9_999 => write!(f, "{year:04}"),
        -9_999..0 => write!(f, "-{:04}", -year),
        _ => write!(f, "Y{year}"),
    }
}

/// Whether `year` has a 29 February.
pub fn is_leap_year(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// The number of days of `month` (1–12) of `year`.
pub fn days_in_month(year: i64, month: u8) -> u8 {
    match month {
        2 if is_leap_year(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use chrono::{Datelike, NaiveDate};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_day_of_three_thousand_years_is_that_of_chrono() {
        let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
        let mut date = NaiveDate::from_ymd_opt(-801, 1, 1).unwrap();
        let end = NaiveDate::from_ymd_opt(2_401, 1, 1).unwrap();
        while date < end {
            let number = (date - epoch).num_days();
            let civil = Civil::from_day(number);
            assert_eq!(
                (civil.year, u32::from(civil.month), u32::from(civil.day)),
                (i64::from(date.year()), date.month(), date.day())
            );
            assert_eq!(civil.to_day(), number, "{civil}");
            date = date.succ_opt().unwrap();
        }
    }

    #[test]
    fn the_ends_of_every_year_and_february_of_all_that_chrono_knows() {
        let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
        for year in -262_000..262_000 {
            for (month, day) in [(1, 1), (2, 28), (3, 1), (12, 31)] {
                let number = (NaiveDate::from_ymd_opt(year, month, day).unwrap() - epoch).num_days();
                let civil = Civil {
                    year: i64::from(year),
                    month: month as u8,
                    day: day as u8,
                };
                assert_eq!(civil.to_day(), number, "{civil}");
                assert_eq!(Civil::from_day(number), civil);
            }
            let leap = NaiveDate::from_ymd_opt(year, 2, 29).is_some();
            assert_eq!(is_leap_year(i64::from(year)), leap, "{year}");
        }
    }

    #[test]
    fn the_far_ends_neither_overflow_nor_wrap() {
        for day in [FIRST, FIRST + 1, LAST - 1, LAST] {
            assert_eq!(Civil::from_day(day).to_day(), day);
        }
        assert_eq!(
            Civil {
                year: i64::MIN,
                month: 1,
                day: 1
            }
            .to_day(),
            FIRST
        );
        assert_eq!(
            Civil {
                year: i64::MAX,
                month: 12,
                day: 31
            }
            .to_day(),
            LAST
        );
        let farthest = Civil {
            year: FARTHEST_YEAR + 1,
            month: 12,
            day: 31,
        }
        .to_day();
        assert!(farthest < LAST);
        let farthest = Civil {
            year: -FARTHEST_YEAR,
            month: 1,
            day: 1,
        }
        .to_day();
        assert!(farthest > FIRST);
    }

    #[test]
    fn days_are_written_as_edtf() {
        for (civil, iso) in [
            ((2024, 6, 18), "2024-06-18"),
            ((79, 8, 24), "0079-08-24"),
            ((0, 1, 1), "0000-01-01"),
            ((-44, 3, 15), "-0044-03-15"),
            ((12_345, 1, 1), "Y12345-01-01"),
            ((-12_345, 1, 1), "Y-12345-01-01"),
        ] {
            let (year, month, day) = civil;
            assert_eq!(Civil::new(year, month, day).unwrap().iso(), iso);
        }
        assert_eq!(Civil::new(2023, 2, 29), None);
        assert_eq!(Civil::new(2024, 13, 1), None);
        assert_eq!(Civil::new(2024, 0, 1), None);
        assert_eq!(Civil::new(2024, 1, 0), None);
    }

    proptest! {
        #[test]
        fn any_number_is_a_day_and_comes_back(day in any::<i64>()) {
            let civil = Civil::from_day(day);
            prop_assert!(Civil::new(civil.year, civil.month, civil.day).is_some());
            prop_assert_eq!(civil.to_day(), day);
        }

        #[test]
        fn days_and_dates_are_in_the_same_order(a in any::<i64>(), b in any::<i64>()) {
            prop_assert_eq!(a.cmp(&b), Civil::from_day(a).cmp(&Civil::from_day(b)));
        }
    }
}

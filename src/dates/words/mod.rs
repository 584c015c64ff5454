//! Dates in words, as a person reads them: "18–19 June 2024", "since 24 February 2022", "about 1950".

mod phrase;

use crate::text::grouped;

use super::{
    day::{Civil, Day, FIRST, LAST},
    edtf::Edtf,
};
use phrase::{Style, phrase};

impl Edtf {
    /// In words, whole: "18–19 June 2024", "about 1950", "25 June 1950, end unknown".
    pub fn words(&self) -> String {
        self.said(Style::Long)
    }

    /// In few words, for a narrow column: "18–19 Jun 2024", "c. 1950", "25 Jun 1950 – ?". It leaves out the
    /// time of the day, and days and months that are wholly unknown.
    pub fn words_short(&self) -> String {
        self.said(Style::Short)
    }

    fn said(&self, style: Style) -> String {
        self.ast()
            .map_or_else(|| self.as_str().to_owned(), |ast| phrase(&ast, style))
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The name of a month 1–12; empty for any other number.
pub fn month_name(month: u8) -> &'static str {
    MONTHS
        .get(usize::from(month).wrapping_sub(1))
        .copied()
        .unwrap_or_default()
}

/// The first three letters of [`month_name`].
pub fn month_short(month: u8) -> &'static str {
    month_name(month).get(..3).unwrap_or_default()
}

/// An astronomical year as people say it: "1961"; "79 CE" and "12,345 CE" where the number alone would not be
/// taken for a year; "44 BCE" for −43.
pub fn year(year: i64) -> String {
    match year {
        ..=0 => format!("{} BCE", number(year.unsigned_abs() + 1)),
        1_000..10_000 => year.to_string(),
        _ => format!("{} CE", number(year.unsigned_abs())),
    }
}

/// Digits, in groups from five on.
fn number(number: u64) -> String {
    if number < 10_000 {
        number.to_string()
    } else {
        grouped(number as usize)
    }
}

/// "1st", "12th", "23rd".
fn ordinal(number: u64) -> String {
    let suffix = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{suffix}")
}

/// "18 June 2024".
pub fn day_long(day: Day) -> String {
    match day {
        FIRST => "no beginning".to_owned(),
        LAST => "no end".to_owned(),
        _ => {
            let civil = Civil::from_day(day);
            format!("{} {} {}", civil.day, month_name(civil.month), year(civil.year))
        }
    }
}

/// How long so many days are, in the one unit that a person would take: days below two months, months below
/// two years (but twelve are "1 year"), years from there; rounded. "24 days", "7 months", "39 years".
pub fn span_of_days(days: i64) -> String {
    const DAYS_OF_ERA: u128 = 146_097;
    let days = days.unsigned_abs();
    // An era has 400 years and 4,800 months.
    let in_units = |of_era: u128| ((u128::from(days) * of_era + DAYS_OF_ERA / 2) / DAYS_OF_ERA) as u64;
    let (months, years) = (in_units(4_800), in_units(400));
    let (count, unit) = match (days, months) {
        (0..60, _) => (days, "day"),
        (_, 12 | 24..) => (years, "year"),
        _ => (months, "month"),
    };
    format!("{} {unit}{}", number(count), if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests;

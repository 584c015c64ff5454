//! A place in the calendar, from a day to a century: as TIMEX3 writes it, as EDTF does, and its neighbours.

use super::types::Modifier;
use crate::dates::{
    Civil, Day,
    day::{days_in_month, written_year},
};

/// Units of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Month,
    Season,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
}

impl Unit {
    /// As the data files name it.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "TS" => Self::Second,
            "TM" => Self::Minute,
            "TH" => Self::Hour,
            "D" => Self::Day,
            "WE" => Self::Weekend,
            "W" => Self::Week,
            "M" => Self::Month,
            "S" => Self::Season,
            "Q" => Self::Quarter,
            "H" => Self::Half,
            "Y" => Self::Year,
            "DE" => Self::Decade,
            "CE" => Self::Century,
            _ => return None,
        })
    }

    /// Less than a day.
    pub fn is_clock(self) -> bool {
        matches!(self, Self::Second | Self::Minute | Self::Hour)
    }
}

/// The seasons of TIMEX3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Season {
    Spring,
    Summer,
    Fall,
    Winter,
}

impl Season {
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "SP" => Self::Spring,
            "SU" => Self::Summer,
            "FA" => Self::Fall,
            "WI" => Self::Winter,
            _ => return None,
        })
    }

    pub fn name(self) -> &'static str {
        ["SP", "SU", "FA", "WI"][self as usize]
    }

    /// The first month of it, in the north.
    pub fn first_month(self) -> u8 {
        [3, 6, 9, 12][self as usize]
    }
}

/// A place in the calendar. Weeks are those of ISO 8601 and begin on Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stamp {
    Day(Day),
    /// The year of the week, which may be another than that of its days, and the week.
    Week(i64, u8),
    Weekend(i64, u8),
    Month(i64, u8),
    Season(i64, Season),
    Quarter(i64, u8),
    Half(i64, u8),
    Year(i64),
    /// Its first year by ten.
    Decade(i64),
    /// Its first year by a hundred.
    Century(i64),
}

/// Monday is 1, Sunday 7.
pub(super) fn weekday(day: Day) -> u8 {
    // 1970-01-01 was a Thursday.
    ((day + 3).rem_euclid(7) + 1) as u8
}

/// A day of the calendar, the last of its month where it has no such day.
pub(super) fn day_of(year: i64, month: u8, day: u8) -> Day {
    let day = day.clamp(1, days_in_month(year, month));
    Civil { year, month, day }.to_day()
}

/// The first day of a week.
fn week_start(year: i64, week: u8) -> Day {
    let fourth = day_of(year, 1, 4);
    fourth - Day::from(weekday(fourth)) + 1 + (Day::from(week) - 1) * 7
}

fn week_of(day: Day) -> (i64, u8) {
    // The Thursday decides the year.
    let thursday = day - Day::from(weekday(day)) + 4;
    let year = Civil::from_day(thursday).year;
    ((year), ((thursday - day_of(year, 1, 1)) / 7 + 1) as u8)
}

/// So many months after a month.
fn months_on(year: i64, month: u8, more: i64) -> (i64, u8) {
    let number = year * 12 + i64::from(month) - 1 + more;
    (number.div_euclid(12), (number.rem_euclid(12) + 1) as u8)
}

impl Stamp {
    /// The place of that unit in which `day` lies.
    pub fn around(day: Day, unit: Unit) -> Self {
        let civil = Civil::from_day(day);
        let (year, month) = (civil.year, civil.month);
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Self::Day(day),
            Unit::Week => {
                let (year, week) = week_of(day);
                Self::Week(year, week)
            }
            Unit::Weekend => {
                let (year, week) = week_of(day);
                Self::Weekend(year, week)
            }
            Unit::Month => Self::Month(year, month),
            Unit::Season => {
                let season = match month {
                    3..=5 => Season::Spring,
                    6..=8 => Season::Summer,
                    9..=11 => Season::Fall,
                    _ => Season::Winter,
                };
                Self::Season(if month < 3 { year - 1 } else { year }, season)
            }
            Unit::Quarter => Self::Quarter(year, (month - 1) / 3 + 1),
            Unit::Half => Self::Half(year, (month - 1) / 6 + 1),
            Unit::Year => Self::Year(year),
            Unit::Decade => Self::Decade(year.div_euclid(10)),
            Unit::Century => Self::Century(year.div_euclid(100)),
        }
    }

    /// So many places of its own kind on.
    pub fn on(self, by: i64) -> Self {
        match self {
            Self::Day(day) => Self::Day(day.saturating_add(by)),
            Self::Week(year, week) => {
                let (year, week) = week_of(week_start(year, week).saturating_add(by.saturating_mul(7)));
                Self::Week(year, week)
            }
            Self::Weekend(year, week) => {
                let (year, week) = week_of(week_start(year, week).saturating_add(by.saturating_mul(7)));
                Self::Weekend(year, week)
            }
            Self::Month(year, month) => {
                let (year, month) = months_on(year, month, by);
                Self::Month(year, month)
            }
            Self::Season(year, season) => {
                let number = year * 4 + season as i64 + by;
                let season = [Season::Spring, Season::Summer, Season::Fall, Season::Winter]
                    [number.rem_euclid(4) as usize];
                Self::Season(number.div_euclid(4), season)
            }
            Self::Quarter(year, quarter) => {
                let number = year * 4 + i64::from(quarter) - 1 + by;
                Self::Quarter(number.div_euclid(4), (number.rem_euclid(4) + 1) as u8)
            }
            Self::Half(year, half) => {
                let number = year * 2 + i64::from(half) - 1 + by;
                Self::Half(number.div_euclid(2), (number.rem_euclid(2) + 1) as u8)
            }
            Self::Year(year) => Self::Year(year.saturating_add(by)),
            Self::Decade(decade) => Self::Decade(decade.saturating_add(by)),
            Self::Century(century) => Self::Century(century.saturating_add(by)),
        }
    }

    /// So many years on, of the same kind.
    pub fn years_on(self, by: i64) -> Self {
        match self {
            Self::Day(day) => {
                let civil = Civil::from_day(day);
                Self::Day(day_of(civil.year.saturating_add(by), civil.month, civil.day))
            }
            Self::Week(year, week) => Self::Week(year + by, week),
            Self::Weekend(year, week) => Self::Weekend(year + by, week),
            Self::Month(year, month) => Self::Month(year + by, month),
            Self::Season(year, season) => Self::Season(year + by, season),
            Self::Quarter(year, quarter) => Self::Quarter(year + by, quarter),
            Self::Half(year, half) => Self::Half(year + by, half),
            Self::Year(year) => Self::Year(year + by),
            Self::Decade(decade) => Self::Decade(decade + by.div_euclid(10)),
            Self::Century(century) => Self::Century(century + by.div_euclid(100)),
        }
    }

    /// The first and the last day.
    pub fn days(self) -> (Day, Day) {
        let months = |year: i64, month: u8, count: i64| {
            let (end_year, end) = months_on(year, month, count);
            (day_of(year, month, 1), day_of(end_year, end, 1) - 1)
        };
        let years = |first: i64, count: i64| (day_of(first, 1, 1), day_of(first + count, 1, 1) - 1);
        match self {
            Self::Day(day) => (day, day),
            Self::Week(year, week) => {
                let start = week_start(year, week);
                (start, start + 6)
            }
            Self::Weekend(year, week) => {
                let start = week_start(year, week);
                (start + 5, start + 6)
            }
            Self::Month(year, month) => months(year, month, 1),
            Self::Season(year, season) => months(year, season.first_month(), 3),
            Self::Quarter(year, quarter) => months(year, quarter * 3 - 2, 3),
            Self::Half(year, half) => months(year, half * 6 - 5, 6),
            Self::Year(year) => years(year, 1),
            Self::Decade(decade) => years(decade.saturating_mul(10), 10),
            Self::Century(century) => years(century.saturating_mul(100), 100),
        }
    }

    /// The unit that it is.
    pub fn unit(self) -> Unit {
        match self {
            Self::Day(_) => Unit::Day,
            Self::Week(..) => Unit::Week,
            Self::Weekend(..) => Unit::Weekend,
            Self::Month(..) => Unit::Month,
            Self::Season(..) => Unit::Season,
            Self::Quarter(..) => Unit::Quarter,
            Self::Half(..) => Unit::Half,
            Self::Year(_) => Unit::Year,
            Self::Decade(_) => Unit::Decade,
            Self::Century(_) => Unit::Century,
        }
    }

    /// The year that it lies in.
    pub fn year(self) -> i64 {
        match self {
            Self::Day(day) => Civil::from_day(day).year,
            Self::Week(year, _)
            | Self::Weekend(year, _)
            | Self::Month(year, _)
            | Self::Season(year, _)
            | Self::Quarter(year, _)
            | Self::Half(year, _)
            | Self::Year(year) => year,
            Self::Decade(decade) => decade.saturating_mul(10),
            Self::Century(century) => century.saturating_mul(100),
        }
    }

    /// As TIMEX3 writes it.
    pub fn value(self) -> String {
        match self {
            Self::Day(day) => Civil::from_day(day).iso(),
            Self::Week(year, week) => format!("{}-W{week:02}", written_year(year)),
            Self::Weekend(year, week) => format!("{}-W{week:02}-WE", written_year(year)),
            Self::Month(year, month) => format!("{}-{month:02}", written_year(year)),
            Self::Season(year, season) => format!("{}-{}", written_year(year), season.name()),
            Self::Quarter(year, quarter) => format!("{}-Q{quarter}", written_year(year)),
            Self::Half(year, half) => format!("{}-H{half}", written_year(year)),
            Self::Year(year) => written_year(year),
            Self::Decade(decade) => masked(decade, 3),
            Self::Century(century) => masked(century, 2),
        }
    }

    /// As EDTF, with what a modifier makes of it: "early 2024" is about its first third.
    pub fn edtf(self, modifier: Option<Modifier>) -> String {
        let third = match modifier {
            Some(Modifier::Start) => Some(0),
            Some(Modifier::Mid) => Some(1),
            Some(Modifier::End) => Some(2),
            _ => None,
        };
        if let Some(third) = third {
            return self.third(third);
        }
        let about = match modifier {
            Some(Modifier::Approx | Modifier::Before | Modifier::After) => "~",
            _ => "",
        };
        match self {
            Self::Week(..) | Self::Weekend(..) => {
                let (first, last) = self.days();
                let (first, last) = (Civil::from_day(first).iso(), Civil::from_day(last).iso());
                format!("{first}{about}/{last}{about}")
            }
            Self::Season(year, season) => format!("{}-{}{about}", written_year(year), 21 + season as u8),
            Self::Quarter(year, quarter) => format!("{}-{}{about}", written_year(year), 32 + quarter),
            Self::Half(year, half) => format!("{}-{}{about}", written_year(year), 39 + half),
            Self::Day(_) | Self::Month(..) | Self::Year(_) | Self::Decade(_) | Self::Century(_) => {
                format!("{}{about}", self.value())
            }
        }
    }

    /// Its first, second or last third, about.
    fn third(self, third: u8) -> String {
        let at = i64::from(third);
        let years = |first: i64, last: i64| format!("{}~/{}~", written_year(first), written_year(last));
        let (first, last) = match self {
            Self::Day(_) => return self.edtf(None),
            Self::Year(year) => return format!("{}-{}~", written_year(year), 37 + third),
            Self::Decade(decade) => {
                let from = decade.saturating_mul(10) + [0, 4, 7][usize::from(third.min(2))];
                return years(from, from + if third == 0 { 3 } else { 2 });
            }
            Self::Century(century) => {
                let from = century.saturating_mul(100) + at * 33;
                return years(from, from + 33);
            }
            Self::Quarter(year, quarter) => {
                return Self::Month(year, quarter * 3 - 2 + third).edtf(Some(Modifier::Approx));
            }
            _ => {
                let (first, last) = self.days();
                let length = last - first + 1;
                // A month: the 1st to the 10th, the 11th to the 20th, the rest.
                let part = if length > 25 && length < 32 {
                    10
                } else {
                    length / 3
                };
                let start = first + at * part;
                (
                    start,
                    if third == 2 {
                        last
                    } else {
                        start + (part - 1).max(0)
                    },
                )
            }
        };
        format!(
            "{}~/{}~",
            Civil::from_day(first).iso(),
            Civil::from_day(last).iso()
        )
    }
}

/// The first digits of a year, the rest unspecified.
fn masked(leading: i64, digits: usize) -> String {
    let sign = if leading < 0 { "-" } else { "" };
    let number = leading.unsigned_abs();
    let open = "X".repeat(4 - digits);
    format!("{sign}{number:0digits$}{open}")
}

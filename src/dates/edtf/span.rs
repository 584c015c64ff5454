//! Years and parts of years that are not written in full → the days that they reach over.

use super::{
    super::{
        Interval,
        day::{Civil, Day, FARTHEST_YEAR, days_in_month, is_leap_year},
    },
    ast::{Mask, Point, Year},
};

/// The days of `point`, from the first to the last that its digits allow; none when the calendar has no such day.
pub(super) fn days_of(point: &Point) -> Option<Interval> {
    let years = years(&point.year.value);
    let Some(month) = point.month.map(|month| month.value) else {
        return first_and_last(&years, |_| Some(((1, 1), (12, 31))));
    };
    match month.known().and_then(Season::new) {
        Some(season) => season_days(&years, season),
        None => first_and_last(&years, |leap| {
            month_days(leap, month, point.day.map(|day| day.value))
        }),
    }
}

/// How many decimal digits `number` has.
pub(super) fn digits_of(number: i64) -> u8 {
    number.unsigned_abs().checked_ilog10().unwrap_or(0) as u8 + 1
}

/// The years that a written year can be.
enum Years {
    /// From one to the other, each of them.
    Range(i64, i64),
    /// Those that these digits allow.
    Mask(bool, Mask<4>),
}

fn years(year: &Year) -> Years {
    match *year {
        Year::Four {
            negative,
            digits,
            significant,
        } => match (digits.known(), significant) {
            (None, _) => Years::Mask(negative, digits),
            (Some(number), significant) => {
                let year = if negative {
                    -i64::from(number)
                } else {
                    i64::from(number)
                };
                // Leading zeros count: 0950S2 is of the ninth hundred.
                round_years(
                    year,
                    significant.map_or(0, |significant| 4_u8.saturating_sub(significant)),
                )
            }
        },
        Year::Long { significant, .. } => {
            let year = year.number().unwrap_or(0);
            let rounded = significant.map_or(0, |significant| digits_of(year).saturating_sub(significant));
            round_years(year, rounded)
        }
    }
}

/// The years that differ from `year` in the last `digits` digits only.
fn round_years(year: i64, digits: u8) -> Years {
    let step = 10_i64.pow(u32::from(digits.min(17)));
    let least = year.unsigned_abs() as i64 / step * step;
    let most = (least + (step - 1)).min(FARTHEST_YEAR);
    if year < 0 {
        Years::Range(-most, -least)
    } else {
        Years::Range(least, most)
    }
}

impl Year {
    /// The first and the last year that it can be.
    pub(in crate::dates) fn ends(&self) -> Option<(i64, i64)> {
        years(self).ends(|_| true)
    }

    /// The number of the year, when every digit is known and it can be counted.
    pub(in crate::dates) fn number(&self) -> Option<i64> {
        match *self {
            Self::Four { negative, digits, .. } => {
                let number = i64::from(digits.known()?);
                Some(if negative { -number } else { number })
            }
            Self::Long {
                mantissa, exponent, ..
            } => 10_i64
                .checked_pow(u32::from(exponent.unwrap_or(0)))?
                .checked_mul(mantissa),
        }
    }
}

impl Years {
    /// The first and the last that `wanted` accepts.
    fn ends(&self, wanted: impl Fn(i64) -> bool) -> Option<(i64, i64)> {
        // A condition of the calendar is met, if at all, within eight years from either end of a range.
        const ENOUGH: usize = 9;
        match *self {
            Self::Range(first, last) => {
                let earliest = (first..=last).take(ENOUGH).find(|year| wanted(*year))?;
                let latest = (first..=last).rev().take(ENOUGH).find(|year| wanted(*year))?;
                Some((earliest, latest))
            }
            Self::Mask(negative, digits) => {
                let fits = |number: &u16| {
                    let year = if negative {
                        -i64::from(*number)
                    } else {
                        i64::from(*number)
                    };
                    digits.matches(*number) && !(negative && year == 0) && wanted(year)
                };
                let (lowest, highest) = (digits.lowest(), digits.highest());
                let least = i64::from((lowest..=highest).find(fits)?);
                let most = i64::from((lowest..=highest).rev().find(fits)?);
                Some(if negative { (-most, -least) } else { (least, most) })
            }
        }
    }
}

type MonthDay = (u8, u8);

/// From the first to the last day of `years`, where `days` says which days a leap or a common year offers.
fn first_and_last(years: &Years, days: impl Fn(bool) -> Option<(MonthDay, MonthDay)>) -> Option<Interval> {
    let (common, leap) = (days(false), days(true));
    let of = |year: i64| if is_leap_year(year) { leap } else { common };
    let (first, last) = years.ends(|year| of(year).is_some())?;
    let day = |year: i64, (month, day): MonthDay| -> Day { Civil { year, month, day }.to_day() };
    Some(Interval {
        earliest: day(first, of(first)?.0),
        latest: day(last, of(last)?.1),
    })
}

/// The first and the last day of a leap or common year that these digits allow.
fn month_days(leap: bool, months: Mask<2>, days: Option<Mask<2>>) -> Option<(MonthDay, MonthDay)> {
    let year = if leap { 2000 } else { 2001 };
    let last_day = |month: u8| days_in_month(year, month);
    let month_matches = |month: &u8| months.matches(u16::from(*month));
    // Nearly all dates are written in full.
    if let (Some(month), Some(day)) = (months.known(), days.and_then(|days| days.known())) {
        let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        let is_there = (1..=12).contains(&month) && (1..=last_day(month)).contains(&day);
        return is_there.then_some(((month, day), (month, day)));
    }
    let Some(days) = days else {
        let first = (1..=12).find(month_matches)?;
        let last = (1..=12).rev().find(month_matches)?;
        return Some(((first, 1), (last, last_day(last))));
    };
    let day_matches = |day: &u8| days.matches(u16::from(*day));
    let first = (1..=12).filter(month_matches).find_map(|month| {
        let day = (1..=last_day(month)).find(day_matches)?;
        Some((month, day))
    })?;
    let last = (1..=12).rev().filter(month_matches).find_map(|month| {
        let day = (1..=last_day(month)).rev().find(day_matches)?;
        Some((month, day))
    })?;
    Some((first, last))
}

/// A season or other division of the year, by its number 21–41.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::dates) struct Season {
    /// As written.
    pub number: u8,
    /// 1–12.
    pub first_month: u8,
    /// How many months.
    pub months: u8,
}

impl Season {
    /// 21–24 spring to winter where no hemisphere is said, which counts as northern; 25–28 northern, 29–32
    /// southern; 33–36 quarters; 37–39 thirds; 40, 41 halves.
    pub fn new(number: u16) -> Option<Self> {
        let number = u8::try_from(number).ok()?;
        let (first_month, months) = match number {
            21..=24 => (3 + 3 * (number - 21), 3),
            25..=28 => (3 + 3 * (number - 25), 3),
            29 | 30 => (9 + 3 * (number - 29), 3),
            31 | 32 => (3 + 3 * (number - 31), 3),
            33..=36 => (1 + 3 * (number - 33), 3),
            37..=39 => (1 + 4 * (number - 37), 4),
            40 | 41 => (1 + 6 * (number - 40), 6),
            _ => return None,
        };
        Some(Self {
            number,
            first_month,
            months,
        })
    }

    /// Whether it ends in the year after.
    pub fn ends_next_year(self) -> bool {
        self.first_month + self.months > 13
    }
}

fn season_days(years: &Years, season: Season) -> Option<Interval> {
    let (first, last) = years.ends(|_| true)?;
    let end = season.first_month + season.months - 1;
    let (end_year, end_month) = if season.ends_next_year() {
        (last + 1, end - 12)
    } else {
        (last, end)
    };
    let day = days_in_month(end_year, end_month);
    Some(Interval {
        earliest: Civil {
            year: first,
            month: season.first_month,
            day: 1,
        }
        .to_day(),
        latest: Civil {
            year: end_year,
            month: end_month,
            day,
        }
        .to_day(),
    })
}

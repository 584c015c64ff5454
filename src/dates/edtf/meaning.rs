//! What was written → what it means: days, precision, qualifiers.
//!
//! Qualifiers say how far to trust a date; they do not widen its days. Digits that are unspecified do: the
//! days reach from the first to the last that the written digits allow.

use super::{
    super::{
        Extent, Interval, Precision,
        day::{Civil, Day, FARTHEST_YEAR, FIRST, LAST, days_in_month, is_leap_year},
    },
    ast::{Ast, Bound, Mask, Member, Point, Qualifier, Year},
};

/// What a date means, in a few words of memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Meaning {
    pub extent: Extent,
    pub precision: Precision,
    pub marks: Marks,
}

/// Yes-or-no qualities of a date, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Marks(u8);

impl Marks {
    pub const UNCERTAIN: Self = Self(1);
    pub const APPROXIMATE: Self = Self(2);
    pub const OPEN: Self = Self(4);
    pub const UNKNOWN_START: Self = Self(8);
    pub const UNKNOWN_END: Self = Self(16);
    const NONE: Self = Self(0);

    pub fn has(self, mark: Self) -> bool {
        self.0 & mark.0 != 0
    }

    fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn when(self, holds: bool) -> Self {
        if holds { self } else { Self::NONE }
    }
}

/// Why a tree means nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nonsense {
    /// No day of the calendar is written so.
    NoSuchDay,
    /// It ends before it begins.
    Reversed,
    /// There is no date in it.
    Nothing,
}

/// A part of a date: some stretch within `days`.
#[derive(Clone, Copy)]
struct Part {
    days: Interval,
    precision: Precision,
    marks: Marks,
}

pub(super) fn meaning(ast: &Ast) -> Result<Meaning, Nonsense> {
    match ast {
        Ast::Point(point) => {
            let Part {
                days,
                precision,
                marks,
            } = of_point(point)?;
            Ok(Meaning {
                extent: Extent::within(days),
                precision,
                marks,
            })
        }
        Ast::Interval(from, to) => interval(from, to),
        Ast::OneOf(members) => one_of(members),
        Ast::AllOf(members) => all_of(members),
    }
}

/// The precision of an interval is the coarser one of the ends that are given.
fn interval(from: &Bound, to: &Bound) -> Result<Meaning, Nonsense> {
    let start = of_bound(from)?;
    let end = of_bound(to)?;
    let marks = [start, end]
        .iter()
        .flatten()
        .fold(Marks::NONE, |marks, part| marks.and(part.marks));
    let marks = marks
        .and(Marks::OPEN.when(*from == Bound::Open || *to == Bound::Open))
        .and(Marks::UNKNOWN_START.when(*from == Bound::Unknown))
        .and(Marks::UNKNOWN_END.when(*to == Bound::Unknown));
    let precision = [start, end]
        .iter()
        .flatten()
        .map(|part| part.precision)
        .min()
        .ok_or(Nonsense::Nothing)?;
    let start = match (start, from) {
        (Some(part), _) => part.days,
        (None, Bound::Open) => Interval::day(FIRST),
        (None, _) => Interval::ALL,
    };
    let end = match (end, to) {
        (Some(part), _) => part.days,
        (None, Bound::Open) => Interval::day(LAST),
        (None, _) => Interval::ALL,
    };
    if start.earliest > end.latest {
        return Err(Nonsense::Reversed);
    }
    Ok(Meaning {
        extent: bounded(start, end),
        precision,
        marks,
    })
}

/// The days of beginning and end, without those that would end before the beginning.
fn bounded(start: Interval, end: Interval) -> Extent {
    Extent {
        start: Interval {
            earliest: start.earliest,
            latest: start.latest.min(end.latest),
        },
        end: Interval {
            earliest: end.earliest.max(start.earliest),
            latest: end.latest,
        },
    }
}

/// It is one of the members, so it lies somewhere between the first and the last day of all of them.
fn one_of(members: &[Member]) -> Result<Meaning, Nonsense> {
    let (start, end, precision, marks) = of_members(members)?;
    Ok(Meaning {
        extent: Extent::within(start.hull(&end)),
        precision,
        marks,
    })
}

/// It is all of the members, so it begins with the first and ends with the last of them.
fn all_of(members: &[Member]) -> Result<Meaning, Nonsense> {
    let (start, end, precision, marks) = of_members(members)?;
    Ok(Meaning {
        extent: bounded(start, end),
        precision,
        marks,
    })
}

/// The days on which the first of the members begins and the last one ends.
fn of_members(members: &[Member]) -> Result<(Interval, Interval, Precision, Marks), Nonsense> {
    let mut all: Option<(Interval, Interval, Precision, Marks)> = None;
    for member in members {
        let (start, end, precision, marks) = of_member(member)?;
        all = Some(match all {
            None => (start, end, precision, marks),
            Some((first, last, coarsest, all)) => (
                Interval {
                    earliest: first.earliest.min(start.earliest),
                    latest: first.latest.min(start.latest),
                },
                Interval {
                    earliest: last.earliest.max(end.earliest),
                    latest: last.latest.max(end.latest),
                },
                coarsest.min(precision),
                all.and(marks),
            ),
        });
    }
    all.ok_or(Nonsense::Nothing)
}

fn of_member(member: &Member) -> Result<(Interval, Interval, Precision, Marks), Nonsense> {
    Ok(match member {
        Member::One(point) => {
            let part = of_point(point)?;
            (part.days, part.days, part.precision, part.marks)
        }
        Member::Range(from, to) => {
            let (from, to) = (of_point(from)?, of_point(to)?);
            if from.days.earliest > to.days.latest {
                return Err(Nonsense::Reversed);
            }
            (
                from.days,
                to.days,
                from.precision.min(to.precision),
                from.marks.and(to.marks),
            )
        }
        Member::UpTo(point) => {
            let part = of_point(point)?;
            (
                Interval::day(FIRST),
                part.days,
                part.precision,
                part.marks.and(Marks::OPEN),
            )
        }
        Member::From(point) => {
            let part = of_point(point)?;
            (
                part.days,
                Interval::day(LAST),
                part.precision,
                part.marks.and(Marks::OPEN),
            )
        }
    })
}

fn of_bound(bound: &Bound) -> Result<Option<Part>, Nonsense> {
    match bound {
        Bound::Point(point) => of_point(point).map(Some),
        Bound::Open | Bound::Unknown => Ok(None),
    }
}

fn of_point(point: &Point) -> Result<Part, Nonsense> {
    let years = years(&point.year.value);
    let days = match &point.month {
        None => first_and_last(&years, |_| Some(((1, 1), (12, 31)))),
        Some(month) => match month.value.known().and_then(Season::new) {
            Some(season) => season_days(&years, season),
            None => first_and_last(&years, |leap| {
                month_days(leap, month.value, point.day.map(|day| day.value))
            }),
        },
    };
    let qualifier = point
        .qualifiers()
        .into_iter()
        .fold(Qualifier::default(), Qualifier::and);
    Ok(Part {
        days: days.ok_or(Nonsense::NoSuchDay)?,
        precision: precision(point),
        marks: Marks::UNCERTAIN
            .when(qualifier.uncertain)
            .and(Marks::APPROXIMATE.when(qualifier.approximate)),
    })
}

impl Point {
    /// What is said of year, month and day each: its own qualifier, and those behind it or further right.
    pub(in crate::dates) fn qualifiers(&self) -> [Qualifier; 3] {
        let mut right = self
            .time
            .as_ref()
            .map_or_else(Qualifier::default, |time| time.after);
        let mut of = |before: Qualifier, after: Qualifier| {
            right = right.and(after);
            right.and(before)
        };
        let day = self.day.map(|day| of(day.before, day.after));
        let month = self.month.map(|month| of(month.before, month.after));
        let year = of(self.year.before, self.year.after);
        [year, month.unwrap_or_default(), day.unwrap_or_default()]
    }
}

/// The precision is that of the coarsest component that has an unspecified digit, else of the finest one
/// written. An exponent or a number of significant digits makes a year as coarse as the digits that it leaves.
fn precision(point: &Point) -> Precision {
    let of_year = year_precision(&point.year.value);
    if of_year < Precision::Year {
        return of_year;
    }
    let Some(month) = point.month.map(|month| month.value) else {
        return Precision::Year;
    };
    match (month.known(), point.day.map(|day| day.value.known())) {
        (None, _) if month.is_blank() => Precision::Year,
        (None, _) => Precision::Season,
        (Some(month), _) if Season::new(month).is_some() => Precision::Season,
        (Some(_), None | Some(None)) => Precision::Month,
        (Some(_), Some(Some(_))) if point.time.is_some() => Precision::Time,
        (Some(_), Some(Some(_))) => Precision::Day,
    }
}

fn year_precision(year: &Year) -> Precision {
    let open_digits = match *year {
        Year::Four {
            digits, significant, ..
        } => match significant {
            Some(significant) => 4_u8.saturating_sub(significant),
            None => digits
                .0
                .iter()
                .position(|digit| *digit == b'X')
                .map_or(0, |at| 4 - at as u8),
        },
        Year::Long {
            mantissa,
            exponent,
            significant,
        } => match significant {
            Some(significant) => (digits_of(mantissa) + exponent.unwrap_or(0)).saturating_sub(significant),
            None => exponent.unwrap_or(0),
        },
    };
    match open_digits {
        0 => Precision::Year,
        1 => Precision::Decade,
        2 => Precision::Century,
        _ => Precision::Age,
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

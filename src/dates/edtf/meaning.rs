//! What was written → what it means: days, precision, qualifiers.
//!
//! Qualifiers say how far to trust a date; they do not widen its days. Digits that are unspecified do: the
//! days reach from the first to the last that the written digits allow.

use super::{
    super::{
        Extent, Interval, Precision,
        day::{FIRST, LAST},
    },
    ast::{Ast, Bound, Member, Point, Qualifier, Year},
    span::{Season, days_of, digits_of},
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
    let qualifier = point
        .qualifiers()
        .into_iter()
        .fold(Qualifier::default(), Qualifier::and);
    Ok(Part {
        days: days_of(point).ok_or(Nonsense::NoSuchDay)?,
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

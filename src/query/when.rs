//! Dates of a query → filters.
//!
//! A date of a query means the whole stretch of its days, however coarse it is: `during:1961` is any day of that
//! year. What is open about an *event's* date stays open, and `certainly:` asks for what must hold all the same.

use super::{
    ast::{Item, QueryError},
    fields::Key,
    plan::{Filter, Plan, Reference, Scope},
};
use crate::dates::{
    Allen, Edtf, Extent, Interval,
    day::{FIRST, LAST},
};

/// Wholly within.
const WITHIN: [Allen; 4] = [Allen::During, Allen::Starts, Allen::Finishes, Allen::Equals];
/// At least one day in common.
const TOUCHING: [Allen; 9] = [
    Allen::Overlaps,
    Allen::Starts,
    Allen::During,
    Allen::Finishes,
    Allen::Equals,
    Allen::FinishedBy,
    Allen::Contains,
    Allen::StartedBy,
    Allen::OverlappedBy,
];

/// What `key:item` says about time.
pub(super) fn filter(key: Key, item: &Item, certainly: bool, scope: &Scope) -> Result<Plan, QueryError> {
    let days = || days(item, scope);
    let interval = match key {
        Key::During => return allen(&WITHIN, item, certainly, scope),
        Key::Overlaps => return allen(&TOUCHING, item, certainly, scope),
        Key::Before => return allen(&[Allen::Before, Allen::Meets], item, certainly, scope),
        Key::After => return allen(&[Allen::After, Allen::MetBy], item, certainly, scope),
        Key::Known => return days().map(|days| Plan::Filter(Filter::Known(days.latest))),
        Key::Day => return month_day(item),
        Key::Since => Interval {
            earliest: days()?.earliest,
            latest: LAST,
        },
        Key::Until => Interval {
            earliest: FIRST,
            latest: days()?.latest,
        },
        Key::Year => year(item, scope)?,
        _ => days()?,
    };
    if interval.earliest == FIRST && interval.latest == LAST {
        return Ok(Plan::All);
    }
    Ok(Plan::Filter(if certainly {
        Filter::Allen {
            relations: TOUCHING.to_vec(),
            reference: Reference::Extent(whole(interval)),
            certainly,
        }
    } else {
        Filter::Touches(interval)
    }))
}

fn allen(relations: &[Allen], item: &Item, certainly: bool, scope: &Scope) -> Result<Plan, QueryError> {
    let id = item.text.trim();
    let reference = match (scope.event)(id) {
        Some(extent) => Reference::Event(id.into(), extent),
        None => Reference::Extent(whole(days(item, scope).map_err(|error| {
            let looks_like_id = id.contains(char::is_alphabetic) && !id.contains('/');
            if looks_like_id {
                QueryError::new(
                    format!("`{id}` is neither a date nor the id of an event"),
                    item.span.clone(),
                )
                .help("write a date, as `2022-02-24/..` or `1961`, or an id as `annals list` shows it")
            } else {
                error
            }
        })?)),
    };
    Ok(Plan::Filter(Filter::Allen {
        relations: relations.to_vec(),
        reference,
        certainly,
    }))
}

/// Something that lasts from the first to the last day of `interval`, for certain.
fn whole(interval: Interval) -> Extent {
    let day = |day| Interval {
        earliest: day,
        latest: day,
    };
    Extent {
        start: day(interval.earliest),
        end: day(interval.latest),
    }
}

/// The days of a date in EDTF, in which `today`, `yesterday` and `tomorrow` stand for a day.
fn days(item: &Item, scope: &Scope) -> Result<Interval, QueryError> {
    let written = item.text.trim();
    let Some((from, to)) = written.split_once('/') else {
        return side(written, item, scope);
    };
    if named_day(from, scope).is_none() && named_day(to, scope).is_none() {
        return date(written, item);
    }
    let bound = |text: &str, open| match text {
        "" | ".." => Ok(Interval {
            earliest: open,
            latest: open,
        }),
        text => side(text, item, scope),
    };
    let (from, to) = (bound(from, FIRST)?, bound(to, LAST)?);
    if from.earliest > to.latest {
        return Err(
            QueryError::new(format!("`{written}` ends before it begins"), item.span.clone())
                .help("write the earlier date first"),
        );
    }
    Ok(Interval {
        earliest: from.earliest,
        latest: to.latest,
    })
}

fn side(text: &str, item: &Item, scope: &Scope) -> Result<Interval, QueryError> {
    match named_day(text, scope) {
        Some(day) => Ok(Interval {
            earliest: day,
            latest: day,
        }),
        None => date(text, item),
    }
}

fn named_day(word: &str, scope: &Scope) -> Option<i64> {
    DAYS.iter()
        .find(|(name, ..)| name.eq_ignore_ascii_case(word.trim()))
        .map(|(_, off, _)| scope.today + off)
}

/// Words for days, counted from today, with what they mean.
pub(super) const DAYS: [(&str, i64, &str); 3] = [
    ("today", 0, "this day"),
    ("yesterday", -1, "the day before"),
    ("tomorrow", 1, "the day after"),
];

fn date(text: &str, item: &Item) -> Result<Interval, QueryError> {
    Edtf::parse(text).map(|date| date.interval()).map_err(|error| {
        let said = QueryError::new(error.message, item.span.clone());
        match error.help {
            Some(help) => said.help(help),
            None => said.help("write a date as `1961`, `2023-09`, `2024-06-18` or `2022-02-24/..`"),
        }
    })
}

/// A year in digits, or any date that is no finer than a year.
fn year(item: &Item, scope: &Scope) -> Result<Interval, QueryError> {
    let written = item.text.trim();
    let edtf = match written.parse::<i64>() {
        Ok(year @ -9999..=-1) => format!("-{:04}", -year),
        Ok(year @ 0..=9999) => format!("{year:04}"),
        Ok(year) => format!("Y{year}"),
        Err(_) => written.to_owned(),
    };
    let error = || {
        QueryError::new(format!("`{written}` is not a year"), item.span.clone())
            .help("write `1961`, `196X` for a decade, or `1961/1965`; for other dates `on:2023-09`")
    };
    match named_day(written, scope) {
        Some(_) => Err(error()),
        None => match Edtf::parse(&edtf) {
            Ok(date) if date.precision() <= crate::dates::Precision::Year => Ok(date.interval()),
            _ => Err(error()),
        },
    }
}

/// `06-18`, month first; also as ISO 8601 wrote it, `--06-18`.
fn month_day(item: &Item) -> Result<Plan, QueryError> {
    const LENGTHS: [u8; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let written = item.text.trim();
    let wrong = |message: String| {
        Err(QueryError::new(message, item.span.clone()).help("write month and day, as `06-18`"))
    };
    let digits = |text: &str| -> Option<u8> {
        ((1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| text.parse().ok())?
    };
    let parts = written.strip_prefix("--").unwrap_or(written).split_once('-');
    let Some((month, day)) = parts.and_then(|(month, day)| Some((digits(month)?, digits(day)?))) else {
        return wrong(format!("`{written}` is not a month and a day"));
    };
    let Some(length) = usize::from(month)
        .checked_sub(1)
        .and_then(|index| LENGTHS.get(index))
    else {
        return wrong(format!("there is no month {month}; the month stands first"));
    };
    if !(1..=*length).contains(&day) {
        return wrong(format!("month {month} has no day {day}"));
    }
    Ok(Plan::Filter(Filter::MonthDay(month, day)))
}

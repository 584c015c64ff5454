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
    Allen, Civil, Day, Edtf, Extent, Interval, Precision,
    day::{FIRST, LAST, written_year},
    words::month_name,
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
        Key::Day => return month_day(item, scope),
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
            reference: Reference::Extent(Extent::exactly(interval)),
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
        None => Reference::Extent(Extent::exactly(days(item, scope).map_err(|error| {
            let looks_like_id = id.contains(char::is_alphabetic) && !id.contains('/');
            if looks_like_id {
                QueryError::new(
                    format!("`{id}` is neither a date nor the id of an event."),
                    item.span.clone(),
                )
                .help("Write a date, as `2022-02-24/..` or `1961`, or an id as `annals list` shows it.")
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
            QueryError::new(format!("`{written}` ends before it begins."), item.span.clone())
                .help("Write the earlier date first."),
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

fn named_day(word: &str, scope: &Scope) -> Option<Day> {
    DAYS.iter()
        .find(|(name, ..)| name.eq_ignore_ascii_case(word.trim()))
        .map(|(_, off, _)| scope.today + off)
}

/// Words for days, counted from today, with what they mean.
pub(super) const DAYS: [(&str, Day, &str); 3] = [
    ("today", 0, "this day"),
    ("yesterday", -1, "the day before"),
    ("tomorrow", 1, "the day after"),
];

fn date(text: &str, item: &Item) -> Result<Interval, QueryError> {
    Edtf::parse(text).map(|date| date.interval()).map_err(|error| {
        // In a bare value, the bytes of the date are bytes of the query.
        let place = item.text.find(text).filter(|_| !item.quoted && !item.exact);
        let span = place
            .filter(|_| text.get(error.span.clone()).is_some_and(|part| !part.is_empty()))
            .map_or(item.span.clone(), |at| {
                let start = item.span.start + at;
                start + error.span.start..start + error.span.end
            });
        let said = QueryError::new(error.message, span);
        match error.help {
            Some(help) => said.help(help),
            None => said.help("Write a date as `1961`, `2023-09`, `2024-06-18` or `2022-02-24/..`."),
        }
    })
}

/// A year in digits, or any date that is no finer than a year.
fn year(item: &Item, scope: &Scope) -> Result<Interval, QueryError> {
    let written = item.text.trim();
    let edtf = written.parse().map_or_else(|_| written.to_owned(), written_year);
    let error = || {
        QueryError::new(format!("`{written}` is not a year."), item.span.clone())
            .help("Write `1961`, `196X` for a decade, or `1961/1965`; for other dates `on:2023-09`.")
    };
    match named_day(written, scope) {
        Some(_) => Err(error()),
        None => match Edtf::parse(&edtf) {
            Ok(date) if date.precision() <= Precision::Year => Ok(date.interval()),
            _ => Err(error()),
        },
    }
}

/// `06-18`, month first; also as ISO 8601 wrote it, `--06-18`.
fn month_day(item: &Item, scope: &Scope) -> Result<Plan, QueryError> {
    // Of a leap year, so that 29 February is a day.
    const YEAR: i64 = 2000;
    let written = item.text.trim();
    if let Some(day) = named_day(written, scope) {
        let civil = Civil::from_day(day);
        return Ok(Plan::Filter(Filter::MonthDay(civil.month, civil.day)));
    }
    let wrong = |message: String| {
        Err(QueryError::new(message, item.span.clone()).help("Write month and day, as `06-18`."))
    };
    let digits = |text: &str| -> Option<u8> {
        ((1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| text.parse().ok())?
    };
    let parts = written.strip_prefix("--").unwrap_or(written).split_once('-');
    let Some((month, day)) = parts.and_then(|(month, day)| Some((digits(month)?, digits(day)?))) else {
        return wrong(format!("`{written}` is not a month and a day."));
    };
    if !(1..=12).contains(&month) {
        return wrong(format!("There is no month {month}; the month stands first."));
    }
    if Civil::new(YEAR, month, day).is_none() {
        return wrong(format!("{} has no day {day}.", month_name(month)));
    }
    Ok(Plan::Filter(Filter::MonthDay(month, day)))
}

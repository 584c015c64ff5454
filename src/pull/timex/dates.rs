//! Time expressions → dates that an event can have: the ends of a range are one, and so are a duration and the
//! day with which it begins.

use super::{
    find::find_in,
    language::Language,
    token::tokens,
    types::{EventDate, Kind, Timex},
};
use crate::dates::{Civil, Day, Edtf, Precision};

/// Between a duration and its first day stand no more bytes than this.
const FARTHEST: usize = 60;
/// "A two-day visit", "a six-week trip": longer ones are not taken for one event's days.
const LONGEST: Day = 120;

/// "The worst earthquake in the country since": so many words before it show that "since" only compares.
const COMPARED: usize = 7;

/// The dates of `text` that an event can have, in order, made of the expressions that [`find`](super::find) found in it.
///
/// Each expression with an [`Timex::edtf`] is in one of them. A range ("from 2003 to 2009") is one date, a list ("in
/// 1961, 2000 and 2001") is several. "Since 2003" is open at its end. "A two-day visit starting Tuesday" and "arrives on Tuesday for a two-day visit" are
/// one date of two days.
///
/// ```
/// use annals::{dates::Civil, pull::timex::{event_dates, find}};
///
/// let published = Civil { year: 2024, month: 6, day: 17 }.to_day();
/// let text = "He is to make a two-day visit starting Tuesday, after the talks of June 13–15.";
/// let dates = event_dates(text, &find(text, Some(published)));
/// let dates: Vec<&str> = dates.iter().map(|date| date.edtf.as_str()).collect();
/// assert_eq!(dates, ["2024-06-18/2024-06-19", "2024-06-13/2024-06-15"]);
/// ```
pub fn event_dates(text: &str, timexes: &[Timex]) -> Vec<EventDate> {
    let mut dates = Vec::new();
    let mut at = 0;
    while let Some(timex) = timexes.get(at) {
        let next = timexes.get(at + 1);
        let both = next.and_then(|next| {
            range(timex, next)
                .or_else(|| lasting(text, timex, next))
                .or_else(|| began(text, timex, next))
        });
        let (edtf, last, count) = match (both, next) {
            (Some(edtf), Some(next)) => (Some(edtf), next, 2),
            _ => (timex.edtf.as_ref().map(|edtf| since(text, timex, edtf)), timex, 1),
        };
        if let Some(edtf) = edtf {
            dates.push(EventDate {
                bytes: timex.bytes.start..last.bytes.end,
                edtf,
                timexes: at..at + count,
            });
        }
        at += count;
    }
    dates
}

/// The interval of two ends.
fn range(from: &Timex, to: &Timex) -> Option<Edtf> {
    if !from.range_with_next {
        return None;
    }
    let (from, to) = (from.edtf.as_ref()?.as_str(), to.edtf.as_ref()?.as_str());
    // An end that is an interval itself, as a week, gives its own first or last day.
    let from = from.split('/').next()?;
    let to = to.rsplit('/').next()?;
    Edtf::parse(&format!("{from}/{to}")).ok()
}

/// "A two-day visit starting Tuesday."
fn lasting(text: &str, duration: &Timex, day: &Timex) -> Option<Edtf> {
    let between = between(text, duration, day)?;
    let language = Language::english();
    let class = language.lexicon.class("STARTING")?;
    let words = tokens(between, &language.lexicon);
    let starts = (0..words.len()).any(|at| language.lexicon.value_at(&words, at, class).is_some());
    let leads = !between.contains(['.', ';', '?', '!']) && starts;
    leads.then(|| days(day, duration)).flatten()
}

/// "Arrives on Tuesday for a two-day visit."
fn began(text: &str, day: &Timex, duration: &Timex) -> Option<Edtf> {
    let between = between(text, day, duration)?;
    let language = Language::english();
    let class = language.lexicon.class("LASTING")?;
    let words = tokens(between, &language.lexicon);
    let first = language.lexicon.value_at(&words, 0, class).is_some();
    (first && words.len() <= 3).then(|| days(day, duration)).flatten()
}

/// "Since 2003" lasts; "for the first time since 2003" does not.
fn since(text: &str, timex: &Timex, edtf: &Edtf) -> Edtf {
    let lasting = || {
        let before = text.get(..timex.bytes.start)?;
        let first = before
            .char_indices()
            .rev()
            .nth(FARTHEST)
            .map_or(0, |(start, _)| start);
        let lexicon = &Language::english().lexicon;
        let words = tokens(before.get(first..)?.rsplit(['.', ';', '?', '!']).next()?, lexicon);
        let (since, record, leading) = (
            lexicon.class("SINCE")?,
            lexicon.class("RECORD")?,
            lexicon.class("LEADING")?,
        );
        let is = |at: usize, class| lexicon.value_at(&words, at, class).is_some();
        let last = words.len().checked_sub(1)?;
        let last = if is(last, leading) {
            last.checked_sub(1)?
        } else {
            last
        };
        let compared = (last.saturating_sub(COMPARED)..last).any(|at| is(at, record));
        let from = edtf.as_str().split('/').next()?;
        let open = is(last, since) && !compared;
        open.then(|| Edtf::parse(&format!("{from}/..")).ok()).flatten()
    };
    lasting().unwrap_or_else(|| edtf.clone())
}

fn between<'a>(text: &'a str, first: &Timex, second: &Timex) -> Option<&'a str> {
    text.get(first.bytes.end..second.bytes.start)
        .filter(|between| between.len() <= FARTHEST)
}

/// So many days from a day on.
fn days(day: &Timex, duration: &Timex) -> Option<Edtf> {
    if duration.kind != Kind::Duration || day.kind == Kind::Duration {
        return None;
    }
    let date = day
        .edtf
        .as_ref()
        .filter(|edtf| edtf.precision() == Precision::Day)?;
    let first = date.interval().earliest;
    let length = duration.value.strip_prefix('P')?;
    let length: Day = match length.strip_suffix('D') {
        Some(days) => days.parse().ok()?,
        None => length.strip_suffix('W')?.parse::<Day>().ok()?.checked_mul(7)?,
    };
    if first != date.interval().latest || !(2..=LONGEST).contains(&length) {
        return None;
    }
    let last = Civil::from_day(first + length - 1).iso();
    Edtf::parse(&format!("{}/{last}", Civil::from_day(first).iso())).ok()
}

/// The one date that is all of `text`, but for marks at its end.
pub(super) fn whole(text: &str, today: Day) -> Option<(Edtf, bool)> {
    let timexes = find_in(text, Some(today), Language::english());
    let mut dates = event_dates(text, &timexes).into_iter();
    let (date, None) = (dates.next()?, dates.next()) else {
        return None;
    };
    let before = text.get(..date.bytes.start)?;
    let behind = text.get(date.bytes.end..)?;
    let lexicon = &Language::english().lexicon;
    let class = lexicon.class("LEADING")?;
    let words = tokens(before, lexicon);
    let leading =
        words.len() <= 2 && (0..words.len()).all(|at| lexicon.value_at(&words, at, class).is_some());
    let all = leading
        && behind
            .trim_matches(|c: char| c.is_whitespace() || ".,;".contains(c))
            .is_empty()
        && date.timexes.len() == timexes.len();
    let guessed = timexes.iter().any(|timex| timex.direction.is_some());
    all.then_some((date.edtf, guessed))
}

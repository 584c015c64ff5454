//! The time that a text is about: which year "on 2 November" is of, where the article has told of 1956.
//!
//! Time expressions are read one by one, against the day of publication. Here they are read as a reader does who comes
//! from the sentence before: "that August", "the following February", and, in what is about the past, a day without a
//! year.

use super::{scan::Para, timex::EventDate};
use crate::{
    dates::{Civil, Day, Edtf, Precision},
    text::fold,
};

/// Years between publication and the time told, from which on what has no year is of that time.
const LONG_AGO: i64 = 2;
/// Heads with a date that make a chronology.
const ITEMS: usize = 3;
/// Dates of long ago that make an article one about the past.
const MANY: usize = 3;

/// Where the telling stands.
#[derive(Clone, Copy, Default)]
struct Now {
    year: i64,
    /// 0 where only the year is known.
    month: u8,
    day: u8,
}

/// How a date stands in its article.
#[derive(Clone, Copy)]
struct How {
    /// A part of it was looked for from the day of publication.
    incomplete: bool,
    /// The time told goes on from paragraph to paragraph.
    carries: bool,
    /// It heads an item of a chronology, which come one after the other.
    item: bool,
}

/// Gives dates without a year the one that the text is about, and leaves out what is no date by itself.
pub(super) fn settle(paras: &mut [Para<'_>], published: Day) {
    let this_year = Civil::from_day(published).year;
    let past = is_past(paras, this_year);
    let heads = paras.iter().filter(|para| head_date(para).is_some()).count();
    let chronology = heads >= ITEMS;
    let mut now: Option<Now> = None;
    let mut last_head: Option<Now> = None;
    for para in paras {
        let head = chronology && head_date(para).is_some();
        if head {
            now = last_head;
        } else if !past && !chronology {
            now = None;
        }
        let dates = std::mem::take(&mut para.dates);
        let flags = std::mem::take(&mut para.incomplete);
        let mut kept: Vec<EventDate> = Vec::with_capacity(dates.len());
        for (index, (mut date, incomplete)) in dates.into_iter().zip(flags).enumerate() {
            let said = fold(para.text.get(date.bytes.clone()).unwrap_or_default());
            if hangs(&said) || is_number_of_a_document(para.text, &date) {
                continue;
            }
            if let Some(last) = kept.last().filter(|_| counts_days(&said)) {
                // "a day later", where only the month is known.
                if last.edtf.precision() == Precision::Month {
                    date.edtf = last.edtf.clone();
                }
            }
            if of_that_year(&mut kept, &date, &said, para.text, now) {
                continue;
            }
            // "the following evening", in what is about the past: not the evening after publication.
            let own = Civil::from_day(date.edtf.interval().earliest).year;
            if past && own == this_year && !has_month(&said) && !has_year(&said) && !is_of_now(&said) {
                continue;
            }
            let item = head && index == 0;
            let incomplete = incomplete || !has_year(&said) && has_month(&said);
            let carries = item || chronology || past;
            let how = How {
                incomplete,
                carries,
                item,
            };
            if let Some(moved) = moved(&date, &said, para.text, how, now, this_year) {
                date.edtf = moved;
            }
            // "the treaty of 1967" names a treaty, and tells nothing of that year.
            let named = date.edtf.precision() == Precision::Year && before(para.text, &date).ends_with(" of");
            let goes_on = has_year(&said)
                || said.contains("years ago")
                || (carries && has_month(&said))
                || demonstrative(para.text, &date);
            if goes_on && !named && !para.heading && !date.edtf.as_str().contains('/') {
                step(&mut now, &date);
            }
            if item {
                last_head = now;
            }
            kept.push(date);
        }
        para.incomplete = vec![false; kept.len()];
        para.dates = kept;
        para.place_dates();
        if head {
            para.item = para.date_at.first().copied().flatten();
        }
    }
}

/// "three days before", "the same day": they hang on an event, and are no dates by themselves.
fn hangs(said: &str) -> bool {
    ["before", "after", "same day", "that day"]
        .iter()
        .any(|end| said.ends_with(end))
}

/// "resolution 1718 (2006)".
fn is_number_of_a_document(text: &str, date: &EventDate) -> bool {
    let before = text.get(..date.bytes.start).unwrap_or_default();
    let number = before.strip_suffix('(').map(str::trim_end);
    number.is_some_and(|text| text.ends_with(|c: char| c.is_ascii_digit()))
        && text
            .get(date.bytes.end..)
            .is_some_and(|text| text.starts_with(')'))
}

/// "a day later", "six days earlier".
fn counts_days(said: &str) -> bool {
    (said.contains("day") || said.contains("week")) && (said.ends_with("later") || said.ends_with("earlier"))
}

/// Whether nearly all dates are of long ago.
fn is_past(paras: &[Para<'_>], this_year: i64) -> bool {
    let (mut old, mut recent) = (0, 0);
    for para in paras.iter().filter(|para| !para.heading) {
        for date in &para.dates {
            let said = fold(para.text.get(date.bytes.clone()).unwrap_or_default());
            let year = Civil::from_day(date.edtf.interval().earliest).year;
            let years = has_year(&said) || said.contains("years ago");
            if years && (this_year - year).abs() >= LONG_AGO {
                old += 1;
            } else if years || is_of_now(&said) {
                recent += 1;
            }
        }
    }
    old >= MANY && recent * MANY <= old
}

/// Whether an expression is counted from the day of publication: "on Tuesday", "last month", "yesterday".
fn is_of_now(said: &str) -> bool {
    const NOW: &[&str] = &[
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "today",
        "yesterday",
        "tomorrow",
        "tonight",
        "this",
        "last",
        "next",
    ];
    said.split(|c: char| !c.is_alphabetic())
        .any(|word| NOW.contains(&word))
}

/// Whether an expression says the year.
fn has_year(said: &str) -> bool {
    let digits = said.split(|c: char| !c.is_ascii_digit());
    digits.into_iter().any(|number| number.len() == 4)
}

/// Whether it names a month.
fn has_month(said: &str) -> bool {
    const MONTHS: &[&str] = &[
        "jan",
        "feb",
        "mar",
        "apr",
        "may",
        "jun",
        "jul",
        "aug",
        "sep",
        "oct",
        "nov",
        "dec",
        "christmas",
        "easter",
    ];
    let mut words = said.split(|c: char| !c.is_alphabetic());
    words.any(|word| MONTHS.iter().any(|month| word.starts_with(month)))
}

/// The date at the head of a paragraph, as chronologies have it: "28 November 1975: ", "April 1974 - ".
fn head_date<'p>(para: &'p Para<'_>) -> Option<&'p EventDate> {
    const FAR: usize = 9;
    let first = para.date_at.first().copied().flatten()?;
    let end =
        (0..FAR.min(para.tokens.len())).find(|&at| para.date_at.get(at).copied().flatten() != Some(first))?;
    matches!(para.word(end), ":" | "-" | "—").then(|| para.dates.get(first))?
}

/// "in December of that year": two expressions, one date, which is the one before.
fn of_that_year(kept: &mut [EventDate], date: &EventDate, said: &str, text: &str, now: Option<Now>) -> bool {
    let that = said.ends_with("that year") || said.ends_with("same year");
    let Some((now, last)) = now
        .zip(kept.last_mut())
        .filter(|_| that && date.edtf.precision() == Precision::Year)
    else {
        return false;
    };
    let between = text.get(last.bytes.end..date.bytes.start).map(str::trim);
    let month = Civil::from_day(last.edtf.interval().earliest).month;
    if between != Some("of") {
        return false;
    }
    let Ok(moved) = Edtf::parse(&format!("{:04}-{month:02}", now.year)) else {
        return false;
    };
    last.edtf = moved;
    last.bytes.end = date.bytes.end;
    true
}

/// "that August", "of that October".
fn demonstrative(text: &str, date: &EventDate) -> bool {
    before(text, date).ends_with(" that")
}

/// The few words before a date, folded.
fn before(text: &str, date: &EventDate) -> String {
    const FAR: usize = 20;
    let start = text.floor_char_boundary(date.bytes.start.saturating_sub(FAR));
    format!(
        " {}",
        fold(text.get(start..date.bytes.start).unwrap_or_default().trim_end())
    )
}

/// A date of the time that the text is about, where it has no year of its own.
fn moved(
    date: &EventDate,
    said: &str,
    text: &str,
    how: How,
    now: Option<Now>,
    this_year: i64,
) -> Option<Edtf> {
    let now = now?;
    let precision = date.edtf.precision();
    let named = precision == Precision::Month
        || precision == Precision::Day
            && (said.contains(|c: char| c.is_ascii_digit())
                || said.contains("christmas")
                || said.contains("easter"));
    if !named || date.edtf.as_str().contains('/') {
        return None;
    }
    let own = Civil::from_day(date.edtf.interval().earliest);
    let words = before(text, date);
    let earlier =
        (own.month, own.day) < (now.month, now.day) && (precision == Precision::Day || own.month < now.month);
    let year = if words.ends_with("the following") && !said.contains(|c: char| c.is_ascii_digit()) {
        now.year + i64::from(own.month <= now.month)
    } else if said.ends_with("that year") || demonstrative(text, date) {
        now.year
    } else if text
        .get(date.bytes.end..)
        .is_some_and(|text| text.starts_with(" last year") || text.starts_with(" this year"))
    {
        return None;
    } else if how.incomplete && how.carries && is_bare(said) {
        // The telling goes on: January, after November, is that of the next year.
        now.year + i64::from(now.month > 0 && earlier && (how.item || far_back(own, now)))
    } else if how.incomplete && is_bare(said) && (this_year - now.year).abs() >= LONG_AGO {
        now.year
    } else {
        return None;
    };
    if year > this_year {
        return None;
    }
    let text = match precision {
        Precision::Month => format!("{year:04}-{:02}", own.month),
        _ => format!("{year:04}-{:02}-{:02}", own.month, own.day),
    };
    Edtf::parse(&text).ok()
}

/// Whether a date says no more than a day and a month: not "last June", not "this April".
fn is_bare(said: &str) -> bool {
    const COUNTED: &[&str] = &[
        "last", "this", "next", "past", "coming", "ago", "later", "earlier",
    ];
    !said.split(' ').any(|word| COUNTED.contains(&word))
}

/// Whether a month lies so far before where the telling stands that it is rather that of the next year.
fn far_back(own: Civil, now: Now) -> bool {
    const MONTHS: u8 = 3;
    now.month.saturating_sub(own.month) > MONTHS
}

/// The telling goes on to a date.
fn step(now: &mut Option<Now>, date: &EventDate) {
    let own = Civil::from_day(date.edtf.interval().earliest);
    let next = match date.edtf.precision() {
        Precision::Year => Now {
            year: own.year,
            month: 0,
            day: 0,
        },
        Precision::Month => Now {
            year: own.year,
            month: own.month,
            day: 0,
        },
        Precision::Day => Now {
            year: own.year,
            month: own.month,
            day: own.day,
        },
        _ => return,
    };
    // A year by itself that lies before is looked back to, and not told of.
    let back = now.is_some_and(|now| now.month > 0 && next.month == 0 && next.year < now.year);
    if !back {
        *now = Some(next);
    }
}

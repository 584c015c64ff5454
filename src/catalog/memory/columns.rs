//! What is known of every event, one array a field, in the order of time.

use std::{io, sync::OnceLock};

use super::{
    bits::{BITS, Bits},
    flat::{Flat, Reader, Writer},
};
use crate::{
    dates::{
        Civil, Day, Extent, Interval, Precision,
        day::{FIRST, LAST},
    },
    model::{Category, Event, Severity, Status, Term},
    places::Code,
    query::{Has, Is},
};

/// Events of so many at once share the latest day that is looked at first.
const BLOCK: usize = 64;
/// A word of a vocabulary that is none.
const WRITTEN: u8 = u8::MAX;

/// What a date or a record is, a bit each.
const APPROXIMATE: u8 = 1;
const UNCERTAIN: u8 = 1 << 1;
const CLAIMED: u8 = 1 << 2;
const WARNING: u8 = 1 << 3;
const ERROR: u8 = 1 << 4;

/// One array a field, one element an event.
#[derive(Debug, Default)]
pub struct Columns {
    /// First day, ascending.
    pub earliest: Flat<Day>,
    /// Last day.
    pub latest: Flat<Day>,
    /// The last day on which it may have begun, and the first on which it may have ended.
    begun: Flat<Day>,
    ended: Flat<Day>,
    /// The earliest day on which a source may have been published; [`LAST`] without one.
    pub known: Flat<Day>,
    /// By numbers of the vocabularies; [`WRITTEN`] for other words.
    precisions: Flat<u8>,
    categories: Flat<u8>,
    statuses: Flat<u8>,
    significances: Flat<u8>,
    marks: Flat<u8>,
    /// Month and day, as [`month_day`] makes one number of them, of what happened on one known day; else 0.
    month_days: Flat<u16>,
    /// Those of no single day, ascending.
    pub others: Flat<u32>,
    /// The known countries of all events, one event behind the other.
    codes: Flat<u16>,
    /// The same, once they were asked for.
    decoded: OnceLock<Vec<Code>>,
    /// Where those of each event begin, and where the last ends.
    code_starts: Flat<u32>,
    /// The latest known last day of any of every [`BLOCK`] events; [`FIRST`] without one.
    block_latest: Flat<Day>,
    /// The spans among the events.
    pub spans: Spans,
}

/// A day of any year as one number above 0.
pub fn month_day(month: u8, day: u8) -> u16 {
    u16::from(month) << u8::BITS | u16::from(day)
}

fn known_word<T: Copy>(term: &Term<T>, number: impl FnOnce(T) -> u8) -> u8 {
    term.known().map_or(WRITTEN, number)
}

impl Columns {
    /// From events in the order of time.
    pub fn new(events: &[Event]) -> Self {
        let extents: Vec<Extent> = events.iter().map(|event| event.date.extent()).collect();
        let latest: Vec<Day> = extents.iter().map(|extent| extent.hull().latest).collect();
        let earliest: Vec<Day> = extents.iter().map(|extent| extent.hull().earliest).collect();
        let mut codes = Vec::new();
        let mut code_starts = vec![0];
        for event in events {
            let known = event.countries.iter().filter_map(Term::known);
            codes.extend(known.map(|code| code.index() as u16));
            code_starts.push(codes.len() as u32);
        }
        let bytes = |byte: &dyn Fn(&Event) -> u8| Flat::from(events.iter().map(byte).collect::<Vec<u8>>());
        let block = |block: &[Day]| {
            block
                .iter()
                .copied()
                .filter(|day| *day != LAST)
                .max()
                .unwrap_or(FIRST)
        };
        Self {
            precisions: bytes(&|event| event.date.precision() as u8),
            categories: bytes(&|event| known_word(&event.category, |word| word as u8)),
            statuses: bytes(&|event| known_word(&event.status, |word| word as u8)),
            significances: bytes(&|event| event.significance),
            marks: bytes(&marks),
            month_days: extents.iter().map(month_day_of).collect::<Vec<_>>().into(),
            others: (0..)
                .zip(&extents)
                .filter(|(_, extent)| single_day(extent).is_none())
                .map(|(number, _)| number)
                .collect::<Vec<u32>>()
                .into(),
            block_latest: latest.chunks(BLOCK).map(block).collect::<Vec<_>>().into(),
            spans: Spans::new(&extents, &latest),
            earliest: earliest.into(),
            latest: latest.into(),
            begun: extents
                .iter()
                .map(|extent| extent.start.latest)
                .collect::<Vec<_>>()
                .into(),
            ended: extents
                .iter()
                .map(|extent| extent.end.earliest)
                .collect::<Vec<_>>()
                .into(),
            known: events.iter().map(first_known).collect::<Vec<_>>().into(),
            codes: codes.into(),
            code_starts: code_starts.into(),
            decoded: OnceLock::new(),
        }
    }

    /// How many events.
    pub fn len(&self) -> usize {
        self.earliest.len()
    }

    /// What is known of beginning and end of an event.
    pub fn extent(&self, event: usize) -> Extent {
        Extent {
            start: Interval {
                earliest: self.earliest[event],
                latest: self.begun[event],
            },
            end: Interval {
                earliest: self.ended[event],
                latest: self.latest[event],
            },
        }
    }

    /// How precisely its date is known.
    pub fn precision(&self, event: usize) -> Precision {
        let number = usize::from(self.precisions[event]);
        Precision::ALL.get(number).copied().unwrap_or(Precision::ALL[0])
    }

    /// Its category, if that is of the vocabulary.
    pub fn category(&self, event: usize) -> Option<Category> {
        Category::ALL.get(usize::from(self.categories[event])).copied()
    }

    /// Its status, if that is of the vocabulary.
    pub fn status(&self, event: usize) -> Option<Status> {
        Status::ALL.get(usize::from(self.statuses[event])).copied()
    }

    /// 1–5.
    pub fn significance(&self, event: usize) -> u8 {
        self.significances[event]
    }

    /// Whether its date is approximate, whether it is uncertain, and whether it has claims.
    pub fn marks(&self, event: usize) -> (bool, bool, bool) {
        let marks = self.marks[event];
        let has = |mark: u8| marks & mark != 0;
        (has(APPROXIMATE), has(UNCERTAIN), has(CLAIMED))
    }

    /// The worst finding about it that shows in its own file.
    pub fn flaw(&self, event: usize) -> Option<Severity> {
        match self.marks[event] {
            marks if marks & ERROR != 0 => Some(Severity::Error),
            marks if marks & WARNING != 0 => Some(Severity::Warning),
            _ => None,
        }
    }

    /// The known countries of an event, in the order written.
    pub fn codes(&self, event: usize) -> &[Code] {
        let decoded = self.decoded.get_or_init(|| {
            let code = |index: &u16| Code::from_index(usize::from(*index));
            let codes: Option<Vec<Code>> = self.codes.iter().map(code).collect();
            codes.unwrap_or_default()
        });
        let (start, end) = (self.code_starts[event], self.code_starts[event + 1]);
        decoded.get(start as usize..end as usize).unwrap_or_default()
    }

    /// How many events begin before `day`.
    pub fn before(&self, day: Day) -> usize {
        self.earliest.partition_point(|earliest| *earliest < day)
    }

    /// The events that can touch a day of `days`.
    pub fn touching(&self, days: Interval) -> Bits {
        let mut found = self.lasting_until(days.earliest);
        let begun = self.before(days.earliest);
        found.insert_range(begun..self.begun_until(days.latest));
        found
    }

    /// The events that begin before `day` and may last until it.
    pub fn lasting_until(&self, day: Day) -> Bits {
        let begun = self.before(day);
        let mut found = Bits::none(self.len());
        let latest = self.latest.get(..begun).unwrap_or_default();
        for (number, last) in latest.iter().enumerate() {
            if *last >= day {
                found.insert(number);
            }
        }
        found
    }

    /// How many events begin on `day` or before.
    pub fn begun_until(&self, day: Day) -> usize {
        self.earliest.partition_point(|earliest| *earliest <= day)
    }

    /// The events that certainly touched this day of some year.
    pub fn on_month_day(&self, month: u8, day: u8) -> Bits {
        let wanted = month_day(month, day);
        let month_days = &*self.month_days;
        let mut found = Bits::of(month_days.len(), |event| month_days[event] == wanted);
        for &event in &*self.others {
            if touches_month_day(&self.extent(event as usize), month, day) {
                found.insert(event as usize);
            }
        }
        found
    }

    /// The latest known last day of the events of a selection, if that is behind `than`.
    pub fn latest_of(&self, selection: &Bits, than: Option<Day>) -> Option<Day> {
        let latest = &*self.latest;
        let mut found = than;
        for (block, most) in self.block_latest.iter().enumerate().rev() {
            if found.is_some_and(|found| *most <= found) {
                continue;
            }
            let numbers = selection
                .iter_from(block * BLOCK)
                .take_while(|event| *event < (block + 1) * BLOCK);
            let of_block = numbers
                .map(|event| latest[event])
                .filter(|day| *day != LAST && *day != FIRST)
                .max();
            found = found.max(of_block);
        }
        found
    }

    /// Writes them.
    pub fn save(&self, to: &mut Writer<'_>) -> io::Result<()> {
        for days in [
            &self.earliest,
            &self.latest,
            &self.begun,
            &self.ended,
            &self.known,
        ] {
            to.flat(days)?;
        }
        for bytes in [
            &self.precisions,
            &self.categories,
            &self.statuses,
            &self.significances,
            &self.marks,
        ] {
            to.flat(bytes)?;
        }
        to.flat(&self.month_days)?;
        to.flat(&self.others)?;
        to.flat(&self.codes)?;
        to.flat(&self.code_starts)?;
        to.flat(&self.block_latest)?;
        to.flat(&self.spans.events)?;
        to.flat(&self.spans.latest)
    }

    /// Reads them back; `None` where they are not all of one length.
    pub fn load(from: &mut Reader<'_>) -> Option<Self> {
        let columns = Self {
            earliest: from.flat()?,
            latest: from.flat()?,
            begun: from.flat()?,
            ended: from.flat()?,
            known: from.flat()?,
            precisions: from.flat()?,
            categories: from.flat()?,
            statuses: from.flat()?,
            significances: from.flat()?,
            marks: from.flat()?,
            month_days: from.flat()?,
            others: from.flat()?,
            codes: from.flat()?,
            code_starts: from.flat()?,
            block_latest: from.flat()?,
            decoded: OnceLock::new(),
            spans: Spans {
                events: from.flat()?,
                latest: from.flat()?,
            },
        };
        let events = columns.len();
        let days = [&columns.latest, &columns.begun, &columns.ended, &columns.known];
        let bytes = [
            &columns.precisions,
            &columns.categories,
            &columns.statuses,
            &columns.significances,
            &columns.marks,
        ];
        let whole = days.iter().all(|days| days.len() == events)
            && bytes.iter().all(|bytes| bytes.len() == events)
            && columns.month_days.len() == events
            && columns.code_starts.len() == events + 1;
        whole.then_some(columns)
    }
}

fn marks(event: &Event) -> u8 {
    let mark = |is: bool, mark: u8| if is { mark } else { 0 };
    mark(event.date.approximate(), APPROXIMATE)
        | mark(event.date.uncertain(), UNCERTAIN)
        | mark(!event.claims.is_empty(), CLAIMED)
        | mark(event.flaw == Some(Severity::Warning), WARNING)
        | mark(event.flaw == Some(Severity::Error), ERROR)
}

/// The one day that is all that an extent is.
pub fn single_day(extent: &Extent) -> Option<Day> {
    let day = extent.start.earliest;
    let all = [extent.start.latest, extent.end.earliest, extent.end.latest];
    (day != FIRST && day != LAST && all == [day; 3]).then_some(day)
}

fn month_day_of(extent: &Extent) -> u16 {
    single_day(extent).map_or(0, |day| {
        let civil = Civil::from_day(day);
        month_day(civil.month, civil.day)
    })
}

/// Whether something certainly touched this day of some year. Of what lasted a year or longer, and so touched
/// every day, only the first and the last day count.
fn touches_month_day(extent: &Extent, month: u8, day: u8) -> bool {
    let is = |of: Interval| {
        let known = of.earliest == of.latest && of.earliest != FIRST && of.latest != LAST;
        known && {
            let civil = Civil::from_day(of.earliest);
            (civil.month, civil.day) == (month, day)
        }
    };
    let (first, last) = (extent.start.latest, extent.end.earliest);
    if is(extent.start) || is(extent.end) {
        return true;
    }
    // At most one such day lies in less than a year, in the year of its first or of its last day.
    first <= last
        && last.saturating_sub(first) < 365
        && [first, last].into_iter().any(|end: Day| {
            let year = Civil::from_day(end).year;
            Civil::new(year, month, day).is_some_and(|civil| (first..=last).contains(&civil.to_day()))
        })
}

fn first_known(event: &Event) -> Day {
    event
        .citations()
        .filter_map(|citation| citation.source.published.as_ref())
        .map(|published| published.interval().earliest)
        .min()
        .unwrap_or(LAST)
}

/// The events that last from one date to another, or are open at an end. One of which only the year is known
/// is none: it does not last that year.
#[derive(Debug, Default)]
pub struct Spans {
    /// Ascending.
    events: Flat<u32>,
    /// The last day of any of every [`BLOCK`] of them.
    latest: Flat<Day>,
}

impl Spans {
    fn new(extents: &[Extent], latest: &[Day]) -> Self {
        let events: Vec<u32> = (0..extents.len() as u32)
            .filter(|event| is_span(&extents[*event as usize]))
            .collect();
        let last = |block: &[u32]| block.iter().map(|event| latest[*event as usize]).max();
        Self {
            latest: events.chunks(BLOCK).filter_map(last).collect::<Vec<_>>().into(),
            events: events.into(),
        }
    }

    /// The spans before the event number `end`, in blocks of which some last until `day` or longer; ascending.
    pub fn lasting(&self, day: Day, end: usize) -> impl Iterator<Item = usize> + '_ {
        self.events
            .chunks(BLOCK)
            .zip(&*self.latest)
            .take_while(move |(block, _)| block.first().is_some_and(|event| (*event as usize) < end))
            .filter(move |(_, latest)| **latest >= day)
            .flat_map(|(block, _)| block.iter().map(|event| *event as usize))
            .take_while(move |event| *event < end)
    }
}

/// Whether it has a beginning and an end of their own, or is open.
pub fn is_span(extent: &Extent) -> bool {
    extent.start != extent.end || extent.start.earliest == FIRST || extent.end.latest == LAST
}

/// Qualities and parts of the record, a set of events each.
#[derive(Debug)]
pub struct Qualities {
    /// How many events.
    events: usize,
    /// The words of the sets, one set behind the other.
    is: Flat<u64>,
    has: Flat<u64>,
}

impl Qualities {
    /// From events in the order of time.
    pub fn new(events: &[Event]) -> Self {
        let words = |sets: Vec<Bits>| -> Vec<u64> { sets.iter().flat_map(Bits::words).copied().collect() };
        let is = |is: &Is| Bits::of(events.len(), |event| is_so(*is, &events[event]));
        let has = |has: &Has| Bits::of(events.len(), |event| has_part(*has, &events[event]));
        Self {
            events: events.len(),
            is: words(Is::ALL.iter().map(is).collect()).into(),
            has: words(Has::ALL.iter().map(has).collect()).into(),
        }
    }

    /// The events that are so, as their own records show.
    pub fn is(&self, is: Is) -> Bits {
        self.set(&self.is, is as usize)
    }

    /// The events that have this, as their own records show.
    pub fn has(&self, has: Has) -> Bits {
        self.set(&self.has, has as usize)
    }

    fn set(&self, sets: &[u64], number: usize) -> Bits {
        let words = self.events.div_ceil(BITS);
        let set = sets.get(number * words..(number + 1) * words).unwrap_or_default();
        Bits::of_words(set, self.events)
    }

    /// Writes them.
    pub fn save(&self, to: &mut Writer<'_>) -> io::Result<()> {
        to.flat(&self.is)?;
        to.flat(&self.has)
    }

    /// Reads them back, of so many events.
    pub fn load(from: &mut Reader<'_>, events: usize) -> Option<Self> {
        Some(Self {
            events,
            is: from.flat()?,
            has: from.flat()?,
        })
    }
}

fn is_so(is: Is, event: &Event) -> bool {
    match is {
        Is::Approximate => event.date.approximate(),
        Is::Uncertain => event.date.uncertain(),
        Is::Open => event.date.is_open(),
        Is::Flawed => event.flaw.is_some(),
    }
}

fn has_part(has: Has, event: &Event) -> bool {
    let location = event.location.as_ref();
    let mut citations = event.citations();
    match has {
        Has::Claims => !event.claims.is_empty(),
        Has::Relations => !event.relations.is_empty(),
        Has::Location => location.is_some(),
        Has::Coordinates => location.is_some_and(|location| location.coordinates.is_some()),
        Has::Sources => citations.next().is_some(),
        Has::Quotes => citations.any(|citation| !citation.quote.is_empty()),
        Has::Summary => !event.summary.trim().is_empty(),
        Has::Media => !event.media.is_empty(),
        Has::People => !event.people.is_empty(),
        Has::Organizations => !event.organizations.is_empty(),
        Has::Countries => !event.countries.is_empty(),
        Has::Tags => !event.tags.is_empty(),
    }
}

//! What is known of every event, one array a field, in the order of time.

use super::bits::Bits;
use crate::{
    dates::{
        Day, Extent, Interval,
        day::{FIRST, LAST},
    },
    model::{Event, Term},
    places::Code,
    query::{Has, Is},
};

/// Events of so many at once share the latest day that is looked at first.
const BLOCK: usize = 64;

/// One array a field, one element an event.
#[derive(Debug, Default)]
pub struct Columns {
    /// First day, ascending.
    pub earliest: Vec<Day>,
    /// Last day.
    pub latest: Vec<Day>,
    /// What is known of beginning and end.
    pub extents: Vec<Extent>,
    /// The earliest day on which a source may have been published; [`LAST`] without one.
    pub known: Vec<Day>,
    /// The known countries of all events, one event behind the other.
    codes: Vec<Code>,
    /// Where those of each event begin, and where the last ends.
    code_starts: Vec<usize>,
    /// The spans among the events.
    pub spans: Spans,
}

impl Columns {
    /// From events in the order of time.
    pub fn new<'a>(events: impl Iterator<Item = &'a Event> + Clone) -> Self {
        let extents: Vec<Extent> = events.clone().map(|event| event.date.extent()).collect();
        let intervals = events.clone().map(|event| event.date.interval());
        let latest: Vec<Day> = intervals.clone().map(|interval| interval.latest).collect();
        let mut codes = Vec::new();
        let mut code_starts = vec![0];
        for event in events.clone() {
            codes.extend(event.countries.iter().filter_map(Term::known));
            code_starts.push(codes.len());
        }
        Self {
            earliest: intervals.map(|interval| interval.earliest).collect(),
            spans: Spans::new(&extents, &latest),
            latest,
            extents,
            known: events.map(first_known).collect(),
            codes,
            code_starts,
        }
    }

    /// How many events.
    pub fn len(&self) -> usize {
        self.earliest.len()
    }

    /// The known countries of an event, in the order written.
    pub fn codes(&self, event: usize) -> &[Code] {
        &self.codes[self.code_starts[event]..self.code_starts[event + 1]]
    }

    /// How many events begin before `day`.
    pub fn before(&self, day: Day) -> usize {
        self.earliest.partition_point(|earliest| *earliest < day)
    }

    /// Whether the event can touch a day of `days`.
    pub fn touches(&self, event: usize, days: Interval) -> bool {
        self.earliest[event] <= days.latest && self.latest[event] >= days.earliest
    }

    /// The events that can touch a day of `days`.
    pub fn touching(&self, days: Interval) -> Bits {
        let begun = self.before(days.earliest);
        let mut found = Bits::of(self.len(), |event| {
            event < begun && self.latest[event] >= days.earliest
        });
        found.insert_range(begun..self.earliest.partition_point(|earliest| *earliest <= days.latest));
        found
    }
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
    events: Vec<u32>,
    /// The last day of any of every [`BLOCK`] of them.
    latest: Vec<Day>,
}

impl Spans {
    fn new(extents: &[Extent], latest: &[Day]) -> Self {
        let events: Vec<u32> = (0..extents.len() as u32)
            .filter(|event| is_span(&extents[*event as usize]))
            .collect();
        let last = |block: &[u32]| block.iter().map(|event| latest[*event as usize]).max();
        Self {
            latest: events.chunks(BLOCK).filter_map(last).collect(),
            events,
        }
    }

    /// The spans before the event number `end`, in blocks of which some last until `day` or longer; ascending.
    pub fn lasting(&self, day: Day, end: usize) -> impl Iterator<Item = usize> + '_ {
        self.events
            .chunks(BLOCK)
            .zip(&self.latest)
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
    is: Vec<Bits>,
    has: Vec<Bits>,
}

impl Qualities {
    /// From events in the order of time; `related` are those that a relation of another leads to.
    pub fn new<E: AsRef<Event>>(events: &[E], related: &Bits) -> Self {
        let empty = |count| vec![Bits::none(events.len()); count];
        let mut qualities = Self {
            is: empty(Is::ALL.len()),
            has: empty(Has::ALL.len()),
        };
        for (number, event) in events.iter().map(AsRef::as_ref).enumerate() {
            for is in Is::ALL.iter().filter(|is| is_so(**is, event)) {
                qualities.is[*is as usize].insert(number);
            }
            for has in Has::ALL.iter().filter(|has| has_part(**has, event)) {
                qualities.has[*has as usize].insert(number);
            }
        }
        qualities.has[Has::Relations as usize].add(related);
        qualities
    }

    /// The events that are so.
    pub fn is(&self, is: Is) -> &Bits {
        &self.is[is as usize]
    }

    /// The events that have this.
    pub fn has(&self, has: Has) -> &Bits {
        &self.has[has as usize]
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

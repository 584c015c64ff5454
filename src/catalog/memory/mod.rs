//! The catalog: segments of events in the order of time, and what reaches across them.
//!
//! A [`Segment`] numbers its events from 0 and keeps columns and postings over the numbers; it never changes. A
//! [`Memory`] answers from several as if they were one: counts are added, rows merged in the order of time, values merged
//! by name. So files that are still coming in are one more segment each time, a file that changed is a small
//! segment beside the old one in which its events are dead, and a snapshot is segments that are mapped.
//!
//! | file | holds |
//! | --- | --- |
//! | `flat` | columns, owned or mapped, with checksums |
//! | `pack` | whole events as bytes |
//! | `bits` | sets of events, a bit each |
//! | `postings` | the events of every value of a field |
//! | `names` | values that are found by the beginnings of their words |
//! | `texts` | the words of all events |
//! | `columns` | days, countries, spans, qualities |
//! | `fields` | all of these made of the events |
//! | `segment` | all of these together |
//! | `relations` | relations from both ends |
//! | `filters`, `select` | conditions and plans → sets of events, the last ones kept |
//! | `window`, `facets`, `time` | the answers |
//! | `places` | a selection event by event |

mod bits;
mod columns;
mod facets;
mod fields;
mod filters;
mod flat;
mod names;
mod pack;
mod places;
mod postings;
mod relations;
mod segment;
mod select;
mod texts;
mod time;
mod window;

use std::{
    borrow::{Borrow, Cow},
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use rustc_hash::FxHashMap;

use self::{
    bits::Bits,
    pack::Head,
    relations::{Incoming, Spot, link},
    segment::Key,
    select::{Cache, Selection},
};
pub use self::{
    flat::{Aligned, Bytes, checksum},
    places::{Brief, Place},
    segment::{Segment, version},
};
use super::{Anchor, Buckets, Catalog, Facet, Field, Window};
use crate::{
    dates::Interval,
    model::{Event, Link, Severity, Source},
    query::{Has, Plan},
    store::{Collection, Tables},
};

/// Events of a segment at most, where there is a choice.
pub const SEGMENT: usize = 1 << 16;

/// A collection with columns that answer the six questions.
#[derive(Debug)]
pub struct Memory {
    tables: Arc<Tables>,
    parts: Vec<Part>,
    everything: Arc<Selection>,
    cache: Cache,
    /// The sources of the collection, where somebody has given them.
    sources: Vec<Arc<Source>>,
    /// Everything whole, once it was asked for.
    whole: OnceLock<Collection>,
}

/// A segment with what the others and the last check of all files say of it.
#[derive(Clone, Debug)]
pub struct Part {
    segment: Arc<Segment>,
    /// The events that are still there.
    alive: Bits,
    /// Whether all are.
    is_whole: bool,
    incoming: Arc<Incoming>,
    /// The events with relations, from either side.
    related: Bits,
    /// Findings that only showed when all files were put together.
    flaws: FxHashMap<u32, Severity>,
}

impl Memory {
    /// Of a whole collection, which need not be held any longer.
    #[allow(clippy::needless_pass_by_value)] // It is handed over.
    pub fn new(collection: Arc<Collection>) -> Self {
        let segments = collection.events.chunks(SEGMENT).map(|events| {
            let events = events.iter().map(|event| Event::clone(event)).collect();
            Arc::new(Segment::new(
                events,
                &collection.people,
                &collection.organizations,
            ))
        });
        let segments = segments.map(|segment| (segment, Vec::new())).collect();
        Self::of(Arc::new(Tables::of(&collection)), segments, &FxHashMap::default())
            .with_sources(collection.sources.clone())
    }

    /// The same with all sources of the collection, sorted by id; without them those are known that events cite.
    pub fn with_sources(mut self, sources: Vec<Arc<Source>>) -> Self {
        self.sources = sources;
        self
    }

    /// The sources of the collection, by id; those that events cite, as far as nobody has given all of them.
    pub fn sources(&self) -> Cow<'_, [Arc<Source>]> {
        if !self.sources.is_empty() {
            return Cow::Borrowed(&self.sources);
        }
        Cow::Owned(cited(self.events()))
    }

    /// Everything as one collection, made when it is first asked for: every event whole in memory. For deeds that
    /// compare all events with each other; what is shown asks the six questions.
    pub fn collection(&self) -> &Collection {
        self.whole.get_or_init(|| {
            let events = self.events_in_order();
            let sources = if self.sources.is_empty() {
                cited(events.iter().map(|event| &**event))
            } else {
                self.sources.clone()
            };
            let tables = (*self.tables).clone();
            Collection {
                events,
                sources,
                people: tables.people,
                organizations: tables.organizations,
                eras: tables.eras,
                findings: tables.findings,
                files: tables.files,
            }
        })
    }

    /// Of segments, each with the numbers of those of its files whose events are dead. `flaws` are the worst findings
    /// about events that do not show in their own files, by id.
    pub fn of(
        tables: Arc<Tables>,
        segments: Vec<(Arc<Segment>, Vec<u32>)>,
        flaws: &FxHashMap<Box<str>, Severity>,
    ) -> Self {
        Self::after(None, tables, segments, flaws)
    }

    /// The same behind the catalog `before`, if there is one: of the segments that it has, too, what it knows of their
    /// relations is taken.
    pub fn after(
        before: Option<&Self>,
        tables: Arc<Tables>,
        segments: Vec<(Arc<Segment>, Vec<u32>)>,
        flaws: &FxHashMap<Box<str>, Severity>,
    ) -> Self {
        let mut parts: Vec<Part> = segments
            .into_iter()
            .map(|(segment, dead)| Part::new(segment, &dead))
            .collect();
        link(&mut parts, before.map_or(&[], |before| &before.parts));
        Self::joined(tables, parts, flaws)
    }

    /// As [`Memory::of`], with the relations as [`Memory::relations`] gave them for the same segments; `None` where
    /// these are none.
    pub fn restored(
        tables: Arc<Tables>,
        segments: Vec<(Arc<Segment>, Vec<u32>)>,
        flaws: &FxHashMap<Box<str>, Severity>,
        relations: &[Vec<u32>],
    ) -> Option<Self> {
        let mut parts = Vec::with_capacity(segments.len());
        if segments.len() != relations.len() {
            return None;
        }
        for ((segment, dead), relations) in segments.into_iter().zip(relations) {
            let mut part = Part::new(segment, &dead);
            part.incoming = Arc::new(Incoming::from_numbers(relations)?);
            part.related.add(&part.incoming.targets(part.segment.len()));
            parts.push(part);
        }
        Some(Self::joined(tables, parts, flaws))
    }

    fn joined(tables: Arc<Tables>, parts: Vec<Part>, flaws: &FxHashMap<Box<str>, Severity>) -> Self {
        let everything = Selection::new(parts.iter().map(|part| part.alive.clone()).collect());
        let mut memory = Self {
            tables,
            parts,
            everything: Arc::new(everything),
            cache: Cache::default(),
            sources: Vec::new(),
            whole: OnceLock::new(),
        };
        for (id, severity) in flaws {
            if let Some((part, event)) = memory.spot(id) {
                memory.parts[part].flaws.insert(event as u32, *severity);
            }
        }
        memory
    }

    /// The same events, with other tables and with other flaws that do not show in their own files.
    pub fn concluded(&self, tables: Arc<Tables>, flaws: &FxHashMap<Box<str>, Severity>) -> Self {
        let mut parts = self.parts.clone();
        for part in &mut parts {
            part.flaws.clear();
        }
        Self::joined(tables, parts, flaws)
    }

    /// The events that `other` does not have in the same segments.
    pub fn not_in(&self, other: &Self) -> Vec<Event> {
        let mut events = Vec::new();
        for (number, part) in self.parts.iter().enumerate() {
            let shared = other
                .parts
                .iter()
                .find(|other| Arc::ptr_eq(&other.segment, &part.segment));
            if shared.is_some_and(|shared| shared.alive == part.alive) {
                continue;
            }
            let own = part.alive.iter();
            let own = own.filter(|event| shared.is_none_or(|shared| !shared.alive.contains(*event)));
            events.extend(own.filter_map(|event| self.whole((number, event))));
        }
        events
    }

    /// The same with one segment more.
    pub fn with(&self, segment: Arc<Segment>) -> Self {
        let mut parts = self.parts.clone();
        parts.push(Part::new(segment, &[]));
        link(&mut parts, &self.parts);
        Self::joined(Arc::clone(&self.tables), parts, &FxHashMap::default())
    }

    /// Hands on the id of every event.
    pub fn each_id(&self, take: &mut dyn FnMut(&str)) {
        for part in &self.parts {
            for event in part.alive.iter() {
                take(part.segment.head(event).id);
            }
        }
    }

    /// The relations that lead to the events of each segment, as numbers.
    pub fn relations(&self) -> Vec<Vec<u32>> {
        self.parts.iter().map(|part| part.incoming.numbers()).collect()
    }

    /// Sources, people, organizations, eras and findings of the collection.
    pub fn tables(&self) -> &Tables {
        &self.tables
    }

    /// The same, shared.
    pub fn shared_tables(&self) -> &Arc<Tables> {
        &self.tables
    }

    /// Its segments.
    pub fn segments(&self) -> impl Iterator<Item = &Arc<Segment>> {
        self.parts.iter().map(|part| &part.segment)
    }

    /// How many events of each segment are still there.
    pub fn living(&self) -> impl Iterator<Item = usize> {
        self.parts.iter().map(|part| part.alive.count())
    }

    /// Whether everything that was looked at so far was as it had been written. Where it is not, answers were wrong:
    /// this catalog is to be thrown away, and the files are to be read.
    pub fn is_sound(&self) -> bool {
        self.parts.iter().all(|part| part.segment.is_sound())
    }

    /// All events, one after the other; not in the order of time.
    pub fn events(&self) -> impl Iterator<Item = Event> + '_ {
        let parts = self.parts.iter().enumerate();
        parts.flat_map(move |(number, part)| {
            part.alive
                .iter()
                .filter_map(move |event| self.whole((number, event)))
        })
    }

    /// All events, whole, in the order of time: for whoever compares them with each other.
    pub fn events_in_order(&self) -> Vec<Arc<Event>> {
        let mut events: Vec<_> = self.events().map(Arc::new).collect();
        events.sort_by(|a, b| {
            let order = a.date.sort_key().cmp(&b.date.sort_key());
            order.then_with(|| a.id.cmp(&b.id))
        });
        events
    }

    fn spot(&self, id: &str) -> Option<Spot> {
        let sum = checksum(id.as_bytes());
        self.parts.iter().enumerate().find_map(|(number, part)| {
            let event = part.segment.number(id, sum)?;
            part.alive.contains(event).then_some((number, event))
        })
    }

    fn head(&self, (part, event): Spot) -> Head<'_> {
        self.parts[part].segment.head(event)
    }

    fn key(&self, (part, event): Spot) -> Key<'_> {
        self.parts[part].segment.key(event)
    }

    fn whole(&self, (part, number): Spot) -> Option<Event> {
        let part = &self.parts[part];
        let mut event = part.segment.event(number)?;
        event.flaw = part.flaw(number);
        Some(event)
    }
}

/// The sources with an id that events cite, by id.
fn cited(events: impl IntoIterator<Item: Borrow<Event>>) -> Vec<Arc<Source>> {
    let mut cited: BTreeMap<Box<str>, Arc<Source>> = BTreeMap::new();
    for event in events {
        for citation in event.borrow().citations().filter(|citation| citation.found) {
            let source = &citation.source;
            if !source.id.is_empty() && !cited.contains_key(&source.id) {
                cited.insert(source.id.clone(), Arc::clone(source));
            }
        }
    }
    cited.into_values().collect()
}

impl Part {
    fn new(segment: Arc<Segment>, dead: &[u32]) -> Self {
        let size = segment.len();
        let of_file = segment.of_file();
        let alive = if dead.is_empty() {
            Bits::all(size)
        } else {
            Bits::of(size, |event| !dead.contains(&of_file[event]))
        };
        Self {
            is_whole: dead.is_empty(),
            related: segment.qualities.has(Has::Relations),
            incoming: Arc::default(),
            flaws: FxHashMap::default(),
            alive,
            segment,
        }
    }

    fn flaw(&self, event: usize) -> Option<Severity> {
        let late = self.flaws.get(&(event as u32)).copied();
        self.segment.columns.flaw(event).max(late)
    }
}

impl Catalog for Memory {
    fn count(&self, plan: &Plan) -> usize {
        self.select(plan).count
    }

    fn histogram(&self, plan: &Plan, buckets: &Buckets) -> Vec<u32> {
        self.histogram_of(&self.select(plan), buckets)
    }

    fn facets(&self, plan: &Plan, field: Field) -> Vec<Facet> {
        self.facets_of(&self.select(plan), field)
    }

    fn window(&self, plan: &Plan, anchor: &Anchor, before: usize, after: usize) -> Window<'_> {
        self.window_at(plan, anchor, before, after)
    }

    fn event(&self, id: &str) -> Option<Arc<Event>> {
        self.spot(id).and_then(|spot| self.whole(spot)).map(Arc::new)
    }

    fn neighbours(&self, id: &str) -> Vec<Link> {
        self.spot(id).map(|spot| self.links(spot)).unwrap_or_default()
    }

    fn span(&self, plan: &Plan) -> Option<Interval> {
        self.span_of(&self.select(plan))
    }
}

//! The catalog in memory: events in the order of time, numbered from 0; columns and postings over the numbers.
//!
//! | file | holds |
//! | --- | --- |
//! | `bits` | sets of events, a bit each |
//! | `postings` | the events of every value of a field |
//! | `names` | values that are found by the beginnings of their words |
//! | `texts` | the words of all events |
//! | `columns` | days, countries, spans, qualities |
//! | `fields` | all of these made in one pass over the events |
//! | `relations` | relations from both ends |
//! | `filters`, `select` | conditions and plans → sets of events, the last ones kept |
//! | `window`, `facets`, `time` | the answers |

mod bits;
mod columns;
mod facets;
mod fields;
mod filters;
mod names;
mod postings;
mod relations;
mod select;
mod texts;
mod time;
mod window;

use std::{
    borrow::Borrow,
    hash::{Hash, Hasher},
    sync::Arc,
};

use rustc_hash::FxHashMap;

use self::{
    bits::Bits,
    columns::{Columns, Qualities},
    fields::Fields,
    relations::Incoming,
    select::{Cache, Selection},
    texts::Texts,
};
use super::{Anchor, Buckets, Catalog, Facet, Field, Window};
use crate::{
    dates::Interval,
    model::{Event, Link},
    query::Plan,
    store::Collection,
};

/// A collection with columns in memory that answer the six questions.
#[derive(Debug)]
pub struct Memory {
    collection: Arc<Collection>,
    /// The number of each event.
    numbers: FxHashMap<ById, u32>,
    columns: Columns,
    fields: Fields,
    texts: Texts,
    incoming: Incoming,
    qualities: Qualities,
    everything: Arc<Selection>,
    cache: Cache,
}

/// An event that is found by its id.
#[derive(Debug)]
struct ById(Arc<Event>);

impl Borrow<str> for ById {
    fn borrow(&self) -> &str {
        &self.0.id
    }
}

impl Hash for ById {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.id.hash(state);
    }
}

impl PartialEq for ById {
    fn eq(&self, other: &Self) -> bool {
        self.0.id == other.0.id
    }
}

impl Eq for ById {}

impl Memory {
    /// Reads every event of `collection` once; its events are in the order that [`Collection`] promises.
    pub fn new(collection: Arc<Collection>) -> Self {
        let events = &collection.events;
        let numbers: FxHashMap<ById, u32> = events.iter().cloned().map(ById).zip(0..).collect();
        let incoming = Incoming::new(relations::incoming(events, &numbers), events.len());
        let (fields, texts) = fields::collect(&collection);
        Self {
            columns: Columns::new(events.iter().map(|event| &**event)),
            fields,
            texts,
            qualities: Qualities::new(events, &incoming.targets()),
            incoming,
            everything: Arc::new(Selection::new(Bits::all(events.len()))),
            cache: Cache::default(),
            numbers,
            collection,
        }
    }

    /// What it was made from.
    pub fn collection(&self) -> &Collection {
        &self.collection
    }

    fn events(&self) -> &[Arc<Event>] {
        &self.collection.events
    }

    fn number(&self, id: &str) -> Option<usize> {
        self.numbers.get(id).map(|number| *number as usize)
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
        self.number(id).map(|number| Arc::clone(&self.events()[number]))
    }

    fn neighbours(&self, id: &str) -> Vec<Link> {
        self.number(id)
            .map(|number| self.links(number))
            .unwrap_or_default()
    }

    fn span(&self, plan: &Plan) -> Option<Interval> {
        self.span_of(&self.select(plan))
    }
}

//! A catalog answers six questions; whatever shows events asks only these.
//!
//! [`Memory`] answers them from columns, in memory or mapped. It knows the store only by what it is given. It is
//! immutable: after a change of the files a new one is made while the old one serves, of the same [`Segment`]s but for
//! those that changed.

pub mod duplicates;
mod memory;

use std::sync::Arc;

use crate::{
    dates::{Day, Interval, Precision},
    model::{Category, Event, Link, Severity, Status},
    places::Code,
    query::Plan,
};

pub use memory::{Aligned, Brief, Bytes, Memory, Place, SEGMENT, Segment, checksum, version};

/// The six questions, each for the selection of events that a [`Plan`] makes.
pub trait Catalog: Send + Sync {
    /// How many events.
    fn count(&self, plan: &Plan) -> usize;

    /// Events per stretch of time: how many *begin* in each bucket. Those without a beginning are counted in the
    /// first.
    fn histogram(&self, plan: &Plan, buckets: &Buckets) -> Vec<u32>;

    /// The values of a field with how many events of the selection have each, most frequent first, then by name.
    /// Values that no event of the selection has are left out.
    fn facets(&self, plan: &Plan, field: Field) -> Vec<Facet>;

    /// A screenful of rows in time order: the anchor's, `before` rows above it and `after` rows below it, as far
    /// as there are so many; with the spans that are under way above them.
    fn window(&self, plan: &Plan, anchor: &Anchor, before: usize, after: usize) -> Window<'_>;

    /// One event, whole.
    fn event(&self, id: &str) -> Option<Arc<Event>>;

    /// Its relations in both directions, each once, ordered by kind and then by date.
    fn neighbours(&self, id: &str) -> Vec<Link>;

    /// The days of the selection, from the earliest to the latest known day of any of its events; open
    /// bounds aside. `None` when the selection is empty or has no bounded day.
    fn span(&self, plan: &Plan) -> Option<Interval>;
}

/// Equal or unequal stretches of time, one beside the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buckets {
    /// First day of each bucket, ascending, and behind them the day after the last bucket.
    pub edges: Vec<Day>,
}

impl Buckets {
    /// `count` buckets of nearly equal length over `span`.
    pub fn even(span: Interval, count: usize) -> Self {
        let days = i128::from(span.latest) - i128::from(span.earliest) + 1;
        let edge =
            |index: usize| (i128::from(span.earliest) + days * index as i128 / count.max(1) as i128) as Day;
        Self {
            edges: (0..=count.max(1)).map(edge).collect(),
        }
    }

    /// How many buckets.
    pub fn len(&self) -> usize {
        self.edges.len().saturating_sub(1)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// What is counted by value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Field {
    Country,
    Category,
    Status,
    Tag,
    Person,
    Organization,
    Place,
    Source,
    Publisher,
    /// In which events begin.
    Year,
    Precision,
}

/// A value with its count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// As a query writes it: a country's alpha-3 code, a word of a vocabulary, a name.
    pub value: Arc<str>,
    /// As a person reads it: a country's name, a source's title; else as `value`.
    pub label: Arc<str>,
    /// Events of the selection that have it.
    pub count: usize,
}

/// Where a window is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The first row.
    Start,
    /// The last row.
    End,
    /// The row of that rank in the selection, from 0; the last one if there are fewer.
    Rank(usize),
    /// The first row whose earliest day is this or later; the last row if there is none.
    Day(Day),
    /// The row of the event with that id; where the selection does not have it, the first row that stands
    /// behind it in time. An id that no event has is the first row.
    Event(Box<str>),
    /// The same, but an id that no event has is as [`Anchor::Day`].
    Near(Box<str>, Day),
}

/// A screenful of rows.
#[derive(Clone, Debug, Default)]
pub struct Window<'a> {
    /// In time order.
    pub rows: Vec<Row<'a>>,
    /// Rank of the first row in the selection.
    pub first: usize,
    /// Rank of the row that the anchor found.
    pub anchor: usize,
    /// Rows of the whole selection.
    pub total: usize,
    /// Spans above the first row that last into the window, in time order: at most 64, the longest-lasting if more.
    /// A span has a beginning and an end of their own, or is open; what is known only to the year is none.
    pub under_way: Vec<Row<'a>>,
}

/// What a line of the timeline needs of an event.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_excessive_bools)]
pub struct Row<'a> {
    /// The event's id.
    pub id: &'a str,
    /// Its title, as written.
    pub title: &'a str,
    /// Its date, as written (EDTF).
    pub date: &'a str,
    /// Its days.
    pub interval: Interval,
    /// How precisely they are known.
    pub precision: Precision,
    /// The date is approximate.
    pub approximate: bool,
    /// The date is uncertain.
    pub uncertain: bool,
    /// Known countries, in the order written.
    pub countries: &'a [Code],
    /// `None` for a word that is not of the vocabulary.
    pub category: Option<Category>,
    /// `None` for a word that is not of the vocabulary.
    pub status: Option<Status>,
    /// 1–5.
    pub significance: u8,
    /// Whether any relation begins or ends here.
    pub related: bool,
    /// Whether it has claims.
    pub claimed: bool,
    /// The worst finding about it.
    pub flaw: Option<Severity>,
}

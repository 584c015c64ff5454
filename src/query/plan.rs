//! A query as it is meant: names resolved, dates as days, ready for a catalog.

use std::sync::Arc;

use crate::{
    dates::{Allen, Day, Extent, Interval, Precision},
    model::{Category, Organization, Stance, Status, Term},
    places::{Code, Membership},
};

/// What a selection of events must hold.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Plan {
    /// Everything.
    All,
    /// All of these hold.
    And(Vec<Plan>),
    /// Any of these holds.
    Or(Vec<Plan>),
    /// This does not hold.
    Not(Box<Plan>),
    /// One condition.
    Filter(Filter),
}

/// One condition on an event. Texts are folded (see [`crate::text::fold`]); a text matches at the beginning
/// of words.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Filter {
    /// Has one of these countries: the one named and, unless excluded, its predecessors.
    Countries(Vec<Term<Code>>),
    /// Has a country that was a member on a day that the event touches.
    Members(Arc<[Membership]>),
    /// Is of this category.
    Category(Term<Category>),
    /// Has this status.
    Status(Term<Status>),
    /// Has a tag with a word that begins so.
    Tag(Box<str>),
    /// Has a person with a word of the name, or an alias, that begins so.
    Person(Box<str>),
    /// Has an organization with a word of the name, or an alias, that begins so.
    Organization(Box<str>),
    /// Has a place with a word of the name that begins so, or in that country.
    Place(Box<str>, Vec<Code>),
    /// Has a source whose id is this or whose title has a word that begins so.
    Source(Box<str>),
    /// Has a source of a publisher with a word that begins so.
    Publisher(Box<str>),
    /// Its own interval touches this one.
    Touches(Interval),
    /// Stands in one of these relations to a stretch of time, at least possibly, or certainly.
    Allen {
        /// Any of these.
        relations: Vec<Allen>,
        /// To what.
        reference: Reference,
        /// Whether it must hold, rather than may.
        certainly: bool,
    },
    /// On this month and day, in any year.
    MonthDay(u8, u8),
    /// Has a source published on this day or before.
    Known(Day),
    /// Has an initiator of the first and a target of the second; an empty list is anybody.
    Actor(Vec<Term<Code>>, Vec<Term<Code>>),
    /// Is known as precisely as this.
    Precision(Precision),
    /// A quality of the record.
    Is(Is),
    /// A part of the record.
    Has(Has),
    /// One of these countries, or a person or organization whose name has a word that begins so, takes this stance.
    Claims(Stance, Vec<Term<Code>>, Box<str>),
    /// Is the event of this id, or is reached from it along relations of either direction.
    Related(Box<str>),
    /// Has a word that begins so, in title, summary, people, organizations, place or tags.
    Word(Box<str>),
    /// Has these whole words in this order in one of the same texts: folded, one space between words.
    Phrase(Box<str>),
}

/// The stretch of time that an event is compared with.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Reference {
    /// A date of the query.
    Extent(Extent),
    /// The event of this id, which the [`Scope`] knew as this.
    Event(Box<str>, Extent),
}

/// `is:…`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Is {
    /// The date is approximate (`~`, `%`).
    Approximate,
    /// The date is uncertain (`?`, `%`).
    Uncertain,
    /// The date has no end, or no beginning.
    Open,
    /// Some finding is about the event.
    Flawed,
}

/// `has:…`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Has {
    Claims,
    Relations,
    Location,
    Coordinates,
    Sources,
    Quotes,
    Summary,
    Media,
    People,
    Organizations,
    Countries,
    Tags,
}

/// What a plan is made in: today, and what the collection knows by name.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    /// Today, which words like `today` mean.
    pub today: Day,
    /// Blocs of the collection's own.
    pub organizations: &'a [Organization],
    /// The extent of the event with that id.
    pub event: &'a dyn Fn(&str) -> Option<Extent>,
}

//! A query as it is meant: names resolved, dates as days, ready for a catalog.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::{
    dates::{Allen, Day, Extent, Interval, Precision},
    model::{Category, Organization, Stance, Status, Term},
    places::{Code, Membership},
    text::vocabulary,
};

/// What a selection of events must hold.
///
/// [`plan`](super::plan) gives it in normal form: an `And` or `Or` has two parts at least, no two the same and
/// none of its own kind; [`Plan::All`] stands alone, or below a lone `Not`, which is nothing; no `Not` stands below
/// a `Not`.
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

impl Plan {
    /// What nothing matches.
    pub fn nothing() -> Self {
        Self::Not(Box::new(Self::All))
    }

    /// Whether it is what nothing matches.
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Not(inner) if **inner == Self::All)
    }

    /// All of them, in normal form if they are.
    pub fn all(plans: impl IntoIterator<Item = Self>) -> Self {
        let mut parts = Parts::default();
        for plan in plans {
            match plan {
                Self::All => {}
                Self::And(inner) => inner.into_iter().for_each(|plan| parts.add(plan)),
                plan if plan.is_nothing() => return plan,
                plan => parts.add(plan),
            }
        }
        parts.joined(Self::All, Self::And)
    }

    /// Any of them, in normal form if they are.
    pub fn any(plans: impl IntoIterator<Item = Self>) -> Self {
        let mut parts = Parts::default();
        for plan in plans {
            match plan {
                Self::All => return Self::All,
                Self::Or(inner) => inner.into_iter().for_each(|plan| parts.add(plan)),
                plan if plan.is_nothing() => {}
                plan => parts.add(plan),
            }
        }
        parts.joined(Self::nothing(), Self::Or)
    }

    /// This and `other`, too.
    pub fn and(self, other: Self) -> Self {
        Self::all([self, other])
    }

    /// What does not match this.
    pub fn negated(self) -> Self {
        match self {
            Self::Not(inner) => *inner,
            plan => Self::Not(Box::new(plan)),
        }
    }
}

/// The parts of an `And` or `Or`, each once, in the order in which they came.
#[derive(Default)]
struct Parts {
    seen: FxHashSet<Plan>,
    plans: Vec<Plan>,
}

impl Parts {
    fn add(&mut self, plan: Plan) {
        if self.seen.insert(plan.clone()) {
            self.plans.push(plan);
        }
    }

    fn joined(mut self, none: Plan, join: fn(Vec<Plan>) -> Plan) -> Plan {
        match self.plans.len() {
            0 => none,
            1 => self.plans.pop().unwrap_or(none),
            _ => join(self.plans),
        }
    }
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
    /// Has a source whose id is this, or whose title (the publisher, the URL where there is none) has a word that
    /// begins so.
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
    /// Certainly touched this month and day of some year; of what lasted a year or longer, the first and the last
    /// day count.
    MonthDay(u8, u8),
    /// Has a source published on this day or before.
    Known(Day),
    /// Has an initiator of the first and a target of the second; an empty list asks for none.
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
    /// The event of this id, which the [`Scope`] knew as this; it is not compared with itself.
    Event(Box<str>, Extent),
}

vocabulary! {
    /// A quality of the record: `is:…`
    Is {
        Approximate "approximate" "the date is approximate (`~`, `%`)",
        Uncertain "uncertain" "the date is uncertain (`?`, `%`)",
        Open "open" "the date has no end, or no beginning",
        Flawed "flawed" "`annals check` finds something wrong with it",
    }
}

vocabulary! {
    /// A part of the record: `has:…`
    Has {
        Claims "claims" "somebody asserts or denies it",
        Relations "relations" "it is related to another event, from either side",
        Location "location" "it says where",
        Coordinates "coordinates" "it says where in degrees",
        Sources "sources" "it says where it is from",
        Quotes "quotes" "a source is quoted",
        Summary "summary" "it has a summary",
        Media "media" "it has pictures",
        People "people" "it names people",
        Organizations "organizations" "it names organizations",
        Countries "countries" "it names countries",
        Tags "tags" "it has tags",
    }
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

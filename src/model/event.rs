//! An event as a file gives it, with every name resolved that is known.

use std::{fmt, path::Path, sync::Arc};

use super::{Category, Citation, RelationKind, Severity, Stance, Status};
use crate::{dates::Edtf, places::Code};

/// A word of a vocabulary, or what the author wrote where it is not one: kept and shown as written.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Term<T> {
    /// A known word.
    Known(T),
    /// Anything else, as written.
    Written(Box<str>),
}

impl<T: Copy> Term<T> {
    /// The known word, if it is one.
    pub fn known(&self) -> Option<T> {
        match self {
            Self::Known(value) => Some(*value),
            Self::Written(_) => None,
        }
    }
}

impl<T: fmt::Display> fmt::Display for Term<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(value) => value.fmt(f),
            Self::Written(text) => f.write_str(text),
        }
    }
}

/// Where in the files something stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    /// The file, as it was found.
    pub file: Arc<Path>,
    /// First UTF-8 byte of the table, counted from the file's beginning.
    pub start: usize,
    /// Byte behind the last.
    pub end: usize,
    /// Line of the table's head, from 1.
    pub line: usize,
}

/// One event, whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Unique over all files: as written, or derived as `<first day>-<slug of title>`.
    pub id: Box<str>,
    /// One line, never blank.
    pub title: Box<str>,
    /// When, as written and as meant.
    pub date: Edtf,
    /// Every country involved, initiators and targets included, each once, in the order written.
    pub countries: Vec<Term<Code>>,
    /// Every person involved, by the name of its `[[person]]` where there is one.
    pub people: Vec<Box<str>>,
    /// Every organization involved, by the name of its `[[organization]]` or bloc where there is one.
    pub organizations: Vec<Box<str>>,
    /// Who acts.
    pub initiators: Vec<Actor>,
    /// Who is acted on.
    pub targets: Vec<Actor>,
    /// What kind of event; `other` when not written.
    pub category: Term<Category>,
    /// Whether it happened; `occurred` when not written.
    pub status: Term<Status>,
    /// Where it took place.
    pub location: Option<Location>,
    /// Plain text, paragraphs by blank lines; empty when not written.
    pub summary: Box<str>,
    /// The author's own words.
    pub tags: Vec<Box<str>>,
    /// 1–5; 3 when not written.
    pub significance: u8,
    /// Where it is from.
    pub sources: Vec<Citation>,
    /// As written in this event, not the inverses written elsewhere.
    pub relations: Vec<Relation>,
    /// Who says so, and who denies it.
    pub claims: Vec<Claim>,
    /// Admiralty code, 1–6.
    pub credibility: Option<u8>,
    /// Pictures.
    pub media: Vec<Media>,
    /// The worst finding about this event, if any.
    pub flaw: Option<Severity>,
    /// Where it stands.
    pub origin: Origin,
}

impl Event {
    /// Every source that it cites: for itself, then claim by claim.
    pub fn citations(&self) -> impl Iterator<Item = &Citation> + Clone {
        let claimed = self.claims.iter().flat_map(|claim| &claim.sources);
        self.sources.iter().chain(claimed)
    }

    /// Whether everything but the places in the files is the same.
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.id == other.id
            && self.title == other.title
            && self.date == other.date
            && self.countries == other.countries
            && self.people == other.people
            && self.organizations == other.organizations
            && self.initiators == other.initiators
            && self.targets == other.targets
            && self.category == other.category
            && self.status == other.status
            && self.location == other.location
            && self.summary == other.summary
            && self.tags == other.tags
            && self.significance == other.significance
            && self.relations == other.relations
            && self.credibility == other.credibility
            && self.media == other.media
            && self.flaw == other.flaw
            && self.claims.len() == other.claims.len()
            && self.claims.iter().zip(&other.claims).all(|(one, other)| {
                one.by == other.by && one.stance == other.stance && one.sources.len() == other.sources.len()
            })
            && self.sources.len() == other.sources.len()
            && self
                .citations()
                .zip(other.citations())
                .all(|(one, other)| one.says_the_same(other))
    }
}

/// A side of an event: a state, a person or an organization.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Actor {
    /// A state.
    Country(Term<Code>),
    /// A person, by name.
    Person(Box<str>),
    /// An organization, by name.
    Organization(Box<str>),
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Country(country) => country.fmt(f),
            Self::Person(name) | Self::Organization(name) => f.write_str(name),
        }
    }
}

/// Where an event took place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Location {
    /// As written; empty when only a country or coordinates are.
    pub name: Box<str>,
    /// The country whose ground it is.
    pub country: Option<Term<Code>>,
    /// Degrees north (−90…90) and degrees east (−180…180).
    pub coordinates: Option<(f64, f64)>,
}

/// A relation to another event, as one of the two writes it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Relation {
    /// What this event is to the other: "this *replaces* that".
    pub kind: RelationKind,
    /// Id of the other event.
    pub target: Box<str>,
}

/// A relation seen from one of its ends, with the event at the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What the event asked about is to the other; an inverse where the other wrote it.
    pub kind: RelationKind,
    /// Id of the other event.
    pub id: Box<str>,
    /// Its title; `None` when no event has that id.
    pub title: Option<Box<str>>,
    /// Its date; `None` when no event has that id.
    pub date: Option<Edtf>,
}

/// Who says what about an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Countries, people or organizations.
    pub by: Vec<Actor>,
    /// What they say.
    pub stance: Stance,
    /// Where they are quoted.
    pub sources: Vec<Citation>,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    /// A URL, or a path relative to the file.
    pub target: Box<str>,
    /// Whether `target` is a URL.
    pub is_url: bool,
    /// What it shows; empty when not written.
    pub caption: Box<str>,
    /// Whose it is; empty when not written.
    pub credit: Box<str>,
}

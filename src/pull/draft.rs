//! An event as an article tells it, in the terms of the collection, with the words that it rests on.

use std::ops::Range;

use crate::{
    dates::Edtf,
    model::{Actor, Category, Claim, Location, Relation, Status},
    places::Code,
    text::vocabulary,
};

/// One event drafted from an article. A person looks at it before it enters the collection.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// What relations of other drafts call it: unique among the drafts of the article, and no id of the collection.
    /// It is a proposal; where no relation points at a draft, its event needs no id.
    pub id: Box<str>,
    /// Built from the parts in the present tense of newspapers, never a copied sentence; 80 characters at the most.
    pub title: Box<str>,
    /// When. Where the article names no day the month of publication stands, as approximate, and `reasons` says so.
    pub date: Edtf,
    /// Every country involved, initiators and targets included, each once.
    pub countries: Vec<Code>,
    /// Who acts.
    pub initiators: Vec<Actor>,
    /// Who is acted on.
    pub targets: Vec<Actor>,
    /// Every person involved, by the name of the collection where it has one.
    pub people: Vec<Box<str>>,
    /// Every organization involved, by the name of the collection where it has one.
    pub organizations: Vec<Box<str>>,
    /// What kind of event.
    pub category: Category,
    /// Whether it happened.
    pub status: Status,
    /// Where, with the coordinates of the gazetteer.
    pub location: Option<Location>,
    /// Who says so, and who denies it; without sources, as the article is the source.
    pub claims: Vec<Claim>,
    /// To other drafts of the article (by their `id`) and to events of the collection.
    pub relations: Vec<Relation>,
    /// The own words of whoever reviews; empty, as no rule knows them.
    pub tags: Vec<Box<str>>,
    /// The shortest stretch of one paragraph that carries it, as it stands there.
    pub quote: Box<str>,
    /// The paragraph of the quote, from 1.
    pub paragraph: usize,
    /// Where in the article date, actors and trigger stand, in the order of the text, for colouring. A draft that
    /// the article mentions more than once has those of all its mentions.
    pub spans: Vec<Span>,
    /// How sure it is, from 0 to 1.
    pub score: f32,
    /// What made the score: its parts add up to it, before it is brought between 0 and 1.
    pub reasons: Vec<Reason>,
    /// The event of the collection that it is, or looks like.
    pub matched: Matched,
}

impl Draft {
    /// The locator of its source: `paragraph 4`.
    pub fn locator(&self) -> String {
        format!("paragraph {}", self.paragraph)
    }
}

/// A stretch of a paragraph that a draft rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The paragraph, from 1.
    pub paragraph: usize,
    /// First UTF-8 byte in its text, and the byte behind the last.
    pub start: usize,
    /// Byte behind the last.
    pub end: usize,
    /// What stands there.
    pub role: Role,
}

impl Span {
    /// The bytes in the paragraph's text.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

vocabulary! {
    /// What a stretch of an article is for a draft.
    Role {
        Date "date" "when",
        Actor "actor" "who, and whom",
        Trigger "trigger" "the word that tells what happened",
        Place "place" "where",
    }
}

/// One part of a score.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// In words: "a date in the same sentence".
    pub text: Box<str>,
    /// What it adds to the score, or takes from it (below 0).
    pub points: f32,
}

/// Whether the collection has the event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Matched {
    /// It has nothing like it.
    #[default]
    None,
    /// It has this event, by its id: the article becomes one more source of it.
    Same(Box<str>),
    /// It has one that looks like it, by its id: a person decides.
    Similar(Box<str>),
}

impl Matched {
    /// The id of the event that it is, or looks like.
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::None => None,
            Self::Same(id) | Self::Similar(id) => Some(id),
        }
    }
}

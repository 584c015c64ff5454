//! A paragraph with everything that is known of its words: tokens, sentences, names, dates, what is quoted.

use std::ops::Range;

use super::{
    knowledge::Knowledge,
    names::Sense,
    timex::{self, EventDate},
    token::{Token, sentences, tokens},
    words::Site,
};
use crate::{
    dates::Day,
    places::{Bloc, Code},
};

/// Whom a mention means.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Who {
    /// A country, by name or adjective.
    Country(Code),
    /// A seat of governments, of these in turn.
    Seat(Vec<Code>),
    /// A bloc.
    Bloc(&'static Bloc),
    /// An organization, by its place among the known ones.
    Organization(usize),
    /// An organization that is in no list, with the country whose it is.
    Unlisted(Box<str>, Option<Code>),
    /// A person, by their place in the cast.
    Person(usize),
    /// A place that is no seat.
    Site,
    /// An event with a name.
    Event(usize),
}

/// A name in a paragraph.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    /// The name itself.
    pub tokens: Range<usize>,
    /// Whom it means.
    pub who: Who,
    /// Whether it is an adjective or a people: "Russian" forces, a "Russian".
    pub adjective: bool,
    /// The place that it is, or that stands for it.
    pub site: Option<&'static Site>,
    /// Whether it is a part of another mention: "Russian" of "Russian President Vladimir Putin".
    pub absorbed: bool,
}

impl Mention {
    /// Whether it can be where something is: a country, its seat, a site; not an adjective.
    pub fn is_place(&self) -> bool {
        matches!(self.who, Who::Country(_) | Who::Seat(_) | Who::Site) && !self.adjective
    }
}

/// A paragraph, read.
pub(super) struct Para<'a> {
    /// From 1.
    pub number: usize,
    pub text: &'a str,
    pub heading: bool,
    pub tokens: Vec<Token>,
    pub sentences: Vec<Range<usize>>,
    pub mentions: Vec<Mention>,
    pub dates: Vec<EventDate>,
    /// For each date whether a part of it was looked for from the day of publication.
    pub incomplete: Vec<bool>,
    /// For each token the date that it is a part of.
    pub date_at: Vec<Option<usize>>,
    /// The date of the item, where it is one of a chronology.
    pub item: Option<usize>,
    /// For each token whether it stands in quotation marks.
    pub quoted: Vec<bool>,
    /// For each token whether it belongs to a time expression of any kind.
    pub time_at: Vec<bool>,
}

impl<'a> Para<'a> {
    /// Reads a paragraph. Names of people that the article itself introduces come later.
    pub fn read(number: usize, text: &'a str, heading: bool, published: Day, knowledge: &Knowledge) -> Self {
        let tokens = tokens(text);
        let found = timex::find(text, Some(published));
        let dates = timex::event_dates(text, &found);
        let incomplete = |date: &EventDate| {
            let timexes = found.get(date.timexes.clone()).unwrap_or_default();
            timexes.iter().any(|timex| timex.direction.is_some())
        };
        let incomplete = dates.iter().map(incomplete).collect();
        let mut time_at = vec![false; tokens.len()];
        for time in &found {
            for at in within(&tokens, &time.bytes) {
                time_at[at] = true;
            }
        }
        let mut para = Self {
            number,
            text,
            heading,
            sentences: sentences(&tokens),
            mentions: Vec::new(),
            quoted: quoted(&tokens, text),
            tokens,
            date_at: Vec::new(),
            item: None,
            dates,
            incomplete,
            time_at,
        };
        para.place_dates();
        para.mentions = para.names(knowledge);
        para
    }

    /// Whether a token stands in quotation marks.
    pub fn is_quoted(&self, at: usize) -> bool {
        self.quoted.get(at).is_some_and(|quoted| *quoted)
    }

    /// Says of each token which date it is a part of.
    pub fn place_dates(&mut self) {
        self.date_at = vec![None; self.tokens.len()];
        for (index, date) in self.dates.iter().enumerate() {
            for at in within(&self.tokens, &date.bytes) {
                self.date_at[at] = Some(index);
            }
        }
    }

    /// The token's text as written.
    pub fn written(&self, tokens: Range<usize>) -> &'a str {
        let start = self.tokens.get(tokens.start).map_or(0, |token| token.start);
        let end = tokens
            .end
            .checked_sub(1)
            .and_then(|last| self.tokens.get(last))
            .map_or(start, |token| token.end);
        self.text.get(start..end).unwrap_or_default()
    }

    /// A token's folded text; empty past the ends.
    pub fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &token.folded)
    }

    /// The token before, folded.
    pub fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |at| self.word(at))
    }

    /// The mention that covers a token.
    pub fn mention_at(&self, at: usize) -> Option<usize> {
        let index = self.mentions.partition_point(|mention| mention.tokens.end <= at);
        self.mentions
            .get(index)
            .filter(|mention| mention.tokens.contains(&at))
            .map(|_| index)
    }

    fn names(&self, knowledge: &Knowledge) -> Vec<Mention> {
        let mut mentions: Vec<Mention> = Vec::new();
        for hit in knowledge.names.find(self.text) {
            let range = within(&self.tokens, &(hit.start..hit.end));
            let Some(mention) = self.mention(hit.sense, range.clone()) else {
                continue;
            };
            // "US-led", "Russian-speaking": no actor; "Kyiv-backed" is one.
            let whole = self.tokens.get(range.start).filter(|token| token.end > hit.end);
            if whole.is_some_and(|token| !BACKED.iter().any(|deed| token.folded.ends_with(deed))) {
                continue;
            }
            // A month or a weekday is no place ("March", "Sunday").
            if !range.is_empty() && !self.time_at.get(range.start).is_some_and(|time| *time) {
                mentions.push(mention);
            }
        }
        mentions
    }

    fn mention(&self, sense: &Sense, tokens: Range<usize>) -> Option<Mention> {
        let (who, adjective, site) = match sense {
            Sense::Country(code) => (Who::Country(*code), false, None),
            Sense::Adjective(code) => (Who::Country(*code), true, None),
            Sense::Seat(codes, site) => (Who::Seat(codes.clone()), false, *site),
            Sense::Bloc(bloc) => (Who::Bloc(bloc), false, None),
            Sense::Organization(index) => (Who::Organization(*index), false, None),
            Sense::Person(index) => (Who::Person(*index), false, None),
            Sense::Site(site) => (Who::Site, false, Some(*site)),
            Sense::Event(index) => (Who::Event(*index), false, None),
            Sense::When(inner, near) => {
                let named = near.iter().any(|name| self.text.contains(name.as_str()));
                return if named { self.mention(inner, tokens) } else { None };
            }
            Sense::Not => return None,
        };
        Some(Mention {
            tokens,
            who,
            adjective,
            site,
            absorbed: false,
        })
    }
}

/// Ends of words in which a name is that of who acts: "Kyiv-backed".
const BACKED: &[&str] = &[
    "backed",
    "brokered",
    "hosted",
    "mediated",
    "sponsored",
    "drafted",
    "supported",
    "held",
];

/// The tokens that lie within these bytes, at least in part.
fn within(tokens: &[Token], bytes: &Range<usize>) -> Range<usize> {
    let start = tokens.partition_point(|token| token.end <= bytes.start);
    let end = tokens.partition_point(|token| token.start < bytes.end);
    start..end.max(start)
}

/// Which tokens stand between quotation marks that open and close in this paragraph. A few words in quotes are not a
/// quotation ("very eventful").
fn quoted(tokens: &[Token], text: &str) -> Vec<bool> {
    const FEW: usize = 4;
    let mut quoted = vec![false; tokens.len()];
    let mut open: Option<usize> = None;
    for (at, token) in tokens.iter().enumerate() {
        let mark = text.get(token.start..token.end).unwrap_or_default();
        // Two accents and two apostrophes are the quotation marks of typewriters.
        let two = |other: &str| {
            let next = tokens.get(at + 1).filter(|next| next.start == token.end);
            mark == other && next.is_some_and(|next| text.get(next.start..next.end) == Some(other))
        };
        let (opens, closes) = (
            matches!(mark, "“" | "\"" | "«" | "„") || two("`"),
            matches!(mark, "”" | "\"" | "»" | "“") || two("'"),
        );
        match open {
            Some(start) if closes => {
                if at - start > FEW {
                    quoted[start..at].fill(true);
                }
                open = None;
            }
            None if opens => open = Some(at),
            _ => {}
        }
    }
    if let Some(start) = open.filter(|start| tokens.len() - start > FEW) {
        quoted[start..].fill(true);
    }
    quoted
}

//! Where events are from, and who and what they are about.

use std::{path::Path, sync::Arc};

use super::Origin;
use crate::{dates::Edtf, places::Code};

/// An article, document or page: a `[[source]]`, or one said in place.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Of a `[[source]]`; empty when said in place.
    pub id: Box<str>,
    /// Empty when not written.
    pub title: Box<str>,
    /// Empty when not written.
    pub publisher: Box<str>,
    /// When it came out.
    pub published: Option<Edtf>,
    /// Empty when not written.
    pub url: Box<str>,
    /// Admiralty code, `A`–`F`.
    pub reliability: Option<char>,
    /// The saved copy of its text, as it is found from the working folder.
    pub text: Option<Arc<Path>>,
    /// Where it stands.
    pub origin: Origin,
}

impl Source {
    /// One of which nothing is known but where it stands.
    pub fn unknown(origin: Origin) -> Self {
        Self {
            id: Box::default(),
            title: Box::default(),
            publisher: Box::default(),
            published: None,
            url: Box::default(),
            reliability: None,
            text: None,
            origin,
        }
    }

    /// What to call it on the screen: the title, else the publisher, the URL, the id.
    pub fn label(&self) -> &str {
        [&self.title, &self.publisher, &self.url, &self.id]
            .into_iter()
            .find(|text| !text.is_empty())
            .map_or("", |text| text)
    }
}

/// A source as an event or a claim cites it.
#[derive(Clone, Debug, PartialEq)]
pub struct Citation {
    /// The source; one that holds nothing but its id where no `[[source]]` has that id.
    pub source: Arc<Source>,
    /// Whether the source is there: false for an id that dangles.
    pub found: bool,
    /// Where in the source ("paragraph 4"); empty when not written.
    pub locator: Box<str>,
    /// The exact words; empty when not written.
    pub quote: Box<str>,
    /// Whether the quote stands in the saved text; `None` without a quote or a saved text.
    pub quote_found: Option<bool>,
}

impl Citation {
    /// Whether everything but the places in the files is the same.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let (one, two) = (&self.source, &other.source);
        let source = Arc::ptr_eq(one, two)
            || (one.id == two.id
                && one.title == two.title
                && one.publisher == two.publisher
                && one.published == two.published
                && one.url == two.url
                && one.reliability == two.reliability
                && one.text == two.text);
        source
            && self.found == other.found
            && self.locator == other.locator
            && self.quote == other.quote
            && self.quote_found == other.quote_found
    }
}

/// A `[[person]]`: one spelling of a name, whichever was typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The spelling shown.
    pub name: Box<str>,
    /// Other spellings.
    pub aliases: Vec<Box<str>>,
    /// The state that the person serves.
    pub country: Option<super::Term<Code>>,
    /// In the order written.
    pub offices: Vec<Office>,
    /// Where it stands.
    pub origin: Origin,
}

/// An office that a person held.
#[derive(Clone, Debug, PartialEq)]
pub struct Office {
    /// "President of Russia".
    pub title: Box<str>,
    /// From when until when.
    pub date: Option<Edtf>,
}

/// An `[[organization]]`, and a bloc of one's own if it has members.
#[derive(Clone, Debug, PartialEq)]
pub struct Organization {
    /// The spelling shown.
    pub name: Box<str>,
    /// Other spellings.
    pub aliases: Vec<Box<str>>,
    /// Member states.
    pub members: Vec<Member>,
    /// Where it stands.
    pub origin: Origin,
}

/// A state's membership.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The state.
    pub country: super::Term<Code>,
    /// From when until when; `None` for always.
    pub date: Option<Edtf>,
}

/// An `[[era]]`: a stretch of time drawn behind the events.
#[derive(Clone, Debug, PartialEq)]
pub struct Era {
    /// "Cold War".
    pub title: Box<str>,
    /// From when until when.
    pub date: Edtf,
    /// Whom it concerns; empty for everybody.
    pub countries: Vec<super::Term<Code>>,
    /// Where it stands.
    pub origin: Origin,
}

//! What is known before an article is read: names, the words of the rules, and the events of the collection.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    names::Names,
    timex,
    words::{ActorWords, Lexicon, WordsError, sites},
};
use crate::{
    model::{Event, Term},
    places::Code,
    store::Collection,
};

/// What [`drafts`](super::drafts) knows beside the article. It is made once for many articles, and shared by threads.
pub struct Knowledge {
    pub(super) lexicon: Lexicon,
    pub(super) words: ActorWords,
    pub(super) names: Names,
    pub(super) events: Vec<Arc<Event>>,
    /// Events by country, as places in `events`, in time order.
    pub(super) by_country: FxHashMap<Code, Vec<u32>>,
    /// Events that have no country.
    pub(super) of_nobody: Vec<u32>,
    /// Ids that are taken.
    pub(super) ids: FxHashSet<Box<str>>,
}

/// Names of people that only events mention count up to so many; a collection with more has tables.
const MOST_UNLISTED: usize = 20_000;

impl Knowledge {
    /// What a collection knows: its people with their offices, its organizations, its events.
    pub fn new(collection: &Collection) -> Self {
        Self::with_words(collection, &[])
            .unwrap_or_else(|_| Self::bare(collection, Lexicon::built_in(), ActorWords::built_in()))
    }

    /// The same with files of words, of the shape of those in `data/pull/`, added to the built-in ones.
    ///
    /// # Errors
    /// Where one of them cannot be read, with what is wrong.
    pub fn with_words(collection: &Collection, files: &[&str]) -> Result<Self, WordsError> {
        // For a single article most of the time is this: each core reads some of it.
        let (mut lexicon, (mut words, ())) = rayon::join(Lexicon::built_in, || {
            rayon::join(ActorWords::built_in, || {
                rayon::join(sites, timex::prepare);
            })
        });
        for file in files {
            lexicon.add(file)?;
            words.add(file)?;
        }
        Ok(Self::bare(collection, lexicon, words))
    }

    fn bare(collection: &Collection, lexicon: Lexicon, words: ActorWords) -> Self {
        let unlisted = unlisted(collection);
        let names = Names::new(&collection.people, &unlisted, &collection.organizations, &words);
        let mut by_country: FxHashMap<Code, Vec<u32>> = FxHashMap::default();
        let mut of_nobody = Vec::new();
        for (index, event) in collection.events.iter().enumerate() {
            let mut known = event.countries.iter().filter_map(Term::known).peekable();
            if known.peek().is_none() {
                of_nobody.push(index as u32);
            }
            for code in known {
                by_country.entry(code).or_default().push(index as u32);
            }
        }
        Self {
            lexicon,
            words,
            names,
            by_country,
            of_nobody,
            ids: collection.events.iter().map(|event| event.id.clone()).collect(),
            events: collection.events.clone(),
        }
    }
}

/// People of events that have no table of their own.
fn unlisted(collection: &Collection) -> Vec<Box<str>> {
    let mut known: FxHashSet<&str> = collection.people.iter().map(|person| &*person.name).collect();
    let mut unlisted = Vec::new();
    for person in collection.events.iter().flat_map(|event| &event.people) {
        if unlisted.len() < MOST_UNLISTED && person.contains(' ') && known.insert(person) {
            unlisted.push(person.clone());
        }
    }
    unlisted
}

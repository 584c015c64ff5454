//! The names that events carry (people, tags, places, sources …), found by the beginnings of their words.

use std::{io, sync::Arc};

use super::{
    flat::{Flat, Reader, Strings, Writer},
    postings::{Collector, Postings},
};
use crate::text;

/// Stands between texts that no search crosses; part of no word.
const BORDER: char = '\u{1F}';

/// The distinct names of one field, with the events of each.
#[derive(Debug, Default)]
pub struct Names {
    /// As a query writes them.
    shown: Strings,
    /// As a person reads them; empty where that is the same.
    labels: Strings,
    /// The events of each.
    pub postings: Postings,
    /// Their numbers in the order in which they are shown.
    by_shown: Flat<u32>,
    /// What is searched: each name and its aliases, folded.
    folded: Flat<u8>,
    /// Where in `folded` each begins.
    starts: Flat<u32>,
}

impl Names {
    /// Collected names; `aliases` gives the other texts that each is found by.
    pub fn new<'a, A>(collected: Collector<Arc<str>>, events: usize, aliases: impl Fn(&str) -> A) -> Self
    where
        A: IntoIterator<Item = &'a str>,
    {
        Self::searched(collected, events, |name, search| {
            search(name);
            aliases(name).into_iter().for_each(search);
        })
    }

    /// Collected keys, each found by its label instead.
    pub fn labelled<'a>(
        collected: Collector<Arc<str>>,
        events: usize,
        label: impl Fn(&str) -> &'a str,
    ) -> Self {
        let mut names = Self::searched(collected, events, |key, search| search(label(key)));
        names.labels = Strings::of(names.shown.iter().map(label));
        names
    }

    /// Collected names; `texts` hands on what each is found by.
    fn searched(
        collected: Collector<Arc<str>>,
        events: usize,
        texts: impl Fn(&str, &mut dyn FnMut(&str)),
    ) -> Self {
        let values = collected.finish(events);
        let mut folded = String::new();
        let mut starts = Vec::with_capacity(values.keys.len());
        for name in &values.keys {
            starts.push(folded.len() as u32);
            texts(name, &mut |text| {
                text::fold_into(text, &mut folded);
                folded.push(BORDER);
            });
        }
        let mut by_shown: Vec<u32> = (0..values.keys.len() as u32).collect();
        by_shown.sort_unstable_by_key(|number| &values.keys[*number as usize]);
        Self {
            shown: Strings::of(values.keys.iter().map(|name| &**name)),
            labels: Strings::default(),
            postings: values.postings,
            by_shown: by_shown.into(),
            folded: folded.into_bytes().into(),
            starts: starts.into(),
        }
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.shown.len()
    }

    /// As a query writes the name of that number.
    pub fn shown(&self, number: u32) -> &str {
        self.shown.get(number as usize)
    }

    /// As a person reads the name of that number.
    pub fn label(&self, number: u32) -> &str {
        if self.labels.len() == 0 {
            self.shown(number)
        } else {
            self.labels.get(number as usize)
        }
    }

    /// The name that is shown as `name`.
    pub fn number(&self, name: &str) -> Option<u32> {
        let at = self
            .by_shown
            .binary_search_by(|number| self.shown(*number).cmp(name));
        at.ok().map(|at| self.by_shown[at])
    }

    /// Writes them.
    pub fn save(&self, to: &mut Writer<'_>) -> io::Result<()> {
        self.shown.save(to)?;
        self.labels.save(to)?;
        self.postings.save(to)?;
        to.flat(&self.by_shown)?;
        to.flat(&self.folded)?;
        to.flat(&self.starts)
    }

    /// Reads them back, over so many events.
    pub fn load(from: &mut Reader<'_>, events: usize) -> Option<Self> {
        Some(Self {
            shown: Strings::load(from)?,
            labels: Strings::load(from)?,
            postings: Postings::load(from, events)?,
            by_shown: from.flat()?,
            folded: from.flat()?,
            starts: from.flat()?,
        })
    }

    /// The names with a word that begins with `prefix`, which is folded; ascending, a name may come twice.
    pub fn beginning<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = u32> + 'a {
        let starts = &*self.starts;
        text::prefix_positions_in(&self.folded, prefix).map(move |at| {
            starts
                .partition_point(|start| *start as usize <= at)
                .saturating_sub(1) as u32
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_their_words_and_aliases() {
        let mut people = Collector::default();
        people.push(0, "Kim Jong Un");
        people.push(1, "Recep Tayyip Erdoğan");
        people.push(2, "Joachim Sauer");
        let names = Names::new(people, 3, |name| (name == "Kim Jong Un").then_some("Kim Jŏng-ŭn"));
        let found = |prefix: &str| {
            let mut found: Vec<u32> = names.beginning(prefix).collect();
            found.dedup();
            found
        };
        assert_eq!(found("kim"), [0]);
        assert_eq!(found("jong-un"), [0]);
        assert_eq!(found("erdog"), [1]);
        assert!(found("im").is_empty());
        assert!(found("un rec").is_empty());
        assert!(found("").is_empty());
    }
}

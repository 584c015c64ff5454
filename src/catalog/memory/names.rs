//! The names that events carry (people, tags, places, sources …), found by the beginnings of their words.

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::postings::{Collector, Postings};
use crate::text;

/// Stands between texts that no search crosses; part of no word.
const BORDER: char = '\u{1F}';

/// The distinct names of one field, with the events of each.
#[derive(Debug, Default)]
pub struct Names {
    /// As a query writes them.
    shown: Vec<Arc<str>>,
    /// As a person reads them; empty where that is the same.
    labels: Vec<Arc<str>>,
    /// The events of each.
    pub postings: Postings,
    numbers: FxHashMap<Arc<str>, u32>,
    /// What is searched: each name and its aliases, folded.
    folded: String,
    /// Where in `folded` each begins.
    starts: Vec<usize>,
    /// Their numbers by label; made when it is first asked for, since there may be as many as events.
    by_label: OnceLock<Vec<u32>>,
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
        names.labels = names.shown.iter().map(|key| label(key).into()).collect();
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
            starts.push(folded.len());
            texts(name, &mut |text| {
                text::fold_into(text, &mut folded);
                folded.push(BORDER);
            });
        }
        Self {
            shown: values.keys,
            labels: Vec::new(),
            postings: values.postings,
            numbers: values.numbers,
            folded,
            starts,
            by_label: OnceLock::new(),
        }
    }

    /// As a query writes the name of that number.
    pub fn shown(&self, number: u32) -> &Arc<str> {
        &self.shown[number as usize]
    }

    /// As a person reads the name of that number.
    pub fn label(&self, number: u32) -> &Arc<str> {
        let same = || self.shown(number);
        self.labels.get(number as usize).unwrap_or_else(same)
    }

    /// Their numbers, in the order of the labels.
    pub fn by_label(&self) -> &[u32] {
        self.by_label.get_or_init(|| {
            let mut numbers: Vec<u32> = (0..self.shown.len() as u32).collect();
            numbers.sort_unstable_by_key(|number| (self.label(*number), self.shown(*number)));
            numbers
        })
    }

    /// The name that is shown as `name`.
    pub fn number(&self, name: &str) -> Option<u32> {
        self.numbers.get(name).copied()
    }

    /// The names with a word that begins with `prefix`, which is folded; ascending, a name may come twice.
    pub fn beginning<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = u32> + 'a {
        text::prefix_positions(&self.folded, prefix)
            .map(|at| (self.starts.partition_point(|start| *start <= at) - 1) as u32)
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

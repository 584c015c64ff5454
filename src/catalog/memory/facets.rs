//! Values of a field with how many events of a selection have each.

use std::{cmp::Reverse, fmt::Display, sync::Arc};

use super::{
    Memory,
    names::Names,
    postings::{Postings, Values},
    select::Selection,
};
use crate::{
    catalog::{Facet, Field},
    dates::day::written_year,
    model::Term,
    places::Code,
};

impl Memory {
    pub(super) fn facets_of(&self, selection: &Selection, field: Field) -> Vec<Facet> {
        let fields = &self.fields;
        match field {
            Field::Country => sorted(tally(&fields.countries, selection, country)),
            Field::Category => sorted(tally(&fields.categories, selection, word)),
            Field::Status => sorted(tally(&fields.statuses, selection, word)),
            Field::Precision => sorted(tally(&fields.precisions, selection, word)),
            Field::Year => sorted(self.years(selection)),
            Field::Tag => names(&fields.tags, selection),
            Field::Person => names(&fields.people, selection),
            Field::Organization => names(&fields.organizations, selection),
            Field::Place => names(&fields.places, selection),
            Field::Publisher => names(&fields.publishers, selection),
            Field::Source => names(&fields.sources, selection),
        }
    }

    /// The years in which events of the selection begin.
    fn years(&self, selection: &Selection) -> Vec<Facet> {
        let years = &self.fields.years;
        let ends = years
            .iter()
            .skip(1)
            .map(|(_, start)| *start)
            .chain([self.events().len()]);
        years
            .iter()
            .zip(ends)
            .filter_map(|(&(year, start), end)| {
                facet(selection.events.count_range(start..end), || {
                    word(&written_year(year))
                })
            })
            .collect()
    }
}

fn country(term: &Term<Code>) -> (Arc<str>, Arc<str>) {
    match term {
        Term::Known(code) => (code.alpha3().into(), code.name().into()),
        Term::Written(text) => word(text),
    }
}

fn word(word: &impl Display) -> (Arc<str>, Arc<str>) {
    let word: Arc<str> = word.to_string().into();
    (Arc::clone(&word), word)
}

/// The most frequent first, then by label.
fn sorted(mut facets: Vec<Facet>) -> Vec<Facet> {
    facets.sort_unstable_by(|a, b| (b.count, &a.label, &a.value).cmp(&(a.count, &b.label, &b.value)));
    facets
}

/// Counts every name, the most frequent first, then by label. Names may be as many as events, so numbers are sorted
/// and not texts.
fn names(names: &Names, selection: &Selection) -> Vec<Facet> {
    let mut counted: Vec<(u32, usize)> = names
        .by_label()
        .iter()
        .map(|&number| (number, count(&names.postings, number, selection)))
        .filter(|(_, count)| *count > 0)
        .collect();
    counted.sort_by_key(|(_, count)| Reverse(*count));
    counted
        .into_iter()
        .map(|(number, count)| Facet {
            value: Arc::clone(names.shown(number)),
            label: Arc::clone(names.label(number)),
            count,
        })
        .collect()
}

/// Counts every value; `said` gives it as a query writes it and as a person reads it.
fn tally<K>(
    values: &Values<K>,
    selection: &Selection,
    said: impl Fn(&K) -> (Arc<str>, Arc<str>),
) -> Vec<Facet> {
    (0..)
        .zip(&values.keys)
        .filter_map(|(number, key)| facet(count(&values.postings, number, selection), || said(key)))
        .collect()
}

fn count(postings: &Postings, number: u32, selection: &Selection) -> usize {
    if selection.is_everything() {
        postings.count(number)
    } else {
        postings.count_in(number, &selection.events)
    }
}

fn facet(count: usize, said: impl FnOnce() -> (Arc<str>, Arc<str>)) -> Option<Facet> {
    (count > 0)
        .then(said)
        .map(|(value, label)| Facet { value, label, count })
}

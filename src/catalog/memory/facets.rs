//! Values of a field with how many events of a selection have each.

use std::{collections::hash_map::Entry, fmt::Display, sync::Arc};

use rustc_hash::FxHashMap;

use super::{
    Memory,
    bits::Bits,
    fields::Fields,
    names::Names,
    postings::{Postings, Values},
    segment::Group,
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
        let mut parts = self
            .parts
            .iter()
            .zip(&selection.parts)
            .filter(|(part, _)| part.segment.ready(Group::Fields))
            .map(|(part, events)| {
                // Postings know how many there are in all.
                let all = part.is_whole && selection.count == self.everything.count;
                let fields = &part.segment.fields;
                of_part(
                    fields,
                    if all {
                        Chosen::All(events)
                    } else {
                        Chosen::Some(events)
                    },
                    field,
                )
            })
            .filter(|facets| !facets.is_empty());
        let mut facets = parts.next().unwrap_or_default();
        let mut known: FxHashMap<Arc<str>, usize> = FxHashMap::default();
        for more in parts {
            if known.is_empty() {
                known = (0..)
                    .zip(&facets)
                    .map(|(at, facet)| (Arc::clone(&facet.value), at))
                    .collect();
            }
            for facet in more {
                match known.entry(Arc::clone(&facet.value)) {
                    Entry::Occupied(at) => facets[*at.get()].count += facet.count,
                    Entry::Vacant(free) => {
                        free.insert(facets.len());
                        facets.push(facet);
                    }
                }
            }
        }
        sorted(facets)
    }
}

/// The events of a part that are counted.
#[derive(Clone, Copy)]
enum Chosen<'a> {
    All(&'a Bits),
    Some(&'a Bits),
}

fn of_part(fields: &Fields, chosen: Chosen<'_>, field: Field) -> Vec<Facet> {
    match field {
        Field::Country => tally(&fields.countries, chosen, country),
        Field::Category => tally(&fields.categories, chosen, word),
        Field::Status => tally(&fields.statuses, chosen, word),
        Field::Precision => tally(&fields.precisions, chosen, word),
        Field::Year => years(fields, chosen),
        Field::Tag => names(&fields.tags, chosen),
        Field::Person => names(&fields.people, chosen),
        Field::Organization => names(&fields.organizations, chosen),
        Field::Place => names(&fields.places, chosen),
        Field::Publisher => names(&fields.publishers, chosen),
        Field::Source => names(&fields.sources, chosen),
    }
}

/// The years in which events begin.
fn years(fields: &Fields, chosen: Chosen<'_>) -> Vec<Facet> {
    let (Chosen::All(events) | Chosen::Some(events)) = chosen;
    let starts = fields.year_starts.iter().map(|start| *start as usize);
    let ends = starts.clone().skip(1).chain([events.size()]);
    fields
        .years
        .iter()
        .zip(starts.zip(ends))
        .filter_map(|(&year, (start, end))| {
            facet(events.count_range(start..end), || word(&written_year(year)))
        })
        .collect()
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

/// Counts every name.
fn names(names: &Names, chosen: Chosen<'_>) -> Vec<Facet> {
    (0..names.len() as u32)
        .filter_map(|number| {
            facet(count(&names.postings, number, chosen), || {
                let (shown, label) = (names.shown(number), names.label(number));
                let value = Arc::from(shown);
                let label = if label == shown {
                    Arc::clone(&value)
                } else {
                    Arc::from(label)
                };
                (value, label)
            })
        })
        .collect()
}

/// Counts every value; `said` gives it as a query writes it and as a person reads it.
fn tally<K>(values: &Values<K>, chosen: Chosen<'_>, said: impl Fn(&K) -> (Arc<str>, Arc<str>)) -> Vec<Facet> {
    (0..)
        .zip(&values.keys)
        .filter_map(|(number, key)| facet(count(&values.postings, number, chosen), || said(key)))
        .collect()
}

fn count(postings: &Postings, number: u32, chosen: Chosen<'_>) -> usize {
    match chosen {
        Chosen::All(_) => postings.count(number),
        Chosen::Some(events) => postings.count_in(number, events),
    }
}

fn facet(count: usize, said: impl FnOnce() -> (Arc<str>, Arc<str>)) -> Option<Facet> {
    (count > 0)
        .then(said)
        .map(|(value, label)| Facet { value, label, count })
}

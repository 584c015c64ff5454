//! Values of a field with how many events of a selection have each.

use std::fmt::Display;

use super::{
    Memory,
    names::Names,
    postings::{Postings, Values},
    select::Selection,
};
use crate::{
    catalog::{Facet, Field},
    dates::Precision,
    model::Term,
    places::Code,
};

impl Memory {
    pub(super) fn facets_of(&self, selection: &Selection, field: Field) -> Vec<Facet> {
        let fields = &self.fields;
        let mut facets = match field {
            Field::Country => {
                let keys = &fields.countries.keys;
                tally(&fields.countries.postings, selection, |number| {
                    country(&keys[number])
                })
            }
            Field::Category => words(&fields.categories, selection),
            Field::Status => words(&fields.statuses, selection),
            Field::Precision => tally(&fields.precisions.postings, selection, |number| {
                let word = precision(fields.precisions.keys[number]);
                (word.into(), word.into())
            }),
            Field::Tag => names(&fields.tags, selection),
            Field::Person => names(&fields.people, selection),
            Field::Organization => names(&fields.organizations, selection),
            Field::Place => names(&fields.places, selection),
            Field::Publisher => names(&fields.publishers, selection),
            Field::Source => tally(&fields.sources.postings, selection, |number| {
                (
                    fields.sources.shown[number].clone(),
                    fields.source_labels[number].clone(),
                )
            }),
            Field::Year => self.years(selection),
        };
        facets.sort_unstable_by(|a, b| (b.count, &a.label, &a.value).cmp(&(a.count, &b.label, &b.value)));
        facets
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
                let year: Box<str> = edtf_year(year).into();
                facet((year.clone(), year), selection.events.count_range(start..end))
            })
            .collect()
    }
}

/// A year as EDTF writes it: four digits, `-0043` for 44 BCE, `Y12345` beyond.
fn edtf_year(year: i64) -> String {
    match year {
        0..=9999 => format!("{year:04}"),
        -9999..0 => format!("-{:04}", -year),
        _ => format!("Y{year}"),
    }
}

/// As a query writes it.
fn precision(precision: Precision) -> &'static str {
    match precision {
        Precision::Age => "age",
        Precision::Century => "century",
        Precision::Decade => "decade",
        Precision::Year => "year",
        Precision::Season => "season",
        Precision::Month => "month",
        Precision::Day => "day",
        Precision::Time => "time",
    }
}

fn country(term: &Term<Code>) -> (Box<str>, Box<str>) {
    match term {
        Term::Known(code) => (code.alpha3().into(), code.name().into()),
        Term::Written(text) => (text.clone(), text.clone()),
    }
}

fn words<K: Display>(values: &Values<K>, selection: &Selection) -> Vec<Facet> {
    tally(&values.postings, selection, |number| {
        let word: Box<str> = values.keys[number].to_string().into();
        (word.clone(), word)
    })
}

fn names(names: &Names, selection: &Selection) -> Vec<Facet> {
    tally(&names.postings, selection, |number| {
        (names.shown[number].clone(), names.shown[number].clone())
    })
}

/// Counts every value; `said` gives it as a query writes it and as a person reads it.
fn tally(
    postings: &Postings,
    selection: &Selection,
    said: impl Fn(usize) -> (Box<str>, Box<str>),
) -> Vec<Facet> {
    (0..postings.values() as u32)
        .filter_map(|number| {
            let count = if selection.is_everything() {
                postings.count(number)
            } else {
                postings.count_in(number, &selection.events)
            };
            (count > 0)
                .then(|| said(number as usize))
                .and_then(|said| facet(said, count))
        })
        .collect()
}

fn facet((value, label): (Box<str>, Box<str>), count: usize) -> Option<Facet> {
    (count > 0).then_some(Facet { value, label, count })
}

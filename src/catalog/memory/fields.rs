//! The values that events have, field by field, with the events of each.

use std::{io, sync::Arc};

use rustc_hash::FxHashMap;

use super::{
    flat::{Flat, Reader, Writer},
    names::Names,
    pack::{Input, Output},
    postings::{Collector, Value, Values},
    texts::{self, Named, Texts},
};
use crate::{
    dates::{Civil, Precision, day::FIRST},
    model::{Actor, Category, Event, Organization, Person, Source, Stance, Status, Term},
    places::{self, Code},
    text,
};

/// The values of every field.
#[derive(Debug)]
pub struct Fields {
    pub countries: Values<Term<Code>>,
    pub initiators: Values<Term<Code>>,
    pub targets: Values<Term<Code>>,
    pub grounds: Values<Term<Code>>,
    pub categories: Values<Term<Category>>,
    pub statuses: Values<Term<Status>>,
    pub precisions: Values<Precision>,
    pub tags: Names,
    pub people: Names,
    pub organizations: Names,
    pub places: Names,
    pub publishers: Names,
    /// By id, or by what they are called where they have none.
    pub sources: Names,
    pub asserting: Claimants,
    pub denying: Claimants,
    /// Each year in which events begin, and the first of them.
    pub years: Flat<i64>,
    pub year_starts: Flat<u32>,
}

/// Words of a vocabulary as values.
macro_rules! terms {
    ($($word:ty),*) => {$(
        impl Value for Term<$word> {
            fn put(&self, to: &mut Output) {
                to.term(self, |word| word as u8);
            }

            fn get(from: &mut Input<'_>) -> Option<Self> {
                from.term(<$word>::ALL)
            }
        }
    )*};
}
terms!(Category, Status);

impl Value for Term<Code> {
    fn put(&self, to: &mut Output) {
        to.country(self);
    }

    fn get(from: &mut Input<'_>) -> Option<Self> {
        from.country()
    }
}

impl Value for Precision {
    fn put(&self, to: &mut Output) {
        to.0.push(*self as u8);
    }

    fn get(from: &mut Input<'_>) -> Option<Self> {
        Self::ALL.get(usize::from(from.byte()?)).copied()
    }
}

/// Who takes one stance to events.
#[derive(Debug)]
pub struct Claimants {
    pub countries: Values<Term<Code>>,
    /// People and organizations.
    pub names: Names,
}

impl Fields {
    /// Who takes this stance.
    pub fn claimants(&self, stance: Stance) -> &Claimants {
        match stance {
            Stance::Asserts => &self.asserting,
            Stance::Denies => &self.denying,
        }
    }

    /// Writes them.
    pub fn save(&self, to: &mut Writer<'_>) -> io::Result<()> {
        for countries in [&self.countries, &self.initiators, &self.targets, &self.grounds] {
            countries.save(to)?;
        }
        self.categories.save(to)?;
        self.statuses.save(to)?;
        self.precisions.save(to)?;
        for names in [
            &self.tags,
            &self.people,
            &self.organizations,
            &self.places,
            &self.publishers,
            &self.sources,
        ] {
            names.save(to)?;
        }
        for claimants in [&self.asserting, &self.denying] {
            claimants.countries.save(to)?;
            claimants.names.save(to)?;
        }
        to.flat(&self.years)?;
        to.flat(&self.year_starts)
    }

    /// Reads them back, of so many events.
    pub fn load(from: &mut Reader<'_>, events: usize) -> Option<Self> {
        let claimants = |from: &mut Reader<'_>| {
            Some(Claimants {
                countries: Values::load(from, events)?,
                names: Names::load(from, events)?,
            })
        };
        Some(Self {
            countries: Values::load(from, events)?,
            initiators: Values::load(from, events)?,
            targets: Values::load(from, events)?,
            grounds: Values::load(from, events)?,
            categories: Values::load(from, events)?,
            statuses: Values::load(from, events)?,
            precisions: Values::load(from, events)?,
            tags: Names::load(from, events)?,
            people: Names::load(from, events)?,
            organizations: Names::load(from, events)?,
            places: Names::load(from, events)?,
            publishers: Names::load(from, events)?,
            sources: Names::load(from, events)?,
            asserting: claimants(from)?,
            denying: claimants(from)?,
            years: from.flat()?,
            year_starts: from.flat()?,
        })
    }
}

/// The numbers of the values that `wanted` names; words that are not of the vocabulary are compared folded.
pub fn numbers<T: Copy + Eq + std::hash::Hash>(values: &Values<Term<T>>, wanted: &[Term<T>]) -> Vec<u32> {
    let mut numbers = Vec::new();
    for term in wanted {
        match term {
            Term::Known(_) => numbers.extend(values.number(term)),
            Term::Written(written) => {
                let written = text::fold(written);
                let same = |key: &Term<T>| matches!(key, Term::Written(key) if text::fold(key) == written);
                numbers.extend(
                    (0..)
                        .zip(&values.keys)
                        .filter(|(_, key)| same(key))
                        .map(|(number, _)| number),
                );
            }
        }
    }
    numbers
}

/// The key of a source among all: its id, or what it is called where it is said in place.
fn source_key(source: &Source) -> &str {
    if source.id.is_empty() {
        source.label()
    } else {
        &source.id
    }
}

/// Other spellings of the people and organizations of a collection, by the names that events carry.
#[derive(Default)]
pub struct Aliases<'a> {
    people: FxHashMap<&'a str, &'a [Box<str>]>,
    organizations: FxHashMap<&'a str, &'a [Box<str>]>,
}

impl<'a> Aliases<'a> {
    /// Those of these tables.
    pub fn new(people: &'a [Person], organizations: &'a [Organization]) -> Self {
        Self {
            people: people
                .iter()
                .map(|person| (&*person.name, &*person.aliases))
                .collect(),
            organizations: organizations
                .iter()
                .map(|organization| (&*organization.name, &*organization.aliases))
                .collect(),
        }
    }

    fn of_person(&self, name: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let aliases: &'a [Box<str>] = self.people.get(name).copied().unwrap_or_default();
        aliases.iter().map(|alias| &**alias)
    }

    /// Those of a bloc, too.
    fn of_organization(&self, name: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let aliases: &'a [Box<str>] = self.organizations.get(name).copied().unwrap_or_default();
        let bloc = places::bloc(name).into_iter();
        let of_bloc = bloc.flat_map(|bloc| {
            [bloc.code, bloc.name]
                .into_iter()
                .chain(bloc.aliases.iter().copied())
        });
        aliases.iter().map(|alias| &**alias).chain(of_bloc)
    }
}

/// Collects the values of all fields, event by event.
#[derive(Default)]
struct Builder<'a> {
    countries: Collector<Term<Code>>,
    initiators: Collector<Term<Code>>,
    targets: Collector<Term<Code>>,
    grounds: Collector<Term<Code>>,
    categories: Collector<Term<Category>>,
    statuses: Collector<Term<Status>>,
    precisions: Collector<Precision>,
    tags: Collector<Arc<str>>,
    people: Collector<Arc<str>>,
    organizations: Collector<Arc<str>>,
    places: Collector<Arc<str>>,
    publishers: Collector<Arc<str>>,
    sources: Collector<Arc<str>>,
    labels: FxHashMap<&'a str, &'a str>,
    claims: [ClaimCollector; 2],
    years: Vec<(i64, usize)>,
}

#[derive(Default)]
struct ClaimCollector {
    countries: Collector<Term<Code>>,
    names: Collector<Arc<str>>,
}

impl<'a> Builder<'a> {
    fn push(&mut self, number: u32, event: &'a Event) {
        for country in &event.countries {
            self.countries.push(number, country);
        }
        for (actors, collector) in [
            (&event.initiators, &mut self.initiators),
            (&event.targets, &mut self.targets),
        ] {
            for actor in actors {
                if let Actor::Country(country) = actor {
                    collector.push(number, country);
                }
            }
        }
        self.categories.push(number, &event.category);
        self.statuses.push(number, &event.status);
        self.precisions.push(number, &event.date.precision());
        for (names, collector) in [
            (&event.tags, &mut self.tags),
            (&event.people, &mut self.people),
            (&event.organizations, &mut self.organizations),
        ] {
            for name in names {
                collector.push(number, &**name);
            }
        }
        if let Some(location) = &event.location {
            if !location.name.is_empty() {
                self.places.push(number, &*location.name);
            }
            if let Some(country) = &location.country {
                self.grounds.push(number, country);
            }
        }
        for citation in event.citations() {
            let source = &*citation.source;
            let key = source_key(source);
            if !key.is_empty() {
                self.sources.push(number, key);
                self.labels.insert(key, source.label());
            }
            if !source.publisher.is_empty() {
                self.publishers.push(number, &*source.publisher);
            }
        }
        for claim in &event.claims {
            let collector = &mut self.claims[claim.stance as usize];
            for actor in &claim.by {
                match actor {
                    Actor::Country(country) => collector.countries.push(number, country),
                    Actor::Person(name) | Actor::Organization(name) => collector.names.push(number, &**name),
                }
            }
        }
        let earliest = event.date.interval().earliest;
        if earliest != FIRST {
            let year = Civil::from_day(earliest).year;
            if self.years.last().is_none_or(|(last, _)| *last != year) {
                self.years.push((year, number as usize));
            }
        }
    }

    fn finish(self, aliases: &Aliases<'_>, events: usize) -> Fields {
        let names = |collector: Collector<Arc<str>>| Names::new(collector, events, |_| None);
        let [asserting, denying] = self.claims.map(|claims| Claimants {
            countries: claims.countries.finish(events),
            names: names(claims.names),
        });
        Fields {
            countries: self.countries.finish(events),
            initiators: self.initiators.finish(events),
            targets: self.targets.finish(events),
            grounds: self.grounds.finish(events),
            categories: self.categories.finish(events),
            statuses: self.statuses.finish(events),
            precisions: self.precisions.finish(events),
            tags: names(self.tags),
            people: Names::new(self.people, events, |name| aliases.of_person(name)),
            organizations: Names::new(self.organizations, events, |name| aliases.of_organization(name)),
            places: names(self.places),
            publishers: names(self.publishers),
            sources: Names::labelled(self.sources, events, |key| {
                self.labels.get(key).copied().unwrap_or_default()
            }),
            asserting,
            denying,
            years: self
                .years
                .iter()
                .map(|(year, _)| *year)
                .collect::<Vec<_>>()
                .into(),
            year_starts: self
                .years
                .iter()
                .map(|(_, start)| *start as u32)
                .collect::<Vec<_>>()
                .into(),
        }
    }
}

/// The fields and the words of all events.
pub fn collect<'a>(events: &'a [Event], aliases: &Aliases<'a>) -> (Fields, Texts) {
    // One after the other, since each takes much memory until it is finished.
    let mut words = texts::Collector::default();
    for event in events {
        push_words(&mut words, event, aliases);
    }
    let words = words.finish();
    let mut fields = Builder::default();
    for (number, event) in (0..).zip(events) {
        fields.push(number, event);
    }
    (fields.finish(aliases, events.len()), words)
}

fn push_words<'a>(words: &mut texts::Collector<'a>, event: &'a Event, aliases: &Aliases<'a>) {
    words.begin();
    words.push(&event.title);
    words.push(&event.summary);
    for name in &event.people {
        words.push_name(Named::Person, name, aliases.of_person(name));
    }
    for name in &event.organizations {
        words.push_name(Named::Organization, name, aliases.of_organization(name));
    }
    if let Some(location) = &event.location {
        words.push_name(Named::Other, &location.name, None);
    }
    for tag in &event.tags {
        words.push_name(Named::Other, tag, None);
    }
}

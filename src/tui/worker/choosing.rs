//! What there is to choose from when an event is changed or written: tags, files, events, names; and what a new event
//! would be called, where it would go, and what it resembles.

use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Desk;
use crate::{
    catalog::{Anchor, Brief, Catalog, Memory, duplicates},
    dates::Edtf,
    model::Event,
    places::Code,
    query::Plan,
    store::{compose, write::Scope},
    tui::{
        effect::Choices,
        layers::{fuzzy, pick::Item},
        message::Draft,
    },
};

/// How many events a picker shows.
const EVENTS: usize = 200;
/// How many likely duplicates are shown.
const LIKE: usize = 3;

/// All events, as they say where those like them go.
pub fn neighbours(memory: &Memory) -> impl Iterator<Item = compose::Neighbour<'_>> {
    memory.briefs().map(|event| compose::Neighbour {
        id: event.id,
        file: event.file,
        day: event.day,
        countries: event.countries.into(),
    })
}

impl Desk<'_> {
    /// What there is to choose from.
    pub fn choices(&self, choices: &Choices) -> Vec<Item> {
        match choices {
            Choices::Values(field) => self
                .memory
                .facets(&Plan::All, *field)
                .iter()
                .map(|facet| {
                    let help = crate::text::grouped(facet.count);
                    Item::new(&facet.value, &facet.label, &help)
                })
                .collect(),
            Choices::Sources => {
                let sources = self.memory.sources();
                sources
                    .iter()
                    .map(|source| Item::new(&source.id, &source.id, source.label()))
                    .collect()
            }
            Choices::Files(beside) => self.files(beside.as_deref()),
            Choices::Events(typed, from) => self.events(typed, from),
        }
    }

    /// The files of the collection, that of an event left out.
    fn files(&self, without: Option<&str>) -> Vec<Item> {
        let own = without
            .and_then(|id| self.memory.event(id))
            .map(|event| event.origin.file.clone());
        let mut counts: FxHashMap<&Path, usize> = FxHashMap::default();
        for event in self.memory.briefs() {
            *counts.entry(event.file).or_default() += 1;
        }
        let mut files: Vec<(&Path, usize)> = counts.into_iter().collect();
        files.retain(|(file, _)| Some(*file) != own.as_deref());
        files.sort();
        let item = |(file, count): (&Path, usize)| {
            let path = file.to_string_lossy();
            Item::new(&path, &path, &crate::text::grouped(count))
        };
        files.into_iter().map(item).collect()
    }

    /// Events that fit what is typed, the best first; those around one while nothing is.
    fn events(&self, typed: &str, from: &str) -> Vec<Item> {
        let item = |event: &Event| Item::new(&event.id, &event.title, &event.date.words_short());
        if typed.trim().is_empty() {
            let half = EVENTS / 2;
            let window = self
                .memory
                .window(&Plan::All, &Anchor::Event(from.into()), half, half);
            let ids = window.rows.iter().map(|row| row.id).filter(|id| *id != from);
            return ids
                .filter_map(|id| self.memory.event(id))
                .map(|event| item(&event))
                .collect();
        }
        let events: Vec<Brief<'_>> = self.memory.briefs().collect();
        let found = fuzzy(typed, events.iter().map(|event| [event.title, event.id]));
        let found = found.into_iter().filter_map(|index| events.get(index));
        let found = found.filter(|event| event.id != from).take(EVENTS);
        found
            .filter_map(|event| self.memory.event(event.id))
            .map(|event| item(&event))
            .collect()
    }

    /// What an event of these words would be.
    pub fn draft(&self, title: &str, date: &Edtf, countries: &[Code]) -> Draft {
        let taken = |id: &str| self.memory.event(id).is_some();
        let usual = Scope::of(self.place).and_then(|scope| {
            compose::usual_file(neighbours(self.memory), &scope, self.place, countries, date)
        });
        let sought = duplicates::Sketch {
            title,
            date,
            countries,
        };
        let reach = duplicates::reach(&sought);
        let near = self
            .memory
            .begun_within(reach, |date| duplicates::is_near(date, &sought));
        let like = duplicates::like(&near, &sought);
        let mut seen = FxHashSet::default();
        Draft {
            id: compose::id_for(date, title, &taken),
            file: usual.map_or_else(|_| String::new(), |file| file.display().to_string()),
            like: like
                .iter()
                .filter(|likely| seen.insert(likely.event.id.clone()))
                .take(LIKE)
                .map(|likely| {
                    Item::new(
                        &likely.event.id,
                        &likely.event.title,
                        &likely.event.date.words_short(),
                    )
                })
                .collect(),
        }
    }
}

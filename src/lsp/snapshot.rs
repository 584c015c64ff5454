//! The collection as it was read last, with what an editor asks of it.

use std::{
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};

use rustc_hash::FxHashMap;

use crate::{
    catalog::{Catalog as _, Memory},
    model::{Event, Finding, Source},
    store::Collection,
    text,
};

/// Names with how many events have each, the most frequent first.
pub type Names = Vec<(Box<str>, usize)>;

/// Everything that was read, at one moment.
#[derive(Debug)]
pub struct Snapshot {
    /// Of the editor's texts that were read.
    versions: FxHashMap<PathBuf, i32>,
    /// Which of the findings are of a file.
    findings: FxHashMap<Arc<Path>, Range<usize>>,
    /// People of tables and of events.
    pub people: Names,
    /// Organizations of tables and of events.
    pub organizations: Names,
    /// The author's own words.
    pub tags: Names,
    /// Names of locations.
    pub places: Names,
    memory: Arc<Memory>,
    collection: Collection,
}

impl Snapshot {
    /// Counts what is asked for often.
    pub fn new(memory: Arc<Memory>, collection: Collection, versions: FxHashMap<PathBuf, i32>) -> Self {
        let all = &collection;
        let mut findings: FxHashMap<Arc<Path>, Range<usize>> = FxHashMap::default();
        for (index, finding) in all.findings.iter().enumerate() {
            let of_file = findings.entry(Arc::clone(&finding.file)).or_insert(index..index);
            of_file.end = index + 1;
        }
        let events = || all.events.iter();
        let mut people = count(events().flat_map(|event| &event.people));
        for person in &all.people {
            people.entry(person.name.clone()).or_default();
        }
        let mut organizations = count(events().flat_map(|event| &event.organizations));
        for organization in &all.organizations {
            organizations.entry(organization.name.clone()).or_default();
        }
        let tags = count(events().flat_map(|event| &event.tags));
        let places = count(
            events()
                .filter_map(|event| Some(&event.location.as_ref()?.name))
                .filter(|name| !name.is_empty()),
        );
        let [people, organizations, tags, places] = [people, organizations, tags, places].map(sorted);
        Self {
            versions,
            findings,
            people,
            organizations,
            tags,
            places,
            memory,
            collection,
        }
    }

    /// The catalog.
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// All that was read.
    pub fn collection(&self) -> &Collection {
        &self.collection
    }

    /// Which text of the editor's was read of a file; none where the disk's was.
    pub fn version(&self, file: &Path) -> Option<i32> {
        self.versions.get(file).copied()
    }

    /// The files that something is wrong in.
    pub fn flawed(&self) -> impl Iterator<Item = &Arc<Path>> {
        self.findings.keys()
    }

    /// What is wrong in a file.
    pub fn findings(&self, file: &Path) -> &[Finding] {
        let range = self.findings.get(file).cloned().unwrap_or_default();
        self.collection().findings.get(range).unwrap_or_default()
    }

    /// The event that an id means, as written.
    pub fn event(&self, written: &str) -> Option<Arc<Event>> {
        let written = written.trim();
        self.memory
            .event(written)
            .or_else(|| self.memory.event(&text::slug(written)))
    }

    /// The source that an id means, as written.
    pub fn source(&self, written: &str) -> Option<&Arc<Source>> {
        let sources = &self.collection().sources;
        let named = |id: &str| {
            let index = sources.binary_search_by(|source| (*source.id).cmp(id)).ok()?;
            sources.get(index)
        };
        named(written.trim()).or_else(|| named(&text::slug(written)))
    }
}

fn count<'a>(names: impl Iterator<Item = &'a Box<str>>) -> FxHashMap<Box<str>, usize> {
    let mut counted: FxHashMap<Box<str>, usize> = FxHashMap::default();
    for name in names {
        if let Some(count) = counted.get_mut(name) {
            *count += 1;
        } else {
            counted.insert(name.clone(), 1);
        }
    }
    counted
}

fn sorted(counted: FxHashMap<Box<str>, usize>) -> Names {
    let mut names: Names = counted.into_iter().collect();
    names.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    names
}

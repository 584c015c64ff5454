//! From the snapshot into the library and back.

use std::sync::Arc;

use super::{
    Held, Library,
    settle::MANY,
    snapshot::{self, Kept},
    stamp::Stamp,
};
use crate::{
    catalog::{Catalog, Memory, Segment},
    query::Plan,
    store::Place,
};

/// When a snapshot is not worth its writing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Thrift {
    /// Fewer events are read from their files in no more time than it takes to look whether a snapshot still holds.
    pub events: usize,
    /// So many files are rather read again at the next start than everything written again now.
    pub files: usize,
    /// Bytes of files from which on their segments are written while reading goes on.
    pub bytes: u64,
}

impl Default for Thrift {
    fn default() -> Self {
        Self {
            events: 10_000,
            files: 8,
            bytes: 64 << 20,
        }
    }
}

impl Library {
    /// Takes what the snapshot has, if there is one.
    pub(super) fn restore(&mut self) -> bool {
        let Some(kept) = self.shelf.as_ref().and_then(snapshot::Shelf::open) else {
            return false;
        };
        let Some(memory) = snapshot::memory(&kept) else {
            return false;
        };
        let files = kept.files.into_iter().map(|(file, stamp, segments)| {
            let held = Held {
                stamp,
                facts: None,
                segments,
            };
            (file, held)
        });
        self.files = files.collect();
        self.next_segment = kept.segments.keys().max().map_or(0, |last| last + 1);
        for (number, (segment, name)) in kept.segments {
            self.segments.insert(number, segment);
            self.names.insert(number, name);
        }
        self.found = kept.found;
        self.flaws = kept.flaws;
        self.texts = kept.texts;
        self.facts = Some(kept.facts);
        self.memory = Some(Arc::new(memory));
        self.written = true;
        true
    }

    /// Makes ready for questions and for a change, which then are answered sooner: for when nobody waits. What is mapped
    /// is compared with its checksums, and what is known of all files is read.
    /// A catalog that knows all sources comes back where the one before knew only those that events cite.
    pub fn prepare(&mut self) -> Option<Arc<Memory>> {
        use rayon::prelude::*;
        self.segments.par_iter().for_each(|(_, segment)| segment.warm());
        let facts = self.facts.clone();
        if !self.recall() {
            // Whoever needs them finds that out, and reads the files.
            self.facts = facts;
            return None;
        }
        facts?;
        let memory = self.memory.as_ref()?;
        let memory = memory.concluded(Arc::clone(memory.shared_tables()), &self.flaws);
        let memory = Arc::new(memory.with_sources(self.everything.sources()));
        self.memory = Some(Arc::clone(&memory));
        Some(memory)
    }

    /// A segment where it is to lie from now on, and the name of its file if that is in the snapshot.
    pub(super) fn stowed(&self, segment: Segment, early: bool) -> (Arc<Segment>, String) {
        let shelf = self.shelf.as_ref().filter(|_| early);
        let stowed = shelf.and_then(|shelf| shelf.stow(&segment));
        stowed.unwrap_or_else(|| (Arc::new(segment), String::new()))
    }

    /// Whether segments of so many bytes of files are written while reading goes on.
    pub(super) fn stows(&self, bytes: u64) -> bool {
        self.shelf.is_some() && self.overlays.is_empty() && bytes >= self.thrift.bytes
    }

    /// Reads the facts out of the snapshot, where they are still there: before anything changes. `false` where they
    /// cannot be read.
    pub(super) fn recall(&mut self) -> bool {
        let Some(name) = self.facts.take() else {
            return true;
        };
        let Some(mut all) = self.shelf.as_ref().and_then(|shelf| shelf.facts(&name)) else {
            return false;
        };
        for (file, held) in &mut self.files {
            let Some(facts) = all.remove(file) else {
                return false;
            };
            self.ids.add(&facts);
            held.facts = Some(Arc::new(facts));
        }
        self.ids.settled();
        self.everything = crate::store::gather::Everything::new(&self.facts(), true);
        true
    }

    /// Forgets everything that was read, and the snapshot of it.
    pub(super) fn forget(&mut self) {
        if let Some(shelf) = &self.shelf {
            shelf.throw_away();
        }
        self.empty();
    }

    /// As if nothing had been read.
    pub(super) fn empty(&mut self) {
        let shelf = self.shelf.take();
        let overlays = std::mem::take(&mut self.overlays);
        *self = Self {
            thrift: self.thrift,
            overlays,
            shelf,
            ..Self::new(self.place.clone())
        };
    }

    /// Throws the snapshot away and reads the files, after something in it was not as it had been written.
    pub fn distrust(&mut self, told: super::Told<'_>) -> Result<Arc<Memory>, crate::store::StoreError> {
        self.forget();
        self.refresh(told)
    }

    /// Compares the whole catalog with its checksums, on all cores.
    pub fn prove(&self) -> bool {
        use rayon::prelude::*;
        self.segments.par_iter().all(|(_, segment)| segment.prove())
    }

    /// Whether a saved text of a source is not the one that was read.
    pub(super) fn texts_changed(&self) -> bool {
        self.texts.iter().any(|(text, stamp)| {
            let now = Stamp::of_file(text);
            // One that is not there now as then is no change.
            let both_gone = *stamp == Stamp::None && now == Stamp::None;
            !both_gone && !stamp.is(&now)
        })
    }

    /// Looks at the saved texts of sources, before they are read.
    pub(super) fn stamp_texts(&mut self) {
        let facts = self.facts();
        let texts = facts.iter().flat_map(|facts| facts.texts());
        self.texts = texts
            .map(|text| (text.to_owned(), Stamp::of_file(text)))
            .collect();
    }

    /// Puts in order what need not be in order at once: many small segments become one, and the snapshot is written if
    /// there is to be one, and much has been read since the last. A catalog comes back where the same events now lie
    /// elsewhere. What stands in the way of writing is no matter.
    pub fn keep(&mut self) -> Option<Arc<Memory>> {
        let tidied = self.tidy();
        self.save().or(tidied)
    }

    fn tidy(&mut self) -> Option<Arc<Memory>> {
        let memory = self.memory.clone()?;
        if self.facts.is_some() || !self.merge_small(MANY) {
            return None;
        }
        let memory = self.compose(Arc::clone(memory.shared_tables()));
        let memory = Arc::new(memory.with_sources(self.everything.sources()));
        self.memory = Some(Arc::clone(&memory));
        Some(memory)
    }

    /// Writes the snapshot alone, for a program that ends soon: see [`Library::keep`].
    pub fn save(&mut self) -> Option<Arc<Memory>> {
        let shelf = self.shelf.clone()?;
        let memory = self.memory.clone()?;
        let texts_unsaved = !self.overlays.is_empty();
        if self.facts.is_some()
            || self.since <= self.thrift.files && self.written
            || texts_unsaved
            || matches!(self.place, Place::Embedded)
            || memory.count(&Plan::All) < self.thrift.events
        {
            return None;
        }
        self.since = 0;
        let living: Vec<usize> = memory.living().collect();
        if living.len() != self.segments.len() {
            return None;
        }
        let all_there = self.segments.keys().all(|number| self.names.contains_key(number));
        let segments = self.segments.iter().map(|(number, segment)| {
            let name = self.names.get(number).cloned().unwrap_or_default();
            (*number, (Arc::clone(segment), name))
        });
        let mut kept = Kept {
            tables: Arc::clone(memory.shared_tables()),
            found: self.found.clone(),
            flaws: self.flaws.clone(),
            files: self
                .files
                .iter()
                .map(|(file, held)| (Arc::clone(file), held.stamp.clone(), held.segments.clone()))
                .collect(),
            texts: self.texts.clone(),
            segments: segments.collect(),
            relations: memory.relations(),
            facts: String::new(),
        };
        shelf.write(&mut kept, &self.facts()).ok()?;
        self.written = true;
        if all_there {
            return None;
        }
        // From now on as after a start: what is mapped can be dropped by the kernel.
        let kept = shelf.open()?;
        let mapped = Arc::new(snapshot::memory(&kept)?);
        for (number, (segment, name)) in kept.segments {
            self.segments.insert(number, segment);
            self.names.insert(number, name);
        }
        self.memory = Some(Arc::clone(&mapped));
        Some(mapped)
    }
}

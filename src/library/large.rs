//! One large file on all cores, so that it is as good as many small ones: portion by portion, each of which is events for
//! a moment and then a segment.

use std::{
    borrow::Cow,
    path::Path,
    sync::{PoisonError, RwLock},
};

use rayon::prelude::*;

use super::{
    Library,
    reading::{Desk, Done, Todo, lock},
};
use crate::{
    catalog::checksum,
    store::{
        gather::{Draft, Everything, Facts, Renamed},
        portions::Large,
    },
};

/// Bytes of a portion; in tests of a table or two.
const PORTION: usize = if cfg!(test) { 128 } else { 8 << 20 };

impl Library {
    /// Reads a large file into the harvest. False where it has to be read in one go; what was harvested of it then
    /// belongs to no file.
    pub(super) fn read_large(
        &self,
        todo: &Todo,
        large: &Large,
        everything: &RwLock<Everything>,
        renamed: &Renamed,
        desk: &Desk<'_>,
    ) -> bool {
        let known = |id: &str| self.ids.knows(id);
        let text_of = |_: &Path| Cow::Borrowed(large.text());
        let mut portions = large.portions(PORTION);
        let declared = portions.declared();
        let mut tables = self.names(desk);
        declared.add_names_to(&mut tables);
        if desk.shows {
            let mut everything = everything.write().unwrap_or_else(PoisonError::into_inner);
            everything.add(&declared);
        }
        let mut facts = Facts::none(&todo.file);
        let mut segments = Vec::new();
        loop {
            let drafts = portions.read_next(rayon::current_num_threads());
            if drafts.is_empty() {
                break;
            }
            let made: Vec<_> =
                with_their_ids(drafts, facts.written_ids().len() as u32, renamed)
                    .into_par_iter()
                    .map(|(draft, renamed)| {
                        let (events, facts) = everything
                            .read()
                            .unwrap_or_else(PoisonError::into_inner)
                            .resolve(draft, renamed, &known, |id| checksum(id.as_bytes()), &text_of);
                        desk.count(0, events.len());
                        (self.segments_of(events, &tables, desk), facts)
                    })
                    .collect();
            let mut harvest = lock(&desk.harvest);
            for (more, portion) in made {
                segments.extend(harvest.segments.len()..harvest.segments.len() + more.len());
                harvest.segments.extend(more);
                facts.append(portion);
            }
            desk.show(harvest, &tables);
        }
        if !portions.is_exact() {
            return false;
        }
        desk.count(1, 0);
        lock(&desk.harvest).files.push(Done {
            stamp: todo.stamp.clone(),
            facts: facts.with_renamed_as(renamed),
            segments,
        });
        true
    }
}

/// Each portion with what is to be done about the ids of its events, of which so many stand before the first.
fn with_their_ids(drafts: Vec<Draft>, before: u32, renamed: &Renamed) -> Vec<(Draft, Renamed)> {
    let mut start = before;
    let with_ids = drafts.into_iter().map(|draft| {
        let end = start + draft.events() as u32;
        let of_draft = renamed.portion(start..end);
        start = end;
        (draft, of_draft)
    });
    with_ids.collect()
}

//! Ids over all files: each once, whatever was written.

use std::{collections::BTreeSet, path::Path, sync::Arc};

use rustc_hash::FxHashMap;

use super::{
    lines::{Note, Span},
    mend::{Mend, surely},
};
use crate::{model::FindingCode, text};

/// The ids of one kind of thing, with the file and the line of each.
#[derive(Default)]
pub(super) struct Ids {
    known: FxHashMap<Box<str>, (u32, u32)>,
}

/// Ids that something has.
pub(super) trait Known {
    /// How many there are.
    fn count(&self) -> usize;
    /// Hands on those that may be meant by `id`, as [`may_be_meant`] says of each, in any order.
    fn near(&self, id: &str) -> Vec<Box<str>>;
}

impl Known for Ids {
    fn count(&self) -> usize {
        self.known.len()
    }

    fn near(&self, id: &str) -> Vec<Box<str>> {
        let near = self.known.keys().filter(|known| may_be_meant(known, id));
        near.cloned().collect()
    }
}

/// The id that is probably meant, and whether that is sure. `budget` is how many ids may still be compared with others.
pub(super) fn meant(known: &dyn Known, id: &str, budget: &mut usize) -> Option<(Box<str>, bool)> {
    *budget = budget.checked_sub(known.count())?;
    // Sorted, so that of ids that are equally near always the same one is named.
    let near: BTreeSet<Box<str>> = known.near(id).into_iter().collect();
    let near = || near.iter().map(|near| &**near);
    let sure = surely(id, near());
    sure.map(|near| (near.into(), true))
        .or_else(|| Some((text::nearest(id, near())?.into(), false)))
}

/// Whether an id is so near to another that it may be meant by it.
pub fn may_be_meant(known: &str, id: &str) -> bool {
    differ_in_one_place(known.as_bytes(), id.as_bytes())
}

/// Something with an id.
pub(super) struct Holder<'a> {
    /// May be changed.
    pub id: &'a mut Box<str>,
    /// Where it is written, or what it belongs to.
    pub at: Span,
    /// Whether it is written, not derived.
    pub written: bool,
    /// Index of the file.
    pub file: usize,
    /// Line of its table.
    pub line: usize,
    /// The event that it is of, counted within the file.
    pub event: Option<u32>,
}

impl Ids {
    /// Whether something has that id.
    pub fn contains(&self, id: &str) -> bool {
        self.known.contains_key(id)
    }

    /// Takes in all ids and gives a new one, `…-2`, to what has the id of something before it. Returns a note for
    /// each, with its file.
    pub fn assign(holders: Vec<Holder<'_>>, what: &str, files: &[Arc<Path>]) -> (Self, Vec<(usize, Note)>) {
        Self::assign_among(holders, what, files, &|_| false)
    }

    /// The same for some things only, where others, too, have ids, none of them one of these things' own: those
    /// for which `taken` holds.
    pub fn assign_among(
        holders: Vec<Holder<'_>>,
        what: &str,
        files: &[Arc<Path>],
        taken: &dyn Fn(&str) -> bool,
    ) -> (Self, Vec<(usize, Note)>) {
        let mut ids = Self::default();
        let mut again = Vec::new();
        for holder in holders {
            if ids.known.contains_key(holder.id) {
                again.push(holder);
            } else {
                let place = (holder.file as u32, holder.line as u32);
                ids.known.insert(holder.id.clone(), place);
            }
        }
        // Only now, so that no new id is one that is written further on.
        let mut last: FxHashMap<Box<str>, usize> = FxHashMap::default();
        let notes = again
            .into_iter()
            .map(|mut holder| ids.rename(&mut holder, what, files, &mut last, taken))
            .collect();
        (ids, notes)
    }

    fn rename(
        &mut self,
        holder: &mut Holder<'_>,
        what: &str,
        files: &[Arc<Path>],
        last: &mut FxHashMap<Box<str>, usize>,
        taken: &dyn Fn(&str) -> bool,
    ) -> (usize, Note) {
        let (file, line) = self.known.get(holder.id).copied().unwrap_or_default();
        let number = last.entry(holder.id.clone()).or_insert(1);
        let new: Box<str> = loop {
            *number += 1;
            let new = format!("{}-{number}", holder.id);
            if !self.known.contains_key(new.as_str()) && !taken(&new) {
                break new.into();
            }
        };
        self.known
            .insert(new.clone(), (holder.file as u32, holder.line as u32));
        let file = files.get(file as usize).map(|file| file.display().to_string());
        let file = file.unwrap_or_default();
        let message = if holder.written {
            format!(
                "the id `{}` belongs to another {what} already: {file}, line {line}",
                holder.id
            )
        } else {
            format!("another {what} has the same date and title: {file}, line {line}")
        };
        let mend = if holder.written {
            Mend::Text(new.clone())
        } else {
            Mend::Id(new.clone())
        };
        let note = Note {
            code: FindingCode::DuplicateId,
            at: holder.at,
            message,
            help: Some(format!("this one is read as `{new}`")),
            event: holder.event,
            mend: Some(mend),
        };
        *holder.id = new;
        (holder.file, note)
    }
}

/// Whether all that differs lies within a few letters: a cheap sieve before letters are compared one by one.
fn differ_in_one_place(a: &[u8], b: &[u8]) -> bool {
    const FEW: usize = 4;
    let longer = a.len().max(b.len());
    if longer - a.len().min(b.len()) > FEW {
        return false;
    }
    let before = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let behind = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    before + behind + FEW >= longer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assign(ids: &[&str]) -> (Vec<String>, usize) {
        let mut ids: Vec<Box<str>> = ids.iter().map(|id| (*id).into()).collect();
        let holders = ids
            .iter_mut()
            .map(|id| Holder {
                id,
                at: Span::default(),
                written: true,
                file: 0,
                line: 1,
                event: None,
            })
            .collect();
        let (_, notes) = Ids::assign(holders, "event", &[]);
        (ids.iter().map(ToString::to_string).collect(), notes.len())
    }

    #[test]
    fn the_second_of_the_same_id_gets_a_number() {
        for (written, read, notes) in [
            (vec!["a", "b"], vec!["a", "b"], 0),
            (vec!["a", "a", "a"], vec!["a", "a-2", "a-3"], 2),
            (vec!["a", "a", "a-2"], vec!["a", "a-3", "a-2"], 1),
        ] {
            assert_eq!(
                assign(&written),
                (read.iter().map(ToString::to_string).collect(), notes)
            );
        }
    }

    #[test]
    fn a_near_id_is_named_while_there_is_time_to_look() {
        let mut ids = Ids::default();
        for id in ["kim-visits-russia", "putin-visits-kim"] {
            ids.known.insert(id.into(), (0, 1));
        }
        let mut budget = 3;
        assert_eq!(
            meant(&ids, "kim-visit-russia", &mut budget),
            Some(("kim-visits-russia".into(), true))
        );
        assert_eq!(meant(&ids, "kim-visit-russia", &mut budget), None);
    }
}

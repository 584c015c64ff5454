//! What reaches from file to file: ids that two events write, names and sources that files refer to. Files are read
//! again until all of it stands for what it stood for when they were read.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError, RwLock},
};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    Held, Ids, Library, News, Told,
    reading::{Harvest, Todo},
};
use crate::{
    catalog::{Catalog, Memory, Segment, checksum},
    query::Plan,
    store::{
        Tables,
        gather::{self, Draft, EventIds, Everything, Facts, Renamed},
    },
};

/// How often files are read again at most, should they change all the time.
const ROUNDS: usize = 4;
/// Segments with fewer events are small; so many of them are made one.
const SMALL: usize = 1 << 12;
pub(super) const MANY: usize = 12;
/// So many are made one at once, rather than when nobody waits.
const TOO_MANY: usize = 4 * MANY;
/// Events from which on what is only seen in all files is told later than the events.
const LARGE: usize = 20_000;

impl Ids {
    /// Whether an event has that id.
    pub(super) fn knows(&self, id: &str) -> bool {
        let sum = checksum(id.as_bytes());
        self.written.contains_key(&sum) || self.given.contains(&sum)
    }

    /// As they are now, they are in order.
    pub(super) fn settled(&mut self) {
        self.unsettled = false;
    }

    pub(super) fn add(&mut self, facts: &Facts) {
        for sum in facts.written_ids() {
            let count = self.written.entry(*sum).or_default();
            *count += 1;
            if *count > 1 {
                self.twice.insert(*sum);
                self.unsettled = true;
            }
        }
        self.given
            .extend(facts.given_ids().map(|id| checksum(id.as_bytes())));
        // An id that was given may be written now.
        self.unsettled |= !self.given.is_empty();
    }

    fn remove(&mut self, facts: &Facts) {
        for sum in facts.written_ids() {
            let Some(count) = self.written.get_mut(sum) else {
                continue;
            };
            *count -= 1;
            match *count {
                0 => {
                    self.written.remove(sum);
                }
                1 => {
                    self.twice.remove(sum);
                    self.unsettled = true;
                }
                _ => self.unsettled = true,
            }
        }
        for id in facts.given_ids() {
            self.given.remove(&checksum(id.as_bytes()));
            self.unsettled = true;
        }
    }
}

impl Library {
    /// Reads files and puts them in the place of what they were; takes away those that are gone.
    pub(super) fn update(
        &mut self,
        todo: Vec<Todo>,
        gone: &[Arc<Path>],
        mut world_changed: bool,
        told: Told<'_>,
    ) -> Arc<Memory> {
        let first = self.memory.is_none();
        for file in gone {
            if let Some(held) = self.files.remove(file) {
                if let Some(facts) = &held.facts {
                    self.ids.remove(facts);
                }
                world_changed = true;
            }
        }
        let everything = RwLock::new(std::mem::take(&mut self.everything));
        let harvest = self.read(todo, &everything, &Mutex::default(), first, told);
        self.everything = everything.into_inner().unwrap_or_else(PoisonError::into_inner);
        world_changed |= self.take(harvest);
        for _ in 0..ROUNDS {
            if world_changed || first {
                self.stamp_texts();
                self.everything = Everything::new(&self.facts(), true);
            }
            let stale = self.stale(world_changed || first);
            let renamed = self.renamed();
            let again: FxHashSet<Arc<Path>> = stale.into_iter().chain(renamed.keys().cloned()).collect();
            if again.is_empty() {
                break;
            }
            let mut again: Vec<Arc<Path>> = again.into_iter().collect();
            again.sort();
            let todo = again.into_iter().map(|file| Todo {
                stamp: self.stamp(&file),
                file,
            });
            let todo = todo.collect();
            let everything = RwLock::new(std::mem::take(&mut self.everything));
            let harvest = self.read(todo, &everything, &Mutex::new(renamed), false, &|_| {});
            self.everything = everything.into_inner().unwrap_or_else(PoisonError::into_inner);
            world_changed = self.take(harvest);
        }
        self.merge_small(TOO_MANY);
        let before = self
            .memory
            .as_ref()
            .map(|memory| Arc::clone(memory.shared_tables()));
        let quick = Arc::new(self.compose(before.unwrap_or_default()));
        if !first && quick.count(&Plan::All) > LARGE {
            told(News::Arrived(Arc::clone(&quick)));
        }
        let facts = self.facts();
        let text_of = |file: &Path| gather::text_of(self.bytes(file));
        let known = Known {
            ids: &self.ids,
            memory: &quick,
        };
        let (tables, flaws) =
            gather::on_pool(|| self.everything.conclude(&facts, &self.found, &known, &text_of));
        self.flaws = flaws;
        let memory = Arc::new(
            quick
                .concluded(Arc::new(tables), &self.flaws)
                .with_sources(self.everything.sources()),
        );
        self.memory = Some(Arc::clone(&memory));
        memory
    }

    pub(super) fn facts(&self) -> Vec<Arc<Facts>> {
        self.files
            .values()
            .filter_map(|held| held.facts.clone())
            .collect()
    }

    /// Takes what was read in. Returns whether it says something else to other files than before.
    fn take(&mut self, harvest: Harvest) -> bool {
        let first = self.next_segment;
        self.next_segment += harvest.segments.len();
        for (number, (segment, name)) in (first..).zip(harvest.segments) {
            self.segments.insert(number, segment);
            if !name.is_empty() {
                self.names.insert(number, name);
            }
        }
        let mut differs = false;
        self.since += harvest.files.len();
        for done in harvest.files {
            let facts = Arc::new(done.facts);
            let held = Held {
                stamp: done.stamp,
                facts: Some(Arc::clone(&facts)),
                segments: done.segments.into_iter().map(|segment| first + segment).collect(),
            };
            let before = self.files.insert(Arc::clone(facts.file()), held);
            let before = before.and_then(|before| before.facts);
            differs |= before.as_ref().is_none_or(|before| !before.declares_as(&facts));
            if let Some(before) = before {
                self.ids.remove(&before);
            }
            self.ids.add(&facts);
        }
        differs
    }

    /// The files in which something stands for something else than when they were read.
    fn stale(&self, names_too: bool) -> Vec<Arc<Path>> {
        let known = |id: &str| self.ids.knows(id);
        let facts = self.facts();
        facts
            .par_iter()
            .filter(|facts| !self.everything.holds(facts, names_too, &known))
            .map(|facts| Arc::clone(facts.file()))
            .collect()
    }

    /// The files in which events must go by other ids than they do, with these ids.
    fn renamed(&mut self) -> FxHashMap<Arc<Path>, Renamed> {
        if !std::mem::take(&mut self.ids.unsettled) {
            return FxHashMap::default();
        }
        let twice = &self.ids.twice;
        let facts = self.facts();
        let touched = facts.iter().filter(|facts| {
            let ids = facts.written_ids();
            facts.given_ids().next().is_some() || !twice.is_empty() && ids.iter().any(|id| twice.contains(id))
        });
        let touched: Vec<Arc<Path>> = touched.map(|facts| Arc::clone(facts.file())).collect();
        let mut drafts: Vec<Draft> = touched
            .iter()
            .map(|file| Draft::new(file, self.bytes(file)))
            .collect();
        let taken = |id: &str| self.ids.written.contains_key(&checksum(id.as_bytes()));
        let renamed = Everything::renamed(&mut drafts, &taken);
        let all = touched.into_iter().zip(renamed);
        all.filter(|(file, renamed)| {
            self.files
                .get(file)
                .and_then(|held| held.facts.as_ref())
                .is_some_and(|facts| !renamed.is_of(facts))
        })
        .collect()
    }

    /// The numbers of the files of a segment whose events in it are not those of the file any more.
    fn dead(&self, number: usize, segment: &Segment) -> Vec<u32> {
        let alive = |file: &Arc<Path>| {
            self.files
                .get(file)
                .is_some_and(|held| held.segments.contains(&number))
        };
        let files = (0..).zip(segment.files());
        files
            .filter(|(_, file)| !alive(file))
            .map(|(file, _)| file)
            .collect()
    }

    /// A catalog of all segments, as the last check left it.
    pub(super) fn compose(&mut self, tables: Arc<Tables>) -> Memory {
        let mut segments = Vec::new();
        let mut empty = Vec::new();
        for (number, segment) in &self.segments {
            let dead = self.dead(*number, segment);
            if dead.len() == segment.files().len() {
                empty.push(*number);
            } else {
                segments.push((Arc::clone(segment), dead));
            }
        }
        for number in empty {
            self.segments.remove(&number);
        }
        Memory::after(self.memory.as_deref(), tables, segments, &self.flaws)
    }

    /// Makes one segment of small ones, if there are so many. Returns whether there were.
    pub(super) fn merge_small(&mut self, many: usize) -> bool {
        let small: Vec<usize> = self
            .segments
            .iter()
            .filter(|(_, segment)| segment.len() < SMALL)
            .map(|(number, _)| *number)
            .collect();
        if small.len() < many {
            return false;
        }
        let mut tables = Tables::default();
        self.facts()
            .iter()
            .for_each(|facts| facts.add_names_to(&mut tables));
        let mut events = Vec::new();
        for number in &small {
            if let Some(segment) = self.segments.get(number) {
                events.extend(segment.living(&self.dead(*number, segment)));
            }
        }
        let merged = Segment::new(events, &tables.people, &tables.organizations);
        for held in self.files.values_mut() {
            let before = held.segments.len();
            held.segments.retain(|segment| !small.contains(segment));
            if held.segments.len() < before {
                held.segments.push(self.next_segment);
            }
        }
        for number in small {
            self.segments.remove(&number);
        }
        self.segments.insert(self.next_segment, Arc::new(merged));
        self.next_segment += 1;
        true
    }
}

/// The ids of all events.
struct Known<'a> {
    ids: &'a Ids,
    memory: &'a Memory,
}

impl EventIds for Known<'_> {
    fn has(&self, id: &str) -> bool {
        self.ids.knows(id)
    }

    fn count(&self) -> usize {
        self.memory.count(&Plan::All)
    }

    fn each(&self, take: &mut dyn FnMut(&str)) {
        self.memory.each_id(take);
    }
}

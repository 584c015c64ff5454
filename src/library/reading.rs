//! Many files on all cores: each is read and its names looked up by what is known so far, and for every few of them
//! there is a segment. Nothing is held of a file but its events, packed, and its facts.

use std::{
    borrow::Cow,
    path::Path,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use rustc_hash::FxHashMap;

use super::{Library, News, Told, stamp::Stamp};
use crate::{
    catalog::{Memory, SEGMENT, Segment, checksum},
    model::Event,
    store::{
        Progress, Tables,
        gather::{self, Draft, Everything, Facts, Renamed},
        portions::Large,
    },
};

/// Bytes of TOML that the first segments are made of, so that something is there at once; each next one may be twice
/// as large.
const FIRST: u64 = 128 << 10;
const LARGEST: u64 = 8 << 20;
/// How long a catalog of what has come in so far stands at least before the next.
const PAUSE: Duration = Duration::from_millis(200);

/// A file to be read.
pub struct Todo {
    pub file: Arc<Path>,
    pub stamp: Stamp,
}

/// A file that was read.
pub struct Done {
    pub stamp: Stamp,
    pub facts: Facts,
    /// Segments, by their place among the new ones.
    pub segments: Vec<usize>,
}

/// Segments of files that were read, and the files.
#[derive(Default)]
pub struct Harvest {
    /// Each with the name of its file in the snapshot; empty where it is not there.
    pub segments: Vec<(Arc<Segment>, String)>,
    pub files: Vec<Done>,
}

/// What is shared by the threads that read.
pub struct Desk<'t> {
    pub harvest: Mutex<Harvest>,
    next: AtomicUsize,
    /// How many batches were taken, for their sizes.
    batches: AtomicUsize,
    /// The catalog that was shown last, and when.
    shown: Mutex<Option<(Instant, Arc<Memory>)>>,
    told: Told<'t>,
    of: usize,
    counted: Mutex<Progress>,
    pub shows: bool,
    /// Whether segments are written into the snapshot at once.
    stows: bool,
}

pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Library {
    /// Reads files and looks up their names. `renamed` are events that go by other ids; `shows` is whether a catalog of
    /// what has come in so far is wanted now and then.
    pub(super) fn read(
        &self,
        mut todo: Vec<Todo>,
        everything: &RwLock<Everything>,
        renamed: &Mutex<FxHashMap<Arc<Path>, Renamed>>,
        shows: bool,
        told: Told<'_>,
    ) -> Harvest {
        if shows {
            // What others refer to first, so that little is to be read again.
            todo.sort_by_key(|todo| !is_of_names(&todo.file));
        }
        let desk = Desk {
            harvest: Mutex::default(),
            next: AtomicUsize::new(0),
            batches: AtomicUsize::new(0),
            shown: Mutex::new(None),
            told,
            of: todo.len(),
            counted: Mutex::default(),
            shows,
            stows: self.stows(todo.iter().map(|todo| todo.stamp.size()).sum()),
        };
        let names = todo.partition_point(|todo| shows && is_of_names(&todo.file));
        let (names, rest) = todo.split_at(names);
        // One after the other: what is read beside them does not know them yet, and would be read again.
        for todo in [names, rest].into_iter().filter(|todo| !todo.is_empty()) {
            desk.next.store(0, Ordering::Relaxed);
            gather::on_pool(|| {
                rayon::scope(|scope| {
                    for _ in 0..rayon::current_num_threads() {
                        scope.spawn(|_| self.read_some(todo, everything, renamed, &desk));
                    }
                });
            });
        }
        lock(&desk.harvest).take()
    }

    fn read_some(
        &self,
        todo: &[Todo],
        everything: &RwLock<Everything>,
        renamed: &Mutex<FxHashMap<Arc<Path>, Renamed>>,
        desk: &Desk<'_>,
    ) {
        let known = |id: &str| self.ids.knows(id);
        let text_of = |file: &Path| Cow::Owned(gather::text_of(self.bytes(file)));
        loop {
            let batch = desk.batches.fetch_add(1, Ordering::Relaxed).min(30);
            let size = if desk.shows {
                (FIRST << (batch / 2)).min(LARGEST)
            } else {
                LARGEST
            };
            let mut events: Vec<Event> = Vec::new();
            let mut files = Vec::new();
            let mut bytes = 0;
            while bytes < size {
                let Some(todo) = todo.get(desk.next.fetch_add(1, Ordering::Relaxed)) else {
                    break;
                };
                bytes += todo.stamp.size().max(1);
                let of_file = lock(renamed).remove(&todo.file).unwrap_or_default();
                let whole = match self.bytes(&todo.file).map(|bytes| Large::new(&todo.file, bytes)) {
                    Ok(Ok(large)) if self.read_large(todo, &large, everything, &of_file, desk) => continue,
                    Ok(Ok(_)) => self.bytes(&todo.file),
                    Ok(Err(bytes)) => Ok(bytes),
                    Err(why) => Err(why),
                };
                let draft = Draft::new(&todo.file, whole);
                if desk.shows {
                    everything
                        .write()
                        .unwrap_or_else(PoisonError::into_inner)
                        .add(&draft);
                }
                let everything = everything.read().unwrap_or_else(PoisonError::into_inner);
                let (mut more, facts) =
                    everything.resolve(draft, of_file, &known, |id| checksum(id.as_bytes()), &text_of);
                drop(everything);
                desk.count(1, more.len());
                files.push((todo.stamp.clone(), facts, events.len()..events.len() + more.len()));
                events.append(&mut more);
            }
            if files.is_empty() {
                return;
            }
            self.harvest(events, files, desk);
        }
    }

    /// Makes segments of events, and shows what there is.
    fn harvest(
        &self,
        events: Vec<Event>,
        files: Vec<(Stamp, Facts, std::ops::Range<usize>)>,
        desk: &Desk<'_>,
    ) {
        let mut tables = self.names(desk);
        for (_, facts, _) in &files {
            facts.add_names_to(&mut tables);
        }
        let mut segments = self.segments_of(events, &tables, desk);
        let mut harvest = lock(&desk.harvest);
        let first = harvest.segments.len();
        harvest.segments.append(&mut segments);
        for (stamp, facts, range) in files {
            let of_file = if range.is_empty() {
                0..0
            } else {
                first + range.start / SEGMENT..first + (range.end - 1) / SEGMENT + 1
            };
            harvest.files.push(Done {
                stamp,
                facts,
                segments: of_file.collect(),
            });
        }
        desk.show(harvest, &tables);
    }

    /// The people and organizations that are known so far.
    pub(super) fn names(&self, desk: &Desk<'_>) -> Tables {
        let mut tables = Tables::default();
        for done in &lock(&desk.harvest).files {
            done.facts.add_names_to(&mut tables);
        }
        if !desk.shows {
            self.facts()
                .iter()
                .for_each(|facts| facts.add_names_to(&mut tables));
        }
        tables
    }

    /// Events as segments, each with the name of its file in the snapshot.
    pub(super) fn segments_of(
        &self,
        events: Vec<Event>,
        tables: &Tables,
        desk: &Desk<'_>,
    ) -> Vec<(Arc<Segment>, String)> {
        let mut segments = Vec::new();
        let mut events = events.into_iter();
        loop {
            let part: Vec<Event> = events.by_ref().take(SEGMENT).collect();
            if part.is_empty() {
                return segments;
            }
            let segment = Segment::new(part, &tables.people, &tables.organizations);
            segments.push(self.stowed(segment, desk.stows));
        }
    }

    /// The bytes of a file, or of the text that stands for it.
    pub(super) fn bytes(&self, file: &Path) -> Result<Vec<u8>, String> {
        match self.overlays.get(file) {
            Some(text) => Ok(text.to_vec()),
            None => gather::bytes(file),
        }
    }
}

impl Harvest {
    fn take(&mut self) -> Self {
        std::mem::take(self)
    }
}

impl Desk<'_> {
    pub fn count(&self, files: usize, events: usize) {
        let mut counted = lock(&self.counted);
        counted.of = self.of;
        counted.files += files;
        counted.events += events;
        (self.told)(News::Progress(*counted));
    }

    /// Shows a catalog of what has come in, if the last one has stood long enough.
    pub fn show(&self, harvest: MutexGuard<'_, Harvest>, tables: &Tables) {
        let mut shown = lock(&self.shown);
        let still = |(since, _): &(Instant, Arc<Memory>)| since.elapsed() < PAUSE;
        if !self.shows || shown.as_ref().is_some_and(still) {
            return;
        }
        let segments: Vec<_> = harvest
            .segments
            .iter()
            .map(|(segment, _)| (Arc::clone(segment), Vec::new()))
            .collect();
        drop(harvest);
        let last = shown.as_ref().map(|(_, last)| &**last);
        let tables = Arc::new(tables.clone());
        let memory = Arc::new(Memory::after(last, tables, segments, &FxHashMap::default()));
        *shown = Some((Instant::now(), Arc::clone(&memory)));
        (self.told)(News::Arrived(memory));
    }
}

/// Whether a file probably has the tables that others refer to.
fn is_of_names(file: &Path) -> bool {
    const NAMES: &[&str] = &[
        "name", "people", "person", "organi", "source", "bloc", "actor", "era",
    ];
    let stem = file
        .file_stem()
        .and_then(|stem| stem.to_str())
        .unwrap_or_default();
    NAMES.iter().any(|name| stem.starts_with(name))
}

//! The files and the catalog of them, kept in step: opening, and reading again what has changed.
//!
//! A [`Library`] is what a program that stays open holds: the screen, a language server. It gives a new catalog after
//! every change; the one before goes on serving whoever still holds it. [`Library::changed`] takes the paths that
//! somebody has seen changing, [`Library::refresh`] looks for itself, [`Library::overlay`] puts a text that is not
//! saved in the place of what the disk has.
//!
//! | file | holds |
//! | --- | --- |
//! | `stamp` | whether a file is still the one that was read |
//! | `reading` | many files on all cores, a segment for every few |
//! | `large` | one large file on all cores |
//! | `between` | what is different from one catalog to the next |
//! | `keeping` | from the snapshot and back |
//! | `snapshot` | all of it on the disk, for the next start |
//! | `settle` | ids and names that reach from file to file, until nothing changes any more |

mod between;
mod keeping;
mod large;
mod reading;
mod settle;
mod snapshot;
mod stamp;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use rustc_hash::{FxHashMap, FxHashSet};

pub use self::between::{between, with_kept};
pub use self::snapshot::{Shown, clear, show};
use self::{keeping::Thrift, reading::Todo, snapshot::Shelf, stamp::Stamp};
use crate::{
    catalog::{Memory, Segment},
    model::{Finding, Severity},
    store::{
        self, Collection, Place, Progress, StoreError,
        gather::{self, Everything, Facts},
    },
};

/// Events read from one place, as they are now.
pub struct Library {
    place: Place,
    overlays: BTreeMap<PathBuf, Arc<[u8]>>,
    memory: Option<Arc<Memory>>,
    /// The files, in the order in which they are put together.
    files: BTreeMap<Arc<Path>, Held>,
    /// The saved texts of sources, as they were.
    texts: Vec<(PathBuf, Stamp)>,
    /// What stood in the way of finding files.
    found: Vec<Finding>,
    /// Segments by the number that files know them by.
    segments: BTreeMap<usize, Arc<Segment>>,
    next_segment: usize,
    everything: Everything,
    ids: Ids,
    /// The worst of the findings about each event that only show when all files are put together.
    flaws: FxHashMap<Box<str>, Severity>,
    /// Where a snapshot is kept, if one is.
    shelf: Option<Shelf>,
    /// The names of the segments that the snapshot has.
    names: BTreeMap<usize, String>,
    /// The name of the facts in the snapshot, while they were not needed yet.
    facts: Option<String>,
    /// Whether there is a snapshot of these files, or of what they were.
    written: bool,
    /// Files read since the snapshot was written.
    since: usize,
    thrift: Thrift,
}

/// A file that was read.
struct Held {
    stamp: Stamp,
    /// What is known of it; `None` while that lies in the snapshot.
    facts: Option<Arc<Facts>>,
    /// The segments that hold its events.
    segments: Vec<usize>,
}

/// How often each id is written, and which were given instead.
#[derive(Default)]
struct Ids {
    written: FxHashMap<u64, u32>,
    given: FxHashSet<u64>,
    /// Those that are written twice or more.
    twice: FxHashSet<u64>,
    /// Whether some of them came or went since they were last looked at.
    unsettled: bool,
}

/// What is told while a library is opened or read again; from several threads.
#[derive(Debug)]
pub enum News {
    /// How far reading has come.
    Progress(Progress),
    /// A catalog of what has been read so far. Names and references in it may still change.
    Arrived(Arc<Memory>),
}

/// Who is told.
type Told<'t> = &'t (dyn Fn(News) + Sync);

impl Library {
    /// Of that place; nothing is read yet.
    pub fn new(place: Place) -> Self {
        Self {
            place,
            overlays: BTreeMap::new(),
            memory: None,
            files: BTreeMap::new(),
            texts: Vec::new(),
            found: Vec::new(),
            segments: BTreeMap::new(),
            next_segment: 0,
            everything: Everything::default(),
            ids: Ids::default(),
            flaws: FxHashMap::default(),
            shelf: None,
            names: BTreeMap::new(),
            facts: None,
            written: false,
            since: 0,
            thrift: Thrift::default(),
        }
    }

    /// The same with a snapshot under this folder, which is read the first time instead of the files, as far as these
    /// have not changed. [`Library::keep`] writes it.
    pub fn kept(place: Place, cache: &Path) -> Self {
        let shelf = match &place {
            Place::Paths(paths) => Some(Shelf::new(cache, paths)),
            Place::Embedded => None,
        };
        Self {
            shelf,
            ..Self::new(place)
        }
    }

    /// The catalog of what was read last; `None` before anything was.
    pub fn memory(&self) -> Option<&Arc<Memory>> {
        self.memory.as_ref()
    }

    /// Reads what has changed since the last time; everything, the first time. After an error the library is as it
    /// was before.
    pub fn refresh(&mut self, told: Told<'_>) -> Result<Arc<Memory>, StoreError> {
        let Place::Paths(paths) = &self.place else {
            return self.embedded(told);
        };
        let paths = paths.clone();
        let fresh = self.memory.is_none();
        self.preview(told);
        let (mut files, found) = match gather::find(&paths) {
            Ok(found) => found,
            Err(error) => {
                if fresh {
                    self.empty();
                }
                return Err(error);
            }
        };
        let unsaved = self.overlays.keys().filter(|file| belongs(&paths, file));
        files.extend(unsaved.map(|file| Arc::from(file.as_path())));
        files.sort();
        files.dedup();
        let todo: Vec<Todo> = files
            .iter()
            .map(|file| Todo {
                stamp: self.stamp(file),
                file: Arc::clone(file),
            })
            .filter(|todo| {
                self.files
                    .get(&todo.file)
                    .is_none_or(|held| !held.stamp.is(&todo.stamp))
            })
            .collect();
        let still: FxHashSet<&Arc<Path>> = files.iter().collect();
        let gone: Vec<Arc<Path>> = self
            .files
            .keys()
            .filter(|file| !still.contains(file))
            .cloned()
            .collect();
        let texts_changed = self.texts_changed();
        let same = todo.is_empty() && gone.is_empty() && !texts_changed && found == self.found;
        if let Some(memory) = self.memory.clone().filter(|_| same) {
            return Ok(memory);
        }
        self.found = found;
        if !self.recall() {
            self.forget();
            return self.refresh(told);
        }
        Ok(self.update(todo, &gone, texts_changed, told))
    }

    /// Before anything else: what the snapshot has, told as it is, before anybody has looked whether the files are still
    /// those. [`Library::refresh`] does so too, and then looks.
    pub fn preview(&mut self, told: Told<'_>) {
        if self.memory.is_none()
            && self.restore()
            && let Some(memory) = &self.memory
        {
            told(News::Arrived(Arc::clone(memory)));
        }
    }

    /// Reads these paths again, as somebody has seen them changing: files that are there, new or gone, or folders.
    /// Paths that do not belong to the place change nothing. `told` gets a catalog as soon as there is one to be shown,
    /// before what only shows with all files put together is looked at.
    pub fn changed(&mut self, paths: &[PathBuf], told: Told<'_>) -> Result<Arc<Memory>, StoreError> {
        let Some(memory) = self.memory.clone() else {
            return self.refresh(told);
        };
        if self.place == Place::Embedded || paths.is_empty() {
            return Ok(memory);
        }
        let mut todo = Vec::new();
        for path in paths {
            let Some((file, held)) = self.files.get_key_value(path.as_path()) else {
                return self.refresh(told);
            };
            let stamp = self.stamp(file);
            if matches!(stamp, Stamp::None) {
                return self.refresh(told);
            }
            if !held.stamp.is(&stamp) {
                let file = Arc::clone(file);
                todo.push(Todo { file, stamp });
            }
        }
        if todo.is_empty() {
            return Ok(memory);
        }
        if !self.recall() {
            self.forget();
            return self.refresh(told);
        }
        Ok(self.update(todo, &[], false, told))
    }

    /// Reads `text` in the place of what the disk has at `path`, from now on; `None` lifts that again. The path is
    /// written as the place writes it; one below a folder of the place may be of a file that is not there yet.
    pub fn overlay(
        &mut self,
        path: &Path,
        text: Option<Vec<u8>>,
        told: Told<'_>,
    ) -> Result<Arc<Memory>, StoreError> {
        match text {
            Some(text) => self.overlays.insert(path.to_owned(), text.into()),
            None => self.overlays.remove(path),
        };
        self.changed(&[path.to_owned()], told)
    }

    /// The collection inside the program never changes, and is small.
    fn embedded(&mut self, told: Told<'_>) -> Result<Arc<Memory>, StoreError> {
        if let Some(memory) = &self.memory {
            return Ok(Arc::clone(memory));
        }
        let collection = store::load(&self.place, &|progress| told(News::Progress(progress)))?;
        let memory = Arc::new(Memory::new(Arc::new(collection)));
        self.memory = Some(Arc::clone(&memory));
        Ok(memory)
    }

    /// Everything as one collection, with every event whole: for whoever asks more than the six questions, and has the
    /// memory for it.
    pub fn collection(&self) -> Collection {
        let (Some(memory), Place::Paths(_)) = (&self.memory, &self.place) else {
            return store::load(&self.place, &|_| {}).unwrap_or_default();
        };
        let tables = memory.tables().clone();
        Collection {
            events: memory.events_in_order(),
            sources: self.everything.sources(),
            people: tables.people,
            organizations: tables.organizations,
            eras: tables.eras,
            findings: tables.findings,
            files: tables.files,
        }
    }

    fn stamp(&self, file: &Path) -> Stamp {
        match self.overlays.get(file) {
            Some(text) => Stamp::of_text(text),
            None => Stamp::of_file(file),
        }
    }
}

/// Whether a file lies below one of these paths, or is one.
fn belongs(paths: &[PathBuf], file: &Path) -> bool {
    paths.iter().any(|path| file.starts_with(path))
}

#[cfg(test)]
mod tests;

//! Files and folders → a collection, in parallel.

use std::{
    collections::BTreeMap,
    io::Read as _,
    path::{Path, PathBuf},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use rayon::prelude::*;

use super::{
    Collection, Place, Progress,
    check::check,
    draft::Reading,
    find::{Found, find},
    read::{LARGEST_FILE, read, utf8},
    shipped,
};
use crate::model::FindingCode;

/// The folder that the shipped files are named by.
const SHIPPED: &str = "events";
/// Stack of a thread that reads: a tree may be nested deep.
const STACK: usize = 8 << 20;

/// Why nothing could be read at all.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A path that was named is not there.
    #[error("there is no file or folder `{}`", path.display())]
    Missing {
        /// The path.
        path: PathBuf,
    },
    /// A path that was named cannot be looked at.
    #[error("`{}` cannot be read: {error}", path.display())]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
}

/// Reads all files of a place and checks them together. `progress` is told now and then, from several threads.
///
/// What is wrong within files becomes a finding; an error is only a named path that is not there or cannot be
/// looked at. The same files give the same collection, in whatever order they are named.
///
/// ```
/// use annals::store::{self, Place, StoreError};
///
/// let collection = store::load(&Place::Embedded, &|_| {})?;
/// assert_eq!(collection.events[0].date.as_str(), "1945-08-15");
///
/// let nowhere = store::load(&Place::Paths(vec!["no/where".into()]), &|_| {});
/// assert!(matches!(nowhere, Err(StoreError::Missing { .. })));
/// # Ok::<(), StoreError>(())
/// ```
pub fn load(place: &Place, progress: &(dyn Fn(Progress) + Sync)) -> Result<Collection, StoreError> {
    load_over(place, &BTreeMap::new(), progress)
}

/// As [`load`], with texts that are read in the place of what the disk has at their paths. Those of files that are
/// not there count as well, if they lie below a folder of the place.
pub fn load_over(
    place: &Place,
    overlays: &BTreeMap<PathBuf, Arc<[u8]>>,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Collection, StoreError> {
    match place {
        Place::Paths(paths) => {
            let mut found = find(paths)?;
            let unsaved = overlays
                .keys()
                .filter(|file| paths.iter().any(|path| file.starts_with(path)));
            found.files.extend(unsaved.map(|file| Arc::from(file.as_path())));
            found.files.sort();
            found.files.dedup();
            Ok(on_pool(|| files(found, overlays, progress)))
        }
        Place::Embedded => Ok(on_pool(|| embedded(progress))),
    }
}

/// The files of a place, as [`load`] would read them; none of the collection inside the binary.
pub fn files_of(place: &Place) -> Result<Vec<Arc<Path>>, StoreError> {
    match place {
        Place::Paths(paths) => Ok(find(paths)?.files),
        Place::Embedded => Ok(Vec::new()),
    }
}

/// Reads one file out of its bytes and checks it by itself, as [`load`] would if there were no other: for a text that
/// is not saved yet. Nothing is opened.
pub fn read_alone(file: &Path, bytes: Vec<u8>) -> Collection {
    let text = utf8(bytes.clone()).0;
    check(vec![read(&Arc::from(file), bytes)], &|_| text.clone(), false)
}

/// Runs on the threads of the store; here, when there can be none.
pub(super) fn on_pool<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    static POOL: OnceLock<Option<rayon::ThreadPool>> = OnceLock::new();
    let pool = POOL.get_or_init(|| {
        rayon::ThreadPoolBuilder::new()
            .thread_name(|number| format!("store-{number}"))
            .stack_size(STACK)
            .build()
            .ok()
    });
    match pool {
        Some(pool) => pool.install(work),
        None => work(),
    }
}

fn files(
    found: Found,
    overlays: &BTreeMap<PathBuf, Arc<[u8]>>,
    progress: &(dyn Fn(Progress) + Sync),
) -> Collection {
    let Found { files, findings } = found;
    let tally = Tally::new(files.len(), progress);
    let readings = files
        .par_iter()
        .map(|file| {
            let reading = match overlays.get(&**file) {
                Some(text) => read(file, text.to_vec()),
                None => read_file(file),
            };
            tally.add(reading.events.len());
            reading
        })
        .collect();
    let text_of = |file: &Path| {
        let bytes = overlays
            .get(file)
            .map_or_else(|| open(file), |text| Ok(text.to_vec()));
        bytes.map_or_else(|_| String::new(), |bytes| utf8(bytes).0)
    };
    let mut collection = check(readings, &text_of, true);
    collection.findings.extend(findings);
    collection
        .findings
        .sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
    collection
}

fn embedded(progress: &(dyn Fn(Progress) + Sync)) -> Collection {
    let tally = Tally::new(shipped::FILES.len(), progress);
    let readings = shipped::FILES
        .par_iter()
        .map(|(name, text)| {
            let reading = read(
                &Arc::from(Path::new(SHIPPED).join(name)),
                text.as_bytes().to_vec(),
            );
            tally.add(reading.events.len());
            reading
        })
        .collect();
    let text_of = |file: &Path| {
        let shipped = shipped::FILES.iter().find(|(name, _)| file.ends_with(name));
        shipped.map_or_else(String::new, |(_, text)| (*text).to_owned())
    };
    check(readings, &text_of, false)
}

fn read_file(file: &Arc<Path>) -> Reading {
    match open(file) {
        Ok(bytes) => read(file, bytes),
        Err(message) => Reading::failed(file, FindingCode::Unreadable, message, None),
    }
}

/// The bytes of a file, if it is not too large; else a sentence.
pub(super) fn open(file: &Path) -> Result<Vec<u8>, String> {
    let open = std::fs::File::open(file).map_err(|error| cannot_be_read(&error))?;
    let metadata = open.metadata().map_err(|error| cannot_be_read(&error))?;
    if metadata.len() > LARGEST_FILE {
        return Err(format!(
            "the file is larger than {} MB and is not read",
            LARGEST_FILE >> 20
        ));
    }
    let mut bytes = Vec::with_capacity(metadata.len() as usize + 1);
    open.take(LARGEST_FILE)
        .read_to_end(&mut bytes)
        .map_err(|error| cannot_be_read(&error))?;
    Ok(bytes)
}

/// Why a file or folder cannot be read, as a sentence.
pub(super) fn cannot_be_read(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "it is not there (any more)".to_owned(),
        std::io::ErrorKind::PermissionDenied => "you are not allowed to read it".to_owned(),
        _ => format!("it cannot be read: {error}"),
    }
}

/// Counts files and events, and tells now and then.
struct Tally<'p> {
    files: AtomicUsize,
    events: AtomicUsize,
    of: usize,
    every: usize,
    progress: &'p (dyn Fn(Progress) + Sync),
}

impl<'p> Tally<'p> {
    fn new(of: usize, progress: &'p (dyn Fn(Progress) + Sync)) -> Self {
        Self {
            files: AtomicUsize::new(0),
            events: AtomicUsize::new(0),
            of,
            every: (of / 200).max(1),
            progress,
        }
    }

    fn add(&self, events: usize) {
        let events = self.events.fetch_add(events, Ordering::Relaxed) + events;
        let files = self.files.fetch_add(1, Ordering::Relaxed) + 1;
        if files.is_multiple_of(self.every) || files == self.of {
            (self.progress)(Progress {
                files,
                of: self.of,
                events,
            });
        }
    }
}

//! A library on the disk, so that the next start need not read the files: segments that are mapped, the facts of the
//! files, and a list that ties them together. It is an accelerator alone: whatever is wrong with it, it is as if it
//! were not there.
//!
//! A folder for each place, named by what was asked for, under the cache folder of the platform. Within it:
//!
//! | file | holds |
//! | --- | --- |
//! | `catalog` | what is where, with a checksum: written last, and renamed into its place |
//! | `….segment` | a segment; never changed, so that many programs can map it |
//! | `….facts` | what is known of each file, for when one of them changes |
//! | `lock` | held by the one program that writes |

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::SystemTime,
};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::stamp::Stamp;
use crate::{
    catalog::{Memory, Segment, checksum, version},
    model::{Finding, Severity},
    store::{
        Tables,
        bytes::{Input, Output},
        facts,
        gather::Facts,
    },
};

/// Snapshots that are kept, and bytes of all of them: the ones written longest ago go first.
const MOST: usize = 8;
const MOST_BYTES: u64 = 4 << 30;
const CATALOG: &str = "catalog";
const LOCK: &str = "lock";

/// A library as it is kept.
pub struct Kept {
    pub tables: Arc<Tables>,
    pub found: Vec<Finding>,
    pub flaws: FxHashMap<Box<str>, Severity>,
    /// Every file with the segments that hold its events.
    pub files: Vec<(Arc<Path>, Stamp, Vec<usize>)>,
    /// The saved texts of sources, as they were.
    pub texts: Vec<(PathBuf, Stamp)>,
    /// Every segment with the name of its file.
    pub segments: BTreeMap<usize, (Arc<Segment>, String)>,
    /// The relations between them: see [`Memory::relations`].
    pub relations: Vec<Vec<u32>>,
    /// The name of the file of the facts.
    pub facts: String,
}

/// Where the snapshot of a place lies, and what it is of.
#[derive(Clone, Debug)]
pub struct Shelf {
    folder: PathBuf,
    of: Vec<u8>,
}

/// A snapshot, as `annals cache` shows it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The paths that it is of.
    pub paths: Vec<String>,
    /// Its folder.
    pub folder: PathBuf,
    /// All its bytes.
    pub bytes: u64,
    /// When it was written.
    pub written: SystemTime,
}

impl Shelf {
    /// Of these paths, under the cache folder: as they were named in the working folder, which is no matter where all of
    /// them begin at the root.
    pub fn new(cache: &Path, paths: &[PathBuf]) -> Self {
        let mut of = Output::default();
        let here = if paths.iter().all(|path| path.is_absolute()) {
            PathBuf::new()
        } else {
            std::env::current_dir().unwrap_or_default()
        };
        of.number(paths.len() as u64 + 1);
        for path in std::iter::once(&here).chain(paths) {
            let bytes = path.as_os_str().as_encoded_bytes();
            of.number(bytes.len() as u64);
            of.0.extend_from_slice(bytes);
        }
        Self {
            folder: cache.join(format!("{:016x}", checksum(&of.0))),
            of: of.0,
        }
    }

    /// What is kept here; `None` where that is nothing, of another version or place, or not as it was written.
    pub fn open(&self) -> Option<Kept> {
        let bytes = fs::read(self.folder.join(CATALOG)).ok()?;
        let mut from = Input(sealed(&bytes)?.strip_prefix(self.of.as_slice())?);
        self.read(&mut from)
    }

    fn read(&self, from: &mut Input<'_>) -> Option<Kept> {
        let names = from.list(|from| Some((from.number()? as usize, from.text()?)))?;
        let opened: Option<Vec<_>> = names
            .into_par_iter()
            .map(|(number, name)| {
                let segment = Segment::open(Arc::new(map(&self.folder.join(&*name))?))?;
                Some((number, (Arc::new(segment), name.into())))
            })
            .collect();
        let tables = Tables {
            people: from.list(facts::get_person)?,
            organizations: from.list(facts::get_organization)?,
            eras: from.list(facts::get_era)?,
            findings: from.list(facts::get_finding)?,
            files: from.number()? as usize,
        };
        Some(Kept {
            segments: opened?.into_iter().collect(),
            tables: Arc::new(tables),
            found: from.list(facts::get_finding)?,
            flaws: from
                .list(|from| Some((from.text()?, from.known(&[Severity::Warning, Severity::Error])?)))?
                .into_iter()
                .collect(),
            files: from.list(|from| {
                let path = from.path()?;
                let stamp = Stamp::get(from)?;
                Some((path, stamp, from.list(|from| Some(from.number()? as usize))?))
            })?,
            texts: from.list(|from| Some((from.path()?.to_path_buf(), Stamp::get(from)?)))?,
            relations: from.list(|from| from.list(|from| Some(from.number()? as u32)))?,
            facts: from.text()?.into(),
        })
    }

    /// The facts of all files.
    pub fn facts(&self, name: &str) -> Option<FxHashMap<Arc<Path>, Facts>> {
        let bytes = map(&self.folder.join(name))?;
        let mut from = Input(sealed(bytes.as_ref())?);
        let all = from.list(Input::bytes)?;
        let read: Option<Vec<Facts>> = all.into_par_iter().map(Facts::from_bytes).collect();
        Some(
            read?
                .into_iter()
                .map(|facts| (Arc::clone(facts.file()), facts))
                .collect(),
        )
    }

    /// Writes a library: first the segments that are not here yet, then the facts, then the list. Returns the names of
    /// segments and of the facts. An error also while another program is writing.
    #[allow(clippy::disallowed_methods)] // What is written here are no event files.
    pub fn write(&self, kept: &mut Kept, all: &[Arc<Facts>]) -> io::Result<()> {
        make_folder(&self.folder)?;
        let lock = File::create(self.folder.join(LOCK))?;
        lock.try_lock()
            .map_err(|error| io::Error::other(error.to_string()))?;
        for (segment, name) in kept.segments.values_mut() {
            if name.is_empty() || !self.folder.join(&*name).exists() {
                *name = fresh_name("segment");
                self.put(name, |out| segment.save(out))?;
            }
        }
        kept.facts = fresh_name("facts");
        self.put(&kept.facts, |out| {
            let bytes: Option<Vec<Vec<u8>>> = all.par_iter().map(|facts| facts.to_bytes()).collect();
            let mut to = Output::default();
            to.list(&bytes.ok_or_else(not_utf8)?, |to, facts| to.bytes(facts));
            seal(&mut to.0);
            out.write_all(&to.0)
        })?;
        let mut list = Output(self.of.clone());
        put(kept, &mut list).ok_or_else(not_utf8)?;
        seal(&mut list.0);
        self.put(CATALOG, |out| out.write_all(&list.0))?;
        self.sweep(kept)?;
        self.make_room();
        Ok(())
    }

    /// Writes a segment before the list that will name it, and opens it from there, so that it takes no memory that the
    /// kernel cannot have back; with the name of its file. `None` where that cannot be done.
    pub fn stow(&self, segment: &Segment) -> Option<(Arc<Segment>, String)> {
        make_folder(&self.folder).ok()?;
        let name = fresh_name("segment");
        self.put(&name, |out| segment.save(out)).ok()?;
        let segment = Segment::open_written(Arc::new(map(&self.folder.join(&name))?))?;
        Some((Arc::new(segment), name))
    }

    /// Writes a file beside its place and renames it.
    #[allow(clippy::disallowed_methods)]
    fn put(&self, name: &str, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
        let mut out = BufWriter::with_capacity(1 << 20, file.as_file_mut());
        write(&mut out)?;
        out.flush()?;
        drop(out);
        file.persist(self.folder.join(name))?;
        Ok(())
    }

    /// Takes away what the list does not name.
    #[allow(clippy::disallowed_methods)]
    fn sweep(&self, kept: &Kept) -> io::Result<()> {
        for entry in fs::read_dir(&self.folder)?.flatten() {
            let name = entry.file_name();
            let named = name == CATALOG
                || name == LOCK
                || name == kept.facts.as_str()
                || kept.segments.values().any(|(_, of)| name == of.as_str());
            if !named {
                let _ = fs::remove_file(entry.path());
            }
        }
        Ok(())
    }

    /// Throws the oldest snapshots away where there are too many, or too large ones; never this one.
    fn make_room(&self) {
        let Some(cache) = self.folder.parent() else { return };
        let mut bytes = 0;
        for (number, shown) in show(cache).into_iter().enumerate() {
            bytes += shown.bytes;
            if (number >= MOST || bytes > MOST_BYTES) && shown.folder != self.folder {
                throw_away(&shown.folder);
            }
        }
    }

    /// Throws this snapshot away.
    pub fn throw_away(&self) {
        throw_away(&self.folder);
    }
}

fn not_utf8() -> io::Error {
    io::Error::other("a path is not UTF-8")
}

fn put(kept: &Kept, to: &mut Output) -> Option<()> {
    to.number(kept.segments.len() as u64);
    for (number, (_, name)) in &kept.segments {
        to.number(*number as u64);
        to.text(name);
    }
    let tables = &kept.tables;
    to.number(tables.people.len() as u64);
    for person in &tables.people {
        facts::put_person(to, person)?;
    }
    to.number(tables.organizations.len() as u64);
    for organization in &tables.organizations {
        facts::put_organization(to, organization)?;
    }
    to.number(tables.eras.len() as u64);
    for era in &tables.eras {
        facts::put_era(to, era)?;
    }
    to.number(tables.findings.len() as u64);
    for finding in &tables.findings {
        facts::put_finding(to, finding)?;
    }
    to.number(tables.files as u64);
    to.number(kept.found.len() as u64);
    for finding in &kept.found {
        facts::put_finding(to, finding)?;
    }
    to.number(kept.flaws.len() as u64);
    for (id, severity) in &kept.flaws {
        to.text(id);
        to.0.push(*severity as u8);
    }
    to.number(kept.files.len() as u64);
    for (path, stamp, segments) in &kept.files {
        to.path(path)?;
        stamp.put(to);
        to.list(segments, |to, segment| to.number(*segment as u64));
    }
    to.number(kept.texts.len() as u64);
    for (path, stamp) in &kept.texts {
        to.path(path)?;
        stamp.put(to);
    }
    to.list(&kept.relations, |to, relations| {
        to.list(relations, |to, number| to.number(u64::from(*number)));
    });
    to.text(&kept.facts);
    Some(())
}

/// Puts the version and a checksum behind bytes.
fn seal(bytes: &mut Vec<u8>) {
    bytes.extend(version().to_le_bytes());
    bytes.extend(checksum(bytes).to_le_bytes());
}

/// The bytes before a version and a checksum, if both are right.
fn sealed(bytes: &[u8]) -> Option<&[u8]> {
    let (rest, sum) = bytes.split_last_chunk()?;
    let (payload, of) = rest.split_last_chunk()?;
    let right = checksum(rest) == u64::from_le_bytes(*sum) && u64::from_le_bytes(*of) == version();
    right.then_some(payload)
}

fn fresh_name(of: &str) -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let now = SystemTime::UNIX_EPOCH
        .elapsed()
        .map_or(0, |since| since.as_nanos());
    let seed = (now, std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    format!("{:016x}.{of}", checksum(format!("{seed:?}").as_bytes()))
}

/// Maps a file.
///
/// The bytes of a mapping change when another program writes into the file, which Rust cannot know of. Here nobody
/// does: files of this folder are written under other names and renamed, never changed. To read them instead takes
/// half a gigabyte of memory, and half a second, at a million events.
#[allow(unsafe_code)]
fn map(file: &Path) -> Option<memmap2::Mmap> {
    let file = File::open(file).ok()?;
    // SAFETY: see above; and should the bytes change nevertheless, they are plain numbers whatever they are, and every
    // use of them as a place is within bounds or refused.
    unsafe { memmap2::Mmap::map(&file) }.ok()
}

#[cfg(unix)]
fn make_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    // What is in the events is for nobody else to read.
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_folder(folder: &Path) -> io::Result<()> {
    fs::DirBuilder::new().recursive(true).create(folder)
}

#[allow(clippy::disallowed_methods)]
fn throw_away(folder: &Path) {
    // The list first: what is left without it is no snapshot.
    let _ = fs::remove_file(folder.join(CATALOG));
    let _ = fs::remove_dir_all(folder);
}

/// The snapshots under a cache folder, the one written last first.
pub fn show(cache: &Path) -> Vec<Shown> {
    let folders = fs::read_dir(cache).into_iter().flatten().flatten();
    let mut all: Vec<Shown> = folders.filter_map(|entry| shown(entry.path())).collect();
    all.sort_by(|a, b| (b.written, &a.folder).cmp(&(a.written, &b.folder)));
    all
}

/// A folder that has the name of a snapshot's and looks like one.
fn shown(folder: PathBuf) -> Option<Shown> {
    let name = folder.file_name()?.to_str()?;
    if name.len() != 16 || !name.bytes().all(|byte| byte.is_ascii_hexdigit()) || folder.is_symlink() {
        return None;
    }
    let catalog = folder.join(CATALOG);
    let metadata = fs::metadata(&catalog)
        .or_else(|_| fs::metadata(folder.join(LOCK)))
        .ok()?;
    let files = fs::read_dir(&folder).ok()?.flatten();
    let bytes = files
        .filter_map(|file| file.metadata().ok())
        .map(|file| file.len())
        .sum();
    let list = fs::read(&catalog).unwrap_or_default();
    let paths = sealed(&list).and_then(|list| {
        let mut from = Input(list);
        let paths = from.list(Input::bytes)?;
        let path = |path: &&[u8]| String::from_utf8_lossy(path).into_owned();
        Some(paths.iter().skip(1).map(path).collect())
    });
    Some(Shown {
        paths: paths.unwrap_or_default(),
        bytes,
        written: metadata.modified().ok()?,
        folder,
    })
}

/// Throws all snapshots under a cache folder away; how many, and how many bytes they had.
pub fn clear(cache: &Path) -> (usize, u64) {
    let all = show(cache);
    for shown in &all {
        throw_away(&shown.folder);
    }
    (all.len(), all.iter().map(|shown| shown.bytes).sum())
}

/// A catalog of what is kept.
pub fn memory(kept: &Kept) -> Option<Memory> {
    let alive: FxHashMap<&Path, &[usize]> = kept
        .files
        .iter()
        .map(|(file, _, segments)| (&**file, segments.as_slice()))
        .collect();
    let segments = kept.segments.iter().map(|(number, (segment, _))| {
        let lives = |file: &Arc<Path>| {
            alive
                .get(&**file)
                .is_some_and(|segments| segments.contains(number))
        };
        let files = (0..).zip(segment.files());
        let dead = files
            .filter(|(_, file)| !lives(file))
            .map(|(number, _)| number)
            .collect();
        (Arc::clone(segment), dead)
    });
    Memory::restored(
        Arc::clone(&kept.tables),
        segments.collect(),
        &kept.flaws,
        &kept.relations,
    )
}

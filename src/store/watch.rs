//! Watching the files of a place: who saves, makes, renames or removes one says so here, whatever the editor does.
//!
//! Folders are watched one by one, never below hidden ones, by their real paths: those that [`super::load`] walks
//! through, the one above each path that was named (a file that is written beside and renamed, a folder that comes
//! back), and the one in which a link ends. Nothing is polled: while nobody touches the files, nothing runs.

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use notify::{
    ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher,
    event::{AccessKind, AccessMode, ModifyKind},
};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Place, find};

/// What has been touched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// Files and folders as the place writes them, also those that are gone.
    pub paths: FxHashSet<PathBuf>,
    /// Whether folders or links came or went, so that other folders are to be watched.
    pub folders: bool,
    /// Whether so much happened that some of it was not told: anything may have changed.
    pub lost: bool,
}

impl Touched {
    /// Whether nothing was.
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty() && !self.folders && !self.lost
    }

    /// Adds what else was touched.
    pub fn add(&mut self, other: Self) {
        self.paths.extend(other.paths);
        self.folders |= other.folders;
        self.lost |= other.lost;
    }
}

/// Why changes of the files are not all told.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    /// The system watches no more folders for this user.
    #[error("the system watches no more folders for you (on Linux the setting fs.inotify.max_user_watches)")]
    TooMany,
    /// On a folder of the network only changes made on this machine are told.
    #[error("`{}` is on the network ({kind}), where changes made elsewhere are not told", path.display())]
    Network {
        /// The path that was named.
        path: PathBuf,
        /// The kind of file system.
        kind: String,
    },
    /// Anything else.
    #[error("the folders cannot be watched: {0}")]
    Other(String),
}

impl From<notify::Error> for WatchError {
    fn from(error: notify::Error) -> Self {
        let too_many = match &error.kind {
            ErrorKind::MaxFilesWatch => true,
            // No more watchers at all.
            ErrorKind::Io(error) => error.raw_os_error() == Some(24),
            _ => false,
        };
        if too_many {
            Self::TooMany
        } else {
            Self::Other(error.to_string())
        }
    }
}

/// The watch over a place; it ends when this is dropped.
pub struct Watch {
    paths: Vec<PathBuf>,
    watcher: RecommendedWatcher,
    sight: Arc<Mutex<Sight>>,
    /// Every folder that is watched.
    watched: FxHashSet<PathBuf>,
}

/// What matters of all that happens in the folders that are watched.
#[derive(Debug, Default)]
struct Sight {
    /// Folders in which every file of events matters, by their real paths, as the place writes them.
    whole: FxHashMap<PathBuf, PathBuf>,
    /// Paths that matter although their folder does not, in the same way.
    named: FxHashMap<PathBuf, PathBuf>,
    /// Folders that came or went, so that their watch may be that of another folder of the same name.
    doubtful: Vec<PathBuf>,
}

impl Watch {
    /// A watch that tells `told`, on a thread of its own, whenever something is touched; none for the collection inside
    /// the program. Nothing is watched until [`Watch::follow`] is called.
    pub fn new(place: &Place, told: impl Fn(Touched) + Send + 'static) -> Result<Option<Self>, WatchError> {
        let Place::Paths(paths) = place else {
            return Ok(None);
        };
        let sight = Arc::new(Mutex::new(Sight::default()));
        let seen = Arc::clone(&sight);
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            let touched = match event {
                Ok(event) => lock(&seen).touched(&event),
                Err(_) => Touched {
                    lost: true,
                    ..Touched::default()
                },
            };
            if !touched.is_empty() {
                told(touched);
            }
        })?;
        Ok(Some(Self {
            paths: paths.clone(),
            watcher,
            sight,
            watched: FxHashSet::default(),
        }))
    }

    /// Watches what is there now: to be called before the files are read, and again when folders were touched. An error
    /// says what is not watched; the rest is.
    pub fn follow(&mut self) -> Result<(), WatchError> {
        let wanted = Wanted::of(&self.paths);
        let doubtful = {
            let mut sight = lock(&self.sight);
            sight.whole.clone_from(&wanted.whole);
            sight.named = wanted.named;
            std::mem::take(&mut sight.doubtful)
        };
        let mut folders = wanted.above;
        folders.extend(wanted.whole.into_keys());
        let stale = |folder: &PathBuf| {
            !folders.contains(folder) || doubtful.iter().any(|gone| folder.starts_with(gone))
        };
        let gone: Vec<PathBuf> = self
            .watched
            .iter()
            .filter(|folder| stale(folder))
            .cloned()
            .collect();
        for folder in gone {
            // The system has perhaps let it go already.
            let _ = self.watcher.unwatch(&folder);
            self.watched.remove(&folder);
        }
        let new: Vec<PathBuf> = folders.difference(&self.watched).cloned().collect();
        let mut failed = None;
        let mut paths = self.watcher.paths_mut();
        for folder in new {
            match paths.add(&folder, RecursiveMode::NonRecursive) {
                Ok(()) => {
                    self.watched.insert(folder);
                }
                // It went between the walk and now, and that is told.
                Err(error) if matches!(error.kind, ErrorKind::PathNotFound) => {}
                Err(error) => {
                    let error = WatchError::from(error);
                    let last = matches!(error, WatchError::TooMany);
                    failed.get_or_insert(error);
                    if last {
                        break;
                    }
                }
            }
        }
        let committed = paths.commit();
        if let Some(error) = failed {
            return Err(error);
        }
        committed?;
        network(&self.paths).map_or(Ok(()), Err)
    }
}

fn lock(sight: &Mutex<Sight>) -> MutexGuard<'_, Sight> {
    sight.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Sight {
    /// What an event means for the files.
    fn touched(&mut self, event: &Event) -> Touched {
        let mut touched = Touched {
            lost: event.need_rescan(),
            ..Touched::default()
        };
        let entry = match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
            EventKind::Access(_) => return touched,
            EventKind::Modify(kind) => matches!(kind, ModifyKind::Name(_)),
            EventKind::Any | EventKind::Create(_) | EventKind::Remove(_) | EventKind::Other => true,
        };
        for path in &event.paths {
            self.path(path, entry, &mut touched);
        }
        touched
    }

    /// What it means that a path was touched; `entry` is whether the name itself came or went.
    fn path(&mut self, path: &Path, entry: bool, touched: &mut Touched) {
        let known = self.whole.get(path).map(|written| (written, true));
        let known = known.or_else(|| self.named.get(path).map(|written| (written, entry)));
        if let Some((written, folders)) = known {
            touched.paths.insert(written.clone());
            // A link may lead elsewhere now; a folder may be back.
            touched.folders |= folders;
            if entry {
                self.doubtful.push(path.to_owned());
            }
            return;
        }
        let name = path.file_name().unwrap_or_default();
        let Some(folder) = path.parent().and_then(|folder| self.whole.get(folder)) else {
            return;
        };
        if is_hidden(name) {
            return;
        }
        let no_file = entry && fs::symlink_metadata(path).is_ok_and(|metadata| !metadata.is_file());
        touched.folders |= no_file;
        if no_file || is_toml(path) {
            touched.paths.insert(folder.join(name));
        }
    }
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "toml")
}

/// The folders that are to be watched for some paths.
#[derive(Debug, Default)]
struct Wanted {
    /// Folders of events.
    whole: FxHashMap<PathBuf, PathBuf>,
    /// Folders of which only some names matter …
    above: FxHashSet<PathBuf>,
    /// … these.
    named: FxHashMap<PathBuf, PathBuf>,
}

impl Wanted {
    fn of(paths: &[PathBuf]) -> Self {
        let mut wanted = Self::default();
        for path in paths {
            wanted.name(path);
            if path.is_dir() {
                wanted.folder(path);
            }
        }
        wanted
    }

    /// A name in its folder, and where it leads if it is a link.
    fn name(&mut self, written: &Path) {
        let mut next = Some(written.to_owned());
        // A link that leads to a link leads somewhere at last.
        for _ in 0..8 {
            let Some(path) = next.take() else { return };
            let (Some(folder), Some(name)) = (folder_of(&path), path.file_name()) else {
                return;
            };
            next = fs::read_link(&path).ok().map(|target| folder.join(target));
            first(&mut self.named, folder.join(name), written);
            self.above.insert(folder);
        }
    }

    fn folder(&mut self, folder: &Path) {
        for entry in find::walk(folder).flatten() {
            let path = entry.path();
            let kind = entry.file_type();
            if kind.is_some_and(|kind| kind.is_dir()) {
                if entry.path_is_symlink() {
                    self.name(path);
                }
                if let Ok(real) = fs::canonicalize(path) {
                    first(&mut self.whole, real, path);
                }
            } else if entry.path_is_symlink() && is_toml(path) {
                self.name(path);
            }
        }
    }
}

/// Of the ways on which a path is reached the first counts, as it does in [`find`].
fn first(paths: &mut FxHashMap<PathBuf, PathBuf>, real: PathBuf, written: &Path) {
    let known = paths.entry(real).or_insert_with(|| written.to_owned());
    if written < known.as_path() {
        written.clone_into(known);
    }
}

/// The real path of the folder in which a name stands.
fn folder_of(path: &Path) -> Option<PathBuf> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    fs::canonicalize(folder).ok()
}

/// The first of the paths that lies on a file system of the network, where the system tells only of changes that it has
/// made itself.
#[cfg(target_os = "linux")]
fn network(paths: &[PathBuf]) -> Option<WatchError> {
    const KINDS: &[&str] = &[
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "ncpfs",
        "afs",
        "9p",
        "ceph",
        "fuse.sshfs",
        "fuse.rclone",
        "fuse.glusterfs",
        "fuse.s3fs",
        "davfs",
        "fuse.davfs2",
    ];
    let mounts = fs::read_to_string("/proc/self/mounts").ok()?;
    let mounts: Vec<(&str, &str)> = mounts
        .lines()
        .filter_map(|line| {
            let mut fields = line.split(' ').skip(1);
            Some((fields.next()?, fields.next()?))
        })
        .collect();
    paths.iter().find_map(|path| {
        let real = fs::canonicalize(path).ok()?;
        let on = mounts.iter().filter(|(at, _)| real.starts_with(at));
        let (_, kind) = on.max_by_key(|(at, _)| at.len())?;
        KINDS.contains(kind).then(|| WatchError::Network {
            path: path.clone(),
            kind: (*kind).to_owned(),
        })
    })
}

#[cfg(not(target_os = "linux"))]
fn network(_: &[PathBuf]) -> Option<WatchError> {
    None
}

#[cfg(test)]
#[allow(clippy::disallowed_methods)] // Files are written here as editors write them.
mod tests {
    use std::sync::mpsc::{Receiver, channel};

    use super::*;

    /// A watch over paths, and what it tells.
    fn watch(paths: &[&Path]) -> (Watch, Receiver<Touched>) {
        let (sender, told) = channel();
        let place = Place::Paths(paths.iter().map(|path| (*path).to_owned()).collect());
        let mut watch = Watch::new(&place, move |touched| sender.send(touched).unwrap())
            .unwrap()
            .unwrap();
        watch.follow().unwrap();
        (watch, told)
    }

    /// Waits until something is told that fits.
    fn wait(told: &Receiver<Touched>, fits: impl Fn(&Touched) -> bool) -> Touched {
        let mut all = Touched::default();
        while !fits(&all) {
            all.add(told.recv_timeout(std::time::Duration::from_secs(20)).unwrap());
        }
        all
    }

    fn folder() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let real = fs::canonicalize(folder.path()).unwrap();
        (folder, real)
    }

    #[test]
    fn saves_of_every_kind_are_told_and_nothing_else() {
        let (_folder, real) = folder();
        let file = real.join("a.toml");
        fs::write(&file, "").unwrap();
        let (_watch, told) = watch(&[&real]);
        // What matters to nobody: reading, hidden files, files of another kind.
        fs::read(&file).unwrap();
        fs::write(real.join(".a.toml.swp"), "x").unwrap();
        fs::write(real.join("4913"), "x").unwrap();
        fs::write(real.join("a.toml~"), "x").unwrap();
        fs::write(&file, "in place").unwrap();
        let touched = wait(&told, |touched| !touched.paths.is_empty());
        assert_eq!(touched.paths.iter().collect::<Vec<_>>(), [&file]);
        assert!(!touched.folders && !touched.lost);
        let beside = real.join(".new");
        fs::write(&beside, "renamed").unwrap();
        fs::rename(&beside, real.join("b.toml")).unwrap();
        wait(&told, |touched| touched.paths.contains(&real.join("b.toml")));
        fs::remove_file(&file).unwrap();
        wait(&told, |touched| touched.paths.contains(&file));
    }

    #[test]
    fn folders_that_come_are_followed_also_under_the_name_of_one_that_went() {
        let (_folder, real) = folder();
        let (mut watch, told) = watch(&[&real]);
        let inner = real.join("inner");
        for _ in 0..2 {
            fs::create_dir_all(inner.join("deep")).unwrap();
            wait(&told, |touched| touched.folders);
            watch.follow().unwrap();
            let file = inner.join("deep/c.toml");
            fs::write(&file, "").unwrap();
            wait(&told, |touched| touched.paths.contains(&file));
            fs::remove_dir_all(&inner).unwrap();
            wait(&told, |touched| touched.folders);
        }
    }

    #[test]
    fn a_file_named_alone_is_told_of_and_its_neighbours_are_not() {
        let (_folder, real) = folder();
        let file = real.join("events.txt");
        fs::write(&file, "").unwrap();
        let (_watch, told) = watch(&[&file]);
        fs::write(real.join("other.toml"), "").unwrap();
        fs::write(real.join("new"), "x").unwrap();
        fs::rename(real.join("new"), &file).unwrap();
        let touched = wait(&told, |touched| !touched.is_empty());
        assert_eq!(touched.paths.iter().collect::<Vec<_>>(), [&file]);
    }

    #[test]
    #[cfg(unix)]
    fn what_links_lead_to_is_watched() {
        use std::os::unix::fs::symlink;
        let (_folder, real) = folder();
        let (events, elsewhere) = (real.join("events"), real.join("elsewhere"));
        fs::create_dir_all(&events).unwrap();
        fs::create_dir_all(elsewhere.join("folder")).unwrap();
        fs::write(elsewhere.join("target.toml"), "").unwrap();
        symlink(elsewhere.join("target.toml"), events.join("link.toml")).unwrap();
        symlink("../elsewhere/folder", events.join("folder")).unwrap();
        let (_watch, told) = watch(&[&events]);
        fs::write(elsewhere.join("target.toml"), "x").unwrap();
        wait(&told, |touched| touched.paths.contains(&events.join("link.toml")));
        fs::write(elsewhere.join("folder/d.toml"), "x").unwrap();
        wait(&told, |touched| {
            touched.paths.contains(&events.join("folder/d.toml"))
        });
    }

    #[test]
    fn a_root_that_goes_is_seen_when_it_comes_back() {
        let (_folder, real) = folder();
        let events = real.join("events");
        fs::create_dir(&events).unwrap();
        let (mut watch, told) = watch(&[&events]);
        fs::remove_dir(&events).unwrap();
        wait(&told, |touched| touched.folders);
        watch.follow().unwrap();
        fs::create_dir(&events).unwrap();
        wait(&told, |touched| touched.folders);
        watch.follow().unwrap();
        fs::write(events.join("e.toml"), "").unwrap();
        wait(&told, |touched| touched.paths.contains(&events.join("e.toml")));
    }

    #[test]
    fn there_is_nothing_to_watch_inside_the_program() {
        assert!(Watch::new(&Place::Embedded, |_| {}).unwrap().is_none());
    }
}

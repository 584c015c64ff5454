//! The one place that writes event files: whole or not at all, and never over what somebody else has written.
//!
//! A file is written beside itself, brought to the disk, and put in the place of the old one by a rename, so that at any
//! moment, whatever fails, the name leads to the old file or to the new one. Mode and owner stay, links are followed,
//! and nothing outside the collection's folders is touched. Before the rename the file is read again under a lock of
//! its folder: if it is not what the caller has seen, the same edits are made to what is there now, as long as nobody
//! else has touched the tables that they change. Of a change of several files all are prepared before the first is put
//! in place.

use std::{
    fs::{self, File, Metadata},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

use super::{
    Place,
    edit::{self, Edit, EditError, Table},
    load::{cannot_be_read, open},
};

/// What the names of unfinished files begin and end with. They are hidden, so that no reader takes them for events.
const UNFINISHED: (&str, &str) = (".annals-", ".unfinished");

/// The folders and files that may be written: those of a collection, with links resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    roots: Vec<PathBuf>,
}

/// What is to be done to one file.
#[derive(Clone, Debug, PartialEq)]
pub struct FileEdits {
    /// The file, as it was found; a new one where `seen` is `None`.
    pub file: PathBuf,
    /// The bytes that the edits were made for; `None` for a file that is not there yet.
    pub seen: Option<Vec<u8>>,
    /// One after the other.
    pub edits: Vec<Edit>,
}

/// What has been done to one file: enough to take it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The file itself, links resolved.
    pub file: PathBuf,
    /// What it held; `None` for a new file.
    pub before: Option<Vec<u8>>,
    /// What it holds now.
    pub after: Vec<u8>,
}

/// Why nothing was written. Every sentence says what holds for the file now.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The events are those inside the program.
    #[error("the events inside the program cannot be changed")]
    ReadOnly,
    /// The file is not of the collection.
    #[error("`{}` is outside the folders of the collection, so it is not written", path.display())]
    Outside {
        /// Where it really is.
        path: PathBuf,
    },
    /// Somebody else has changed the file meanwhile, and what is to be changed with it.
    #[error("`{}` has been changed by somebody else meanwhile, {what}; it was left as it is", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
        /// What exactly.
        what: String,
    },
    /// A new file is there already.
    #[error("`{}` is already there, and nothing is written over", path.display())]
    Taken {
        /// The file.
        path: PathBuf,
    },
    /// What is there is not a file that can be replaced.
    #[error("`{}` {why}, so it is not written", path.display())]
    Unfit {
        /// The file.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// The change itself cannot be made.
    #[error("`{}`: {error}", path.display())]
    Edit {
        /// The file.
        path: PathBuf,
        /// Why.
        error: EditError,
    },
    /// The system refuses.
    #[error("`{}` cannot be written: {}; it is as it was", path.display(), refused(error))]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

/// An error of the system in words.
fn refused(error: &io::Error) -> String {
    use io::ErrorKind::{NotFound, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    match error.kind() {
        PermissionDenied => "you are not allowed to write there".to_owned(),
        StorageFull => "there is no room left on the disk".to_owned(),
        QuotaExceeded => "your share of the disk is used up".to_owned(),
        io::ErrorKind::FileTooLarge => "the file would be larger than is allowed".to_owned(),
        ReadOnlyFilesystem => "the disk can only be read".to_owned(),
        NotFound => "its folder is not there (any more)".to_owned(),
        _ => error.to_string(),
    }
}

impl Scope {
    /// The paths of a collection. An error when it is inside the program, or when a path cannot be looked at.
    pub fn of(place: &Place) -> Result<Self, WriteError> {
        let Place::Paths(paths) = place else {
            return Err(WriteError::ReadOnly);
        };
        let real = |path: &PathBuf| fs::canonicalize(path).map_err(|error| failed(path, error));
        let roots = paths.iter().map(real).collect::<Result<_, _>>()?;
        Ok(Self { roots })
    }

    /// Whether a path without links lies in one of the folders, or is one of the files.
    fn holds(&self, real: &Path) -> bool {
        self.roots.iter().any(|root| real.starts_with(root))
    }

    /// Whether a path leads into the folders of the collection, be the file there or not.
    pub fn check(&self, file: &Path) -> Result<(), WriteError> {
        match fs::symlink_metadata(file) {
            Ok(_) => self.existing(file).map(drop),
            Err(_) => self.new_file(file).map(drop),
        }
    }

    /// Whether a file that is there may be written as far as its place goes.
    pub fn holds_file(&self, file: &Path) -> bool {
        self.existing(file).is_ok()
    }

    /// The real path of a file that is there.
    fn existing(&self, file: &Path) -> Result<PathBuf, WriteError> {
        let real = fs::canonicalize(file).map_err(|error| failed(file, error))?;
        if self.holds(&real) {
            Ok(real)
        } else {
            Err(WriteError::Outside { path: real })
        }
    }

    /// The real path of a file that is to be made. Its folder must be there.
    fn new_file(&self, file: &Path) -> Result<PathBuf, WriteError> {
        let name = file.file_name().ok_or_else(|| WriteError::Unfit {
            path: file.to_owned(),
            why: "is no name of a file".to_owned(),
        })?;
        let folder = match file.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let real = fs::canonicalize(folder)
            .map_err(|error| failed(file, error))?
            .join(name);
        if !self.holds(&real) {
            return Err(WriteError::Outside { path: real });
        }
        match fs::symlink_metadata(&real) {
            Ok(_) => Err(WriteError::Taken {
                path: file.to_owned(),
            }),
            Err(_) => Ok(real),
        }
    }
}

/// What a file holds now: what edits are made for.
pub fn seen(file: &Path) -> Result<Vec<u8>, WriteError> {
    open(file).map_err(|why| WriteError::Unfit {
        path: file.to_owned(),
        why,
    })
}

/// Replaces a whole file, or makes it where `seen` is `None`. Refuses when it is not what was seen.
pub fn replace(
    scope: &Scope,
    file: &Path,
    seen: Option<&[u8]>,
    bytes: Vec<u8>,
) -> Result<Written, WriteError> {
    let mut prepared = Prepared::new(scope, file, seen.is_none())?;
    let _locks = locked(std::slice::from_ref(&prepared));
    let now = prepared.read()?;
    if now.as_deref() != seen {
        return Err(WriteError::Changed {
            path: file.to_owned(),
            what: "and it would be written over".to_owned(),
        });
    }
    prepared.write(now, bytes)?;
    prepared.put()
}

/// Takes a file away that holds what was seen and nothing else.
pub fn remove(scope: &Scope, file: &Path, seen: &[u8]) -> Result<(), WriteError> {
    let prepared = Prepared::new(scope, file, false)?;
    let _locks = locked(std::slice::from_ref(&prepared));
    if prepared.read()?.as_deref() != Some(seen) {
        return Err(WriteError::Changed {
            path: file.to_owned(),
            what: "and it would be lost".to_owned(),
        });
    }
    fs::remove_file(&prepared.real).map_err(|error| failed(file, error))?;
    if let Ok(folder) = File::open(prepared.folder()) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// Makes edits of one or several files: all of them, or none when something stands in the way of one. Each file is
/// named once.
pub fn write(scope: &Scope, files: &[FileEdits]) -> Result<Vec<Written>, WriteError> {
    let mut prepared: Vec<Prepared> = Vec::with_capacity(files.len());
    for file in files {
        let next = Prepared::new(scope, &file.file, file.seen.is_none())?;
        if prepared.iter().any(|other| other.real == next.real) {
            return Err(WriteError::Unfit {
                path: file.file.clone(),
                why: "is named twice".to_owned(),
            });
        }
        prepared.push(next);
    }
    let _locks = locked(&prepared);
    for (prepared, file) in prepared.iter_mut().zip(files) {
        let now = prepared.read()?;
        let bytes = edited(file, now.as_deref())?;
        prepared.write(now, bytes)?;
    }
    let mut done: Vec<Written> = Vec::with_capacity(files.len());
    for prepared in &mut prepared {
        match prepared.put() {
            Ok(written) => done.push(written),
            Err(error) => {
                take_back(scope, &done);
                return Err(error);
            }
        }
    }
    Ok(done)
}

/// Puts the files back that were written before the one that failed.
fn take_back(scope: &Scope, done: &[Written]) {
    for written in done {
        // What cannot be put back is still a whole file, and said to have failed.
        let _ = match &written.before {
            Some(before) => Prepared::new(scope, &written.file, false).and_then(|mut prepared| {
                prepared.write(Some(written.after.clone()), before.clone())?;
                prepared.put().map(drop)
            }),
            None => fs::remove_file(&written.file).map_err(|error| failed(&written.file, error)),
        };
    }
}

/// The bytes of a file after its edits, made to what it holds now.
fn edited(file: &FileEdits, now: Option<&[u8]>) -> Result<Vec<u8>, WriteError> {
    let path = &file.file;
    let wrong = |error| WriteError::Edit {
        path: path.clone(),
        error,
    };
    let (Some(seen), Some(now)) = (&file.seen, now) else {
        return edit::apply(&[], &file.edits).map_err(wrong);
    };
    if seen == now {
        return edit::apply(now, &file.edits).map_err(wrong);
    }
    let changed = |what: String| WriteError::Changed {
        path: path.clone(),
        what,
    };
    let mut edits = file.edits.clone();
    for edit in &mut edits {
        let table = match edit {
            Edit::Change { table, .. }
            | Edit::Remove { table }
            | Edit::Add {
                before: Some(table), ..
            } => table,
            Edit::Add { .. } | Edit::Redirect { .. } | Edit::Recite { .. } => continue,
            Edit::Splice { .. } => {
                return Err(changed(
                    "and what was to be mended may stand elsewhere".to_owned(),
                ));
            }
        };
        let text = edit::table_text(seen, table).map_err(wrong)?;
        let name = match &*table {
            Table::Id { kind, id } => format!("{kind} `{id}` with it"),
            Table::At(_) => "with what is to be changed".to_owned(),
        };
        *table = edit::same_table(now, table, text).ok_or_else(|| changed(name))?;
    }
    edit::apply(now, &edits).map_err(wrong)
}

/// A file that is about to be replaced, and the new one beside it.
struct Prepared {
    /// As it was named.
    file: PathBuf,
    /// Where it is, links resolved.
    real: PathBuf,
    is_new: bool,
    /// The new file, what the old one held, and what the new one holds.
    ready: Option<(NamedTempFile, Option<Vec<u8>>, Vec<u8>)>,
}

impl Prepared {
    fn new(scope: &Scope, file: &Path, is_new: bool) -> Result<Self, WriteError> {
        let real = if is_new {
            scope.new_file(file)?
        } else {
            scope.existing(file)?
        };
        Ok(Self {
            file: file.to_owned(),
            real,
            is_new,
            ready: None,
        })
    }

    fn folder(&self) -> PathBuf {
        self.real.parent().map_or_else(PathBuf::new, Path::to_owned)
    }

    fn failed(&self, error: io::Error) -> WriteError {
        failed(&self.file, error)
    }

    /// What the file holds now; `None` for a new one.
    fn read(&self) -> Result<Option<Vec<u8>>, WriteError> {
        if self.is_new {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        let file = File::open(&self.real).map_err(|error| WriteError::Unfit {
            path: self.file.clone(),
            why: cannot_be_read(&error),
        })?;
        (&file)
            .read_to_end(&mut bytes)
            .map_err(|error| self.failed(error))?;
        Ok(Some(bytes))
    }

    /// Writes the new file beside the old one, and brings it to the disk.
    fn write(&mut self, before: Option<Vec<u8>>, bytes: Vec<u8>) -> Result<(), WriteError> {
        let old = if self.is_new {
            None
        } else {
            Some(self.replaceable()?)
        };
        let mut builder = tempfile::Builder::new();
        builder.prefix(UNFINISHED.0).suffix(UNFINISHED.1);
        #[cfg(unix)]
        if self.is_new {
            // What any new file has; the mask of the process is taken off it.
            builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        }
        let mut unfinished = builder
            .tempfile_in(self.folder())
            .map_err(|error| self.failed(error))?;
        unfinished.write_all(&bytes).map_err(|error| self.failed(error))?;
        self.keep_rights(unfinished.as_file(), old.as_ref())?;
        unfinished
            .as_file()
            .sync_all()
            .map_err(|error| self.failed(error))?;
        self.ready = Some((unfinished, before, bytes));
        Ok(())
    }

    /// What the system knows of the old file, if it may be replaced.
    fn replaceable(&self) -> Result<Metadata, WriteError> {
        let unfit = |why: &str| WriteError::Unfit {
            path: self.file.clone(),
            why: why.to_owned(),
        };
        let old = fs::metadata(&self.real).map_err(|error| self.failed(error))?;
        if !old.is_file() {
            return Err(unfit("is not a regular file"));
        }
        if old.permissions().readonly() {
            return Err(unfit("is marked as read-only"));
        }
        // A rename asks only the folder; the file has a say, too.
        File::options()
            .write(true)
            .open(&self.real)
            .map_err(|error| self.failed(error))?;
        #[cfg(unix)]
        if std::os::unix::fs::MetadataExt::nlink(&old) > 1 {
            return Err(unfit(
                "has a second name (a hard link), which would keep the old text",
            ));
        }
        Ok(old)
    }

    /// Gives the new file the mode and the owner of the old one.
    #[cfg(unix)]
    fn keep_rights(&self, new: &File, old: Option<&Metadata>) -> Result<(), WriteError> {
        use std::os::unix::fs::{MetadataExt, fchown};
        let Some(old) = old else {
            return Ok(());
        };
        let own = new.metadata().map_err(|error| self.failed(error))?;
        if (own.uid(), own.gid()) != (old.uid(), old.gid()) {
            fchown(new, Some(old.uid()), Some(old.gid())).map_err(|_| WriteError::Unfit {
                path: self.file.clone(),
                why: "belongs to another user or group, and would not any more".to_owned(),
            })?;
        }
        new.set_permissions(old.permissions())
            .map_err(|error| self.failed(error))
    }

    #[cfg(not(unix))]
    #[allow(clippy::unused_self, clippy::unnecessary_wraps)] // As on Unix.
    fn keep_rights(&self, _: &File, _: Option<&Metadata>) -> Result<(), WriteError> {
        Ok(())
    }

    /// Puts the new file in the place of the old one.
    fn put(&mut self) -> Result<Written, WriteError> {
        let Some((unfinished, before, after)) = self.ready.take() else {
            return Err(self.failed(io::Error::other("nothing was prepared")));
        };
        let put = if self.is_new {
            unfinished.persist_noclobber(&self.real)
        } else {
            unfinished.persist(&self.real)
        };
        put.map_err(|error| match error.error.kind() {
            io::ErrorKind::AlreadyExists => WriteError::Taken {
                path: self.file.clone(),
            },
            _ => self.failed(error.error),
        })?;
        // Only now the name is safe, too. Where folders cannot be brought to the disk, the file itself is there.
        if let Ok(folder) = File::open(self.folder()) {
            let _ = folder.sync_all();
        }
        Ok(Written {
            file: self.real.clone(),
            before,
            after,
        })
    }
}

/// Locks the folders of the files, until they are dropped. Always in the same order, so that two programs never wait
/// for each other. Where a folder cannot be locked, the last look at the file before it is replaced is all there is.
fn locked(files: &[Prepared]) -> Vec<File> {
    let mut folders: Vec<PathBuf> = files.iter().map(Prepared::folder).collect();
    folders.sort();
    folders.dedup();
    let lock = |folder: PathBuf| {
        let held = File::open(&folder).ok()?;
        held.lock().ok()?;
        sweep(&folder);
        Some(held)
    };
    folders.into_iter().filter_map(lock).collect()
}

/// Takes away what a program has left that was killed while it wrote. Whoever holds the lock knows that nobody is
/// still at it.
fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(UNFINISHED.0) && name.ends_with(UNFINISHED.1) {
            // It only takes room.
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn failed(path: &Path, error: io::Error) -> WriteError {
    WriteError::Io {
        path: path.to_owned(),
        error,
    }
}

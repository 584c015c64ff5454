//! Paths → the files to read.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use ignore::WalkBuilder;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{StoreError, lines::whole_file};
use crate::model::{Finding, FindingCode};

/// The files to read, sorted by path, each once, and what stood in the way.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub files: Vec<Arc<Path>>,
    pub findings: Vec<Finding>,
}

/// Finds the files: a named file whatever its extension, and every `.toml` file below a named folder. Hidden files are
/// passed over; links are followed.
pub(super) fn find(paths: &[PathBuf]) -> Result<Found, StoreError> {
    let mut found = Found::default();
    for path in paths {
        let metadata = std::fs::metadata(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => StoreError::Missing { path: path.clone() },
            _ => StoreError::Unreadable {
                path: path.clone(),
                error,
            },
        })?;
        if metadata.is_dir() {
            found.folder(path);
        } else if metadata.is_file() {
            found.files.push(Arc::from(path.as_path()));
        } else {
            found.not_a_file(path);
        }
    }
    found.files.sort();
    found.files.dedup();
    found.once_each();
    Ok(found)
}

/// All that lies below a folder, in the order of the names.
pub(super) fn walk(folder: &Path) -> ignore::Walk {
    WalkBuilder::new(folder)
        .standard_filters(false)
        .hidden(true)
        .follow_links(true)
        .sort_by_file_name(Ord::cmp)
        .build()
}

impl Found {
    fn folder(&mut self, folder: &Path) {
        for entry in walk(folder) {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.unreadable(folder, &error);
                    continue;
                }
            };
            let path = entry.path();
            let is_toml = path.extension().is_some_and(|extension| extension == "toml");
            match entry.file_type() {
                Some(kind) if kind.is_dir() => {}
                Some(kind) if kind.is_file() && is_toml => self.files.push(Arc::from(path)),
                Some(_) if is_toml => self.not_a_file(path),
                _ => {}
            }
        }
    }

    fn not_a_file(&mut self, path: &Path) {
        let message = "this is not a regular file, and is passed over".to_owned();
        self.findings
            .push(whole_file(&Arc::from(path), FindingCode::NotAFile, message, None));
    }

    fn unreadable(&mut self, folder: &Path, error: &ignore::Error) {
        // A link that leads back is followed once, without a word.
        if is_loop(error) {
            return;
        }
        let path = path_of(error).unwrap_or(folder);
        // A link to nowhere, or to itself, is of interest only where it would be a file of events.
        let leads_nowhere = std::fs::read_link(path).is_ok()
            && error
                .io_error()
                .is_some_and(|error| error.kind() != std::io::ErrorKind::PermissionDenied);
        if leads_nowhere && path.extension().is_none_or(|extension| extension != "toml") {
            return;
        }
        let message = error.io_error().map_or_else(
            || format!("this cannot be read: {error}"),
            super::load::cannot_be_read,
        );
        self.findings.push(whole_file(
            &Arc::from(path),
            FindingCode::Unreadable,
            message,
            None,
        ));
    }

    /// Takes away files that were found on two ways, as two paths or by a link. Only of those that share a number are the
    /// real paths looked up, which takes many calls for each; hard links share a number and stay two.
    fn once_each(&mut self) {
        let numbers: Vec<Option<(u64, u64)>> = self.files.iter().map(|file| number(file)).collect();
        let mut times: FxHashMap<(u64, u64), u32> = FxHashMap::default();
        for number in numbers.iter().flatten() {
            *times.entry(*number).or_default() += 1;
        }
        let mut numbers = numbers.into_iter();
        let mut seen = FxHashSet::default();
        self.files.retain(|file| {
            let number = numbers.next().flatten();
            let alone = number.is_some_and(|number| times.get(&number) == Some(&1));
            alone || std::fs::canonicalize(file).map_or(true, |real| seen.insert(real))
        });
    }
}

/// What two paths of one file have in common: its device and its number there.
#[cfg(unix)]
fn number(file: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    let metadata = std::fs::metadata(file).ok()?;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn number(_: &Path) -> Option<(u64, u64)> {
    None
}

fn is_loop(error: &ignore::Error) -> bool {
    match error {
        ignore::Error::Loop { .. } => true,
        ignore::Error::WithPath { err, .. }
        | ignore::Error::WithDepth { err, .. }
        | ignore::Error::WithLineNumber { err, .. } => is_loop(err),
        _ => false,
    }
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}

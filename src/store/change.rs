//! Changes of several files at once, prepared in memory: what each holds, and what it would hold.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use super::{
    edit::{self, Edit, Table},
    write::{FileEdits, WriteError, seen},
};
use crate::{model::Origin, text};

/// A file as it is, and as it would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The file, as it was found.
    pub file: PathBuf,
    /// What it holds.
    pub before: Vec<u8>,
    /// What it would hold.
    pub after: Vec<u8>,
}

impl From<&Changed> for FileEdits {
    /// The whole file: refused when it is not what was seen any more.
    fn from(changed: &Changed) -> Self {
        Self {
            file: changed.file.clone(),
            seen: Some(changed.before.clone()),
            edits: vec![Edit::Splice {
                at: 0..changed.before.len(),
                text: String::from_utf8_lossy(&changed.after).into_owned(),
            }],
        }
    }
}

/// Files that are being changed.
#[derive(Default)]
pub(super) struct Changes {
    files: BTreeMap<PathBuf, Changed>,
}

impl Changes {
    /// What a file holds after the changes so far.
    pub fn now(&mut self, file: &Path) -> Result<&[u8], WriteError> {
        Ok(&self.of(file)?.after)
    }

    /// Makes edits of a file, after those that were made before.
    pub fn edit(&mut self, file: &Path, edits: &[Edit]) -> Result<(), WriteError> {
        let changed = self.of(file)?;
        changed.after = edit::apply(&changed.after, edits).map_err(|error| WriteError::Edit {
            path: file.to_owned(),
            error,
        })?;
        Ok(())
    }

    /// The files that would change.
    pub fn done(self) -> Vec<Changed> {
        let changed = self.files.into_values();
        changed
            .filter(|changed| changed.before != changed.after)
            .collect()
    }

    fn of(&mut self, file: &Path) -> Result<&mut Changed, WriteError> {
        if !self.files.contains_key(file) {
            let before = seen(file)?;
            let changed = Changed {
                file: file.to_owned(),
                after: before.clone(),
                before,
            };
            self.files.insert(file.to_owned(), changed);
        }
        self.files.get_mut(file).ok_or_else(|| WriteError::Unfit {
            path: file.to_owned(),
            why: "cannot be changed".to_owned(),
        })
    }
}

/// The table of that kind, by its id where that is written once, else by its place, in bytes that are those it was read
/// of.
pub(super) fn located(bytes: &[u8], kind: &'static str, id: &str, origin: &Origin) -> Table {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let tables = edit::outline(text);
    let written: Vec<&str> = tables
        .iter()
        .filter(|table| table.name == kind)
        .filter_map(|table| table.text("id"))
        .filter(|written| *written == id || text::slug(written) == id)
        .collect();
    match written.as_slice() {
        [only] => Table::Id {
            kind,
            id: (*only).to_owned(),
        },
        _ => Table::At(origin.start),
    }
}

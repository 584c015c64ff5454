//! The files and the catalog of them, kept in step: opening, and reading again what has changed.
//!
//! A [`Library`] is what a program that stays open holds: the screen, a language server. It gives a new catalog after
//! every change; the one before goes on serving whoever still holds it. [`Library::changed`] takes the paths that
//! somebody has seen changing, [`Library::refresh`] looks for itself, [`Library::overlay`] puts a text that is not
//! saved in the place of what the disk has.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    catalog::Memory,
    store::{self, Place, Progress, StoreError},
};

/// Events read from one place, as they are now.
#[derive(Debug)]
pub struct Library {
    place: Place,
    overlays: BTreeMap<PathBuf, Arc<[u8]>>,
    memory: Option<Arc<Memory>>,
}

/// What is told while a library is opened or read again; from several threads.
#[derive(Debug)]
pub enum News {
    /// How far reading has come.
    Progress(Progress),
    /// A catalog of what has been read so far. Names and references in it may still change.
    Arrived(Arc<Memory>),
}

impl Library {
    /// Of that place; nothing is read yet.
    pub fn new(place: Place) -> Self {
        Self {
            place,
            overlays: BTreeMap::new(),
            memory: None,
        }
    }

    /// The catalog of what was read last; `None` before anything was.
    pub fn memory(&self) -> Option<&Arc<Memory>> {
        self.memory.as_ref()
    }

    /// Reads what has changed since the last time; everything, the first time. After an error the library is as it
    /// was before.
    pub fn refresh(&mut self, told: &(dyn Fn(News) + Sync)) -> Result<Arc<Memory>, StoreError> {
        let progress = |progress| told(News::Progress(progress));
        let collection = store::load_over(&self.place, &self.overlays, &progress)?;
        let memory = Arc::new(Memory::new(Arc::new(collection)));
        self.memory = Some(Arc::clone(&memory));
        Ok(memory)
    }

    /// Reads these paths again, as somebody has seen them changing: files that are there, new or gone, or folders.
    /// Paths that do not belong to the place change nothing.
    pub fn changed(&mut self, paths: &[PathBuf]) -> Result<Arc<Memory>, StoreError> {
        match &self.memory {
            Some(memory) if paths.is_empty() => Ok(Arc::clone(memory)),
            _ => self.refresh(&|_| {}),
        }
    }

    /// Reads `text` in the place of what the disk has at `path`, from now on; `None` lifts that again. The path is
    /// written as the place writes it; one below a folder of the place may be of a file that is not there yet.
    pub fn overlay(&mut self, path: &Path, text: Option<Vec<u8>>) -> Result<Arc<Memory>, StoreError> {
        match text {
            Some(text) => self.overlays.insert(path.to_owned(), text.into()),
            None => self.overlays.remove(path),
        };
        self.changed(&[path.to_owned()])
    }
}

#[cfg(test)]
mod tests;

//! The files: finding them, reading them into events and findings with recovery, and checking across them.
//!
//! [`load`] goes one way: paths → files (`find`) → drafts and findings of each file (`read`, with `cut` and `recover`
//! for what is not TOML) → all together (`check`, `resolve`). No type of the TOML parser leaves `read`.

pub mod between;
pub mod bytes;
pub mod change;
mod check;
pub mod compose;
mod cut;
mod document;
mod draft;
pub mod edit;
mod event;
pub mod facts;
mod fields;
mod find;
pub mod fix;
pub mod format;
pub mod gather;
mod ids;
pub mod journal;
mod lines;
mod load;
mod mend;
pub mod merge;
mod names;
mod node;
#[cfg(test)]
mod oracle;
mod parts;
pub mod portions;
mod quotes;
mod read;
mod recover;
pub mod rename;
mod resolve;
pub mod shipped;
mod syntax;
mod tables;
#[cfg(test)]
mod tests;
pub mod watch;
mod wording;
pub mod write;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

pub use load::{StoreError, files_of, load, load_over, read_alone};

use crate::model::{Era, Event, Finding, Organization, Person, Source, Totals};

/// Everything that was read, checked across files: the input of a catalog.
#[derive(Clone, Debug, Default)]
pub struct Collection {
    /// Sorted by earliest day, then by coarser precision first, then by id.
    pub events: Vec<Arc<Event>>,
    /// Sorted by id.
    pub sources: Vec<Arc<Source>>,
    /// Sorted by name.
    pub people: Vec<Person>,
    /// Sorted by name.
    pub organizations: Vec<Organization>,
    /// Sorted by earliest day.
    pub eras: Vec<Era>,
    /// Sorted by file, line and column.
    pub findings: Vec<Finding>,
    /// How many files were read.
    pub files: usize,
}

/// Whether a quote stands in a text as `check` looks it up in saved texts: white space and typography aside, an ellipsis
/// in it stands for words left out.
///
/// ```
/// assert!(annals::store::holds_quote("He said: “We\nwill — soon”.", "\"We will - soon\""));
/// assert!(!annals::store::holds_quote("He said: “We will”.", "we will"));
/// ```
pub fn holds_quote(text: &str, quote: &str) -> bool {
    quotes::stands_in(quote, &quotes::plain(text))
}

impl Collection {
    /// How many errors and warnings there are.
    pub fn totals(&self) -> Totals {
        self.findings.iter().collect()
    }
}

/// What a collection has beside its events and their sources, in the same orders.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)] // As in a [`Collection`].
pub struct Tables {
    pub people: Vec<Person>,
    pub organizations: Vec<Organization>,
    pub eras: Vec<Era>,
    pub findings: Vec<Finding>,
    pub files: usize,
}

impl Tables {
    /// Those of a collection.
    pub fn of(collection: &Collection) -> Self {
        Self {
            people: collection.people.clone(),
            organizations: collection.organizations.clone(),
            eras: collection.eras.clone(),
            findings: collection.findings.clone(),
            files: collection.files,
        }
    }
}

/// Where events are read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Files and folders.
    Paths(Vec<PathBuf>),
    /// The collection inside the binary.
    Embedded,
}

impl Place {
    /// Whether a path that is there is one of its files or lies in one of its folders, links resolved.
    pub fn holds(&self, path: &Path) -> bool {
        let Self::Paths(paths) = self else {
            return false;
        };
        let Ok(real) = path.canonicalize() else {
            return false;
        };
        paths
            .iter()
            .filter_map(|path| path.canonicalize().ok())
            .any(|path| real.starts_with(path))
    }
}

/// How far reading has come; sent now and then while it goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Files read so far.
    pub files: usize,
    /// Files found in all.
    pub of: usize,
    /// Events read so far.
    pub events: usize,
}

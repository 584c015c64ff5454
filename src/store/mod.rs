//! The files: finding them, reading them into events and findings with recovery, and checking across them.

pub mod shipped;

use std::{path::PathBuf, sync::Arc};

use crate::model::{Era, Event, Finding, Organization, Person, Source};

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

/// Where events are read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Files and folders.
    Paths(Vec<PathBuf>),
    /// The collection inside the binary.
    Embedded,
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

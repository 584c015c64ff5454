//! What the user wants changed in the files, and what came of it.

use std::{path::PathBuf, sync::Arc};

use crate::{
    dates::Edtf,
    model::Event,
    places::Code,
    store::{self, edit},
};

/// A change that is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// What is to be done.
    pub change: Change,
    /// The event as the user saw it: where it says something else now, nothing is done unseen. None does it all the
    /// same.
    pub basis: Option<Arc<Event>>,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Keys of an event get other values.
    Keys {
        /// Its id.
        event: Box<str>,
        /// One after the other.
        changes: Vec<edit::Change>,
        /// What that is, in a few words: `status: planned`.
        said: String,
    },
    /// An event is written a second time, under another id.
    Duplicate(Box<str>),
    /// An event goes to another file: one that is there, or a name for a new one.
    Move(Box<str>, String),
    /// An event goes.
    Delete(Box<str>),
    /// An event is added.
    Add(Box<Addition>),
    /// The change of that number is taken back.
    Undo(u64),
}

/// A new event.
#[derive(Clone, Debug, PartialEq)]
pub struct Addition {
    /// Its keys.
    pub entries: Vec<(&'static str, edit::Value)>,
    /// Its id; one is made out of date and title where it is empty.
    pub id: String,
    /// Its title.
    pub title: String,
    /// When.
    pub date: Edtf,
    /// Its countries, as far as they are known: for the file that it goes to.
    pub countries: Vec<Code>,
    /// The file as typed; the usual one where it is empty.
    pub file: String,
}

/// What came of an order.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It is done.
    Done {
        /// What was done, a sentence.
        said: String,
        /// By which number it is taken back.
        number: u64,
        /// The event to be looked at now, if it is another one.
        event: Option<Box<str>>,
        /// Why it cannot be taken back after the program has ended.
        forgotten: Option<String>,
    },
    /// A change was taken back: what it had been.
    Undone(String),
    /// The event has been changed by somebody else since it was seen; nothing was done.
    Conflict(Box<Order>),
    /// Nothing was done, and why; whether it may be tried again as it is.
    Refused(String, Option<Box<Order>>),
}

/// The first of the folders of a place in which a file lies; of a name alone the folder that it would come into.
pub fn path_of(typed: &str, beside: Option<&std::path::Path>, place: &store::Place) -> PathBuf {
    let mut name = typed.trim().to_owned();
    if PathBuf::from(&name)
        .extension()
        .is_none_or(|extension| extension != "toml")
    {
        name.push_str(".toml");
    }
    let path = PathBuf::from(&name);
    let store::Place::Paths(paths) = place else {
        return path;
    };
    if path.exists() && paths.iter().any(|root| path.starts_with(root)) {
        return path;
    }
    let inside = |root: &&PathBuf| beside.is_none_or(|file| file.starts_with(root));
    let mut folders = paths.iter().filter(|root| root.is_dir());
    let folder = folders.clone().find(inside).or_else(|| folders.next());
    folder.map_or(path, |folder| folder.join(&name))
}

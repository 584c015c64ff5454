//! One change of a file → its new bytes. All other bytes stay as they were: comments, order, blank lines, spaces,
//! quotation marks, unknown keys, line ends and a byte-order mark.
//!
//! [`apply`] finds the place by the outline of the file (`outline`) and splices the new text in (`change`). Nothing is
//! read or written here; that is [`super::write`].
//!
//! ```
//! use annals::store::edit::{Change, Edit, Table, Value, apply};
//!
//! let file = b"[[event]]\nid = 'visit'  # short\ntitle = \"A visit\"   # or two\ndate = 2024-06-18\n";
//! let edit = Edit::change(Table::event("visit"), Change::set("title", Value::Text("Two visits".into())));
//! let edited = apply(file, &[edit]).unwrap();
//! assert!(edited.starts_with(b"[[event]]\nid = 'visit'  # short\ntitle = \"Two visits\"   # or two\n"));
//! ```

mod change;
mod lists;
mod outline;
mod redirect;
mod remedies;
mod spot;
mod value;

#[cfg(test)]
pub(super) mod tests;

use std::ops::Range;

use crate::{model::Event, text};

pub(crate) use outline::{Entry, Node, NodeKind, Outlined, Section, outline};
pub use remedies::remedies;
pub use value::Value;

/// Which table of a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Table {
    /// The `[[kind]]` that has this `id` written.
    Id {
        /// `event`, `source` …
        kind: &'static str,
        /// As written.
        id: String,
    },
    /// The table whose first bracket is this byte of the file.
    At(usize),
}

impl Table {
    /// The event with that id, which must be written.
    pub fn event(id: impl Into<String>) -> Self {
        let id = id.into();
        Self::Id { kind: "event", id }
    }

    /// The source with that id.
    pub fn source(id: impl Into<String>) -> Self {
        let id = id.into();
        Self::Id { kind: "source", id }
    }
}

/// What is to be changed in a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Something within a table.
    Change {
        /// Which.
        table: Table,
        /// What.
        change: Change,
    },
    /// A table is added: its whole text, as it shall stand in the file.
    Add {
        /// From `[[event]]` to the last value, with comments of its own above if it has some.
        text: String,
        /// Before which table; at the end of the file when `None`.
        before: Option<Table>,
    },
    /// A table goes, with the comments that stand right above it.
    Remove {
        /// Which.
        table: Table,
    },
    /// Every relation of the file that leads to one id leads to another one afterwards.
    Redirect {
        /// The id that is there.
        from: String,
        /// The id that comes in its place.
        to: String,
    },
    /// Every citation of a source by one id names another one afterwards.
    Recite {
        /// The id that is there.
        from: String,
        /// The id that comes in its place.
        to: String,
    },
    /// Bytes of the file are replaced: for fixes, which know their place.
    Splice {
        /// Which bytes.
        at: Range<usize>,
        /// What comes there.
        text: String,
    },
}

impl Edit {
    /// A change within a table.
    pub fn change(table: Table, change: Change) -> Self {
        Self::Change { table, change }
    }

    /// A table at the end of the file.
    pub fn add(text: impl Into<String>) -> Self {
        Self::Add {
            text: text.into(),
            before: None,
        }
    }
}

/// What is to be changed within a table. A key may be a path into tables and lists: `relations.follows`,
/// `claims.0.stance`.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A key gets a value, in the manner of the value before; a key that is not there is written where it is usual.
    Set {
        /// The key.
        key: String,
        /// Its value.
        value: Value,
    },
    /// A key goes, with the comment behind its value. Nothing happens where it is not there.
    Remove {
        /// The key.
        key: String,
    },
    /// A list gets one more element; a lone value becomes a list, and a list that is not there is written.
    Append {
        /// The key of the list.
        key: String,
        /// The element.
        value: Value,
    },
    /// A text goes from a list, and a list that would be empty with its key. Also a table, by the `id`, `url` or `name`
    /// in it. Nothing happens where it is not there.
    RemoveFrom {
        /// The key of the list.
        key: String,
        /// The element.
        text: String,
    },
    /// A key gets another name; the value stays.
    RenameKey {
        /// The key.
        key: String,
        /// Its last part from now on.
        name: String,
    },
    /// The table from its head to its last value becomes this text: to put back what was there.
    Whole {
        /// The text.
        text: String,
    },
}

impl Change {
    /// A key gets a value.
    pub fn set(key: impl Into<String>, value: Value) -> Self {
        let key = key.into();
        Self::Set { key, value }
    }

    /// A key goes.
    pub fn remove(key: impl Into<String>) -> Self {
        Self::Remove { key: key.into() }
    }

    /// A list gets one more element.
    pub fn append(key: impl Into<String>, value: Value) -> Self {
        let key = key.into();
        Self::Append { key, value }
    }

    /// A text goes from a list.
    pub fn remove_from(key: impl Into<String>, text: impl Into<String>) -> Self {
        let (key, text) = (key.into(), text.into());
        Self::RemoveFrom { key, text }
    }
}

/// Why a file cannot be changed so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The bytes are no text.
    #[error("the file is not in UTF-8")]
    NotUtf8,
    /// No table is what was asked for.
    #[error("there is no {0} in the file (any more)")]
    NotThere(String),
    /// More than one table has that id.
    #[error("the file has more than one {0}")]
    NotAlone(String),
    /// The table is not TOML, so that nobody knows where things stand in it.
    #[error("{0} has a mistake that must be mended first; `annals check` shows it")]
    Broken(String),
    /// The table stands in more than one place.
    #[error("tables of other kinds stand among those of {0}")]
    Scattered(String),
    /// A key leads through something that is no table or list, or is written in a way that cannot be changed so.
    #[error("`{0}` cannot be changed here: {1}")]
    Unfit(String, &'static str),
    /// What was asked for would not be TOML.
    #[error("`{0}` would not be TOML any more")]
    WouldBreak(String),
    /// The bytes to be replaced are not in the file, or split a character.
    #[error("the place to be changed is not in the file (any more)")]
    NoPlace,
}

/// The bytes of a file after all of `edits`, one after the other; places in bytes are those after the edits before.
pub fn apply(bytes: &[u8], edits: &[Edit]) -> Result<Vec<u8>, EditError> {
    let mut text = std::str::from_utf8(bytes)
        .map_err(|_| EditError::NotUtf8)?
        .to_owned();
    for edit in edits {
        text = change::apply(&text, edit)?;
    }
    Ok(text.into_bytes())
}

/// The text of a table, from its head to its last value, as it stands in the file.
pub fn table_text<'b>(bytes: &'b [u8], table: &Table) -> Result<&'b str, EditError> {
    let text = std::str::from_utf8(bytes).map_err(|_| EditError::NotUtf8)?;
    let tables = outline(text);
    let found = change::find(&tables, table)?;
    text.get(found.start()..found.end()).ok_or(EditError::NoPlace)
}

/// The TOML text of the value of a key; none where it is not there.
pub fn value_text<'b>(bytes: &'b [u8], table: &Table, key: &str) -> Result<Option<&'b str>, EditError> {
    let text = std::str::from_utf8(bytes).map_err(|_| EditError::NotUtf8)?;
    let tables = outline(text);
    let found = change::find(&tables, table)?;
    Ok(change::value_at(found, key).and_then(|at| text.get(at)))
}

/// The table that `table` was when its text was `text`, in other bytes: only if nobody has changed it.
pub(super) fn same_table(bytes: &[u8], table: &Table, text: &str) -> Option<Table> {
    let whole = std::str::from_utf8(bytes).ok()?;
    let tables = outline(whole);
    match table {
        Table::Id { .. } => {
            let found = change::find(&tables, table).ok()?;
            let same = whole.get(found.start()..found.end()) == Some(text);
            same.then(|| table.clone())
        }
        Table::At(_) => {
            let mut same = tables
                .iter()
                .filter(|found| whole.get(found.start()..found.end()) == Some(text));
            let first = same.next()?.start();
            same.next().is_none().then_some(Table::At(first))
        }
    }
}

/// The table of an event in the bytes of its file: by its id where it is written there once, else by its place.
/// None when the file has changed so much that neither leads to it.
pub fn table_of(bytes: &[u8], event: &Event) -> Option<Table> {
    let text = std::str::from_utf8(bytes).ok()?;
    let tables = outline(text);
    let written = |table: &Outlined<'_>| {
        table
            .text("id")
            .is_some_and(|id| id == &*event.id || text::slug(id) == *event.id)
    };
    let mut same = tables
        .iter()
        .filter(|table| table.name == "event" && written(table));
    if let (Some(table), None) = (same.next(), same.next()) {
        return Some(Table::event(table.text("id")?));
    }
    tables
        .iter()
        .find(|table| table.start() == event.origin.start)
        .filter(|table| {
            let title = table.text("title").unwrap_or_default();
            title.split_whitespace().eq(event.title.split_whitespace())
        })
        .map(|table| Table::At(table.start()))
}

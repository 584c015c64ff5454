//! Changing files for the screen: one order after the other, each noted in the journal so that it can be taken back.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::reading::Reader;
use crate::{
    catalog::{Catalog, Memory},
    model::Event,
    store::{
        compose,
        edit::{self, Edit, Table, Value},
        journal::UndoError,
        write::{self, FileEdits, Scope, WriteError, Written},
    },
    tui::change::{Addition, Change, Order, Outcome, path_of},
};

/// Why an order is not carried out.
enum Trouble {
    /// A sentence.
    Words(String),
    /// The event is not as the user saw it.
    Conflict,
}

impl From<WriteError> for Trouble {
    fn from(error: WriteError) -> Self {
        Self::Words(format!("Nothing was changed: {error}"))
    }
}

impl From<String> for Trouble {
    fn from(why: String) -> Self {
        Self::Words(why)
    }
}

/// What has been done.
struct Done {
    said: String,
    event: Option<Box<str>>,
    written: Vec<Written>,
}

/// An event with its file as it is on the disk.
struct Found {
    event: Arc<Event>,
    file: PathBuf,
    bytes: Vec<u8>,
    table: Table,
}

impl Reader {
    /// Carries out an order; gives what came of it, and the files that are to be read again.
    pub(super) fn change(&mut self, order: Order) -> (Outcome, Vec<PathBuf>) {
        if let Change::Undo(number) = order.change {
            return (self.undo(number), Vec::new());
        }
        match self.carry_out(&order) {
            Ok(done) => {
                let files = done.written.iter().map(|written| written.file.clone()).collect();
                let (number, forgotten) = match self.journal.note(&done.said, &done.written) {
                    Ok(number) => (number, None),
                    Err((number, error)) => (number, Some(error.to_string())),
                };
                let outcome = Outcome::Done {
                    said: done.said,
                    number,
                    event: done.event,
                    forgotten,
                };
                (outcome, files)
            }
            Err(Trouble::Conflict) => (Outcome::Conflict(Box::new(order)), Vec::new()),
            Err(Trouble::Words(why)) => {
                let again = matches!(order.change, Change::Add(_)).then(|| Box::new(order));
                (Outcome::Refused(why, again), Vec::new())
            }
        }
    }

    fn undo(&mut self, number: u64) -> Outcome {
        let undone = Scope::of(&self.place)
            .map_err(UndoError::from)
            .and_then(|scope| self.journal.undo(&scope, number));
        match undone {
            Ok(said) => Outcome::Undone(said),
            Err(error) => {
                // What only the disk refuses may be tried again.
                let again = matches!(error, UndoError::Write(_)).then(|| {
                    Box::new(Order {
                        change: Change::Undo(number),
                        basis: None,
                    })
                });
                Outcome::Refused(format!("Not undone: {error}"), again)
            }
        }
    }

    fn carry_out(&mut self, order: &Order) -> Result<Done, Trouble> {
        let scope = Scope::of(&self.place)?;
        let basis = order.basis.as_deref();
        match &order.change {
            Change::Keys { event, changes, said } => {
                let found = self.find(event, basis)?;
                let edits = changes
                    .iter()
                    .map(|change| Edit::change(found.table.clone(), change.clone()));
                let said = format!("{} · {said}", found.event.title);
                let edits = vec![found.edits(edits.collect())];
                Ok(Done {
                    written: write::write(&scope, &edits)?,
                    said,
                    event: None,
                })
            }
            Change::Duplicate(event) => self.duplicate(&scope, event, basis),
            Change::Move(event, to) => self.move_to(&scope, event, to, basis),
            Change::Delete(event) => {
                let found = self.find(event, basis)?;
                let table = found.table.clone();
                let edits = vec![found.edits(vec![Edit::Remove { table }])];
                Ok(Done {
                    written: write::write(&scope, &edits)?,
                    said: format!("{} · deleted", found.event.title),
                    event: None,
                })
            }
            Change::Add(addition) => self.add(&scope, addition),
            Change::Undo(_) => Err(Trouble::Words("Nothing to undo".to_owned())),
        }
    }

    /// Reads the file of an event once more, and the event in it.
    fn find(&mut self, id: &str, basis: Option<&Event>) -> Result<Found, Trouble> {
        let shown = self.shown.as_ref().and_then(|memory| memory.event(id));
        let gone = || {
            Trouble::Words(format!(
                "The event `{id}` is not there any more: nothing was changed"
            ))
        };
        let shown = shown.ok_or_else(gone)?;
        let file = shown.origin.file.to_path_buf();
        let bytes = write::seen(&file)?;
        let memory = self
            .library
            .changed(std::slice::from_ref(&file), &|_| {})
            .map_err(|error| error.to_string())?;
        let Some(event) = memory.event(id) else {
            return Err(if basis.is_some() {
                Trouble::Conflict
            } else {
                gone()
            });
        };
        if basis.is_some_and(|basis| !basis.says_the_same(&event)) {
            return Err(Trouble::Conflict);
        }
        let table = edit::table_of(&bytes, &event).ok_or_else(gone)?;
        Ok(Found {
            event,
            file,
            bytes,
            table,
        })
    }

    fn taken(memory: Option<&Arc<Memory>>) -> impl Fn(&str) -> bool {
        move |id: &str| memory.is_some_and(|memory| memory.event(id).is_some())
    }

    fn duplicate(&mut self, scope: &Scope, id: &str, basis: Option<&Event>) -> Result<Done, Trouble> {
        let found = self.find(id, basis)?;
        let taken = Self::taken(self.library.memory());
        let free = (2_u32..100_000)
            .map(|number| format!("{id}-{number}"))
            .find(|id| !taken(id));
        let new: String = free.unwrap_or_default();
        let wrong = |error: edit::EditError| Trouble::Words(format!("Nothing was changed: {error}"));
        let text = edit::table_text(&found.bytes, &found.table).map_err(wrong)?;
        let change = edit::Change::set("id", Value::Text(new.clone()));
        let copy = edit::apply(text.as_bytes(), &[Edit::change(Table::At(0), change)]).map_err(wrong)?;
        let text = String::from_utf8_lossy(&copy).into_owned();
        let before = compose::next_table(&found.bytes, &found.table);
        let edits = vec![found.edits(vec![Edit::Add { text, before }])];
        Ok(Done {
            written: write::write(scope, &edits)?,
            said: format!("{} · written a second time, as {new}", found.event.title),
            event: Some(new.into()),
        })
    }

    fn move_to(&mut self, scope: &Scope, id: &str, to: &str, basis: Option<&Event>) -> Result<Done, Trouble> {
        let found = self.find(id, basis)?;
        let to = path_of(to, Some(&found.file), &self.place);
        if to == found.file {
            return Err(Trouble::Words(format!("It stands in {} already", to.display())));
        }
        let by_place = found.event.media.iter().any(|media| !media.is_url);
        if by_place && to.parent() != found.file.parent() {
            let why = "Nothing was changed: its pictures are found from the folder of its file";
            return Err(Trouble::Words(why.to_owned()));
        }
        let text = compose::with_comments(&found.bytes, &found.table)
            .map_err(|error| format!("Nothing was changed: {error}"))?;
        let table = found.table.clone();
        let arrives = Self::into_file(&to, text, &found.event.date)?;
        let edits = vec![found.edits(vec![Edit::Remove { table }]), arrives];
        Ok(Done {
            written: write::write(scope, &edits)?,
            said: format!("{} · moved to {}", found.event.title, to.display()),
            event: None,
        })
    }

    fn add(&mut self, scope: &Scope, addition: &Addition) -> Result<Done, Trouble> {
        let file = if addition.file.trim().is_empty() {
            let memory = self
                .library
                .memory()
                .ok_or_else(|| "The files are still being read".to_owned())?;
            compose::usual_file(
                super::choosing::neighbours(memory),
                scope,
                &self.place,
                &addition.countries,
                &addition.date,
            )?
        } else {
            path_of(&addition.file, None, &self.place)
        };
        let taken = Self::taken(self.library.memory());
        let id = if addition.id.trim().is_empty() {
            compose::id_for(&addition.date, &addition.title, &taken)
        } else {
            addition.id.trim().to_owned()
        };
        if taken(&id) {
            return Err(Trouble::Words(format!(
                "Nothing was written: another event has the id `{id}` already"
            )));
        }
        let mut entries = addition.entries.clone();
        entries.push(("id", Value::Text(id.clone())));
        let edits = vec![Self::into_file(&file, compose::event(&entries), &addition.date)?];
        Ok(Done {
            written: write::write(scope, &edits)?,
            said: format!("{} · written to {}", addition.title, file.display()),
            event: Some(id.into()),
        })
    }

    /// The edit that puts a table into a file, which may be a new one.
    fn into_file(file: &Path, text: String, date: &crate::dates::Edtf) -> Result<FileEdits, Trouble> {
        let seen = if std::fs::symlink_metadata(file).is_ok() {
            Some(write::seen(file)?)
        } else {
            None
        };
        let edit = compose::addition(seen.as_deref().unwrap_or_default(), file, text, date);
        Ok(FileEdits {
            file: file.to_owned(),
            seen,
            edits: vec![edit],
        })
    }
}

impl Found {
    fn edits(&self, edits: Vec<Edit>) -> FileEdits {
        FileEdits {
            file: self.file.clone(),
            seen: Some(self.bytes.clone()),
            edits,
        }
    }
}

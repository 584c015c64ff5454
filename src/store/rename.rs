//! Another id for an event or a source, in its own table and wherever it is referred to.

use std::{collections::BTreeSet, path::Path};

use super::{
    Collection,
    change::{Changed, Changes, located},
    edit::{Change, Edit, Value},
    write::WriteError,
};
use crate::{
    model::{Event, Source},
    text,
};

/// What an event's new id makes of the files. Nothing is written.
pub fn event(collection: &Collection, event: &Event, new: &str) -> Result<Vec<Changed>, WriteError> {
    let mut changes = Changes::default();
    let table = located(
        changes.now(&event.origin.file)?,
        "event",
        &event.id,
        &event.origin,
    );
    let id = Edit::change(table, Change::set("id", Value::Text(new.to_owned())));
    changes.edit(&event.origin.file, &[id])?;
    let redirect = Edit::Redirect {
        from: event.id.to_string(),
        to: new.to_owned(),
    };
    for file in related_files(collection, &event.id) {
        changes.edit(file, std::slice::from_ref(&redirect))?;
    }
    Ok(changes.done())
}

/// What a source's new id makes of the files. Nothing is written.
pub fn source(collection: &Collection, source: &Source, new: &str) -> Result<Vec<Changed>, WriteError> {
    let mut changes = Changes::default();
    let table = located(
        changes.now(&source.origin.file)?,
        "source",
        &source.id,
        &source.origin,
    );
    let id = Edit::change(table, Change::set("id", Value::Text(new.to_owned())));
    changes.edit(&source.origin.file, &[id])?;
    let redirect = Edit::Recite {
        from: source.id.to_string(),
        to: new.to_owned(),
    };
    let citing: BTreeSet<&Path> = collection
        .events
        .iter()
        .filter(|event| event.citations().any(|citation| citation.source.id == source.id))
        .map(|event| &*event.origin.file)
        .collect();
    for file in citing {
        changes.edit(file, std::slice::from_ref(&redirect))?;
    }
    Ok(changes.done())
}

/// The files with a relation to that event.
pub(super) fn related_files<'c>(collection: &'c Collection, id: &str) -> BTreeSet<&'c Path> {
    let leads = |event: &Event| event.relations.iter().any(|relation| &*relation.target == id);
    collection
        .events
        .iter()
        .filter(|event| leads(event))
        .map(|event| &*event.origin.file)
        .collect()
}

/// Why a text cannot be a new id, and the id that it could be.
pub fn unfit(new: &str) -> Option<String> {
    let slug = text::slug(new);
    (slug != new || new.is_empty()).then_some(slug)
}

//! `annals rename`: another id, everywhere.

use std::{path::PathBuf, sync::Arc};

use super::{
    Complaint, Exit,
    args::{self, RenameKind},
    output, session, show, writing,
};
use crate::{
    catalog::{Catalog, Memory},
    store::{
        rename,
        write::{self, FileEdits},
    },
    text,
};

/// Gives an event or a source another id.
pub fn run(args: &args::Rename, events: &[PathBuf]) -> anyhow::Result<Exit> {
    let found = session::find(events)?;
    let scope = writing::scope(&found)?;
    if let Some(slug) = rename::unfit(&args.new) {
        let message = format!("`{}` is no id: ids are of a-z, 0-9 and -.", args.new);
        let help = (!slug.is_empty()).then(|| format!("Write `{slug}`."));
        return Err(Complaint::wrong_use(message).with_help(help).into());
    }
    let collection = Arc::new(session::read(&found)?);
    let catalog = Memory::new(Arc::clone(&collection));
    let collection = &*collection;
    let source = |id: &str| collection.sources.iter().find(|source| &*source.id == id);
    let is = |kind| args.kind.is_none_or(|asked| asked == kind);
    let event = catalog.event(&args.old).filter(|_| is(RenameKind::Event));
    let named = source(&args.old).filter(|_| is(RenameKind::Source));
    let changed = match (event, named) {
        (Some(_), Some(_)) => {
            let message = format!("`{}` is the id of an event and of a source.", args.old);
            let help = "Say which: `--kind event` or `--kind source`.".to_owned();
            return Err(Complaint::wrong_use(message).with_help(Some(help)).into());
        }
        (Some(event), None) => {
            free(&args.new, catalog.event(&args.new).is_some(), "event")?;
            rename::event(collection, &event, &args.new)
        }
        (None, Some(named)) => {
            free(&args.new, source(&args.new).is_some(), "source")?;
            rename::source(collection, named, &args.new)
        }
        (None, None) => return Err(show::unknown(&args.old, &catalog).into()),
    };
    let changed = changed.map_err(|error| writing::refused(&error))?;
    let edits: Vec<FileEdits> = changed.iter().map(FileEdits::from).collect();
    write::write(&scope, &edits).map_err(|error| writing::refused(&error))?;
    for changed in &changed {
        let name = changed.file.to_string_lossy();
        output::note(&format!("changed {}", text::harmless(&name)));
    }
    Ok(Exit::Done)
}

fn free(id: &str, taken: bool, what: &str) -> Result<(), Complaint> {
    if taken {
        let help = "`annals merge` makes one event of two.".to_owned();
        let message = format!("Another {what} has the id `{id}` already.");
        return Err(Complaint::wrong_use(message).with_help((what == "event").then_some(help)));
    }
    Ok(())
}

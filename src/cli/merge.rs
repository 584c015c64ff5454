//! `annals merge`: one event out of two.

use std::{io::Write, path::PathBuf, sync::Arc};

use super::{
    Complaint, Exit, args,
    output::{self, Look},
    session, show, writing,
};
use crate::{
    catalog::{Catalog, Memory},
    store::{
        merge,
        write::{self, FileEdits},
    },
};

/// Folds the second event into the first.
pub fn run(args: &args::Merge, events: &[PathBuf]) -> anyhow::Result<Exit> {
    let found = session::find(events)?;
    let scope = writing::scope(&found)?;
    let collection = Arc::new(session::read(&found)?);
    let catalog = Memory::new(Arc::clone(&collection));
    let event = |id: &str| catalog.event(id).ok_or_else(|| show::unknown(id, &catalog));
    let (kept, other) = (event(&args.kept)?, event(&args.other)?);
    if kept.id == other.id {
        return Err(Complaint::wrong_use("An event cannot be merged with itself.").into());
    }
    let merged = merge::merge(&collection, &kept, &other).map_err(|error| writing::refused(&error))?;
    let look = Look::of_stdout();
    let mut out = output::painted(look);
    for changed in &merged.files {
        let shown = writing::difference(&changed.file, &changed.before, &changed.after, look);
        out.write_all(shown.as_bytes())?;
    }
    out.flush()?;
    drop(out);
    for (key, value) in &merged.left_out {
        output::note(&format!(
            "`{}` keeps its own {key}; what `{}` has is left out: {value}",
            kept.id, other.id
        ));
    }
    if !writing::may_write(args.yes, &format!("Fold `{}` into `{}`?", other.id, kept.id))? {
        return Ok(Exit::Findings);
    }
    let edits: Vec<FileEdits> = merged.files.iter().map(FileEdits::from).collect();
    write::write(&scope, &edits).map_err(|error| writing::refused(&error))?;
    Ok(Exit::Done)
}

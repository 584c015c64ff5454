//! `annals edit`: an event in its file, in the user's editor.

use std::path::PathBuf;

use super::{
    Complaint, Exit, args,
    editing::{self, Edited},
    output, session, show, writing,
};
use crate::{
    catalog::{Catalog, Memory},
    store::write,
};
use std::sync::Arc;

/// Opens the event.
pub fn run(args: &args::Edit, events: &[PathBuf]) -> anyhow::Result<Exit> {
    let found = session::find(events)?;
    let scope = writing::scope(&found)?;
    let before = Arc::new(session::read(&found)?);
    let catalog = Memory::new(Arc::clone(&before));
    let Some(event) = catalog.event(&args.id) else {
        return Err(show::unknown(&args.id, &catalog).into());
    };
    if !writing::can_ask() {
        let message = "There is no terminal to open an editor in.";
        let help = format!("`annals show {} --format json` says where it stands.", args.id);
        return Err(Complaint::wrong_use(message).with_help(Some(help)).into());
    }
    scope
        .check(&event.origin.file)
        .map_err(|error| writing::refused(&error))?;
    let again = || session::read(&found);
    match editing::existing(&event, &before, &again)? {
        Edited::Same => {
            output::note("nothing was changed");
            Ok(Exit::Done)
        }
        Edited::Right => Ok(Exit::Done),
        Edited::Wrong => {
            output::note("kept as it is; `annals check` shows what is wrong");
            Ok(Exit::Findings)
        }
        Edited::Discarded { old, new } => {
            write::replace(&scope, &event.origin.file, Some(&new), old)
                .map_err(|error| writing::refused(&error))?;
            output::note("the file is as it was before");
            Ok(Exit::Done)
        }
    }
}

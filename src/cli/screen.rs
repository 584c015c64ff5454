//! `annals` without a command: the timeline, full screen.

use std::{
    io::{self, IsTerminal},
    path::PathBuf,
};

use super::{Complaint, Exit, args::Selection, session};
use crate::tui;

/// Opens the timeline.
pub fn run(selection: &Selection, events: &[PathBuf]) -> anyhow::Result<Exit> {
    let found = session::find(events)?;
    let query = selection.to_query();
    session::check_query(&query)?;
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        let message = "The timeline needs a terminal; `annals list` prints the same events as text.";
        return Err(Complaint::wrong_use(message).into());
    }
    let settings = session::settings()?;
    let start = tui::Start {
        described: found.described(),
        read_only: found.is_read_only(),
        place: found.place,
        cache: session::cache(),
        query,
        today: session::today(),
        keys: settings.keys,
    };
    tui::run(start).map_err(|error| match (error, settings.file) {
        (tui::RunError::Keymap(error), Some(file)) => {
            Complaint::failed(format!("{}: {error}", file.display())).into()
        }
        (error, _) => anyhow::Error::from(error),
    })?;
    Ok(Exit::Done)
}

//! `annals lsp`: the language server, for editors.

use std::path::PathBuf;

use super::{Complaint, Exit, session::today};
use crate::lsp;

/// Serves the editor at the other end of standard input and output.
pub fn run(events: &[PathBuf]) -> anyhow::Result<Exit> {
    match lsp::run(events, today) {
        Ok(true) => Ok(Exit::Done),
        // The protocol has 1 for an editor that went without asking to shut down.
        Ok(false) => Ok(Exit::Findings),
        Err(error) => Err(Complaint::failed(error.to_string()).into()),
    }
}

//! `annals fmt`: files in the usual order.

use std::{io::Write, path::PathBuf};

use super::{Exit, args, output, session, writing};
use crate::{
    store::{
        self,
        change::Changed,
        format,
        write::{self, FileEdits},
    },
    text,
};

/// Orders and aligns the keys of all files, or says which are not in order.
pub fn run(args: &args::Fmt, events: &[PathBuf]) -> anyhow::Result<Exit> {
    let asked: Vec<PathBuf> = args.paths.iter().chain(events).cloned().collect();
    let found = session::find(&asked)?;
    let scope = writing::scope(&found)?;
    let mut changed = Vec::new();
    for file in store::files_of(&found.place)? {
        let before = match write::seen(&file) {
            Ok(bytes) => bytes,
            Err(error) => return Err(writing::refused(&error).into()),
        };
        let Ok(text) = std::str::from_utf8(&before) else {
            let name = file.to_string_lossy();
            output::note(&format!(
                "{} is not in UTF-8 and stays as it is",
                text::harmless(&name)
            ));
            continue;
        };
        let after = format::formatted(text).into_bytes();
        if after != before {
            changed.push(Changed {
                file: file.to_path_buf(),
                before,
                after,
            });
        }
    }
    if !args.check {
        let edits: Vec<FileEdits> = changed.iter().map(FileEdits::from).collect();
        write::write(&scope, &edits).map_err(|error| writing::refused(&error))?;
    }
    let mut out = output::plain();
    for changed in &changed {
        let name = changed.file.to_string_lossy();
        writeln!(out, "{}", text::harmless(&name))?;
    }
    out.flush()?;
    Ok(if args.check && !changed.is_empty() {
        Exit::Findings
    } else {
        Exit::Done
    })
}

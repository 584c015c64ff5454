//! `annals check`: every finding in the files.

use std::{
    borrow::Cow,
    io::{self, Write},
    path::PathBuf,
};

use serde::Serialize;

use super::{
    Exit,
    args::{self, CheckFormat},
    output::{self, Look},
    session,
    snippet::Mistake,
    writing,
};
use crate::{
    config::Found,
    model::{Finding, Totals},
    store::{
        Collection, Place, fix,
        write::{self, FileEdits},
    },
    text,
};

/// Checks the files.
pub fn run(args: &args::Check, events: &[PathBuf]) -> anyhow::Result<Exit> {
    let asked: Vec<PathBuf> = args.paths.iter().chain(events).cloned().collect();
    let found = session::find(&asked)?;
    if found.place == Place::Embedded {
        session::note_embedded();
    }
    let collection = session::read(&found)?;
    if args.fix {
        return fix(args, &asked, &found, &collection);
    }
    report(args, &collection)
}

/// Mends what has one sure remedy, after it was shown; then says what is left.
fn fix(
    args: &args::Check,
    asked: &[PathBuf],
    found: &Found,
    collection: &Collection,
) -> anyhow::Result<Exit> {
    let scope = writing::scope(found)?;
    let look = Look::of_stdout();
    // What a file refers to may stand in another file of the collection that it is of.
    let whole = session::find(&[]).ok().filter(|whole| {
        let asked_for = asked.iter().all(|path| whole.place.holds(path));
        asked_for && !asked.is_empty() && whole.place != found.place
    });
    let (fixed, mended) = match &whole {
        None => fix::fixes(&found.place, collection, &|_| true)?,
        Some(whole) => {
            let all = session::read(whole)?;
            fix::fixes(&whole.place, &all, &|file| found.place.holds(file))?
        }
    };
    if fixed.is_empty() {
        output::note("no finding has one sure remedy");
        return report(args, collection);
    }
    let mut out = output::painted(look);
    for fixed in &fixed {
        let shown = writing::difference(&fixed.file, &fixed.before, &fixed.after, look);
        out.write_all(shown.as_bytes())?;
    }
    out.flush()?;
    drop(out);
    let what = format!(
        "{} in {}",
        counted(mended, "finding"),
        counted(fixed.len(), "file")
    );
    if !writing::may_write(args.yes, &format!("Mend {what}?"))? {
        return Ok(Exit::Findings);
    }
    let edits: Vec<FileEdits> = fixed.iter().map(FileEdits::from).collect();
    write::write(&scope, &edits).map_err(|error| writing::refused(&error))?;
    output::note(&format!("mended {what}"));
    report(args, &session::read(found)?)
}

/// Every finding, in words or as JSON.
fn report(args: &args::Check, collection: &Collection) -> anyhow::Result<Exit> {
    let totals: Totals = collection.findings.iter().collect();
    match args.format {
        CheckFormat::Text => {
            let look = Look::of_stdout();
            let mut out = output::painted(look);
            in_words(collection, totals, look, &mut out)?;
            out.flush()?;
        }
        CheckFormat::Json => {
            let mut out = output::plain();
            output::write_pretty(&mut out, &Report::new(collection, totals))?;
            out.write_all(b"\n")?;
            out.flush()?;
        }
    }
    let wrong = totals.errors > 0 || args.strict && totals.warnings > 0;
    Ok(if wrong { Exit::Findings } else { Exit::Done })
}

fn in_words(collection: &Collection, totals: Totals, look: Look, out: &mut dyn Write) -> io::Result<()> {
    for finding in &collection.findings {
        writeln!(out, "{}", mistake(finding).render(look.colour))?;
    }
    let read = format!(
        "in {} of {}",
        counted(collection.events.len(), "event"),
        counted(collection.files, "file")
    );
    match (totals.errors, totals.warnings) {
        (0, 0) => writeln!(out, "nothing is wrong {read}"),
        (errors, 0) => writeln!(out, "{} {read}", counted(errors, "error")),
        (0, warnings) => writeln!(out, "{} {read}", counted(warnings, "warning")),
        (errors, warnings) => {
            writeln!(
                out,
                "{} and {} {read}",
                counted(errors, "error"),
                counted(warnings, "warning")
            )
        }
    }
}

/// A finding as it is shown.
pub fn mistake(finding: &Finding) -> Mistake<'_> {
    Mistake {
        severity: finding.severity(),
        code: Some(finding.code.as_str()),
        message: &finding.message,
        help: finding.help.as_deref(),
        file: Some(finding.file.to_string_lossy()),
        line: finding.line,
        column: finding.column,
        length: finding.length,
        excerpt: &finding.excerpt,
    }
}

/// `1 error`, `2,000 errors`.
fn counted(number: usize, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {thing}{plural}", text::grouped(number))
}

/// The object of `--format json`; fields and order are a promise.
#[derive(Serialize)]
struct Report<'a> {
    files: usize,
    events: usize,
    errors: usize,
    warnings: usize,
    findings: Vec<FindingRecord<'a>>,
}

#[derive(Serialize)]
struct FindingRecord<'a> {
    severity: &'static str,
    code: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    file: Cow<'a, str>,
    line: usize,
    column: usize,
    length: usize,
    event: Option<&'a str>,
}

impl<'a> Report<'a> {
    fn new(collection: &'a Collection, totals: Totals) -> Self {
        Self {
            files: collection.files,
            events: collection.events.len(),
            errors: totals.errors,
            warnings: totals.warnings,
            findings: collection.findings.iter().map(FindingRecord::new).collect(),
        }
    }
}

impl<'a> FindingRecord<'a> {
    fn new(finding: &'a Finding) -> Self {
        Self {
            severity: finding.severity().as_str(),
            code: finding.code.as_str(),
            message: &finding.message,
            help: finding.help.as_deref(),
            file: finding.file.to_string_lossy(),
            line: finding.line,
            column: finding.column,
            length: finding.length,
            event: finding.event.as_deref(),
        }
    }
}

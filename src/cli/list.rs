//! `annals list`: the events of a selection, in the order of time.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use anstyle::{AnsiColor, Style};

use super::{
    Exit,
    args::{self, Format},
    markdown, output,
    pages::{self, Listed},
    record::{self, EventRecord},
    session::Session,
    table::{Cell, Columns},
};
use crate::{
    catalog::Catalog,
    model::{Event, Status, Term},
    places::Code,
};

/// Events that say how wide the columns of a table are.
const MEASURED: usize = 1024;
/// Bytes that most events take in JSON at most.
const USUAL: usize = 1024;

/// Lists the events.
pub fn run(args: &args::List, events: &[PathBuf]) -> anyhow::Result<Exit> {
    let mut session = Session::open_unproven(events, &args.query.to_query())?;
    let mut out = match args.format {
        Format::Table => output::painted(session.look),
        _ => Box::new(output::plain()),
    };
    match args.format {
        Format::Table => table(&mut session, &mut out)?,
        Format::Json => json(&mut session, &mut out)?,
        Format::Jsonl => json_lines(&mut session, &mut out)?,
        Format::Csv => csv(&mut session, &mut out)?,
        Format::Markdown => markdown_table(&mut session, &mut out)?,
    }
    out.flush()?;
    if session.catalog.count(&session.plan) == 0 {
        note_paths(&args.query.words);
    }
    Ok(Exit::Done)
}

/// A file among the words of a query that finds nothing was probably meant to be read.
fn note_paths(words: &[String]) {
    if let Some(path) = words.iter().find(|word| Path::new(word).exists()) {
        output::note(&format!(
            "`{path}` was looked for as a word; `--events {path}` reads it"
        ));
    }
}

/// Writes what `render` makes of each event. Returns how many these were.
fn write_each(
    session: &mut Session,
    out: &mut dyn Write,
    render: impl Fn(&Listed<'_>, &mut Vec<u8>) -> anyhow::Result<()> + Sync,
) -> anyhow::Result<usize> {
    let mut written = 0;
    let make = |listed: &Listed<'_>| {
        let mut bytes = Vec::with_capacity(USUAL);
        render(listed, &mut bytes)?;
        Ok(bytes)
    };
    pages::each(session, usize::MAX, make, |bytes| {
        written += 1;
        Ok(out.write_all(&bytes)?)
    })?;
    Ok(written)
}

/// A table, with the ids behind where nothing has to be cut for them. The first events say how wide its columns are:
/// what is wider further on is cut on a terminal, and moves the rest of its line in a pipe.
fn table(session: &mut Session, out: &mut dyn Write) -> anyhow::Result<()> {
    let look = session.look;
    let mut with_ids = Columns::new(["date", "countries", "category", "", "title", "id"], look);
    let mut columns = Columns::new(["date", "countries", "category", "", "title"], look);
    let mut any = false;
    let whole = |listed: &Listed<'_>| Ok(listed.event.clone());
    pages::each(session, MEASURED, whole, |event| {
        let cells = cells(&event);
        columns.measure(&cells);
        with_ids.measure(&with_id(cells, &event));
        any = true;
        Ok(())
    })?;
    if !any {
        if look.width.is_some() {
            output::note("no event matches");
        }
        return Ok(());
    }
    if with_ids.fit() {
        with_ids.write_heads(out)?;
        write_each(session, out, |listed, out| {
            let event = &listed.event;
            Ok(with_ids.write(out, &with_id(cells(event), event))?)
        })?;
        return Ok(());
    }
    columns.settle();
    columns.write_heads(out)?;
    write_each(session, out, |listed, out| {
        Ok(columns.write(out, &cells(&listed.event))?)
    })?;
    Ok(())
}

fn with_id<'a>([date, countries, category, mark, title]: [Cell<'a>; 5], event: &'a Event) -> [Cell<'a>; 6] {
    let id = Cell::new(&*event.id).styled(Style::new().dimmed());
    [date, countries, category, mark, title, id]
}

fn cells(event: &Event) -> [Cell<'_>; 5] {
    let status = event.status.known();
    [
        Cell::new(event.date.words_short()).styled(Style::new().fg_color(Some(AnsiColor::Cyan.into()))),
        Cell::new(joined(&event.countries)).styled(Style::new().fg_color(Some(AnsiColor::Yellow.into()))),
        Cell::new(event.category.to_string()),
        Cell::new(status.map_or("?", mark)),
        Cell::new(&*event.title).styled(match status {
            Some(Status::Cancelled) => Style::new().strikethrough(),
            _ => Style::new(),
        }),
    ]
}

/// The sign of a status: filled for what happened, hollow for what is planned, dashed for what is said.
pub fn mark(status: Status) -> &'static str {
    match status {
        Status::Occurred => "●",
        Status::Ongoing => "◉",
        Status::Planned => "○",
        Status::Alleged => "◌",
        Status::Disputed => "◍",
        Status::Cancelled => "×",
    }
}

fn joined(terms: &[Term<Code>]) -> String {
    terms
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(" ")
}

fn json(session: &mut Session, out: &mut dyn Write) -> anyhow::Result<()> {
    let written = write_each(session, out, |listed, out| {
        let between: &[u8] = if listed.rank == 0 { b"[\n" } else { b",\n" };
        out.write_all(between)?;
        output::write_pretty(out, &EventRecord::new(&listed.event, &listed.links()))?;
        Ok(())
    })?;
    out.write_all(if written == 0 { b"[]\n" } else { b"\n]\n" })?;
    Ok(())
}

fn json_lines(session: &mut Session, out: &mut dyn Write) -> anyhow::Result<()> {
    write_each(session, out, |listed, out| {
        output::write_compact(out, &EventRecord::new(&listed.event, &listed.links()))?;
        Ok(out.write_all(b"\n")?)
    })?;
    Ok(())
}

fn csv(session: &mut Session, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut heads = output::csv(&mut *out);
    heads.write_record(record::COLUMNS)?;
    heads.flush()?;
    drop(heads);
    write_each(session, out, |listed, out| {
        let mut csv = output::csv(out);
        csv.write_record(output::csv_cells(&record::cells(&listed.event, &listed.links())))?;
        Ok(csv.flush()?)
    })?;
    Ok(())
}

fn markdown_table(session: &mut Session, out: &mut dyn Write) -> anyhow::Result<()> {
    if session.catalog.count(&session.plan) == 0 {
        return Ok(());
    }
    markdown::write_heads(out, &["Date", "Countries", "Category", "Status", "Title"])?;
    write_each(session, out, |listed, out| {
        let event = &listed.event;
        let cells = [
            &*event.date.words_short(),
            &joined(&event.countries),
            &event.category.to_string(),
            &event.status.to_string(),
            &event.title,
        ];
        Ok(markdown::write_row(out, &cells)?)
    })?;
    Ok(())
}

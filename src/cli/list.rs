//! `annals list`: the events of a selection, in the order of time.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use anstyle::{AnsiColor, Style};

use super::{
    Exit,
    args::{self, Format},
    markdown, output,
    record::{self, EventRecord},
    session::Session,
    table::{Cell, Columns},
};
use crate::{
    catalog::{Anchor, Catalog},
    model::{Event, Status, Term},
    places::Code,
};

/// Events that are asked for at first; then twice as many each time, up to the most: what is under way above them is looked
/// for each time, which grows with the collection.
const PAGE: usize = 256;
const LARGEST_PAGE: usize = 32 * PAGE;
/// Events that say how wide the columns of a table are.
const MEASURED: usize = 4 * PAGE;

/// Lists the events.
pub fn run(args: &args::List, events: &[PathBuf]) -> anyhow::Result<Exit> {
    let session = Session::open(events, &args.query.to_query())?;
    let mut out = match args.format {
        Format::Table => output::painted(session.look),
        _ => Box::new(output::plain()),
    };
    match args.format {
        Format::Table => table(&session, &mut out)?,
        Format::Json => json(&session, &mut out)?,
        Format::Jsonl => json_lines(&session, &mut out)?,
        Format::Csv => csv(&session, &mut out)?,
        Format::Markdown => markdown_table(&session, &mut out)?,
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

/// The events of the selection, one at a time: as many rows are asked for as a screen has, over and over, so that the
/// first is there at once and a million take no more room than a hundred.
fn selected(session: &Session) -> impl Iterator<Item = Arc<Event>> {
    let mut next = 0;
    let mut page = PAGE;
    let pages = std::iter::from_fn(move || {
        let window = session
            .catalog
            .window(&session.plan, &Anchor::Rank(next), 0, page - 1);
        page = (2 * page).min(LARGEST_PAGE);
        // Behind the last row the window stays at the last row.
        let is_new = window.first == next && !window.rows.is_empty();
        next += window.rows.len();
        is_new.then_some(window.rows)
    });
    pages.flatten().filter_map(|row| session.catalog.event(row.id))
}

/// A table, with the ids behind where nothing has to be cut for them. The first events say how wide its columns are:
/// what is wider further on is cut on a terminal, and moves the rest of its line in a pipe.
fn table(session: &Session, out: &mut dyn Write) -> io::Result<()> {
    let mut with_ids = Columns::new(["date", "countries", "category", "", "title", "id"], session.look);
    let mut columns = Columns::new(["date", "countries", "category", "", "title"], session.look);
    let mut any = false;
    for event in selected(session).take(MEASURED) {
        let cells = cells(&event);
        columns.measure(&cells);
        with_ids.measure(&with_id(cells, &event));
        any = true;
    }
    if !any {
        if session.look.width.is_some() {
            output::note("no event matches");
        }
        return Ok(());
    }
    if with_ids.fit() {
        with_ids.write_heads(out)?;
        for event in selected(session) {
            with_ids.write(out, &with_id(cells(&event), &event))?;
        }
        return Ok(());
    }
    columns.settle();
    columns.write_heads(out)?;
    for event in selected(session) {
        columns.write(out, &cells(&event))?;
    }
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

fn json(session: &Session, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut between = "[\n";
    for event in selected(session) {
        out.write_all(between.as_bytes())?;
        output::write_pretty(out, &EventRecord::new(&event, &*session.catalog))?;
        between = ",\n";
    }
    out.write_all(if between == "[\n" { b"[]\n" } else { b"\n]\n" })?;
    Ok(())
}

fn json_lines(session: &Session, out: &mut dyn Write) -> anyhow::Result<()> {
    for event in selected(session) {
        output::write_compact(out, &EventRecord::new(&event, &*session.catalog))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn csv(session: &Session, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut csv = output::csv(out);
    csv.write_record(record::COLUMNS)?;
    for event in selected(session) {
        csv.write_record(output::csv_cells(&record::cells(&event, &*session.catalog)))?;
    }
    csv.flush()?;
    Ok(())
}

fn markdown_table(session: &Session, out: &mut dyn Write) -> io::Result<()> {
    let mut events = selected(session).peekable();
    if events.peek().is_none() {
        return Ok(());
    }
    markdown::write_heads(out, &["Date", "Countries", "Category", "Status", "Title"])?;
    for event in events {
        markdown::write_row(
            out,
            &[
                &event.date.words_short(),
                &joined(&event.countries),
                &event.category.to_string(),
                &event.status.to_string(),
                &event.title,
            ],
        )?;
    }
    Ok(())
}

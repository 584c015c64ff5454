//! `annals countries`: every country known, its names, and how many events of the selection carry it.

use std::{
    cmp::Reverse,
    collections::HashMap,
    io::{self, Write},
    path::PathBuf,
};

use anstyle::Style;
use serde::Serialize;

use super::{
    Exit,
    args::{self, Format},
    markdown, output,
    session::Session,
    table::{Cell, Columns},
};
use crate::{
    catalog::{Catalog, Field},
    places::{self, Code},
};

/// A country with its count.
#[derive(Serialize)]
struct CountryRecord {
    /// ISO 3166-1 alpha-3, or the former one of ISO 3166-3.
    code: &'static str,
    name: &'static str,
    /// Whatever else it may be called in files and queries.
    names: Vec<&'static str>,
    events: usize,
}

/// The names of a country besides its code and its name, each once.
fn other_names(code: Code) -> Vec<&'static str> {
    let mut names = Vec::new();
    for name in places::names(code) {
        if name != code.alpha3() && name != code.name() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Lists the countries.
pub fn run(args: &args::Countries, events: &[PathBuf]) -> anyhow::Result<Exit> {
    let session = Session::open(events, &args.query.to_query())?;
    let facets = session.catalog.facets(&session.plan, Field::Country);
    let counts: HashMap<&str, usize> = facets.iter().map(|facet| (&*facet.value, facet.count)).collect();
    let mut records: Vec<CountryRecord> = Code::all()
        .map(|code| CountryRecord {
            code: code.alpha3(),
            name: code.name(),
            names: other_names(code),
            events: counts.get(code.alpha3()).copied().unwrap_or(0),
        })
        .collect();
    // Those that the selection has come first; the rest stay in the order of their codes.
    records.sort_by_key(|record| Reverse(record.events));
    let mut out = match args.format {
        Format::Table => output::painted(session.look),
        _ => Box::new(output::plain()),
    };
    match args.format {
        Format::Table => table(&records, &session, &mut out)?,
        Format::Json => {
            output::write_pretty(&mut out, &records)?;
            out.write_all(b"\n")?;
        }
        Format::Jsonl => {
            for record in &records {
                output::write_compact(&mut out, record)?;
                out.write_all(b"\n")?;
            }
        }
        Format::Csv => csv(&records, &mut out)?,
        Format::Markdown => markdown_table(&records, &mut out)?,
    }
    out.flush()?;
    Ok(Exit::Done)
}

fn table(records: &[CountryRecord], session: &Session, out: &mut dyn Write) -> io::Result<()> {
    fn cells(record: &CountryRecord) -> [Cell<'_>; 4] {
        let style = if record.events == 0 {
            Style::new().dimmed()
        } else {
            Style::new()
        };
        [
            Cell::new(record.code).styled(style.bold()),
            Cell::new(record.events.to_string()).styled(style),
            Cell::new(record.name).styled(style),
            Cell::new(record.names.join(", ")).styled(Style::new().dimmed()),
        ]
    }
    let mut columns = Columns::new(["code", ">events", "name", "also"], session.look);
    for record in records {
        columns.measure(&cells(record));
    }
    columns.settle();
    columns.write_heads(out)?;
    records
        .iter()
        .try_for_each(|record| columns.write(out, &cells(record)))
}

fn csv(records: &[CountryRecord], out: &mut dyn Write) -> csv::Result<()> {
    let mut csv = output::csv(out);
    csv.write_record(["code", "name", "names", "events"])?;
    for record in records {
        let (names, events) = (record.names.join("; "), record.events.to_string());
        csv.write_record([record.code, record.name, &names, &events])?;
    }
    Ok(csv.flush()?)
}

fn markdown_table(records: &[CountryRecord], out: &mut dyn Write) -> io::Result<()> {
    markdown::write_heads(out, &["Code", "Events", "Name", "Also"])?;
    for record in records {
        let (names, events) = (record.names.join(", "), record.events.to_string());
        markdown::write_row(out, &[record.code, &events, record.name, &names])?;
    }
    Ok(())
}

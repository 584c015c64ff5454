//! `annals stats`: counts by year, country, category and status.

use std::{io::Write, path::PathBuf};

use anstyle::{AnsiColor, Style};
use serde_json::{Map, Value, json};

use super::{
    Exit,
    args::{self, StatsFormat},
    output,
    session::Session,
    table::{Cell, Columns},
};
use crate::{
    catalog::{Catalog, Facet, Field},
    dates::Edtf,
    text,
};

/// What is counted, and how it is called in JSON and on the page.
const FIELDS: [(Field, &str); 4] = [
    (Field::Year, "years"),
    (Field::Country, "countries"),
    (Field::Category, "categories"),
    (Field::Status, "statuses"),
];
/// Cells of the longest bar.
const BAR: usize = 24;

/// Counts.
pub fn run(args: &args::Stats, events: &[PathBuf]) -> anyhow::Result<Exit> {
    let session = Session::open(events, &args.query.to_query())?;
    let total = session.catalog.count(&session.plan);
    let counts: Vec<(&str, Vec<Facet>)> = FIELDS
        .iter()
        .map(|(field, name)| (*name, facets(&session, *field)))
        .collect();
    let mut out = match args.format {
        StatsFormat::Table => output::painted(session.look),
        _ => Box::new(output::plain()),
    };
    match args.format {
        StatsFormat::Table => table(total, &counts, &session, &mut out)?,
        StatsFormat::Json => {
            output::write_pretty(&mut out, &object(total, &counts))?;
            out.write_all(b"\n")?;
        }
        StatsFormat::Csv => csv(&counts, &mut out)?,
    }
    out.flush()?;
    Ok(Exit::Done)
}

/// Years in their order, everything else the most frequent first.
fn facets(session: &Session, field: Field) -> Vec<Facet> {
    let mut facets = session.catalog.facets(&session.plan, field);
    if field == Field::Year {
        in_time(&mut facets);
    }
    facets
}

/// Sorts years as dates: `Y-12000` stands before `-0043`, `Y12000` behind `2024`.
fn in_time(years: &mut [Facet]) {
    years.sort_by_cached_key(|facet| {
        Edtf::parse(&facet.value)
            .map(|year| year.interval().earliest)
            .ok()
    });
}

fn object(total: usize, counts: &[(&str, Vec<Facet>)]) -> Value {
    let mut object = Map::new();
    object.insert("events".to_owned(), total.into());
    for (name, facets) in counts {
        let values: Vec<Value> = facets
            .iter()
            .map(|facet| json!({ "value": &*facet.value, "label": &*facet.label, "events": facet.count }))
            .collect();
        object.insert((*name).to_owned(), values.into());
    }
    Value::Object(object)
}

fn csv(counts: &[(&str, Vec<Facet>)], out: &mut dyn Write) -> csv::Result<()> {
    let mut csv = output::csv(out);
    csv.write_record(["field", "value", "label", "events"])?;
    for (name, facets) in counts {
        for facet in facets {
            let cells = [*name, &facet.value, &facet.label, &facet.count.to_string()].map(str::to_owned);
            csv.write_record(output::csv_cells(&cells))?;
        }
    }
    Ok(csv.flush()?)
}

fn table(
    total: usize,
    counts: &[(&str, Vec<Facet>)],
    session: &Session,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let plural = if total == 1 { "" } else { "s" };
    writeln!(out, "{} event{plural}", text::grouped(total))?;
    for (name, facets) in counts.iter().filter(|(_, facets)| !facets.is_empty()) {
        let most = facets.iter().map(|facet| facet.count).max().unwrap_or(1).max(1);
        let cells = |facet: &Facet| {
            let bar = "█".repeat((facet.count * BAR).div_ceil(most));
            [
                Cell::new(said(facet)),
                Cell::new(text::grouped(facet.count)),
                Cell::new(bar).styled(Style::new().fg_color(Some(AnsiColor::Cyan.into()))),
            ]
        };
        let mut columns = Columns::new([*name, ">events", ""], session.look);
        for facet in facets {
            columns.measure(&cells(facet));
        }
        columns.settle();
        writeln!(out)?;
        columns.write_heads(out)?;
        for facet in facets {
            columns.write(out, &cells(facet))?;
        }
    }
    Ok(())
}

fn said(facet: &Facet) -> String {
    if facet.label == facet.value {
        facet.value.to_string()
    } else {
        format!("{} ({})", facet.label, facet.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_far_away_stand_in_their_order() {
        let facet = |year: &str| Facet {
            value: year.into(),
            label: year.into(),
            count: 1,
        };
        let mut years = ["2024", "Y12000", "0001", "-0043", "Y-12000", "0000", "-0044"].map(facet);
        in_time(&mut years);
        let years: Vec<&str> = years.iter().map(|facet| &*facet.value).collect();
        assert_eq!(
            years,
            ["Y-12000", "-0044", "-0043", "0000", "0001", "2024", "Y12000"]
        );
    }
}

//! `annals duplicates`: events that are probably one.

use std::{
    borrow::Cow,
    io::{self, Write},
    path::PathBuf,
};

use anstyle::{AnsiColor, Style};
use rustc_hash::FxHashSet;
use serde::Serialize;

use super::{
    Exit,
    args::{self, DuplicatesFormat},
    output::{self, Look},
    session::Session,
};
use crate::{
    catalog::{
        Anchor, Catalog,
        duplicates::{self, Pair},
    },
    model::Event,
    text,
};

/// Lists pairs of which one is in the selection, the likeliest first.
pub fn run(args: &args::Duplicates, events: &[PathBuf]) -> anyhow::Result<Exit> {
    let session = Session::open(events, &args.query.to_query())?;
    let window = session
        .catalog
        .window(&session.plan, &Anchor::Start, 0, usize::MAX);
    let selected: FxHashSet<&str> = window.rows.iter().map(|row| row.id).collect();
    let all = &session.catalog.events_in_order();
    let keep = |number: usize| all.get(number).is_some_and(|event| selected.contains(&*event.id));
    let pairs = duplicates::pairs(all, &keep);
    match args.format {
        DuplicatesFormat::Text => {
            let mut out = output::painted(session.look);
            for pair in &pairs {
                in_words(pair, session.look, &mut out)?;
            }
            out.flush()?;
            output::note(&match pairs.len() {
                0 => "no two events are likely to be one".to_owned(),
                1 => "1 pair; `annals merge ID OTHER` makes one of two".to_owned(),
                many => format!(
                    "{} pairs; `annals merge ID OTHER` makes one of two",
                    text::grouped(many)
                ),
            });
        }
        DuplicatesFormat::Json => {
            let mut out = output::plain();
            let pairs: Vec<PairRecord<'_>> = pairs.iter().map(PairRecord::new).collect();
            output::write_pretty(&mut out, &pairs)?;
            out.write_all(b"\n")?;
            out.flush()?;
        }
    }
    Ok(Exit::Done)
}

fn in_words(pair: &Pair, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let mut head = format!("{:.0} %", pair.score * 100.0);
    for event in [&pair.one, &pair.other] {
        let date = look.paint(
            Style::new().fg_color(Some(AnsiColor::Cyan.into())),
            &event.date.words_short(),
        );
        writeln!(out, "{head:<6}{date}  {}", text::harmless(&event.title))?;
        let place = format!(
            "{}  {}:{}",
            event.id,
            event.origin.file.display(),
            event.origin.line
        );
        writeln!(
            out,
            "      {}",
            look.paint(Style::new().dimmed(), &text::harmless(&place))
        )?;
        head.clear();
    }
    writeln!(out)
}

/// An element of `--format json`; fields and order are a promise.
#[derive(Serialize)]
struct PairRecord<'a> {
    score: f32,
    events: [EventRecord<'a>; 2],
}

#[derive(Serialize)]
struct EventRecord<'a> {
    id: &'a str,
    title: &'a str,
    date: &'a str,
    file: Cow<'a, str>,
    line: usize,
}

impl<'a> PairRecord<'a> {
    fn new(pair: &'a Pair) -> Self {
        Self {
            // Two digits say all that the number knows.
            score: (pair.score * 100.0).round() / 100.0,
            events: [EventRecord::new(&pair.one), EventRecord::new(&pair.other)],
        }
    }
}

impl<'a> EventRecord<'a> {
    fn new(event: &'a Event) -> Self {
        Self {
            id: &event.id,
            title: &event.title,
            date: event.date.as_str(),
            file: event.origin.file.to_string_lossy(),
            line: event.origin.line,
        }
    }
}

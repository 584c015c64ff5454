//! Drafts on standard output: TOML, JSON, and time expressions.

use std::{
    io::{self, IsTerminal, Write},
    path::Path,
    sync::Arc,
};

use serde::Serialize;

use super::{gather::Gathered, matched};
use crate::{
    catalog::{Catalog, Memory},
    cli::{Exit, output, record::EventRecord},
    pull::{
        Draft, Pulled,
        tables::{self, Citing},
        timex,
    },
    store, text,
};

/// Prints TOML that can be added to a collection as it is.
pub fn toml(articles: &[Pulled], explain: bool) -> anyhow::Result<Exit> {
    let mut out = output::plain();
    let mut first = true;
    for pulled in articles.iter().filter(|pulled| !pulled.entries.is_empty()) {
        let text = tables::document(pulled, explain)?;
        // A terminal gets no raw control characters.
        let text = if io::stdout().is_terminal() {
            text::harmless_lines(&text)
        } else {
            text.as_str().into()
        };
        write!(out, "{}{text}", if first { "" } else { "\n" })?;
        first = false;
    }
    out.flush()?;
    Ok(Exit::Done)
}

#[derive(Serialize)]
struct Printed<'a> {
    source: SourceRecord<'a>,
    events: Vec<EventPrinted<'a>>,
}

#[derive(Serialize)]
struct SourceRecord<'a> {
    id: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    publisher: &'a str,
    published: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    url: &'a str,
}

#[derive(Serialize)]
struct EventPrinted<'a> {
    #[serde(flatten)]
    event: EventRecord<'a>,
    quote: &'a str,
    paragraph: usize,
    score: f64,
    matched: Option<MatchRecord<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasons: Option<Vec<ReasonRecord<'a>>>,
}

#[derive(Serialize)]
struct MatchRecord<'a> {
    how: &'static str,
    id: &'a str,
}

#[derive(Serialize)]
struct ReasonRecord<'a> {
    text: &'a str,
    points: f64,
}

/// Prints one JSON object an article.
pub fn json(articles: &[Pulled], explain: bool) -> anyhow::Result<Exit> {
    let mut out = output::plain();
    for pulled in articles {
        let mut file = tables::source(&pulled.source, None)?;
        for entry in &pulled.entries {
            let citing = Citing::of(&pulled.source.id, &entry.draft);
            file += &tables::event(entry, &entry.draft.id, &[citing], &entry.draft.relations);
        }
        // Read as a file would be, so that a draft says the same here and there.
        let name = format!("{}.toml", pulled.source.id);
        let read = store::read_alone(Path::new(&name), file.into_bytes());
        let catalog = Memory::new(Arc::new(read));
        let events = pulled.entries.iter().filter_map(|entry| {
            let draft = &entry.draft;
            let events = &catalog.collection().events;
            let event = events.iter().find(|event| event.id == draft.id)?;
            Some(EventPrinted {
                event: EventRecord::new(event, &catalog.neighbours(&event.id)),
                quote: &draft.quote,
                paragraph: draft.paragraph,
                score: hundredths(draft.score),
                matched: matched(entry).map(|(how, id)| MatchRecord { how, id }),
                reasons: explain.then(|| reasons(draft)),
            })
        });
        let source = &pulled.source;
        let printed = Printed {
            source: SourceRecord {
                id: &source.id,
                title: &source.title,
                publisher: &source.publisher,
                published: source.published.as_str(),
                url: &source.url,
            },
            events: events.collect(),
        };
        output::write_pretty(&mut out, &printed)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(Exit::Done)
}

fn reasons(draft: &Draft) -> Vec<ReasonRecord<'_>> {
    let reasons = draft.reasons.iter().map(|reason| ReasonRecord {
        text: &reason.text,
        points: hundredths(reason.points),
    });
    reasons.collect()
}

/// No more digits than mean something.
fn hundredths(score: f32) -> f64 {
    (f64::from(score) * 100.0).round() / 100.0
}

#[derive(Serialize)]
struct Timexes<'a> {
    doc: &'a str,
    timex: Vec<TimexRecord<'a>>,
}

#[derive(Serialize)]
struct TimexRecord<'a> {
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: &'static str,
    value: &'a str,
}

/// Prints the time expressions of each article, one JSON object a line.
pub fn timexes(gathered: &Gathered) -> anyhow::Result<Exit> {
    let mut out = output::plain();
    for pulled in &gathered.articles {
        let found = timex::find(&pulled.text, Some(pulled.article.published));
        let timex = found.iter().map(|timex| TimexRecord {
            start: timex.points.start,
            end: timex.points.end,
            kind: timex.kind.as_str(),
            value: &timex.value,
        });
        let printed = Timexes {
            doc: &pulled.name,
            timex: timex.collect(),
        };
        output::write_compact(&mut out, &printed)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(gathered.exit)
}

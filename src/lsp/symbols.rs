//! The tables of a file, the events of the collection, and what can be folded.

use lsp_types::{
    DocumentSymbol, FoldingRange, Location, OneOf, Position, Range, SymbolKind, WorkspaceSymbol,
};

use super::{snapshot::Snapshot, text::Text, view::View};
use crate::{
    model::{Event, keys},
    store::edit::{Outlined, outline},
    text,
};

/// Symbols that are sent at most for one question.
const MOST: usize = 200;

/// The tables of a file, by their titles.
#[allow(deprecated)] // A field of the protocol's type that has to be named.
pub fn of_file(text: &Text) -> Vec<DocumentSymbol> {
    tables(text)
        .map(|(table, range)| {
            let name = ["title", "name", "id"].iter().find_map(|key| table.text(key));
            let name = name.filter(|name| !name.is_empty()).unwrap_or(&table.name);
            let head = table.sections.first().map(|section| section.head.clone());
            DocumentSymbol {
                name: text::harmless(name).into_owned(),
                detail: table.text("id").map(|id| text::harmless(id).into_owned()),
                kind: kind(&table.name),
                tags: None,
                deprecated: None,
                range,
                selection_range: text.range(head.unwrap_or_default()),
                children: None,
            }
        })
        .collect()
}

/// Each table from its head to its last value.
pub fn folds(text: &Text) -> Vec<FoldingRange> {
    tables(text)
        .filter(|(_, range)| range.end.line > range.start.line)
        .map(|(_, range)| FoldingRange {
            start_line: range.start.line,
            end_line: range.end.line,
            ..FoldingRange::default()
        })
        .collect()
}

fn tables(text: &Text) -> impl Iterator<Item = (Outlined<'_>, Range)> {
    outline(text.as_str())
        .into_iter()
        .filter(|table| keys::FILE.iter().any(|known| known.name == table.name))
        .map(|table| {
            let whole = text.as_str().get(table.start()..table.end()).unwrap_or_default();
            let range = text.range(table.start()..table.start() + whole.trim_end().len());
            (table, range)
        })
}

fn kind(table: &str) -> SymbolKind {
    match table {
        "event" => SymbolKind::EVENT,
        "source" => SymbolKind::FILE,
        "person" => SymbolKind::CLASS,
        "organization" => SymbolKind::MODULE,
        _ => SymbolKind::NAMESPACE,
    }
}

/// Events, people, organizations and sources with these words in their titles, names or ids.
pub fn of_all(view: &View<'_>, known: &Snapshot, query: &str) -> Vec<WorkspaceSymbol> {
    let folded = text::fold(query.trim());
    let is_meant =
        |texts: &[&str]| folded.is_empty() || texts.iter().any(|text| text::begins_word(text, &folded));
    let all = known.collection();
    let events = all
        .events
        .iter()
        .filter(|event| is_meant(&[&event.title, &event.id]))
        .map(|event: &std::sync::Arc<Event>| {
            (&*event.title, "event", &event.origin, event.date.words_short())
        });
    let people = all
        .people
        .iter()
        .filter(|person| is_meant(&[&person.name]))
        .map(|person| (&*person.name, "person", &person.origin, String::new()));
    let organizations = all
        .organizations
        .iter()
        .filter(|organization| is_meant(&[&organization.name]))
        .map(|organization| {
            (
                &*organization.name,
                "organization",
                &organization.origin,
                String::new(),
            )
        });
    let sources = all
        .sources
        .iter()
        .filter(|source| is_meant(&[&source.title, &source.id]))
        .map(|source| {
            (
                source.label(),
                "source",
                &source.origin,
                source.publisher.to_string(),
            )
        });
    people
        .chain(organizations)
        .chain(events)
        .chain(sources)
        .take(MOST)
        .filter_map(|(name, table, origin, container)| {
            let line = Position::new(origin.line.saturating_sub(1) as u32, 0);
            Some(WorkspaceSymbol {
                name: text::harmless(name).into_owned(),
                kind: kind(table),
                tags: None,
                container_name: (!container.is_empty()).then(|| text::harmless(&container).into_owned()),
                location: OneOf::Left(Location::new(view.uri(&origin.file)?, Range::new(line, line))),
                data: None,
            })
        })
        .collect()
}

//! All files together: ids, names, sources and relations that reach from one to another.

use std::{path::Path, sync::Arc};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{
    Collection,
    draft::{Reading, SourceDraft},
    ids::{Holder, Ids, Known, meant},
    lines::{LineCounter, Note, locate},
    mend::Mend,
    names::{Names, Tables, Use, nearly_same},
    quotes,
    resolve::{Resolved, Used, World, files, unknown_country},
};
use crate::{
    model::{Event, Finding, FindingCode, Source},
    places,
};

/// Ids that are compared with others, in all, to find what a dangling reference means.
const COMPARED_IDS: usize = 10_000_000;
/// Unknown countries that are compared with every name of a country.
const COMPARED_COUNTRIES: usize = 100;

/// Puts the files together. `text_of` reads a file's text once more, for the lines of what only shows now;
/// `saved_texts` is whether sources' saved copies can be there.
pub(super) fn check(
    mut readings: Vec<Reading>,
    text_of: &(dyn Fn(&Path) -> String + Sync),
    saved_texts: bool,
) -> Collection {
    let files = files(&readings);
    let mut notes = Notes::new(readings.len());
    let (ids, world) = world(&mut readings, &files, &mut notes, saved_texts);
    let known = |id: &str| ids.contains(id);
    let mut resolved: Vec<Resolved> = readings
        .par_iter_mut()
        .enumerate()
        .map(|(file, reading)| world.resolve(file, reading, &known, true))
        .collect();
    let late: Vec<&Resolved> = resolved.iter().collect();
    notes.dangling(&ids, &world, &late);
    notes.countries(&world, &late);
    let tables = readings
        .iter()
        .map(|reading| (&*reading.people, &*reading.organizations));
    notes.names(tables, &late);
    for (file, resolved) in resolved.iter_mut().enumerate() {
        notes.extend(file, std::mem::take(&mut resolved.notes));
    }
    let mut events: Vec<Vec<Event>> = resolved.into_iter().map(|resolved| resolved.events).collect();
    let findings: Vec<Vec<Finding>> = notes
        .of_file
        .into_par_iter()
        .zip(readings.par_iter_mut())
        .zip(events.par_iter_mut())
        .map(|((notes, reading), events)| {
            let mut findings = std::mem::take(&mut reading.findings);
            if !notes.is_empty() {
                findings.extend(locate(
                    &reading.file,
                    &text_of(&reading.file),
                    notes,
                    LineCounter::default(),
                ));
            }
            about_events(findings, events)
        })
        .collect();
    collection(readings, &world, events, findings)
}

fn world(
    readings: &mut [Reading],
    files: &[Arc<Path>],
    notes: &mut Notes,
    saved_texts: bool,
) -> (Ids, World) {
    let mut events = Vec::new();
    let mut sources = Vec::new();
    for (file, reading) in readings.iter_mut().enumerate() {
        events.extend(
            reading
                .events
                .iter_mut()
                .enumerate()
                .map(|(index, draft)| Holder {
                    id: &mut draft.event.id,
                    at: draft.id_at,
                    written: draft.id_written,
                    file,
                    line: draft.event.origin.line,
                    event: Some(index as u32),
                }),
        );
        sources.extend(reading.sources.iter_mut().map(|draft| Holder {
            line: draft.source.origin.line,
            id: &mut draft.source.id,
            at: draft.id_at,
            written: true,
            file,
            event: None,
        }));
    }
    let (events, duplicates) = Ids::assign(events, "event", files);
    notes.add(duplicates);
    let (source_ids, duplicates) = Ids::assign(sources, "source", files);
    notes.add(duplicates);
    let tables = readings
        .iter()
        .map(|reading| (&*reading.people, &*reading.organizations));
    let (names, duplicates) = Names::of(tables);
    notes.add(duplicates);
    let texts = if saved_texts {
        saved(readings.iter().map(|reading| &*reading.sources), notes)
    } else {
        FxHashMap::default()
    };
    let mut world = World {
        names,
        source_ids,
        texts,
        ..World::default()
    };
    for draft in readings
        .iter_mut()
        .flat_map(|reading| std::mem::take(&mut reading.sources))
    {
        let source = Arc::new(draft.source);
        if !source.url.is_empty() {
            world
                .by_url
                .entry(source.url.clone())
                .or_insert_with(|| Arc::clone(&source));
        }
        world.sources.insert(source.id.clone(), source);
    }
    (events, world)
}

/// The saved texts of all sources that have one.
pub(super) fn saved<'a>(
    files: impl Iterator<Item = &'a [SourceDraft]>,
    notes: &mut Notes,
) -> FxHashMap<Box<str>, String> {
    let with_text: Vec<_> = files
        .enumerate()
        .flat_map(|(file, sources)| sources.iter().map(move |draft| (file, draft)))
        .filter_map(|(file, draft)| Some((file, draft, draft.source.text.clone()?)))
        .collect();
    let read: Vec<_> = with_text
        .par_iter()
        .map(|(_, _, path)| quotes::saved(path))
        .collect();
    let mut texts = FxHashMap::default();
    for ((file, draft, _), read) in with_text.into_iter().zip(read) {
        match read {
            Ok(text) => {
                texts.insert(draft.source.id.clone(), text);
            }
            Err(message) => notes.extend(
                file,
                [Note {
                    code: FindingCode::MissingText,
                    at: draft.text_at,
                    message,
                    help: Some("the path of a saved text is relative to this file".to_owned()),
                    event: None,
                    mend: None,
                }],
            ),
        }
    }
    texts
}

/// Notes by file.
pub(super) struct Notes {
    pub of_file: Vec<Vec<Note>>,
}

impl Notes {
    /// None yet, of so many files.
    pub fn new(files: usize) -> Self {
        Self {
            of_file: vec![Vec::new(); files],
        }
    }

    fn extend(&mut self, file: usize, notes: impl IntoIterator<Item = Note>) {
        if let Some(of_file) = self.of_file.get_mut(file) {
            of_file.extend(notes);
        }
    }

    pub fn add(&mut self, notes: Vec<(usize, Note)>) {
        for (file, note) in notes {
            self.extend(file, [note]);
        }
    }

    pub fn dangling(&mut self, events: &dyn Known, world: &World, resolved: &[&Resolved]) {
        let mut budget = COMPARED_IDS;
        for (file, resolved) in resolved.iter().enumerate() {
            for dangling in &resolved.dangling {
                let (ids, what): (&dyn Known, _) = if dangling.code == FindingCode::DanglingSource {
                    (&world.source_ids, "[[source]]")
                } else {
                    (events, "event")
                };
                let meant = meant(ids, &dangling.id.text, &mut budget);
                let help = meant.as_ref().map(|(near, _)| format!("did you mean `{near}`?"));
                let sure = meant.filter(|(_, sure)| *sure);
                self.extend(
                    file,
                    [Note {
                        code: dangling.code,
                        at: dangling.id.at,
                        message: format!("no {what} has the id `{}`", dangling.id.text),
                        help,
                        event: dangling.event,
                        mend: sure.map(|(near, _)| Mend::Text(near)),
                    }],
                );
            }
        }
    }

    pub fn countries(&mut self, world: &World, resolved: &[&Resolved]) {
        let mut near: FxHashMap<&str, (Option<&'static str>, bool)> = FxHashMap::default();
        for (file, resolved) in resolved.iter().enumerate() {
            for unknown in &resolved.unknown_countries {
                let name = &*unknown.name.text;
                if near.len() < COMPARED_COUNTRIES {
                    near.entry(name)
                        .or_insert_with(|| match places::nearest_alone(name) {
                            Some(sure) => (Some(sure), true),
                            None => (places::nearest(name), false),
                        });
                }
                let (near, is_sure) = near.get(name).copied().unwrap_or_default();
                let note = unknown_country(&world.names, unknown, near, is_sure);
                self.extend(file, [note]);
            }
        }
    }

    pub fn names<'a>(&mut self, tables: impl Iterator<Item = Tables<'a>> + Clone, resolved: &[&Resolved]) {
        let people = tables.clone().flat_map(|(people, _)| people);
        let people = people.flat_map(|(person, _)| std::iter::once(&person.name).chain(&person.aliases));
        let used = merged(resolved.iter().map(|resolved| &resolved.people));
        self.add(nearly_same(&used, people.map(|name| &**name), "person"));
        let organizations = tables.flat_map(|(_, organizations)| organizations);
        let organizations = organizations
            .flat_map(|(organization, _)| std::iter::once(&organization.name).chain(&organization.aliases));
        let used = merged(resolved.iter().map(|resolved| &resolved.organizations));
        self.add(nearly_same(
            &used,
            organizations.map(|name| &**name),
            "organization",
        ));
    }
}

/// The names of all files, each with its first place.
fn merged<'a>(files: impl Iterator<Item = &'a Used>) -> Used {
    let mut all = Used::default();
    for (file, used) in (0..).zip(files) {
        for (name, used) in used {
            if let Some(first) = all.get_mut(name) {
                first.count += used.count;
            } else {
                all.insert(name.clone(), Use { file, ..*used });
            }
        }
    }
    all
}

/// Gives findings the id of their event, and events their worst finding.
pub(super) fn about_events(findings: Vec<(Finding, Option<u32>)>, events: &mut [Event]) -> Vec<Finding> {
    findings
        .into_iter()
        .map(|(mut finding, event)| {
            if let Some(event) = event.and_then(|index| events.get_mut(index as usize)) {
                finding.event = Some(event.id.clone());
                event.flaw = event.flaw.max(Some(finding.severity()));
            }
            finding
        })
        .collect()
}

fn collection(
    readings: Vec<Reading>,
    world: &World,
    events: Vec<Vec<Event>>,
    findings: Vec<Vec<Finding>>,
) -> Collection {
    let mut events: Vec<_> = events
        .into_par_iter()
        .flat_map_iter(|events| {
            events
                .into_iter()
                .map(|event| (event.date.sort_key(), Arc::new(event)))
        })
        .collect();
    events.par_sort_unstable_by(|(a_key, a), (b_key, b)| a_key.cmp(b_key).then_with(|| a.id.cmp(&b.id)));
    let mut sources: Vec<Arc<Source>> = world.sources.values().cloned().collect();
    sources.sort_unstable_by(|a, b| a.id.cmp(&b.id));
    let mut tables = super::Tables {
        files: readings.len(),
        findings: findings.into_iter().flatten().collect(),
        ..super::Tables::default()
    };
    for reading in readings {
        let people = reading.people.into_iter().map(|(person, _)| person);
        tables.people.extend(people);
        let organizations = reading.organizations.into_iter();
        tables
            .organizations
            .extend(organizations.map(|(organization, _)| organization));
        tables.eras.extend(reading.eras);
    }
    sort(&mut tables, &[]);
    Collection {
        events: events.into_iter().map(|(_, event)| event).collect(),
        sources,
        people: tables.people,
        organizations: tables.organizations,
        eras: tables.eras,
        findings: tables.findings,
        files: tables.files,
    }
}

/// Puts tables into their orders, and what stood in the way of finding files beside the other findings.
pub(super) fn sort(tables: &mut super::Tables, found: &[Finding]) {
    tables.people.sort_by(|a, b| a.name.cmp(&b.name));
    tables.organizations.sort_by(|a, b| a.name.cmp(&b.name));
    tables
        .eras
        .sort_by_cached_key(|era| (era.date.sort_key(), era.title.clone()));
    tables.findings.par_sort_by(|a, b| {
        (&a.file, a.line, a.column, a.code, &a.message).cmp(&(&b.file, b.line, b.column, b.code, &b.message))
    });
    if !found.is_empty() {
        tables.findings.extend(found.iter().cloned());
        tables
            .findings
            .sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
    }
}

//! Files one by one (large ones in [`super::portions`]), for collections too large to be held whole: each gives its events
//! and its [`Facts`], which are all that must be known of it when another file changes.
//!
//! What a file's events say depends on other files by names and references alone. Whatever is looked up for a file is
//! noted with what it stood for ([`super::resolve::World::meanings`]); a file is read again when one of these
//! stands for something else. So reading changed files alone gives what reading everything gives, which
//! `library::tests` holds against `store::load`.

use std::{
    borrow::Cow,
    hash::{Hash, Hasher},
    path::Path,
    sync::Arc,
};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHasher};

use super::{
    Tables,
    check::{Notes, saved},
    draft::{Reading, SourceDraft},
    ids::{Holder, Ids, Known},
    lines::{LineCounter, Note, Span, locate},
    names::Names,
    read::{read, utf8},
    resolve::{Dangling, Kind, Resolved, Soft, World, meaning_key},
};
use crate::model::{Era, Event, Finding, FindingCode, Organization, Person, Severity, Source};

/// What is kept of a file beside its events.
pub struct Facts {
    /// The file.
    pub(super) file: Arc<Path>,
    pub(super) sources: Vec<SourceDraft>,
    pub(super) people: Vec<(Person, Span)>,
    pub(super) organizations: Vec<(Organization, Span)>,
    pub(super) eras: Vec<Era>,
    /// What shows in the file itself.
    pub(super) findings: Vec<Finding>,
    /// Names and references that are looked at when all files are known; no events.
    pub(super) late: Resolved,
    /// The ids of the events that these are about, by their numbers within the file.
    pub(super) about: FxHashMap<u32, Box<str>>,
    /// The ids of its events as written, as numbers.
    pub(super) ids: Vec<u64>,
    /// The events that go by another id than the one written.
    pub(super) renamed: Vec<(u32, Box<str>)>,
    /// What was said of that.
    pub(super) renamed_said: Vec<String>,
}

impl Facts {
    /// The file.
    pub fn file(&self) -> &Arc<Path> {
        &self.file
    }

    /// The ids of its events as they are written, as `sum` makes numbers of them; two of the same among all files need
    /// [`Everything::renamed`].
    pub fn written_ids(&self) -> &[u64] {
        &self.ids
    }

    /// The ids that its events got because another has theirs.
    pub fn given_ids(&self) -> impl Iterator<Item = &str> {
        self.renamed.iter().map(|(_, id)| &**id)
    }

    /// Its people and organizations.
    pub fn add_names_to(&self, tables: &mut Tables) {
        add_names(tables, &self.people, &self.organizations);
    }

    /// What it adds to the tables of the collection.
    fn add_to(&self, tables: &mut Tables) {
        self.add_names_to(tables);
        tables.eras.extend(self.eras.iter().cloned());
        tables.findings.extend(self.findings.iter().cloned());
        tables.files += 1;
    }

    /// Whether it says the same for other files as `other` does.
    pub fn declares_as(&self, other: &Self) -> bool {
        let sources = |facts: &Self| -> Vec<(Source, Span, Span)> {
            let all = facts.sources.iter();
            all.map(|draft| (draft.source.clone(), draft.id_at, draft.text_at))
                .collect()
        };
        self.people == other.people
            && self.organizations == other.organizations
            && sources(self) == sources(other)
    }

    /// The saved texts that it names.
    pub fn texts(&self) -> impl Iterator<Item = &Path> {
        self.sources
            .iter()
            .filter_map(|draft| draft.source.text.as_deref())
    }
}

/// A file, or a part of one, that is read, before its names are looked up.
pub struct Draft {
    pub(super) reading: Reading,
    /// The lines at its beginning.
    pub(super) lines: LineCounter,
}

impl Draft {
    /// Reads bytes; or notes why there are none.
    pub fn new(file: &Arc<Path>, bytes: Result<Vec<u8>, String>) -> Self {
        let reading = match bytes {
            Ok(bytes) => read(file, bytes),
            Err(message) => Reading::failed(file, FindingCode::Unreadable, message, None),
        };
        Self {
            reading,
            lines: LineCounter::default(),
        }
    }

    /// How many events it has.
    pub fn events(&self) -> usize {
        self.reading.events.len()
    }

    /// The file.
    pub fn file(&self) -> &Arc<Path> {
        &self.reading.file
    }

    /// Its people and organizations.
    pub fn add_names_to(&self, tables: &mut Tables) {
        add_names(tables, &self.reading.people, &self.reading.organizations);
    }
}

fn add_names(tables: &mut Tables, people: &[(Person, Span)], organizations: &[(Organization, Span)]) {
    let people = people.iter().map(|(person, _)| person.clone());
    tables.people.extend(people);
    let organizations = organizations.iter().map(|(organization, _)| organization.clone());
    tables.organizations.extend(organizations);
}

/// What all files together say: names, sources, saved texts.
#[derive(Default)]
pub struct Everything {
    world: World,
    notes: Vec<(usize, Note)>,
}

/// What makes a number of an id.
pub type Sum = fn(&str) -> u64;

impl Everything {
    /// Of all files, in their order. Reads the saved texts of sources, if `saved_texts` can be there.
    pub fn new(facts: &[Arc<Facts>], saved_texts: bool) -> Self {
        let mut notes = Notes::new(facts.len());
        let files: Vec<Arc<Path>> = facts.iter().map(|facts| Arc::clone(&facts.file)).collect();
        let mut sources: Vec<Vec<SourceDraft>> = facts.iter().map(|facts| facts.sources.clone()).collect();
        let holders = sources.iter_mut().enumerate().flat_map(|(file, sources)| {
            sources.iter_mut().map(move |draft| Holder {
                line: draft.source.origin.line,
                id: &mut draft.source.id,
                at: draft.id_at,
                written: true,
                file,
                event: None,
            })
        });
        let (source_ids, duplicates) = Ids::assign(holders.collect(), "source", &files);
        notes.add(duplicates);
        let tables = facts.iter().map(|facts| (&*facts.people, &*facts.organizations));
        let (names, duplicates) = Names::of(tables);
        notes.add(duplicates);
        let texts = if saved_texts {
            saved(sources.iter().map(|sources| &**sources), &mut notes)
        } else {
            FxHashMap::default()
        };
        let mut world = World {
            names,
            source_ids,
            texts,
            ..World::default()
        };
        for draft in sources.into_iter().flatten() {
            add_source(&mut world, draft.source);
        }
        let people = facts.iter().flat_map(|facts| &facts.people);
        let organizations = facts.iter().flat_map(|facts| &facts.organizations);
        mean_names(
            &mut world,
            people.map(|(person, _)| person),
            organizations.map(|(organization, _)| organization),
        );
        let of_file = notes.of_file.into_iter().enumerate();
        Self {
            world,
            notes: of_file
                .flat_map(|(file, notes)| notes.into_iter().map(move |note| (file, note)))
                .collect(),
        }
    }

    /// Adds what one more file says, as far as nothing is known of it yet: for files that come in one after the other.
    pub fn add(&mut self, draft: &Draft) {
        let reading = &draft.reading;
        for draft in &reading.sources {
            if !self.world.sources.contains_key(&draft.source.id) {
                add_source(&mut self.world, draft.source.clone());
            }
        }
        if !reading.people.is_empty() || !reading.organizations.is_empty() {
            let tables = [(&*reading.people, &*reading.organizations)];
            let (names, _) = Names::of(tables.into_iter());
            self.world.names.join(names);
            mean_names(
                &mut self.world,
                reading.people.iter().map(|(person, _)| person),
                reading.organizations.iter().map(|(organization, _)| organization),
            );
        }
    }

    /// Looks up the names and references of a file. `known` is whether an event has that id; `renamed` are the events,
    /// by their numbers within the file, that go by another id than the one written, and what is to be said of that.
    pub fn resolve<'t>(
        &self,
        draft: Draft,
        renamed: Renamed,
        known: &(dyn Fn(&str) -> bool + Sync),
        sum: Sum,
        text_of: &dyn Fn(&Path) -> Cow<'t, str>,
    ) -> (Vec<Event>, Facts) {
        let Draft { mut reading, lines } = draft;
        let ids = reading.events.iter().map(|draft| sum(&draft.event.id)).collect();
        for (number, id) in &renamed.ids {
            if let Some(draft) = reading.events.get_mut(*number as usize) {
                draft.event.id = id.clone();
            }
        }
        let renamed_said = renamed.said();
        let mut late = self.world.resolve(0, &mut reading, known, false);
        let mut events = std::mem::take(&mut late.events);
        let mut notes = renamed.notes;
        notes.append(&mut late.notes);
        let mut findings = std::mem::take(&mut reading.findings);
        if !notes.is_empty() {
            findings.extend(locate(&reading.file, &text_of(&reading.file), notes, lines));
        }
        let findings = super::check::about_events(findings, &mut events);
        let used = late.people.values().chain(late.organizations.values());
        let about: FxHashMap<u32, Box<str>> = used
            .map(|used| used.event)
            .chain(late.dangling.iter().map(|dangling| dangling.event))
            .chain(late.unknown_countries.iter().map(|unknown| unknown.event))
            .flatten()
            .filter_map(|event| Some((event, events.get(event as usize)?.id.clone())))
            .collect();
        let facts = Facts {
            file: reading.file,
            sources: reading.sources,
            people: reading.people,
            organizations: reading.organizations,
            eras: reading.eras,
            findings,
            late,
            about,
            ids,
            renamed: renamed.ids,
            renamed_said,
        };
        (events, facts)
    }

    /// The sources of all files, by id.
    pub fn sources(&self) -> Vec<Arc<Source>> {
        let mut sources: Vec<Arc<Source>> = self.world.sources.values().cloned().collect();
        sources.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        sources
    }

    /// Whether references of a file to events, and with `names_too` its names and sources, stand for what they stood for
    /// when it was read.
    pub fn holds(&self, facts: &Facts, names_too: bool, known: &(dyn Fn(&str) -> bool + Sync)) -> bool {
        let same = |(key, meaning): (&u64, &u64)| {
            self.world.meanings.get(key).copied().unwrap_or_default() == *meaning
        };
        (!names_too || facts.late.lookups.iter().all(same))
            && facts
                .late
                .soft
                .iter()
                .all(|soft| Soft::reach(&soft.text, known) == soft.reached)
    }

    /// New ids for events that have the id of one before them. `drafts` are all files, in their order, with an event
    /// whose id some other event has, too; `taken` is whether an event of any file has that id as written.
    pub fn renamed(drafts: &mut [Draft], taken: &dyn Fn(&str) -> bool) -> Vec<Renamed> {
        let files: Vec<Arc<Path>> = drafts.iter().map(|draft| Arc::clone(draft.file())).collect();
        let written: Vec<Vec<Box<str>>> = drafts
            .iter()
            .map(|draft| {
                draft
                    .reading
                    .events
                    .iter()
                    .map(|draft| draft.event.id.clone())
                    .collect()
            })
            .collect();
        let holders = drafts.iter_mut().enumerate().flat_map(|(file, draft)| {
            let events = draft.reading.events.iter_mut().enumerate();
            events.map(move |(number, draft)| Holder {
                id: &mut draft.event.id,
                at: draft.id_at,
                written: draft.id_written,
                file,
                line: draft.event.origin.line,
                event: Some(number as u32),
            })
        });
        let (_, notes) = Ids::assign_among(holders.collect(), "event", &files, taken);
        let mut renamed: Vec<Renamed> = drafts.iter().map(|_| Renamed::default()).collect();
        for (file, note) in notes {
            if let Some(renamed) = renamed.get_mut(file) {
                renamed.notes.push(note);
            }
        }
        for ((draft, written), renamed) in drafts.iter_mut().zip(written).zip(&mut renamed) {
            for ((number, draft), written) in (0..).zip(&mut draft.reading.events).zip(written) {
                if draft.event.id != written {
                    renamed
                        .ids
                        .push((number, std::mem::replace(&mut draft.event.id, written)));
                }
            }
        }
        renamed
    }

    /// The tables of the collection, and the worst of the findings about each event that only show now. `found` is what
    /// stood in the way of finding the files; `ids` are those of all events.
    pub fn conclude(
        &self,
        facts: &[Arc<Facts>],
        found: &[Finding],
        ids: &dyn EventIds,
        text_of: &(dyn Fn(&Path) -> String + Sync),
    ) -> (Tables, FxHashMap<Box<str>, Severity>) {
        let mut notes = Notes::new(facts.len());
        notes.add(self.notes.clone());
        let ids = AllIds(ids);
        let dangling: Vec<Resolved> = facts
            .par_iter()
            .map(|facts| Resolved {
                dangling: facts
                    .late
                    .dangling
                    .iter()
                    .filter(|dangling| ids.dangles(dangling))
                    .cloned()
                    .collect(),
                ..Resolved::default()
            })
            .collect();
        notes.dangling(&ids, &self.world, &dangling.iter().collect::<Vec<_>>());
        let late: Vec<&Resolved> = facts.iter().map(|facts| &facts.late).collect();
        notes.countries(&self.world, &late);
        let tables = facts.iter().map(|facts| (&*facts.people, &*facts.organizations));
        notes.names(tables, &late);
        let mut flaws: FxHashMap<Box<str>, Severity> = FxHashMap::default();
        let mut all = Tables::default();
        for (facts, notes) in facts.iter().zip(notes.of_file) {
            facts.add_to(&mut all);
            if notes.is_empty() {
                continue;
            }
            for (mut finding, event) in
                locate(&facts.file, &text_of(&facts.file), notes, LineCounter::default())
            {
                finding.event = event.and_then(|event| facts.about.get(&event).cloned());
                if let Some(id) = &finding.event {
                    let flaw = flaws.entry(id.clone()).or_insert(finding.severity());
                    *flaw = (*flaw).max(finding.severity());
                }
                all.findings.push(finding);
            }
        }
        super::check::sort(&mut all, found);
        (all, flaws)
    }
}

/// New ids for some events of a file, and what is to be said of it.
#[derive(Default)]
pub struct Renamed {
    pub(super) ids: Vec<(u32, Box<str>)>,
    pub(super) notes: Vec<Note>,
}

impl Renamed {
    /// Whether the events of a file go by these ids already, and the same is said of it.
    pub fn is_of(&self, facts: &Facts) -> bool {
        self.ids == facts.renamed && self.said() == facts.renamed_said
    }

    /// What is said of the ids.
    pub(super) fn said(&self) -> Vec<String> {
        self.notes.iter().map(|note| note.message.clone()).collect()
    }
}

/// The ids of all events.
pub trait EventIds: Sync {
    /// Whether an event has that id.
    fn has(&self, id: &str) -> bool;
    /// How many there are.
    fn count(&self) -> usize;
    /// Hands on every one.
    fn each(&self, take: &mut dyn FnMut(&str));
}

struct AllIds<'a>(&'a dyn EventIds);

impl AllIds<'_> {
    fn dangles(&self, dangling: &Dangling) -> bool {
        dangling.code == FindingCode::DanglingSource || !self.0.has(&dangling.id.text)
    }
}

impl Known for AllIds<'_> {
    fn count(&self) -> usize {
        self.0.count()
    }

    fn near(&self, id: &str) -> Vec<Box<str>> {
        let mut near = Vec::new();
        self.0.each(&mut |known| {
            if super::ids::may_be_meant(known, id) {
                near.push(known.into());
            }
        });
        near
    }
}

/// The text of a file, as findings show it.
pub fn text_of(bytes: Result<Vec<u8>, String>) -> String {
    bytes.map_or_else(|_| String::new(), |bytes| utf8(bytes).0)
}

fn add_source(world: &mut World, source: Source) {
    let meaning = fingerprint(&source, world.texts.get(&source.id));
    let source = Arc::new(source);
    if !source.url.is_empty() && !world.by_url.contains_key(&source.url) {
        world
            .meanings
            .insert(meaning_key(Kind::Url, &source.url), meaning);
        world.by_url.insert(source.url.clone(), Arc::clone(&source));
    }
    world
        .meanings
        .insert(meaning_key(Kind::Source, &source.id), meaning);
    world.sources.insert(source.id.clone(), source);
}

/// A number that is another one when anything of a source changes.
fn fingerprint(source: &Source, text: Option<&String>) -> u64 {
    let mut hasher = FxHasher::default();
    let texts = [&source.id, &source.title, &source.publisher, &source.url];
    texts.hash(&mut hasher);
    source.published.hash(&mut hasher);
    source.reliability.hash(&mut hasher);
    source.text.hash(&mut hasher);
    source.origin.hash(&mut hasher);
    text.hash(&mut hasher);
    hasher.finish() | 1
}

/// What the spellings of people and organizations stand for: the name and, since events are found by them, its other
/// spellings.
fn mean_names<'a>(
    world: &mut World,
    people: impl Iterator<Item = &'a Person>,
    organizations: impl Iterator<Item = &'a Organization>,
) {
    let people = people.map(|person| (&person.name, &person.aliases)).collect();
    let organizations = organizations
        .map(|organization| (&organization.name, &organization.aliases))
        .collect();
    let aliases: [FxHashMap<&Box<str>, &Vec<Box<str>>>; 2] = [people, organizations];
    let kinds = [Kind::Person, Kind::Organization];
    let World { names, meanings, .. } = world;
    for ((kind, aliases), spellings) in kinds.into_iter().zip(&aliases).zip(names.spellings()) {
        for (spelling, name) in spellings {
            if let Some(aliases) = aliases.get(name) {
                let mut hasher = FxHasher::default();
                (name, aliases).hash(&mut hasher);
                meanings.insert(meaning_key(kind, spelling), hasher.finish() | 1);
            }
        }
    }
}

/// The files of these paths, in their order, and what stood in the way of finding them.
pub fn find(paths: &[std::path::PathBuf]) -> Result<(Vec<Arc<Path>>, Vec<Finding>), super::StoreError> {
    super::find::find(paths).map(|found| (found.files, found.findings))
}

/// The bytes of a file, or why there are none.
pub fn bytes(file: &Path) -> Result<Vec<u8>, String> {
    super::load::open(file)
}

/// Runs on the threads of the store, which have stacks for deep tables.
pub fn on_pool<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    super::load::on_pool(work)
}

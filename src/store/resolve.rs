//! One file's drafts → events, with every name and reference looked up among all files.

use std::{
    hash::{Hash, Hasher},
    path::Path,
    sync::Arc,
};

use rustc_hash::FxHashMap;

use super::{
    draft::{CitationDraft, ClaimDraft, EventDraft, Name, Reading, UnknownCountry},
    ids::Ids,
    lines::{Note, Span},
    mend::Mend,
    names::{Names, Use, Who},
    quotes,
};
use crate::{
    model::{Actor, Citation, Claim, Event, FindingCode, Relation, Source, Term},
    places::{self, Lookup},
    text,
};

/// What all files together know.
#[derive(Default)]
pub(super) struct World {
    /// What a name or a reference stands for, as numbers that are other ones when it stands for something else: by
    /// [`meaning_key`]. Kept where files are read one after the other.
    pub meanings: FxHashMap<u64, u64>,
    pub names: Names,
    pub source_ids: Ids,
    pub sources: FxHashMap<Box<str>, Arc<Source>>,
    /// Sources with a table, by their address.
    pub by_url: FxHashMap<Box<str>, Arc<Source>>,
    /// Saved texts that could be read, by source id.
    pub texts: FxHashMap<Box<str>, String>,
}

/// Names that have no table, as used.
pub(super) type Used = FxHashMap<Box<str>, Use>;

/// A file's events, resolved, and what came to light.
#[derive(Default)]
pub(super) struct Resolved {
    pub events: Vec<Event>,
    pub notes: Vec<Note>,
    /// References to ids that nothing has; what was meant is sought later.
    pub dangling: Vec<Dangling>,
    pub unknown_countries: Vec<UnknownCountry>,
    pub people: Used,
    pub organizations: Used,
    /// What was looked up, with what it stood for: see [`World::meanings`].
    pub lookups: FxHashMap<u64, u64>,
    /// References to events that are not written as ids are, with the event that they reached.
    pub soft: Vec<Soft>,
}

/// A reference to an event by a text that is no id: it may reach the event of that id, or the one of its slug.
#[derive(Debug, PartialEq)]
pub(super) struct Soft {
    pub text: Box<str>,
    /// The event reached: none, of the text, of its slug.
    pub reached: Reached,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reached {
    Nothing,
    Text,
    Slug,
}

impl Soft {
    /// What such a text reaches among the ids that are known.
    pub fn reach(text: &str, known: &dyn Fn(&str) -> bool) -> Reached {
        if known(text) {
            Reached::Text
        } else if known(&text::slug(text)) {
            Reached::Slug
        } else {
            Reached::Nothing
        }
    }
}

/// What is looked up.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Person,
    Organization,
    Source,
    Url,
}

/// The number of something that is looked up.
pub(super) fn meaning_key(kind: Kind, text: &str) -> u64 {
    let mut hasher = rustc_hash::FxHasher::default();
    (kind as u8, text).hash(&mut hasher);
    hasher.finish()
}

/// A reference to an id that nothing has.
#[derive(Clone)]
pub(super) struct Dangling {
    pub code: FindingCode,
    pub id: Name,
    pub event: Option<u32>,
}

impl World {
    /// Resolves the events of the file with that index. `known` is whether an event has that id; where not all are
    /// known yet, references written as ids are taken for dangling only later, by whoever knows all.
    pub fn resolve(
        &self,
        file: usize,
        reading: &mut Reading,
        known: &(dyn Fn(&str) -> bool + Sync),
        all_known: bool,
    ) -> Resolved {
        let mut resolver = Resolver {
            world: self,
            known,
            all_known,
            file: file as u32,
            event: None,
            actors: FxHashMap::default(),
            people: FxHashMap::default(),
            organizations: FxHashMap::default(),
            out: Resolved {
                unknown_countries: std::mem::take(&mut reading.unknown_countries),
                ..Resolved::default()
            },
        };
        resolver.out.events.reserve_exact(reading.events.len());
        for (index, draft) in std::mem::take(&mut reading.events).into_iter().enumerate() {
            resolver.event = Some(index as u32);
            let event = resolver.event(draft);
            resolver.out.events.push(event);
        }
        resolver.out
    }
}

struct Resolver<'w> {
    world: &'w World,
    known: &'w (dyn Fn(&str) -> bool + Sync),
    all_known: bool,
    file: u32,
    event: Option<u32>,
    /// As written → as found, for the names of this file.
    actors: FxHashMap<Box<str>, Who>,
    people: FxHashMap<Box<str>, Option<Box<str>>>,
    organizations: FxHashMap<Box<str>, Option<Box<str>>>,
    out: Resolved,
}

impl Resolver<'_> {
    fn event(&mut self, draft: EventDraft) -> Event {
        let mut event = draft.event;
        for name in draft.people {
            let name = self.person(name);
            add(&mut event.people, name);
        }
        for name in draft.organizations {
            let name = self.organization(name);
            add(&mut event.organizations, name);
        }
        event.initiators = self.side(draft.initiators, &mut event);
        event.targets = self.side(draft.targets, &mut event);
        event.sources = draft
            .sources
            .into_iter()
            .map(|source| self.citation(source))
            .collect();
        event.claims = draft.claims.into_iter().map(|claim| self.claim(claim)).collect();
        for (kind, target) in draft.relations {
            if let Some(target) = self.related(&event.id, target) {
                let relation = Relation { kind, target };
                if !event.relations.contains(&relation) {
                    event.relations.push(relation);
                }
            }
        }
        event
    }

    /// Notes that this was looked up.
    fn looked_up(&mut self, kind: Kind, text: &str) {
        if !self.all_known {
            let key = meaning_key(kind, text);
            let meaning = self.world.meanings.get(&key).copied().unwrap_or_default();
            self.out.lookups.insert(key, meaning);
        }
    }

    /// The same of a name that is looked up for the first time.
    fn name_looked_up(&mut self, kinds: &[Kind], name: &str) {
        if !self.all_known {
            let key = super::names::key(name);
            for kind in kinds {
                self.looked_up(*kind, &key);
            }
        }
    }

    fn person(&mut self, name: Name) -> Box<str> {
        if !self.people.contains_key(&name.text) {
            self.name_looked_up(&[Kind::Person], &name.text);
        }
        let names = &self.world.names;
        let spelled = once(&mut self.people, &name.text, |text| {
            names.person(text).map(Box::from)
        });
        spelled.unwrap_or_else(|| {
            count(&mut self.out.people, &name, self.file, self.event);
            name.text
        })
    }

    fn organization(&mut self, name: Name) -> Box<str> {
        if !self.organizations.contains_key(&name.text) {
            self.name_looked_up(&[Kind::Organization], &name.text);
        }
        let names = &self.world.names;
        let spelled = once(&mut self.organizations, &name.text, |text| {
            names.organization(text).map(Box::from)
        });
        spelled.unwrap_or_else(|| {
            count(&mut self.out.organizations, &name, self.file, self.event);
            name.text
        })
    }

    /// A side of an event; whoever is of it is added to the event too.
    fn side(&mut self, names: Vec<Name>, event: &mut Event) -> Vec<Actor> {
        let mut actors = Vec::with_capacity(names.len());
        for name in names {
            let actor = self.actor(name);
            match &actor {
                Actor::Country(country) => {
                    if !event.countries.contains(country) {
                        event.countries.push(country.clone());
                    }
                }
                Actor::Person(name) => add(&mut event.people, name.clone()),
                Actor::Organization(name) => add(&mut event.organizations, name.clone()),
            }
            if !actors.contains(&actor) {
                actors.push(actor);
            }
        }
        actors
    }

    fn actor(&mut self, name: Name) -> Actor {
        if !self.actors.contains_key(&name.text) {
            self.name_looked_up(&[Kind::Organization, Kind::Person], &name.text);
        }
        let names = &self.world.names;
        let who = once(&mut self.actors, &name.text, |text| names.actor(text));
        match who {
            Who::Country(code) => Actor::Country(Term::Known(code)),
            Who::Ambiguous(help) => {
                self.note(
                    FindingCode::AmbiguousCountry,
                    name.at,
                    format!("`{}` is the name of more than one country", name.text),
                    help.to_owned(),
                );
                Actor::Country(Term::Written(name.text))
            }
            Who::Organization(name) => Actor::Organization(name),
            Who::Person(Some(name)) => Actor::Person(name),
            Who::Person(None) => {
                count(&mut self.out.people, &name, self.file, self.event);
                Actor::Person(name.text)
            }
        }
    }

    fn claim(&mut self, claim: ClaimDraft) -> Claim {
        Claim {
            by: claim.by.into_iter().map(|name| self.actor(name)).collect(),
            stance: claim.stance,
            sources: claim
                .sources
                .into_iter()
                .map(|source| self.citation(source))
                .collect(),
        }
    }

    fn citation(&mut self, draft: CitationDraft) -> Citation {
        match &draft.id {
            Some(id) => {
                self.looked_up(Kind::Source, &id.text);
                let slug = text::slug(&id.text);
                if *slug != *id.text {
                    self.looked_up(Kind::Source, &slug);
                }
            }
            None if draft.said.url.is_empty() => {}
            None => self.looked_up(Kind::Url, &draft.said.url),
        }
        let found = match &draft.id {
            Some(id) => {
                let sources = &self.world.sources;
                let found = sources
                    .get(&id.text)
                    .or_else(|| sources.get(text::slug(&id.text).as_str()));
                if found.is_none() {
                    self.out.dangling.push(Dangling {
                        code: FindingCode::DanglingSource,
                        id: id.clone(),
                        event: self.event,
                    });
                }
                found
            }
            None if draft.said.url.is_empty() => None,
            None => self.world.by_url.get(&draft.said.url),
        }
        .cloned();
        let in_place = draft.id.is_none();
        let is_found = found.is_some() || in_place;
        let source = found.unwrap_or_else(|| {
            let mut said = draft.said;
            said.id = draft.id.map_or_else(Box::default, |id| id.text);
            Arc::new(said)
        });
        let saved = self.world.texts.get(&source.id);
        let quote_found = draft
            .quote
            .as_ref()
            .zip(saved)
            .map(|(quote, saved)| quotes::stands_in(&quote.text, saved));
        if let (Some(false), Some(quote)) = (quote_found, &draft.quote) {
            self.note(
                FindingCode::QuoteNotFound,
                quote.at,
                format!("this quote does not stand in the saved text of `{}`", source.id),
                "write its exact words, or set … where words are left out".to_owned(),
            );
        }
        Citation {
            source,
            found: is_found,
            locator: draft.locator,
            quote: draft.quote.map_or_else(Box::default, |quote| quote.text),
            quote_found,
        }
    }

    /// The id of the event that a relation reaches; none when it is the event itself.
    fn related(&mut self, id: &str, target: Name) -> Option<Box<str>> {
        let slug = text::slug(&target.text);
        let is_soft = *slug != *target.text;
        let found = if is_soft || self.all_known {
            Soft::reach(&target.text, &self.known)
        } else {
            Reached::Nothing
        };
        if is_soft && !self.all_known {
            self.out.soft.push(Soft {
                text: target.text.clone(),
                reached: found,
            });
        }
        let reached = if found == Reached::Slug {
            slug.into()
        } else {
            target.text.clone()
        };
        // The event itself is known, if no other is.
        if found == Reached::Nothing && (self.all_known || *reached != *id) {
            self.out.dangling.push(Dangling {
                code: FindingCode::DanglingRelation,
                id: target,
                event: self.event,
            });
            return Some(reached);
        }
        if *reached == *id {
            self.note(
                FindingCode::RelationToItself,
                target.at,
                "this relation leads to the event itself".to_owned(),
                "name another event, or take the relation away".to_owned(),
            );
            return None;
        }
        Some(reached)
    }

    fn note(&mut self, code: FindingCode, at: Span, message: String, help: String) {
        self.out.notes.push(Note {
            code,
            at,
            message,
            help: Some(help),
            event: self.event,
            mend: None,
        });
    }
}

/// What `look` finds for a name, looked up once for all uses of it.
fn once<T: Clone>(known: &mut FxHashMap<Box<str>, T>, name: &str, look: impl FnOnce(&str) -> T) -> T {
    if let Some(found) = known.get(name) {
        return found.clone();
    }
    let found = look(name);
    known.insert(name.into(), found.clone());
    found
}

fn add(names: &mut Vec<Box<str>>, name: Box<str>) {
    if !names.contains(&name) {
        names.push(name);
    }
}

fn count(used: &mut Used, name: &Name, file: u32, event: Option<u32>) {
    if let Some(used) = used.get_mut(&name.text) {
        used.count += 1;
    } else {
        let first = Use {
            file,
            at: name.at,
            event,
            count: 1,
        };
        used.insert(name.text.clone(), first);
    }
}

/// A country that is not known, with what it is otherwise, or the country that it is `near` to, surely or
/// probably.
pub(super) fn unknown_country(
    names: &Names,
    unknown: &UnknownCountry,
    near: Option<&str>,
    is_sure: bool,
) -> Note {
    let name = &unknown.name.text;
    let is_sure = is_sure && names.organization(name).is_none();
    let help = match names.organization(name) {
        Some(organization) => format!("`{organization}` is not a state; write it in `organizations`"),
        None => match near.map(|near| (near, places::lookup(near))) {
            Some((_, Lookup::Ambiguous(_, help))) => help.to_owned(),
            Some((near, _)) => format!("did you mean `{near}`?"),
            None => {
                "write an ISO 3166-1 code or an English name, as in \"PRK\" or \"North Korea\"".to_owned()
            }
        },
    };
    Note {
        code: FindingCode::UnknownCountry,
        at: unknown.name.at,
        message: format!("`{name}` is not a country that is known"),
        help: Some(help),
        event: unknown.event,
        mend: near.filter(|_| is_sure).map(|near| Mend::Text(near.into())),
    }
}

/// How a file is named to other files' findings.
pub(super) fn files(readings: &[Reading]) -> Vec<Arc<Path>> {
    readings.iter().map(|reading| Arc::clone(&reading.file)).collect()
}

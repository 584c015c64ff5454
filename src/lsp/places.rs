//! Where ids and names are given and used: definition, references, and renaming over all files.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::{Path, PathBuf},
    sync::Arc,
};

use lsp_types::{Location, Range, TextEdit, Uri, WorkspaceEdit};

use super::{mention::Mention, spot::Spot, subject::Subject, view::View};
use crate::{
    catalog::Catalog as _,
    lsp::snapshot::{Names, Snapshot},
    model::Origin,
    text,
};

/// What has an id or a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Thing {
    /// An event, by its id.
    Event(Box<str>),
    /// A source, by its id.
    Source(Box<str>),
    /// A person, by every spelling, folded.
    Person(Vec<String>),
    /// An organization, likewise.
    Organization(Vec<String>),
}

impl Thing {
    /// What a place is about; none where it names nothing.
    pub fn at(spot: &Spot<'_>, known: &Snapshot) -> Option<Self> {
        let written = spot.text.trim();
        match spot.subject {
            Subject::Event | Subject::OwnEvent => {
                let id = known.event(written).map(|event| event.id.clone());
                Some(Self::Event(id.unwrap_or_else(|| written.into())))
            }
            Subject::Source | Subject::OwnSource => {
                let id = known.source(written).map(|source| source.id.clone());
                Some(Self::Source(id.unwrap_or_else(|| written.into())))
            }
            subject => {
                let name = text::fold(written);
                let all = known.collection();
                if subject.names_people()
                    && let Some(names) = spellings(
                        &name,
                        all.people.iter().map(|person| (&person.name, &person.aliases)),
                    )
                {
                    return Some(Self::Person(names));
                }
                if subject.names_organizations()
                    && let Some(names) = spellings(
                        &name,
                        all.organizations
                            .iter()
                            .map(|organization| (&organization.name, &organization.aliases)),
                    )
                {
                    return Some(Self::Organization(names));
                }
                let is =
                    |names: &[(Box<str>, usize)]| names.iter().any(|(known, _)| text::fold(known) == name);
                if subject.names_people() && is(&known.people) {
                    Some(Self::Person(vec![name]))
                } else if subject.names_organizations() && is(&known.organizations) {
                    Some(Self::Organization(vec![name]))
                } else {
                    None
                }
            }
        }
    }

    /// Whether a text of a file is its id or name.
    fn is(&self, mention: &Mention) -> bool {
        let is_id = |id: &str| mention.text == id || text::slug(&mention.text) == id;
        match self {
            Self::Event(id) => matches!(mention.subject, Subject::Event | Subject::OwnEvent) && is_id(id),
            Self::Source(id) => matches!(mention.subject, Subject::Source | Subject::OwnSource) && is_id(id),
            Self::Person(names) => {
                mention.subject.names_people() && names.contains(&text::fold(&mention.text))
            }
            Self::Organization(names) => {
                mention.subject.names_organizations() && names.contains(&text::fold(&mention.text))
            }
        }
    }

    /// Whether the text is where it is given.
    fn is_given(&self, mention: &Mention) -> bool {
        match (self, mention.subject) {
            (Self::Event(_), subject) => subject == Subject::OwnEvent,
            (Self::Source(_), subject) => subject == Subject::OwnSource,
            (Self::Person(_), Subject::Value(table, _)) => table.name == "person",
            (Self::Organization(_), Subject::Value(table, _)) => table.name == "organization",
            _ => false,
        }
    }

    /// The tables in which it is given.
    fn given(&self, known: &Snapshot) -> Vec<Origin> {
        let all = known.collection();
        match self {
            Self::Event(id) => known
                .event(id)
                .map(|event| event.origin.clone())
                .into_iter()
                .collect(),
            Self::Source(id) => known
                .source(id)
                .map(|source| source.origin.clone())
                .into_iter()
                .collect(),
            Self::Person(names) => all
                .people
                .iter()
                .filter(|person| names.contains(&text::fold(&person.name)))
                .map(|person| person.origin.clone())
                .collect(),
            Self::Organization(names) => all
                .organizations
                .iter()
                .filter(|organization| names.contains(&text::fold(&organization.name)))
                .map(|organization| organization.origin.clone())
                .collect(),
        }
    }

    /// The events that name it.
    fn used(&self, known: &Snapshot) -> Vec<Origin> {
        let events = known.collection().events.iter();
        let origin = |event: &Arc<crate::model::Event>| event.origin.clone();
        match self {
            Self::Event(id) => known
                .memory()
                .neighbours(id)
                .iter()
                .filter_map(|link| known.event(&link.id))
                .map(|event| origin(&event))
                .collect(),
            Self::Source(id) => events
                .filter(|event| event.citations().any(|citation| citation.source.id == *id))
                .map(origin)
                .collect(),
            Self::Person(names) => {
                let named = as_written(&known.people, names);
                events
                    .filter(|event| event.people.iter().any(|name| named.contains(&&**name)))
                    .map(origin)
                    .collect()
            }
            Self::Organization(names) => {
                let named = as_written(&known.organizations, names);
                events
                    .filter(|event| event.organizations.iter().any(|name| named.contains(&&**name)))
                    .map(origin)
                    .collect()
            }
        }
    }
}

/// The names of events that are one of these when folded.
fn as_written<'k>(known: &'k Names, folded: &[String]) -> Vec<&'k str> {
    let is_one = |name: &str| folded.contains(&text::fold(name));
    known
        .iter()
        .map(|(name, _)| &**name)
        .filter(|name| is_one(name))
        .collect()
}

/// All spellings of the one that has this one, folded.
fn spellings<'a>(
    name: &str,
    tables: impl Iterator<Item = (&'a Box<str>, &'a Vec<Box<str>>)>,
) -> Option<Vec<String>> {
    let mut tables = tables.map(|(name, aliases)| {
        std::iter::once(name)
            .chain(aliases)
            .map(|name| text::fold(name))
            .collect()
    });
    tables.find(|spellings: &Vec<String>| spellings.iter().any(|spelling| spelling == name))
}

/// Every place of a file where a thing stands, and whether it is given there.
type Sites = BTreeMap<PathBuf, Vec<(Range, bool)>>;

/// Every place where a thing stands.
fn sites(view: &View<'_>, known: &Snapshot, thing: &Thing) -> Sites {
    let mut origins: BTreeMap<PathBuf, Vec<Origin>> = BTreeMap::new();
    for origin in thing.given(known).into_iter().chain(thing.used(known)) {
        origins.entry(origin.file.to_path_buf()).or_default().push(origin);
    }
    // What is open may have changed since it was read.
    for (path, _) in view.documents.iter().filter(|(_, document)| document.inside) {
        origins.entry(path.clone()).or_default();
    }
    let mut sites = Sites::new();
    for (path, origins) in origins {
        let Some((text, mentions)) = view.mentions(&path, &origins) else {
            continue;
        };
        let mut found: Vec<_> = mentions
            .iter()
            .filter(|mention| thing.is(mention))
            .map(|mention| (text.range(mention.at.clone()), thing.is_given(mention)))
            .collect();
        found.sort_by_key(|(range, _)| (range.start.line, range.start.character));
        found.dedup();
        if !found.is_empty() {
            sites.insert(path, found);
        }
    }
    sites
}

/// Where what stands at a place is given: its id or name; the head of its table where that is not written.
pub fn definition(view: &View<'_>, spot: &Spot<'_>) -> Vec<Location> {
    let Some(known) = view.known.as_deref() else {
        return Vec::new();
    };
    let Some(thing) = Thing::at(spot, known) else {
        return Vec::new();
    };
    let given = thing.given(known);
    let mut found = Vec::new();
    for origin in &given {
        if let Some((text, mentions)) = view.mentions(&origin.file, std::slice::from_ref(origin)) {
            let place = mentions
                .iter()
                .find(|mention| thing.is_given(mention) && thing.is(mention))
                .map(|mention| mention.at.clone());
            let range = text.range(place.unwrap_or(origin.start..origin.start));
            found.extend(view.location(&origin.file, range));
        }
    }
    if found.is_empty() {
        // Written in an open file, and not read yet.
        for (path, document) in view.documents.iter().filter(|(_, document)| document.inside) {
            let given = super::mention::mentions(document.text.as_str(), 0);
            let given = given
                .iter()
                .find(|mention| thing.is_given(mention) && thing.is(mention));
            found.extend(
                given.and_then(|mention| view.location(path, document.text.range(mention.at.clone()))),
            );
        }
    }
    found
}

/// Every place where what stands at a place is used; where it is given, too, if asked for.
pub fn references(view: &View<'_>, spot: &Spot<'_>, with_given: bool) -> Vec<Location> {
    let Some(known) = view.known.as_deref() else {
        return Vec::new();
    };
    let Some(thing) = Thing::at(spot, known) else {
        return Vec::new();
    };
    sites(view, known, &thing)
        .iter()
        .flat_map(|(path, places)| places.iter().map(move |place| (path, place)))
        .filter(|(_, (_, given))| with_given || !given)
        .filter_map(|(path, (range, _))| view.location(path, *range))
        .collect()
}

/// Whether what stands at a place can get another id.
pub fn is_renamed(spot: &Spot<'_>) -> bool {
    matches!(
        spot.subject,
        Subject::Event | Subject::OwnEvent | Subject::Source | Subject::OwnSource
    ) && spot.quote.is_some()
        && !spot.text.contains("://")
}

/// The changes that give another id, in all files; a sentence where it cannot be.
pub fn rename(view: &View<'_>, spot: &Spot<'_>, new: &str) -> Result<WorkspaceEdit, String> {
    let new = new.trim();
    if !is_renamed(spot) {
        return Err("only the id of an event or a source can be renamed".to_owned());
    }
    let known = view.known.as_deref().ok_or("the files are still being read")?;
    if new.is_empty() || new.len() > 200 || new != text::slug(new) && !is_id(new) {
        return Err(format!(
            "an id has only a-z, 0-9 and hyphens: `{}` would do",
            text::slug(new)
        ));
    }
    let thing = Thing::at(spot, known).ok_or("nothing has this id")?;
    let taken = match &thing {
        Thing::Event(id) => known
            .event(new)
            .filter(|event| event.id != *id)
            .map(|event| event.title.clone()),
        Thing::Source(id) => known
            .source(new)
            .filter(|source| source.id != *id)
            .map(|source| source.label().into()),
        Thing::Person(_) | Thing::Organization(_) => None,
    };
    if let Some(title) = taken {
        return Err(format!("`{new}` is the id of `{title}` already"));
    }
    let sites = sites(view, known, &thing);
    if !thing.given(known).is_empty() && !sites.values().flatten().any(|(_, given)| *given) {
        return Err("this id is made of the date and the title; write it as `id` first".to_owned());
    }
    Ok(edits(
        view,
        sites.iter().flat_map(|(path, places)| {
            places
                .iter()
                .map(move |(range, _)| (path.as_path(), TextEdit::new(*range, new.to_owned())))
        }),
    ))
}

/// Whether a text is written as ids are.
fn is_id(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// Changes of several files.
#[allow(clippy::mutable_key_type)] // It is the type of the protocol, and its keys do not change.
pub fn edits<'p>(view: &View<'_>, edits: impl Iterator<Item = (&'p Path, TextEdit)>) -> WorkspaceEdit {
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    let mut seen = BTreeSet::new();
    for (path, edit) in edits {
        let at = (path.to_owned(), edit.range.start.line, edit.range.start.character);
        if let Some(uri) = view.uri(path)
            && seen.insert(at)
        {
            changes.entry(uri).or_default().push(edit);
        }
    }
    WorkspaceEdit::new(changes)
}

//! Drafts into the collection: which file gets what, decided first and then written in one go, by the one place that
//! writes event files. What is there already is left alone, and said.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    Draft, Pulled,
    pulled::{Cited, Entry, Target, free},
    tables::{self, Citing},
};
use crate::{
    model::{Event, Relation, Source},
    store::{
        Collection, Place,
        edit::{self, Change, Edit, EditError, Table},
        write::{self, FileEdits, Scope, WriteError, Written},
    },
    text,
};

/// The folder of kept texts, beside the file in which their sources stand.
pub const TEXTS: &str = "articles";

/// Where drafts go.
#[derive(Clone, Copy, Debug)]
pub struct Into<'a> {
    /// Where the collection is.
    pub place: &'a Place,
    /// The collection.
    pub collection: &'a Collection,
    /// The file for all new events; `<id of the source>.toml` in the collection's folder where none is named.
    pub file: Option<&'a Path>,
    /// Whether the texts of the articles are kept beside the events.
    pub keep_text: bool,
}

/// Why nothing can be written.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// There is no collection to write into.
    #[error(
        "there is no collection to write into: the events are those inside the program, which cannot be changed"
    )]
    NoPlace,
    /// An event that gets a source has changed on the disk.
    #[error("`{}` has changed since it was read, and event `{id}` is not found in it any more", path.display())]
    Gone {
        /// The file.
        path: PathBuf,
        /// The event.
        id: Box<str>,
    },
    /// A draft is not TOML.
    #[error("{0}")]
    Edit(#[from] EditError),
    /// The system, or somebody else, stands in the way.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// What is done with one draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// It becomes an event.
    Added {
        /// Its id.
        id: Box<str>,
        /// Its title.
        title: Box<str>,
        /// The event of the collection that it looks like, if it does.
        like: Option<Box<str>>,
    },
    /// The article becomes a source of an event.
    Cited {
        /// The event.
        id: Box<str>,
    },
    /// The event cites the article already.
    There {
        /// The event.
        id: Box<str>,
    },
}

/// All that is to be written.
#[derive(Debug, Default)]
pub struct Saving {
    files: Vec<FileEdits>,
    /// Texts to be kept: file and text.
    texts: Vec<(PathBuf, String)>,
    /// What is done with each draft, in their order.
    pub deeds: Vec<Deed>,
    /// The files that are written, kept texts too.
    pub paths: Vec<PathBuf>,
}

impl Saving {
    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.texts.is_empty()
    }

    /// Writes it: all event files or none of them. Kept texts come first, so that no source names a text that is
    /// not there.
    pub fn write(&self, scope: &Scope) -> Result<Vec<Written>, WriteError> {
        for (file, text) in &self.texts {
            keep(scope, file, text)?;
        }
        write::write(scope, &self.files)
    }

    /// What has been done: a line for each kind of deed, with a line for each event below it.
    pub fn summary(&self) -> Vec<String> {
        let events = |count: usize| {
            format!(
                "{} event{}",
                text::grouped(count),
                if count == 1 { "" } else { "s" }
            )
        };
        let mut lines = Vec::new();
        let mut list = |head: &dyn Fn(usize) -> String, wanted: &dyn Fn(&Deed) -> Option<String>| {
            let listed: Vec<String> = self.deeds.iter().filter_map(wanted).collect();
            if !listed.is_empty() {
                lines.push(head(listed.len()));
                lines.extend(listed.into_iter().map(|line| format!("  {line}")));
            }
        };
        list(&|count| format!("Added {}:", events(count)), &|deed| match deed {
            Deed::Added { id, like: None, .. } => Some(id.to_string()),
            Deed::Added {
                id, like: Some(like), ..
            } => Some(format!("{id}  (it looks like {like}; see whether they are one)")),
            _ => None,
        });
        list(
            &|count| format!("Added the article as a source to {}:", events(count)),
            &|deed| match deed {
                Deed::Cited { id } => Some(id.to_string()),
                _ => None,
            },
        );
        let there = |count| {
            let verb = if count == 1 { "cites" } else { "cite" };
            format!(
                "Nothing is added to {}, which {verb} the article already:",
                events(count)
            )
        };
        list(&there, &|deed| match deed {
            Deed::There { id } => Some(id.to_string()),
            _ => None,
        });
        lines
    }
}

/// An event that is about to be made, of one article or of several.
struct Made<'a> {
    entry: &'a Entry,
    /// Index of its article.
    pulled: usize,
    id: String,
    citings: Vec<Citing>,
}

/// What is decided, before it is known which bytes change.
struct Decided<'a> {
    into: Into<'a>,
    /// Ids of events, those about to be made too.
    taken: FxHashSet<Box<str>>,
    made: Vec<Made<'a>>,
    /// Of each article: what its drafts are called in the end, for relations.
    names: Vec<FxHashMap<&'a str, Box<str>>>,
    /// Articles that become sources of an event, by its place in the collection.
    cited: BTreeMap<usize, Vec<(usize, Citing)>>,
    deeds: Vec<Deed>,
}

/// Decides what is written for the entries of these articles; all of them are taken.
pub fn plan(into: Into<'_>, articles: &[Pulled]) -> Result<Saving, SaveError> {
    let root = root(into.place).ok_or(SaveError::NoPlace)?;
    let mut decided = Decided {
        into,
        taken: into
            .collection
            .events
            .iter()
            .map(|event| event.id.clone())
            .collect(),
        made: Vec::new(),
        names: vec![FxHashMap::default(); articles.len()],
        cited: BTreeMap::new(),
        deeds: Vec::new(),
    };
    for (index, pulled) in articles.iter().enumerate() {
        for entry in &pulled.entries {
            let (id, deed) = decided.decide(index, pulled, entry);
            if let Some(names) = decided.names.get_mut(index) {
                names.insert(&entry.draft.id, id);
            }
            decided.deeds.push(deed);
        }
    }
    let mut files = Files::default();
    let mut texts = Vec::new();
    for (index, pulled) in articles.iter().enumerate() {
        let home = into
            .file
            .map_or_else(|| root.file_of(&pulled.source), Path::to_owned);
        texts.extend(decided.source(index, pulled, &home, &mut files)?);
        for made in decided.made.iter().filter(|made| made.pulled == index) {
            let text = tables::event(made.entry, &made.id, &made.citings, &decided.relations(made));
            files.at(&home)?.push(Edit::add(text));
        }
    }
    decided.citations(&mut files)?;
    let files: Vec<FileEdits> = files.of.into_iter().map(|file| file.0).collect();
    let paths = files
        .iter()
        .map(|file| &file.file)
        .chain(texts.iter().map(|(file, _)| file));
    Ok(Saving {
        paths: paths.cloned().collect(),
        files,
        texts,
        deeds: decided.deeds,
    })
}

impl<'a> Decided<'a> {
    /// What is done with one draft, and the id of the event that it is then.
    fn decide(&mut self, index: usize, pulled: &Pulled, entry: &'a Entry) -> (Box<str>, Deed) {
        let citing = Citing::of(&pulled.source.id, &entry.draft);
        let events = &self.into.collection.events;
        let there = events.iter().enumerate().find(|(_, event)| match &entry.target {
            Target::Event(id) => event.id == *id,
            Target::New => pulled.source.is_cited_by(event) && is_same(entry, event, &pulled.source),
        });
        if let Some((at, event)) = there {
            let id = event.id.clone();
            let cited = self.cited.entry(at).or_default();
            let has = pulled.source.is_cited_by(event) || cited.iter().any(|(article, _)| *article == index);
            if has {
                return (id.clone(), Deed::There { id });
            }
            cited.push((index, citing));
            return (id.clone(), Deed::Cited { id });
        }
        let told = |made: &&mut Made<'_>| made.pulled != index && is_one(made.entry, entry);
        if let Some(same) = self.made.iter_mut().find(told) {
            let id: Box<str> = same.id.as_str().into();
            if same.citings.iter().all(|other| other.source != citing.source) {
                same.citings.push(citing);
            }
            return (id.clone(), Deed::Cited { id });
        }
        let id = self.free(&entry.draft);
        self.taken.insert(id.as_str().into());
        self.made.push(Made {
            entry,
            pulled: index,
            id: id.clone(),
            citings: vec![citing],
        });
        let deed = Deed::Added {
            id: id.as_str().into(),
            title: entry.draft.title.clone(),
            like: entry.draft.matched.id().map(std::convert::Into::into),
        };
        (id.into(), deed)
    }

    /// The id that a draft proposes, or the next one that is free.
    fn free(&self, draft: &Draft) -> String {
        let taken = |id: &str| self.taken.contains(id);
        let proposed = [draft.id.to_string(), text::slug(&draft.title), "event".to_owned()];
        let id = proposed.into_iter().find(|id| !id.is_empty()).unwrap_or_default();
        if taken(&id) { free(&id, &taken) } else { id }
    }

    /// The `[[source]]` of an article, where something cites it that did not, and the text of it that is kept.
    fn source(
        &self,
        index: usize,
        pulled: &Pulled,
        home: &Path,
        files: &mut Files,
    ) -> Result<Option<(PathBuf, String)>, SaveError> {
        let cites = |citing: &Citing| citing.source == pulled.source.id;
        let made = self.made.iter().any(|made| made.citings.iter().any(cites));
        if !made
            && !self
                .cited
                .values()
                .flatten()
                .any(|(article, _)| *article == index)
        {
            return Ok(None);
        }
        let kept = self
            .into
            .keep_text
            .then(|| format!("{TEXTS}/{}.txt", pulled.source.id));
        let home = pulled.source.file.as_deref().unwrap_or(home);
        if pulled.source.file.is_none() {
            files
                .at(home)?
                .push(Edit::add(tables::source(&pulled.source, kept.as_deref())?));
        } else if let Some(kept) = &kept {
            // A source that was there keeps what it says, but for a text that it did not have.
            let known = |source: &Arc<Source>| *source.id == *pulled.source.id && source.text.is_some();
            if self.into.collection.sources.iter().any(known) {
                return Ok(None);
            }
            let change = Change::set("text", edit::Value::Text(kept.clone()));
            files
                .at(home)?
                .push(Edit::change(Table::source(&pulled.source.id), change));
        }
        Ok(kept.map(|kept| (beside(home, &kept), pulled.text.clone())))
    }

    /// The relations of an event with the ids that there are in the end; those that lead to nothing are left out.
    fn relations(&self, made: &Made<'_>) -> Vec<Relation> {
        let names = self.names.get(made.pulled);
        let led = |relation: &Relation| {
            let name = names.and_then(|names| names.get(&*relation.target));
            Relation {
                kind: relation.kind,
                target: name.unwrap_or(&relation.target).clone(),
            }
        };
        let relations = made.entry.draft.relations.iter().map(led);
        let leads =
            |relation: &Relation| self.taken.contains(&relation.target) && *relation.target != *made.id;
        relations.filter(leads).collect()
    }

    /// The articles as sources of events that are there.
    fn citations(&self, files: &mut Files) -> Result<(), SaveError> {
        for (at, citings) in &self.cited {
            let Some(event) = self
                .into
                .collection
                .events
                .get(*at)
                .filter(|_| !citings.is_empty())
            else {
                continue;
            };
            let edits = files.at(&event.origin.file)?;
            let table = edits.table(event)?;
            for (_, citing) in citings {
                edits.push(Edit::change(
                    table.clone(),
                    Change::append("sources", citing.value()),
                ));
            }
        }
        Ok(())
    }
}

/// Whether an event that cites the article is what a draft of it became.
fn is_same(entry: &Entry, event: &Event, source: &Cited) -> bool {
    let draft = &entry.draft;
    let quote = Citing::of(&source.id, draft).quote;
    let quoted = event.sources.iter().any(|citation| {
        *citation.source.id == *source.id && citation.quote.split_whitespace().eq(quote.split_whitespace())
    });
    let same_title = event.title == draft.title;
    let countries: Vec<_> = event
        .countries
        .iter()
        .filter_map(crate::model::Term::known)
        .collect();
    let same_countries = countries.len() == draft.countries.len()
        && countries.iter().all(|country| draft.countries.contains(country));
    let same_kind = event.category.known() == Some(draft.category) && event.date == draft.date;
    quoted && (same_title || same_kind) || same_kind && same_countries && same_title || *event.id == *draft.id
}

/// Whether two articles tell the same.
fn is_one(one: &Entry, other: &Entry) -> bool {
    let (one, other) = (&one.draft, &other.draft);
    let sorted = |draft: &Draft| {
        let mut countries = draft.countries.clone();
        countries.sort();
        countries
    };
    one.date == other.date
        && one.category == other.category
        && one.status == other.status
        && !one.countries.is_empty()
        && sorted(one) == sorted(other)
        && one.people == other.people
}

/// The edits of each file.
#[derive(Default)]
struct Files {
    of: Vec<Edits>,
}

struct Edits(FileEdits);

impl Files {
    fn at(&mut self, file: &Path) -> Result<&mut Edits, SaveError> {
        let at = self.of.iter().position(|edits| edits.0.file == file);
        let at = at.unwrap_or(self.of.len());
        if at == self.of.len() {
            let seen = file.exists().then(|| write::seen(file)).transpose()?;
            self.of.push(Edits(FileEdits {
                file: file.to_owned(),
                seen,
                edits: Vec::new(),
            }));
        }
        self.of.get_mut(at).ok_or(SaveError::NoPlace)
    }
}

impl Edits {
    fn push(&mut self, edit: Edit) {
        self.0.edits.push(edit);
    }

    /// The table of an event in the bytes that the edits are made for.
    fn table(&self, event: &Event) -> Result<Table, SaveError> {
        let seen = self.0.seen.as_deref().unwrap_or_default();
        edit::table_of(seen, event).ok_or_else(|| SaveError::Gone {
            path: self.0.file.clone(),
            id: event.id.clone(),
        })
    }
}

/// The first folder of a collection, or its first file.
struct Root<'a>(&'a Path);

fn root(place: &Place) -> Option<Root<'_>> {
    let Place::Paths(paths) = place else { return None };
    let folder = paths.iter().find(|path| path.is_dir());
    folder.or(paths.first()).map(|path| Root(path))
}

impl Root<'_> {
    fn file_of(&self, source: &Cited) -> PathBuf {
        if self.0.is_dir() {
            self.0.join(format!("{}.toml", source.id))
        } else {
            self.0.to_owned()
        }
    }
}

/// A path that is relative to a file, from the working folder.
fn beside(file: &Path, path: &str) -> PathBuf {
    file.parent()
        .map_or_else(|| PathBuf::from(path), |folder| folder.join(path))
}

/// Saves a text. One that is there already as it is stays.
fn keep(scope: &Scope, file: &Path, text: &str) -> Result<(), WriteError> {
    let folder = file.parent().unwrap_or(Path::new("."));
    if let Err(error) = fs::create_dir(folder)
        && error.kind() != io::ErrorKind::AlreadyExists
    {
        return Err(WriteError::Io {
            path: folder.to_owned(),
            error,
        });
    }
    let seen = file.exists().then(|| write::seen(file)).transpose()?;
    if seen.as_deref() == Some(text.as_bytes()) {
        return Ok(());
    }
    write::replace(scope, file, seen.as_deref(), text.as_bytes().to_vec()).map(drop)
}

#[cfg(test)]
mod tests;

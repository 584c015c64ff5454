//! Drafts as TOML, as a person would write them: what goes into a file, and what `annals pull` prints.

use std::fmt::Write as _;

use super::{
    Draft, Pulled,
    pulled::{Cited, Entry, Target},
};
use crate::{
    model::{Claim, Location, Relation, Status},
    store::{
        compose,
        edit::{Change, Edit, EditError, Table, Value, apply},
    },
    text::harmless,
};

/// A place in an article that an event rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citing {
    /// Id of the `[[source]]`.
    pub source: String,
    /// `paragraph 4`.
    pub locator: String,
    /// The words.
    pub quote: String,
}

impl Citing {
    /// Where `draft` rests in the article that is the source with this id.
    pub fn of(source: &str, draft: &Draft) -> Self {
        Self {
            source: source.to_owned(),
            locator: draft.locator(),
            // A quote stands on one line of the file; `check` takes white space for white space.
            quote: draft.quote.split_whitespace().collect::<Vec<_>>().join(" "),
        }
    }

    /// As an element of `sources`.
    pub fn value(&self) -> Value {
        let mut entries = vec![("id".to_owned(), Value::Text(self.source.clone()))];
        for (key, text) in [("locator", &self.locator), ("quote", &self.quote)] {
            if !text.is_empty() {
                entries.push((key.to_owned(), Value::Text(text.clone())));
            }
        }
        Value::Table(entries)
    }
}

/// The `[[source]]` of an article. `kept` is the path of its saved text, from the file in which it stands.
pub fn source(cited: &Cited, kept: Option<&str>) -> Result<String, EditError> {
    let texts = [
        ("id", cited.id.as_str()),
        ("title", &cited.title),
        ("publisher", &cited.publisher),
        ("published", cited.published.as_str()),
        ("url", &cited.url),
        ("text", kept.unwrap_or_default()),
    ];
    let keys = texts.into_iter().filter(|(_, text)| !text.is_empty());
    let edits = keys.map(|(key, text)| {
        let value = match key {
            "published" => Value::Date(text.to_owned()),
            _ => Value::Text(text.to_owned()),
        };
        Edit::change(Table::At(0), Change::set(key, value))
    });
    let bytes = apply(b"[[source]]\n", &edits.collect::<Vec<_>>())?;
    String::from_utf8(bytes).map_err(|_| EditError::NotUtf8)
}

/// The `[[event]]` of a draft, under an id, with the places that it rests on. Relations are those given.
pub fn event(entry: &Entry, id: &str, citings: &[Citing], relations: &[Relation]) -> String {
    let draft = &entry.draft;
    let mut keys: Vec<(&str, Value)> = Vec::new();
    if !id.is_empty() {
        keys.push(("id", Value::Text(id.to_owned())));
    }
    keys.push(("title", Value::Text(draft.title.to_string())));
    keys.push(("date", Value::Date(draft.date.as_str().to_owned())));
    let lists = [
        ("countries", texts(&draft.countries)),
        ("initiators", texts(&draft.initiators)),
        ("targets", texts(&draft.targets)),
        ("people", texts(&draft.people)),
        ("organizations", texts(&draft.organizations)),
    ];
    for (key, list) in lists {
        if !list.is_empty() {
            keys.push((key, Value::texts(list)));
        }
    }
    keys.push(("category", Value::Text(draft.category.to_string())));
    if draft.status != Status::Occurred {
        keys.push(("status", Value::Text(draft.status.to_string())));
    }
    keys.extend(
        draft
            .location
            .as_ref()
            .map(|location| ("location", place(location))),
    );
    if !entry.summary.is_empty() {
        keys.push(("summary", Value::Text(entry.summary.clone())));
    }
    if !draft.tags.is_empty() {
        keys.push(("tags", Value::texts(texts(&draft.tags))));
    }
    if !citings.is_empty() {
        keys.push((
            "sources",
            Value::List(citings.iter().map(Citing::value).collect()),
        ));
    }
    if !relations.is_empty() {
        keys.push(("relations", related(relations)));
    }
    if !draft.claims.is_empty() {
        keys.push(("claims", Value::List(draft.claims.iter().map(claim).collect())));
    }
    compose::event(&keys)
}

/// A whole article: its source, then its drafts. A draft that the collection has already stands as a remark, so that the
/// text can be added to the collection as it is. `explain` says what made the score of each.
pub fn document(pulled: &Pulled, explain: bool) -> Result<String, EditError> {
    let mut text = String::new();
    if pulled.source.file.is_none() {
        text += &source(&pulled.source, None)?;
    }
    for entry in &pulled.entries {
        let citing = Citing::of(&pulled.source.id, &entry.draft);
        let relations = entry.draft.relations.iter().map(|relation| led(relation, pulled));
        let one = event(entry, &entry.draft.id, &[citing], &relations.collect::<Vec<_>>());
        if !text.is_empty() {
            text.push('\n');
        }
        if explain {
            text += &explained(&entry.draft);
        }
        match &entry.target {
            Target::New => {
                if let Some(id) = entry.draft.matched.id() {
                    let _ = writeln!(text, "# It looks like `{id}`, which the collection has.");
                }
                text += &one;
            }
            Target::Event(id) => {
                let _ = writeln!(
                    text,
                    "# The collection has this event, as `{id}`; the article would become one more source of it."
                );
                for line in one.lines() {
                    let _ = writeln!(text, "# {line}");
                }
            }
        }
    }
    Ok(text)
}

/// What made the score of a draft, as remarks.
fn explained(draft: &Draft) -> String {
    let mut text = format!("# score {:.2}\n", draft.score);
    for reason in &draft.reasons {
        let _ = writeln!(text, "#   {:+.2}  {}", reason.points, harmless(&reason.text));
    }
    text
}

/// A relation with the id that its end has in the collection.
fn led(relation: &Relation, pulled: &Pulled) -> Relation {
    let end = pulled
        .entries
        .iter()
        .find(|entry| entry.draft.id == relation.target);
    let target = match end.map(|entry| &entry.target) {
        Some(Target::Event(id)) => id,
        Some(Target::New) | None => &relation.target,
    };
    Relation {
        kind: relation.kind,
        target: target.clone(),
    }
}

fn texts<T: ToString>(items: &[T]) -> Vec<String> {
    items.iter().map(ToString::to_string).collect()
}

fn place(location: &Location) -> Value {
    if location.country.is_none() && location.coordinates.is_none() {
        return Value::Text(location.name.to_string());
    }
    let mut entries = Vec::new();
    if !location.name.is_empty() {
        entries.push(("name".to_owned(), Value::Text(location.name.to_string())));
    }
    if let Some(country) = &location.country {
        entries.push(("country".to_owned(), Value::Text(country.to_string())));
    }
    if let Some((lat, lon)) = location.coordinates {
        entries.push(("lat".to_owned(), Value::Number(lat)));
        entries.push(("lon".to_owned(), Value::Number(lon)));
    }
    Value::Table(entries)
}

fn claim(claim: &Claim) -> Value {
    Value::Table(vec![
        ("by".to_owned(), Value::texts(texts(&claim.by))),
        ("stance".to_owned(), Value::Text(claim.stance.as_str().to_owned())),
    ])
}

fn related(relations: &[Relation]) -> Value {
    let mut kinds: Vec<(String, Vec<Value>)> = Vec::new();
    for relation in relations {
        let target = Value::Text(relation.target.to_string());
        match kinds.iter_mut().find(|(kind, _)| kind == relation.kind.as_str()) {
            Some((_, targets)) => targets.push(target),
            None => kinds.push((relation.kind.as_str().to_owned(), vec![target])),
        }
    }
    let kinds = kinds
        .into_iter()
        .map(|(kind, targets)| (kind, Value::List(targets)));
    Value::Table(kinds.collect())
}

//! Two events that are one: what the second says is added to the first, and whatever leads to the second leads to the
//! first.

use super::{
    Collection,
    change::{Changed, Changes, located},
    edit::{self, Change, Edit, EditError, NodeKind, Outlined, Table, Value},
    names,
    rename::related_files,
    write::WriteError,
};
use crate::{
    model::{Event, keys, keys::Kind},
    places::{self, Lookup},
};

/// What merging makes of the files, and what of the second is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The files that would change.
    pub files: Vec<Changed>,
    /// Keys of the second that the first has with another value, which stays: with the value that goes, as TOML.
    pub left_out: Vec<(String, String)>,
}

/// A key of the second event: its name, and its elements as they are written.
struct Said {
    key: &'static keys::Key,
    elements: Vec<Element>,
}

/// An element of a list, or a lone value.
struct Element {
    /// As TOML.
    raw: String,
    /// The text, if it is one.
    text: Option<String>,
    /// The `id` or `url` of a table.
    name: Option<String>,
}

/// Folds `other` into `kept`: lists are united, keys that only `other` has are taken over, its relations go on from
/// `kept`, and its table goes. Nothing is written.
pub fn merge(collection: &Collection, kept: &Event, other: &Event) -> Result<Merged, WriteError> {
    let mut changes = Changes::default();
    // With ids that are written both are found again, wherever they come to stand. From behind, so that places hold.
    let mut both = [kept, other];
    both.sort_by_key(|event| std::cmp::Reverse(event.origin.start));
    for event in both {
        let file = &event.origin.file;
        let table = located(changes.now(file)?, "event", &event.id, &event.origin);
        if !matches!(&table, Table::Id { id, .. } if **id == *event.id) {
            let id = Change::set("id", Value::Text(event.id.to_string()));
            changes.edit(file, &[Edit::change(table, id)])?;
        }
    }
    let (file, table) = (&kept.origin.file, Table::event(&*kept.id));
    let others = said(changes.now(&other.origin.file)?, other)?;
    let own = said(changes.now(file)?, kept)?;
    let mut left_out = Vec::new();
    for said in others {
        let there = own.iter().find(|own| own.key.name == said.key.name);
        if said.key.name == "relations" {
            continue;
        }
        let is_list = matches!(
            said.key.kind,
            Kind::Texts | Kind::Countries | Kind::Actors | Kind::Citations | Kind::Tables(_)
        );
        match there {
            None => {
                let value = if is_list {
                    Value::List(
                        said.elements
                            .into_iter()
                            .map(|element| Value::Raw(element.raw))
                            .collect(),
                    )
                } else {
                    let Some(lone) = said.elements.into_iter().next() else {
                        continue;
                    };
                    Value::Raw(lone.raw)
                };
                changes.edit(
                    file,
                    &[Edit::change(table.clone(), Change::set(said.key.name, value))],
                )?;
            }
            Some(there) if is_list => {
                let new = said
                    .elements
                    .into_iter()
                    .filter(|element| !there.elements.iter().any(|own| is_same(own, element)));
                for element in new {
                    let append = Change::append(said.key.name, Value::Raw(element.raw));
                    changes.edit(file, &[Edit::change(table.clone(), append)])?;
                }
            }
            Some(there) if said.key.name != "id" => {
                let raw = |said: &Said| said.elements.first().map(|element| element.raw.clone());
                if let (Some(own), Some(gone)) = (raw(there), raw(&said))
                    && own != gone
                {
                    left_out.push((said.key.name.to_owned(), gone));
                }
            }
            Some(_) => {}
        }
    }
    for relation in &other.relations {
        let is_own = relation.target == kept.id || kept.relations.contains(relation);
        if !is_own {
            let append = Change::append(
                format!("relations.{}", relation.kind.as_str()),
                Value::Text(relation.target.to_string()),
            );
            changes.edit(file, &[Edit::change(table.clone(), append)])?;
        }
    }
    let remove = Edit::Remove {
        table: Table::event(&*other.id),
    };
    changes.edit(&other.origin.file, &[remove])?;
    let redirect = Edit::Redirect {
        from: other.id.to_string(),
        to: kept.id.to_string(),
    };
    for file in related_files(collection, &other.id) {
        changes.edit(file, std::slice::from_ref(&redirect))?;
    }
    Ok(Merged {
        files: changes.done(),
        left_out,
    })
}

/// What the table of an event says, key by key.
fn said(bytes: &[u8], event: &Event) -> Result<Vec<Said>, WriteError> {
    let wrong = |error| WriteError::Edit {
        path: event.origin.file.to_path_buf(),
        error,
    };
    let text = std::str::from_utf8(bytes).map_err(|_| wrong(EditError::NotUtf8))?;
    let tables = edit::outline(text);
    let table = tables
        .iter()
        .find(|table| table.name == "event" && table.text("id") == Some(&event.id))
        .ok_or_else(|| wrong(EditError::NotThere(format!("event `{}`", event.id))))?;
    if table.broken {
        return Err(wrong(EditError::Broken(format!("event `{}`", event.id))));
    }
    keys::EVENT
        .keys
        .iter()
        .map(|key| {
            let elements = elements(text, table, key).map_err(wrong)?;
            Ok(Said { key, elements })
        })
        .filter(|said: &Result<Said, WriteError>| {
            said.as_ref().map_or(true, |said| !said.elements.is_empty())
        })
        .collect()
}

/// The elements of a key, however it is written: as a value, with dots, under heads of its own.
fn elements(text: &str, table: &Outlined<'_>, key: &keys::Key) -> Result<Vec<Element>, EditError> {
    let mut elements = Vec::new();
    // `location.name = …`, put together to one table.
    let mut dotted: Vec<String> = Vec::new();
    for section in &table.sections {
        let raw = |at: std::ops::Range<usize>| text.get(at).unwrap_or_default();
        match section.path.as_slice() {
            [] => {
                for entry in &section.entries {
                    match entry.keys.as_slice() {
                        [(name, _)] if *name == key.name => match &entry.value.kind {
                            NodeKind::List(items) => {
                                elements.extend(items.iter().map(|item| element(text, item)));
                            }
                            _ => elements.push(element(text, &entry.value)),
                        },
                        [(name, _), (_, next), ..] if *name == key.name => {
                            dotted.push(raw(next.start..entry.value.at.end).to_owned());
                        }
                        _ => {}
                    }
                }
            }
            [name] if *name == key.name => {
                let statements: Vec<&str> = section.entries.iter().map(|entry| raw(entry.at())).collect();
                let id = section.entries.iter().find_map(|entry| {
                    match (entry.keys.as_slice(), &entry.value.kind) {
                        ([(name, _)], NodeKind::Text(text)) if matches!(&**name, "id" | "url") => {
                            Some(text.to_string())
                        }
                        _ => None,
                    }
                });
                elements.push(Element {
                    raw: format!("{{ {} }}", statements.join(", ")),
                    text: None,
                    name: id,
                });
            }
            [name, ..] if *name == key.name => {
                return Err(EditError::Unfit(
                    key.name.to_owned(),
                    "it has tables within tables under heads of their own",
                ));
            }
            _ => {}
        }
    }
    if !dotted.is_empty() {
        elements.push(Element {
            raw: format!("{{ {} }}", dotted.join(", ")),
            text: None,
            name: None,
        });
    }
    Ok(elements)
}

fn element(text: &str, node: &edit::Node<'_>) -> Element {
    let name = match &node.kind {
        NodeKind::Inline(entries) => {
            entries
                .iter()
                .find_map(|entry| match (entry.keys.as_slice(), &entry.value.kind) {
                    ([(name, _)], NodeKind::Text(text)) if matches!(&**name, "id" | "url") => {
                        Some(text.to_string())
                    }
                    _ => None,
                })
        }
        _ => None,
    };
    Element {
        raw: text.get(node.at.clone()).unwrap_or_default().to_owned(),
        text: match &node.kind {
            NodeKind::Text(text) => Some(text.trim().to_owned()),
            _ => None,
        },
        name,
    }
}

/// Whether two elements say the same: the same name or country, the same table, or a table of what the other only names.
fn is_same(own: &Element, other: &Element) -> bool {
    match (&own.text, &other.text) {
        (Some(own), Some(other)) => {
            let country = |name: &str| match places::lookup(name) {
                Lookup::Found(code) => Some(code),
                _ => None,
            };
            names::key(own) == names::key(other) || country(own).is_some() && country(own) == country(other)
        }
        (None, Some(other)) => own.name.as_ref() == Some(other),
        _ => {
            let squeezed = |raw: &str| raw.split_whitespace().collect::<String>();
            squeezed(&own.raw) == squeezed(&other.raw)
        }
    }
}

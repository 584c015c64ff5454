//! Relations that lead to one id are led to another.

use super::{
    Change, Edit, EditError, Table,
    change::{self, File, Splice, spliced},
    outline::{Entry, Node, NodeKind, Outlined, outline},
    value::Value,
};
use crate::text::slug;

/// The text with every relation to `from` leading to `to`. One that would then stand there twice, or lead from an
/// event to itself, goes.
pub(super) fn redirect(text: &str, from: &str, to: &str) -> Result<String, EditError> {
    let tables = outline(text);
    let file = File::new(text);
    let mut splices: Vec<Splice> = Vec::new();
    let mut touched: Vec<usize> = Vec::new();
    for (number, table) in tables
        .iter()
        .enumerate()
        .filter(|(_, table)| table.name == "event")
    {
        let before = splices.len();
        for (_, list) in relations(table) {
            for item in texts(list).filter(|(_, text)| leads_to(text, from)) {
                let former = file.text.get(item.0.at.clone());
                let new = file.written(&Value::Text(to.to_owned()), former);
                splices.push((item.0.at.clone(), new));
            }
        }
        let written = text.get(table.start()..table.end()).unwrap_or_default();
        if table.broken && written.contains(from) {
            return Err(EditError::Broken(change::called(table)));
        }
        if splices.len() > before {
            touched.push(number);
        }
    }
    if splices.is_empty() {
        return Ok(text.to_owned());
    }
    let mut new = spliced(text, splices, 0..0)?.0;
    for number in touched {
        new = once_each(new, number, to)?;
    }
    Ok(new)
}

/// The text with every citation of the source `from` naming `to`.
pub(super) fn recite(text: &str, from: &str, to: &str) -> Result<String, EditError> {
    let tables = outline(text);
    let file = File::new(text);
    let mut splices: Vec<Splice> = Vec::new();
    for table in tables.iter().filter(|table| table.name == "event") {
        let mut cited = Vec::new();
        for section in &table.sections {
            let path: Vec<&str> = section.path.iter().map(|step| &**step).collect();
            for entry in &section.entries {
                citations(&path, entry, &mut cited);
            }
        }
        for (node, _) in cited.into_iter().filter(|(_, text)| leads_to(text, from)) {
            let former = file.text.get(node.at.clone());
            splices.push((node.at.clone(), file.written(&Value::Text(to.to_owned()), former)));
        }
        let written = text.get(table.start()..table.end()).unwrap_or_default();
        if table.broken && written.contains(from) {
            return Err(EditError::Broken(change::called(table)));
        }
    }
    Ok(spliced(text, splices, 0..0)?.0)
}

/// The ids of sources below a statement, however they are written.
fn citations<'o, 't>(path: &[&str], entry: &'o Entry<'t>, found: &mut Vec<(&'o Node<'t>, &'o str)>) {
    let mut path = path.to_vec();
    path.extend(entry.keys.iter().map(|(key, _)| &**key));
    within(&path, &entry.value, found);
}

fn within<'o, 't>(path: &[&str], node: &'o Node<'t>, found: &mut Vec<(&'o Node<'t>, &'o str)>) {
    match &node.kind {
        NodeKind::Text(text) => {
            let cites = matches!(path, [.., "sources"]) && !text.contains("://");
            if cites || matches!(path, [.., "sources", "id"]) {
                found.push((node, text));
            }
        }
        NodeKind::List(items) => items.iter().for_each(|item| within(path, item, found)),
        NodeKind::Inline(entries) => entries.iter().for_each(|entry| citations(path, entry, found)),
        NodeKind::Plain => {}
    }
}

/// Takes relations to `to` away that stand twice in a list of the event, or that are its own.
fn once_each(mut text: String, number: usize, to: &str) -> Result<String, EditError> {
    loop {
        let tables = outline(&text);
        let Some(table) = tables.get(number) else {
            return Ok(text);
        };
        let own = table.text("id").is_some_and(|id| leads_to(id, to));
        let doubled = relations(table).into_iter().find(|(_, list)| {
            let count = texts(list).filter(|(_, text)| leads_to(text, to)).count();
            count > usize::from(!own)
        });
        let Some((key, list)) = doubled else {
            return Ok(text);
        };
        // As it is written there.
        let written = texts(list)
            .find(|(_, text)| leads_to(text, to))
            .map(|(_, text)| text.to_owned());
        let edit = Edit::change(
            Table::At(table.start()),
            Change::remove_from(key, written.unwrap_or_default().trim()),
        );
        text = change::apply(&text, &edit)?;
    }
}

/// Whether what is written means that id.
fn leads_to(written: &str, id: &str) -> bool {
    let written = written.trim();
    written == id || slug(written) == id
}

/// The relations of an event: key and value, however they are written.
fn relations<'o, 't>(table: &'o Outlined<'t>) -> Vec<(String, &'o Node<'t>)> {
    let mut found = Vec::new();
    for section in &table.sections {
        let below = match section.path.as_slice() {
            [] => false,
            [only] if only == "relations" => true,
            _ => continue,
        };
        for entry in &section.entries {
            let mut keys: Vec<&str> = entry.keys.iter().map(|(key, _)| &**key).collect();
            if below {
                keys.insert(0, "relations");
            }
            match (keys.as_slice(), &entry.value.kind) {
                (["relations"], NodeKind::Inline(entries)) => {
                    for entry in entries {
                        if let [(kind, _)] = entry.keys.as_slice() {
                            found.push((format!("relations.{kind}"), &entry.value));
                        }
                    }
                }
                (["relations", kind], _) => found.push((format!("relations.{kind}"), &entry.value)),
                _ => {}
            }
        }
    }
    found
}

/// The texts of a list, or of a lone one.
fn texts<'o, 't>(node: &'o Node<'t>) -> impl Iterator<Item = (&'o Node<'t>, &'o str)> {
    let nodes = match &node.kind {
        NodeKind::List(items) => items.as_slice(),
        _ => std::slice::from_ref(node),
    };
    nodes.iter().filter_map(|node| match &node.kind {
        NodeKind::Text(text) => Some((node, &**text)),
        _ => None,
    })
}

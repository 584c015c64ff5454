//! Lists: elements added and taken away, each on a line of its own where the others are.

use std::{fmt::Write as _, ops::Range};

use super::{
    Change, EditError, Value,
    change::{File, Splice},
    outline::{Node, NodeKind, Outlined, Section},
    spot::{Holder, Spot, spot},
    value,
};

/// Adds an element to the list of a key.
pub(super) fn append(
    file: &File<'_>,
    table: &Outlined<'_>,
    key: &str,
    value: &Value,
) -> Result<Vec<Splice>, EditError> {
    let path: Vec<&str> = key.split('.').collect();
    match spot(table, &path) {
        Spot::Value(node, _) => Ok(if let NodeKind::List(items) = &node.kind {
            add(file, node, items, &file.written(value, None))
        } else {
            let alone = file.text.get(node.at.clone()).unwrap_or_default();
            let list = format!("[{alone}, {}]", file.written(value, None));
            vec![(node.at.clone(), list)]
        }),
        Spot::Section(section) if section.is_list => match table_for(key, value) {
            Some(entries) => Ok(vec![(
                section.end..section.end,
                head_and(file, section, &entries),
            )]),
            None => Err(EditError::Unfit(key.to_owned(), "its elements are tables")),
        },
        Spot::Section(_) => Err(EditError::Unfit(key.to_owned(), "it is a table, and no list")),
        Spot::Missing(_) => {
            let list = Change::set(key, Value::List(vec![value.clone()]));
            file.change(table, &list)
        }
    }
}

/// What an element says as a table: a source that is only an id or an address, too.
fn table_for(key: &str, value: &Value) -> Option<Vec<(String, Value)>> {
    match value {
        Value::Table(entries) => Some(entries.clone()),
        Value::Text(text) if key.ends_with("sources") => {
            let name = if text.contains("://") { "url" } else { "id" };
            Some(vec![(name.to_owned(), value.clone())])
        }
        _ => None,
    }
}

/// `[[event.claims]]` once more, with these keys.
fn head_and(file: &File<'_>, section: &Section<'_>, entries: &[(String, Value)]) -> String {
    let head = file.text.get(section.head.clone()).unwrap_or_default();
    let before = file.text.get(..section.end).unwrap_or_default();
    let mut text = if before.ends_with('\n') {
        String::new()
    } else {
        "\n".to_owned()
    };
    text.push_str(head);
    text.push('\n');
    for (name, value) in entries {
        let _ = writeln!(text, "{} = {}", value::key(name), file.written(value, None));
    }
    file.lines(&text)
}

/// Takes an element from the list of a key; the key too when nothing is left.
pub(super) fn remove_from(file: &File<'_>, table: &Outlined<'_>, key: &str, text: &str) -> Vec<Splice> {
    let path: Vec<&str> = key.split('.').collect();
    match spot(table, &path) {
        Spot::Value(node, holder) => match &node.kind {
            NodeKind::List(items) => {
                let Some(index) = items.iter().position(|item| is(item, text)) else {
                    return Vec::new();
                };
                let number = index.to_string();
                let mut path = path.clone();
                path.push(&number);
                file.without(table, &path, &Holder::Item { node, items, index })
            }
            _ if is(node, text) => file.without(table, &path, &holder),
            _ => Vec::new(),
        },
        Spot::Section(last) => table
            .sections
            .iter()
            .filter(|section| section.path == last.path && section.is_list)
            .find(|section| {
                let mut values = section.entries.iter();
                values.any(|entry| {
                    names(entry.keys.last().map_or("", |(key, _)| key)) && is(&entry.value, text)
                })
            })
            .map(|section| (file.line_start(section.head.start)..section.end, String::new()))
            .into_iter()
            .collect(),
        Spot::Missing(_) => Vec::new(),
    }
}

/// Whether a key says which one a table is.
fn names(key: &str) -> bool {
    matches!(key, "id" | "url" | "name")
}

/// Whether an element is that text, or the table that is named so.
fn is(node: &Node<'_>, wanted: &str) -> bool {
    match &node.kind {
        NodeKind::Text(text) => text.trim() == wanted,
        NodeKind::Inline(entries) => entries.iter().any(|entry| {
            let named = matches!(entry.keys.as_slice(), [(key, _)] if names(key));
            named && is(&entry.value, wanted)
        }),
        NodeKind::Plain | NodeKind::List(_) => false,
    }
}

/// From the elements that are there to those that are wanted, where it takes only additions at the end or only
/// removals: what stays keeps its bytes.
pub(super) fn towards(
    file: &File<'_>,
    node: &Node<'_>,
    items: &[Node<'_>],
    values: &[Value],
) -> Option<Vec<Splice>> {
    let old: Option<Vec<&str>> = items
        .iter()
        .map(|item| match &item.kind {
            NodeKind::Text(text) => Some(&**text),
            _ => None,
        })
        .collect();
    let new: Option<Vec<&str>> = values
        .iter()
        .map(|value| match value {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    let (old, new) = (old?, new?);
    if old == new {
        return Some(Vec::new());
    }
    if new.len() == old.len() + 1 && new.starts_with(&old) {
        let added = Value::Text((*new.last()?).to_owned());
        return Some(add(file, node, items, &file.written(&added, None)));
    }
    if new.len() + 1 == old.len() && !new.is_empty() {
        let gone = old
            .iter()
            .zip(&new)
            .position(|(old, new)| old != new)
            .unwrap_or(new.len());
        let mut without_it = old.clone();
        without_it.remove(gone);
        if without_it == new {
            let places: Vec<Range<usize>> = items.iter().map(|item| item.at.clone()).collect();
            return Some(without(file, node, &places, gone));
        }
    }
    if new.len() == old.len() {
        let changed = items.iter().zip(values).zip(old.iter().zip(&new));
        return Some(
            changed
                .filter(|(_, (old, new))| old != new)
                .map(|((item, value), _)| {
                    let former = file.text.get(item.at.clone());
                    (item.at.clone(), file.written(value, former))
                })
                .collect(),
        );
    }
    None
}

fn add(file: &File<'_>, node: &Node<'_>, items: &[Node<'_>], written: &str) -> Vec<Splice> {
    let Some(last) = items.last() else {
        let inside = file.text.get(node.at.start + 1..node.at.end.saturating_sub(1));
        return if inside.is_some_and(|inside| inside.trim().is_empty()) {
            vec![(node.at.clone(), format!("[{written}]"))]
        } else {
            let close = node.at.end.saturating_sub(1);
            vec![(close..close, format!("{written},{}", file.lines("\n")))]
        };
    };
    let end = last.at.end;
    let line = file.line_start(last.at.start);
    let indent = file.text.get(line..last.at.start).unwrap_or_default();
    let own_line = line > node.at.start && indent.trim().is_empty();
    if !own_line {
        return vec![(end..end, format!(", {written}"))];
    }
    let comma = comma(file.text, end, node.at.end);
    let below = file.line_end(comma.map_or(end, |comma| comma + 1));
    if below >= node.at.end {
        // The bracket closes on the line of the last element.
        return vec![(end..end, format!(",{}{indent}{written}", file.lines("\n")))];
    }
    let tail = if comma.is_some() { "," } else { "" };
    let mut splices = vec![(
        below..below,
        format!("{indent}{written}{tail}{}", file.lines("\n")),
    )];
    if comma.is_none() {
        splices.push((end..end, ",".to_owned()));
    }
    splices
}

/// What takes one of several elements away, its comma and what stands behind it on its own line with it.
pub(super) fn without(
    file: &File<'_>,
    node: &Node<'_>,
    places: &[Range<usize>],
    index: usize,
) -> Vec<Splice> {
    let Some(at) = places.get(index) else {
        return Vec::new();
    };
    let before = index.checked_sub(1).and_then(|index| places.get(index));
    let after = places.get(index + 1);
    let line = file.line_start(at.start);
    let comma_behind = comma(file.text, at.end, after.map_or(node.at.end, |after| after.start));
    let end = file.line_end(comma_behind.map_or(at.end, |comma| comma + 1));
    let alone = line > node.at.start
        && end < node.at.end
        && file
            .text
            .get(line..at.start)
            .is_some_and(|indent| indent.trim().is_empty())
        && after.is_none_or(|after| after.start >= end);
    if alone {
        let mut splices = vec![(line..end, String::new())];
        if let (None, None, Some(before)) = (after, comma_behind, before)
            && let Some(comma) = comma(file.text, before.end, at.start)
        {
            splices.push((comma..comma + 1, String::new()));
        }
        return splices;
    }
    let gone = match (before, after) {
        (Some(before), _) => before.end..at.end,
        (None, Some(after)) => at.start..after.start,
        (None, None) => at.clone(),
    };
    vec![(gone, String::new())]
}

/// The comma between two places, comments aside.
fn comma(text: &str, from: usize, to: usize) -> Option<usize> {
    let mut in_comment = false;
    for (at, byte) in text.as_bytes().get(from..to)?.iter().enumerate() {
        match byte {
            b'\n' => in_comment = false,
            b'#' => in_comment = true,
            b',' if !in_comment => return Some(from + at),
            _ => {}
        }
    }
    None
}

//! One edit → the text with it: the place is found in the outline, and only bytes that must change are replaced.

use std::ops::Range;

use super::{
    Change, Edit, EditError, Table, Value,
    lists::{append, remove_from},
    outline::{Entry, Node, NodeKind, Outlined, Section, outline},
    spot::{Gap, Holder, Spot, spot},
    value,
};
use crate::model::keys;

/// Bytes that are replaced.
pub(super) type Splice = (Range<usize>, String);

/// The text after the edit.
pub(super) fn apply(text: &str, edit: &Edit) -> Result<String, EditError> {
    let file = File::new(text);
    match edit {
        Edit::Change { table, change } => {
            let tables = outline(text);
            let found = find(&tables, table)?;
            let name = called(found);
            if found.broken && !matches!(change, Change::Whole { .. }) {
                return Err(EditError::Broken(name));
            }
            let at = found.start()..found.end();
            let splices = file.change(found, change)?;
            let (changed, at) = spliced(text, splices, at)?;
            still_toml(text.get(found.start()..found.end()), changed.get(at), name)?;
            Ok(changed)
        }
        Edit::Add { text: added, before } => file.add(added, before.as_ref()),
        Edit::Remove { table } => file.remove(table),
        Edit::Redirect { from, to } => super::redirect::redirect(text, from, to),
        Edit::Recite { from, to } => super::redirect::recite(text, from, to),
        Edit::Splice { at, text: new } => {
            text.get(at.clone()).ok_or(EditError::NoPlace)?;
            Ok(spliced(text, vec![(at.clone(), new.clone())], 0..0)?.0)
        }
    }
}

/// The table that is meant.
pub(super) fn find<'o, 't>(tables: &'o [Outlined<'t>], table: &Table) -> Result<&'o Outlined<'t>, EditError> {
    match table {
        Table::At(start) => tables
            .iter()
            .find(|found| found.start() == *start)
            .ok_or_else(|| EditError::NotThere("table at that place".to_owned())),
        Table::Id { kind, id } => {
            let what = || format!("{kind} `{id}`");
            let mut same = tables
                .iter()
                .filter(|found| found.name == *kind && found.text("id") == Some(id));
            let first = same.next().ok_or_else(|| EditError::NotThere(what()))?;
            match same.next() {
                None => Ok(first),
                Some(_) => Err(EditError::NotAlone(what())),
            }
        }
    }
}

/// The place of a key's value.
pub(super) fn value_at(table: &Outlined<'_>, key: &str) -> Option<Range<usize>> {
    let path: Vec<&str> = key.split('.').collect();
    match spot(table, &path) {
        Spot::Value(node, _) => Some(node.at.clone()),
        Spot::Section(_) | Spot::Missing(_) => None,
    }
}

/// A table in words: `` event `kim-visits` ``.
pub(super) fn called(table: &Outlined<'_>) -> String {
    let name = table.text("id").or_else(|| table.text("title"));
    name.or_else(|| table.text("name")).map_or_else(
        || format!("this {}", table.name),
        |name| format!("{} `{name}`", table.name),
    )
}

/// The text with the bytes replaced, and where `within` is afterwards.
pub(super) fn spliced(
    text: &str,
    mut splices: Vec<Splice>,
    within: Range<usize>,
) -> Result<(String, Range<usize>), EditError> {
    splices.sort_by_key(|(at, _)| (at.start, at.end));
    let mut new = String::with_capacity(text.len() + 64);
    let (mut from, mut end) = (0, within.end);
    for (at, replacement) in &splices {
        new.push_str(text.get(from..at.start).ok_or(EditError::NoPlace)?);
        new.push_str(replacement);
        from = at.end;
        if at.start <= within.end {
            end = (end + replacement.len()).saturating_sub(at.len());
        }
    }
    new.push_str(text.get(from..).ok_or(EditError::NoPlace)?);
    Ok((new, within.start..end))
}

/// Whether a table is TOML after the change, if it was before.
fn still_toml(before: Option<&str>, after: Option<&str>, name: String) -> Result<(), EditError> {
    let is_toml = |text: Option<&str>| text.is_some_and(|text| toml::from_str::<toml::Table>(text).is_ok());
    if is_toml(after) || !is_toml(before) {
        Ok(())
    } else {
        Err(EditError::WouldBreak(name))
    }
}

/// The text of a file, and the manner in which it is written.
pub(super) struct File<'t> {
    pub text: &'t str,
    newline: &'static str,
}

impl<'t> File<'t> {
    pub fn new(text: &'t str) -> Self {
        let first = memchr::memchr(b'\n', text.as_bytes());
        let crlf = first.is_some_and(|at| text.get(..at).is_some_and(|line| line.ends_with('\r')));
        Self {
            text,
            newline: if crlf { "\r\n" } else { "\n" },
        }
    }

    /// Text of ours with the line ends of the file.
    pub fn lines(&self, text: &str) -> String {
        let text = text.replace("\r\n", "\n");
        if self.newline == "\n" {
            text
        } else {
            text.replace('\n', self.newline)
        }
    }

    pub fn line_start(&self, at: usize) -> usize {
        let before = self.text.as_bytes().get(..at).unwrap_or_default();
        let start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
        // A byte-order mark is no part of the first line.
        if start == 0 && self.text.starts_with('\u{FEFF}') {
            '\u{FEFF}'.len_utf8().min(at)
        } else {
            start
        }
    }

    /// Behind the line break that ends the line of `at`.
    pub fn line_end(&self, at: usize) -> usize {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        memchr::memchr(b'\n', rest).map_or(self.text.len(), |length| at + length + 1)
    }

    /// A value in the manner of the one before, with the line ends of the file.
    pub fn written(&self, value: &Value, former: Option<&str>) -> String {
        match value {
            Value::Raw(text) => text.clone(),
            value => self.lines(&value.written(former)),
        }
    }

    pub fn change(&self, table: &Outlined<'_>, change: &Change) -> Result<Vec<Splice>, EditError> {
        match change {
            Change::Set { key, value } => {
                let path: Vec<&str> = key.split('.').collect();
                match spot(table, &path) {
                    Spot::Value(node, _) => Ok(self.replace(node, value)),
                    Spot::Section(_) => Err(EditError::Unfit(
                        key.clone(),
                        "it is a table with a head of its own; name one of its keys",
                    )),
                    Spot::Missing(gap) => self.insert(table, &gap, value, key),
                }
            }
            Change::Remove { key } => {
                let path: Vec<&str> = key.split('.').collect();
                Ok(self.removal(table, &path))
            }
            Change::Append { key, value } => append(self, table, key, value),
            Change::RemoveFrom { key, text } => Ok(remove_from(self, table, key, text)),
            Change::RenameKey { key, name } => {
                let path: Vec<&str> = key.split('.').collect();
                let entry = match spot(table, &path) {
                    Spot::Value(_, Holder::Statement(entry)) => Some(entry),
                    Spot::Value(_, Holder::Inline { entries, index, .. }) => entries.get(index),
                    _ => None,
                };
                let last = entry.and_then(|entry| entry.keys.last());
                let (_, at) = last.ok_or_else(|| EditError::NotThere(format!("key `{key}`")))?;
                Ok(vec![(at.clone(), value::key(name))])
            }
            Change::Whole { text } => {
                if table.scattered {
                    return Err(EditError::Scattered(called(table)));
                }
                Ok(vec![(table.start()..table.end(), text.clone())])
            }
        }
    }

    /// Another value in the place of one that is there; nothing when it is the same.
    fn replace(&self, node: &Node<'_>, value: &Value) -> Vec<Splice> {
        if let (NodeKind::Text(old), Value::Text(new)) = (&node.kind, value)
            && old == new
        {
            return Vec::new();
        }
        let former = self.text.get(node.at.clone());
        if let (NodeKind::List(items), Value::List(values)) = (&node.kind, value)
            && let Some(splices) = super::lists::towards(self, node, items, values)
        {
            return splices;
        }
        let new = self.written(value, former);
        if former == Some(&*new) {
            Vec::new()
        } else {
            vec![(node.at.clone(), new)]
        }
    }

    /// A key that is not there yet.
    fn insert(
        &self,
        table: &Outlined<'_>,
        gap: &Gap<'_, '_>,
        value: &Value,
        key: &str,
    ) -> Result<Vec<Splice>, EditError> {
        match gap {
            Gap::Section {
                section,
                rest,
                dotted,
            } => {
                let (name, value) = match (dotted, rest.as_slice()) {
                    (Some(_), rest) => (rest.join("."), self.written(value, None)),
                    (None, [name, deeper @ ..]) => {
                        (value::key(name), self.written(&nested(deeper, value), None))
                    }
                    (None, []) => return Err(EditError::Unfit(key.to_owned(), "it is no key")),
                };
                let behind = match dotted {
                    Some(entry) => Some(*entry),
                    None => usual_place(table, section, rest.first().copied().unwrap_or_default()),
                };
                Ok(self.statement(section, behind, &name, &value))
            }
            Gap::Inline { node, entries, rest } => {
                let [name, deeper @ ..] = rest.as_slice() else {
                    return Err(EditError::Unfit(key.to_owned(), "it is no key"));
                };
                let entry = format!(
                    "{} = {}",
                    value::key(name),
                    self.written(&nested(deeper, value), None)
                );
                Ok(match entries.last() {
                    Some(last) => {
                        let end = last.value.at.end;
                        vec![(end..end, format!(", {entry}"))]
                    }
                    None => vec![(node.at.clone(), format!("{{ {entry} }}"))],
                })
            }
            Gap::Nowhere(why) => Err(EditError::Unfit(key.to_owned(), why)),
        }
    }

    /// A new statement of a section behind another one, or right below the head.
    fn statement(
        &self,
        section: &Section<'_>,
        behind: Option<&Entry<'_>>,
        name: &str,
        value: &str,
    ) -> Vec<Splice> {
        let (at, indent) = match behind {
            Some(entry) => {
                let start = entry.at().start;
                let indent = self.text.get(self.line_start(start)..start).unwrap_or_default();
                (self.line_end(entry.value.at.end), indent)
            }
            None => (self.line_end(section.head.end), ""),
        };
        let pad = self.aligned(section).map_or(0, |column| {
            column.saturating_sub(name.chars().count() + indent.len() + 1)
        });
        let line = format!("{indent}{name}{} = {value}", " ".repeat(pad));
        let ended = self.text.get(..at).is_some_and(|before| before.ends_with('\n'));
        let line = if ended {
            line + self.newline
        } else {
            format!("{}{line}", self.newline)
        };
        vec![(at..at, line)]
    }

    /// The column at which the signs `=` of a section stand below each other, where they do.
    fn aligned(&self, section: &Section<'_>) -> Option<usize> {
        let columns: Vec<(usize, usize)> = section
            .entries
            .iter()
            .filter_map(|entry| {
                let start = entry.at().start;
                let (_, last) = entry.keys.last()?;
                let between = self.text.get(last.end..entry.value.at.start)?;
                let line = self.text.get(self.line_start(start)..last.end)?;
                let spaces = between.chars().take_while(|c| *c != '=').count();
                Some((line.chars().count() + spaces, line.chars().count()))
            })
            .collect();
        let lengths_at = |wanted: usize| {
            let at_it = columns.iter().filter(|(column, _)| *column == wanted);
            let mut lengths: Vec<usize> = at_it.map(|(_, length)| *length).collect();
            lengths.sort_unstable();
            lengths.dedup();
            lengths.len()
        };
        let (count, column) = columns
            .iter()
            .map(|(column, _)| (lengths_at(*column), *column))
            .max()?;
        (count > 1).then_some(column)
    }

    /// What takes a key away, and what would be empty without it.
    fn removal(&self, table: &Outlined<'_>, path: &[&str]) -> Vec<Splice> {
        match spot(table, path) {
            Spot::Value(_, holder) => self.without(table, path, &holder),
            Spot::Section(_) => table
                .sections
                .iter()
                .filter(|section| {
                    !section.path.is_empty() && section.path.iter().zip(path).all(|(a, b)| a == b)
                })
                .filter(|section| section.path.len() >= path.len())
                .map(|section| (self.line_start(section.head.start)..section.end, String::new()))
                .collect(),
            // A key that is only the beginning of dotted ones.
            Spot::Missing(Gap::Section { section, rest, .. }) => section
                .entries
                .iter()
                .filter(|entry| entry.keys.len() > rest.len())
                .filter(|entry| {
                    !rest.is_empty() && entry.keys.iter().zip(&rest).all(|((key, _), step)| key == step)
                })
                .map(|entry| (self.lines_of(entry), String::new()))
                .collect(),
            Spot::Missing(_) => Vec::new(),
        }
    }

    /// What takes a value away from where it is held.
    pub fn without(&self, table: &Outlined<'_>, path: &[&str], holder: &Holder<'_, '_>) -> Vec<Splice> {
        match holder {
            Holder::Statement(entry) => vec![(self.lines_of(entry), String::new())],
            Holder::Inline { node, entries, index } => {
                if entries.len() == 1 {
                    let keys = entries.first().map_or(1, |entry| entry.keys.len());
                    let parent = path.len().checked_sub(keys).and_then(|length| path.get(..length));
                    return parent
                        .filter(|parent| !parent.is_empty())
                        .map_or_else(Vec::new, |parent| self.removal(table, parent));
                }
                let places: Vec<Range<usize>> = entries.iter().map(Entry::at).collect();
                super::lists::without(self, node, &places, *index)
            }
            Holder::Item { node, items, index } => {
                if items.len() == 1 {
                    return path
                        .split_last()
                        .map_or_else(Vec::new, |(_, parent)| self.removal(table, parent));
                }
                let places: Vec<Range<usize>> = items.iter().map(|item| item.at.clone()).collect();
                super::lists::without(self, node, &places, *index)
            }
        }
    }

    /// The lines of a statement, with the comment behind its value.
    fn lines_of(&self, entry: &Entry<'_>) -> Range<usize> {
        let at = entry.at();
        self.line_start(at.start)..self.line_end(at.end)
    }

    fn add(&self, added: &str, before: Option<&Table>) -> Result<String, EditError> {
        let added = self.lines(added.trim_matches(['\r', '\n']));
        let nl = self.newline;
        if toml::from_str::<toml::Table>(&added).is_err() {
            return Err(EditError::WouldBreak("the new table".to_owned()));
        }
        if let Some(before) = before {
            let tables = outline(self.text);
            let start = self.chunk(&tables, find(&tables, before)?).start;
            return Ok(spliced(self.text, vec![(start..start, format!("{added}{nl}{nl}"))], 0..0)?.0);
        }
        let blank = self.text.trim_start_matches('\u{FEFF}').trim().is_empty();
        let space = if blank || self.text.ends_with("\n\n") || self.text.ends_with("\n\r\n") {
            String::new()
        } else if self.text.ends_with('\n') {
            nl.to_owned()
        } else {
            nl.repeat(2)
        };
        Ok(format!("{}{space}{added}{nl}", self.text))
    }

    fn remove(&self, table: &Table) -> Result<String, EditError> {
        let tables = outline(self.text);
        let found = find(&tables, table)?;
        if found.broken {
            return Err(EditError::Broken(called(found)));
        }
        if found.scattered {
            return Err(EditError::Scattered(called(found)));
        }
        let chunk = self.chunk(&tables, found);
        let mut kept = self.text.get(..chunk.start).unwrap_or_default();
        let rest = self.text.get(chunk.end..).unwrap_or_default();
        if rest.is_empty() {
            // The blank lines that parted it from what stands before.
            let content = kept.trim_end_matches([' ', '\t', '\r', '\n']).len();
            kept = kept.get(..self.line_end(content).min(kept.len())).unwrap_or(kept);
        }
        Ok(format!("{kept}{rest}"))
    }

    /// A table with the comments that touch it and the blank lines behind it.
    fn chunk(&self, tables: &[Outlined<'_>], table: &Outlined<'_>) -> Range<usize> {
        let bound = tables
            .iter()
            .map(Outlined::end)
            .filter(|end| *end <= table.start())
            .max()
            .unwrap_or(0);
        let head = self.line_start(table.start());
        let mut start = head;
        while start > bound {
            let line = self.line_start(start.saturating_sub(1));
            let is_comment = self
                .text
                .get(line..start)
                .is_some_and(|line| line.trim_start().starts_with('#') && !line.starts_with("#:"));
            if line >= start || line < bound || !is_comment {
                break;
            }
            start = line;
        }
        // A comment at the very top speaks of the file.
        if start == self.line_start(0) && head > start {
            start = head;
        }
        let mut end = table.end();
        let mut comments = end;
        while comments < self.text.len() {
            let next = self.line_end(comments);
            let line = self.text.get(comments..next).unwrap_or_default().trim();
            if !line.starts_with('#') {
                if line.is_empty() {
                    end = comments;
                }
                break;
            }
            comments = next;
            if comments == self.text.len() {
                end = comments;
            }
        }
        while end < self.text.len() {
            let next = self.line_end(end);
            if !self.text.get(end..next).unwrap_or_default().trim().is_empty() {
                break;
            }
            end = next;
        }
        start..end
    }
}

/// `{ a = { b = value } }` for the keys that are still to be made.
fn nested(keys: &[&str], value: &Value) -> Value {
    keys.iter().rev().fold(value.clone(), |inner, name| {
        Value::Table(vec![((*name).to_owned(), inner)])
    })
}

/// The statement behind which a key is usually written: the last one of those that come before it in the manual.
fn usual_place<'o, 't>(table: &Outlined<'t>, section: &'o Section<'t>, name: &str) -> Option<&'o Entry<'t>> {
    let order = |name: &str| {
        let spec = keys::FILE.iter().find(|spec| spec.name == table.name)?;
        spec.keys.iter().position(|key| key.name == name)
    };
    let Some(own) = order(name).filter(|_| section.path.is_empty()) else {
        return section.entries.last();
    };
    section.entries.iter().rev().find(|entry| {
        let first = entry.keys.first().and_then(|(key, _)| order(key));
        first.is_some_and(|place| place < own)
    })
}

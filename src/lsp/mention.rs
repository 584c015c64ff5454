//! What a text names: every text of its tables, with what it is there.

use std::ops::Range;

use super::subject::{Node as Key, Subject};
use crate::{
    model::keys,
    store::edit::{Entry, Node, NodeKind, Outlined, outline},
};

/// A text at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// What it is.
    pub subject: Subject,
    /// Itself, without white space around it.
    pub text: String,
    /// Its bytes, without quotation marks.
    pub at: Range<usize>,
}

/// All texts of a text that begins at byte `base` of its file, in their order.
pub fn mentions(text: &str, base: usize) -> Vec<Mention> {
    let mut found = Vec::new();
    for table in outline(text) {
        of_table(&table, text, base, &mut found);
    }
    found
}

fn of_table(table: &Outlined<'_>, text: &str, base: usize, found: &mut Vec<Mention>) {
    let Some(known) = keys::FILE.iter().copied().find(|known| known.name == table.name) else {
        return;
    };
    for section in &table.sections {
        let mut path: Vec<&str> = section.path.iter().map(|step| &**step).collect();
        for entry in &section.entries {
            of_entry(entry, known, &mut path, text, base, found);
        }
    }
}

fn of_entry<'o>(
    entry: &'o Entry<'_>,
    table: &'static keys::Table,
    path: &mut Vec<&'o str>,
    text: &str,
    base: usize,
    found: &mut Vec<Mention>,
) {
    let above = path.len();
    path.extend(entry.keys.iter().map(|(key, _)| &**key));
    of_node(&entry.value, table, path, text, base, found);
    path.truncate(above);
}

fn of_node<'o>(
    node: &'o Node<'_>,
    table: &'static keys::Table,
    path: &mut Vec<&'o str>,
    text: &str,
    base: usize,
    found: &mut Vec<Mention>,
) {
    match &node.kind {
        NodeKind::Text(written) => {
            if let Some(subject) = Subject::value(&Key::below(table, path)) {
                found.push(Mention {
                    subject,
                    text: written.trim().to_owned(),
                    at: unquoted(text, node.at.clone(), base),
                });
            }
        }
        NodeKind::List(items) => {
            for item in items {
                of_node(item, table, path, text, base, found);
            }
        }
        NodeKind::Inline(entries) => {
            for entry in entries {
                of_entry(entry, table, path, text, base, found);
            }
        }
        NodeKind::Plain => {}
    }
}

/// The bytes within the quotation marks of a value, counted from the beginning of the file.
fn unquoted(text: &str, at: Range<usize>, base: usize) -> Range<usize> {
    let written = text.get(at.clone()).unwrap_or_default();
    let marks = ["\"\"\"", "'''", "\"", "'"]
        .iter()
        .find(|marks| written.starts_with(**marks) && written.len() >= 2 * marks.len())
        .map_or(0, |marks| marks.len());
    base + at.start + marks..base + at.end - marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_however_they_are_written() {
        let text = "[[event]]\nid = 'a'\nrelations = { follows = [\"b\", \"c\"] }\nsources = [\"s\", { id = \"t\" }]\n\
                    people = \"P\"\n[event.location]\nname = \"\"\"Oslo\"\"\"\n[[other]]\nid = \"x\"\n";
        let found: Vec<_> = mentions(text, 0)
            .iter()
            .map(|mention| format!("{}: {}", mention.subject, &text[mention.at.clone()]))
            .collect();
        assert_eq!(
            found,
            [
                "own id of an event: a",
                "id of an event: b",
                "id of an event: c",
                "id of a source: s",
                "id of a source: t",
                "event.people: P",
                "location.name: Oslo"
            ]
        );
    }

    #[test]
    fn a_fault_in_one_table_hides_no_other() {
        let text = "[[event]]\nid = \"a\"\ntags = [\n[[event]]\nid = \"b\"\n";
        let found: Vec<_> = mentions(text, 5)
            .iter()
            .map(|mention| mention.text.clone())
            .collect();
        assert!(found.contains(&"b".to_owned()), "{found:?}");
    }
}
